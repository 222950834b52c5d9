"""The closed vocabularies of the field, and the spellings in which files bring them.

The value of each member is what is stored, exported and shown by ``--json``; ``label`` is what the
screen says. Sources: header rows and cells of exports seen in the wild, Permenkop 9/2018 Pasal 67 for
Jenis, Juknis Deputi Perkoperasian 15/2021 for the predicates of health.
"""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum


def fold(text: str) -> str:
    """Return ``text`` as it is compared: no accents, case, punctuation or doubled blanks.

    >>> fold("  Kec. TANJUNG-KETAPANG ")
    'kec tanjung ketapang'
    """
    plain = unicodedata.normalize("NFKD", text)
    plain = "".join(character for character in plain if not unicodedata.combining(character))
    return " ".join(re.sub(r"[^0-9a-z]+", " ", plain.casefold()).split())


class Status(StrEnum):
    """ODS status as the file gave it. Absent in a file: null in the registry, ``UNKNOWN`` in a filter."""

    ACTIVE = "aktif"
    INACTIVE = "tidak aktif"
    UNKNOWN = "tidak tercantum"

    @property
    def label(self) -> str:
        """What the screen says."""
        return {"aktif": "Aktif", "tidak aktif": "Tidak aktif"}.get(self.value, "Status tidak tercantum")


class Predicate(StrEnum):
    """Predicate of a health assessment, as given by the supervisors; never recomputed from the score."""

    HEALTHY = "Sehat"
    FAIRLY_HEALTHY = "Cukup Sehat"
    UNDER_WATCH = "Dalam Pengawasan"
    UNDER_SPECIAL_WATCH = "Dalam Pengawasan Khusus"


class HealthClass(StrEnum):
    """The two classes in which health is spoken of, and the class of those nobody assessed yet."""

    HEALTHY = "sehat"
    UNHEALTHY = "tidak sehat"
    NOT_ASSESSED = "belum dinilai"

    @property
    def label(self) -> str:
        """What the screen says."""
        return self.value.capitalize()


class NotAssessed(StrEnum):
    """Why a koperasi bears no predicate: nobody came yet, or it cannot be assessed yet.

    A koperasi under one book year, or one that never held a RAT, is not yet a target of assessment.
    """

    NOT_ASSESSED = "Belum dinilai"
    NOT_A_TARGET = "Belum menjadi sasaran"


HEALTH_DETAILS: dict[HealthClass, tuple[str, ...]] = {
    HealthClass.HEALTHY: (Predicate.HEALTHY, Predicate.FAIRLY_HEALTHY),
    HealthClass.UNHEALTHY: (Predicate.UNDER_WATCH, Predicate.UNDER_SPECIAL_WATCH),
    HealthClass.NOT_ASSESSED: (NotAssessed.NOT_ASSESSED, NotAssessed.NOT_A_TARGET),
}
"""Each class of health and what it opens to, in the order of the screen."""


class RatStatus(StrEnum):
    """State of the yearly members' meeting for the book year that is due (UU 25/1992 Pasal 26)."""

    HELD = "sudah"
    HELD_LATE = "terlambat"
    NOT_HELD = "belum"
    NOT_DUE = "belum wajib"

    @property
    def label(self) -> str:
        """What the screen says."""
        return {
            "sudah": "Sudah RAT",
            "terlambat": "Terlambat RAT",
            "belum": "Belum RAT",
            "belum wajib": "Belum wajib RAT",
        }[self.value]


class CertificateStatus(StrEnum):
    """State of the NIK certificate on a day, by its expiry date where the file gives one."""

    VALID = "berlaku"
    LAPSED = "habis"
    NONE = "belum"

    @property
    def label(self) -> str:
        """What the screen says."""
        return {"berlaku": "Berlaku", "habis": "Habis masa berlaku", "belum": "Belum bersertifikat"}[
            self.value
        ]


