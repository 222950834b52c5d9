"""The koperasi that need something done, each once, and why."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final, cast

from kopdata.attention import REASONS, VISIT_EVERY, reasons_of, telling
from kopdata.database import Database
from kopdata.models import Filter, Record
from kopdata.queries.scope import Scope, open_scope
from kopdata.regions import UNKNOWN_DISTRICT
from kopdata.sql import sql

MOST: Final = 10
"""Koperasi that a list shows: what is read in the morning."""


class AttentionItem(Record):
    """One koperasi and why it is in the list.

    ``reasons`` are ids of ``attention.REASONS``, the weightiest first. ``days_since_visit`` counts from the
    last visit to ``Attention.until``; None where there was none.
    """

    coop_id: str
    name: str
    district: str
    village: str | None
    reasons: tuple[str, ...]
    last_visit: dt.date | None
    days_since_visit: int | None
    last_book_year: int | None
    rat_date: dt.date | None
    rat_book_year: int | None
    certificate_expiry: dt.date | None
    coaching_due: dt.date | None = None
    """The day by which the next step of coaching was agreed upon."""


class Attention(Record):
    """The weightiest of them, and how many there are in all.

    ``by_reason`` counts every koperasi at its weightiest reason, so it sums to ``total``; reasons of none are
    left out. ``until`` is the last day of visits in this view, from which days are counted.
    """

    items: tuple[AttentionItem, ...]
    total: int
    by_reason: dict[str, int]
    as_of: dt.date
    book_year: int
    until: dt.date


_ATTENDED = (
    ", attended AS (SELECT * EXCLUDE (visit_every), {reasons} AS reasons "
    "FROM (SELECT *, {visit_every} AS visit_every FROM ({rows}))) "
)
ITEM = (
    f"coop_id, name, coalesce(district, '{UNKNOWN_DISTRICT}') AS district, village, reasons, last_visit, "
    "days_since_visit, last_book_year, rat_date, rat_book_year, certificate_expiry, coaching_due"
)
"""The select list over ``attended`` that an ``AttentionItem`` is made of."""
_ITEMS = (
    f"SELECT {ITEM} FROM attended WHERE len(reasons) > 0 "
    "ORDER BY list_position($order, reasons[1]), days_since_visit DESC NULLS FIRST, sort_name, coop_id "
    "LIMIT $limit"
)
_COUNTS = "SELECT reasons[1] AS reason, count(*) AS count FROM attended WHERE len(reasons) > 0 GROUP BY ALL"


def attended(scope: Scope) -> str:
    """Return the SQL that adds ``attended`` to a scope: kept, ``days_since_visit`` and ``reasons``."""
    return _ATTENDED.format(
        reasons=reasons_of(telling(scope.told)), visit_every=int(scope.visit_every), rows=sql("attention")
    )


def ask_attention(
    database: Database,
    filter_: Filter,
    *,
    today: dt.date | None = None,
    limit: int = MOST,
    visit_every: int = VISIT_EVERY,
) -> Attention | None:
    """Return the ``limit`` koperasi of the view that matter most, or None while the store holds no snapshot.

    They are ordered by their weightiest reason, then by the days since the last visit (none at all first),
    then by name. ``visit_every`` is the number of days after which one that is not active is to be visited
    again.

    Raises
    ------
    NotFoundError
        The filter names a date without a snapshot.
    """
    scope = open_scope(database, filter_, today=today, visit_every=visit_every)
    if scope is None:
        return None
    order = [reason.id for reason in REASONS]
    counted = {str(row["reason"]): cast("int", row["count"]) for row in scope.rows(attended(scope) + _COUNTS)}
    items: list[dict[str, Any]] = scope.table(attended(scope) + _ITEMS, order=order, limit=limit).to_pylist()
    return Attention(
        items=tuple(AttentionItem.model_validate(item) for item in items),
        total=sum(counted.values()),
        by_reason={id_: counted[id_] for id_ in order if id_ in counted},
        as_of=scope.snapshot.as_of,
        book_year=scope.book_year,
        until=scope.visits_until,
    )
