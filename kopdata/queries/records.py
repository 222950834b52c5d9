"""Whole rows of the registry, for exports and the command line."""

from __future__ import annotations

import datetime as dt

import pyarrow as pa

from kopdata.database import Database
from kopdata.models import Filter
from kopdata.queries.scope import open_scope
from kopdata.store.schema import REGISTRY, TABLES

_RECORDS = f"SELECT {', '.join(REGISTRY.names)} FROM kept ORDER BY strip_accents(lower(name)), coop_id"
_EXPORTS = {
    "registry": f"SELECT {', '.join(REGISTRY.names)} FROM registry ORDER BY as_of, coop_id",
    "visits": f"SELECT {', '.join(TABLES['visits'].names)} FROM visits ORDER BY visited_on, visit_id",
    "assessments": (
        f"SELECT {', '.join(TABLES['assessments'].names)} FROM assessments "
        "ORDER BY year, coop_id, recorded_at"
    ),
}
EXPORTED = tuple(_EXPORTS)
"""What ``export`` writes, one parquet file each."""


def ask_records(
    database: Database,
    filter_: Filter,
    *,
    today: dt.date | None = None,
) -> pa.Table:
    """Return the registry's rows that the filter keeps, every field of ``store.schema.REGISTRY``, by name.

    Raises
    ------
    NotFoundError
        The filter names a date without a snapshot.
    """
    scope = open_scope(database, filter_, today=today)
    return REGISTRY.empty_table() if scope is None else scope.table(_RECORDS)


def ask_export(database: Database, name: str) -> pa.Table:
    """Return all that shows of one of ``EXPORTED``: every snapshot, every visit, every assessment."""
    return database.table(_EXPORTS[name])
