"""An officer's WhatsApp report: read as it was meant, or asked about, whatever form it came in."""

from __future__ import annotations

import datetime as dt
import time
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kopdata.fieldwork.messages import (
    EMPTY_MESSAGE,
    LONGEST_MESSAGE,
    Known,
    MessageError,
    Reading,
    read_message,
)
from kopdata.fieldwork.records import LONGEST_NOTE
from kopdata.fieldwork.vocabulary import FollowUp, Met, VillageOffice
from kopdata.vocabulary import AddressFinding, Contact

TODAY = dt.date(2022, 12, 15)
DAY = dt.date(2022, 12, 12)


def koperasi(coop_id: str, name: str, village: str | None, district: str | None) -> Known:
    return Known(coop_id=coop_id, name=name, village=village, district=district)


KNOWN = (
    koperasi("gadung", "KSP Sinar Terpadu (contoh)", "Gadung", "Toboali"),
    koperasi("rindik", "KSU Bakti Maju Rindik (contoh)", "Rindik", "Toboali"),
    koperasi("nadung", "KSU Artha Makmur (contoh)", "Nadung", "Payung"),
    koperasi("irat", "KSU Artha Makmur (contoh)", "Irat", "Payung"),
    koperasi("tukak", "Koperasi Nelayan Artha Maju (contoh)", "Tukak", "Tukak Sadai"),
    koperasi("malik", "KUD Berkah Bersama Malik (contoh)", "Malik", "Payung"),
    koperasi("karya", "KSU Karya Lestari (contoh)", "Tepus", "Airgegas"),
    koperasi("mandiri", "KSU Tekad Mandiri (contoh)", "Rias", "Toboali"),
    koperasi("bahari", "KSU Tekad Bahari (contoh)", "Rias", "Toboali"),
    koperasi("mp-gadung", "Koperasi Desa Merah Putih Gadung", "Gadung", "Toboali"),
    koperasi("mp-toboali", "Koperasi Kelurahan Merah Putih Toboali", "Toboali", "Toboali"),
    koperasi("mp-putih", "Koperasi Desa Merah Putih Pasir Putih", "Pasir Putih", "Tukak Sadai"),
    koperasi("mp-bencah", "Koperasi Desa Merah Putih Bencah", "Bencah", "Airgegas"),
)
FULL = """LAPORAN KUNJUNGAN
Koperasi: KSP Sinar Terpadu
Tanggal: 12 Desember 2022
Petugas: Petugas A
Di alamat: ada
Melayani anggota: tidak
Bertemu: Pak Contoh (ketua)
Penyebab: Kurang modal
Tindak lanjut: Pembinaan"""
MEANT: dict[str, Any] = {
    "coop_ids": ("gadung",),
    "visited_on": DAY,
    "contact": Contact.VISIT,
    "at_address": AddressFinding.FOUND,
    "serves_members": False,
    "officers": ("Petugas A",),
    "met": (Met.CHAIR,),
    "cause": "Kurang modal",
    "follow_up": FollowUp.COACHING,
}


def read(text: str) -> Reading:
    return read_message(text, KNOWN, today=TODAY)


def said(reading: Reading) -> dict[str, Any]:
    """Return the fields that the reading fills."""
    return {name: value for name, value in reading if value not in (None, ()) and name != "unclear"}


def asked(reading: Reading) -> set[str]:
    return {one.field for one in reading.unclear}


def test_the_fixed_text_is_read_whole() -> None:
    assert said(read(FULL)) == MEANT
    assert asked(read(FULL)) == set()
    assert read(FULL).coop_id == "gadung"


FIVE = {"coop_ids", "visited_on", "at_address", "serves_members", "follow_up"}


def test_the_empty_text_has_every_label_and_asks_what_every_visit_must_say() -> None:
    assert EMPTY_MESSAGE.splitlines()[0] == "LAPORAN KUNJUNGAN"
    assert [line.partition(":")[0] for line in FULL.splitlines()] == [
        line.partition(":")[0] for line in EMPTY_MESSAGE.splitlines()
    ]
    assert said(read(EMPTY_MESSAGE)) == {"contact": Contact.VISIT}
    assert asked(read(EMPTY_MESSAGE)) == FIVE
    assert "Baris “Melayani anggota” kosong." in str(read(EMPTY_MESSAGE).unclear)


