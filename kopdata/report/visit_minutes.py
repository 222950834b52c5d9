"""The berita acara of one visit: one page A4 in office form, to be signed."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final

from kopdata.fieldwork.records import Visit, VisitedCooperative
from kopdata.report.typesetting import typeset
from kopdata.wording.minutes import minutes

MOST_PHOTOS: Final = 4
_UNBROKEN: Final = re.compile(r"(\S{24})(?=\S)")


def visit_minutes(
    visit: Visit,
    *,
    cooperative: VisitedCooperative,
    office_name: str,
    section_name: str,
    zone: dt.tzinfo,
    is_demo: bool,
    photos: Sequence[bytes] = (),
    logo: bytes | Path | None = None,
) -> bytes:
    """Return the berita acara as a PDF of exactly one page: the same bytes for the same data.

    ``photos`` are thumbnails (JPEG) of which the first ``MOST_PHOTOS`` are shown, ``logo`` is a PNG or
    the file of one; a file that is gone leaves its place empty.
    Notes that do not fit are cut, and the page says where the rest stands.

    Raises
    ------
    TypesettingError
        The page could not be drawn.
    """
    versions = minutes(
        visit,
        cooperative,
        office_name=office_name,
        section_name=section_name,
        zone=zone,
        is_demo=is_demo,
    )
    shown = photos[:MOST_PHOTOS]
    data = {
        "versions": [
            {name: _breakable(value) for name, value in version.model_dump().items()} for version in versions
        ],
        "photos": [list(photo) for photo in shown],
        "more_photos": max(0, len(visit.photos) - len(shown)),
        "logo": list(_content(logo)),
    }
    return typeset("visit_minutes.typ", data, form="pdf")


def _content(logo: bytes | Path | None) -> bytes:
    if isinstance(logo, Path):
        with suppress(OSError):
            return logo.read_bytes()
        return b""
    return logo or b""


def _breakable(value: object) -> object:
    """Return texts with places to break where a word is longer than any word is."""
    if isinstance(value, str):
        return _UNBROKEN.sub("\\1\u200b", value)
    return [_breakable(part) for part in value] if isinstance(value, (list, tuple)) else value
