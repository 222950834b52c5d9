"""Perlu ditindaklanjuti: every reason against plain Python, the order of the list, and its words."""

from __future__ import annotations

import datetime as dt
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kopdata.access import local_actor
from kopdata.attention import REASONS, find_reason, telling
from kopdata.database import open_database
from kopdata.fieldwork.coaching import add_step, close_case, open_case
from kopdata.fieldwork.records import Visit
from kopdata.fieldwork.vocabulary import CaseOutcome, CoachingKind
from kopdata.figures import Origin
from kopdata.findings import FindingKind, contradictions
from kopdata.models import Filter
from kopdata.queries import Attention, ask_attention
from kopdata.store import Store
from kopdata.vocabulary import AddressFinding, Contact
from kopdata.wording import attention_lines, attention_meaning, attention_summary
from tests.support.registry import ALL_FIELDS, commit, store_with

AS_OF = dt.date(2022, 12, 12)
TODAY = dt.date(2023, 1, 15)
days = st.dates(dt.date(2017, 1, 1), dt.date(2023, 6, 30)) | st.sampled_from(
    [AS_OF, AS_OF + dt.timedelta(days=90), AS_OF + dt.timedelta(days=91), dt.date(2022, 11, 15)]
)
rows = st.lists(
    st.fixed_dictionaries(
        {
            "status": st.sampled_from(["aktif", "aktif", "tidak aktif", None]),
            "legal_date": st.none() | days,
            "rat_date": st.none() | days,
            "rat_book_year": st.sampled_from([None, None, 2017, 2021, 2023]),
            "certificate_expiry": st.none() | days,
            "grade": st.sampled_from(["A", "B", None]),
            "members": st.sampled_from([0, 7, None]),
            "members_male": st.sampled_from([0, None]),
            "members_female": st.sampled_from([0, 3, None]),
        }
    ),
    max_size=12,
)
visits = st.lists(
    st.tuples(
        st.integers(0, 11),
        st.dates(dt.date(2022, 11, 1), dt.date(2023, 2, 1)) | st.just(TODAY - dt.timedelta(days=30)),
        st.sampled_from(Contact),
        st.sampled_from(AddressFinding),
        st.booleans(),
    ),
    max_size=12,
)


def visit(
    number: int, coop: int, day: dt.date, contact: Contact, finding: AddressFinding, serves: bool
) -> Visit:
    return Visit(
        visit_id=f"v{number}",
        coop_id=f"k{coop}",
        visited_on=day,
        contact=contact,
        at_address=finding,
        serves_members=serves if finding is AddressFinding.FOUND else None,
        follow_up="Kunjungi ulang.",
        actor="Penguji",
        recorded_at=dt.datetime(2023, 1, 15, 9, tzinfo=dt.UTC) + dt.timedelta(seconds=number),
    )


