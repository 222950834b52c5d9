# Catat kunjungan: the form of a visit, a draft of it at any time, and what was saved.
import streamlit as st

from kopdata.access import Right
from kopdata.wording import visit_form as words
from pages.parts import guard, visit

scene = guard.require(Right.VIEW)
st.title(words.TITLE, anchor=False)
visit.draw(scene)
