"""Names by address as a workbook, as delimited text and on paper.

What a file wrote into a cell is text in all three: a spreadsheet never evaluates it, Typst never reads it as
markup. NIK and telephone numbers are text too, so that no digit is lost.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections.abc import Iterator, Mapping
from itertools import chain
from typing import Final, NamedTuple

import pyarrow as pa
import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from kopdata.errors import KopdataError
from kopdata.formats import ABSENT, short_date
from kopdata.imports.values import tidy
from kopdata.report.tables import DANGEROUS, neutral
from kopdata.report.typesetting import typeset
from kopdata.vocabulary import HEALTH_DETAILS, CertificateStatus, Status
from kopdata.wording.names import NamesHeading

MOST_ON_PAPER: Final = 2_000
"""Koperasi of a printed list: some 150 pages."""
_LONGEST_WORD: Final = {"name": 24, "address": 24, "legal_number": 36}
"""Letters of a word that its column on paper holds; of the others' ``_NARROW``."""
_NARROW: Final = 15
_BATCH: Final = 5_000

Cell = str | int | dt.date | None
Row = Mapping[str, object]


class TooManyNamesError(KopdataError):
    """A list is too long for paper; nothing was made."""

    title = "Daftar terlalu panjang untuk dicetak"


class _Column(NamedTuple):
    title: str
    field: str
    width: int
    """In the workbook, in letters."""


_COLUMNS: Final = (
    _Column("No", "number", 6),
    _Column("Nama koperasi", "name", 44),
    _Column("NIK", "nik", 16),
    _Column("Badan hukum", "legal_number", 28),
    _Column("Alamat", "address", 40),
    _Column("Desa/Kelurahan", "village", 20),
    _Column("Kecamatan", "district", 18),
    _Column("Status", "status", 14),
    _Column("Kesehatan", "health", 14),
    _Column("Ketua", "chair", 26),
    _Column("Telepon", "phone", 16),
    _Column("Telepon ketua", "chair_phone", 16),
    _Column("RAT terakhir", "rat_date", 13),
    _Column("Sertifikat NIK", "certificate_state", 20),
    _Column("Masa berlaku sertifikat", "certificate_expiry", 13),
    _Column("Kunjungan terakhir", "last_visit", 13),
    _Column("Hasil kunjungan", "last_result", 34),
)
"""Titles that our own import knows, where it reads the column."""


def names_workbook(names: pa.Table, heading: NamesHeading) -> bytes:
    """Return the list as a workbook: what it is above it, the header frozen, dates as dates.

    ``names`` is what ``ask_names`` returned.
    """
    made = io.BytesIO()
    settings = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(made, settings) as book:
        book.set_properties({"title": heading.title, "comments": heading.sample})
        sheet = book.add_worksheet("Daftar koperasi")
        bold = book.add_format({"bold": True})
        warning = book.add_format({"bold": True, "font_color": "#8a4b0f", "bg_color": "#f8e8d2"})
        titles = book.add_format({"bold": True, "bg_color": "#eef5f6", "text_wrap": True, "valign": "top"})
        day = book.add_format({"num_format": "dd-mm-yyyy", "align": "left"})
        quoted = book.add_format({"quote_prefix": True})
        for at, column in enumerate(_COLUMNS):
            sheet.set_column(at, at, column.width)
        top = 0
        for words, style in ((heading.title, bold), (heading.sample, warning), *_unstyled(heading.lines)):
            if words:
                sheet.write_string(top, 0, tidy(words), style)
                top += 1
        top += 1
        for at, column in enumerate(_COLUMNS):
            sheet.write_string(top, at, column.title, titles)
        below = top
        for below, cells in enumerate(_rows(names), start=top + 1):
            _write(sheet, below, cells, day, quoted)
        sheet.freeze_panes(top + 1, 2)
        sheet.autofilter(top, 0, below, len(_COLUMNS) - 1)
        _set_up_for_print(sheet, top, heading)
    return made.getvalue()


