"""What was taken in, when, by whom, and what became of it."""

from __future__ import annotations

import datetime as dt
import hashlib
import json

from kopdata.database import Database
from kopdata.errors import NotFoundError
from kopdata.imports.values import shortened
from kopdata.models import Finding, ImportEvent, Record, Snapshot
from kopdata.store import Store
from kopdata.store import events as event_log
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
    recaps = event_log.standing_recaps(store.events())
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


def stands_without(store: Store, made: ImportEvent) -> Snapshot | None:
    """Return what the date of an import would show if it were taken back now; None where nothing would.

    Raises
    ------
    StoreError
        It cannot be taken back, because imports that complete it would be left alone.
    """
    before = event_log.of_line(store.events(), made.line)
    undo = made.model_copy(update={"event": EventKind.UNDO, "sequence": before[-1].sequence + 1})
    left = event_log.current_imports(event_log.standing([*before, undo]))
    undo = undo.model_copy(update={"current": left})
    event_log.refuse_torso(before, undo)
    return next(iter(event_log.snapshots([*before, undo])), None)


class ImportDetails(Record):
    """What an import's file was read as.

    ``sheets`` names the sheets that its rows came from, as far as the shown snapshot or a finding tells.
    """

    sheets: tuple[str, ...]
    rejected: tuple[Finding, ...]
    left_out: tuple[Finding, ...]
    warnings: tuple[Finding, ...]
    names: dict[int, str]
    """The koperasi in each row that something was found in, as far as the shown snapshot has the row."""

    @property
    def findings(self) -> tuple[Finding, ...]:
        """All of them, the gravest first."""
        return (*self.rejected, *self.warnings, *self.left_out)


_NAMES = (
    "SELECT source_row, name FROM registry WHERE import_id = $id AND list_contains($rows, source_row) "
    "AND name IS NOT NULL"
)
_SHEETS = "SELECT DISTINCT source_sheet FROM registry WHERE import_id = $id AND source_sheet IS NOT NULL"


def ask_details(database: Database, made: ImportEvent) -> ImportDetails:
    """Return what the file of an import was read as, with everything that was found in it."""
    stored = json.loads(made.findings)
    given = stored if isinstance(stored, dict) else {}
    findings = {
        name: tuple(Finding.model_validate(one) for one in given.get(name, ()))
        for name in ("rejected", "left_out", "warnings")
    }
    rows = database.rows(_SHEETS, {"id": made.import_id})
    named = {one.sheet for several in findings.values() for one in several if one.sheet}
    numbers = sorted({one.row for several in findings.values() for one in several if one.row})
    known = database.rows(_NAMES, {"id": made.import_id, "rows": numbers}) if numbers else []
    return ImportDetails(
        sheets=tuple(sorted(named | {str(row["source_sheet"]) for row in rows})),
        names={int(str(row["source_row"])): str(row["name"]) for row in known},
        **findings,
    )


def original_content(store: Store, made: ImportEvent) -> bytes:
    """Return the file that an import came from, as it was uploaded.

    Raises
    ------
    NotFoundError
        The store does not keep it, or what it keeps is no longer that file.
    """
    path = store.original(made.file_sha256)
    content = path.read_bytes() if path else None
    if content is None or hashlib.sha256(content).hexdigest() != made.file_sha256:
        raise NotFoundError(
            f"Berkas asli {shortened(made.file_name)} tidak ada di penyimpanan. Datanya tetap tersimpan; "
            "minta berkasnya kepada yang mengunggah, atau pulihkan dari cadangan."
        )
    return content
