# Sosialisasi: events, who came, and how many koperasi of each kecamatan were reached.
import streamlit as st

from kopdata.access import Right
from kopdata.wording import outreach as words
from pages.parts import case_forms, data, filters, guard, outreach, tables

scene = guard.require(Right.VIEW)
overview = data.overview(scene.view, scene.filter)

st.title(words.TITLE, anchor=False)
if overview is None:
    tables.no_data_yet(scene)
    guard.end_page()

filters.chips(scene.filter)
if filters.says_untold(overview):
    guard.end_page()

with case_forms.page():
    outreach.draw(scene)
