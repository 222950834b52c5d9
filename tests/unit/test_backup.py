"""Copies: everything comes back, each is one state, and a kill or a bad file changes nothing."""

from __future__ import annotations

import datetime as dt
import errno
import hashlib
import io
import json
import multiprocessing
import os
import shutil
import stat
import sys
import tempfile
import threading
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.context import ForkServerContext
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from PIL import Image

from kopdata.access import Actor, Role
from kopdata.backup import (
    CopyRefusedError,
    DamagedCopyError,
    backup,
    backup_content,
    examine,
    finish_restore,
    last_restore,
    restore,
)
from kopdata.database import open_database
from kopdata.demo import make_demo
from kopdata.errors import KopdataError, NotAllowedError, StoreError
from kopdata.fieldwork import drafts
from kopdata.fieldwork.photos import photo_content, remake
from kopdata.models import Filter, Link
from kopdata.office import has_store, open_or_make
from kopdata.official import declare_official
from kopdata.queries import ask_overview
from kopdata.settings import logo_of, set_logo, settings_of
from kopdata.store import Store, create_store, open_store, schema, store_exists
from kopdata.wording.backup import held_words, replaced_words, restored_words
from tests.support.commands import kopdata, refused, run_kopdata
from tests.support.photos import photo
from tests.unit import backup_workers as workers
from tests.unit.store.samples import (
    DECEMBER,
    MOMENT,
    NOVEMBER,
    a_visit,
    an_assessment,
    an_import,
    newest_log,
    save,
)

HEAD = Actor(name="Sari", roles=frozenset({Role.HEAD}))
OPERATOR = Actor(name="Budi", roles=frozenset({Role.ODS_OPERATOR}))
LOOKS = Actor(name="Pimpinan", roles=frozenset({Role.LEADERSHIP}))


