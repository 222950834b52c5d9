"""The work list: every reason and day against plain Python, its order, its counts, its words."""

from __future__ import annotations

import datetime as dt
import re
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kopdata.access import Actor, Role
from kopdata.attention import VISIT_EVERY, find_reason
from kopdata.database import open_database
from kopdata.fieldwork.plans import plan_visits
from kopdata.fieldwork.records import Visit
from kopdata.fieldwork.vocabulary import FollowUp, Stage
from kopdata.fieldwork.worklist import WORK_REASONS, WorkKind, intervals
from kopdata.figures import INACTIVE, NOT_FOUND, SERVING, VISITED
from kopdata.models import Filter
from kopdata.queries import ask_overview, ask_profile
from kopdata.queries.attention import ask_attention
from kopdata.queries.worklist import (
    NEVER,
    NOBODY,
    Round,
    WorkFilter,
    WorkItem,
    WorkList,
    WorkOrder,
    ask_worklist,
)
from kopdata.regions import districts
from kopdata.settings import Settings, set_visit_intervals, settings_of
from kopdata.store import Store, create_store
from kopdata.vocabulary import AddressFinding, Contact, SettingName, VisitResult
from kopdata.wording import worklist as words
from kopdata.wording import worklist_cards as cards
from kopdata.wording.attention import sentence
from tests.support.registry import ALL_FIELDS, commit, store_with

AS_OF = dt.date(2022, 12, 12)
TODAY = dt.date(2023, 1, 15)
HEAD = Actor(name="Kepala", roles=frozenset({Role.HEAD}))
OWN = Settings(contradiction_days=10, not_found_days=20, inactive_ods_days=30, inactive_rat_days=40)
DAYS = {
    WorkKind.CONTRADICTION: 10,
    WorkKind.NOT_FOUND: 20,
    WorkKind.INACTIVE_ODS: 30,
    WorkKind.INACTIVE_RAT: 40,
}
LATE = {"visit_overdue", "plan_passed"}
PLACES = [(one.code, one.name, village.code, village.name) for one in districts() for village in one.villages]
past = st.dates(dt.date(2015, 1, 1), dt.date(2022, 12, 1))
rows_of = st.lists(
    st.fixed_dictionaries(
        {
            "status": st.sampled_from(["aktif", "tidak aktif", None]),
            "legal_date": st.none() | past | st.sampled_from([dt.date(2019, 1, 1), dt.date(2019, 1, 2)]),
            "rat_date": st.none() | past,
            "outside_region": st.sampled_from([False, False, False, True]),
        }
    ),
    max_size=10,
)
visits_of = st.lists(
    st.tuples(
        st.integers(0, 9),
        st.dates(dt.date(2022, 11, 20), dt.date(2023, 1, 25)),
        st.sampled_from([Contact.VISIT, Contact.VISIT, Contact.PHONE]),
        st.sampled_from(AddressFinding),
        st.booleans(),
    ),
    max_size=12,
)
plans_of = st.lists(
    st.tuples(
        st.integers(0, 9),
        st.none() | st.sampled_from(["Sari (contoh)", "Tono (contoh)"]),
        st.none() | st.dates(dt.date(2023, 1, 2), dt.date(2023, 1, 20)),
    ),
    max_size=4,
)


def visit(
    number: int,
    coop: int,
    day: dt.date,
    contact: Contact = Contact.VISIT,
    finding: AddressFinding = AddressFinding.FOUND,
    serves: bool = False,
    officers: tuple[str, ...] = ("Budi (contoh)",),
) -> Visit:
    return Visit(
        visit_id=f"v{number}",
        coop_id=f"k{coop}",
        visited_on=day,
        contact=contact,
        at_address=finding,
        serves_members=serves if finding is AddressFinding.FOUND else None,
        follow_up="Kunjungi lagi",
        officers=officers,
        actor="Penguji",
        recorded_at=dt.datetime(2023, 1, 15, 9, tzinfo=dt.UTC) + dt.timedelta(seconds=number),
    )


