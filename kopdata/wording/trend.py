"""The course of total, aktif and tidak aktif in words, beside what was published."""

from __future__ import annotations

import datetime as dt
from typing import Final

from kopdata.figures import ACTIVE, FIGURES, INACTIVE, TOTAL, Figure
from kopdata.formats import ABSENT, listed, number, percent
from kopdata.models import Filter, Record
from kopdata.published import PublishedFigure, published
from kopdata.queries.choices import district_label
from kopdata.queries.trend import SERIES, Trend, TrendCounts, TrendPoint

SPOKEN: Final = 12
"""Snapshots that the text for who does not see the chart lists at the most."""
LABELS_APART: Final = 0.09
"""Least distance of two labels at the end of lines, as a part of the chart's height."""
ROOM: Final = 0.13
"""What a number beside the end of a line takes, as a part of the chart's width on a phone."""
MOST_TICKS: Final = 4
PUBLISHED: Final = "Tanda berongga: pernah diumumkan"
"""What the marks of published figures mean; each has the shape and colour of its line, and no filling."""
_PLACES: Final = {figure.id: place for place, figure in enumerate(SERIES)}
_NAMES: Final = {TOTAL.id: "Jumlah", ACTIVE.id: "Aktif", INACTIVE.id: "Tidak aktif"}
_PHRASES: Final = {TOTAL.id: "koperasi", ACTIVE.id: "koperasi aktif", INACTIVE.id: "koperasi tidak aktif"}


class TrendSeries(Record):
    """One line: ``values`` and ``words`` (of each point, in full) go with ``TrendView.dates``.

    ``end`` is written beside its last value ``last``, at the height ``end_at`` so that no two labels touch:
    its name and number, the number alone where something was published later. ``last`` None: no value at all.
    """

    name: str
    values: tuple[int | None, ...]
    words: tuple[str, ...]
    last: int | None
    last_date: dt.date | None
    end: str
    end_at: float


class PublishedMark(Record):
    """One published figure as a point of the chart; ``series`` is the place of its line in the view's."""

    series: int
    as_of: dt.date
    value: int
    words: str


class Tick(Record):
    """One date under the chart."""

    at: dt.date
    label: str


class TrendView(Record):
    """The whole chart. ``top`` is the upper end of its scale, ``start`` and ``end`` are those of its time.

    ``is_latest`` tells whether the lines reach to the end, with nothing published after them; ``has_room``
    whether a number beside the end of a line meets nothing of that.
    """

    dates: tuple[dt.date, ...]
    series: tuple[TrendSeries, ...]
    marks: tuple[PublishedMark, ...]
    ticks: tuple[Tick, ...]
    start: dt.date
    end: dt.date
    top: float
    is_latest: bool
    has_room: bool
    alternative: str


def trend_view(trend: Trend, filter_: Filter, *, without_merah_putih: bool) -> TrendView:
    """Return what the chart shows of ``trend``, which holds at least one snapshot."""
    counts = [_counts(point, without_merah_putih) for point in trend.points]
    marks = _marks(filter_)
    dates = tuple(point.as_of for point in trend.points)
    known = [value for each in counts for figure in SERIES if (value := each.count(figure)) is not None]
    top = max([*known, *(mark.value for mark in marks), 1]) * 1.1
    every_day = [*dates, *(mark.as_of for mark in marks)]
    start, end = _time(every_day)
    is_latest = max(dates) == max(every_day)
    series = [_series(figure, trend.points, counts, with_name=is_latest) for figure in SERIES]
    return TrendView(
        dates=dates,
        series=tuple(_apart(series, top)),
        marks=marks,
        ticks=tuple(_ticks(every_day)),
        start=start,
        end=end,
        top=top,
        is_latest=is_latest,
        has_room=_has_room(max(dates), every_day, end - start),
        alternative=_alternative(trend.points, counts, marks, without_merah_putih),
    )


def trend_rates(trend: Trend) -> str:
    """Return the newest rate with and without Merah Putih, "" where no snapshot tells both."""
    for point in reversed(trend.points):
        everyone, others = point.everyone, point.without_merah_putih
        if not 0 < (others.total or 0) < (everyone.total or 0):
            continue
        if everyone.total and others.total and everyone.active is not None and others.active is not None:
            return (
                f"{point.label}: {_rate(everyone.active, everyone.total)} aktif; tanpa Koperasi Merah Putih "
                f"{_rate(others.active, others.total)}."
            )
    return ""


def _rate(part: int, whole: int) -> str:
    if whole < 10:
        return percent(part, whole)
    return f"{number(part)} dari {number(whole)} ({percent(part, whole)})"


def published_in(filter_: Filter) -> tuple[PublishedFigure, ...]:
    """Return what was published about this very view, oldest first: of the regency, or of one kecamatan."""
    if (
        filter_.model_copy(update={"as_of": None, "district": frozenset()}).narrows
        or len(filter_.district) > 1
    ):
        return ()
    district = next(iter(filter_.district), None)
    return tuple(found for found in published() if found.district_code == district)


