"""Numbers, rupiah, dates and counted nouns as an Indonesian office writes them.

Pure functions over Babel's ``id_ID`` data, used by tiles, tables, charts, exports and reports alike, so
that one value never looks different in two places.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from functools import lru_cache

from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal

from kopdata.vocabulary import Precision

LOCALE = "id_ID"
ABSENT = "–"
SMALL_DENOMINATOR = 10
"""A share of fewer than this many is written "1 dari 4", never in percent."""


@lru_cache(maxsize=4096)  # a screen writes some 150, and Babel takes 20 microseconds for each
def number(value: int | None) -> str:
    """Return a count with Indonesian thousands: ``1.671``; absent is a dash."""
    return ABSENT if value is None else str(format_decimal(value, locale=LOCALE))


def rupiah(value: Decimal | int | None) -> str:
    """Return an amount in rupiah without cents: ``Rp1.234.567``; absent is a dash."""
    return ABSENT if value is None else f"Rp{format_decimal(round(value), locale=LOCALE)}"


def percent(part: int, whole: int) -> str:
    """Return the share in persen with one decimal, ``73,7 persen``; of fewer than ten, ``1 dari 4``."""
    return share(part, whole, unit=" persen")


def share(part: int, whole: int, *, unit: str = "%") -> str:
    """Return the share as ``73,7%``, the short form for maps and charts; of fewer than ten, ``1 dari 4``."""
    if whole < SMALL_DENOMINATOR:
        return f"{number(part)} dari {number(whole)}"
    return f"{format_decimal(Decimal(part) * 100 / Decimal(whole), format='0.0', locale=LOCALE)}{unit}"


@lru_cache(maxsize=4096)
def date(value: dt.date | None, precision: Precision = Precision.DAY) -> str:
    """Return ``12 Desember 2022``, or ``November 2019`` where only the month is known."""
    if value is None:
        return ABSENT
    return str(format_date(value, "d MMMM y" if precision is Precision.DAY else "MMMM y", locale=LOCALE))


def short_date(value: dt.date | None) -> str:
    """Return ``12-12-2022``, the form office papers use in tables."""
    return ABSENT if value is None else value.strftime("%d-%m-%Y")


def moment(value: dt.datetime, zone: dt.tzinfo) -> str:
    """Return a moment as ``12 Desember 2022 pukul 10.42`` on the clock of ``zone``."""
    return str(format_datetime(value.astimezone(zone), "d MMMM y 'pukul' HH.mm", locale=LOCALE))


def listed(items: list[str], most: int | None = None) -> str:
    """Return items as a person lists them: ``A, B dan C``; beyond ``most``, ``A, B dan 5 lainnya``.

    >>> listed(["A", "B", "C"])
    'A, B dan C'
    """
    if most is not None and len(items) > most:
        items = [*items[:most], f"{number(len(items) - most)} lainnya"]
    if len(items) <= 1:
        return "".join(items)
    return f"{', '.join(items[:-1])} dan {items[-1]}"


def change(now: int, before: int, since: str) -> str:
    """Return the change between two counts in words: ``12 lebih banyak daripada November 2019``."""
    if now == before:
        return f"sama dengan {since}"
    return f"{number(abs(now - before))} lebih {'banyak' if now > before else 'sedikit'} daripada {since}"
