"""What SQL makes of coaching and of visits on a day is what plain Python says of the same records."""

from __future__ import annotations

import datetime as dt
import tempfile
from pathlib import Path
from typing import TypeVar

from hypothesis import given, settings
from hypothesis import strategies as st

from kopdata import linking
from kopdata.access import Actor, Role
from kopdata.database import open_database
from kopdata.fieldwork.cases import cases, may_follow, opened_by
from kopdata.fieldwork.proposals import may_follow as may_follow_proposal
from kopdata.fieldwork.proposals import proposals
from kopdata.fieldwork.records import CoachingEntry, ProposalEntry, Visit
from kopdata.fieldwork.vocabulary import (
    CaseEvent,
    CaseOutcome,
    CoachingKind,
    Decision,
    Evidence,
    ProposalEvent,
)
from kopdata.models import Filter
from kopdata.queries.scope import open_scope
from kopdata.store import Store, create_store
from kopdata.vocabulary import AddressFinding, Contact
from tests.support.registry import commit

AS_OF = dt.date(2022, 12, 12)
FIRST = dt.date(2022, 12, 13)
SPAN = 20
"""Days after the snapshot over which everything happens."""
HEAD = Actor(name="Budi", roles=frozenset({Role.HEAD}))
_Entry = TypeVar("_Entry", CoachingEntry, ProposalEntry)


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
        ended: tuple[CoachingEntry, ...] = ()
        if wanted in {CaseEvent.WITHDRAWN, CaseEvent.CLOSED}:
            last = cases(entries)[-1]
            ended = last.steps[-1:] if wanted is CaseEvent.WITHDRAWN else opened_by(last)
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
                ends=tuple(one.recorded_at for one in ended),
                actor="Penguji",
                recorded_at=dt.datetime(2023, 1, 1, tzinfo=dt.UTC) + dt.timedelta(minutes=len(entries)),
            )
        )
    return entries


@st.composite
def recorded_between(draw: st.DrawFn, entries: st.SearchStrategy[list[_Entry]]) -> list[_Entry]:
    """Return the entries of two koperasi in one order of recording, in which each one's own order stays."""
    waiting = [
        [entry.model_copy(update={"coop_id": coop_id}) for entry in draw(entries)] for coop_id in ("k0", "k1")
    ]
    both: list[_Entry] = []
    moved: tuple[dict[dt.datetime, dt.datetime], ...] = ({}, {})
    while any(waiting):
        turn = draw(st.integers(0, 1)) if all(waiting) else int(not waiting[0])
        entry = waiting[turn].pop(0)
        at = dt.datetime(2023, 1, 1, tzinfo=dt.UTC) + dt.timedelta(minutes=len(both))
        moved[turn][entry.recorded_at] = at
        ends = tuple(moved[turn][moment] for moment in entry.ends)
        both.append(entry.model_copy(update={"recorded_at": at, "ends": ends}))
    return both


def merged_store(folder: str) -> Store:
    """Return a store with two active koperasi that were merged into k0, each still a row of ODS."""
    store = create_store(Path(folder))
    commit(store, [{"status": "aktif"}, {"status": "aktif"}], AS_OF)
    linking.merge(store, "k1", "k0", reason="Satu koperasi.", actor=HEAD)
    return store


@settings(deadline=None, max_examples=40)
@given(recorded_between(coachings()), st.integers(0, SPAN))
def test_coaching_of_merged_koperasi_on_a_day(entries: list[CoachingEntry], later: int) -> None:
    day = AS_OF + dt.timedelta(days=later)
    with tempfile.TemporaryDirectory() as folder:
        store = merged_store(folder)
        store.append("coaching", lambda _contents: entries)
        database = open_database(store)
        scope = open_scope(database, Filter(), today=day)
        assert scope is not None
        rows = scope.rows("SELECT in_coaching, stage, coaching_due FROM kept")
        steps = database.rows("SELECT case_number, count(*) AS steps FROM coaching_steps GROUP BY ALL")
    known = cases(entries, until=day)
    is_open = bool(known) and known[-1].is_open
    assert not any(one.is_open for one in known[:-1])
    closed = known[-1].closed if known else None
    stage = "Belum dikunjungi"
    if is_open:
        stage = "Dalam pembinaan"
    elif closed is not None and closed.outcome is CaseOutcome.ACTIVE_AGAIN:
        stage = "Aktif kembali"
    due = known[-1].next_by if is_open else None
    assert rows == [{"in_coaching": is_open, "stage": stage, "coaching_due": due}] * 2
    assert {int(str(row["case_number"])): row["steps"] for row in steps} == {
        one.number: len(one.steps) for one in cases(entries) if one.steps
    }


@st.composite
def papers(draw: st.DrawFn) -> list[ProposalEntry]:
    """Return entries about proposals in an order that the rules allow, on days that never go back."""
    entries: list[ProposalEntry] = []
    day = FIRST
    for wanted in draw(st.lists(st.sampled_from(ProposalEvent), max_size=12)):
        kind = draw(st.sampled_from(Evidence))
        if not may_follow_proposal(entries, wanted, kind):
            continue
        is_paper = wanted in {ProposalEvent.EVIDENCE, ProposalEvent.EVIDENCE_REMOVED}
        day = day if is_paper else day + dt.timedelta(days=draw(st.integers(0, 3)))
        last = proposals(entries)[-1] if entries else None
        ended: tuple[ProposalEntry, ...] = ()
        if last is not None and wanted is ProposalEvent.EVIDENCE_REMOVED:
            ended = tuple(one for one in last.papers if one.evidence is kind)
        elif last is not None and wanted is ProposalEvent.WITHDRAWN:
            ended = last.starts
        entries.append(
            ProposalEntry(
                coop_id="k0",
                sequence=len(entries) + 1,
                event=wanted,
                dated_on=day - dt.timedelta(days=draw(st.integers(0, 9))) if is_paper else day,
                evidence=kind if is_paper else None,
                decision=draw(st.sampled_from(Decision)) if wanted is ProposalEvent.DECIDED else None,
                ends=tuple(one.recorded_at for one in ended),
                actor="Penguji",
                recorded_at=dt.datetime(2023, 1, 1, tzinfo=dt.UTC) + dt.timedelta(minutes=len(entries)),
            )
        )
    return entries


@settings(deadline=None, max_examples=40)
@given(recorded_between(papers()), st.integers(0, SPAN))
def test_proposals_of_merged_koperasi_on_a_day(entries: list[ProposalEntry], later: int) -> None:
    day = AS_OF + dt.timedelta(days=later)
    with tempfile.TemporaryDirectory() as folder:
        store = merged_store(folder)
        store.append("proposals", lambda _contents: entries)
        database = open_database(store)
        scope = open_scope(database, Filter(), today=day)
        assert scope is not None
        rows = scope.rows("SELECT stage FROM kept")
        numbers = database.value("SELECT max(proposal_number) FROM proposals")
    known = proposals(entries, until=day)
    assert all(one.is_over for one in known[:-1])
    proposed = bool(known) and (known[-1].state is ProposalEvent.SUBMITTED or known[-1].is_dissolved)
    assert rows == [{"stage": "Diusulkan pembubaran" if proposed else "Belum dikunjungi"}] * 2
    assert int(str(numbers or 0)) == len(proposals(entries))


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
