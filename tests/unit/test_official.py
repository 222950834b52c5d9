"""The official figure: settled for what a date shows, lost when the date shows something else."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from kopdata.access import Actor, Role
from kopdata.errors import ConflictError, NotAllowedError, NotFoundError
from kopdata.models import Filter, OfficialMark
from kopdata.official import (
    DecreeRefusedError,
    OfficialState,
    Standing,
    declare_official,
    official_state,
    withdraw_official,
)
from kopdata.store import Store, open_store
from kopdata.wording import official_line, official_note
from tests.support.registry import commit, store_with

DECEMBER = dt.date(2022, 12, 12)
MARCH = dt.date(2022, 3, 31)
NEXT_YEAR = dt.date(2023, 6, 30)
HEAD = Actor(name="Sari", roles=frozenset({Role.HEAD}))
OPERATOR = Actor(name="Budi", roles=frozenset({Role.ODS_OPERATOR}))
ROWS = [{"status": "aktif"}, {"status": "aktif"}, {"status": "tidak aktif"}]


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return store_with(tmp_path, (MARCH, ROWS[:1]), (DECEMBER, ROWS), (NEXT_YEAR, ROWS))


def state_of(store: Store, as_of: dt.date) -> OfficialState:
    snapshot = next(one for one in store.snapshots() if one.as_of == as_of)
    return official_state(store.contents().official, snapshot)


def settle(store: Store, as_of: dt.date, *, decree: str, actor: Actor) -> OfficialMark:
    """Settle what the store shows at this moment."""
    holding = {mark.as_of: mark for mark in store.contents().official}
    return declare_official(
        store,
        as_of,
        based_on=shown(store, as_of),
        decree=decree,
        actor=actor,
        replaces=holding.get(as_of),
    )


def shown(store: Store, as_of: dt.date) -> tuple[str, ...]:
    snapshot = next(one for one in store.snapshots() if one.as_of == as_of)
    return tuple(event.import_id for event in snapshot.imports)


def line(store: Store, as_of: dt.date, filter_: Filter | None = None) -> str:
    return official_line(state_of(store, as_of), filter_ or Filter(), zone=dt.UTC)


def test_nothing_is_official_until_somebody_settles_it(store: Store) -> None:
    assert state_of(store, DECEMBER).standing is Standing.NONE
    assert line(store, DECEMBER) == ""


def test_a_settled_figure_says_who_when_and_by_which_decree(store: Store) -> None:
    before = store.version()
    mark = settle(store, DECEMBER, decree="  SK 188/45 ", actor=HEAD)
    assert (mark.total, mark.active, mark.inactive, mark.decree) == (3, 2, 1, "SK 188/45")
    assert store.version() != before
    reopened = open_store(store.root)
    assert state_of(reopened, DECEMBER).standing is Standing.OFFICIAL
    assert line(reopened, DECEMBER).startswith(
        "Jumlah, aktif, dan tidak aktif: angka resmi. Ditetapkan Sari pada "
    )
    assert line(reopened, DECEMBER).endswith("dengan SK 188/45.")
    note = official_note(state_of(reopened, DECEMBER), Filter(as_of=DECEMBER))
    assert note == "Jumlah, aktif, dan tidak aktif: angka resmi (SK 188/45)."
    assert official_note(state_of(reopened, MARCH), Filter()) == "Bukan angka resmi."
    assert official_note(state_of(reopened, NEXT_YEAR), Filter()) == ""


@pytest.mark.parametrize(
    ("narrowed", "is_part"),
    [
        ({"district": {"19.03.01"}, "status": {"aktif"}, "type": {"Konsumen"}, "merah_putih": False}, True),
        ({"health": {"Sehat"}}, False),
        ({"counted_in": {"visited"}}, False),
        ({"district": {"19.03.01"}, "search": "rias"}, False),
    ],
)
def test_only_what_was_settled_is_called_official(
    store: Store, narrowed: dict[str, Any], is_part: bool
) -> None:
    settle(store, DECEMBER, decree="SK 1", actor=HEAD)
    filter_ = Filter(**narrowed)
    note = official_note(state_of(store, DECEMBER), filter_)
    assert note == ("Bagian dari angka resmi (SK 1)." if is_part else "")
    assert line(store, DECEMBER, filter_).startswith("Bagian dari angka resmi. ") is is_part
    assert official_note(state_of(store, MARCH), filter_) == "Bukan angka resmi."


def test_other_figures_of_that_year_say_that_they_are_not_it(store: Store) -> None:
    settle(store, DECEMBER, decree="", actor=HEAD)
    assert line(store, MARCH) == (
        "Bukan angka resmi. Angka resmi tahun 2022 adalah keadaan 12 Desember 2022: 3 koperasi, 2 aktif dan "
        "1 tidak aktif."
    )
    assert line(store, NEXT_YEAR) == ""


def test_of_two_official_dates_of_a_year_the_nearest_is_named(store: Store) -> None:
    settle(store, DECEMBER, decree="", actor=HEAD)
    settle(store, MARCH, decree="", actor=HEAD)
    commit(store, ROWS, dt.date(2022, 11, 1))
    mark = state_of(store, dt.date(2022, 11, 1)).mark
    assert mark is not None
    assert mark.as_of == DECEMBER
    assert state_of(store, MARCH).standing is Standing.OFFICIAL


def test_a_date_that_shows_another_file_is_official_no_more_until_it_is_taken_back(store: Store) -> None:
    settle(store, DECEMBER, decree="", actor=HEAD)
    replacing = commit(store, ROWS[:2], DECEMBER)
    assert state_of(store, DECEMBER).standing is Standing.CHANGED
    assert "Bukan angka resmi lagi" in line(store, DECEMBER)
    assert "3 koperasi, 2 aktif dan 1 tidak aktif" in line(store, DECEMBER)
    store.undo(replacing, actor="Sari")
    assert state_of(store, DECEMBER).standing is Standing.OFFICIAL


def test_a_mark_can_be_withdrawn_and_set_again(store: Store) -> None:
    mark = settle(store, DECEMBER, decree="", actor=HEAD)
    withdraw_official(store, mark, actor=HEAD)
    assert state_of(store, DECEMBER).standing is Standing.NONE
    settle(store, DECEMBER, decree="SK 2", actor=HEAD)
    assert line(store, DECEMBER).endswith("dengan SK 2.")


def test_what_cannot_be_settled_changes_nothing(store: Store) -> None:
    before = store.version()
    with pytest.raises(NotAllowedError):
        settle(store, DECEMBER, decree="", actor=OPERATOR)
    with pytest.raises(NotFoundError):
        declare_official(store, dt.date(2020, 1, 1), based_on=(), decree="", actor=HEAD)
    with pytest.raises(DecreeRefusedError):
        settle(store, DECEMBER, decree="x" * 201, actor=HEAD)
    assert store.version() == before


def test_figures_that_were_not_seen_are_not_settled(store: Store) -> None:
    seen = shown(store, DECEMBER)
    commit(store, ROWS[:1], DECEMBER)
    with pytest.raises(ConflictError, match="Lihat lagi angkanya"):
        declare_official(store, DECEMBER, based_on=seen, decree="", actor=HEAD)
    assert store.contents().official == ()


def test_a_clock_set_back_undoes_nothing(store: Store) -> None:
    mark = settle(store, DECEMBER, decree="SK 1", actor=HEAD)
    tomorrow = mark.recorded_at + dt.timedelta(days=1)
    second = mark.model_copy(update={"decree": "SK 2", "recorded_at": tomorrow})
    later = store.add_official(second, replaces=mark)
    last = settle(store, DECEMBER, decree="SK 3", actor=HEAD)
    assert last.recorded_at > later.recorded_at
    assert state_of(open_store(store.root), DECEMBER).mark == last
    withdraw_official(store, last, actor=HEAD)
    assert open_store(store.root).contents().official == ()


def test_what_changed_since_it_was_seen_is_not_settled(store: Store) -> None:
    mark = settle(store, DECEMBER, decree="", actor=HEAD)
    commit(store, ROWS[:1], DECEMBER)
    again = mark.model_copy(update={"recorded_at": dt.datetime.now(dt.UTC)})
    with pytest.raises(ConflictError, match="Lihat lagi angkanya"):
        store.add_official(again, replaces=mark)


def test_a_mark_that_was_not_seen_is_neither_withdrawn_nor_replaced(store: Store) -> None:
    first = settle(store, DECEMBER, decree="SK 1", actor=HEAD)
    second = settle(store, DECEMBER, decree="SK 2", actor=HEAD)
    with pytest.raises(ConflictError, match=r"di layar lain\. Lihat lagi"):
        withdraw_official(store, first, actor=HEAD)
    for stale in (None, first):
        with pytest.raises(ConflictError, match="di layar lain"):
            declare_official(
                store,
                DECEMBER,
                based_on=shown(store, DECEMBER),
                decree="SK 3",
                actor=HEAD,
                replaces=stale,
            )
    assert open_store(store.root).contents().official == (second,)
    withdraw_official(store, second, actor=HEAD)
    with pytest.raises(ConflictError, match="di layar lain"):
        withdraw_official(store, second, actor=HEAD)
    settle(store, MARCH, decree="", actor=HEAD)
    settle(store, DECEMBER, decree="", actor=HEAD)
    assert [mark.as_of for mark in store.contents().official] == [MARCH, DECEMBER]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("\u202e188/45", "188/45"),
        ("SK\x00 188/45\u200b ", "SK 188/45"),
        ("\u200b", None),
        ("\ud800", None),
    ],
)
def test_a_decree_is_kept_without_what_nobody_sees(store: Store, typed: str, kept: str | None) -> None:
    assert settle(store, DECEMBER, decree=typed, actor=HEAD).decree == kept
