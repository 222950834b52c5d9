"""Rules that an office may set for itself, with the defaults that law and practice give."""

from __future__ import annotations

import datetime as dt

from kopdata.models import Record


class MonthDay(Record):
    """A day of the year."""

    month: int
    day: int

    def in_year(self, year: int) -> dt.date:
        """Return this day in ``year``."""
        return dt.date(year, self.month, self.day)


class Settings(Record):
    """What the office may change.

    ``rat_limit_primary`` and ``rat_limit_secondary`` are the last days for the RAT over the book year
    before. Default: six months after the book year (UU 25/1992 Pasal 26). The ministry asked primer
    koperasi for 31 March and sekunder for 30 June in February 2026.
    """

    rat_limit_primary: MonthDay = MonthDay(month=6, day=30)
    rat_limit_secondary: MonthDay = MonthDay(month=6, day=30)
    office: str = "Dinas Koperasi, UKM, Perdagangan, dan Perindustrian"