def ask(store: Store, filter_: Filter | None = None, own: Settings = OWN, **more: Any) -> WorkList:
    found = ask_worklist(open_database(store), filter_ or Filter(), own, today=TODAY, **more)
    assert found is not None
    return found


def expected_kinds(row: dict[str, Any], last: Visit | None) -> tuple[WorkKind, ...]:
    """Return why a koperasi is on the list, by the rules in plain Python; the RAT of 2021 was due in June."""
    active, inactive = row["status"] == "aktif", row["status"] == "tidak aktif"
    held = None if row["rat_date"] is None else row["rat_date"].year - 1
    founded = row["legal_date"] or dt.date.min
    owes = founded <= dt.date(2019, 1, 1)
    is_found, is_lost = (
        last is not None and last.at_address is AddressFinding.FOUND,
        last is not None and last.at_address is AddressFinding.NOT_FOUND,
    )
    serves = last is not None and bool(last.serves_members)
    never = held is None and owes
    contradicts = (
        active and (is_lost or (is_found and not serves) or never or (held is not None and held <= 2018))
    ) or (inactive and (serves or (held is not None and held >= 2021)))
    is_old = (held is None or held <= 2018) and founded <= dt.date(2019, 1, 1)
    applies = {
        WorkKind.CONTRADICTION: contradicts,
        WorkKind.NOT_FOUND: is_lost,
        WorkKind.INACTIVE_ODS: inactive,
        WorkKind.INACTIVE_RAT: not inactive and is_old,
    }
    return tuple(kind for kind in WorkKind if applies[kind])


def expected_plan(
    plans: list[tuple[int, str | None, dt.date | None]], coop: int, last: Visit | None
) -> tuple[str | None, dt.date | None]:
    newest = next(((officer, day) for one, officer, day in reversed(plans) if one == coop), (None, None))
    settled = last is not None and newest[1] is not None and newest[1] <= last.visited_on
    return (None, None) if settled else newest


@given(rows_of, visits_of, plans_of)
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_reasons_and_days_are_what_plain_python_finds(
    rows: list[dict[str, Any]],
    seen: list[tuple[int, dt.date, Contact, AddressFinding, bool]],
    plans: list[tuple[int, str | None, dt.date | None]],
) -> None:
    contacts = [visit(number, *one) for number, one in enumerate(seen)]
    plans = [one for one in plans if one[0] < len(rows) and not rows[one[0]]["outside_region"]]
    with tempfile.TemporaryDirectory() as folder:
        store = store_with(Path(folder), (AS_OF, rows))
        for contact in contacts:
            store.add_visits([contact])
        for coop, officer, day in plans:
            plan_visits(store, [f"k{coop}"], officer, day, actor=HEAD, today=dt.date(2023, 1, 1))
        found = ask(store)
        attention = ask_attention(open_database(store), Filter(), today=TODAY, limit=100, visit_every=DAYS)
    last: dict[str, Visit] = {}
    for one in sorted(contacts, key=lambda one: (one.visited_on, one.recorded_at)):
        if one.contact is Contact.VISIT and one.visited_on <= TODAY:
            last[one.coop_id] = one
    wanted = {}
    for number, row in enumerate(rows):
        newest = last.get(f"k{number}")
        kinds = expected_kinds(row, newest)
        if row["outside_region"] or not kinds:
            continue
        officer, day = expected_plan(plans, number, newest)
        due = day or (newest.visited_on + dt.timedelta(days=DAYS[kinds[0]]) if newest else None)
        late = (TODAY - due).days if due is not None and due < TODAY else None
        wanted[f"k{number}"] = (kinds, officer, day, due, late)
    assert {
        item.coop_id: (item.kinds, item.officer, item.planned_on, item.due_on, item.days_late)
        for item in found.items
    } == wanted
    assert [urgency(item) for item in found.items] == sorted(urgency(item) for item in found.items)
    assert found.total == found.shown == len(found.items)
    assert found.late == sum(item.days_late is not None for item in found.items)
    assert found.never_visited == sum(item.last_visit is None for item in found.items)
    assert found.against_ods == sum(WorkKind.CONTRADICTION in item.kinds for item in found.items)
    assert found.proven == sum(bool(item.bases) for item in found.items)
    assert attention is not None
    assert {item.coop_id for item in attention.items if LATE & set(item.reasons)} == {
        item.coop_id for item in found.items if item.days_late is not None
    }
    for tallies in (found.by_stage, found.by_result, found.by_district):
        assert sum(tally.total for tally in tallies.values()) == found.total
        assert sum(tally.visited for tally in tallies.values()) == found.visited_this_month
    for item in found.items:
        said = words.why(item, found)
        assert re.fullmatch(r"\S.*\.", said)
        assert "None" not in said


