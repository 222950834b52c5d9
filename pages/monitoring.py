# Pemantauan: whom the office is to visit and why, how far the month has come, and who goes next.
import streamlit as st

from kopdata import wording
from kopdata.access import Right
from kopdata.wording import worklist as words
from pages.parts import data, filters, guard, tables, work_list

scene = guard.require(Right.VIEW)
overview = data.overview(scene.view, scene.filter)

st.title(words.TITLE, anchor=False)
if overview is None:
    tables.no_data_yet(scene)
    guard.end_page()

st.markdown(wording.headline(overview))
filters.chips(scene.filter)
if filters.says_untold(overview):
    guard.end_page()
if overview.is_empty:
    filters.nothing_found(scene.filter)
    guard.end_page()

work_list.draw(scene, overview)
