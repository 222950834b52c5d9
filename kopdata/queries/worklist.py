"""The work list: whom the office is to visit and why, who goes and when, and how far it has come."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import Any, Final

from pydantic import Field

from kopdata.attention import RAT_FIELDS, STATUS_FIELDS, Basis, Reason
from kopdata.database import Database
from kopdata.fieldwork.vocabulary import Stage
from kopdata.fieldwork.worklist import CONTRADICTIONS, WorkKind, intervals
from kopdata.figures import Origin
from kopdata.models import Filter, Record, Snapshot
from kopdata.queries.attention import ITEM, AttentionItem, attended
from kopdata.queries.scope import Scope, open_scope
from kopdata.regions import UNKNOWN_DISTRICT, districts
from kopdata.settings import Settings
from kopdata.sql import sql
from kopdata.vocabulary import VisitResult

NOBODY: Final = ""
"""Stands in ``WorkFilter.officers`` for a koperasi of which nobody is in charge."""
NEVER: Final = ""
"""Stands in ``WorkFilter.results`` for a koperasi that was never visited."""


class WorkOrder(StrEnum):
    """How the list is ordered."""

    URGENCY = "urgency"
    """Contradictions first, then what is late (longest first), then who was never visited, then by day."""
    PLACE = "place"
    """By kecamatan, within it by desa, as their codes go: the way a round is driven."""


class Round(Record):
    """The koperasi that one officer is to visit on one day; ``count`` says how many."""

    officer: str
    planned_on: dt.date
    count: int


class WorkFilter(Record):
    """What the list is narrowed to besides the filter of the view; empty means everything.

    ``results`` holds values of ``VisitResult`` or ``NEVER``; ``officers`` names of who is in charge, or
    ``NOBODY``. ``round_of`` is one officer's day; its count does not matter.
    """

    stages: frozenset[Stage] = frozenset()
    results: frozenset[str] = frozenset()
    officers: frozenset[str] = frozenset()
    reasons: frozenset[WorkKind] = frozenset()
    only_late: bool = False
    round_of: Round | None = None


class WorkItem(AttentionItem):
    """One koperasi on the list.

    ``kinds`` say why it is on it, the weightiest first; ``reasons`` are all ids of ``attention.REASONS`` that
    it meets, ``contradicting`` those of ``CONTRADICTIONS``. ``days_late`` counts from ``due_on`` to
    ``WorkList.until``, None where that day has not passed. ``officer`` is who was assigned.
    """

    kinds: tuple[WorkKind, ...]
    contradicting: tuple[str, ...]
    nik: str | None
    legal_number: str | None
    status: str | None
    address: str | None
    phone: str | None
    chair: str | None
    chair_phone: str | None
    last_result: VisitResult | None
    last_officers: tuple[str, ...] | None
    last_follow_up: str | None
    officer: str | None
    days_late: int | None
    stage: Stage

    @property
    def contradictions(self) -> tuple[Reason, ...]:
        """What contradicts ODS's status, the weightiest first."""
        return tuple(reason for reason in CONTRADICTIONS if reason.id in self.contradicting)

    @property
    def bases(self) -> tuple[Basis, ...]:
        """What proves that ODS's status is contradicted; none where that is to be checked first."""
        found = (reason.basis for reason in self.contradictions)
        return tuple(dict.fromkeys(basis for basis in found if basis is not None))

    @property
    def in_charge(self) -> tuple[str, ...]:
        """Who is to go: the officer that was assigned, else those of the last visit."""
        return (self.officer,) if self.officer is not None else self.last_officers or ()


class Tally(Record):
    """How many are on the list, how many of them the work filter keeps, and of those: visited, late.

    ``visited`` counts those whose last visit was in the month of ``WorkList.until``.
    """

    total: int = 0
    shown: int = 0
    visited: int = 0
    late: int = 0


