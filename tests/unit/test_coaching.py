"""Pembinaan: which entry may follow which, against a model of its own, and what a view makes of the cases."""

from __future__ import annotations

import datetime as dt
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from kopdata import linking
from kopdata.access import Actor, Role
from kopdata.database import open_database
from kopdata.errors import ConflictError, KopdataError, NotAllowedError, NotFoundError
from kopdata.fieldwork import coaching
from kopdata.fieldwork.cases import cases, may_follow
from kopdata.fieldwork.coaching import CaseRefusedError
from kopdata.fieldwork.records import CoachingEntry, Visit
from kopdata.fieldwork.vocabulary import CaseEvent, CaseOutcome, Cause, CoachingKind, FollowUp
from kopdata.models import Filter
from kopdata.queries import ask_overview
from kopdata.queries.coaching import CoachingCases, ask_coaching, ask_coaching_of
from kopdata.queries.scope import open_scope
from kopdata.store import Store, open_store
from kopdata.vocabulary import AddressFinding
from kopdata.wording import coaching as words
from tests.support.registry import commit, store_with

SNAPSHOT: Final = dt.date(2024, 1, 10)
TODAY: Final = dt.date(2024, 3, 1)
HEAD: Final = Actor(name="Budi", roles=frozenset({Role.HEAD}))
OFFICER: Final = Actor(name="Tono", roles=frozenset({Role.FIELD_OFFICER}))
LEADER: Final = Actor(name="Sari", roles=frozenset({Role.LEADERSHIP}))
START, SECOND, TENTH = (dt.date(2024, 2, number) for number in (1, 2, 10))
ROWS: Final[list[dict[str, Any]]] = [
    {"status": "tidak aktif", "district": "Payung", "district_code": "19.03.05"},
    {"status": "tidak aktif", "district": "Toboali", "district_code": "19.03.01"},
    {"status": "aktif", "district": "Toboali", "district_code": "19.03.01"},
]


VISIT: Final = Visit(
    visit_id="v",
    coop_id="k2",
    visited_on=SNAPSHOT,
    at_address=AddressFinding.FOUND,
    serves_members=True,
    follow_up=FollowUp.NONE,
    actor="Tono",
    recorded_at=dt.datetime(2024, 1, 10, tzinfo=dt.UTC),
)


def day(number: int) -> dt.date:
    return START + dt.timedelta(days=number)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return store_with(tmp_path / "store", (SNAPSHOT, ROWS))


def opened(
    store: Store, coop_id: str = "k0", on: dt.date = START, cause: str = Cause.CAPITAL, **more: Any
) -> None:
    coaching.open_case(store, coop_id, held_on=on, cause=cause, actor=OFFICER, today=TODAY, **more)


def step(store: Store, coop_id: str = "k0", on: dt.date = SECOND, **more: Any) -> CoachingEntry:
    given: dict[str, Any] = {"kind": CoachingKind.ADVICE, "officers": "Tono, Sari", "result": "Setuju RAT."}
    return coaching.add_step(store, coop_id, held_on=on, actor=OFFICER, today=TODAY, **given | more)


def closed(store: Store, coop_id: str = "k0", on: dt.date = TENTH, **more: Any) -> None:
    given = {"outcome": CaseOutcome.UNCHANGED} | more
    coaching.close_case(store, coop_id, held_on=on, actor=OFFICER, today=TODAY, **given)


def entries(store: Store, coop_id: str = "k0") -> tuple[CoachingEntry, ...]:
    return ask_coaching_of(open_database(store), coop_id)


def view(store: Store, filter_: Filter | None = None, today: dt.date = TODAY) -> CoachingCases:
    found = ask_coaching(open_database(store), filter_ or Filter(), today=today)
    assert found is not None
    return found


def accepted(act: Callable[[], object]) -> bool:
    try:
        act()
    except (CaseRefusedError, ConflictError):
        return False
    return True


DAYS: Final = st.integers(min_value=-3, max_value=32)
WHICH: Final = st.sampled_from(["k0", "k1"])


