"""Find the header of a table among title rows, and tell which field each column holds."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from kopdata.imports.fields import (
    AS_OF,
    ASSESSMENT_FIELDS,
    IGNORED,
    REGISTRY_FIELDS,
    Field,
    title_key,
    titles_of,
)
from kopdata.imports.sheets import Row, Sheet
from kopdata.imports.values import Cell, text_of
from kopdata.vocabulary import ImportKind

OWN_COLUMNS: Final = "kolom kopdata"
"""The layout whose columns bear our own field names, as our export writes it."""
HEADER_WITHIN: Final = 60
"""A header stands within so many rows from the top."""
_LONGEST_TITLE: Final = 120
_FEWEST_FIELDS: Final = 3

_REGISTRY: Final = {**titles_of(REGISTRY_FIELDS), **titles_of((AS_OF,))}
_ASSESSMENTS: Final = titles_of(ASSESSMENT_FIELDS)

_SIGNATURES: Final = (
    ("H1", ("Nomor Badan Hukum Pendirian", "Pola Pengelolaan", "Status NIK", "KUK")),
    ("H2", ("Nomor Induk Koperasi (NIK)", "Status Grade", "Nama Ketua")),
    ("H3", ("ID Koperasi", "Status Aktif", "Tahun Rekap")),
    ("H4", ("ID Koperasi", "Status RAT", "No Telpon 1")),
    ("H5", ("NIK", "Nomor Badan Hukum Pendirian", "Status Koperasi")),
    ("H7", ("NIK", "Nama Koperasi", "Desa / Kelurahan", "Kecamatan", "Status Koperasi")),
)
"""Titles that tell the layouts seen in the wild apart; the first whose titles all occur names the file."""


@dataclass(frozen=True, slots=True)
class Header:
    """Where the header of a table stands and what its columns hold.

    ``at`` is the index of its (lower) row; ``fields`` gives the field of each column that has one;
    ``unknown`` the title of each column whose values go to ``extra``. ``width`` columns have a place in
    the header; a row that goes on beyond them probably holds a separator within a text.
    """

    kind: ImportKind
    at: int
    titles: tuple[str, ...]
    fields: dict[int, Field]
    unknown: dict[int, str]
    width: int

    def column_of(self, name: str) -> int | None:
        """Return the column of a field, or None if the file does not carry it."""
        return next((column for column, field in self.fields.items() if field.name == name), None)

    @property
    def layout(self) -> str:
        """Which known layout this is ("H3", "kolom kopdata"), else a description."""
        if self.kind is ImportKind.ASSESSMENTS:
            return "H8"
        carried = [field for field in self.fields.values() if field is not AS_OF]
        if all(self.titles[column] == field.name for column, field in self.fields.items()):
            return OWN_COLUMNS
        keys = {title_key(title) for title in self.titles}
        for name, signature in _SIGNATURES:
            if all(title_key(title) in keys for title in signature):
                return name
        return f"susunan lain, {len(carried)} kolom dikenal"


def header_score(rows: list[Row]) -> int:
    """Return how many fields the best header within ``rows`` names; 0 if there is none."""
    header = find_header(rows)
    return len(header.fields) if header else 0


def pick_sheet(sheets: list[Sheet]) -> tuple[Sheet, Header] | None:
    """Return the sheet that holds a registry or a recap, with its header: the richest, then the longest.

    A hidden sheet counts only where no visible one holds a table we know.
    """
    found = [(sheet, header) for sheet in sheets if (header := find_header(sheet.rows))]
    visible = [pair for pair in found if not pair[0].hidden] or found
    best = max(visible, key=lambda pair: (len(pair[1].fields), len(pair[0].rows)), default=None)
    return (best[0], _widened(best[1], best[0].rows)) if best else None


def _widened(header: Header, rows: list[Row]) -> Header:
    """Return ``header`` with a title for every column in which any row holds a cell."""
    more = {column: f"Kolom {_letters(column)}" for column in range(header.width, max(map(len, rows)))}
    titles = (*header.titles, *more.values())
    return dataclasses.replace(header, titles=titles, unknown=header.unknown | more)


def find_header(rows: list[Row]) -> Header | None:
    """Return the best header within the first rows, or None where no row names enough fields."""
    best: Header | None = None
    for at, row in enumerate(rows[:HEADER_WITHIN]):
        header = _header_at(rows, at, row)
        if header and (best is None or len(header.fields) > len(best.fields)):
            best = header
    return best


def _header_at(rows: list[Row], at: int, row: Row) -> Header | None:
    keys = [_key(cell) for cell in row]
    recap, registry = _match(keys, _ASSESSMENTS), _match(keys, _REGISTRY)
    names = {field.name for field in recap.values()}
    if "predicate" in names and len(recap) >= max(len(registry), _FEWEST_FIELDS) and names & {"nik", "name"}:
        return _header(ImportKind.ASSESSMENTS, at, row, keys, recap)
    if "name" not in {field.name for field in registry.values()}:
        return None
    below = rows[at + 1] if at + 1 < len(rows) else []
    if _continues(registry, below):
        at, row = at + 1, [_lower(row, below, column) for column in range(max(len(row), len(below)))]
        keys = [_key(cell) for cell in row]
        registry = _match(keys, _REGISTRY)
    return _header(ImportKind.REGISTRY, at, row, keys, registry) if len(registry) >= _FEWEST_FIELDS else None


def _continues(fields: dict[int, Field], below: Row) -> bool:
    """Tell whether the next row is the lower half of a merged header: titles under other columns only."""
    known = {column for column, cell in enumerate(below) if _key(cell) in _REGISTRY}
    filled = {column for column, cell in enumerate(below) if text_of(cell)}
    return bool(known - fields.keys()) and not filled & fields.keys()


def _lower(row: Row, below: Row, column: int) -> Cell:
    low = below[column] if column < len(below) else None
    return low if text_of(low) else (row[column] if column < len(row) else None)


def _key(cell: Cell) -> str:
    return title_key(cell) if isinstance(cell, str) and len(cell) <= _LONGEST_TITLE else ""


def _match(keys: Iterable[str], known: dict[str, Field]) -> dict[int, Field]:
    """Return the field of each column; of two columns for one field the first counts."""
    fields: dict[int, Field] = {}
    for column, key in enumerate(keys):
        field = known.get(key)
        if field and field not in fields.values():
            fields[column] = field
    return fields


def _header(kind: ImportKind, at: int, row: Row, keys: list[str], fields: dict[int, Field]) -> Header:
    titles: list[str] = []
    for column, cell in enumerate(row):
        title = text_of(cell)[:_LONGEST_TITLE] or f"Kolom {_letters(column)}"
        titles.append(title if title not in titles else f"{title} ({_letters(column)})")
    unknown = {
        column: titles[column]
        for column in range(len(row))
        if column not in fields and keys[column] not in IGNORED
    }
    return Header(kind, at, tuple(titles), fields, unknown, len(titles))


def _letters(column: int) -> str:
    """Return a spreadsheet's name of a column: A, B, … Z, AA."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def repeats(row: Row, header: Header) -> bool:
    """Tell whether a row is the header once more, as after a page break."""
    same = [
        column
        for column in header.fields
        if column < len(row) and _key(row[column]) == title_key(header.titles[column])
    ]
    return len(same) * 2 > len(header.fields)
