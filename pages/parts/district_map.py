"""The map of the kecamatan: a click narrows every screen to one of them, a second click widens it again.

The filter is the only state: a chart forgets its selection whenever it is drawn anew.
"""

from __future__ import annotations

from functools import partial
from typing import Any, Final

import streamlit as st

from kopdata import wording
from kopdata.figures import MAP_MEASURES, MapMeasure
from kopdata.outlines import Outlines
from kopdata.queries import Overview
from kopdata.wording import MapArea, MapView
from pages.parts import charts, colours, data, filters, stage
from pages.parts.guard import Scene
from pages.parts.state import Key
from pages.parts.text import plain

EVERYWHERE: Final = "Semua kecamatan"
HEIGHT: Final = 340
"""Pixels: the regency is twice as wide as high, and the legend stands below it."""
MARGIN: Final = (0.1, 0.03)
"""Degrees of longitude and latitude around the outlines: room for names that are wider than their island,
on a phone too."""
_LETTERS: Final = 12
HATCHING: Final = 0.022
"""Distance of two diagonal lines in degrees."""
_MEASURES: Final = {measure.title: measure for measure in MAP_MEASURES}
_CONFIG: Final = {
    "displayModeBar": False,
    "scrollZoom": False,
    # Plotly fetches a map of the world from elsewhere unless it finds one here; ours is empty.
    "topojsonURL": "/app/static/",
}
_CHART: Final = "district_map"


def draw(scene: Scene, everywhere: Overview) -> None:
    """Draw the map of ``everywhere``, the view without its choice of kecamatan, and what goes with it."""
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        measure = _choose_measure()
        choose_district(scene)
    draw_view(scene, wording.map_view(everywhere, measure), chart=_CHART, variant=measure.title)


def draw_view(scene: Scene, shown: MapView, *, chart: str, variant: str) -> None:
    """Draw a map and what is to be said of it; a click narrows every screen to one kecamatan.

    ``chart`` names it on its page; ``variant`` says what ``shown`` depends on besides the view's filter.
    """
    outlines = data.outlines(scene.view)
    st.plotly_chart(
        charts.chart(
            chart,
            scene.view.key,
            scene.filter,
            # The office's own borders may be gone, or back, at the same version of the store.
            f"{variant}, {outlines.name}, {outlines.source}, tayang: {stage.is_on()}",
            lambda: _figure(scene.filter.district, shown, outlines),
        ),
        key=chart,
        theme="streamlit",
        height=stage.scaled(HEIGHT),
        on_select=partial(_clicked, chart),
        selection_mode="points",
        config=_CONFIG,
        alt=shown.alternative,
    )
    _explain(shown, outlines)


def outlines_only(outlines: Outlines) -> None:
    """Draw the outlines with their names and nothing else."""
    nothing = MapView(
        title="Batas kecamatan",
        areas=tuple(
            MapArea(code=one.code, name=one.name, label="", words=one.name, shade=None, is_hatched=False)
            for one in outlines.outlines
        ),
        shades=(),
        notes=(),
    )
    st.plotly_chart(
        _figure(frozenset(), nothing, outlines),
        key="outlines_only",
        theme="streamlit",
        height=stage.scaled(HEIGHT),
        config=_CONFIG,
        alt=f"Peta batas {len(outlines.outlines)} kecamatan: "
        + ", ".join(one.name for one in outlines.outlines),
    )


def _choose_measure() -> MapMeasure:
    title = st.selectbox(
        "Warna peta menurut",
        list(_MEASURES),
        key=Key.MAP_MEASURE,
        bind="query-params",
        placeholder=filters.CHOOSE,
        width=225,
    )
    return _MEASURES.get(title or "", MAP_MEASURES[0])


def choose_district(scene: Scene) -> None:
    """Draw the map's choice for the keyboard; it shows what the filter says, and says it to the filter."""
    labels = filters.district_labels(scene.view)
    chosen = [labels[code] for code in labels if code in scene.filter.district]
    several = f"{len(chosen)} kecamatan"
    options = [EVERYWHERE, *labels.values(), *([several] if len(chosen) > 1 else [])]
    st.session_state[Key.MAP_DISTRICT] = (
        EVERYWHERE if not chosen else chosen[0] if len(chosen) == 1 else several
    )
    st.selectbox(
        "Kecamatan",
        options,
        key=Key.MAP_DISTRICT,
        on_change=_picked,
        args=(labels,),
        placeholder=filters.CHOOSE,
        width=160,
    )


def _picked(labels: dict[str, str]) -> None:
    label = st.session_state[Key.MAP_DISTRICT]
    filters.narrow_to_districts([label] if label in labels.values() else [])


def _clicked(chart: str) -> None:
    """Take the click over into the filter."""
    points = st.session_state[chart].selection.points
    code = points[0].get("customdata") if points else None
    filters.toggle_district(code[0] if isinstance(code, list) else code)


