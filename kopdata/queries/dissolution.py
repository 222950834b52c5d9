"""Usulan pembubaran: the proposals of a view, with what is there and what is missing before they are sent."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Final, cast

from kopdata.database import Database
from kopdata.fieldwork.proposals import Proposal, Readiness, proposals, readiness
from kopdata.fieldwork.records import ProposalEntry
from kopdata.fieldwork.vocabulary import ProposalEvent
from kopdata.models import Filter
from kopdata.queries.fieldwork_listing import Whose, entries_by_cooperative, entries_of, kept_of, names_of
from kopdata.queries.scope import open_scope

_FIRST_VISITS = """
    SELECT coop_id, min(visited_on) AS first_visit FROM visits
    WHERE contact = 'kunjungan' AND coop_id IN (SELECT unnest($coop_ids::VARCHAR[]))
    GROUP BY coop_id
"""
_ORDER: Final = (
    *(ProposalEvent.SUBMITTED, ProposalEvent.STARTED),
    *(ProposalEvent.DECIDED, ProposalEvent.WITHDRAWN),
)


@dataclass(frozen=True, slots=True)
class ListedProposal:
    """A proposal as it stands on the last day of the view, whose it is, and what it lacks on that day."""

    proposal: Proposal
    whose: Whose
    readiness: Readiness


@dataclass(frozen=True, slots=True)
class ListedProposals:
    """The proposals of the koperasi of a view, as of ``until``; those with the ministry first.

    ``left_out`` are those of koperasi outside the view.
    """

    proposals: tuple[ListedProposal, ...]
    left_out: tuple[ListedProposal, ...]
    until: dt.date


@dataclass(frozen=True, slots=True)
class ProposalsOf:
    """What was recorded of proposals for one koperasi, and the day of its first recorded visit."""

    entries: tuple[ProposalEntry, ...]
    first_visit: dt.date | None


def ask_proposals(
    database: Database, filter_: Filter, *, today: dt.date | None = None
) -> ListedProposals | None:
    """Return the proposals of the view, or None while the store holds no snapshot.

    Raises
    ------
    NotFoundError
        The filter names a date without a snapshot.
    """
    scope = open_scope(database, filter_, today=today)
    if scope is None:
        return None
    until = scope.visits_until
    each = entries_by_cooperative(database, ProposalEntry)
    known = [one for entries in each for one in proposals(entries, until)]
    coop_ids = {one.coop_id for one in known}
    whose, kept = names_of(database, coop_ids), kept_of(scope, coop_ids)
    visits = _first_visits(database, coop_ids)
    found = _in_order(
        ListedProposal(one, whose[one.coop_id], readiness(one, until, visits.get(one.coop_id)))
        for one in known
    )
    return ListedProposals(
        proposals=tuple(one for one in found if one.proposal.coop_id in kept),
        left_out=tuple(one for one in found if one.proposal.coop_id not in kept),
        until=until,
    )


def ask_proposals_of(database: Database, coop_id: str) -> ProposalsOf:
    """Return everything that was ever recorded of proposals for a koperasi, in that order."""
    return ProposalsOf(
        entries=entries_of(database, ProposalEntry, coop_id),
        first_visit=_first_visits(database, [coop_id]).get(coop_id),
    )


def _first_visits(database: Database, coop_ids: Collection[str]) -> dict[str, dt.date]:
    rows = database.rows(_FIRST_VISITS, {"coop_ids": sorted(coop_ids)})
    return {str(row["coop_id"]): cast("dt.date", row["first_visit"]) for row in rows}


def _in_order(found: Iterable[ListedProposal]) -> list[ListedProposal]:
    return sorted(
        found,
        key=lambda one: (
            _ORDER.index(one.proposal.state),
            -one.proposal.last.dated_on.toordinal(),
            one.whose.name.casefold(),
            one.proposal.coop_id,
        ),
    )
