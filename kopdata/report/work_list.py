"""The work list to take along by name by address, and what of it contradicts ODS, for the ministry."""

from __future__ import annotations

import re
from typing import Final

from kopdata.errors import KopdataError
from kopdata.formats import ABSENT
from kopdata.imports.values import tidy
from kopdata.queries.worklist import WorkList
from kopdata.report.names import MOST_ON_PAPER
from kopdata.report.tables import Column, table_csv, table_workbook
from kopdata.report.typesetting import typeset
from kopdata.wording.names import NamesHeading
from kopdata.wording.worklist_files import (
    CONTRADICTION_COLUMNS,
    LIST_COLUMNS,
    contradiction_parts,
    contradiction_rows,
    list_rows,
)

_LIST_WIDTHS: Final = (6, 44, 16, 40, 20, 18, 26, 16, 16, 14, 60, 13, 34, 30, 10, 28, 22, 34)
_LIST: Final = tuple(Column(title, width) for title, width in zip(LIST_COLUMNS, _LIST_WIDTHS, strict=True))
_AGAINST_WIDTHS: Final = (6, 44, 16, 28, 40, 20, 18, 14, 70, 40, 13, 34, 16)
_AGAINST: Final = tuple(
    Column(title, width) for title, width in zip(CONTRADICTION_COLUMNS, _AGAINST_WIDTHS, strict=True)
)
_LONGEST_WORD: Final = 15
"""Letters of a word that every column on paper holds."""


class TooManyOnPaperError(KopdataError):
    """A list is too long for paper; nothing was made."""

    title = "Daftar terlalu panjang untuk dicetak"


def work_list_workbook(found: WorkList, heading: NamesHeading) -> bytes:
    """Return the items as a workbook."""
    return table_workbook(list_rows(found), _LIST, heading, "Pemantauan")


def work_list_csv(found: WorkList, heading: NamesHeading) -> bytes:
    """Return the items as delimited text."""
    return table_csv(list_rows(found), _LIST, heading)


def contradictions_workbook(found: WorkList, heading: NamesHeading) -> bytes:
    """Return the items with what contradicts ODS as a workbook."""
    return table_workbook(contradiction_rows(found), _AGAINST, heading, "Status bertentangan")


def contradictions_csv(found: WorkList, heading: NamesHeading) -> bytes:
    """Return the items with what contradicts ODS as delimited text."""
    return table_csv(contradiction_rows(found), _AGAINST, heading)


def contradictions_pdf(found: WorkList, heading: NamesHeading) -> bytes:
    """Return the items with what contradicts ODS as pages to print, A4 across: what is proven comes first.

    Raises
    ------
    TooManyOnPaperError
        There are more than ``MOST_ON_PAPER`` koperasi.
    TypesettingError
        The pages could not be drawn.
    """
    if len(found.items) > MOST_ON_PAPER:
        raise TooManyOnPaperError(
            "Daftar ini terlalu panjang untuk dicetak. Persempit dengan saringan, atau unduh sebagai .xlsx."
        )
    parts = [
        {"title": part.title, "rows": [[_breakable(cell) for cell in row] for row in part.rows]}
        for part in contradiction_parts(found)
    ]
    return typeset("contradictions.typ", heading.model_dump() | {"parts": parts}, form="pdf")


def _breakable(cell: str) -> str:
    """Return a cell with places to break where a word is longer than its column."""
    return re.sub(rf"(\S{{{_LONGEST_WORD}}})(?=\S)", "\\1\u200b", tidy(cell)) or ABSENT
