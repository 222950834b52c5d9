"""The figures of one view: in all, by district, beside the snapshot before, and what is absent."""

from __future__ import annotations

import datetime as dt
from typing import cast

from kopdata.database import Database
from kopdata.figures import DISTRICT_COLUMNS, FIGURES, TOTAL, Figure, Origin, is_carried
from kopdata.models import Filter, Record, Snapshot
from kopdata.queries.scope import Scope, open_scope
from kopdata.regions import UNKNOWN_DISTRICT, districts


class Earlier(Record):
    """A figure at an earlier snapshot, under the same filter."""

    as_of: dt.date
    label: str
    value: int


class Share(Record):
    """A part and its whole, both counts of koperasi."""

    value: int
    population: int


class FigureValue(Record):
    """One figure of the view.

    ``value`` counts koperasi; None where the snapshot's files lack the field, and then ``last_known`` is the
    newest earlier value, if any. ``population`` is the denominator, None for a figure that stands alone.
    ``before`` is the same figure at the snapshot before, None where that lacks the field or there is none.
    ``unrecorded`` names the origin of which nothing has been entered, where that is why it is absent.
    ``without_merah_putih`` is the figure without Koperasi Desa/Kelurahan Merah Putih, None where the view
    holds none of them or nothing else.
    """

    figure: str
    value: int | None
    population: int | None
    before: Earlier | None
    last_known: Earlier | None
    without_merah_putih: Share | None = None
    unrecorded: Origin | None = None


class DistrictRow(Record):
    """The figures of one kecamatan; ``code`` "-" is "Tidak diketahui". ``values`` None where absent."""

    code: str
    name: str
    values: dict[str, int | None]


class Overview(Record):
    """All figures of one view.

    The rows of ``districts`` sum to ``figures`` column by column: all eight kecamatan in the order of their
    codes, and "Tidak diketahui" where a koperasi needs it.
    """

    snapshot: Snapshot
    book_year: int
    visits_until: dt.date
    assessed_until: dt.date
    figures: dict[str, FigureValue]
    districts: tuple[DistrictRow, ...]
    outside: int
    """Koperasi of other regencies in the snapshot's files, which no figure counts."""
    untold: tuple[str, ...] = ()
    """What of the filter the snapshot's files cannot tell (``scope.untold``); then every figure is absent."""

    @property
    def total(self) -> int:
        """How many koperasi the filter keeps; absent only where the files cannot tell that."""
        return self.figures[TOTAL.id].value or 0

    @property
    def is_empty(self) -> bool:
        """Whether the filter keeps no koperasi at all."""
        return self.total == 0

    def count(self, figure: Figure) -> int | None:
        """Return the value of ``figure`` in all, None where absent."""
        return self.figures[figure.id].value


def counting(figures: tuple[Figure, ...]) -> str:
    """Return the select list that counts ``figures``; its text comes from declarations only."""
    return ", ".join(f"count(*) FILTER (WHERE {figure.counts}) AS {figure.id}" for figure in figures)


_TOTALS = f"SELECT {counting(tuple(FIGURES.values()))} FROM kept"
_BY_DISTRICT = (
    f"SELECT district_key, merah_putih, {counting(tuple(FIGURES.values()))} "
    "FROM kept GROUP BY GROUPING SETS ((), (district_key), (merah_putih))"
)
_OUTSIDE = "SELECT count(*) FROM registry WHERE as_of = $as_of AND outside_region"


def _totals(scope: Scope) -> dict[str, int | None]:
    [row] = scope.rows(_TOTALS)
    return _carried(scope, row)


def _carried(scope: Scope, row: dict[str, object]) -> dict[str, int | None]:
    is_told = not scope.untold
    return {
        id_: cast("int", row[id_]) if is_told and is_carried(figure, scope.told) else None
        for id_, figure in FIGURES.items()
    }


