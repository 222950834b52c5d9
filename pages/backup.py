# Cadangan: everything in one file to take along, and the way back from such a file.
import streamlit as st

from kopdata.access import Right
from pages.parts import backup, guard

scene = guard.require(Right.BACKUP)

st.title("Cadangan", anchor=False)
backup.make(scene)
backup.restore(scene)
