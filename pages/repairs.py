# Perbaikan di ODS: the desk list of what imports found and ODS must say right, ticked off by the next export.
import streamlit as st

from kopdata.access import Right
from kopdata.wording import repairs as words
from pages.parts import data, filters, guard, repairs, tables

scene = guard.require(Right.VIEW)
overview = data.overview(scene.view, scene.filter)

st.title(words.TITLE, anchor=False)
if overview is None:
    tables.no_data_yet(scene)
    guard.end_page()

filters.chips(scene.filter)
if filters.says_untold(overview):
    guard.end_page()

repairs.draw(scene)
