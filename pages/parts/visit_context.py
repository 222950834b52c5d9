"""What is known of the chosen koperasi, in three lines above the questions: where, whom to call, why."""

from __future__ import annotations

import streamlit as st

from kopdata.wording import before_visit as words
from kopdata.wording.telephones import telephones
from pages.parts import data
from pages.parts.guard import Scene
from pages.parts.text import plain


def draw(scene: Scene, coop_id: object) -> None:
    """Draw the lines of a koperasi that the newest data lists; nothing for any other."""
    before = data.before_visit(scene.view, coop_id) if isinstance(coop_id, str) else None
    if before is None:
        return
    numbers = [
        f"[{plain(one.words)}](tel:{one.dial})" if one.dial else plain(one.words)
        for one in telephones(before.chair_phone, before.phone)
    ]
    chair, note = plain(words.chair_line(before)), plain(words.contact_note(before))
    contacts = " · ".join(filter(None, (chair, *numbers, note)))
    with st.container(key="visit_context", gap="xsmall"):
        st.markdown(f":material/location_on: {plain(words.place_line(before))}")
        st.markdown(f":material/call: {contacts}")
        st.markdown(f":material/history: {plain(words.last_line(before))}")
