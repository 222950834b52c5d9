"""Set a parsed file beside the store: which koperasi is which, what changes, what stands already."""

from __future__ import annotations

import datetime as dt
import json
import secrets
from collections.abc import Mapping
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from kopdata import access, formats
from kopdata.access import Actor, Right
from kopdata.changes import NO_CHANGES, compare
from kopdata.completeness import completeness
from kopdata.database import open_database
from kopdata.errors import ImportRefusedError
from kopdata.findings.files import AS_OF_AHEAD
from kopdata.findings.rows import MAYBE_KNOWN
from kopdata.identity import identify
from kopdata.imports.checks import find_contradictions
from kopdata.imports.content import limited, note
from kopdata.imports.dates import EARLIEST_AS_OF, latest_as_of
from kopdata.imports.fields import REGISTRY_FIELDS
from kopdata.imports.matching import match_assessments, to_records
from kopdata.imports.parsed import ParsedFile
from kopdata.imports.planned import ImportPlan, SavedAssessments
from kopdata.imports.questions import (
    by_position,
    last_known_status,
    unclear_rows,
    with_status,
)
from kopdata.models import Counts, Finding, ImportDraft, ImportEvent, Snapshot
from kopdata.sql import sql
from kopdata.store import Store
from kopdata.store.completing import complete, without_status
from kopdata.store.schema import REGISTRY
from kopdata.vocabulary import ImportKind, ImportMode, Precision, Status

_ROWS = "SELECT * FROM registry WHERE as_of = $as_of"


def plan_import(
    store: Store,
    parsed: ParsedFile,
    *,
    as_of: dt.date | None = None,
    mode: ImportMode = ImportMode.REPLACE,
    identities: Mapping[int, str | None] | None = None,
    status_from_last: bool = False,
) -> ImportPlan:
    """Return what importing ``parsed`` would do; nothing is written.

    Parameters
    ----------
    as_of
        Date of the snapshot; None takes the one found in the file. A recap of assessments needs none.
    mode
        What the file does to one that stands for the same date: replace it, or fill the fields it lacks.
    identities
        Which koperasi an unclear row is, by its row in the file: a ``coop_id``, or None for a new one.
    status_from_last
        Whether a file without a status takes the one that each koperasi had last; the import records until
        when that was known.

    Raises
    ------
    ImportRefusedError
        No row can be taken; for a registry, also if no date is given and none was found, or one that no
        registry can be of.
    """
    if parsed.kind is ImportKind.ASSESSMENTS:
        return _plan_assessments(store, parsed)
    if parsed.needs_name:
        raise ImportRefusedError(
            "Kolom yang memuat nama koperasi tidak dikenal, sehingga belum satu baris pun dibaca. Tunjuk "
            "kolomnya saat memeriksa berkas ini di layar; jawabannya diingat untuk berkas berikutnya."
        )
    day = as_of or parsed.guessed_as_of
    if day is None:
        raise ImportRefusedError(
            f"Tanggal keadaan tidak ditemukan di berkas '{parsed.file_name}'. Isi tanggal keadaan datanya, "
            "lalu ulangi."
        )
    if not EARLIEST_AS_OF <= day <= latest_as_of(_today()):
        raise ImportRefusedError(
            f"Tanggal keadaan {formats.date(day)} tidak mungkin benar. Isi tanggal antara "
            f"{formats.date(EARLIEST_AS_OF)} dan {formats.date(latest_as_of(_today()))}."
        )
    if not parsed.accepted:
        raise ImportRefusedError(
            f"Tidak satu pun dari {parsed.rows_read} baris dapat dipakai. {parsed.rejected[0].reason}"
            if parsed.rejected
            else "Berkas ini hanya berisi judul dan jumlah, tanpa satu pun koperasi. Unduh ulang dari ODS."
        )
    return _plan_registry(
        store, parsed, day, mode, identities=identities or {}, status_from_last=status_from_last
    )


