"""Which rows are koperasi: every row read is taken, rejected or left out, and each is said why."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest

from kopdata.imports.content import MOST_ALIKE, Content
from tests.imports.files import H3, read, reasons, row, table, write_csv, write_xlsx


def of_rows(folder: Path, *rows: dict[str, Any]) -> Content:
    """Return what H3 with these rows is read as; its counts add up."""
    content = read(write_xlsx(folder / "h3.xlsx", table(H3, *rows)))
    assert content.rows_read == content.rows.num_rows + len(content.rejected) + len(content.left_out)
    return content


@pytest.mark.parametrize("name", [None, " - ", "0", 0, "null", "NIHIL", "\u200b", "   "])
def test_a_row_without_a_name_is_rejected(tmp_path: Path, name: Any) -> None:
    content = of_rows(tmp_path, row(1), row(2, NAMA_KOPERASI=name, TANGGAL_RAT="lupa"))

    assert content.rows["source_row"].to_pylist() == [2]
    assert [(one.row, one.column, one.reason) for one in content.rejected] == [
        (3, "NAMA KOPERASI", "Nama koperasi kosong. Perbaiki di ODS."),
    ]
    assert content.warnings == []


def test_a_nik_belongs_to_the_first_row_that_has_it(tmp_path: Path) -> None:
    content = of_rows(
        tmp_path, row(1), row(2), row(3, ID_KOPERASI="'1905010020001"), row(4, ID_KOPERASI=1905010020001)
    )

    assert content.rows["source_row"].to_pylist() == [2, 3]
    assert [(one.row, one.reason) for one in content.rejected] == [
        (4, "NIK ganda: baris 2 dan 4. Perbaiki di ODS."),
        (5, "NIK ganda: baris 2 dan 5. Perbaiki di ODS."),
    ]


def test_the_same_row_again_is_left_out_in_whatever_form(tmp_path: Path) -> None:
    again = row(1, ID_KOPERASI=1905010020001, TANGGAL_RAT="20 Maret 2024", MODAL_SENDIRI="Rp 10.000.000,-")
    nameless = row(5, ID_KOPERASI=None)

    content = of_rows(tmp_path, row(1), again, nameless, nameless)

    assert content.rejected == []
    assert [(one.row, one.reason) for one in content.left_out] == [
        (3, "Baris yang sama persis dengan baris 2."),
        (5, "Baris yang sama persis dengan baris 4."),
    ]


def test_two_koperasi_of_one_name_without_nik_both_stay(tmp_path: Path) -> None:
    content = of_rows(tmp_path, row(1, ID_KOPERASI=None), row(1, ID_KOPERASI="-", DESA_KEL="Malik"))

    assert content.rows["village"].to_pylist() == ["Irat", "Malik"]


def test_header_again_numbers_blanks_totals_and_remarks(tmp_path: Path) -> None:
    header, first, second = table(H3, row(1), row(2))
    total: list[Any] = [None] * len(H3)
    total[1], total[20] = "TOTAL", 50
    by_district: list[Any] = [None] * len(H3)
    by_district[2], by_district[20] = "Jumlah Kecamatan Payung", 50
    numbered = [f"({at})" for at in range(1, len(H3) + 1)]
    rows = [
        header,
        numbered,
        first,
        [],
        ["  ", " "],
        header,
        second,
        total,
        by_district,
        [3],
        ["Sumber: ODS"],
    ]

    content = read(write_csv(tmp_path / "h3.csv", rows))

    assert content.rows["source_row"].to_pylist() == [3, 7]
    assert {one.row: one.reason for one in content.left_out} == {
        2: "Baris nomor kolom.",
        6: "Judul kolom berulang.",
        8: "Baris jumlah.",
        9: "Baris jumlah.",
        10: "Hanya berisi nomor urut.",
        11: "Bukan data koperasi: tanda tangan atau catatan di bawah tabel.",
    }
    assert content.rejected == []
    assert content.rows_read == 8


@pytest.mark.parametrize("name", ["Total Prima Sejahtera", "Jumlah Makmur", "Subur Jaya", "Nama Baik", "12"])
def test_names_that_only_look_like_totals(tmp_path: Path, name: str) -> None:
    content = of_rows(tmp_path, row(1, NAMA_KOPERASI=name, ID_KOPERASI=None))

    assert content.rows["name"].to_pylist() == [name]


def test_formatted_empty_rows_are_not_read(tmp_path: Path) -> None:
    content = of_rows(tmp_path, row(1), *({"NO": None} for _ in range(164)))

    assert content.rows_read == 1


def test_what_cannot_be_read_is_null_warned_and_kept(tmp_path: Path) -> None:
    content = of_rows(
        tmp_path,
        row(
            1, ID_KOPERASI="12345", TANGGAL_RAT="bulan lalu", STATUS_AKTIF="mati suri", MODAL_SENDIRI="banyak"
        ),
    )

    koperasi = content.rows.to_pylist()[0]
    assert [koperasi[name] for name in ("nik", "rat_date", "status", "own_capital")] == [None] * 4
    assert json.loads(koperasi["extra"]) == {
        "ID KOPERASI": "12345",
        "TANGGAL RAT": "bulan lalu",
        "STATUS AKTIF": "mati suri",
        "MODAL SENDIRI": "banyak",
    }
    assert {(one.row, one.column, one.value) for one in content.warnings} == {
        (2, "ID KOPERASI", "12345"),
        (2, "TANGGAL RAT", "bulan lalu"),
        (2, "STATUS AKTIF", "mati suri"),
        (2, "MODAL SENDIRI", "banyak"),
    }


def test_a_rejected_row_warns_of_nothing_else(tmp_path: Path) -> None:
    content = of_rows(tmp_path, row(1), row(1, NAMA_KOPERASI="Lain", TANGGAL_RAT="bulan lalu"))

    assert len(content.rejected) == 1
    assert content.warnings == []


def test_markup_and_formulas_stay_text(tmp_path: Path) -> None:
    names = ['=HYPERLINK("http://contoh.id","klik")', "<img src=x onerror=alert(1)>", "+62", "@SUM(A1)"]

    content = of_rows(tmp_path, *(row(n, NAMA_KOPERASI=name) for n, name in enumerate(names)))

    assert content.rows["name"].to_pylist() == names


@pytest.mark.parametrize("village", ["IRAT", "Desa Irat", "irat ", "Ds. Irat"])
@pytest.mark.parametrize("district", ["PAYUNG", "Kec. Payung", "Kecamatan Payung"])
def test_regions_in_any_spelling(tmp_path: Path, village: str, district: str) -> None:
    koperasi = of_rows(tmp_path, row(1, DESA_KEL=village, KECAMATAN=district)).rows.to_pylist()[0]

    assert (koperasi["village"], koperasi["village_code"]) == ("Irat", "19.03.05.2005")
    assert (koperasi["district"], koperasi["district_code"]) == ("Payung", "19.03.05")


def test_an_unknown_village_is_kept_and_a_near_one_named(tmp_path: Path) -> None:
    content = of_rows(
        tmp_path, row(1, DESA_KEL="Irad"), row(2, KECAMATAN="Pajung"), row(3, DESA_KEL="Toboali")
    )

    assert content.rows.select(["village", "village_code", "district_code"]).to_pylist() == [
        {"village": "Irad", "village_code": None, "district_code": "19.03.05"},
        {"village": "Irat", "village_code": None, "district_code": None},
        {"village": "Toboali", "village_code": None, "district_code": "19.03.05"},
    ]
    assert reasons(content) == [
        "Desa 'Irad' tidak dikenal di Kecamatan Payung; maksudnya Irat? Perbaiki di ODS.",
        "Kecamatan 'Pajung' tidak dikenal; maksudnya Payung? Perbaiki di ODS.",
        "Desa 'Toboali' tidak dikenal di Kecamatan Payung. Perbaiki di ODS.",
    ]


def test_rows_of_another_regency_are_kept_apart(tmp_path: Path) -> None:
    content = of_rows(
        tmp_path,
        row(1, KABUPATEN="Kab. Bangka Tengah", KECAMATAN="Koba", DESA_KEL="Berok"),
        row(2, KABUPATEN="BANGKA SELATAN"),
        row(3, KABUPATEN=None),
        row(4, KABUPATEN="Kab. Bangka Seltan"),
    )

    assert content.rows["outside_region"].to_pylist() == [True, False, False, False]
    assert content.rows["regency"].to_pylist() == [
        "Kab. Bangka Tengah",
        "Bangka Selatan",
        None,
        "Bangka Selatan",
    ]
    assert reasons(content) == [
        "Kabupaten 'Kab. Bangka Seltan' dibaca sebagai Bangka Selatan. Perbaiki di ODS."
    ]


def test_a_file_without_kabupaten_is_of_this_regency(tmp_path: Path) -> None:
    titles = [title for title in H3 if title != "KABUPATEN"]

    content = read(write_xlsx(tmp_path / "h3.xlsx", table(titles, row(1))))

    assert content.rows["outside_region"].to_pylist() == [False]
    assert "regency" not in content.fields


def test_many_warnings_of_one_kind_end_in_one_sentence(tmp_path: Path) -> None:
    content = of_rows(tmp_path, *(row(n, TANGGAL_RAT="lupa") for n in range(MOST_ALIKE + 5)))

    assert len(content.warnings) == MOST_ALIKE + 1
    assert content.warnings[-1].reason == "5 baris lain: Tanggal tidak terbaca. Perbaiki di ODS."
    assert content.rows["rat_date"].null_count == MOST_ALIKE + 5


def test_dates_stay_dates_in_text_columns(tmp_path: Path) -> None:
    content = of_rows(tmp_path, row(1, NO_BADAN_HUKUM=dt.date(2003, 2, 1)))

    assert content.rows["legal_number"].to_pylist() == ["01-02-2003"]
