"""What other processes do in the tests of copies; imported once by the server that forks them."""

from __future__ import annotations

import os
import signal
import zipfile
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from kopdata.access import local_actor
from kopdata.backup import backup, restore
from kopdata.store import open_store
from tests.unit.store.samples import a_visit, save


def write_for_ever(home: Path, name: str, said: Connection) -> None:
    """Record two visits in one commit, and now and then an import; say so after the first."""
    store = open_store(home)
    number = 0
    while True:
        number += 1
        store.add_visits([a_visit(f"{name}-{number}-{half}") for half in "ab"])
        if number % 7 == 0:
            save(store, number, 1)
        if number == 1:
            said.send("began")


def backup_and_die(home: Path, folder: Path, at_fsync: int) -> None:
    """Make a copy; be killed at the n-th time that something is put on the disk."""
    fsync, asked = os.fsync, 0

    def die(fd: Any) -> None:
        nonlocal asked
        asked += 1
        if asked == at_fsync:
            os.kill(os.getpid(), signal.SIGKILL)
        fsync(fd)

    store = open_store(home)
    os.fsync = die
    backup(store, folder, actor=local_actor())


def backup_half_and_die(home: Path, folder: Path) -> None:
    """Make a copy; be killed while its file is half written."""
    asked = 0

    class Dying(zipfile.ZipFile):
        def open(self, *arguments: Any, **options: Any) -> Any:
            nonlocal asked
            asked += 1
            if asked == 20:
                os.kill(os.getpid(), signal.SIGKILL)
            return super().open(*arguments, **options)

    store = open_store(home)
    zipfile.ZipFile = Dying  # type: ignore[misc]
    backup(store, folder, actor=local_actor())


def restore_and_die(source: Path, home: Path, at_rename: int) -> None:
    """Restore; be killed before the n-th time that anything gets another name."""
    moved = 0

    def dying(rename: Any) -> Any:
        def rename_or_die(*names: Any) -> Any:
            nonlocal moved
            moved += 1
            if moved == at_rename:
                os.kill(os.getpid(), signal.SIGKILL)
            return rename(*names)

        return rename_or_die

    os.rename, os.replace = dying(os.rename), dying(os.replace)
    restore(source, home, actor=local_actor())