class Walk(RuleBasedStateMachine):
    """A random walk over two koperasi, against lists that know nothing of entries."""

    @initialize()
    def begin(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.store = store_with(Path(self.folder.name) / "store", (SNAPSHOT, ROWS))
        # Without any visit, how many are in coaching is said to be unrecorded.
        self.store.add_visits([VISIT])
        self.cases: dict[str, list[dict[str, Any]]] = {"k0": [], "k1": []}
        self.written = {"k0": 0, "k1": 0}

    def teardown(self) -> None:
        if hasattr(self, "folder"):
            self.folder.cleanup()

    def last(self, coop_id: str) -> dict[str, Any] | None:
        return self.cases[coop_id][-1] if self.cases[coop_id] else None

    def open_one(self, coop_id: str) -> dict[str, Any] | None:
        last = self.last(coop_id)
        return last if last is not None and last["open"] else None

    def agree(self, coop_id: str, act: Callable[[], object], expected: bool) -> None:
        assert accepted(act) is expected
        self.written[coop_id] += expected

    @rule(coop_id=WHICH, number=DAYS)
    def open(self, coop_id: str, number: int) -> None:
        last, on = self.last(coop_id), day(number)
        fine = on <= TODAY and (last is None or (not last["open"] and on >= last["days"][-1]))
        self.agree(coop_id, lambda: opened(self.store, coop_id, on), fine)
        if fine:
            self.cases[coop_id].append({"open": True, "begun": on, "steps": [], "days": [on]})

    @rule(coop_id=WHICH, number=DAYS, next_in=st.none() | st.integers(min_value=-2, max_value=9))
    def add_step(self, coop_id: str, number: int, next_in: int | None) -> None:
        case, on = self.open_one(coop_id), day(number)
        fine = case is not None and case["begun"] <= on <= TODAY and (next_in is None or next_in >= 0)
        more = {} if next_in is None else {"next_step": "RAT", "next_by": on + dt.timedelta(days=next_in)}
        self.agree(coop_id, lambda: step(self.store, coop_id, on, **more), fine)
        if fine and case is not None:
            case["steps"].append((on, more.get("next_by")))

    @rule(coop_id=WHICH, of=WHICH, back=st.integers(min_value=0, max_value=2))
    def withdraw(self, coop_id: str, of: str, back: int) -> None:
        """Withdraw the step that stands ``back`` places from the end of all that ``of`` ever had."""
        known = [one for one in entries(self.store, of) if one.event is CaseEvent.STEP]
        if len(known) <= back:
            return
        asked = known[-1 - back]
        case = self.open_one(coop_id)
        standing = cases(entries(self.store, coop_id))
        fine = (
            case is not None
            and bool(case["steps"])
            and coop_id == of
            and asked.recorded_at == standing[-1].steps[-1].recorded_at
        )
        act = lambda: coaching.withdraw_step(self.store, coop_id, asked, actor=OFFICER, today=TODAY)  # noqa: E731
        self.agree(coop_id, act, fine)
        if fine and case is not None:
            case["steps"].pop()

    @rule(coop_id=WHICH, number=DAYS)
    def close(self, coop_id: str, number: int) -> None:
        case, on = self.open_one(coop_id), day(number)
        fine = (
            case is not None and on <= TODAY and on >= max([*case["days"], *(d for d, _by in case["steps"])])
        )
        self.agree(coop_id, lambda: closed(self.store, coop_id, on), fine)
        if fine and case is not None:
            case["open"] = False
            case["days"].append(on)

    @rule(coop_id=WHICH, number=DAYS)
    def reopen(self, coop_id: str, number: int) -> None:
        case, on = self.last(coop_id), day(number)
        fine = case is not None and not case["open"] and on <= TODAY
        fine = fine and case is not None and on >= max([*case["days"], *(d for d, _by in case["steps"])])
        act = lambda: coaching.reopen_case(self.store, coop_id, held_on=on, actor=OFFICER, today=TODAY)  # noqa: E731
        self.agree(coop_id, act, fine)
        if fine and case is not None:
            case["open"] = True
            case["days"].append(on)

    @invariant()
    def holds(self) -> None:
        if not hasattr(self, "store"):
            return
        shown = view(self.store)
        for coop_id, expected in self.cases.items():
            of_one = entries(self.store, coop_id)
            assert [one.sequence for one in of_one] == list(range(1, self.written[coop_id] + 1))
            made = cases(of_one)
            assert [(one.is_open, one.opened.held_on) for one in made] == [
                (one["open"], one["begun"]) for one in expected
            ]
            assert [[(s.held_on, s.next_by) for s in one.steps] for one in made] == [
                one["steps"] for one in expected
            ]
            assert sum(one.is_open for one in made) <= 1
            by_sql = [one.whose.coop_id for one in shown.open].count(coop_id)
            assert by_sql == sum(one["open"] for one in expected)
        assert sum(steps for steps, _whose in shown.by_kind().values()) == sum(
            len(one["steps"]) for of_one in self.cases.values() for one in of_one
        )
        overview = ask_overview(open_database(self.store), Filter(), today=TODAY)
        assert overview is not None
        assert overview.figures["in_coaching"].value == sum(
            bool(self.open_one(coop_id)) for coop_id in self.cases
        )


TestWalk = Walk.TestCase
TestWalk.settings = settings(max_examples=8, stateful_step_count=25, deadline=None)


def hour(number: int) -> dt.datetime:
    return dt.datetime(2024, 2, 1, number, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("before", "allowed"),
    [
        ([], {CaseEvent.OPENED}),
        ([CaseEvent.OPENED], {CaseEvent.STEP, CaseEvent.CLOSED}),
        ([CaseEvent.OPENED, CaseEvent.STEP], {CaseEvent.STEP, CaseEvent.WITHDRAWN, CaseEvent.CLOSED}),
        ([CaseEvent.OPENED, CaseEvent.STEP, CaseEvent.WITHDRAWN], {CaseEvent.STEP, CaseEvent.CLOSED}),
        ([CaseEvent.OPENED, CaseEvent.CLOSED], {CaseEvent.OPENED, CaseEvent.REOPENED}),
        ([CaseEvent.OPENED, CaseEvent.CLOSED, CaseEvent.REOPENED], {CaseEvent.STEP, CaseEvent.CLOSED}),
    ],
)
def test_what_may_follow(before: list[CaseEvent], allowed: set[CaseEvent]) -> None:
    known = [
        CoachingEntry(
            coop_id="k0",
            sequence=at,
            event=event,
            held_on=day(at),
            # A withdrawal ends the step before it, a closing the opening at the first hour.
            ends={CaseEvent.WITHDRAWN: (hour(at - 1),), CaseEvent.CLOSED: (hour(1),)}.get(event, ()),
            actor="Tono",
            recorded_at=hour(at),
        )
        for at, event in enumerate(before, start=1)
    ]
    assert {event for event in CaseEvent if may_follow(known, event)} == allowed


def test_two_at_once_open_one_case(store: Store) -> None:
    stores = [store, *(open_store(store.root) for _ in range(3))]
    results: list[bool] = []
    begin = threading.Barrier(len(stores))

    def act(one: Store) -> None:
        begin.wait()
        results.append(accepted(lambda: opened(one)))

    threads = [threading.Thread(target=act, args=(one,)) for one in stores]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results) == [False, False, False, True]
    assert len(entries(store)) == 1