SAME = {
    "other marks": FULL.replace(":", " ="),
    "dashes": FULL.replace(":", " -"),
    "long dashes": FULL.replace(":", " –"),
    "bold labels": "\n".join(f"*{line.replace(':', ':*')}" for line in FULL.splitlines()),
    "italic and emoji": FULL.replace("Koperasi", "📌 _Koperasi_").replace("ada", "✅ ada"),
    "capitals": FULL.upper(),
    "small": FULL.lower(),
    "bullets": FULL.replace("\n", "\n• "),
    "numbers": "\n".join(f"{at}. {line}" for at, line in enumerate(FULL.splitlines(), start=1)),
    "keycaps": "\n".join(f"{at}\ufe0f\u20e3 {line}" for at, line in enumerate(FULL.splitlines())),
    "invisible letters": "\u200e"
    + FULL.replace("Di alamat", "Di\u200b ala\u200dmat").replace(":", "\u200e:"),
    "an exported chat, one phone": f"[12/12/22 10.42.31] Petugas Contoh: {FULL}",
    "an exported chat, another": f"12/12/2022, 10.42 - Petugas Contoh: {FULL}",
    "edited": f"{FULL} <Pesan ini diedit>",
    "wide letters": FULL.replace(":", "："),
    "values on their own lines": FULL.replace(": ", ":\n"),
    "labels alone on their lines": FULL.replace(": ", "\n"),
    "on one line": FULL.replace("\n", " / "),
    "short labels": FULL.replace("Koperasi", "Kop.").replace("Tanggal", "Tgl").replace("Tindak lanjut", "TL"),
    "misspelt labels": FULL.replace("Tanggal", "Tangal")
    .replace("Koperasi", "Koprasi")
    .replace("Tindak lanjut", "Tindak lanjt")
    .replace("Di alamat", "Di almat")
    .replace("Penyebab", "Penyebap")
    .replace("Melayani anggota", "Melayni angota"),
    "hints left standing": FULL.replace("Di alamat", "Di alamat (ya/tidak/pindah)"),
    "polite": f"Assalamualaikum wr wb\nSiang pak 🙏\n\n{FULL}\n\nDemikian laporan kami. Terima kasih 🙏",
    "twice the same": f"{FULL}\n{FULL}",
    "blank lines": FULL.replace("\n", "\n\n"),
    "windows line ends": FULL.replace("\n", "\r\n"),
    "words between": FULL.replace("Di alamat:", "Di alamat").replace("Melayani anggota:", "Melayani anggota"),
}


@pytest.mark.parametrize("text", SAME.values(), ids=SAME)
def test_the_same_report_in_another_form_reads_the_same(text: str) -> None:
    reading = read(text)
    told = said(reading)
    for free in ("officers", "cause"):
        assert str(told.pop(free)).casefold() == str(MEANT[free]).casefold()
    assert told == {name: value for name, value in MEANT.items() if name not in {"officers", "cause"}}
    assert asked(reading) == set()


