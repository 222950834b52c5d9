"""Workbooks of every kind that spreadsheet programs save, written for real.

Nothing at hand writes .xlsb: its records are few, and a reader of ours must read them (MS-XLSB 2.1.4).
"""

from __future__ import annotations

import datetime as dt
import struct
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Final

import odswriter  # type: ignore[import-untyped]
import xlwt  # type: ignore[import-untyped]

from tests.imports.files import Rows, write_csv, write_html, write_xlsx

Write = Callable[[Path, Rows], Path]

_MAIN: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
_WITH_MACROS: Final = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"


def change(path: Path, **parts: Callable[[bytes], bytes]) -> Path:
    """Change the content of parts of a zip; a part is named by how its name ends, without its suffix."""
    with zipfile.ZipFile(path) as book:
        kept = {entry.filename: book.read(entry) for entry in book.infolist()}
    for end, edit in parts.items():
        (name,) = [one for one in kept if one.rpartition("/")[2].partition(".")[0] == end]
        kept[name] = edit(kept[name])
    return pack(path, kept)


def pack(path: Path, parts: Mapping[str, bytes | str]) -> Path:
    """Write a zip of these parts, in this order."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        for name, content in parts.items():
            book.writestr(name, content)
    return path


def write_xlsm(path: Path, rows: Rows, *, sheet: str = "Data") -> Path:
    """Write a workbook that may hold macros."""
    with zipfile.ZipFile(write_xlsx(path, rows, sheet=sheet)) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    kinds = "[Content_Types].xml"
    parts[kinds] = parts[kinds].replace(_MAIN.encode(), _WITH_MACROS.encode())
    return pack(path, parts | {"xl/vbaProject.bin": bytes(64)})


def write_xls(path: Path, rows: Rows, *, sheet: str = "Data", hidden: bool = False) -> Path:
    """Write a workbook of Excel 97 to 2003."""
    book = xlwt.Workbook(encoding="utf-8")
    page = book.add_sheet(sheet)
    dated = xlwt.easyxf(num_format_str="DD/MM/YYYY")
    for at, cells in enumerate(rows):
        for column, cell in enumerate(cells):
            if isinstance(cell, dt.date):
                page.write(at, column, cell, dated)
            elif cell is not None:
                page.write(at, column, cell)
    if hidden:
        page.visibility = 1
        book.add_sheet("Kosong")
        book.set_active_sheet(1)
    book.save(str(path))
    return path


def write_ods(path: Path, rows: Rows, *, sheet: str = "Data") -> Path:
    """Write a workbook as LibreOffice keeps it."""
    with path.open("wb") as file, odswriter.writer(file) as book:
        page = book.new_sheet(sheet)
        for cells in rows:
            page.writerow(cells)
    return path


_RELATION: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
_DATE_STYLE: Final = 1
_EPOCH: Final = dt.date(1899, 12, 30)


def write_xlsb(path: Path, rows: Rows, *, sheet: str = "Data") -> Path:
    """Write a binary workbook: the same parts as .xlsx, as records."""
    names = ["workbook.bin", "worksheet/worksheets/sheet1.bin", "styles/styles.bin"]
    types = (
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="bin" ContentType="application/vnd.ms-excel.sheet.binary.macroEnabled.main"/>'
    )
    related = [name.partition("/") for name in names[1:]]
    return pack(
        path,
        {
            "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">{types}</Types>',
            "_rels/.rels": _relations([("officeDocument", "xl/workbook.bin")]),
            "xl/_rels/workbook.bin.rels": _relations((kind, target) for kind, _, target in related),
            "xl/workbook.bin": b"".join(
                (
                    *map(record, (131, 143)),
                    record(156, struct.pack("<LL", 0, 1) + _wide("rId1") + _wide(sheet)),
                    *map(record, (144, 132)),
                )
            ),
            "xl/styles.bin": _styles(),
            "xl/worksheets/sheet1.bin": _sheet(rows),
        },
    )


def record(kind: int, body: bytes = b"") -> bytes:
    """Return one record of a binary workbook."""
    name = bytes([kind]) if kind < 128 else bytes([kind & 127 | 128, kind >> 7])
    length, size = len(body), b""
    while length > 127:
        size, length = size + bytes([length & 127 | 128]), length >> 7
    return name + size + bytes([length]) + body


def _wide(text: str) -> bytes:
    encoded = text.encode("utf-16-le")
    return struct.pack("<L", len(encoded) // 2) + encoded


def _relations(targets: Iterable[tuple[str, str]]) -> str:
    listed = "".join(
        f'<Relationship Id="rId{number}" Type="{_RELATION}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, start=1)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{listed}</Relationships>'


def _styles() -> bytes:
    general, dated = (struct.pack("<HH12x", 0, number) for number in (0, 164))
    return b"".join(
        (
            record(278),
            record(615, struct.pack("<L", 1)),
            record(44, struct.pack("<H", 164) + _wide("dd/mm/yyyy")),
            record(616),
            record(617, struct.pack("<L", 2)),
            record(47, general),
            record(47, dated),
            *map(record, (618, 279)),
        )
    )


def _sheet(rows: Rows) -> bytes:
    width = max((len(cells) for cells in rows), default=1)
    body = [
        record(129),
        record(148, struct.pack("<LLLL", 0, max(len(rows) - 1, 0), 0, width - 1)),
        record(145),
    ]
    for at, cells in enumerate(rows):
        body.append(record(0, struct.pack("<LLHBBBL", at, 0, 300, 0, 0, 0, 0)))
        body += [_cell(column, cell) for column, cell in enumerate(cells) if cell is not None]
    return b"".join([*body, record(146), record(130)])


def _cell(column: int, cell: Any) -> bytes:
    place = struct.pack("<LL", column, _DATE_STYLE if isinstance(cell, dt.date) else 0)
    if isinstance(cell, bool):
        return record(4, place + bytes([cell]))
    if isinstance(cell, dt.date):
        return record(5, place + struct.pack("<d", (cell - _EPOCH).days))
    if isinstance(cell, str):
        return record(6, place + _wide(cell))
    return record(5, place + struct.pack("<d", cell))


WORKBOOKS: Final[Mapping[str, Write]] = {
    "xlsx": write_xlsx,
    "xlsm": write_xlsm,
    "xlsb": write_xlsb,
    "xls": write_xls,
    "ods": write_ods,
}
TEXTS: Final[Mapping[str, Write]] = {
    f"csv {name} {encoding}": partial(write_csv, delimiter=delimiter, encoding=encoding)
    for name, delimiter in (("comma", ","), ("semicolon", ";"), ("tab", "\t"))
    for encoding in ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252")
} | {"html": write_html}
KINDS: Final[Mapping[str, Write]] = {**WORKBOOKS, **TEXTS}
"""Every kind of file, by what it is called in a test."""
ENDINGS: Final[Sequence[str]] = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods", ".csv", ".htm", "")
"""How a file may be called, whatever it is."""