@pytest.fixture(scope="module")
def processes() -> ForkServerContext:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["pytest", workers.__name__])
    return context


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "kantor" / "data é"


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    """Where copies go."""
    folder = tmp_path / "stik usb"
    folder.mkdir()
    return folder


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A store that refused copies leave as it is, and a copy of it."""
    folder = tmp_path_factory.mktemp("siap")
    return folder / "kantor", made(filled(folder / "kantor", folder), folder)


def filled(home: Path, tmp_path: Path) -> Store:
    """Return a store into which something was written in every way there is."""
    store = create_store(home)
    upload = tmp_path / "ekspor.xlsx"
    upload.write_bytes(b"berkas asli")
    rows, draft = an_import(68, 34, sha256=hashlib.sha256(b"berkas asli").hexdigest())
    store.commit_import(rows, draft, based_on=0, actor="Operator", original=upload)
    undone = save(store, 59, 46, DECEMBER)
    save(store, 60, 40, DECEMBER)
    store.undo(undone, actor="Operator")
    store.add_visits([a_visit("satu"), a_visit("dua", coop_id="k1")])
    store.add_visits([a_visit("satu", revision=2, notes="diperbaiki")])
    store.add_assessments([an_assessment()])
    store.add_link(Link(coop_id="k2", same_as="k3", reason="sama", actor="Operator", recorded_at=MOMENT))
    picture = io.BytesIO()
    Image.new("RGB", (90, 30), "#0f6b75").save(picture, "PNG")
    set_logo(store, picture.getvalue(), actor=HEAD)
    [shown] = next(one.imports for one in store.snapshots() if one.as_of == NOVEMBER)
    declare_official(store, NOVEMBER, based_on=(shown.import_id,), decree="SK 1", actor=HEAD)
    return store


def sums(root: Path) -> dict[str, str]:
    """Return the SHA-256 of every file of the store by name; what belongs to the place is left out."""
    places = {".lock", ".pemulihan", "inbox", "demo"}
    return {
        path.relative_to(root).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in root.rglob("*")
        if path.is_file() and path.relative_to(root).parts[0] not in places
    }


def figures(store: Store) -> list[Any]:
    """Return every figure of every date, and all rows of every table that a screen reads."""
    database = open_database(store)
    rows = [
        sorted(map(str, database.rows(f"FROM {table}")))
        for table in ("registry", "visits", "assessments", "imports")
    ]
    overviews = [ask_overview(database, Filter(as_of=one.as_of)) for one in store.snapshots()]
    contents = store.contents()
    return [overviews, rows, contents.merged, contents.official, contents.settings, contents.problems]


def made(store: Store, folder: Path) -> Path:
    return backup(store, folder, actor=HEAD).path


# --- what comes back


def test_everything_comes_back(home: Path, tmp_path: Path, shelf: Path) -> None:
    store = filled(home, tmp_path)
    for transient in ("inbox/unggahan", "files/.setengah", "visits/_delta_log/_commit_1.json.tmp"):
        (home / transient).parent.mkdir(exist_ok=True)
        (home / transient).write_bytes(b"belum jadi")
    make_demo(home)
    copied = backup(store, shelf, actor=OPERATOR)
    (home / "files" / ".setengah").unlink()
    (home / "visits" / "_delta_log" / "_commit_1.json.tmp").unlink()
    assert {path.name for path in shelf.iterdir()} == {copied.path.name}

    new = tmp_path / "komputer baru"
    restored = restore(copied.path, new, actor=OPERATOR)

    assert (restored.root, restored.aside) == (new, None)
    assert sums(new) == sums(home)
    assert set(schema.TABLES) | {"files"} <= {path.name for path in new.iterdir()}
    assert not {"inbox", "demo"} & {path.name for path in new.iterdir()}
    assert copied.files == len(sums(new))
    again = open_store(new)
    assert figures(again) == figures(store)
    assert str(again.version()) == str(store.version())
    logo = logo_of(again, settings_of(again.contents()))
    assert logo is not None
    assert logo.is_relative_to(new)
    save(again, 10, 1)
    assert again.problems() == ()


def test_what_was_there_is_kept_aside_and_the_place_stays_the_same(
    home: Path, tmp_path: Path, shelf: Path
) -> None:
    store = filled(home, tmp_path)
    source = made(store, shelf)
    at_the_copy = sums(home)
    save(store, 1, 2, DECEMBER)
    store.add_visits([a_visit("sesudah")])
    (home / "inbox").mkdir()
    (home / "inbox" / "menunggu").write_bytes(b"unggahan")
    before = sums(home)

    restored = restore(source, home, actor=HEAD)

    assert sums(home) == at_the_copy
    assert restored.aside is not None
    assert restored.aside.parent == home.parent
    assert restored.aside.name.startswith(f"{home.name}.sebelum-pemulihan-")
    assert sums(restored.aside) == before
    assert open_store(restored.aside).problems() == ()
    assert (home / "inbox" / "menunggu").read_bytes() == b"unggahan"
    assert not (home / ".pemulihan" / "baru").exists()
    assert str(restored.aside) in restored_words(restored)
    last = last_restore(open_store(home), dt.UTC)
    assert last is not None
    assert (last.actor, last.aside) == ("Sari", str(restored.aside))


def test_a_draft_keeps_its_photos_through_a_restore(home: Path, tmp_path: Path, shelf: Path) -> None:
    store = filled(home, tmp_path)
    copy = made(store, shelf)
    kept, damaged, gone = (remake(photo(colour=colour)) for colour in ("navy", "olive", "plum"))
    draft_id = drafts.new_id()
    drafts.begin(store, draft_id, {"notes": "belum disimpan"}, actor=HEAD)
    for remade in (kept, damaged, gone):
        drafts.add_photo(store, draft_id, remade, actor=HEAD)
    (home / "files" / damaged.photo.sha256).write_bytes(b"rusak")
    (home / "files" / gone.photo.sha256).unlink()
    restore(copy, home, actor=HEAD)
    found = drafts.find_draft(open_store(home), draft_id, actor=HEAD)
    assert found is not None
    assert found.photos == (kept.photo, damaged.photo, gone.photo)
    for sha256, content in kept.files.items():
        assert photo_content(open_store(home), sha256) == content
    assert not open_store(home).original(damaged.photo.sha256)
    assert open_store(home).original(damaged.photo.thumbnail)


def test_it_holds_what_the_words_say(home: Path, tmp_path: Path, shelf: Path) -> None:
    source = made(filled(home, tmp_path), shelf)
    save(open_store(home), 1, 2, dt.date(2025, 1, 31))
    examined = examine(source, home, actor=HEAD)
    assert held_words(examined.holds) == (
        "100 koperasi pada 5 Desember 2024, 3 unggahan untuk 2 tanggal (7 November 2024 sampai "
        "5 Desember 2024), 2 catatan kunjungan"
    )
    assert "Yang diganti: 3 koperasi pada 31 Januari 2025, 4 unggahan untuk 3 tanggal" in replaced_words(
        examined
    )
    assert "tidak ada yang diganti" in replaced_words(examine(source, tmp_path / "baru", actor=HEAD))
    assert not (tmp_path / "baru").exists()


@pytest.mark.parametrize("newer", [0, 3])
def test_an_open_store_sees_the_restored_one(home: Path, tmp_path: Path, shelf: Path, newer: int) -> None:
    source = made(filled(home, tmp_path), shelf)
    running = open_store(home)
    for number in range(newer):
        running.add_visits([a_visit(f"nanti {number}")])
    version, shown = str(running.version()), figures(running)
    restore(source, home, actor=HEAD)
    assert (str(running.version()) == version) is (newer == 0)
    assert (figures(running) == shown) is (newer == 0)
    running.add_visits([a_visit("sesudah")])
    assert figures(running) == figures(open_store(home))


def test_another_store_of_the_same_numbers_is_seen(home: Path, tmp_path: Path, shelf: Path) -> None:
    save(create_store(home), 68, 34)
    running = open_store(home)
    assert running.version().imports == 1
    other = create_store(tmp_path / "lain")
    save(other, 59, 46)
    restore(made(other, shelf), home, actor=HEAD)
    assert running.version().imports == 1
    assert figures(running) == figures(other)


# --- where a copy goes


def test_a_copy_is_never_overwritten_and_never_inside_the_store(home: Path, shelf: Path) -> None:
    store = create_store(home)
    named = shelf / "cadangan saya.zip"
    assert made(store, named) == named
    content = named.read_bytes()
    with pytest.raises(CopyRefusedError, match="sudah ada dan tidak ditimpa"):
        made(store, named)
    assert named.read_bytes() == content
    assert len({made(store, shelf) for _ in range(3)}) == 3
    for wrong in (shelf / "tidak ada", shelf / "tidak ada" / "a.zip", shelf / "a.rar"):
        with pytest.raises(CopyRefusedError, match="Sebutkan folder yang ada"):
            made(store, wrong)
    (home / "salinan").mkdir()
    for within in (home, home / "salinan", home / "salinan" / "a.zip"):
        with pytest.raises(CopyRefusedError, match="ikut hilang bersamanya"):
            made(store, within)


def test_who_may_not_copy_can_neither_make_nor_restore_one(home: Path, shelf: Path) -> None:
    store = create_store(home)
    source = made(store, shelf)
    for act in (
        lambda: backup(store, shelf, actor=LOOKS),
        lambda: backup_content(store, actor=LOOKS),
        lambda: examine(source, home, actor=LOOKS),
        lambda: restore(source, home, actor=LOOKS),
    ):
        with pytest.raises(NotAllowedError, match="membuat dan memulihkan cadangan") as told:
            act()
        assert "Kepala Bidang atau Operator ODS" in str(told.value)
    assert len(list(shelf.iterdir())) == 1


# --- the demo and the office's own


def test_a_demo_never_takes_the_offices_place_nor_the_reverse(
    home: Path, tmp_path: Path, shelf: Path
) -> None:
    demo_home = tmp_path / "contoh"
    of_demo = made(make_demo(demo_home), shelf)
    store = create_store(home)
    save(store, 68, 34)
    of_office = made(store, shelf)
    before = sums(home)
    with pytest.raises(CopyRefusedError, match=r"berisi data contoh, sedangkan .* data kantor"):
        restore(of_demo, home, actor=HEAD)
    with pytest.raises(CopyRefusedError, match=r"berisi data kantor, sedangkan .* folder data contoh"):
        restore(of_office, demo_home / "demo", actor=HEAD)
    assert sums(home) == before

    restored = restore(of_office, demo_home, actor=HEAD)
    assert (restored.root, restored.aside) == (demo_home, None)
    assert open_or_make(demo_home).is_demo is False
    assert open_store(demo_home / "demo").is_demo

    assert restore(of_demo, tmp_path / "baru", actor=HEAD).root == tmp_path / "baru" / "demo"
    assert open_or_make(tmp_path / "baru").is_demo


def test_a_store_that_cannot_be_read_can_be_replaced(home: Path, tmp_path: Path, shelf: Path) -> None:
    store = filled(home, tmp_path)
    source, wanted = made(store, shelf), sums(home)
    (home / "imports" / "_delta_log" / f"{0:020}.json").write_bytes(b"")
    with pytest.raises(StoreError):
        open_store(home)
    assert "isinya tidak dapat dibaca" in replaced_words(examine(source, home, actor=HEAD))
    restore(source, home, actor=HEAD)
    assert sums(home) == wanted
    assert open_store(home).problems() == ()


# --- while others write


def test_a_copy_made_while_others_write_is_one_state(
    home: Path, tmp_path: Path, shelf: Path, processes: ForkServerContext
) -> None:
    store = create_store(home)
    save(store, 68, 34)
    writers = []
    for name in ("a", "b"):
        hears, says = processes.Pipe(duplex=False)
        process = processes.Process(target=workers.write_for_ever, args=(home, name, says), daemon=True)
        process.start()
        writers.append((process, hears))
    stop = threading.Event()

    def write() -> None:
        number = 0
        while not stop.is_set():
            number += 1
            store.add_visits([a_visit(f"utas-{number}-{half}") for half in "ab"])

    thread = threading.Thread(target=write)
    try:
        for _, hears in writers:
            assert hears.poll(60)
            assert hears.recv() == "began"
        thread.start()
        copies = [made(store, shelf) for _ in range(5)]
    finally:
        stop.set()
        thread.join(60)
        for process, _ in writers:
            process.kill()
            process.join(60)
    counts = []
    for number, source in enumerate(copies):
        root = tmp_path / f"salinan {number}"
        restore(source, root, actor=HEAD)
        copied = open_store(root)
        assert copied.problems() == ()
        halves = sorted(copied.contents().visits["visit_id"].to_pylist())
        assert [one[:-1] + "b" for one in halves[::2]] == halves[1::2]
        overview = ask_overview(open_database(copied), Filter())
        assert overview is not None
        [shown] = copied.snapshots()
        assert overview.total == shown.base.accepted
        counts.append(len(halves))
    assert counts == sorted(counts)
    assert counts[-1] > counts[0]
    assert set(counts) > {counts[0], counts[-1]}


# --- killed


def killed(processes: ForkServerContext, work: Callable[..., None], *arguments: object) -> bool:
    """Do the work in another process; tell whether it was killed before its end."""
    process = processes.Process(target=work, args=arguments, daemon=True)
    process.start()
    process.join(60)
    assert process.exitcode in (0, -9)
    return process.exitcode == -9


def test_a_copy_that_is_cut_off_has_no_name(
    home: Path, tmp_path: Path, shelf: Path, processes: ForkServerContext
) -> None:
    filled(home, tmp_path)
    assert killed(processes, workers.backup_and_die, home, shelf, 1)
    assert [path.suffix for path in shelf.iterdir()] == [".tulis"]
    assert killed(processes, workers.backup_and_die, home, shelf, 2)  # named already, its folder not synced
    [whole] = shelf.glob("*.zip")
    assert examine(whole, home, actor=HEAD).holds.imports == 3

    empty = tmp_path / "lain"
    empty.mkdir()
    assert killed(processes, workers.backup_half_and_die, home, empty)
    assert [path.suffix for path in empty.iterdir()] == [".tulis"]


def test_a_restore_that_is_cut_off_leaves_the_old_or_becomes_the_new(
    tmp_path: Path, shelf: Path, processes: ForkServerContext
) -> None:
    origin = tmp_path / "asal"
    source = made(filled(origin, tmp_path), shelf)
    new = sums(origin)
    before = tmp_path / "sebelum"
    save(create_store(before), 5, 6)
    create_store(before).add_visits([a_visit("lama")])
    old = sums(before)
    seen = {"old": 0, "new": 0}
    at_rename = 0
    while True:
        at_rename += 1
        home = Path(shutil.copytree(before, tmp_path / f"kantor {at_rename}"))
        if not killed(processes, workers.restore_and_die, source, home, at_rename):
            break
        assert has_store(home)
        cut_off = finish_restore(home)
        stands = sums(home)
        assert stands == (new if cut_off or seen["new"] else old), at_rename
        seen["new" if stands == new else "old"] += 1
        kept = list(tmp_path.glob(f"{home.name}.sebelum-pemulihan-*/imports/_delta_log"))
        assert len(kept) == (stands == new)
        if at_rename % 4 == 1:
            restore(source, home, actor=HEAD)
            assert sums(home) == new
        assert open_store(home).problems() == ()
    assert seen["old"] >= 1
    assert seen["new"] >= 15


def test_the_second_run_of_a_cut_off_restore_does_not_restore_twice(
    home: Path, tmp_path: Path, shelf: Path, processes: ForkServerContext
) -> None:
    store = filled(home, tmp_path)
    source = made(store, shelf)
    save(store, 1, 1)
    assert killed(processes, workers.restore_and_die, source, home, 6)
    restored = restore(source, home, actor=HEAD)
    [aside] = home.parent.glob("*.sebelum-pemulihan-*")
    assert restored.aside == aside
    assert restored.holds.imports == 3


def test_a_cut_off_restore_is_no_store_to_open_and_every_command_finishes_it(
    home: Path, tmp_path: Path, shelf: Path, processes: ForkServerContext
) -> None:
    source = made(filled(tmp_path / "asal", tmp_path), shelf)
    save(create_store(home), 5, 6)
    assert killed(processes, workers.restore_and_die, source, home, 8)
    assert has_store(home)
    assert not (home / "demo").exists()
    assert "100" in kopdata(home, "status")
    assert sums(home) == sums(tmp_path / "asal")


@pytest.mark.parametrize("at_rename", [3, 5, 9, 14])
def test_an_open_store_finishes_a_restore_that_was_cut_off(
    home: Path, tmp_path: Path, shelf: Path, processes: ForkServerContext, at_rename: int
) -> None:
    origin = filled(tmp_path / "asal", tmp_path)
    source = made(origin, shelf)
    save(create_store(home), 5, 6)
    shown = open_store(home)
    version = shown.version()
    assert killed(processes, workers.restore_and_die, source, home, at_rename)
    assert shown.version() != version
    assert figures(shown) == figures(origin)
    assert sums(home) == sums(origin.root)
    assert finish_restore(home) is None


def test_an_open_store_says_that_a_restore_cannot_be_finished(
    home: Path, tmp_path: Path, shelf: Path, processes: ForkServerContext
) -> None:
    source = made(filled(tmp_path / "asal", tmp_path), shelf)
    save(create_store(home), 5, 6)
    shown = open_store(home)
    assert killed(processes, workers.restore_and_die, source, home, 5)
    plan = home / "imports" / "pemulihan.json"
    text = plan.read_bytes()
    plan.write_bytes(text[:20])
    for _ in range(2):
        with pytest.raises(StoreError, match=r"belum selesai .* jalankan pemulihan sekali lagi"):
            shown.version()
    plan.write_bytes(text)
    assert [one.base.active for one in shown.snapshots()] == [68, 60]


def test_a_disk_that_fails_once_the_plan_stands_is_not_said_to_have_changed_nothing(
    home: Path, tmp_path: Path, shelf: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = made(filled(tmp_path / "asal", tmp_path), shelf)
    save(create_store(home), 5, 6)
    fsync = os.fsync

    def failing(descriptor: int) -> None:
        if (home / "imports" / "pemulihan.json").exists():
            raise OSError(errno.EIO, "disk")
        fsync(descriptor)

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", failing)
        with pytest.raises(StoreError, match="sudah dimulai tetapi belum selesai") as refused_:
            restore(source, home, actor=HEAD)
    assert "Tidak ada yang berubah" not in str(refused_.value)
    assert restore(source, home, actor=HEAD).aside is not None
    assert sums(home) == sums(tmp_path / "asal")


# --- bad files


def rewritten(source: Path, change: Callable[[dict[str, bytes], dict[str, Any]], None]) -> Path:
    """Return a copy whose files and manifest were changed by hand."""
    with zipfile.ZipFile(source) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    manifest = json.loads(files.pop("manifest.json"))
    change(files, manifest)
    with zipfile.ZipFile(source, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
        archive.writestr("manifest.json", json.dumps(manifest))
    return source


def put(name: str, content: bytes = b"x") -> Callable[[dict[str, bytes], dict[str, Any]], None]:
    def change(files: dict[str, bytes], manifest: dict[str, Any]) -> None:
        files[name] = content
        manifest["files"][name] = {"sha256": hashlib.sha256(content).hexdigest(), "size": len(content)}

    return change


def one_byte_of_a_data_file(files: dict[str, bytes], manifest: dict[str, Any]) -> None:
    name = next(name for name in files if name.endswith(".parquet"))
    files[name] = files[name][:-1] + bytes([files[name][-1] ^ 1])


def without_a_file(files: dict[str, bytes], manifest: dict[str, Any]) -> None:
    del files[next(iter(files))]


def without_the_events(files: dict[str, bytes], manifest: dict[str, Any]) -> None:
    for name in [name for name in files if name.startswith("imports/")]:
        del files[name], manifest["files"][name]


def a_log_that_is_none(files: dict[str, bytes], manifest: dict[str, Any]) -> None:
    put(f"visits/_delta_log/{0:020}.json", b"{}")(files, manifest)
    put(f"imports/_delta_log/{0:020}.json", b"{}")(files, manifest)


def told(**values: object) -> Callable[[dict[str, bytes], dict[str, Any]], None]:
    return lambda _files, manifest: manifest.update(values)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (put("../di luar.parquet"), "tidak dikenal"),
        (put("visits/../../di luar.parquet"), "tidak dikenal"),
        (put("/tmp/di luar.parquet"), "tidak dikenal"),
        (put("C:/di luar.parquet"), "tidak dikenal"),
        (put("visits\\..\\di luar.parquet"), "tidak dikenal"),
        (put("visits/a:b.parquet"), "tidak dikenal"),
        (put("visits/nul.parquet"), "tidak dikenal"),
        (put("visits/.tersembunyi.parquet"), "tidak dikenal"),
        (put("visits//a.parquet"), "tidak dikenal"),
        (put("visits/program.exe"), "tidak dikenal"),
        (put("visits/_delta_log/catatan.txt"), "tidak dikenal"),
        (put("files/nama"), "tidak dikenal"),
        (put("inbox/unggahan"), "tidak dikenal"),
        (put("demo/imports/a.parquet"), "tidak dikenal"),
        (put(".lock"), "tidak dikenal"),
        (put("imports/pemulihan.json"), "tidak dikenal"),
        (one_byte_of_a_data_file, "rusak atau tidak lengkap"),
        (without_a_file, "rusak atau tidak lengkap"),
        (without_the_events, "tidak sesuai dengan catatannya"),
        (a_log_that_is_none, "tidak"),
        (told(demo=True), "berisi data contoh|tidak sesuai"),
        (told(versions={"imports": 99}), "tidak sesuai dengan catatannya"),
        (told(format=2), "lebih baru"),
        (told(format=2, files=[]), "lebih baru"),
        (told(files={}), "rusak atau tidak lengkap"),
        (told(files={"a": 1}), "rusak atau tidak lengkap"),
        (told(made_at="kemarin"), "rusak atau tidak lengkap"),
    ],
)
def test_a_copy_that_was_tampered_with_changes_nothing(
    prepared: tuple[Path, Path],
    tmp_path: Path,
    change: Callable[[dict[str, bytes], dict[str, Any]], None],
    sentence: str,
) -> None:
    home, copy = prepared
    source = rewritten(Path(shutil.copy(copy, tmp_path)), change)
    nothing_changed(source, home, tmp_path, sentence)


def everything(*folders: Path) -> set[Path]:
    found = {path for folder in folders for path in folder.rglob("*")}
    return {path for path in found if ".pemulihan" not in path.parts}


def nothing_changed(source: Path, home: Path, tmp_path: Path, sentence: str) -> None:
    before = everything(tmp_path, home.parent)
    content = sums(home)
    for act in (examine, restore):
        with pytest.raises(CopyRefusedError, match=sentence) as told:
            act(source, home, actor=HEAD)
        assert str(told.value).count("\n") == 0
    assert everything(tmp_path, home.parent) == before
    assert sums(home) == content
    assert not (home / ".pemulihan" / "baru").exists()


@pytest.mark.parametrize("kept", [0.0, 0.3, 0.7, 0.999])
def test_a_copy_that_was_cut_short_changes_nothing(
    prepared: tuple[Path, Path], tmp_path: Path, kept: float
) -> None:
    home, copy = prepared
    source = Path(shutil.copy(copy, tmp_path))
    content = source.read_bytes()
    source.write_bytes(content[: int(len(content) * kept)])
    nothing_changed(source, home, tmp_path, "rusak atau tidak lengkap")


def test_a_bit_that_fell_over_anywhere_changes_nothing(home: Path, shelf: Path) -> None:
    save(create_store(home), 3, 4)
    source = made(create_store(home), shelf)
    content, before = source.read_bytes(), sums(home)
    refusals = 0
    for at in range(0, len(content), max(1, len(content) // 60)):
        source.write_bytes(content[:at] + bytes([content[at] ^ 0x41]) + content[at + 1 :])
        try:
            examine(source, home, actor=HEAD)
        except KopdataError:
            refusals += 1
        assert sums(home) == before
    assert refusals > 40  # the others fell on what a zip does not use, such as the time of an entry


def test_other_files_are_told_in_words(home: Path, tmp_path: Path) -> None:
    create_store(home)
    other = tmp_path / "foto.zip"
    with zipfile.ZipFile(other, "w") as archive:
        archive.writestr("foto.jpg", b"x")
    nothing_changed(other, home, tmp_path, "bukan cadangan Dasbor Koperasi")
    nothing_changed(tmp_path / "tidak ada.zip", home, tmp_path, "tidak ada")
    nothing_changed(tmp_path, home, tmp_path, "tidak ada")


def entry(name: str, content: bytes = b"x", mode: int = 0, method: int = zipfile.ZIP_DEFLATED) -> Any:
    def change(archive: zipfile.ZipFile) -> dict[str, bytes]:
        info = zipfile.ZipInfo(name)
        info.external_attr = mode << 16
        info.compress_type = method
        archive.writestr(info, content)
        return {name: content}

    return change


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize(
    "change",
    [
        entry("visits/tautan.parquet", b"/etc/passwd", stat.S_IFLNK | 0o777),
        entry("visits/alat.parquet", b"", stat.S_IFIFO | 0o600),
        entry("visits/lzma.parquet", method=zipfile.ZIP_LZMA),
        entry("visits/bom.parquet", bytes(50_000_000)),
        entry(f"VISITS/_delta_log/{0:020}.json"),
        entry(f"visits/_delta_log/{0:020}.json"),
    ],
)
def test_entries_that_no_copy_has_change_nothing(
    prepared: tuple[Path, Path], tmp_path: Path, change: Callable[[zipfile.ZipFile], dict[str, bytes]]
) -> None:
    home, copy = prepared
    source = Path(shutil.copy(copy, tmp_path))
    with zipfile.ZipFile(source) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    manifest = json.loads(files.pop("manifest.json"))
    with zipfile.ZipFile(source, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
        for name, content in change(archive).items():
            manifest["files"][name] = {"sha256": hashlib.sha256(content).hexdigest(), "size": len(content)}
        archive.writestr("manifest.json", json.dumps(manifest))
    nothing_changed(source, home, tmp_path, "rusak atau tidak lengkap|tidak dikenal")


def test_a_damaged_store_is_copied_with_its_damage(home: Path, tmp_path: Path, shelf: Path) -> None:
    store = filled(home, tmp_path)
    newest_log(home / "visits").write_bytes(b"")
    assert store.problems() != ()
    new = tmp_path / "baru"
    source = made(store, shelf)
    assert examine(source, new, actor=HEAD).problems == store.problems()
    with pytest.raises(DamagedCopyError, match="Sebagian isi cadangan ini rusak"):
        restore(source, new, actor=HEAD)
    assert "--damaged" in refused(new, "restore", source)
    assert not store_exists(new)

    restored = restore(source, new, actor=HEAD, despite_damage=True)

    assert restored.problems == open_store(new).problems() == store.problems()
    done = run_kopdata(tmp_path / "lagi", "restore", source, "--damaged")
    assert (done.status, done.stderr.splitlines()) == (0, list(store.problems()))


def test_a_copy_of_which_nothing_can_be_read_is_refused(home: Path, tmp_path: Path, shelf: Path) -> None:
    store = create_store(home)
    save(store, 68, 34)
    for path in (home / "registry").rglob("*.parquet"):
        path.write_bytes(b"")
    source = made(open_store(home), shelf)
    for despite_damage in (False, True):
        with pytest.raises(CopyRefusedError, match="tidak ada yang dapat dibaca"):
            restore(source, tmp_path / "baru", actor=HEAD, despite_damage=despite_damage)
    assert not store_exists(tmp_path / "baru")


def resummed(source: Path, change: Callable[[dict[str, bytes]], None]) -> Path:
    """Forge a copy: its files are changed, and the sums of its manifest are right again."""

    def forge(files: dict[str, bytes], manifest: dict[str, Any]) -> None:
        change(files)
        manifest["files"] = {
            name: {"sha256": hashlib.sha256(content).hexdigest(), "size": len(content)}
            for name, content in files.items()
        }

    return rewritten(source, forge)


def without_an_actor(files: dict[str, bytes]) -> None:
    name = max(name for name in files if name.startswith("imports/") and name.endswith(".parquet"))
    rows = pq.ParquetFile(io.BytesIO(files[name])).read()
    at = rows.schema.get_field_index("actor")
    forged = io.BytesIO()
    pq.write_table(rows.set_column(at, "actor", pa.nulls(len(rows), pa.string())), forged)
    _set_size(files, name, forged.getvalue())


def _set_size(files: dict[str, bytes], name: str, content: bytes) -> None:
    before, files[name] = len(files[name]), content
    for log in [one for one in files if one.startswith("imports/_delta_log/")]:
        files[log] = files[log].replace(b'"size":%d' % before, b'"size":%d' % len(content))


def leading_out(files: dict[str, bytes]) -> None:
    log = max(name for name in files if name.startswith("visits/_delta_log/"))
    actions = [json.loads(line) for line in files[log].splitlines()]
    for action in actions:
        if "add" in action:
            action["add"]["path"] = "../../../../../../etc/passwd"
    files[log] = b"\n".join(json.dumps(action).encode() for action in actions)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (without_an_actor, "Tabel di dalam cadangan ini tidak dapat dibaca"),
        (leading_out, "di luar foldernya"),
    ],
)
def test_a_forged_copy_with_right_sums_changes_nothing(
    prepared: tuple[Path, Path], tmp_path: Path, change: Callable[[dict[str, bytes]], None], sentence: str
) -> None:
    home, copy = prepared
    source = resummed(Path(shutil.copy(copy, tmp_path)), change)
    nothing_changed(source, home, tmp_path, sentence)
    assert sentence in refused(home, "restore", source)


# --- a disk that is only read


@pytest.fixture
def public() -> Iterator[Path]:
    """A folder that another user of the computer reaches too."""
    with tempfile.TemporaryDirectory(prefix="cadangan-") as name:
        Path(name).chmod(0o755)
        yield Path(name)


@contextmanager
def nobody() -> Iterator[None]:
    """Act as a user who owns nothing; who runs the tests as such a user anyway stays the same."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.mark.skipif(sys.platform == "win32", reason="folders are closed in another way there")