def urgency(item: WorkItem) -> tuple[Any, ...]:
    group = 0 if item.days_late is not None else 1 if item.due_on is None else 2
    return (
        item.kinds[0] is not WorkKind.CONTRADICTION,
        group,
        -(item.days_late or 0),
        item.due_on or dt.date.min,
        item.name.lower(),
    )


def test_a_round_goes_by_kecamatan_and_desa(tmp_path: Path) -> None:
    chosen = [PLACES[at] for at in (30, 2, 17, 0, 2)]
    places = [
        dict(zip(("district_code", "district", "village_code", "village"), place, strict=True))
        for place in chosen
    ]
    rows = [{"status": "tidak aktif"} | place for place in [*places, {}]]
    rows[4]["name"] = "A lebih dahulu"
    found = ask(store_with(tmp_path / "s", (AS_OF, rows)), order=WorkOrder.PLACE)
    assert [item.coop_id for item in found.items] == ["k3", "k4", "k1", "k2", "k0", "k5"]


def test_the_list_is_narrowed_by_both_axes_officer_and_reason(tmp_path: Path) -> None:
    store = store_with(tmp_path / "s", (AS_OF, [{"status": "tidak aktif"}] * 4 + [{"status": "aktif"}]))
    store.add_visits(
        [
            visit(0, 0, dt.date(2022, 12, 1), finding=AddressFinding.NOT_FOUND),
            visit(1, 1, dt.date(2023, 1, 3), serves=True, officers=("Sari (contoh)", "Budi (contoh)")),
        ]
    )
    plan_visits(store, ["k2"], " Tono  (contoh) ", dt.date(2023, 1, 20), actor=HEAD, today=TODAY)

    def kept(**narrowed: Any) -> set[str]:
        found = ask(store, narrowed=WorkFilter(**narrowed))
        assert found.shown == len(found.items) == sum(tally.shown for tally in found.by_stage.values())
        assert found.total == 5
        return {item.coop_id for item in found.items}

    assert kept(stages={Stage.VISITED}) == {"k0", "k1"}
    assert kept(results={VisitResult.NOT_FOUND, NEVER}) == {"k0", "k2", "k3", "k4"}
    assert kept(officers={"Budi (contoh)"}) == {"k0", "k1"}
    assert kept(officers={"Tono (contoh)"}) == {"k2"}
    assert kept(officers={NOBODY}) == {"k3", "k4"}
    assert kept(reasons={WorkKind.CONTRADICTION}) == {"k1", "k4"}
    assert kept(only_late=True) == {"k0", "k1"}
    assert kept(stages={Stage.NOT_VISITED}, reasons={WorkKind.NOT_FOUND}) == set()
    whole = ask(store)
    assert whole.rounds == (Round(officer="Tono (contoh)", planned_on=dt.date(2023, 1, 20), count=1),)
    assert kept(round_of=whole.rounds[0]) == {"k2"}
    assert {name: tally.total for name, tally in whole.by_officer.items()} == {
        "Budi (contoh)": 2,
        "Sari (contoh)": 1,
        "Tono (contoh)": 1,
        NOBODY: 2,
    }


