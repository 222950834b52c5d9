"""What SQL makes of coaching and of visits on a day is what plain Python says of the same records."""

from __future__ import annotations

import datetime as dt
import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from kopdata.database import open_database
from kopdata.fieldwork.coaching import cases, may_follow
from kopdata.fieldwork.records import CoachingEntry, Visit
from kopdata.fieldwork.vocabulary import CaseEvent, CaseOutcome, CoachingKind
from kopdata.models import Filter
from kopdata.queries.scope import open_scope
from kopdata.store import create_store
from kopdata.vocabulary import AddressFinding, Contact
from tests.support.registry import commit

AS_OF = dt.date(2022, 12, 12)
FIRST = dt.date(2022, 12, 13)
SPAN = 20
"""Days after the snapshot over which everything happens."""


@st.composite
def coachings(draw: st.DrawFn) -> list[CoachingEntry]:
    """Return entries in an order that the rules allow, on days that never go back behind the last turn."""
    entries: list[CoachingEntry] = []
    day = FIRST
    for wanted in draw(st.lists(st.sampled_from(CaseEvent), max_size=14)):
        if not may_follow(entries, wanted):
            continue
        is_turn = wanted in {CaseEvent.OPENED, CaseEvent.CLOSED, CaseEvent.REOPENED}
        latest = max((one.held_on for one in entries), default=FIRST)
        day = max(latest, day) + dt.timedelta(days=draw(st.integers(0, 2))) if is_turn else day
        held = day if is_turn else day + dt.timedelta(days=draw(st.integers(0, 3)))
        due = held + dt.timedelta(days=draw(st.integers(0, 6)))
        is_step = wanted is CaseEvent.STEP
        entries.append(
            CoachingEntry(
                coop_id="k0",
                sequence=len(entries) + 1,
                event=wanted,
                held_on=held,
                kind=CoachingKind.ADVICE if is_step else None,
                next_step="Bertemu lagi" if is_step else None,
                next_by=due if is_step and draw(st.booleans()) else None,
                outcome=draw(st.sampled_from(CaseOutcome)) if wanted is CaseEvent.CLOSED else None,
                actor="Penguji",
                recorded_at=dt.datetime(2023, 1, 1, tzinfo=dt.UTC) + dt.timedelta(minutes=len(entries)),
            )
        )
    return entries


@settings(deadline=None, max_examples=40)
@given(coachings(), st.integers(0, SPAN))
def test_coaching_on_a_day(entries: list[CoachingEntry], later: int) -> None:
    day = AS_OF + dt.timedelta(days=later)
    with tempfile.TemporaryDirectory() as folder:
        store = create_store(Path(folder))
        commit(store, [{"status": "tidak aktif"}], AS_OF)
        store.append("coaching", lambda _contents: entries)
        scope = open_scope(open_database(store), Filter(), today=day)
        assert scope is not None
        [row] = scope.rows("SELECT in_coaching, stage, coaching_due FROM kept")
    known = cases(entries, until=day)
    is_open = bool(known) and known[-1].is_open
    assert row["in_coaching"] is is_open
    assert row["coaching_due"] == (known[-1].next_by if is_open else None)
    assert row["stage"] == ("Dalam pembinaan" if is_open else "Belum dikunjungi")


@settings(deadline=None, max_examples=40)
@given(
    st.lists(
        st.tuples(
            st.integers(0, SPAN), st.sampled_from(Contact), st.sampled_from(AddressFinding), st.booleans()
        ),
        max_size=8,
    ),
    st.integers(0, SPAN),
)
def test_the_visit_that_holds_on_a_day(
    seen: list[tuple[int, Contact, AddressFinding, bool]], later: int
) -> None:
    day = AS_OF + dt.timedelta(days=later)
    visits = [
        Visit(
            visit_id=f"v{number}",
            coop_id="k0",
            visited_on=AS_OF + dt.timedelta(days=after),
            contact=contact,
            at_address=finding,
            serves_members=serves and finding is not AddressFinding.NOT_FOUND,
            follow_up="Kunjungi lagi",
            actor="Penguji",
            recorded_at=dt.datetime(2023, 1, 1, tzinfo=dt.UTC) + dt.timedelta(minutes=number),
        )
        for number, (after, contact, finding, serves) in enumerate(seen)
    ]
    with tempfile.TemporaryDirectory() as folder:
        store = create_store(Path(folder))
        commit(store, [{"status": "tidak aktif"}], AS_OF)
        store.add_visits(visits)
        scope = open_scope(open_database(store), Filter(), today=day)
        assert scope is not None
        [row] = scope.rows("SELECT last_visit, last_result, last_at_address FROM kept")
    counted = [one for one in visits if one.contact is Contact.VISIT and one.visited_on <= day]
    last = max(counted, key=lambda one: (one.visited_on, one.recorded_at), default=None)
    assert row["last_visit"] == (last.visited_on if last else None)
    assert row["last_result"] == (last.result if last else None)
    assert row["last_at_address"] == (last.at_address if last else None)
