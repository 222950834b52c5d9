# Bandingkan keadaan: two snapshots side by side, and by name what changed from the one to the other.
import streamlit as st

from kopdata.access import Right
from pages.parts import comparison, data, filters, guard, tables

scene = guard.require(Right.VIEW)

st.title("Bandingkan keadaan", anchor=False)
if not scene.view.database.snapshots:
    tables.no_data_yet(scene)
    guard.end_page()
filters.chips(scene.filter)

chosen = comparison.choose(scene)
if chosen is None:
    guard.end_page()
shown = comparison.ask(scene.view, *chosen, scene.filter, data.today())
if comparison.says_untold(shown):
    guard.end_page()
comparison.totals(shown)
comparison.changes(scene, shown)
