"""What one cell means: NIK, dates, rupiah, counts and texts in every form that offices' files bring.

Each reader takes a cell as stored and returns its value, or raises ``UnreadableError`` with the kind of
finding that it is. A cell that stands for "nothing" never reaches a reader; see ``is_nothing``.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Final

from kopdata import vocabulary
from kopdata.findings import FindingKind, cells
from kopdata.imports.answers import word_key

Cell = str | int | float | bool | Decimal | dt.date | dt.time | dt.timedelta | None
"""A cell as a file stores it; ``dt.datetime`` is a ``dt.date``."""
Value = str | int | Decimal | dt.date | None
"""What a cell can mean."""

LONGEST_TEXT: Final = 10_000
LONGEST_QUOTE: Final = 80
NOTHING: Final = frozenset({"", "-", "--", "---", "–", "—", "null", "none", "n/a", "#n/a", "nihil"})
_EXCEL_EPOCH: Final = dt.date(1899, 12, 30)
EARLIEST, LATEST = dt.date(1901, 1, 1), dt.date(2100, 12, 31)
LARGEST_COUNT: Final = 2**31 - 1
_LARGEST_AMOUNT: Final = Decimal(10) ** 18
_CENT: Final = Decimal("0.01")

MONTHS: Final = {
    name: number
    for number, names in enumerate(
        (
            "januari jan january",
            "februari feb pebruari peb february",
            "maret mar march",
            "april apr",
            "mei may",
            "juni jun june",
            "juli jul july",
            "agustus agu ags agt agst aug august",
            "september sep sept",
            "oktober okt oct october",
            "november nov nop nopember",
            "desember des dec december",
        ),
        start=1,
    )
    for name in names.split()
}
"""Months as Indonesian offices and English-language Excel write them, folded."""

_ISO_DATE: Final = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ][\d:.+Z ]+)?")
_DAY_FIRST: Final = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})(?:[T ][\d:. ]+)?")
_MONTH_NAME: Final = re.compile(r"(?:[a-z']+, ?)?(\d{1,2})[-/. ]*([a-z]+)[-/., ]*(\d{4})")
_NO_DATE: Final = re.compile(r"0{1,4}[-/. ]0{1,2}[-/. ]0{1,4}(?:[T ][0:.]+)?")
_AMOUNT: Final = re.compile(r"(?:rp|idr)?[. ]*(\d[\d., ]*?)(?:[.,] ?[-–—]+)?", re.IGNORECASE)
_COUNT_WORDS: Final = re.compile(r"\s*(?:orang|org|anggota|jiwa)\.?$", re.IGNORECASE)
_LOST_ZERO: Final = re.compile(r"8\d{7,12}|718\d{4,8}")
"""A mobile number, or one of the area code 0718, without its leading 0."""


class UnreadableError(ValueError):
    """A cell's value cannot be told; ``kind`` says why."""

    def __init__(self, kind: FindingKind) -> None:
        super().__init__(kind.id)
        self.kind = kind


class Kind(StrEnum):
    """How the cells of a field are read."""

    TEXT = "text"
    NAME = "name"
    NIK = "nik"
    DIGITS = "digits"
    PHONE = "phone"
    DATE = "date"
    YEAR = "year"
    COUNT = "count"
    MONEY = "money"
    STATUS = "status"
    CERTIFICATE = "certificate"
    RAT = "rat"
    GRADE = "grade"
    TYPE = "type"
    FORM = "form"


def tidy(text: str) -> str:
    """Return ``text`` as written, blanks tidied and invisible characters removed."""
    text = " ".join(text.split())
    if text.isprintable():
        return text
    return " ".join("".join(letter for letter in text if letter.isprintable()).split())


def shortened(text: str) -> str:
    """Return ``text`` as a sentence quotes it: on one line, at most ``LONGEST_QUOTE`` characters."""
    text = tidy(text)
    return text if len(text) <= LONGEST_QUOTE else f"{text[: LONGEST_QUOTE - 1].rstrip()}…"


