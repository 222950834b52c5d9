"""Find the header of a table among title rows, and tell which field each column holds."""

from __future__ import annotations

import dataclasses
import hashlib
import re
import statistics
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from kopdata.imports.answers import NO_ANSWERS, Answers, word_key
from kopdata.imports.fields import (
    AS_OF,
    ASSESSMENT_FIELDS,
    FIELDS_BY_NAME,
    IGNORED,
    REGISTRY_FIELDS,
    Field,
    title_key,
    titles_of,
)
from kopdata.imports.shapes import are_names, filled, names_cooperatives
from kopdata.imports.sheets import Row, Sheet
from kopdata.imports.values import Cell, text_of
from kopdata.vocabulary import ImportKind, read_status

OWN_COLUMNS: Final = "kolom kopdata"
"""The layout whose columns bear our own field names, as our export writes it."""
HEADER_WITHIN: Final = 60
"""A header stands within so many rows from the top."""
_LONGEST_TITLE: Final = 120
_FEWEST_FIELDS: Final = 3
_ROWS_BELOW: Final = 100
"""Rows below a possible header that are looked at to tell whether it is one."""
_COLUMNS_LOOKED_AT: Final = 300
_MOST_OF_A_ROW: Final = 0.6
_DATA: Final = re.compile(r"\d{6}")
"""No title holds such a number: a row with one is data."""
_LETTER: Final = re.compile(r"[^\W\d_]")

