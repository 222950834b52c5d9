"""Tell what columns without a known title hold, and which of them only a person can tell."""

from __future__ import annotations

import dataclasses
import difflib
import re
from collections.abc import Collection, Mapping, Sequence
from functools import cache
from itertools import pairwise
from typing import Final, NamedTuple

from kopdata.imports.fields import FIELDS_BY_NAME, REGISTRY_FIELDS, ROW_NUMBERS, WITHOUT_FIELD, titles_of
from kopdata.imports.headers import OWN_COLUMNS, Header, letters
from kopdata.imports.shapes import Look, filled, look
from kopdata.imports.sheets import Sheet
from kopdata.imports.values import Cell, read_column, shortened, text_of

MOST_ASKED: Final = 40
"""Columns that are asked; a person reads no longer table. The values of all others are kept in ``extra``."""
_LOOKED_AT: Final = 200
_SAMPLES: Final = 5
_SAMPLE_LENGTH: Final = 40
_NEAR: Final = 0.8
_READABLE: Final = 0.8
_TITLES: Final = titles_of(REGISTRY_FIELDS)
_RUNNING: Final = re.compile(r"\(?\d{1,7}[.)]*")
_LARGEST_RUNNING: Final = 10_000_000


class UnclearColumn(NamedTuple):
    """A column that a person may explain, answered or not.

    ``key`` names it in ``answers.Answers``; ``letter`` and ``title`` on the screen. ``samples`` are a few
    different values. ``proposed`` is the field that it may be, ``guessed`` the one that it was taken for by
    its values, ``doubles`` the one that its title names and that another column holds already.
    """

    key: str
    letter: str
    title: str
    samples: tuple[str, ...]
    proposed: str | None = None
    guessed: str | None = None
    doubles: str | None = None


class Understood(NamedTuple):
    """A header with every field that its columns can be told to hold, and what is unclear about the rest.

    ``guessed`` gives, by title, the field of each column that was recognised by its values.
    """

    header: Header
    guessed: dict[str, str]
    unclear: list[UnclearColumn]


def understand(sheet: Sheet, header: Header, told: Mapping[str, str]) -> Understood:
    """Return what the columns of a registry hold, by their titles, then by their values.

    ``told`` are the answers about this header, which ``header`` already bears. Columns that hold nothing, and
    second columns that say the same as the first, need no question.
    """
    header = _with_numbered(sheet, header)
    if header.layout == OWN_COLUMNS and "name" in header.names:
        return Understood(header, {}, [])
    found: dict[int, _Seen] = {}
    for at, key in _askable(header):
        cells = filled(_column(sheet, header, at))
        doubles = _doubled(header, key)
        if not cells or (doubles and key not in told and not _adds(sheet, header, at, doubles)):
            continue
        seen = None
        if key not in told:
            seen = _look(sheet, header, at, cells, doubles)
            if seen and seen.certain:
                header = header.reading(at, seen.field)
        if len(found) < MOST_ASKED or (seen and seen.certain):
            found[at] = _Seen(seen, doubles, cells[:_LOOKED_AT])
    unclear = [_unclear(header, at, seen) for at, seen in list(found.items())[:MOST_ASKED]]
    guessed = {
        header.titles[at]: seen.look.field for at, seen in found.items() if seen.is_certain and seen.look
    }
    return Understood(header, guessed, unclear)


def is_running_number(cell: Cell) -> bool:
    """Tell whether a cell only numbers its row: 7, "7.", "(7)"."""
    if isinstance(cell, (int, float)):
        return not isinstance(cell, bool) and cell == cell // 1 and 0 <= cell < _LARGEST_RUNNING
    return isinstance(cell, str) and bool(_RUNNING.fullmatch(cell.strip()))