def expected(row: dict[str, Any], last: Visit | None, *, recorded: bool) -> tuple[str, ...]:
    """Return the reasons of one koperasi, by the rules in plain Python; ``recorded`` is any contact."""
    active, inactive = row["status"] == "aktif", row["status"] == "tidak aktif"
    held = row["rat_date"].year - 1 if row["rat_date"] and row["rat_date"] <= AS_OF else None
    if row["rat_book_year"] is not None and row["rat_book_year"] < AS_OF.year:
        held = row["rat_book_year"]
    told = row["rat_date"] or row["rat_book_year"]
    apart = row["members_male"], row["members_female"]
    members = sum(apart) if row["members"] is None and None not in apart else row["members"]
    young = row["legal_date"] is not None and row["legal_date"] > dt.date(2021, 1, 1)
    found = last.at_address if last else None
    expiry = row["certificate_expiry"]
    on_work_list = (
        inactive
        or found is AddressFinding.NOT_FOUND
        or (active and last is not None and found is AddressFinding.FOUND and not last.serves_members)
        or (active and held is not None and held <= 2018)
        or ((held is None or held <= 2018) and (row["legal_date"] or dt.date.min) <= dt.date(2019, 1, 1))
    )
    holds = {
        "active_not_found": active and found is AddressFinding.NOT_FOUND,
        "inactive_serving": inactive and last is not None and bool(last.serves_members),
        "active_not_serving": active
        and found is AddressFinding.FOUND
        and last is not None
        and not last.serves_members,
        "inactive_rat_held": inactive and held is not None and held >= 2021,
        "active_no_members": active and members == 0,
        "active_rat_old": active and held is not None and held <= 2018,
        "active_rat_never": active and not told and not young,
        "rat_ahead": (row["rat_date"] is not None and row["rat_date"] > AS_OF)
        or row["rat_book_year"] == 2023,
        "grade_lapsed": row["grade"] == "A" and expiry is not None and expiry < AS_OF,
        "never_visited": inactive and last is None and recorded,
        "plan_passed": False,
        "coaching_late": False,
        "coaching_idle": False,
        "moved": found is AddressFinding.MOVED,
        "visit_overdue": on_work_list and last is not None and (TODAY - last.visited_on).days > 30,
        "nobody_in": found is AddressFinding.NOBODY_IN,
        "certificate_lapsing": expiry is not None and AS_OF <= expiry <= AS_OF + dt.timedelta(days=90),
    }
    return tuple(reason.id for reason in REASONS if holds[reason.id])


@given(rows, visits)
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_every_reason_is_what_plain_python_finds(
    rows: list[dict[str, Any]], seen: list[tuple[int, dt.date, Contact, AddressFinding, bool]]
) -> None:
    contacts = [visit(number, *one) for number, one in enumerate(seen)]
    with tempfile.TemporaryDirectory() as folder:
        store = store_with(Path(folder), (AS_OF, rows))
        for contact in contacts:
            store.add_visits([contact])
        found = ask_attention(open_database(store), Filter(), today=TODAY, limit=100)
    assert found is not None
    last: dict[str, Visit] = {}
    for one in sorted(contacts, key=lambda one: (one.visited_on, one.recorded_at)):
        if one.contact is Contact.VISIT and one.visited_on <= TODAY:
            last[one.coop_id] = one
    recorded = any(one.visited_on <= TODAY for one in contacts)
    wanted = {
        f"k{number}": expected(row, last.get(f"k{number}"), recorded=recorded)
        for number, row in enumerate(rows)
    }
    assert {item.coop_id: item.reasons for item in found.items} == {k: v for k, v in wanted.items() if v}
    order = [reason.id for reason in REASONS]
    ranks = [
        (
            order.index(item.reasons[0]),
            -(item.days_since_visit if item.days_since_visit is not None else 10**6),
            item.name.lower(),
        )
        for item in found.items
    ]
    assert ranks == sorted(ranks)
    assert found.total == len(found.items) == sum(found.by_reason.values())
    for line in attention_lines(found):
        assert line.why.endswith(".")
        assert "None" not in line.why + line.also
        assert "–" not in line.why


def ask(store: Store, filter_: Filter | None = None, limit: int = 10) -> Attention:
    found = ask_attention(open_database(store), filter_ or Filter(), today=TODAY, limit=limit)
    assert found is not None
    return found


def test_a_reason_is_silent_where_the_files_lack_its_fields(tmp_path: Path) -> None:
    store = store_with(tmp_path)
    commit(store, [{"name": "A"}], AS_OF, fields=ALL_FIELDS - {"status"})
    assert ask(store).total == 0
    assert {reason.id for reason in telling(ALL_FIELDS - {"status"})} == {
        "rat_ahead",
        "grade_lapsed",
        "plan_passed",
        "coaching_late",
        "coaching_idle",
        "moved",
        "visit_overdue",
        "nobody_in",
        "certificate_lapsing",
    }
    assert attention_summary(ask(store)) == "Tidak ada koperasi yang perlu ditindaklanjuti menurut data ini."


