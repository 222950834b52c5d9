"""Several files of one date: the first one's koperasi, what it lacks filled in, and what only others list."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import reduce
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from kopdata.models import ImportEvent
from kopdata.store.schema import FACTS, REGISTRY


def complete(base: pa.Table, more: pa.Table) -> pa.Table:
    """Return ``base`` with the facts it lacks from ``more``, then the koperasi that only ``more`` lists.

    Both have the columns of ``REGISTRY``. A fact (``schema.FACTS``) is filled in only where ``more`` repeats
    all that ``base`` says of it, mostly nothing: it is never put together from two files that disagree, and
    nothing of ``base`` is changed. Two rows of one file that were merged by hand into one koperasi stay two.
    """
    keys, keys_of_more = _keys(base), _keys(more)
    found = more.combine_chunks().take(pc.index_in(keys, value_set=keys_of_more))
    columns = {name: base[name] for name in REGISTRY.names}
    for fact in FACTS:
        agrees = [pc.or_(pc.is_null(base[name]), _same(base[name], found[name])) for name in fact.fields]
        within = [_same(columns[name], found[name]) for name in fact.within]
        fills = reduce(pc.and_, agrees + within)
        for name in fact.fields:
            columns[name] = pc.if_else(fills, pc.coalesce(base[name], found[name]), base[name])
    alone = pc.invert(pc.is_in(keys_of_more, value_set=keys))
    return pa.concat_tables([pa.table(columns, schema=REGISTRY), more.filter(alone).cast(REGISTRY)])


def combine(imports: Iterable[tuple[ImportEvent, pa.Table]]) -> pa.Table:
    """Return what the imports of one date make together, base first; see ``complete``.

    A status that was taken over from an earlier date stands in for one that no file of this date tells. As
    soon as one of them does, what was taken over gives way to it entirely: a figure never mixes the two.
    """
    whole = list(imports)
    told = any(event.tells_status for event, _rows in whole)
    return reduce(
        complete,
        (without_status(rows) if told and not event.tells_status else rows for event, rows in whole),
    )


def without_status(rows: pa.Table) -> pa.Table:
    """Return ``rows`` of the registry with no status."""
    at = rows.schema.get_field_index("status")
    return rows.set_column(at, "status", pa.nulls(rows.num_rows, pa.string()))


def _keys(rows: pa.Table) -> pa.Array:
    """Return what tells each row: its koperasi, and for one that has several rows, which of them."""
    seen: Counter[str] = Counter()
    keys = []
    for coop_id in rows["coop_id"].to_pylist():
        seen[coop_id] += 1
        keys.append(f"{seen[coop_id]} {coop_id}")
    return pa.array(keys, pa.string())


def _same(left: Any, right: Any) -> Any:
    """Tell where two columns say the same, texts without regard to case; nothing is the same as nothing.

    A row that does not say whether it lies outside the region lies within.
    """
    if pa.types.is_boolean(left.type):
        left, right = pc.fill_null(left, False), pc.fill_null(right, False)
    if pa.types.is_string(left.type):
        left, right = pc.utf8_lower(left), pc.utf8_lower(right)
    return pc.or_(pc.fill_null(pc.equal(left, right), False), pc.and_(pc.is_null(left), pc.is_null(right)))
