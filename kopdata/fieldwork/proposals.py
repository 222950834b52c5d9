"""The rules of a proposal to dissolve: which entry may follow which, and when it may be sent; pure functions.

UU 25/1992 Pasal 46 to 50 leave the decision to the government; which papers an office puts together is
practice.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Final

from kopdata.fieldwork.entries import months_later
from kopdata.fieldwork.records import ProposalEntry
from kopdata.fieldwork.vocabulary import Decision, Evidence, ProposalEvent

NOTICE_MONTHS: Final = 3
"""How long the notice is public before a proposal is sent: practice of the office."""
DECISION_MONTHS: Final = 4
"""Within these the government decides, from the day on which the koperasi was told of the plan: UU 25/1992
Pasal 47 (2). Told, not enforced: that day is not known here."""
OBJECTION_MONTHS: Final = 2
"""Within these the koperasi may object, from the same day: UU 25/1992 Pasal 47 (3)."""

_FATES: Final = frozenset(
    {ProposalEvent.STARTED, ProposalEvent.SUBMITTED, ProposalEvent.DECIDED, ProposalEvent.WITHDRAWN}
)


@dataclass(frozen=True, slots=True)
class Proposal:
    """The papers for dissolving one koperasi; ``number`` counts its proposals from 1.

    ``fates`` are what told how it stands, by day: that it was started, sent, decided, withdrawn.
    ``evidence`` is what is there of each kind, ``papers`` everything that was added and not removed, what was
    replaced included. ``starts`` are the entries that began it, several of merged koperasi, and stand.
    """

    number: int
    fates: tuple[ProposalEntry, ...]
    evidence: dict[Evidence, ProposalEntry] = field(default_factory=dict)
    papers: tuple[ProposalEntry, ...] = ()
    starts: tuple[ProposalEntry, ...] = ()

    @property
    def started(self) -> ProposalEntry:
        """The entry that began it."""
        return self.fates[0]

    @property
    def last(self) -> ProposalEntry:
        """The entry that told last how it stands."""
        return self.fates[-1]

    @property
    def submitted(self) -> ProposalEntry | None:
        """The entry by which it was sent, None where it was not."""
        sent = (one for one in reversed(self.fates) if one.event is ProposalEvent.SUBMITTED)
        return next(sent, None)

    @property
    def coop_id(self) -> str:
        """Whose dissolution is proposed."""
        return self.started.coop_id

    @property
    def state(self) -> ProposalEvent:
        """How it stands: STARTED, SUBMITTED, DECIDED or WITHDRAWN."""
        return self.last.event

    @property
    def is_over(self) -> bool:
        """Whether it was decided or withdrawn."""
        return self.state in {ProposalEvent.DECIDED, ProposalEvent.WITHDRAWN}

    def holds(self, kind: Evidence) -> bool:
        """Tell whether evidence of a kind is complete: what was said at a visit is no letter yet."""
        entry = self.evidence.get(kind)
        return entry is not None and not lacks_letter(entry)

    @property
    def is_dissolved(self) -> bool:
        """Whether the ministry decided to dissolve."""
        return self.last.decision is Decision.DISSOLVED


def lacks_letter(entry: ProposalEntry) -> bool:
    """Tell whether evidence is what the village office said at a visit, and no letter has come yet."""
    is_letter = entry.number is not None or entry.document is not None
    return entry.evidence is Evidence.STATEMENT and entry.visit_id is not None and not is_letter


@dataclass(frozen=True, slots=True)
class Readiness:
    """What keeps a proposal from being sent on a day; nothing where ``is_ready``.

    ``notice_until`` is the last day of the public notice while that day is still ahead.
    """

    missing: tuple[Evidence, ...]
    notice_until: dt.date | None
    is_visited: bool

    @property
    def is_ready(self) -> bool:
        """Whether it may be sent."""
        return not self.missing and self.notice_until is None and self.is_visited


def proposals(entries: Iterable[ProposalEntry], until: dt.date | None = None) -> tuple[Proposal, ...]:
    """Return the proposals that a koperasi's entries, in the order of recording, make day by day.

    Entries of koperasi that were merged stand between each other: starting one while one is not over joins
    that one, and withdrawing only what one of them began changes nothing. ``until`` leaves out what is dated
    after a day; evidence that was removed counts for no day. ``sql/view_fieldwork.sql`` says the same.
    """
    known = tuple(entries)
    removals = (entry for entry in known if entry.event is ProposalEvent.EVIDENCE_REMOVED)
    gone = {moment for entry in removals for moment in entry.ends}
    found: list[Proposal] = []
    for entry in _by_day(known):
        if entry.event is ProposalEvent.EVIDENCE_REMOVED or entry.recorded_at in gone:
            continue
        if entry.event is ProposalEvent.STARTED:
            if not found or found[-1].is_over:
                found.append(Proposal(len(found) + 1, (entry,), starts=(entry,)))
            else:
                found[-1] = replace(found[-1], starts=(*found[-1].starts, entry))
        elif found:
            found[-1] = _followed(found[-1], entry)
    if until is None:
        return tuple(found)
    return tuple(_at(one, until) for one in found if one.started.dated_on <= until)


def _by_day(entries: Iterable[ProposalEntry]) -> list[ProposalEntry]:
    """Return the entries by day, evidence of whatever day after what was recorded before it."""
    placed: list[tuple[dt.date, int, ProposalEntry]] = []
    latest = dt.date.min
    for at, entry in enumerate(entries):
        if entry.event in _FATES:
            latest = max(latest, entry.dated_on)
        placed.append((entry.dated_on if entry.event in _FATES else latest, at, entry))
    return [entry for _day, _at, entry in sorted(placed, key=lambda one: one[:2])]


def _followed(proposal: Proposal, entry: ProposalEntry) -> Proposal:
    if entry.event is ProposalEvent.EVIDENCE and entry.evidence is not None:
        there = {**proposal.evidence, entry.evidence: entry}
        return replace(proposal, evidence=there, papers=(*proposal.papers, entry))
    starts = proposal.starts
    if entry.event is ProposalEvent.DECIDED:
        starts = ()
    elif entry.event is ProposalEvent.WITHDRAWN:
        starts = tuple(start for start in starts if start.recorded_at not in entry.ends)
        if starts:
            return replace(proposal, starts=starts)
    return replace(proposal, fates=(*proposal.fates, entry), starts=starts)


def _at(proposal: Proposal, until: dt.date) -> Proposal:
    """Return a proposal as it stood on a day."""
    return replace(
        proposal,
        fates=tuple(one for one in proposal.fates if one.dated_on <= until),
        evidence={kind: one for kind, one in proposal.evidence.items() if one.dated_on <= until},
    )


def may_follow(
    entries: Iterable[ProposalEntry], event: ProposalEvent, evidence: Evidence | None = None
) -> bool:
    """Tell whether ``event`` may follow on a koperasi's entries; dates and completeness are not looked at.

    ``evidence`` is the kind that is to be removed.
    """
    known = proposals(entries)
    last = known[-1] if known else None
    preparing = last is not None and last.state is ProposalEvent.STARTED
    return {
        ProposalEvent.STARTED: last is None or (last.is_over and not last.is_dissolved),
        ProposalEvent.EVIDENCE: preparing,
        ProposalEvent.EVIDENCE_REMOVED: preparing and last is not None and evidence in last.evidence,
        ProposalEvent.SUBMITTED: preparing,
        ProposalEvent.DECIDED: last is not None and last.state is ProposalEvent.SUBMITTED,
        ProposalEvent.WITHDRAWN: last is not None and not last.is_over,
    }[event]


def readiness(proposal: Proposal, day: dt.date, first_visit: dt.date | None) -> Readiness:
    """Return what keeps a proposal from being sent on ``day``.

    ``first_visit`` is the day of the first recorded visit of the koperasi, None where there is none.
    """
    notice = proposal.evidence.get(Evidence.NOTICE)
    over = months_later(notice.dated_on, NOTICE_MONTHS) if notice else None
    return Readiness(
        missing=tuple(kind for kind in Evidence if not proposal.holds(kind)),
        notice_until=over if over is not None and over > day else None,
        is_visited=first_visit is not None and first_visit <= day,
    )