def text_of(cell: Cell) -> str:
    """Return a cell as a person reads it: whole numbers without ".0", dates as dd-mm-yyyy."""
    if isinstance(cell, str):
        return tidy(cell)
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float) and cell.is_integer():
        return f"{cell:.0f}"
    if isinstance(cell, dt.date):
        return cell.strftime("%d-%m-%Y")
    return str(cell)


def is_nothing(cell: Cell) -> bool:
    """Tell whether a cell stands for no value: empty, blanks, "-", "null", not a number."""
    if isinstance(cell, str):
        return cell.strip().casefold() in NOTHING
    return cell is None or (isinstance(cell, float) and math.isnan(cell))


def read_text(cell: Cell) -> str | None:
    """Return the text; a lone 0 means none. Longer than ``LONGEST_TEXT``: unreadable."""
    text = text_of(cell)
    if len(text) > LONGEST_TEXT:
        raise UnreadableError(cells.TEXT_TOO_LONG)
    return None if text in {"", "0"} else text


def read_name(cell: Cell) -> str | None:
    """Return a koperasi's name, cut at ``LONGEST_TEXT``: a row must not be lost for a long name."""
    text = text_of(cell)[:LONGEST_TEXT]
    return None if text in {"", "0"} else text


def read_nik(cell: Cell) -> str | None:
    """Return the 13 digits of a NIK, whatever the cell was: text, number, with apostrophe or blanks.

    A NIK that a spreadsheet once showed as 1.90503E+12 has lost its last digits, also where they came
    back as zeros: it would make one koperasi of many.
    """
    text = re.sub(r"\.0+$", "", text_of(cell))
    digits = re.sub(r"[\s.'’‘`-]", "", text)
    if digits in {"", "0"}:
        return None
    if text.startswith("-"):  # a negative number, not a dash between digits
        raise UnreadableError(cells.NIK_NOT_13_DIGITS)
    if re.fullmatch(r"[0-9]{13}", digits) and not digits.endswith("000000"):
        return digits
    if digits.endswith("000000") or re.search(r"\de\+?\d", text, re.IGNORECASE):
        raise UnreadableError(cells.NIK_SHORTENED)
    raise UnreadableError(cells.NIK_NOT_13_DIGITS)


def read_digits(cell: Cell) -> str | None:
    """Return a code such as NIB or kode pos as text, without an apostrophe or ".0"."""
    return read_text(re.sub(r"^['’‘`]|\.0+$", "", text_of(cell)))


def read_phone(cell: Cell) -> str | None:
    """Return a telephone number; one that a spreadsheet took for a number gets its leading 0 back."""
    text = read_digits(cell)
    return f"0{text}" if text and _LOST_ZERO.fullmatch(text) else text


def read_date(cell: Cell) -> dt.date | None:
    """Return a date from a date cell, an Excel serial, ISO, dd-mm-yyyy, or "12 Desember 2022".

    ``0000-00-00`` and 0 mean none. A date outside 1901-2100 and a lone year are unreadable.
    """
    if isinstance(cell, dt.datetime):
        return _plausible(cell.date())
    if isinstance(cell, dt.date):
        return _plausible(cell)
    if isinstance(cell, dt.time):
        return None  # Excel's serial 0 in a date column
    text = text_of(cell).casefold()
    if text == "0" or _NO_DATE.fullmatch(text):
        return None
    return _plausible(_date_of_text(text))


def _date_of_text(text: str) -> dt.date:
    try:
        if found := _ISO_DATE.fullmatch(text.upper()):
            year, month, day = map(int, found.groups())
        elif found := _DAY_FIRST.fullmatch(text.upper()):
            day, month, year = map(int, found.groups())
        elif found := _MONTH_NAME.fullmatch(text):
            day, month, year = int(found[1]), MONTHS[found[2]], int(found[3])
        else:
            return _date_of_digits(text)
        return dt.date(year, month, day)
    except (KeyError, ValueError, OverflowError):
        raise UnreadableError(cells.DATE_UNREADABLE) from None


