"""The koperasi before and after one in the list that is in use."""

from __future__ import annotations

import datetime as dt

from kopdata.database import Database
from kopdata.models import Filter, Record
from kopdata.queries.cooperatives import Listing, SortKey, in_order
from kopdata.queries.scope import open_scope


class Neighbours(Record):
    """Where a koperasi stands in a list.

    ``position`` counts from 1 and is None where the filter does not keep the koperasi; then it has no
    neighbours. ``total`` counts the list.
    """

    before: str | None
    after: str | None
    position: int | None
    total: int


def _neighbours(order: str) -> str:
    # Rows merged by hand share an id: stepping on from one of them must not lead to itself.
    return f"""
        SELECT * FROM (
            WITH placed AS (SELECT coop_id, row_number() OVER (ORDER BY {order}) AS place FROM kept),
            here AS (SELECT min(place) FILTER (coop_id = $coop_id) AS place FROM placed)
            SELECT
                any_value(here.place) AS position,
                count(*) AS total,
                arg_max(coop_id, placed.place) FILTER (placed.place < here.place) AS before,
                arg_min(coop_id, placed.place)
                    FILTER (placed.place > here.place AND coop_id <> $coop_id) AS after
            FROM placed CROSS JOIN here
        )
    """


_BY_ORDER = {
    (key, descending): _neighbours(in_order(key, descending=descending))
    for key in SortKey
    for descending in (False, True)
}


def ask_neighbours(
    database: Database,
    filter_: Filter,
    listing: Listing,
    coop_id: str,
    *,
    today: dt.date | None = None,
) -> Neighbours:
    """Return the koperasi before and after ``coop_id`` in the list of ``filter_`` in the listing's order.

    Raises
    ------
    NotFoundError
        The filter names a date without a snapshot.
    """
    scope = open_scope(database, filter_, today=today)
    if scope is None:
        return Neighbours(before=None, after=None, position=None, total=0)
    [row] = scope.table(_BY_ORDER[listing.sort, listing.descending], coop_id=coop_id).to_pylist()
    return Neighbours.model_validate(row)