def test_who_is_to_go_is_told_from_who_went_last(tmp_path: Path) -> None:
    store = store_with(tmp_path / "s", (AS_OF, [{"status": "tidak aktif"}] * 4))
    store.add_visits([visit(0, 0, dt.date(2023, 1, 3), officers=("Budi (contoh)", "Ani (contoh)"))])
    plan_visits(store, ["k1"], "Sari (contoh)", dt.date(2023, 1, 20), actor=HEAD, today=TODAY)
    plan_visits(store, ["k2"], "Sari (contoh)", None, actor=HEAD, today=TODAY)
    assert {item.coop_id: words.who(item) for item in ask(store).items} == {
        "k0": "Terakhir: Budi (contoh) dan Ani (contoh)",
        "k1": "Dijadwalkan: Sari (contoh)",
        "k2": "Ditugaskan: Sari (contoh)",
        "k3": words.NOBODY_YET,
    }


def test_a_card_says_where_it_is_and_dials_what_is_a_number(tmp_path: Path) -> None:
    rows: list[dict[str, Any]] = [
        {
            "address": "Jl. Merdeka 4",
            "village": "Irat",
            "district": "Payung",
            "chair_phone": "0800 000-0001 / +62(800)0002",
            "phone": "0800.000.0001",
        },
        {"chair_phone": "tidak ada", "phone": "12345"},
        {},
    ]
    found = ask(store_with(tmp_path / "s", (AS_OF, [{"status": "tidak aktif"} | row for row in rows])))
    shown = [cards.card(item, found) for item in found.items]
    assert (shown[0].place, shown[0].due) == ("Jl. Merdeka 4, Irat, Payung", "Berikutnya: secepatnya")
    assert [[(one.words, one.dial) for one in card.telephones] for card in shown] == [
        [("Ketua 0800 000-0001", "08000000001"), ("Ketua +62(800)0002", "+628000002")],
        [("Ketua tidak ada", ""), ("Koperasi 12345", "")],
        [],
    ]


def test_pages_and_columns_hold_a_part_of_the_items(tmp_path: Path) -> None:
    store = store_with(tmp_path / "s", (AS_OF, [{"status": "tidak aktif"}] * 7))
    store.add_visits([visit(number, number, dt.date(2023, 1, 3)) for number in range(3)])
    assert [item.coop_id for item in ask(store, offset=2, limit=3).items] == ["k5", "k6", "k0"]
    board = ask(store, per_stage=2)
    assert [item.stage for item in board.items] == [Stage.NOT_VISITED] * 2 + [Stage.VISITED] * 2
    assert board.by_stage[Stage.NOT_VISITED].shown == 4


def test_progress_is_of_the_calendar_month(tmp_path: Path) -> None:
    store = store_with(tmp_path / "s", (AS_OF, [{"status": "tidak aktif"}] * 46))
    days = [dt.date(2023, 1, 1)] * 12 + [dt.date(2022, 12, 31)] * 3
    store.add_visits([visit(number, number, day) for number, day in enumerate(days)])
    found = ask(store, own=Settings(inactive_ods_days=14))
    assert words.progress(found) == "12 dari 46 koperasi dikunjungi bulan ini (Januari 2023)"
    assert words.late(found) == "3 terlambat dikunjungi, paling lama 1 hari. 31 belum pernah dikunjungi."


