"""The rules of a case of coaching (pembinaan): what its entries make, and which may follow; pure functions.

A koperasi has at most one open case. While it is open, steps are added, the last one may be withdrawn, and
the case is closed with an outcome; after that it can only be opened again, or a further case begins.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace

from kopdata.fieldwork.records import CoachingEntry
from kopdata.fieldwork.vocabulary import CaseEvent


@dataclass(frozen=True, slots=True)
class Case:
    """One case of a koperasi; ``number`` counts its cases from 1.

    ``steps`` are those that stand, in the order of recording; ``turns`` are its closings and reopenings.
    ``joined`` are entries of koperasi merged into it that opened what was open already, or closed only what
    one of them had opened.
    """

    number: int
    opened: CoachingEntry
    steps: tuple[CoachingEntry, ...] = ()
    turns: tuple[CoachingEntry, ...] = ()
    joined: tuple[CoachingEntry, ...] = ()

    @property
    def coop_id(self) -> str:
        """Whose case it is."""
        return self.opened.coop_id

    @property
    def closed(self) -> CoachingEntry | None:
        """The entry that closed it, None while it is open."""
        return self.turns[-1] if self.turns and self.turns[-1].event is CaseEvent.CLOSED else None

    @property
    def is_open(self) -> bool:
        """Whether it is open."""
        return self.closed is None

    @property
    def latest_step(self) -> CoachingEntry | None:
        """The step of the latest day; of one day the one recorded last."""
        return max(self.steps, key=lambda step: (step.held_on, step.recorded_at), default=None)

    @property
    def next_by(self) -> dt.date | None:
        """The last day for the next step; None where none is agreed upon, or the case is closed."""
        return self.latest_step.next_by if self.is_open and self.latest_step else None

    def days_late(self, day: dt.date) -> int:
        """Return how many days the next step is late on a day: 0 while it is not."""
        return max((day - self.next_by).days, 0) if self.next_by else 0


def cases(entries: Iterable[CoachingEntry], until: dt.date | None = None) -> tuple[Case, ...]:
    """Return the cases that a koperasi's entries, in the order of recording, make day by day.

    Entries of koperasi that were merged stand between each other: a case is open while anything that opened
    it has not been closed. What opens a case that is open, or closes only one of several that were merged,
    joins it and changes nothing. A step that was withdrawn counts for no day. ``until`` leaves out what
    happened after a day. ``sql/view_fieldwork.sql`` says the same.
    """
    found: list[Case] = []
    taken: list[list[tuple[int, CoachingEntry]]] = []
    standing: set[dt.datetime] = set()
    for at, entry in sorted(enumerate(_not_withdrawn(entries)), key=lambda pair: (pair[1].held_on, pair[0])):
        if until is not None and entry.held_on > until:
            break
        was_open = bool(standing)
        standing -= set(entry.ends)
        if entry.event in {CaseEvent.OPENED, CaseEvent.REOPENED}:
            standing.add(entry.recorded_at)
        if entry.event is CaseEvent.OPENED and not was_open:
            found.append(Case(len(found) + 1, entry))
            taken.append([])
        elif not found:
            continue
        elif entry.event is CaseEvent.STEP:
            taken[-1].append((at, entry))
        elif was_open is bool(standing):
            found[-1] = replace(found[-1], joined=(*found[-1].joined, entry))
        else:
            found[-1] = replace(found[-1], turns=(*found[-1].turns, entry))
    return tuple(
        replace(case, steps=tuple(step for _at, step in sorted(steps, key=lambda pair: pair[0])))
        for case, steps in zip(found, taken, strict=True)
    )


def _not_withdrawn(entries: Iterable[CoachingEntry]) -> list[CoachingEntry]:
    """Return the entries without the steps that were withdrawn and what withdrew them."""
    known = tuple(entries)
    gone = {moment for entry in known if entry.event is CaseEvent.WITHDRAWN for moment in entry.ends}
    return [
        entry
        for entry in known
        if entry.event is not CaseEvent.WITHDRAWN
        and not (entry.event is CaseEvent.STEP and entry.recorded_at in gone)
    ]


def opened_by(case: Case) -> tuple[CoachingEntry, ...]:
    """Return what opened or reopened a case and was not closed yet: what closing it puts an end to."""
    every = (case.opened, *case.turns, *case.joined)
    ended = {moment for entry in every if entry.event is CaseEvent.CLOSED for moment in entry.ends}
    return tuple(
        entry for entry in every if entry.event is not CaseEvent.CLOSED and entry.recorded_at not in ended
    )


def may_follow(entries: Iterable[CoachingEntry], event: CaseEvent) -> bool:
    """Tell whether ``event`` may follow on a koperasi's entries, which stand in the order of recording."""
    known = cases(entries)
    last = known[-1] if known else None
    is_open = last is not None and last.is_open
    return {
        CaseEvent.OPENED: not is_open,
        CaseEvent.STEP: is_open,
        CaseEvent.WITHDRAWN: is_open and last is not None and bool(last.steps),
        CaseEvent.CLOSED: is_open,
        CaseEvent.REOPENED: last is not None and not is_open,
    }[event]
