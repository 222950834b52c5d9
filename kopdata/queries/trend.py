"""How many koperasi there were, were active and were not, at every snapshot under one filter."""

from __future__ import annotations

import datetime as dt
from typing import Final

from kopdata.database import Database
from kopdata.figures import ACTIVE, INACTIVE, LARGE_TILES, TOTAL, Figure, is_carried
from kopdata.models import Filter, Record
from kopdata.queries.scope import Scope, rows_of_every_snapshot

SERIES: Final = LARGE_TILES
"""The figures whose course is shown."""


class TrendCounts(Record):
    """Koperasi at one snapshot; None where its files lack what is asked for."""

    total: int | None
    active: int | None
    inactive: int | None

    def count(self, figure: Figure) -> int | None:
        """Return the count of one of ``SERIES``."""
        return {TOTAL.id: self.total, ACTIVE.id: self.active, INACTIVE.id: self.inactive}[figure.id]


class TrendPoint(Record):
    """One snapshot: all that the filter keeps, and the same without Koperasi Desa/Kelurahan Merah Putih."""

    as_of: dt.date
    label: str
    everyone: TrendCounts
    without_merah_putih: TrendCounts


class Trend(Record):
    """Every snapshot, oldest first, under one filter whose date is left aside."""

    points: tuple[TrendPoint, ...]

    @property
    def has_both(self) -> bool:
        """Whether some snapshot holds Merah Putih beside others, so that leaving them out tells something."""
        return any(
            0 < (point.without_merah_putih.total or 0) < (point.everyone.total or 0) for point in self.points
        )


_COUNTED: Final = "SELECT " + ", ".join(
    f"count(*) FILTER (WHERE {condition}) AS {name}"
    for figure in SERIES
    for name, condition in (
        (figure.id, figure.counts),
        (f"{figure.id}_without", f"({figure.counts}) AND NOT merah_putih"),
    )
) + " FROM kept"  # fmt: skip


def ask_trend(database: Database, filter_: Filter, *, today: dt.date | None = None) -> Trend:
    """Return the counts at every snapshot under ``filter_``, its date aside; no points in an empty store."""
    rows = rows_of_every_snapshot(database, filter_, _COUNTED, today=today)
    return Trend(points=tuple(_point(scope, row) for scope, row in rows))


def _point(scope: Scope, row: dict[str, object]) -> TrendPoint:
    is_told = not scope.untold

    def counts(suffix: str) -> TrendCounts:
        return TrendCounts.model_validate(
            {
                figure.id: row[figure.id + suffix] if is_told and is_carried(figure, scope.told) else None
                for figure in SERIES
            }
        )

    return TrendPoint(
        as_of=scope.snapshot.as_of,
        label=scope.snapshot.label,
        everyone=counts(""),
        without_merah_putih=counts("_without"),
    )
