"""Contradictions and gaps within the rows of a registry: warnings for the office, no reasons to reject."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any, Final, NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from kopdata.findings import FindingKind, cells, contradictions
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
    """One contradiction: its kind, the fields it needs, the field it is shown at, where it holds.

    ``places`` are those of the kind's sentence, from a row.
    """

    kind: FindingKind
    needs: tuple[str, ...]
    shown_at: str
    holds: Callable[[pa.Table, dt.date], Mask]
    places: Callable[[dict[str, Any]], dict[str, str]] = lambda _row: {}


_BESIDES: Final = ("source_row", "legal_date", "rat_book_year")
"""What checks look at besides the fields that they need."""


def find_contradictions(parsed: ParsedFile, as_of: dt.date) -> Iterator[Finding]:
    """Yield what contradicts itself in the region's rows of ``parsed`` as of a day.

    A check whose fields the file does not carry says nothing; an empty status is not told of a row or cell
    about which something was found in reading. Of each at most ``MOST_ALIKE`` findings are given, and one
    for the rest.
    """
    # Only what the checks look at, and never a copy of all rows: that would take their whole size again.
    looked_at = sorted({*_BESIDES, *(field for check in _CHECKS for field in (*check.needs, check.shown_at))})
    rows, own = parsed.rows.select(looked_at), pc.invert(parsed.rows["outside_region"])
    told = {(one.row, one.column) for one in parsed.warnings if one.value is not None}
    for check in _CHECKS:
        if not parsed.fields.issuperset(check.needs):
            continue
        hits = rows.filter(pc.and_(own, pc.fill_null(check.holds(rows, as_of), False)))
        for row in hits.slice(0, MOST_ALIKE).to_pylist():
            value = row[check.shown_at]
            here = {(row["source_row"], None), (row["source_row"], parsed.titles.get(check.shown_at))}
            if check.kind is cells.STATUS_MISSING and here & told:
                continue
            said = check.kind.says(**check.places(row))
            yield Finding(
                sheet=parsed.sheet,
                row=row["source_row"],
                column=parsed.titles.get(check.shown_at),
                value=short_date(value)
                if isinstance(value, dt.date)
                else None
                if value is None
                else str(value),
                kind=said.kind,
                reason=said.reason,
            )
        if hits.num_rows > MOST_ALIKE:
            said = check.kind.says_of_others(hits.num_rows - MOST_ALIKE)
            yield Finding(
                sheet=parsed.sheet,
                column=parsed.titles.get(check.shown_at),
                kind=said.kind,
                reason=said.reason,
            )


def _is(rows: pa.Table, field: str, value: str) -> Mask:
    return pc.fill_null(pc.equal(rows[field], value), False)


def _all(first: Mask, *others: Mask) -> Mask:
    for other in others:
        first = pc.and_kleene(first, other)
    return first


def _status_missing(rows: pa.Table, _as_of: dt.date) -> Mask:
    return pc.is_null(rows["status"])


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
    known = pc.is_in(rows["type"], value_set=pa.array([str(kind) for kind in CooperativeType]))
    return _all(pc.is_valid(rows["type"]), pc.invert(known))


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


def _rat_places(row: dict[str, Any]) -> dict[str, str]:
    year = book_year_held(row["rat_date"], row["rat_book_year"])
    return {"held": short_date(row["rat_date"]), "year": str(year)}


def _expired_but_valid(rows: pa.Table, as_of: dt.date) -> Mask:
    expired = _is(rows, "certificate_status", CertificateGiven.EXPIRED)
    return _all(expired, pc.greater(rows["certificate_expiry"], as_of))


def _members_unequal(rows: pa.Table, _as_of: dt.date) -> Mask:
    return pc.not_equal(rows["members"], pc.add(rows["members_male"], rows["members_female"]))


def _after(field: str) -> Callable[[pa.Table, dt.date], Mask]:
    return lambda rows, as_of: pc.greater(rows[field], as_of)


_CHECKS: Final = (
    _Check(
        cells.STATUS_MISSING,
        ("status",),
        "status",
        _status_missing,
    ),
    _Check(
        contradictions.ACTIVE_WITHOUT_RAT,
        ("status", "rat_date"),
        "rat_date",
        _active_without_rat,
    ),
    _Check(
        contradictions.ACTIVE_WITHOUT_MEMBERS,
        ("status", "members"),
        "members",
        _active_without_members,
    ),
    _Check(
        contradictions.GRADE_LAPSED,
        ("grade", "certificate_expiry"),
        "certificate_expiry",
        _grade_lapsed,
        lambda row: {"on": f" {short_date(row['certificate_expiry'])}"},
    ),
    _Check(
        contradictions.GRADE_LAPSED,
        ("grade", "certificate_status"),
        "certificate_status",
        _grade_expired,
        lambda _row: {"on": ""},
    ),
    _Check(
        contradictions.NIK_OF_ELSEWHERE,
        ("nik",),
        "nik",
        _nik_elsewhere,
    ),
    _Check(
        contradictions.TYPE_AGAINST_GROUP,
        ("type", "coop_group"),
        "coop_group",
        _type_against_group,
        lambda row: {"type": shortened(row["type"]), "group": shortened(row["coop_group"])},
    ),
    _Check(
        contradictions.TYPE_UNKNOWN,
        ("type",),
        "type",
        _type_unknown,
        lambda row: {"type": shortened(row["type"])},
    ),
    _Check(
        contradictions.RAT_TOLD_WITHOUT_DATE,
        ("rat_status", "rat_date"),
        "rat_date",
        _rat_told_without_date,
    ),
    _Check(
        contradictions.RAT_DENIED_WITH_DATE,
        ("rat_status", "rat_date"),
        "rat_status",
        _rat_denied_with_date,
        _rat_places,
    ),
    _Check(
        contradictions.RAT_OF_OLDER_YEAR,
        ("rat_status", "rat_date"),
        "rat_status",
        _rat_told_of_older_year,
        _rat_places,
    ),
    _Check(
        contradictions.EXPIRED_BUT_VALID,
        ("certificate_status", "certificate_expiry"),
        "certificate_expiry",
        _expired_but_valid,
        lambda row: {"expiry": short_date(row["certificate_expiry"])},
    ),
    _Check(
        contradictions.RAT_AHEAD,
        ("rat_date",),
        "rat_date",
        _after("rat_date"),
        lambda row: {"held": short_date(row["rat_date"])},
    ),
    _Check(
        contradictions.FOUNDED_AHEAD,
        ("legal_date",),
        "legal_date",
        _after("legal_date"),
        lambda row: {"founded": short_date(row["legal_date"])},
    ),
    _Check(
        contradictions.MEMBERS_UNEQUAL,
        ("members", "members_male", "members_female"),
        "members",
        _members_unequal,
        lambda row: {
            "men": number(row["members_male"]),
            "women": number(row["members_female"]),
            "members": number(row["members"]),
        },
    ),
)
