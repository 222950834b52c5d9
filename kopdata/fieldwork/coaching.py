"""Pembinaan: a case per koperasi, made of numbered entries; which entry may follow which.

A koperasi has at most one open case. While it is open, steps are added, the last one may be withdrawn, and
the case is closed with an outcome; after that it can only be opened again, or a further case begins.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, Self

from pydantic import Field, model_validator

from kopdata.access import Actor, Right, require
from kopdata.errors import ConflictError, KopdataError
from kopdata.fieldwork.entries import (
    OFFICERS_TOO_MANY,
    Line,
    Note,
    Officers,
    OptionalLine,
    OptionalNote,
    already_recorded,
    checked,
    must_be_listed,
    numbered,
    office_day,
    refuse_other_days,
    rows_of,
)
from kopdata.fieldwork.records import LONGEST_NOTE, CoachingEntry
from kopdata.fieldwork.vocabulary import CaseEvent, CaseOutcome, CoachingKind
from kopdata.formats import date, number
from kopdata.models import Record
from kopdata.store import Contents, Store
from kopdata.store.links import final


class CaseRefusedError(KopdataError):
    """What was filled in about a case of coaching cannot be recorded; nothing changed."""

    title = "Pembinaan tidak dapat dicatat"


@dataclass(frozen=True, slots=True)
class Case:
    """One case of a koperasi; ``number`` counts its cases from 1.

    ``steps`` are those that stand, in the order of recording; ``turns`` are its closings and reopenings.
    ``joined`` are entries of koperasi merged into it that opened what was open, or closed what was closed.
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

    Entries of koperasi that were merged stand between each other: opening what is open, or closing what is
    closed, joins the case and changes nothing. A step that was withdrawn counts for no day. ``until`` leaves
    out what happened after a day. ``sql/view_fieldwork.sql`` says the same.
    """
    standing = list(enumerate(_standing(entries)))
    found: list[Case] = []
    taken: list[list[tuple[int, CoachingEntry]]] = []
    for at, entry in sorted(standing, key=lambda pair: (pair[1].held_on, pair[0])):
        if until is not None and entry.held_on > until:
            break
        case = found[-1] if found else None
        is_open = case is not None and case.is_open
        if entry.event is CaseEvent.OPENED and not is_open:
            found.append(Case(len(found) + 1, entry))
            taken.append([])
        elif case is None:
            continue
        elif entry.event is CaseEvent.STEP:
            taken[-1].append((at, entry))
        elif is_open is (entry.event is not CaseEvent.CLOSED):
            found[-1] = replace(case, joined=(*case.joined, entry))
        else:
            found[-1] = replace(case, turns=(*case.turns, entry))
    return tuple(
        replace(case, steps=tuple(step for _at, step in sorted(steps, key=lambda pair: pair[0])))
        for case, steps in zip(found, taken, strict=True)
    )


def _standing(entries: Iterable[CoachingEntry]) -> list[CoachingEntry]:
    """Return the entries without the withdrawn steps and what withdrew them: each the last that stood."""
    kept: list[CoachingEntry] = []
    for entry in entries:
        if entry.event is not CaseEvent.WITHDRAWN:
            kept.append(entry)
            continue
        at = next((at for at in reversed(range(len(kept))) if kept[at].event is CaseEvent.STEP), None)
        if at is not None:
            del kept[at]
    return kept


def may_follow(entries: Iterable[CoachingEntry], event: CaseEvent) -> bool:
    """Tell whether ``event`` may follow on a koperasi's entries, which stand in the order of recording."""
    entries = tuple(entries)
    known = cases(entries)
    steps = tuple(entry for entry in _standing(entries) if entry.event is CaseEvent.STEP)
    last = known[-1] if known else None
    is_open = last is not None and last.is_open
    return {
        CaseEvent.OPENED: not is_open,
        CaseEvent.STEP: is_open,
        # The last one recorded is taken; where that stands in an earlier case, none can be.
        CaseEvent.WITHDRAWN: is_open and last is not None and bool(steps) and last.steps[-1:] == steps[-1:],
        CaseEvent.CLOSED: is_open,
        CaseEvent.REOPENED: last is not None and not is_open,
    }[event]


class _Opening(Record):
    held_on: dt.date
    cause: Line


