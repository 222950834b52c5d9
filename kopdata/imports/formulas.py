"""Find what cells show whose formula failed: the reader of workbooks gives them as empty."""

from __future__ import annotations

import functools
import posixpath
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final, Literal

from lxml import etree

from kopdata.imports.filetypes import BROKEN_ZIP
from kopdata.imports.values import is_failed, is_nothing

_PLACE: Final = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})")
_ERROR_TYPE: Final = re.compile(rb"""\st\s*=\s*["']e["']""")
_ODS_ERROR_TYPE: Final = re.compile(rb""":value-type\s*=\s*["']error["']""")
WIDEST: Final = 16_384
"""Columns of a spreadsheet, filled or not."""
_ODS_CONTENT: Final = "content.xml"
_UNNAMED_ERROR: Final = "#VALUE!"
"""What stands for a failure that LibreOffice shows in words of another language."""
_LONGEST_SHEET: Final = 1_048_576

Failed = dict[tuple[int, int], str]
"""What cells show whose formula failed ("#REF!"), by 0-based row and column: calamine gives them as empty."""


def failed_formulas(path: Path) -> dict[str, Failed]:
    """Return the cells whose formula failed, by the name of the sheet, of .xlsx, .xlsm and .ods.

    None of another kind of workbook, nor of one that is damaged: whoever reads its cells will refuse it.
    """
    parts = _sheet_parts(path)
    if not parts:
        return _failed_in_ods(path)
    return {name: _failed_in_part(path, part) for name, part in parts.items()}


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


def _failed_in_part(path: Path, part: str) -> Failed:
    """Return the cells of type "error" in one part of a workbook."""
    failed: Failed = {}
    try:
        with zipfile.ZipFile(path) as book:
            if not _mentions_errors(book, part, (b'"e"', b"'e'"), _ERROR_TYPE):
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


def _failed_in_ods(path: Path) -> dict[str, Failed]:
    """Return, by the name of the sheet, the cells that LibreOffice wrote as errors in an .ods file."""
    try:
        with zipfile.ZipFile(path) as book:
            if not _mentions_errors(book, _ODS_CONTENT, (b'"error"', b"'error'"), _ODS_ERROR_TYPE):
                return {}
            return _failed_cells(book)
    except (*BROKEN_ZIP, KeyError, etree.LxmlError):
        return {}


def _failed_cells(book: zipfile.ZipFile) -> dict[str, Failed]:
    """Return the errors of the sheets of an .ods file, where one cell or row may stand for many alike."""
    sheets: dict[str, Failed] = {}
    failed: Failed = {}
    in_row: dict[int, str] = {}
    row = column = 0
    for event, element in _elements(
        book,
        _ODS_CONTENT,
        ("{*}table", "{*}table-row", "{*}table-cell", "{*}covered-table-cell"),
        events=("start", "end"),
    ):
        what = etree.QName(element).localname
        if event == "start":
            if what == "table":
                failed = sheets.setdefault(_attribute(element, "name") or "", {})
                row = 0
            elif what == "table-row":
                in_row, column = {}, 0
        elif what == "table-row":
            again = _repeated(element, "rows", _LONGEST_SHEET - row)
            failed |= {(at, place): text for place, text in in_row.items() for at in range(row, row + again)}
            row += again
            element.clear()
        elif what != "table":
            again = _repeated(element, "columns", WIDEST - column)
            if (text := _failure_of(element)) is not None:
                in_row |= dict.fromkeys(range(column, column + again), text)
            column += again
    return sheets


def _failure_of(cell: etree._Element) -> str | None:
    """Return what a cell of an .ods file shows if its formula failed."""
    if not any(
        value == "error" and etree.QName(name).localname == "value-type"
        for name, value in cell.attrib.items()
    ):
        return None
    text = " ".join("".join(one.itertext()) for one in cell.iterchildren("{*}p")).strip()
    return text if is_failed(text) or (text and is_nothing(text)) else _UNNAMED_ERROR


def _attribute(element: etree._Element, name: str) -> str | None:
    """Return an attribute of the namespace of ``element``, under whatever prefix."""
    return element.get(f"{{{etree.QName(element).namespace}}}{name}")


def _repeated(element: etree._Element, what: str, most: int) -> int:
    """Return for how many cells or rows alike an element stands, at most so many."""
    text = _attribute(element, f"number-{what}-repeated") or "1"
    return max(min(int(text), most), 0) if text.isascii() and text.isdigit() and len(text) < 20 else 1


def _mentions_errors(
    book: zipfile.ZipFile, part: str, marks: tuple[bytes, ...], attribute: re.Pattern[bytes]
) -> bool:
    """Tell whether any cell of a sheet may be an error: few sheets have one, and parsing takes its time."""
    with book.open(part) as stream:
        end = b""
        while piece := stream.read(1 << 20):
            text = end + piece
            # Looking for the mark alone is twenty times as quick as for the whole attribute.
            if any(mark in text for mark in marks) and attribute.search(text):
                return True
            end = piece[-32:]
    return False


def _elements(
    book: zipfile.ZipFile,
    part: str,
    tag: str | tuple[str, ...],
    events: tuple[Literal["start", "end"], ...] = ("end",),
) -> Iterator[tuple[str, etree._Element]]:
    with book.open(part) as stream:
        yield from etree.iterparse(
            stream,
            events=events,
            tag=tag,
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
        )


def _column_of(letters: str) -> int:
    """Return the 0-based column of a spreadsheet's name: A is 0, AA is 26."""
    return functools.reduce(lambda so_far, letter: so_far * 26 + ord(letter) - 64, letters, 0) - 1
