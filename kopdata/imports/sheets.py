"""Bring every kind of file to the same shape: sheets of rows of cells, exactly as stored.

What a cell means is decided elsewhere. Rows keep their place: ``first_row`` is the 1-based row, as a
spreadsheet numbers it, of the first row in ``rows``.
"""

from __future__ import annotations

import contextlib
import csv
import functools
import io
import itertools
import posixpath
import re
import statistics
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, cast

import pyarrow as pa
import pyarrow.parquet as pq
import python_calamine
from lxml import etree

from kopdata import formats
from kopdata.errors import ImportRefusedError
from kopdata.imports.filetypes import AGAIN, BROKEN_ZIP, DAMAGED, FileType
from kopdata.imports.values import Cell

Row = list[Cell]

_COMMENT: Final = re.compile(r"<!--.*?-->", re.DOTALL)
_ROW_MARK: Final = re.compile(r"<tr[\s>/]")
_CUT_OFF: Final = (
    "Tabel di halaman web ini terpotong atau rusak: sebagian barisnya tidak terbaca. Unduh ulang ekspor dari "
    "ODS."
)
"""A row whose mark stands in the text and not in the table would be missing in silence."""
MOST_COLUMNS: Final = 16_384
"""Columns of a spreadsheet; no table of koperasi comes near."""
_TOO_WIDE: Final = (
    f"Tabel ini memiliki lebih dari {formats.number(MOST_COLUMNS)} kolom. Hapus kolom yang tidak perlu atau "
    "unduh ulang dari ODS, lalu unggah lagi."
)
_LONGEST_CELL: Final = 1_000_000
_HEAD_LINES: Final = 80
_DELIMITERS: Final = ";,\t|"
_PLACE: Final = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})")
_ERROR_TYPE: Final = re.compile(rb"""\st\s*=\s*["']e["']""")
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
        If the file is damaged, or not the text it seems to be.
    """
    if kind is FileType.WORKBOOK:
        return _read_workbook(path)
    if kind is FileType.PARQUET:
        return _read_parquet(path)
    text = _decode(path.read_bytes())
    return _read_html(text) if kind is FileType.HTML else [_read_delimited(text, find_header)]


def _read_workbook(path: Path) -> list[Sheet]:
    try:
        # From an open file: a path would be judged by its ending, and offices rename .xlsx to .xls.
        with (
            path.open("rb") as file,
            python_calamine.CalamineWorkbook.from_filelike(file) as workbook,
        ):
            return [
                _laid_out(about, workbook.get_sheet_by_name(about.name), failed)
                for about, failed in _worksheets(path, workbook)
            ]
    except (python_calamine.CalamineError, OSError, ValueError):
        raise ImportRefusedError(DAMAGED) from None


def _worksheets(
    path: Path, workbook: python_calamine.CalamineWorkbook
) -> Iterator[tuple[python_calamine.SheetMetadata, Failed]]:
    """Yield the sheets that hold cells, each with its cells whose formula failed."""
    parts = _sheet_parts(path)
    for about in workbook.sheets_metadata:
        if about.typ is python_calamine.SheetTypeEnum.WorkSheet:
            yield about, _failed_formulas(path, parts[about.name]) if about.name in parts else {}


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


Failed = dict[tuple[int, int], str]
"""What cells show whose formula failed ("#REF!"), by 0-based row and column: calamine gives them as empty."""


def _sheet_parts(path: Path) -> dict[str, str]:
    """Return the part of the file, if it is .xlsx or .xlsm, that holds each sheet, by the sheet's name."""
    try:
        with zipfile.ZipFile(path) as book:
            targets = {
                one.get("Id"): posixpath.normpath(posixpath.join("/xl", one.get("Target", "")))
                for _, one in _elements(book, "xl/_rels/workbook.xml.rels", "{*}Relationship")
            }
            return {
                sheet.get("name", ""): targets[key].lstrip("/")
                for _, sheet in _elements(book, "xl/workbook.xml", "{*}sheet")
                for name, key in sheet.attrib.items()
                if name.endswith("}id") and key in targets
            }
    except (*BROKEN_ZIP, KeyError, etree.LxmlError):
        return {}  # another kind of workbook, or one that calamine will refuse


