"""The questions about an officer's report that could not be read with certainty."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Final

from kopdata.fieldwork.message_dates import WEEKDAYS, Doubt
from kopdata.fieldwork.vocabulary import FollowUp, Met
from kopdata.formats import date, listed, number
from kopdata.imports.values import shortened

NO_LABEL: Final = (
    "Teks ini tidak memuat baris yang dikenal, misalnya “Koperasi:” atau “Tanggal:”, "
    "jadi semuanya menjadi catatan. "
    "Apakah ini laporan kunjungan?"
)
SEVERAL: Final = (
    "Teks ini memuat lebih dari satu laporan. Tempelkan satu laporan setiap kali. "
    "Laporan mana yang dibaca dulu?"
)
UNDATED: Final = "Kapan laporan ini dikirim tidak jelas. Tanggal berapa yang dimaksud dengan “{}”?"
_ROLES: Final = [role for role in Met if role is not Met.NOBODY]


def _any_of(choices: Sequence[str]) -> str:
    """Return choices of which one is to be made: "A, B, atau C"."""
    return f"{', '.join(choices[:-1])}, atau {choices[-1]}"


_QUESTIONS: Final = {
    "officers": "Petugas “{}” belum jelas. Siapa nama petugasnya?",
    "assistants": "Pendamping “{}” belum jelas. Siapa namanya?",
    "contact": "Cara “{}” belum jelas. Apakah koperasi dikunjungi, ditelepon, atau datang ke kantor?",
    "at_address": "“Di alamat: {}” belum jelas. Apa yang ditemukan di alamat terdaftar?",
    "serves_members": "“Melayani anggota: {}” belum jelas. Apakah koperasi masih melayani anggota?",
    "met": f"Dari “{{}}” belum jelas siapa yang ditemui. Apa perannya: {_any_of(_ROLES)}?",
    "follow_up": f"Tindak lanjut “{{}}” belum jelas. Mana yang dipilih: {_any_of(list(FollowUp))}?",
    "village_office": "“Perangkat desa: {}” belum jelas. Apakah perangkat desa mengenal koperasi ini?",
    "last_rat_told": "“RAT terakhir: {}” belum jelas. Tahun buku berapa yang dibahas pada RAT terakhir?",
}


BLANK: Final = {
    "coop_ids": "Koperasi mana yang dikunjungi?",
    "visited_on": "Tanggal berapa kunjungannya?",
    "at_address": "Apa yang ditemukan di alamat terdaftar?",
    "serves_members": "Apakah koperasi masih melayani anggota?",
    "follow_up": "Apa tindak lanjutnya?",
}
"""What every visit must say, by its field in a reading, and how it is asked where its line is blank."""


def left_blank(field: str, title: str) -> str:
    """Return the question about a line that a report has and left blank."""
    return f"Baris “{shortened(title)}” kosong. {BLANK[field]}"


def unclear(field: str, text: str) -> str:
    """Return the question about a value of ``field`` that has no known or no single meaning."""
    return _QUESTIONS[field].format(shortened(text))


def which_cooperative(text: str, candidates: int) -> str:
    """Return the question which koperasi ``text`` names."""
    said = shortened(text)
    if not candidates:
        return f"Koperasi “{said}” tidak ada di daftar. Koperasi mana yang dimaksud?"
    return f"Koperasi “{said}” belum pasti. Koperasi mana yang dimaksud?"


def which_day(text: str, doubt: Doubt, day: dt.date | None) -> str:
    """Return the question about a date."""
    said, shown = shortened(text), date(day)
    if doubt is Doubt.SENT_UNKNOWN:
        return UNDATED.format(said)
    if doubt is Doubt.FUTURE:
        return f"Tanggal “{said}” ({shown}) belum terjadi. Tanggal berapa kunjungannya?"
    if doubt is Doubt.WEEKDAY and day is not None:
        its = WEEKDAYS[day.weekday()].capitalize()
        return f"{shown} jatuh pada hari {its}, tetapi tertulis “{said}”. Tanggal berapa kunjungannya?"
    if doubt is Doubt.LONG_AGO:
        return f"Tanggal “{said}” tidak bertahun, dan {shown} sudah lama lewat. Tahun berapa kunjungannya?"
    return f"Tanggal “{said}” tidak terbaca. Tanggal berapa kunjungannya?"


def said_twice(title: str, texts: Sequence[str]) -> str:
    """Return the question which of the different lines of one label is right."""
    said = listed([f"“{shortened(text)}”" for text in texts])
    times = number(len(texts))
    return f"Baris “{shortened(title)}” ada {times} kali dengan isi berbeda: {said}. Mana yang benar?"


def not_found_but_serving(text: str) -> str:
    """Return the question about a koperasi that was not found and is said to serve."""
    return (
        f"Koperasi tidak ditemukan di alamatnya, tetapi tertulis “Melayani anggota: {shortened(text)}”. "
        "Mana yang benar?"
    )


def address_in_doubt(text: str, new_address: str) -> str:
    """Return the question about a new address beside a finding that no move follows from."""
    return (
        f"Tertulis “Di alamat: {shortened(text)}”, tetapi juga alamat baru “{shortened(new_address)}”. "
        "Apakah koperasi sudah pindah?"
    )


def notes_cut(longest: int) -> str:
    """Return what is asked about notes that are too long to keep."""
    return f"Catatan dipotong sampai {number(longest)} huruf. Apakah bagian yang terpenting sudah ada?"
