"""Two snapshots side by side: their totals, and what became of each koperasi in between."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import Final, cast

import pyarrow as pa
import pyarrow.compute as pc
from pydantic import ConfigDict

from kopdata.changes import Change, ChangeKind, named, statement
from kopdata.database import Database
from kopdata.figures import ACTIVE, INACTIVE, TOTAL
from kopdata.imports.fields import REGISTRY_FIELDS
from kopdata.models import Counts, Filter, Record, Snapshot
from kopdata.queries.overview import counting
from kopdata.queries.scope import Scope, open_scope


class Comparison(Record):
    """What became of the koperasi that the filter keeps in either of two snapshots.

    ``before`` and ``after`` count those that it keeps in each; a status that the files of a snapshot do not
    carry counts as unknown. ``counts`` tells how many changes of each kind there are. Only fields that both
    snapshots carry are compared: ``not_compared`` names those that one of them lacks. Where the files of a
    snapshot cannot tell whom the filter keeps, ``untold`` names what of it, and nothing is compared.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    earlier: Snapshot
    later: Snapshot
    before: Counts
    after: Counts
    counts: dict[ChangeKind, int]
    not_compared: tuple[str, ...]
    untold: tuple[tuple[Snapshot, tuple[str, ...]], ...]
    rows: pa.Table
    """Rows of ``changes.statement``, by name."""

    @property
    def total(self) -> int:
        """How many koperasi changed in any way."""
        return sum(self.counts.values())

    def count(self, kinds: Collection[ChangeKind] = ()) -> int:
        """Return how many changes are of these kinds, of any where none is named."""
        return sum(self.counts[kind] for kind in kinds or ChangeKind)

    def changes(
        self, kinds: Collection[ChangeKind] = (), *, offset: int = 0, size: int | None = None
    ) -> tuple[Change, ...]:
        """Return ``size`` changes of these kinds, of any where none is named, by name from ``offset`` on."""
        rows = self.rows
        if kinds:
            rows = rows.filter(pc.is_in(rows["kind"], pa.array([str(kind) for kind in kinds])))
        return tuple(named(rows.slice(offset, size)))


_COUNTED: Final = f"SELECT {counting((TOTAL, ACTIVE, INACTIVE))} FROM "
_ALL: Final = "registry WHERE as_of = $as_of AND NOT coalesce(outside_region, false)"
_KEPT: Final = "SELECT DISTINCT coop_id FROM kept"
_OF_A_DATE: Final = "(FROM registry WHERE as_of = ${date})"
_OF_THE_KEPT: Final = "(FROM registry WHERE as_of = ${date} AND coop_id IN (SELECT unnest($kept)))"


def ask_comparison(
    database: Database,
    earlier: dt.date,
    later: dt.date,
    filter_: Filter | None = None,
    *,
    today: dt.date | None = None,
) -> Comparison:
    """Return what changed from one snapshot to a later one.

    Parameters
    ----------
    filter_
        A koperasi that it keeps in either snapshot is compared, so that one which moved to another
        kecamatan has changed, and is not gone. Its date is left aside.

    Raises
    ------
    NotFoundError
        There is no snapshot of one of the dates.
    ValueError
        ``earlier`` does not lie before ``later``.
    """
    if earlier >= later:
        raise ValueError(f"{earlier} does not lie before {later}")
    narrowed = filter_ or Filter()
    was, is_now = (_scope(database, narrowed, day, today) for day in (earlier, later))
    fields = was.snapshot.fields, is_now.snapshot.fields
    untold = tuple((scope.snapshot, scope.untold) for scope in (was, is_now) if scope.untold)
    compared = fields[0] & fields[1]
    rows = _rows(was, is_now, compared).slice(0, 0 if untold else None)
    found = dict(zip(*_counted(rows["kind"]), strict=True))
    return Comparison(
        earlier=was.snapshot,
        later=is_now.snapshot,
        before=Counts() if untold else _counts(was),
        after=Counts() if untold else _counts(is_now),
        counts={kind: found.get(str(kind), 0) for kind in ChangeKind},
        not_compared=tuple(field.name for field in REGISTRY_FIELDS if field.name in fields[0] ^ fields[1]),
        untold=untold,
        rows=rows,
    )


def _scope(database: Database, filter_: Filter, day: dt.date, today: dt.date | None) -> Scope:
    # A date that is named has a scope, or raises.
    return cast("Scope", open_scope(database, filter_.model_copy(update={"as_of": day}), today=today))


def _counts(scope: Scope) -> Counts:
    [row] = (
        scope.rows(f"{_COUNTED} kept")
        if scope.filter.narrows
        else scope.database.rows(_COUNTED + _ALL, {"as_of": scope.snapshot.as_of})
    )
    total, active, inactive = (cast("int", row[figure.id]) for figure in (TOTAL, ACTIVE, INACTIVE))
    return Counts(total=total, active=active, inactive=inactive, unknown=total - active - inactive)


def _rows(was: Scope, is_now: Scope, compared: frozenset[str]) -> pa.Table:
    relation = _OF_THE_KEPT if was.filter.narrows else _OF_A_DATE
    bound: dict[str, object] = {"earlier": was.snapshot.as_of, "later": is_now.snapshot.as_of}
    if was.filter.narrows:
        kept = [scope.table(_KEPT)["coop_id"].to_pylist() for scope in (was, is_now)]
        bound["kept"] = sorted({*kept[0], *kept[1]})
    before, now = (relation.replace("{date}", name) for name in ("earlier", "later"))
    asked = statement(before, now, compared)
    return was.database.table(asked, bound | {"compares_status": "status" in compared})


def _counted(kinds: pa.ChunkedArray) -> tuple[list[str], list[int]]:
    counted = kinds.value_counts()
    return counted.field("values").to_pylist(), counted.field("counts").to_pylist()
