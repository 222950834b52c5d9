"""How much fieldwork is recorded for one snapshot's koperasi, in numbers."""

from __future__ import annotations

import datetime as dt
from typing import Final

from kopdata.database import Database
from kopdata.models import Filter, Record
from kopdata.queries.scope import open_scope

_COUNTS: Final = """
, here AS MATERIALIZED (SELECT DISTINCT coop_id FROM kept),
visited AS (
    SELECT * FROM visits WHERE visited_on <= $visits_until AND coop_id IN (SELECT coop_id FROM here)
),
fates AS (
    SELECT arg_max(event, (day, place)) AS state
    FROM proposals
    WHERE event NOT IN ('bukti', 'bukti dicabut') AND NOT joins AND day <= $visits_until
        AND coop_id IN (SELECT coop_id FROM here)
    GROUP BY coop_id, proposal_number
)
SELECT
    (SELECT count(*) FROM visited WHERE contact = 'kunjungan') AS visits,
    (SELECT count(*) FROM visited WHERE contact <> 'kunjungan') AS contacts,
    (SELECT count(DISTINCT coop_id) FROM visited WHERE contact = 'kunjungan') AS visited,
    (
        SELECT count(*) FROM plans
        WHERE $plans_hold AND planned_on IS NOT NULL AND coop_id IN (SELECT coop_id FROM here)
            AND NOT EXISTS (
                FROM visited
                WHERE visited.coop_id = plans.coop_id AND contact = 'kunjungan' AND visited_on >= planned_on
            )
    ) AS planned,
    (
        SELECT count(*) FROM coaching_spans
        WHERE begins_on <= $visits_until AND (ends_on IS NULL OR ends_on > $visits_until)
            AND coop_id IN (SELECT coop_id FROM here)
    ) AS coaching_open,
    (SELECT count(*) FROM fates WHERE state = 'disiapkan') AS proposals_prepared,
    (SELECT count(*) FROM fates WHERE state = 'diajukan') AS proposals_sent,
    (SELECT count(*) FROM outreach WHERE held_on <= $visits_until) AS outreach
"""


class FieldworkCounts(Record):
    """What is recorded up to ``until``, the last day that belongs to the snapshot.

    ``visits`` to ``visited`` koperasi, ``contacts`` without a visit, ``planned`` visits still to come, cases
    of coaching that stand open, proposals that are prepared or lie with the ministry, events of sosialisasi.
    """

    until: dt.date
    visits: int
    contacts: int
    visited: int
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
    if scope is None:
        return None
    [row] = scope.table(_COUNTS, plans_hold=scope.plans_hold).to_pylist()
    return FieldworkCounts(until=scope.visits_until, **row)
