"""The form of a visit in words: its choices, what was kept when, and what a correction changed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Final

from kopdata.fieldwork.drafts import Draft
from kopdata.fieldwork.messages import Known
from kopdata.fieldwork.records import Photo, Visit
from kopdata.formats import ABSENT, date, listed, moment, number
from kopdata.models import Record
from kopdata.vocabulary import AddressFinding
from kopdata.wording.labels import distinct
from kopdata.wording.visits import CONTACTS

TITLE: Final = "Catat kunjungan"
NOT_YOURS: Final = "Anda tidak berhak mencatat kunjungan. Mintalah Petugas Lapangan untuk melakukannya."
ON_STAGE: Final = (
    "Dalam mode tayang tidak ada yang dicatat. Keluar dari mode tayang untuk mencatat kunjungan."
)
NO_COOPERATIVES: Final = "Belum ada data koperasi. Unggah ekspor ODS dahulu, lalu catat kunjungannya."
NO_DRAFT: Final = "Draf ini tidak ada lagi: sudah dihapus, atau milik orang lain. Di bawah ini formulir baru."
NO_VISIT: Final = "Kunjungan ini tidak ada di catatan. Di bawah ini formulir baru."
NO_DATA_OF_PHOTO: Final = "Foto tanpa data lokasi"
PHOTO_LOST: Final = (
    "Foto ini hilang atau rusak di penyimpanan. Unggah lagi fotonya, atau pulihkan dari cadangan; isian lain "
    "tidak berubah."
)
POSITION_OF_DEVICE: Final = "Pakai posisi perangkat ini"
POSITION_SOUGHT: Final = "Mencari posisi perangkat ini…"
POSITION_REFUSED: Final = {
    "insecure": "Posisi perangkat hanya dapat dibaca bila dasbor dibuka lewat https, atau di komputernya "
    "sendiri. Pakai posisi dari foto, atau salin dari aplikasi peta.",
    "denied": "Peramban tidak mengizinkan posisi dibaca. Izinkan lokasi untuk halaman ini, lalu coba lagi.",
    "unknown": "Posisi perangkat ini tidak ditemukan. Nyalakan lokasi di perangkat, lalu coba lagi.",
}
"""Why the position of the device cannot be used, by what its browser says."""
CONFIRM: Final = "Sudah saya periksa, simpan apa adanya"
ADDRESSES: Final = {
    AddressFinding.FOUND: "Ada",
    AddressFinding.MOVED: "Pindah alamat",
    AddressFinding.NOBODY_IN: "Alamat ada, pengurus tidak di tempat",
    AddressFinding.NOT_FOUND: "Tidak ditemukan",
}
FIELDS: Final = {
    "coop_id": "Koperasi",
    "visited_on": "Tanggal",
    "at_address": "Di alamat",
    "serves": "Melayani anggota",
    "follow_up": "Tindak lanjut",
    "follow_up_details": "Rincian tindak lanjut",
    "contact": "Cara",
    "officers": "Petugas",
    "assistants": "Pendamping",
    "new_address": "Alamat baru",
    "signboard": "Papan nama",
    "office": "Kantor",
    "books": "Buku",
    "met": "Bertemu",
    "last_rat_told": "RAT terakhir",
    "cause": "Sebab tidak aktif",
    "cause_other": "Sebab lain",
    "village_office": "Perangkat desa",
    "notes": "Catatan",
    "position": "Posisi",
    "reason": "Alasan perbaikan",
    "message": "Teks laporan",
}
PHOTOS: Final = "foto"
KEEP_AGAIN: Final = "Simpan draf lagi"
CUT_OFF: Final = "Sambungan terputus; isian sesudah itu belum tersimpan."
GIVEN_UP_ELSEWHERE: Final = (
    "Draf ini dihapus di layar lain. Isian di layar ini sekarang tersimpan lagi sebagai draf; foto yang "
    "sudah dihapus perlu diunggah lagi. Periksa, lalu simpan sekali lagi bila kunjungannya memang perlu "
    "dicatat."
)
_WRITTEN: Final = frozenset(
    {"follow_up_details", "officers", "assistants", "new_address", "last_rat_told", "cause_other", "notes"}
    | {"position", "reason"}
)
"""Answers in a person's own words, which are not chosen again in a moment."""
_LONGEST_NAME: Final = 60
_SERVES: Final = {True: "Ya", False: "Tidak", None: "Tidak dapat dipastikan"}


def cooperative_labels(known: Sequence[Known]) -> dict[str, str]:
    """Return how a choice names each koperasi: "Maju Bersama · Toboali"; no two alike."""
    return distinct({one.coop_id: " · ".join(filter(None, (one.name, one.village))) for one in known})


def kept(saved_at: dt.datetime, zone: dt.tzinfo) -> str:
    """Return "Draf tersimpan 10.42", on the clock of ``zone``."""
    return f"Draf tersimpan {saved_at.astimezone(zone):%H.%M}"


def unkept(names: Sequence[str]) -> str:
    """Return "Belum tersimpan: Catatan."; a draft does not hold these answers yet."""
    return f"Belum tersimpan: {listed([FIELDS.get(name, name) for name in names])}."


