"""Whose fieldwork it is: names of koperasi by the newest snapshot that lists them, and who is in a view."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator
from itertools import groupby
from typing import Final, TypeVar

from kopdata.database import Database
from kopdata.fieldwork.records import TABLE_OF, CoachingEntry, ProposalEntry
from kopdata.models import Filter, Record
from kopdata.queries.scope import Scope, open_scope

MOST_OFFERED: Final = 2_000
"""Koperasi that a choice offers; a view of more is narrowed first."""

_COLUMNS = "coop_id, name, nik, address, village, district"
_NAMED = f"""
    SELECT {_COLUMNS} FROM registry
    WHERE coop_id IN (SELECT unnest($coop_ids::VARCHAR[]))
    QUALIFY row_number() OVER (PARTITION BY coop_id ORDER BY as_of DESC, source_row) = 1
"""
_KEPT = "SELECT DISTINCT coop_id FROM kept WHERE coop_id IN (SELECT unnest($coop_ids::VARCHAR[]))"
_OFFERED = f"""
    SELECT {_COLUMNS} FROM (
        SELECT * FROM kept QUALIFY row_number() OVER (PARTITION BY coop_id ORDER BY source_row) = 1
    )
    ORDER BY sort_name, coop_id LIMIT $most
"""
_Entry = TypeVar("_Entry", CoachingEntry, ProposalEntry)
UNLISTED: Final = "(tidak tercatat di keadaan mana pun)"
"""The name of a koperasi whose imports were all taken back."""


class Whose(Record):
    """A koperasi as a list names it; absent is None."""

    coop_id: str
    name: str
    nik: str | None = None
    address: str | None = None
    village: str | None = None
    district: str | None = None


class Offered(Record):
    """The koperasi of a view that a choice offers, by name, and how many the view holds."""

    cooperatives: tuple[Whose, ...]
    total: int


def names_of(database: Database, coop_ids: Iterable[str]) -> dict[str, Whose]:
    """Return by id what the newest snapshot that lists it says of each koperasi."""
    ids = sorted(set(coop_ids))
    found = {
        str(row["coop_id"]): Whose.model_validate(row) for row in database.rows(_NAMED, {"coop_ids": ids})
    }
    return {id_: found.get(id_) or Whose(coop_id=id_, name=UNLISTED) for id_ in ids}


def kept_of(scope: Scope, coop_ids: Collection[str]) -> frozenset[str]:
    """Return those of the koperasi that the view holds."""
    return frozenset(scope.table(_KEPT, coop_ids=sorted(coop_ids))["coop_id"].to_pylist())


def entries_of(database: Database, kind: type[_Entry], coop_id: str) -> tuple[_Entry, ...]:
    """Return every entry of this kind that was ever recorded about a koperasi, in that order."""
    rows = database.rows(
        f"SELECT * FROM {TABLE_OF[kind]} WHERE coop_id = $coop_id ORDER BY place", {"coop_id": coop_id}
    )
    return tuple(kind.of_row(row) for row in rows)


def entries_by_cooperative(database: Database, kind: type[_Entry]) -> Iterator[tuple[_Entry, ...]]:
    """Yield the entries of this kind koperasi by koperasi, each one's in the order of recording."""
    rows = database.rows(f"SELECT * FROM {TABLE_OF[kind]} ORDER BY coop_id, place")
    for _coop_id, of_one in groupby(rows, key=lambda row: row["coop_id"]):
        yield tuple(kind.of_row(row) for row in of_one)


def ask_offered(database: Database, filter_: Filter, *, today: dt.date | None = None) -> Offered:
    """Return the koperasi of the view, at most ``MOST_OFFERED`` of them.

    Raises
    ------
    NotFoundError
        The filter names a date without a snapshot.
    """
    scope = open_scope(database, filter_, today=today)
    if scope is None:
        return Offered(cooperatives=(), total=0)
    rows = scope.table(_OFFERED, most=MOST_OFFERED).to_pylist()
    [total] = scope.table("SELECT count(DISTINCT coop_id) AS total FROM kept")["total"].to_pylist()
    return Offered(cooperatives=tuple(Whose.model_validate(row) for row in rows), total=total)
