# Usulan pembubaran: what is put together before the ministry is asked to decide.
import streamlit as st

from kopdata import wording
from kopdata.access import Right
from kopdata.wording import dissolution as words
from pages.parts import case_forms, data, dissolution, filters, guard, tables

scene = guard.require(Right.VIEW)
overview = data.overview(scene.view, scene.filter)

st.title(words.TITLE, anchor=False)
st.info(f"{words.WHO_DECIDES} {words.LAW}", icon=":material/gavel:")
if overview is None:
    tables.no_data_yet(scene)
    guard.end_page()

st.markdown(wording.headline(overview))
filters.chips(scene.filter)
if filters.says_untold(overview):
    guard.end_page()

with case_forms.page():
    dissolution.draw(scene)