LINES: list[tuple[str, dict[str, Any]]] = [
    # which koperasi
    ("Koperasi: KSP Sinar Terpadu (contoh)", {"coop_ids": ("gadung",)}),
    ("Koperasi: Sinar Terpadu", {"coop_ids": ("gadung",)}),
    ("Koperasi: Koperasi Simpan Pinjam Sinar Terpadu", {"coop_ids": ("gadung",)}),
    ("Koperasi: Kop. Nelayan Artha Maju, Tukak", {"coop_ids": ("tukak",)}),
    ("Koperasi: KSU Bakti Maju", {"coop_ids": ("rindik",)}),
    ("Koperasi: KSU Artha Makmur Nadung", {"coop_ids": ("nadung",)}),
    ("Koperasi: KSU Artha Makmur (Desa Irat, Kec. Payung)", {"coop_ids": ("irat",)}),
    ("Koperasi: KSU Artha Makmur\nDesa: Irat", {"coop_ids": ("irat",)}),
    ("Koperasi: KUD Brkah Bersama", {"coop_ids": ("malik",)}),
    ("Koperasi: KSU Tekad Mandri", {"coop_ids": ("mandiri",)}),
    ("Koperasi: Koperasi Desa Merah Putih Gadung", {"coop_ids": ("mp-gadung",)}),
    ("Koperasi: KDMP Pasir Putih", {"coop_ids": ("mp-putih",)}),
    ("Koperasi: Kopdes Merah Putih Ds. Bencahh", {"coop_ids": ("mp-bencah",)}),
    ("Koperasi: Merah Putih kel. Toboali", {"coop_ids": ("mp-toboali",)}),
    ("LAPORAN KUNJUNGAN KUD BERKAH BERSAMA MALIK\nTgl: 12/12/22", {
        "coop_ids": ("malik",), "visited_on": DAY, "contact": Contact.VISIT,
    }),
    ("LAPORAN KUNJUNGAN\nKoperasi Nelayan Artha Maju\nDi alamat ada", {
        "coop_ids": ("tukak",), "at_address": AddressFinding.FOUND, "contact": Contact.VISIT,
    }),
    ("KSU Karya Lestari\nTL: pembinaan & RAT", {
        "coop_ids": ("karya",), "follow_up": FollowUp.COACHING, "follow_up_details": "RAT",
    }),
    ("Koperasi: KSU Karya Lestari\nKSP Sinar Terpadu ada di sebelahnya", {
        "coop_ids": ("karya",), "notes": "KSP Sinar Terpadu ada di sebelahnya",
    }),
    # when
    ("Tanggal: 12/12/2022", {"visited_on": DAY}),
    ("Tanggal: 12-12-22", {"visited_on": DAY}),
    ("Tanggal: 12.12.2022 jam 10.30", {"visited_on": DAY}),
    ("Tanggal: 12 Des 2022", {"visited_on": DAY}),
    ("Tgl kunjungan: 12 desmber 2022 pukul 09:00 WIB", {"visited_on": DAY}),
    ("Hari/tanggal: Senin, 12 Desember 2022", {"visited_on": DAY}),
    ("Hari/tgl: Senin/12-12-2022", {"visited_on": DAY}),
    ("Tanggal: 2022-12-12", {"visited_on": DAY}),
    ("Tanggal: 12 Desember", {"visited_on": DAY}),
    ("Tgl 12/12/22", {"visited_on": DAY}),
    ("Tanggal: hari ini", {"visited_on": TODAY}),
    ("Tanggal: kemarin", {"visited_on": dt.date(2022, 12, 14)}),
    ("[13/12/22 08.00.00] Petugas Contoh: Tanggal: kemarin", {"visited_on": DAY}),
    # who went
    ("Petugas: Petugas A, Petugas B dan Petugas C", {"officers": ("Petugas A", "Petugas B", "Petugas C")}),
    ("Petugas: Petugas A, S.E., M.M. & Petugas B", {"officers": ("Petugas A, S.E., M.M.", "Petugas B")}),
    ("Petugas:\n1. Petugas A\n2. Petugas B\nPendamping: Asisten C", {
        "officers": ("Petugas A", "Petugas B"), "assistants": ("Asisten C",),
    }),
    ("Petugas 1: Petugas A\nPetugas 2: Petugas B", {"officers": ("Petugas A", "Petugas B")}),
    # what was found
    ("Di alamat: Ya", {"at_address": AddressFinding.FOUND}),
    ("Di alamat: msh ada", {"at_address": AddressFinding.FOUND}),
    ("Keberadaan: tdk ditemukn", {"at_address": AddressFinding.NOT_FOUND}),
    ("Di alamat: ga ada", {"at_address": AddressFinding.NOT_FOUND}),
    ("Di alamat: ada, tapi pengurusnya tdk di tempat", {"at_address": AddressFinding.NOBODY_IN}),
    ("Di alamat: sudah pindah", {"at_address": AddressFinding.MOVED}),
    ("Di alamat: Pindah ke Jl. Contoh No. 5, Desa Gadung", {
        "at_address": AddressFinding.MOVED, "new_address": "Jl. Contoh No. 5, Desa Gadung",
    }),
    ("Di alamat: tidak, sdh pindah\nAlamat baru: Jl. Contoh 7", {
        "at_address": AddressFinding.MOVED, "new_address": "Jl. Contoh 7",
    }),
    ("Di alamat: Tidak. Pindah ke Jl. Contoh 7", {
        "at_address": AddressFinding.MOVED, "new_address": "Jl. Contoh 7",
    }),
    ("Di alamat: pindah, tidak tahu ke mana", {"at_address": AddressFinding.MOVED}),
    ("Melayani anggota: masih aktif melayani 👍", {"serves_members": True}),
    ("Melayani: sudah berhenti", {"serves_members": False}),
    ("Melayani anggota: Tidak, sejak 2019", {"serves_members": False}),
    ("Melayani anggota: gak lagi", {"serves_members": False}),
    ("Perangkat desa: tidak mengenal", {"village_office": VillageOffice.DOES_NOT_KNOW}),
    ("Cara: via telepon", {"contact": Contact.PHONE}),
    ("Cara: lewat WA", {"contact": Contact.PHONE}),
    ("LAPORAN KUNJUNGAN\nCara: pengurus datang ke kantor", {"contact": Contact.AT_OFFICE}),
    ("RAT terakhir: tahun buku 2019", {"last_rat_told": 2019}),
    # as chats shorten it
    ("Tggl: 12 des 22", {"visited_on": DAY}),
    ("Tggl kunj: 12/12/22", {"visited_on": DAY}),
    ("Hari/tggl: Senin, 12 Des 22", {"visited_on": DAY}),
    ("Kop. Nelayan Artha Maju\nMelayani agt: msh jln", {"coop_ids": ("tukak",), "serves_members": True}),
    ("Melayani: sdh tdk lg", {"serves_members": False}),
    ("Melayani anggota: sdh tdk jln lg", {"serves_members": False}),
    ("Melayani anggota: blm pernah melayani", {"serves_members": False}),
    ("Msh melayani: tdk", {"serves_members": False}),
    ("Di alamat: sdh tdk ada lg", {"at_address": AddressFinding.NOT_FOUND}),
    ("Di alamat: tdk ketemu", {"at_address": AddressFinding.NOT_FOUND}),
    ("Di almt: msh ada", {"at_address": AddressFinding.FOUND}),
    ("Ada/tdk: ada", {"at_address": AddressFinding.FOUND}),
    ("Di alamat: ada, tp pngrs tdk di tmpt", {"at_address": AddressFinding.NOBODY_IN}),
    ("Di alamat: ktr ada tp tdk ketemu pngrs", {"at_address": AddressFinding.NOBODY_IN}),
    ("Di alamat: skrg di Jl. Contoh 7", {
        "at_address": AddressFinding.MOVED, "new_address": "Jl. Contoh 7",
    }),
    ("Di alamat: tdk, skrg di Desa Irat", {"at_address": AddressFinding.MOVED, "new_address": "Desa Irat"}),
    ("Di alamat: sdh pndh, skrg di rumah ketua", {
        "at_address": AddressFinding.MOVED, "new_address": "rumah ketua",
    }),
    ("Di alamat: sdh pindah\nAlamat skrg: Jl. Contoh 7", {
        "at_address": AddressFinding.MOVED, "new_address": "Jl. Contoh 7",
    }),
    ("Di almt: skrg sdh tdk ada", {"at_address": AddressFinding.NOT_FOUND}),
    ("Msh jln: tdk, sjk th 2019", {"serves_members": False}),
    ("Ptgs: Sy. Ahmad sm Sari", {"officers": ("Sy. Ahmad", "Sari")}),
    ("TL: hrs dikunjungi lg bln depan", {
        "follow_up": FollowUp.VISIT_AGAIN, "follow_up_details": "bln depan",
    }),
    ("Ktm: bu kades", {"met": (Met.VILLAGE_OFFICE,)}),
    ("Ktm dgn: tetangga sm staf desa", {"met": (Met.VILLAGE_OFFICE, Met.NEIGHBOUR)}),
    ("Ketemu: tdk ketemu siapa2", {"met": (Met.NOBODY,)}),
    ("TL: dikunjungi lg krn pngrs tdk ada", {
        "follow_up": FollowUp.VISIT_AGAIN, "follow_up_details": "krn pngrs tdk ada",
    }),
    ("Perangkat desa: tdk tau", {"village_office": VillageOffice.DOES_NOT_KNOW}),
    # whom they met, by role alone
    ("Bertemu: Pak Contoh (ketua)", {"met": (Met.CHAIR,)}),
    ("Bertemu: Ibu sekretaris", {"met": (Met.SECRETARY,)}),
    ("Bertemu: bendahara & pengawas", {"met": (Met.TREASURER, Met.SUPERVISOR)}),
    ("Bertemu: 1. Ketua 2. Sekretaris", {"met": (Met.CHAIR, Met.SECRETARY)}),
    ("Ketemu dgn: Kepala Desa Gadung, tetangga", {"met": (Met.VILLAGE_OFFICE, Met.NEIGHBOUR)}),
    ("Bertemu:\n- Ketua: Pak Contoh\n- Sekertaris: Bu Contoh", {"met": (Met.CHAIR, Met.SECRETARY)}),
    ("Bertemu: tidak ada orang", {"met": (Met.NOBODY,)}),
    # what comes next, and the rest
    ("Tindak lanjut: pembinaan: pendampingan RAT", {
        "follow_up": FollowUp.COACHING, "follow_up_details": "pendampingan RAT",
    }),
    ("TL: Perlu dikunjungi kembali bulan depan", {
        "follow_up": FollowUp.VISIT_AGAIN, "follow_up_details": "bulan depan",
    }),
    ("Rencana tindak lanjut: update data ODS", {"follow_up": FollowUp.UPDATE_ODS}),
    ("Tindak lanjut: Minta surat keterangan desa", {"follow_up": FollowUp.ASK_VILLAGE}),
    ("Tindak lanjut: kunjungi lagi karena ketua tidak ada", {
        "follow_up": FollowUp.VISIT_AGAIN, "follow_up_details": "karena ketua tidak ada",
    }),
    ("Tindak lanjut: usul pembubaran", {"follow_up": FollowUp.PROPOSE_DISSOLUTION}),
    ("Tindak lanjut: tidak ada", {"follow_up": FollowUp.NONE}),
    ("Penyebab: -\nCatatan: Papan nama masih ada\nBuku: tidak diisi", {
        "notes": "Papan nama masih ada\nBuku: tidak diisi",
    }),
    ("Melayani anggota: ya\nmelayani anggota = masih", {"serves_members": True}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "meant"), LINES, ids=[text for text, _ in LINES])
