"""Pembinaan in words: how many cases, how late, what was done, and what that does not prove."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Final

from kopdata.fieldwork.cases import Case
from kopdata.fieldwork.records import CoachingEntry
from kopdata.fieldwork.vocabulary import CaseEvent, CaseOutcome
from kopdata.formats import ABSENT, date, listed, number, short_date
from kopdata.models import Filter
from kopdata.queries.coaching import AskedFor, CoachingCases, ListedCase
from kopdata.queries.fieldwork_listing import Whose
from kopdata.wording.fieldwork import fieldwork_heading, left_out_of
from kopdata.wording.names import NamesHeading
from kopdata.wording.view import cooperatives_in_view

TITLE: Final = "Pembinaan"
ABOUT: Final = (
    "Setiap koperasi yang dibina mempunyai satu catatan: apa yang dilakukan, oleh siapa, hasilnya, dan "
    "langkah berikutnya. Langkah yang sudah lewat batasnya tampil paling atas."
)
NO_EFFECT: Final = (
    "Angka ini hanya menghitung apa yang dicatat. Dari sini tidak dapat disimpulkan bahwa suatu langkah "
    "membuat koperasi aktif kembali."
)
NOTHING_YET: Final = "Belum ada pembinaan yang dibuka untuk koperasi pada tampilan ini."
NOT_YOURS: Final = (
    "Anda dapat melihat pembinaan, tetapi tidak berhak mencatatnya. Mintalah kepada Petugas Lapangan, "
    "Operator ODS, atau Kepala Bidang."
)
ODS_STAYS: Final = (
    "Status di ODS tidak berubah karena catatan ini. “Aktif kembali” baru tampil sebagai tahap bila ODS juga "
    "mencatatnya aktif."
)
OPEN, CLOSED, TO_OPEN = "Terbuka", "Ditutup", "Perlu dibuka"
STATES: Final = (OPEN, TO_OPEN, CLOSED)
"""A case that is open, one that the last visit asks for and nobody has opened, one that is closed."""
TO_DO: Final = "Buka pembinaan"
NO_CAUSE: Final = "Sebab tidak tercatat"
OTHER_CAUSE: Final = "Sebab lain, tulis di bawah"
COLUMNS: Final = (
    *("No", "Nama koperasi", "NIK", "Alamat", "Desa/Kelurahan", "Kecamatan", "Keadaan", "Dibuka", "Sebab"),
    *("Jumlah langkah", "Langkah terakhir", "Jenis", "Petugas", "Hasil"),
    *("Langkah berikutnya", "Paling lambat", "Terlambat (hari)", "Ditutup", "Hasil akhir"),
)
"""Titles of the list that is taken along."""


def summary(found: CoachingCases) -> str:
    """Return how many cases there are: "**3 pembinaan terbuka** · 1 terlambat · 2 ditutup"."""
    late = len(found.late)
    words = f"**{number(len(found.open))} pembinaan terbuka**"
    words += f" · **{number(late)} langkah terlambat**" if late else " · tidak ada langkah yang terlambat"
    return f"{words} · {number(len(found.closed))} ditutup, sampai {date(found.until)}"


def in_coaching_line(found: CoachingCases) -> str:
    """Return who counts as "dalam pembinaan" on every screen, and how that differs from the open cases."""
    if not found.in_coaching:
        return ""
    words = f"{number(found.in_coaching)} koperasi dalam pembinaan"
    if found.asked_for:
        words += (
            f": {number(len(found.open))} dengan pembinaan terbuka, dan {number(len(found.asked_for))} yang "
            "menurut kunjungan terakhir perlu dibina tetapi pembinaannya belum dibuka"
        )
    else:
        words += ", semuanya dengan pembinaan terbuka"
    return (
        f"{words}. {number(found.inactive)} di antaranya tidak aktif menurut ODS; hanya yang tidak aktif "
        "dihitung di Ringkasan."
    )


def to_open_label(found: CoachingCases) -> str:
    """Return what the button says that lists who has no open case yet, "" where nobody is asked for."""
    return f"{TO_OPEN}: {number(len(found.asked_for))}" if found.asked_for else ""


def late_line(found: CoachingCases) -> str:
    """Return whose next step is late and since when, the latest first; "" where none is."""
    late = [f"{one.whose.name} ({number(one.days_late)} hari)" for one in found.late]
    return f"Terlambat: {listed(late, most=5)}." if late else ""


def cause_line(case: Case) -> str:
    """Return why the koperasi is not active, as recorded."""
    return cause_of(case.opened)


def cause_of(opened: CoachingEntry) -> str:
    """Return the cause that an opening bears, in a sentence."""
    return f"Sebab: {opened.cause}." if opened.cause else f"{NO_CAUSE}."


def leads_to_proposal(case: Case) -> bool:
    """Tell whether a case ended with the word that dissolution is to be proposed."""
    return case.closed is not None and case.closed.outcome is CaseOutcome.TO_DISSOLUTION


@dataclass(frozen=True, slots=True)
class Shown:
    """What of the list is shown: cases, and those that the last visit asks for."""

    cases: tuple[ListedCase, ...]
    asked_for: tuple[AskedFor, ...]


def shown_of(found: CoachingCases, states: Collection[str]) -> Shown:
    """Return what is in one of these states, in any where none is named."""
    return Shown(
        cases=tuple(one for one in found.cases if not states or state_of(one.case) in states),
        asked_for=found.asked_for if not states or TO_OPEN in states else (),
    )


def state_of(case: Case) -> str:
    """Return whether a case is open: one of ``STATES``."""
    return OPEN if case.is_open else CLOSED


def state_line(case: Case) -> str:
    """Return how a case stands: "Terbuka sejak 13 Desember 2022" or how and when it ended."""
    if case.closed is None:
        return f"Terbuka sejak {date(case.opened.held_on)}"
    return f"Ditutup {date(case.closed.held_on)}: {case.closed.outcome}"


def list_rows(shown: Shown) -> list[tuple[str, dict[str, str]]]:
    """Return the koperasi and the row of each as the screen lists them; closed cases come last."""
    standing = [(one.whose.coop_id, _row(one)) for one in shown.cases if one.case.is_open]
    ended = [(one.whose.coop_id, _row(one)) for one in shown.cases if not one.case.is_open]
    return [*standing, *((one.coop_id, _row_to_open(one)) for one in shown.asked_for), *ended]


def _row(one: ListedCase) -> dict[str, str]:
    return {
        "Nama": one.whose.name,
        "Terlambat": f"{number(one.days_late)} hari" if one.days_late else ABSENT,
        "Langkah berikutnya": _next(one.case),
        "Langkah terakhir": _last(one.case),
        "Keadaan": state_of(one.case),
        "Kecamatan": one.whose.district or ABSENT,
        "Sebab": one.case.opened.cause or ABSENT,
        "Dibuka": short_date(one.case.opened.held_on),
        "Hasil akhir": str(one.case.closed.outcome) if one.case.closed else ABSENT,
    }


def _row_to_open(one: AskedFor) -> dict[str, str]:
    return {
        "Nama": one.name,
        "Terlambat": ABSENT,
        "Langkah berikutnya": TO_DO,
        "Langkah terakhir": f"{short_date(one.visited_on)} · Kunjungan",
        "Keadaan": TO_OPEN,
        "Kecamatan": one.district or ABSENT,
        "Sebab": ABSENT,
        "Dibuka": ABSENT,
        "Hasil akhir": ABSENT,
    }


def _next(case: Case) -> str:
    step = case.latest_step
    if not case.is_open:
        return ABSENT
    if step is None:
        return "Belum ada langkah"
    return f"{short_date(step.next_by)} · {step.next_step}" if step.next_by else "Belum ditentukan"


def _last(case: Case) -> str:
    step = case.latest_step
    return f"{short_date(step.held_on)} · {step.kind}" if step else ABSENT


def entry_lines(case: Case) -> list[tuple[str, str]]:
    """Return what happened in a case by day, each as what and when, and what is to be known of it."""
    entries = sorted(all_entries(case), key=lambda one: (one.held_on, one.recorded_at))
    return [(f"{date(one.held_on)}: {happened(one)}", details(one)) for one in entries]


def all_entries(case: Case) -> tuple[CoachingEntry, ...]:
    """Return everything that stands in a case, in no order of days."""
    return (case.opened, *case.steps, *case.turns, *case.joined)


def happened(entry: CoachingEntry) -> str:
    """Return what an entry of a case says happened: "pembinaan dibuka", else the kind of the step."""
    return {
        CaseEvent.OPENED: "pembinaan dibuka",
        CaseEvent.CLOSED: f"pembinaan ditutup, {entry.outcome}",
        CaseEvent.REOPENED: "pembinaan dibuka kembali",
    }.get(entry.event, str(entry.kind))


def details(entry: CoachingEntry) -> str:
    """Return what else is to be known of an entry, in sentences."""
    parts = [f"Hasil: {entry.result.rstrip('.')}." if entry.event is CaseEvent.STEP and entry.result else ""]
    parts += [entry.result or ""] if entry.event is not CaseEvent.STEP else []
    parts += [f"Berikutnya: {entry.next_step}, paling lambat {date(entry.next_by)}." if entry.next_by else ""]
    parts += [f"Petugas: {listed(list(entry.officers))}." if entry.officers else ""]
    parts += [f"Dicatat oleh {entry.actor}."]
    return " ".join(filter(None, parts))


def step_line(step: CoachingEntry) -> str:
    """Return a step in one sentence: "Langkah terakhir: Konsultasi, 13 Desember 2022, oleh Tono."."""
    return f"Langkah terakhir: {step.kind}, {date(step.held_on)}, oleh {listed(list(step.officers))}."


def next_line(case: Case, day: dt.date) -> str:
    """Return what comes next and whether that is late on ``day``, "" for a closed case."""
    if not case.is_open:
        return ""
    step = case.latest_step
    if step is None or step.next_by is None:
        return "Langkah berikutnya belum ditentukan."
    late = case.days_late(day)
    words = f"Langkah berikutnya: {step.next_step}, paling lambat {date(step.next_by)}"
    return f"{words}. Terlambat {number(late)} hari." if late else f"{words}."


def kind_rows(found: CoachingCases) -> list[dict[str, str]]:
    """Return how many steps of each kind were recorded, and with how many koperasi."""
    return [
        {"Jenis langkah": str(kind), "Langkah": number(steps), "Koperasi": number(whose)}
        for kind, (steps, whose) in found.by_kind().items()
    ]


def cause_rows(found: CoachingCases) -> list[dict[str, str]]:
    """Return how many cases were opened for each cause."""
    return [
        {"Sebab": cause or NO_CAUSE, "Pembinaan": number(count)} for cause, count in found.by_cause().items()
    ]


def left_out(found: CoachingCases) -> str:
    """Return whose cases are not counted because the view does not hold them, "" where there are none."""
    return left_out_of("pembinaan", [one.whose for one in found.left_out])


def case_note(one: ListedCase) -> str:
    """Return what a choice says of a koperasi's case: late, open or closed."""
    if one.days_late:
        return f"terlambat {number(one.days_late)} hari"
    return "pembinaan terbuka" if one.case.is_open else "pembinaan ditutup"


