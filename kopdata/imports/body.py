"""Part the rows of a table that are data from those that are none, and read their columns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field
from typing import Final

import pyarrow as pa
import pyarrow.compute as pc

from kopdata.findings import FindingKind, Said
from kopdata.findings.cells import TEXT_TOO_LONG
from kopdata.findings.recaps import CELL_UNREADABLE
from kopdata.findings.rows import BELOW_TABLE, HARDLY_FILLED, ONLY_NAME, ROW_TOO_LONG, ROW_TWICE
from kopdata.imports.answers import word_key
from kopdata.imports.columns import read_whole
from kopdata.imports.content import Content, Note, note
from kopdata.imports.headers import Header
from kopdata.imports.rowkinds import RowKinds, is_filled
from kopdata.imports.sheets import Row, Sheet
from kopdata.imports.values import LONGEST_QUOTE, LONGEST_TEXT, Cell, Kind, is_nothing, text_of
from kopdata.vocabulary import ImportKind, read_status

_AT_ONCE: Final = 1_000
MOST_WORDS: Final = 50
"""Unknown words of a status that are asked; a column with more holds something else."""


@dataclass(slots=True)
class Body:
    """The rows below a header: their numbers and cells, and those that are no data.

    ``rows_read`` counts every row that holds anything.
    """

    rows_read: int = 0
    numbers: list[int] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    rejected: list[Note] = field(default_factory=list)
    left_out: list[Note] = field(default_factory=list)
    doubts: dict[int, FindingKind] = field(default_factory=dict)
    """By position, why a row that stays may be no koperasi."""

    def columns(self, wanted: Iterable[int]) -> dict[int, list[Cell]]:
        """Return the cells of each wanted column, top to bottom.

        Some rows at a time, of which the processor still holds all cells: column after column through a long
        table takes three times as long.
        """
        columns: dict[int, list[Cell]] = {at: [] for at in wanted}
        for start in range(0, len(self.rows), _AT_ONCE):
            some = self.rows[start : start + _AT_ONCE]
            for at, cells in columns.items():
                cells.extend([row[at] for row in some])
        return columns

    def reject(
        self, position: int, said: Said, *, column: str | None = None, value: str | None = None
    ) -> None:
        """Reject the data row at ``position``; without a ``value``, all it holds is told."""
        shown = value or _shown(self.rows[position])
        self.rejected.append(note(self.numbers[position], column, shown, said))

    def leave_out(self, number: int, row: Row, said: Said) -> None:
        """Leave out the row with this number of the sheet."""
        self.left_out.append(note(number, None, _shown(row), said))


def split_body(sheet: Sheet, header: Header) -> Body:
    """Return the rows below the header of ``sheet``, data apart from what is none."""
    body = Body()
    kinds = RowKinds(header)
    width = len(header.titles)
    end = 0  # of the table: behind the last row that is a koperasi for certain
    block: int | None = None  # where, behind it, a signature block or a remark begins
    for index in range(header.at + 1, len(sheet.rows)):
        row = sheet.rows[index]
        if not any(is_filled(cell) for cell in row):
            continue
        if len(row) < width:
            row = row + [None] * (width - len(row))
        number = sheet.first_row + index
        body.rows_read += 1
        certain = kinds.is_certain(row)
        if why := kinds.why_no_data(row, certain=certain):
            body.leave_out(number, row, why.says())
            if why is BELOW_TABLE and block is None:
                block = len(body.rows)
            continue
        if not certain and kinds.has_only_name(row):
            body.doubts[len(body.rows)] = ONLY_NAME
        body.numbers.append(number)
        body.rows.append(row)
        if certain:
            end, block = len(body.rows), None
    _judge_end(body, kinds, end, block)
    return body


def _judge_end(body: Body, kinds: RowKinds, end: int, block: int | None) -> None:
    """Leave out the rows from ``end`` on that stand below the table, and doubt those that stay.

    Within the table a row with hardly anything stays: that is a koperasi which the office must look at.
    """
    below = list(zip(body.numbers[end:], body.rows[end:], strict=True))
    del body.numbers[end:], body.rows[end:]
    for position, (number, row) in enumerate(below, start=end):
        doubt = body.doubts.pop(position, HARDLY_FILLED if end else None)
        if (block is not None and position >= block) or (end and kinds.is_below_table(row)):
            body.leave_out(number, row, BELOW_TABLE.says())
            continue
        if doubt:
            body.doubts[len(body.rows)] = doubt
        body.numbers.append(number)
        body.rows.append(row)


def _shown(row: Row) -> str:
    return " · ".join(text_of(cell) for cell in row if is_filled(cell))


@dataclass(slots=True)
class Columns:
    """The typed columns of a body, by field; what could not be read, and texts for ``extra``."""

    values: dict[str, pa.Array]
    warnings: list[tuple[int, Note]]
    """Each with the position of its row in the body: a row that falls away takes its warnings along."""
    unread: dict[int, dict[str, str]]
    """By position, the texts that could not be read under their column titles."""
    status_words: dict[str, int] = field(default_factory=dict)
    """The words of the status that no rule knows, as written first, and how many rows hold them."""


def read_columns(body: Body, header: Header) -> Columns:
    """Return every known column of ``body`` as values; what cannot be read is null, with a warning."""
    columns = Columns({}, [], {})
    for position, why in body.doubts.items():
        doubt = note(body.numbers[position], None, _shown(body.rows[position]), why.says())
        columns.warnings.append((position, doubt))
    cells_of = body.columns(header.fields)
    for at, about in header.fields.items():
        cells = cells_of.pop(at)
        values, unreadable = read_whole(cells, about.kind, header.status_words)
        columns.values[about.name] = values
        title = header.titles[at]
        for position, why in unreadable.items():
            text = text_of(cells[position])
            told = CELL_UNREADABLE if header.kind is ImportKind.ASSESSMENTS else why
            columns.warnings.append((position, note(body.numbers[position], title, text, told.says())))
            columns.unread.setdefault(position, {})[title] = text
        if about.kind is Kind.STATUS:
            _gather_words(columns, cells, title)
        if about.kind is Kind.NAME:
            _keep_long_names(body, columns, cells, values, title)
    for position, row in enumerate(body.rows):
        if len(row) > header.width and any(map(is_filled, row[header.width :])):
            beyond = row[header.width :]
            too_long = note(body.numbers[position], None, _shown(beyond), ROW_TOO_LONG.says())
            columns.warnings.append((position, too_long))
    return columns


def _keep_long_names(body: Body, columns: Columns, cells: list[Cell], values: pa.Array, title: str) -> None:
    """Keep the whole of the names that were cut, and say so."""
    cut = pc.greater_equal(pc.utf8_length(values), LONGEST_TEXT)
    for position in pc.indices_nonzero(cut).to_pylist():
        text = text_of(cells[position])
        if len(text) > LONGEST_TEXT:
            warning = note(body.numbers[position], title, text, TEXT_TOO_LONG.says())
            columns.warnings.append((position, warning))
            columns.unread.setdefault(position, {})[title] = text


def _gather_words(columns: Columns, cells: list[Cell], title: str) -> None:
    """Count the words that no rule knows, and keep them as written: an answer never replaces them."""
    written: dict[str, str] = {}
    counts: Counter[str] = Counter()
    unknown: dict[Cell, str] = {}
    for cell, count in Counter(cells).items():
        text = text_of(cell)
        if not is_nothing(cell) and text != "0" and not read_status(text):
            unknown[cell] = text
            if len(text) <= LONGEST_QUOTE:
                counts[written.setdefault(word_key(text), text)] += count
    columns.status_words = dict(counts.most_common(MOST_WORDS))
    if unknown:
        for position, cell in enumerate(cells):
            if cell in unknown:
                columns.unread.setdefault(position, {})[title] = unknown[cell]


def drop_repeated(
    body: Body,
    keys: list[tuple[str | None, Hashable]],
    contents: Iterable[pa.Array],
    positions: Iterable[int],
    twice: FindingKind,
) -> list[int]:
    """Return those of ``positions`` whose rows stay.

    A row that says the same as an earlier one with its key is left out. One that says something else is
    rejected as ``twice`` if its key bears a label, which names what may stand only once: "NIK".
    """
    columns, positions = list(contents), list(positions)
    counts = Counter(keys[position] for position in positions)
    kept: list[int] = []
    firsts: dict[tuple[str | None, Hashable], int] = {}
    same: dict[Hashable, int] = {}
    for position in positions:
        key = keys[position]
        if counts[key] == 1:
            kept.append(position)
            continue
        content = key, tuple(column[position].as_py() for column in columns)
        label, number = key[0], body.numbers[position]
        first, alike = firsts.setdefault(key, position), same.setdefault(content, position)
        if alike != position:
            body.leave_out(number, body.rows[position], ROW_TWICE.says(first=body.numbers[alike]))
        elif label and first != position:
            body.reject(position, twice.says(what=label, first=body.numbers[first], again=number))
        else:
            kept.append(position)
    return kept


def assemble(
    sheet: Sheet,
    header: Header,
    body: Body,
    columns: Columns,
    *,
    kept: list[int],
    rows: pa.Table,
    fields: list[str],
) -> Content:
    """Return the content of a file: the rows that stay, their warnings, and what fell away."""
    standing = set(kept)
    return Content(
        kind=header.kind,
        layout=header.layout,
        sheet=sheet.name,
        header_row=sheet.first_row + header.at,
        columns=[
            (title, header.fields[at].name if at in header.fields else None)
            for at, title in enumerate(header.titles)
        ],
        fields=fields,
        rows=rows,
        rows_read=body.rows_read,
        rejected=sorted(body.rejected, key=_by_row),
        left_out=sorted(body.left_out, key=_by_row),
        warnings=[warning for position, warning in columns.warnings if position in standing],
        titles={field.name: header.titles[at] for at, field in header.fields.items()},
        unknown_status_words=columns.status_words,
    )


def _by_row(one: Note) -> int:
    return one.row or 0
