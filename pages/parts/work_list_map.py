"""The work list on the map: every kecamatan by how many of its koperasi are to be visited."""

from __future__ import annotations

from typing import Final

from kopdata.queries.worklist import WorkFilter
from kopdata.wording import worklist as words
from pages.parts import data, district_map
from pages.parts.guard import Scene

_CHART: Final = "work_map"


def draw(scene: Scene, narrowed: WorkFilter) -> None:
    """Draw the map of the view without its choice of kecamatan; a click narrows every screen to one."""
    found = data.worklist(scene.view, scene.filter.anywhere(), narrowed, limit=0)
    if found is None:
        return
    district_map.choose_district(scene)
    district_map.draw_view(scene, words.map_view(found), chart=_CHART, variant=f"{narrowed!r}")