class WorkList(Record):
    """The list of one view.

    ``total``, ``visited_this_month``, ``late``, ``never_visited``, ``against_ods`` and ``proven`` count the
    whole list, whatever it is narrowed to; ``shown`` those that the work filter keeps, of which ``items``
    are a part. ``against_ods`` are those whose status in ODS is contradicted, ``proven`` those of them of
    which a visit or a RAT proves it; the others are to be checked first. A koperasi
    with two officers in charge counts with both in ``by_officer``; the other tallies sum to ``total``.
    ``by_result`` is keyed by ``VisitResult`` or ``NEVER``, ``by_district`` by code and ``by_officer`` by name
    or ``NOBODY``. ``until`` is the last day whose visits belong to this view, from which days are counted.
    """

    items: tuple[WorkItem, ...]
    total: int
    shown: int
    visited_this_month: int
    late: int
    never_visited: int
    against_ods: int
    proven: int
    longest_late: int | None
    """Days by which the one that has waited longest is late, None where none is."""
    by_stage: dict[Stage, Tally]
    by_result: dict[str, Tally]
    by_district: dict[str, Tally]
    by_officer: dict[str, Tally]
    rounds: tuple[Round, ...]
    intervals: dict[WorkKind, int] = Field(repr=False)
    snapshot: Snapshot
    book_year: int
    until: dt.date
    told: frozenset[str]
    """Registry fields and origins that the view can speak of."""

    @property
    def share_this_month(self) -> float:
        """The part of the list that was visited in the month of ``until``, from 0 to 1."""
        return self.visited_this_month / self.total if self.total else 0.0

    @property
    def tells_status(self) -> bool:
        """Whether the files say who is aktif."""
        return bool(STATUS_FIELDS & self.told)

    @property
    def tells_rat(self) -> bool:
        """Whether the files say anything about RAT."""
        return bool(RAT_FIELDS & self.told)

    @property
    def visits_recorded(self) -> bool:
        """Whether any koperasi was visited by then."""
        return str(Origin.VISITS) in self.told


# One statement for all that is asked: what is looked up of a million visits is looked up once.
_ANSWERS = (
    ", listed AS MATERIALIZED ({rows}) "
    "SELECT (SELECT list(counted) FROM ({counts}) AS counted) AS counts, "
    "(SELECT list(who ORDER BY who.name = '', who.name) FROM ({officers}) AS who) AS officers, "
    "(SELECT list(one ORDER BY one.planned_on, one.officer) FROM ({rounds}) AS one) AS rounds, "
    "(SELECT list(item ORDER BY item.rank_in_list) FROM ({items}) AS item) AS items"
)
_ITEM = (
    f"{ITEM}, kinds, contradicting, nik, legal_number, status, address, phone, chair, chair_phone, "
    "last_result, last_officers, last_follow_up, officer, days_late, stage"
)
_IN_ORDER = {
    WorkOrder.URGENCY: (
        f"kinds[1] <> '{WorkKind.CONTRADICTION}', "
        "CASE WHEN days_late IS NOT NULL THEN 0 WHEN due_on IS NULL THEN 1 ELSE 2 END, "
        "days_late DESC, due_on, sort_name, coop_id, import_id, source_row"
    ),
    WorkOrder.PLACE: (
        "district_code NULLS LAST, village_code NULLS LAST, village NULLS LAST, sort_name, coop_id, "
        "import_id, source_row"
    ),
}
_SHOWN = (
    "count(*) AS total, count(*) FILTER (is_shown) AS shown, "
    "count(*) FILTER (is_shown AND visited_this_month) AS visited, "
    "count(*) FILTER (is_shown AND days_late IS NOT NULL) AS late"
)
_PROVEN = ", ".join(f"'{reason.id}'" for reason in CONTRADICTIONS if reason.basis is not None)
_COUNTS = (
    f"SELECT stage, result_key, district_key, {_SHOWN}, "
    "count(*) FILTER (visited_this_month) AS visited_this_month, "
    "count(*) FILTER (days_late IS NOT NULL) AS all_late, max(days_late) AS longest_late, "
    "count(*) FILTER (last_visit IS NULL) AS never_visited, "
    "count(*) FILTER (len(contradicting) > 0) AS against_ods, "
    f"count(*) FILTER (list_has_any(contradicting, [{_PROVEN}])) AS proven "
    "FROM listed GROUP BY GROUPING SETS ((), (stage), (result_key), (district_key))"
)
_OFFICERS = f"SELECT name, {_SHOWN} FROM (SELECT unnest(in_charge) AS name, * FROM listed) GROUP BY name"
_ROUNDS = (
    "SELECT officer, planned_on, count(*) AS count FROM listed "
    "WHERE officer IS NOT NULL AND planned_on IS NOT NULL GROUP BY ALL"
)
_ITEMS = (
    f"SELECT {_ITEM}, rank_in_list FROM ("
    "SELECT *, row_number() OVER (ORDER BY {order}) AS rank_in_list, "
    "row_number() OVER (PARTITION BY stage ORDER BY {order}) AS rank_in_stage FROM listed WHERE is_shown"
    ") WHERE $per_stage::BIGINT IS NULL OR rank_in_stage <= $per_stage "
    "ORDER BY rank_in_list LIMIT $limit OFFSET $offset"
)


