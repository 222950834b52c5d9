"""Before a visit: where the koperasi is, whom to call, what was found, why it is visited, and who goes."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from kopdata.access import Actor, Role
from kopdata.database import open_database
from kopdata.fieldwork import drafts
from kopdata.fieldwork.drafts import Answer
from kopdata.fieldwork.plans import plan_visits
from kopdata.fieldwork.visit_form import changed_by, read_form
from kopdata.fieldwork.visits import record_visit
from kopdata.queries.before_visit import BeforeVisit, LikelyOfficers, ask_before_visit, likely_officers
from kopdata.store import Store
from kopdata.wording import before_visit as words
from kopdata.wording.telephones import telephones
from tests.support.registry import commit, store_with

MARCH, JUNE, TODAY = dt.date(2022, 3, 31), dt.date(2022, 6, 30), dt.date(2022, 7, 20)
ME = Actor(name="Sari", roles=frozenset({Role.FIELD_OFFICER}))
OTHER = Actor(name="Budi", roles=frozenset({Role.HEAD, Role.FIELD_OFFICER}))
ROW: dict[str, object] = {
    "status": "tidak aktif",
    "address": "Jl. Contoh 5",
    "village": "Gadung",
    "district": "Toboali",
    "chair": "Ketua A",
    "chair_phone": "0800-000-0001",
    "phone": "0800 000 0002 / kantor",
}
HELD: dict[str, object] = {"status": "aktif", "village": "Irat", "rat_date": dt.date(2022, 2, 1)}


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return store_with(tmp_path / "store", (MARCH, [ROW, HELD]))


def before(store: Store, coop_id: str = "k0") -> BeforeVisit:
    found = ask_before_visit(open_database(store), coop_id, today=TODAY)
    assert found is not None
    return found


def visited(store: Store, actor: Actor = ME, **more: Answer) -> None:
    answers: dict[str, Answer] = {
        **{"coop_id": "k0", "visited_on": "2022-04-12", "at_address": "ada", "serves": "Ya"},
        **{"follow_up": "Pembinaan", "follow_up_details": "RAT.", "officers": "Sari, S.E.; Tono"},
    }
    record_visit(store, drafts.new_id(), read_form(answers | more), actor=actor, today=TODAY)


def likely(store: Store, coop_id: str = "k0", actor: Actor = ME) -> LikelyOfficers | None:
    return likely_officers(open_database(store), before(store, coop_id), actor=actor)


def test_what_an_officer_needs_stands_in_three_lines(store: Store) -> None:
    known = before(store)
    assert words.place_line(known) == "Jl. Contoh 5, Gadung, Kecamatan Toboali"
    assert words.chair_line(known) == "Ketua: Ketua A"
    assert words.last_line(known) == "Belum pernah dikunjungi. Di daftar kunjungan: Tidak aktif menurut ODS."
    visited(store)
    assert words.last_line(before(store)) == (
        "Kunjungan terakhir 12-04-2022: Ada dan melayani. Tindak lanjut: Pembinaan: RAT. "
        "Di daftar kunjungan: ODS: tidak aktif; kunjungan 12-04-2022: masih melayani."
    )
    other = before(store, "k1")
    assert words.place_line(other) == "Alamat tidak tercantum di ODS, Irat, kecamatan tidak diketahui"
    assert words.chair_line(other) == words.NO_CONTACT
    assert words.last_line(other) == "Belum pernah dikunjungi."
    assert ask_before_visit(open_database(store), "k9", today=TODAY) is None


def test_whom_to_call_is_taken_from_an_earlier_file_and_said_to_be(store: Store) -> None:
    assert words.contact_note(before(store)) == ""
    commit(store, [{"status": "tidak aktif"}], JUNE)
    known = before(store)
    assert words.chair_line(known) == "Ketua: Ketua A"
    assert words.contact_note(known) == "data 31 Maret 2022"


@pytest.mark.parametrize(
    ("written", "dialled"),
    [
        ("0800-000-0001", ["08000000001"]),
        ("+62 800 000 1", ["+628000001"]),
        ("0800 000001 dan 0800000001", ["0800000001"]),
        ("0800 0000001 / (0717) 00001", ["08000000001", "071700001"]),
        ("0800000001 atau 0800000002", ["0800000001", "0800000002"]),
        ("belum ada", [""]),
        ("12", [""]),
        ("0" * 20, [""]),
        ("0800000001](javascript:x)", [""]),
    ],
)
def test_only_a_telephone_number_can_be_dialled(written: str, dialled: list[str]) -> None:
    assert [one.dial for one in telephones(written, None)] == dialled


def test_who_is_planned_is_offered_else_who_went_last(store: Store) -> None:
    assert likely(store) is None
    visited(store, coop_id="k1")
    found = likely(store)
    assert found == LikelyOfficers(names=("Sari, S.E.", "Tono"), is_planned=False, on=dt.date(2022, 4, 12))
    assert likely(store, actor=OTHER) is None
    plan_visits(store, ["k0"], "Ani", dt.date(2022, 7, 21), actor=OTHER, today=TODAY)
    planned = likely(store, actor=OTHER)
    assert planned == LikelyOfficers(names=("Ani",), is_planned=True, on=dt.date(2022, 7, 21))
    assert words.offered(planned) == "Petugas: Ani (dari jadwal 21 Juli 2022). Ubah bila orang lain."
    assert likely(store, "k1") == found


BEGUN: dict[str, Answer] = {"visited_on": "2022-07-20", "contact": "kunjungan", "officers": "Sari"}
FIRST: dict[str, Answer] = {"coop_id": "k0", "visited_on": "2022-07-01", "serves": "Ya", "contact": "telepon"}


@pytest.mark.parametrize(
    ("said", "answers", "earlier", "changed"),
    [
        ({"serves": "Ya"}, {"serves": None}, {}, {"serves": "Ya"}),
        ({"serves": "Ya"}, {"serves": "Tidak"}, {}, {}),
        ({"officers": "Tono"}, {"officers": "Sari"}, {}, {"officers": "Tono"}),
        ({"officers": "Tono"}, {"officers": "Ani"}, {}, {}),
        ({}, {"visited_on": "2022-07-20"}, {}, {"visited_on": None}),
        ({}, {"visited_on": "2022-07-02"}, {}, {}),
        (
            {"coop_id": "k1"},
            FIRST,
            FIRST,
            {"coop_id": "k1", "visited_on": None, "serves": None, "contact": "kunjungan"},
        ),
        ({"coop_id": "k1"}, FIRST | {"serves": "Tidak"}, FIRST, {"coop_id": "k1", "visited_on": None}
         | {"contact": "kunjungan"}),
    ],
)  # fmt: skip
def test_a_report_replaces_what_nobody_answered(
    said: dict[str, Answer],
    answers: dict[str, Answer],
    earlier: dict[str, Answer],
    changed: dict[str, Answer],
) -> None:
    assert changed_by(said, answers, begun=BEGUN, earlier=earlier) == changed
