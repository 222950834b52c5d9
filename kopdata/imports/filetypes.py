"""Tell by its bytes what a file is, and refuse what cannot be an export before anything parses it."""

from __future__ import annotations

import errno
import io
import lzma
import mmap
import os
import stat
import struct
import zipfile
import zlib
from enum import StrEnum
from pathlib import Path
from typing import Final, NamedTuple

from kopdata.errors import ImportRefusedError

LARGEST_UNPACKED: Final = 1_500_000_000
"""Bytes; a registry of 220,000 rows and 30 columns unpacks to about 250 MB."""
LARGEST_RATIO: Final = 200
"""Unpacked by packed size. A workbook of one row repeated reaches about 40, a zip bomb 1,000."""
_RATIO_MATTERS_FROM: Final = 50_000_000
LARGEST_DIRECTORY: Final = 500_000
"""Bytes of a zip's directory: 5,000 parts of a workbook. Reading a larger one takes seconds."""
_HEAD: Final = 4096
_LOCAL_HEADER: Final = 30
"""Bytes that stand before an entry of a zip, its name not counted."""

AGAIN: Final = "Unggah ekspor ODS berupa .xlsx, .xls, .ods, atau .csv."
_TOO_LARGE: Final = (
    "Isi berkas Excel ini terlalu besar untuk sebuah daftar koperasi. Buka di Excel, simpan sebagai .xlsx, "
    "lalu unggah lagi."
)
BROKEN_ZIP: Final = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    OSError,
    ValueError,
    RuntimeError,
)
"""What reading a zip raises that is damaged, locked, or packed in a way that zipfile does not know."""


class FileType(StrEnum):
    """The kinds of file that can hold a table."""

    WORKBOOK = "workbook"
    HTML = "html"
    DELIMITED = "delimited"
    PARQUET = "parquet"


_FOREIGN: Final = (
    (b"%PDF", "dokumen PDF"),
    (b"\x89PNG", "foto atau gambar"),
    (b"\xff\xd8\xff", "foto atau gambar"),
    (b"GIF8", "foto atau gambar"),
    (b"RIFF", "foto, suara, atau video"),
    (b"MZ", "program, bukan data"),
    (b"\x7fELF", "program, bukan data"),
    (b"\xca\xfe\xba\xbe", "program, bukan data"),
    (b"\xcf\xfa\xed\xfe", "program, bukan data"),
    (b"#!", "program, bukan data"),
    (b"7z\xbc\xaf", "arsip terkompresi"),
    (b"Rar!", "arsip terkompresi"),
    (b"\x1f\x8b", "arsip terkompresi"),
    (b"{\\rtf", "dokumen teks"),
)
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")
_BEGINNINGS: Final = (b"\x09\x08\x10\x00\x00\x06\x05\x00", b"\x09\x08\x08\x00\x00\x05\x05\x00")
"""How the stream of an old .xls workbook begins, in BIFF8 and BIFF5."""
_FILE_PASS: Final = 0x2F
_ODS: Final = b"application/vnd.oasis.opendocument.spreadsheet"
_LONGEST_MANIFEST: Final = 1_000_000
DAMAGED: Final = "Berkas Excel ini rusak atau terpotong. Unduh ulang ekspor dari ODS, lalu unggah lagi."
_LOCKED: Final = "Berkas Excel ini dikunci kata sandi. Buka di Excel, hapus kata sandinya, lalu unggah lagi."


class Examined(NamedTuple):
    """What a look at a file tells: its type, and about how many bytes it unpacks to."""

    type: FileType
    unpacked: int


