"""The fields of a registry and of a recap of assessments, and the column titles that files give them.

One table: a title seen in a new file is added to its field here and nowhere else. Titles are compared
without case, punctuation and blanks, with the usual abbreviations spelt out (``title_key``). Sources:
header rows of the ministry's pages, of the ODS interface and of workbooks that offices hand in.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from kopdata.imports.values import Kind
from kopdata.vocabulary import fold

_SAME_WORD: Final = {
    "no": "nomor",
    "tgl": "tanggal",
    "jml": "jumlah",
    "jlh": "jumlah",
    "thn": "tahun",
    "bh": "badan hukum",
    "telp": "telepon",
    "telpon": "telepon",
    "tlp": "telepon",
    "hp": "telepon",
    "kel": "kelurahan",
    "kec": "kecamatan",
    "kab": "kabupaten",
    "prov": "provinsi",
    "asset": "aset",
    "manager": "manajer",
    "sertipikat": "sertifikat",
    "rp": "",
    "rupiah": "",
    "orang": "",
    "org": "",
}


def title_key(title: str) -> str:
    """Return a column title as it is compared.

    >>> title_key("NO. TELPON KANTOR") == title_key("Nomor_Telepon_Kantor")
    True
    """
    return "".join(_SAME_WORD.get(word, word).replace(" ", "") for word in fold(title).split())


class Field(NamedTuple):
    """A field: its name in the registry, its Indonesian name, how it is read, its titles in files.

    ``notable`` fields are worth telling when a file lacks them.
    """

    name: str
    label: str
    kind: Kind
    titles: tuple[str, ...] = ()
    notable: bool = False


_NIK = Field(
    "nik",
    "NIK",
    Kind.NIK,
    ("ID Koperasi", "Nomor Induk Koperasi (NIK)", "Nomor Induk Koperasi"),
    notable=True,
)
_NAME = Field("name", "Nama koperasi", Kind.NAME, ("Nama Koperasi", "Koperasi", "Nama"))

REGISTRY_FIELDS: Final = (
    _NIK,
    Field("nib", "NIB", Kind.DIGITS, ("Nomor Induk Berusaha",)),
    _NAME,
    Field(
        "legal_number",
        "Nomor badan hukum",
        Kind.TEXT,
        (
            *("No Badan Hukum", "Nomor Badan Hukum Pendirian", "Badan Hukum", "Nomor BH Pendirian"),
            # Both in one cell: ``registry`` parts them.
            *("Nomor dan Tanggal Badan Hukum", "Nomor/Tanggal Badan Hukum", "Nomor & Tgl BH"),
        ),
    ),
    Field(
        "legal_date",
        "Tanggal badan hukum",
        Kind.DATE,
        ("Tanggal Badan Hukum", "Tanggal Badan Hukum Pendirian", "Tanggal Pendirian"),
    ),
    Field(
        "amendment_number",
        "Nomor perubahan anggaran dasar",
        Kind.TEXT,
        ("Nomor Perubahan Anggaran Dasar (Terbaru)", "Nomor Perubahan Anggaran Dasar", "Nomor PAD"),
    ),
    Field(
        "amendment_date",
        "Tanggal perubahan anggaran dasar",
        Kind.DATE,
        ("Tanggal Perubahan Anggaran Dasar (Terbaru)", "Tanggal Perubahan Anggaran Dasar", "Tanggal PAD"),
    ),
    Field("reporting_number", "Nomor pelaporan", Kind.TEXT, ("Nomor Pelaporan (Terbaru)", "Nomor Pelaporan")),
    Field(
        "reporting_date", "Tanggal pelaporan", Kind.DATE, ("Tanggal Pelaporan (Terbaru)", "Tanggal Pelaporan")
    ),
    Field("address", "Alamat", Kind.TEXT, ("Alamat", "Alamat Lengkap", "Alamat Koperasi")),
    Field(
        "village",
        "Desa/kelurahan",
        Kind.TEXT,
        ("Desa", "Desa / Kelurahan", "Desa/Kel", "Kelurahan / Desa", "Kelurahan"),
        notable=True,
    ),
    Field("district", "Kecamatan", Kind.TEXT, ("Kecamatan",), notable=True),
    Field("regency", "Kabupaten", Kind.TEXT, ("Kabupaten", "Kabupaten/Kota", "Kab/Kota")),
    Field("province", "Provinsi", Kind.TEXT, ("Provinsi", "Propinsi")),
    Field("postal_code", "Kode pos", Kind.DIGITS, ("Kode Pos",)),
    Field(
        "phone",
        "Telepon",
        Kind.PHONE,
        ("No Telpon Kantor", "No Telpon 1", "No Telpon", "Telepon", "No Telpon Koperasi"),
    ),
    Field("email", "Email", Kind.TEXT, ("Email", "Alamat Email", "Surel")),
    Field("chair", "Ketua", Kind.TEXT, ("Ketua", "Nama Ketua")),
    Field("chair_phone", "Telepon ketua", Kind.PHONE, ("No Telpon Ketua", "Telepon Ketua")),
    Field("secretary", "Sekretaris", Kind.TEXT, ("Sekretaris", "Nama Sekretaris")),
    Field("treasurer", "Bendahara", Kind.TEXT, ("Bendahara", "Nama Bendahara")),
    Field("supervisor", "Pengawas", Kind.TEXT, ("Pengawas", "Nama Pengawas")),
    Field("manager", "Manajer", Kind.TEXT, ("Nama Manajer",)),
    Field(
        "status",
        "Status",
        Kind.STATUS,
        ("Status Aktif", "Status Koperasi", "Status", "Status Keaktifan", "Keaktifan"),
        notable=True,
    ),
    Field("form", "Bentuk", Kind.FORM, ("Bentuk Koperasi", "Bentuk")),
    Field("type", "Jenis", Kind.TYPE, ("Jenis Koperasi", "Jenis"), notable=True),
    Field("coop_group", "Kelompok", Kind.TEXT, ("Kelompok Koperasi", "Kelompok")),
    Field("sector", "Sektor usaha", Kind.TEXT, ("Sektor Usaha", "Sektor")),
    Field("pattern", "Pola pengelolaan", Kind.TEXT, ("Pola Pengelolaan", "Pola")),
    Field("kuk", "KUK", Kind.TEXT, ("KUK", "Klasifikasi Usaha Koperasi")),
    Field(
        "rat_date",
        "Tanggal RAT",
        Kind.DATE,
        ("Tanggal RAT", "Tanggal RAT Terakhir", "Tanggal RAT Tahun Buku", "RAT Terakhir"),
        notable=True,
    ),
    Field("rat_book_year", "Tahun buku RAT", Kind.YEAR, ("Tahun Buku RAT", "RAT Tahun Buku", "Tahun Buku")),
    Field("rat_status", "Status RAT", Kind.RAT, ("Status RAT",)),
    Field(
        "certificate_status",
        "Status sertifikat NIK",
        Kind.CERTIFICATE,
        ("Status NIK", "Status Sertifikat", "Status Sertifikat NIK"),
        notable=True,
    ),
    Field(
        "certificate_expiry",
        "Masa berlaku sertifikat",
        Kind.DATE,
        ("Tanggal Berlaku Sertifikat", "Masa Berlaku Sertifikat"),
        notable=True,
    ),
    Field("grade", "Grade", Kind.GRADE, ("Grade", "Status Grade", "Grade Sertifikat"), notable=True),
    Field(
        "members",
        "Jumlah anggota",
        Kind.COUNT,
        ("Jumlah Anggota", "Total Anggota", "Anggota"),
        notable=True,
    ),
    Field("members_male", "Anggota pria", Kind.COUNT, ("Anggota Pria", "Jumlah Anggota Pria")),
    Field("members_female", "Anggota wanita", Kind.COUNT, ("Anggota Wanita", "Jumlah Anggota Wanita")),
    Field("managers", "Jumlah manajer", Kind.COUNT, ("Jumlah Manajer", "Total Manajer")),
    Field("employees", "Jumlah karyawan", Kind.COUNT, ("Jumlah Karyawan", "Total Karyawan", "Karyawan")),
    Field("own_capital", "Modal sendiri", Kind.MONEY, ("Modal Sendiri",), notable=True),
    Field("external_capital", "Modal luar", Kind.MONEY, ("Modal Luar",)),
    Field("assets", "Aset", Kind.MONEY, ("Aset", "Total Aset", "Jumlah Aset"), notable=True),
    Field("turnover", "Volume usaha", Kind.MONEY, ("Volume Usaha",), notable=True),
    Field("surplus", "SHU", Kind.MONEY, ("SHU", "Sisa Hasil Usaha", "Sisa Hasil Usaha (SHU)"), notable=True),
    Field("financial_year", "Tahun rekap", Kind.YEAR, ("Tahun Rekap",)),
)
"""What an export of the registry can carry, in the registry's order."""

