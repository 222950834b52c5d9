"""Sosialisasi: recorded, corrected and withdrawn with reasons, and the reach of twelve months."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kopdata import linking
from kopdata.access import Actor, Role
from kopdata.database import open_database
from kopdata.errors import ConflictError, NotAllowedError, NotFoundError
from kopdata.fieldwork import outreach
from kopdata.fieldwork.outreach import OutreachRefusedError
from kopdata.fieldwork.records import Outreach
from kopdata.models import Filter
from kopdata.queries.outreach import OutreachList, Turnout, ask_event, ask_outreach
from kopdata.store import Store
from kopdata.wording import outreach as words
from tests.support.registry import commit, store_with

SNAPSHOT: Final = dt.date(2024, 1, 10)
TODAY: Final = dt.date(2024, 7, 1)
OFFICER: Final = Actor(name="Tono", roles=frozenset({Role.FIELD_OFFICER}))
LEADER: Final = Actor(name="Sari", roles=frozenset({Role.LEADERSHIP}))
HEAD: Final = Actor(name="Budi", roles=frozenset({Role.HEAD}))
PLACES: Final = ("19.03.05", "19.03.05", "19.03.01", None)
ROWS: Final[list[dict[str, Any]]] = [{"district_code": code} for code in PLACES]
EVENT: Final[dict[str, Any]] = {
    "held_on": dt.date(2024, 3, 5),
    "place": "Balai desa Payung",
    "topic": "Prinsip koperasi",
    "district_code": "19.03.05",
    "participants": [("k0", 12), ("k2", 3)],
    "others": 4,
    "officers": "Tono; Sari",
}


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return store_with(tmp_path / "store", (SNAPSHOT, ROWS))


def recorded(store: Store, **more: Any) -> Outreach:
    return outreach.record_event(store, actor=OFFICER, today=TODAY, **(EVENT | more))


def view(store: Store, filter_: Filter | None = None, today: dt.date = TODAY) -> OutreachList:
    found = ask_outreach(open_database(store), filter_ or Filter(), today=today)
    assert found is not None
    return found


def reach(shown: OutreachList) -> dict[str, tuple[int, int, int]]:
    return {one.code: (one.reached, one.listed, one.participants) for one in shown.reach}


def test_who_came_and_which_kecamatan_were_reached(store: Store) -> None:
    recorded(store)
    recorded(store, held_on=dt.date(2024, 4, 1), participants=[("k0", 5), ("k0", 1)], others=0)
    shown = view(store)
    assert [(one.event.held_on.month, one.turnout.total) for one in shown.events] == [(4, 6), (3, 19)]
    assert [(one.whose.name, one.count) for one in shown.events[1].came] == [
        ("Koperasi 0 (contoh)", 12),
        ("Koperasi 2 (contoh)", 3),
    ]
    assert reach(shown) == {"19.03.01": (1, 1, 3), "19.03.05": (1, 2, 18), "-": (0, 1, 0)}
    assert (shown.reached, shown.listed) == (2, 4)


def test_the_sidebars_filter_narrows_and_says_what_it_leaves_out(store: Store) -> None:
    recorded(store)
    recorded(store, participants=[("k2", 1)], district_code="19.03.01")
    shown = view(store, Filter(district=frozenset({"19.03.05"})))
    assert [[(one.whose.coop_id, one.in_view) for one in event.came] for event in shown.events] == [
        [("k0", True), ("k2", False)]
    ]
    assert (shown.left_out, reach(shown)) == (1, {"19.03.05": (1, 2, 12)})


def test_the_numbers_add_up_for_who_reads_them(store: Store) -> None:
    recorded(store)
    recorded(store, held_on=dt.date(2023, 7, 1), others=100)
    everything = view(store)
    assert everything.turnout == Turnout(in_view=15, outside=0, others=4)
    assert sum(one.participants for one in everything.reach) == 15
    said = "Peserta di tabel berjumlah 15 dari 19 yang datang dalam 12 bulan itu; 4 bukan dari koperasi"
    assert words.reach_sum(everything).startswith(said)
    line = words.turnout_line(everything.events[0].turnout)
    assert line == "Jumlah peserta 19: 15 dari koperasi terdaftar, 4 lainnya."
    narrowed = view(store, Filter(district=frozenset({"19.03.05"})))
    assert narrowed.turnout == Turnout(in_view=12, outside=3, others=4)
    assert "3 dari koperasi di luar tampilan ini dan 4 bukan dari" in words.reach_sum(narrowed)


def test_counts_are_held_against_the_attendance_list_at_once(store: Store) -> None:
    so_far = outreach.headcount([("k0", 12), ("k2", None)], None)
    assert (so_far.total, so_far.problem(None)) == (12, "Jumlah peserta dari 1 koperasi belum diisi.")
    so_far = outreach.headcount(EVENT["participants"], EVENT["others"])
    assert (so_far.problem(None), so_far.problem(19)) == ("", "")
    says = "Daftar hadir menyebut 20 orang, sedangkan isian berjumlah 19: 15 dari koperasi terdaftar dan 4"
    assert so_far.problem(20).startswith(says)
    with pytest.raises(OutreachRefusedError, match=says):
        recorded(store, attendance=20)
    assert recorded(store, attendance=19).others == 4


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    held=st.lists(
        st.tuples(
            st.dates(dt.date(2023, 5, 1), TODAY),
            st.dictionaries(st.sampled_from(["k0", "k1", "k2", "k3"]), st.integers(1, 9), min_size=1),
        ),
        max_size=4,
    )
)
def test_reach_counts_twelve_months(
    held: list[tuple[dt.date, Mapping[str, int]]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    store = store_with(tmp_path_factory.mktemp("reach") / "store", (SNAPSHOT, ROWS))
    for on, came in held:
        recorded(store, held_on=on, participants=list(came.items()))
    within = [came for on, came in held if dt.date(2023, 7, 1) < on]
    for code, (reached, listed, participants) in reach(view(store)).items():
        here = [f"k{at}" for at, place in enumerate(PLACES) if (place or "-") == code]
        assert listed == len(here)
        assert reached == sum(any(coop_id in came for came in within) for coop_id in here)
        assert participants == sum(came.get(coop_id, 0) for came in within for coop_id in here)


def test_an_earlier_view_knows_nothing_of_later_events(store: Store) -> None:
    recorded(store)
    commit(store, ROWS, dt.date(2024, 3, 5))
    earlier = view(store, Filter(as_of=SNAPSHOT))
    assert (earlier.until, earlier.events, earlier.reached) == (dt.date(2024, 3, 4), (), 0)


def test_a_merged_koperasi_came_once(store: Store) -> None:
    recorded(store, participants=[("k0", 2), ("k1", 3)])
    linking.merge(store, "k1", "k0", reason="Satu koperasi.", actor=HEAD)
    shown = view(store)
    assert [(one.whose.coop_id, one.count) for one in shown.events[0].came] == [("k0", 5)]
    # Both rows are listed, as on every screen; who came is counted once.
    assert reach(shown)["19.03.05"] == (2, 2, 5)
    assert recorded(store, participants=[("k1", 1)]).participants[0].coop_id == "k0"


def test_a_correction_and_a_withdrawal_are_kept_with_their_reasons(store: Store) -> None:
    made = recorded(store)
    corrected = outreach.correct_event(
        store,
        made.outreach_id,
        revision=1,
        reason="Salah hitung.",
        actor=OFFICER,
        today=TODAY,
        **(EVENT | {"participants": [("k0", 2)], "officers": ""}),
    )
    assert (corrected.revision, corrected.officers) == (2, ())
    [shown] = view(store).events
    assert (shown.turnout.total, shown.event.reason) == (6, "Salah hitung.")
    outreach.withdraw_event(
        store, made.outreach_id, revision=2, reason="Tercatat dua kali.", actor=OFFICER, today=TODAY
    )
    after = view(store)
    assert (after.events, after.reached) == ((), 0)
    assert [one.reason for one in after.withdrawn] == ["Tercatat dua kali."]
    assert [(one.revision, one.withdrawn) for one in ask_event(open_database(store), made.outreach_id)] == [
        (1, False),
        (2, False),
        (3, True),
    ]


def test_only_what_was_seen_is_changed(store: Store) -> None:
    made = recorded(store)
    for revision in (0, 2):
        with pytest.raises(ConflictError):
            outreach.withdraw_event(
                store, made.outreach_id, revision=revision, reason="x", actor=OFFICER, today=TODAY
            )
    outreach.withdraw_event(store, made.outreach_id, revision=1, reason="x", actor=OFFICER, today=TODAY)
    with pytest.raises(ConflictError):
        outreach.correct_event(
            store, made.outreach_id, revision=2, reason="x", actor=OFFICER, today=TODAY, **EVENT
        )
    with pytest.raises(ConflictError):
        outreach.withdraw_event(store, "tidak ada", revision=1, reason="x", actor=OFFICER, today=TODAY)


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"held_on": None}, "Isi tanggalnya"),
        ({"held_on": TODAY + dt.timedelta(days=1)}, "belum terjadi"),
        ({"held_on": dt.date(24, 3, 5)}, "hari paling awal yang dapat dicatat, 01-01-1990"),
        ({"place": " "}, "Isi tempatnya"),
        ({"topic": "x" * 201}, "Isi topiknya"),
        ({"district_code": "19.04.01"}, "Pilih kecamatan"),
        ({"participants": [("k0", None)]}, "angka 1 sampai 10.000"),
        ({"participants": [("k0", 0)]}, "angka 1 sampai 10.000"),
        ({"participants": [("k0", 10_001)]}, "angka 1 sampai 10.000"),
        ({"others": -1}, "angka 0 sampai 10.000"),
        ({"participants": [], "others": 0}, "sedikitnya satu peserta"),
        ({"officers": "x" * 101}, "paling panjang 100 huruf"),
    ],
)
def test_what_is_filled_in_wrongly_is_refused(store: Store, more: dict[str, Any], says: str) -> None:
    with pytest.raises(OutreachRefusedError, match=says):
        recorded(store, **more)
    assert not store.contents().outreach.num_rows


def test_a_button_that_is_pressed_twice_records_one_event(store: Store) -> None:
    first = recorded(store, outreach_id="abc")
    assert recorded(store, outreach_id="abc") == first
    with pytest.raises(ConflictError):
        recorded(store, outreach_id="abc", others=5)
    assert store.contents().outreach.num_rows == 1
    assert recorded(store).outreach_id != recorded(store).outreach_id


def test_nobody_comes_from_a_koperasi_of_another_regency(store: Store) -> None:
    commit(store, [*ROWS, {"outside_region": True}], dt.date(2024, 2, 1))
    with pytest.raises(NotFoundError):
        recorded(store, participants=[("k4", 5)])
    assert not store.contents().outreach.num_rows


def test_a_reason_is_needed(store: Store) -> None:
    made = recorded(store)
    with pytest.raises(OutreachRefusedError, match="Isi alasannya"):
        outreach.withdraw_event(store, made.outreach_id, revision=1, reason=" ", actor=OFFICER, today=TODAY)


def test_nobody_without_the_right_and_no_koperasi_that_is_not_known(store: Store) -> None:
    with pytest.raises(NotAllowedError):
        outreach.record_event(store, actor=LEADER, today=TODAY, **EVENT)
    with pytest.raises(NotFoundError):
        recorded(store, participants=[("k9", 1)])
