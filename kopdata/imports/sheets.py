"""Bring every kind of file to the same shape: sheets of rows of cells, exactly as stored.

What a cell means is decided elsewhere. Rows keep their place: ``first_row`` is the 1-based row, as a
spreadsheet numbers it, of the first row in ``rows``.
"""

from __future__ import annotations

import contextlib
import csv
import io
import itertools
import re
import statistics
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, cast

import pyarrow as pa
import pyarrow.parquet as pq
import python_calamine
from lxml import etree

from kopdata import formats
from kopdata.errors import ImportRefusedError
from kopdata.imports.filetypes import AGAIN, DAMAGED, FileType
from kopdata.imports.formulas import WIDEST, Failed, failed_formulas
from kopdata.imports.values import Cell, is_nothing, shortened

Row = list[Cell]

_COMMENT: Final = re.compile(r"<!--.*?-->", re.DOTALL)
_ROW_MARK: Final = re.compile(r"<tr[\s>/]")
_CUT_OFF: Final = (
    "Tabel di halaman web ini terpotong atau rusak: sebagian barisnya tidak terbaca. Unduh ulang ekspor dari "
    "ODS."
)
"""A row whose mark stands in the text and not in the table would be missing in silence."""
MOST_COLUMNS: Final = 2_000
"""Columns that hold anything; no table of koperasi comes near, and each column is looked at."""
_LONGEST_CELL: Final = 1_000_000
_HEAD_LINES: Final = 80
_END: Final = "."
_QUOTED: Final = re.compile(r'"(?:[^"]|"")*+"')
_DELIMITERS: Final = ";,\t|"
_OPEN_QUOTE: Final = (
    "Tanda kutip di baris {row} berkas CSV ini tidak ditutup. Perbaiki baris itu atau unduh ulang dari ODS."
)
_LARGEST_COLSPAN: Final = 1_000
_LARGEST_ROWSPAN: Final = 65_534
"""Both limits are those of the HTML standard."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table of cells; ``name`` is None where the kind of file has no sheets."""

    name: str | None
    rows: list[Row]
    first_row: int = 1
    hidden: bool = False


def read_sheets(path: Path, kind: FileType, find_header: Callable[[list[Row]], int]) -> list[Sheet]:
    """Return the tables of a file. ``find_header`` scores how well some rows hold a known header.

    Raises
    ------
    ImportRefusedError
        If the file is damaged, not the text it seems to be, or has more than ``MOST_COLUMNS`` filled columns.
    """
    sheets = _sheets_of(path, kind, find_header)
    for sheet in sheets:
        _check_width(sheet.rows)
    return sheets


def _sheets_of(path: Path, kind: FileType, find_header: Callable[[list[Row]], int]) -> list[Sheet]:
    if kind is FileType.WORKBOOK:
        return _read_workbook(path)
    if kind is FileType.PARQUET:
        return _read_parquet(path)
    text = _decode(path.read_bytes())
    return _read_html(text) if kind is FileType.HTML else [_read_delimited(text, find_header)]


def _check_width(rows: list[Row]) -> None:
    """Refuse a table of too many filled columns; that a row is long tells nothing, its end may be blank."""
    filled: set[int] = set()
    for row in rows:
        if len(row) > MOST_COLUMNS:
            filled.update(at for at, cell in enumerate(row) if not is_nothing(cell))
            if len(filled) > MOST_COLUMNS:
                raise _too_wide(MOST_COLUMNS)


def _too_wide(most: int) -> ImportRefusedError:
    return ImportRefusedError(
        f"Tabel ini memiliki lebih dari {formats.number(most)} kolom. Hapus kolom yang tidak perlu atau "
        "unduh ulang dari ODS, lalu unggah lagi."
    )


def _read_workbook(path: Path) -> list[Sheet]:
    try:
        # From an open file: a path would be judged by its ending, and offices rename .xlsx to .xls.
        with (
            path.open("rb") as file,
            python_calamine.CalamineWorkbook.from_filelike(file) as workbook,
        ):
            failed = failed_formulas(path)
            return [
                _laid_out(about, workbook.get_sheet_by_name(about.name), failed.get(about.name, {}))
                for about in workbook.sheets_metadata
                if about.typ is python_calamine.SheetTypeEnum.WorkSheet
            ]
    except (python_calamine.CalamineError, OSError, ValueError):
        raise ImportRefusedError(DAMAGED) from None


