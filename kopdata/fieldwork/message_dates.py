"""The day that a report speaks of, as officers write it; what can be two days is none."""

from __future__ import annotations

import datetime as dt
import difflib
import re
from enum import Enum, auto
from typing import Final

from kopdata.imports.dates import EARLIEST_AS_OF
from kopdata.imports.values import MONTHS
from kopdata.vocabulary import fold

LONGEST_BACK: Final = dt.timedelta(days=60)
"""A day without a year that lies further back is asked for: it may be of another year."""
WEEKDAYS: Final = ("senin", "selasa", "rabu", "kamis", "jumat", "sabtu", "minggu")
_WEEKDAY_OF: Final = {name: at for at, name in enumerate(WEEKDAYS)} | {"jum": 4, "ahad": 6, "jumaat": 4}
_TIME: Final = re.compile(r"(?:\b(?:pukul|jam|pkl)\b.*|(?<= )\d{1,2}[.:]\d\d(?: ?wib)?)$")
_NUMBERS: Final = re.compile(r"(\d{1,2})[-/. ]{1,3}(\d{1,2})(?:[-/. ]{1,3}'?(\d{4}|\d\d))?")
_YEAR_FIRST: Final = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
_NAMED: Final = re.compile(r"(\d{1,2})[-/. ]*([a-z]{3,12})(?:[-/., ]*'?(\d{4}|\d\d))?")
_TODAY: Final = frozenset({"hari ini", "tadi", "tadi pagi", "tadi siang", "tadi sore", "barusan", "sekarang"})
_YESTERDAY: Final = frozenset({"kemarin", "kmrn", "kemaren", "kemarin pagi", "kemarin siang", "kemarin sore"})


class Doubt(Enum):
    """Why a text tells no day."""

    UNREADABLE = auto()
    FUTURE = auto()
    WEEKDAY = auto()
    """The day of the week is another one."""
    LONG_AGO = auto()
    """Without a year, over 60 days back."""
    SENT_UNKNOWN = auto()
    """"Hari ini" of a message of which it is not known when it was sent."""


def read_day(text: str, *, today: dt.date, said_on: dt.date | None) -> tuple[dt.date | None, Doubt | None]:
    """Return the day that ``text`` tells and no doubt, or what is doubtful and the day that it may be.

    ``said_on`` is the day of the message, None where it cannot be told.
    """
    words = " ".join(text.casefold().replace("’", "'").split()).removeprefix("tanggal ").removeprefix("tgl ")
    bare = fold(words)
    if bare in _TODAY or bare in _YESTERDAY:
        if said_on is None:
            return None, Doubt.SENT_UNKNOWN
        return said_on - dt.timedelta(days=bare in _YESTERDAY), None
    weekday, words = _without_weekday(_TIME.sub("", words).strip(" .,"))
    read = _parts(words)
    if read is None:
        return None, Doubt.UNREADABLE
    day = _day(*read, today=min(today, said_on or today))
    if day is None or day < EARLIEST_AS_OF:
        return None, Doubt.UNREADABLE
    return day, _doubt(day, weekday, today=today, has_year=read[2] is not None)


def _doubt(day: dt.date, weekday: int | None, *, today: dt.date, has_year: bool) -> Doubt | None:
    if day > today:
        return Doubt.FUTURE
    if weekday is not None and day.weekday() != weekday:
        return Doubt.WEEKDAY
    return Doubt.LONG_AGO if not has_year and today - day > LONGEST_BACK else None


def _without_weekday(words: str) -> tuple[int | None, str]:
    first, _, rest = words.partition(" ")
    first, _comma, tight = first.partition(",") if "," in first.rstrip(",") else (first, "", "")
    name = fold(first).replace(" ", "")
    if name in _WEEKDAY_OF:
        return _WEEKDAY_OF[name], f"{tight} {rest}".strip(" ,/.-")
    at = words.find("/")
    if 0 < at < 8 and fold(words[:at]).replace(" ", "") in _WEEKDAY_OF:
        return _WEEKDAY_OF[fold(words[:at]).replace(" ", "")], words[at + 1 :].strip(" ,/.-")
    return None, words


def _parts(words: str) -> tuple[int, int, int | None] | None:
    """Return day, month and the year where one is written."""
    if found := _YEAR_FIRST.fullmatch(words):
        return int(found[3]), int(found[2]), int(found[1])
    if found := _NUMBERS.fullmatch(words):
        return int(found[1]), int(found[2]), _year(found[3])
    if found := _NAMED.fullmatch(words):
        month = MONTHS.get(found[2])
        if month is None:
            near = difflib.get_close_matches(
                found[2], [name for name in MONTHS if len(name) > 4], n=2, cutoff=0.8
            )
            meant = {MONTHS[name] for name in near}
            month = meant.pop() if len(meant) == 1 else None
        return (int(found[1]), month, _year(found[3])) if month else None
    return None


def _year(text: str | None) -> int | None:
    return None if text is None else int(text) if len(text) == 4 else 2000 + int(text)


def _day(day: int, month: int, year: int | None, *, today: dt.date) -> dt.date | None:
    """Return the day; without a year, the latest such day that is not after ``today``."""
    for one in (year,) if year is not None else range(today.year, today.year - 9, -1):
        try:
            found = dt.date(one, month, day)
        except ValueError:
            continue
        if year is not None or found <= today:
            return found
    return None
