"""Match the rows of a recap of health assessments to the koperasi of the store."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from typing import Any, NamedTuple

import pyarrow as pa

from kopdata import formats
from kopdata.database import Database
from kopdata.findings import Said, recaps
from kopdata.imports.parsed import ParsedFile
from kopdata.models import Assessment, Finding
from kopdata.vocabulary import fold

_KNOWN = "SELECT DISTINCT coop_id, nik, name FROM registry"


class MatchedAssessments(NamedTuple):
    """The rows that can be recorded, with ``coop_id``, and the others."""

    rows: pa.Table
    rejected: list[Finding]


def match_assessments(database: Database, parsed: ParsedFile, *, today: dt.date) -> MatchedAssessments:
    """Match each row by NIK, else by name; a koperasi of another NIK is never meant by its name.

    Rejected is also what lies after ``today``, and a second row for one koperasi and year.
    """
    by_nik: defaultdict[str, set[str]] = defaultdict(set)
    by_name: defaultdict[str, set[str]] = defaultdict(set)
    has_nik: set[str] = set()
    for known in database.table(_KNOWN).to_pylist():
        by_name[fold(known["name"])].add(known["coop_id"])
        if known["nik"]:
            by_nik[known["nik"]].add(known["coop_id"])
            has_nik.add(known["coop_id"])

    matched: list[dict[str, Any]] = []
    rejected: list[Finding] = []
    rows_of: dict[tuple[str, int], int] = {}
    for row in parsed.rows.to_pylist():
        found = by_nik.get(row["nik"] or "", set())
        if not found:
            found = by_name.get(fold(row["name"] or ""), set())
            found = found - has_nik if row["nik"] else found
        coop_id = next(iter(found)) if len(found) == 1 else None
        if early := _not_yet(parsed, row, today):
            rejected.append(early)
        elif coop_id is None:
            rejected.append(_unmatched(parsed, row, len(found)))
        elif (first := rows_of.setdefault((coop_id, row["year"]), row["source_row"])) != row["source_row"]:
            said = recaps.ASSESSED_ELSEWHERE.says(year=row["year"], first=first)
            rejected.append(_finding(parsed, row, "year", said))
        else:
            matched.append({**row, "coop_id": coop_id})
    schema = parsed.rows.schema.append(pa.field("coop_id", pa.string()))
    return MatchedAssessments(pa.Table.from_pylist(matched, schema=schema), rejected)


def _not_yet(parsed: ParsedFile, row: Mapping[str, Any], today: dt.date) -> Finding | None:
    """Return what is wrong with an assessment of a time that has not come."""
    if row["year"] > today.year:
        return _finding(parsed, row, "year", recaps.YEAR_AHEAD.says(year=row["year"]))
    if row["assessed_on"] is not None and row["assessed_on"] > today:
        said = recaps.DATE_AHEAD.says(assessed_on=formats.short_date(row["assessed_on"]))
        return _finding(parsed, row, "assessed_on", said)
    return None


def _unmatched(parsed: ParsedFile, row: Mapping[str, Any], candidates: int) -> Finding:
    said = (
        recaps.ASSESSED_NAME_SHARED.says(count=candidates) if candidates else recaps.ASSESSED_UNKNOWN.says()
    )
    return _finding(parsed, row, "nik" if row["nik"] else "name", said)


def _finding(parsed: ParsedFile, row: Mapping[str, Any], field: str, said: Said) -> Finding:
    value = row[field]
    return Finding(
        sheet=parsed.sheet,
        row=row["source_row"],
        column=parsed.titles.get(field),
        value=formats.short_date(value) if isinstance(value, dt.date) else str(value),
        kind=said.kind,
        reason=said.reason,
    )


def to_records(rows: pa.Table, parsed: ParsedFile, *, import_id: str, actor: str) -> list[Assessment]:
    """Return matched rows of ``parsed`` as the records to store; each says which file and row it is from."""
    now = dt.datetime.now(dt.UTC)
    sheet = f", lembar {parsed.sheet}" if parsed.sheet else ""
    source = f"{parsed.file_name} (berkas {parsed.sha256[:12]}){sheet}"
    return [
        Assessment(
            coop_id=row["coop_id"],
            year=row["year"],
            predicate=row["predicate"],
            score=row["score"],
            method=row["method"],
            assessed_on=row["assessed_on"],
            source=f"{source}, baris {row['source_row']}",
            import_id=import_id,
            actor=actor,
            recorded_at=now,
        )
        for row in rows.to_pylist()
    ]
