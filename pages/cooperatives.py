# Koperasi: the list of names behind every figure, searched, sorted and paged in the store.
import streamlit as st

from kopdata import wording
from kopdata.access import Right
from pages.parts import cooperative_table, data, filters, guard, tables
from pages.parts.text import plain

scene = guard.require(Right.VIEW)
overview = data.overview(scene.view, scene.filter)

st.title("Koperasi", anchor=False)
if overview is None:
    tables.no_data_yet(scene)
    guard.end_page()

st.markdown(wording.headline(overview))
if note := data.official_note(scene.view, scene.filter, overview):
    st.caption(plain(note))
filters.chips(scene.filter)
if filters.says_untold(overview):
    guard.end_page()
if overview.is_empty:
    filters.nothing_found(scene.filter)
    guard.end_page()

cooperative_table.draw(scene, overview)
