"""The koperasi of one view, sorted and paged in SQL."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import cast

import pyarrow as pa
from pydantic import ConfigDict, Field

from kopdata.database import Database
from kopdata.models import Filter, Record
from kopdata.queries.scope import open_scope

MOST_ROWS = 500
"""Rows of one page at the most: what a phone still scrolls."""


class SortKey(StrEnum):
    """Columns by which the table sorts."""

    NAME = "name"
    DISTRICT = "district"
    STATUS = "status"
    HEALTH = "health"
    TYPE = "type"
    RAT_DATE = "rat_date"
    LAST_VISIT = "last_visit"
    MEMBERS = "members"


class Listing(Record):
    """Which page of the table, in which order."""

    sort: SortKey = SortKey.NAME
    descending: bool = False
    page: int = 1
    """From 1; before the first or beyond the last, the nearest there is."""
    size: int = Field(default=50, ge=1, le=MOST_ROWS)


class CooperativePage(Record):
    """One page of the table.

    ``rows`` is an Arrow table with ``coop_id, name, nik, status, health, district, village, type, rat_date,
    rat_state, certificate_state, certificate_expiry, members, last_visit, last_result``; officers' names
    and contacts are not among them. ``total`` counts all rows that the filter keeps, ``number`` is the page,
    from 1, of ``pages``; ``offset`` rows stand before it.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    rows: pa.Table
    total: int
    number: int
    pages: int
    offset: int


_COLUMNS = (
    "coop_id, name, nik, status_shown AS status, health, coalesce(district, 'Tidak diketahui') AS district, "
    "village, type, rat_date, rat_state, certificate_state, certificate_expiry, members, last_visit, "
    "last_result"
)


def in_order(sort: SortKey, *, descending: bool) -> str:
    """Return the ORDER BY list over ``kept``; its text comes from declarations only."""
    column = "sort_name" if sort is SortKey.NAME else f"kept.{sort}"
    return f"{column} {'DESC' if descending else 'ASC'} NULLS LAST, sort_name, coop_id"


_ORDERS = {
    (key, descending): (
        f"SELECT {_COLUMNS} FROM kept ORDER BY {in_order(key, descending=descending)} "
        "LIMIT $limit OFFSET $offset"
    )
    for key in SortKey
    for descending in (False, True)
}


def page_count(total: int, size: int) -> int:
    """Return how many pages of ``size`` rows hold ``total`` rows; an empty list has one page."""
    return max(1, -(-total // size))


def ask_cooperatives(
    database: Database,
    filter_: Filter,
    listing: Listing,
    *,
    today: dt.date | None = None,
) -> CooperativePage | None:
    """Return one page of koperasi in a stable order, or None while the store holds no snapshot.

    Raises
    ------
    NotFoundError
        The filter names a date without a snapshot.
    """
    scope = open_scope(database, filter_, today=today)
    if scope is None:
        return None
    [row] = scope.rows("SELECT count(*) AS total FROM kept")
    total = cast("int", row["total"])
    pages = page_count(total, listing.size)
    number = min(max(listing.page, 1), pages)
    offset = (number - 1) * listing.size
    rows = scope.table(_ORDERS[listing.sort, listing.descending], limit=listing.size, offset=offset)
    return CooperativePage(rows=rows, total=total, number=number, pages=pages, offset=offset)
