# Wilayah: by whose borders the map is drawn, and the way to the office's own.
import streamlit as st

from kopdata.access import Right
from pages.parts import borders, guard

scene = guard.require(Right.VIEW)

st.title("Wilayah", anchor=False)
borders.current(scene)
borders.own(scene)
