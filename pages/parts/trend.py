"""The course of total, aktif and tidak aktif over the snapshots, beside the figures once published."""

from __future__ import annotations

from typing import Any, Final

import streamlit as st

from kopdata import wording
from kopdata.queries import Overview
from kopdata.wording import TrendView
from kopdata.wording.trend import PUBLISHED
from pages.parts import charts, colours, data, stage
from pages.parts.guard import Scene
from pages.parts.state import Key
from pages.parts.tables import without_toolbar

HEIGHT: Final = 360
_CONFIG: Final = {"displayModeBar": False, "scrollZoom": False}
_LINES: Final = (("solid", "circle"), ("solid", "square"), ("dot", "triangle-up"))
"""Line and mark of each series, so that they are told apart without colours, and on paper."""
_NEUTRAL: Final = "#6e7f87"
"""Readable on the light and on the dark ground."""
_WARNING: Final = "#c2701c"
_LETTERS: Final = 13
_BESIDE: Final = {"xanchor": "left", "xshift": 12, "yanchor": "middle"}
_ABOVE: Final = {"xanchor": "right", "xshift": 10, "yanchor": "bottom", "yshift": 9}


def draw(scene: Scene, _overview: Overview) -> None:
    """Draw the chart, what was published as a table, and the rates with and without Merah Putih."""
    trend = data.trend(scene.view, scene.filter)
    if not trend.points:
        return
    offers_both = trend.has_both and scene.filter.merah_putih is None
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.subheader("Perkembangan", anchor=False, width="content")
        without = offers_both and st.checkbox(
            "Tanpa Merah Putih", key=Key.TREND_WITHOUT, bind="query-params", width="content"
        )
    shown = wording.trend_view(trend, scene.filter, without_merah_putih=without)
    st.plotly_chart(
        charts.chart(
            "trend",
            scene.view.key,
            scene.filter,
            f"tanpa Merah Putih: {without}, tayang: {stage.is_on()}",
            lambda: _figure(shown, is_demo=scene.view.store.is_demo),
        ),
        key="trend",
        theme="streamlit",
        height=stage.scaled(HEIGHT),
        config=_CONFIG,
        alt=shown.alternative,
    )
    if offers_both and (rates := wording.trend_rates(trend)):
        st.markdown(rates)
    st.caption("Naik turunnya garis dapat juga karena cara mendata yang berubah.")
    if rows := wording.published_rows(scene.filter):
        with st.expander("Angka yang pernah diumumkan"), without_toolbar("published"):
            st.table(rows, border="horizontal", hide_index=True, alt="Angka yang pernah diumumkan")
            st.caption("Angka yang diumumkan menghitung semua koperasi, termasuk Merah Putih.")


def _figure(shown: TrendView, *, is_demo: bool) -> dict[str, Any]:
    """Return the chart as plain objects: Plotly's classes would take their time to say the same."""
    return {
        "data": [*_lines(shown), *_marks(shown)],
        "layout": {
            "template": "streamlit",
            "height": stage.scaled(HEIGHT),
            "margin": {
                "l": stage.scaled(34),
                "r": stage.scaled(100 if shown.is_latest else 12),
                "t": stage.scaled(30 if is_demo else 8),
                "b": 0,
            },
            "font": {"size": stage.scaled(_LETTERS)},
            "separators": ",.",
            "dragmode": False,
            "hovermode": "closest",
            "hoverlabel": {
                "bgcolor": colours.LIGHT_TEXT,
                "font": {"color": colours.DARK_TEXT, "size": 14},
            },
            "legend": {
                "orientation": "h",
                "x": 0,
                "y": -0.2,
                "yanchor": "top",
                "font": {"size": stage.scaled(_LETTERS)},
                "itemclick": False,
                "itemdoubleclick": False,
            },
            "xaxis": {
                "type": "date",
                "range": [shown.start.isoformat(), shown.end.isoformat()],
                "tickvals": [tick.at.isoformat() for tick in shown.ticks],
                "ticktext": [tick.label for tick in shown.ticks],
                "tickfont": {"size": stage.scaled(_LETTERS)},
                "tickangle": 0,
                "ticks": "outside",
                "ticklen": 6,
                "tickcolor": _NEUTRAL,
                "showline": True,
                "linecolor": _NEUTRAL,
                "fixedrange": True,
            },
            "yaxis": {"range": [0, shown.top], "fixedrange": True, "tickformat": ",d", "nticks": 6}
            | {"tickfont": {"size": stage.scaled(_LETTERS)}},
            "annotations": [*_ends(shown), *([_demo(has_marks=bool(shown.marks))] if is_demo else [])],
        },
    }


def _lines(shown: TrendView) -> list[dict[str, Any]]:
    return [
        {
            "type": "scatter",
            "mode": "lines+markers",
            "name": series.name,
            "x": [day.isoformat() for day in shown.dates],
            "y": list(series.values),
            "text": list(series.words),
            "hovertemplate": "%{text}<extra></extra>",
            "connectgaps": False,
            "line": {"width": 2.5, "dash": dash, "color": colour},
            "marker": {"size": 8, "symbol": symbol, "color": colour},
        }
        for series, (dash, symbol), colour in zip(shown.series, _LINES, colours.of_lines(), strict=True)
    ]


def _marks(shown: TrendView) -> list[dict[str, Any]]:
    """Return the published figures in one trace: each has its line's colour and shape, without filling."""
    if not shown.marks:
        return []
    of_lines = colours.of_lines()
    return [
        {
            "type": "scatter",
            "mode": "markers",
            "name": PUBLISHED,
            "x": [mark.as_of.isoformat() for mark in shown.marks],
            "y": [mark.value for mark in shown.marks],
            "text": [mark.words for mark in shown.marks],
            "hovertemplate": "%{text}<extra></extra>",
            "marker": {
                "size": 14,
                "symbol": [f"{_LINES[mark.series][1]}-open" for mark in shown.marks],
                "color": [of_lines[mark.series] for mark in shown.marks],
                "line": {"width": 2},
            },
        }
    ]


def _ends(shown: TrendView) -> list[dict[str, Any]]:
    """Return what is written at the end of each line: beside it, above it where later marks stand there."""
    place = _BESIDE if shown.has_room else _ABOVE
    return [
        {
            "text": f"<b>{series.end}</b>",
            "x": series.last_date.isoformat(),
            "y": series.end_at,
            **place,
            "showarrow": False,
            "font": {"size": stage.scaled(_LETTERS), "color": colour},
        }
        for series, colour in zip(shown.series, colours.of_lines(), strict=True)
        if series.last_date is not None
    ]


def _demo(*, has_marks: bool) -> dict[str, Any]:
    return {
        "text": f"<b>DATA CONTOH</b>{', kecuali tanda berongga' if has_marks else ''}",
        "x": 0,
        "y": 1,
        "xref": "paper",
        "yref": "paper",
        "xanchor": "left",
        "yanchor": "bottom",
        "yshift": 6,
        "showarrow": False,
        "font": {"color": _WARNING, "size": 14},
    }
