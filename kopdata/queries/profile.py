"""One koperasi: what a snapshot says of it, where that came from, and all that is known of it besides."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import groupby
from typing import Final, cast

from kopdata.database import Database
from kopdata.errors import NotFoundError
from kopdata.fieldwork.records import Visit
from kopdata.fieldwork.worklist import BUILT_IN_INTERVALS, WorkKind
from kopdata.figures import CERTIFIED, DATA_COMPLETE, Origin, is_carried
from kopdata.grades import BOOK_YEARS, GradeCheck, LastRat, check_grade, last_rat
from kopdata.models import Assessment, Filter, Finding, Record, Snapshot
from kopdata.queries.attention import ITEM, AttentionItem, attended
from kopdata.queries.fieldwork_of import MOST_VISITS, FieldworkOf, ask_fieldwork_of
from kopdata.queries.provenance import Entry, FactValue, Source, trace
from kopdata.queries.scope import Scope, open_scope
from kopdata.rules import book_year_due, rat_limit
from kopdata.vocabulary import CertificateStatus, Contact, RatStatus, Status

LONGEST_ID: Final = 100
"""Letters of a koperasi's id; what is longer was never one."""

_MERGED = "SELECT same_as FROM same_as WHERE coop_id = $coop_id"
_ROWS = (
    "SELECT *, members_of(members, members_male, members_female) AS members_shown FROM registry "
    "WHERE coop_id = $coop_id ORDER BY as_of, source_row"
)
_ASSESSMENTS = "SELECT * FROM assessments WHERE coop_id = $coop_id ORDER BY year DESC, recorded_at DESC"
_FINDINGS = "SELECT findings FROM imports WHERE import_id = $import_id AND event = 'import'"
_STANDING = f"""
    SELECT rat_state, certificate_state, health, missing_entries, merah_putih,
           {DATA_COMPLETE.counts} AS data_complete, {ITEM}
    FROM attended
    WHERE coop_id = $coop_id AND import_id = $import_id AND source_row IS NOT DISTINCT FROM $source_row
    LIMIT 1
"""


class Standing(Record):
    """What the office works out beside ODS, as of the shown snapshot; ODS's status is never altered.

    ``rat_recent`` tells whether a RAT was held within the last ``grades.BOOK_YEARS`` book years, None where
    no file says anything about RAT. ``data_complete`` and ``certificate`` are None where the shown
    snapshot's files lack what they rest on. ``attention`` holds why it is to be looked at, if at all.
    """

    rat: RatStatus | None
    rat_recent: bool | None
    last_book_year: int | None
    certificate: CertificateStatus | None
    health: str
    data_complete: bool | None
    missing_entries: tuple[str, ...]
    merah_putih: bool
    attention: AttentionItem


class Listed(Record):
    """A koperasi as one snapshot lists it: what a history is told from, absent is None."""

    as_of: dt.date
    label: str
    status: Status | None = None
    legal_number: str | None = None
    legal_date: dt.date | None = None
    amendment_number: str | None = None
    amendment_date: dt.date | None = None
    reporting_number: str | None = None
    reporting_date: dt.date | None = None
    rat_date: dt.date | None = None
    rat_book_year: int | None = None
    certificate_expiry: dt.date | None = None
    grade: str | None = None
    members: int | None = None
    """As given, else the sum of men and women."""
    employees: int | None = None
    own_capital: Decimal | None = None
    external_capital: Decimal | None = None
    assets: Decimal | None = None
    turnover: Decimal | None = None
    surplus: Decimal | None = None
    financial_year: int | None = None
    sources: tuple[Source, ...] = ()
    """The rows of files that say all this."""


class Profile(Record):
    """One koperasi as the screen shows it.

    ``chosen`` is the snapshot that was asked for; ``shown`` the one that lists the koperasi: the same, else
    the newest before it, else the first after it. ``values`` are those of ``shown``, what it lacks carried
    from earlier ones. ``standing`` is None for a koperasi outside the region, which no figure counts.
    ``history`` has one entry a snapshot that lists it, oldest first; ``snapshots`` the dates of all.
    ``fieldwork`` and ``assessments`` are not bounded by the view; those that belong to it are the visits up
    to ``visits_until`` and the assessments (newest first) up to ``assessed_until``; ``visits_recorded`` tells
    whether any koperasi has one by then, so that its absence says something.
    """

    coop_id: str
    merged_from: str | None
    """The id that was asked for, where it was merged by hand into this koperasi."""
    name: str
    chosen: Snapshot
    shown: Snapshot
    book_year: int
    visits_until: dt.date
    visits_recorded: bool
    assessed_until: dt.date
    outside_region: bool
    other_rows: int
    """Further rows of the shown snapshot that were merged by hand into this koperasi."""
    values: dict[str, FactValue]
    standing: Standing | None
    grade: GradeCheck
    findings: tuple[Finding, ...]
    history: tuple[Listed, ...]
    snapshots: tuple[tuple[dt.date, str], ...]
    fieldwork: FieldworkOf
    assessments: tuple[Assessment, ...]

    @property
    def visits(self) -> tuple[Visit, ...]:
        """The visits and contacts that were read, newest first."""
        return self.fieldwork.visits

    @property
    def last_visit(self) -> Visit | None:
        """The newest visit of this view; a telephone call proves no address and is none."""
        return next(
            (
                visit
                for visit in self.visits
                if visit.contact is Contact.VISIT and visit.visited_on <= self.visits_until
            ),
            None,
        )

    @property
    def assessment(self) -> Assessment | None:
        """The assessment that holds in this view: the newest year's, and of one year the last recorded."""
        return next((one for one in self.assessments if assessed(one) <= self.assessed_until), None)

    @property
    def rat_years(self) -> tuple[int, int]:
        """The first and last of the book years within which a RAT counts as recent."""
        last = last_year_due(self.shown.as_of)
        return last - BOOK_YEARS + 1, last

    def value(self, field: str) -> object:
        """Return the value of ``field`` in the shown snapshot, None where it lacks it."""
        found = self.values[field]
        return None if found.is_carried else found.value


