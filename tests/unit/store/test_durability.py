"""Everything a commit wrote is on the disk before it is said to be saved."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from deltalake import write_deltalake

from kopdata.database import open_database
from kopdata.store import Store, create_store
from tests.unit.store.samples import a_visit, an_import

Synced = set[tuple[int, int]]


@pytest.fixture
def synced(monkeypatch: pytest.MonkeyPatch) -> Synced:
    """Which files and folders were synced, by inode and the time of their last change."""
    found: Synced = set()
    fsync = os.fsync

    def record(descriptor: int) -> None:
        fsync(descriptor)
        status = os.fstat(descriptor)
        found.add((status.st_ino, status.st_mtime_ns))

    monkeypatch.setattr(os, "fsync", record)
    return found


def paths(root: Path) -> set[Path]:
    return {path for path in (root, *root.rglob("*")) if path.name != ".lock"}


def unsynced(root: Path, known: set[Path], synced: Synced) -> set[Path]:
    """Return what is new in the store, and the folders it is new in, that no sync has seen as it is."""
    new = paths(root) - known
    status = {path: path.stat() for path in new | {path.parent for path in new if path != root}}
    return {path for path, now in status.items() if (now.st_ino, now.st_mtime_ns) not in synced}


def test_a_new_store(home: Path, synced: Synced) -> None:
    create_store(home)
    assert unsynced(home, {home}, synced) - {home} == set()


def test_an_import_with_its_file(store: Store, home: Path, tmp_path: Path, synced: Synced) -> None:
    upload = tmp_path / "ekspor.xlsx"
    upload.write_bytes(b"")
    empty_sha256 = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    rows, draft = an_import(68, 34, sha256=empty_sha256)
    known = paths(home)
    store.commit_import(rows, draft, based_on=0, actor="Operator", original=upload)
    assert unsynced(home, known, synced) == set()


def test_a_visit_that_brings_a_checkpoint_and_gathers_the_files(
    store: Store, home: Path, synced: Synced
) -> None:
    store.add_visits([a_visit("pertama")])
    rows = store.contents().visits
    for _ in range(97):
        write_deltalake(home / "visits", rows, mode="append")
    known = paths(home)
    store.add_visits([a_visit("terakhir")])
    new = paths(home) - known
    assert {path.name for path in new if path.suffix != ".parquet"} == {
        f"{99:020}.json",
        f"{100:020}.json",
        "_last_checkpoint",
    }
    assert len([path for path in new if path.suffix == ".parquet"]) == 3
    assert unsynced(home, known, synced) == set()
    assert open_database(store).value("SELECT count(*) FROM visits") == 99
    assert len(store.contents().visits) == 99
    assert len(list((home / "visits").glob("*.parquet"))) == 100
    assert store.problems() == ()
