"""The file that a copy of the store is: a zip of the store's files and a manifest that vouches for each.

Whatever such a file says is checked before it is believed: it may come from a stick that somebody found.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import stat
import struct
import zipfile
import zlib
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, BinaryIO, Final

from pydantic import AwareDatetime, Field, StringConstraints, ValidationError

from kopdata.errors import KopdataError
from kopdata.models import Record, Text
from kopdata.store import schema
from kopdata.store.durability import sync_files
from kopdata.store.recovery import LOG, SET_ASIDE
from kopdata.store.replacing import FILES

FORMAT: Final = 1
MANIFEST: Final = "manifest.json"
MOST_FILES: Final = 500_000
"""A store of ten years, with a visit every quarter of an hour, has about 300,000."""
MOST_BYTES: Final = 50 * 1024**3
LARGEST_MANIFEST: Final = 128 * 1024**2
LARGEST_RATIO: Final = 200
"""Unpacked by packed size. Logs reach about 15; a zip bomb 1,000."""
_RATIO_MATTERS_FROM: Final = 10_000_000
_BLOCK: Final = 1 << 20

_LOG_NAME: Final = re.compile(r"[0-9]{20}\.[A-Za-z0-9.]{1,80}|_last_checkpoint")
_SHA256: Final = re.compile(r"[0-9a-f]{64}")
_STEP: Final = re.compile(r"""[^\x00-\x20./\\:*?"<>|][^\x00-\x1f/\\:*?"<>|]{0,199}(?<![. ])""")
"""One step of a path: no sign that means something to a system, nothing hidden, nothing Windows trims."""
_DEVICE: Final = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)
_UNREADABLE: Final = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    OverflowError,
)


class CopyRefusedError(KopdataError):
    """A file is no copy of a store, or none that can be used here; nothing changed."""

    title = "Cadangan tidak dapat dipakai"


class DamagedCopyError(CopyRefusedError):
    """A part of what a copy holds cannot be read, and nobody has said yet to restore the rest."""


class FileSum(Record):
    """What the manifest says of one file."""

    sha256: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
    size: Annotated[int, Field(ge=0)]


class Manifest(Record):
    """What a copy says of itself; ``versions`` are those of the store's tables when it was made."""

    format: int
    made_at: AwareDatetime
    made_by: Text
    demo: bool
    store: Text
    versions: dict[str, int]
    files: dict[str, FileSum]

    @property
    def size(self) -> int:
        """Bytes of all files, unpacked."""
        return sum(file.size for file in self.files.values())


def belongs(name: str) -> bool:
    """Tell whether ``name`` (steps joined by "/") is a file that a store of this version is made of."""
    steps = name.split("/")
    if len(steps) < 2 or not all(_STEP.fullmatch(step) and not _DEVICE.fullmatch(step) for step in steps):
        return False
    part, *below = steps
    if part == FILES:
        return len(below) == 1 and _SHA256.fullmatch(below[0]) is not None
    if part == SET_ASIDE:
        return len(below) == 1
    if part not in schema.TABLES:
        return False
    if below[0] == LOG:
        return len(below) == 2 and _LOG_NAME.fullmatch(below[1]) is not None
    return below[-1].endswith(".parquet")


def pack(
    file: BinaryIO,
    about: Manifest,
    held: Mapping[str, bytes],
    paths: Mapping[str, tuple[Path, int]],
    *,
    droppable: Collection[str] = (),
) -> Manifest:
    """Write a copy to ``file``; return its manifest, which is ``about`` with the sum of every file.

    Parameters
    ----------
    held
        Files whose content is at hand.
    paths
        Files that are read now, each with the size that it must have.
    droppable
        Those of them that the state needs no more: one that a writer removes meanwhile is left out.

    Raises
    ------
    CopyRefusedError
        A file is no longer as long as it was.
    OSError
        One cannot be read, or the copy not be written.
    """
    moment = about.made_at.astimezone().timetuple()[:6]
    sums: dict[str, FileSum] = {}
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:

        def add(name: str, size: int, blocks: Iterable[bytes]) -> None:
            entry = zipfile.ZipInfo(name, moment)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.file_size = size
            digest, written = hashlib.sha256(), 0
            with archive.open(entry, "w") as target:
                for block in blocks:
                    digest.update(block)
                    written += len(block)
                    target.write(block)
            if written != size:
                raise CopyRefusedError(
                    f"Berkas {name} di penyimpanan berubah selagi disalin. Ulangi pembuatan cadangan."
                )
            sums[name] = FileSum(sha256=digest.hexdigest(), size=size)

        for name, content in held.items():
            add(name, len(content), [content])
        for name, (path, size) in paths.items():
            try:
                source = path.open("rb")
            except FileNotFoundError:
                if name in droppable:
                    continue
                raise
            with source:
                add(name, size, iter(lambda source=source: source.read(_BLOCK), b""))  # type: ignore[misc]
        manifest = about.model_copy(update={"files": sums})
        archive.writestr(zipfile.ZipInfo(MANIFEST, moment), manifest.model_dump_json(indent=1))
    return manifest