def _figure(narrowed_to: frozenset[str], shown: MapView, outlines: Outlines) -> dict[str, Any]:
    """Return the chart as plain objects: Plotly's classes would take their time to say the same."""
    palette = colours.palette()
    chosen = narrowed_to & {area.code for area in shown.areas}
    return {
        "data": [
            _areas(shown, outlines, palette),
            *_hatching(shown, outlines),
            *_borders(chosen, outlines, palette),
            _labels(shown, outlines, palette),
            *_legend(shown, palette),
        ],
        "layout": {
            "height": stage.scaled(HEIGHT),
            "margin": {"l": 0, "r": 0, "t": 0, "b": stage.scaled(60)},
            "paper_bgcolor": "rgba(0,0,0,0)",
            "clickmode": "event+select",
            "dragmode": False,
            "separators": ",.",
            "hoverlabel": {
                "bgcolor": colours.LIGHT_TEXT,
                "font": {"color": colours.DARK_TEXT, "size": 14},
            },
            "legend": {
                "title": {"text": shown.title, "font": {"size": stage.scaled(_LETTERS)}},
                "font": {"size": stage.scaled(_LETTERS)},
                "orientation": "h",
                "x": 0,
                "y": 0,
                "yanchor": "top",
                "itemclick": False,
                "itemdoubleclick": False,
                "bgcolor": "rgba(0,0,0,0)",
            },
            "geo": _frame(outlines, palette),
        },
    }


def _frame(outlines: Outlines, palette: colours.Palette) -> dict[str, Any]:
    west, south, east, north = outlines.bounds
    return {
        "visible": False,
        "bgcolor": palette.sea,
        "projection": {"type": "mercator"},
        "lonaxis": {"range": [west - MARGIN[0], east + MARGIN[0]]},
        "lataxis": {"range": [south - MARGIN[1], north + MARGIN[1]]},
    }


def _areas(shown: MapView, outlines: Outlines, palette: colours.Palette) -> dict[str, Any]:
    steps = [palette.nothing, *palette.shades]
    scale = [
        [edge, colour] for i, colour in enumerate(steps) for edge in (i / len(steps), (i + 1) / len(steps))
    ]
    return {
        "type": "choropleth",
        "geojson": outlines.feature_collection(),
        "featureidkey": "id",
        "locations": [area.code for area in shown.areas],
        "z": [-1 if area.shade is None else area.shade for area in shown.areas],
        "zmin": -1.5,
        "zmax": len(palette.shades) - 0.5,
        "colorscale": scale,
        "showscale": False,
        "customdata": [area.code for area in shown.areas],
        "text": [area.words for area in shown.areas],
        "hovertemplate": "%{text}<extra></extra>",
        "marker": {"line": {"color": palette.border, "width": 1.5}, "opacity": 1},
        "selected": {"marker": {"opacity": 1}},
        "unselected": {"marker": {"opacity": 1}},
        "showlegend": False,
    }


def _hatching(shown: MapView, outlines: Outlines) -> list[dict[str, Any]]:
    codes = [area.code for area in shown.areas if area.is_hatched]
    lines = outlines.hatching(codes, HATCHING)
    return [_line(lines, colours.DARK_TEXT, 0.8)] if lines else []


def _borders(chosen: frozenset[str], outlines: Outlines, palette: colours.Palette) -> list[dict[str, Any]]:
    rings = [rings[0] for code in sorted(chosen) for rings in outlines.of(code).polygons]
    return [_line(rings, palette.chosen, 3)] if rings else []


def _line(lines: Any, colour: str, width: float) -> dict[str, Any]:
    return {
        "type": "scattergeo",
        "mode": "lines",
        "lon": [position for line in lines for position in (*(at[0] for at in line), None)],
        "lat": [position for line in lines for position in (*(at[1] for at in line), None)],
        "line": {"color": colour, "width": width},
        "hoverinfo": "skip",
        "showlegend": False,
    }


def _labels(shown: MapView, outlines: Outlines, palette: colours.Palette) -> dict[str, Any]:
    places = {outline.code: outline.label_at for outline in outlines.outlines}
    return {
        "type": "scattergeo",
        "mode": "text",
        "lon": [places[area.code][0] for area in shown.areas],
        "lat": [places[area.code][1] for area in shown.areas],
        "text": [f"{area.name.replace(' ', '<br>')}<br><b>{area.label}</b>" for area in shown.areas],
        "customdata": [area.code for area in shown.areas],
        "hovertext": [area.words for area in shown.areas],
        "hovertemplate": "%{hovertext}<extra></extra>",
        "textfont": {
            "size": stage.scaled(_LETTERS),
            "color": [palette.text_on(area.shade) for area in shown.areas],
            "shadow": [palette.halo_on(area.shade) for area in shown.areas],
        },
        "selected": {"marker": {"opacity": 1}},
        "unselected": {"marker": {"opacity": 1}},
        "showlegend": False,
    }


def _legend(shown: MapView, palette: colours.Palette) -> list[dict[str, Any]]:
    """Return an empty trace for each class: Plotly has no legend for the classes of a choropleth."""
    return [
        {
            "type": "scattergeo",
            "mode": "markers",
            "lon": [None],
            "lat": [None],
            "name": name,
            "marker": {
                "symbol": "square",
                "size": 14,
                "color": colour,
                "line": {"color": palette.nothing, "width": 1},
            },
            "showlegend": True,
        }
        for name, colour in (
            *((words, palette.shades[shade]) for shade, words in shown.legend),
            *([(shown.nothing, palette.nothing)] if shown.nothing else []),
        )
    ]


def _explain(shown: MapView, outlines: Outlines) -> None:
    for note in shown.notes:
        st.caption(note)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.caption(outlines.name, width="content")
        with st.popover("Sumber", type="tertiary"):
            st.markdown(plain(outlines.source))