def test_late_steps_come_first_with_the_days(store: Store) -> None:
    opened(store, "k0")
    opened(store, "k1")
    step(store, "k0", on=day(3), next_step="RAT", next_by=day(20))
    step(store, "k1", on=day(3), next_step="Buku kas", next_by=day(10))
    shown = view(store, today=day(15))
    assert [(one.whose.coop_id, one.days_late) for one in shown.cases] == [("k1", 5), ("k0", 0)]
    assert [one.whose.coop_id for one in shown.late] == ["k1"]
    assert [one.days_late for one in view(store, today=day(10)).cases] == [0, 0]
    step(store, "k1", on=day(16))
    assert view(store).late[0].whose.coop_id == "k0"
    assert [one.whose.coop_id for one in view(store).late] == ["k0"]


def test_a_forgotten_step_does_not_hide_what_comes_next(store: Store) -> None:
    opened(store)
    step(store, on=day(6), next_step="RAT", next_by=day(9))
    step(store, on=day(2))
    assert [one.days_late for one in view(store, today=day(12)).cases] == [3]


def test_an_earlier_view_shows_the_cases_of_its_day(store: Store) -> None:
    opened(store, on=day(0))
    wrong = step(store, on=day(1), kind=CoachingKind.TRAINING)
    coaching.withdraw_step(store, "k0", wrong, actor=OFFICER, today=TODAY)
    closed(store, on=day(9), outcome=CaseOutcome.ACTIVE_AGAIN)
    commit(store, ROWS, day(6))
    earlier = view(store, Filter(as_of=SNAPSHOT))
    assert earlier.until == day(5)
    assert [one.case.is_open for one in earlier.cases] == [True]
    assert not earlier.by_kind()
    assert [one.case.is_open for one in view(store).cases] == [False]


