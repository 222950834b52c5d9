"""Which of the dates that a file names is taken, and when a word is said about the others."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kopdata import formats
from kopdata.errors import ImportRefusedError
from kopdata.findings.files import SEVERAL_DATES
from kopdata.imports.content import Content
from kopdata.imports.dates import EARLIEST_AS_OF, AsOf, find_date, latest_as_of
from kopdata.imports.filetypes import examine
from kopdata.imports.reading import read_content
from kopdata.vocabulary import Precision
from tests.imports.files import H3, H7, Rows, read, row, table, write_xlsx

SEVENTH = dt.date(2024, 11, 7)
NOVEMBER = dt.date(2024, 11, 30)
OWN = (*H7, "Tanggal Keadaan")


def dated(*days: object) -> Rows:
    """Return koperasi whose own column bears these dates."""
    return table(
        OWN, *({"Nama Koperasi": f"Maju {at}", "Tanggal Keadaan": day} for at, day in enumerate(days))
    )


def contradictions(content: Content) -> list[str]:
    return [one.reason for one in content.warnings if one.kind == SEVERAL_DATES.id]


@pytest.mark.parametrize(
    ("name", "title", "day", "precision", "source", "contradict"),
    [
        ("ODS November 2024", "Keadaan per 7 November 2024", SEVENTH, Precision.DAY, "baris judul", False),
        ("ODS 7 November 2024", "Keadaan November 2024", SEVENTH, Precision.DAY, "nama berkas", False),
        ("ODS Oktober 2024", "Keadaan per 7 November 2024", SEVENTH, Precision.DAY, "baris judul", True),
        ("ODS November 2024", "Keadaan November 2024", NOVEMBER, Precision.MONTH, "nama berkas", False),
        ("ODS November 2024", "Keadaan Oktober 2024", NOVEMBER, Precision.MONTH, "nama berkas", True),
        ("ODS 7 November 2024", "Keadaan 30 November 2024", SEVENTH, Precision.DAY, "nama berkas", True),
        ("ODS November 2024", "Keadaan 30 November 2024", NOVEMBER, Precision.DAY, "baris judul", False),
    ],
)
def test_a_day_comes_before_a_month(
    *,
    name: str,
    title: str,
    day: dt.date,
    precision: Precision,
    source: str,
    contradict: bool,
    tmp_path: Path,
) -> None:
    content = read(write_xlsx(tmp_path / f"{name}.xlsx", [[title], *table(H3, row())]))

    assert (content.guessed_as_of, content.precision, content.as_of_source) == (day, precision, source)
    assert bool(contradictions(content)) is contradict


def test_of_two_titles_the_day_comes_before_the_month(tmp_path: Path) -> None:
    titles = [["KEADAAN BULAN NOVEMBER 2024"], ["Posisi per 7 November 2024"]]

    content = read(write_xlsx(tmp_path / "data.xlsx", [*titles, *table(H3, row())]))

    assert (content.guessed_as_of, content.precision) == (SEVENTH, Precision.DAY)


def test_the_own_column_comes_first_and_agrees_with_its_month(tmp_path: Path) -> None:
    content = read(write_xlsx(tmp_path / "ODS November 2024.xlsx", dated(SEVENTH, SEVENTH)))

    assert (content.guessed_as_of, content.as_of_source) == (SEVENTH, "isi berkas")
    assert contradictions(content) == []


def test_two_dates_in_the_own_column_are_refused_in_any_layout(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "data.xlsx", dated(dt.date(2022, 12, 12), SEVENTH, SEVENTH))

    with pytest.raises(ImportRefusedError, match="lebih dari satu tanggal keadaan: 12 Desember 2022 dan 7"):
        read(path)


def test_two_dates_of_otherwise_equal_rows_are_refused(tmp_path: Path) -> None:
    rows = table(OWN, *({"Nama Koperasi": "Maju", "Tanggal Keadaan": day} for day in (SEVENTH, NOVEMBER)))

    with pytest.raises(ImportRefusedError, match="lebih dari satu tanggal keadaan"):
        read(write_xlsx(tmp_path / "data.xlsx", rows))


def test_one_of_the_dates_can_be_picked_as_the_refusal_says(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "data.xlsx", dated(dt.date(2022, 12, 12), SEVENTH, SEVENTH))

    content = read_content(path, examine(path).type, path.name, as_of=SEVENTH)

    assert (content.guessed_as_of, content.rows["source_row"].to_pylist()) == (SEVENTH, [3, 4])


def test_another_date_than_the_only_one_leaves_every_row(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "data.xlsx", dated(SEVENTH, SEVENTH))

    assert read_content(path, examine(path).type, path.name, as_of=NOVEMBER).rows.num_rows == 2


@pytest.mark.parametrize(
    "name", ["hari koperasi 12 Juli 1947", "Hari Koperasi Juli 1947", "1947-07-12", "31 Desember 1989"]
)
def test_a_day_of_history_is_no_date_of_a_snapshot(name: str) -> None:
    assert find_date(name) is None


def test_a_date_that_can_be_is_found_behind_one_that_cannot(tmp_path: Path) -> None:
    assert find_date("hari koperasi 12 Juli 1947, keadaan 7 November 2024") == AsOf(SEVENTH)
    rows = [["Hari Koperasi 12 Juli 1947"], ["Data 7 November 2024"], *dated(dt.date(1947, 7, 12))]

    content = read(write_xlsx(tmp_path / "Juli 1947.xlsx", rows))

    assert (content.guessed_as_of, content.as_of_source) == (SEVENTH, "baris judul")
    assert contradictions(content) == []


@given(st.dates(dt.date(1900, 1, 1), dt.date(2099, 12, 31)))
def test_a_day_is_found_within_the_bounds_only(day: dt.date) -> None:
    today = dt.datetime.now().astimezone().date()
    can_be = EARLIEST_AS_OF <= day <= latest_as_of(today)

    assert find_date(f"keadaan {day:%Y-%m-%d}") == (AsOf(day) if can_be else None)
    if can_be:
        assert find_date(f"keadaan per {formats.date(day)}") == AsOf(day)


def test_the_bounds() -> None:
    assert dt.date(1990, 1, 1) == EARLIEST_AS_OF
    assert latest_as_of(dt.date(2024, 2, 29)) == dt.date(2025, 3, 1)
