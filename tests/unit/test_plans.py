"""Planning visits: who may, for whom, until when; the newest word holds until somebody went."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from kopdata.access import Actor, Role
from kopdata.database import open_database
from kopdata.demo import LAST_DAY, make_demo
from kopdata.errors import NotAllowedError, NotFoundError
from kopdata.fieldwork.entries import LONGEST_PERSON
from kopdata.fieldwork.plans import FURTHEST, MOST_AT_ONCE, PlanRefusedError, plan_visits
from kopdata.models import Filter, Link
from kopdata.queries import ask_names
from kopdata.queries.cooperatives import Listing
from kopdata.store import Store
from tests.support.registry import store_with

TODAY = dt.date(2023, 1, 15)
HEAD = Actor(name="Kepala", roles=frozenset({Role.HEAD}))
OFFICER = Actor(name="Petugas", roles=frozenset({Role.FIELD_OFFICER}))
SARI = "Sari (contoh)"


@pytest.fixture
def store(tmp_path: Path) -> Store:
    rows = [{}, {}, {"outside_region": True}]
    return store_with(tmp_path / "office", (dt.date(2022, 12, 12), rows))


def plans(store: Store) -> list[tuple[str, dt.date | None, str | None]]:
    rows = open_database(store).rows("SELECT coop_id, planned_on, officer FROM plans ORDER BY coop_id")
    return [(row["coop_id"], row["planned_on"], row["officer"]) for row in rows]  # type: ignore[misc]


def test_several_are_planned_in_one_commit_and_the_newest_word_holds(store: Store) -> None:
    before = store.version().plans
    recorded = plan_visits(store, ["k0", "k1", "k0"], f"  {SARI}\u200b ", TODAY, actor=HEAD, today=TODAY)
    assert store.version().plans == before + 1
    assert [(one.coop_id, one.officer, one.actor) for one in recorded] == [
        ("k0", SARI, "Kepala"),
        ("k1", SARI, "Kepala"),
    ]
    plan_visits(store, ["k1"], None, TODAY + FURTHEST, actor=HEAD, today=TODAY)
    assert plans(store) == [("k0", TODAY, SARI), ("k1", TODAY + FURTHEST, None)]
    plan_visits(store, ["k0"], "", None, actor=HEAD, today=TODAY)
    assert plans(store)[0] == ("k0", None, None)
    assert len(store.contents().plans) == 4


def test_what_cannot_be_planned_is_refused_and_changes_nothing(store: Store) -> None:
    day = dt.timedelta(days=1)
    refused: list[tuple[list[str], str | None, dt.date | None, str]] = [
        ([], SARI, TODAY, "Belum ada koperasi"),
        (["k0"], SARI, TODAY - day, "harus antara 15 Januari 2023 dan 15 Januari 2024"),
        (["k0"], SARI, TODAY + FURTHEST + day, "harus antara"),
        (["k0"], "a" * (LONGEST_PERSON + 1), TODAY, "paling panjang"),
        ([f"k{number}" for number in range(MOST_AT_ONCE + 1)], SARI, TODAY, "Terlalu banyak"),
    ]
    for coop_ids, officer, planned_on, why in refused:
        with pytest.raises(PlanRefusedError, match=why):
            plan_visits(store, coop_ids, officer, planned_on, actor=HEAD, today=TODAY)
    for coop_id in ("k9", "k2", "'; DROP TABLE plans"):
        with pytest.raises(NotFoundError, match="tidak ada lagi"):
            plan_visits(store, ["k0", coop_id], SARI, TODAY, actor=HEAD, today=TODAY)
    with pytest.raises(NotAllowedError):
        plan_visits(store, ["k0"], SARI, TODAY, actor=OFFICER, today=TODAY)
    assert plans(store) == []


def test_a_koperasi_that_was_merged_is_planned_as_the_one_it_is(store: Store) -> None:
    link = Link(
        coop_id="k1", same_as="k0", reason="sama", actor="Kepala", recorded_at=dt.datetime.now(dt.UTC)
    )
    store.add_link(link)
    plan_visits(store, ["k1", "k0"], SARI, TODAY, actor=HEAD, today=TODAY)
    assert plans(store) == [("k0", TODAY, SARI)]


def test_the_demo_plans_from_its_own_day_on(tmp_path: Path) -> None:
    store = make_demo(tmp_path)
    coop_id = str(ask_names(open_database(store), Filter(), Listing())["coop_id"][0])
    assert len(plan_visits(store, [coop_id], SARI, LAST_DAY, actor=HEAD)) == 1
    with pytest.raises(PlanRefusedError, match="26 Desember 2022"):
        plan_visits(store, [coop_id], SARI, LAST_DAY - dt.timedelta(days=1), actor=HEAD)
