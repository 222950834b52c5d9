"""The book year: which RAT is due on a day, who owes it, and what a RAT was about."""

from __future__ import annotations

import datetime as dt

import pytest

from kopdata.rules import book_year_due, book_year_held, owes_rat


@pytest.mark.parametrize("day", [dt.date(2024, 1, 1), dt.date(2024, 12, 31)])
def test_the_year_before_is_due_all_year(day: dt.date) -> None:
    assert book_year_due(day) == 2023


@pytest.mark.parametrize(
    ("founded", "owes"),
    [(dt.date(2023, 1, 1), True), (dt.date(2023, 1, 2), False), (dt.date(1980, 8, 17), True), (None, True)],
)
def test_who_was_there_for_the_whole_year_owes_a_rat(founded: dt.date | None, owes: bool) -> None:
    assert owes_rat(founded, 2023) is owes


@pytest.mark.parametrize(
    ("held", "given", "year"),
    [
        (dt.date(2024, 3, 20), None, 2023),
        (dt.date(2024, 3, 20), 2022, 2022),
        (None, 2022, 2022),
        (None, None, None),
    ],
)
def test_a_rat_is_about_the_year_given_else_the_one_before(
    held: dt.date | None, given: int | None, year: int | None
) -> None:
    assert book_year_held(held, given) == year