def test_the_figures_are_those_of_the_overview(tmp_path: Path) -> None:
    store = store_with(tmp_path / "s", (AS_OF, [{"status": "tidak aktif"}] * 6 + [{"status": "aktif"}]))
    store.add_visits(
        [
            visit(0, 0, dt.date(2022, 12, 20), serves=True),
            visit(1, 1, dt.date(2022, 12, 20)).model_copy(update={"follow_up": FollowUp.COACHING}),
            visit(2, 2, dt.date(2022, 12, 20), finding=AddressFinding.NOT_FOUND),
            visit(3, 6, dt.date(2022, 12, 20), finding=AddressFinding.NOT_FOUND),
        ]
    )
    found, overview = ask(store), ask_overview(open_database(store), Filter(), today=TODAY)
    assert overview is not None
    inactive = [item for item in found.items if WorkKind.INACTIVE_ODS in item.kinds]
    assert len(inactive) == overview.count(INACTIVE)
    assert sum(item.last_visit is not None for item in inactive) == overview.count(VISITED)
    for figure, result in ((SERVING, VisitResult.SERVING), (NOT_FOUND, VisitResult.NOT_FOUND)):
        assert sum(item.last_result is result for item in inactive) == overview.count(figure)
    assert words.beside_ods(overview) == (
        "Dari 3 yang dikunjungi, 1 masih melayani anggota. 1 tidak ditemukan di alamat terdaftar. "
        "Dari 6 yang tidak aktif, 3 belum dikunjungi dan 1 dalam pembinaan."
    )


def test_plans_belong_to_the_newest_snapshot_only(tmp_path: Path) -> None:
    store = store_with(
        tmp_path / "s",
        (dt.date(2021, 12, 1), [{"status": "tidak aktif"}]),
        (AS_OF, [{"status": "tidak aktif"}]),
    )
    plan_visits(store, ["k0"], "Sari (contoh)", dt.date(2023, 1, 20), actor=HEAD, today=TODAY)
    assert ask(store).items[0].officer == "Sari (contoh)"
    assert ask(store, Filter(as_of=dt.date(2021, 12, 1))).items[0].officer is None


def test_where_files_tell_neither_status_nor_rat_that_is_said(tmp_path: Path) -> None:
    store = create_store(tmp_path / "s")
    commit(store, [{}, {}], AS_OF, fields=ALL_FIELDS - {"status", "rat_date", "rat_book_year", "rat_status"})
    found = ask(store)
    assert (found.total, found.items) == (0, ())
    assert words.nobody_listed(found, narrows=False) == (
        "Tidak ada yang dapat didaftar: berkas keadaan ini tidak memuat status maupun RAT."
    )
    assert [note.split(" ", 3)[:3] for note in words.notes(found)] == [
        ["Status", "tidak", "tercantum"],
        ["RAT", "tidak", "ada"],
        ["Belum", "ada", "kunjungan"],
    ]
    store.add_visits([visit(0, 0, dt.date(2022, 12, 20), finding=AddressFinding.NOT_FOUND)])
    assert [item.kinds for item in ask(store).items] == [(WorkKind.NOT_FOUND,)]


def test_an_empty_store_has_no_list(tmp_path: Path) -> None:
    store = create_store(tmp_path / "s")
    assert ask_worklist(open_database(store), Filter(), OWN, today=TODAY) is None


def test_the_interval_that_the_office_sets_makes_the_day_and_the_reason(tmp_path: Path) -> None:
    store = store_with(tmp_path / "s", (AS_OF, [{"status": "tidak aktif"}]))
    store.add_visits([visit(0, 0, dt.date(2022, 12, 31))])
    shown = settings_of(store.contents())
    assert {getattr(shown, reason.every) for reason in WORK_REASONS} == {VISIT_EVERY}
    kept = set_visit_intervals(store, {SettingName.INACTIVE_ODS_DAYS: 14}, shown=shown, actor=HEAD)
    [item] = ask(store, own=kept).items
    assert (item.due_on, item.days_late) == (dt.date(2023, 1, 14), 1)
    for own, said in ((kept, ("visit_overdue",)), (shown, ())):
        every = intervals(own)
        attention = ask_attention(open_database(store), Filter(), today=TODAY, visit_every=every)
        assert attention is not None
        assert tuple(one for item in attention.items for one in item.reasons) == said
        profile = ask_profile(open_database(store), "k0", Filter(), today=TODAY, visit_every=every)
        assert profile.standing is not None
        assert profile.standing.attention.reasons == said


