"""The work list as it is taken along: the list itself, what contradicts ODS, and one officer's round."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Final, NamedTuple, TypedDict

from kopdata.attention import Basis
from kopdata.formats import date, listed, number, short_date
from kopdata.models import Filter
from kopdata.queries.overview import Overview
from kopdata.queries.worklist import Round, WorkFilter, WorkItem, WorkList
from kopdata.vocabulary import Precision, Status, fold
from kopdata.wording.attention import sentence
from kopdata.wording.names import NamesHeading
from kopdata.wording.quote import SAMPLE, source_line
from kopdata.wording.view import cooperatives_in_view
from kopdata.wording.worklist import (
    CLOSING_NOTE,
    CONTRADICTIONS_TITLE,
    RESULTS,
    TITLE,
    due,
    officer_label,
    proven_and_not,
    round_label,
    round_name,
    who,
    why,
)

LIST_COLUMNS: Final = (
    *(
        "No",
        "Nama koperasi",
        "NIK",
        "Alamat",
        "Desa/Kelurahan",
        "Kecamatan",
        "Ketua",
        "Telepon ketua",
        "Telepon",
    ),
    *(
        "Status ODS",
        "Alasan",
        "Kunjungan terakhir",
        "Hasil kunjungan",
        "Tindak lanjut",
        "Hari sejak kunjungan",
    ),
    *("Kunjungan berikutnya", "Tahap", "Petugas"),
)
CONTRADICTION_COLUMNS: Final = (
    *("No", "Nama koperasi", "NIK", "Badan hukum", "Alamat", "Desa/Kelurahan", "Kecamatan", "Status ODS"),
    *("Pertentangan", "Dasar", "Kunjungan terakhir", "Hasil kunjungan", "RAT terakhir"),
)
TO_CHECK: Final = "Belum terbukti, periksa di lapangan dahulu"
"""Stands in place of what proves a contradiction where nothing does yet."""


class Part(NamedTuple):
    """One part of the list for the ministry: its title, and its rows in the order of the columns."""

    title: str
    rows: list[tuple[str, ...]]


class Office(TypedDict):
    """Whose list it is; ``is_demo`` marks it as invented."""

    is_demo: bool
    office_name: str
    section_name: str


def list_rows(found: WorkList) -> Iterable[tuple[str, ...]]:
    """Yield the items as a file lists them, in the order of ``LIST_COLUMNS``."""
    for at, item in enumerate(found.items, start=1):
        yield (
            *(str(at), item.name, item.nik or "", item.address or "", item.village or "", item.district),
            *(item.chair or "", item.chair_phone or "", item.phone or "", status(item), why(item, found)),
            *(_day(item.last_visit), _result(item), item.last_follow_up or ""),
            "" if item.days_since_visit is None else str(item.days_since_visit),
            *(due(item), item.stage.value, who(item)),
        )


def contradiction_rows(found: WorkList) -> Iterable[tuple[str, ...]]:
    """Yield the items as the list for the ministry has them, in the order of ``CONTRADICTION_COLUMNS``.

    Those that a visit or a RAT proves come first, each part in the order of the list.
    """
    for at, item in enumerate([*_proven(found), *_unproven(found)], start=1):
        yield (
            *(str(at), item.name, item.nik or "", item.legal_number or "", item.address or ""),
            *(item.village or "", item.district, status(item), against(item, found), basis(item)),
            *(_day(item.last_visit), _result(item), last_rat(item)),
        )


def contradiction_parts(found: WorkList) -> list[Part]:
    """Return the same rows in two parts for paper, a part of nobody left out."""
    rows = list(contradiction_rows(found))
    proven = len(_proven(found))
    parts = [
        Part(f"Terbukti oleh kunjungan atau data RAT: {number(proven)} koperasi", rows[:proven]),
        Part(f"{TO_CHECK}: {number(len(rows) - proven)} koperasi", rows[proven:]),
    ]
    return [part for part in parts if part.rows]


def basis(item: WorkItem) -> str:
    """Return what proves the contradiction: "Kunjungan 12-12-2022", "Data RAT di ODS", or ``TO_CHECK``."""
    said = {Basis.VISIT: f"{Basis.VISIT} {short_date(item.last_visit)}", Basis.RAT: str(Basis.RAT)}
    return "; ".join(said[one] for one in item.bases) or TO_CHECK


def against(item: WorkItem, found: WorkList) -> str:
    """Return what contradicts ODS's status, a sentence each."""
    return " ".join(
        sentence(reason.sentence, item, until=found.until, book_year=found.book_year)
        for reason in item.contradictions
    )


def status(item: WorkItem) -> str:
    """Return ODS's status as the screen says it."""
    return Status(item.status or Status.UNKNOWN).label