def test_counts_are_of_the_view_and_say_what_they_leave_out(store: Store) -> None:
    opened(store, "k0", cause="Biaya atau modal")
    opened(store, "k1", cause="Pengurus pindah")
    opened(store, "k2", cause="pengurus  pindah")
    step(store, "k1")
    step(store, "k1", on=day(2), kind=CoachingKind.TRAINING)
    step(store, "k2", on=day(2), kind=CoachingKind.TRAINING)
    everything = view(store)
    assert everything.by_cause() == {"Pengurus pindah": 2, "Biaya atau modal": 1}
    assert everything.by_kind() == {CoachingKind.TRAINING: (2, 2), CoachingKind.ADVICE: (1, 1)}
    narrowed = view(store, Filter(district=frozenset({"19.03.05"})))
    assert [one.whose.coop_id for one in narrowed.cases] == ["k0"]
    assert [one.whose.name for one in narrowed.left_out] == ["Koperasi 1 (contoh)", "Koperasi 2 (contoh)"]
    assert narrowed.by_cause() == {"Biaya atau modal": 1}
    assert not narrowed.by_kind()


def test_a_name_is_that_of_the_newest_snapshot_that_lists_it(store: Store) -> None:
    opened(store)
    commit(store, [ROWS[0] | {"name": "Koperasi Baru (contoh)"}], day(3))
    commit(store, [ROWS[1] | {"coop_id": "k1"}], day(6))
    assert [one.whose.name for one in view(store).left_out] == ["Koperasi Baru (contoh)"]


def test_merged_koperasi_have_one_case(store: Store) -> None:
    opened(store, "k1")
    linking.merge(store, "k1", "k0", reason="Satu koperasi.", actor=HEAD)
    with pytest.raises(ConflictError, match="sudah terbuka sejak 1 Februari 2024"):
        opened(store, "k0")
    step(store, "k1")
    assert [(one.coop_id, one.event) for one in entries(store)] == [
        ("k0", CaseEvent.OPENED),
        ("k0", CaseEvent.STEP),
    ]
    closed(store, "k0")
    assert [one.case.is_open for one in view(store).cases] == [False]