@pytest.mark.parametrize("has_lock", [True, False])
def test_a_store_that_can_only_be_read_is_copied(public: Path, tmp_path: Path, has_lock: bool) -> None:
    home, shelf = public / "kantor", public / "rak"
    save(create_store(home), 68, 34)
    shelf.mkdir()
    shelf.chmod(0o777)
    if not has_lock:
        (home / ".lock").unlink()
    for path in (home, *home.rglob("*")):
        path.chmod(0o555 if path.is_dir() else 0o444)
    try:
        with nobody():
            store = open_store(home)
            with pytest.raises(StoreError):
                save(store, 1, 1)
            source = made(store, shelf)
        assert restore(source, tmp_path / "baru", actor=HEAD).holds.cooperatives == 102
    finally:
        for path in (home, *home.rglob("*")):
            path.chmod(0o755)


# --- the command line


def test_commands_make_and_restore_a_copy(home: Path, tmp_path: Path, shelf: Path) -> None:
    filled(home, tmp_path)
    words = kopdata(home, "backup", shelf)
    [source] = shelf.iterdir()
    assert str(source) in words
    copied = json.loads(kopdata(home, "backup", shelf / "b.zip", "--json"))
    assert (copied["path"], copied["is_demo"]) == (str(shelf / "b.zip"), False)
    assert copied["size"] == (shelf / "b.zip").stat().st_size

    new = tmp_path / "baru"
    restored = json.loads(kopdata(new, "restore", source, "--by", "Sari", "--json"))
    assert (restored["root"], restored["aside"]) == (str(new), None)
    assert restored["holds"]["cooperatives"] == 100
    assert sums(new) == sums(home)
    again = kopdata(new, "restore", source)
    [aside] = tmp_path.glob("baru.sebelum-pemulihan-*")
    assert str(aside) in again
    last = last_restore(open_store(new), dt.UTC)
    assert last is not None
    assert last.actor != "Sari"


def test_commands_refuse_in_one_sentence(home: Path, tmp_path: Path, shelf: Path) -> None:
    filled(home, tmp_path)
    kopdata(home, "backup", shelf / "a.zip")
    assert "tidak ditimpa" in refused(home, "backup", shelf / "a.zip")
    assert "Sebutkan folder yang ada" in refused(home, "backup", tmp_path / "tidak ada")
    assert "Belum ada penyimpanan" in refused(tmp_path / "kosong", "backup", shelf)
    assert "tidak ada" in refused(home, "restore", tmp_path / "tidak ada.zip")
    (shelf / "rusak.zip").write_bytes(b"PK")
    assert "rusak" in refused(home, "restore", shelf / "rusak.zip")
