"""The date that a file speaks of, from its name, its title rows or a column."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from kopdata.errors import ImportRefusedError
from kopdata.imports.dates import AsOf, find_date
from kopdata.vocabulary import Precision
from tests.imports.files import H3, H7, read, reasons, row, table, write_xlsx

SEVENTH = dt.date(2024, 11, 7)


@pytest.mark.parametrize(
    "name",
    [
        "keadaan 7 November 2024",
        "Keadaan_07_Nov_2024",
        "ekspor-2024-11-07",
        "2024-11-07 ODS (1)",
        "07-11-2024",
        "ODS 7.11.2024",
        "ODS20241107",
        "ods_07112024_final",
        "Data Koperasi per 7 NOVEMBER 2024 revisi 2",
    ],
)
def test_a_day_in_a_file_name(name: str) -> None:
    assert find_date(name) == AsOf(SEVENTH)


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("Koperasi November 2019", dt.date(2019, 11, 30)),
        ("bulan_Feb_2024", dt.date(2024, 2, 29)),
        ("DESEMBER2022", dt.date(2022, 12, 31)),
    ],
)
def test_a_month_is_its_last_day(name: str, day: dt.date) -> None:
    assert find_date(name) == AsOf(day, Precision.MONTH)


@pytest.mark.parametrize(
    "name",
    [
        "Data Koperasi",
        "Koperasi Desa 2024",
        "Rekap 2022",
        "ods 123456789012",
        "IMG_99999999",
        "31-02-2024",
        "",
    ],
)
def test_no_date_is_made_up(name: str) -> None:
    assert find_date(name) is None


def test_the_date_in_a_title_row(tmp_path: Path) -> None:
    titles = [["Dicetak 9 Desember 2024"], ["Data per", SEVENTH], []]

    content = read(write_xlsx(tmp_path / "data.xlsx", [*titles, *table(H3, row())]))

    assert (content.guessed_as_of, content.as_of_source) == (SEVENTH, "baris judul")


def test_the_files_name_before_its_title_and_a_word_about_it(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "ODS 5 Desember 2024.xlsx", [["Keadaan 7 November 2024"], *table(H3, row())])

    content = read(path)

    assert (content.guessed_as_of, content.as_of_source) == (dt.date(2024, 12, 5), "nama berkas")
    assert reasons(content) == [
        "Berkas menyebut lebih dari satu tanggal: 5 Desember 2024 (nama berkas) dan 7 November 2024 (baris "
        "judul). Pastikan tanggal keadaannya."
    ]


def test_a_column_of_its_own(tmp_path: Path) -> None:
    rows = table((*H7, "Tanggal Keadaan"), {"Nama Koperasi": "Maju", "Tanggal Keadaan": SEVENTH})

    content = read(write_xlsx(tmp_path / "data.xlsx", rows))

    assert (content.guessed_as_of, content.as_of_source) == (SEVENTH, "isi berkas")
    assert "as_of" not in content.fields


def test_a_file_that_names_no_date(tmp_path: Path) -> None:
    content = read(write_xlsx(tmp_path / "data.xlsx", table(H3, row())))

    assert (content.guessed_as_of, content.as_of_source) == (None, "")


def test_an_export_of_several_dates_says_what_to_do_on_screen_and_at_the_command_line(tmp_path: Path) -> None:
    rows = [["name", "status", "district", "as_of"]]
    rows += [["Maju", "aktif", "Payung", day] for day in ("2022-12-12", "2024-11-07")]

    with pytest.raises(ImportRefusedError) as refused:
        read(write_xlsx(tmp_path / "registry.xlsx", rows))

    assert str(refused.value) == (
        "Berkas ini memuat lebih dari satu tanggal keadaan: 12 Desember 2022 dan 7 November 2024. Simpan "
        "satu tanggal per berkas, lalu unggah satu per satu. Di baris perintah, tanggalnya dapat dipilih "
        "dengan --as-of."
    )