def _with_numbered(sheet: Sheet, header: Header) -> Header:
    """Return ``header`` with the columns as unknown that bear a title of row numbers and hold other things.

    A second such column may hold numbers of another kind, of letters or certificates: it numbers the rows
    only if it counts.
    """
    first = True
    for at, key in enumerate(header.keys):
        if key.partition("#")[0] not in ROW_NUMBERS or at in header.fields or at in header.unknown:
            continue
        cells = filled(_column(sheet, header, at))
        some = cells[:: -(-len(cells) // _LOOKED_AT) or 1]
        if sum(map(is_running_number, some)) * 2 < len(some) or not (first or _count(cells)):
            header = dataclasses.replace(header, unknown={**header.unknown, at: header.titles[at]})
        else:
            first = False
    return header


def _count(cells: list[Cell]) -> bool:
    """Tell whether most of the first cells count on from the one before, or begin anew."""
    texts = [text_of(cell).strip("(). ") for cell in cells[:_LOOKED_AT]]
    numbers = [int(text) if text.isdecimal() else 0 for text in texts]
    counted = sum(number in {1, last + 1} for last, number in pairwise([0, *numbers]))
    return counted * 2 >= len(numbers)


class _Seen(NamedTuple):
    """What an unclear column looks like, the field that its title doubles, and its first filled cells."""

    look: Look | None
    doubles: str | None
    cells: list[Cell]

    @property
    def is_certain(self) -> bool:
        return self.look is not None and self.look.certain


def _column(sheet: Sheet, header: Header, at: int) -> list[Cell]:
    return [row[at] for row in sheet.rows[header.at + 1 :] if at < len(row)]


def _look(sheet: Sheet, header: Header, at: int, cells: list[Cell], doubles: str | None) -> Look | None:
    if doubles is None:
        return look(cells, header.titles[at], FIELDS_BY_NAME.keys() - header.names)
    first = header.column_of(doubles)
    return Look(doubles) if first is not None and not filled(_column(sheet, header, first)) else None


def _askable(header: Header) -> list[tuple[int, str]]:
    """Return the columns that a question can be about: unknown by their titles, or answered before."""
    return [
        (at, key)
        for at, key in enumerate(header.keys)
        if (at in header.unknown or at in header.told) and key.partition("#")[0] not in WITHOUT_FIELD
    ]


def _doubled(header: Header, key: str) -> str | None:
    """Return the field that the title of a column names where another column holds it by its own title."""
    about = _TITLES.get(key.partition("#")[0])
    at = header.column_of(about.name) if about else None
    return about.name if about and at is not None and header.keys[at] != key else None


def _adds(sheet: Sheet, header: Header, at: int, doubles: str) -> bool:
    """Tell whether a second column for a field says anything else than the first, unless somebody chose."""
    first = header.column_of(doubles)
    return (
        first is not None
        and first not in header.told
        and any(
            at < len(row) and text_of(row[at]) != (text_of(row[first]) if first < len(row) else "")
            for row in sheet.rows[header.at + 1 :]
        )
    )


def _unclear(header: Header, at: int, seen: _Seen) -> UnclearColumn:
    key, known = header.keys[at], seen.look.field if seen.look else None
    guessed = known if seen.is_certain else None
    proposed = known
    if not (guessed or seen.doubles or at in header.told):
        missing = FIELDS_BY_NAME.keys() - header.names
        proposed = _by_title(key, seen.cells, missing) or (known if known in missing else None)
    return UnclearColumn(
        key=key,
        letter=letters(at),
        title=header.titles[at],
        samples=_samples(seen.cells),
        proposed=proposed,
        guessed=guessed,
        doubles=seen.doubles,
    )


def _by_title(key: str, cells: list[Cell], missing: Collection[str]) -> str | None:
    """Return the missing field with nearly this title, if its values can be read as that field."""
    near = difflib.get_close_matches(key.partition("#")[0], _titles_of_fields(), n=3, cutoff=_NEAR)
    for title in near:
        about = _TITLES[title]
        if about.name in missing and len(read_column(cells, about.kind)[1]) <= (1 - _READABLE) * len(cells):
            return about.name
    return None


@cache
def _titles_of_fields() -> tuple[str, ...]:
    return tuple(title for title in _TITLES if len(title) > 3)


def _samples(cells: Sequence[Cell]) -> tuple[str, ...]:
    """Return the first few different values, each short enough to stand beside others."""
    seen: dict[str, None] = {}
    for cell in cells:
        text = shortened(text_of(cell))
        seen[text if len(text) <= _SAMPLE_LENGTH else f"{text[: _SAMPLE_LENGTH - 1].rstrip()}…"] = None
        if len(seen) == _SAMPLES:
            break
    return tuple(seen)
