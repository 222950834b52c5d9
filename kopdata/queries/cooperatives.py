"""The koperasi of one view, sorted and paged in SQL."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import cast

import pyarrow as pa
from pydantic import ConfigDict, Field, field_validator

from kopdata.columns import COLUMNS, DEFAULT_COLUMNS, absent_columns
from kopdata.database import Database
from kopdata.models import Filter, Record
from kopdata.queries.scope import Scope, open_scope
from kopdata.vocabulary import HEALTH_DETAILS

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
    """Which page of the table, in which order, with which columns."""

    sort: SortKey = SortKey.NAME
    descending: bool = False
    page: int = 1
    """From 1; before the first or beyond the last, the nearest there is."""
    size: int = Field(default=50, ge=1, le=MOST_ROWS)
    columns: tuple[str, ...] = DEFAULT_COLUMNS
    """Ids of ``kopdata.columns.COLUMNS``."""

    @field_validator("columns")
    @classmethod
    def _known_columns(cls, chosen: tuple[str, ...]) -> tuple[str, ...]:
        if unknown := set(chosen) - COLUMNS.keys():
            raise ValueError(f"Kolom tidak dikenal: {', '.join(sorted(unknown))}.")
        return chosen


class CooperativePage(Record):
    """One page of the table.

    ``rows`` is an Arrow table with ``coop_id`` and what the listing's ``columns`` read, nothing else; of the
    columns that stand in ``absent`` the snapshot's files say nothing. ``total`` counts all rows that the
    filter keeps, ``number`` is the page, from 1, of ``pages``; ``offset`` rows stand before it.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    rows: pa.Table
    columns: tuple[str, ...]
    absent: tuple[str, ...]
    total: int
    number: int
    pages: int
    offset: int


_NAME_FIELDS = (
    *("coop_id", "name", "nik", "legal_number", "address", "village", "district", "status"),
    *("health", "chair", "phone"),
    *("chair_phone", "rat_date", "certificate_state", "certificate_expiry", "last_visit", "last_result"),
)
_NAMES = (
    f"SELECT {', '.join(_NAME_FIELDS).replace(' status,', ' status_shown AS status,')} FROM kept ORDER BY "
)


_HEALTH_IN_ORDER = ", ".join(f"'{detail}'" for details in HEALTH_DETAILS.values() for detail in details)
_SORTS_BY = {
    SortKey.NAME: "sort_name",
    SortKey.MEMBERS: "kept.members_shown",
    # By class first, as the badge shows it, then by predicate.
    SortKey.HEALTH: f"list_position([{_HEALTH_IN_ORDER}], kept.health)",
}


def in_order(sort: SortKey, *, descending: bool) -> str:
    """Return the ORDER BY list over ``kept``; its text comes from declarations only."""
    column = _SORTS_BY.get(sort, f"kept.{sort}")
    return f"{column} {'DESC' if descending else 'ASC'} NULLS LAST, sort_name, coop_id"


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
    return CooperativePage(
        rows=_rows(scope, listing, offset),
        columns=listing.columns,
        absent=absent_columns(listing.columns, scope.snapshot.fields),
        total=total,
        number=number,
        pages=pages,
        offset=offset,
    )


def ask_names(
    database: Database,
    filter_: Filter,
    listing: Listing,
    *,
    today: dt.date | None = None,
) -> pa.Table:
    """Return all koperasi of the view by name and address; none while the store holds no snapshot.

    An Arrow table with ``coop_id, name, nik, legal_number, address, village, district, status, health, chair,
    phone, chair_phone, rat_date, certificate_state, certificate_expiry, last_visit, last_result``, in the
    order of ``listing``, whose page, size and columns do not matter.

    Raises
    ------
    NotFoundError
        The filter names a date without a snapshot.
    """
    scope = open_scope(database, filter_, today=today)
    if scope is None:
        return pa.table({name: pa.array([], pa.string()) for name in _NAME_FIELDS})
    return scope.table(_NAMES + in_order(listing.sort, descending=listing.descending))


def _rows(scope: Scope, listing: Listing, offset: int) -> pa.Table:
    """Return the rows of a page, which are told by where they stand in their file.

    Their places are found first, from the columns of the order alone: sorting whole rows to the end of a
    long list takes several times as long.
    """
    order = in_order(listing.sort, descending=listing.descending)
    places = scope.table(
        f"SELECT import_id, source_row FROM kept ORDER BY {order} LIMIT $limit OFFSET $offset",
        limit=listing.size,
        offset=offset,
    )
    reads = {name: sql for id_ in listing.columns for name, sql in COLUMNS[id_].reads.items()}
    selected = ", ".join(f"{sql} AS {name}" for name, sql in reads.items())
    return scope.table(
        f"SELECT coop_id, {selected} FROM kept "
        "WHERE (import_id, source_row) IN (SELECT (unnest($imports), unnest($source_rows))) "
        f"ORDER BY {order}",
        imports=places["import_id"].to_pylist(),
        source_rows=places["source_row"].to_pylist(),
    )
