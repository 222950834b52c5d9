"""Making a copy of the store while others write to it."""

from __future__ import annotations

import datetime as dt
import os
import tempfile
import time
import uuid
from collections.abc import Iterable, Iterator
from contextlib import suppress
from itertools import chain, count
from pathlib import Path
from typing import Final

from kopdata.access import Actor, Right, require
from kopdata.backup.archive import FORMAT, CopyRefusedError, Manifest, belongs, pack
from kopdata.backup.held import versions
from kopdata.errors import StoreError
from kopdata.models import Record
from kopdata.store import Store, replacing, schema
from kopdata.store.durability import no_writer, sync_folder
from kopdata.store.recovery import LOG
from kopdata.store.tables import Table

LARGEST_DOWNLOAD: Final = 1024**3
"""Bytes; the browser's copy is made in memory."""
_UNFINISHED: Final = ".tulis"
_GIVEN_UP_SECONDS: Final = 60 * 60


class Copied(Record):
    """A copy that was made: its file, bytes of it, files in it, and the moment whose state it holds."""

    path: Path
    size: int
    files: int
    made_at: dt.datetime
    is_demo: bool


def backup_name(now: dt.datetime) -> str:
    """Return the name of a copy that is made at ``now``: "cadangan-koperasi-20221212-101500.zip"."""
    return f"cadangan-koperasi-{now:%Y%m%d-%H%M%S}.zip"


def backup(store: Store, destination: Path, *, actor: Actor) -> Copied:
    """Write everything that ``store`` holds to one new file; return where it is.

    It holds one state. The write lock is held while the logs of all tables are read into memory and the
    other files listed, and no longer: data files and originals never change once they are named, so they can
    be read while others write. Of a store of 50 imports and 1,000 visits, 2,200 files, listing took 0.2 to
    0.4 s and packing 0.8 s, which a slow stick makes minutes; a writer gives up after one.

    Parameters
    ----------
    destination
        A folder, in which the file gets a name with the time, or the file itself, ending in ``.zip``. A file
        that stands there is never replaced. What is not finished stands there under another name.

    Raises
    ------
    CopyRefusedError
        The destination cannot be used.
    NotAllowedError
        The actor may not make copies.
    StoreError
        The store cannot be read, or the file not be written.
    """
    require(actor, Right.BACKUP)
    now = dt.datetime.now().astimezone()
    place = _place(destination, now, store.root)
    part = place.with_name(f".{place.name}.{uuid.uuid4().hex[:8]}{_UNFINISHED}")
    try:
        _clear_away(place.parent)
        about, logs, paths, droppable = state_to_copy(store, now, actor)
        with part.open("xb") as file:
            manifest = pack(file, about, logs, paths, droppable=droppable)
            file.flush()
            os.fsync(file.fileno())
        _name(part, place)
        sync_folder(place.parent)
        return Copied(
            path=place,
            size=place.stat().st_size,
            files=len(manifest.files),
            made_at=now,
            is_demo=manifest.demo,
        )
    except OSError as error:
        raise StoreError(
            f"Cadangan tidak dapat ditulis ke {place.parent}. Periksa ruang kosong pada disk dan hak "
            "menulis di folder itu, lalu ulangi."
        ) from error
    finally:
        with suppress(OSError):
            part.unlink()


def backup_content(store: Store, *, actor: Actor) -> bytes:
    """Return a copy as bytes, for a browser: that is how the screen hands files over.

    Raises
    ------
    CopyRefusedError
        It is too large for that.
    NotAllowedError, StoreError
        As ``backup`` does.
    """
    with tempfile.TemporaryDirectory() as folder:
        copied = backup(store, Path(folder), actor=actor)
        if copied.size > LARGEST_DOWNLOAD:
            raise CopyRefusedError(
                "Cadangannya terlalu besar untuk diunduh lewat peramban. Jalankan perintah "
                "'python -m kopdata backup FOLDER' di komputer dasbor."
            )
        return copied.path.read_bytes()