def published_rows(filter_: Filter) -> list[dict[str, str]]:
    """Return what was published as a table: a row a date, with its source and the source's own wording."""
    found = published_in(filter_)
    rows = []
    for label, source in dict.fromkeys((each.label, each.source) for each in found):
        alike = [each for each in found if (each.label, each.source) == (label, source)]
        told: dict[str, str] = {each.figure: each.text for each in alike}
        notes = [f"{FIGURES[each.figure].title}: {each.note}" for each in alike if each.note]
        rows.append(
            {"Keadaan": label}
            | {FIGURES[figure.id].title: told.get(figure.id, ABSENT) for figure in SERIES}
            | {"Sumber": source, "Kata sumbernya": " ".join(notes) or ABSENT}
        )
    return rows


def _counts(point: TrendPoint, without_merah_putih: bool) -> TrendCounts:
    return point.without_merah_putih if without_merah_putih else point.everyone


def _series(
    figure: Figure, points: tuple[TrendPoint, ...], counts: list[TrendCounts], *, with_name: bool
) -> TrendSeries:
    values = tuple(each.count(figure) for each in counts)
    known = [(point.as_of, value) for point, value in zip(points, values, strict=True) if value is not None]
    last_date, last = known[-1] if known else (None, None)
    return TrendSeries(
        name=FIGURES[figure.id].title,
        values=values,
        words=tuple(_point_words(figure, point, each) for point, each in zip(points, counts, strict=True)),
        last=last,
        last_date=last_date,
        end=" ".join((*([_NAMES[figure.id]] if with_name else []), number(last))) if last is not None else "",
        end_at=float(last or 0),
    )


def _point_words(figure: Figure, point: TrendPoint, counts: TrendCounts) -> str:
    value = counts.count(figure)
    words = f"{point.label}: {_said(figure, value)}"
    if figure is TOTAL or not counts.total or value is None:
        return words
    return (
        f"{words}, {percent(value, counts.total)} dari {number(counts.total)}"
        if counts.total >= 10
        else words
    )


def _said(figure: Figure, value: int | None) -> str:
    words = _PHRASES[figure.id]
    return f"jumlah {words} tidak ada di berkas" if value is None else f"{number(value)} {words}"


def _apart(series: list[TrendSeries], top: float) -> list[TrendSeries]:
    """Return the lines with their labels moved upwards where two would touch."""
    gap = top * LABELS_APART
    height = {}
    lowest = float("-inf")
    for one in sorted(series, key=lambda one: one.end_at):
        height[one.name] = max(one.end_at, lowest)
        if one.last is not None:
            lowest = height[one.name] + gap
    return [one.model_copy(update={"end_at": height[one.name]}) for one in series]


def _has_room(last: dt.date, days: list[dt.date], width: dt.timedelta) -> bool:
    later = [day for day in days if day > last]
    return not later or (min(later) - last) / width >= ROOM


def _marks(filter_: Filter) -> tuple[PublishedMark, ...]:
    return tuple(
        PublishedMark(
            series=_PLACES[each.figure], as_of=each.as_of, value=each.value, words=_mark_words(each)
        )
        for each in published_in(filter_)
        if each.value is not None
    )


def _mark_words(mark: PublishedFigure) -> str:
    where = f" di Kecamatan {district_label(mark.district_code)}" if mark.district_code else ""
    told = f"{mark.text} {_PHRASES[mark.figure]}{where}"
    words = f"Pernah diumumkan, {mark.label}: {told}.<br>Sumber: {mark.source}."
    return f"{words}<br>{mark.note}" if mark.note else words


def _spans_years(days: list[dt.date]) -> bool:
    return max(days).year - min(days).year >= 2


def _time(days: list[dt.date]) -> tuple[dt.date, dt.date]:
    """Return the ends of the scale of time: whole years where several are shown, and a margin."""
    first, last = min(days), max(days)
    if _spans_years(days):
        first, last = dt.date(first.year, 1, 1), dt.date(last.year, 12, 31)
    margin = max(last - first, dt.timedelta(days=60)) * 0.03
    return first - margin, last + margin


def _ticks(days: list[dt.date]) -> list[Tick]:
    """Return the first days of years; where all lies within two of them, the dates themselves."""
    first, last = min(days).year, max(days).year + 1
    if _spans_years(days):
        step = -(-(last - first + 1) // MOST_TICKS)
        return [Tick(at=dt.date(year, 1, 1), label=f"Jan {year}") for year in range(first, last + 1, step)]
    different = sorted(set(days))
    step = -(-len(different) // 4)
    return [Tick(at=day, label=day.strftime("%d-%m-%Y")) for day in different[::-step][::-1]]


def _alternative(
    points: tuple[TrendPoint, ...],
    counts: list[TrendCounts],
    marks: tuple[PublishedMark, ...],
    without_merah_putih: bool,
) -> str:
    said = [
        f"{point.label}: " + listed([_said(figure, each.count(figure)) for figure in SERIES]) + "."
        for point, each in zip(points, counts, strict=True)
    ]
    earlier = (
        f"{number(len(said) - SPOKEN)} keadaan sebelumnya tidak disebut di sini."
        if len(said) > SPOKEN
        else ""
    )
    parts = [
        "Perkembangan jumlah koperasi, yang aktif, dan yang tidak aktif"
        + (", tanpa Koperasi Merah Putih." if without_merah_putih else "."),
        earlier,
        *said[-SPOKEN:],
        *(mark.words.replace("<br>", " ") for mark in marks),
    ]
    return " ".join(part for part in parts if part)
