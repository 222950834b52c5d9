# Riwayat unggahan: who took in which file for which date, and the way to take it back or put it back.
import streamlit as st

from kopdata.access import Right
from pages.parts import guard, history

scene = guard.require(Right.VIEW)

st.title("Riwayat unggahan", anchor=False)
history.draw(scene)
