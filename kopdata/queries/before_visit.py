"""What an officer wants to know before a visit: where it is, whom to call, what was found, why she goes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Final

from kopdata.access import Actor
from kopdata.attention import Reason
from kopdata.database import Database
from kopdata.fieldwork.worklist import BUILT_IN_INTERVALS, CONTRADICTIONS, WorkKind
from kopdata.models import Filter, Record, Snapshot
from kopdata.queries.attention import ITEM, AttentionItem, attended
from kopdata.queries.scope import open_scope
from kopdata.vocabulary import VisitResult

_ONE: Final = (
    f"SELECT {ITEM}, kinds, contradicting, address, last_result, last_follow_up, officer FROM attended "
    "WHERE coop_id = $coop_id ORDER BY import_id, source_row LIMIT 1"
)
_CONTACT: Final = (
    "SELECT chair, chair_phone, phone, as_of FROM registry WHERE coop_id = $coop_id AND as_of <= $as_of "
    "AND coalesce(chair, chair_phone, phone) IS NOT NULL ORDER BY as_of DESC, source_row LIMIT 1"
)
"""Whom to call, by the newest file that says so: the newest of all may have no such column."""
_LAST_OF_ACTOR: Final = (
    "SELECT officers, visited_on FROM visits WHERE actor = $actor AND len(officers) > 0 "
    "ORDER BY first_recorded_at DESC, visit_id LIMIT 1"
)


class BeforeVisit(AttentionItem):
    """A koperasi as the newest snapshot lists it, before it is visited.

    ``kinds`` say why it is on the work list, the weightiest first, () where it is not; ``contradicting`` are
    ids of ``CONTRADICTIONS``. ``officer`` is who was assigned for the next visit. Days are counted to
    ``until``; ``book_year`` is the one whose RAT is due. ``contact_of`` is the snapshot that chair and
    telephones are taken from, where the newest tells none.
    """

    kinds: tuple[WorkKind, ...]
    contradicting: tuple[str, ...]
    address: str | None
    phone: str | None = None
    chair: str | None = None
    chair_phone: str | None = None
    contact_of: Snapshot | None = None
    last_result: VisitResult | None
    last_follow_up: str | None
    officer: str | None
    until: dt.date
    book_year: int

    @property
    def contradictions(self) -> tuple[Reason, ...]:
        """What contradicts ODS's status, the weightiest first."""
        return tuple(reason for reason in CONTRADICTIONS if reason.id in self.contradicting)


class LikelyOfficers(Record):
    """Who probably goes, to be offered: as planned, else those of the last visit that this person recorded.

    ``on`` is the day of that plan or visit, None where a plan names none.
    """

    names: tuple[str, ...]
    is_planned: bool
    on: dt.date | None


def ask_before_visit(
    database: Database,
    coop_id: str,
    *,
    today: dt.date | None = None,
    visit_every: Mapping[WorkKind, int] = BUILT_IN_INTERVALS,
) -> BeforeVisit | None:
    """Return what is known of a koperasi before it is visited, None where the newest snapshot lists none.

    ``visit_every`` is after how many days one is to be visited again, by its weightiest reason.
    """
    scope = open_scope(database, Filter(), today=today)
    if scope is None:
        return None
    asked = attended(scope, visit_every) + _ONE
    found = scope.table(asked, plans_hold=scope.plans_hold, coop_id=coop_id).to_pylist()
    if not found:
        return None
    told: dict[str, object] = {"until": scope.visits_until, "book_year": scope.book_year}
    for row in database.rows(_CONTACT, {"coop_id": coop_id, "as_of": scope.snapshot.as_of}):
        day = row.pop("as_of")
        told |= row
        if day != scope.snapshot.as_of:
            told["contact_of"] = next(one for one in database.snapshots if one.as_of == day)
    return BeforeVisit.model_validate(found[0] | told)


def likely_officers(database: Database, before: BeforeVisit | None, *, actor: Actor) -> LikelyOfficers | None:
    """Return who probably goes to the koperasi of ``before``, None where nothing tells."""
    if before is not None and before.officer is not None:
        return LikelyOfficers(names=(before.officer,), is_planned=True, on=before.planned_on)
    for row in database.rows(_LAST_OF_ACTOR, {"actor": actor.name}):
        return LikelyOfficers.model_validate(
            {"names": row["officers"], "is_planned": False, "on": row["visited_on"]}
        )
    return None
