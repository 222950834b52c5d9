"""One officer's round of one day on one page: whom to visit, where, whom to call, what was found last.

The page has a fixed number of places of a fixed height, so that it stays one page whatever a file wrote.
"""

from __future__ import annotations

import re
from typing import Final

from kopdata.formats import ABSENT, number
from kopdata.imports.values import tidy
from kopdata.queries.worklist import WorkItem, WorkList
from kopdata.report.typesetting import typeset
from kopdata.wording.names import NamesHeading
from kopdata.wording.worklist import why
from kopdata.wording.worklist_files import finding, status

PLACES: Final = 9
"""Koperasi that fit on the page; nobody visits more in a day."""
_LETTERS: Final = {
    **{"name": 72, "nik": 20, "address": 84, "village": 30, "district": 24, "chair": 40, "phones": 44},
    **{"why": 130, "finding": 130},
}
"""Letters that fit in each part of a place."""
_LONGEST_WORD: Final = 18
_BOXES: Final = (
    "Ada, melayani",
    "Ada, tidak melayani",
    "Pindah alamat",
    "Pengurus tidak ada",
    "Tidak ditemukan",
)


def round_pdf(found: WorkList, heading: NamesHeading) -> bytes:
    """Return the items of ``found`` as one page, A4 across: the first ``PLACES`` of them, and how many more.

    Raises
    ------
    TypesettingError
        The page could not be drawn.
    """
    left_out = found.shown - min(len(found.items), PLACES)
    fitted = {
        "title": _fitted(heading.title, 110),
        "lines": [_fitted(line, 150) for line in heading.lines],
        "sample": heading.sample,
    }
    return typeset(
        "visit_round.typ",
        fitted
        | {
            "boxes": _BOXES,
            "rows": [_row(at, item, found) for at, item in enumerate(found.items[:PLACES], start=1)],
            "more": f"{number(left_out)} koperasi lagi tidak muat di halaman ini." if left_out else "",
        },
        form="pdf",
    )


def _row(at: int, item: WorkItem, found: WorkList) -> dict[str, str]:
    phones = " · ".join(dict.fromkeys(filter(None, (item.chair_phone, item.phone))))
    cells = {
        "name": item.name,
        "nik": item.nik,
        "address": item.address,
        "village": item.village,
        "district": item.district,
        "chair": item.chair,
        "phones": phones,
        "why": why(item, found),
        "finding": finding(item),
    }
    said = {
        name: _fitted(cell or ("" if name == "phones" else ABSENT), _LETTERS[name])
        for name, cell in cells.items()
    }
    return said | {"number": str(at), "status": status(item)}


def _fitted(text: str, letters: int) -> str:
    """Return ``text`` on one line of at most so many letters, with places to break in very long words."""
    text = tidy(text)
    if len(text) > letters:
        text = f"{text[: letters - 1].rstrip()}…"
    return re.sub(rf"(\S{{{_LONGEST_WORD}}})(?=\S)", "\\1\u200b", text)
