"""Kelengkapan data, against counting one koperasi after the other."""

from __future__ import annotations

import datetime as dt

import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from kopdata.completeness import PARTS, completeness
from kopdata.store.schema import REGISTRY

FIELDS = sorted({field for part in PARTS for entry in part.entries for field in entry})
VALUES: dict[pa.DataType, object] = {pa.string(): "isi", pa.date32(): dt.date(2020, 1, 2), pa.int32(): 0}


def rows_of(filled: list[tuple[frozenset[str], bool | None]]) -> pa.Table:
    """Return rows of the registry in which these fields hold something, each of this region or not."""
    return pa.Table.from_pylist(
        [
            {field: VALUES.get(REGISTRY.field(field).type, 1) for field in fields}
            | {"outside_region": outside}
            for fields, outside in filled
        ],
        schema=REGISTRY,
    )


some_fields = st.frozensets(st.sampled_from(FIELDS))
registries = st.lists(st.tuples(some_fields, st.sampled_from([True, False, None])), max_size=12)


@settings(deadline=None)
@given(registries, some_fields)
def test_a_part_counts_the_koperasi_that_lack_nothing_of_it(
    filled: list[tuple[frozenset[str], bool | None]], carried: frozenset[str]
) -> None:
    own = [fields for fields, outside in filled if not outside]
    for found in completeness(rows_of(filled), carried):
        entries = [entry for entry in found.part.entries if entry & carried]
        assert found.total == len(own)
        if not entries:
            assert found.complete is None
        else:
            assert found.complete == sum(all(entry & fields for entry in entries) for fields in own)


@settings(deadline=None)
@given(registries, registries, some_fields, some_fields)
def test_before_is_told_only_where_both_carry_the_same_entries(
    now: list[tuple[frozenset[str], bool | None]],
    before: list[tuple[frozenset[str], bool | None]],
    carried: frozenset[str],
    carried_before: frozenset[str],
) -> None:
    alone = {one.part: one for one in completeness(rows_of(before), carried_before)}
    told = completeness(rows_of(now), carried, rows_before=rows_of(before), carried_before=carried_before)
    for one in told:
        same = [bool(entry & carried) == bool(entry & carried_before) for entry in one.part.entries]
        if one.complete is not None and all(same):
            assert (one.before, one.total_before) == (alone[one.part].complete, alone[one.part].total)
        else:
            assert one.before is None
            assert one.total_before is None


def test_every_entry_is_a_field_of_the_registry_and_stands_once() -> None:
    named = [field for part in PARTS for entry in part.entries for field in entry]
    assert set(named) <= set(REGISTRY.names)
    assert len(named) == len(set(named))
