"""The same registry in every kind of file reads back as the same cells, under any name."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from kopdata.imports import read_file
from kopdata.imports.content import Content
from tests.imports.files import H3, read, row, table
from tests.imports.workbooks import ENDINGS, KINDS, WORKBOOKS

ROWS = table(
    H3,
    row(1, KETUA="José, S.E."),
    row(2, ALAMAT='Jl. "Raya"\nRT 02; RW 01', TANGGAL_RAT=None, ASET=0, KODE_POS=33778),
    row(3, ID_KOPERASI=1905010020003, KETUA="=1+1", EMAIL="@SUM(A1)", ALAMAT="<b>Jl.</b> & 'Raya'"),
)


def rows_of(content: Content) -> list[dict[str, Any]]:
    return [{**one, "source_sheet": None} for one in content.rows.to_pylist()]


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    """What the kind that is tested cell by cell elsewhere is read as."""
    return rows_of(read(KINDS["xlsx"](tmp_path_factory.mktemp("xlsx") / "ekspor.xlsx", ROWS)))


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_reads_back_the_same_cells(
    tmp_path: Path, kind: str, expected: list[dict[str, Any]]
) -> None:
    content = read(KINDS[kind](tmp_path / f"ekspor.{kind[:4].strip()}", ROWS))

    assert rows_of(content) == expected
    assert (content.rows_read, content.layout, content.header_row) == (3, "H3", 1)
    assert (content.warnings, content.rejected, content.left_out) == ([], [], [])


def test_the_cells_are_what_was_written(expected: list[dict[str, Any]]) -> None:
    assert [one["chair"] for one in expected] == ["José, S.E.", "Ketua Contoh", "=1+1"]
    assert expected[2]["address"] == "<b>Jl.</b> & 'Raya'"
    assert expected[1]["address"] == 'Jl. "Raya" RT 02; RW 01'
    assert [one["rat_date"] for one in expected] == [dt.date(2024, 3, 20), None, dt.date(2024, 3, 20)]


ONE_OF_EACH = [*WORKBOOKS, "html", "csv semicolon utf-8"]


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("kind", ONE_OF_EACH)
def test_a_file_is_told_by_its_content_whatever_it_is_called(
    tmp_path: Path, kind: str, ending: str, expected: list[dict[str, Any]]
) -> None:
    assert rows_of(read(KINDS[kind](tmp_path / f"ekspor{ending}", ROWS))) == expected


@pytest.mark.parametrize("kind", ONE_OF_EACH)
def test_every_kind_through_the_child_process(
    tmp_path: Path, kind: str, expected: list[dict[str, Any]]
) -> None:
    parsed = read_file(KINDS[kind](tmp_path / "Ekspor 7 November 2024", ROWS))

    assert parsed.rows["name"].to_pylist() == [one["name"] for one in expected]
    assert parsed.guessed_as_of == dt.date(2024, 11, 7)