class CertificateGiven(StrEnum):
    """Column "Status NIK" of an export, in the ministry's four wordings."""

    NOT_CERTIFIED = "Belum Bersertifikat"
    CERTIFIED = "Sudah Bersertifikat"
    ACTIVE = "Sertifikat - Aktif"
    EXPIRED = "Sertifikat - Expired"


class Grade(StrEnum):
    """Grade of the NIK certificate as given: by the RATs reported in the last three book years."""

    A = "A"
    B = "B"
    C1 = "C1"
    C2 = "C2"
    D = "D"


class RatGiven(StrEnum):
    """Column "Status RAT" of an export."""

    DONE = "Sudah RAT"
    NOT_YET = "Belum RAT"


class CooperativeType(StrEnum):
    """Jenis koperasi: the five of Permenkop 9/2018 Pasal 67, and the two that ODS returns since 2025."""

    PRODUCER = "Produsen"
    CONSUMER = "Konsumen"
    MARKETING = "Pemasaran"
    SERVICE = "Jasa"
    SAVINGS_AND_LOAN = "Simpan Pinjam"
    VILLAGE_MERAH_PUTIH = "Desa Merah Putih"
    WARD_MERAH_PUTIH = "Kelurahan Merah Putih"


class Form(StrEnum):
    """Bentuk koperasi: primer or sekunder, by the reach of its membership."""

    PRIMARY_REGENCY = "Primer Kabupaten/Kota"
    PRIMARY_PROVINCE = "Primer Provinsi"
    PRIMARY_NATIONAL = "Primer Nasional"
    SECONDARY_REGENCY = "Sekunder Kabupaten/Kota"
    SECONDARY_PROVINCE = "Sekunder Provinsi"
    SECONDARY_NATIONAL = "Sekunder Nasional"


class Contact(StrEnum):
    """How the office met the koperasi; only a visit proves an address."""

    VISIT = "kunjungan"
    PHONE = "telepon"
    AT_OFFICE = "datang ke kantor"


class AddressFinding(StrEnum):
    """What an officer found at the registered address."""

    FOUND = "ada"
    MOVED = "pindah"
    NOBODY_IN = "pengurus tidak di tempat"
    NOT_FOUND = "tidak ditemukan"


class VisitResult(StrEnum):
    """Hasil kunjungan: address and service to members in one of five words."""

    SERVING = "Ada dan melayani"
    NOT_SERVING = "Ada, tidak melayani"
    MOVED = "Pindah alamat"
    NOBODY_IN = "Alamat ada, pengurus tidak di tempat"
    NOT_FOUND = "Tidak ditemukan di alamat terdaftar"


class ImportKind(StrEnum):
    """What a file holds, told by its content."""

    REGISTRY = "registry"
    ASSESSMENTS = "assessments"


class ImportMode(StrEnum):
    """What a second file for one date does to the first: "Ganti" or "Lengkapi data tanggal ini"."""

    REPLACE = "replace"
    COMPLETE = "complete"


class EventKind(StrEnum):
    """What can happen to an import: it is made, taken back ("Tarik kembali"), put back ("Pakai lagi")."""

    IMPORT = "import"
    UNDO = "undo"
    REDO = "redo"


class SettingName(StrEnum):
    """What an office can set; files are named by their SHA-256."""

    OFFICE_NAME = "office_name"
    SECTION_NAME = "section_name"
    LOGO = "logo"
    OUTLINES = "outlines"
    OUTLINES_NAME = "outlines_name"
    COLUMN_ANSWERS = "column_answers"
    """What persons said about unknown columns of files: JSON, see ``imports.remembering``."""
    STATUS_WORDS = "status_words"
    """What persons said about unknown words of a status: JSON."""
    IMPORT_MEMORY_MB = "import_memory_mb"
    IMPORT_SECONDS = "import_seconds"
    IMPORT_MEGABYTES = "import_megabytes"
    CONTRADICTION_DAYS = "contradiction_days"
    """Days until the next visit, by why a koperasi is on the work list; so the next three."""
    NOT_FOUND_DAYS = "not_found_days"
    INACTIVE_ODS_DAYS = "inactive_ods_days"
    INACTIVE_RAT_DAYS = "inactive_rat_days"