def examine(path: Path) -> Examined:
    """Return what kind of file lies at ``path``, by its content alone, and how much it holds.

    Raises
    ------
    ImportRefusedError
        For an empty file, a photo, a program, an archive, a document, a damaged or password-protected
        workbook, or one that unpacks to something absurd.
    OSError
        If the file cannot be read, or is none but a folder, a device or a pipe, on which a reader waits.
    """
    about = path.stat()
    if not stat.S_ISREG(about.st_mode):
        raise OSError(errno.EINVAL, os.strerror(errno.EINVAL), str(path))
    size = about.st_size
    with path.open("rb") as file:
        head = file.read(_HEAD)
    if not head.strip(b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise ImportRefusedError("Berkas kosong. Unduh ulang ekspor dari ODS, lalu unggah lagi.")
    for mark, what in _FOREIGN:
        if head.startswith(mark):
            raise ImportRefusedError(f"Berkas ini {what}, bukan ekspor ODS. {AGAIN}")
    if head[4:8] == b"ftyp":
        raise ImportRefusedError(f"Berkas ini foto atau video, bukan ekspor ODS. {AGAIN}")
    if head.startswith(b"PAR1"):
        return Examined(FileType.PARQUET, size)
    if head.startswith(_OLE):
        _check_ole(path)
        return Examined(FileType.WORKBOOK, size)
    if head.startswith(b"PK"):
        return Examined(FileType.WORKBOOK, _unpacked_zip(path))
    return Examined(FileType.HTML if _is_markup(head) else FileType.DELIMITED, size)


def _is_markup(head: bytes) -> bool:
    return head.replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").startswith(b"<")


def _check_ole(path: Path) -> None:
    """Refuse a workbook under a password: Excel wraps .xlsx in the old container, and marks .xls."""
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        if content.find(_ENCRYPTED) >= 0 or any(_asks_password(content, mark) for mark in _BEGINNINGS):
            raise ImportRefusedError(_LOCKED)


def _asks_password(content: mmap.mmap, beginning: bytes) -> bool:
    """Tell whether the record FILEPASS follows the beginning of a workbook ([MS-XLS] 2.1.7.20.3)."""
    at = content.find(beginning)
    for _ in range(4):  # between the two stands WRITEPROTECT at the most
        record = content[at : at + 4]
        if at < 0 or len(record) < 4:
            return False
        name, length = struct.unpack("<HH", record)
        if name == _FILE_PASS:
            return True
        at += 4 + length
    return False


class _SmallDirectory(io.FileIO):
    """A zip that gives its directory, which is read at once, only if it is no larger than a workbook's.

    The number of entries that a zip tells of itself may be a lie; the bytes of its directory are not.
    """

    def read(self, size: int | None = -1, /) -> bytes:
        if size is not None and size > LARGEST_DIRECTORY:
            raise ImportRefusedError(_TOO_LARGE)
        return super().read(size)


def _unpacked_zip(path: Path) -> int:
    """Return the bytes that a workbook unpacks to, from its directory, before anything unpacks it."""
    try:
        with _SmallDirectory(path) as file, zipfile.ZipFile(file) as archive:
            entries = archive.infolist()
            names = {entry.filename.lstrip("/").lower() for entry in entries}
            if not names & {"xl/workbook.xml", "xl/workbook.bin"}:
                _check_ods(archive, names)
    except BROKEN_ZIP:
        raise ImportRefusedError(DAMAGED) from None
    if _overlap(entries) or any(".." in entry.filename.split("/") for entry in entries):
        raise ImportRefusedError(DAMAGED)
    unpacked = sum(entry.file_size for entry in entries)
    packed = max(sum(entry.compress_size for entry in entries), 1)
    if unpacked > LARGEST_UNPACKED or (unpacked > _RATIO_MATTERS_FROM and unpacked / packed > LARGEST_RATIO):
        raise ImportRefusedError(_TOO_LARGE)
    return unpacked


def _overlap(entries: list[zipfile.ZipInfo]) -> bool:
    """Tell whether entries share bytes: a few kB can then unpack to petabytes."""
    ends = 0
    for entry in sorted(entries, key=lambda entry: entry.header_offset):
        if entry.header_offset < ends:
            return True
        ends = entry.header_offset + _LOCAL_HEADER + entry.compress_size
    return False


def _check_ods(archive: zipfile.ZipFile, names: set[str]) -> None:
    """Refuse a zip that is no open spreadsheet (.ods), or one under a password."""
    kind = _beginning(archive, "mimetype", 200) if "mimetype" in names else b""
    if kind.strip() == _ODS and "content.xml" in names:
        if b"encryption-data" in _beginning(archive, "META-INF/manifest.xml", _LONGEST_MANIFEST):
            raise ImportRefusedError(_LOCKED)
        return
    is_document = kind or any(name.startswith(("word/", "ppt/")) for name in names)
    what = "dokumen" if is_document else "arsip ZIP"
    raise ImportRefusedError(f"Berkas ini {what}, bukan buku kerja Excel. {AGAIN}")


def _beginning(archive: zipfile.ZipFile, name: str, size: int) -> bytes:
    """Return the first bytes of an entry, none where there is no such entry."""
    try:
        with archive.open(name) as entry:
            return entry.read(size)
    except KeyError:
        return b""
