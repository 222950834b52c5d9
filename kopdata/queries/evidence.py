"""What is recorded about a koperasi already and could serve as evidence for its dissolution.

Nothing here counts as evidence by itself: a person looks at it and takes it over
(``kopdata.fieldwork.dissolution.add_evidence``). What is put together is the office's practice beside
UU 25/1992 Pasal 46 to 50.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from kopdata.database import Database
from kopdata.fieldwork.entries import FIRST_DAY
from kopdata.fieldwork.records import ProposalEntry, Visit
from kopdata.fieldwork.vocabulary import Evidence, VillageOffice
from kopdata.grades import last_rat
from kopdata.models import Record
from kopdata.queries.profile import Profile
from kopdata.vocabulary import Contact, VisitResult

_VISIT = "SELECT * FROM visits WHERE visit_id = $visit_id"
_PROVES_ABSENCE = frozenset({VisitResult.NOT_FOUND, VisitResult.NOT_SERVING})


class LastRatKnown(Record):
    """The last RAT that ODS's exports tell of up to a snapshot; ``book_year`` None: they tell of none."""

    book_year: int | None
    held_on: dt.date | None
    snapshot: str


class Suggestion(Record):
    """Something recorded that could be evidence of a kind: a visit, or what is known of the last RAT."""

    evidence: Evidence
    dated_on: dt.date
    visit: Visit | None = None
    last_rat: LastRatKnown | None = None


def suggested_evidence(profile: Profile) -> tuple[Suggestion, ...]:
    """Return what is recorded for the kinds of evidence, up to the last day of the profile's view.

    - That it has been inactive: no RAT within the last book years (``Standing.rat_recent``).
    - The visit: the last one, where nothing was found, or nobody is served.
    - The statement: the last visit at which the village office was asked, where it does not know the
      koperasi. That is no letter yet; ``proposals.lacks_letter`` keeps it from counting as one.
    """
    return (*_inactive(profile), *_visited(profile), *_unknown_to_village(profile))


def _inactive(profile: Profile) -> Iterator[Suggestion]:
    standing = profile.standing
    if standing is None or standing.rat_recent is not False:
        return
    told, as_of = profile.values["rat_date"].value, profile.shown.as_of
    known = last_rat(as_of, told, None) if isinstance(told, dt.date) else None
    held_on = (
        told if isinstance(told, dt.date) and known and known.book_year == standing.last_book_year else None
    )
    yield Suggestion(
        evidence=Evidence.INACTIVE,
        dated_on=held_on if held_on is not None and held_on >= FIRST_DAY else as_of,
        last_rat=LastRatKnown(
            book_year=standing.last_book_year, held_on=held_on, snapshot=profile.shown.label
        ),
    )


def _visited(profile: Profile) -> Iterator[Suggestion]:
    visit = profile.last_visit
    if visit is not None and visit.result in _PROVES_ABSENCE:
        yield Suggestion(evidence=Evidence.VISIT, dated_on=visit.visited_on, visit=visit)


def _unknown_to_village(profile: Profile) -> Iterator[Suggestion]:
    asked = (
        visit
        for visit in profile.visits
        if visit.contact is Contact.VISIT
        and visit.visited_on <= profile.visits_until
        and visit.village_office is not None
    )
    last = next(asked, None)
    if last is not None and last.village_office is VillageOffice.DOES_NOT_KNOW:
        yield Suggestion(evidence=Evidence.STATEMENT, dated_on=last.visited_on, visit=last)


def corrected_since(database: Database, entry: ProposalEntry) -> Visit | None:
    """Return the visit that evidence was taken over from as it stands, if it was corrected afterwards."""
    if entry.visit_id is None:
        return None
    visits = [Visit.of_row(row) for row in database.rows(_VISIT, {"visit_id": entry.visit_id})]
    return next((visit for visit in visits if visit.recorded_at > entry.recorded_at), None)
