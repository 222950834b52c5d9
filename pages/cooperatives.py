# Koperasi: the list of names behind every figure, searched, sorted and paged in the store.
import streamlit as st

from kopdata import wording
from kopdata.access import Right
from pages.parts import cooperative_table, data, filters, guard, tables

scene = guard.require(Right.VIEW)
overview = data.overview(scene.view, scene.filter)

st.title("Koperasi", anchor=False)
if overview is None:
    tables.no_data_yet()
    st.stop()

st.markdown(wording.headline(overview))
filters.chips(scene.filter)
if cooperative_table.says_nothing_of_figure(scene, overview):
    st.stop()
if overview.is_empty:
    filters.nothing_found(scene.filter)
    st.stop()

cooperative_table.draw(scene, overview)
