"""Usulan pembubaran: the office puts the evidence together and proposes, the ministry decides.

UU 25/1992 Pasal 46 to 50 leave the decision to the government; which papers an office puts together is
practice. ODS's status of a koperasi stays as it is given, whatever was decided.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from kopdata.access import Actor, Right, require
from kopdata.errors import ConflictError, KopdataError
from kopdata.fieldwork.documents import describe_document
from kopdata.fieldwork.entries import (
    LONGEST_LINE,
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
from kopdata.fieldwork.proposals import (
    NOTICE_MONTHS,
    Proposal,
    Readiness,
    may_follow,
    proposals,
    readiness,
)
from kopdata.fieldwork.records import LONGEST_NOTE, ProposalEntry
from kopdata.fieldwork.vocabulary import Decision, Evidence, ProposalEvent
from kopdata.formats import date, listed, number
from kopdata.models import Record
from kopdata.store import Contents, Store
from kopdata.store.links import final
from kopdata.vocabulary import Contact


class ProposalRefusedError(KopdataError):
    """What was filled in about a proposal cannot be recorded; nothing changed."""

    title = "Usulan pembubaran tidak dapat dicatat"


class _Dated(Record):
    dated_on: dt.date
    number: OptionalLine = None
    notes: OptionalNote = None


class _Paper(_Dated):
    evidence: Evidence


class _Decided(_Dated):
    decision: Decision


_SAYS: Final = {
    "dated_on": "Isi tanggalnya.",
    "number": f"Nomor surat paling panjang {LONGEST_LINE} huruf.",
    "notes": f"Catatan paling panjang {number(LONGEST_NOTE)} huruf.",
    "evidence": "Pilih jenis buktinya.",
    "decision": "Pilih keputusan kementerian.",
}


def start_proposal(
    store: Store,
    coop_id: str,
    *,
    dated_on: dt.date | None,
    notes: str = "",
    actor: Actor,
    today: dt.date | None = None,
    based_on: int | None = None,
) -> ProposalEntry:
    """Begin to put together the papers for a koperasi.

    ``based_on``, here and below, is how many entries the koperasi had when the form was drawn. Where the next
    one says just this already, as after a button that was pressed twice, that one is returned; where it says
    something else, ``ConflictError`` is raised. None does not ask.

    Raises
    ------
    NotAllowedError
        The actor has no right to propose.
    NotFoundError
        No snapshot lists the koperasi.
    ProposalRefusedError
        Something is not filled in, or the day is not a possible one.
    ConflictError
        One is under way, or the ministry has dissolved the koperasi; nothing changed.
    """
    require(actor, Right.PROPOSE)
    must_be_listed(store, coop_id)
    filled = checked(_Dated, _SAYS, ProposalRefusedError, dated_on=dated_on, notes=notes)

    def decide(asked: _Asked) -> dict[str, Any]:
        before = asked.proposals[-1].last if asked.proposals else None
        not_before = (before.dated_on, "akhir usulan yang terdahulu") if before else None
        refuse_other_days(filled.dated_on, ProposalRefusedError, until=asked.today, not_before=not_before)
        return filled.model_dump()

    return _record(
        store,
        coop_id,
        ProposalEvent.STARTED,
        decide,
        filled.model_dump(),
        based_on=based_on,
        actor=actor,
        today=today,
    )


def add_evidence(
    store: Store,
    coop_id: str,
    *,
    evidence: Evidence | None,
    dated_on: dt.date | None,
    number: str = "",
    notes: str = "",
    document: tuple[str, bytes] | None = None,
    actor: Actor,
    today: dt.date | None = None,
    based_on: int | None = None,
) -> ProposalEntry:
    """Add evidence to a proposal, in the place of what is there of its kind.

    Parameters
    ----------
    document
        Name and content of a PDF, JPEG or PNG. Without one, the document that is there of this kind stays.

    Raises
    ------
    NotAllowedError
        The actor has no right to propose.
    ProposalRefusedError
        Something is not filled in, or the day is not a possible one.
    DocumentRefusedError
        The document is too large, or not of these kinds.
    ConflictError
        No proposal is being prepared; nothing changed.
    """
    require(actor, Right.PROPOSE)
    filled = checked(
        _Paper,
        _SAYS,
        ProposalRefusedError,
        evidence=evidence,
        dated_on=dated_on,
        number=number,
        notes=notes,
    )
    given = describe_document(*document) if document is not None else {}

    def decide(asked: _Asked) -> dict[str, Any]:
        refuse_other_days(filled.dated_on, ProposalRefusedError, until=asked.today)
        there = asked.proposals[-1].evidence.get(filled.evidence)
        kept = {"document": there.document, "document_name": there.document_name} if there else {}
        return filled.model_dump() | (given or kept)

    files = {given["document"]: document[1]} if document is not None else {}
    return _record(
        store,
        coop_id,
        ProposalEvent.EVIDENCE,
        decide,
        filled.model_dump() | given,
        based_on=based_on,
        actor=actor,
        today=today,
        files=files,
    )


def remove_evidence(
    store: Store, coop_id: str, evidence: Evidence, *, actor: Actor, today: dt.date | None = None
) -> ProposalEntry:
    """Remove evidence that does not belong there; its document stays in the store. Raises as others do."""
    require(actor, Right.PROPOSE)

    def decide(asked: _Asked) -> dict[str, Any]:
        return {"dated_on": asked.today, "evidence": evidence}

    event, says = ProposalEvent.EVIDENCE_REMOVED, {"evidence": evidence}
    return _record(store, coop_id, event, decide, says, actor=actor, today=today, removes=evidence)


def submit_proposal(
    store: Store,
    coop_id: str,
    *,
    dated_on: dt.date | None,
    number: str = "",
    notes: str = "",
    actor: Actor,
    today: dt.date | None = None,
    based_on: int | None = None,
) -> ProposalEntry:
    """Record that the proposal was sent to the ministry, by the letter of this ``number``.

    Raises
    ------
    NotAllowedError
        The actor has no right to propose.
    ProposalRefusedError
        Evidence is missing, the notice was not public for three months, no visit is recorded, or the day is
        not a possible one; the sentence says which.
    ConflictError
        No proposal is being prepared; nothing changed.
    """
    require(actor, Right.PROPOSE)
    filled = checked(_Dated, _SAYS, ProposalRefusedError, dated_on=dated_on, number=number, notes=notes)

    def decide(asked: _Asked) -> dict[str, Any]:
        proposal = asked.proposals[-1]
        days = [(proposal.started.dated_on, "hari usulan disiapkan")]
        days += [(one.dated_on, f"bukti “{kind.label}”") for kind, one in proposal.evidence.items()]
        refuse_other_days(
            filled.dated_on,
            ProposalRefusedError,
            until=asked.today,
            not_before=max(days, key=lambda pair: pair[0]),
        )
        _refuse_unready(readiness(proposal, filled.dated_on, asked.first_visit))
        return filled.model_dump()

    return _record(
        store,
        coop_id,
        ProposalEvent.SUBMITTED,
        decide,
        filled.model_dump(),
        based_on=based_on,
        actor=actor,
        today=today,
    )


def record_decision(
    store: Store,
    coop_id: str,
    *,
    dated_on: dt.date | None,
    decision: Decision | None,
    number: str = "",
    notes: str = "",
    actor: Actor,
    today: dt.date | None = None,
    based_on: int | None = None,
) -> ProposalEntry:
    """Record what the ministry decided about a proposal that was sent; raises as ``submit_proposal`` does.

    ODS's status stays as it is given.
    """
    require(actor, Right.PROPOSE)
    filled = checked(
        _Decided,
        _SAYS,
        ProposalRefusedError,
        dated_on=dated_on,
        decision=decision,
        number=number,
        notes=notes,
    )

    def decide(asked: _Asked) -> dict[str, Any]:
        not_before = (asked.proposals[-1].last.dated_on, "hari usulan diajukan")
        refuse_other_days(filled.dated_on, ProposalRefusedError, until=asked.today, not_before=not_before)
        return filled.model_dump()

    return _record(
        store,
        coop_id,
        ProposalEvent.DECIDED,
        decide,
        filled.model_dump(),
        based_on=based_on,
        actor=actor,
        today=today,
    )


def withdraw_proposal(
    store: Store,
    coop_id: str,
    *,
    dated_on: dt.date | None,
    notes: str = "",
    actor: Actor,
    today: dt.date | None = None,
    based_on: int | None = None,
) -> ProposalEntry:
    """Give a proposal up, while it is prepared or lies with the ministry; raises as ``submit_proposal``."""
    require(actor, Right.PROPOSE)
    filled = checked(_Dated, _SAYS, ProposalRefusedError, dated_on=dated_on, notes=notes)

    def decide(asked: _Asked) -> dict[str, Any]:
        last = asked.proposals[-1].last
        what = "hari usulan diajukan" if last.event is ProposalEvent.SUBMITTED else "hari usulan disiapkan"
        refuse_other_days(
            filled.dated_on, ProposalRefusedError, until=asked.today, not_before=(last.dated_on, what)
        )
        return filled.model_dump()

    return _record(
        store,
        coop_id,
        ProposalEvent.WITHDRAWN,
        decide,
        filled.model_dump(),
        based_on=based_on,
        actor=actor,
        today=today,
    )


def _refuse_unready(found: Readiness) -> None:
    sentences = []
    if found.missing:
        sentences.append(
            f"Bukti belum lengkap: {listed([kind.label.lower() for kind in found.missing])}. Lengkapi dahulu."
        )
    if found.notice_until is not None:
        sentences.append(
            f"Pengumuman baru genap {NOTICE_MONTHS} bulan pada {date(found.notice_until)}. Ajukan pada atau "
            "sesudah tanggal itu."
        )
    if not found.is_visited:
        sentences.append("Belum ada kunjungan ke koperasi ini yang tercatat. Catat kunjungannya dahulu.")
    if sentences:
        raise ProposalRefusedError(f"Usulan belum dapat diajukan. {' '.join(sentences)}")


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a new entry is decided on: the koperasi's proposals, the office's day, its first visit."""

    proposals: Sequence[Proposal]
    today: dt.date
    first_visit: dt.date | None


