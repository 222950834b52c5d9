"""Pembinaan: the cases of a view, and how often which kind of step and which cause were recorded."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from kopdata.database import Database
from kopdata.fieldwork.cases import Case, cases
from kopdata.fieldwork.records import CoachingEntry
from kopdata.fieldwork.vocabulary import CoachingKind
from kopdata.models import Filter
from kopdata.queries.fieldwork_listing import Whose, entries_by_cooperative, entries_of, kept_of, names_of
from kopdata.queries.scope import open_scope
from kopdata.vocabulary import Status

_ASKED_FOR = """
    SELECT
        coop_id, any_value(name) AS name, any_value(nik) AS nik, any_value(address) AS address,
        any_value(village) AS village, any_value(district) AS district,
        any_value(last_visit) AS visited_on, any_value(last_follow_up) AS follow_up
    FROM kept WHERE in_coaching
    GROUP BY coop_id ORDER BY visited_on, any_value(sort_name), coop_id
"""
_INACTIVE = f"SELECT count(DISTINCT coop_id) FROM kept WHERE in_coaching AND status = '{Status.INACTIVE}'"


@dataclass(frozen=True, slots=True)
class ListedCase:
    """A case as it stands on the last day of the view, and whose it is.

    ``days_late`` counts from the day by which the next step was to come; 0 while it is not late.
    """

    case: Case
    whose: Whose
    days_late: int


class AskedFor(Whose):
    """A koperasi whose last visit asks for coaching, and for which no case stands open yet."""

    visited_on: dt.date
    follow_up: str


@dataclass(frozen=True, slots=True)
class CoachingCases:
    """The cases of the koperasi of a view, as of ``until``.

    Those whose next step is late come first, the latest of them first; then other open ones by the day of
    their next step, then closed ones, the newest first. ``left_out`` are cases of koperasi outside the view,
    which nothing here counts. ``asked_for`` are those of the view that a visit says are to be coached: with
    the open cases they make up who is "dalam pembinaan" (``sql/cooperatives_at.sql``), of whom ODS calls
    ``inactive`` tidak aktif.
    """

    cases: tuple[ListedCase, ...]
    left_out: tuple[ListedCase, ...]
    asked_for: tuple[AskedFor, ...]
    inactive: int
    until: dt.date

    @property
    def in_coaching(self) -> int:
        """Koperasi of the view that are "dalam pembinaan", with an open case or without one."""
        return len({one.whose.coop_id for one in self.open}) + len(self.asked_for)

    @property
    def open(self) -> tuple[ListedCase, ...]:
        """Those that are open."""
        return tuple(one for one in self.cases if one.case.is_open)

    @property
    def late(self) -> tuple[ListedCase, ...]:
        """Those whose next step is late."""
        return tuple(one for one in self.cases if one.days_late)

    @property
    def closed(self) -> tuple[ListedCase, ...]:
        """Those that are closed."""
        return tuple(one for one in self.cases if not one.case.is_open)

    def by_kind(self) -> dict[CoachingKind, tuple[int, int]]:
        """Return by kind how many steps were taken and with how many koperasi, most steps first."""
        steps: Counter[CoachingKind] = Counter()
        whose = defaultdict[CoachingKind, set[str]](set)
        for one in self.cases:
            for step in one.case.steps:
                kind = step.kind or CoachingKind.OTHER
                steps[kind] += 1
                whose[kind].add(one.case.coop_id)
        return {kind: (count, len(whose[kind])) for kind, count in steps.most_common()}

    def by_cause(self) -> dict[str, int]:
        """Return by cause how many cases were opened for it, most first; letters' case does not matter."""
        counted: Counter[str] = Counter()
        spelt: dict[str, str] = {}
        for one in self.cases:
            cause = one.case.opened.cause or ""
            counted[spelt.setdefault(cause.casefold(), cause)] += 1
        return dict(counted.most_common())


def ask_coaching(
    database: Database, filter_: Filter, *, today: dt.date | None = None
) -> CoachingCases | None:
    """Return the cases of the view, or None while the store holds no snapshot.

    Raises
    ------
    NotFoundError
        The filter names a date without a snapshot.
    """
    scope = open_scope(database, filter_, today=today)
    if scope is None:
        return None
    until = scope.visits_until
    each = entries_by_cooperative(database, CoachingEntry)
    known = [case for entries in each for case in cases(entries, until)]
    coop_ids = {case.coop_id for case in known}
    whose, kept = names_of(database, coop_ids), kept_of(scope, coop_ids)
    found = _in_order(ListedCase(case, whose[case.coop_id], case.days_late(until)) for case in known)
    is_open = {case.coop_id for case in known if case.is_open}
    [inactive] = scope.table(_INACTIVE).to_pydict().values()
    return CoachingCases(
        cases=tuple(one for one in found if one.case.coop_id in kept),
        left_out=tuple(one for one in found if one.case.coop_id not in kept),
        asked_for=tuple(
            AskedFor.model_validate(row) for row in scope.rows(_ASKED_FOR) if row["coop_id"] not in is_open
        ),
        inactive=inactive[0],
        until=until,
    )


def _in_order(found: Iterable[ListedCase]) -> list[ListedCase]:
    def key(one: ListedCase) -> tuple[bool, int, int, str, str]:
        closed = one.case.closed
        day = -closed.held_on.toordinal() if closed else (one.case.next_by or dt.date.max).toordinal()
        return not one.case.is_open, -one.days_late, day, one.whose.name.casefold(), one.case.coop_id

    return sorted(found, key=key)


def ask_coaching_of(database: Database, coop_id: str) -> tuple[CoachingEntry, ...]:
    """Return everything that was ever recorded in the coaching of a koperasi, in that order."""
    return entries_of(database, CoachingEntry, coop_id)