ASSESSMENT_FIELDS: Final = (
    _NIK,
    _NAME,
    Field("year", "Tahun penilaian", Kind.YEAR, ("Tahun Penilaian", "Tahun")),
    Field("score", "Nilai", Kind.MONEY, ("Nilai / Skor", "Nilai", "Skor", "Skor Penilaian", "Nilai Akhir")),
    Field("predicate", "Predikat", Kind.TEXT, ("Predikat", "Predikat Kesehatan")),
    Field("method", "Metode", Kind.TEXT, ("Metode", "Metode Penilaian")),
    Field("assessed_on", "Tanggal penilaian", Kind.DATE, ("Tanggal Penilaian",)),
)
"""What the supervisors' recap carries. Its column "Pengawas" names persons and is not read."""

AS_OF: Final = Field("as_of", "Tanggal keadaan", Kind.DATE, ("Tanggal Keadaan",))
"""A column that bears the date of the snapshot: a hint for the date of the import, not a field."""

ROW_NUMBERS: Final = frozenset(title_key(title) for title in ("No", "Nomor", "No Urut"))
"""Titles over the running numbers of the rows; anything else below them is kept."""

MADE_ANEW: Final = frozenset(
    title_key(title)
    for title in (
        *("coop_id", "import_id", "village_code", "district_code", "outside_region"),
        *("source_sheet", "source_row"),
    )
)
"""Columns of our own exports that every import makes anew."""

IGNORED: Final = ROW_NUMBERS | MADE_ANEW
"""Columns that hold nothing of a koperasi, as far as their titles tell; see ``unclear.is_running_number``."""

WITHOUT_FIELD: Final = MADE_ANEW | frozenset(
    title_key(title)
    for title in ("Karyawan Pria", "Karyawan Wanita", "Manajer Pria", "Manajer Wanita", "extra")
)
"""Columns of known layouts that no field takes: they are kept in ``extra``, and nobody need be asked."""

FIELDS_BY_NAME: Final = {field.name: field for field in REGISTRY_FIELDS}

LABELS: Final = {field.name: field.label for field in REGISTRY_FIELDS}
"""Indonesian name of each registry field."""


def titles_of(fields: tuple[Field, ...]) -> dict[str, Field]:
    """Return the field that each known title means, by ``title_key``; a field's own name is one."""
    return {title_key(title): field for field in fields for title in (field.name, *field.titles)}
