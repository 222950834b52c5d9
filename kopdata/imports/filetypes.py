"""Tell by its bytes what a file is, and refuse what cannot be an export before anything parses it."""

from __future__ import annotations

import io
import mmap
import zipfile
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

_AGAIN: Final = "Unggah ekspor ODS berupa .xlsx, .csv, atau .xls."
_TOO_LARGE: Final = (
    "Isi berkas Excel ini terlalu besar untuk sebuah daftar koperasi. Buka di Excel, simpan sebagai .xlsx, "
    "lalu unggah lagi."
)


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
        If the file cannot be read.
    """
    with path.open("rb") as file:
        head = file.read(_HEAD)
    size = path.stat().st_size
    if not head.strip(b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise ImportRefusedError("Berkas kosong. Unduh ulang ekspor dari ODS, lalu unggah lagi.")
    for mark, what in _FOREIGN:
        if head.startswith(mark):
            raise ImportRefusedError(f"Berkas ini {what}, bukan ekspor ODS. {_AGAIN}")
    if head[4:8] == b"ftyp":
        raise ImportRefusedError(f"Berkas ini foto atau video, bukan ekspor ODS. {_AGAIN}")
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
    """Refuse a workbook under a password: Excel wraps it in the old container format."""
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        if content.find(_ENCRYPTED) < 0:
            return
    raise ImportRefusedError(
        "Berkas Excel ini dikunci kata sandi. Buka di Excel, hapus kata sandinya, lalu unggah lagi."
    )


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
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        raise ImportRefusedError(
            "Berkas Excel ini rusak atau terpotong. Unduh ulang ekspor dari ODS, lalu unggah lagi."
        ) from None
    names = {entry.filename.lstrip("/").lower() for entry in entries}
    if not names & {"xl/workbook.xml", "xl/workbook.bin"}:
        what = "dokumen" if any(name.startswith(("word/", "ppt/")) for name in names) else "arsip ZIP"
        raise ImportRefusedError(f"Berkas ini {what}, bukan buku kerja Excel. {_AGAIN}")
    unpacked = sum(entry.file_size for entry in entries)
    packed = max(sum(entry.compress_size for entry in entries), 1)
    if unpacked > LARGEST_UNPACKED or (unpacked > _RATIO_MATTERS_FROM and unpacked / packed > LARGEST_RATIO):
        raise ImportRefusedError(_TOO_LARGE)
    return unpacked
