"""The date that a file speaks of: from its name, its title rows, or a column of its own."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Iterable
from typing import Final, NamedTuple

from kopdata.imports.sheets import Row
from kopdata.imports.values import MONTHS, text_of
from kopdata.vocabulary import Precision, fold

IN_NAME, IN_TITLE, IN_CONTENT, NOWHERE = "nama berkas", "baris judul", "isi berkas", ""

EARLIEST_AS_OF: Final = dt.date(1990, 1, 1)
"""No snapshot is older: exports of a registry are younger than this. "12 Juli 1947" is a day of honour."""
_LONGEST_AHEAD: Final = dt.timedelta(days=366)

_MONTH: Final = "|".join(sorted(MONTHS, key=len, reverse=True))
_DAY_MONTH_YEAR: Final = re.compile(rf"(?<!\d)(\d{{1,2}}) ?({_MONTH}) ?((?:19|20)\d\d)(?!\d)")
_MONTH_YEAR: Final = re.compile(rf"(?<![a-z])({_MONTH}) ?((?:19|20)\d\d)(?!\d)")
_YEAR_FIRST: Final = re.compile(r"(?<!\d)((?:19|20)\d\d) ?(\d\d) ?(\d\d)(?!\d)")
_DAY_FIRST: Final = re.compile(
    r"(?<!\d)(\d\d?) (\d\d?) ((?:19|20)\d\d)(?!\d)|(?<!\d)(\d\d)(\d\d)((?:19|20)\d\d)(?!\d)"
)
_TELLING: Final = re.compile(r"\b(keadaan|per|posisi|sampai|s d|bulan|kondisi)\b")
_PRINTED: Final = re.compile(r"\b(cetak|dicetak|unduh|diunduh|download|downloaded|printed|export|diekspor)\b")


class AsOf(NamedTuple):
    """A date of a snapshot and how exactly it is known; of a month, its last day."""

    day: dt.date
    precision: Precision = Precision.DAY

    def agrees(self, other: AsOf) -> bool:
        """Tell whether both can be one date: a day does not contradict the month that it lies in."""
        if Precision.MONTH in (self.precision, other.precision):
            return (self.day.year, self.day.month) == (other.day.year, other.day.month)
        return self.day == other.day


def latest_as_of(today: dt.date) -> dt.date:
    """Return the last day that a snapshot can bear: 366 days after ``today``.

    One ahead of today is a slip that a person may still want to see; one years ahead is none at all.
    """
    return today + _LONGEST_AHEAD


def is_plausible(day: dt.date, today: dt.date | None = None) -> bool:
    """Tell whether a snapshot can bear this date. ``today`` is that of the computer unless given."""
    return EARLIEST_AS_OF <= day <= latest_as_of(today or dt.datetime.now().astimezone().date())


def more_exact(found: Iterable[AsOf]) -> AsOf | None:
    """Return the first day among ``found``, else the first month; None where there is neither."""
    return min(found, key=lambda one: one.precision is Precision.MONTH, default=None)


def find_date(text: str) -> AsOf | None:
    """Return the date in a file name or title: a day, or a month and year ("November 2019").

    A date that no snapshot can bear is passed over.

    >>> find_date("keadaan 7 November 2024.xlsx").day
    datetime.date(2024, 11, 7)
    """
    words = fold(text)
    candidates = [
        *((m[3], MONTHS[m[2]], m[1]) for m in _DAY_MONTH_YEAR.finditer(words)),
        *((m[1], m[2], m[3]) for m in _YEAR_FIRST.finditer(words)),
        *((m[3] or m[6], m[2] or m[5], m[1] or m[4]) for m in _DAY_FIRST.finditer(words)),
    ]
    for year, month, day in candidates:
        try:
            found = dt.date(int(year), int(month), int(day))
        except ValueError:
            continue
        if is_plausible(found):
            return AsOf(found)
    for named in _MONTH_YEAR.finditer(words):
        in_year, in_month = int(named[2]), MONTHS[named[1]]
        last = dt.date(in_year, in_month, calendar.monthrange(in_year, in_month)[1])
        if is_plausible(last):
            return AsOf(last, Precision.MONTH)
    return None


def find_date_in_titles(rows: list[Row]) -> AsOf | None:
    """Return the date that the rows above a header bear: beside "keadaan per" before any other.

    Of several, a day comes before a month. The day on which a file was printed or downloaded is none.
    """
    titles = [" ".join(filter(None, map(text_of, row))) for row in rows]
    titles = [title for title in titles if not _PRINTED.search(fold(title))]
    telling = [title for title in titles if _TELLING.search(fold(title))]
    return more_exact(filter(None, map(find_date, telling))) or more_exact(
        filter(None, map(find_date, titles))
    )