def test_a_koperasi_stands_once_and_the_rest_is_counted(tmp_path: Path) -> None:
    lapsing = {"certificate_expiry": AS_OF + dt.timedelta(days=5), "rat_date": dt.date(2022, 3, 1)}
    store = store_with(
        tmp_path,
        (AS_OF, [{"status": "tidak aktif"}] * 2 + [{"status": "aktif", "members": 0} | lapsing] * 2),
    )
    store.add_visits([visit(1, 99, AS_OF, Contact.VISIT, AddressFinding.NOT_FOUND, False)])
    found = ask(store, limit=1)
    assert [item.reasons for item in found.items] == [("active_no_members", "certificate_lapsing")]
    [line] = attention_lines(found)
    assert (line.why, line.remedy) == ("Tercatat aktif, tetapi jumlah anggota 0.", "Periksa di lapangan.")
    assert line.also == "Juga: sertifikat segera habis masa berlaku."
    assert attention_summary(found) == (
        "1 dari 4 koperasi, yang paling berat dahulu. Sisanya 3 koperasi: 1 aktif dengan 0 anggota; "
        "2 tidak aktif dan belum pernah dikunjungi."
    )
    assert attention_summary(ask(store)) == "4 koperasi."
    assert ask(store, Filter(status=frozenset({"tidak aktif"}))).total == 2


def test_a_rat_that_is_still_ahead_is_no_empty_date(tmp_path: Path) -> None:
    rows = [
        {"name": "A", "status": "aktif", "rat_date": dt.date(2023, 3, 1)},
        {"name": "B", "status": "aktif", "rat_book_year": 2023},
    ]
    found = ask(store_with(tmp_path, (AS_OF, rows)))
    assert [(line.why, line.also, line.remedy) for line in attention_lines(found)] == [
        ("Tanggal RAT 01-03-2023 belum terjadi.", "", "Perbaiki di ODS."),
        ("RAT tahun buku 2023 belum terjadi.", "", "Perbaiki di ODS."),
    ]


def test_days_count_to_the_last_day_of_the_view_and_not_to_the_clock(tmp_path: Path) -> None:
    later = dt.date(2023, 1, 1)
    row = {"status": "tidak aktif"}
    store = store_with(tmp_path, (AS_OF, [row]), (later, [row]))
    store.add_visits([visit(1, 0, dt.date(2022, 11, 1), Contact.VISIT, AddressFinding.FOUND, False)])
    old, new = ask(store, Filter(as_of=AS_OF)), ask(store)
    assert old.until == dt.date(2022, 12, 31)
    assert attention_lines(old)[0].why == (
        "Seharusnya dikunjungi lagi 01-12-2022; kunjungan terakhir 01-11-2022, 60 hari sebelum 31-12-2022."
    )
    assert new.items[0].days_since_visit == 75


def test_an_empty_store_has_no_list(tmp_path: Path) -> None:
    assert ask_attention(open_database(store_with(tmp_path)), Filter(), today=TODAY) is None


@pytest.mark.parametrize("reason", REASONS, ids=lambda reason: reason.id)
def test_every_reason_explains_itself(reason: Any, tmp_path: Path) -> None:
    found = ask(store_with(tmp_path, (AS_OF, [{"status": "aktif"}])))
    assert reason.sentence.endswith(".")
    assert reason.title in attention_meaning(found)[1] or reason.title[1:] in attention_meaning(found)[1]
    assert all(alternatives <= ALL_FIELDS | set(Origin) for alternatives in reason.needs)


def test_nobody_is_said_to_be_unvisited_before_the_first_record(tmp_path: Path) -> None:
    store = store_with(tmp_path, (AS_OF, [{"status": "tidak aktif"}] * 3))
    assert ask(store).total == 0
    store.add_visits([visit(1, 0, TODAY, Contact.PHONE, AddressFinding.NOBODY_IN, False)])
    assert ask(store).by_reason == {"never_visited": 3}


