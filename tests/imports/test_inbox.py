"""Uploads that wait: each a file of its own, its owner's alone, gone when it is no longer needed."""

from __future__ import annotations

import os
import stat
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from kopdata.errors import StoreError
from kopdata.imports.inbox import discard_upload, keep_upload

A_DAY_AND_MORE = 25 * 60 * 60


def forgotten(path: Path) -> Path:
    """Make a file look as old as an upload that nobody waits for any more."""
    path.write_bytes(b"lama")
    os.utime(path, (time.time() - A_DAY_AND_MORE,) * 2)
    return path


def test_an_upload_waits_in_the_folder_given_until_it_is_discarded(tmp_path: Path) -> None:
    inbox = tmp_path / "store" / "inbox"

    first, second = keep_upload(b"satu", inbox), keep_upload(b"satu", inbox)

    assert first.parent == second.parent == inbox
    assert first != second
    assert first.read_bytes() == b"satu"
    discard_upload(first)
    discard_upload(first)
    assert list(inbox.iterdir()) == [second]


def test_it_is_the_owners_alone_also_in_a_folder_that_was_open_to_all(tmp_path: Path) -> None:
    inbox = tmp_path / "inbox"
    inbox.mkdir(mode=0o777)

    upload = keep_upload(b"isi", inbox)

    assert stat.S_IMODE(inbox.stat().st_mode) == 0o700
    assert stat.S_IMODE(upload.stat().st_mode) == 0o600


def test_forgotten_ones_are_removed_and_others_stay(tmp_path: Path) -> None:
    old, waiting = forgotten(tmp_path / "lama"), keep_upload(b"menunggu", tmp_path)
    (tmp_path / "folder lain").mkdir()
    forgotten(tmp_path / "folder lain" / "berkas")
    os.utime(tmp_path / "folder lain", (0, 0))

    keep_upload(b"baru", tmp_path)

    assert not old.exists()
    assert waiting.exists()
    assert (tmp_path / "folder lain" / "berkas").exists()


def test_a_link_to_nowhere_is_no_obstacle(tmp_path: Path) -> None:
    """Its ``stat`` fails as that of a file which another process has just removed."""
    (tmp_path / "hilang").symlink_to(tmp_path / "tidak ada")

    assert keep_upload(b"isi", tmp_path).read_bytes() == b"isi"


def test_many_at_once_clear_the_same_folder(tmp_path: Path) -> None:
    for number in range(300):
        forgotten(tmp_path / f"lama {number}")

    with ThreadPoolExecutor(8) as pool:
        kept = list(pool.map(lambda number: keep_upload(b"%d" % number, tmp_path), range(40)))

    assert sorted(tmp_path.iterdir()) == sorted(kept)
    assert [path.read_bytes() for path in kept] == [b"%d" % number for number in range(40)]


def test_a_folder_that_cannot_be_written_to_is_told(tmp_path: Path) -> None:
    (tmp_path / "inbox").write_text("sebuah berkas")

    with pytest.raises(StoreError, match="Periksa ruang kosong dan izin folder"):
        keep_upload(b"isi", tmp_path / "inbox")