def test_what_is_certain_is_read(text: str, meant: dict[str, Any]) -> None:
    reading = read(text)
    assert said(reading) == meant
    assert reading.unclear == ()


ASKED: list[tuple[str, str, dict[str, Any]]] = [
    ("Koperasi: KSU Artha Makmur", "coop_ids", {"coop_ids": ("nadung", "irat")}),
    ("Koperasi: KSU Bakti Maju\nDesa: Gadung", "coop_ids", {}),
    ("Koperasi: KSU Sinar Terpadu", "coop_ids", {}),
    ("Koperasi: KSU Tekad Mandala Rias", "coop_ids", {}),
    ("Koperasi: KSU Artha Makmur Gudang", "coop_ids", {}),
    ("Koperasi: Koperasi Desa Merah Putih Gudang", "coop_ids", {}),
    ("Koperasi: Koperasi Desa Merah Putih", "coop_ids", {}),
    ("Koperasi: zzz", "coop_ids", {"coop_ids": ()}),
    ("Kop. Tekad\nDi alamat: ada", "coop_ids", {"notes": None}),
    ("Koperasi: KSP Sinar Terpadu\nKoperasi: KSU Karya Lestari", "coop_ids", {}),
    ("Tanggal: 12 Maret", "visited_on", {"visited_on": None}),
    ("Tanggal: 30/12/2022", "visited_on", {"visited_on": None}),
    ("Tanggal: Selasa, 12 Desember 2022", "visited_on", {"visited_on": None}),
    ("Tanggal: 12/13/2022", "visited_on", {"visited_on": None}),
    ("Tanggal: 12-13 Desember 2022", "visited_on", {"visited_on": None}),
    ("Tanggal: minggu lalu", "visited_on", {"visited_on": None}),
    ("[12/13/22, 8:00 PM] Contoh: Tanggal: kemarin", "visited_on", {"visited_on": None}),
    ("Tanggal: 12/12/2022\nTanggal: 13/12/2022", "visited_on", {"visited_on": None}),
    ("Petugas: saya sendiri", "officers", {"officers": ()}),
    ("Petugas: 2 orang", "officers", {"officers": ()}),
    ("KSU Karya Lestari\nKoperasi: KSP Sinar Terpadu", "coop_ids", {}),
    ("Petugas: Petugas A\nPetugas: Petugas B", "officers", {"officers": ()}),
    ("Di alamat: kosong", "at_address", {"at_address": None}),
    ("Di alamat: tutup", "at_address", {"at_address": None}),
    ("Di alamat: ya/tidak", "at_address", {"at_address": None}),
    ("Di alamat: tidak pindah", "at_address", {"at_address": None}),
    ("Alamat: Jl. Contoh No. 5", "at_address", {"at_address": None}),
    ("Di alamat: ada\nAlamat baru: Jl. Contoh 7", "at_address", {"at_address": None}),
    ("Melayani anggota: kadang-kadang", "serves_members", {"serves_members": None}),
    ("Di alamat: tidak ada\nMelayani anggota: ya", "serves_members", {"serves_members": None}),
    ("Di alamat: skrg di kantor", "at_address", {"at_address": None}),
    ("Di alamat: msh ada, skrg di rumah ketua", "at_address", {"at_address": None}),
    ("Di alamat: skrg tdk tau di mana", "at_address", {"at_address": None}),
    ("Di alamat: tdk\nskrg di Jl. Contoh 7", "at_address", {"at_address": None}),
    ("Melayani anggota: blm", "serves_members", {"serves_members": None}),
    ("Petugas: sy sm tmn", "officers", {"officers": ()}),
    ("Bertemu: pak rt", "met", {"met": ()}),
    ("Bertemu: ketua kelompok tani", "met", {"met": ()}),
    ("Melayani anggota:\nTL: pembinaan", "serves_members", {"follow_up": FollowUp.COACHING}),
    ("Tindak lanjut: -\nMelayani: ya", "follow_up", {"follow_up": None}),
    ("Koperasi:\nDi alamat: ada", "coop_ids", {"coop_ids": ()}),
    ("Bertemu: Pak Contoh", "met", {"met": ()}),
    ("Bertemu: mantan ketua", "met", {"met": ()}),
    ("Bertemu: istri ketua, bendahara", "met", {"met": ()}),
    ("Bertemu: pengurus", "met", {"met": ()}),
    (
        "Tindak lanjut: lapor pimpinan",
        "follow_up",
        {"follow_up": None, "follow_up_details": "lapor pimpinan"},
    ),
    ("Tindak lanjut: pembinaan belum perlu", "follow_up", {"follow_up": None}),
    ("Tindak lanjut: pembinaan, lalu usul pembubaran", "follow_up", {"follow_up": None}),
    ("RAT terakhir: tahun buku 2030", "last_rat_told", {"last_rat_told": None}),
    ("RAT terakhir: 2019", "last_rat_told", {"last_rat_told": None}),
    ("LAPORAN KUNJUNGAN VIA TELEPON\nTanggal: hari ini", "contact", {"contact": None}),
]


