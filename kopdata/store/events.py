"""Which imports make a snapshot: the events of one date, folded. Pure functions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence

import pyarrow as pa

from kopdata import formats
from kopdata.errors import StoreError
from kopdata.models import ImportDraft, ImportEvent, Snapshot
from kopdata.store import schema
from kopdata.vocabulary import EventKind, ImportKind, ImportMode


def from_rows(rows: pa.Table) -> tuple[ImportEvent, ...]:
    """Return the events in the order of recording; a column that an older file lacks has its default."""
    events = [
        ImportEvent.model_validate({name: value for name, value in row.items() if value is not None})
        for row in rows.to_pylist()
    ]
    return tuple(sorted(events, key=lambda event: (event.recorded_at, event.as_of, event.sequence)))


def to_row(event: ImportEvent) -> pa.Table:
    """Return the one row that records an event."""
    return pa.Table.from_pylist([event.model_dump()], schema=schema.IMPORTS)


def of_line(events: Iterable[ImportEvent], line: str) -> list[ImportEvent]:
    """Return the events that follow each other in one line, by their number."""
    return sorted((event for event in events if event.line == line), key=lambda event: event.sequence)


def by_date(events: Iterable[ImportEvent]) -> dict[dt.date, list[ImportEvent]]:
    """Return the events of each date's registries by their number, dates oldest first."""
    dates: dict[dt.date, list[ImportEvent]] = {}
    for event in sorted(events, key=lambda event: (event.as_of, event.sequence)):
        if event.kind is ImportKind.REGISTRY:
            dates.setdefault(event.as_of, []).append(event)
    return dates


def standing_recaps(events: Iterable[ImportEvent]) -> frozenset[str]:
    """Return the recaps of assessments that are not taken back."""
    last = {event.import_id: event.event for event in events if event.kind is ImportKind.ASSESSMENTS}
    return frozenset(import_id for import_id, event in last.items() if event is not EventKind.UNDO)


def standing(events: Iterable[ImportEvent]) -> dict[str, ImportMode]:
    """Return the imports of one date that are not taken back, in the order of their first import."""
    modes: dict[str, ImportMode] = {}
    taken_back: set[str] = set()
    for event in events:
        if event.event is EventKind.IMPORT:
            modes[event.import_id] = event.mode
        elif event.event is EventKind.UNDO:
            taken_back.add(event.import_id)
        else:
            taken_back.discard(event.import_id)
    return {import_id: mode for import_id, mode in modes.items() if import_id not in taken_back}


def current_imports(modes: Mapping[str, ImportMode]) -> tuple[str, ...]:
    """Return the imports that make the snapshot, base first, of those that stand.

    A replacing import sets aside all before it; a completing one adds itself, or is the base where nothing
    stands before it.
    """
    current: tuple[str, ...] = ()
    for import_id, mode in modes.items():
        current = (*current, import_id) if mode is ImportMode.COMPLETE else (import_id,)
    return current


def completing(events: Iterable[ImportEvent]) -> dict[str, str]:
    """Return the imports of one date that were saved to complete another, and the base they were made for."""
    return {
        event.import_id: event.current[0]
        for event in events
        if event.event is EventKind.IMPORT and event.current[0] != event.import_id
    }


def snapshots(events: Sequence[ImportEvent], unusable: Collection[str] = ()) -> tuple[Snapshot, ...]:
    """Return the snapshots that the events make, oldest first; only dates at which something stands.

    Their imports are without findings: every cached answer holds its snapshot, and findings may be megabytes.

    The last event of a date says what is current. Only where the rows of one of those imports are damaged
    (``unusable``) is it worked out anew from the imports that are left.
    """
    found = []
    for as_of, of_date in by_date(events).items():
        current = of_date[-1].current
        if not set(current).isdisjoint(unusable):
            modes = standing(of_date)
            current = current_imports({i: mode for i, mode in modes.items() if i not in unusable})
        made = {event.import_id: event for event in of_date if event.event is EventKind.IMPORT}
        made = {import_id: event.model_copy(update={"findings": "[]"}) for import_id, event in made.items()}
        imports = tuple(made[import_id] for import_id in current if import_id in made)
        if imports:
            found.append(Snapshot(as_of=as_of, precision=imports[0].precision, imports=imports))
    return tuple(found)


def refuse_torso(before: Sequence[ImportEvent], event: ImportEvent) -> None:
    """Refuse an undo or redo after which an import that completes another would be the base.

    Histories that rest on one already may still be changed: that is the way out of them.
    """
    completes = completing(before)
    shown = before[-1].current
    if not event.current or event.current[0] not in completes or (shown and shown[0] in completes):
        return
    files = {one.import_id: one.file_name for one in before}
    about = f"Unggahan {event.file_name} untuk {formats.date(event.as_of, event.precision)}"
    if event.event is EventKind.UNDO:
        left = " dan ".join(f"{files[one]} ({one})" for one in reversed(event.current))
        raise StoreError(
            f"{about} masih dilengkapi unggahan lain. Tarik kembali dahulu {left}, lalu ulangi. Tidak ada "
            "yang berubah."
        )
    base = completes[event.current[0]]
    raise StoreError(
        f"{about} hanya melengkapi unggahan {files[base]} ({base}), yang sudah ditarik kembali. Pakai lagi "
        "unggahan itu dahulu, lalu ulangi. Tidak ada yang berubah."
    )


def last_sequence(events: Iterable[ImportEvent], line: str) -> int:
    """Return the number of the last event of a line, 0 if there is none."""
    return max((event.sequence for event in of_line(events, line)), default=0)


def following(events: Sequence[ImportEvent], about: ImportDraft, kind: EventKind, actor: str) -> ImportEvent:
    """Return the event that follows those of its line, with what it makes current."""
    known = {name: getattr(about, name) for name in ImportDraft.model_fields}
    now = dt.datetime.now(dt.UTC)
    event = ImportEvent(
        **known,
        event=kind,
        sequence=last_sequence(events, about.line) + 1,
        current=(),
        # A clock set back must not put an event before the one it follows.
        recorded_at=max(now, events[-1].recorded_at) if events else now,
        actor=actor,
    )
    modes = standing([*of_line(events, about.line), event])
    return event.model_copy(update={"current": current_imports(modes)})
