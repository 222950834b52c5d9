"""Contradictions within the rows of a registry: warnings for the office, never reasons to reject.

Each ends with where it is put right: in ODS, or in the field.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any, Final, NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from kopdata.formats import number, short_date
from kopdata.imports.content import MOST_ALIKE
from kopdata.imports.parsed import ParsedFile
from kopdata.imports.values import shortened
from kopdata.models import Finding
from kopdata.regions import NIK_PREFIX
from kopdata.rules import book_year_due, book_year_held, owes_rat
from kopdata.vocabulary import CertificateGiven, CooperativeType, Grade, RatGiven, Status

Mask = Any
"""An Arrow array of booleans."""


class _Check(NamedTuple):
    """One contradiction: the fields it needs, the field it is shown at, where it holds, in words."""

    needs: tuple[str, ...]
    shown_at: str
    holds: Callable[[pa.Table, dt.date], Mask]
    reason: Callable[[dict[str, Any]], str]


def find_contradictions(parsed: ParsedFile, as_of: dt.date) -> Iterator[Finding]:
    """Yield what contradicts itself in the region's rows of ``parsed`` as of a day.

    A check whose fields the file does not carry says nothing. Of each at most ``MOST_ALIKE`` findings
    are given, and one for the rest.
    """
    rows = parsed.rows.filter(pc.invert(parsed.rows["outside_region"]))
    for check in _CHECKS:
        if not parsed.fields.issuperset(check.needs):
            continue
        hits = rows.filter(pc.fill_null(check.holds(rows, as_of), False))
        for row in hits.slice(0, MOST_ALIKE).to_pylist():
            value = row[check.shown_at]
            yield Finding(
                sheet=parsed.sheet,
                row=row["source_row"],
                column=parsed.titles.get(check.shown_at),
                value=short_date(value)
                if isinstance(value, dt.date)
                else None
                if value is None
                else str(value),
                reason=check.reason(row),
            )
        if hits.num_rows > MOST_ALIKE:
            rest = number(hits.num_rows - MOST_ALIKE)
            like = check.reason(hits.slice(MOST_ALIKE, 1).to_pylist()[0])
            yield Finding(
                sheet=parsed.sheet,
                column=parsed.titles.get(check.shown_at),
                reason=f"{rest} baris lain dengan temuan serupa: {like}",
            )


def _is(rows: pa.Table, field: str, value: str) -> Mask:
    return pc.fill_null(pc.equal(rows[field], value), False)


def _all(first: Mask, *others: Mask) -> Mask:
    for other in others:
        first = pc.and_kleene(first, other)
    return first


def _active_without_rat(rows: pa.Table, as_of: dt.date) -> Mask:
    year = book_year_due(as_of)
    days = [day for day in rows["legal_date"].unique().to_pylist() if owes_rat(day, year)]
    owes = pc.is_in(rows["legal_date"], value_set=pa.array(days, pa.date32()))
    return _all(_is(rows, "status", Status.ACTIVE), pc.is_null(rows["rat_date"]), owes)


def _active_without_members(rows: pa.Table, _as_of: dt.date) -> Mask:
    return _all(_is(rows, "status", Status.ACTIVE), pc.equal(rows["members"], 0))


def _grade_lapsed(rows: pa.Table, as_of: dt.date) -> Mask:
    return _all(_is(rows, "grade", Grade.A), pc.less(rows["certificate_expiry"], as_of))


def _grade_expired(rows: pa.Table, as_of: dt.date) -> Mask:
    told = pc.fill_null(pc.less(rows["certificate_expiry"], as_of), False)
    expired = _is(rows, "certificate_status", CertificateGiven.EXPIRED)
    return _all(_is(rows, "grade", Grade.A), expired, pc.invert(told))


def _nik_elsewhere(rows: pa.Table, _as_of: dt.date) -> Mask:
    return pc.invert(pc.starts_with(rows["nik"], pattern=NIK_PREFIX))


def _type_against_group(rows: pa.Table, _as_of: dt.date) -> Mask:
    lends = _is(rows, "type", CooperativeType.SAVINGS_AND_LOAN)
    group = pc.utf8_lower(rows["coop_group"])
    for_all = pc.match_substring(group, "serba usaha")
    for_lending = pc.match_substring(group, "simpan pinjam")
    other = _all(pc.is_valid(rows["type"]), pc.invert(lends))
    return pc.or_kleene(_all(lends, for_all), _all(other, for_lending))


def _type_unknown(rows: pa.Table, _as_of: dt.date) -> Mask:
    return pc.invert(pc.is_in(rows["type"], value_set=pa.array([str(kind) for kind in CooperativeType])))


def _rat_told_without_date(rows: pa.Table, _as_of: dt.date) -> Mask:
    return _all(_is(rows, "rat_status", RatGiven.DONE), pc.is_null(rows["rat_date"]))


def _book_years(rows: pa.Table) -> Mask:
    """Return the book year that each row's dated RAT was about."""
    dated = zip(rows["rat_date"].to_pylist(), rows["rat_book_year"].to_pylist(), strict=True)
    return pa.array([day and book_year_held(day, year) for day, year in dated], pa.int32())


