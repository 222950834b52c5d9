"""Formulas: their last result counts, none is nothing, and one that failed is no value but never unsaid."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from kopdata.imports.filetypes import FileType
from kopdata.imports.headers import header_score
from kopdata.imports.sheets import Row, read_sheets
from tests.imports.files import read, write_xlsx
from tests.imports.workbooks import change, write_ods

TITLES = ["NIK", "Nama Koperasi", "Alamat", "Aset", "Tanggal RAT", "Status Koperasi"]


def cells_of(path: Path) -> list[Row]:
    [sheet] = read_sheets(path, FileType.WORKBOOK, header_score)
    return sheet.rows


def write_formulas(path: Path, *rows: list[Any], constant_memory: bool = False) -> Path:
    """Write a workbook; a tuple is a formula and its last result."""
    with xlsxwriter.Workbook(path, {"constant_memory": constant_memory}) as book:
        page = book.add_worksheet("Data")
        page.write_row(0, 0, TITLES)
        for at, cells in enumerate(rows, start=1):
            for column, cell in enumerate(cells):
                if isinstance(cell, tuple):
                    page.write_formula(at, column, cell[0], None, cell[1])
                elif cell is not None:
                    page.write(at, column, cell)
    return path


def test_the_last_result_of_a_formula_counts(tmp_path: Path) -> None:
    path = write_formulas(
        tmp_path / "ekspor.xlsx",
        [
            "1905010020001",
            ('="Koperasi "&"Maju"', "Koperasi Maju"),
            None,
            ("=2*5", 10),
            ("=DATE(2024,3,20)", 45371),
        ],
    )

    content = read(path)

    assert content.rows.select(["name", "assets"]).to_pylist() == [{"name": "Koperasi Maju", "assets": 10}]
    assert str(content.rows["rat_date"][0]) == "2024-03-20"
    assert content.warnings == []


def test_a_formula_without_a_result_is_nothing(tmp_path: Path) -> None:
    path = write_formulas(
        tmp_path / "ekspor.xlsx",
        ["1905010020001", "Maju", ("=A9", "?"), ("=1+1", 98765)],
        ["1905010020002", "Jaya", "Jl. Raya", 5],
    )
    change(path, sheet1=lambda sheet: sheet.replace(b"<v>?</v>", b"").replace(b"<v>98765</v>", b"<v></v>"))

    content = read(path)

    assert content.rows.select(["name", "address", "assets"]).to_pylist() == [
        {"name": "Maju", "address": None, "assets": None},
        {"name": "Jaya", "address": "Jl. Raya", "assets": 5},
    ]
    assert content.warnings == []


@pytest.mark.parametrize("error", ["#REF!", "#DIV/0!", "#VALUE!", "#NAME?", "#N/A", "#NUM!", "#NULL!"])
def test_the_text_of_a_failed_formula_is_kept(tmp_path: Path, error: str) -> None:
    path = write_formulas(
        tmp_path / "ekspor.xlsx",
        ["1905010020001", "Maju", None, ("=1/0", error), None],
        ["1905010020002", "Jaya"],
    )

    assert [row[3] for row in cells_of(path)] == ["Aset", error, ""]
    content = read(path)
    assert content.rows["assets"].to_pylist() == [None, None]
    warned = [(one.row, one.column, one.value) for one in content.warnings]
    assert warned == ([] if error == "#N/A" else [(2, "Aset", error)])


def fail_in_ods(path: Path, texts: list[str]) -> None:
    """Make errors of the cells "GAGAL 0", "GAGAL 1" and so on, as LibreOffice writes them."""

    def failed(content: bytes) -> bytes:
        for at, text in enumerate(texts):
            cell = b'<table:table-cell office:value-type="string"><text:p>GAGAL %d<' % at
            assert content.count(cell) == 1
            error = (
                '<table:table-cell table:formula="of:=1/0" office:value-type="string" '
                f'office:string-value="" calcext:value-type="error"><text:p>{text}<'
            )
            content = content.replace(cell, error.encode())
        return content

    change(path, content=failed)


@pytest.mark.parametrize(
    ("shown", "kept"),
    [
        ("#DIV/0!", "#DIV/0!"),
        ("Err:502", "Err:502"),
        ("#N/A", "#N/A"),
        ("#NILAI!", "#VALUE!"),
        ("", "#VALUE!"),
    ],
)
def test_a_failed_formula_in_an_ods_file_is_told(tmp_path: Path, shown: str, kept: str) -> None:
    rows = [TITLES, ["1905010020001", "Maju", "GAGAL 0", 5], ["1905010020002", "Jaya", "Jl. Raya", "GAGAL 1"]]
    path = write_ods(tmp_path / "ekspor.ods", rows)
    fail_in_ods(path, [shown, shown])

    assert [row[2:4] for row in cells_of(path)[1:]] == [[kept, 5], ["Jl. Raya", kept]]
    content = read(path)
    assert content.rows.select(["address", "assets"]).to_pylist() == [
        {"address": None, "assets": 5},
        {"address": "Jl. Raya", "assets": None},
    ]
    warned = [(one.row, one.column, one.value, one.kind) for one in content.warnings]
    told = [(2, "Alamat", kept, "formula_failed"), (3, "Aset", kept, "formula_failed")]
    assert warned == ([] if shown == "#N/A" else told)


def test_repeated_cells_and_rows_of_an_ods_file_keep_errors_in_their_place(tmp_path: Path) -> None:
    rows = [TITLES, ["", "LAGI"], ["1905010020002", "Jaya", "GAGAL 0", 7], ["", "Subur", "GAGAL 1", 9]]
    path = write_ods(tmp_path / "ekspor.ods", rows)
    fail_in_ods(path, ["#REF!", "#NAME?"])

    def repeated(content: bytes) -> bytes:
        before, row, rest = content.rpartition(b"<table:table-row><table:table-cell")
        content = before + row.replace(b"-row>", b"-row table:number-rows-repeated='3'>") + rest
        before, row, rest = content.partition(b"LAGI")
        at = before.rindex(b"<table:table-row>")
        before = before[:at] + before[at:].replace(b"-row>", b"-row table:number-rows-repeated='2'>")
        wide = b'<table:table-cell table:number-columns-repeated="2" table:formula="of:=1/0"'
        return (before + row + rest).replace(b'<table:table-cell table:formula="of:=1/0"', wide)

    change(path, content=repeated)

    assert [row[1:5] for row in cells_of(path)[1:]] == [
        *[["LAGI", "", "", ""]] * 2,
        ["Jaya", "#REF!", "#REF!", 7],
        *[["Subur", "#NAME?", "#NAME?", 9]] * 3,
    ]


def test_failed_formulas_of_several_sheets_and_beyond_the_filled_cells(tmp_path: Path) -> None:
    path = tmp_path / "ekspor.xlsx"
    with xlsxwriter.Workbook(path) as book:
        for name, column in (("Satu", 3), ("Dua & Tiga", 5)):
            page = book.add_worksheet(name)
            page.write_row(2, 1, TITLES)
            page.write_formula(4, column, "=X", None, "#REF!")

    sheets = read_sheets(path, FileType.WORKBOOK, header_score)

    assert [(sheet.name, sheet.first_row) for sheet in sheets] == [("Satu", 3), ("Dua & Tiga", 3)]
    for sheet, column in zip(sheets, (3, 5), strict=True):
        assert [at for at, cell in enumerate(sheet.rows[2]) if cell == "#REF!"] == [column]
        assert sheet.rows[1] == []


def test_parts_that_bear_a_prefix_and_paths_from_the_root(tmp_path: Path) -> None:
    """Some programs write every tag with a prefix, and the paths of sheets from the root of the file."""
    path = write_formulas(tmp_path / "ekspor.xlsx", ["1905010020001", "Maju", None, ("=1/0", "#REF!")])

    def prefixed(sheet: bytes) -> bytes:
        for tag in (b"worksheet", b"sheetData", b"row", b"c", b"f", b"v"):
            for end in (b">", b" "):
                sheet = sheet.replace(b"<" + tag + end, b"<x:" + tag + end)
            sheet = sheet.replace(b"</" + tag + b">", b"</x:" + tag + b">")
        return sheet.replace(b"<x:worksheet xmlns=", b"<x:worksheet xmlns:x=")

    change(path, sheet1=prefixed)
    with zipfile.ZipFile(path) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    relations = "xl/_rels/workbook.xml.rels"
    parts[relations] = parts[relations].replace(b'Target="worksheets', b'Target="/xl/worksheets')
    with zipfile.ZipFile(path, "w") as book:
        for name, content in parts.items():
            book.writestr(name, content)

    assert cells_of(path)[1][3] == "#REF!"


def test_text_that_looks_like_a_formula_stays_text(tmp_path: Path) -> None:
    texts = ["=1+1", "+62718123456", "-", "@SUM(A1)", '=HYPERLINK("http://contoh.id")']
    rows = [TITLES, *(["", "Maju", text, "", "", ""] for text in texts)]

    assert [row[2] for row in cells_of(write_xlsx(tmp_path / "a.xlsx", rows))[1:]] == texts
    assert [row[2] for row in cells_of(write_ods(tmp_path / "b.ods", rows))[1:]] == texts


def test_a_comment_on_a_cell_is_none_of_its_text(tmp_path: Path) -> None:
    note = b"<office:annotation><text:p>tanya lagi</text:p></office:annotation><text:p>Maju"
    path = write_ods(tmp_path / "ekspor.ods", [TITLES, ["", "Maju"]])
    change(path, content=lambda content: content.replace(b"<text:p>Maju", note))

    assert cells_of(path)[1][1] == "Maju"