def test_open_cases_of_merged_koperasi_are_one_case_that_can_be_closed(store: Store) -> None:
    opened(store, "k0", cause="Modal habis")
    step(store, "k0", next_step="RAT", next_by=day(3))
    opened(store, "k1", on=day(2), cause="Pengurus pindah")
    linking.merge(store, "k1", "k0", reason="Satu koperasi.", actor=HEAD)
    [one] = view(store).cases
    assert (one.case.number, one.case.is_open, one.days_late) == (1, True, (TODAY - day(3)).days)
    assert [entry.cause for entry in one.case.joined] == ["Pengurus pindah"]
    assert [happened for happened, _details in words.entry_lines(one.case)] == [
        "1 Februari 2024: pembinaan dibuka",
        "2 Februari 2024: Konsultasi",
        "3 Februari 2024: pembinaan dibuka",
    ]
    closed(store)
    assert [(one.case.is_open, one.days_late) for one in view(store).cases] == [(False, 0)]
    assert not view(store).open
    assert [one.sequence for one in entries(store)] == [1, 2, 1, 3]


def test_what_one_closed_before_a_merge_leaves_the_others_case_open(store: Store) -> None:
    opened(store, "k0")
    opened(store, "k1", on=day(1), cause="Pengurus pindah")
    closed(store, "k0", on=day(2), outcome=CaseOutcome.UNCHANGED)
    step(store, "k1", on=day(3), next_step="RAT", next_by=day(5))
    linking.merge(store, "k1", "k0", reason="Satu koperasi.", actor=HEAD)
    [one] = view(store).cases
    assert (one.case.is_open, one.days_late) == (True, (TODAY - day(5)).days)
    scope = open_scope(open_database(store), Filter(), today=TODAY)
    assert scope is not None
    rows = scope.rows("SELECT DISTINCT in_coaching, coaching_due FROM kept WHERE coop_id = 'k0'")
    assert rows == [{"in_coaching": True, "coaching_due": day(5)}]
    with pytest.raises(ConflictError, match="sudah terbuka"):
        opened(store, "k0", on=day(9))
    closed(store, "k0")
    assert not view(store).open


def test_a_step_withdrawn_before_a_merge_takes_no_step_of_the_other(store: Store) -> None:
    opened(store, "k0")
    opened(store, "k1")
    wrong = step(store, "k0", on=day(1))
    step(store, "k1", on=day(1), kind=CoachingKind.TRAINING)
    coaching.withdraw_step(store, "k0", wrong, actor=OFFICER, today=TODAY)
    linking.merge(store, "k1", "k0", reason="Satu koperasi.", actor=HEAD)
    [one] = view(store).cases
    assert [entry.kind for entry in one.case.steps] == [CoachingKind.TRAINING]
    database = open_database(store)
    assert database.rows("SELECT coop_id, held_on FROM coaching_steps") == [
        {"coop_id": "k0", "held_on": day(1)}
    ]
    # Of either one the last step of the joint case is the one that may be withdrawn.
    coaching.withdraw_step(store, "k1", one.case.steps[0], actor=OFFICER, today=TODAY)
    assert not view(store).cases[0].case.steps


def test_a_case_reopened_on_the_day_it_was_closed_has_its_last_outcome(store: Store) -> None:
    opened(store, "k2")
    closed(store, "k2")
    coaching.reopen_case(store, "k2", held_on=TENTH, actor=OFFICER, today=TODAY)
    closed(store, "k2", outcome=CaseOutcome.ACTIVE_AGAIN)
    scope = open_scope(open_database(store), Filter(), today=TODAY)
    assert scope is not None
    assert scope.rows("SELECT stage FROM kept WHERE coop_id = 'k2'") == [{"stage": "Aktif kembali"}]


