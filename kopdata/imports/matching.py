"""Match the rows of a recap of health assessments to the koperasi of the store."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from typing import Any, NamedTuple

import pyarrow as pa

from kopdata.database import Database
from kopdata.imports.parsed import ParsedFile
from kopdata.models import Assessment, Finding
from kopdata.vocabulary import fold

_KNOWN = "SELECT DISTINCT coop_id, nik, name FROM registry"
_RECORDED = "SELECT coop_id, year, predicate, score, method FROM assessments"
_WORDS = ("coop_id", "year", "predicate", "score", "method")


class MatchedAssessments(NamedTuple):
    """The rows whose koperasi is known, with ``coop_id``; the others; how many are not recorded yet."""

    rows: pa.Table
    rejected: list[Finding]
    fresh: int


def match_assessments(database: Database, parsed: ParsedFile) -> MatchedAssessments:
    """Match each row by NIK, else by name; a koperasi of another NIK is never meant by its name."""
    by_nik: defaultdict[str, set[str]] = defaultdict(set)
    by_name: defaultdict[str, set[str]] = defaultdict(set)
    has_nik: set[str] = set()
    for known in database.table(_KNOWN).to_pylist():
        by_name[fold(known["name"])].add(known["coop_id"])
        if known["nik"]:
            by_nik[known["nik"]].add(known["coop_id"])
            has_nik.add(known["coop_id"])
    recorded = {tuple(row[word] for word in _WORDS) for row in database.table(_RECORDED).to_pylist()}

    matched: list[dict[str, Any]] = []
    rejected: list[Finding] = []
    for row in parsed.rows.to_pylist():
        found = by_nik.get(row["nik"] or "", set())
        if not found:
            found = by_name.get(fold(row["name"] or ""), set())
            found = found - has_nik if row["nik"] else found
        if len(found) == 1:
            matched.append({**row, "coop_id": next(iter(found))})
        else:
            rejected.append(_unmatched(parsed, row, len(found)))
    schema = parsed.rows.schema.append(pa.field("coop_id", pa.string()))
    fresh = {tuple(row[word] for word in _WORDS) for row in matched} - recorded
    return MatchedAssessments(pa.Table.from_pylist(matched, schema=schema), rejected, len(fresh))


def _unmatched(parsed: ParsedFile, row: Mapping[str, Any], candidates: int) -> Finding:
    reason = (
        f"Nama ini dipunyai {candidates} koperasi. Lengkapi NIK di baris ini."
        if candidates
        else "Koperasi ini tidak ada di data yang tersimpan. Periksa NIK dan namanya."
    )
    field = "nik" if row["nik"] else "name"
    return Finding(
        sheet=parsed.sheet,
        row=row["source_row"],
        column=parsed.titles.get(field),
        value=row[field],
        reason=reason,
    )


def to_records(rows: pa.Table, *, source: str, actor: str) -> list[Assessment]:
    """Return matched rows as the records to store."""
    now = dt.datetime.now(dt.UTC)
    return [
        Assessment(
            coop_id=row["coop_id"],
            year=row["year"],
            predicate=row["predicate"],
            score=row["score"],
            method=row["method"],
            assessed_on=row["assessed_on"],
            source=source,
            actor=actor,
            recorded_at=now,
        )
        for row in rows.to_pylist()
    ]