_BETTER: Final = 100_000
_BLANK: Final = re.compile(r"#\d+")
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

    ``keys`` name the columns of the header, whatever their order and their spelling. ``told`` are the columns
    whose field is known by a person's answer or by their values, not by their titles. ``status_words`` are
    the answers about words of the status.
    """

    kind: ImportKind
    at: int
    titles: tuple[str, ...]
    fields: dict[int, Field]
    unknown: dict[int, str]
    width: int
    keys: tuple[str, ...] = ()
    told: frozenset[int] = frozenset()
    status_words: Mapping[str, str] = field(default_factory=dict)

    @property
    def fingerprint(self) -> str:
        """The SHA-256 of the columns in their order: two files with the same one are of one kind."""
        return fingerprint_of(self.keys)

    @property
    def names(self) -> frozenset[str]:
        """The fields that the columns hold."""
        return frozenset(about.name for about in self.fields.values())

    def tells_status(self, text: str) -> bool:
        """Tell whether a word of the status is known, of itself or by an answer."""
        return read_status(text) is not None or word_key(text) in self.status_words

    def reading(self, column: int, name: str | None) -> Header:
        """Return this header with ``column`` read as the field of this name, or as none.

        A column that held the field before loses it.
        """
        fields = {at: about for at, about in self.fields.items() if at != column and about.name != name}
        if name:
            fields[column] = FIELDS_BY_NAME[name]
        unknown = {
            at: title
            for at, title in enumerate(self.titles)
            if at not in fields and (at in self.unknown or at in self.fields)
        }
        return dataclasses.replace(
            self, fields=dict(sorted(fields.items())), unknown=unknown, told=self.told | {column}
        )

    def column_of(self, name: str) -> int | None:
        """Return the column of a field, or None if the file does not carry it."""
        return next((column for column, field in self.fields.items() if field.name == name), None)

    @property
    def layout(self) -> str:
        """Which known layout this is ("H3", "kolom kopdata"), else a description."""
        if self.kind is ImportKind.ASSESSMENTS:
            return "H8"
        carried = [about for about in self.fields.values() if about is not AS_OF]
        titled = {column: about for column, about in self.fields.items() if column not in self.told}
        if titled and all(self.titles[column] == about.name for column, about in titled.items()):
            return OWN_COLUMNS
        keys = {title_key(title) for title in self.titles}
        for name, signature in _SIGNATURES:
            if all(title_key(title) in keys for title in signature):
                return name
        return f"susunan lain, {len(carried)} kolom dikenal"


def fingerprint_of(keys: Sequence[str]) -> str:
    """Return the fingerprint of a header by the keys of its columns, without blank ones at its end."""
    last = max((at for at, key in enumerate(keys) if not _BLANK.fullmatch(key)), default=-1)
    return hashlib.sha256("\n".join(keys[: last + 1]).encode()).hexdigest()


def header_score(rows: list[Row], answers: Answers = NO_ANSWERS) -> int:
    """Return how good the best header within ``rows`` is; 0 if there is none.

    One that names its fields is better than any that a person must explain.
    """
    if header := find_header(rows, answers):
        return _BETTER * len(header.fields)
    nameless = find_nameless(rows)
    return min(len(nameless.titles), _BETTER - 1) if nameless else 0


def pick_sheet(sheets: list[Sheet], answers: Answers = NO_ANSWERS) -> tuple[Sheet, Header] | None:
    """Return the sheet that holds a registry or a recap, with its header: the richest, then the longest.

    A hidden sheet counts only where no visible one holds a table we know. Where no table names its koperasi,
    the header is one whose columns a person can explain: it has no column for the field "name".
    """
    found = [(sheet, header) for sheet in sheets if (header := find_header(sheet.rows, answers))]
    found = found or [(sheet, header) for sheet in sheets if (header := find_nameless(sheet.rows, answers))]
    visible = [pair for pair in found if not pair[0].hidden] or found
    best = max(visible, key=lambda pair: (len(pair[1].fields), len(pair[0].rows)), default=None)
    return (best[0], _widened(best[1], best[0].rows)) if best else None


def _widened(header: Header, rows: list[Row]) -> Header:
    """Return ``header`` with a title for every column in which any row holds a cell."""
    more = {column: f"Kolom {letters(column)}" for column in range(header.width, max(map(len, rows)))}
    titles = (*header.titles, *more.values())
    return dataclasses.replace(header, titles=titles, unknown=header.unknown | more)


def find_header(rows: list[Row], answers: Answers = NO_ANSWERS) -> Header | None:
    """Return the best header within the first rows, or None where no row names enough fields.

    What a person said about the columns of such a header holds before what their titles say.
    """
    best: Header | None = None
    for at, row in enumerate(rows[:HEADER_WITHIN]):
        header = _header_at(rows, at, row, answers)
        if header and (best is None or len(header.fields) > len(best.fields)):
            best = header
    return best


def find_nameless(rows: list[Row], answers: Answers = NO_ANSWERS) -> Header | None:
    """Return a header of which a person must say more: where the koperasi stand, or all but their name.

    Several known titles tell it, or the shape of the table: a row of titles above rows that hold a NIK, a
    legal number or words like "Koperasi". None for any other table.
    """
    best: Header | None = None
    for at, row in enumerate(rows[:HEADER_WITHIN]):
        header = _nameless_at(rows, at, row)
        if header and (best is None or len(header.fields) > len(best.fields)):
            best = header
    return _answered(best, answers.of_header(best.fingerprint)) if best else None


def _nameless_at(rows: list[Row], at: int, row: Row) -> Header | None:
    titled = [column for column, cell in enumerate(row) if text_of(cell)]
    texts = [row[column] for column in titled]
    if len(titled) < _FEWEST_FIELDS or any(not _is_title(cell) for cell in texts):
        return None
    at, row, keys, fields = _lowered(rows, at, row, [_key(cell) for cell in row])
    header = _header(ImportKind.REGISTRY, at, row, keys, fields)
    below = [other for other in rows[at + 1 : at + 1 + _ROWS_BELOW] if any(map(text_of, other))]
    columns = {
        column: filled([other[column] for other in below if column < len(other)])
        for column in (*header.fields, *header.unknown)[:_COLUMNS_LOOKED_AT]
    }
    may_name = [cells for column, cells in columns.items() if cells and column in header.unknown]
    if "name" not in header.names and not any(map(are_names, may_name)):
        return None
    if len(header.names - {AS_OF.name}) >= _FEWEST_FIELDS:
        return header
    return header if below and _spans_cooperatives(len(titled), below, columns) else None


def _spans_cooperatives(titles: int, below: list[Row], columns: Mapping[int, list[Cell]]) -> bool:
    """Tell whether so many titles stand over a table of koperasi, which begins in the very next row.

    A row of column numbers may stand between.
    """
    width = statistics.median(sum(bool(text_of(cell)) for cell in row) for row in below)
    first = next((row for row in below if any(map(_LETTER.search, map(text_of, row)))), below[0])
    return titles >= _MOST_OF_A_ROW * width and any(
        names_cooperatives(cells) and names_cooperatives(first[column : column + 1])
        for column, cells in columns.items()
        if cells
    )


def _is_title(cell: Cell) -> bool:
    return isinstance(cell, str) and len(cell) <= _LONGEST_TITLE and not _DATA.search(cell)


def _lowered(
    rows: list[Row], at: int, row: Row, keys: list[str]
) -> tuple[int, Row, list[str], dict[int, Field]]:
    """Return a header of the registry with its lower half, where the next row is one."""
    fields = _match(keys, _REGISTRY)
    below = rows[at + 1] if at + 1 < len(rows) else []
    if len(fields) < 2 or not _continues(fields, below):
        return at, row, keys, fields
    row = [_lower(row, below, column) for column in range(max(len(row), len(below)))]
    keys = [_key(cell) for cell in row]
    return at + 1, row, keys, _match(keys, _REGISTRY)


def _header_at(rows: list[Row], at: int, row: Row, answers: Answers) -> Header | None:
    keys = [_key(cell) for cell in row]
    recap, registry = _match(keys, _ASSESSMENTS), _match(keys, _REGISTRY)
    names = {about.name for about in recap.values()}
    if "predicate" in names and len(recap) >= max(len(registry), _FEWEST_FIELDS) and names & {"nik", "name"}:
        return _header(ImportKind.ASSESSMENTS, at, row, keys, recap)
    if "name" not in {about.name for about in registry.values()} and not answers.columns:
        return None
    at, row, keys, registry = _lowered(rows, at, row, keys)
    told = answers.of_header(fingerprint_of(_column_keys(row, keys))) if answers.columns else {}
    if not told and len(registry) < _FEWEST_FIELDS:
        return None
    header = _header(ImportKind.REGISTRY, at, row, keys, registry)
    header = dataclasses.replace(_answered(header, told), status_words=answers.status_words)
    return header if "name" in header.names else None


def _answered(header: Header, told: Mapping[str, str]) -> Header:
    """Return ``header`` as a person explained its columns; of two for one field the first counts."""
    columns = {key: at for at, key in enumerate(header.keys)}
    taken: set[str] = set()
    for key, name in told.items():
        if key in columns and name not in taken and (not name or name in FIELDS_BY_NAME):
            header = header.reading(columns[key], name or None)
            taken |= {name} - {""}
    return header


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
    seen: set[str] = set()
    for column, cell in enumerate(row):
        title = text_of(cell)[:_LONGEST_TITLE] or f"Kolom {letters(column)}"
        titles.append(title if title not in seen else f"{title} ({letters(column)})")
        seen.add(title)
    unknown = {
        column: titles[column]
        for column in range(len(row))
        if column not in fields and keys[column] not in IGNORED
    }
    return Header(kind, at, tuple(titles), fields, unknown, len(titles), _column_keys(row, keys))


def _column_keys(row: Row, keys: list[str]) -> tuple[str, ...]:
    """Return what each column is remembered by: its title as compared, numbered where it stands again."""
    seen: Counter[str] = Counter()
    named = []
    for cell, key in zip(row, keys, strict=True):
        base = key or text_of(cell)[:_LONGEST_TITLE].casefold()
        seen[base] += 1
        named.append(base if base and seen[base] == 1 else f"{base}#{seen[base]}")
    return tuple(named)


def letters(column: int) -> str:
    """Return a spreadsheet's name of a column: A, B, … Z, AA."""
    named = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        named = chr(65 + rest) + named
    return named


def repeats(row: Row, header: Header) -> bool:
    """Tell whether a row is the header once more, as after a page break."""
    same = [
        column
        for column in header.fields
        if column < len(row) and _key(row[column]) == title_key(header.titles[column])
    ]
    return len(same) * 2 > len(header.fields)
