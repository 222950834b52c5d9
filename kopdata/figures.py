"""Every figure once: what it is called, what it counts, of whom, and what it rests on.

A figure is a condition over ``kopdata/sql/cooperatives_at.sql``, one row a koperasi. Tiles, tables, charts,
exports, the command line and reports all count by the conditions below, so no two can disagree.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

ODS = "Ekspor Online Data System (ODS) Kementerian Koperasi, status sebagaimana tercantum."
VISITS = "Catatan kunjungan dinas."


class Origin(StrEnum):
    """Which data a figure rests on."""

    REGISTRY = "registry"
    ASSESSMENTS = "assessments"
    VISITS = "visits"
    COACHING = "coaching"
    """Coaching, or a visit that asks for it."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One measure.

    ``counts`` is the SQL condition that a koperasi meets to be counted. ``population`` names the figure
    that is its denominator (None: it stands alone); what counts must lie within it. ``needs`` are registry
    fields of which the snapshot's files must carry at least one, ``needs_all`` several such alternatives,
    of each of which they must carry one; else the figure is absent, not zero. So it is while nothing at all
    of its ``origin`` has been entered.
    """

    id: str
    title: str
    unit: str
    definition: str
    counts: str
    population: str | None
    needs: frozenset[str]
    source: str
    origin: Origin = Origin.REGISTRY
    compares: bool = True
    """Whether a change since the snapshot before tells of koperasi, and not of how they were counted."""
    needs_all: tuple[frozenset[str], ...] = ()


@dataclass(frozen=True, slots=True)
class MapMeasure:
    """What colours the map: the count of a figure, or its share of its population."""

    title: str
    figure: Figure
    is_share: bool


_STATUS = frozenset({"status"})
_RAT = frozenset({"rat_date", "rat_book_year", "rat_status"})
_CERTIFICATE = frozenset({"certificate_status", "certificate_expiry"})
_ANY = frozenset[str]()

TOTAL = Figure(
    "total",
    "Jumlah koperasi",
    "koperasi",
    "Semua koperasi Kabupaten Bangka Selatan yang tercantum di ekspor ODS pada tanggal keadaan, "
    "tanpa koperasi dari kabupaten lain.",
    "true",
    None,
    _ANY,
    ODS,
)
ACTIVE = Figure(
    "active",
    "Aktif",
    "koperasi",
    "Koperasi yang berstatus Aktif di ODS. Status tidak pernah diubah oleh dasbor ini.",
    "status = 'aktif'",
    "total",
    _STATUS,
    ODS,
)
INACTIVE = Figure(
    "inactive",
    "Tidak aktif",
    "koperasi",
    "Koperasi yang berstatus Tidak Aktif atau Non Aktif di ODS.",
    "status = 'tidak aktif'",
    "total",
    _STATUS,
    ODS,
)
UNKNOWN = Figure(
    "unknown",
    "Status tidak tercantum",
    "koperasi",
    "Koperasi yang kolom statusnya kosong, tidak terbaca, atau tidak ada di berkas.",
    "status IS NULL",
    "total",
    _ANY,
    ODS,
)
RAT_HELD = Figure(
    "rat_held",
    "Sudah RAT",
    "koperasi",
    "Koperasi aktif yang sudah mengadakan rapat anggota tahunan untuk tahun buku sebelum tahun keadaan, "
    "termasuk yang terlambat. Untuk keadaan tahun 2022, tahun bukunya 2021.",
    "status = 'aktif' AND rat_state IN ('sudah', 'terlambat')",
    "active",
    _RAT,
    "UU 25/1992 Pasal 26: paling lambat enam bulan setelah tahun buku berakhir. Tanggal RAT menurut ODS.",
)
RAT_LATE = Figure(
    "rat_late",
    "Terlambat RAT",
    "koperasi",
    "Bagian dari yang sudah RAT: rapatnya diadakan setelah batas waktu.",
    "status = 'aktif' AND rat_state = 'terlambat'",
    "rat_held",
    _RAT,
    "UU 25/1992 Pasal 26: batasnya 30 Juni, enam bulan setelah tahun buku berakhir.",
)
RAT_NOT_DUE = Figure(
    "rat_not_due",
    "Belum wajib RAT",
    "koperasi",
    "Koperasi aktif yang belum genap satu tahun buku dan belum mengadakan RAT.",
    "status = 'aktif' AND rat_state = 'belum wajib'",
    "active",
    frozenset({"legal_date"}),
    "UU 25/1992 Pasal 26.",
)
CERTIFIED = Figure(
    "certified",
    "Bersertifikat NIK",
    "koperasi",
    "Koperasi yang sertifikat NIK-nya masih berlaku pada tanggal keadaan.",
    "certificate_state = 'berlaku'",
    "total",
    _CERTIFICATE,
    "Status NIK dan tanggal berlaku sertifikat menurut ODS; masa berlaku dibaca, tidak dihitung.",
)
CERTIFICATE_LAPSED = Figure(
    "certificate_lapsed",
    "Sertifikat habis masa berlaku",
    "koperasi",
    "Koperasi yang pernah bersertifikat NIK, tetapi masa berlakunya sudah lewat pada tanggal keadaan.",
    "certificate_state = 'habis'",
    "total",
    _CERTIFICATE,
    "Status NIK dan tanggal berlaku sertifikat menurut ODS.",
)
ASSESSED = Figure(
    "assessed",
    "Sudah dinilai",
    "koperasi",
    "Koperasi yang mempunyai penilaian kesehatan dari pengawas; penilaian berlaku sampai ada yang baru.",
    "health NOT IN ('Belum dinilai', 'Belum menjadi sasaran')",
    "total",
    _ANY,
    "Rekap penilaian pengawas koperasi, predikat sebagaimana diberikan.",
    origin=Origin.ASSESSMENTS,
)
HEALTHY = Figure(
    "healthy",
    "Sehat",
    "koperasi",
    "Koperasi yang penilaian terakhirnya Sehat atau Cukup Sehat. Persentase selalu dari yang dinilai.",
    "health IN ('Sehat', 'Cukup Sehat')",
    "assessed",
    _ANY,
    "Juknis Deputi Perkoperasian 15/2021 dan 06/Per/Dep.6/IV/2016; predikat sebagaimana diberikan.",
    origin=Origin.ASSESSMENTS,
    compares=False,
)
NOT_ASSESSED = Figure(
    "not_assessed",
    "Belum dinilai",
    "koperasi",
    "Koperasi tanpa penilaian kesehatan, termasuk yang belum menjadi sasaran penilaian karena belum "
    "genap satu tahun atau belum pernah RAT. Belum dinilai tidak berarti tidak sehat.",
    "health IN ('Belum dinilai', 'Belum menjadi sasaran')",
    "total",
    _ANY,
    "Rekap penilaian pengawas koperasi.",
    origin=Origin.ASSESSMENTS,
)
VISITED = Figure(
    "visited",
    "Sudah dikunjungi",
    "koperasi",
    "Koperasi tidak aktif yang pernah dikunjungi petugas. Telepon/WhatsApp dan kedatangan ke kantor tidak "
    "dihitung.",
    "status = 'tidak aktif' AND last_visit IS NOT NULL",
    "inactive",
    _STATUS,
    VISITS,
    origin=Origin.VISITS,
    compares=False,
)
AT_ADDRESS = Figure(
    "at_address",
    "Ada di alamat",
    "koperasi",
    "Koperasi tidak aktif yang pada kunjungan terakhir ditemukan di alamatnya.",
    "status = 'tidak aktif' AND last_at_address = 'ada'",
    "visited",
    _STATUS,
    VISITS,
    origin=Origin.VISITS,
    compares=False,
)
SERVING = Figure(
    "serving",
    "Masih melayani anggota",
    "koperasi",
    "Koperasi tidak aktif yang pada kunjungan terakhir ada di alamatnya dan masih melayani anggota.",
    "status = 'tidak aktif' AND last_at_address = 'ada' AND last_serves_members",
    "at_address",
    _STATUS,
    VISITS,
    origin=Origin.VISITS,
    compares=False,
)
STILL_SERVING = Figure(
    "still_serving",
    "Masih melayani, juga di alamat lain",
    "koperasi",
    "Koperasi tidak aktif yang menurut kunjungan terakhir masih melayani anggota, juga bila pindah alamat "
    "atau pengurusnya tidak di tempat.",
    "status = 'tidak aktif' AND last_serves_members",
    "visited",
    _STATUS,
    VISITS,
    origin=Origin.VISITS,
    compares=False,
)
NOT_FOUND = Figure(
    "not_found",
    "Tidak ditemukan",
    "koperasi",
    "Koperasi tidak aktif yang pada kunjungan terakhir tidak ditemukan di alamat terdaftar.",
    "status = 'tidak aktif' AND last_at_address = 'tidak ditemukan'",
    "visited",
    _STATUS,
    VISITS,
    origin=Origin.VISITS,
    compares=False,
)
IN_COACHING = Figure(
    "in_coaching",
    "Dalam pembinaan",
    "koperasi",
    "Koperasi tidak aktif yang pembinaannya sedang berjalan, atau yang tindak lanjut kunjungan terakhirnya "
    "adalah pembinaan.",
    "status = 'tidak aktif' AND in_coaching",
    "inactive",
    _STATUS,
    VISITS,
    origin=Origin.COACHING,
    compares=False,
)
DATA_COMPLETE = Figure(
    "data_complete",
    "Data ODS lengkap",
    "koperasi",
    "Koperasi yang semua isian pokoknya terisi di ekspor: nomor badan hukum, alamat, desa, jumlah anggota, "
    "RAT terakhir; juga tanggal badan hukum, kecamatan, jenis, NIK, ketua, aset, dan volume usaha bila "
    "kolomnya ada di berkas. Daftar isian ini disusun dinas, bukan ketentuan kementerian.",
    "len(missing_entries) = 0",
    "total",
    _ANY,
    ODS,
    compares=False,
    needs_all=(
        frozenset({"legal_number"}),
        frozenset({"address"}),
        frozenset({"village"}),
        # The count itself, or both parts of it.
        frozenset({"members", "members_male"}),
        frozenset({"members", "members_female"}),
        frozenset({"rat_date"}),
    ),
)
ALL_STEPS = Figure(
    "all_steps",
    "Ketiganya terpenuhi",
    "koperasi",
    "Koperasi aktif yang sudah RAT, data ODS-nya lengkap, dan sertifikat NIK-nya berlaku.",
    "status = 'aktif' AND rat_state IN ('sudah', 'terlambat') AND len(missing_entries) = 0 "
    "AND certificate_state = 'berlaku'",
    "data_complete",
    _CERTIFICATE,
    ODS,
    compares=False,
)

FIGURES: dict[str, Figure] = {
    figure.id: figure
    for figure in (
        TOTAL,
        ACTIVE,
        INACTIVE,
        UNKNOWN,
        RAT_HELD,
        RAT_LATE,
        RAT_NOT_DUE,
        CERTIFIED,
        CERTIFICATE_LAPSED,
        ASSESSED,
        HEALTHY,
        NOT_ASSESSED,
        VISITED,
        AT_ADDRESS,
        SERVING,
        STILL_SERVING,
        NOT_FOUND,
        IN_COACHING,
        DATA_COMPLETE,
        ALL_STEPS,
    )
}
"""All figures by id, each after its population."""

LARGE_TILES = (TOTAL, ACTIVE, INACTIVE)
SMALL_TILES = (RAT_HELD, CERTIFIED, HEALTHY, VISITED)
STRIP = (INACTIVE, VISITED, AT_ADDRESS, SERVING, IN_COACHING)
"""What became of the koperasi that are not active, from left to right."""
CHAIN = (RAT_HELD, DATA_COMPLETE, CERTIFIED)
"""The steps to the certificate, in their order."""
MAP_MEASURES = (
    MapMeasure("Jumlah koperasi tidak aktif", INACTIVE, is_share=False),
    MapMeasure("Bagian yang tidak aktif", INACTIVE, is_share=True),
    MapMeasure("Bagian yang sudah RAT", RAT_HELD, is_share=True),
    MapMeasure("Bagian yang bersertifikat NIK", CERTIFIED, is_share=True),
    MapMeasure("Bagian yang sehat dari yang dinilai", HEALTHY, is_share=True),
)
"""What the map can be coloured by; the first until another is chosen."""
DISTRICT_COLUMNS = (TOTAL, ACTIVE, INACTIVE, UNKNOWN, RAT_HELD, CERTIFIED, HEALTHY, ASSESSED, VISITED)


def needed_fields(figure: Figure) -> tuple[frozenset[str], ...]:
    """Return the alternatives that must be told for ``figure``, its population's included.

    They are registry fields, and the ``Origin`` of a figure that does not rest on the registry alone.
    """
    own = (*((figure.needs,) if figure.needs else ()), *figure.needs_all)
    if figure.origin is not Origin.REGISTRY:
        own = (*own, frozenset({str(figure.origin)}))
    return own if figure.population is None else (*needed_fields(FIGURES[figure.population]), *own)


def is_carried(figure: Figure, fields: frozenset[str]) -> bool:
    """Tell whether a view that is told ``fields``, registry fields and origins, knows of ``figure``."""
    return all(alternatives & fields for alternatives in needed_fields(figure))
