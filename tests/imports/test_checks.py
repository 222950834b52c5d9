"""What contradicts itself within a row: named, with where it is put right, and never a reason to reject."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from kopdata.imports.checks import find_contradictions
from tests.imports.files import H1, H4, H5, parse, row, table, write_xlsx

NOVEMBER = dt.date(2024, 11, 7)
TITLES = ("NIK", "Nama Koperasi", "Tanggal RAT", "Status RAT", "Tahun Buku RAT")
NO_RAT = "Tercatat aktif, tetapi tanggal RAT kosong. Periksa di lapangan."


def findings(folder: Path, titles: tuple[str, ...], *rows: Mapping[str, Any]) -> list[tuple[int | None, str]]:
    """Return row and words of what contradicts itself in a file, as of 7 November 2024."""
    known = [
        {"NIK": f"1905010{number:06d}", "Nama Koperasi": f"Koperasi {number}"} for number in (1, 2, 3, 4)
    ]
    whole = [{**ours, **theirs} for ours, theirs in zip(known, rows, strict=False)]
    parsed = parse(write_xlsx(folder / "ekspor.xlsx", table(titles, *whole)))
    assert parsed.accepted == len(rows)
    return [(one.row, one.reason) for one in find_contradictions(parsed, NOVEMBER)]


def test_who_was_founded_within_the_book_year_owes_no_rat_yet(tmp_path: Path) -> None:
    titles = ("NIK", "Nama Koperasi", "Status", "Tanggal Badan Hukum", "Tanggal RAT")
    founded = [dt.date(2022, 12, 31), dt.date(2023, 1, 1), dt.date(2023, 1, 2), None]

    found = findings(tmp_path, titles, *({"Status": "Aktif", "Tanggal Badan Hukum": day} for day in founded))

    assert found == [(2, NO_RAT), (3, NO_RAT), (5, NO_RAT)]


def test_a_rat_date_after_the_snapshot(tmp_path: Path) -> None:
    days = [NOVEMBER, NOVEMBER + dt.timedelta(days=1)]

    found = findings(tmp_path, TITLES, *({"Tanggal RAT": day} for day in days))

    assert found == [(3, "Tanggal RAT 08-11-2024 sesudah tanggal keadaan. Perbaiki di ODS.")]


def test_no_rat_held_beside_the_date_of_one(tmp_path: Path) -> None:
    held: list[dict[str, Any]] = [
        {"Tanggal RAT": dt.date(2024, 3, 20)},
        {"Tanggal RAT": dt.date(2023, 3, 20)},
        {"Tanggal RAT": dt.date(2023, 12, 30), "Tahun Buku RAT": 2023},
        {"Tanggal RAT": None},
    ]

    found = findings(tmp_path, TITLES, *({"Status RAT": "Belum RAT", **one} for one in held))

    assert found == [
        (2, "Status 'Belum RAT', tetapi tanggal RAT 20-03-2024 untuk tahun buku 2023. Perbaiki di ODS."),
        (4, "Status 'Belum RAT', tetapi tanggal RAT 30-12-2023 untuk tahun buku 2023. Perbaiki di ODS."),
    ]


def test_a_rat_held_beside_the_date_of_an_older_one(tmp_path: Path) -> None:
    held: list[dict[str, Any]] = [
        {"Tanggal RAT": dt.date(2023, 3, 20)},
        {"Tanggal RAT": dt.date(2024, 3, 20)},
        {"Tanggal RAT": dt.date(2024, 3, 20), "Tahun Buku RAT": 2022},
        {"Tanggal RAT": None},
    ]

    found = findings(tmp_path, TITLES, *({"Status RAT": "Sudah RAT", **one} for one in held))

    assert found == [
        (5, "Status 'Sudah RAT', tetapi tanggal RAT kosong. Perbaiki di ODS."),
        (2, "Status 'Sudah RAT', tetapi tanggal RAT 20-03-2023 untuk tahun buku 2022. Perbaiki di ODS."),
        (4, "Status 'Sudah RAT', tetapi tanggal RAT 20-03-2024 untuk tahun buku 2022. Perbaiki di ODS."),
    ]


def test_a_certificate_that_is_lapsed_and_valid(tmp_path: Path) -> None:
    titles = ("NIK", "Nama Koperasi", "Status NIK", "Tanggal Berlaku Sertifikat")
    expiry = [NOVEMBER, dt.date(2025, 12, 31), None]
    given = ({"Status NIK": "Sertifikat - Expired", "Tanggal Berlaku Sertifikat": day} for day in expiry)

    assert findings(tmp_path, titles, *given) == [
        (
            3,
            "Status 'Sertifikat - Expired', tetapi sertifikat berlaku sampai 31-12-2025. Perbaiki di ODS.",
        )
    ]


def test_a_hand_in_form_is_checked_in_its_own_columns(tmp_path: Path) -> None:
    parsed = parse(write_xlsx(tmp_path / "h4.xlsx", table(H4, {**row(1), "STATUS RAT": "Belum RAT"})))

    assert [(one.column, one.value) for one in find_contradictions(parsed, NOVEMBER)] == [
        ("STATUS RAT", "Belum RAT")
    ]


def test_members_who_are_not_men_and_women_together(tmp_path: Path) -> None:
    titles = ("NIK", "Nama Koperasi", "Anggota Pria", "Anggota Wanita", "Jumlah Anggota")
    counts = [(10, 15, 25), (10, 15, 26), (10, None, 26)]

    found = findings(tmp_path, titles, *(dict(zip(titles[2:], three, strict=True)) for three in counts))

    assert found == [(3, "Anggota pria 10 dan wanita 15, tetapi jumlah anggota 26. Perbaiki di ODS.")]


@pytest.mark.parametrize(
    ("men", "women", "given", "members"),
    [
        (10, 15, None, 25),
        (10, 15, "-", 25),
        ("10 orang", "1.015", None, 1025),
        (0, 0, None, 0),
        (10, 15, 30, 30),
        (10, None, None, None),
        (None, None, 30, 30),
        (2**31 - 1, 1, None, None),
    ],
)
def test_members_are_as_given_else_men_and_women(
    tmp_path: Path, men: Any, women: Any, given: Any, members: int | None
) -> None:
    koperasi = {"NIK": "1905010000001", "Nama_Koperasi": "Maju", "Anggota_Pria": men, "Anggota_Wanita": women}

    parsed = parse(write_xlsx(tmp_path / "h5.xlsx", table(H5, {**koperasi, "Jumlah_Anggota": given})))

    assert parsed.rows["members"].to_pylist() == [members]


@pytest.mark.parametrize(
    ("without", "carried"),
    [
        ({"Total Anggota"}, True),
        ({"Total Anggota", "Jumlah Anggota Wanita"}, False),
    ],
)
def test_men_and_women_carry_the_members(tmp_path: Path, without: set[str], carried: bool) -> None:
    titles = [title for title in H1 if title not in without]
    koperasi = {"Koperasi": "Maju", "Jumlah Anggota Pria": 10, "Jumlah Anggota Wanita": 15}

    parsed = parse(write_xlsx(tmp_path / "h1.xlsx", table(titles, koperasi)))

    assert ("members" in parsed.fields) is carried
    assert parsed.rows["members"].to_pylist() == [25 if carried else None]


def test_an_empty_type_is_no_unknown_one(tmp_path: Path) -> None:
    titles = ("NIK", "Nama Koperasi", "Jenis Koperasi")

    assert findings(tmp_path, titles, {"Jenis Koperasi": None}, {"Jenis Koperasi": "-"}) == []


def test_a_long_text_is_quoted_short(tmp_path: Path) -> None:
    titles = ("NIK", "Nama Koperasi", "Jenis Koperasi")

    ((_, reason),) = findings(tmp_path, titles, {"Jenis Koperasi": "Serba\nUsaha " * 100})

    assert reason.startswith("Jenis 'Serba Usaha Serba Usaha")
    assert reason.endswith("…' tidak dikenal. Perbaiki di ODS.")
    assert len(reason.split("'")[1]) <= 80