def _plan_registry(
    store: Store,
    parsed: ParsedFile,
    day: dt.date,
    mode: ImportMode,
    *,
    identities: Mapping[int, str | None],
    status_from_last: bool,
) -> ImportPlan:
    # The numbers first, the rows after them: if somebody commits in between, saving is refused, not wrong.
    based_on, version = store.sequence(day), store.version()
    database = open_database(store)
    standing = database.table(sql("identity_standing"), {"as_of": day})
    here_first = mode is ImportMode.COMPLETE
    found = asked = identify(parsed.rows, standing, same_date_first=here_first)
    answers = by_position(parsed, dict(identities))
    offered = {at: {*asked.unclear.get(at, ()), asked.coop_ids[at], None} for at in answers}
    if any(answer not in offered[at] for at, answer in answers.items()):
        raise ImportRefusedError(
            "Jawaban tentang koperasi yang belum jelas tidak cocok lagi dengan isi penyimpanan. Periksa "
            "berkasnya sekali lagi."
        )
    if answers:
        found = identify(parsed.rows, standing, same_date_first=here_first, answers=answers)
    import_id = f"{day:%Y%m%d}-{secrets.token_hex(4)}"
    rows = _with_columns(parsed.rows, coop_id=found.coop_ids, as_of=day, import_id=import_id)
    fields, told_on, takes_status = parsed.fields, None, False
    if "status" not in fields:
        known, told_on = last_known_status(database, day)
        takes_status = status_from_last and told_on is not None and mode is ImportMode.REPLACE
        if takes_status:
            rows, fields = with_status(rows, known), fields | {"status"}

    same_date = next((snapshot for snapshot in database.snapshots if snapshot.as_of == day), None)
    earlier = [snapshot for snapshot in database.snapshots if snapshot.as_of < day]
    before = same_date or (earlier[-1] if earlier else None)
    rows_before = database.table(_ROWS, {"as_of": before.as_of}) if before else REGISTRY.empty_table()
    completes = before is not None and before is same_date and mode is ImportMode.COMPLETE
    taken_over = before is not None and before.status_as_of is not None
    base = without_status(rows_before) if taken_over and "status" in parsed.fields else rows_before
    rows_after = complete(base, rows) if completes else rows
    # What a completing file fills is a change although nothing carried it before.
    compared = fields if completes or before is None else fields & before.fields
    already = _standing_file(same_date, parsed.sha256)
    warnings = (
        *_about_date(day),
        *parsed.warnings,
        *_about_unclear(parsed, list(found.unclear)),
        *find_contradictions(parsed, day),
    )
    newest = database.snapshots[-1].as_of if database.snapshots else day
    changes = compare(rows_before, rows_after, compared)
    draft = _draft(
        parsed,
        rows,
        import_id=import_id,
        day=day,
        mode=mode,
        rejected=parsed.rejected,
        warnings=warnings,
        status_as_of=told_on if takes_status else None,
    )
    return ImportPlan(
        kind=parsed.kind,
        parsed=parsed,
        draft=draft,
        rows=rows,
        based_on=based_on,
        identified_in=version,
        planned_on=_today(),
        counts=count(rows_after),
        changes=changes,
        rejected=parsed.rejected,
        left_out=parsed.left_out,
        warnings=warnings,
        already=already,
        # With other answers the same file says something else.
        adds_nothing=already is not None
        and same_date is not None
        and (completes or len(same_date.imports) == 1)
        and not changes.rows.num_rows
        and set(already.fields) == set(draft.fields),
        shown_as_of=newest if newest > day else None,
        same_file_of=next(
            (
                snapshot
                for snapshot in database.snapshots
                if snapshot.as_of != day and _standing_file(snapshot, parsed.sha256)
            ),
            None,
        ),
        before=before,
        before_counts=count(rows_before) if before else None,
        missing_fields=tuple(
            field.label for field in REGISTRY_FIELDS if field.notable and field.name not in fields
        ),
        unclear=unclear_rows(database, parsed, asked),
        unclear_rows=len(asked.unclear),
        status_told_on=told_on,
        completeness=completeness(
            rows_after,
            fields | same_date.fields if completes and same_date else fields,
            rows_before=rows_before if before else None,
            carried_before=before.fields if before else frozenset(),
        ),
    )


def _plan_assessments(store: Store, parsed: ParsedFile) -> ImportPlan:
    """Plan a recap. It is no snapshot: its draft only says what was read, dated by its last assessment."""
    version = store.version()
    matched = match_assessments(open_database(store), parsed, today=_today())
    rejected = tuple(sorted((*parsed.rejected, *matched.rejected), key=lambda finding: finding.row or 0))
    if not matched.rows:
        raise ImportRefusedError(
            f"Tidak satu pun dari {parsed.rows_read} baris penilaian dapat dipakai."
            + (f" Baris {rejected[0].row}: {rejected[0].reason}" if rejected else "")
        )
    day = pc.max(matched.rows["assessed_on"]).as_py() or dt.date(pc.max(matched.rows["year"]).as_py(), 12, 31)
    import_id = f"{day:%Y%m%d}-{secrets.token_hex(4)}"
    return ImportPlan(
        kind=parsed.kind,
        parsed=parsed,
        draft=_draft(
            parsed, matched.rows, import_id=import_id, day=day, rejected=rejected, warnings=parsed.warnings
        ),
        rows=matched.rows,
        based_on=0,
        identified_in=version,
        planned_on=_today(),
        counts=Counts(),
        changes=NO_CHANGES,
        rejected=rejected,
        left_out=parsed.left_out,
        warnings=parsed.warnings,
        adds_nothing=not store.unrecorded_assessments(matched.rows),
    )


