"""Telephone numbers as files write them, and what a telephone calls."""

from __future__ import annotations

import re
from typing import Final

from kopdata.imports.values import tidy
from kopdata.models import Record

_BETWEEN: Final = re.compile(r"[/,;]|\batau\b|\bdan\b")
"""What stands between two numbers in one cell."""
_IN_NUMBER: Final = re.compile(r"[\s().-]")
_DIALLED: Final = re.compile(r"\+?\d{6,15}", re.ASCII)
"""E.164 allows 15 digits."""


class Telephone(Record):
    """One telephone number as a file wrote it, with whose it is: "Ketua 0800-000-000".

    ``dial`` is what a telephone calls: its digits, "" where the text is no number.
    """

    words: str
    dial: str


def telephones(chair: str | None, cooperative: str | None) -> tuple[Telephone, ...]:
    """Return the numbers in two cells, each once; the chair's first, who is the one to call."""
    found: dict[str, Telephone] = {}
    for whose, text in (("Ketua", chair), ("Koperasi", cooperative)):
        for given in filter(None, map(tidy, _BETWEEN.split(text or ""))):
            digits = _IN_NUMBER.sub("", given)
            dial = digits if _DIALLED.fullmatch(digits) else ""
            found.setdefault(dial or given, Telephone(words=f"{whose} {given}", dial=dial))
    return tuple(found.values())
