"""The work list on the map: every kecamatan by how many of its koperasi are to be visited."""

from __future__ import annotations

from typing import Final

import streamlit as st

from kopdata.queries.worklist import WorkFilter
from kopdata.wording import worklist as words
from pages.parts import charts, data, district_map, filters, stage
from pages.parts.guard import Scene

_CHART: Final = "work_map"


def draw(scene: Scene, narrowed: WorkFilter) -> None:
    """Draw the map of the view without its choice of kecamatan; a click narrows every screen to one."""
    found = data.worklist(scene.view, scene.filter.anywhere(), narrowed, limit=0)
    if found is None:
        return
    shown, outlines = words.map_view(found), data.outlines(scene.view)
    district_map._choose_district(scene)
    st.plotly_chart(
        charts.chart(
            _CHART,
            scene.view.key,
            scene.filter,
            f"{narrowed!r}, {outlines.name}, {outlines.source}, tayang: {stage.is_on()}",
            lambda: district_map._figure(scene.filter.district, shown, outlines),
        ),
        key=_CHART,
        theme="streamlit",
        height=stage.scaled(district_map.HEIGHT),
        on_select=_clicked,
        selection_mode="points",
        config=district_map._CONFIG,
        alt=shown.alternative,
    )
    district_map._explain(shown, outlines)


def _clicked() -> None:
    """Take the click over into the filter."""
    points = st.session_state[_CHART].selection.points
    code = points[0].get("customdata") if points else None
    filters.toggle_district(code[0] if isinstance(code, list) else code)