def last_year_due(as_of: dt.date) -> int:
    """Return the newest book year whose RAT had to be held by a day; one not due yet was not missed."""
    year = book_year_due(as_of)
    return year if as_of > rat_limit(year) else year - 1


def assessed(assessment: Assessment) -> dt.date:
    """Return the day that an assessment counts from: its own, else the first of its year."""
    return assessment.assessed_on or dt.date(assessment.year, 1, 1)


def ask_profile(
    database: Database,
    coop_id: str,
    filter_: Filter,
    *,
    today: dt.date | None = None,
    most_visits: int = MOST_VISITS,
    visit_every: Mapping[WorkKind, int] = BUILT_IN_INTERVALS,
) -> Profile:
    """Return the koperasi ``coop_id`` in the snapshot that ``filter_`` names, whatever else it says.

    ``most_visits`` bounds how many of its visits are read; ``visit_every`` is after how many days one is to
    be visited again, by its weightiest reason on the work list.

    Raises
    ------
    NotFoundError
        No snapshot lists such a koperasi, or the filter names a date without a snapshot.
    """
    if not coop_id.isprintable() or not 0 < len(coop_id) <= LONGEST_ID:
        raise _unknown()
    chosen = open_scope(database, Filter(as_of=filter_.as_of), today=today)
    if chosen is None:
        raise NotFoundError("Belum ada data koperasi. Unggah ekspor ODS dahulu.")
    same_as = database.value(_MERGED, {"coop_id": coop_id})
    final = coop_id if same_as is None else str(same_as)
    entries = _entries(database, final)
    if not entries:
        raise _unlisted() if _has_traces(database, final) else _unknown()
    shown = _shown(entries, chosen.snapshot.as_of)
    scope = chosen
    if shown.snapshot is not chosen.snapshot:
        scope = cast("Scope", open_scope(database, Filter(as_of=shown.snapshot.as_of), today=today))
        if shown.snapshot.as_of < chosen.snapshot.as_of:
            scope = _with_what_came_later(scope, chosen)
    earlier = [entry for entry in reversed(entries) if entry.snapshot.as_of < shown.snapshot.as_of]
    told = _last_rats([shown, *earlier])
    rows = [row for row in shown.given if row["import_id"] == shown.row["import_id"]]
    return Profile(
        coop_id=final,
        merged_from=None if same_as is None else coop_id,
        name=str(shown.row["name"]),
        chosen=chosen.snapshot,
        shown=shown.snapshot,
        book_year=scope.book_year,
        visits_until=scope.visits_until,
        visits_recorded=Origin.VISITS in scope.told,
        assessed_until=scope.assessed_until,
        outside_region=bool(shown.row["outside_region"]),
        other_rows=len(rows) - 1,
        values=trace(shown, earlier),
        standing=_standing(scope, shown, told, visit_every),
        grade=check_grade(shown.snapshot.as_of, told),
        findings=_findings(database, shown),
        history=tuple(_listed(entry) for entry in entries),
        snapshots=tuple((snapshot.as_of, snapshot.label) for snapshot in database.snapshots),
        fieldwork=ask_fieldwork_of(database, final, until=scope.visits_until, most_visits=most_visits),
        assessments=tuple(Assessment.of_row(row) for row in database.rows(_ASSESSMENTS, {"coop_id": final})),
    )


def _with_what_came_later(scope: Scope, chosen: Scope) -> Scope:
    """Return the scope of an older snapshot with the visits and assessments that belong to ``chosen``."""
    visits_until, assessed_until = chosen.visits_until, chosen.assessed_until
    later = {"visits_until": visits_until, "assessed_until": assessed_until}
    return replace(
        scope,
        visits_until=visits_until,
        assessed_until=assessed_until,
        told=scope.told | (chosen.told & set(Origin)),
        parameters=scope.parameters | later,
    )