@pytest.mark.parametrize(("text", "field", "left"), ASKED, ids=[text for text, _, _ in ASKED])
def test_what_is_not_certain_is_asked(text: str, field: str, left: dict[str, Any]) -> None:
    reading = read(text)
    assert asked(reading) == {field}
    assert all(one.question.endswith("?") and one.text for one in reading.unclear)
    assert {name: getattr(reading, name) for name in left} == left
    assert field != "coop_ids" or reading.coop_id is None


def test_candidates_stand_best_first() -> None:
    assert read("Koperasi: KSU Sinar Terpadu").coop_ids[0] == "gadung"
    assert read("Koperasi: Koperasi Desa Merah Putih Gudang").coop_ids[0] == "mp-gadung"


@pytest.mark.parametrize(
    ("begun", "meant"),
    [
        ("Tekad", {"mandiri", "bahari"}),
        ("KSU Tek", {"mandiri", "bahari"}),
        ("Artha", {"nadung", "irat", "tukak"}),
        ("KDMP Ga", {"mp-gadung"}),
        ("Merah Putih Ben", {"mp-bencah"}),
    ],
)
def test_names_that_begin_so_are_offered(begun: str, meant: set[str]) -> None:
    reading = read(f"Koperasi: {begun}")
    assert meant <= set(reading.coop_ids)
    assert len(reading.coop_ids) <= 5
    assert asked(reading) == {"coop_ids"}


