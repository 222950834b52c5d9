"""Every column of the table of koperasi once: what it is called, what it reads, what it rests on.

A column reads columns of ``kopdata/sql/cooperatives_at.sql``. Only the columns that somebody chose are asked
for, so that what is not shown does not leave the store.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kopdata.figures import CERTIFIED, RAT_HELD


@dataclass(frozen=True, slots=True)
class Column:
    """One column.

    ``reads`` are the SQL expressions that its cells are made of, by the name they get. ``needs`` are registry
    fields of which the snapshot's files must carry at least one, else the column says "Tidak ada di berkas
    ini"; empty where it always says something.
    """

    id: str
    title: str
    reads: dict[str, str]
    needs: frozenset[str] = frozenset()


def _field(name: str, title: str) -> Column:
    """Return the column of one field of the registry, shown as given."""
    return Column(name, title, {name: name}, frozenset({name}))


NAME = Column("name", "Nama", {"name": "name"})
STATUS = Column("status", "Status", {"status": "status_shown"})
HEALTH = Column("health", "Kesehatan", {"health": "health"})
PREDICATE = Column("predicate", "Predikat kesehatan", {"health": "health"})
DISTRICT = Column("district", "Kecamatan", {"district": "coalesce(district, 'Tidak diketahui')"})
RAT = Column(
    "rat", "RAT", {"rat_state": "rat_state", "rat_date": "rat_date"}, RAT_HELD.needs | {"legal_date"}
)
CERTIFICATE = Column(
    "certificate",
    "Sertifikat NIK",
    {"certificate_state": "certificate_state", "certificate_expiry": "certificate_expiry"},
    CERTIFIED.needs,
)
LAST_VISIT = Column("last_visit", "Dikunjungi", {"last_visit": "last_visit"})
MEMBERS = Column(
    "members",
    "Anggota",
    {"members": "members_shown"},
    frozenset({"members", "members_male", "members_female"}),
)

COLUMNS: dict[str, Column] = {
    column.id: column
    for column in (
        NAME,
        STATUS,
        HEALTH,
        DISTRICT,
        _field("village", "Desa/Kelurahan"),
        RAT,
        CERTIFICATE,
        LAST_VISIT,
        Column("last_result", "Hasil kunjungan", {"last_result": "last_result"}),
        _field("nik", "NIK"),
        _field("legal_number", "Badan hukum"),
        _field("legal_date", "Tanggal badan hukum"),
        _field("address", "Alamat"),
        _field("type", "Jenis"),
        _field("form", "Bentuk"),
        _field("coop_group", "Kelompok"),
        _field("sector", "Sektor usaha"),
        _field("pattern", "Pola pengelolaan"),
        _field("chair", "Ketua"),
        _field("chair_phone", "Telepon ketua"),
        _field("phone", "Telepon"),
        _field("email", "Email"),
        _field("grade", "Grade"),
        _field("kuk", "KUK"),
        PREDICATE,
        _field("certificate_expiry", "Berlaku sampai"),
        Column("assessment_year", "Tahun penilaian", {"assessment_year": "assessment_year"}),
        MEMBERS,
        _field("managers", "Manajer"),
        _field("employees", "Karyawan"),
        _field("own_capital", "Modal sendiri"),
        _field("external_capital", "Modal luar"),
        _field("assets", "Aset"),
        _field("turnover", "Volume usaha"),
        _field("surplus", "SHU"),
        _field("financial_year", "Tahun rekap"),
    )
}
"""All columns by id; the name always stands first."""

DEFAULT_COLUMNS = tuple(
    column.id for column in (NAME, STATUS, HEALTH, DISTRICT, RAT, CERTIFICATE, LAST_VISIT)
)
"""What is shown until somebody chooses: as much as a laptop's screen holds beside the filters."""


def columns_called(titles: Iterable[str]) -> tuple[str, ...]:
    """Return the ids of the columns with these titles: name, status, those added, then the first ones.

    A screen holds no more than the first ones, so an added column at the end would not be seen. Titles that
    are none are left out; where nothing else is left, ``DEFAULT_COLUMNS``.
    """
    wanted = set(titles)
    chosen = [id_ for id_, column in COLUMNS.items() if column.title in wanted or column is NAME]
    ranks = {NAME.id: 0, STATUS.id: 1} | dict.fromkeys(DEFAULT_COLUMNS[2:], 3)
    ordered = tuple(sorted(chosen, key=lambda id_: ranks.get(id_, 2)))
    return ordered if len(ordered) > 1 else DEFAULT_COLUMNS


def absent_columns(ids: Iterable[str], fields: frozenset[str]) -> tuple[str, ...]:
    """Return those of the columns ``ids`` of which a snapshot that carries ``fields`` says nothing."""
    return tuple(id_ for id_ in ids if COLUMNS[id_].needs and not COLUMNS[id_].needs & fields)
