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
"""Koperasi that have a place on the page where there are no more."""
PLACES_ABOVE_REST: Final = 8
REST: Final = 12
"""Koperasi that get a line below ``PLACES_ABOVE_REST`` places where there are more."""
_LETTERS: Final = {
    **{"name": 72, "nik": 20, "address": 84, "village": 30, "district": 24, "chair": 40, "phones": 44},
    **{"why": 130, "finding": 130},
}
"""Letters that fit in each part of a place."""
_LETTERS_OF_REST: Final = {"name": 48, "village": 20, "phones": 28}
_LONGEST_WORD: Final = 18
_BOXES: Final = (
    "Ada, melayani",
    "Ada, tidak melayani",
    "Pindah alamat",
    "Pengurus tidak ada",
    "Tidak ditemukan",
)


def round_pdf(found: WorkList, heading: NamesHeading) -> bytes:
    """Return the items of ``found`` as one page, A4 across.

    Up to ``PLACES`` of them have a place to write in. Of more, the first ``PLACES_ABOVE_REST`` do, the next
    ``REST`` have a line with name, village and telephone, and of the others their number is said.

    Raises
    ------
    TypesettingError
        The page could not be drawn.
    """
    places = PLACES if found.shown <= PLACES else PLACES_ABOVE_REST
    rest = found.items[places : places + REST] if found.shown > PLACES else ()
    left_out = found.shown - min(len(found.items), places) - len(rest)
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
            "rows": [_row(at, item, found) for at, item in enumerate(found.items[:places], start=1)],
            "rest": [_line(at, item) for at, item in enumerate(rest, start=places + 1)],
            "more": f"{number(left_out)} koperasi lagi tidak muat di halaman ini." if left_out else "",
        },
        form="pdf",
    )


def _row(at: int, item: WorkItem, found: WorkList) -> dict[str, str]:
    cells = {
        "name": item.name,
        "nik": item.nik,
        "address": item.address,
        "village": item.village,
        "district": item.district,
        "chair": item.chair,
        "phones": _phones(item),
        "why": why(item, found),
        "finding": finding(item),
    }
    said = {
        name: _fitted(cell or ("" if name == "phones" else ABSENT), _LETTERS[name])
        for name, cell in cells.items()
    }
    return said | {"number": str(at), "status": status(item)}


def _line(at: int, item: WorkItem) -> str:
    """Return a koperasi without a place: "9. Koperasi Karya, Irat, 0800000000"."""
    cells = {"name": item.name, "village": item.village or item.district, "phones": _phones(item)}
    said = [_fitted(cell, _LETTERS_OF_REST[name]) for name, cell in cells.items() if cell]
    return f"{at}. {', '.join(said)}"


def _phones(item: WorkItem) -> str:
    return " · ".join(dict.fromkeys(filter(None, (item.chair_phone, item.phone))))


def _fitted(text: str, letters: int) -> str:
    """Return ``text`` on one line of at most so many letters, with places to break in very long words."""
    text = tidy(text)
    if len(text) > letters:
        text = f"{text[: letters - 1].rstrip()}…"
    return re.sub(rf"(\S{{{_LONGEST_WORD}}})(?=\S)", "\\1\u200b", text)
