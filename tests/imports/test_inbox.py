"""Uploads that wait: each a file of its own, its owner's alone, found again, gone when no longer needed."""

from __future__ import annotations

import os
import resource
import stat
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from kopdata.errors import StoreError
from kopdata.imports.inbox import Upload, discard_upload, keep_upload, waiting_uploads

A_DAY_AND_MORE = 25 * 60 * 60
OPERATOR, COLLEAGUE = "Operator", "Rekan"


def keep(content: bytes, folder: Path, *, name: str = "ekspor.xlsx", actor: str = OPERATOR) -> Upload:
    return keep_upload(content, folder, file_name=name, actor=actor)


def age(path: Path) -> Path:
    """Make a file look as old as an upload that nobody waits for any more."""
    os.utime(path, (time.time() - A_DAY_AND_MORE,) * 2)
    return path


def forgotten(path: Path) -> Path:
    path.write_bytes(b"lama")
    return age(path)


def test_an_upload_waits_in_the_folder_given_until_it_is_discarded(tmp_path: Path) -> None:
    inbox = tmp_path / "store" / "inbox"

    first, second = keep(b"satu", inbox), keep(b"satu", inbox)

    assert first.path.parent == second.path.parent == inbox
    assert first.path != second.path
    assert first.path.read_bytes() == b"satu"
    discard_upload(first)
    discard_upload(first)
    assert waiting_uploads(inbox, actor=OPERATOR) == (second,)
    discard_upload(second)
    assert list(inbox.iterdir()) == []


def test_whoever_comes_back_finds_their_own_the_newest_first(tmp_path: Path) -> None:
    older = keep(b"satu", tmp_path, name="lama.csv")
    other = keep(b"dua", tmp_path, actor=COLLEAGUE)
    newer = keep(b"tiga", tmp_path, name="  baru.csv ")

    assert waiting_uploads(tmp_path, actor=OPERATOR) == (newer, older)
    assert newer.file_name == "baru.csv"
    assert waiting_uploads(tmp_path, actor=COLLEAGUE) == (other,)
    assert waiting_uploads(tmp_path / "belum ada", actor=OPERATOR) == ()


def test_what_was_cut_off_or_tampered_with_is_not_found(tmp_path: Path) -> None:
    whole, without_content, spoilt = keep(b"a", tmp_path), keep(b"b", tmp_path), keep(b"c", tmp_path)
    without_content.path.unlink()
    spoilt.path.with_name(f"{spoilt.path.name}.json").write_text('{"path": "/etc/passwd"}')
    (tmp_path / "hanya-isi").write_bytes(b"d")

    assert waiting_uploads(tmp_path, actor=OPERATOR) == (whole,)


def test_the_content_is_sought_beside_its_description_and_nowhere_else(tmp_path: Path) -> None:
    upload = keep(b"isi", tmp_path)
    about = upload.path.with_name(f"{upload.path.name}.json")
    about.write_text(about.read_text().replace(str(upload.path), "/etc/passwd"))

    assert waiting_uploads(tmp_path, actor=OPERATOR) == (upload,)


def test_it_is_the_owners_alone_also_in_a_folder_that_was_open_to_all(tmp_path: Path) -> None:
    inbox = tmp_path / "inbox"
    inbox.mkdir(mode=0o777)

    keep(b"isi", inbox)

    assert stat.S_IMODE(inbox.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in inbox.iterdir()} == {0o600}


def test_forgotten_ones_are_removed_and_others_stay(tmp_path: Path) -> None:
    old, waiting = forgotten(tmp_path / "lama"), keep(b"menunggu", tmp_path)
    left = keep(b"ditinggal", tmp_path)
    age(left.path)
    age(left.path.with_name(f"{left.path.name}.json"))
    (tmp_path / "folder lain").mkdir()
    forgotten(tmp_path / "folder lain" / "berkas")
    os.utime(tmp_path / "folder lain", (0, 0))

    new = keep(b"baru", tmp_path)

    assert not old.exists()
    assert not left.path.exists()
    assert waiting_uploads(tmp_path, actor=OPERATOR) == (new, waiting)
    assert (tmp_path / "folder lain" / "berkas").exists()


def test_a_link_to_nowhere_is_no_obstacle(tmp_path: Path) -> None:
    """Its ``stat`` fails as that of a file which another process has just removed."""
    (tmp_path / "hilang").symlink_to(tmp_path / "tidak ada")

    assert keep(b"isi", tmp_path).path.read_bytes() == b"isi"


def test_many_at_once_clear_the_same_folder(tmp_path: Path) -> None:
    for number in range(300):
        forgotten(tmp_path / f"lama {number}")

    with ThreadPoolExecutor(8) as pool:
        kept = list(pool.map(lambda number: keep(b"%d" % number, tmp_path), range(40)))

    assert set(waiting_uploads(tmp_path, actor=OPERATOR)) == set(kept)
    assert len(list(tmp_path.iterdir())) == 2 * len(kept)
    assert [upload.path.read_bytes() for upload in kept] == [b"%d" % number for number in range(40)]


def test_a_folder_that_cannot_be_written_to_is_told(tmp_path: Path) -> None:
    (tmp_path / "inbox").write_text("sebuah berkas")

    with pytest.raises(StoreError, match="Periksa ruang kosong dan izin folder"):
        keep(b"isi", tmp_path / "inbox")


def test_what_waited_for_a_day_goes_when_somebody_looks(tmp_path: Path) -> None:
    waiting, left, other = (
        keep(b"baru", tmp_path),
        keep(b"lama", tmp_path),
        keep(b"l", tmp_path, actor=COLLEAGUE),
    )
    for one in (left, other):
        age(one.path)
        age(one.path.with_name(f"{one.path.name}.json"))

    assert waiting_uploads(tmp_path, actor=OPERATOR) == (waiting,)
    assert {path.name.removesuffix(".json") for path in tmp_path.iterdir()} == {waiting.path.name}


def test_a_name_that_is_no_text_is_refused_and_leaves_nothing(tmp_path: Path) -> None:
    inbox = tmp_path / "inbox"
    with pytest.raises(StoreError, match="Ganti nama berkasnya"):
        keep(b"isi", inbox, name="ekspor \udcff.xlsx")
    assert not inbox.exists()


@pytest.mark.skipif(sys.platform == "win32", reason="there is no such limit")
@pytest.mark.parametrize("content", [b"x", bytes(100_000)], ids=["its description", "its content"])
def test_an_upload_that_the_disk_does_not_hold_leaves_nothing(tmp_path: Path, content: bytes) -> None:
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (10, before[1]))
    try:
        with pytest.raises(StoreError, match="Periksa ruang kosong"):
            keep(content, tmp_path)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert [path for path in tmp_path.iterdir() if path.stat().st_size] == []
