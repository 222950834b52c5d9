"""Usulan pembubaran in words: who decides, what is there, what is missing, and until when what lasts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from kopdata.fieldwork.proposals import (
    DECISION_MONTHS,
    NOTICE_MONTHS,
    OBJECTION_MONTHS,
    Proposal,
    Readiness,
    lacks_letter,
)
from kopdata.fieldwork.records import ProposalEntry, Visit
from kopdata.fieldwork.vocabulary import Evidence, ProposalEvent, VillageOffice
from kopdata.formats import ABSENT, date, listed, number, short_date
from kopdata.models import Filter
from kopdata.queries.dissolution import ListedProposal, ListedProposals
from kopdata.queries.evidence import LastRatKnown, Suggestion
from kopdata.wording.fieldwork import fieldwork_heading, left_out_of
from kopdata.wording.names import NamesHeading
from kopdata.wording.view import cooperatives_in_view

TITLE: Final = "Usulan pembubaran"
WHO_DECIDES: Final = (
    "Dinas hanya mengusulkan; yang memutuskan pembubaran adalah kementerian. Status di ODS tetap seperti "
    "yang tercatat di sana, apa pun yang dicatat di halaman ini."
)
LAW: Final = (
    "Dasar: UU 25/1992 tentang Perkoperasian, Pasal 46–50. Bukti yang dikumpulkan sebelum mengusulkan "
    "mengikuti kebiasaan kantor."
)
PERIODS: Final = (
    f"Menurut UU 25/1992 Pasal 47, keputusan keluar paling lambat {DECISION_MONTHS} bulan, dan koperasi "
    f"dapat menyatakan keberatan paling lambat {OBJECTION_MONTHS} bulan, keduanya sejak koperasi menerima "
    "surat pemberitahuan rencana pembubaran. Tanggal penerimaan itu tidak tercatat di sini."
)
NOTHING_YET: Final = "Belum ada usulan pembubaran untuk koperasi pada tampilan ini."
NOT_YOURS: Final = (
    "Anda dapat melihat usulan pembubaran, tetapi tidak berhak mengusulkan. Mintalah kepada Kepala Bidang "
    "atau Operator ODS."
)
COLUMNS: Final = (
    *("No", "Nama koperasi", "NIK", "Alamat", "Desa/Kelurahan", "Kecamatan", "Keadaan", "Disiapkan"),
    *(
        "Bukti yang ada",
        "Yang belum ada",
        "Diajukan",
        "Nomor surat",
        "Diputuskan atau dibatalkan",
        "Keputusan",
    ),
)
"""Titles of the list that is taken along."""
_STATES: Final = {
    ProposalEvent.STARTED: "Disiapkan",
    ProposalEvent.SUBMITTED: "Diajukan ke kementerian",
    ProposalEvent.DECIDED: "Diputuskan",
    ProposalEvent.WITHDRAWN: "Dibatalkan",
}
_HINTS: Final = {
    Evidence.INACTIVE: "Tanggal sejak kapan atau sampai kapan dapat dibuktikan, misalnya RAT terakhir.",
    Evidence.VISIT: (
        "Kunjungan yang menyimpulkan koperasi tidak ditemukan atau tidak melayani; berita acaranya diunduh "
        "dari catatan kunjungan."
    ),
    Evidence.STATEMENT: "Nomor dan tanggal surat.",
    Evidence.NOTICE: f"Tanggal mulai diumumkan. Usulan diajukan sesudah genap {NOTICE_MONTHS} bulan.",
    Evidence.OBLIGATIONS: "Pemeriksaan utang, hibah, dan kewajiban lain.",
}


def hint(kind: Evidence) -> str:
    """Return what is to be entered as this evidence."""
    return _HINTS[kind]


def state_line(proposal: Proposal) -> str:
    """Return how a proposal stands: "Diajukan ke kementerian 1 Juni 2024"."""
    words = _STATES[proposal.state]
    decided = f": {proposal.last.decision}" if proposal.last.decision else ""
    return f"{words} {date(proposal.last.dated_on)}{decided}"


def choice_note(proposal: Proposal) -> str:
    """Return what a choice says of a koperasi's proposal."""
    return f"usulan {_STATES[proposal.state].lower()}"


def evidence_count(proposal: Proposal) -> str:
    """Return how much of the evidence is complete: "3 dari 5"."""
    return f"{number(sum(map(proposal.holds, Evidence)))} dari {number(len(Evidence))}"


def still_to_come(found: Readiness) -> dict[Evidence, str]:
    """Return what evidence that is there waits for before the proposal can be sent, by its kind."""
    waits = {}
    if found.notice_until is not None:
        waits[Evidence.NOTICE] = (
            f"Pengumuman baru genap {NOTICE_MONTHS} bulan pada {date(found.notice_until)}; usulan dapat "
            "diajukan mulai tanggal itu."
        )
    if not found.is_visited:
        waits[Evidence.VISIT] = "Belum ada kunjungan ke koperasi ini yang tercatat di dasbor."
    return waits


NOT_READY: Final = (
    "Usulan belum dapat diajukan. Lengkapi dahulu yang belum bertanda centang atau masih ditunggu pada "
    "daftar bukti di atas."
)


def checklist(proposal: Proposal) -> list[tuple[Evidence, ProposalEntry | None, str]]:
    """Return each kind of evidence with what is there of it, and that in words."""
    return [
        (kind, entry, f"**{kind.label}**: {_told(entry) if entry else 'belum'}")
        for kind in Evidence
        for entry in [proposal.evidence.get(kind)]
    ]


