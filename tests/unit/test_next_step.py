"""Langkah berikutnya: what the office recorded last decides, until it is done."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any, Final

import pytest

from kopdata.access import Actor, Role
from kopdata.database import open_database
from kopdata.fieldwork import coaching, dissolution
from kopdata.fieldwork.records import Visit
from kopdata.fieldwork.vocabulary import CaseOutcome, CoachingKind, FollowUp
from kopdata.models import Filter
from kopdata.queries import ask_profile
from kopdata.store import Store
from kopdata.vocabulary import AddressFinding, Contact
from kopdata.wording.next_step import NextStep, Place, next_step
from tests.support.registry import commit, store_with

SNAPSHOT: Final = dt.date(2024, 1, 10)
VISITED: Final = dt.date(2024, 2, 1)
TODAY: Final = dt.date(2024, 2, 20)
HEAD: Final = Actor(name="Budi", roles=frozenset({Role.HEAD}))
ROW: Final[dict[str, Any]] = {"status": "tidak aktif", "legal_date": dt.date(2010, 1, 1)}
BY: Final[dict[str, Any]] = {"actor": HEAD, "today": TODAY}


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return store_with(tmp_path / "store", (SNAPSHOT, [ROW]))


def visited(store: Store, follow_up: str, on: dt.date = VISITED, contact: Contact = Contact.VISIT) -> None:
    store.add_visits(
        [
            Visit(
                visit_id=f"v{on}{contact}",
                coop_id="k0",
                visited_on=on,
                contact=contact,
                at_address=AddressFinding.NOT_FOUND,
                follow_up=follow_up,
                actor="Tono",
                recorded_at=dt.datetime(2024, 2, 1, tzinfo=dt.UTC),
            )
        ]
    )


def coming(store: Store, as_of: dt.date | None = None) -> NextStep:
    return next_step(ask_profile(open_database(store), "k0", Filter(as_of=as_of), today=TODAY))


def opened(store: Store, on: dt.date = VISITED) -> None:
    coaching.open_case(store, "k0", held_on=on, cause="Modal", **BY)


def closed(store: Store, outcome: CaseOutcome = CaseOutcome.UNCHANGED) -> None:
    coaching.close_case(store, "k0", held_on=TODAY, outcome=outcome, **BY)


@pytest.mark.parametrize(
    ("follow_up", "answer", "place"),
    [
        (FollowUp.COACHING, "Pembinaan", Place.COACHING),
        (FollowUp.VISIT_AGAIN, "Kunjungi lagi", Place.VISIT),
        (FollowUp.UPDATE_ODS, "Perbarui data di ODS", Place.REPAIRS),
        (FollowUp.FIND_ADDRESS, "Cari alamat baru", Place.VISIT),
        (FollowUp.ASK_VILLAGE, "Minta surat keterangan desa atau kelurahan", Place.DISSOLUTION),
        (FollowUp.PROPOSE_DISSOLUTION, "Usulkan pembubaran", Place.DISSOLUTION),
        ("Bicara dengan camat", "Tindak lanjuti", None),
    ],
)
def test_the_last_visits_follow_up_is_next_and_leads_to_where_it_is_done(
    store: Store, follow_up: str, answer: str, place: Place | None
) -> None:
    visited(store, f"{follow_up}: bersama desa" if place else follow_up)
    found = coming(store)
    assert (found.answer, found.place) == (answer, place)
    assert found.basis.startswith(
        f"Menurut kunjungan 1 Februari 2024: {'bersama desa' if place else follow_up}."
    )


def test_a_call_and_an_older_visit_decide_nothing(store: Store) -> None:
    visited(store, FollowUp.PROPOSE_DISSOLUTION)
    visited(store, FollowUp.VISIT_AGAIN, TODAY)
    visited(store, FollowUp.COACHING, TODAY, Contact.PHONE)
    assert coming(store).answer == "Kunjungi lagi"
    assert "Paling lambat 21 Maret 2024." in coming(store).basis


def test_where_nothing_is_to_follow_the_weightiest_reason_is_next(store: Store) -> None:
    assert coming(store).place is Place.VISIT
    visited(store, FollowUp.NONE)
    commit(store, [ROW | {"rat_date": dt.date(2024, 1, 20)}], dt.date(2024, 2, 10))
    found = coming(store)
    assert (found.answer, found.place) == ("Perbaiki di ODS", Place.REPAIRS)
    assert "RAT tahun buku 2023 sudah diadakan" in found.basis


def test_coaching_is_next_until_its_case_is_closed(store: Store) -> None:
    visited(store, FollowUp.COACHING)
    opened(store)
    assert (coming(store).answer, coming(store).place) == ("Lanjutkan pembinaan", Place.COACHING)
    coaching.add_step(
        store,
        "k0",
        held_on=TODAY,
        kind=CoachingKind.ADVICE,
        officers="Tono",
        result="Bersedia.",
        next_step="RAT",
        next_by=TODAY,
        **BY,
    )
    assert "Langkah berikutnya: RAT, paling lambat 20 Februari 2024." in coming(store).basis
    closed(store)
    assert coming(store).place is not Place.COACHING


def test_a_later_visit_overrules_the_case_that_stands_open(store: Store) -> None:
    opened(store, SNAPSHOT)
    visited(store, FollowUp.PROPOSE_DISSOLUTION)
    assert coming(store).answer == "Usulkan pembubaran"


def test_a_proposal_is_next_until_it_is_over(store: Store) -> None:
    visited(store, FollowUp.PROPOSE_DISSOLUTION)
    dissolution.start_proposal(store, "k0", dated_on=VISITED, **BY)
    found = coming(store)
    assert (found.answer, found.place) == ("Lengkapi usulan pembubaran", Place.DISSOLUTION)
    assert found.basis == "Disiapkan 1 Februari 2024. Bukti 0 dari 5."
    dissolution.withdraw_proposal(store, "k0", dated_on=TODAY, **BY)
    assert coming(store).place is not Place.DISSOLUTION


def test_what_was_to_be_updated_in_ods_is_told_by_the_next_export(store: Store) -> None:
    visited(store, FollowUp.UPDATE_ODS)
    assert coming(store).place is Place.REPAIRS
    commit(store, [ROW | {"status": "aktif"}], dt.date(2024, 2, 10))
    assert "Menurut kunjungan" not in coming(store).basis
    assert "Menurut kunjungan" in coming(store, SNAPSHOT).basis
