"""Where a store is found, made, completed or refused."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from kopdata.errors import StoreError
from kopdata.store import Store, create_store, open_store, store_exists
from tests.unit.store.samples import (
    a_visit,
    save,
)


def test_the_office_comes_before_the_demo(home: Path) -> None:
    with pytest.raises(StoreError, match="Belum ada penyimpanan"):
        open_store(home)
    assert not store_exists(home)
    demo = create_store(home, demo=True)
    assert (demo.is_demo, demo.root) == (True, home / "demo")
    assert open_store(home).is_demo
    assert open_store(home / "demo").is_demo
    assert not store_exists(home)
    office = create_store(home)
    assert not office.is_demo
    assert store_exists(home)
    assert open_store(home).root == home
    assert str(office.version()) != str(demo.version())


def test_creating_again_changes_nothing(store: Store, home: Path) -> None:
    save(store, 68, 34)
    assert create_store(home).version() == store.version()


def test_a_store_that_was_cut_off_in_the_making_is_completed(home: Path) -> None:
    create_store(home)
    log = home / "imports" / "_delta_log" / f"{0:020}.json"
    log.write_bytes(log.read_bytes()[:200])
    assert store_exists(home)
    with pytest.raises(StoreError, match="kopdata init"):
        open_store(home)
    store = create_store(home)
    save(store, 1, 1)
    assert store.problems() == ()
    assert len(list((home / "rusak").iterdir())) == 1


def remove_the_first_log(home: Path) -> None:
    (home / "imports" / "_delta_log" / f"{0:020}.json").unlink()


def empty_the_first_log(home: Path) -> None:
    (home / "imports" / "_delta_log" / f"{0:020}.json").write_bytes(b"")


def empty_every_log(home: Path) -> None:
    for log in (home / "imports" / "_delta_log").iterdir():
        log.write_bytes(b"")


def remove_the_log(home: Path) -> None:
    shutil.rmtree(home / "imports" / "_delta_log")


def remove_the_table(home: Path) -> None:
    shutil.rmtree(home / "imports")


@pytest.mark.parametrize(
    "damage",
    [remove_the_first_log, empty_the_first_log, empty_every_log, remove_the_log, remove_the_table],
)
def test_a_store_that_lost_its_beginning_is_still_one(
    store: Store, home: Path, damage: Callable[[Path], None]
) -> None:
    save(store, 68, 34)
    create_store(home, demo=True)
    damage(home)
    files = sorted(home.rglob("*"))
    assert store_exists(home)
    for work in (open_store, create_store):
        with pytest.raises(StoreError, match="Pulihkan folder penyimpanan dari cadangan"):
            work(home)
    assert sorted(home.rglob("*")) == files


def test_a_place_that_cannot_be_read_or_written_is_told_in_words(store: Store, home: Path) -> None:
    (home / "imports").rename(home / "lain")
    (home / "imports").symlink_to("imports")  # a ring: no user, root neither, can look into it
    for work in (lambda: store_exists(home), lambda: open_store(home), store.version):
        with pytest.raises(StoreError, match="tidak dapat dibaca"):
            work()
    (home / "imports").unlink()
    (home / "lain").rename(home / "imports")
    (home / ".lock").unlink()
    (home / ".lock").mkdir()
    with pytest.raises(StoreError, match="Tidak ada yang dapat disimpan"):
        store.add_visits([a_visit()])
    file = home / "berkas"
    file.write_text("bukan folder")
    with pytest.raises(StoreError, match="benar sebuah folder"):
        store_exists(file)


@pytest.mark.parametrize("place", ["s3://koperasi/data", "gs://koperasi", Path("s3://koperasi/data")])
def test_object_storage_is_refused_in_words(place: str | Path) -> None:
    for work in (open_store, create_store):
        with pytest.raises(StoreError, match=r"Penyimpanan di (s3|gs):// belum didukung"):
            work(place)


def test_a_folder_that_the_writer_cannot_handle_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"memuat tanda \[ \]"):
        create_store(tmp_path / "data [baru]")


def test_a_folder_that_cannot_be_made_is_refused_in_words(tmp_path: Path) -> None:
    (tmp_path / "berkas").write_text("bukan folder")
    with pytest.raises(StoreError, match="tidak dapat dibuat"):
        create_store(tmp_path / "berkas" / "data")
