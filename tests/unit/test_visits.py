"""Visits: what a form must hold, what asks before it is saved, recorded once, corrected with a reason."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Callable, Collection, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kopdata.access import Actor, Role
from kopdata.database import open_database
from kopdata.errors import ConflictError, NotAllowedError, NotFoundError
from kopdata.fieldwork import drafts
from kopdata.fieldwork.dissolution import add_evidence, start_proposal
from kopdata.fieldwork.drafts import Answer
from kopdata.fieldwork.photos import LONGEST_SIDE, remake
from kopdata.fieldwork.records import Photo, Visit
from kopdata.fieldwork.visit_form import (
    VisitForm,
    VisitRefusedError,
    answers_of,
    contradictions,
    read_form,
)
from kopdata.fieldwork.visits import (
    VisitContradictsError,
    cooperatives_to_visit,
    correct_visit,
    find_listed,
    record_visit,
    revisions,
    same_answers,
    waiting_drafts,
)
from kopdata.fieldwork.vocabulary import (
    Books,
    Cause,
    Evidence,
    FollowUp,
    Met,
    OfficeState,
    Presence,
    VillageOffice,
)
from kopdata.models import Link
from kopdata.store import Store, originals
from kopdata.vocabulary import AddressFinding, Contact, VisitResult
from tests.support.photos import photo
from tests.support.registry import store_with

OFFICER = Actor(name="Petugas A", roles=frozenset({Role.FIELD_OFFICER}))
OTHER = Actor(name="Petugas B", roles=frozenset({Role.FIELD_OFFICER}))
HEAD = Actor(name="Kepala", roles=frozenset({Role.HEAD}))
LOOKS = Actor(name="Pimpinan", roles=frozenset({Role.LEADERSHIP}))
MARCH, APRIL = dt.date(2022, 3, 31), dt.date(2022, 4, 20)
FIVE: dict[str, Answer] = {
    "coop_id": "k0",
    "visited_on": "2022-04-12",
    "at_address": "ada",
    "serves": "Ya",
    "follow_up": "Tidak ada",
}


@pytest.fixture
def store(tmp_path: Path) -> Store:
    rows: list[dict[str, object]] = [
        {"status": "aktif", "village": "Toboali", "district": "Toboali"},
        {"status": "tidak aktif"},
        {"status": "aktif", "outside_region": True},
    ]
    return store_with(tmp_path / "store", (MARCH, rows))


def form(**answers: Answer) -> VisitForm:
    return read_form(FIVE | answers)


def record(
    store: Store, visit_id: str | None = None, confirmed: Collection[str] = (), **answers: Any
) -> Visit:
    return record_visit(
        store, visit_id or drafts.new_id(), form(**answers), actor=OFFICER, confirmed=confirmed, today=APRIL
    )


def recorded(store: Store) -> int:
    return int(store.contents().visits.num_rows)


@pytest.mark.parametrize(
    ("written", "names"),
    [
        ("Sari Dewi, S.E., Budi, M.M.", ("Sari Dewi, S.E.", "Budi, M.M.")),
        ("Sari Dewi, S. Kom., M.Si; Budi", ("Sari Dewi, S. Kom., M.Si", "Budi")),
        ("Tono, M. Ali, H. Umar, SE", ("Tono", "M. Ali", "H. Umar, SE")),
        ("Tono, Sari\nAni,, ; ", ("Tono", "Sari", "Ani")),
    ],
)
def test_a_degree_is_no_person(store: Store, written: str, names: tuple[str, ...]) -> None:
    visit = record(store, officers=written, assistants=written)
    assert (visit.officers, visit.assistants) == (names, names)
    again = read_form(answers_of(visit))
    assert (again.officers, again.assistants) == (names, names)


@pytest.mark.parametrize(
    ("missing", "says"),
    [
        ("coop_id", "Pilih koperasinya."),
        ("visited_on", "Isi tanggal kunjungan."),
        ("at_address", "Isi apa yang ditemukan di alamat."),
        ("serves", "Isi apakah koperasi melayani anggota."),
        ("follow_up", "Pilih tindak lanjutnya."),
    ],
)
def test_five_things_are_required(missing: str, says: str) -> None:
    with pytest.raises(VisitRefusedError, match=re.escape(says)):
        read_form({name: value for name, value in FIVE.items() if name != missing})
    assert read_form(FIVE).officers == ()


def test_all_that_is_missing_is_told_at_once() -> None:
    with pytest.raises(VisitRefusedError) as refused:
        read_form({})
    assert len(re.findall(r"\.", str(refused.value))) == 5


@pytest.mark.parametrize(
    ("answers", "says"),
    [
        ({"visited_on": "kemarin"}, "tanggal"),
        ({"at_address": "hilang"}, "di alamat"),
        ({"follow_up": "Bubarkan"}, "tindak lanjut"),
        ({"contact": "telegram"}, "cara menghubungi"),
        ({"met": ("Camat",)}, "ditemui"),
        ({"office": "Rusak"}, "kantor"),
        ({"last_rat_told": "tahun lalu"}, "empat angka"),
        ({"last_rat_told": "1949"}, "empat angka"),
        ({"notes": "x" * 2_001}, "Catatan paling panjang 2000"),
        ({"cause": "malas"}, "Pilih sebab"),
        ({"cause_other": "x" * 201}, "Sebab"),
        ({"officers": ", ".join(["A"] * 11)}, "paling banyak 10 orang"),
        ({"position": "di sana"}, "lintang dan bujur"),
        ({"position": "0, 0"}, "lintang dan bujur"),
        ({"position": "106.45, -2.98"}, "lintang dan bujur"),
        ({"serves": "Tidak dapat dipastikan"}, "isi Ya atau Tidak"),
        ({"at_address": "tidak ditemukan"}, "Pindah alamat"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(answers: Mapping[str, Answer], says: str) -> None:
    with pytest.raises(VisitRefusedError, match=says):
        form(**answers)


@pytest.mark.parametrize(
    "text",
    ["-2.9876, 106.4567", "-2,9876 106,4567", "(-2.9876, 106.4567)", "-2,9876; 106,4567", "-2.9876,106.4567"],
)
def test_a_position_is_read_as_maps_write_it(text: str) -> None:
    assert form(position=text).position == (-2.9876, 106.4567)


def test_texts_are_tidied() -> None:
    said = form(notes="  dua\u200b\n kata\x1b ", officers="Tono ,, Sari;", message="satu\n\x07dua  tiga\n")
    assert said.notes == "dua kata"
    assert said.officers == ("Tono", "Sari")
    assert said.message == "satu\ndua tiga"


@pytest.mark.parametrize(
    ("answers", "says"),
    [
        ({"at_address": "tidak ditemukan", "serves": "Tidak", "met": ("Ketua",)}, "bertemu Ketua"),
        ({"at_address": "tidak ditemukan", "serves": "Tidak", "office": "Dipakai"}, "kantornya dipakai"),
        ({"at_address": "tidak ditemukan", "serves": "Tidak", "contact": "telepon"}, "Hanya kunjungan"),
        ({"at_address": "pengurus tidak di tempat", "met": ("Bendahara",)}, "bertemu Bendahara"),
        ({"new_address": "Jalan Lain 2"}, "alamat baru diisi"),
        ({"at_address": "pindah"}, "alamat barunya belum diisi"),
        ({"met": ("Ketua", "Tidak bertemu siapa pun")}, "tidak bertemu siapa pun"),
        ({"books": "Tidak ada"}, "bukunya tidak ada"),
        ({"follow_up": "Usulkan pembubaran"}, "usulan pembubaran"),
        ({"cause": "Biaya atau modal"}, "sebab tidak aktif"),
        ({"last_rat_told": "2023"}, "belum dapat diadakan"),
    ],
)
def test_what_contradicts_itself_asks_before_it_is_saved(
    store: Store, answers: Mapping[str, Any], says: str
) -> None:
    with pytest.raises(VisitContradictsError, match=says) as asked:
        record(store, **answers)
    assert recorded(store) == 0
    assert len(asked.value.sentences) == 1
    record(store, confirmed=asked.value.sentences, **answers)
    assert recorded(store) == 1


def test_that_ods_says_otherwise_is_no_contradiction(store: Store) -> None:
    assert record(store, coop_id="k1").result is VisitResult.SERVING


def test_a_photo_of_another_day_is_asked_about(store: Store) -> None:
    visit_id = drafts.new_id()
    remade = remake(photo(taken="2022:04:10 09:00:00"))
    drafts.begin(store, visit_id, {}, actor=OFFICER)
    [kept] = drafts.add_photo(store, visit_id, remade, actor=OFFICER).photos
    with pytest.raises(
        VisitContradictsError, match="10 April 2022, sedangkan kunjungannya 12 April 2022"
    ) as asked:
        record_visit(store, visit_id, form(), photos=[kept], actor=OFFICER, today=APRIL)
    saved = record_visit(
        store, visit_id, form(), photos=[kept], actor=OFFICER, today=APRIL, confirmed=asked.value.sentences
    )
    assert saved.photos == (kept,)
    assert revisions(store.contents(), visit_id) == (saved,)


def test_a_photo_that_is_gone_is_told(store: Store) -> None:
    lost = remake(photo(taken=None)).photo
    with pytest.raises(VisitRefusedError, match="tidak ada lagi di penyimpanan"):
        record_visit(store, drafts.new_id(), form(), photos=[lost], actor=OFFICER, today=APRIL)


def _no_picture() -> tuple[bytes, tuple[int, int]]:
    return b"PK\3\4 lembar kerja", (10, 10)


def _another_kind() -> tuple[bytes, tuple[int, int]]:
    return photo((20, 10), form="PNG"), (20, 10)


def _larger_than_kept() -> tuple[bytes, tuple[int, int]]:
    return photo((LONGEST_SIDE + 1, 10)), (LONGEST_SIDE + 1, 10)


def _of_another_size() -> tuple[bytes, tuple[int, int]]:
    return photo((20, 10)), (10, 20)


@pytest.mark.parametrize("make", [_no_picture, _another_kind, _larger_than_kept, _of_another_size])
def test_only_a_photo_of_ours_is_a_photo(
    store: Store, make: Callable[[], tuple[bytes, tuple[int, int]]]
) -> None:
    content, (width, height) = make()
    sha256 = hashlib.sha256(content).hexdigest()
    originals.keep(store.root, content, sha256)
    wrong = Photo(sha256=sha256, thumbnail=sha256, width=width, height=height)
    with pytest.raises(VisitRefusedError, match="Unggah lagi foto itu"):
        record_visit(store, drafts.new_id(), form(), photos=[wrong], actor=OFFICER, today=APRIL)
    assert recorded(store) == 0


def test_a_damaged_photo_is_uploaded_again_and_saved(store: Store) -> None:
    visit_id, remade = drafts.new_id(), remake(photo((4000, 3000), taken=None))
    drafts.begin(store, visit_id, {}, actor=OFFICER)
    [kept] = drafts.add_photo(store, visit_id, remade, actor=OFFICER).photos
    for sha256 in remade.files:
        path = store.root / "files" / sha256
        path.write_bytes(path.read_bytes()[:-20])
        with pytest.raises(VisitRefusedError, match="Unggah lagi foto itu"):
            record_visit(store, visit_id, form(), photos=[kept], actor=OFFICER, today=APRIL)
        drafts.add_photo(store, visit_id, remade, actor=OFFICER)
    assert record_visit(store, visit_id, form(), photos=[kept], actor=OFFICER, today=APRIL).photos == (kept,)


def test_a_clock_set_back_undoes_no_later_visit(store: Store) -> None:
    first = record(store)
    ahead = first.model_copy(
        update={"visit_id": drafts.new_id(), "recorded_at": first.recorded_at + dt.timedelta(days=2)}
    )
    store.append("visits", lambda _contents: [ahead])
    with pytest.raises(VisitContradictsError) as asked:
        record(store, at_address="tidak ditemukan", serves="Tidak")
    last = record(store, confirmed=asked.value.sentences, at_address="tidak ditemukan", serves="Tidak")
    assert last.recorded_at > ahead.recorded_at
    holds = open_database(store).rows(
        "SELECT result FROM visit_spans WHERE coop_id = 'k0' AND next_on IS NULL"
    )
    assert holds == [{"result": VisitResult.NOT_FOUND}]
    corrected = correct_visit(
        store,
        first.visit_id,
        form(visited_on="2022-04-11"),
        reason="r",
        based_on=1,
        actor=OFFICER,
        today=APRIL,
    )
    assert corrected.recorded_at > last.recorded_at


@pytest.mark.parametrize(
    "answers",
    [
        {"cause_other": "Biaya atau modal"},
        {"cause_other": "Biaya atau modal; lain"},
        {"follow_up": "Pembinaan", "follow_up_details": "buku: kas"},
        {"position": "0.00001, 106.45"},
        {"position": "-2.98, 0.000000000001"},
        {"position": "90, -180"},
        {"officers": "Sari Dewi, S.E.; Budi, M.M."},
    ],
)
def test_what_was_saved_says_what_its_form_does(store: Store, answers: dict[str, Answer]) -> None:
    visit_id, given = drafts.new_id(), form(serves="Tidak", **answers)
    record_visit(store, visit_id, given, actor=OFFICER, today=APRIL)
    [visit] = revisions(store.contents(), visit_id)
    assert same_answers(visit, given, ())
    assert same_answers(visit, read_form(answers_of(visit)), ())
    assert not same_answers(visit, form(serves="Tidak", notes="lain", **answers), ())


def test_a_second_visit_of_the_day_is_asked_about(store: Store) -> None:
    record(store)
    with pytest.raises(
        VisitContradictsError, match="sudah dicatat pada 12 April 2022 oleh Petugas A"
    ) as asked:
        record(store)
    record(store, contact="telepon")
    record(store, visited_on="2022-04-13")
    record(store, confirmed=asked.value.sentences)
    assert recorded(store) == 4


def test_only_what_was_confirmed_passes(store: Store) -> None:
    with pytest.raises(VisitContradictsError) as asked:
        record(store, books="Tidak ada")
    with pytest.raises(VisitContradictsError, match="usulan pembubaran"):
        record(store, confirmed=asked.value.sentences, books="Tidak ada", follow_up="Usulkan pembubaran")
    assert recorded(store) == 0


@pytest.mark.parametrize("day", ["2022-04-21", "1989-12-31", "0001-01-01", "9999-12-31"])
def test_a_day_that_cannot_be_is_refused(store: Store, day: str) -> None:
    with pytest.raises(VisitRefusedError, match=r"[Tt]anggal"):
        record(store, visited_on=day)
    assert recorded(store) == 0


def test_an_unknown_koperasi_is_refused(store: Store) -> None:
    for unknown in ("k99", "k2", "'; DROP TABLE visits"):
        with pytest.raises(NotFoundError, match="Pilih koperasi dari daftar"):
            record(store, coop_id=unknown)


def test_who_may_not_records_nothing(store: Store) -> None:
    with pytest.raises(NotAllowedError):
        record_visit(store, drafts.new_id(), form(), actor=LOOKS, today=APRIL)
    visit = record(store)
    with pytest.raises(NotAllowedError):
        correct_visit(
            store, visit.visit_id, form(notes="x"), reason="r", based_on=1, actor=LOOKS, today=APRIL
        )
    assert recorded(store) == 1


def test_saving_twice_is_one_visit(store: Store) -> None:
    visit_id = drafts.new_id()
    with ThreadPoolExecutor(8) as pool:
        saved = list(pool.map(lambda _: record(store, visit_id), range(16)))
    assert len(set(saved)) == 1
    assert recorded(store) == 1
    assert record(store, visit_id, notes="lain", books="Tidak ada") == saved[0]


def test_ten_at_once_are_ten(store: Store) -> None:
    with ThreadPoolExecutor(10) as pool:
        days = [f"2022-04-{day:02}" for day in range(1, 11)]
        list(pool.map(lambda day: record(store, visited_on=day), days))
    assert recorded(store) == 10


def test_a_number_that_is_none_is_refused(store: Store) -> None:
    for wrong in ("", "v1", "../x"):
        with pytest.raises(VisitRefusedError, match="Mulai formulir baru"):
            record_visit(store, wrong, form(), actor=OFFICER, today=APRIL)


def test_a_correction_leaves_the_old_one_to_be_seen(store: Store) -> None:
    visit = record(store)
    changed = form(serves="Tidak", follow_up="Pembinaan", follow_up_details="buku kas")
    for _ in range(2):
        correct_visit(
            store, visit.visit_id, changed, reason=" salah  tekan ", based_on=1, actor=OTHER, today=APRIL
        )
    first, second = revisions(store.contents(), visit.visit_id)
    assert first == visit
    assert (second.revision, second.actor, second.reason) == (2, "Petugas B", "salah tekan")
    assert second.follow_up == "Pembinaan: buku kas"
    assert second.recorded_at >= first.recorded_at
    [row] = open_database(store).rows("SELECT result, in_coaching FROM visits, (SELECT true AS in_coaching)")
    assert row["result"] == VisitResult.NOT_SERVING
    with pytest.raises(ConflictError, match="sudah diperbaiki oleh Petugas B"):
        correct_visit(
            store, visit.visit_id, form(notes="x"), reason="r", based_on=1, actor=OFFICER, today=APRIL
        )


def test_a_correction_needs_a_reason_and_a_change(store: Store) -> None:
    visit = record(store)
    for reason in ("", " \n", "x" * 201):
        with pytest.raises(VisitRefusedError, match="alasan perbaikan"):
            correct_visit(
                store, visit.visit_id, form(notes="x"), reason=reason, based_on=1, actor=OFFICER, today=APRIL
            )
    with pytest.raises(VisitRefusedError, match="Belum ada yang diubah"):
        correct_visit(store, visit.visit_id, form(), reason="r", based_on=1, actor=OTHER, today=APRIL)
    with pytest.raises(NotFoundError):
        correct_visit(store, drafts.new_id(), form(), reason="r", based_on=1, actor=OFFICER, today=APRIL)
    assert recorded(store) == 1


def test_a_correction_asks_too_but_not_about_itself(store: Store) -> None:
    visit = record(store)
    with pytest.raises(VisitContradictsError) as asked:
        correct_visit(
            store, visit.visit_id, form(books="Tidak ada"), reason="r", based_on=1, actor=OFFICER, today=APRIL
        )
    assert asked.value.sentences == ("Koperasi masih melayani anggota, tetapi bukunya tidak ada.",)


def test_a_visit_follows_a_merge(store: Store) -> None:
    visit = record(store, coop_id="k1")
    store.add_link(Link(coop_id="k1", same_as="k0", reason="sama", actor="x", recorded_at=visit.recorded_at))
    [merged] = revisions(store.contents(), visit.visit_id)
    assert merged.coop_id == "k0"
    with pytest.raises(VisitContradictsError, match="sudah dicatat"):
        record(store, coop_id="k0")


def test_a_draft_that_was_saved_waits_no_longer(store: Store) -> None:
    saved, waits = drafts.new_id(), drafts.new_id()
    for one in (saved, waits):
        drafts.begin(store, one, FIVE, actor=OFFICER)
    record(store, saved)
    assert [draft.draft_id for draft in waiting_drafts(store, actor=OFFICER)] == [waits]
    assert [draft.draft_id for draft in drafts.drafts_of(store, actor=OFFICER)] == [waits]


def test_a_correction_that_was_saved_waits_no_longer(store: Store) -> None:
    visit = record(store)
    saved, other, empty, begun = (drafts.new_id() for _ in range(4))
    changed: dict[str, Answer] = {**answers_of(visit), "notes": "x", "reason": "salah"}
    for draft_id, answers in (
        (saved, changed),
        (other, changed | {"notes": "y"}),
        (empty, {"reason": "salah"}),
    ):
        drafts.begin(store, draft_id, answers, actor=OFFICER, corrects=visit.visit_id, based_on=1)
    correct_visit(
        store, visit.visit_id, form(notes="x"), reason="salah", based_on=1, actor=OFFICER, today=APRIL
    )
    drafts.begin(store, begun, changed, actor=OFFICER, corrects=visit.visit_id, based_on=2)
    waiting = {draft.draft_id for draft in waiting_drafts(store, actor=OFFICER)}
    assert waiting == {other, empty, begun}
    assert drafts.find_draft(store, saved, actor=OFFICER) is None


def test_the_koperasi_of_the_newest_snapshot_are_offered(store: Store) -> None:
    database = open_database(store)
    assert [(one.coop_id, one.village) for one in cooperatives_to_visit(database)] == [
        ("k0", "Toboali"),
        ("k1", None),
    ]
    found = find_listed(database, "k1")
    assert found is not None
    assert found.name == "Koperasi 1 (contoh)"
    assert find_listed(database, "k2") is None


def taken_back(store: Store) -> None:
    [shown] = store.snapshots()
    store.undo(shown.imports[0].import_id, actor="Operator")


def test_a_visit_outlives_an_import_that_is_taken_back(store: Store) -> None:
    visit = record(store)
    taken_back(store)
    again = form(notes="dilengkapi")
    changed = correct_visit(
        store, visit.visit_id, again, reason="lupa", based_on=1, actor=OFFICER, today=APRIL
    )
    assert (changed.revision, changed.notes) == (2, "dilengkapi")
    assert record(store, coop_id="k1").coop_id == "k1"
    moved = form(coop_id="k1", visited_on="2022-04-11")
    correct_visit(store, visit.visit_id, moved, reason="salah", based_on=2, actor=OFFICER, today=APRIL)


def test_what_no_import_of_this_regency_ever_listed_is_refused(store: Store) -> None:
    visit = record(store)
    for _ in range(2):
        for coop_id in ("k2", "k99", "'; --"):
            with pytest.raises(NotFoundError, match="tidak ada di data"):
                record(store, coop_id=coop_id)
            other = form(coop_id=coop_id)
            with pytest.raises(NotFoundError, match="tidak ada di data"):
                correct_visit(
                    store, visit.visit_id, other, reason="r", based_on=1, actor=OFFICER, today=APRIL
                )
        if store.snapshots():
            taken_back(store)
    assert recorded(store) == 1


def test_photos_of_a_visit_outlive_its_draft(store: Store) -> None:
    visit_id = drafts.new_id()
    remade = remake(photo(taken=None))
    drafts.begin(store, visit_id, {}, actor=OFFICER)
    [kept] = drafts.add_photo(store, visit_id, remade, actor=OFFICER).photos
    record_visit(store, visit_id, form(), photos=[kept], actor=OFFICER, today=APRIL)
    drafts.discard(store, visit_id, actor=OFFICER)
    without = form(notes="tanpa foto")
    correct_visit(store, visit_id, without, reason="r", based_on=1, actor=OFFICER, today=APRIL)
    correction = drafts.new_id()
    drafts.begin(store, correction, {}, photos=(kept,), corrects=visit_id, based_on=2, actor=OFFICER)
    drafts.remove_photo(store, correction, kept.sha256, actor=OFFICER)
    assert all(store.original(sha256) for sha256 in remade.files)


def test_a_photo_that_a_file_of_the_store_is_too_stays(store: Store) -> None:
    remade = remake(photo())
    start_proposal(store, "k0", dated_on=MARCH, actor=HEAD, today=APRIL)
    whole = remade.files[remade.photo.sha256]
    add_evidence(
        store,
        "k0",
        evidence=Evidence.VISIT,
        dated_on=MARCH,
        document=("foto.jpg", whole),
        actor=HEAD,
        today=APRIL,
    )
    draft_id = drafts.new_id()
    drafts.begin(store, draft_id, {}, actor=OFFICER)
    drafts.add_photo(store, draft_id, remade, actor=OFFICER)
    drafts.discard(store, draft_id, actor=OFFICER)
    assert store.original(remade.photo.sha256) is not None
    assert store.original(remade.photo.thumbnail) is None


def optional(values: st.SearchStrategy[Answer]) -> st.SearchStrategy[Answer]:
    return st.none() | values


WORDS = st.text(st.characters(codec="utf-8", exclude_characters=",;"), max_size=60)
FORMS = st.fixed_dictionaries(
    {
        "coop_id": st.just("k0"),
        "visited_on": st.dates(dt.date(1990, 1, 1), APRIL).map(dt.date.isoformat),
        "at_address": st.sampled_from(AddressFinding).map(str),
        "serves": st.sampled_from(["Ya", "Tidak", "Tidak dapat dipastikan"]),
        "follow_up": st.sampled_from(FollowUp).map(str),
        "follow_up_details": optional(WORDS),
        "contact": st.sampled_from(Contact).map(str),
        "officers": st.lists(WORDS, max_size=5).map(", ".join),
        "new_address": optional(WORDS),
        "signboard": optional(st.sampled_from(Presence).map(str)),
        "office": optional(st.sampled_from(OfficeState).map(str)),
        "books": optional(st.sampled_from(Books).map(str)),
        "met": st.lists(st.sampled_from(Met).map(str), max_size=4, unique=True).map(tuple),
        "last_rat_told": optional(st.integers(1950, 2100).map(str)),
        "cause": optional(st.sampled_from(Cause).map(str)),
        "cause_other": optional(WORDS),
        "village_office": optional(st.sampled_from(VillageOffice).map(str)),
        "notes": optional(WORDS),
        "position": optional(st.just("-2.9876, 106.4567")),
    }
)


@given(FORMS)
def test_any_form_is_recorded_as_it_was_said_or_refused(answers: dict[str, Answer]) -> None:
    try:
        said = read_form(answers)
    except VisitRefusedError as refused:
        found, served = answers["at_address"], answers["serves"]
        assert (found, served) in {("ada", "Tidak dapat dipastikan"), ("tidak ditemukan", "Ya")}, refused
        return
    for sentence in contradictions(said):
        assert sentence.endswith(".")
        assert sentence.isprintable()
    assert read_form(answers_of_recorded(said)) == said


def answers_of_recorded(said: VisitForm) -> dict[str, Answer]:
    """Return the answers after a way through the record and back."""
    follow_up = f"{said.follow_up}: {said.follow_up_details}" if said.follow_up_details else said.follow_up
    latitude, longitude = said.position or (None, None)
    visit = Visit(
        **said.model_dump(
            exclude={"serves", "follow_up", "follow_up_details", "cause", "cause_other", "position"}
        ),
        visit_id="v",
        serves_members={"Ya": True, "Tidak": False}.get(said.serves),
        follow_up=follow_up,
        cause="; ".join(filter(None, (said.cause, said.cause_other))) or None,
        latitude=latitude,
        longitude=longitude,
        actor="x",
        recorded_at=dt.datetime.now(dt.UTC),
    )
    return answers_of(visit)
