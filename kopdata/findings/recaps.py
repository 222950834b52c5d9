"""Findings about a row of the supervisors' recap of health assessments."""

from __future__ import annotations

from typing import Final

from kopdata.findings.kind import Fate, FindingKind, Remedy
from kopdata.vocabulary import Predicate

ASSESSED_NOBODY: Final = FindingKind(
    "assessed_nobody",
    "Penilaian tanpa NIK dan nama",
    "NIK dan nama koperasi kosong. Lengkapi baris ini.",
    "Baris rekap penilaian ini tidak menyebut koperasi yang dinilai, jadi tidak dicatat.",
    Remedy.IN_THE_FILE,
    Fate.REJECTED,
)
ASSESSED_UNKNOWN: Final = FindingKind(
    "assessed_unknown",
    "Koperasi yang dinilai belum tercatat",
    "Koperasi ini tidak ada di data yang tersimpan. Periksa NIK dan namanya.",
    "NIK dan nama di baris rekap penilaian tidak cocok dengan koperasi mana pun yang tersimpan. NIK atau "
    "namanya salah tulis, atau ekspor ODS yang memuatnya belum diunggah.",
    Remedy.IN_THE_FILE,
    Fate.REJECTED,
)
ASSESSED_NAME_SHARED: Final = FindingKind(
    "assessed_name_shared",
    "Nama yang dinilai dipunyai beberapa koperasi",
    "Nama ini dipunyai {count} koperasi. Lengkapi NIK di baris ini.",
    "Beberapa koperasi yang tersimpan bernama sama, dan baris rekap penilaian tidak menyebut NIK. "
    "Penilaiannya tidak dicatat, supaya tidak masuk ke koperasi yang salah.",
    Remedy.IN_THE_FILE,
    Fate.REJECTED,
)
ASSESSED_TWICE: Final = FindingKind(
    "assessed_twice",
    "Penilaian ganda",
    "{what} ganda: baris {first} dan {again}. Pilih salah satu.",
    "Dua baris rekap memberi penilaian yang berbeda untuk koperasi dan tahun yang sama. Baris pertama "
    "dipakai.",
    Remedy.IN_THE_FILE,
    Fate.REJECTED,
)
ASSESSED_ELSEWHERE: Final = FindingKind(
    "assessed_elsewhere",
    "Koperasi dinilai di baris lain",
    "Penilaian tahun {year} koperasi ini sudah ada di baris {first}. Pilih salah satu.",
    "Dua baris rekap yang ditulis berbeda, misalnya satu dengan NIK dan satu dengan nama saja, ternyata "
    "koperasi yang sama. Baris pertama dipakai.",
    Remedy.IN_THE_FILE,
    Fate.REJECTED,
)
YEAR_MISSING: Final = FindingKind(
    "assessment_year_missing",
    "Tahun penilaian kosong",
    "Tahun penilaian kosong atau tidak terbaca. Lengkapi baris ini.",
    "Penilaian tanpa tahun tidak dapat diurutkan dengan penilaian lain, jadi tidak dicatat.",
    Remedy.IN_THE_FILE,
    Fate.REJECTED,
)
YEAR_AHEAD: Final = FindingKind(
    "assessment_year_ahead",
    "Tahun penilaian belum tiba",
    "Tahun penilaian {year} belum tiba. Perbaiki tahunnya.",
    "Tahun penilaian terletak sesudah tahun ini, jadi baris rekap ini tidak dicatat.",
    Remedy.IN_THE_FILE,
    Fate.REJECTED,
)
DATE_AHEAD: Final = FindingKind(
    "assessment_date_ahead",
    "Tanggal penilaian belum tiba",
    "Tanggal penilaian {assessed_on} belum tiba. Perbaiki tanggalnya.",
    "Tanggal penilaian terletak sesudah hari ini, jadi baris rekap ini tidak dicatat.",
    Remedy.IN_THE_FILE,
    Fate.REJECTED,
)
PREDICATE_MISSING: Final = FindingKind(
    "predicate_missing",
    "Predikat kosong",
    "Predikat kosong. Lengkapi baris ini.",
    "Baris rekap penilaian tidak memuat predikat kesehatan, jadi tidak dicatat.",
    Remedy.IN_THE_FILE,
    Fate.REJECTED,
)
PREDICATE_UNKNOWN: Final = FindingKind(
    "predicate_unknown",
    "Predikat tidak dikenal",
    f"Predikat '{{written}}' tidak dikenal. Pakai salah satu: {', '.join(Predicate)}.",
    f"Predikat kesehatan adalah {', '.join(Predicate)}. Predikat lain tidak ditafsirkan, jadi baris ini "
    "tidak dicatat.",
    Remedy.IN_THE_FILE,
    Fate.REJECTED,
)
SCORE_BEYOND: Final = FindingKind(
    "score_beyond",
    "Nilai di luar 0 sampai 100",
    "Nilai di luar 0 sampai 100. Periksa lagi.",
    "Nilai penilaian kesehatan paling rendah 0 dan paling tinggi 100. Nilainya dikosongkan; predikatnya "
    "tetap dicatat.",
    Remedy.IN_THE_FILE,
)
CELL_UNREADABLE: Final = FindingKind(
    "recap_cell_unreadable",
    "Isian rekap tidak terbaca",
    "Isian ini tidak terbaca. Perbaiki di berkas rekap.",
    "NIK, nilai, atau tanggal di baris rekap penilaian tidak terbaca. Isiannya dikosongkan; penilaiannya "
    "tetap dicatat bila koperasi, tahun, dan predikatnya jelas.",
    Remedy.IN_THE_FILE,
)
COLUMNS_NOT_READ: Final = FindingKind(
    "recap_columns_not_read",
    "Kolom rekap yang tidak dibaca",
    "Kolom ini tidak dibaca dari rekap: {columns}. Periksa judulnya.",
    "Rekap penilaian memuat kolom yang tidak dicatat dasbor. Isinya tidak disimpan selain di berkas aslinya. "
    "Kolom Pengawas tidak disebut, karena nama orang memang tidak dibaca.",
    Remedy.IN_THE_FILE,
)
