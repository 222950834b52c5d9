"""The records that kopdata takes in and hands out, validated.

Field names are those of the registry, of ``--json`` output and of exports alike. Absent is None, never
"" or 0.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Self

from pydantic import (
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    field_validator,
    model_validator,
)

from kopdata import formats
from kopdata.figures import FIGURES, TOTAL
from kopdata.regions import NO_DISTRICT, districts
from kopdata.vocabulary import (
    HEALTH_DETAILS,
    CertificateGiven,
    EventKind,
    Grade,
    ImportKind,
    ImportMode,
    Precision,
    Predicate,
    RatGiven,
    SettingName,
    Status,
)

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=10_000)]
Nik = Annotated[str, StringConstraints(pattern=r"^[0-9]{13}$")]
Count = Annotated[int, Field(ge=0, le=2**31 - 1)]
Rupiah = Annotated[Decimal, Field(max_digits=20, decimal_places=2)]


LONGEST_SEARCH = 100
"""Letters of a search; a longer one is no name."""


class Record(BaseModel):
    """What all records share: immutable, and no field that is not declared."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    @classmethod
    def of_row(cls, row: Mapping[str, object]) -> Self:
        """Return what a row of the store says, other columns aside; one that an older row lacks is unsaid."""
        said = {name: row[name] for name in cls.model_fields if name in row and row[name] is not None}
        return cls.model_validate(said)


class Cooperative(Record):
    """One koperasi in one snapshot: one row of the registry.

    ``coop_id`` stays the same over all snapshots. ``status`` is None where the file has no status.
    ``outside_region`` marks a row of another regency, which no figure counts. ``extra`` keeps unknown
    columns and texts that could not be read, as JSON.
    """

    coop_id: Text
    nik: Nik | None = None
    nib: Text | None = None
    name: Text
    legal_number: Text | None = None
    legal_date: dt.date | None = None
    amendment_number: Text | None = None
    amendment_date: dt.date | None = None
    reporting_number: Text | None = None
    reporting_date: dt.date | None = None
    address: Text | None = None
    village: Text | None = None
    village_code: Text | None = None
    district: Text | None = None
    district_code: Text | None = None
    regency: Text | None = None
    province: Text | None = None
    postal_code: Text | None = None
    outside_region: bool = False
    phone: Text | None = None
    email: Text | None = None
    chair: Text | None = None
    chair_phone: Text | None = None
    secretary: Text | None = None
    treasurer: Text | None = None
    supervisor: Text | None = None
    manager: Text | None = None
    status: Status | None = None
    form: Text | None = None
    type: Text | None = None
    coop_group: Text | None = None
    sector: Text | None = None
    pattern: Text | None = None
    kuk: Text | None = None
    rat_date: dt.date | None = None
    rat_book_year: int | None = None
    rat_status: RatGiven | None = None
    certificate_status: CertificateGiven | None = None
    certificate_expiry: dt.date | None = None
    grade: Grade | None = None
    members: Count | None = None
    members_male: Count | None = None
    members_female: Count | None = None
    managers: Count | None = None
    employees: Count | None = None
    own_capital: Rupiah | None = None
    external_capital: Rupiah | None = None
    assets: Rupiah | None = None
    turnover: Rupiah | None = None
    surplus: Rupiah | None = None
    financial_year: int | None = None
    as_of: dt.date
    import_id: Text
    source_sheet: Text | None = None
    source_row: int
    extra: str | None = None


class Counts(Record):
    """Totals of one snapshot: koperasi of the region only, so total = active + inactive + unknown."""

    total: int = 0
    active: int = 0
    inactive: int = 0
    unknown: int = 0
    outside: int = 0


class Finding(Record):
    """One thing to know about a cell or row of a file: where it stands, what it held, why it matters.

    ``kind`` is an id of ``findings.FINDINGS``, or "" where it was stored before findings had kinds.
    """

    sheet: str | None = None
    row: int | None = None
    column: str | None = None
    value: str | None = None
    kind: str
    reason: str

    @model_validator(mode="before")
    @classmethod
    def _before_kinds(cls, given: object) -> object:
        return {"kind": "", **given} if isinstance(given, dict) else given


class ImportDraft(Record):
    """What is known of an import before it is committed: its file, its date and what it holds.

    A registry makes the snapshot of ``as_of``; a recap of assessments makes none, and ``as_of`` is the day of
    its last assessment.
    ``rows_read`` counts every row below the header that holds anything; ``active``, ``inactive`` and
    ``unknown`` count the koperasi of the region, ``outside`` those of other regencies.
    """

    import_id: Text
    kind: ImportKind = ImportKind.REGISTRY
    as_of: dt.date
    precision: Precision = Precision.DAY
    mode: ImportMode = ImportMode.REPLACE
    file_name: Text
    file_sha256: Text
    layout: Text
    fields: tuple[str, ...]
    rows_read: int
    accepted: int
    outside: int
    active: int
    inactive: int
    unknown: int
    status_as_of: dt.date | None = None
    """For a file without a status whose koperasi took the one they had last: until when that was told."""
    findings: str = "[]"
    """The rejected and left-out rows and the warnings, as JSON of ``{"rejected": [Finding…], …}``."""

    @property
    def line(self) -> str:
        """What its events are numbered in: registries of one date follow each other, a recap only itself."""
        return self.as_of.isoformat() if self.kind is ImportKind.REGISTRY else self.import_id

    @property
    def tells_status(self) -> bool:
        """Whether its own file says who is aktif, rather than none or a file of an earlier date."""
        return "status" in self.fields and self.status_as_of is None


