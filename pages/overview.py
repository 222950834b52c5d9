# Ringkasan: the answer in three seconds, then what it is made of, what comes next, and what to say.
import streamlit as st

from kopdata.access import Right
from kopdata.figures import LARGE_TILES, SMALL_TILES
from pages.parts import (
    attention,
    data,
    district_map,
    filters,
    guard,
    official,
    progress,
    quote,
    stage,
    steps,
    tables,
    tiles,
    trend,
)
from pages.parts.steps import Step

scene = guard.require(Right.VIEW)
overview = data.overview(scene.view, scene.filter)

if overview is None:
    st.title("Ringkasan")
    tables.no_data_yet(scene)
    guard.end_page()

with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
    st.title("Ringkasan", anchor=False, width="content")
    stage.switch()
official.headline(scene, overview)
filters.chips(scene.filter)
if filters.says_untold(overview):
    guard.end_page()

if overview.is_empty:
    filters.nothing_found(scene.filter)

tiles.row(scene, overview, LARGE_TILES, tiles.LARGE)
tiles.row(scene, overview, SMALL_TILES, tiles.SMALL)

if not overview.is_empty:
    steps.stop_before(Step.TABLES, height=420)
    progress.draw_strip(scene, overview)

    st.subheader("Menurut kecamatan", anchor=False)
    everywhere = data.overview(scene.view, scene.filter.anywhere())
    left, right = st.columns([4, 5])
    with left:
        if steps.is_reached(Step.MAP):
            district_map.draw(scene, everywhere or overview)
        else:
            st.skeleton(height=420)
    with right:
        tables.districts(scene, overview)
    steps.stop_before(Step.ALL, height=300)

    st.subheader("Menuju sertifikat NIK", anchor=False)
    progress.draw_chain(scene, overview)

    attention.draw(scene, overview)
    trend.draw(scene, overview)
    quote.draw(scene, overview)
