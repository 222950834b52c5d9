"""Findings about one cell: it stays empty, and its text is kept; or a region that is not known."""

from __future__ import annotations

from typing import Final

from kopdata.findings.kind import FindingKind, Remedy

NIK_NOT_13_DIGITS: Final = FindingKind(
    "nik_not_13_digits",
    "NIK bukan 13 angka",
    "NIK bukan 13 angka.",
    "NIK selalu terdiri dari 13 angka. Tanpa NIK yang benar koperasi ini dikenali hanya dari nomor badan "
    "hukum atau namanya.",
    Remedy.IN_ODS,
)
NIK_SHORTENED: Final = FindingKind(
    "nik_shortened",
    "NIK terpotong oleh Excel",
    "NIK terpotong oleh Excel dan tidak dapat dipulihkan.",
    "Excel menyimpan NIK sebagai bilangan, misalnya 1,90503E+12, sehingga angka terakhirnya hilang. NIK itu "
    "dikosongkan, karena banyak koperasi akan tampak bernomor sama.",
    Remedy.IN_ODS,
)
FORMULA_FAILED: Final = FindingKind(
    "formula_failed",
    "Rumus gagal",
    "Rumus di sel ini gagal. Perbaiki rumusnya atau unduh ulang dari ODS.",
    "Sel ini memuat tanda kesalahan Excel, misalnya #REF! atau #DIV/0!, bukan isian. Isiannya dikosongkan.",
    Remedy.IN_THE_FILE,
)
DATE_UNREADABLE: Final = FindingKind(
    "date_unreadable",
    "Tanggal tidak terbaca",
    "Tanggal tidak terbaca.",
    "Isian ini bukan tanggal yang lengkap, atau tanggal yang tidak ada. Isiannya dikosongkan.",
    Remedy.IN_ODS,
)
DATE_IMPLAUSIBLE: Final = FindingKind(
    "date_implausible",
    "Tanggal di luar kewajaran",
    "Tanggal di luar kewajaran.",
    "Tanggalnya sebelum tahun 1901 atau sesudah tahun 2100. Isiannya dikosongkan.",
    Remedy.IN_ODS,
)
MONEY_UNREADABLE: Final = FindingKind(
    "money_unreadable",
    "Nilai rupiah tidak terbaca",
    "Nilai rupiah tidak terbaca.",
    "Isian ini bukan bilangan, atau tanda titik dan komanya tidak beraturan. Nilainya tidak ditebak, "
    "melainkan dikosongkan.",
    Remedy.IN_ODS,
)
COUNT_UNREADABLE: Final = FindingKind(
    "count_unreadable",
    "Jumlah bukan bilangan bulat",
    "Jumlah tidak terbaca sebagai bilangan bulat.",
    "Jumlah anggota, manajer, atau karyawan harus bilangan bulat mulai dari 0. Isiannya dikosongkan.",
    Remedy.IN_ODS,
)
YEAR_UNREADABLE: Final = FindingKind(
    "year_unreadable",
    "Tahun tidak terbaca",
    "Tahun tidak terbaca.",
    "Tahun ditulis dengan empat angka, misalnya 2024. Isiannya dikosongkan.",
    Remedy.IN_ODS,
)
STATUS_UNKNOWN: Final = FindingKind(
    "status_unknown",
    "Status tidak dikenal",
    "Status tidak dikenal.",
    "Status yang dikenal adalah Aktif dan Tidak Aktif (Non Aktif). Koperasi ini dihitung sebagai Status "
    "tidak tercantum.",
    Remedy.IN_ODS,
)
STATUS_MISSING: Final = FindingKind(
    "status_missing",
    "Status kosong",
    "Status kosong.",
    "Berkasnya memuat status, tetapi untuk koperasi ini tidak terisi atau tidak dapat dipakai. Koperasi ini "
    "dihitung sebagai Status tidak tercantum: tidak termasuk yang aktif maupun yang tidak aktif.",
    Remedy.IN_ODS,
)
CERTIFICATE_UNKNOWN: Final = FindingKind(
    "certificate_unknown",
    "Status NIK tidak dikenal",
    "Status NIK tidak dikenal.",
    "Tulisan di kolom Status NIK bukan salah satu status sertifikat ODS. Isiannya dikosongkan.",
    Remedy.IN_ODS,
)
RAT_STATUS_UNKNOWN: Final = FindingKind(
    "rat_status_unknown",
    "Status RAT tidak dikenal",
    "Status RAT tidak dikenal.",
    "Status RAT yang dikenal adalah Sudah RAT dan Belum RAT. Isiannya dikosongkan.",
    Remedy.IN_ODS,
)
GRADE_UNKNOWN: Final = FindingKind(
    "grade_unknown",
    "Grade tidak dikenal",
    "Grade tidak dikenal.",
    "Grade yang dikenal adalah A, B, C1, C2, dan D. Isiannya dikosongkan.",
    Remedy.IN_ODS,
)
TEXT_TOO_LONG: Final = FindingKind(
    "text_too_long",
    "Teks terlalu panjang",
    "Teks terlalu panjang untuk satu isian.",
    "Satu isian memuat lebih dari 10.000 huruf; biasanya isi beberapa baris tertempel menjadi satu. Isiannya "
    "dikosongkan; nama koperasi hanya dipotong.",
    Remedy.IN_ODS,
)
REGENCY_MISSPELT: Final = FindingKind(
    "regency_misspelt",
    "Nama kabupaten salah tulis",
    "Kabupaten '{written}' dibaca sebagai {regency}.",
    "Nama kabupatennya hampir sama dengan Bangka Selatan, jadi koperasi ini tetap dihitung di sini.",
    Remedy.IN_ODS,
)
DISTRICT_UNKNOWN: Final = FindingKind(
    "district_unknown",
    "Kecamatan tidak dikenal",
    "Kecamatan '{written}' tidak dikenal{guess}",
    "Nama kecamatan ini bukan salah satu kecamatan di Bangka Selatan. Koperasinya tetap dihitung, tetapi "
    "tidak masuk kecamatan mana pun pada peta.",
    Remedy.IN_ODS,
)
VILLAGE_UNKNOWN: Final = FindingKind(
    "village_unknown",
    "Desa tidak dikenal",
    "Desa '{written}' tidak dikenal di Kecamatan {district}{guess}",
    "Di kecamatan yang tertulis tidak ada desa atau kelurahan dengan nama ini. Namanya salah tulis, atau "
    "kecamatannya keliru.",
    Remedy.IN_ODS,
)
