# Usulan pembubaran: what is put together before the ministry is asked to decide.
import streamlit as st

from kopdata.access import Right
from kopdata.wording import dissolution as words
from pages.parts import case_forms, data, dissolution, guard

scene = guard.require(Right.VIEW)
overview = data.overview(scene.view, scene.filter)

st.title(words.TITLE, anchor=False)
st.info(f"{words.WHO_DECIDES} {words.LAW}", icon=":material/gavel:")

with case_forms.page(scene, overview):
    dissolution.draw(scene)