def file_rows(shown: Shown) -> Iterable[tuple[str, ...]]:
    """Yield what is shown as a file lists it, in the order of ``COLUMNS``; who has no case comes last."""
    for at, one in enumerate(shown.cases, start=1):
        case, step = one.case, one.case.latest_step
        yield (
            *(str(at), *_named(one.whose), state_of(case), short_date(case.opened.held_on)),
            *(case.opened.cause or "", str(len(case.steps))),
            *((short_date(step.held_on), str(step.kind)) if step else ("", "")),
            *((", ".join(step.officers), step.result or "") if step else ("", "")),
            *((step.next_step or "", short_date(case.next_by)) if step and case.next_by else ("", "")),
            str(one.days_late) if one.days_late else "",
            *((short_date(case.closed.held_on), str(case.closed.outcome)) if case.closed else ("", "")),
        )
    for at, asked in enumerate(shown.asked_for, start=len(shown.cases) + 1):
        row = (str(at), *_named(asked), TO_OPEN, "", "", "", short_date(asked.visited_on), "Kunjungan")
        row = (*row, "", asked.follow_up, TO_DO)
        yield (*row, *[""] * (len(COLUMNS) - len(row)))


def _named(whose: Whose) -> tuple[str, ...]:
    return tuple(cell or "" for cell in (whose.name, whose.nik, whose.address, whose.village, whose.district))


def file_heading(
    found: CoachingCases, filter_: Filter, *, is_demo: bool, office_name: str, section_name: str
) -> NamesHeading:
    """Return what stands above the list in a file."""
    return fieldwork_heading(
        f"{TITLE}: {cooperatives_in_view(filter_)}",
        [summary(found).replace("**", "") + ".", in_coaching_line(found), NO_EFFECT, left_out(found)],
        is_demo=is_demo,
        office_name=office_name,
        section_name=section_name,
    )