def ask_overview(
    database: Database,
    filter_: Filter,
    *,
    today: dt.date | None = None,
) -> Overview | None:
    """Return every figure of the view, or None while the store holds no snapshot.

    Raises
    ------
    NotFoundError
        The filter names a date without a snapshot.
    """
    scope = open_scope(database, filter_, today=today)
    if scope is None:
        return None
    counted = scope.rows(_BY_DISTRICT)
    by_key = {row["district_key"]: row for row in counted if row["merah_putih"] is None}
    others = next((row for row in counted if row["merah_putih"] is False), None)
    has_both = others is not None and any(row["merah_putih"] for row in counted)
    without = _carried(scope, others) if others is not None and has_both else None
    totals = _carried(scope, by_key.get(None) or dict.fromkeys(FIGURES, 0))
    earlier = [other for other in database.snapshots if other.as_of < scope.snapshot.as_of]
    past = _Past(scope, earlier, today)
    return Overview(
        snapshot=scope.snapshot,
        book_year=scope.book_year,
        visits_until=scope.visits_until,
        assessed_until=scope.assessed_until,
        figures={
            id_: FigureValue(
                figure=id_,
                value=totals[id_],
                population=totals[figure.population] if figure.population else None,
                before=past.before(id_) if totals[id_] is not None else None,
                last_known=past.last_known(figure) if totals[id_] is None else None,
                without_merah_putih=_share(without, figure) if without else None,
                unrecorded=_unrecorded(scope, figure),
            )
            for id_, figure in FIGURES.items()
        },
        districts=_district_rows(scope, by_key),
        outside=cast("int", database.value(_OUTSIDE, {"as_of": scope.snapshot.as_of})),
        untold=scope.untold,
    )


def _unrecorded(scope: Scope, figure: Figure) -> Origin | None:
    """Return the origin of ``figure`` where nothing but its being empty keeps the figure from being told."""
    is_missing = figure.origin is not Origin.REGISTRY and figure.origin not in scope.told
    return figure.origin if is_missing and is_carried(figure, scope.told | {str(figure.origin)}) else None


def _share(counted: dict[str, int | None], figure: Figure) -> Share | None:
    value, whole = counted[figure.id], counted[figure.population] if figure.population else None
    return None if value is None or whole is None else Share(value=value, population=whole)


class _Past:
    """Figures of earlier snapshots under the same filter, counted when asked for and once each."""

    def __init__(self, scope: Scope, earlier: list[Snapshot], today: dt.date | None) -> None:
        self._scope, self._earlier, self._today = scope, earlier, today
        self._counted: dict[dt.date, dict[str, int | None]] = {}

    def _scope_at(self, snapshot: Snapshot) -> Scope:
        filter_ = self._scope.filter.model_copy(update={"as_of": snapshot.as_of})
        scope = open_scope(self._scope.database, filter_, today=self._today)
        assert scope is not None, "a snapshot of the database has a scope"  # noqa: S101 - for the type
        return scope

    def _at(self, snapshot: Snapshot) -> dict[str, int | None]:
        if snapshot.as_of not in self._counted:
            self._counted[snapshot.as_of] = _totals(self._scope_at(snapshot))
        return self._counted[snapshot.as_of]

    def _earlier_value(self, snapshot: Snapshot, id_: str) -> Earlier | None:
        value = self._at(snapshot)[id_]
        return None if value is None else Earlier(as_of=snapshot.as_of, label=snapshot.label, value=value)

    def before(self, id_: str) -> Earlier | None:
        return self._earlier_value(self._earlier[-1], id_) if self._earlier else None

    def last_known(self, figure: Figure) -> Earlier | None:
        scopes = map(self._scope_at, reversed(self._earlier))
        carrying = (scope for scope in scopes if is_carried(figure, scope.told) and not scope.untold)
        newest = next(carrying, None)
        return None if newest is None else self._earlier_value(newest.snapshot, figure.id)


def _district_rows(scope: Scope, by_key: dict[object, dict[str, object]]) -> tuple[DistrictRow, ...]:
    names = {district.code: district.name for district in districts()} | {"-": UNKNOWN_DISTRICT}
    rows = []
    for code, name in names.items():
        row = by_key.get(code)
        if row is None and code == "-":
            continue
        values = _carried(scope, row or dict.fromkeys(FIGURES, 0))
        rows.append(
            DistrictRow(
                code=code, name=name, values={figure.id: values[figure.id] for figure in DISTRICT_COLUMNS}
            )
        )
    return tuple(rows)
