# Satu koperasi: whether it exists, whether it is active, what comes next; then all that is known of it.
import streamlit as st

from kopdata.access import Right
from pages.parts import data, guard, neighbours, profile
from pages.parts.state import Key

scene = guard.require(Right.VIEW)
bar = neighbours.bar()

coop_id = st.query_params.get(Key.COOPERATIVE, "")
if not coop_id:
    profile.none_chosen()
    st.stop()

shown = data.profile(scene.view, scene.filter, coop_id)
neighbours.draw(bar, scene, shown.coop_id)
profile.head(shown)
profile.answers(shown)
profile.steps(shown)
profile.three_sides(shown)
profile.officers(shown)
profile.grade_and_health(shown)
profile.findings(shown)
profile.facts(shown)
profile.development(shown)
profile.timeline(shown)
