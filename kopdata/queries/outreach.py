"""Sosialisasi: the events of a view, who came, and how many koperasi of each kecamatan were reached."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from kopdata.database import Database
from kopdata.fieldwork.entries import months_later
from kopdata.fieldwork.records import Outreach
from kopdata.models import Filter, Record
from kopdata.queries.fieldwork_listing import Whose, kept_of, names_of
from kopdata.queries.scope import open_scope
from kopdata.regions import NO_DISTRICT, UNKNOWN_DISTRICT, districts

REACH_MONTHS: Final = 12
"""The months up to the last day of a view within which an event reaches a koperasi."""

_NEWEST = """
    SELECT * FROM outreach_stored
    QUALIFY row_number() OVER (PARTITION BY outreach_id ORDER BY revision DESC, recorded_at DESC) = 1
    ORDER BY held_on DESC, recorded_at DESC, outreach_id
"""
_PARTICIPANTS = "SELECT outreach_id, coop_id, participants FROM outreach_participants"
_REVISIONS = "SELECT * FROM outreach_stored WHERE outreach_id = $outreach_id ORDER BY revision, recorded_at"
# Two rows that were merged by hand both count as listed, as on every screen; who came counts once.
_REACH = """
    SELECT
        district_key,
        count(*) AS listed,
        count(reached.coop_id) AS reached,
        coalesce(sum(reached.participants) FILTER (turn = 1), 0)::INTEGER AS participants
    FROM (SELECT *, row_number() OVER (PARTITION BY coop_id ORDER BY source_row) AS turn FROM kept) AS here
    LEFT JOIN (
        SELECT coop_id, sum(participants) AS participants FROM outreach_participants
        WHERE held_on > $since AND held_on <= $visits_until
        GROUP BY coop_id
    ) AS reached ON reached.coop_id = here.coop_id
    GROUP BY district_key
"""


class Came(Record):
    """How many came from a koperasi, and whether the view holds it."""

    whose: Whose
    count: int
    in_view: bool


@dataclass(frozen=True, slots=True)
class Turnout:
    """How many came: from koperasi of the view, from other koperasi, and from none that is listed."""

    in_view: int = 0
    outside: int = 0
    others: int = 0

    @property
    def from_cooperatives(self) -> int:
        """Those from any koperasi."""
        return self.in_view + self.outside

    @property
    def total(self) -> int:
        """All who came."""
        return self.from_cooperatives + self.others


@dataclass(frozen=True, slots=True)
class ListedEvent:
    """An event of sosialisasi by its newest revision, with who came, most first."""

    event: Outreach
    came: tuple[Came, ...]

    @property
    def turnout(self) -> Turnout:
        """How many came, and from where."""
        in_view = sum(one.count for one in self.came if one.in_view)
        everywhere = sum(one.count for one in self.came)
        return Turnout(in_view, everywhere - in_view, self.event.others)


def turnout_of(events: Iterable[ListedEvent]) -> Turnout:
    """Return how many came to several events; who came to two of them counts twice."""
    each = [one.turnout for one in events]
    return Turnout(
        sum(one.in_view for one in each), sum(one.outside for one in each), sum(one.others for one in each)
    )


class DistrictReach(Record):
    """Koperasi of a kecamatan in the view: listed, reached by an event, and how many persons came of them."""

    code: str
    name: str
    listed: int
    reached: int
    participants: int


@dataclass(frozen=True, slots=True)
class OutreachList:
    """The events up to ``until``, newest first, and the reach after ``since``.

    While a filter narrows, ``events`` are those held in a chosen kecamatan or with somebody from a koperasi
    of the view, and ``left_out`` counts the others. ``withdrawn`` are those that do not count.
    """

    events: tuple[ListedEvent, ...]
    left_out: int
    withdrawn: tuple[Outreach, ...]
    reach: tuple[DistrictReach, ...]
    turnout: Turnout
    """Of all events after ``since``, also of those that are left out: their koperasi may be of the view."""
    since: dt.date
    until: dt.date

    @property
    def listed(self) -> int:
        """Koperasi of the view."""
        return sum(one.listed for one in self.reach)

    @property
    def reached(self) -> int:
        """Those of them that an event reached."""
        return sum(one.reached for one in self.reach)


def ask_outreach(database: Database, filter_: Filter, *, today: dt.date | None = None) -> OutreachList | None:
    """Return the events and the reach of the view, or None while the store holds no snapshot.

    Raises
    ------
    NotFoundError
        The filter names a date without a snapshot.
    """
    scope = open_scope(database, filter_, today=today)
    if scope is None:
        return None
    until = scope.visits_until
    since = months_later(until, -REACH_MONTHS)
    newest = [Outreach.of_row(row) for row in database.rows(_NEWEST)]
    came: dict[str, list[dict[str, Any]]] = {}
    for row in database.rows(_PARTICIPANTS):
        came.setdefault(str(row["outreach_id"]), []).append(row)
    coop_ids = {str(row["coop_id"]) for rows in came.values() for row in rows}
    whose, kept = names_of(database, coop_ids), kept_of(scope, coop_ids)
    held = [
        ListedEvent(
            event,
            tuple(
                Came(whose=whose[row["coop_id"]], count=row["participants"], in_view=row["coop_id"] in kept)
                for row in sorted(
                    came.get(event.outreach_id, []),
                    key=lambda row: (-row["participants"], whose[row["coop_id"]].name, row["coop_id"]),
                )
            ),
        )
        for event in newest
        if not event.withdrawn and event.held_on <= until
    ]
    shown = [
        one
        for one in held
        if not filter_.narrows
        or one.event.district_code in filter_.district
        or any(participants.in_view for participants in one.came)
    ]
    reach = scope.table(_REACH, since=since).to_pylist()
    return OutreachList(
        events=tuple(shown),
        left_out=len(held) - len(shown),
        withdrawn=tuple(event for event in newest if event.withdrawn),
        reach=_by_district(reach),
        turnout=turnout_of(one for one in held if one.event.held_on > since),
        since=since,
        until=until,
    )


def _by_district(rows: list[dict[str, Any]]) -> tuple[DistrictReach, ...]:
    names = {district.code: district.name for district in districts()} | {NO_DISTRICT: UNKNOWN_DISTRICT}
    counted = {row["district_key"]: row for row in rows}
    return tuple(
        DistrictReach(
            code=code,
            name=name,
            **{key: counted[code][key] for key in ("listed", "reached", "participants")},
        )
        for code, name in names.items()
        if code in counted
    )


def ask_event(database: Database, outreach_id: str) -> tuple[Outreach, ...]:
    """Return every revision of an event, the oldest first."""
    return tuple(Outreach.of_row(row) for row in database.rows(_REVISIONS, {"outreach_id": outreach_id}))