def test_a_contradiction_has_its_own_interval_on_every_screen(tmp_path: Path) -> None:
    store = store_with(tmp_path / "s", (AS_OF, [{"status": "tidak aktif"}]))
    store.add_visits([visit(0, 0, dt.date(2022, 12, 1), serves=True)])
    own = Settings(contradiction_days=90)
    [item] = ask(store, own=own).items
    assert (item.due_on, item.days_late) == (dt.date(2023, 3, 1), None)
    attention = ask_attention(open_database(store), Filter(), today=TODAY, visit_every=intervals(own))
    assert attention is not None
    assert [one.reasons for one in attention.items] == [("inactive_serving",)]


def test_a_planned_day_that_has_passed_is_late_on_every_screen(tmp_path: Path) -> None:
    store = store_with(tmp_path / "s", (AS_OF, [{"status": "tidak aktif"}] * 3))
    plan_visits(store, ["k0", "k1"], None, dt.date(2023, 1, 5), actor=HEAD, today=dt.date(2023, 1, 1))
    plan_visits(store, ["k2"], None, TODAY, actor=HEAD, today=dt.date(2023, 1, 1))
    store.add_visits([visit(0, 1, dt.date(2023, 1, 5))])
    attention = ask_attention(open_database(store), Filter(), today=TODAY)
    assert attention is not None
    late = {item.coop_id: item for item in attention.items if LATE & set(item.reasons)}
    assert {coop_id: item.reasons[-1] for coop_id, item in late.items()} == {"k0": "plan_passed"}
    assert sentence(
        find_reason("plan_passed").sentence, late["k0"], until=attention.until, book_year=attention.book_year
    ) == ("Dijadwalkan dikunjungi 05-01-2023, belum ada kunjungan sesudahnya sampai 15-01-2023.")
    assert [item.coop_id for item in ask(store, narrowed=WorkFilter(only_late=True)).items] == ["k0"]


@pytest.mark.parametrize(
    ("founded", "listed"),
    [(dt.date(2020, 6, 1), []), (dt.date(2019, 1, 2), []), (dt.date(2019, 1, 1), ["k0"]), (None, ["k0"])],
)
def test_who_has_not_owed_a_rat_for_years_does_not_contradict_ods(
    tmp_path: Path, founded: dt.date | None, listed: list[str]
) -> None:
    store = store_with(tmp_path / "s", (AS_OF, [{"status": "aktif", "legal_date": founded}]))
    found = ask(store, narrowed=WorkFilter(reasons=frozenset({WorkKind.CONTRADICTION})))
    assert [item.coop_id for item in found.items] == listed
    assert [[reason.id for reason in item.contradictions] for item in found.items] == [
        ["active_rat_never"] for _ in listed
    ]
    attention = ask_attention(open_database(store), Filter(), today=TODAY)
    assert attention is not None
    assert [item.reasons for item in attention.items] == [("active_rat_never",)]


@pytest.mark.parametrize("count", [1, 4, 5, 14, 99])
def test_the_map_has_a_class_for_every_count(tmp_path: Path, count: int) -> None:
    code, name, *_ = PLACES[0]
    rows = [{"status": "tidak aktif", "district": name, "district_code": code}] * count
    found = ask(store_with(tmp_path / "s", (AS_OF, [*rows, {"status": "tidak aktif"}])))
    shown = words.map_view(found)
    assert len(shown.areas) == len(districts())
    first = shown.areas[0]
    assert (first.label, first.words) == (str(count), f"{name}: {count} koperasi perlu dikunjungi.")
    assert first.shade is not None
    low, _, high = shown.shades[first.shade].partition("–")
    assert int(low) <= count <= int(high or low)
    assert {area.shade for area in shown.areas[1:]} == {0}
    assert shown.notes == ("1 koperasi tidak ada di peta karena kecamatannya tidak diketahui.",)
