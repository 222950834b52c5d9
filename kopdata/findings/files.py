"""Findings about a file as a whole."""

from __future__ import annotations

from typing import Final

from kopdata.findings.kind import FindingKind, Remedy

SEVERAL_DATES: Final = FindingKind(
    "several_dates",
    "Berkas menyebut beberapa tanggal",
    "Berkas menyebut lebih dari satu tanggal: {dates}. Pastikan tanggal keadaannya.",
    "Nama berkas, judul, dan isinya tidak menyebut tanggal keadaan yang sama. Data yang tersimpan pada "
    "tanggal yang keliru membuat perbandingan antartanggal salah.",
    Remedy.IN_THE_FILE,
)
AS_OF_AHEAD: Final = FindingKind(
    "as_of_ahead",
    "Tanggal keadaan belum tiba",
    "Tanggal keadaan {as_of} belum tiba. Periksa tanggalnya.",
    "Tanggal keadaan yang dipilih terletak sesudah hari ini. Keadaan itu akan tampil sebagai yang terbaru "
    "sampai tanggalnya terlewati.",
    Remedy.IN_THE_FILE,
)
OTHER_SHEET: Final = FindingKind(
    "other_sheet",
    "Ada daftar lain yang tidak dibaca",
    "Lembar '{sheet}' juga memuat daftar dan tidak dibaca. Unggah terpisah.",
    "Dari satu berkas hanya satu daftar yang dibaca, yaitu yang isinya paling lengkap. Daftar lain, misalnya "
    "yang tersembunyi, lebih pendek, atau lebih lama, tidak ikut terhitung.",
    Remedy.IN_THE_FILE,
)
