# Ringkasan: the answer in three seconds. Tiles, then the kecamatan that make them up.
import streamlit as st

from kopdata.access import Right
from kopdata.figures import LARGE_TILES, SMALL_TILES
from pages.parts import data, district_map, filters, guard, official, stage, tables, tiles

scene = guard.require(Right.VIEW)
overview = data.overview(scene.view, scene.filter)

if overview is None:
    st.title("Ringkasan")
    tables.no_data_yet()
    st.stop()

with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
    st.title("Ringkasan", anchor=False, width="content")
    stage.switch()
official.headline(scene, overview)
filters.chips(scene.filter)

if overview.is_empty:
    filters.nothing_found(scene.filter)

tiles.row(scene, overview, LARGE_TILES, tiles.LARGE)
tiles.row(scene, overview, SMALL_TILES, tiles.SMALL)

if not overview.is_empty:
    st.subheader("Menurut kecamatan", anchor=False)
    everywhere = data.overview(scene.view, scene.filter.anywhere())
    left, right = st.columns([4, 5])
    with left:
        district_map.draw(scene, everywhere or overview)
    with right:
        tables.districts(scene, overview)