def taken_over(names: Sequence[str], before: Mapping[str, object], *, photos: bool) -> str:
    """Return that answers, or the photos, of another screen stand in the form now, to be looked at.

    ``before`` are the answers that stood here: what was written and gave way is told.
    """
    said = [
        f"{FIELDS[name]} (di layar ini tadinya “{before[name]}”)"
        if name in _WRITTEN and before.get(name)
        else FIELDS[name]
        for name in names
        if name in FIELDS
    ]
    return (
        f"Draf ini diubah di layar lain: {listed([*said, *([PHOTOS] if photos else [])])}. Isian itu "
        "sekarang tampil di formulir ini. Periksa, lalu simpan sekali lagi."
    )


def draft_line(draft: Draft, names: Mapping[str, str], zone: dt.tzinfo) -> str:
    """Return what an unfinished draft is about: "Maju Bersama · 2 foto · tersimpan …"."""
    name = names.get(str(draft.answers.get("coop_id")), "koperasi belum dipilih")
    about = f"Perbaikan: {name}" if draft.corrects else name
    photos = f"{number(len(draft.photos))} foto" if draft.photos else ""
    return " · ".join(filter(None, (about, photos, f"tersimpan {moment(draft.saved_at, zone)}")))


def photo_line(photo: Photo) -> str:
    """Return where and when a photo was taken, as far as it says so."""
    time = f"{date(photo.taken_at.date())} pukul {photo.taken_at:%H.%M}" if photo.taken_at else ""
    if photo.latitude is None or photo.longitude is None:
        return " · ".join(filter(None, (NO_DATA_OF_PHOTO, time)))
    return " · ".join(filter(None, (position(photo.latitude, photo.longitude), time)))


def position(latitude: float, longitude: float) -> str:
    """Return a position as maps take it: "-2.98760, 106.45670"."""
    return f"{latitude:.5f}, {longitude:.5f}"


def saved(name: str) -> str:
    """Return the toast after a visit was saved: short, or the browser cuts it off in English."""
    return f"Tersimpan: {_short(name)}."


def saved_elsewhere() -> str:
    """Return the toast where the visit was saved already, with other answers."""
    return "Sudah tersimpan dari layar lain. Isian di layar ini tidak dicatat."


def corrected(name: str) -> str:
    """Return the toast after a visit was corrected."""
    return f"Perbaikan tersimpan: {_short(name)}."


def visit_facts(visit: Visit, name: str) -> dict[str, str]:
    """Return everything that a visit says, by its title; what it does not say is left out."""
    facts = {
        "Koperasi": name,
        "Tanggal": date(visit.visited_on),
        "Cara": CONTACTS[visit.contact],
        "Di alamat": ADDRESSES[visit.at_address],
        "Melayani anggota": _SERVES[visit.serves_members],
        "Tindak lanjut": visit.follow_up,
        "Petugas": listed(list(visit.officers)),
        "Pendamping (business assistant)": listed(list(visit.assistants)),
        "Alamat baru": visit.new_address or "",
        "Papan nama": str(visit.signboard or ""),
        "Kantor": str(visit.office or ""),
        "Buku": str(visit.books or ""),
        "Bertemu": listed([str(one) for one in visit.met]),
        "RAT terakhir menurut keterangan": f"tahun buku {visit.last_rat_told}" if visit.last_rat_told else "",
        "Sebab tidak aktif": visit.cause or "",
        "Perangkat desa": str(visit.village_office or ""),
        "Catatan": visit.notes or "",
        "Posisi": _position_of(visit),
        "Foto": f"{number(len(visit.photos))} foto" if visit.photos else "",
    }
    return {title: said for title, said in facts.items() if said}


def fact_rows(visit: Visit, name: str) -> list[dict[str, str]]:
    """Return what a visit says as rows of a table."""
    return [{"Hal": title, "Isi": said} for title, said in visit_facts(visit, name).items()]


class Revision(Record):
    """What stood in a visit's record when: ``lines`` say why it was made and what it changed."""

    title: str
    lines: tuple[str, ...]


def revisions_told(
    revisions: Sequence[Visit], names: Mapping[str, str], zone: dt.tzinfo
) -> tuple[Revision, ...]:
    """Return every revision, the newest first: who, when, why, and what it changed."""
    told = []
    for before, now in zip((None, *revisions), revisions, strict=False):
        lines = [f"Alasan: {now.reason}"] if now.reason else []
        if before is not None:
            lines.append(f"Yang berubah: {_changes(before, now, names)}")
        what = "Diperbaiki" if before else "Dicatat"
        title = f"{what} oleh {now.actor} pada {moment(now.recorded_at, zone)}"
        told.append(Revision(title=title, lines=tuple(lines)))
    return tuple(reversed(told))


def _changes(before: Visit, now: Visit, names: Mapping[str, str]) -> str:
    old, new = (visit_facts(visit, names.get(visit.coop_id, visit.coop_id)) for visit in (before, now))
    changed = [
        f"{title}: {old.get(title, ABSENT)} → {new.get(title, ABSENT)}"
        for title in dict.fromkeys((*old, *new))
        if old.get(title) != new.get(title)
    ]
    if before.photos != now.photos and len(before.photos) == len(now.photos):
        changed.append("Foto diganti")
    return "; ".join(changed) or ABSENT


def _position_of(visit: Visit) -> str:
    if visit.latitude is None or visit.longitude is None:
        return ""
    return position(visit.latitude, visit.longitude)


def _short(name: str) -> str:
    return name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 1].rstrip()}…"
