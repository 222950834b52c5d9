"""Findings about a row: why it does not count, or may not be a koperasi."""

from __future__ import annotations

from typing import Final

from kopdata.findings.kind import Fate, FindingKind, Remedy

NAME_MISSING: Final = FindingKind(
    "name_missing",
    "Nama koperasi kosong",
    "Nama koperasi kosong.",
    "Baris ini berisi data, tetapi tanpa nama koperasi. Baris tanpa nama ditolak dan tidak ikut terhitung.",
    Remedy.IN_ODS,
    Fate.REJECTED,
)
NIK_TWICE: Final = FindingKind(
    "nik_twice",
    "NIK ganda",
    "{what} ganda: baris {first} dan {again}.",
    "Dua baris yang isinya berbeda memakai NIK yang sama. Baris pertama dipakai; baris berikutnya ditolak "
    "dan tidak ikut terhitung.",
    Remedy.IN_ODS,
    Fate.REJECTED,
)
ROW_TWICE: Final = FindingKind(
    "row_twice",
    "Baris yang sama persis",
    "Baris yang sama persis dengan baris {first}.",
    "Koperasi yang sama tertulis dua kali dengan isi yang sama. Ia dihitung satu kali.",
    Remedy.IN_THE_FILE,
    Fate.LEFT_OUT,
)
HEADER_REPEATED: Final = FindingKind(
    "header_repeated",
    "Judul kolom berulang",
    "Judul kolom berulang.",
    "Judul kolom tertulis lagi di tengah tabel, biasanya pada awal halaman baru.",
    Remedy.IN_THE_FILE,
    Fate.LEFT_OUT,
)
COLUMN_NUMBERS: Final = FindingKind(
    "column_numbers",
    "Baris nomor kolom",
    "Baris nomor kolom.",
    "Baris ini hanya menomori kolom: 1, 2, 3, dan seterusnya.",
    Remedy.IN_THE_FILE,
    Fate.LEFT_OUT,
)
TOTALS: Final = FindingKind(
    "totals",
    "Baris jumlah",
    "Baris jumlah.",
    "Baris ini menjumlahkan baris lain, misalnya satu kecamatan. Dasbor menghitung jumlahnya sendiri.",
    Remedy.IN_THE_FILE,
    Fate.LEFT_OUT,
)
TITLE: Final = FindingKind(
    "title",
    "Judul atau catatan",
    "Judul atau catatan, bukan data koperasi.",
    "Baris ini hanya memuat satu tulisan, dan bukan di kolom nama koperasi.",
    Remedy.IN_THE_FILE,
    Fate.LEFT_OUT,
)
ONLY_NUMBER: Final = FindingKind(
    "only_number",
    "Hanya nomor urut",
    "Hanya berisi nomor urut.",
    "Baris ini bernomor urut, tetapi tidak diisi.",
    Remedy.IN_THE_FILE,
    Fate.LEFT_OUT,
)
BELOW_TABLE: Final = FindingKind(
    "below_table",
    "Tanda tangan atau catatan di bawah tabel",
    "Bukan data koperasi: tanda tangan atau catatan di bawah tabel.",
    "Baris ini terletak sesudah koperasi terakhir dan berisi tanda tangan, tanggal surat, sumber, atau "
    "catatan.",
    Remedy.IN_THE_FILE,
    Fate.LEFT_OUT,
)
ONLY_NAME: Final = FindingKind(
    "only_name",
    "Hanya berisi nama",
    "Hanya berisi nama.",
    "Baris ini memuat nama koperasi dan tidak memuat isian lain. Ia tetap dihitung sebagai koperasi, tanpa "
    "status dan tanpa kecamatan.",
    Remedy.IN_ODS,
)
HARDLY_FILLED: Final = FindingKind(
    "hardly_filled",
    "Baris bawah dengan sedikit isian",
    "Hanya berisi sedikit isian di bawah tabel; mungkin bukan koperasi. Periksa baris ini.",
    "Baris ini terletak paling bawah dan hampir kosong. Ia dihitung sebagai koperasi, tetapi mungkin hanya "
    "catatan.",
    Remedy.IN_THE_FILE,
)
ROW_TOO_LONG: Final = FindingKind(
    "row_too_long",
    "Baris lebih panjang daripada judulnya",
    "Baris ini lebih panjang daripada judulnya; mungkin ada tanda pemisah di dalam sebuah isian. Periksa "
    "baris ini.",
    "Baris ini mempunyai isian di luar kolom yang berjudul. Mungkin isiannya bergeser, sehingga terbaca di "
    "kolom yang salah.",
    Remedy.IN_THE_FILE,
)
MAYBE_KNOWN: Final = FindingKind(
    "maybe_known",
    "Mungkin sama dengan koperasi lain",
    "Mungkin sama dengan koperasi yang sudah tercatat, tetapi tidak jelas yang mana; dicatat sebagai "
    "koperasi baru.",
    "NIK, nomor badan hukum, dan nama di baris ini cocok dengan beberapa koperasi, atau saling bertentangan. "
    "Bila sebenarnya koperasi lama, riwayat dan kunjungannya belum tersambung.",
    Remedy.BY_LINKING,
)