class Precision(StrEnum):
    """How exactly the date of a snapshot is known: some published figures name a month only."""

    DAY = "day"
    MONTH = "month"


MERAH_PUTIH_TYPES = (CooperativeType.VILLAGE_MERAH_PUTIH, CooperativeType.WARD_MERAH_PUTIH)

_STATUS_SPELLINGS = {
    "aktif": Status.ACTIVE,
    "active": Status.ACTIVE,
    "tidak aktif": Status.INACTIVE,
    "tdk aktif": Status.INACTIVE,
    "non aktif": Status.INACTIVE,
    "nonaktif": Status.INACTIVE,
    "tidakaktif": Status.INACTIVE,
    "inactive": Status.INACTIVE,
}

_CERTIFICATE_SPELLINGS = {
    "belum bersertifikat": CertificateGiven.NOT_CERTIFIED,
    "belum bersetifikat": CertificateGiven.NOT_CERTIFIED,
    "belum": CertificateGiven.NOT_CERTIFIED,
    "sudah bersertifikat": CertificateGiven.CERTIFIED,
    "sudah bersetifikat": CertificateGiven.CERTIFIED,
    "bersertifikat": CertificateGiven.CERTIFIED,
    "bersetifikat": CertificateGiven.CERTIFIED,
    "sudah": CertificateGiven.CERTIFIED,
    "sertifikat aktif": CertificateGiven.ACTIVE,
    "sertifikat berlaku": CertificateGiven.ACTIVE,
    "sertifikat expired": CertificateGiven.EXPIRED,
    "sertifikat kedaluwarsa": CertificateGiven.EXPIRED,
    "sertifikat kadaluarsa": CertificateGiven.EXPIRED,
    "expired": CertificateGiven.EXPIRED,
}

_RAT_SPELLINGS = {
    "sudah rat": RatGiven.DONE,
    "sudah": RatGiven.DONE,
    "belum rat": RatGiven.NOT_YET,
    "belum": RatGiven.NOT_YET,
    "tidak rat": RatGiven.NOT_YET,
}


def read_status(text: str) -> Status | None:
    """Return the ODS status that ``text`` means, or None for a word that is not known."""
    return _STATUS_SPELLINGS.get(fold(text))


def read_certificate(text: str) -> CertificateGiven | None:
    """Return the certificate wording that ``text`` means ("Bersetifikat" included), or None."""
    return _CERTIFICATE_SPELLINGS.get(fold(text))


def read_rat(text: str) -> RatGiven | None:
    """Return what column "Status RAT" says, or None for a word that is not known."""
    return _RAT_SPELLINGS.get(fold(text))


def read_grade(text: str) -> Grade | None:
    """Return the grade in ``text`` ("Grade A", "c1"), or None."""
    letters = fold(text).removeprefix("grade").replace(" ", "").upper()
    return Grade(letters) if letters in Grade.__members__ else None


def read_predicate(text: str) -> Predicate | None:
    """Return the predicate of health that ``text`` names, or None; other words are never translated."""
    return next((predicate for predicate in Predicate if fold(predicate) == fold(text)), None)


def read_type(text: str) -> CooperativeType | None:
    """Return the Jenis that ``text`` names ("Koperasi Simpan Pinjam", "KOPERASI JASA"), or None."""
    words = fold(text).removeprefix("koperasi ").removeprefix("kop ")
    return next((kind for kind in CooperativeType if fold(kind) == words), None)


def read_form(text: str) -> Form | None:
    """Return the Bentuk that ``text`` names ("Primer Kab/Kota", "PRIMER KABUPATEN KOTA"), or None."""
    words = fold(text).replace("kab kota", "kabupaten kota").replace("tingkat ", "")
    if words.endswith(("primer kabupaten", "primer kota", "sekunder kabupaten", "sekunder kota")):
        words = f"{words.split()[0]} kabupaten kota"
    return next((form for form in Form if fold(form) == words), None)
