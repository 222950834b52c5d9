"""Pembinaan: opening a case of a koperasi, adding and withdrawing its steps, closing and reopening it.

``kopdata.fieldwork.cases`` says which entry may follow which.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, Self

from pydantic import Field, model_validator

from kopdata.access import Actor, Right, require
from kopdata.errors import ConflictError, KopdataError
from kopdata.fieldwork.case_log import EARLIEST, Known, add_entry
from kopdata.fieldwork.cases import Case, cases, may_follow, opened_by
from kopdata.fieldwork.entries import (
    OFFICERS_TOO_MANY,
    Line,
    Note,
    Officers,
    OptionalLine,
    OptionalNote,
    checked,
    must_be_listed,
    refuse_other_days,
)
from kopdata.fieldwork.records import LONGEST_NOTE, CoachingEntry
from kopdata.fieldwork.vocabulary import CaseEvent, CaseOutcome, CoachingKind
from kopdata.formats import date, number
from kopdata.models import Record
from kopdata.store import Store


class CaseRefusedError(KopdataError):
    """What was filled in about a case of coaching cannot be recorded; nothing changed."""

    title = "Pembinaan tidak dapat dicatat"


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

    def follows(known: Sequence[Case]) -> tuple[dt.date, str]:
        before = known[-1].closed if known else None
        return (before.held_on, "penutupan pembinaan yang terakhir") if before else EARLIEST

    return _record(
        store, coop_id, CaseEvent.OPENED, filled, follows, based_on=based_on, actor=actor, today=today
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

    def follows(known: Sequence[Case]) -> tuple[dt.date, str]:
        return known[-1].opened.held_on, "pembukaan pembinaan"

    return _record(
        store, coop_id, CaseEvent.STEP, filled, follows, based_on=based_on, actor=actor, today=today
    )


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

    def decide(known: Known[CoachingEntry]) -> Mapping[str, Any]:
        last = _followed(known, CaseEvent.WITHDRAWN)[-1].steps[-1]
        if last.recorded_at != step.recorded_at:
            raise ConflictError(
                "Hanya langkah terakhir yang dapat dicabut, dan langkah terakhir sudah lain. Lihat lagi "
                "langkah-langkahnya, lalu ulangi bila masih perlu."
            )
        return {"held_on": known.today, "ends": (last.recorded_at,)}

    told = {"event": CaseEvent.WITHDRAWN, "actor": actor.name}
    return add_entry(store, CoachingEntry, coop_id, told, decide, today=today)


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

    return _record(
        store, coop_id, CaseEvent.CLOSED, filled, _last_day, based_on=based_on, actor=actor, today=today
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

    return _record(
        store, coop_id, CaseEvent.REOPENED, filled, _last_day, based_on=based_on, actor=actor, today=today
    )


def _last_day(known: Sequence[Case]) -> tuple[dt.date, str]:
    """Return the last day on which anything happened in the last case, and what that was."""
    case = known[-1]
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
    filled: _Opening | _Step | _Closing | _Reopening,
    follows: Callable[[Sequence[Case]], tuple[dt.date, str]],
    *,
    based_on: int | None,
    actor: Actor,
    today: dt.date | None,
) -> CoachingEntry:
    """Record an entry whose day is not before the one that it ``follows``."""

    def decide(known: Known[CoachingEntry]) -> Mapping[str, Any]:
        found = _followed(known, event)
        refuse_other_days(filled.held_on, CaseRefusedError, until=known.today, not_before=follows(found))
        closes = opened_by(found[-1]) if event is CaseEvent.CLOSED else ()
        return {"ends": tuple(entry.recorded_at for entry in closes)}

    told = {"event": event, "actor": actor.name, **filled.model_dump()}
    return add_entry(store, CoachingEntry, coop_id, told, decide, based_on=based_on, today=today)


def _followed(known: Known[CoachingEntry], event: CaseEvent) -> tuple[Case, ...]:
    """Return the koperasi's cases, on which ``event`` may follow."""
    found = cases(known.entries)
    if not may_follow(known.entries, event):
        raise ConflictError(_why_not(event, found[-1] if found else None))
    return found


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
