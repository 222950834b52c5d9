"""The date that a file speaks of: from its name, its title rows, or a column of its own."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from typing import Final, NamedTuple

from kopdata.imports.sheets import Row
from kopdata.imports.values import MONTHS, text_of
from kopdata.vocabulary import Precision, fold

IN_NAME, IN_TITLE, IN_CONTENT, NOWHERE = "nama berkas", "baris judul", "isi berkas", ""

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


def find_date(text: str) -> AsOf | None:
    """Return the date in a file name or title: a day, or a month and year ("November 2019").

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
            return AsOf(dt.date(int(year), int(month), int(day)))
        except ValueError:
            continue
    if found := _MONTH_YEAR.search(words):
        year, month = int(found[2]), MONTHS[found[1]]
        return AsOf(dt.date(year, month, calendar.monthrange(year, month)[1]), Precision.MONTH)
    return None


def find_date_in_titles(rows: list[Row]) -> AsOf | None:
    """Return the date that the rows above a header bear: beside "keadaan per" before any other.

    The day on which a file was printed or downloaded is none.
    """
    titles = [" ".join(filter(None, map(text_of, row))) for row in rows]
    titles = [title for title in titles if not _PRINTED.search(fold(title))]
    telling = [title for title in titles if _TELLING.search(fold(title))]
    return next((found for title in [*telling, *titles] if (found := find_date(title))), None)
