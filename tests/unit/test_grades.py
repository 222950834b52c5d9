"""A grade is worked out only where the snapshots leave no other."""

from __future__ import annotations

import datetime as dt
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kopdata.grades import GradeCheck, LastRat, check_grade, last_rat
from kopdata.vocabulary import Grade

DECEMBER_2022 = dt.date(2022, 12, 12)


def at_end_of(year: int, book_year: int) -> LastRat:
    return LastRat(dt.date(year, 12, 20), book_year)


@pytest.mark.parametrize(
    ("told", "grade"),
    [
        ([at_end_of(2020, 2019), at_end_of(2021, 2020), LastRat(DECEMBER_2022, 2021)], Grade.A),
        ([at_end_of(2020, 2019), LastRat(DECEMBER_2022, 2020)], Grade.B),
        ([LastRat(DECEMBER_2022, 2018)], Grade.D),
        ([LastRat(dt.date(2022, 1, 20), 2017), LastRat(DECEMBER_2022, 2017)], Grade.D),
        ([LastRat(DECEMBER_2022, 2021)], None),
        ([at_end_of(2021, 2020), LastRat(DECEMBER_2022, 2021)], None),
        ([LastRat(DECEMBER_2022, 2019)], None),
        ([at_end_of(2020, 2018)], None),
        ([], None),
    ],
)
def test_grades_that_a_history_proves(told: list[LastRat], grade: Grade | None) -> None:
    assert check_grade(DECEMBER_2022, told).grade is grade


def test_what_each_year_rests_on() -> None:
    told = [LastRat(dt.date(2021, 2, 1), 2018), LastRat(DECEMBER_2022, 2020)]
    assert check_grade(DECEMBER_2022, told) == GradeCheck(None, (2020,), (2019, 2021), ())
    assert check_grade(DECEMBER_2022, [LastRat(DECEMBER_2022, 2021)]).open == (2019, 2020)


def test_the_year_that_is_not_due_yet_takes_no_grade_away() -> None:
    told = [at_end_of(2020, 2019), at_end_of(2021, 2020), LastRat(dt.date(2022, 12, 12), 2021)]
    march = dt.date(2023, 3, 1)
    assert check_grade(march, [*told, LastRat(march, 2021)]).grade is None
    july = dt.date(2023, 7, 1)
    assert check_grade(july, [*told, LastRat(july, 2021)]).grade is Grade.B


def test_what_was_learnt_later_plays_no_part() -> None:
    told = [LastRat(DECEMBER_2022, 2018)]
    assert check_grade(DECEMBER_2022, [*told, LastRat(dt.date(2024, 1, 5), 2021)]).grade is Grade.D


@pytest.mark.parametrize(
    ("rat_date", "rat_book_year", "expected"),
    [
        (dt.date(2022, 3, 1), None, 2021),
        (dt.date(2022, 3, 1), 2020, 2020),
        (None, 2021, 2021),
        (dt.date(2023, 1, 5), None, None),
        (None, 2022, None),
        (dt.date(2022, 3, 1), 2022, 2021),
        (None, None, None),
    ],
)
def test_the_last_rat_of_a_row(
    rat_date: dt.date | None, rat_book_year: int | None, expected: int | None
) -> None:
    told = last_rat(DECEMBER_2022, rat_date, rat_book_year)
    assert (told and told.book_year) == expected


def lives() -> st.SearchStrategy[tuple[set[int], list[dt.date]]]:
    """Return book years whose RAT was held, each on 1 March after it, and the days of the snapshots."""
    days = st.dates(dt.date(2015, 1, 1), dt.date(2024, 12, 31))
    return st.tuples(st.sets(st.integers(2012, 2023)), st.lists(days, min_size=1, max_size=6, unique=True))


def seen(held: set[int], days: list[dt.date]) -> list[LastRat]:
    found = []
    for day in days:
        known = [year for year in held if dt.date(year + 1, 3, 1) <= day]
        if known:
            found.append(LastRat(day, max(known)))
    return found


@given(lives())
def test_a_proven_grade_holds_for_every_life_that_looks_the_same(
    life: tuple[set[int], list[dt.date]],
) -> None:
    held, days = life
    as_of = max(days)
    told = seen(held, days)
    check = check_grade(as_of, told)
    if check.grade is None:
        return
    window = [as_of.year - 3, as_of.year - 2, as_of.year - 1]
    by_count = {3: Grade.A, 2: Grade.B, 0: Grade.D}
    others = held - set(window)
    for kept in product((True, False), repeat=len(window)):
        another = others | {year for year, is_held in zip(window, kept, strict=True) if is_held}
        if seen(another, days) == told:
            held_by_then = [year for year in window if year in another and dt.date(year + 1, 3, 1) <= as_of]
            assert by_count.get(len(held_by_then)) is check.grade
    assert set(check.held) <= held


@given(lives())
def test_the_years_looked_at_are_parted(life: tuple[set[int], list[dt.date]]) -> None:
    held, days = life
    check = check_grade(max(days), seen(held, days))
    year = max(days).year
    assert sorted([*check.held, *check.missed, *check.open]) == [year - 3, year - 2, year - 1]
