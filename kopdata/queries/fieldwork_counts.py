"""How much fieldwork is recorded for one snapshot's koperasi, in numbers."""

from __future__ import annotations

import datetime as dt
from typing import Final

from kopdata.database import Database
from kopdata.fieldwork.vocabulary import ProposalEvent
from kopdata.models import Filter, Record
from kopdata.queries.coaching import ask_coaching
from kopdata.queries.dissolution import ask_proposals
from kopdata.queries.outreach import ask_outreach
from kopdata.queries.scope import open_scope

_VISITS: Final = """
, here AS MATERIALIZED (SELECT DISTINCT coop_id FROM kept),
recorded AS (
    SELECT * FROM visits WHERE visited_on <= $visits_until AND coop_id IN (SELECT coop_id FROM here)
)
SELECT
    count(*) FILTER (contact = 'kunjungan') AS visits,
    count(DISTINCT coop_id) FILTER (contact = 'kunjungan') AS visited_cooperatives,
    count(*) FILTER (contact <> 'kunjungan') AS contacts,
    (
        SELECT count(*) FROM plans
        WHERE $plans_hold AND planned_on IS NOT NULL AND coop_id IN (SELECT coop_id FROM here)
            AND NOT EXISTS (
                FROM recorded
                WHERE recorded.coop_id = plans.coop_id AND contact = 'kunjungan' AND visited_on >= planned_on
            )
    ) AS planned
FROM recorded
"""


class FieldworkCounts(Record):
    """What is recorded up to ``until``, the last day that belongs to the snapshot.

    ``visits`` to ``visited_cooperatives``, of any status (the figure ``VISITED`` counts those that are not
    active); ``contacts`` without a visit, ``planned`` visits still to come, open cases of coaching, proposals
    that are prepared or lie with the ministry, events of sosialisasi. Cases, proposals and events are those
    that their own pages list.
    """

    until: dt.date
    visits: int
    visited_cooperatives: int
    contacts: int
    planned: int
    coaching_open: int
    proposals_prepared: int
    proposals_sent: int
    outreach: int


def ask_fieldwork_counts(
    database: Database, filter_: Filter, *, today: dt.date | None = None
) -> FieldworkCounts | None:
    """Return how much is recorded for the koperasi of the view, or None while there is no snapshot.

    Raises
    ------
    NotFoundError
        The filter names a date without a snapshot.
    """
    scope = open_scope(database, filter_, today=today)
    coaching = ask_coaching(database, filter_, today=today)
    proposals = ask_proposals(database, filter_, today=today)
    outreach = ask_outreach(database, filter_, today=today)
    if scope is None or coaching is None or proposals is None or outreach is None:
        return None
    [visits] = scope.table(_VISITS, plans_hold=scope.plans_hold).to_pylist()
    states = [one.proposal.state for one in proposals.proposals]
    return FieldworkCounts(
        until=scope.visits_until,
        **visits,
        coaching_open=len(coaching.open),
        proposals_prepared=states.count(ProposalEvent.STARTED),
        proposals_sent=states.count(ProposalEvent.SUBMITTED),
        outreach=len(outreach.events),
    )
