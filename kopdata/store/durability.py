"""What makes "tersimpan" true: one writer at a time, and everything on the disk before it is said.

The Delta writer never calls fsync. After a power cut a file it wrote may be empty or short although its
name is there. So each commit is synced, with its data files and every folder that gained a name, before the
next writer may build on it.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from kopdata.errors import StoreError

_LOCK = ".lock"
_PATIENCE = 60.0
"""Seconds to wait for another writer; a write takes some tens of milliseconds."""


def sync_file(path: Path) -> None:
    """Put the content of one file on the disk."""
    descriptor = os.open(path, os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_folder(path: Path) -> None:
    """Put the names in one folder on the disk. Windows knows no such thing: NTFS journals names itself."""
    if sys.platform == "win32":
        return
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_files(paths: Iterable[Path], within: Path) -> None:
    """Put files on the disk, and with them every folder from each of them up to ``within``."""
    folders: set[Path] = set()
    for path in paths:
        sync_file(path)
        folders.update(parent for parent in path.parents if parent.is_relative_to(within))
    for folder in sorted(folders, reverse=True):
        sync_folder(folder)


@contextmanager
def one_writer(root: Path) -> Iterator[None]:
    """Hold the store's write lock; the system releases it when the process ends, however it ends.

    Delta itself keeps concurrent commits apart. The lock is there so that nobody builds on a commit that is
    not on the disk yet, and nobody sets aside a broken log file that another has just replaced.

    Raises
    ------
    StoreError
        Another writer held it for a minute, or the folder cannot be written.
    """
    try:
        lock = (root / _LOCK).open("a+b")
    except OSError as error:
        raise StoreError(
            f"Tidak ada yang dapat disimpan di {root}. Periksa apakah folder itu masih ada dan boleh "
            "ditulisi, lalu ulangi."
        ) from error
    with lock as file:
        _wait_for(file, root)
        yield


@contextmanager
def no_writer(root: Path) -> Iterator[None]:
    """Keep writers away while the store is read: by the write lock, as far as this store can be locked.

    Where the folder cannot be written, as on a read-only disk, the lock of those who can is held all the
    same; where there is none and none can be made, nobody ever wrote there.

    Raises
    ------
    StoreError
        Another writer held the lock for a minute.
    """
    lock: IO[bytes] | None = None
    for way in ("a+b", "rb"):
        with suppress(OSError):
            lock = (root / _LOCK).open(way)
            break
    if lock is None:
        yield
        return
    with lock:
        _wait_for(lock, root)
        yield


def _wait_for(lock: IO[bytes], root: Path) -> None:
    deadline = time.monotonic() + _PATIENCE
    while not _try_lock(lock.fileno()):
        if time.monotonic() > deadline:
            raise StoreError(
                f"Penyimpanan {root} sedang dipakai program lain sejak satu menit. Tutup program itu "
                "atau tunggu sebentar, lalu ulangi. Tidak ada yang berubah."
            )
        time.sleep(0.01)


if sys.platform == "win32":
    import msvcrt

    def _try_lock(descriptor: int) -> bool:
        os.lseek(descriptor, 0, os.SEEK_SET)
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _try_lock(descriptor: int) -> bool:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
