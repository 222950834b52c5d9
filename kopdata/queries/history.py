"""What was taken in, when, by whom, and what became of it."""

from __future__ import annotations

import datetime as dt

from kopdata.models import ImportEvent, Record
from kopdata.store import Store
from kopdata.store.events import standing_recaps
from kopdata.vocabulary import EventKind


class ImportRecord(Record):
    """One import and its fate.

    ``stands``: it was not taken back. ``shows``: the snapshot of its date rests on it now, alone or with
    others, or it is a recap that stands; a standing import that does not show was replaced by a later one.
    ``changed_by`` and ``changed_at`` tell of the last time it was taken back or put back, if ever.
    """

    made: ImportEvent
    stands: bool
    shows: bool
    changed_by: str | None
    changed_at: dt.datetime | None

    @property
    def state(self) -> str:
        """What the screen says of it."""
        if not self.stands:
            return "Ditarik kembali"
        return "Dipakai" if self.shows else "Diganti unggahan lain"


def ask_history(store: Store) -> tuple[ImportRecord, ...]:
    """Return every import ever made, the newest first."""
    showing = {event.import_id for snapshot in store.snapshots() for event in snapshot.imports}
    recaps = standing_recaps(store.events())
    made: dict[str, ImportEvent] = {}
    last: dict[str, ImportEvent] = {}
    for event in store.events():
        if event.event is EventKind.IMPORT:
            made[event.import_id] = event
        last[event.import_id] = event
    records = [
        ImportRecord(
            made=event,
            stands=last[id_].event is not EventKind.UNDO,
            shows=id_ in showing or id_ in recaps,
            changed_by=last[id_].actor if last[id_] is not event else None,
            changed_at=last[id_].recorded_at if last[id_] is not event else None,
        )
        for id_, event in made.items()
    ]
    return tuple(sorted(records, key=lambda record: record.made.recorded_at, reverse=True))
