"""Everything that fieldwork recorded about one koperasi."""

from __future__ import annotations

import datetime as dt
from typing import Final

from kopdata.database import Database
from kopdata.fieldwork.records import CoachingEntry, ProposalEntry, Visit
from kopdata.models import Record
from kopdata.queries.fieldwork_listing import entries_of

MOST_VISITS: Final = 100
"""Visits and contacts that are read at first of a koperasi; the newest of one that was visited for years."""

_VISITS = """
    FROM (
        FROM visits WHERE coop_id = $coop_id
        ORDER BY visited_on <= $until DESC, visited_on DESC, first_recorded_at DESC LIMIT $most
    )
    ORDER BY visited_on DESC, first_recorded_at DESC, visit_id DESC
"""
_COUNT = "SELECT count(*) FROM visits WHERE coop_id = $coop_id"
_OUTREACH = "SELECT * FROM outreach_participants WHERE coop_id = $coop_id ORDER BY held_on DESC, outreach_id"


class Attended(Record):
    """An event of sosialisasi to which members of the koperasi came; ``participants`` is how many."""

    outreach_id: str
    held_on: dt.date
    topic: str
    place: str
    participants: int


class FieldworkOf(Record):
    """What was recorded about a koperasi.

    ``visits`` are visits and contacts, newest first: those up to the day that was asked for come before later
    ones are read, and no more than asked for; ``visits_in_all`` is how many there are. ``coaching`` and
    ``proposals`` stand in the order of recording, ``outreach`` newest first.
    """

    visits: tuple[Visit, ...]
    visits_in_all: int
    coaching: tuple[CoachingEntry, ...]
    proposals: tuple[ProposalEntry, ...]
    outreach: tuple[Attended, ...]


def ask_fieldwork_of(
    database: Database, coop_id: str, *, until: dt.date, most_visits: int = MOST_VISITS
) -> FieldworkOf:
    """Return what was recorded about ``coop_id``; nothing for one that is not known."""
    asked = {"coop_id": coop_id}
    visits = database.rows(_VISITS, asked | {"until": until, "most": most_visits})
    return FieldworkOf(
        visits=tuple(Visit.of_row(row) for row in visits),
        visits_in_all=int(str(database.value(_COUNT, asked))),
        coaching=entries_of(database, CoachingEntry, coop_id),
        proposals=entries_of(database, ProposalEntry, coop_id),
        outreach=tuple(Attended.of_row(row) for row in database.rows(_OUTREACH, asked)),
    )
