"""Small files are gathered into one, beside readers and writers, and what nobody needs any more goes."""

from __future__ import annotations

import json
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from kopdata.access import local_actor
from kopdata.backup.archive import pack
from kopdata.backup.making import state_to_copy
from kopdata.database import open_database
from kopdata.store import Store, open_store
from kopdata.store.recovery import LOG
from kopdata.store.tables import Table
from tests.unit.store.samples import MOMENT, a_visit, save

GATHERED_AT = 64
A_WEEK = 7 * 24 * 60 * 60 * 1000


def add(store: Store, name: str, count: int) -> None:
    for number in range(count):
        store.add_visits([a_visit(f"{name} {number}")])


def data_files(home: Path) -> set[str]:
    return {path.name for path in (home / "visits").glob("*.parquet")}


def grow_old(home: Path) -> int:
    """Let what was gathered so far have been gathered eight days ago; return how many files."""
    aged = 0
    for path in (home / "visits" / LOG).glob("*.json"):
        lines = [json.loads(line) for line in path.read_text().splitlines()]
        for action in lines:
            if "remove" in action:
                action["remove"]["deletionTimestamp"] -= A_WEEK + 1_000_000
                aged += 1
        path.write_text("".join(json.dumps(line) + "\n" for line in lines))
    return aged


def test_files_are_gathered_beside_readers_and_writers(store: Store, home: Path) -> None:
    save(store, 3, 2)
    stop = threading.Event()

    def read() -> list[int]:
        own, seen = open_store(home), []
        while not stop.is_set():
            contents = own.contents()
            assert not contents.problems
            seen.append(int(str(open_database(own, contents).value("SELECT count(*) FROM visits"))))
            time.sleep(0.01)
        return seen

    with ThreadPoolExecutor() as pool:
        readers = [pool.submit(read) for _ in range(3)]
        writers = [pool.submit(add, open_store(home), f"penulis {number}", 40) for number in range(2)]
        for writer in writers:
            writer.result()
        stop.set()
        counts = [reader.result() for reader in readers]
    assert all(seen == sorted(seen) for seen in counts), "a visit was there and then not"
    assert len(open_store(home).contents().visits) == 80
    assert len(Table(home, "visits").read().files) < GATHERED_AT


def test_what_was_gathered_long_ago_goes_and_nothing_that_a_state_names(store: Store, home: Path) -> None:
    save(store, 3, 2)
    add(store, "dahulu", GATHERED_AT + 1)
    gathered = data_files(home) - {file.path.name for file in Table(home, "visits").read().files}
    assert len(gathered) >= GATHERED_AT
    reader = open_store(home)
    before = open_database(reader)
    assert grow_old(home) >= GATHERED_AT
    # What is gathered now was gathered today, so it stays.
    fresh = open_store(home)
    add(fresh, "sekarang", GATHERED_AT)
    assert not gathered & data_files(home)
    named = {file.path.name for file in Table(home, "visits").read().files}
    assert named < data_files(home)
    # Who opened the store before reads on, and then the newest; nobody finds a hole.
    assert before.value("SELECT count(*) FROM visits") == GATHERED_AT + 1
    assert len(reader.contents().visits) == 2 * GATHERED_AT + 1
    assert not open_store(home).problems()
    # The registry is never gathered: every import can be put back.
    assert len(Table(home, "registry").read().files) == 1


def test_a_copy_goes_on_where_a_file_that_is_needed_no_more_has_gone(
    store: Store, home: Path, tmp_path: Path
) -> None:
    save(store, 3, 2)
    add(store, "satu", GATHERED_AT + 1)
    about, logs, paths, droppable = state_to_copy(store, MOMENT, local_actor())
    assert len(droppable) >= GATHERED_AT
    gone = min(droppable)
    paths[gone][0].unlink()
    with (tmp_path / "salinan.zip").open("wb") as file:
        manifest = pack(file, about, logs, paths, droppable=droppable)
    assert gone not in manifest.files
    assert set(manifest.files) == (logs.keys() | paths.keys()) - {gone}
    needed = next(name for name in paths if name.startswith("visits/") and name not in droppable)
    paths[needed][0].unlink()
    with (tmp_path / "salinan2.zip").open("wb") as file, pytest.raises(FileNotFoundError):
        pack(file, about, logs, paths, droppable=droppable)
