"""Any table of words to take along, as a workbook and as delimited text.

What a file wrote into a cell stays text in both: a spreadsheet never evaluates it. All cells are texts, so
that no digit of a NIK is lost.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

import xlsxwriter

from kopdata.imports.values import tidy
from kopdata.wording.names import NamesHeading

DANGEROUS: Final = re.compile(r"[=+\-@＝＋－＠]")
"""Beginnings that a spreadsheet takes for a formula, in the wide letters of other languages too."""


class Column(NamedTuple):
    """A column: its title, and its width in the workbook, in letters."""

    title: str
    width: int


Rows = Iterable[Sequence[str]]


def table_workbook(rows: Rows, columns: Sequence[Column], heading: NamesHeading, sheet_name: str) -> bytes:
    """Return the rows as a workbook of one sheet: what it is above it, the header frozen, a filter on it."""
    made = io.BytesIO()
    settings = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(made, settings) as book:
        book.set_properties({"title": heading.title, "comments": heading.sample})
        sheet = book.add_worksheet(sheet_name)
        bold = book.add_format({"bold": True})
        warning = book.add_format({"bold": True, "font_color": "#8a4b0f", "bg_color": "#f8e8d2"})
        titles = book.add_format({"bold": True, "bg_color": "#eef5f6", "text_wrap": True, "valign": "top"})
        quoted = book.add_format({"quote_prefix": True})
        for at, column in enumerate(columns):
            sheet.set_column(at, at, column.width)
        top = 0
        styled = ((heading.title, bold), (heading.sample, warning), *((line, None) for line in heading.lines))
        for words, style in styled:
            if words:
                sheet.write_string(top, 0, tidy(words), style)
                top += 1
        top += 1
        for at, column in enumerate(columns):
            sheet.write_string(top, at, column.title, titles)
        below = top
        for below, cells in enumerate(rows, start=top + 1):
            for at, cell in enumerate(map(tidy, cells)):
                sheet.write_string(below, at, cell, quoted if DANGEROUS.match(cell) else None)
        sheet.freeze_panes(top + 1, 1)
        sheet.autofilter(top, 0, below, len(columns) - 1)
        sheet.set_landscape()
        sheet.set_paper(9)  # A4
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(top)
        sheet.set_footer(f"&L{heading.sample.partition(':')[0]}&RHalaman &P dari &N")
    return made.getvalue()


def table_csv(rows: Rows, columns: Sequence[Column], heading: NamesHeading) -> bytes:
    """Return the rows as delimited text: UTF-8 with a mark, semicolons, all in quotes.

    A text that begins as a formula does gets an apostrophe before it.
    """
    made = io.StringIO(newline="")
    write = csv.writer(made, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    for words in filter(None, (heading.title, heading.sample, *heading.lines)):
        write.writerow([neutral(tidy(words))])
    write.writerow([column.title for column in columns])
    for cells in rows:
        write.writerow([neutral(tidy(cell)) for cell in cells])
    return made.getvalue().encode("utf-8-sig")


def neutral(text: str) -> str:
    """Return ``text`` for delimited text: with an apostrophe before what would begin a formula."""
    return f"'{text}" if DANGEROUS.match(text) else text
