"""Where each shown value of a koperasi came from: the file, sheet and row that say just that.

A value is looked for in the rows of the imports that its snapshot is made of. What the shown snapshot lacks
is carried from the newest earlier one that has it, with that one's file.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Final, NamedTuple

from kopdata.models import ImportEvent, Record, Snapshot
from kopdata.store.schema import FACTS, Fact

Value = str | int | Decimal | dt.date
Row = Mapping[str, object]

_NEVER_CARRIED: Final = "extra"
_NAMED: Final = frozenset({"legal_number", "amendment_number", "reporting_number", "regency", "chair"})
"""Facts that begin with a name or number: what was known of the same one then still holds. Of all others
(a meeting, a certificate, money of a year) only the whole is carried, lest two dates be mixed."""


class Source(Record):
    """The place of a value: a row of a file, the snapshot that it belongs to, who took it in and when."""

    import_id: str
    file_name: str
    sheet: str | None
    row: int | None
    label: str
    """The snapshot's date in words."""
    actor: str
    recorded_at: dt.datetime


class FactValue(Record):
    """One field of a koperasi as it is shown.

    ``value`` is None where no snapshot up to the shown one says it. ``is_carried``: the shown snapshot lacks
    it, and ``source`` is the newest earlier one that has it. ``in_file`` tells whether the shown snapshot's
    files have the column.
    """

    field: str
    value: Value | None
    source: Source | None = None
    is_carried: bool = False
    in_file: bool = True


class Entry(NamedTuple):
    """A koperasi in one snapshot: its row as shown, and the rows of the imports that it was made of."""

    snapshot: Snapshot
    row: Row
    given: tuple[Row, ...]

    def source(self, fact: Fact, field: str) -> Source | None:
        """Return the first row that gives ``field`` as shown and says nothing else of its fact."""
        for row in self.given:
            if field == "status" and not self._event(row).tells_status:
                continue
            agrees = all(row[name] is None or row[name] == self.row[name] for name in fact.fields)
            if agrees and row[field] == self.row[field]:
                return _place(self._event(row), row, self.snapshot)
        return None

    def places(self) -> tuple[Source, ...]:
        """Return every row of a file that the snapshot's row was made of."""
        return tuple(_place(self._event(row), row, self.snapshot) for row in self.given)

    def _event(self, row: Row) -> ImportEvent:
        events = {event.import_id: event for event in self.snapshot.imports}
        return events[str(row["import_id"])]


def _place(event: ImportEvent, row: Row, snapshot: Snapshot) -> Source:
    return Source(
        import_id=event.import_id,
        file_name=event.file_name,
        sheet=None if row["source_sheet"] is None else str(row["source_sheet"]),
        row=row["source_row"] if isinstance(row["source_row"], int) else None,
        label=snapshot.label,
        actor=event.actor,
        recorded_at=event.recorded_at,
    )


def trace(shown: Entry, earlier: Sequence[Entry]) -> dict[str, FactValue]:
    """Return every field of ``schema.FACTS`` as it is shown, with where it came from.

    Parameters
    ----------
    shown
        The koperasi in the snapshot on the screen.
    earlier
        The same koperasi in older snapshots, the newest first.
    """
    row = dict(shown.row)
    origins = {name: (fact, shown) for fact, name in _fields() if row[name] is not None}
    for entry in earlier:
        for fact in FACTS:
            if _may_carry(fact, row, entry.row):
                for name in fact.fields:
                    if row[name] is None and entry.row[name] is not None:
                        row[name] = entry.row[name]
                        origins[name] = (fact, entry)
    if shown.snapshot.status_as_of is not None and row["status"] is not None:
        told = next((entry for entry in earlier if _tells_status(entry)), None)
        origins["status"] = (_fact_of("status"), told or shown)
    found = {}
    for _fact, name in _fields():
        in_file = name in shown.snapshot.fields and not (name == "status" and shown.snapshot.status_as_of)
        if name not in origins:
            found[name] = FactValue(field=name, value=None, in_file=in_file)
            continue
        fact, entry = origins[name]
        found[name] = FactValue.model_validate(
            {
                "field": name,
                "value": row[name],
                "source": entry.source(fact, name),
                "is_carried": entry is not shown,
                "in_file": in_file,
            }
        )
    return found


def _tells_status(entry: Entry) -> bool:
    """Tell whether the snapshot's own files said the koperasi's status."""
    return entry.row["status"] is not None and entry.snapshot.status_as_of is None


def _fact_of(name: str) -> Fact:
    return next(fact for fact, field in _fields() if field == name)


def _fields() -> Iterator[tuple[Fact, str]]:
    for fact in FACTS:
        for name in fact.fields:
            yield fact, name


def _may_carry(fact: Fact, row: Row, older: Row) -> bool:
    if fact.fields[0] == _NEVER_CARRIED:
        return False
    if not all(_is_same(row[name], older[name]) for name in fact.within):
        return False
    said = [name for name in fact.fields if row[name] is not None]
    return not said or (
        fact.fields[0] in _NAMED
        and fact.fields[0] in said
        and all(_is_same(row[name], older[name]) for name in said)
    )


def _is_same(one: object, other: object) -> bool:
    """Tell whether two cells say the same: texts without regard to case, no word on the region is within."""
    if isinstance(one, str) and isinstance(other, str):
        return one.casefold() == other.casefold()
    return one == other or {one, other} == {None, False}