def ask_worklist(
    database: Database,
    filter_: Filter,
    settings: Settings,
    *,
    today: dt.date | None = None,
    narrowed: WorkFilter | None = None,
    order: WorkOrder = WorkOrder.URGENCY,
    offset: int = 0,
    limit: int | None = None,
    per_stage: int | None = None,
) -> WorkList | None:
    """Return the work list of the view, or None while the store holds no snapshot.

    Parameters
    ----------
    settings
        The intervals of the reasons.
    narrowed
        What the items are narrowed to; None for the whole list.
    offset, limit
        Which of the items are handed out in this order; all of them without a limit.
    per_stage
        At most so many items of each ``Stage``.

    Raises
    ------
    NotFoundError
        The filter names a date without a snapshot.
    """
    scope = open_scope(database, filter_, today=today)
    if scope is None:
        return None
    days = intervals(settings)
    bound = _bound(scope, narrowed or WorkFilter())
    part = {"per_stage": per_stage, "limit": limit, "offset": offset}
    [found] = scope.table(_asked(scope, days, order), **bound, **part).to_pylist()
    counted: list[dict[str, Any]] = found["counts"]
    whole = next(row for row in counted if _is_whole(row))
    return WorkList(
        items=tuple(
            WorkItem.model_validate({name: item[name] for name in WorkItem.model_fields})
            for item in found["items"] or ()
        ),
        total=whole["total"],
        shown=whole["shown"],
        visited_this_month=whole["visited_this_month"],
        late=whole["all_late"],
        never_visited=whole["never_visited"],
        against_ods=whole["against_ods"],
        proven=whole["proven"],
        longest_late=whole["longest_late"],
        by_stage=_tallies(counted, "stage", list(Stage)),
        by_result=_tallies(counted, "result_key", [NEVER, *VisitResult]),
        by_district=_tallies(counted, "district_key", [district.code for district in districts()]),
        by_officer={row["name"]: _tally(row) for row in found["officers"] or ()},
        rounds=tuple(Round.model_validate(row) for row in found["rounds"] or ()),
        intervals=days,
        snapshot=scope.snapshot,
        book_year=scope.book_year,
        until=scope.visits_until,
        told=scope.told,
    )


def _asked(scope: Scope, days: dict[WorkKind, int], order: WorkOrder) -> str:
    """Return the statement that answers all at once; its text comes from declarations and files only."""
    return attended(scope, days) + _ANSWERS.format(
        rows=sql("worklist"),
        counts=_COUNTS,
        officers=_OFFICERS,
        rounds=_ROUNDS,
        items=_ITEMS.format(order=_IN_ORDER[order]),
    )


def _bound(scope: Scope, narrowed: WorkFilter) -> dict[str, object]:
    planned = narrowed.round_of
    return {
        "plans_hold": scope.plans_hold,
        "stages": sorted(narrowed.stages),
        "results": sorted(narrowed.results),
        "officers": sorted(narrowed.officers),
        "reasons": sorted(narrowed.reasons),
        "only_late": narrowed.only_late,
        "round_officer": planned.officer if planned else None,
        "round_on": planned.planned_on if planned else None,
    }


def _is_whole(row: dict[str, Any]) -> bool:
    return all(row[name] is None for name in ("stage", "result_key", "district_key"))


def _tallies(counted: list[dict[str, Any]], by: str, keys: list[Any]) -> dict[Any, Tally]:
    """Return the tallies by one column: of ``keys``, in their order, and then of what else there is."""
    found = {row[by]: _tally(row) for row in counted if row[by] is not None}
    return {key: found.get(str(key), Tally()) for key in keys} | {
        key: tally for key, tally in found.items() if key not in keys
    }


def _tally(row: dict[str, Any]) -> Tally:
    return Tally.model_validate({name: row[name] for name in Tally.model_fields})


def district_of(code: str) -> str:
    """Return what the kecamatan of a tally is called."""
    return next((one.name for one in districts() if one.code == code), UNKNOWN_DISTRICT)
