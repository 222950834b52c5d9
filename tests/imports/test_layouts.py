"""Which columns are read, in every layout seen in the wild, and how the header is found."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from kopdata.findings.rows import ROW_TOO_LONG
from kopdata.imports.content import Content
from kopdata.imports.headers import find_header
from kopdata.vocabulary import ImportKind
from tests.imports.files import H1, H2, H3, H4, H5, H7, H8, Rows, read, row, table, write_csv, write_xlsx


@pytest.mark.parametrize(
    ("layout", "titles", "unknown"),
    [
        ("H1", H1, set()),
        ("H2", H2, set()),
        ("H3", H3, {"NO"}),
        ("H4", H4, set()),
        ("H5", H5, {"Karyawan_Pria", "Karyawan_Wanita", "Manajer_Pria", "Manajer_Wanita"}),
        ("H7", H7, {"No"}),
        ("H8", H8, {"Pengawas"}),
    ],
)
def test_every_column_of_a_known_layout_has_its_field(
    layout: str, titles: Sequence[str], unknown: set[str]
) -> None:
    header = find_header([list(titles)])

    assert header is not None
    assert header.layout == layout
    assert {title for at, title in enumerate(header.titles) if at not in header.fields} == unknown


def test_h5_with_its_other_spellings() -> None:
    other = {
        "StatusKoperasi": "Status Koperasi",
        "Grade": "Grade_Sertifikat",
        "Total_Aset": "Aset",
        "SHU": "Sisa_Hasil_Usaha",
    }
    header = find_header([[other.get(title, title) for title in H5]])

    assert header is not None
    assert header.layout == "H5"
    assert {"status", "grade", "assets", "surplus"} <= {field.name for field in header.fields.values()}


def test_a_dinas_workbook_is_read_field_by_field(tmp_path: Path) -> None:
    content = read(write_xlsx(tmp_path / "h3.xlsx", table(H3, row())))

    assert content.kind is ImportKind.REGISTRY
    assert content.warnings == []
    assert content.rows.to_pylist() == [
        {
            "nik": "1905010020001",
            "name": "Koperasi Maju Bersama 1",
            "legal_number": "1/BH/Diskop/II/2003",
            "legal_date": dt.date(2003, 2, 14),
            "address": "Jl. Raya Payung No. 7",
            "village": "Irat",
            "village_code": "19.03.05.2005",
            "district": "Payung",
            "district_code": "19.03.05",
            "regency": "Bangka Selatan",
            "province": "Kepulauan Bangka Belitung",
            "postal_code": "33778",
            "outside_region": False,
            "phone": "0718123456",
            "email": "maju@contoh.id",
            "status": "aktif",
            "chair": "Ketua Contoh",
            "chair_phone": "081200000001",
            "form": "Primer Kabupaten/Kota",
            "type": "Konsumen",
            "coop_group": "Kop. Serba Usaha",
            "sector": "Jasa Lainnya",
            "members": 25,
            "managers": 1,
            "employees": 2,
            "rat_date": dt.date(2024, 3, 20),
            "own_capital": Decimal(10_000_000),
            "external_capital": Decimal("2500000.50"),
            "assets": Decimal(12_500_000),
            "turnover": Decimal(40_000_000),
            "financial_year": 2023,
            "surplus": Decimal(-150_000),
            "extra": None,
            "source_sheet": "Data",
            "source_row": 2,
        }
    ]
    assert {"village_code", "district_code", "rat_date"} <= set(content.fields)
    assert "grade" not in content.fields


def test_columns_that_no_field_takes_are_kept_in_extra(tmp_path: Path) -> None:
    titles = ["NIK", "Nama Koperasi", "Status", "Karyawan_Pria", "Catatan Petugas", "Catatan Petugas", ""]
    rows = [titles, ["1905010020001", "Maju", "Aktif", 3, "titip", "salam", "<b>tebal</b>"]]

    content = read(write_xlsx(tmp_path / "lain.xlsx", rows))

    assert json.loads(content.rows["extra"][0].as_py()) == {
        "Catatan Petugas": "titip",
        "Catatan Petugas (F)": "salam",
        "Karyawan_Pria": "3",
        "Kolom G": "<b>tebal</b>",
    }
    assert content.layout == "susunan lain, 3 kolom dikenal"


def test_a_row_longer_than_the_header_is_told(tmp_path: Path) -> None:
    path = tmp_path / "geser.csv"
    path.write_text("NIK,Nama Koperasi,Alamat,Status\n1905010020001,Maju,Jl. Raya, No. 7,Aktif\n")

    content = read(path)

    assert [(one.row, one.value) for one in content.warnings if one.kind == ROW_TOO_LONG.id] == [(2, "Aktif")]
    assert json.loads(content.rows["extra"][0].as_py()) == {"Status": "No. 7", "Kolom E": "Aktif"}


def test_of_two_columns_for_one_field_the_first_counts(tmp_path: Path) -> None:
    rows = [
        ["Nama Koperasi", "No Telpon Kantor", "No Telpon 1", "NIK"],
        ["Maju", "0718111111", "0718222222", None],
    ]

    content = read(write_xlsx(tmp_path / "dua.xlsx", rows))

    assert content.rows["phone"].to_pylist() == ["0718111111"]
    assert content.rows["extra"].to_pylist() == ['{"No Telpon 1": "0718222222"}']


def test_title_rows_column_numbers_and_totals_are_left_out(tmp_path: Path) -> None:
    titles: list[list[Any]] = [
        ["DINAS KOPERASI"],
        ["DATA KOPERASI"],
        ["KEADAAN PER 7 NOVEMBER 2024"],
        ["(ODS)"],
        [],
    ]
    header, *data = table(H7, *({"NIK": f"19050100200{n}", "Nama Koperasi": f"Maju {n}"} for n in (11, 12)))
    numbers = list(range(1, len(H7) + 1))
    total = ["Jumlah", None, None, None, None, 2]

    content = read(write_xlsx(tmp_path / "h7.xlsx", [*titles, header, numbers, *data, total]))

    assert content.layout == "H7"
    assert content.header_row == 6
    assert content.rows["source_row"].to_pylist() == [8, 9]
    assert [(left.row, left.reason) for left in content.left_out] == [
        (7, "Baris nomor kolom."),
        (10, "Baris jumlah."),
    ]
    assert content.rows_read == 4


def test_a_header_over_two_merged_rows(tmp_path: Path) -> None:
    upper = [
        "No",
        "Nama Koperasi",
        "Alamat",
        "Jenis Koperasi",
        "Anggota",
        "Asset",
        "Permodalan",
        None,
        "Volume Usaha",
    ]
    lower = [None, None, None, None, None, None, "Modal Sendiri", "Modal Luar", None]
    data = [1, "Maju", "Jl. Raya", "Jasa", 20, 500, 200, 300, 900]

    content = read(write_xlsx(tmp_path / "h6.xlsx", [upper, lower, data]))

    assert content.header_row == 2
    assert content.rows.select(["own_capital", "external_capital", "turnover"]).to_pylist() == [
        {"own_capital": Decimal(200), "external_capital": Decimal(300), "turnover": Decimal(900)}
    ]


def test_the_registry_behind_a_summary_sheet(tmp_path: Path) -> None:
    summary = [["Rekap"], ["Kecamatan", "Aktif", "Jumlah"], ["Payung", 6, 9]]
    small = table(("NIK", "Nama Koperasi", "Status Koperasi"), {"Nama Koperasi": "Lama"})

    content = read(
        write_xlsx(
            tmp_path / "buku.xlsx", table(H3, row(1), row(2)), before={"Rekap": summary, "Lama": small}
        )
    )

    assert content.sheet == "Data"
    assert content.rows.num_rows == 2
    assert [warning.value for warning in content.warnings] == ["Lama"]


def test_columns_left_of_the_table_stay_empty(tmp_path: Path) -> None:
    rows = [[None, None], *([None, None, *cells] for cells in table(H7, {"Nama Koperasi": "Maju"}))]

    content = read(write_xlsx(tmp_path / "menjorok.xlsx", rows))

    assert content.header_row == 2
    assert content.rows["name"].to_pylist() == ["Maju"]


def test_our_own_field_names_are_titles_too(tmp_path: Path) -> None:
    rows = [
        ["nik", "name", "status", "district", "own_capital"],
        ["1905010020001", "Maju", "aktif", "Payung", "10.5"],
    ]

    content = read(write_csv(tmp_path / "own.csv", rows))

    assert content.layout == "kolom kopdata"
    assert content.rows["own_capital"].to_pylist() == [Decimal("10.5")]


def test_a_hidden_sheet_counts_only_where_no_other_is_a_list(tmp_path: Path) -> None:
    path = tmp_path / "tersembunyi.xlsx"

    def write(*, with_list: bool) -> Content:
        with xlsxwriter.Workbook(path) as book:
            old, shown = book.add_worksheet("Lama"), book.add_worksheet("Rekap")
            old.hide()
            shown.activate()
            for at, cells in enumerate(table(H3, row(1), row(2), row(3))):
                old.write_row(at, 0, cells)
            seen: Rows = table(H3, row(9)) if with_list else [["Rekap"], ["Jumlah", 3]]
            for at, cells in enumerate(seen):
                shown.write_row(at, 0, cells)
        return read(path)

    both = write(with_list=True)
    assert (both.sheet, both.rows.num_rows) == ("Rekap", 1)
    assert "Lama" in [warning.value for warning in both.warnings]
    only_hidden = write(with_list=False)
    assert (only_hidden.sheet, only_hidden.rows.num_rows) == ("Lama", 3)


@pytest.mark.parametrize(
    ("cell", "number", "day"),
    [
        ("12/BH/2003 / 12-12-2003", "12/BH/2003", dt.date(2003, 12, 12)),
        ("518/BH/X, tanggal 3 Mei 2004", "518/BH/X", dt.date(2004, 5, 3)),
        ("AHU-0012.AH.01.26 tgl. 2024-01-31", "AHU-0012.AH.01.26", dt.date(2024, 1, 31)),
        ("12/BH/12-12-2003", "12/BH/12-12-2003", None),
        ("12/BH/2003 / 31-02-2003", "12/BH/2003 / 31-02-2003", None),
        ("12/BH/2003", "12/BH/2003", None),
    ],
)
def test_number_and_date_of_the_deed_in_one_cell(
    tmp_path: Path, cell: str, number: str, day: dt.date | None
) -> None:
    titles = ("No", "Nama Koperasi", "Nomor dan Tanggal Badan Hukum", "Alamat")
    rows = [list(titles), [1, "Koperasi Maju", cell, "Jl. 1"], [2, "Koperasi Lain", "9/BH / 01-02-2001", "-"]]
    content = read(write_csv(tmp_path / "h6.csv", rows))
    assert content.rows.select(["legal_number", "legal_date"]).to_pylist() == [
        {"legal_number": number, "legal_date": day},
        {"legal_number": "9/BH", "legal_date": dt.date(2001, 2, 1)},
    ]
    assert {"legal_number", "legal_date"} <= set(content.fields)


def test_a_date_of_its_own_leaves_the_number_as_it_is_written(tmp_path: Path) -> None:
    titles = ("Nama Koperasi", "Nomor Badan Hukum", "Tanggal Badan Hukum")
    rows = [list(titles), ["Koperasi Maju", "12/BH / 12-12-2003", "01-02-2004"]]
    content = read(write_csv(tmp_path / "dua.csv", rows))
    assert content.rows.select(["legal_number", "legal_date"]).to_pylist() == [
        {"legal_number": "12/BH / 12-12-2003", "legal_date": dt.date(2004, 2, 1)}
    ]