class ImportEvent(ImportDraft):
    """One event in the life of an import: the only thing that changes what a snapshot shows.

    ``sequence`` numbers the events of one ``line`` from 1; ``current`` is the list of imports that make the
    snapshot after this event, the first being the base and the others completing it.
    """

    event: EventKind
    sequence: int = Field(ge=1)
    current: tuple[str, ...]
    recorded_at: AwareDatetime
    actor: Text


class Snapshot(Record):
    """A "keadaan per …": what the current imports of one date make of it.

    ``fields`` are the registry fields that its files carried; every other figure says "Tidak ada di
    berkas ini". ``imports`` names the imports it is made of, base first.
    """

    as_of: dt.date
    precision: Precision
    imports: tuple[ImportEvent, ...]

    @property
    def base(self) -> ImportEvent:
        """The import that the snapshot rests on."""
        return self.imports[0]

    @property
    def fields(self) -> frozenset[str]:
        """Fields that any of its files carried."""
        return frozenset(field for event in self.imports for field in event.fields)

    @property
    def status_as_of(self) -> dt.date | None:
        """Until when the status was told, where its files carry none and it was taken from before."""
        if any(event.tells_status for event in self.imports):
            return None
        return max((event.status_as_of for event in self.imports if event.status_as_of), default=None)

    @property
    def label(self) -> str:
        """The date in words: "12 Desember 2022", "November 2019"."""
        return formats.date(self.as_of, self.precision)


class Assessment(Record):
    """One assessment of a koperasi's health, exactly as given by the supervisors."""

    coop_id: Text
    year: int = Field(ge=1990, le=2100)
    predicate: Predicate
    score: Annotated[Decimal, Field(ge=0, le=100, max_digits=6, decimal_places=2)] | None = None
    method: Text | None = None
    assessed_on: dt.date | None = None
    source: Text
    import_id: Text | None = None
    """The recap that it came with; None if it was typed in."""
    actor: Text
    recorded_at: AwareDatetime


class Link(Record):
    """A decision by hand: ``coop_id`` is the same koperasi as ``same_as``; ``same_as`` None undoes it.

    With an ``import_id`` it is a split: only what that import says of ``coop_id`` is about ``same_as``.
    """

    coop_id: Text
    same_as: Text | None
    import_id: Text | None = None
    reason: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500)]
    actor: Text
    recorded_at: AwareDatetime


class OfficialMark(Record):
    """One act of settling a date's official figure, or (``withdrawn``) of taking that back.

    ``imports`` are those that the snapshot of ``as_of`` was made of, base first; the counts are what it then
    showed for the whole regency.
    """

    as_of: dt.date
    precision: Precision = Precision.DAY
    imports: tuple[Text, ...]
    total: Count
    active: Count | None
    inactive: Count | None
    decree: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)] | None
    withdrawn: bool = False
    actor: Text
    recorded_at: AwareDatetime

    @property
    def label(self) -> str:
        """The date in words: "12 Desember 2022", "November 2019"."""
        return formats.date(self.as_of, self.precision)


class Setting(Record):
    """One change of a setting; ``value`` None goes back to what the project brings along."""

    name: SettingName
    value: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200_000)] | None
    actor: Text
    recorded_at: AwareDatetime


class Filter(Record):
    """What the user narrows the view to. Empty means everything; built from the URL, so it validates.

    ``health`` holds predicates and reasons of none; ``merah_putih`` False leaves out Koperasi
    Desa/Kelurahan Merah Putih; ``search`` matches name, NIK, legal number and village.
    """

    as_of: dt.date | None = None
    status: frozenset[Status] = frozenset()
    health: frozenset[str] = frozenset()
    district: frozenset[str] = frozenset()
    """District codes, or ``NO_DISTRICT`` for koperasi whose district is not known."""
    type: frozenset[str] = frozenset()
    merah_putih: bool | None = None
    """None: all; True: only Merah Putih; False: without them."""
    counted_in: frozenset[str] = frozenset()
    """Ids of figures: only koperasi that each of them counts, so that every number of a view opens to its
    names. The total adds nothing, so it is left out."""
    search: Annotated[str, StringConstraints(strip_whitespace=True, max_length=LONGEST_SEARCH)] = ""

    @field_validator("health")
    @classmethod
    def _known_health(cls, chosen: frozenset[str]) -> frozenset[str]:
        known = {str(detail) for details in HEALTH_DETAILS.values() for detail in details}
        if unknown := chosen - known:
            raise ValueError(f"Kesehatan tidak dikenal: {', '.join(sorted(unknown))}.")
        return chosen

    @field_validator("counted_in")
    @classmethod
    def _known_figures(cls, chosen: frozenset[str]) -> frozenset[str]:
        if unknown := chosen - FIGURES.keys():
            raise ValueError(f"Angka tidak dikenal: {', '.join(sorted(unknown))}.")
        return chosen - {TOTAL.id}

    @field_validator("district")
    @classmethod
    def _known_district(cls, chosen: frozenset[str]) -> frozenset[str]:
        known = {district.code for district in districts()} | {NO_DISTRICT}
        if unknown := chosen - known:
            raise ValueError(f"Kode kecamatan tidak dikenal: {', '.join(sorted(unknown))}.")
        return chosen

    @property
    def narrows(self) -> bool:
        """Whether anything but the date is set."""
        return (
            bool(self.status or self.health or self.district or self.type or self.counted_in or self.search)
            or self.merah_putih is not None
        )

    def anywhere(self) -> Filter:
        """Return the same filter for every kecamatan."""
        return self.model_copy(update={"district": frozenset()})