def _date_of_digits(text: str) -> dt.date:
    """Read an Excel serial or yyyymmdd; four digits are a year, not a day in 1905."""
    whole = text.partition(".")[0]
    if re.fullmatch(r"\d{8}", text):
        return dt.date(int(text[:4]), int(text[4:6]), int(text[6:]))
    if re.fullmatch(r"\d{3,5}(\.\d+)?", text) and not 1900 <= int(whole) <= 2100:
        return _EXCEL_EPOCH + dt.timedelta(days=int(whole))
    raise ValueError(text)


def _plausible(day: dt.date) -> dt.date:
    if not EARLIEST <= day <= LATEST:
        raise UnreadableError(cells.DATE_IMPLAUSIBLE)
    return day


def read_money(cell: Cell) -> Decimal:
    """Return rupiah from a number, "1.234.567,00", "Rp 1.234.567,-", "(500)" or "1,234,567.00".

    A lone separator before exactly three digits parts thousands, as offices write it; a number whose
    digits a spreadsheet shortened ("1,5E+09") is unreadable.
    """
    try:
        if isinstance(cell, (int, float, Decimal)):
            amount = Decimal(str(cell))
        else:
            amount = _amount_of_text(text_of(cell))
        if abs(amount) < _LARGEST_AMOUNT:
            return amount.quantize(_CENT)
    except (ValueError, InvalidOperation):
        pass
    raise UnreadableError(cells.MONEY_UNREADABLE)


def _amount_of_text(text: str) -> Decimal:
    negative = text.startswith(("-", "(")) or text.endswith(" -")
    bare = text.strip("()").strip("-– ") if negative else text
    bare = re.sub(r"^(rp|idr)\.?\s*-", r"\1", bare, flags=re.IGNORECASE)
    negative = negative or bool(re.match(r"(rp|idr)\.?\s*-", text, re.IGNORECASE))
    found = _AMOUNT.fullmatch(bare)
    if not found:
        raise ValueError(text)
    amount = Decimal(_plain_number(found[1].replace(" ", "")))
    return -amount if negative else amount


def _plain_number(digits: str) -> str:
    """Return ``digits`` with a point for the decimals and nothing for the thousands."""
    if "." in digits and "," in digits:
        decimal = "," if digits.rindex(",") > digits.rindex(".") else "."
        whole, _, fraction = digits.rpartition(decimal)
        thousands = "." if decimal == "," else ","
        if not re.fullmatch(rf"\d{{1,3}}(\{thousands}\d{{3}})+", whole):
            raise ValueError(digits)
        return f"{whole.replace(thousands, '')}.{fraction or '0'}"
    if re.fullmatch(r"[1-9]\d{0,2}([.,]\d{3})+", digits):
        return re.sub(r"[.,]", "", digits)
    if re.fullmatch(r"\d+([.,]\d*)?", digits):
        return digits.replace(",", ".")
    raise ValueError(digits)


def read_count(cell: Cell) -> int:
    """Return a count of people: a whole number from 0, also as "1.234" or "25 orang"."""
    try:
        amount = read_money(_COUNT_WORDS.sub("", cell) if isinstance(cell, str) else cell)
    except UnreadableError:
        amount = Decimal(-1)
    if amount != int(amount) or not 0 <= amount <= LARGEST_COUNT:
        raise UnreadableError(cells.COUNT_UNREADABLE)
    return int(amount)


def read_year(cell: Cell) -> int | None:
    """Return a year from 1900 to 2100, from "2021", "Tahun 2021", 2021.0 or a date; 0 means none."""
    if isinstance(cell, dt.date):
        return cell.year
    text = re.sub(r"\.0+$", "", text_of(cell))
    if text == "0":
        return None
    found = re.fullmatch(r"(?:tahun|thn\.?)?\s*((?:19|20)\d\d|2100)", text, re.IGNORECASE)
    if not found:
        raise UnreadableError(cells.YEAR_UNREADABLE)
    return int(found[1])


