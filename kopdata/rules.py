"""Rules of the field that more than one part of ``kopdata`` goes by; pure functions.

UU 25/1992 Pasal 26: the yearly members' meeting (RAT) about a book year is held at the latest six months
after that year ends. The book year is the calendar year.
"""

from __future__ import annotations

import datetime as dt


def book_year_due(as_of: dt.date) -> int:
    """Return the book year whose RAT is due as of a day: the calendar year before (UU 25/1992 Pasal 26)."""
    return as_of.year - 1


def owes_rat(legal_date: dt.date | None, book_year: int) -> bool:
    """Tell whether a koperasi owes a RAT about ``book_year`` (UU 25/1992 Pasal 26).

    It owes one for a whole book year: if it was founded on or before 1 January of it. One whose date of
    founding (``legal_date``) is not known owes it like any other.
    """
    return legal_date is None or legal_date <= dt.date(book_year, 1, 1)


def book_year_held(rat_date: dt.date | None, rat_book_year: int | None) -> int | None:
    """Return the book year that a RAT was about: as given, else the year before its date; else None."""
    if rat_book_year is not None or rat_date is None:
        return rat_book_year
    return book_year_due(rat_date)


def rat_limit(book_year: int) -> dt.date:
    """Return the last day on which the RAT over ``book_year`` is in time: six months after the year's end.

    UU 25/1992 Pasal 26. Offices ask for it earlier: primer by 31 March, sekunder by 30 June (the ministry,
    February 2026).
    """
    return dt.date(book_year + 1, 6, 30)
