"""Find the header of a table among title rows, and tell which field each column holds."""

from __future__ import annotations

import dataclasses
import datetime as dt
import functools
import hashlib
import re
import statistics
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
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
from kopdata.imports.sheets import Row
from kopdata.imports.values import Cell, is_nothing, text_of
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
_LARGEST_OF_TITLES: Final = 10_000
"""A title may be a number: of a column, or a year."""

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


def widened(header: Header, rows: list[Row]) -> Header:
    """Return ``header`` with a title for every column in which any row holds a cell."""
    named = {title: column for column, title in enumerate(header.titles)}
    for column in range(header.width, max(map(len, rows))):
        named[_unique(f"Kolom {letters(column)}", column, named)] = column
    more = {column: title for title, column in named.items() if column >= header.width}
    return dataclasses.replace(header, titles=tuple(named), unknown=header.unknown | more)


def _unique(title: str, column: int, others: Collection[str]) -> str:
    """Return the title of a column, with its letter where another column bears the same."""
    while title in others:
        title = f"{title} ({letters(column)})"
    return title


def find_header(rows: list[Row], answers: Answers = NO_ANSWERS) -> Header | None:
    """Return the best header within the first rows, or None where no row names enough fields.

    What a person said about the columns of such a header holds before what their titles say.
    """
    return _best(rows, (_header_at(rows, at, row, answers) for at, row in enumerate(rows[:HEADER_WITHIN])))


def _best(rows: list[Row], headers: Iterable[Header | None]) -> Header | None:
    """Return the richest of ``headers``, top to bottom, of the first table: its koperasi end the search."""
    best: Header | None = None
    for header in headers:
        if header and best is None:
            best = header
        elif header and best and len(header.fields) > len(best.fields):
            if any(is_cooperative(row, best) for row in rows[best.at + 1 : header.at]):
                break
            best = header
    return best


def is_cooperative(row: Row, header: Header) -> bool:
    """Tell whether a row below ``header`` holds a koperasi: a NIK, a legal number, or a name and more.

    Where no column names the koperasi, any cell may say that it is one.
    """
    texts = {
        about.name: text_of(row[at])
        for at, about in header.fields.items()
        if at < len(row) and not is_nothing(row[at])
    }
    if _DATA.search(texts.get("nik", "")):
        return True
    number = texts.get("legal_number", "")
    if any(map(str.isdigit, number)) and _LETTER.search(number):
        return True
    if "name" not in header.names:
        return any(names_cooperatives([cell]) for cell in filled(row[:_COLUMNS_LOOKED_AT]))
    name = texts.get("name", "")
    return len(texts) > 1 and bool(_LETTER.search(name)) and _key(name) not in _REGISTRY


def find_nameless(rows: list[Row], answers: Answers = NO_ANSWERS) -> Header | None:
    """Return a header of which a person must say more: where the koperasi stand, or all but their name.

    Several known titles tell it, or the shape of the table: a row of titles above rows that hold a NIK, a
    legal number or words like "Koperasi". None for any other table.
    """
    best = _best(rows, (_nameless_at(rows, at, row) for at, row in enumerate(rows[:HEADER_WITHIN])))
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


_title_key: Final = functools.lru_cache(maxsize=20_000)(title_key)
"""Looking for a second table asks of every row without a number; most hold what others do."""


def _key(cell: Cell) -> str:
    return _title_key(cell) if isinstance(cell, str) and len(cell) <= _LONGEST_TITLE else ""


def _match(keys: Iterable[str], known: dict[str, Field]) -> dict[int, Field]:
    """Return the field of each column; of two columns for one field the first counts."""
    fields: dict[int, Field] = {}
    for column, key in enumerate(keys):
        field = known.get(key)
        if field and field not in fields.values():
            fields[column] = field
    return fields


def _header(kind: ImportKind, at: int, row: Row, keys: list[str], fields: dict[int, Field]) -> Header:
    named: dict[str, int] = {}
    for column, cell in enumerate(row):
        title = text_of(cell)[:_LONGEST_TITLE] or f"Kolom {letters(column)}"
        named[_unique(title, column, named)] = column
    titles = tuple(named)
    unknown = {
        column: titles[column]
        for column in range(len(row))
        if column not in fields and keys[column] not in IGNORED
    }
    return Header(kind, at, titles, fields, unknown, len(titles), _column_keys(row, keys))


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


def find_other_table(rows: list[Row], header: Header) -> int | None:
    """Return the index of the first row below ``header`` that begins a table with other columns, or None.

    Such a row names several fields by their titles, and not those that the columns hold: what stands below it
    would be read into the wrong ones. A page's header once more begins no table.
    """
    own = [[_key(cell) for cell in rows[at]] for at in (header.at - 1, header.at) if at >= 0]
    looked_at, holds_some = header.at + 1, False
    for at in range(header.at + 1, len(rows)):
        row = rows[at]
        if len(row) < _FEWEST_FIELDS or any(map(_is_data, row)):
            continue
        keys = [_key(cell) for cell in row]
        found = max(_match(keys, _REGISTRY), _match(keys, _ASSESSMENTS), key=len)
        if len(found) < _FEWEST_FIELDS or keys in own or _has_the_columns(row, keys, header):
            continue
        if any(about.name == "name" for about in found.values()):
            return at
        holds_some = holds_some or any(is_cooperative(other, header) for other in rows[looked_at:at])
        if holds_some:
            return at
        looked_at = at  # titles in a row of their own under a header are its lower half
    return None


def _is_data(cell: Cell) -> bool:
    if isinstance(cell, str):
        return bool(_DATA.search(cell)) or len(cell) > _LONGEST_TITLE
    return isinstance(cell, dt.date) or (isinstance(cell, (int, float)) and abs(cell) > _LARGEST_OF_TITLES)


def _has_the_columns(row: Row, keys: list[str], header: Header) -> bool:
    """Tell whether every title of ``row`` stands over a column of ``header`` that holds what it says."""
    known = _ASSESSMENTS if header.kind is ImportKind.ASSESSMENTS else _REGISTRY
    for column, key in enumerate(keys):
        if not text_of(row[column]):
            continue
        if column >= len(header.keys):
            return False
        about = header.fields.get(column)
        if key == header.keys[column].partition("#")[0] or (about and known.get(key) is about):
            continue
        if about or key in _REGISTRY or key in _ASSESSMENTS:
            return False
    return True
