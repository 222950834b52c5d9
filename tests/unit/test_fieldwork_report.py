"""Lists of coaching, proposals and sosialisasi as files: what stands in them, in both forms alike."""

from __future__ import annotations

import csv
import datetime as dt
import io
from pathlib import Path
from typing import Any, Final

import pytest
import python_calamine

from kopdata.access import Actor, Role
from kopdata.database import open_database
from kopdata.fieldwork import coaching, dissolution, outreach
from kopdata.fieldwork.vocabulary import CoachingKind, Evidence
from kopdata.models import Filter
from kopdata.queries.coaching import ask_coaching
from kopdata.queries.dissolution import ask_proposals
from kopdata.queries.outreach import ask_outreach
from kopdata.report import fieldwork as report
from kopdata.store import Store
from kopdata.wording import coaching as coaching_words
from kopdata.wording import dissolution as dissolution_words
from kopdata.wording import outreach as outreach_words
from tests.support.registry import store_with

START, TODAY = dt.date(2024, 2, 1), dt.date(2024, 3, 1)
HEAD: Final = Actor(name="Budi", roles=frozenset({Role.HEAD}))
OFFICE: Final[dict[str, Any]] = {"is_demo": True, "office_name": "Dinas", "section_name": "Bidang"}
ROWS: Final[list[dict[str, Any]]] = [
    {"name": "=Koperasi (contoh)", "nik": "1905010020001", "district": "Payung", "district_code": "19.03.05"},
    {"district": "Toboali", "district_code": "19.03.01"},
]


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return store_with(tmp_path / "store", (dt.date(2024, 1, 10), ROWS))


def both(workbook: bytes, text: bytes, columns: tuple[str, ...]) -> list[dict[str, str]]:
    """Return the rows below the header, which are the same in both forms; they say that it is a demo."""
    sheet = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(workbook)).get_sheet_by_index(0)
    cells = [[str(cell) for cell in row] for row in sheet.to_python()]
    assert any("DATA CONTOH" in row[0] for row in cells)
    below = [dict(zip(columns, row, strict=True)) for row in cells[cells.index(list(columns)) + 1 :]]
    lines = list(csv.reader(io.StringIO(text.decode("utf-8-sig")), delimiter=";"))
    # Delimited text has an apostrophe before what a spreadsheet would take for a formula.
    written = [[cell.removeprefix("'") for cell in row] for row in lines]
    assert [
        dict(zip(columns, row, strict=True)) for row in written[written.index(list(columns)) + 1 :]
    ] == below
    return below


def test_coaching_by_name_by_address(store: Store) -> None:
    coaching.open_case(store, "k0", held_on=START, cause="Modal", actor=HEAD, today=TODAY)
    coaching.add_step(
        store,
        "k0",
        held_on=START,
        kind=CoachingKind.ADVICE,
        officers="Tono, Sari",
        result="Setuju.",
        next_step="RAT",
        next_by=dt.date(2024, 2, 20),
        actor=HEAD,
        today=TODAY,
    )
    found = ask_coaching(open_database(store), Filter(), today=TODAY)
    assert found is not None
    heading = coaching_words.file_heading(found, Filter(), **OFFICE)
    shown = coaching_words.shown_of(found, ())
    [row] = both(
        report.coaching_workbook(coaching_words.file_rows(shown), heading),
        report.coaching_csv(coaching_words.file_rows(shown), heading),
        coaching_words.COLUMNS,
    )
    assert row["Nama koperasi"] == "=Koperasi (contoh)"
    assert row["NIK"] == "1905010020001"
    assert (row["Petugas"], row["Paling lambat"], row["Terlambat (hari)"]) == (
        "Tono, Sari",
        "20-02-2024",
        "10",
    )
    assert any("tidak dapat disimpulkan" in line for line in heading.lines)


def test_proposals_say_what_is_missing(store: Store) -> None:
    dissolution.start_proposal(store, "k0", dated_on=START, actor=HEAD, today=TODAY)
    for kind in set(Evidence) - {Evidence.STATEMENT}:
        dissolution.add_evidence(store, "k0", evidence=kind, dated_on=START, actor=HEAD, today=TODAY)
    found = ask_proposals(open_database(store), Filter(), today=TODAY)
    assert found is not None
    heading = dissolution_words.file_heading(found, Filter(), **OFFICE)
    [row] = both(
        report.proposals_workbook(dissolution_words.file_rows(found.proposals), heading),
        report.proposals_csv(dissolution_words.file_rows(found.proposals), heading),
        dissolution_words.COLUMNS,
    )
    assert row["Bukti yang ada"] == "4 dari 5"
    assert row["Yang belum ada"] == (
        "Surat keterangan lurah atau kepala desa. Pengumuman baru genap 3 bulan pada "
        "1 Mei 2024; usulan dapat diajukan mulai tanggal itu. Belum ada kunjungan ke koperasi ini yang "
        "tercatat di dasbor."
    )
    assert any("kementerian" in line for line in heading.lines)


def test_sosialisasi_has_a_row_for_each_koperasi(store: Store) -> None:
    outreach.record_event(
        store,
        held_on=START,
        place="Balai desa",
        topic="RAT",
        district_code="19.03.05",
        participants=[("k0", 3), ("k1", 5)],
        others=2,
        officers="Tono",
        actor=HEAD,
        today=TODAY,
    )
    found = ask_outreach(open_database(store), Filter(), today=TODAY)
    assert found is not None
    heading = outreach_words.file_heading(found, Filter(), **OFFICE)
    rows = both(
        report.outreach_workbook(outreach_words.file_rows(found), heading),
        report.outreach_csv(outreach_words.file_rows(found), heading),
        outreach_words.COLUMNS,
    )
    assert [(row["Nama koperasi"], row["Peserta"], row["Kecamatan"]) for row in rows] == [
        ("Koperasi 1 (contoh)", "5", "Payung"),
        ("=Koperasi (contoh)", "3", "Payung"),
        ("(peserta lain)", "2", "Payung"),
    ]
    assert heading.lines[1] == "2 dari 2 koperasi terjangkau dalam 12 bulan sampai 1 Maret 2024."
    assert any("Jumlah peserta 10: 8 dari koperasi terdaftar, 2 lainnya." in line for line in heading.lines)