def _rat_denied_with_date(rows: pa.Table, as_of: dt.date) -> Mask:
    held = pc.equal(_book_years(rows), book_year_due(as_of))
    return _all(_is(rows, "rat_status", RatGiven.NOT_YET), held)


def _rat_told_of_older_year(rows: pa.Table, as_of: dt.date) -> Mask:
    older = pc.less(_book_years(rows), book_year_due(as_of))
    return _all(_is(rows, "rat_status", RatGiven.DONE), older)


def _rat_in_words(row: dict[str, Any]) -> str:
    year = book_year_held(row["rat_date"], row["rat_book_year"])
    return f"tanggal RAT {short_date(row['rat_date'])} untuk tahun buku {year}"


def _expired_but_valid(rows: pa.Table, as_of: dt.date) -> Mask:
    expired = _is(rows, "certificate_status", CertificateGiven.EXPIRED)
    return _all(expired, pc.greater(rows["certificate_expiry"], as_of))


def _members_unequal(rows: pa.Table, _as_of: dt.date) -> Mask:
    return pc.not_equal(rows["members"], pc.add(rows["members_male"], rows["members_female"]))


def _after(field: str) -> Callable[[pa.Table, dt.date], Mask]:
    return lambda rows, as_of: pc.greater(rows[field], as_of)


def _says(sentence: str) -> Callable[[dict[str, Any]], str]:
    return lambda _row: sentence


_CHECKS: Final = (
    _Check(
        ("status", "rat_date"),
        "rat_date",
        _active_without_rat,
        _says("Tercatat aktif, tetapi tanggal RAT kosong. Periksa di lapangan."),
    ),
    _Check(
        ("status", "members"),
        "members",
        _active_without_members,
        _says("Tercatat aktif, tetapi jumlah anggota 0. Periksa di lapangan."),
    ),
    _Check(
        ("grade", "certificate_expiry"),
        "certificate_expiry",
        _grade_lapsed,
        lambda row: (
            f"Grade A, tetapi sertifikat habis masa berlaku {short_date(row['certificate_expiry'])}. "
            "Perbaiki di ODS."
        ),
    ),
    _Check(
        ("grade", "certificate_status"),
        "certificate_status",
        _grade_expired,
        _says("Grade A, tetapi sertifikat habis masa berlaku. Perbaiki di ODS."),
    ),
    _Check(("nik",), "nik", _nik_elsewhere, _says(f"NIK tidak berawalan {NIK_PREFIX}. Perbaiki di ODS.")),
    _Check(
        ("type", "coop_group"),
        "coop_group",
        _type_against_group,
        lambda row: (
            f"Jenis '{shortened(row['type'])}', tetapi Kelompok '{shortened(row['coop_group'])}'. "
            "Perbaiki di ODS."
        ),
    ),
    _Check(
        ("type",),
        "type",
        _type_unknown,
        lambda row: f"Jenis '{shortened(row['type'])}' tidak dikenal. Perbaiki di ODS.",
    ),
    _Check(
        ("rat_status", "rat_date"),
        "rat_date",
        _rat_told_without_date,
        _says("Status 'Sudah RAT', tetapi tanggal RAT kosong. Perbaiki di ODS."),
    ),
    _Check(
        ("rat_status", "rat_date"),
        "rat_status",
        _rat_denied_with_date,
        lambda row: f"Status 'Belum RAT', tetapi {_rat_in_words(row)}. Perbaiki di ODS.",
    ),
    _Check(
        ("rat_status", "rat_date"),
        "rat_status",
        _rat_told_of_older_year,
        lambda row: f"Status 'Sudah RAT', tetapi {_rat_in_words(row)}. Perbaiki di ODS.",
    ),
    _Check(
        ("certificate_status", "certificate_expiry"),
        "certificate_expiry",
        _expired_but_valid,
        lambda row: (
            f"Status '{CertificateGiven.EXPIRED}', tetapi sertifikat berlaku sampai "
            f"{short_date(row['certificate_expiry'])}. Perbaiki di ODS."
        ),
    ),
    _Check(
        ("rat_date",),
        "rat_date",
        _after("rat_date"),
        lambda row: f"Tanggal RAT {short_date(row['rat_date'])} sesudah tanggal keadaan. Perbaiki di ODS.",
    ),
    _Check(
        ("legal_date",),
        "legal_date",
        _after("legal_date"),
        lambda row: (
            f"Tanggal badan hukum {short_date(row['legal_date'])} sesudah tanggal keadaan. Perbaiki di ODS."
        ),
    ),
    _Check(
        ("members", "members_male", "members_female"),
        "members",
        _members_unequal,
        lambda row: (
            f"Anggota pria {number(row['members_male'])} dan wanita {number(row['members_female'])}, tetapi "
            f"jumlah anggota {number(row['members'])}. Perbaiki di ODS."
        ),
    ),
)
