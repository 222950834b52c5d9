"""Numbers, rupiah, dates and lists as an Indonesian office writes them."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from kopdata import formats
from kopdata.vocabulary import Precision


@pytest.mark.parametrize(("value", "shown"), [(0, "0"), (1671, "1.671"), (-12, "-12"), (None, "–")])
def test_number(value: int | None, shown: str) -> None:
    assert formats.number(value) == shown


@pytest.mark.parametrize(
    ("value", "shown"),
    [(Decimal("1234567.89"), "Rp1.234.568"), (0, "Rp0"), (Decimal(-2500000), "Rp-2.500.000"), (None, "–")],
)
def test_rupiah(value: Decimal | None, shown: str) -> None:
    assert formats.rupiah(value) == shown


@pytest.mark.parametrize(
    ("part", "whole", "shown"),
    [
        (73, 99, "73,7 persen"),
        (26, 99, "26,3 persen"),
        (99, 99, "100,0 persen"),
        (0, 10, "0,0 persen"),
        (1, 4, "1 dari 4"),
        (0, 0, "0 dari 0"),
    ],
)
def test_share_of_few_is_no_percentage(part: int, whole: int, shown: str) -> None:
    assert formats.percent(part, whole) == shown


def test_dates() -> None:
    day = dt.date(2022, 12, 5)
    assert formats.date(day) == "5 Desember 2022"
    assert formats.date(dt.date(2019, 11, 30), Precision.MONTH) == "November 2019"
    assert formats.short_date(day) == "05-12-2022"
    assert formats.date(None) == formats.short_date(None) == "–"
    wib = dt.timezone(dt.timedelta(hours=7))
    moment = dt.datetime(2022, 12, 5, 20, 5, tzinfo=dt.UTC)
    assert formats.moment(moment, wib) == "6 Desember 2022 pukul 03.05"


@pytest.mark.parametrize(
    ("items", "most", "shown"),
    [
        ([], None, ""),
        (["A"], None, "A"),
        (["A", "B"], None, "A dan B"),
        (["A", "B", "C"], None, "A, B dan C"),
        (["A", "B", "C", "D"], 2, "A, B dan 2 lainnya"),
    ],
)
def test_lists(items: list[str], most: int | None, shown: str) -> None:
    assert formats.listed(items, most) == shown


@pytest.mark.parametrize(
    ("now", "before", "shown"),
    [
        (99, 87, "12 lebih banyak daripada November 2019"),
        (68, 73, "5 lebih sedikit daripada November 2019"),
        (9, 9, "sama dengan November 2019"),
    ],
)
def test_change_in_words(now: int, before: int, shown: str) -> None:
    assert formats.change(now, before, "November 2019") == shown
