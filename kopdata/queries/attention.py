"""The koperasi that need something done, each once, and why."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, Final, cast

from kopdata.attention import REASONS, reasons_of, telling
from kopdata.database import Database
from kopdata.fieldwork import worklist
from kopdata.fieldwork.worklist import BUILT_IN_INTERVALS, CONTRADICTIONS, WorkKind
from kopdata.models import Filter, Record
from kopdata.queries.scope import Scope, open_scope
from kopdata.regions import UNKNOWN_DISTRICT
from kopdata.sql import sql

MOST: Final = 10
"""Koperasi that a list shows: what is read in the morning."""


class AttentionItem(Record):
    """One koperasi and why it is in the list.

    ``reasons`` are ids of ``attention.REASONS``, the weightiest first. ``days_since_visit`` counts from the
    last visit to ``Attention.until``; None where there was none. ``due_on`` is the day of the next visit: the
    planned one (``planned_on``), else the last visit and the interval of the weightiest reason of the work
    list; None of one that is not on that list, and where it was never visited and nothing is planned, so that
    it is to be visited as soon as can be. A plan that a later visit has settled is none.
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
    coaching_entry_on: dt.date | None = None
    """The last day on which anything was entered in the case of coaching that stands open."""
    planned_on: dt.date | None = None
    due_on: dt.date | None = None


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


# Each step is kept before the next one asks it several times: written into each other, planning takes longer
# than reading.
_ATTENDED = (
    ", contradicted AS MATERIALIZED (SELECT *, {contradicting} AS contradicting FROM ({rows})), "
    "sorted_by_kind AS MATERIALIZED (SELECT *, {kinds} AS kinds FROM contradicted), "
    "due AS MATERIALIZED (SELECT *, CASE WHEN len(kinds) > 0 "
    "THEN coalesce(planned_on, last_visit + {interval}) END AS due_on FROM sorted_by_kind), "
    "attended AS (SELECT *, {reasons} AS reasons FROM due) "
)
ITEM = (
    f"coop_id, name, coalesce(district, '{UNKNOWN_DISTRICT}') AS district, village, reasons, last_visit, "
    "days_since_visit, last_book_year, rat_date, rat_book_year, certificate_expiry, coaching_due, "
    "coaching_entry_on, planned_on, due_on"
)
"""The select list over ``attended`` that an ``AttentionItem`` is made of."""
_ITEMS = (
    f"SELECT {ITEM} FROM attended WHERE len(reasons) > 0 "
    "ORDER BY list_position($order, reasons[1]), days_since_visit DESC NULLS FIRST, sort_name, coop_id "
    "LIMIT $limit"
)
_COUNTS = "SELECT reasons[1] AS reason, count(*) AS count FROM attended WHERE len(reasons) > 0 GROUP BY ALL"


def attended(scope: Scope, visit_every: Mapping[WorkKind, int]) -> str:
    """Return the SQL that adds ``attended`` to a scope: one row a koperasi, and why it needs something done.

    Beside what is kept it has ``reasons`` (ids of ``attention.REASONS``), ``contradicting`` (those of
    ``fieldwork.worklist.CONTRADICTIONS``), ``kinds`` of the work list, and ``due_on``, the one rule of when
    the next visit is. It binds ``$plans_hold``, which is ``Scope.plans_hold``.
    """
    return _ATTENDED.format(
        contradicting=reasons_of(telling(scope.told, CONTRADICTIONS)),
        kinds=worklist.kinds_of(worklist.telling(scope.told)),
        interval=worklist.interval_of(visit_every),
        reasons=reasons_of(telling(scope.told)),
        rows=sql("attention"),
    )


def ask_attention(
    database: Database,
    filter_: Filter,
    *,
    today: dt.date | None = None,
    limit: int = MOST,
    visit_every: Mapping[WorkKind, int] = BUILT_IN_INTERVALS,
) -> Attention | None:
    """Return the ``limit`` koperasi of the view that matter most, or None while the store holds no snapshot.

    They are ordered by their weightiest reason, then by the days since the last visit (none at all first),
    then by name. ``visit_every`` is after how many days one is to be visited again, by its weightiest
    reason on the work list.

    Raises
    ------
    NotFoundError
        The filter names a date without a snapshot.
    """
    scope = open_scope(database, filter_, today=today)
    if scope is None:
        return None
    order = [reason.id for reason in REASONS]
    rows, plans_hold = attended(scope, visit_every), scope.plans_hold
    counts: list[dict[str, Any]] = scope.table(rows + _COUNTS, plans_hold=plans_hold).to_pylist()
    counted = {str(row["reason"]): cast("int", row["count"]) for row in counts}
    items: list[dict[str, Any]] = scope.table(
        rows + _ITEMS, plans_hold=plans_hold, order=order, limit=limit
    ).to_pylist()
    return Attention(
        items=tuple(AttentionItem.model_validate(item) for item in items),
        total=sum(counted.values()),
        by_reason={id_: counted[id_] for id_ in order if id_ in counted},
        as_of=scope.snapshot.as_of,
        book_year=scope.book_year,
        until=scope.visits_until,
    )
