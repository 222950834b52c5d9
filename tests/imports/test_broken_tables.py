"""Tables that break off: a row that stands in the text and not in the table would be missing in silence."""

from __future__ import annotations

from pathlib import Path

import pytest

from kopdata.errors import ImportRefusedError
from kopdata.imports import read_file

HEAD = ["NO", "NIK", "NAMA KOPERASI", "NO BADAN HUKUM", "ALAMAT", "KECAMATAN", "STATUS AKTIF"]
ROWS = [
    ["1", "1905030000001", "KUD Satu (contoh)", "1/BH/2003", "Jl. A", "Toboali", "Aktif"],
    ["2", "", "KUD Dua (contoh)", "2/BH/2004", "Jl. B", "Payung", "Tidak Aktif"],
]


def html(rows: list[list[str]]) -> str:
    body = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    return f"<html><body><!-- ekspor --><table>{body}</table></body></html>"


def test_a_whole_table_is_read(tmp_path: Path) -> None:
    path = tmp_path / "ekspor 7 November 2024.xls"
    path.write_text(html([HEAD, *ROWS]), encoding="utf-8")
    assert read_file(path).accepted == 2


@pytest.mark.parametrize(
    "broken",
    [
        html([HEAD, *ROWS * 20])[:2000],
        html([HEAD, *ROWS]).replace("Jl. A", "Jl. A<!-- "),
        html([HEAD, *ROWS]).replace("Jl. A", "Jl. A<script>"),
        html([HEAD, *ROWS]).replace("Jl. A", "Jl. A<textarea>"),
    ],
)
def test_a_table_that_breaks_off_is_refused(tmp_path: Path, broken: str) -> None:
    path = tmp_path / "ekspor 7 November 2024.xls"
    path.write_text(broken, encoding="utf-8")
    with pytest.raises(ImportRefusedError, match="terpotong atau rusak"):
        read_file(path)


def test_a_second_table_with_koperasi_is_told(tmp_path: Path) -> None:
    path = tmp_path / "ekspor 7 November 2024.xls"
    second = html([HEAD, ROWS[0]]).partition("<table>")[2]
    path.write_text(html([HEAD, *ROWS]).replace("</body></html>", f"<table>{second}"), encoding="utf-8")
    parsed = read_file(path)
    assert parsed.accepted == 2
    assert any("tabel 2" in warning.reason for warning in parsed.warnings)


@pytest.mark.parametrize("line_end", ["\r", "\r\n", "\n"])
def test_rows_swallowed_by_a_quote_are_refused(tmp_path: Path, line_end: str) -> None:
    lines = [";".join(row) for row in [HEAD, *ROWS * 5]]
    lines[3] = lines[3].replace("Jl. A", '"Jl. A')
    path = tmp_path / "ekspor 7 November 2024.csv"
    path.write_text(line_end.join([*lines, "x;" * 40]), encoding="utf-8", newline="")
    with pytest.raises(ImportRefusedError, match="kutip"):
        read_file(path)
