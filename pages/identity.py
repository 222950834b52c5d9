# Gabung dan pisah: two entries that are one koperasi, and one that is two, settled by hand.
import streamlit as st

from kopdata.access import Right
from pages.parts import guard, linking

scene = guard.require(Right.VIEW)

st.title("Gabung dan pisah", anchor=False)
linking.draw(scene)
