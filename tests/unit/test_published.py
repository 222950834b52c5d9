"""The published totals: what they say, and that nothing unpublished passes for published."""

from __future__ import annotations

import datetime as dt

import pytest

from kopdata.published import find_published, published
from kopdata.regions import districts
from kopdata.vocabulary import Precision

NOVEMBER_2019 = dt.date(2019, 11, 30)
ACTIVE_2019 = {
    "Toboali": 31,
    "Lepar": 2,
    "Airgegas": 11,
    "Simpang Rimba": 6,
    "Payung": 6,
    "Tukak Sadai": 4,
    "Pulau Besar": 6,
    "Kepulauan Pongok": 3,
}


@pytest.mark.parametrize(
    ("as_of", "total", "active", "inactive"),
    [
        (NOVEMBER_2019, 87, 69, 18),
        (dt.date(2022, 12, 12), 99, 73, 26),
        (dt.date(2024, 11, 7), 102, 68, 34),
        (dt.date(2024, 12, 5), 105, 59, 46),
        (dt.date(2025, 12, 31), 166, None, None),
    ],
)
def test_totals_of_the_regency(as_of: dt.date, total: int, active: int | None, inactive: int | None) -> None:
    found = [find_published(figure, as_of) for figure in ("total", "active", "inactive")]

    assert [figure and figure.value for figure in found] == [total, active, inactive]
    assert all(figure and figure.source for figure in found)


def test_what_was_not_published_says_so() -> None:
    found = find_published("active", dt.date(2025, 12, 31))

    assert found is not None
    assert found.value is None
    assert found.text == "tidak dipublikasikan"


def test_active_by_kecamatan_adds_up_to_the_total_of_2019() -> None:
    found = {
        district.name: find_published("active", NOVEMBER_2019, district.code) for district in districts()
    }

    assert {name: figure and figure.value for name, figure in found.items()} == ACTIVE_2019
    assert sum(ACTIVE_2019.values()) == 69
    lepar = found["Lepar"]
    assert lepar is not None
    assert lepar.note == "Dihitung dari selisih jumlah aktif dengan tujuh kecamatan lain."


def test_a_month_is_met_by_any_of_its_days_and_a_day_by_itself_alone() -> None:
    november = find_published("total", dt.date(2019, 11, 4))

    assert november is not None
    assert november.precision is Precision.MONTH
    assert november.label == "November 2019"
    assert find_published("total", dt.date(2019, 12, 1)) is None
    assert find_published("total", dt.date(2022, 12, 13)) is None


@pytest.mark.parametrize(
    ("figure", "district_code"),
    [("certified", None), ("total", "19.03.01"), ("active", "19.03.99")],
)
def test_no_other_figure_is_published(figure: str, district_code: str | None) -> None:
    assert find_published(figure, NOVEMBER_2019, district_code) is None


def test_a_source_that_says_kurang_aktif_is_quoted() -> None:
    quoted = [figure.as_of for figure in published() if figure.note and "kurang aktif" in figure.note]

    assert quoted == [dt.date(2024, 11, 7), dt.date(2024, 12, 5)]


def test_no_figure_is_listed_twice() -> None:
    keys = [(figure.as_of, figure.district_code, figure.figure) for figure in published()]

    assert len(keys) == len(set(keys)) == 23
