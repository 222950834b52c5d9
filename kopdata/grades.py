"""The grade of a NIK certificate, worked out again from the RATs that the snapshots prove.

The grade counts the RATs reported for the last three book years (the ministry's definition): A for all
three, B for two of them, D for none. C1 and C2 also rest on what no export says, so they are never worked
out. An export holds only the last RAT. So a year is told by what several snapshots say, and where they leave
it open there is no answer: the grade as given stands alone.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import NamedTuple

from kopdata.rules import book_year_due, book_year_held, rat_limit
from kopdata.vocabulary import Grade

BOOK_YEARS = 3
"""Book years that a grade looks at, and within which a koperasi that still meets has held a RAT."""


class LastRat(NamedTuple):
    """What one snapshot says: about which book year the last RAT was that a koperasi had held by then."""

    as_of: dt.date
    book_year: int


class GradeCheck(NamedTuple):
    """A grade worked out anew, None where the snapshots do not prove one, and what each year rests on.

    ``held``, ``missed`` and ``open`` part the book years looked at: proven held, proven not held by that
    day, and not told by any snapshot.
    """

    grade: Grade | None
    held: tuple[int, ...]
    missed: tuple[int, ...]
    open: tuple[int, ...]


def last_rat(as_of: dt.date, rat_date: dt.date | None, rat_book_year: int | None) -> LastRat | None:
    """Return what a row of the snapshot of ``as_of`` says about the last RAT, None where it says nothing.

    A RAT is held in the year after its book year: one still ahead, or over a running year, was not held.
    """
    year = rat_book_year if rat_book_year is not None and rat_book_year < as_of.year else None
    if year is None and rat_date is not None and rat_date <= as_of:
        year = book_year_held(rat_date, None)
    return None if year is None else LastRat(as_of, year)


def check_grade(as_of: dt.date, told: Iterable[LastRat]) -> GradeCheck:
    """Return the grade that ``told`` proves for ``as_of``; what later snapshots say is left aside.

    Until the last day for the RAT that is due, the three years may be those before it or may include it
    already; a grade counts as proven only where both readings agree.
    """
    known = sorted(one for one in told if one.as_of <= as_of)
    due = book_year_due(as_of)
    check = _check(as_of, known, due)
    if as_of <= rat_limit(due) and _check(as_of, known, due - 1).grade is not check.grade:
        return check._replace(grade=None)
    return check


def _check(as_of: dt.date, known: list[LastRat], newest_year: int) -> GradeCheck:
    years = range(newest_year - BOOK_YEARS + 1, newest_year + 1)
    held = tuple(year for year in years if any(one.book_year == year for one in known))
    missed = tuple(year for year in years if year not in held and _is_missed(as_of, known, year))
    unsure = tuple(year for year in years if year not in held and year not in missed)
    by_count = {3: Grade.A, 2: Grade.B, 0: Grade.D}
    return GradeCheck(None if unsure else by_count.get(len(held)), held, missed, unsure)


def _is_missed(as_of: dt.date, known: list[LastRat], year: int) -> bool:
    """Tell whether a snapshot that saw the time for this RAT pass still named an older one as the last."""
    return any(one.book_year < year and (one.as_of == as_of or one.as_of.year > year + 1) for one in known)
