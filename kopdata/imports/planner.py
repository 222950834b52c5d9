"""Plan one file as often as a screen asks, and work only when something is new."""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from typing import Final

from kopdata.imports.dates import EARLIEST_AS_OF, latest_as_of
from kopdata.imports.parsed import ParsedFile
from kopdata.imports.plan import plan_import
from kopdata.imports.planned import ImportPlan
from kopdata.store import Store
from kopdata.vocabulary import ImportMode

KEPT: Final = 2
"""Plans that are held at once: the one that asks its questions, and the one with the answers."""


@dataclass(slots=True)
class Planner:
    """The plans of one file, as it was read.

    A screen asks with every press, and planning 220,000 rows takes seconds. A plan is made anew once the
    store or the day is another, or other answers are given.
    """

    store: Store
    parsed: ParsedFile
    _made: dict[Hashable, ImportPlan] = field(default_factory=dict)

    @property
    def bounds(self) -> tuple[dt.date, dt.date]:
        """The first and the last date that a registry can be of."""
        return EARLIEST_AS_OF, latest_as_of(_today())

    def plan(
        self,
        as_of: dt.date | None = None,
        mode: ImportMode = ImportMode.REPLACE,
        *,
        identities: Mapping[int, str | None] | None = None,
        status_from_last: bool = False,
    ) -> ImportPlan:
        """Return what ``plan_import`` returns for the same; a refusal is raised each time.

        Raises
        ------
        ImportRefusedError
            As ``plan_import`` does.
        """
        answers = frozenset((identities or {}).items())
        key = (self.store.version(), _today(), as_of, mode, answers, status_from_last)
        if key in self._made:
            self._made[key] = self._made.pop(key)  # the one asked for longest ago goes first
        else:
            while len(self._made) >= KEPT:
                self._made.pop(next(iter(self._made)))
            self._made[key] = plan_import(
                self.store,
                self.parsed,
                as_of=as_of,
                mode=mode,
                identities=identities,
                status_from_last=status_from_last,
            )
        return self._made[key]


def _today() -> dt.date:
    return dt.datetime.now().astimezone().date()