def save_import(
    store: Store, plan: ImportPlan, *, actor: Actor, original: Path | None
) -> Snapshot | SavedAssessments:
    """Make ``plan`` current; return the snapshot as it now is, or how many assessments were added.

    ``original`` is the uploaded file, which the store keeps.

    Raises
    ------
    NotAllowedError
        The actor may not import.
    ConflictError
        Somebody changed the date since it was previewed, or what tells which koperasi is which; nothing
        changed.
    StoreError
        It could not be written; nothing changed.
    """
    if plan.kind is ImportKind.ASSESSMENTS:
        access.require(actor, Right.RECORD_ASSESSMENT)
        records = to_records(plan.rows, plan.parsed, import_id=plan.draft.import_id, actor=actor.name)
        added = store.add_assessments(records, draft=plan.draft, original=original)
        return SavedAssessments(added)
    access.require(actor, Right.IMPORT)
    return store.commit_import(
        plan.rows,
        plan.draft,
        based_on=plan.based_on,
        identified_in=plan.identified_in,
        actor=actor.name,
        original=original,
    )


def count(rows: pa.Table) -> Counts:
    """Return the totals of rows of the registry; the region's own koperasi apart from others."""
    outside = pc.fill_null(rows["outside_region"], False)
    statuses = rows["status"].filter(pc.invert(outside))
    active = pc.sum(pc.equal(statuses, Status.ACTIVE)).as_py() or 0
    inactive = pc.sum(pc.equal(statuses, Status.INACTIVE)).as_py() or 0
    return Counts(
        total=len(statuses),
        active=active,
        inactive=inactive,
        unknown=len(statuses) - active - inactive,
        outside=pc.sum(outside).as_py() or 0,
    )


def _with_columns(rows: pa.Table, *, coop_id: list[str], as_of: dt.date, import_id: str) -> pa.Table:
    given = {
        "coop_id": pa.array(coop_id, pa.string()),
        "as_of": pa.repeat(pa.scalar(as_of, pa.date32()), rows.num_rows),
        "import_id": pa.repeat(pa.scalar(import_id), rows.num_rows),
    }
    for name, values in given.items():
        rows = rows.set_column(rows.schema.get_field_index(name), name, values)
    return rows.cast(REGISTRY)


def _draft(
    parsed: ParsedFile,
    rows: pa.Table,
    *,
    import_id: str,
    day: dt.date,
    mode: ImportMode = ImportMode.REPLACE,
    rejected: tuple[Finding, ...],
    warnings: tuple[Finding, ...],
    status_as_of: dt.date | None = None,
) -> ImportDraft:
    own = count(rows) if parsed.kind is ImportKind.REGISTRY else Counts()
    findings = {"rejected": rejected, "left_out": parsed.left_out, "warnings": warnings}
    return ImportDraft(
        import_id=import_id,
        kind=parsed.kind,
        as_of=day,
        precision=parsed.precision if day == parsed.guessed_as_of else Precision.DAY,
        mode=mode,
        file_name=parsed.file_name,
        file_sha256=parsed.sha256,
        layout=parsed.layout,
        fields=tuple(sorted(parsed.fields | {"status"} if status_as_of else parsed.fields)),
        status_as_of=status_as_of,
        rows_read=parsed.rows_read,
        accepted=rows.num_rows,
        outside=own.outside,
        active=own.active,
        inactive=own.inactive,
        unknown=own.unknown,
        findings=json.dumps(
            {name: [one.model_dump() for one in several] for name, several in findings.items()},
            ensure_ascii=False,
        ),
    )


def _standing_file(snapshot: Snapshot | None, sha256: str) -> ImportEvent | None:
    events = snapshot.imports if snapshot else ()
    return next((event for event in events if event.file_sha256 == sha256), None)


def _today() -> dt.date:
    return dt.datetime.now().astimezone().date()


def _about_date(day: dt.date) -> list[Finding]:
    if day <= _today():
        return []
    said = AS_OF_AHEAD.says(as_of=formats.date(day))
    return [Finding(kind=said.kind, reason=said.reason)]


def _about_unclear(parsed: ParsedFile, unclear: list[int]) -> list[Finding]:
    said = MAYBE_KNOWN.says()
    doubtful = parsed.rows.select(["name", "source_row"]).take(pa.array(unclear, pa.int64()))
    column = parsed.titles.get("name")
    notes = [note(row["source_row"], column, row["name"], said) for row in doubtful.to_pylist()]
    return [Finding(sheet=parsed.sheet, **one._asdict()) for one in limited(notes)]
