"""The facts of one koperasi in words: what is known, since when, from which file, and what is missing."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Final

from kopdata import formats
from kopdata.formats import ABSENT, date, listed, number, rupiah
from kopdata.imports.fields import LABELS
from kopdata.imports.values import shortened
from kopdata.models import Record
from kopdata.queries.profile import Listed, Profile
from kopdata.queries.provenance import FactValue, Source

OFFICERS: Final = ("chair", "secretary", "treasurer", "supervisor", "manager")
"""The five officers whose names an export should carry."""
_MEMBERS: Final = ("members", "members_male", "members_female")
_YEARS: Final = frozenset({"rat_book_year", "financial_year"})
_MONEY: Final = ("own_capital", "external_capital", "assets", "turnover", "surplus")
_EXTRA: Final = "Kolom lain di berkas"

SECTIONS: Final[dict[str, tuple[str, ...]]] = {
    "Identitas": ("nik", "nib", "form", "type", "coop_group", "sector", "pattern", "kuk"),
    "Badan hukum": (
        "legal_number",
        "legal_date",
        "amendment_number",
        "amendment_date",
        "reporting_number",
        "reporting_date",
    ),
    "Alamat dan kontak": (
        "address",
        "village",
        "district",
        "regency",
        "province",
        "postal_code",
        "phone",
        "chair_phone",
        "email",
    ),
    "RAT dan sertifikat": (
        "rat_date",
        "rat_book_year",
        "rat_status",
        "certificate_status",
        "certificate_expiry",
        "grade",
    ),
    "Anggota dan pekerja": (*_MEMBERS, "managers", "employees"),
    "Keuangan": (*_MONEY, "financial_year"),
}
"""Facts by section, in the order of the screen; officers have a section of their own."""


class FactLine(Record):
    """One fact as it is shown; ``note`` says since when it is known, "" where the snapshot itself says it."""

    label: str
    value: str
    note: str = ""


class FactSection(Record):
    """Facts that stand together; ``missing`` says in sentences which of them no file gives, "" for none."""

    title: str
    lines: tuple[FactLine, ...]
    missing: str
    sources: tuple[dict[str, str], ...]


class Completeness(Record):
    """Whether one entry about officers or members is there: "ada", "kosong", "tidak ada kolomnya"."""

    label: str
    state: str
    note: str

    @property
    def is_there(self) -> bool:
        """Whether the shown snapshot gives the entry."""
        return self.state == "Ada"


def fact_sections(profile: Profile, zone: dt.tzinfo) -> tuple[FactSection, ...]:
    """Return all facts but the officers', section by section, with where each came from."""
    return tuple(_section(profile, title, fields, zone) for title, fields in SECTIONS.items())


def officer_section(profile: Profile, zone: dt.tzinfo) -> FactSection:
    """Return the names of the officers, with where each came from."""
    return _section(profile, "Pengurus", OFFICERS, zone)


def status_section(profile: Profile, zone: dt.tzinfo) -> FactSection:
    """Return name and ODS status, with where each came from."""
    return _section(profile, "Nama dan status", ("name", "status"), zone)


def _section(profile: Profile, title: str, fields: Sequence[str], zone: dt.tzinfo) -> FactSection:
    facts = [profile.values[field] for field in fields]
    known = [fact for fact in facts if fact.value is not None]
    return FactSection(
        title=title,
        lines=tuple(
            FactLine(label=LABELS[fact.field], value=shown(fact.field, fact.value), note=_since(fact))
            for fact in known
        ),
        missing=_missing(fact for fact in facts if fact.value is None),
        sources=tuple(_source_row(fact, fact.source, zone) for fact in known if fact.source is not None),
    )


def shown(field: str, value: object) -> str:
    """Return a registry value as the screen writes it; absent is a dash."""
    if value is None:
        return ABSENT
    if isinstance(value, Decimal):
        return rupiah(value)
    if isinstance(value, dt.date):
        return date(value)
    if isinstance(value, int):
        return str(value) if field in _YEARS else number(value)
    return str(value).capitalize() if field == "status" else str(value)


