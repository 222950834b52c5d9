"""Whole rows of the registry, for exports and the command line."""

from __future__ import annotations

import datetime as dt
from typing import Final

import pyarrow as pa

from kopdata.database import Database
from kopdata.models import Filter
from kopdata.queries.scope import open_scope
from kopdata.store.schema import REGISTRY, TABLES

_RECORDS = f"SELECT {', '.join(REGISTRY.names)} FROM kept ORDER BY strip_accents(lower(name)), coop_id"
_ORDERS: Final = {
    "registry": "as_of, coop_id",
    "visits": "visited_on, visit_id",
    "assessments": "year, coop_id, recorded_at",
    "plans": "planned_on, coop_id",
    "coaching": "coop_id, place",
    "proposals": "coop_id, place",
    "outreach": "held_on, outreach_id",
}
EXPORTED: Final = tuple(_ORDERS)
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
    """Return all that shows of one of ``EXPORTED``, in the columns of ``store.schema.TABLES``.

    Of visits and events of sosialisasi that is the newest revision, of plans what holds, of everything else
    every row; koperasi that were merged bear one id.
    """
    return database.table(f"SELECT {', '.join(TABLES[name].names)} FROM {name} ORDER BY {_ORDERS[name]}")
