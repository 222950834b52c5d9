# Sosialisasi: events, who came, and how many koperasi of each kecamatan were reached.
import streamlit as st

from kopdata.access import Right
from kopdata.wording import outreach as words
from pages.parts import case_forms, data, guard, outreach

scene = guard.require(Right.VIEW)
overview = data.overview(scene.view, scene.filter)

st.title(words.TITLE, anchor=False)

with case_forms.page(scene, overview):
    outreach.draw(scene)