def _unknown() -> NotFoundError:
    return NotFoundError(
        "Koperasi ini tidak dikenal. Mungkin tautannya terpotong atau datanya sudah diganti; cari namanya "
        "di halaman Koperasi."
    )


def _unlisted() -> NotFoundError:
    return NotFoundError(
        "Koperasi ini pernah dikunjungi atau dinilai, tetapi tidak tercantum di keadaan mana pun yang "
        "dipakai sekarang. Mungkin unggahannya ditarik kembali; periksa di Riwayat unggahan."
    )


def _has_traces(database: Database, coop_id: str) -> bool:
    known = ask_fieldwork_of(database, coop_id, until=dt.date.max, most_visits=1)
    recorded = known.visits or known.coaching or known.proposals or known.outreach
    return bool(recorded or database.rows(_ASSESSMENTS, {"coop_id": coop_id}))


def _entries(database: Database, coop_id: str) -> list[Entry]:
    """Return the koperasi in every snapshot that lists it, oldest first."""
    given = database.given_rows(coop_id)
    by_date = groupby(database.rows(_ROWS, {"coop_id": coop_id}), key=lambda row: row["as_of"])
    of_date = {as_of: list(rows) for as_of, rows in by_date}
    return [
        _entry(snapshot, of_date[snapshot.as_of], given)
        for snapshot in database.snapshots
        if snapshot.as_of in of_date
    ]


def _entry(snapshot: Snapshot, rows: list[dict[str, object]], given: Sequence[Mapping[str, object]]) -> Entry:
    order = {event.import_id: number for number, event in enumerate(snapshot.imports)}
    row = min(rows, key=lambda row: order[str(row["import_id"])])
    own = [one for one in given if one["import_id"] in order] or rows
    return Entry(
        snapshot,
        row,
        tuple(
            sorted(
                own,
                key=lambda one: (order[str(one["import_id"])], one["source_row"] != row["source_row"]),
            )
        ),
    )


def _shown(entries: list[Entry], as_of: dt.date) -> Entry:
    until = [entry for entry in entries if entry.snapshot.as_of <= as_of]
    return until[-1] if until else entries[0]


def _last_rats(entries: Sequence[Entry]) -> list[LastRat]:
    told = (
        last_rat(entry.snapshot.as_of, _date(entry.row["rat_date"]), _whole(entry.row["rat_book_year"]))
        for entry in entries
    )
    return [one for one in told if one is not None]


def _standing(
    scope: Scope, shown: Entry, told: Sequence[LastRat], visit_every: Mapping[WorkKind, int]
) -> Standing | None:
    place = {name: shown.row[name] for name in ("coop_id", "import_id", "source_row")}
    asked = attended(scope, visit_every) + _STANDING
    found = scope.table(asked, plans_hold=scope.plans_hold, **place).to_pylist()
    if not found:
        return None
    [row] = found
    rat = None if row["rat_state"] is None else RatStatus(row["rat_state"])
    carried = shown.snapshot.fields
    last = max((one.book_year for one in told), default=None)
    return Standing(
        rat=rat,
        rat_recent=_is_recent(rat, last, last_year_due(shown.snapshot.as_of)),
        last_book_year=last,
        certificate=(
            None
            if row["certificate_state"] is None or not CERTIFIED.needs & carried
            else CertificateStatus(row["certificate_state"])
        ),
        health=row["health"],
        data_complete=row["data_complete"] if is_carried(DATA_COMPLETE, carried) else None,
        missing_entries=tuple(row["missing_entries"]),
        merah_putih=row["merah_putih"],
        attention=AttentionItem.model_validate({name: row[name] for name in AttentionItem.model_fields}),
    )


def _is_recent(rat: RatStatus | None, last: int | None, last_due: int) -> bool | None:
    if rat in {RatStatus.HELD, RatStatus.HELD_LATE} or (last is not None and last > last_due - BOOK_YEARS):
        return True
    return None if rat is None else False


def _findings(database: Database, shown: Entry) -> tuple[Finding, ...]:
    """Return what was noted about this koperasi's rows when the shown snapshot's files were taken in."""
    found: list[Finding] = []
    for row in shown.given:
        noted = json.loads(str(database.value(_FINDINGS, {"import_id": row["import_id"]}) or "[]"))
        for several in noted.values() if isinstance(noted, dict) else ():
            found.extend(
                Finding.model_validate(one)
                for one in several
                if one["row"] == row["source_row"] and one["sheet"] == row["source_sheet"]
            )
    return tuple(found)


def _listed(entry: Entry) -> Listed:
    row = dict(entry.row)
    row["members"] = row["members_shown"]
    known = {name: row[name] for name in Listed.model_fields if name in row}
    return Listed.model_validate(known | {"label": entry.snapshot.label, "sources": entry.places()})


def _date(value: object) -> dt.date | None:
    return value if isinstance(value, dt.date) else None


def _whole(value: object) -> int | None:
    return value if isinstance(value, int) else None
