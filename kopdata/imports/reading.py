"""Read one file from bytes to typed rows: what the child process does."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

import pyarrow as pa

from kopdata import formats
from kopdata.errors import ImportRefusedError
from kopdata.findings.files import OTHER_SHEET, SEVERAL_DATES
from kopdata.imports import dates
from kopdata.imports.answers import NO_ANSWERS, Answers, word_key
from kopdata.imports.assessments import read_assessments
from kopdata.imports.body import Body, Columns, assemble
from kopdata.imports.content import Content, limited, note
from kopdata.imports.fields import AS_OF
from kopdata.imports.filetypes import FileType
from kopdata.imports.headers import OWN_COLUMNS, Header, find_header, header_score, pick_sheet
from kopdata.imports.registry import read_registry
from kopdata.imports.sheets import Sheet, read_sheets
from kopdata.imports.unclear import Understood, understand
from kopdata.imports.values import read_column, shortened
from kopdata.vocabulary import ImportKind

Report = Callable[[str, float], None]


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

    ``kind`` is what ``filetypes.examine`` told of it. ``as_of`` picks the rows of one date from an export of
    our own that holds several. ``answers`` are what persons said about columns and words of any file.

    Raises
    ------
    ImportRefusedError
        If it is no export that can be read, with why and what to do.
    """
    report("Membuka berkas", 0.1)
    sheets = read_sheets(path, kind, partial(header_score, answers=answers))
    report("Mengenali kolom", 0.5)
    picked = pick_sheet(sheets, answers)
    if picked is None:
        raise ImportRefusedError(_no_header(kind, sheets))
    sheet, header = picked
    others = [
        other.name
        for other in sheets
        if other.name and other is not sheet and find_header(other.rows, answers)
    ]
    del sheets
    asked = Understood(header, {}, [])
    if header.kind is ImportKind.REGISTRY:
        asked = understand(sheet, header, answers.of_header(header.fingerprint))
        header = asked.header
        if "name" not in header.names:
            return _with_questions(_unread(sheet, header), asked, answers)
    if as_of is not None and header.layout == OWN_COLUMNS:
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


def _guess_date(content: Content, sheet: Sheet, header: Header, file_name: str) -> None:
    """Look for the date in a column of its own, then in the file's name, then above the header."""
    in_titles = dates.find_date_in_titles(sheet.rows[: header.at])
    in_name = dates.find_date(Path(file_name).stem)
    own = _own_dates(sheet, header)
    if len(own) > 1 and header.layout == OWN_COLUMNS:
        shown = formats.listed([formats.date(day.day) for day in own], most=3)
        raise ImportRefusedError(
            f"Berkas ini memuat lebih dari satu tanggal keadaan: {shown}. Simpan satu tanggal per berkas, "
            "lalu unggah satu per satu. Di baris perintah, tanggalnya dapat dipilih dengan --as-of."
        )
    found = [
        (own[-1] if own else None, dates.IN_CONTENT),
        (in_name, dates.IN_NAME),
        (in_titles, dates.IN_TITLE),
    ]
    for guess, source in found:
        if guess:
            content.guessed_as_of, content.precision, content.as_of_source = (
                guess.day,
                guess.precision,
                source,
            )
            break
    if len({guess.day for guess, _ in found if guess}) > 1:
        shown = formats.listed(
            [f"{formats.date(guess.day, guess.precision)} ({source})" for guess, source in found if guess]
        )
        content.warnings.append(note(None, None, None, SEVERAL_DATES.says(dates=shown)))


def _of_one_date(sheet: Sheet, header: Header, as_of: dt.date) -> Sheet:
    """Return the sheet with the rows of other dates left blank, so that the others keep their numbers."""
    at = header.column_of(AS_OF.name)
    if at is None:
        return sheet
    days, _unread = read_column([row[at] if at < len(row) else None for row in sheet.rows], AS_OF.kind)
    kept = [
        row if number <= header.at or day == as_of else []
        for number, (row, day) in enumerate(zip(sheet.rows, days, strict=True))
    ]
    return replace(sheet, rows=kept)


def _own_dates(sheet: Sheet, header: Header) -> list[dates.AsOf]:
    """Return the dates in a column that bears the date of the snapshot, oldest first."""
    at = header.column_of(AS_OF.name)
    if at is None:
        return []
    cells = [row[at] for row in sheet.rows[header.at + 1 :] if at < len(row)]
    values, _unread = read_column(cells, AS_OF.kind)
    return [dates.AsOf(day) for day in sorted({day for day in values if isinstance(day, dt.date)})]