def state_to_copy(
    store: Store, now: dt.datetime, actor: Actor
) -> tuple[Manifest, dict[str, bytes], dict[str, tuple[Path, int]], set[str]]:
    """Return what a copy says of itself, the logs, other files by name with path and size, and some names.

    The last are those of files that the state needs no more: gathered into others, they go some day.

    Logs first: a program that ignores the lock adds a data file before the log that names it.
    """
    with no_writer(store.root):
        replacing.finish(store.root)
        contents = store.contents()
        logs = {name: path.read_bytes() for name, path in _logs(store.root)}
        paths = {name: (path, path.stat().st_size) for name, path in _others(store.root)}
        needed = _needed(store.root)
    about = Manifest(
        format=FORMAT,
        made_at=now,
        made_by=actor.name,
        demo=contents.is_demo,
        store=contents.version.store,
        versions=versions(contents.version),
        files={},
    )
    droppable = {name for name, (path, _size) in paths.items() if _is_gathered(path) and path not in needed}
    return about, logs, paths, droppable


def _needed(root: Path) -> set[Path]:
    """Return the data files that the newest states of the tables of small appends are made of."""
    states = [Table(root, name).read() for name in schema.TABLES if name not in schema.PARTITIONS]
    return {file.path for state in states for file in (*state.files, *state.damaged)}


def _is_gathered(path: Path) -> bool:
    """Tell whether the file is one of a table whose files are gathered: ``Table`` removes only these."""
    return path.suffix == ".parquet" and path.parent.name in schema.TABLES


def _logs(root: Path) -> Iterator[tuple[str, Path]]:
    for part in replacing.PARTS:
        yield from _belonging(root, (root / part / LOG).glob("*"))


def _others(root: Path) -> Iterator[tuple[str, Path]]:
    for part in replacing.PARTS:
        yield from _belonging(root, (path for path in (root / part).rglob("*") if LOG not in path.parts))


def _belonging(root: Path, paths: Iterable[Path]) -> Iterator[tuple[str, Path]]:
    """Yield the files of the store by name: what is half written bears another kind of name."""
    for path in sorted(paths):
        name = path.relative_to(root).as_posix()
        if belongs(name) and path.is_file():
            yield name, path


def _place(destination: Path, now: dt.datetime, root: Path) -> Path:
    """Return where the copy goes; nothing stands there."""
    place = destination.expanduser().resolve()
    if place.is_dir():
        folder, first = place, place / backup_name(now)
        numbered = (first.with_stem(f"{first.stem}-{number}") for number in count(2))
        place = next(path for path in chain([first], numbered) if not path.exists())
    else:
        folder = place.parent
        if place.suffix.lower() != ".zip" or not folder.is_dir():
            raise CopyRefusedError(
                f"Tidak ada folder {destination}. Sebutkan folder yang ada, atau nama berkas berakhiran "
                ".zip di dalamnya."
            )
        if place.exists():
            raise _taken(place)
    if folder.is_relative_to(root):
        raise CopyRefusedError(
            f"Cadangan di dalam folder penyimpanan ({root}) ikut hilang bersamanya. Pilih folder lain, "
            "sebaiknya di disk lain."
        )
    return place


def _name(part: Path, place: Path) -> None:
    """Give the finished file its name; not by renaming, which on Linux would replace another file."""
    try:
        place.hardlink_to(part)
    except FileExistsError:
        raise _taken(place) from None
    except OSError:  # a stick's file system knows no second name for a file
        if place.exists():
            raise _taken(place) from None
        part.rename(place)


def _taken(place: Path) -> CopyRefusedError:
    return CopyRefusedError(f"Berkas {place} sudah ada dan tidak ditimpa. Pilih nama lain.")


def _clear_away(folder: Path) -> None:
    """Remove copies that were cut off in the making; nobody writes at one for an hour without a pause."""
    for left in folder.glob(f".*.zip.*{_UNFINISHED}"):
        with suppress(OSError):
            if time.time() - left.stat().st_mtime > _GIVEN_UP_SECONDS:
                left.unlink()