def test_a_button_that_is_pressed_twice_records_once(store: Store) -> None:
    opened(store, based_on=0)
    opened(store, based_on=0)
    first = step(store, based_on=1)
    assert step(store, based_on=1) == first
    with pytest.raises(ConflictError, match="baru saja bertambah di layar lain"):
        step(store, result="Lain.", based_on=1)
    with pytest.raises(ConflictError, match="baru saja bertambah di layar lain"):
        step(store, based_on=3)
    assert len(entries(store)) == 2
    # The same again, on purpose.
    step(store, based_on=2)
    assert len(entries(store)) == 3


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"on": TODAY + dt.timedelta(days=1)}, "belum terjadi"),
        ({"on": day(-1)}, "lebih awal daripada pembukaan pembinaan, 01-02-2024"),
        ({"on": None}, "Isi tanggalnya"),
        ({"kind": None}, "Pilih jenis langkahnya"),
        ({"kind": "Ceramah"}, "Pilih jenis langkahnya"),
        ({"officers": " , "}, "Isi siapa yang melaksanakan"),
        ({"officers": ",".join(map(str, range(11)))}, "paling banyak 10 orang"),
        ({"officers": "x" * 101}, "paling panjang 100 huruf"),
        ({"result": "  "}, "Isi hasilnya"),
        ({"result": "x" * 2001}, "paling panjang 2.000 huruf"),
        ({"next_step": "RAT"}, "Isi keduanya"),
        ({"next_by": day(9)}, "Isi keduanya"),
        ({"next_step": "RAT", "next_by": day(0)}, "lebih awal daripada langkah ini"),
        ({"next_step": "x" * 201, "next_by": day(9)}, "paling panjang 200 huruf"),
    ],
)
def test_a_step_that_is_filled_in_wrongly_is_refused(store: Store, given: dict[str, Any], says: str) -> None:
    opened(store)
    with pytest.raises(CaseRefusedError, match=says):
        step(store, **given)
    assert len(entries(store)) == 1


def test_closing_waits_for_the_last_step_and_a_further_case_for_the_closing(store: Store) -> None:
    opened(store)
    step(store, on=day(5))
    with pytest.raises(CaseRefusedError, match="langkah terakhir, 06-02-2024"):
        closed(store, on=day(4))
    with pytest.raises(CaseRefusedError, match="Pilih hasil akhir"):
        closed(store, outcome=None)
    closed(store, on=day(5))
    with pytest.raises(CaseRefusedError, match="penutupan pembinaan yang terakhir"):
        opened(store, on=day(4))
    with pytest.raises(ConflictError, match="sudah ditutup 6 Februari 2024"):
        step(store)
    opened(store, on=day(5))
    assert [one.number for one in cases(entries(store))] == [1, 2]


def test_who_is_in_coaching_with_a_case_and_without_one(store: Store) -> None:
    opened(store, "k0")
    asking = VISIT.model_copy(update={"visit_id": "ask", "coop_id": "k1", "follow_up": "Pembinaan: buku"})
    store.add_visits([asking])
    shown = view(store)
    assert (shown.in_coaching, len(shown.open), [one.coop_id for one in shown.asked_for]) == (2, 1, ["k1"])
    assert words.to_open_label(shown) == "Perlu dibuka: 1"
    said = words.in_coaching_line(shown)
    assert "2 koperasi dalam pembinaan: 1 dengan pembinaan terbuka, dan 1 yang menurut kunjungan" in said
    [waiting] = words.list_rows(words.shown_of(shown, [words.TO_OPEN]))
    assert (waiting[0], waiting[1]["Keadaan"]) == ("k1", words.TO_OPEN)
    assert [len(row) for row in words.file_rows(words.shown_of(shown, []))] == [len(words.COLUMNS)] * 2
    opened(store, "k1")
    assert words.to_open_label(view(store)) == ""
    assert "semuanya dengan pembinaan terbuka" in words.in_coaching_line(view(store))


def test_no_case_begins_before_the_first_day(store: Store) -> None:
    with pytest.raises(CaseRefusedError, match="hari paling awal yang dapat dicatat, 01-01-1990"):
        opened(store, on=dt.date(24, 2, 1))


def test_nobody_without_the_right_and_no_koperasi_that_is_not_listed(store: Store) -> None:
    with pytest.raises(NotAllowedError):
        coaching.open_case(store, "k0", held_on=day(0), cause="x", actor=LEADER, today=TODAY)
    with pytest.raises(NotFoundError):
        opened(store, "k9")
    with pytest.raises(KopdataError, match="belum dibina"):
        step(store)
    assert not store.contents().coaching.num_rows
