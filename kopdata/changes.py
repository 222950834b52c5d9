"""What becomes of each koperasi from one list to a later one: between two snapshots, or by an import."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Final, NamedTuple

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from kopdata import formats
from kopdata.imports.fields import REGISTRY_FIELDS, Field
from kopdata.imports.values import Kind
from kopdata.scratch import in_scratch
from kopdata.sql import sql
from kopdata.store.schema import REGISTRY
from kopdata.vocabulary import Status


class ChangeKind(StrEnum):
    """What became of a koperasi; one whose status and other data changed stands under its status."""

    NEW = "new"
    GONE = "gone"
    DEACTIVATED = "deactivated"
    REACTIVATED = "reactivated"
    ALTERED = "altered"

    @property
    def label(self) -> str:
        """The words of the screen."""
        return _LABELS[self]


_LABELS: Final = {
    ChangeKind.NEW: "Baru tercatat",
    ChangeKind.GONE: "Tidak ada di berkas baru",
    ChangeKind.DEACTIVATED: "Menjadi tidak aktif",
    ChangeKind.REACTIVATED: "Kembali aktif",
    ChangeKind.ALTERED: "Data lain berubah",
}


class FieldChange(NamedTuple):
    """One value that differs, as texts for the screen; an absent value is a dash."""

    title: str
    old: str
    new: str


class Change(NamedTuple):
    """One koperasi that a list brings, misses or alters; ``fields`` only where it alters.

    Name, number and place are those of the later list, of the earlier one where it is gone from there. The
    status before and now is None where the list has no such koperasi, or no status for it.
    """

    kind: ChangeKind
    coop_id: str
    name: str
    nik: str | None
    address: str | None
    village: str | None
    district: str | None
    status_before: Status | None
    status_now: Status | None
    fields: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True)
class Changes:
    """What becomes of the koperasi of the region, each kind by name; other regencies' are not among it.

    ``rows`` are those of ``statement``: a registry that is all new is not held as so many objects.
    """

    rows: pa.Table

    def count(self, kind: ChangeKind) -> int:
        """Return how many koperasi changed in this way."""
        return int(pc.sum(pc.equal(self.rows["kind"], kind)).as_py() or 0)

    def of(self, *kinds: ChangeKind) -> Iterator[Change]:
        """Return the changes of these kinds, one kind after the other."""
        for kind in kinds:
            found = self.rows.filter(pc.equal(self.rows["kind"], kind))
            for offset in range(0, found.num_rows, _BATCH):
                yield from named(found.slice(offset, _BATCH))

    @property
    def changed(self) -> int:
        """How many koperasi stand in both and differ in anything."""
        return int(self.rows.num_rows) - self.count(ChangeKind.NEW) - self.count(ChangeKind.GONE)

    @property
    def counts(self) -> dict[ChangeKind, int]:
        """How many koperasi changed in which way, in the order of the screen; without those of none."""
        return {kind: count for kind in ChangeKind if (count := self.count(kind))}


_BATCH: Final = 5_000
_BESIDES: Final = (
    *("coop_id", "nik", "name", "address", "village", "district", "status"),
    *("import_id", "source_sheet", "source_row"),
)
"""What tells a row, and what is shown of it, whether it is compared or not."""
_NOTHING: Final = "CAST([] AS STRUCT(field VARCHAR, old VARCHAR, now VARCHAR)[])"
_FIELDS: Final = {field.name: field for field in REGISTRY_FIELDS}


def compare(before: pa.Table, now: pa.Table, compared: frozenset[str]) -> Changes:
    """Return what becomes of the koperasi of the region from ``before`` to ``now``.

    Both have the columns of the registry. Only the fields in ``compared`` are compared, texts without
    regard to case: an absent column is no change, and neither is a name in capitals.
    """
    if not before.num_rows or not now.num_rows:
        compared = frozenset()  # nothing stands in both; joining every column would take their size again

    def work(connection: duckdb.DuckDBPyConnection) -> pa.Table:
        connection.register("rows_before", before)
        connection.register("rows_now", now)
        return connection.execute(
            statement("rows_before", "rows_now", compared), {"compares_status": "status" in compared}
        ).to_arrow_table()

    return Changes(in_scratch(work))


NO_CHANGES: Final = Changes(pa.table({"kind": pa.array([], pa.string())}))


def statement(before: str, now: str, compared: frozenset[str]) -> str:
    """Return the statement of ``sql/changes.sql`` over two relations with the columns of the registry.

    ``before`` and ``now`` are SQL of ours and never a text from outside; it binds ``$compares_status``
    besides what they bind.
    """
    fields = [name for name in _FIELDS if name in compared]
    columns = ", ".join(dict.fromkeys((*_BESIDES, *fields)))
    unequal = {name: _unequal(name) for name in fields}
    differences = [
        f"CASE WHEN {differs} THEN "
        f"{{field: '{name}', old: was.{name}::VARCHAR, now: is_now.{name}::VARCHAR}} END"
        for name, differs in unequal.items()
    ]
    inside = "NOT coalesce(outside_region, false)"
    lists = ", ".join(
        f"{name} AS NOT MATERIALIZED (SELECT {columns} FROM {rows} WHERE {inside})"  # noqa: S608  names are declared above
        for name, rows in (("earlier", before), ("later", now))
    )
    changes = sql("changes").replace("{differs}", f"({' OR '.join(unequal.values()) or 'false'})")
    return f"WITH {lists},\n" + changes.replace(
        "{differences}", f"[{', '.join(differences)}]" if differences else _NOTHING
    )


def _unequal(name: str) -> str:
    unequal = f"was.{name} IS DISTINCT FROM is_now.{name}"
    if pa.types.is_string(REGISTRY.field(name).type):
        # Most texts are letter by letter the same: only the others are folded.
        return f"({unequal} AND lower(was.{name}) IS DISTINCT FROM lower(is_now.{name}))"
    return unequal


def named(rows: pa.Table) -> Iterable[Change]:
    """Return the rows of ``statement`` as changes, in their order."""
    for row in rows.to_pylist():
        given = row | {
            "kind": ChangeKind(row["kind"]),
            "status_before": _status(row["status_before"]),
            "status_now": _status(row["status_now"]),
            "fields": tuple(_field_change(**one) for one in row["fields"] or ()),
        }
        yield Change(**given)


def _field_change(field: str, old: str | None, now: str | None) -> FieldChange:
    compared = _FIELDS[field]
    return FieldChange(compared.label, _shown(compared, old), _shown(compared, now))


def _status(text: str | None) -> Status | None:
    return None if text is None else Status(text)


def _shown(field: Field, text: str | None) -> str:
    """Return a value, given as DuckDB writes it, as the screen writes it."""
    if text is None:
        return formats.ABSENT
    kind = REGISTRY.field(field.name).type
    if pa.types.is_date(kind):
        return formats.short_date(dt.date.fromisoformat(text))
    if pa.types.is_decimal(kind):
        return formats.rupiah(Decimal(text))
    if field.kind is Kind.COUNT:
        return formats.number(int(text))
    return Status(text).label if field.kind is Kind.STATUS else text
