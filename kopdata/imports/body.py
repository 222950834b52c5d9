"""Part the rows of a table that are data from those that are none, and read their columns."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field
from typing import Final

import pyarrow as pa

from kopdata.imports.content import Content, Note, note
from kopdata.imports.headers import Header
from kopdata.imports.rowkinds import BELOW_TABLE, RowKinds, is_filled
from kopdata.imports.sheets import Row, Sheet
from kopdata.imports.values import Cell, Value, read_column, text_of

TOO_LONG: Final = (
    "Baris ini lebih panjang daripada judulnya; mungkin ada tanda pemisah di dalam sebuah isian. Periksa "
    "baris ini."
)
ONLY_NAME: Final = "Hanya berisi nama. Perbaiki di ODS."
HARDLY_FILLED: Final = "Hanya berisi sedikit isian di bawah tabel; mungkin bukan koperasi. Periksa baris ini."


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
    doubts: dict[int, str] = field(default_factory=dict)
    """By position, why a row that stays may be no koperasi."""

    def column(self, at: int) -> list[Cell]:
        """Return the cells of one column, top to bottom."""
        return [row[at] for row in self.rows]

    def reject(
        self, position: int, reason: str, *, column: str | None = None, value: str | None = None
    ) -> None:
        """Reject the data row at ``position``; without a ``value``, all it holds is told."""
        shown = value or _shown(self.rows[position])
        self.rejected.append(note(self.numbers[position], column, shown, reason))

    def leave_out(self, number: int, row: Row, reason: str) -> None:
        """Leave out the row with this number of the sheet."""
        self.left_out.append(note(number, None, _shown(row), reason))


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
        if reason := kinds.why_no_data(row, certain=certain):
            body.leave_out(number, row, reason)
            if reason == BELOW_TABLE and block is None:
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
            body.leave_out(number, row, BELOW_TABLE)
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

    values: dict[str, list[Value]]
    warnings: list[tuple[int, Note]]
    """Each with the position of its row in the body: a row that falls away takes its warnings along."""
    unread: dict[int, dict[str, str]]
    """By position, the texts that could not be read under their column titles."""


def read_columns(body: Body, header: Header) -> Columns:
    """Return every known column of ``body`` as values; what cannot be read is null, with a warning."""
    columns = Columns({}, [], {})
    for position, reason in body.doubts.items():
        doubt = note(body.numbers[position], None, _shown(body.rows[position]), reason)
        columns.warnings.append((position, doubt))
    for at, about in header.fields.items():
        cells = body.column(at)
        values, reasons = read_column(cells, about.kind)
        columns.values[about.name] = values
        title = header.titles[at]
        for position, reason in reasons.items():
            text = text_of(cells[position])
            columns.warnings.append((position, note(body.numbers[position], title, text, reason)))
            columns.unread.setdefault(position, {})[title] = text
    for position, row in enumerate(body.rows):
        beyond = row[header.width :]
        if any(is_filled(cell) for cell in beyond):
            columns.warnings.append((position, note(body.numbers[position], None, _shown(beyond), TOO_LONG)))
    return columns


def drop_repeated(
    body: Body,
    keys: list[tuple[str | None, Hashable]],
    contents: list[list[Value]],
    positions: Iterable[int],
) -> list[int]:
    """Return those of ``positions`` whose rows stay.

    A row that says the same as an earlier one with its key is left out. One that says something else is
    rejected if its key bears a label, which names what may stand only once: "NIK ganda".
    """
    kept: list[int] = []
    seen: dict[tuple[str | None, Hashable], list[int]] = {}
    for position in positions:
        key = keys[position]
        earlier = seen.setdefault(key, [])
        earlier.append(position)
        if len(earlier) == 1:
            kept.append(position)
            continue
        content = [column[position] for column in contents]
        same = next((at for at in earlier[:-1] if [column[at] for column in contents] == content), None)
        label, number = key[0], body.numbers[position]
        if same is not None:
            reason = f"Baris yang sama persis dengan baris {body.numbers[same]}."
            body.leave_out(number, body.rows[position], reason)
        elif label:
            reason = f"{label} ganda: baris {body.numbers[earlier[0]]} dan {number}. Perbaiki di ODS."
            body.reject(position, reason)
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
    )


def _by_row(one: Note) -> int:
    return one.row or 0
