# Kantor: what the office is called on every screen and report, its logo, how often it visits.
import streamlit as st

from kopdata.access import Right
from pages.parts import guard, office

scene = guard.require(Right.VIEW)

st.title("Kantor", anchor=False)
office.names(scene)
office.logo(scene)
office.intervals(scene)
office.limits(scene)