def _record(
    store: Store,
    coop_id: str,
    event: ProposalEvent,
    decide: Callable[[_Asked], dict[str, Any]],
    says: dict[str, Any],
    *,
    based_on: int | None = None,
    actor: Actor,
    today: dt.date | None,
    files: dict[str, bytes] | None = None,
    removes: Evidence | None = None,
) -> ProposalEntry:
    stands: list[ProposalEntry] = []

    def make(contents: Contents) -> list[ProposalEntry]:
        own = final(coop_id, contents.merged)
        before = [ProposalEntry.of_row(row) for row in rows_of(contents.proposals, contents.merged, own)]
        told = {"event": event, "actor": actor.name}
        if (same := already_recorded(before, says | told, based_on)) is not None:
            stands.append(same)
            return []
        known = proposals(before)
        asked = _Asked(known, office_day(contents, today), _first_visit(contents, own))
        if not may_follow(before, event, removes):
            raise ConflictError(_why_not(event, known[-1] if known else None))
        entry = decide(asked) | told | {"coop_id": own} | numbered(contents.proposals, contents.merged, own)
        stands.append(ProposalEntry.model_validate(entry))
        return stands

    store.append("proposals", make, files)
    return stands[0]


def _first_visit(contents: Contents, coop_id: str) -> dt.date | None:
    """Return the day of the first visit that holds; a call, or who came to the office, is none."""
    newest: dict[str, dict[str, Any]] = {}
    for row in rows_of(contents.visits, contents.merged, coop_id):
        before = newest.get(row["visit_id"])
        if before is None or row["revision"] > before["revision"]:
            newest[row["visit_id"]] = row
    days = [row["visited_on"] for row in newest.values() if row["contact"] == Contact.VISIT]
    return min(days, default=None)


def _why_not(event: ProposalEvent, last: Proposal | None) -> str:
    if last is None or (last.state is ProposalEvent.WITHDRAWN and event is not ProposalEvent.STARTED):
        return "Tidak ada usulan pembubaran yang sedang disiapkan untuk koperasi ini. Mulai usulannya dahulu."
    day = date(last.last.dated_on)
    if last.state is ProposalEvent.DECIDED:
        return (
            f"Kementerian sudah memutuskan usulan ini pada {day}: {last.last.decision}. Lihat lagi usulannya."
        )
    if last.state is ProposalEvent.SUBMITTED:
        return f"Usulan ini sudah diajukan pada {day}. Lihat lagi usulannya."
    if event is ProposalEvent.STARTED:
        return f"Usulan untuk koperasi ini sudah disiapkan sejak {day}. Lihat lagi, lalu lengkapi buktinya."
    if event is ProposalEvent.DECIDED:
        return "Usulan ini belum diajukan. Catat pengajuannya dahulu."
    return "Bukti itu sudah tidak ada di usulan ini. Lihat lagi usulannya."
