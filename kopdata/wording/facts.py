"""The facts of one koperasi in words: what is known, since when, from which file, and what is missing."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Final

from kopdata.formats import ABSENT, date, listed, number, rupiah, short_date
from kopdata.imports.fields import LABELS
from kopdata.imports.values import shortened
from kopdata.models import Record
from kopdata.queries.profile import Profile
from kopdata.queries.provenance import FactValue, Source

OFFICERS: Final = ("chair", "secretary", "treasurer", "supervisor", "manager")
"""The five officers whose names an export should carry."""
MEMBERS: Final = ("members", "members_male", "members_female")
"""All members, or men and women apart."""
_YEARS: Final = frozenset({"rat_book_year", "financial_year"})
_MONEY: Final = ("own_capital", "external_capital", "assets", "turnover", "surplus")
MOST_LABELS: Final = 4
"""Spaces between the labels of a chart: what a phone's width holds."""
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
    "Anggota dan pekerja": (*MEMBERS, "managers", "employees"),
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
    """Whether one entry about officers or members is there: "Ada", "Kosong", "Tidak ada kolomnya"."""

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
        sources=source_rows(profile, fields, zone),
    )


def source_rows(profile: Profile, fields: Iterable[str], zone: dt.tzinfo) -> tuple[dict[str, str], ...]:
    """Return where each of these facts came from, those that no file gives left out."""
    facts = [profile.values[field] for field in fields]
    return tuple(
        source_row(f"{LABELS[fact.field]}: {shortened(shown(fact.field, fact.value))}", fact.source, zone)
        for fact in facts
        if fact.source is not None
    )


def source_row(what: str, source: Source, zone: dt.tzinfo) -> dict[str, str]:
    """Return the row that says in which file ``what`` stands, who took that in and when."""
    return {
        "Data": what,
        "Berkas": _place(source),
        "Dicatat": recorded(source.recorded_at, source.actor, zone),
    }


def recorded(moment: dt.datetime, actor: str, zone: dt.tzinfo) -> str:
    """Return when and by whom something was recorded: "9 Desember 2024 oleh Operator"."""
    return f"{date(moment.astimezone(zone).date())} oleh {actor}"


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
    empty: list[str] = []
    no_column: list[str] = []
    for fact in facts:
        (empty if fact.in_file else no_column).append(in_sentence(fact.field))
    sentences = []
    if empty:
        sentences.append(f"Kosong di berkas: {listed(empty)}.")
    if no_column:
        sentences.append(f"Tidak ada kolomnya di berkas ini: {listed(no_column)}.")
    return " ".join(sentences)


def in_sentence(field: str) -> str:
    """Return what a field is called within a sentence: ``alamat``, but ``NIK``."""
    label = LABELS[field]
    return label if label.isupper() else f"{label[0].lower()}{label[1:]}"


def _place(source: Source) -> str:
    words = shortened(source.file_name)
    if source.sheet:
        words += f", lembar {shortened(source.sheet)}"
    if source.row is not None:
        words += f", baris {source.row}"
    return f"{words} (keadaan {source.label})"


def completeness(profile: Profile) -> tuple[Completeness, ...]:
    """Return for each of the five officers and the members whether the shown snapshot gives them."""
    found = [_entry(profile.values[field]) for field in OFFICERS]
    return (*found, _members(profile))


def _members(profile: Profile) -> Completeness:
    """Return the entry about members: one number, as the list shows it, whatever columns it is told in."""
    until = [one for one in profile.history if one.as_of <= profile.shown.as_of and one.members is not None]
    in_file = any(profile.values[field].in_file for field in MEMBERS)
    state = "Kosong" if in_file else "Tidak ada kolomnya"
    if not until:
        return Completeness(label=LABELS["members"], state=state, note="")
    newest = until[-1]
    if newest.as_of == profile.shown.as_of:
        return Completeness(label=LABELS["members"], state="Ada", note=number(newest.members))
    note = f"{number(newest.members)}, terakhir diketahui per {newest.label}"
    return Completeness(label=LABELS["members"], state=state, note=note)


def _entry(fact: FactValue) -> Completeness:
    label, words = LABELS[fact.field], shown(fact.field, fact.value)
    if fact.value is not None and not fact.is_carried:
        return Completeness(label=label, state="Ada", note=words)
    state = "Kosong" if fact.in_file else "Tidak ada kolomnya"
    note = "" if fact.value is None else f"{words}, {_since(fact)}"
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
    """Return members and money over the snapshots, the newest first, without columns that stay empty."""
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
    """One line of a chart: dates and their values, and both in words for those who cannot see it.

    ``labels`` and ``ticks`` stand at the points, "" where the next one is too near to be read beside it.
    """

    title: str
    dates: tuple[dt.date, ...]
    values: tuple[int, ...]
    labels: tuple[str, ...]
    ticks: tuple[str, ...]
    hovers: tuple[str, ...]
    words: str


def member_series(profile: Profile) -> Series:
    """Return the members over the snapshots that give them, oldest first."""
    told = [one for one in profile.history if one.members is not None]
    apart = _apart([one.as_of for one in told])
    said = tuple(f"{one.label}: {number(one.members)} anggota" for one in told)
    return Series(
        title=LABELS["members"],
        dates=tuple(one.as_of for one in told),
        values=tuple(one.members or 0 for one in told),
        labels=tuple(number(one.members) if one.as_of in apart else "" for one in told),
        ticks=tuple(short_date(one.as_of) if one.as_of in apart else "" for one in told),
        hovers=said,
        words=f"{LABELS['members']} dari waktu ke waktu. {'; '.join(said)}.",
    )


def _apart(days: Sequence[dt.date]) -> set[dt.date]:
    """Return the days, from the newest on, whose labels do not run into each other."""
    kept: list[dt.date] = []
    for day in reversed(days):
        if not kept or (kept[-1] - day) * MOST_LABELS >= days[-1] - days[0]:
            kept.append(day)
    return set(kept)