def _failed_formulas(path: Path, part: str) -> Failed:
    """Return the cells of type "error" in one part of a workbook."""
    failed: Failed = {}
    try:
        with zipfile.ZipFile(path) as book:
            if not _mentions_errors(book, part):
                return failed
            for _, cell in _elements(book, part, "{*}c"):
                found = _PLACE.fullmatch(cell.get("r", ""))
                text = cell.findtext("{*}v") if cell.get("t") == "e" else None
                if found and text:
                    failed[int(found[2]) - 1, _column_of(found[1])] = text
                cell.clear()
    except (*BROKEN_ZIP, KeyError, etree.LxmlError):
        return failed
    return failed


def _mentions_errors(book: zipfile.ZipFile, part: str) -> bool:
    """Tell whether any cell of a sheet may be an error: few sheets have one, and parsing takes its time."""
    with book.open(part) as stream:
        end = b""
        while piece := stream.read(1 << 20):
            text = end + piece
            # Looking for the mark alone is twenty times as quick as for the whole attribute.
            if (b'"e"' in text or b"'e'" in text) and _ERROR_TYPE.search(text):
                return True
            end = piece[-16:]
    return False


def _elements(book: zipfile.ZipFile, part: str, tag: str) -> Iterator[tuple[str, etree._Element]]:
    with book.open(part) as stream:
        yield from etree.iterparse(
            stream, tag=tag, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
        )


def _column_of(letters: str) -> int:
    """Return the 0-based column of a spreadsheet's name: A is 0, AA is 26."""
    return functools.reduce(lambda so_far, letter: so_far * 26 + ord(letter) - 64, letters, 0) - 1


def _read_parquet(path: Path) -> list[Sheet]:
    try:
        table = pq.read_table(path)
    except (pa.ArrowException, OSError):
        raise ImportRefusedError("Berkas parquet ini rusak atau terpotong. Buat ulang berkasnya.") from None
    columns = [
        values if not pa.types.is_nested(column.type) else [None if v is None else str(v) for v in values]
        for column in table.columns
        for values in [column.to_pylist()]
    ]
    header: Row = list(table.column_names)
    return [Sheet(None, [header, *(list(row) for row in zip(*columns, strict=True))])]


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
        rows = list(_records(io.StringIO(text, newline=""), delimiter))
    except csv.Error:
        raise ImportRefusedError(
            "Berkas CSV ini tidak dapat dibaca: ada tanda kutip yang tidak ditutup, atau isian yang lebih "
            f"dari {formats.number(_LONGEST_CELL)} huruf. Unduh ulang dari ODS."
        ) from None
    _check_quotes(rows, delimiter)
    return Sheet(None, rows)


def _delimiter_of(head: list[str], find_header: Callable[[list[Row]], int]) -> str:
    """Return whichever mark makes the best header of the first lines, and not too many columns."""
    scores: dict[str, int] = {}
    for mark in _DELIMITERS:
        with contextlib.suppress(ImportRefusedError):
            scores[mark] = find_header(list(_records(head, mark)))
    best = max(scores, key=scores.__getitem__, default="")
    if len(scores) < len(_DELIMITERS) and not scores.get(best):
        raise ImportRefusedError(_TOO_WIDE)
    return best


def _records(lines: io.StringIO | list[str], delimiter: str) -> Iterator[Row]:
    for record in csv.reader(lines, delimiter=delimiter):
        if len(record) > MOST_COLUMNS:
            raise ImportRefusedError(_TOO_WIDE)
        yield list(record)


def _check_quotes(rows: list[Row], delimiter: str) -> None:
    """Refuse a file in which an unclosed quote swallowed whole rows: they would be missing in silence."""
    width = statistics.median(map(len, rows)) if rows else 0
    for number, row in enumerate(rows, start=1):
        for cell in row:
            if (
                isinstance(cell, str)
                and len(cell.splitlines()) > 1
                and max(line.count(delimiter) for line in cell.splitlines()) >= max(width / 2, 2)
            ):
                raise ImportRefusedError(
                    f"Tanda kutip di baris {number} berkas CSV ini tidak ditutup. Perbaiki baris itu atau "
                    "unduh ulang dari ODS."
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
            if len(row) > MOST_COLUMNS:
                raise ImportRefusedError(_TOO_WIDE)
        rows.append(row)
    return rows


def _span(cell: etree._Element, attribute: str, largest: int) -> int:
    text = cell.get(attribute, "1").strip()
    return min(max(int(text), 1), largest) if text.isascii() and text.isdigit() else 1