@contextmanager
def opened(source: Path) -> Iterator[tuple[zipfile.ZipFile, Manifest]]:
    """Open a copy whose directory and manifest agree and name nothing but files of a store.

    Raises
    ------
    CopyRefusedError
        It is no such file; a file that turns out to be broken while it is read is refused as well.
    """
    if not source.is_file():
        raise CopyRefusedError(f"Berkas cadangan {source} tidak ada. Tunjuk berkas .zip cadangannya.")
    try:
        with zipfile.ZipFile(source) as archive:
            yield archive, _manifest(archive)
    except _UNREADABLE as error:
        raise _broken() from error


def _manifest(archive: zipfile.ZipFile) -> Manifest:
    entries = {entry.filename: entry for entry in archive.infolist()}
    if MANIFEST not in entries or entries[MANIFEST].file_size > LARGEST_MANIFEST:
        raise CopyRefusedError(
            "Berkas ini bukan cadangan Dasbor Koperasi. Pilih berkas .zip yang dibuat di halaman Cadangan "
            "atau dengan perintah backup."
        )
    with archive.open(entries[MANIFEST]) as file:
        told = json.loads(file.read(LARGEST_MANIFEST))
    version = told.get("format") if isinstance(told, dict) else None
    if isinstance(version, int) and version > FORMAT:
        raise CopyRefusedError(
            "Cadangan ini dibuat oleh Dasbor Koperasi yang lebih baru. Perbarui dasbor di komputer ini, lalu "
            "pulihkan lagi."
        )
    try:
        manifest = Manifest.model_validate(told)
    except ValidationError as error:
        raise _broken() from error
    _check(archive.infolist(), manifest)
    return manifest


def _check(entries: list[zipfile.ZipInfo], manifest: Manifest) -> None:
    """Refuse names that lead elsewhere, and sizes that no store has."""
    names = [entry.filename for entry in entries if entry.filename != MANIFEST]
    if len(entries) != len({entry.filename.casefold() for entry in entries}):
        raise _broken()
    if strange := next((name for name in (*names, *manifest.files) if not belongs(name)), None):
        raise CopyRefusedError(
            f"Cadangan ini memuat berkas yang tidak dikenal ({strange[:80]!r}). Pakai cadangan yang dibuat "
            "dasbor ini, atau perbarui dasbor bila cadangannya dari dasbor yang lebih baru."
        )
    if set(names) != set(manifest.files):
        raise _broken()
    if len(names) > MOST_FILES or manifest.size > MOST_BYTES:
        raise CopyRefusedError(
            "Isi cadangan ini terlalu besar untuk sebuah penyimpanan. Pakai cadangan lain."
        )
    for entry in entries:
        kind = stat.S_IFMT(entry.external_attr >> 16)
        told = manifest.files.get(entry.filename)
        swells = entry.file_size > max(_RATIO_MATTERS_FROM, LARGEST_RATIO * entry.compress_size)
        if (
            kind not in {0, stat.S_IFREG}
            or swells
            or entry.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
            or (told is not None and told.size != entry.file_size)
        ):
            raise _broken()


def unpack(source: Path, folder: Path) -> Manifest:
    """Unpack a copy into ``folder``, each file as the manifest says, all of it on the disk; return that.

    Raises
    ------
    CopyRefusedError
        It is no copy, or not whole, or there is no room for it.
    OSError
        The files cannot be written.
    """
    with opened(source) as (archive, manifest):
        if manifest.size > shutil.disk_usage(folder).free:
            raise CopyRefusedError(
                "Ruang kosong pada disk tidak cukup untuk memulihkan cadangan ini. Kosongkan sebagian disk, "
                "lalu ulangi."
            )
        for name, told in manifest.files.items():
            path = folder.joinpath(*name.split("/"))
            path.parent.mkdir(parents=True, exist_ok=True)
            digest, left = hashlib.sha256(), told.size
            with archive.open(name) as packed, path.open("xb") as target:
                while block := packed.read(min(_BLOCK, left + 1)):
                    left -= len(block)
                    if left < 0:
                        raise _broken()
                    digest.update(block)
                    target.write(block)
            if left or digest.hexdigest() != told.sha256:
                raise _broken()
        sync_files((folder.joinpath(*name.split("/")) for name in manifest.files), within=folder)
    return manifest


def _broken() -> CopyRefusedError:
    return CopyRefusedError(
        "Berkas cadangan ini rusak atau tidak lengkap. Salin sekali lagi dari tempat asalnya, atau pakai "
        "cadangan lain."
    )
