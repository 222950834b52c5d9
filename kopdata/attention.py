"""Every reason to look at a koperasi once: what it means, whom it concerns, and what to do.

What the check of a file finds too says and asks the same here: ``kopdata.findings``.

ODS's status is never altered; where what the office computes or what a visit found contradicts it, the
contradiction is work. A reason is a condition over ``kopdata/sql/attention.sql``, one row a koperasi.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from kopdata.figures import Origin
from kopdata.findings import Remedy
from kopdata.findings.contradictions import (
    ACTIVE_WITHOUT_MEMBERS,
    ACTIVE_WITHOUT_RAT,
    GRADE_LAPSED,
    RAT_AHEAD,
)
from kopdata.grades import BOOK_YEARS

VISIT_EVERY: Final = 30
"""Days within which a koperasi is to be visited again, unless the office set another number."""
CASE_IDLE_AFTER: Final = 30
"""Days after which a case of coaching that names no next step is to be taken up again."""
LAPSES_WITHIN: Final = 90
"""Days before the end of a certificate within which the office reminds of it."""


class Basis(StrEnum):
    """What proves a contradiction to ODS's status."""

    VISIT = "Kunjungan"
    RAT = "Data RAT di ODS"


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason.

    ``applies`` is the SQL condition that a koperasi meets. ``needs`` are alternatives of registry fields and
    of origins of figures: the view must be told one of each, else the reason is silent. ``sentence`` says it
    with its dates and has the places of ``wording.attention``; ``title`` counts several koperasi: "4 aktif,
    tetapi …". ``basis`` is what proves one that contradicts ODS's status; None where that is first to be
    checked in the field.
    """

    id: str
    title: str
    applies: str
    needs: tuple[frozenset[str], ...]
    sentence: str
    remedy: Remedy
    basis: Basis | None = None


STATUS_FIELDS: Final = frozenset({"status"})
RAT_FIELDS: Final = frozenset({"rat_date", "rat_book_year", "rat_status"})
_CERTIFICATE = frozenset({"certificate_status", "certificate_expiry"})
_VISITS = frozenset({str(Origin.VISITS)})
LAST_DUE: Final = "CASE WHEN $as_of > $rat_limit THEN $book_year ELSE $book_year - 1 END"
"""SQL of the newest book year whose RAT should have been held: one that is not due yet was not missed."""

REASONS: Final[tuple[Reason, ...]] = (
    Reason(
        "active_not_found",
        "aktif, tetapi tidak ditemukan",
        "status = 'aktif' AND last_at_address = 'tidak ditemukan'",
        (STATUS_FIELDS,),
        "ODS: aktif; kunjungan {last_visit}: tidak ditemukan di alamat terdaftar.",
        Remedy.IN_THE_FIELD,
        Basis.VISIT,
    ),
    Reason(
        "inactive_serving",
        "tidak aktif, tetapi masih melayani",
        "status = 'tidak aktif' AND last_serves_members",
        (STATUS_FIELDS,),
        "ODS: tidak aktif; kunjungan {last_visit}: masih melayani.",
        Remedy.IN_ODS,
        Basis.VISIT,
    ),
    Reason(
        "active_not_serving",
        "aktif, tetapi tidak melayani",
        "status = 'aktif' AND last_at_address = 'ada' AND NOT last_serves_members",
        (STATUS_FIELDS,),
        "ODS: aktif; kunjungan {last_visit}: ada di alamat, tidak melayani anggota.",
        Remedy.IN_THE_FIELD,
        Basis.VISIT,
    ),
    Reason(
        "inactive_rat_held",
        "tidak aktif, tetapi sudah RAT",
        "status = 'tidak aktif' AND rat_state IN ('sudah', 'terlambat')",
        (STATUS_FIELDS, RAT_FIELDS),
        "ODS: tidak aktif, tetapi RAT tahun buku {book_year} sudah diadakan.",
        Remedy.IN_ODS,
        Basis.RAT,
    ),
    Reason(
        "active_no_members",
        "aktif dengan 0 anggota",
        "status = 'aktif' AND members_shown = 0",
        (STATUS_FIELDS, frozenset({"members", "members_male", "members_female"})),
        ACTIVE_WITHOUT_MEMBERS.sentence,
        ACTIVE_WITHOUT_MEMBERS.remedy,
    ),
    Reason(
        "active_rat_old",
        f"aktif, tetapi tanpa RAT selama {BOOK_YEARS} tahun buku",
        f"status = 'aktif' AND last_book_year <= {LAST_DUE} - {BOOK_YEARS}",
        (STATUS_FIELDS, RAT_FIELDS),
        "ODS: aktif, tetapi RAT terakhir untuk tahun buku {last_book_year}.",
        Remedy.IN_THE_FIELD,
        Basis.RAT,
    ),
    Reason(
        "active_rat_never",
        "aktif, tetapi tanggal RAT kosong",
        "status = 'aktif' AND rat_state = 'belum' AND rat_date IS NULL AND rat_book_year IS NULL",
        (STATUS_FIELDS, RAT_FIELDS),
        ACTIVE_WITHOUT_RAT.sentence,
        ACTIVE_WITHOUT_RAT.remedy,
    ),
    Reason(
        "rat_ahead",
        "RAT yang tercatat belum terjadi",
        "rat_date > $as_of OR rat_book_year >= year($as_of)",
        (frozenset({"rat_date", "rat_book_year"}),),
        "{rat_ahead} belum terjadi.",
        RAT_AHEAD.remedy,
    ),
    Reason(
        "grade_lapsed",
        "grade A, tetapi sertifikat habis masa berlaku",
        "grade = 'A' AND certificate_state = 'habis'",
        (frozenset({"grade"}), _CERTIFICATE),
        GRADE_LAPSED.sentence,
        GRADE_LAPSED.remedy,
    ),
    Reason(
        "never_visited",
        "tidak aktif dan belum pernah dikunjungi",
        "status = 'tidak aktif' AND last_visit IS NULL",
        (STATUS_FIELDS, _VISITS),
        "Tidak aktif dan belum pernah dikunjungi.",
        Remedy.IN_THE_FIELD,
    ),
    Reason(
        "plan_passed",
        "lewat jadwal kunjungannya",
        "planned_on IS NOT NULL AND due_on < $visits_until",
        (),
        "Dijadwalkan dikunjungi {due_on}, belum ada kunjungan sesudahnya sampai {until}.",
        Remedy.IN_THE_FIELD,
    ),
    Reason(
        "coaching_late",
        "langkah pembinaan terlambat",
        "coaching_due < $visits_until",
        (),
        "Langkah pembinaan berikutnya seharusnya paling lambat {coaching_due}.",
        Remedy.IN_THE_FIELD,
    ),
    Reason(
        "coaching_idle",
        "pembinaan terbuka tanpa langkah berikutnya",
        f"coaching_due IS NULL AND coaching_entry_on + {CASE_IDLE_AFTER} < $visits_until::DATE",
        (),
        "Pembinaan terbuka tanpa tanggal langkah berikutnya; catatan terakhir {coaching_entry_on}.",
        Remedy.IN_THE_FIELD,
    ),
    Reason(
        "moved",
        "pindah alamat",
        "last_at_address = 'pindah'",
        (),
        "Kunjungan {last_visit}: pindah alamat.",
        Remedy.IN_ODS,
    ),
    Reason(
        "visit_overdue",
        "sudah waktunya dikunjungi lagi",
        "planned_on IS NULL AND due_on < $visits_until",
        (),
        "Seharusnya dikunjungi lagi {due_on}; kunjungan terakhir {last_visit}, {days} hari sebelum {until}.",
        Remedy.IN_THE_FIELD,
    ),
    Reason(
        "nobody_in",
        "pengurus tidak di tempat",
        "last_at_address = 'pengurus tidak di tempat'",
        (),
        "Kunjungan {last_visit}: alamat ada, pengurus tidak di tempat.",
        Remedy.IN_THE_FIELD,
    ),
    Reason(
        "certificate_lapsing",
        "sertifikat segera habis masa berlaku",
        f"certificate_state = 'berlaku' AND certificate_expiry <= $as_of + {LAPSES_WITHIN}",
        (frozenset({"certificate_expiry"}),),
        "Sertifikat NIK hanya berlaku sampai {expires}.",
        Remedy.IN_ODS,
    ),
)
"""All reasons, the weightiest first: contradictions, then visits owed, then what is about to lapse."""


def find_reason(id_: str) -> Reason:
    """Return a reason by its id."""
    return next(reason for reason in REASONS if reason.id == id_)


def telling(fields: frozenset[str], among: tuple[Reason, ...] = REASONS) -> tuple[Reason, ...]:
    """Return the reasons of which a view that is told ``fields`` can say anything, in their order."""
    return tuple(reason for reason in among if all(alternatives & fields for alternatives in reason.needs))


def reasons_of(reasons: tuple[Reason, ...]) -> str:
    """Return the SQL list of the ids of those ``reasons`` that a koperasi meets, in their order."""
    cases = ", ".join(f"CASE WHEN {reason.applies} THEN '{reason.id}' END" for reason in reasons)
    return f"list_filter([{cases}]::VARCHAR[], id -> id IS NOT NULL)"
