"""Read one file from bytes to typed rows: what the child process does."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import replace
from functools import partial
from itertools import zip_longest
from pathlib import Path
from typing import Final, NamedTuple

import pyarrow as pa

from kopdata import formats
from kopdata.errors import ImportRefusedError
from kopdata.findings.files import OTHER_SHEET, SEVERAL_DATES
from kopdata.findings.rows import ROW_TWICE
from kopdata.imports import dates
from kopdata.imports.answers import NO_ANSWERS, Answers, word_key
from kopdata.imports.assessments import read_assessments
from kopdata.imports.body import Body, Columns, assemble
from kopdata.imports.content import Content, limited, note
from kopdata.imports.fields import AS_OF
from kopdata.imports.filetypes import FileType
from kopdata.imports.headers import (
    OWN_COLUMNS,
    Header,
    find_header,
    find_nameless,
    find_other_table,
    header_score,
    is_cooperative,
    widened,
)
from kopdata.imports.registry import read_registry
from kopdata.imports.rowkinds import is_filled
from kopdata.imports.shapes import filled, names_cooperatives
from kopdata.imports.sheets import Row, Sheet, read_sheets
from kopdata.imports.unclear import Understood, understand
from kopdata.imports.values import read_column, shortened, text_of
from kopdata.vocabulary import ImportKind, Precision, fold

Report = Callable[[str, float], None]

_HANDFUL: Final = 5
"""Koperasi on another sheet that may be an extract or a draft."""
_FAR_LONGER: Final = 5
_MOST_SHEETS: Final = 8
_NIK: Final = re.compile(r"[1-9]\d{12}")


def read_content(
    path: Path,
    kind: FileType,
    file_name: str,
    report: Report = lambda _stage, _share: None,
    *,
    as_of: dt.date | None = None,
    answers: Answers = NO_ANSWERS,
) -> Content:
    """Return what the file at ``path`` holds; ``report`` hears each stage, in words and as 0 to 1.

    ``kind`` is what ``filetypes.examine`` told of it. ``as_of`` picks the rows of one date from a file
    whose rows bear several. ``answers`` are what persons said about columns and words of any file.

    Raises
    ------
    ImportRefusedError
        If it is no export that can be read, with why and what to do.
    """
    report("Membuka berkas", 0.1)
    sheets = read_sheets(path, kind, partial(header_score, answers=answers))
    report("Mengenali kolom", 0.5)
    tables = _tables(sheets, answers)
    if not tables:
        raise ImportRefusedError(_no_header(kind, sheets))
    picked = _pick(tables)
    sheet, header = picked.sheet, widened(picked.header, picked.sheet.rows)
    known = {id(table.sheet) for table in tables}
    others = [
        other.name
        for other in sheets
        if other is not sheet and other.name and (id(other) in known or _holds_cooperatives(other))
    ]
    del sheets, tables, picked
    asked = Understood(header, {}, [])
    if header.kind is ImportKind.REGISTRY:
        asked = understand(sheet, header, answers.of_header(header.fingerprint))
        header = asked.header
    _check_one_table(sheet, header)
    if header.kind is ImportKind.REGISTRY and "name" not in header.names:
        return _with_questions(_unread(sheet, header), asked, answers)
    if as_of is not None:
        sheet = _of_one_date(sheet, header, as_of)
    report("Membaca isi", 0.6)
    read = read_assessments if header.kind is ImportKind.ASSESSMENTS else read_registry
    content = read(sheet, header)
    if not content.rows_read:
        raise ImportRefusedError(
            "Berkas ini hanya berisi judul kolom, tanpa satu pun koperasi. Unduh ulang ekspor dari ODS."
        )
    report("Mencari tanggal keadaan", 0.9)
    _guess_date(content, sheet, header, file_name)
    for name in others:
        content.warnings.append(note(None, None, name, OTHER_SHEET.says(sheet=shortened(name))))
    content.warnings = limited(content.warnings)
    return _with_questions(content, asked, answers) if header.kind is ImportKind.REGISTRY else content


def _unread(sheet: Sheet, header: Header) -> Content:
    """Return the content of a table whose koperasi only a person can show: no row of it is read."""
    nothing = pa.Table.from_arrays([], names=[])
    content = assemble(sheet, header, Body(), Columns({}, [], {}), kept=[], rows=nothing, fields=[])
    content.needs_name = True
    return content


def _with_questions(content: Content, asked: Understood, answers: Answers) -> Content:
    """Return ``content`` with what is unclear about its columns and words, and what was answered of it."""
    content.fingerprint = fingerprint = asked.header.fingerprint
    content.guessed, content.unclear_columns = asked.guessed, asked.unclear
    told, keys = answers.of_header(fingerprint), map(word_key, content.unknown_status_words)
    words = {key: answers.status_words[key] for key in keys if key in answers.status_words}
    content.answers = Answers({fingerprint: told} if told else {}, words)
    return content


def _no_header(kind: FileType, sheets: list[Sheet]) -> str:
    if not any(sheet.rows for sheet in sheets):
        return "Buku kerja ini tidak berisi data. Unduh ulang ekspor dari ODS, lalu unggah lagi."
    what = {
        FileType.WORKBOOK: "Buku kerja",
        FileType.HTML: "Halaman web",
        FileType.DELIMITED: "Berkas teks",
        FileType.PARQUET: "Berkas parquet",
    }[kind]
    return (
        f"{what} ini tidak memuat daftar koperasi: baris judul dengan 'Nama Koperasi' dan kolom lain yang "
        "dikenal tidak ditemukan. Periksa apakah berkasnya benar ekspor ODS."
    )


def _tables(sheets: list[Sheet], answers: Answers) -> list[_Table]:
    """Return the sheets that hold a registry or a recap, each with its header.

    Where no table names its koperasi, the headers are those whose columns a person can explain: they have no
    column for the field "name". Hidden sheets stand last.
    """
    found = [(sheet, header) for sheet in sheets if (header := find_header(sheet.rows, answers))]
    found = found or [(sheet, header) for sheet in sheets if (header := find_nameless(sheet.rows, answers))]
    alone = len(found) == 1
    tables = [
        _Table(sheet, header, [] if alone else list(_cooperatives(sheet, header))) for sheet, header in found
    ]
    return sorted(tables, key=lambda table: table.sheet.hidden)


def _holds_cooperatives(sheet: Sheet) -> bool:
    """Tell whether a sheet without a header that is known holds koperasi all the same: it goes on."""
    rows = [row for row in sheet.rows[:_ROWS_LOOKED_AT] if any(is_filled(cell) for cell in row)]
    columns = (filled(list(cells)) for cells in zip_longest(*rows))
    return any(len(cells) >= _FEWEST_KOPERASI and names_cooperatives(cells) for cells in columns)


_ROWS_LOOKED_AT: Final = 100
_FEWEST_KOPERASI: Final = 3


class _Koperasi(NamedTuple):
    nik: str
    name: str


class _Table(NamedTuple):
    """A sheet with a table, and the koperasi in it; they are not looked for where it is the only one."""

    sheet: Sheet
    header: Header
    koperasi: list[_Koperasi]

    @property
    def size(self) -> tuple[int, int, int]:
        """How much it holds: known cells of koperasi, then what its header promises."""
        fields = len(self.header.fields)
        return fields * len(self.koperasi), fields, len(self.sheet.rows)

    def lacks(self, other: _Table) -> int:
        """Return how many koperasi of ``other`` this table lacks, by NIK, or by name where one has none."""
        niks = {one.nik for one in self.koperasi if one.nik}
        names = {one.name for one in self.koperasi}
        return sum(
            one.nik not in niks if niks and one.nik else one.name not in names for one in other.koperasi
        )


def _cooperatives(sheet: Sheet, header: Header) -> Iterator[_Koperasi]:
    nik_at, name_at = header.column_of("nik"), header.column_of("name")
    for row in sheet.rows[header.at + 1 :]:
        if is_cooperative(row, header):
            nik, name = (
                text_of(row[at]) if at is not None and at < len(row) else "" for at in (nik_at, name_at)
            )
            digits = "".join(filter(str.isdigit, nik))
            yield _Koperasi(digits, fold(name) if name_at is not None else " ".join(map(text_of, row)))


def _pick(tables: list[_Table]) -> _Table:
    """Return the table to read: that with the most, of the kind that the richest header is of.

    A hidden sheet counts only where no visible one holds a table. Where a list stands in parts on several
    sheets, none of them is taken for the whole.

    Raises
    ------
    ImportRefusedError
        If other sheets in sight hold koperasi that the largest one lacks.
    """
    in_sight = [table for table in tables if table.sheet.hidden == tables[0].sheet.hidden]
    holding = [table for table in in_sight if table.koperasi] or in_sight
    kind = max(holding, key=lambda table: table.size[1:]).header.kind
    holding = [table for table in holding if table.header.kind is kind]
    best = max(holding, key=lambda table: table.size)
    parts = [table for table in holding if table is best or _is_part(table, best)]
    if len(parts) > 1:
        shown = formats.listed(
            [f"'{shortened(one.sheet.name or '')}' ({len(one.koperasi)} koperasi)" for one in parts],
            most=_MOST_SHEETS,
        )
        raise ImportRefusedError(
            f"Berkas ini memuat daftar koperasi di beberapa lembar atau tabel: {shown}. Gabungkan semuanya "
            "ke satu lembar, atau simpan masing-masing sebagai berkas sendiri dan unggah satu per satu."
        )
    return best


def _is_part(table: _Table, best: _Table) -> bool:
    """Tell whether a table holds a part of the list of which ``best`` is the largest.

    One that names mostly the same koperasi is an older list or an extract, and so is a handful of koperasi
    beside a far longer or far richer one.
    """
    count = len(table.koperasi)
    if best.lacks(table) * 2 <= count:
        return False
    is_poor = len(table.header.fields) * 2 < len(best.header.fields)
    return count > _HANDFUL or (not is_poor and count * _FAR_LONGER > len(best.koperasi))


def _check_one_table(sheet: Sheet, header: Header) -> None:
    """Refuse a sheet with two tables: rows of one would vanish, or be read into columns of the other."""
    where = f" lembar '{shortened(sheet.name)}'" if sheet.name else ""
    advice = (
        "Satu lembar hanya boleh memuat satu tabel: simpan setiap tabel sebagai berkas sendiri, atau samakan "
        "susunan kolomnya, lalu unggah lagi."
    )
    if (at := find_other_table(sheet.rows, header)) is not None:
        raise ImportRefusedError(
            f"Di baris {sheet.first_row + at}{where} mulai tabel kedua dengan susunan kolom lain. {advice}"
        )
    above = enumerate(sheet.rows[: header.at])
    if (at := next((at for at, row in above if _bears_nik(row)), None)) is not None:
        raise ImportRefusedError(
            f"Baris {sheet.first_row + at}{where} memuat koperasi, tetapi judul kolom yang dikenal baru ada "
            f"di baris {sheet.first_row + header.at}. {advice}"
        )


def _bears_nik(row: Row) -> bool:
    cells = filled(row)
    return len(cells) > 1 and any(_NIK.fullmatch(text_of(cell)) for cell in cells)


def _guess_date(content: Content, sheet: Sheet, header: Header, file_name: str) -> None:
    """Look for the date in a column of its own, then in the file's name and above the header.

    Of name and title, one that gives the day comes before one that gives the month.

    Raises
    ------
    ImportRefusedError
        If the column bears several dates.
    """
    no_rows = {one.row for one in content.left_out if one.kind != ROW_TWICE.id}
    own = _own_dates(sheet, header, no_rows)
    if len(own) > 1:
        shown = formats.listed([formats.date(day) for day in own], most=3)
        raise ImportRefusedError(
            f"Berkas ini memuat lebih dari satu tanggal keadaan: {shown}. Simpan satu tanggal per berkas, "
            "lalu unggah satu per satu. Di baris perintah, tanggalnya dapat dipilih dengan --as-of."
        )
    guesses = [
        (dates.find_date(Path(file_name).stem), dates.IN_NAME),
        (dates.find_date_in_titles(sheet.rows[: header.at]), dates.IN_TITLE),
    ]
    found = [(dates.AsOf(day), dates.IN_CONTENT) for day in own]
    found += sorted(
        ((guess, source) for guess, source in guesses if guess),
        key=lambda one: one[0].precision is Precision.MONTH,
    )
    if not found:
        return
    (best, content.as_of_source), *rest = found
    content.guessed_as_of, content.precision = best.day, best.precision
    if not all(one.agrees(other) for one, _ in found for other, _ in rest):
        shown = formats.listed(
            [f"{formats.date(guess.day, guess.precision)} ({source})" for guess, source in found]
        )
        content.warnings.append(note(None, None, None, SEVERAL_DATES.says(dates=shown)))


def _of_one_date(sheet: Sheet, header: Header, as_of: dt.date) -> Sheet:
    """Return the sheet with the rows of other dates left blank, so that the others keep their numbers.

    A file that bears one date, and is no export of our own, may be meant for another.
    """
    at = header.column_of(AS_OF.name)
    if at is None:
        return sheet
    own = header.layout == OWN_COLUMNS
    if not own and (len(found := _own_dates(sheet, header)) < 2 or as_of not in found):
        return sheet
    days, _unread = read_column([row[at] if at < len(row) else None for row in sheet.rows], AS_OF.kind)
    kept = [
        row if number <= header.at or day == as_of or (day is None and not own) else []
        for number, (row, day) in enumerate(zip(sheet.rows, days, strict=True))
    ]
    return replace(sheet, rows=kept)


def _own_dates(sheet: Sheet, header: Header, but: Collection[int | None] = ()) -> list[dt.date]:
    """Return the dates in a column that bears the date of the snapshot, oldest first.

    The rows with the numbers ``but`` are no koperasi.
    """
    at = header.column_of(AS_OF.name)
    if at is None:
        return []
    below = enumerate(sheet.rows[header.at + 1 :], start=sheet.first_row + header.at + 1)
    values, _unread = read_column(
        [row[at] for number, row in below if at < len(row) and number not in but], AS_OF.kind
    )
    return sorted({day for day in values if isinstance(day, dt.date) and dates.is_plausible(day)})