def _laid_out(
    about: python_calamine.SheetMetadata, sheet: python_calamine.CalamineSheet, failed: Failed
) -> Sheet:
    """Return a sheet from its first filled row on: an empty area before it is never laid out in memory.

    Nor are empty rows within: one blank in the last row of a sheet would make a million of them.
    """
    hidden = about.visible is not python_calamine.SheetVisibleEnum.Visible
    if sheet.start is None:
        return Sheet(about.name, [], hidden=hidden)
    top, left = sheet.start
    before: Row = [None] * left
    empty: Row = []
    rows: list[Row] = [
        [*before, *row] if any(cell != "" for cell in row) else empty
        for row in itertools.islice(sheet.iter_rows(), top, None)
    ]
    for (at, column), text in failed.items():
        if top <= at < top + len(rows):
            row = rows[at - top]
            rows[at - top] = [*row, *[None] * (column + 1 - len(row))]
            rows[at - top][column] = text
    return Sheet(about.name, rows, top + 1, hidden)


def _read_parquet(path: Path) -> list[Sheet]:
    try:
        table = pq.read_table(path)
    except (pa.ArrowException, OSError):
        raise ImportRefusedError("Berkas parquet ini rusak atau terpotong. Buat ulang berkasnya.") from None
    columns = [_cells_of(*one) for one in zip(table.column_names, table.columns, strict=True)]
    header: Row = list(table.column_names)
    return [Sheet(None, [header, *(list(row) for row in zip(*columns, strict=True))])]


def _cells_of(title: str, column: pa.ChunkedArray) -> list[Cell]:
    """Return the cells of a column of Parquet; one of bytes is a text that nobody declared as such."""
    values = column.to_pylist()
    if pa.types.is_nested(column.type):
        return [None if value is None else str(value) for value in values]
    try:
        return [value.decode("utf-8") if isinstance(value, bytes) else value for value in values]
    except UnicodeDecodeError:
        raise ImportRefusedError(
            f"Kolom '{shortened(title)}' di berkas parquet ini bukan teks. Simpan kolom itu sebagai teks, "
            "lalu unggah lagi."
        ) from None


