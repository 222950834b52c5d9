"""Tell the rows of a table that are data from those that are titles, column numbers or totals."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field
from typing import Final

import pyarrow as pa

from kopdata.imports.content import Content, Note, note
from kopdata.imports.headers import Header, repeats
from kopdata.imports.sheets import Row, Sheet
from kopdata.imports.values import Cell, Value, is_nothing, read_column, text_of
from kopdata.vocabulary import fold

_SUSPECT_NAME: Final = re.compile(
    r"\W*(jumlah|total|grand|sub|nama|koperasi\W*$|sumber|keterangan|catatan|mengetahui|\d+\W*$|\W*$)",
    re.IGNORECASE,
)
"""Names that need a second look; all others are data at a glance."""
_TOTAL: Final = re.compile(
    r"(grand |sub ?)?(jumlah|total)( (total|keseluruhan|seluruhnya|seluruh|semua|umum|koperasi|akhir))*"
    r"|(jumlah|total) (kecamatan|kec|kabupaten|kab|desa|kelurahan|koperasi) .*"
)
_REMARK: Final = re.compile(r"(sumber|keterangan|catatan|mengetahui)\b.*")

_DIGITS_OF_NIK: Final = re.compile(r"\d{6}")
_LETTER: Final = re.compile(r"[^\W\d_]")

TOO_LONG: Final = (
    "Baris ini lebih panjang daripada judulnya; mungkin ada tanda pemisah di dalam sebuah isian. Periksa "
    "baris ini."
)
REPEATED_HEADER: Final = "Judul kolom berulang."
COLUMN_NUMBERS: Final = "Baris nomor kolom."
TOTALS: Final = "Baris jumlah."
TITLE: Final = "Judul atau catatan, bukan data koperasi."
ONLY_NUMBER: Final = "Hanya berisi nomor urut."


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

    def column(self, at: int) -> list[Cell]:
        """Return the cells of one column, top to bottom."""
        return [row[at] for row in self.rows]

    def reject(
        self, position: int, reason: str, *, column: str | None = None, value: str | None = None
    ) -> None:
        """Reject the data row at ``position``; without a ``value``, all it holds is told."""
        shown = value or _shown(self.rows[position])
        self.rejected.append(note(self.numbers[position], column, shown, reason))


def split_body(sheet: Sheet, header: Header) -> Body:
    """Return the rows below the header of ``sheet``, data apart from what is none."""
    body = Body()
    width = len(header.titles)
    name_at = header.column_of("name")
    for index in range(header.at + 1, len(sheet.rows)):
        row = sheet.rows[index]
        if not any(_filled(cell) for cell in row):
            continue
        if len(row) < width:
            row = row + [None] * (width - len(row))
        number = sheet.first_row + index
        body.rows_read += 1
        name = row[name_at] if name_at is not None else None
        suspect = not isinstance(name, str) or _SUSPECT_NAME.match(name)
        if suspect and (reason := _not_data(row, header, name)):
            body.left_out.append(note(number, None, _shown(row), reason))
        else:
            body.numbers.append(number)
            body.rows.append(row)
    return body


def _filled(cell: Cell) -> bool:
    return cell is not None and (not isinstance(cell, str) or bool(cell and not cell.isspace()))


def _shown(row: Row) -> str:
    return " · ".join(text_of(cell) for cell in row if _filled(cell))


def _not_data(row: Row, header: Header, name: Cell) -> str | None:
    """Return why a row is no data, or None if it may be a koperasi."""
    filled = [cell for cell in row if _filled(cell)]
    texts = [text_of(cell) for cell in filled]
    if repeats(row, header):
        return REPEATED_HEADER
    numbers = [text.strip("() .") for text in texts]
    if len(numbers) >= 3 and numbers == [str(number) for number in range(1, len(numbers) + 1)]:
        return COLUMN_NUMBERS
    nik_at = header.column_of("nik")
    if nik_at is not None and _DIGITS_OF_NIK.search(text_of(row[nik_at])):
        return None
    words = next((fold(text) for text in texts if _LETTER.search(text)), "")
    named = not is_nothing(name)
    if _TOTAL.fullmatch(words) and (not named or fold(text_of(name)) == words):
        return TOTALS
    if len(filled) == 1 and (not named or _REMARK.fullmatch(words)):
        return TITLE if words else ONLY_NUMBER
    return None


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
        if any(_filled(cell) for cell in beyond):
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
            body.left_out.append(note(number, None, _shown(body.rows[position]), reason))
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
