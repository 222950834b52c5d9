"""Where each part of the page of one koperasi comes from: rows of files, and who recorded what when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Final

from kopdata.fieldwork.records import Visit
from kopdata.formats import date
from kopdata.models import Assessment
from kopdata.queries.profile import Listed, Profile
from kopdata.vocabulary import Contact
from kopdata.wording.facts import MEMBERS, OFFICERS, recorded, source_row, source_rows
from kopdata.wording.visits import CONTACTS

_STATUS: Final = ("name", "status")
_RAT: Final = ("rat_date", "rat_book_year", "rat_status", "legal_date")
_CERTIFICATE: Final = ("certificate_status", "certificate_expiry")
_ENTRIES: Final = (
    *("legal_number", "address", "village", "district", "type", *MEMBERS, "nik", "chair", "assets"),
    "turnover",
)
"""What "Data ODS lengkap" asks for, beside the RAT and the legal date."""

Rows = tuple[dict[str, str], ...]


def answer_sources(profile: Profile, zone: dt.tzinfo) -> Rows:
    """Return what the three answers of the top rest on."""
    facts = source_rows(profile, (*_STATUS, *_RAT, *_CERTIFICATE), zone)
    return (*facts, *_last_visit(profile, zone))


def step_sources(profile: Profile, zone: dt.tzinfo) -> Rows:
    """Return what the three steps to the certificate rest on."""
    return source_rows(profile, (*_RAT, *_ENTRIES, *_CERTIFICATE), zone)


def side_sources(profile: Profile, zone: dt.tzinfo) -> Rows:
    """Return what the status of the three sides rests on."""
    return (*source_rows(profile, (*_STATUS, *_RAT), zone), *_last_visit(profile, zone))


def visit_sources(profile: Profile, zone: dt.tzinfo) -> Rows:
    """Return by whom and when each visit and contact was recorded, the newest first."""
    return tuple(_visit(visit, zone) for visit in profile.visits)


def officer_sources(profile: Profile, zone: dt.tzinfo) -> Rows:
    """Return where the officers' names and the members come from."""
    return source_rows(profile, (*OFFICERS, *MEMBERS), zone)


def grade_sources(profile: Profile, zone: dt.tzinfo) -> Rows:
    """Return where the grade as given, the RATs it is worked out from, and the assessments come from."""
    told = [one for one in profile.history if one.rat_date is not None or one.rat_book_year is not None]
    return (
        *source_rows(profile, ("grade",), zone),
        *_listed("Riwayat RAT", told, zone),
        *(_assessment(one, zone) for one in profile.assessments),
    )


def finding_sources(profile: Profile, zone: dt.tzinfo) -> Rows:
    """Return the rows of the shown snapshot's files that something was noted about."""
    own = [one for one in profile.history if one.as_of == profile.shown.as_of]
    return _listed("Baris koperasi ini", own, zone)


def development_sources(profile: Profile, zone: dt.tzinfo) -> Rows:
    """Return the rows of every snapshot that lists the koperasi, the newest first."""
    return _listed("Anggota dan keuangan", profile.history, zone)


def _listed(title: str, entries: Iterable[Listed], zone: dt.tzinfo) -> Rows:
    newest_first = sorted(entries, key=lambda one: one.as_of, reverse=True)
    return tuple(source_row(title, source, zone) for one in newest_first for source in one.sources)


def _last_visit(profile: Profile, zone: dt.tzinfo) -> Rows:
    return () if profile.last_visit is None else (_visit(profile.last_visit, zone),)


def _visit(visit: Visit, zone: dt.tzinfo) -> dict[str, str]:
    what = f"{CONTACTS[visit.contact]} {date(visit.visited_on)}"
    if visit.contact is Contact.VISIT:
        what += f": {visit.result}"
    return {
        "Data": what,
        "Berkas": "Catatan kunjungan dinas",
        "Dicatat": recorded(visit.recorded_at, visit.actor, zone),
    }


def _assessment(one: Assessment, zone: dt.tzinfo) -> dict[str, str]:
    return {
        "Data": f"Penilaian {one.year}: {one.predicate}",
        "Berkas": one.source,
        "Dicatat": recorded(one.recorded_at, one.actor, zone),
    }
