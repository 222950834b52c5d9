"""Findings about a row whose own values contradict each other: warnings, never reasons to reject it."""

from __future__ import annotations

from typing import Final

from kopdata.findings.kind import FindingKind, Remedy
from kopdata.regions import NIK_PREFIX
from kopdata.vocabulary import CertificateGiven, CooperativeType, RatGiven

ACTIVE_WITHOUT_RAT: Final = FindingKind(
    "active_without_rat",
    "Aktif, tetapi tanggal RAT kosong",
    "Tercatat aktif, tetapi tanggal RAT kosong.",
    "Koperasi aktif wajib mengadakan RAT setiap tahun buku. Rapatnya belum diadakan, atau sudah diadakan dan "
    "belum tercatat.",
    Remedy.IN_THE_FIELD,
)
ACTIVE_WITHOUT_MEMBERS: Final = FindingKind(
    "active_without_members",
    "Aktif, tetapi jumlah anggota 0",
    "Tercatat aktif, tetapi jumlah anggota 0.",
    "Koperasi yang aktif mempunyai anggota. Jumlahnya belum diisi, atau koperasinya sudah tidak berjalan.",
    Remedy.IN_THE_FIELD,
)
GRADE_LAPSED: Final = FindingKind(
    "grade_lapsed",
    "Grade A, tetapi sertifikat habis masa berlaku",
    "Grade A, tetapi sertifikat habis masa berlaku{on}.",
    "Grade tertinggi masih tercantum, padahal masa berlaku sertifikat NIK sudah lewat pada tanggal keadaan.",
    Remedy.IN_ODS,
)
EXPIRED_BUT_VALID: Final = FindingKind(
    "expired_but_valid",
    "Sertifikat habis, tetapi tanggalnya masih berlaku",
    f"Status '{CertificateGiven.EXPIRED}', tetapi sertifikat berlaku sampai {{expiry}}.",
    "Status menyebut sertifikat NIK sudah habis masa berlakunya, sedangkan tanggal berlakunya sesudah "
    "tanggal keadaan. Salah satunya keliru.",
    Remedy.IN_ODS,
)
NIK_OF_ELSEWHERE: Final = FindingKind(
    "nik_of_elsewhere",
    "NIK berawalan daerah lain",
    f"NIK tidak berawalan {NIK_PREFIX}.",
    f"NIK koperasi di Bangka Selatan berawalan {NIK_PREFIX}. NIK-nya salah ketik, atau koperasinya terdaftar "
    "di daerah lain.",
    Remedy.IN_ODS,
)
TYPE_AGAINST_GROUP: Final = FindingKind(
    "type_against_group",
    "Jenis tidak sesuai kelompok",
    "Jenis '{type}', tetapi Kelompok '{group}'.",
    "Koperasi simpan pinjam tertulis di kelompok serba usaha, atau sebaliknya. Salah satunya keliru.",
    Remedy.IN_ODS,
)
TYPE_UNKNOWN: Final = FindingKind(
    "type_unknown",
    "Jenis koperasi tidak dikenal",
    "Jenis '{type}' tidak dikenal.",
    f"Jenis koperasi adalah {', '.join(CooperativeType)}. Tulisan lain ditampilkan sebagaimana adanya.",
    Remedy.IN_ODS,
)
RAT_TOLD_WITHOUT_DATE: Final = FindingKind(
    "rat_told_without_date",
    "Sudah RAT, tetapi tanggal RAT kosong",
    f"Status '{RatGiven.DONE}', tetapi tanggal RAT kosong.",
    "Status menyebut RAT sudah diadakan, tetapi tanpa tanggal tidak dapat dihitung untuk tahun buku mana.",
    Remedy.IN_ODS,
)
RAT_DENIED_WITH_DATE: Final = FindingKind(
    "rat_denied_with_date",
    "Belum RAT, tetapi tanggal RAT terisi",
    f"Status '{RatGiven.NOT_YET}', tetapi tanggal RAT {{held}} untuk tahun buku {{year}}.",
    "Status menyebut belum RAT, sedangkan tanggal RAT menunjukkan rapat untuk tahun buku terakhir sudah "
    "diadakan. Salah satunya keliru.",
    Remedy.IN_ODS,
)
RAT_OF_OLDER_YEAR: Final = FindingKind(
    "rat_of_older_year",
    "Sudah RAT, tetapi untuk tahun buku lama",
    f"Status '{RatGiven.DONE}', tetapi tanggal RAT {{held}} untuk tahun buku {{year}}.",
    "Status menyebut sudah RAT, sedangkan tanggalnya milik rapat untuk tahun buku yang lebih lama. Tanggal "
    "RAT terbaru belum diisi, atau statusnya belum diperbarui.",
    Remedy.IN_ODS,
)
RAT_AHEAD: Final = FindingKind(
    "rat_ahead",
    "Tanggal RAT sesudah tanggal keadaan",
    "Tanggal RAT {held} sesudah tanggal keadaan.",
    "RAT yang belum terjadi pada tanggal keadaan tidak dihitung sebagai sudah RAT.",
    Remedy.IN_ODS,
)
FOUNDED_AHEAD: Final = FindingKind(
    "founded_ahead",
    "Tanggal badan hukum sesudah tanggal keadaan",
    "Tanggal badan hukum {founded} sesudah tanggal keadaan.",
    "Koperasi yang tercatat pada tanggal keadaan tentu sudah berbadan hukum. Tanggal badan hukumnya salah "
    "ketik, atau tanggal keadaannya keliru.",
    Remedy.IN_ODS,
)
MEMBERS_UNEQUAL: Final = FindingKind(
    "members_unequal",
    "Jumlah anggota tidak sama dengan pria dan wanita",
    "Anggota pria {men} dan wanita {women}, tetapi jumlah anggota {members}.",
    "Jumlah anggota seharusnya sama dengan anggota pria ditambah anggota wanita. Dasbor memakai jumlah yang "
    "tercantum.",
    Remedy.IN_ODS,
)