def last_rat(item: WorkItem) -> str:
    """Return the last RAT: its day, else its book year, "" where the files tell neither."""
    if item.rat_date is not None:
        return short_date(item.rat_date)
    return "" if item.last_book_year is None else f"tahun buku {item.last_book_year}"


def finding(item: WorkItem) -> str:
    """Return what the last visit found, and what was to follow."""
    if item.last_visit is None:
        return "Belum pernah dikunjungi."
    followed = f" Tindak lanjut: {item.last_follow_up}" if item.last_follow_up else ""
    return f"{short_date(item.last_visit)}: {_result(item)}.{followed}"


def list_heading(
    overview: Overview,
    found: WorkList,
    filter_: Filter,
    narrowed: WorkFilter,
    *,
    is_demo: bool,
    office_name: str,
    section_name: str,
    official: str = "",
) -> NamesHeading:
    """Return what stands above the list in a file; ``official`` is what ``official_note`` says of it."""
    return _heading(
        f"{TITLE}: {number(found.shown)} dari {number(found.total)} yang perlu dikunjungi, "
        f"{cooperatives_in_view(filter_)}",
        [*_base(overview, office_name, section_name), narrowed_to(narrowed), official],
        is_demo=is_demo,
    )


def contradictions_heading(
    overview: Overview,
    found: WorkList,
    filter_: Filter,
    *,
    is_demo: bool,
    office_name: str,
    section_name: str,
    official: str = "",
) -> NamesHeading:
    """Return what stands above the list for the ministry; ``found`` holds all its items."""
    proven = len(_proven(found))
    counts = proven_and_not(proven, len(found.items) - proven)
    return _heading(
        f"{CONTRADICTIONS_TITLE}: {number(found.shown)} {cooperatives_in_view(filter_)}",
        [
            *_base(overview, office_name, section_name),
            f"{counts[:1].upper()}{counts[1:]}. {CLOSING_NOTE}",
            official,
        ],
        is_demo=is_demo,
    )


def round_heading(
    overview: Overview, one: Round, *, is_demo: bool, office_name: str, section_name: str
) -> NamesHeading:
    """Return what stands above a round: whose it is, and of which day."""
    return _heading(
        f"Putaran kunjungan {round_label(one)}",
        [*_base(overview, office_name, section_name), "Urut menurut kecamatan dan desa."],
        is_demo=is_demo,
    )


def narrowed_to(narrowed: WorkFilter) -> str:
    """Return what the list is narrowed to besides the filter of the view, "" where it is not."""
    said = [
        _choice("Tahap", [stage.value for stage in sorted(narrowed.stages)]),
        _choice("Hasil kunjungan", [RESULTS[result] for result in sorted(narrowed.results)]),
        _choice("Petugas", [officer_label(name) for name in sorted(narrowed.officers)]),
        _choice("Alasan", [kind.label for kind in sorted(narrowed.reasons)]),
        f"Putaran: {round_name(narrowed.round_of)}" if narrowed.round_of else "",
        "hanya yang terlambat" if narrowed.only_late else "",
    ]
    words = "; ".join(filter(None, said))
    return f"Dipersempit menurut {words}." if words else ""


def list_file(overview: Overview) -> str:
    """Return the name of the list's file without its ending."""
    return f"pemantauan-{_when(overview)}"


def contradictions_file(overview: Overview) -> str:
    """Return the name of the file for the ministry without its ending."""
    return f"status-bertentangan-{_when(overview)}"


def round_file(one: Round) -> str:
    """Return the name of a round's file without its ending: "putaran-sari-2023-01-12"."""
    named = fold(one.officer).replace(" ", "-")[:40].strip("-")
    return "-".join(filter(None, ("putaran", named, one.planned_on.isoformat())))


def _proven(found: WorkList) -> list[WorkItem]:
    return [item for item in found.items if item.bases]


def _unproven(found: WorkList) -> list[WorkItem]:
    return [item for item in found.items if not item.bases]


def _heading(title: str, lines: list[str], *, is_demo: bool) -> NamesHeading:
    return NamesHeading(
        title=title,
        lines=tuple(filter(None, lines)),
        sample=f"{SAMPLE}: nama dan isi koperasi karangan." if is_demo else "",
    )


def _base(overview: Overview, office_name: str, section_name: str) -> list[str]:
    return [
        " ".join(office_name.split()),
        f"Keadaan per {overview.snapshot.label}. Kunjungan sampai {date(overview.visits_until)}.",
        source_line(overview, section_name),
    ]


def _choice(title: str, chosen: list[str]) -> str:
    return f"{title}: {listed(chosen)}" if chosen else ""


def _when(overview: Overview) -> str:
    day = overview.snapshot.as_of
    return f"{day:%Y-%m}" if overview.snapshot.precision is Precision.MONTH else day.isoformat()


def _day(day: dt.date | None) -> str:
    return "" if day is None else short_date(day)


def _result(item: WorkItem) -> str:
    return "" if item.last_result is None else item.last_result.value