def _word(read: Callable[[str], StrEnum | None], unknown: FindingKind) -> Callable[[Cell], str | None]:
    """Return a reader for a column of known words; a lone 0 means none."""

    def read_word(cell: Cell) -> str | None:
        text = text_of(cell)
        if text == "0":
            return None
        found = read(text)
        if found is None:
            raise UnreadableError(unknown)
        return found.value

    return read_word


def _answered_status(words: Mapping[str, str]) -> Callable[[Cell], Value]:
    """Return a reader of statuses that also knows ``words``; see ``answers.Answers``."""
    read = READERS[Kind.STATUS]

    def read_status(cell: Cell) -> Value:
        told = words.get(word_key(text_of(cell)))
        return read(cell) if told is None or vocabulary.read_status(text_of(cell)) else told or None

    return read_status


def _known_or_written(read: Callable[[str], StrEnum | None]) -> Callable[[Cell], str | None]:
    """Return a reader that spells a known word its canonical way and leaves others as written."""

    def read_open_word(cell: Cell) -> str | None:
        text = read_text(cell)
        return (read(text) or text) if text else None

    return read_open_word


READERS: Final[dict[Kind, Callable[[Cell], Value]]] = {
    Kind.TEXT: read_text,
    Kind.NAME: read_name,
    Kind.NIK: read_nik,
    Kind.DIGITS: read_digits,
    Kind.PHONE: read_phone,
    Kind.DATE: read_date,
    Kind.YEAR: read_year,
    Kind.COUNT: read_count,
    Kind.MONEY: read_money,
    Kind.STATUS: _word(vocabulary.read_status, cells.STATUS_UNKNOWN),
    Kind.CERTIFICATE: _word(vocabulary.read_certificate, cells.CERTIFICATE_UNKNOWN),
    Kind.RAT: _word(vocabulary.read_rat, cells.RAT_STATUS_UNKNOWN),
    Kind.GRADE: _word(vocabulary.read_grade, cells.GRADE_UNKNOWN),
    Kind.TYPE: _known_or_written(vocabulary.read_type),
    Kind.FORM: _known_or_written(vocabulary.read_form),
}


_FAILED: Final = frozenset({"#REF!", "#DIV/0!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!", "#GETTING_DATA"})
"""What a spreadsheet shows in place of a result; "#N/A" says that there is none."""
_FAILED_BY_NUMBER: Final = re.compile(r"Err:\d{3}")
"""What LibreOffice shows."""


def is_failed(text: str) -> bool:
    """Tell whether a text is what a spreadsheet shows in place of a result."""
    text = text.strip()
    return text in _FAILED or bool(_FAILED_BY_NUMBER.fullmatch(text))


def read_column(
    column: list[Cell], kind: Kind, status_words: Mapping[str, str] | None = None
) -> tuple[list[Value], dict[int, FindingKind]]:
    """Return the values of a column, and by position why those are null that cannot be read.

    Each distinct cell is read once: a registry repeats most of its values. ``status_words`` are the words
    of a status that a person has explained.
    """
    read = _answered_status(status_words) if status_words and kind is Kind.STATUS else READERS[kind]
    values: dict[Cell, Value] = {}
    reasons: dict[Cell, FindingKind] = {}
    for cell in set(column):
        if isinstance(cell, str) and is_failed(cell):
            values[cell], reasons[cell] = None, cells.FORMULA_FAILED
            continue
        try:
            values[cell] = None if is_nothing(cell) else read(cell)
        except UnreadableError as error:
            values[cell], reasons[cell] = None, error.kind
    unread = {at: reasons[cell] for at, cell in enumerate(column) if cell in reasons} if reasons else {}
    return [values[cell] for cell in column], unread