def _decode(content: bytes) -> str:
    """Return the text of a file in UTF-8, UTF-16 or Windows-1252, told by its bytes."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    elif content[1:2] == b"\x00" or content[:1] == b"\x00":
        encodings = ["utf-16-le" if content[1:2] == b"\x00" else "utf-16-be"]
    else:
        encodings = ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        head = text[:10_000]
        if sum(letter < " " and letter not in "\t\r\n\f" for letter in head) * 100 <= len(head):
            return text
    raise ImportRefusedError(f"Berkas ini bukan teks, tabel, atau buku kerja yang dikenal. {AGAIN}")


def _read_delimited(text: str, find_header: Callable[[list[Row]], int]) -> Sheet:
    """Read comma, semicolon, tab or bar: whichever makes the best header."""
    if text[:4].lower() == "sep=":  # Excel's own hint, which it does not count as a row
        text = text.partition("\n")[2]
    csv.field_size_limit(_LONGEST_CELL)
    head = text[:200_000].splitlines(keepends=True)[:_HEAD_LINES]
    try:
        delimiter = _delimiter_of(head, find_header)
        return Sheet(None, _whole_records(text, delimiter))
    except csv.Error:
        raise ImportRefusedError(
            "Berkas CSV ini tidak dapat dibaca: ada tanda kutip yang tidak ditutup, atau isian yang lebih "
            f"dari {formats.number(_LONGEST_CELL)} huruf. Unduh ulang dari ODS."
        ) from None


def _delimiter_of(head: list[str], find_header: Callable[[list[Row]], int]) -> str:
    """Return whichever mark makes the best header of the first lines, and not too many columns."""
    scores: dict[str, int] = {}
    for mark in _DELIMITERS:
        with contextlib.suppress(ImportRefusedError):
            scores[mark] = find_header(list(_records(head, mark)))
    best = max(scores, key=scores.__getitem__, default="")
    if len(scores) < len(_DELIMITERS) and not scores.get(best):
        raise _too_wide(WIDEST)
    return best


def _records(lines: Iterable[str], delimiter: str, *, strict: bool = False) -> Iterator[Row]:
    return (row for row, _lines in _numbered(lines, delimiter, strict=strict))


def _numbered(lines: Iterable[str], delimiter: str, *, strict: bool) -> Iterator[tuple[Row, int]]:
    """Yield the records, each with the number of lines read up to its end."""
    reader = csv.reader(lines, delimiter=delimiter, strict=strict)
    for record in reader:
        if len(record) > WIDEST:
            raise _too_wide(WIDEST)
        yield list(record), reader.line_num


def _whole_records(text: str, delimiter: str) -> list[Row]:
    """Return the records of a text in which no quote swallowed another record or another cell.

    They would be missing in silence. Nearly every file closes its quotes exactly; only of one that does not,
    each record is looked at.
    """
    try:
        read = list(_numbered(io.StringIO(text, newline=""), delimiter, strict=True))
        faulty = dict[int, str]()
    except csv.Error:
        read, faulty = _loosely(list(io.StringIO(text, newline="")), delimiter)
    rows = [row for row, _lines in read]
    width = statistics.median(map(len, rows)) if rows else 0
    before = 0
    for at, (row, lines) in enumerate(read):
        broken = lines - before > 1
        before = lines
        raw = faulty.get(at)
        if (raw and (broken or len(row) < width or _joins_cells(raw, delimiter))) or (
            broken and _swallows(row, delimiter, width)
        ):
            raise ImportRefusedError(_OPEN_QUOTE.format(row=at + 1))
    return rows


def _loosely(lines: list[str], delimiter: str) -> tuple[list[tuple[Row, int]], dict[int, str]]:
    """Return the records with their lines, and the text of each that holds a quote that closes no cell."""
    # A line more is a record of its own, unless the text ends within a quote.
    read = list(_numbered([*lines, _END], delimiter, strict=False))
    read.pop()
    if (read[-1][1] if read else 0) < len(lines):
        raise ImportRefusedError(_OPEN_QUOTE.format(row=len(read) + 1))
    faulty: dict[int, str] = {}
    before = 0
    for at, (_row, after) in enumerate(read):
        try:
            list(_records(lines[before:after], delimiter, strict=True))
        except csv.Error:
            faulty[at] = "".join(lines[before:after])
        before = after
    return read, faulty


def _joins_cells(raw: str, delimiter: str) -> bool:
    """Tell whether the quote that should open a cell closes the cell before, in a record of loose quotes."""
    at = 0
    while 0 <= at < len(raw):
        quoted = _QUOTED.match(raw, at)
        end = quoted.end() if quoted else at
        if quoted and raw[end : end + 1] not in {"", "\r", "\n", delimiter} and raw[end - 2] == delimiter:
            return True
        at = raw.find(delimiter, end) + 1 or -1
    return False


def _swallows(row: Row, delimiter: str, width: float) -> bool:
    """Tell whether a line within a cell looks like a record: by its separators, or quotes beside them."""
    cells = [cell.splitlines() for cell in row if isinstance(cell, str) and not cell.isalnum()]
    return any(
        max(line.count(delimiter) for line in lines) >= max(width / 2, 2)
        or any(f'"{delimiter}"' in line for line in lines[1:])
        for lines in cells
        if len(lines) > 1
    )


def _read_html(text: str) -> list[Sheet]:
    if "<!entity" in text.lower():
        raise ImportRefusedError(
            "Halaman web ini memuat rujukan ke berkas lain dan tidak dibuka. Unduh ulang ekspor dari ODS."
        )
    marks = _COMMENT.sub("", text).lower()
    if marks.count("<table") > marks.count("</table"):
        raise ImportRefusedError(_CUT_OFF)
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, huge_tree=True)
    try:
        # Of a text with no element at all lxml makes nothing, though its types promise an element.
        tree = cast("etree._Element | None", etree.fromstring(text.encode("utf-8"), parser))
    except etree.LxmlError:
        tree = None
    if tree is None:
        tree = etree.Element("html")
    tables = list(tree.iter("table"))
    if not tables:
        raise ImportRefusedError(
            "Halaman web ini tidak memuat tabel; mungkin sesi ODS sudah berakhir. Masuk lagi ke ODS, lalu "
            "unduh ulang."
        )
    for line_break in tree.iter("br"):
        line_break.tail = f" {line_break.tail or ''}"
    laid_out = [_rows_of_table(table) for table in tables]
    if sum(map(len, laid_out)) != len(_ROW_MARK.findall(marks)):
        raise ImportRefusedError(_CUT_OFF)
    if len(tables) == 1:
        return [Sheet(None, laid_out[0])]
    return [Sheet(f"tabel {number}", rows) for number, rows in enumerate(laid_out, start=1)]


def _rows_of_table(table: etree._Element) -> list[Row]:
    """Lay out the cells of one table; a merged cell's text stands in its first place only."""
    rows: list[Row] = []
    blocked: dict[int, int] = {}
    """Columns that a cell from above still covers, and for how many more rows."""
    for element in table.xpath("./tr | ./thead/tr | ./tbody/tr | ./tfoot/tr"):
        row: Row = []
        covered = {column for column, left in blocked.items() if left}
        blocked = {column: left - 1 for column, left in blocked.items() if left > 1}
        for cell in element.iterchildren("td", "th"):
            while len(row) in covered:
                row.append(None)
            width = _span(cell, "colspan", _LARGEST_COLSPAN)
            height = _span(cell, "rowspan", _LARGEST_ROWSPAN)
            if height > 1:
                blocked |= dict.fromkeys(range(len(row), len(row) + width), height - 1)
            row.append("".join(cell.itertext()))
            row.extend(itertools.repeat(None, width - 1))
            if len(row) > WIDEST:
                raise _too_wide(WIDEST)
        rows.append(row)
    return rows


def _span(cell: etree._Element, attribute: str, largest: int) -> int:
    text = cell.get(attribute, "1").strip()
    return min(max(int(text), 1), largest) if text.isascii() and text.isdigit() else 1
