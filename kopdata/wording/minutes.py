"""The berita acara of one visit or contact: what it says, line by line, before it is drawn."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Final

from kopdata.fieldwork.message_dates import WEEKDAYS
from kopdata.fieldwork.records import Visit, VisitedCooperative
from kopdata.formats import date, listed, moment, number
from kopdata.imports.values import tidy
from kopdata.models import Record
from kopdata.regions import REGENCY
from kopdata.vocabulary import AddressFinding, Contact, fold
from kopdata.wording.quote import SAMPLE

NOT_RECORDED: Final = "Tidak dicatat"
CUT: Final = "… (selengkapnya pada catatan di dasbor)"
PROVES_NO_ADDRESS: Final = "Ini bukan kunjungan, jadi tidak membuktikan alamat koperasi."
NUMBER_LINE: Final = f"Nomor: {'.' * 60}"
TO_WRITE: Final = "." * 60
PLACE_AND_DATE: Final = f"{'.' * 30}, {'.' * 36}"
_TITLES: Final = {Contact.VISIT: "BERITA ACARA KUNJUNGAN KOPERASI"}
_CONTACT_TITLE: Final = "BERITA ACARA KONTAK DENGAN KOPERASI"
_DONE: Final = {
    Contact.VISIT: "telah mengunjungi koperasi berikut",
    Contact.PHONE: "telah menghubungi koperasi berikut melalui telepon atau WhatsApp",
    Contact.AT_OFFICE: "telah menerima pengurus koperasi berikut di kantor",
}
_FOUND: Final = {
    AddressFinding.FOUND: "Ada di alamat terdaftar",
    AddressFinding.MOVED: "Pindah alamat",
    AddressFinding.NOBODY_IN: "Alamat ada, pengurus tidak di tempat",
    AddressFinding.NOT_FOUND: "Tidak ditemukan di alamat terdaftar",
}
NOTES_CUT_TO: Final = (1_600, 1_300, 1_000, 800, 600, 450, 300, 200, 120)
"""Letters of the notes, where the page does not hold them whole: the most of these that fits."""
TEXTS_CUT_TO: Final = (400, 320, 250, 120, 50)
"""Letters of every other text: fewer only where the shortest notes do not fit either."""
_LONGEST_NAME, _LONGEST_REASON = 80, 160
_LONGEST_SIGNED, _MOST_SIGNED = 40, 3
_LONGEST_FILE_NAME: Final = 60


class Minutes(Record):
    """The words of one page; pairs are a label and its value."""

    office: str
    section: str
    title: str
    number_line: str
    lead: str
    proves: str
    people: tuple[tuple[str, str], ...]
    cooperative: tuple[tuple[str, str], ...]
    findings_title: str
    findings: tuple[tuple[str, str], ...]
    recorded: str
    place_and_date: str
    signatures: tuple[tuple[str, tuple[str, ...]], ...]
    """Who signs, and the names that stand below, a line each; () where one is to be written."""
    sample: str


def minutes(
    visit: Visit,
    cooperative: VisitedCooperative,
    *,
    office_name: str,
    section_name: str,
    zone: dt.tzinfo,
    is_demo: bool,
) -> tuple[Minutes, ...]:
    """Return what the berita acara of ``visit`` says: whole, then ever shorter, so that one fits a page.

    Times are told on the clock of ``zone``.
    """
    notes = _in_one_line(visit.notes or "")
    cuts = [(TEXTS_CUT_TO[0], None), *((TEXTS_CUT_TO[0], cut) for cut in NOTES_CUT_TO if cut < len(notes))]
    cuts += [(longest, min(NOTES_CUT_TO[-1], longest)) for longest in TEXTS_CUT_TO[1:]]
    return tuple(
        _minutes(
            visit,
            cooperative,
            notes if cut is None or cut >= len(notes) else f"{notes[:cut].rstrip()}{CUT}",
            longest,
            office_name=office_name,
            section_name=section_name,
            zone=zone,
            is_demo=is_demo,
        )
        for longest, cut in cuts
    )


def _minutes(
    visit: Visit,
    cooperative: VisitedCooperative,
    notes: str,
    longest: int,
    *,
    office_name: str,
    section_name: str,
    zone: dt.tzinfo,
    is_demo: bool,
) -> Minutes:
    is_visit = visit.contact is Contact.VISIT
    weekday = WEEKDAYS[visit.visited_on.weekday()].capitalize()
    return Minutes(
        office=tidy(office_name),
        section=f"{tidy(section_name)} · Kabupaten {REGENCY}",
        title=_TITLES.get(visit.contact, _CONTACT_TITLE),
        number_line=NUMBER_LINE,
        lead=f"Pada hari {weekday}, tanggal {date(visit.visited_on)}, petugas yang tersebut di bawah ini "
        f"{_DONE[visit.contact]}.",
        proves="" if is_visit else PROVES_NO_ADDRESS,
        people=_people(visit, longest),
        cooperative=_cooperative(cooperative, longest),
        findings_title="Hasil kunjungan" if is_visit else "Hasil kontak, menurut keterangan",
        findings=_findings(visit, notes, longest),
        recorded=_recorded(visit, zone),
        place_and_date=PLACE_AND_DATE,
        signatures=(
            ("Petugas", _signed_by(visit.officers)),
            ("Pengurus koperasi", ()),
            *([("Mengetahui, Kepala Desa/Lurah", ())] if is_visit else []),
        ),
        sample=f"{SAMPLE}: nama dan isi koperasi karangan." if is_demo else "",
    )


def minutes_file(visit: Visit, name: str) -> str:
    """Return the name of the file without its ending: "berita-acara-kunjungan-ksp-contoh-2022-12-12"."""
    kind = "kunjungan" if visit.contact is Contact.VISIT else "kontak"
    named = fold(name).replace(" ", "-")[:_LONGEST_FILE_NAME].strip("-") or "koperasi"
    revision = f"-revisi-{visit.revision}" if visit.revision > 1 else ""
    return f"berita-acara-{kind}-{named}-{visit.visited_on.isoformat()}{revision}"


def _people(visit: Visit, longest: int) -> tuple[tuple[str, str], ...]:
    officers = ("Petugas", _names(visit.officers, 2 * longest) or TO_WRITE)
    if not visit.assistants:
        return (officers,)
    return (officers, ("Pendamping", _names(visit.assistants, 2 * longest)))


def _signed_by(officers: Sequence[str]) -> tuple[str, ...]:
    names = [_shortened(name, _LONGEST_SIGNED) for name in officers[:_MOST_SIGNED]]
    others = len(officers) - len(names)
    return (*names, *([f"{number(others)} lainnya"] if others else []))


def _names(names: Sequence[str], longest: int) -> str:
    """Return all names; where they are longer than that, each as long as leaves room for the others."""
    whole = listed([_in_one_line(name) for name in names])
    if len(whole) <= longest:
        return whole
    return _shortened(listed([_shortened(name, max(12, longest // len(names))) for name in names]), longest)


def _cooperative(one: VisitedCooperative, longest: int) -> tuple[tuple[str, str], ...]:
    where = [("Desa/Kelurahan", one.village), ("Kecamatan", one.district)]
    places = [_shortened(f"{title} {place}", longest // 2) for title, place in where if place]
    address = [_shortened(one.address, longest)] if one.address else []
    return (
        ("Nama koperasi", _shortened(one.name, longest)),
        ("NIK", one.nik or "Belum ada"),
        ("Nomor badan hukum", _shortened(one.legal_number or "Tidak tercantum", longest)),
        ("Alamat terdaftar", ", ".join([*address, *places]) or "Tidak tercantum"),
    )


def _findings(visit: Visit, notes: str, longest: int) -> tuple[tuple[str, str], ...]:
    """Return what was found; what was not recorded stands in one line at the end, if it could have been."""
    serves = {True: "Ya", False: "Tidak", None: "Tidak dapat dipastikan"}[visit.serves_members]
    rat = visit.last_rat_told
    found: tuple[tuple[str, str | None], ...] = (
        ("Keberadaan di alamat", _FOUND[visit.at_address]),
        ("Alamat baru", visit.new_address),
        ("Melayani anggota", serves),
        ("Papan nama", visit.signboard),
        ("Kantor", visit.office),
        ("Buku", visit.books),
        ("Bertemu dengan", listed([str(role) for role in visit.met])),
        ("RAT terakhir menurut keterangan", f"Tahun buku {rat}" if rat else None),
        ("Perangkat desa", _village_office(visit)),
        ("Penyebab", visit.cause),
        ("Tindak lanjut", visit.follow_up),
    )
    needless = {
        *(["Alamat baru"] if visit.at_address is not AddressFinding.MOVED else []),
        *(["Penyebab"] if visit.serves_members else []),
    }
    rows = [(label, _shortened(value, longest)) for label, value in found if value]
    missing = [label for label, value in found if not value and label not in needless]
    if notes:
        rows.append(("Catatan", notes))
    else:
        missing.append("Catatan")
    return (*rows, (NOT_RECORDED, ", ".join(missing))) if missing else tuple(rows)


def _village_office(visit: Visit) -> str | None:
    return f"{visit.village_office} koperasi ini" if visit.village_office else None


def _recorded(visit: Visit, zone: dt.tzinfo) -> str:
    who, when = _shortened(visit.actor, _LONGEST_NAME), moment(visit.recorded_at, zone)
    words = f"Dicatat oleh {who} pada {when}, revisi {number(visit.revision)}."
    if visit.reason:
        words += f" Alasan perbaikan: {_shortened(visit.reason, _LONGEST_REASON)}"
    return words


def _in_one_line(text: str) -> str:
    return "; ".join(filter(None, map(tidy, text.splitlines())))


def _shortened(text: str, longest: int) -> str:
    text = _in_one_line(text)
    return text if len(text) <= longest else f"{text[: longest - 1].rstrip()}…"
