# Satu koperasi: whether it exists, whether it is active, what comes next; then all that is known of it.
import streamlit as st

from kopdata.access import Right
from pages.parts import data, fieldwork_of, guard, neighbours, profile, repairs
from pages.parts.state import Key
from pages.parts.text import plain

scene = guard.require(Right.VIEW)
bar = neighbours.bar()

coop_id = st.query_params.get(Key.COOPERATIVE, "")
if not coop_id:
    profile.none_chosen()
    guard.end_page()

shown = data.profile(scene.view, scene.filter, coop_id, most_visits=fieldwork_of.how_many(coop_id))
neighbours.draw(bar, scene, shown.coop_id)
profile.head(shown)
if note := data.not_official_note(scene.view, shown.shown):
    st.caption(plain(note))
profile.answers(scene, shown)
profile.steps(shown)
profile.three_sides(shown)
profile.visits(shown)
fieldwork_of.visits(scene, shown)
fieldwork_of.coaching(shown)
profile.officers(shown)
profile.grade_and_health(shown)
profile.findings(shown)
to_repair = st.container()
profile.facts(shown)
profile.development(shown)
profile.timeline(shown)
# Last, because the first time after a change all exports are gone through for it.
with to_repair:
    repairs.of_one(scene, shown.coop_id)
