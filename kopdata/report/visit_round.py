"""One officer's round of one day on paper: whom to visit, where, whom to call, and room to write.

Every place has a fixed height, so that a page holds as many whatever a file wrote.
"""

from __future__ import annotations

import re
from typing import Final

from kopdata.fieldwork.vocabulary import FollowUp
from kopdata.formats import ABSENT
from kopdata.imports.values import tidy
from kopdata.queries.worklist import WorkItem, WorkList
from kopdata.report.typesetting import typeset
from kopdata.wording.names import NamesHeading
from kopdata.wording.visit_form import ADDRESSES, FIELDS
from kopdata.wording.worklist import place, why
from kopdata.wording.worklist_files import finding, status

PLACES: Final = 8
"""Koperasi on a page: the usual round is one page, a longer one goes on on the next."""
_LETTERS: Final = {
    **{"name": 72, "nik": 20, "address": 130, "chair": 46, "phones": 46, "why": 77, "finding": 77},
}
"""Letters that fit in each part of a place."""
_LONGEST_WORD: Final = 18
_QUESTIONS: Final = (
    (
        {"label": FIELDS["at_address"], "answers": list(ADDRESSES.values())},
        {"label": FIELDS["serves"], "answers": ["Ya", "Tidak"]},
    ),
    (
        {
            "label": FIELDS["follow_up"],
            "answers": [
                # The one that would not fit beside the others.
                "Surat keterangan desa" if one is FollowUp.ASK_VILLAGE else str(one)
                for one in FollowUp
            ],
        },
    ),
)
"""What is ticked, a line each: what the form of a visit demands."""


def round_pdf(found: WorkList, heading: NamesHeading) -> bytes:
    """Return the items of ``found`` on pages A4, ``PLACES`` on each, with boxes to tick and lines to fill.

    Raises
    ------
    TypesettingError
        The pages could not be drawn.
    """
    rows = [_row(at, item, found) for at, item in enumerate(found.items, start=1)]
    return typeset(
        "visit_round.typ",
        {
            "title": _fitted(heading.title, 90),
            "lines": [_fitted(line, 120) for line in heading.lines],
            "sample": heading.sample,
            "questions": _QUESTIONS,
            "pages": [rows[first : first + PLACES] for first in range(0, len(rows), PLACES)],
        },
        form="pdf",
    )


def _row(at: int, item: WorkItem, found: WorkList) -> dict[str, str]:
    cells = {
        "name": item.name,
        "nik": item.nik,
        "address": ", ".join(filter(None, (item.address, place(item)))),
        "chair": item.chair,
        "phones": " · ".join(dict.fromkeys(filter(None, (item.chair_phone, item.phone)))),
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