def _since(fact: FactValue) -> str:
    if not fact.is_carried or fact.source is None:
        return ""
    return f"terakhir diketahui per {fact.source.label}"


def _missing(facts: Iterable[FactValue]) -> str:
    empty, no_column = [], []
    for fact in facts:
        (empty if fact.in_file else no_column).append(LABELS[fact.field])
    sentences = []
    if empty:
        sentences.append(f"Kosong di berkas: {listed(empty)}.")
    if no_column:
        sentences.append(f"Tidak ada kolomnya di berkas ini: {listed(no_column)}.")
    return " ".join(sentences)


def _source_row(fact: FactValue, source: Source, zone: dt.tzinfo) -> dict[str, str]:
    return {
        "Data": f"{LABELS[fact.field]}: {shortened(shown(fact.field, fact.value))}",
        "Berkas": _place(source),
        "Diunggah": f"{formats.moment(source.recorded_at, zone)} oleh {source.actor}",
    }


def _place(source: Source) -> str:
    words = shortened(source.file_name)
    if source.sheet:
        words += f", lembar {shortened(source.sheet)}"
    if source.row is not None:
        words += f", baris {source.row}"
    return f"{words} (keadaan {source.label})"


def completeness(profile: Profile) -> tuple[Completeness, ...]:
    """Return for each of the five officers and the members whether the shown snapshot gives them."""
    found = [_entry(LABELS[field], [profile.values[field]]) for field in OFFICERS]
    return (*found, _entry(LABELS["members"], [profile.values[field] for field in _MEMBERS]))


def _entry(label: str, facts: Sequence[FactValue]) -> Completeness:
    own = next((fact for fact in facts if fact.value is not None and not fact.is_carried), None)
    if own is not None:
        return Completeness(label=label, state="Ada", note=shown(own.field, own.value))
    state = "Kosong" if any(fact.in_file for fact in facts) else "Tidak ada kolomnya di berkas ini"
    older = next((fact for fact in facts if fact.value is not None), None)
    note = "" if older is None else f"{shown(older.field, older.value)}, {_since(older)}"
    return Completeness(label=label, state=state, note=note)


def other_columns(profile: Profile) -> tuple[FactLine, ...]:
    """Return the columns of the file that are no fields of ours, and cells that could not be read."""
    text = profile.values["extra"].value
    try:
        found = json.loads(str(text)) if text is not None else {}
    except ValueError:
        found = {_EXTRA: text}
    if not isinstance(found, dict):
        found = {_EXTRA: text}
    return tuple(FactLine(label=LABELS.get(name, name), value=str(value)) for name, value in found.items())


def development(profile: Profile) -> list[dict[str, str]]:
    """Return members and money over the snapshots, a row each, the newest first; empty columns are left out."""
    fields = [
        field
        for field in ("members", "employees", *_MONEY, "financial_year")
        if any(getattr(one, field) is not None for one in profile.history)
    ]
    if not fields:
        return []
    return [
        {"Keadaan per": one.label} | {LABELS[field]: shown(field, getattr(one, field)) for field in fields}
        for one in reversed(profile.history)
    ]


class Series(Record):
    """One line of a chart: dates and values beside each other, and the same in words for who cannot see it."""

    title: str
    dates: tuple[dt.date, ...]
    values: tuple[float, ...]
    words: str


def member_series(profile: Profile) -> Series:
    """Return the members over the snapshots that give them, oldest first."""
    told = [one for one in profile.history if one.members is not None]
    return Series(
        title=LABELS["members"],
        dates=tuple(one.as_of for one in told),
        values=tuple(float(one.members or 0) for one in told),
        words=_in_words(told),
    )


def _in_words(told: Sequence[Listed]) -> str:
    return "; ".join(f"{one.label}: {number(one.members)}" for one in told)