class _Step(Record):
    held_on: dt.date
    kind: CoachingKind
    officers: Officers = Field(min_length=1)
    result: Note
    next_step: OptionalLine = None
    next_by: dt.date | None = None

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if (self.next_step is None) is not (self.next_by is None):
            raise ValueError(
                "Langkah berikutnya memerlukan uraian dan tanggal paling lambat. Isi keduanya, atau "
                "kosongkan keduanya."
            )
        if self.next_by is not None and self.next_by < self.held_on:
            raise ValueError(
                f"Langkah berikutnya paling lambat {date(self.next_by)} lebih awal daripada langkah ini, "
                f"{date(self.held_on)}. Perbaiki tanggalnya."
            )
        return self


class _Closing(Record):
    held_on: dt.date
    outcome: CaseOutcome
    result: OptionalNote = None


class _Reopening(Record):
    held_on: dt.date
    result: OptionalNote = None


_SAYS: Final = {
    "held_on": "Isi tanggalnya.",
    "cause": "Pilih atau tulis sebabnya, paling panjang 200 huruf.",
    "kind": "Pilih jenis langkahnya.",
    "officers": f"Isi siapa yang melaksanakan. {OFFICERS_TOO_MANY}",
    "result": f"Isi hasilnya, paling panjang {number(LONGEST_NOTE)} huruf.",
    "next_step": "Langkah berikutnya paling panjang 200 huruf.",
    "next_by": "Isi tanggal paling lambat untuk langkah berikutnya.",
    "outcome": "Pilih hasil akhir pembinaan.",
}


def open_case(
    store: Store,
    coop_id: str,
    *,
    held_on: dt.date | None,
    cause: str,
    actor: Actor,
    today: dt.date | None = None,
    based_on: int | None = None,
) -> CoachingEntry:
    """Open a case for a koperasi; ``cause`` is why it is not active, a ``Cause`` or free words.

    ``based_on``, here and below, is how many entries the koperasi had when the form was drawn. Where the next
    one says just this already, as after a button that was pressed twice, that one is returned; where it says
    something else, ``ConflictError`` is raised. None does not ask.

    Raises
    ------
    NotAllowedError
        The actor has no right to record fieldwork.
    NotFoundError
        No snapshot lists the koperasi.
    CaseRefusedError
        Something is not filled in, or the day is not a possible one.
    ConflictError
        A case stands open; nothing changed.
    """
    require(actor, Right.RECORD_VISIT)
    must_be_listed(store, coop_id)
    filled = checked(_Opening, _SAYS, CaseRefusedError, held_on=held_on, cause=cause)

    def check(known: Sequence[Case], until: dt.date) -> None:
        before = known[-1].closed if known else None
        not_before = (before.held_on, "penutupan pembinaan yang terakhir") if before else None
        refuse_other_days(filled.held_on, CaseRefusedError, until=until, not_before=not_before)

    return _record(
        store, coop_id, CaseEvent.OPENED, check, filled, based_on=based_on, actor=actor, today=today
    )


def add_step(
    store: Store,
    coop_id: str,
    *,
    held_on: dt.date | None,
    kind: CoachingKind | None,
    officers: str | Sequence[str],
    result: str,
    next_step: str = "",
    next_by: dt.date | None = None,
    actor: Actor,
    today: dt.date | None = None,
    based_on: int | None = None,
) -> CoachingEntry:
    """Add a step to the open case of a koperasi, with what comes next and by when.

    Raises
    ------
    NotAllowedError
        The actor has no right to record fieldwork.
    CaseRefusedError
        Something is not filled in, or a day is not a possible one.
    ConflictError
        No case stands open; nothing changed.
    """
    require(actor, Right.RECORD_VISIT)
    filled = checked(
        _Step,
        _SAYS,
        CaseRefusedError,
        held_on=held_on,
        kind=kind,
        officers=officers,
        result=result,
        next_step=next_step,
        next_by=next_by,
    )

    def check(known: Sequence[Case], until: dt.date) -> None:
        refuse_other_days(
            filled.held_on,
            CaseRefusedError,
            until=until,
            not_before=(known[-1].opened.held_on, "pembukaan pembinaan"),
        )

    return _record(store, coop_id, CaseEvent.STEP, check, filled, based_on=based_on, actor=actor, today=today)


def withdraw_step(
    store: Store, coop_id: str, step: CoachingEntry, *, actor: Actor, today: dt.date | None = None
) -> CoachingEntry:
    """Withdraw ``step``, which was entered wrongly and is the last one of the open case.

    Raises
    ------
    NotAllowedError
        The actor has no right to record fieldwork.
    ConflictError
        No case stands open, or its last step is another one; nothing changed.
    """
    require(actor, Right.RECORD_VISIT)

    def check(known: Sequence[Case], _until: dt.date) -> None:
        last = known[-1].steps[-1]
        if (last.recorded_at, last.sequence) != (step.recorded_at, step.sequence):
            raise ConflictError(
                "Hanya langkah terakhir yang dapat dicabut, dan langkah terakhir sudah lain. Lihat lagi "
                "langkah-langkahnya, lalu ulangi bila masih perlu."
            )

    return _record(store, coop_id, CaseEvent.WITHDRAWN, check, None, actor=actor, today=today)


