"""Usulan pembubaran: the office puts the evidence together and proposes, the ministry decides.

UU 25/1992 Pasal 46 to 50 leave the decision to the government; which papers an office puts together is
practice. ODS's status of a koperasi stays as it is given, whatever was decided.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from kopdata.access import Actor, Right, require
from kopdata.errors import ConflictError, KopdataError, NotFoundError
from kopdata.fieldwork.case_log import EARLIEST, Known, add_entry
from kopdata.fieldwork.documents import describe_document
from kopdata.fieldwork.entries import (
    LONGEST_LINE,
    OptionalLine,
    OptionalNote,
    checked,
    must_be_listed,
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

    def follows(known: Sequence[Proposal]) -> tuple[dt.date, str]:
        return (known[-1].last.dated_on, "akhir usulan yang terdahulu") if known else EARLIEST

    return _record(
        store, coop_id, ProposalEvent.STARTED, filled, follows, based_on=based_on, actor=actor, today=today
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
    visit_id: str | None = None,
    actor: Actor,
    today: dt.date | None = None,
    based_on: int | None = None,
) -> ProposalEntry:
    """Add evidence to a proposal, in the place of what is there of its kind.

    Parameters
    ----------
    document
        Name and content of a PDF, JPEG or PNG. Without one, the document that is there of this kind stays.
    visit_id
        The visit that it is taken over from. Without one, that of the same kind and day stays.

    Raises
    ------
    NotAllowedError
        The actor has no right to propose.
    NotFoundError
        No such visit of the koperasi is recorded.
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
    linked = {"visit_id": visit_id} if visit_id is not None else {}

    def decide(known: Known[ProposalEntry]) -> Mapping[str, Any]:
        proposal = _followed(known, ProposalEvent.EVIDENCE)[-1]
        refuse_other_days(filled.dated_on, ProposalRefusedError, until=known.today, not_before=EARLIEST)
        if visit_id is not None and visit_id not in _visits(known.contents, known.coop_id):
            raise NotFoundError("Kunjungan itu tidak tercatat untuk koperasi ini. Lihat lagi kunjungannya.")
        there = proposal.evidence.get(filled.evidence)
        if there is None:
            return {}
        document_there = {"document": there.document, "document_name": there.document_name}
        same_day = {"visit_id": there.visit_id} if there.dated_on == filled.dated_on else {}
        return ({} if given else document_there) | (linked or same_day)

    told = {"event": ProposalEvent.EVIDENCE, "actor": actor.name, **filled.model_dump(), **given, **linked}
    files = {given["document"]: document[1]} if document is not None else {}
    return add_entry(store, ProposalEntry, coop_id, told, decide, based_on=based_on, today=today, files=files)


def remove_evidence(
    store: Store, coop_id: str, evidence: Evidence, *, actor: Actor, today: dt.date | None = None
) -> ProposalEntry:
    """Remove evidence that does not belong there; its document stays in the store. Raises as others do."""
    require(actor, Right.PROPOSE)

    def decide(known: Known[ProposalEntry]) -> Mapping[str, Any]:
        proposal = _followed(known, ProposalEvent.EVIDENCE_REMOVED, evidence)[-1]
        # What it had replaced goes too, and nothing else: of a koperasi merged later, its own stays.
        removed = tuple(one.recorded_at for one in proposal.papers if one.evidence is evidence)
        return {"dated_on": known.today, "ends": removed}

    told = {"event": ProposalEvent.EVIDENCE_REMOVED, "actor": actor.name, "evidence": evidence}
    return add_entry(store, ProposalEntry, coop_id, told, decide, today=today)


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

    def decide(known: Known[ProposalEntry]) -> Mapping[str, Any]:
        proposal = _followed(known, ProposalEvent.SUBMITTED)[-1]
        days = [(proposal.started.dated_on, "hari usulan disiapkan")]
        days += [(one.dated_on, f"bukti “{kind.label}”") for kind, one in proposal.evidence.items()]
        not_before = max(days, key=lambda pair: pair[0])
        refuse_other_days(filled.dated_on, ProposalRefusedError, until=known.today, not_before=not_before)
        first_visit = min(_visits(known.contents, known.coop_id).values(), default=None)
        _refuse_unready(readiness(proposal, filled.dated_on, first_visit))
        return {}

    told = {"event": ProposalEvent.SUBMITTED, "actor": actor.name, **filled.model_dump()}
    return add_entry(store, ProposalEntry, coop_id, told, decide, based_on=based_on, today=today)


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

    return _record(
        store, coop_id, ProposalEvent.DECIDED, filled, _last_day, based_on=based_on, actor=actor, today=today
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

    return _record(
        store,
        coop_id,
        ProposalEvent.WITHDRAWN,
        filled,
        _last_day,
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


def _record(
    store: Store,
    coop_id: str,
    event: ProposalEvent,
    filled: _Dated,
    follows: Callable[[Sequence[Proposal]], tuple[dt.date, str]],
    *,
    based_on: int | None,
    actor: Actor,
    today: dt.date | None,
) -> ProposalEntry:
    """Record an entry whose day is not before the one that it ``follows``."""

    def decide(known: Known[ProposalEntry]) -> Mapping[str, Any]:
        found = _followed(known, event)
        refuse_other_days(filled.dated_on, ProposalRefusedError, until=known.today, not_before=follows(found))
        starts = found[-1].starts if event is ProposalEvent.WITHDRAWN else ()
        return {"ends": tuple(entry.recorded_at for entry in starts)}

    told = {"event": event, "actor": actor.name, **filled.model_dump()}
    return add_entry(store, ProposalEntry, coop_id, told, decide, based_on=based_on, today=today)


def _last_day(known: Sequence[Proposal]) -> tuple[dt.date, str]:
    """Return the day of what told last how the last proposal stands, and what that was."""
    sent = known[-1].state is ProposalEvent.SUBMITTED
    return known[-1].last.dated_on, "hari usulan diajukan" if sent else "hari usulan disiapkan"


def _followed(
    known: Known[ProposalEntry], event: ProposalEvent, evidence: Evidence | None = None
) -> tuple[Proposal, ...]:
    """Return the koperasi's proposals, on which ``event`` may follow."""
    found = proposals(known.entries)
    if not may_follow(known.entries, event, evidence):
        raise ConflictError(_why_not(event, found[-1] if found else None))
    return found


def _visits(contents: Contents, coop_id: str) -> dict[str, dt.date]:
    """Return id and day of each visit that holds; a call, or who came to the office, is none."""
    newest: dict[str, dict[str, Any]] = {}
    for row in rows_of(contents.visits, contents.merged, coop_id):
        before = newest.get(row["visit_id"])
        if before is None or row["revision"] > before["revision"]:
            newest[row["visit_id"]] = row
    return {id_: row["visited_on"] for id_, row in newest.items() if row["contact"] == Contact.VISIT}


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
