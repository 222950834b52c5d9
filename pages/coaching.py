# Pembinaan: the cases, late steps first, and one koperasi's case with what may come next.
import streamlit as st

from kopdata.access import Right
from kopdata.wording import coaching as words
from pages.parts import case_forms, coaching, data, guard, links

scene = guard.require(Right.VIEW)
overview = data.overview(scene.view, scene.filter)

with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
    st.title(words.TITLE, anchor=False, width="content")
    if st.button("Usulan pembubaran", key="all_proposals", icon=":material/gavel:"):
        links.open_page("pages/dissolution.py")

with case_forms.page(scene, overview):
    coaching.draw(scene)
