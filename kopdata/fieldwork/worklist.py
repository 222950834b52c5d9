"""Why a koperasi is on the work list ("Pemantauan"), and after how many days it is to be visited again.

A reason is a condition over ``attended`` (``kopdata/queries/attention.py``), one row a koperasi. When a visit
is late is decided there, once for this list and for "Perlu ditindaklanjuti". ODS's status
is never altered: where what the office found contradicts it, the contradiction itself is the reason.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from kopdata.attention import LAST_DUE, RAT_FIELDS, STATUS_FIELDS, VISIT_EVERY, find_reason
from kopdata.grades import BOOK_YEARS
from kopdata.vocabulary import AddressFinding, SettingName, Status

if TYPE_CHECKING:
    from kopdata.settings import Settings

_OWED_FOR_YEARS: Final = f"coalesce(legal_date <= make_date({LAST_DUE} - {BOOK_YEARS} + 1, 1, 1), true)"
"""SQL: every RAT of ``BOOK_YEARS`` book years was owed; who was founded in between did not owe them all."""
_NEVER: Final = find_reason("active_rat_never")
CONTRADICTIONS: Final = (
    *(
        find_reason(id_)
        for id_ in (
            "active_not_found",
            "inactive_serving",
            "active_not_serving",
            "inactive_rat_held",
            "active_rat_old",
        )
    ),
    # That the date is missing is work with the data; against ODS's status it speaks only after years.
    replace(
        _NEVER,
        title=f"aktif, tetapi tanggal RAT kosong dan sudah {BOOK_YEARS} tahun buku wajib RAT",
        applies=f"{_NEVER.applies} AND {_OWED_FOR_YEARS}",
    ),
)
"""Where ODS's status contradicts the last visit or the RAT; the weightiest first."""


class WorkKind(StrEnum):
    """Why a koperasi is on the list, the weightiest first."""

    CONTRADICTION = "contradiction"
    NOT_FOUND = "not_found"
    INACTIVE_ODS = "inactive_ods"
    INACTIVE_RAT = "inactive_rat"

    @property
    def label(self) -> str:
        """What the screen says."""
        return {
            "contradiction": "Sumber bertentangan",
            "not_found": "Tidak ditemukan",
            "inactive_ods": "Tidak aktif menurut ODS",
            "inactive_rat": "Tidak aktif menurut RAT",
        }[self.value]


@dataclass(frozen=True, slots=True)
class WorkReason:
    """One reason.

    ``applies`` is the SQL condition that a koperasi meets, ``needs`` are registry fields of which the view
    must be told one; else the reason is silent. ``every`` names the setting that is its interval in days.
    """

    kind: WorkKind
    applies: str
    needs: frozenset[str]
    every: SettingName
    definition: str


WORK_REASONS: Final = (
    WorkReason(
        WorkKind.CONTRADICTION,
        "len(contradicting) > 0",
        frozenset(),
        SettingName.CONTRADICTION_DAYS,
        "Status di ODS bertentangan dengan kunjungan terakhir atau dengan RAT.",
    ),
    WorkReason(
        WorkKind.NOT_FOUND,
        f"last_at_address = '{AddressFinding.NOT_FOUND}'",
        frozenset(),
        SettingName.NOT_FOUND_DAYS,
        "Pada kunjungan terakhir tidak ditemukan di alamat terdaftar.",
    ),
    WorkReason(
        WorkKind.INACTIVE_ODS,
        f"status = '{Status.INACTIVE}'",
        STATUS_FIELDS,
        SettingName.INACTIVE_ODS_DAYS,
        "Berstatus tidak aktif di ODS.",
    ),
    WorkReason(
        WorkKind.INACTIVE_RAT,
        f"status IS DISTINCT FROM '{Status.INACTIVE}' AND rat_state = 'belum' "
        f"AND coalesce(last_book_year <= {LAST_DUE} - {BOOK_YEARS}, true) AND {_OWED_FOR_YEARS}",
        RAT_FIELDS,
        SettingName.INACTIVE_RAT_DAYS,
        f"Tidak mengadakan RAT untuk {BOOK_YEARS} tahun buku terakhir, walaupun di ODS tidak berstatus tidak "
        "aktif.",
    ),
)
"""All reasons, the weightiest first."""


def telling(fields: frozenset[str]) -> tuple[WorkReason, ...]:
    """Return the reasons of which a view that is told ``fields`` can say anything, in their order."""
    return tuple(reason for reason in WORK_REASONS if not reason.needs or reason.needs & fields)


def kinds_of(reasons: tuple[WorkReason, ...]) -> str:
    """Return the SQL list of the kinds of those ``reasons`` that a koperasi meets, in their order."""
    cases = ", ".join(f"CASE WHEN {reason.applies} THEN '{reason.kind}' END" for reason in reasons)
    return f"list_filter([{cases}]::VARCHAR[], kind -> kind IS NOT NULL)"


def interval_of(visit_every: Mapping[WorkKind, int]) -> str:
    """Return the SQL of the days until the next visit, by the weightiest of ``kinds``; NULL without one."""
    cases = " ".join(f"WHEN '{kind}' THEN {int(days)}" for kind, days in visit_every.items())
    return f"CASE kinds[1] {cases} END"


BUILT_IN_INTERVALS: Final[Mapping[WorkKind, int]] = dict.fromkeys(WorkKind, VISIT_EVERY)
"""The days of each reason, unless the office set others."""


def intervals(settings: Settings) -> dict[WorkKind, int]:
    """Return after how many days a koperasi is to be visited again, by its weightiest reason."""
    return {reason.kind: getattr(settings, reason.every) for reason in WORK_REASONS}
