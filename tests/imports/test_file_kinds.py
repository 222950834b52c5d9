"""Files in every kind and encoding that offices send; told by content, whatever they are called."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from kopdata.errors import ImportRefusedError
from kopdata.store.schema import REGISTRY
from tests.imports.files import H3, H5, read, row, table, write_csv, write_html, write_xlsx

ROWS = table(H3, row(1, KETUA="José, S.E."), row(2, ALAMAT='Jl. "Raya"\nRT 02; RW 01'))
WHAT_IS_READ = [("Koperasi Maju Bersama 1", "José, S.E."), ("Koperasi Maju Bersama 2", "Ketua Contoh")]


def names_and_chairs(path: Path) -> list[tuple[str, str]]:
    rows = read(path).rows
    return list(zip(rows["name"].to_pylist(), rows["chair"].to_pylist(), strict=True))


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_delimited_text(tmp_path: Path, delimiter: str, encoding: str) -> None:
    path = write_csv(tmp_path / "ekspor.csv", ROWS, delimiter=delimiter, encoding=encoding)

    assert names_and_chairs(path) == WHAT_IS_READ


def test_the_separator_that_excel_announces(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "ekspor.csv", ROWS, delimiter=";")
    path.write_text(f"sep=;\n{path.read_text(encoding='utf-8')}", encoding="utf-8")

    assert names_and_chairs(path) == WHAT_IS_READ
    assert read(path).rows["source_row"].to_pylist() == [2, 3]


def test_a_comma_file_with_semicolons_in_its_texts(tmp_path: Path) -> None:
    rows = table(H5, *({"NIK": f"190501002000{n}", "Nama_Koperasi": "A; B; C; D; E; F"} for n in range(1, 4)))

    assert read(write_csv(tmp_path / "ekspor.csv", rows)).rows["name"].to_pylist() == ["A; B; C; D; E; F"] * 3


def test_html_under_the_name_of_xls(tmp_path: Path) -> None:
    path = write_html(tmp_path / "ekspor.xls", ROWS, title="Data Koperasi Keadaan 7 November 2024")

    content = read(path)

    assert names_and_chairs(path) == WHAT_IS_READ
    assert content.header_row == 2
    assert content.guessed_as_of == dt.date(2024, 11, 7)


def test_html_with_merged_cells_line_breaks_and_other_tables(tmp_path: Path) -> None:
    path = tmp_path / "ekspor.xls"
    path.write_text(
        "<table><tr><td>menu</td></tr></table>"
        "<table><tr><th rowspan=2>Nama Koperasi</th><th rowspan=2>NIK</th><th colspan=2>Permodalan</th></tr>"
        "<tr><th>Modal Sendiri</th><th>Modal Luar</th></tr>"
        "<tr><td>Maju<br>Bersama &amp; <b>K</b>awan<td>1905010020001<td>10<td>20</tr></table>",
        encoding="cp1252",
    )

    assert read(path).rows.select(["name", "own_capital", "external_capital"]).to_pylist() == [
        {"name": "Maju Bersama & Kawan", "own_capital": 10, "external_capital": 20}
    ]


def test_a_workbook_under_any_name(tmp_path: Path) -> None:
    assert (
        names_and_chairs(write_xlsx(tmp_path / "book.xlsx", ROWS).rename(tmp_path / "ekspor.csv"))
        == WHAT_IS_READ
    )


def test_parquet_with_our_own_fields(tmp_path: Path) -> None:
    given = {
        "coop_id": "k1",
        "nik": "1905010020001",
        "name": "Koperasi Maju",
        "legal_date": dt.date(2003, 2, 14),
        "village": "Irat",
        "district": "Payung",
        "district_code": "19.03.05",
        "outside_region": False,
        "status": "tidak aktif",
        "members": 25,
        "own_capital": 10,
        "as_of": dt.date(2022, 12, 12),
        "import_id": "lama",
        "source_row": 9,
        "extra": '{"Catatan": "x"}',
    }
    pq.write_table(pa.Table.from_pylist([given], schema=REGISTRY), tmp_path / "registry.parquet")

    content = read(tmp_path / "registry.parquet")

    koperasi = content.rows.to_pylist()[0]
    kept = (
        "nik",
        "name",
        "legal_date",
        "village",
        "status",
        "members",
        "own_capital",
        "extra",
        "outside_region",
    )
    assert {name: koperasi[name] for name in kept} == {name: given[name] for name in kept}
    assert koperasi["village_code"] == "19.03.05.2005"
    assert (content.layout, content.guessed_as_of) == ("kolom kopdata", dt.date(2022, 12, 12))
    assert not {"coop_id", "as_of", "import_id"} & set(content.fields)


def test_parquet_of_several_dates_is_refused(tmp_path: Path) -> None:
    rows = [{"name": "Maju", "as_of": dt.date(year, 12, 31), "status": "aktif"} for year in (2021, 2022)]
    pq.write_table(pa.Table.from_pylist(rows, schema=REGISTRY), tmp_path / "registry.parquet")

    with pytest.raises(
        ImportRefusedError, match=r"lebih dari satu tanggal keadaan: 31 Desember 2021 dan 31 Desember 2022"
    ):
        read(tmp_path / "registry.parquet")
