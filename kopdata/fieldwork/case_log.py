"""Adding an entry to what is recorded of one koperasi: decided on a state that nobody else can change."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, Generic, TypeVar

from kopdata.fieldwork.entries import FIRST_DAY, already_recorded, numbered, office_day, rows_of
from kopdata.fieldwork.records import TABLE_OF, CoachingEntry, ProposalEntry
from kopdata.store import Contents, Store
from kopdata.store.links import final

EARLIEST: Final = (FIRST_DAY, "hari paling awal yang dapat dicatat")
"""Before this no entry of fieldwork can lie, just as no visit can."""
_Entry = TypeVar("_Entry", CoachingEntry, ProposalEntry)


@dataclass(frozen=True, slots=True)
class Known(Generic[_Entry]):
    """What a new entry is decided on.

    ``entries`` are the koperasi's own and those of koperasi merged into it, in the order of recording, under
    ``coop_id``; ``today`` is the office's day.
    """

    coop_id: str
    entries: tuple[_Entry, ...]
    contents: Contents
    today: dt.date


def add_entry(
    store: Store,
    kind: type[_Entry],
    coop_id: str,
    told: Mapping[str, Any],
    decide: Callable[[Known[_Entry]], Mapping[str, Any]],
    *,
    based_on: int | None = None,
    today: dt.date | None = None,
    files: Mapping[str, bytes] | None = None,
) -> _Entry:
    """Add an entry about a koperasi and return it; one that was recorded by a first press is returned.

    Parameters
    ----------
    told
        What the form says, by the names of the record's fields.
    decide
        Raises where the entry may not follow on what is known; else returns the fields that rest on it.
    based_on
        How many entries the koperasi had when the form was drawn; None does not ask.
    files
        Documents that it names, by SHA-256.

    Raises
    ------
    ConflictError
        Something else was recorded since the form was drawn; nothing changed.
    """
    stands: list[_Entry] = []
    table = TABLE_OF[kind]

    def make(contents: Contents) -> list[_Entry]:
        rows = getattr(contents, table)
        own = final(coop_id, contents.merged)
        before = tuple(kind.of_row(row) for row in rows_of(rows, contents.merged, own))
        if (same := already_recorded(before, told, based_on)) is not None:
            stands.append(same)
            return []
        decided = decide(Known(own, before, contents, office_day(contents, today)))
        entry = {**told, **decided, "coop_id": own, **numbered(rows, contents.merged, own)}
        stands.append(kind.model_validate(entry))
        return stands

    store.append(table, make, files)
    return stands[0]
