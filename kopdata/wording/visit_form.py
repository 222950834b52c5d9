"""The form of a visit in words: its choices, what was kept when, and what a correction changed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Final

from kopdata.fieldwork.drafts import Draft
from kopdata.fieldwork.messages import Known, Reading
from kopdata.fieldwork.records import Photo, Visit
from kopdata.fieldwork.visit_form import field_of
from kopdata.formats import ABSENT, date, listed, moment, number
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
PHOTO_LOST: Final = "Foto ini tidak ada lagi di penyimpanan."
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
LATER: Final = frozenset(FIELDS) - {"contact", "message"}
"""Answers that a form does not begin with, or that a report leaves open: once given, what was asked about
them is settled."""
NO_DAY: Final = "Laporan ini tidak menyebut tanggal. Tanggal berapa kunjungannya?"
PHOTOS: Final = "foto"
KEEP_AGAIN: Final = "Simpan draf lagi"
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


def questions(reading: Reading, answers: Mapping[str, object], names: Mapping[str, str]) -> tuple[str, ...]:
    """Return what a report left open and the form does not answer yet, with the koperasi it may mean."""
    asked = []
    for unclear in reading.unclear:
        name = field_of(unclear)
        if name in LATER and answers.get(name):
            continue
        may_be = listed([names[one] for one in reading.coop_ids if one in names])
        asked.append(
            f"{unclear.question} Mungkin: {may_be}." if name == "coop_id" and may_be else unclear.question
        )
    said_of_day = reading.visited_on or any(field_of(one) == "visited_on" for one in reading.unclear)
    return tuple(asked) if said_of_day or answers.get("visited_on") else (*asked, NO_DAY)


def not_replaced(names: Sequence[str]) -> str:
    """Return that answers which were given before stay; "" where the report says nothing else."""
    if not names:
        return ""
    said = listed([FIELDS.get(name, name) for name in names])
    return f"Sudah diisi dan tidak diganti oleh laporan: {said}. Ubah sendiri bila laporan yang benar."


def saved(name: str, visit: Visit) -> str:
    """Return the toast after a visit was saved."""
    return f"Tersimpan: {name}, {date(visit.visited_on)}, {_lower(visit.result)}."


def saved_elsewhere(visit: Visit, zone: dt.tzinfo) -> str:
    """Return the toast where the visit was saved already, with other answers."""
    return (
        f"Kunjungan ini sudah tersimpan pada {moment(visit.recorded_at, zone)}, mungkin dari layar lain. "
        "Isian di layar ini tidak dicatat; perbaiki catatannya bila perlu."
    )


def corrected(name: str, visit: Visit) -> str:
    """Return the toast after a visit was corrected."""
    return f"Perbaikan tersimpan: {name}, {date(visit.visited_on)}. Catatan lama tetap dapat dilihat."


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


def revision_rows(
    revisions: Sequence[Visit], names: Mapping[str, str], zone: dt.tzinfo
) -> list[dict[str, str]]:
    """Return every revision as a row, the newest first: who, when, why, and what it changed."""
    rows = []
    for before, now in zip((None, *revisions), revisions, strict=False):
        rows.append(
            {
                "Catatan": "Perbaikan" if before else "Pertama",
                "Oleh": now.actor,
                "Pada": moment(now.recorded_at, zone),
                "Alasan": now.reason or ABSENT,
                "Yang berubah": _changes(before, now, names) if before else ABSENT,
            }
        )
    return rows[::-1]


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


def _lower(words: str) -> str:
    return f"{words[0].lower()}{words[1:]}"