@pytest.mark.parametrize(
    ("reason", "kind"),
    [
        ("active_rat_never", contradictions.ACTIVE_WITHOUT_RAT),
        ("active_no_members", contradictions.ACTIVE_WITHOUT_MEMBERS),
        ("rat_ahead", contradictions.RAT_AHEAD),
        ("grade_lapsed", contradictions.GRADE_LAPSED),
    ],
)
def test_the_list_and_the_check_of_a_file_ask_for_the_same(reason: str, kind: FindingKind) -> None:
    assert find_reason(reason).remedy is kind.remedy


def test_an_active_koperasi_without_rat_date_is_checked_in_the_field(tmp_path: Path) -> None:
    [line] = attention_lines(ask(store_with(tmp_path, (AS_OF, [{"status": "aktif"}]))))
    said = contradictions.ACTIVE_WITHOUT_RAT.says().reason
    assert (
        f"{line.why} {line.remedy}"
        == said
        == ("Tercatat aktif, tetapi tanggal RAT kosong. Periksa di lapangan.")
    )


def test_a_step_of_coaching_that_is_late_is_a_reason(tmp_path: Path) -> None:
    store = store_with(
        tmp_path / "kantor", (AS_OF, [{"status": "aktif", "rat_date": dt.date(2022, 3, 1)}] * 3)
    )
    days = {"k0": TODAY - dt.timedelta(days=1), "k1": TODAY}
    for coop_id, next_by in days.items():
        open_case(store, coop_id, held_on=AS_OF, cause="Modal", actor=local_actor(), today=TODAY)
        add_step(
            store,
            coop_id,
            held_on=AS_OF,
            kind=CoachingKind.ADVICE,
            officers="Petugas A",
            result="Bersedia.",
            next_step="Susun RAT",
            next_by=next_by,
            actor=local_actor(),
            today=TODAY,
        )

    def late() -> dict[str, str]:
        found = ask_attention(open_database(store), Filter(), today=TODAY)
        assert found is not None
        lines = {line.coop_id: line.why for line in attention_lines(found)}
        return {
            item.coop_id: lines[item.coop_id] for item in found.items if item.reasons[0] == "coaching_late"
        }

    assert late() == {"k0": "Langkah pembinaan berikutnya seharusnya paling lambat 14-01-2023."}
    close_case(store, "k0", held_on=TODAY, outcome=CaseOutcome.UNCHANGED, actor=local_actor(), today=TODAY)
    assert late() == {}


def test_a_case_that_names_no_next_step_is_a_reason_after_a_month(tmp_path: Path) -> None:
    held = {"status": "aktif", "rat_date": dt.date(2022, 3, 1)}
    store = store_with(tmp_path / "kantor", (dt.date(2022, 10, 1), [held] * 4))
    entered = {"k0": dt.date(2022, 12, 15), "k1": dt.date(2022, 12, 16), "k2": dt.date(2022, 11, 1)}
    for coop_id, day in entered.items():
        open_case(store, coop_id, held_on=day, cause="Modal", actor=local_actor(), today=TODAY)
    add_step(
        store,
        "k2",
        held_on=dt.date(2023, 1, 2),
        kind=CoachingKind.ADVICE,
        officers="Petugas A",
        result="Bersedia.",
        actor=local_actor(),
        today=TODAY,
    )

    def idle() -> list[str]:
        return [line.why for line in attention_lines(ask(store)) if line.why.startswith("Pembinaan terbuka")]

    assert idle() == ["Pembinaan terbuka tanpa tanggal langkah berikutnya; catatan terakhir 15-12-2022."]
    close_case(store, "k0", held_on=TODAY, outcome=CaseOutcome.UNCHANGED, actor=local_actor(), today=TODAY)
    assert idle() == []