def test_who_was_met_is_asked_with_every_role() -> None:
    [question] = [one.question for one in read("Bertemu: pak rt").unclear]
    assert "Perangkat desa, atau Tetangga?" in question


@pytest.mark.parametrize(
    "text",
    [
        f"{FULL}\n\n{FULL.replace('KSP Sinar Terpadu', 'KSU Karya Lestari')}",
        "Koperasi: KSP Sinar Terpadu\nDi alamat: ada\n\nKoperasi: KSU Karya Lestari\nDi alamat: tutup",
        "\n".join(f"Koperasi: nomor {at}" for at in range(500)),
    ],
)
def test_several_reports_are_not_mixed(text: str) -> None:
    reading = read(text)
    assert said(reading) == {}
    assert asked(reading) == {"message"}
    assert "satu laporan" in reading.unclear[0].question


def test_a_text_without_labels_is_kept_as_notes() -> None:
    reading = read("KSU Karya Lestari\nTadi kami ke sana 🙏\nkantor koperasi dipakai warung")
    assert said(reading) == {"notes": "KSU Karya Lestari\nTadi kami ke sana\nkantor koperasi dipakai warung"}
    assert asked(reading) == {"message"}


def test_the_names_of_those_met_are_left_behind() -> None:
    assert "Contoh" not in read("Bertemu: Pak Contoh (ketua)").model_dump_json()