def names_csv(names: pa.Table, heading: NamesHeading) -> bytes:
    """Return the list as delimited text: UTF-8 with a mark, semicolons, texts in quotes, dates dd-mm-yyyy.

    It is for other programs, so its first line is the header, and what the other forms say above it stands
    in the last column of each row. A text that begins as a formula does gets an apostrophe before it.
    ``names`` is what ``ask_names`` returned.
    """
    made = io.StringIO(newline="")
    write = csv.writer(made, delimiter=";", quoting=csv.QUOTE_NONNUMERIC, lineterminator="\r\n")
    note = neutral(tidy(" ".join(filter(None, (heading.sample, *heading.lines)))))
    write.writerow([*(column.title for column in _COLUMNS), "Keterangan"])
    for cells in _rows(names):
        write.writerow([*(_as_text(cell) for cell in cells), note])
    return made.getvalue().encode("utf-8-sig")


def names_pdf(names: pa.Table, heading: NamesHeading) -> bytes:
    """Return the list as pages to print, A4 across. ``names`` is what ``ask_names`` returned.

    Raises
    ------
    TooManyNamesError
        The list has more than ``MOST_ON_PAPER`` koperasi.
    TypesettingError
        The pages could not be drawn.
    """
    if names.num_rows > MOST_ON_PAPER:
        raise TooManyNamesError(
            "Daftar ini terlalu panjang untuk dicetak. Persempit dengan saringan, atau unduh sebagai .xlsx."
        )
    fields = [column.field for column in _COLUMNS]
    rows = [
        {field: _on_paper(field, cell) for field, cell in zip(fields, cells, strict=True)}
        for cells in _rows(names)
    ]
    return typeset("names.typ", heading.model_dump() | {"rows": rows}, form="pdf")


def _unstyled(lines: tuple[str, ...]) -> list[tuple[str, None]]:
    return [(line, None) for line in lines]


def _rows(names: pa.Table) -> Iterator[list[Cell]]:
    """Return the cells of each koperasi in the order of ``_COLUMNS``."""
    batches = (batch.to_pylist() for batch in names.to_batches(_BATCH))
    for number, row in enumerate(chain.from_iterable(batches), start=1):
        yield [number, *(_cell(column.field, row[column.field]) for column in _COLUMNS[1:])]


def _cell(field: str, value: object) -> Cell:
    if value is None or isinstance(value, dt.date):
        return value
    if field == "status":
        return None if value == Status.UNKNOWN else Status(str(value)).label
    if field == "health":
        return next(kind.label for kind, details in HEALTH_DETAILS.items() if value in details)
    if field == "certificate_state":
        return CertificateStatus(str(value)).label
    return tidy(str(value)) or None


def _write(sheet: Worksheet, at: int, cells: list[Cell], day: Format, quoted: Format) -> None:
    for column, cell in enumerate(cells):
        if isinstance(cell, str):
            sheet.write_string(at, column, cell, quoted if DANGEROUS.match(cell) else None)
        elif isinstance(cell, dt.date):
            sheet.write_datetime(at, column, dt.datetime.combine(cell, dt.time()), day)
        elif cell is not None:
            sheet.write_number(at, column, cell)


def _set_up_for_print(sheet: Worksheet, top: int, heading: NamesHeading) -> None:
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(top)
    sheet.set_footer(f"&L{heading.sample.partition(':')[0]}&RHalaman &P dari &N")


def _as_text(cell: Cell) -> str | int:
    if isinstance(cell, dt.date):
        return short_date(cell)
    return neutral(cell) if isinstance(cell, str) else cell or ""


def _on_paper(field: str, cell: Cell) -> str:
    """Return a cell as it is printed, with places to break where a word is longer than its column."""
    if isinstance(cell, dt.date):
        return short_date(cell)
    longest = _LONGEST_WORD.get(field, _NARROW)
    return ABSENT if cell is None else re.sub(rf"(\S{{{longest}}})(?=\S)", "\\1\u200b", str(cell))
