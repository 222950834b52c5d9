"""What only a person can tell of a file: which koperasi an unclear row is, whether the odd is meant so."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from kopdata.database import Database
from kopdata.identity import Identified
from kopdata.imports.parsed import ParsedFile
from kopdata.sql import sql

_CANDIDATES = """
    SELECT coop_id, name, nik, legal_number, village, district, as_of
    FROM registry
    WHERE list_contains($coop_ids, coop_id)
    QUALIFY row_number() OVER (PARTITION BY coop_id ORDER BY as_of DESC, source_row) = 1
    ORDER BY name, coop_id
"""
MOST_ASKED = 200
"""Unclear rows that are asked one by one; a file with more is of another place or kind."""


class Oddity(StrEnum):
    """Something about an import that is seldom meant so: it asks once more before it is saved."""

    MANY_GONE = "many gone"
    ANOTHER_REGENCY = "another regency"
    OLDER_DATE = "older date"
    MANY_REJECTED = "many rejected"
    STATUS_GONE = "status gone"
    NIK_GONE = "nik gone"
    SAME_FILE = "same file"
    AHEAD = "ahead"


class Known(NamedTuple):
    """A koperasi that an unclear row could be, by its newest row."""

    coop_id: str
    name: str
    nik: str | None
    legal_number: str | None
    village: str | None
    district: str | None
    as_of: dt.date


class UnclearRow(NamedTuple):
    """A row of the file that could be a koperasi which is known already; until answered it is a new one."""

    row: int
    name: str
    village: str | None
    candidates: tuple[Known, ...]


def unclear_rows(database: Database, parsed: ParsedFile, found: Identified) -> tuple[UnclearRow, ...]:
    """Return the first ``MOST_ASKED`` unclear rows, each with the koperasi that it could be."""
    asked = dict(list(found.unclear.items())[:MOST_ASKED])
    if not asked:
        return ()
    ids = sorted({coop_id for candidates in asked.values() for coop_id in candidates})
    known = {
        str(row["coop_id"]): Known(**row)  # type: ignore[arg-type]  # the columns of the statement above
        for row in database.rows(_CANDIDATES, {"coop_ids": ids})
    }
    rows = parsed.rows.select(["source_row", "name", "village"]).take(pa.array(list(asked), pa.int64()))
    return tuple(
        UnclearRow(
            row["source_row"],
            row["name"],
            row["village"],
            tuple(known[coop_id] for coop_id in candidates if coop_id in known),
        )
        for row, candidates in zip(rows.to_pylist(), asked.values(), strict=True)
    )


def by_position(parsed: ParsedFile, by_row: dict[int, str | None]) -> dict[int, str | None]:
    """Return answers by the position of their row among the rows taken in; of others nothing is known."""
    if not by_row:
        return {}
    positions = {row: at for at, row in enumerate(parsed.rows["source_row"].to_pylist())}
    return {positions[row]: answer for row, answer in by_row.items() if row in positions}


def last_known_status(database: Database, as_of: dt.date) -> tuple[pa.Table, dt.date | None]:
    """Return the status that each koperasi had last before ``as_of``, and until when any was told."""
    taken_over = [snapshot.as_of for snapshot in database.snapshots if snapshot.status_as_of is not None]
    known = database.table(sql("status_last_known"), {"as_of": as_of, "taken_over": taken_over})
    return known, pc.max(known["told_on"]).as_py()


def with_status(rows: pa.Table, known: pa.Table) -> pa.Table:
    """Return ``rows`` of the registry with the status last known; one that never had any keeps none."""
    statuses = dict(zip(known["coop_id"].to_pylist(), known["status"].to_pylist(), strict=True))
    column = pa.array([statuses.get(coop_id) for coop_id in rows["coop_id"].to_pylist()], pa.string())
    return rows.set_column(rows.schema.get_field_index("status"), "status", column)