def test_a_text_that_is_no_report_is_refused_in_a_sentence() -> None:
    with pytest.raises(MessageError, match=r"lebih dari 10\.000 huruf\. Tempelkan satu laporan"):
        read("a" * (LONGEST_MESSAGE + 1))


def test_long_notes_are_cut_and_said_to_be() -> None:
    reading = read(f"Catatan: {'panjang ' * 400}")
    assert reading.notes is not None
    assert len(reading.notes) <= LONGEST_NOTE
    assert reading.notes.endswith("…")
    assert asked(reading) == {"notes"}


EMOJI = ("📌", "✅", "🙏🏽", "👨‍👩‍👧", "⚠️", "\u200e", "*")


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_order_case_emoji_and_a_misspelt_label_change_nothing(data: st.DataObject) -> None:
    heading, *lines = FULL.splitlines()
    lines = data.draw(st.permutations(lines))
    wrong = data.draw(st.integers(0, len(lines) - 1))
    made = [heading]
    for at, line in enumerate(lines):
        label, _, value = line.partition(": ")
        if at == wrong:
            slip = data.draw(st.integers(1, len(label) - 1))
            left_out = data.draw(st.booleans())
            label = (
                label[:slip] + label[slip + 1 :] if left_out else label[:slip] + label[slip] + label[slip:]
            )
        cased = data.draw(st.sampled_from([str.upper, str.lower, str.title, str.swapcase]))
        around = data.draw(st.lists(st.sampled_from(EMOJI), min_size=3, max_size=3))
        made.append(f"{around[0]}{cased(label)}{around[1]}: {cased(value)} {around[2]}")
    reading = read("\n".join(made))
    assert reading.unclear == ()
    for name, value in said(reading).items():
        assert str(value).casefold() == str(MEANT[name]).casefold()
    assert said(reading).keys() == MEANT.keys()


PIECES = st.sampled_from(
    [
        *FULL.splitlines(),
        "Koperasi:",
        "Tanggal",
        ":",
        " - ",
        "*",
        "12/12/22 10.42 - A: ",
        "pindah ke ",
    ]
)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=300) | st.lists(PIECES | st.text(max_size=12), max_size=25).map("\n".join))
@example("\ud800Koperasi: \ud800")
@example("Tanggal: 31/02/0000")
@example("Tanggal: 29 Feb")
@example("Koperasi: \n" * 50)
@example("ﷺ" * 400)
def test_any_text_is_read_without_an_error(text: str) -> None:
    reading = read(text)
    assert all(one.question for one in reading.unclear)
    assert Reading.model_validate_json(reading.model_dump_json()) == reading


@pytest.mark.parametrize(
    "unit",
    ["a", " ", "-", "* ", "(", "[12/12/22", "Koperasi: ", "Koperasi\n", "pindah ", "tanggl:", "x:\n", "é",
     "1/", ", ", "Bertemu: ketua dan ", "a-", "a_", "a" + "_" * 999, "a" + "-" * 999,
     "Petugas: A, ", "12 ", "Tindak lanjut: pembinaan dan "],
)  # fmt: skip
def test_a_hostile_text_takes_no_time(unit: str) -> None:
    text = (unit * LONGEST_MESSAGE)[:LONGEST_MESSAGE]
    began = time.perf_counter()
    read(text)
    assert time.perf_counter() - began < 5