def close_case(
    store: Store,
    coop_id: str,
    *,
    held_on: dt.date | None,
    outcome: CaseOutcome | None,
    result: str = "",
    actor: Actor,
    today: dt.date | None = None,
    based_on: int | None = None,
) -> CoachingEntry:
    """Close the open case of a koperasi with its outcome; raises as ``add_step`` does.

    ODS's status stays as it is given: "Aktif kembali" shows only where ODS says so too.
    """
    require(actor, Right.RECORD_VISIT)
    filled = checked(_Closing, _SAYS, CaseRefusedError, held_on=held_on, outcome=outcome, result=result)

    def check(known: Sequence[Case], until: dt.date) -> None:
        refuse_other_days(filled.held_on, CaseRefusedError, until=until, not_before=_last_day(known[-1]))

    return _record(
        store, coop_id, CaseEvent.CLOSED, check, filled, based_on=based_on, actor=actor, today=today
    )


def reopen_case(
    store: Store,
    coop_id: str,
    *,
    held_on: dt.date | None,
    result: str = "",
    actor: Actor,
    today: dt.date | None = None,
    based_on: int | None = None,
) -> CoachingEntry:
    """Open the last case of a koperasi again; ``result`` says why. Raises as ``add_step`` does."""
    require(actor, Right.RECORD_VISIT)
    filled = checked(_Reopening, _SAYS, CaseRefusedError, held_on=held_on, result=result)

    def check(known: Sequence[Case], until: dt.date) -> None:
        refuse_other_days(filled.held_on, CaseRefusedError, until=until, not_before=_last_day(known[-1]))

    return _record(
        store, coop_id, CaseEvent.REOPENED, check, filled, based_on=based_on, actor=actor, today=today
    )


def _last_day(case: Case) -> tuple[dt.date, str]:
    """Return the last day on which anything happened in a case, and what that was."""
    days = [(case.opened.held_on, "pembukaan pembinaan")]
    days += [(step.held_on, "langkah terakhir") for step in case.steps]
    days += [
        (turn.held_on, "penutupan" if turn.event is CaseEvent.CLOSED else "pembukaan kembali")
        for turn in case.turns
    ]
    days += [(other.held_on, "catatan koperasi yang digabung") for other in case.joined]
    return max(days, key=lambda pair: pair[0])


def _record(
    store: Store,
    coop_id: str,
    event: CaseEvent,
    check: Callable[[Sequence[Case], dt.date], None],
    filled: Record | None,
    *,
    based_on: int | None = None,
    actor: Actor,
    today: dt.date | None,
) -> CoachingEntry:
    stands: list[CoachingEntry] = []

    def make(contents: Contents) -> list[CoachingEntry]:
        own = final(coop_id, contents.merged)
        before = [CoachingEntry.of_row(row) for row in rows_of(contents.coaching, contents.merged, own)]
        until = office_day(contents, today)
        given: dict[str, Any] = {"event": event, "actor": actor.name}
        given |= {"held_on": until} if filled is None else filled.model_dump()
        if (same := already_recorded(before, given, based_on)) is not None:
            stands.append(same)
            return []
        known = cases(before)
        if not may_follow(before, event):
            raise ConflictError(_why_not(event, known[-1] if known else None))
        check(known, until)
        entry = given | {"coop_id": own} | numbered(contents.coaching, contents.merged, own)
        stands.append(CoachingEntry.model_validate(entry))
        return stands

    store.append("coaching", make)
    return stands[0]


def _why_not(event: CaseEvent, last: Case | None) -> str:
    if last is not None and last.is_open:
        if event is CaseEvent.WITHDRAWN:
            return "Belum ada langkah yang dapat dicabut. Lihat lagi langkah-langkahnya."
        return (
            f"Pembinaan koperasi ini sudah terbuka sejak {date(last.opened.held_on)}. Lihat lagi, lalu catat "
            "langkahnya di sana."
        )
    if last is None:
        return "Koperasi ini belum dibina. Buka pembinaannya dahulu."
    closed = last.closed.held_on if last.closed else last.opened.held_on
    return f"Pembinaan koperasi ini sudah ditutup {date(closed)}. Lihat lagi, lalu buka kembali bila perlu."