def _told(entry: ProposalEntry) -> str:
    if lacks_letter(entry):
        return f"keterangan lisan {date(entry.dated_on)}; suratnya belum ada"
    parts = [f"ada, {date(entry.dated_on)}"]
    parts += [f"nomor {entry.number}"] if entry.number else []
    return ", ".join(parts)


RECORDED_ALREADY: Final = (
    "Sudah tercatat untuk koperasi ini, dapat dipakai sebagai bukti setelah usulan dimulai"
)
TAKE_OVER: Final = "Pakai sebagai bukti"


def suggested(suggestion: Suggestion) -> str:
    """Return what is recorded that could be evidence and where it comes from: the notes on that evidence."""
    if suggestion.visit is not None:
        return _of_visit(suggestion.evidence, suggestion.visit)
    return _of_last_rat(suggestion.last_rat) if suggestion.last_rat is not None else ""


def corrected(visit: Visit) -> str:
    """Return that the visit behind evidence was corrected afterwards, and what it says now."""
    return (
        f"Kunjungan ini diperbaiki sesudah dipakai sebagai bukti. Hasilnya sekarang: {visit.result}. Periksa "
        "apakah buktinya masih benar."
    )


def _of_visit(evidence: Evidence, visit: Visit) -> str:
    by = f" oleh {listed(list(visit.officers))}" if visit.officers else ""
    said = "perangkat desa tidak mengenal koperasi ini."
    if evidence is Evidence.STATEMENT:
        return f"Kunjungan {date(visit.visited_on)}{by}: {said} Surat keterangannya masih perlu diminta."
    result = f"{visit.result[0].lower()}{visit.result[1:]}"
    words = f"Kunjungan {date(visit.visited_on)}{by}: {result}."
    if visit.village_office is VillageOffice.DOES_NOT_KNOW:
        words += f" {said[0].upper()}{said[1:]}"
    return words


def _of_last_rat(known: LastRatKnown) -> str:
    source = f"data ODS sampai keadaan {known.snapshot}"
    if known.book_year is None:
        return f"Tidak ada RAT yang tercatat di {source}."
    held = f", diadakan {date(known.held_on)}" if known.held_on else ""
    return f"RAT terakhir untuk tahun buku {known.book_year}{held}, menurut {source}."


def paper_note(entry: ProposalEntry) -> str:
    """Return the notes on a piece of evidence and who recorded it."""
    return " ".join(filter(None, (entry.notes, f"Dicatat oleh {entry.actor}.")))


def dates_lines(proposal: Proposal) -> list[str]:
    """Return the dates of a proposal, in their order."""
    lines = [f"Disiapkan {date(proposal.started.dated_on)} oleh {proposal.started.actor}."]
    if proposal.submitted is not None:
        letter = f" dengan surat nomor {proposal.submitted.number}" if proposal.submitted.number else ""
        lines.append(f"Diajukan {date(proposal.submitted.dated_on)}{letter} oleh {proposal.submitted.actor}.")
    if proposal.is_over:
        notes = f" {proposal.last.notes}" if proposal.last.notes else ""
        lines.append(f"{state_line(proposal)}, dicatat oleh {proposal.last.actor}.{notes}")
    return lines


def list_rows(shown: Iterable[ListedProposal]) -> list[dict[str, str]]:
    """Return the proposals as the screen lists them."""
    return [
        {
            "Nama": one.whose.name,
            "Kecamatan": one.whose.district or ABSENT,
            "Keadaan": state_line(one.proposal),
            "Bukti": evidence_count(one.proposal),
            "Yang belum ada": _lacks(one) or ABSENT,
        }
        for one in shown
    ]


def _lacks(one: ListedProposal) -> str:
    """Return what keeps a proposal from being sent, each in a sentence; "" where nothing does."""
    if one.proposal.state is not ProposalEvent.STARTED:
        return ""
    missing = listed([kind.label for kind in one.readiness.missing])
    return " ".join([*([f"{missing}."] if missing else []), *still_to_come(one.readiness).values()])


def left_out(found: ListedProposals) -> str:
    """Return whose proposals are not shown because the view does not hold them, "" where there are none."""
    return left_out_of("usulan", [one.whose for one in found.left_out])


def file_rows(shown: Iterable[ListedProposal]) -> Iterable[tuple[str, ...]]:
    """Yield the proposals as a file lists them, in the order of ``COLUMNS``."""
    for at, one in enumerate(shown, start=1):
        proposal, whose = one.proposal, one.whose
        sent = proposal.submitted
        yield (
            *(str(at), whose.name, whose.nik or "", whose.address or "", whose.village or ""),
            *(whose.district or "", _STATES[proposal.state], short_date(proposal.started.dated_on)),
            *(evidence_count(proposal), _lacks(one)),
            *((short_date(sent.dated_on), sent.number or "") if sent else ("", "")),
            short_date(proposal.last.dated_on) if proposal.is_over else "",
            str(proposal.last.decision) if proposal.last.decision else "",
        )


def file_heading(
    found: ListedProposals, filter_: Filter, *, is_demo: bool, office_name: str, section_name: str
) -> NamesHeading:
    """Return what stands above the list in a file."""
    return fieldwork_heading(
        f"{TITLE}: {cooperatives_in_view(filter_)}",
        [f"Sampai {date(found.until)}. {WHO_DECIDES}", LAW, left_out(found)],
        is_demo=is_demo,
        office_name=office_name,
        section_name=section_name,
    )
