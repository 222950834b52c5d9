"""All that is known of one koperasi in one line of time: events with a date, a title and words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from enum import StrEnum
from itertools import pairwise

from kopdata.fieldwork.cases import cases
from kopdata.fieldwork.proposals import proposals
from kopdata.fieldwork.records import ProposalEntry, Visit
from kopdata.fieldwork.vocabulary import CaseEvent
from kopdata.formats import date, listed, number
from kopdata.grades import last_rat
from kopdata.imports.fields import LABELS
from kopdata.models import Assessment, Record
from kopdata.queries.profile import Listed, Profile, assessed
from kopdata.vocabulary import Contact, Status
from kopdata.wording import coaching as coaching_words
from kopdata.wording.profile import score
from kopdata.wording.visits import correction, ended, findings


class EventSort(StrEnum):
    """What an event is about; the screen gives each a mark of its own."""

    LEGAL = "legal"
    RAT = "rat"
    CERTIFICATE = "certificate"
    LISTING = "listing"
    STATUS = "status"
    HEALTH = "health"
    VISIT = "visit"
    CONTACT = "contact"
    COACHING = "coaching"
    PROPOSAL = "proposal"
    OUTREACH = "outreach"


class TimelineEvent(Record):
    """One event: ``on`` orders it, ``when`` is its date in words, as exact as it is known."""

    on: dt.date
    when: str
    sort: EventSort
    title: str
    words: str = ""


def timeline_of(profile: Profile) -> tuple[TimelineEvent, ...]:
    """Return everything that is known of a koperasi, the newest first; each event once."""
    events = {
        *_documents(profile),
        *_rats(profile),
        *_certificates(profile),
        *_listings(profile),
        *_statuses(profile),
        *map(_assessment, profile.assessments),
    }
    recorded = (
        *map(_visit, profile.visits),
        *_coaching(profile),
        *_proposals(profile),
        *_outreach(profile),
    )
    return tuple(
        sorted([*events, *recorded], key=lambda event: (event.on, event.sort, event.title), reverse=True)
    )


def _event(on: dt.date, sort: EventSort, title: str, words: str = "") -> TimelineEvent:
    return TimelineEvent(on=on, when=date(on), sort=sort, title=title, words=words)


def _documents(profile: Profile) -> Iterator[TimelineEvent]:
    titles = (
        ("Disahkan sebagai badan hukum", "legal_number", lambda one: (one.legal_date, one.legal_number)),
        (
            "Anggaran dasar diubah",
            "amendment_number",
            lambda one: (one.amendment_date, one.amendment_number),
        ),
        ("Dilaporkan", "reporting_number", lambda one: (one.reporting_date, one.reporting_number)),
    )
    read: Callable[[Listed], tuple[dt.date | None, str | None]]
    for title, field, read in titles:
        numbers: dict[dt.date, str | None] = {}
        for on, number_ in map(read, profile.history):
            if on is not None:
                numbers[on] = number_ or numbers.get(on)
        for on, known in numbers.items():
            yield _event(on, EventSort.LEGAL, title, f"{LABELS[field]} {known}." if known else "")


def _rats(profile: Profile) -> Iterator[TimelineEvent]:
    for one in profile.history:
        told = last_rat(one.as_of, one.rat_date, one.rat_book_year)
        if told is None:
            continue
        if one.rat_date is not None and one.rat_date <= one.as_of:
            yield _event(
                one.rat_date, EventSort.RAT, "Rapat anggota tahunan (RAT)", f"Tahun buku {told.book_year}."
            )
        elif one.rat_date is None:
            yield TimelineEvent(
                on=dt.date(told.book_year + 1, 1, 1),
                when=f"Tahun {told.book_year + 1}",
                sort=EventSort.RAT,
                title="Rapat anggota tahunan (RAT)",
                words=f"Tahun buku {told.book_year}; tanggalnya tidak tercantum.",
            )


def _certificates(profile: Profile) -> Iterator[TimelineEvent]:
    grades: dict[dt.date, dict[str, None]] = {}
    for one in profile.history:
        if one.certificate_expiry is not None:
            grades.setdefault(one.certificate_expiry, {}).update({one.grade: None} if one.grade else {})
    for expiry, given in grades.items():
        words = f"Grade {', lalu '.join(given)}." if given else ""
        yield _event(expiry, EventSort.CERTIFICATE, "Batas masa berlaku sertifikat NIK", words)


def _listings(profile: Profile) -> Iterator[TimelineEvent]:
    present = {one.as_of: one for one in profile.history}
    first = profile.history[0]
    if profile.snapshots[0][0] == first.as_of:
        words = "Keadaan tertua yang tersimpan di dasbor ini."
    else:
        words = "Belum tercantum di keadaan sebelumnya."
    yield _listing(first.as_of, first.label, "Pertama kali tercantum di ekspor", words)
    for (before, _label), (as_of, label) in pairwise(profile.snapshots):
        if before in present and as_of not in present:
            words = f"Terakhir tercantum pada keadaan {present[before].label}."
            yield _listing(as_of, label, "Tidak ada di berkas baru", words)
        elif before not in present and as_of in present and as_of != first.as_of:
            yield _listing(as_of, label, "Tercantum lagi di ekspor", "")


def _listing(on: dt.date, label: str, title: str, words: str) -> TimelineEvent:
    return TimelineEvent(on=on, when=label, sort=EventSort.LISTING, title=title, words=words)


def _statuses(profile: Profile) -> Iterator[TimelineEvent]:
    before: Listed | None = None
    for one in profile.history:
        if one.status is None:
            continue
        if before is None:
            yield _status(one, f"Status ODS: {one.status.label}", "")
        elif one.status is not before.status:
            title = "Kembali aktif" if one.status is Status.ACTIVE else "Menjadi tidak aktif"
            yield _status(one, title, _was(before))
        before = one


def _was(before: Listed) -> str:
    return "" if before.status is None else f"Pada keadaan {before.label} masih {before.status}."


def _status(one: Listed, title: str, words: str) -> TimelineEvent:
    return TimelineEvent(on=one.as_of, when=one.label, sort=EventSort.STATUS, title=title, words=words)


def _assessment(one: Assessment) -> TimelineEvent:
    when = date(one.assessed_on) if one.assessed_on else f"Tahun {one.year}"
    return TimelineEvent(
        on=assessed(one),
        when=when,
        sort=EventSort.HEALTH,
        title=f"Penilaian kesehatan {one.year}: {one.predicate}",
        words=f"Nilai {score(one)}, metode {one.method or 'tidak tercantum'}. Sumber: {one.source}.",
    )


def _visit(visit: Visit) -> TimelineEvent:
    officers = listed(list(visit.officers)) or "petugas tidak tercatat"
    words = [f"Petugas: {officers}."]
    if visit.assistants:
        words.append(f"Pendamping: {listed(list(visit.assistants))}.")
    words += [*findings(visit), f"Tindak lanjut: {ended(visit.follow_up)}"]
    if visit.cause:
        words.append(f"Sebab: {ended(visit.cause)}")
    if visit.notes:
        words.append(f"Catatan: {ended(visit.notes)}")
    if visit.photos:
        words.append(f"{number(len(visit.photos))} foto.")
    if visit.revision > 1:
        words.append(correction(visit))
    elif visit.actor not in visit.officers:
        words.append(f"Dicatat oleh {visit.actor}.")
    if visit.contact is Contact.VISIT:
        return _event(visit.visited_on, EventSort.VISIT, f"Kunjungan: {visit.result}", " ".join(words))
    title = "Telepon/WhatsApp" if visit.contact is Contact.PHONE else "Pengurus datang ke kantor"
    words.insert(0, "Bukan kunjungan, jadi tidak membuktikan alamat.")
    return _event(visit.visited_on, EventSort.CONTACT, title, " ".join(words))


def _coaching(profile: Profile) -> Iterator[TimelineEvent]:
    for case in cases(profile.fieldwork.coaching):
        for entry in coaching_words.all_entries(case):
            title = coaching_words.happened(entry)
            if entry.event is CaseEvent.STEP:
                title = f"Pembinaan: {title}"
            words = coaching_words.details(entry)
            if entry.event is CaseEvent.OPENED:
                words = f"{coaching_words.cause_of(entry)} {words}"
            yield _event(entry.held_on, EventSort.COACHING, f"{title[0].upper()}{title[1:]}", words)


def _proposals(profile: Profile) -> Iterator[TimelineEvent]:
    """Yield what became of each proposal, and each piece of evidence that stands."""
    for proposal in proposals(profile.fieldwork.proposals):
        started, last = proposal.started, proposal.last
        yield _event(started.dated_on, EventSort.PROPOSAL, "Usulan pembubaran disiapkan", _by(started))
        for kind, entry in proposal.evidence.items():
            words = " ".join(filter(None, (entry.notes, _by(entry))))
            yield _event(entry.dated_on, EventSort.PROPOSAL, f"Bukti usulan pembubaran: {kind.label}", words)
        for entry in dict.fromkeys(filter(None, (proposal.submitted, last if proposal.is_over else None))):
            decided = f": {entry.decision}" if entry.decision else ""
            words = " ".join(filter(None, (entry.notes, _by(entry))))
            title = f"Usulan pembubaran {entry.event}{decided}"
            yield _event(entry.dated_on, EventSort.PROPOSAL, title, words)


def _by(entry: ProposalEntry) -> str:
    return f"Dicatat oleh {entry.actor}."


def _outreach(profile: Profile) -> Iterator[TimelineEvent]:
    for event in profile.fieldwork.outreach:
        words = f"{event.place}. {number(event.participants)} orang dari koperasi ini."
        yield _event(event.held_on, EventSort.OUTREACH, f"Sosialisasi: {event.topic}", words)
