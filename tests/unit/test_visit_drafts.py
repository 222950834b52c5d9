"""Drafts: kept whole or not at all, their owner's alone, and harmless when damaged."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import multiprocessing
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kopdata.access import Actor, Role
from kopdata.errors import NotAllowedError, NotFoundError, StoreError
from kopdata.fieldwork import drafts
from kopdata.fieldwork.drafts import DraftRefusedError
from kopdata.fieldwork.photos import photo_content, remake
from kopdata.store import Store, create_store, open_store
from tests.support.photos import photo

ME, OTHER, LOOKS = (
    Actor(name=name, roles=frozenset({role}))
    for name, role in (
        ("Petugas A", Role.FIELD_OFFICER),
        ("Petugas B", Role.FIELD_OFFICER),
        ("Pimpinan", Role.LEADERSHIP),
    )
)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return create_store(tmp_path / "store")


def files(store: Store) -> list[Path]:
    return sorted((store.root / drafts.FOLDER).glob("*.json"))


def test_a_draft_comes_back_after_a_restart(store: Store) -> None:
    draft_id = drafts.new_id()
    drafts.begin(store, draft_id, {"coop_id": "k0", "met": ("Ketua", "Anggota")}, actor=ME)
    drafts.note(store, draft_id, {"serves": "Ya", "notes": None}, actor=ME)
    kept = drafts.add_photo(store, draft_id, remake(photo()), actor=ME)
    again = drafts.find_draft(open_store(store.root), draft_id, actor=ME)
    assert again == kept
    assert again is not None
    assert again.answers == {"coop_id": "k0", "met": ("Ketua", "Anggota"), "serves": "Ya", "notes": None}
    [one] = again.photos
    assert store.original(one.sha256) is not None
    assert store.original(one.thumbnail) is not None
    if sys.platform != "win32":
        assert (store.root / drafts.FOLDER).stat().st_mode & 0o777 == 0o700
        assert files(store)[0].stat().st_mode & 0o077 == 0


def test_a_draft_belongs_to_its_actor(store: Store) -> None:
    draft_id = drafts.new_id()
    drafts.begin(store, draft_id, {"coop_id": "k0"}, actor=ME)
    assert drafts.find_draft(store, draft_id, actor=OTHER) is None
    assert drafts.drafts_of(store, actor=OTHER) == ()
    with pytest.raises(NotFoundError, match="sudah disimpan atau dihapus"):
        drafts.note(store, draft_id, {"coop_id": "k1"}, actor=OTHER)
    drafts.discard(store, draft_id, actor=OTHER)
    assert drafts.find_draft(store, draft_id, actor=ME) is not None


def test_the_id_of_anothers_draft_begins_none(store: Store) -> None:
    draft_id = drafts.new_id()
    kept = drafts.begin(store, draft_id, {"notes": "punya A"}, actor=ME)
    with pytest.raises(DraftRefusedError, match="milik orang lain"):
        drafts.begin(store, draft_id, {"notes": "punya B"}, actor=OTHER)
    assert drafts.find_draft(store, draft_id, actor=ME) == kept


def test_who_may_not_record_keeps_no_draft(store: Store) -> None:
    draft_id = drafts.new_id()
    with pytest.raises(NotAllowedError):
        drafts.begin(store, draft_id, {}, actor=LOOKS)
    drafts.begin(store, draft_id, {}, actor=ME)
    looks = LOOKS.model_copy(update={"name": ME.name})
    with pytest.raises(NotAllowedError):
        drafts.note(store, draft_id, {"coop_id": "k0"}, actor=looks)
    with pytest.raises(NotAllowedError):
        drafts.add_photo(store, draft_id, remake(photo()), actor=looks)
    with pytest.raises(NotAllowedError):
        drafts.remove_photo(store, draft_id, "0" * 64, actor=looks)
    with pytest.raises(NotAllowedError):
        drafts.discard(store, draft_id, actor=looks)
    assert len(files(store)) == 1


def test_the_newest_stands_first_and_a_discarded_one_is_gone(store: Store) -> None:
    first, second = drafts.new_id(), drafts.new_id()
    for one in (first, second):
        drafts.begin(store, one, {}, actor=ME)
    drafts.note(store, first, {"coop_id": "k0"}, actor=ME)
    assert [draft.draft_id for draft in drafts.drafts_of(store, actor=ME)] == [first, second]
    drafts.discard(store, first, actor=ME)
    drafts.discard(store, first, actor=ME)
    assert [draft.draft_id for draft in drafts.drafts_of(store, actor=ME)] == [second]
    with pytest.raises(NotFoundError):
        drafts.note(store, first, {"coop_id": "k0"}, actor=ME)


def test_a_photo_is_kept_once_and_can_be_taken_out(store: Store) -> None:
    draft_id = drafts.new_id()
    drafts.begin(store, draft_id, {}, actor=ME)
    remade = remake(photo())
    for _ in range(2):
        assert len(drafts.add_photo(store, draft_id, remade, actor=ME).photos) == 1
    assert drafts.remove_photo(store, draft_id, remade.photo.sha256, actor=ME).photos == ()


@pytest.mark.parametrize("damage", [Path.unlink, lambda path: path.write_bytes(b"rusak")])
def test_the_same_photo_again_mends_its_files(store: Store, damage: Callable[[Path], object]) -> None:
    draft_id = drafts.new_id()
    drafts.begin(store, draft_id, {}, actor=ME)
    remade = remake(photo())
    drafts.add_photo(store, draft_id, remade, actor=ME)
    for sha256 in remade.files:
        damage(store.root / "files" / sha256)
    assert len(drafts.add_photo(store, draft_id, remade, actor=ME).photos) == 1
    assert {sha256: photo_content(store, sha256) for sha256 in remade.files} == remade.files


def photos(store: Store) -> set[str]:
    return {path.name for path in (store.root / "files").glob("*")}


def test_photos_that_nothing_names_go_with_their_draft(store: Store) -> None:
    mine, others = drafts.new_id(), drafts.new_id()
    shared, own, taken_out = (remake(photo(colour=colour)) for colour in ("navy", "olive", "plum"))
    drafts.begin(store, mine, {}, actor=ME)
    drafts.begin(store, others, {}, actor=OTHER)
    for remade in (shared, own, taken_out):
        drafts.add_photo(store, mine, remade, actor=ME)
    drafts.add_photo(store, others, shared, actor=OTHER)
    assert photos(store) == {*shared.files, *own.files, *taken_out.files}
    drafts.remove_photo(store, mine, taken_out.photo.sha256, actor=ME)
    assert photos(store) == {*shared.files, *own.files}
    drafts.discard(store, mine, actor=ME)
    assert photos(store) == set(shared.files)
    drafts.discard(store, others, actor=OTHER)
    assert photos(store) == set()


def test_a_damaged_draft_keeps_the_photos_that_it_names(store: Store) -> None:
    mine, damaged = drafts.new_id(), drafts.new_id()
    remade = remake(photo())
    for one in (mine, damaged):
        drafts.begin(store, one, {}, actor=ME)
        drafts.add_photo(store, one, remade, actor=ME)
    path = store.root / drafts.FOLDER / f"{damaged}.json"
    path.write_bytes(path.read_bytes()[:-5])
    drafts.discard(store, mine, actor=ME)
    assert photos(store) == set(remade.files)


def _add_and_give_up(root: str, keep: str | None) -> None:
    store, remade = open_store(Path(root)), remake(photo())
    for _ in range(15):
        draft_id = keep or drafts.new_id()
        drafts.begin(store, draft_id, {}, actor=ME)
        drafts.add_photo(store, draft_id, remade, actor=ME)
        if keep:
            assert all(store.original(sha256) for sha256 in remade.files)
            drafts.remove_photo(store, draft_id, remade.photo.sha256, actor=ME)
            drafts.add_photo(store, draft_id, remade, actor=ME)
        else:
            drafts.discard(store, draft_id, actor=ME)


def test_who_gives_a_photo_up_takes_none_from_who_adds_it(store: Store) -> None:
    kept = drafts.new_id()
    context = multiprocessing.get_context("spawn")
    both = [context.Process(target=_add_and_give_up, args=(str(store.root), one)) for one in (kept, None)]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert [one.exitcode for one in both] == [0, 0]
    assert photos(store) == set(remake(photo()).files)


@pytest.mark.parametrize(
    "draft_id", ["", "../../etc/passwd", "x" * 300, "\0", "00000000-0000-0000-0000-00000000000G"]
)
def test_what_is_no_id_names_no_draft(store: Store, draft_id: str) -> None:
    assert drafts.find_draft(store, draft_id, actor=ME) is None
    drafts.discard(store, draft_id, actor=ME)
    with pytest.raises((NotFoundError, DraftRefusedError)):
        drafts.note(store, draft_id, {}, actor=ME)
    with pytest.raises(DraftRefusedError):
        drafts.begin(store, draft_id, {}, actor=ME)
    assert files(store) == []


MANY_FIELDS: dict[str, drafts.Answer] = {
    letter * number: 1 for letter, most in (("f", 40), ("g", 21)) for number in range(1, most + 1)
}


@pytest.mark.parametrize(
    "answers",
    [{"notes": "x" * 10_001}, {"Ä": "1"}, MANY_FIELDS, {"notes": float("nan")}, {"notes": "\ud800"}],
)
def test_answers_are_bounded(store: Store, answers: dict[str, drafts.Answer]) -> None:
    draft_id = drafts.new_id()
    drafts.begin(store, draft_id, {"coop_id": "k0"}, actor=ME)
    with pytest.raises(DraftRefusedError):
        drafts.note(store, draft_id, answers, actor=ME)
    assert drafts.drafts_of(store, actor=ME)[0].answers == {"coop_id": "k0"}


@settings(max_examples=40, deadline=None)
@given(
    content=st.binary(max_size=300)
    | st.recursive(st.none() | st.text(), st.lists).map(lambda v: json.dumps(v).encode())
)
def test_damaged_files_never_break_the_list(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    store = create_store(tmp_path_factory.mktemp("store") / "s")
    good, bad = drafts.new_id(), drafts.new_id()
    drafts.begin(store, good, {"coop_id": "k0"}, actor=ME)
    folder = store.root / drafts.FOLDER
    (folder / f"{bad}.json").write_bytes(content)
    whole = (folder / f"{good}.json").read_bytes()
    (folder / f"{drafts.new_id()}.json").write_bytes(whole)  # named as another
    (folder / f"{drafts.new_id()}.json").write_bytes(whole[:-20])
    (folder / f"{drafts.new_id()}.json").write_bytes(b"[" * 100_000)
    (folder / f"{drafts.new_id()}.json").write_bytes(whole[:-1] + b" " * 1_000_001 + b"}")
    (folder / f"{drafts.new_id()}.json").mkdir()
    assert [draft.draft_id for draft in drafts.drafts_of(store, actor=ME)] == [good]
    assert drafts.find_draft(store, bad, actor=ME) is None


@pytest.mark.parametrize("moment", ["9999-12-31T23:59:59Z", "0001-01-01T00:00:00Z"])
def test_a_moment_that_cannot_be_shown_breaks_nothing(store: Store, moment: str) -> None:
    draft_id = drafts.new_id()
    drafts.begin(store, draft_id, {"coop_id": "k0"}, actor=ME)
    [path] = files(store)
    path.write_text(json.dumps(json.loads(path.read_bytes()) | {"saved_at": moment}), encoding="utf-8")
    [draft] = drafts.drafts_of(store, actor=ME)
    assert draft.answers == {"coop_id": "k0"}
    for hours in (-12, 14):
        draft.saved_at.astimezone(dt.timezone(dt.timedelta(hours=hours)))


def _end(fd: object) -> None:
    os._exit(1)


def _end_while_writing(root: str, draft_id: str) -> None:
    os.fsync = _end
    drafts.note(open_store(Path(root)), draft_id, {"notes": "terputus"}, actor=ME)


def test_what_an_ended_process_left_is_cleared_after_an_hour(store: Store) -> None:
    draft_id = drafts.new_id()
    drafts.begin(store, draft_id, {}, actor=ME)
    folder = store.root / drafts.FOLDER
    before = set(folder.iterdir())
    ended = multiprocessing.get_context("spawn").Process(
        target=_end_while_writing, args=(str(store.root), draft_id)
    )
    ended.start()
    ended.join()
    [left] = set(folder.iterdir()) - before
    drafts.note(store, draft_id, {"notes": "a"}, actor=ME)
    assert left.exists()
    os.utime(left, (time.time() - 3_700,) * 2)
    drafts.note(store, draft_id, {"notes": "b"}, actor=ME)
    assert set(folder.iterdir()) == before


def test_a_file_in_the_folders_place_is_told(store: Store) -> None:
    (store.root / drafts.FOLDER).write_text("bukan folder", encoding="utf-8")
    assert drafts.drafts_of(store, actor=ME) == ()
    with pytest.raises(StoreError, match="tidak dapat disimpan"):
        drafts.begin(store, drafts.new_id(), {}, actor=ME)


def _fill(root: str, draft_id: str, field: str) -> None:
    for number in range(20):
        drafts.note(open_store(Path(root)), draft_id, {field: str(number)}, actor=ME)


def _note_until_gone(root: str, draft_ids: list[str]) -> None:
    store = open_store(Path(root))
    for draft_id in draft_ids:
        with contextlib.suppress(NotFoundError):
            for _ in range(50):
                drafts.note(store, draft_id, {"notes": "x"}, actor=ME)


def test_a_discarded_draft_does_not_come_back(store: Store) -> None:
    draft_ids = [drafts.new_id() for _ in range(15)]
    for draft_id in draft_ids:
        drafts.begin(store, draft_id, {}, actor=ME)
    notes = multiprocessing.get_context("spawn").Process(
        target=_note_until_gone, args=(str(store.root), draft_ids)
    )
    notes.start()
    for draft_id in draft_ids:
        kept = drafts.find_draft(store, draft_id, actor=ME)
        while kept is not None and not kept.answers and notes.is_alive():
            kept = drafts.find_draft(store, draft_id, actor=ME)
        drafts.discard(store, draft_id, actor=ME)
    notes.join()
    assert notes.exitcode == 0
    assert files(store) == []


def test_two_processes_on_one_draft_undo_nothing_of_each_other(store: Store) -> None:
    draft_id = drafts.new_id()
    drafts.begin(store, draft_id, {}, actor=ME)
    context = multiprocessing.get_context("spawn")
    fields = ("notes", "cause")
    both = [context.Process(target=_fill, args=(str(store.root), draft_id, field)) for field in fields]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert [one.exitcode for one in both] == [0, 0]
    kept = drafts.find_draft(store, draft_id, actor=ME)
    assert kept is not None
    assert kept.answers == dict.fromkeys(fields, "19")
    assert files(store) == [store.root / drafts.FOLDER / f"{draft_id}.json"]
