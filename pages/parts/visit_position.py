"""Where a visit was: typed, taken from a photo, or told by the device that the form is filled in on."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

import streamlit as st

from kopdata.fieldwork.photos import usable_position
from kopdata.wording import visit_form as words
from pages.parts import visit_state
from pages.parts.guard import Scene
from pages.parts.visit_state import Filling

# The browser itself asks the person, and only upon the press; a page that was not loaded safely is refused.
_ASK: Final = """
export default ({ data, parentElement, setTriggerValue }) => {
    const button = parentElement.querySelector("button");
    const said = parentElement.querySelector("p");
    button.textContent = data.label;
    button.onclick = () => {
        const end = (words) => { said.textContent = words; button.disabled = false; };
        if (!window.isSecureContext || !navigator.geolocation) return end(data.refused.insecure);
        said.textContent = data.sought;
        button.disabled = true;
        navigator.geolocation.getCurrentPosition(
            ({ coords }) => { end(""); setTriggerValue("position", [coords.latitude, coords.longitude]); },
            ({ code }) => end(code === 1 ? data.refused.denied : data.refused.unknown),
            { enableHighAccuracy: true, timeout: 30000, maximumAge: 60000 },
        );
    };
};
"""
_STYLE: Final = """
button { font: inherit; color: var(--st-text-color); background: var(--st-background-color); cursor: pointer;
    border: 1px solid var(--st-border-color); border-radius: var(--st-button-radius);
    min-height: 2.75rem; padding: 0.25rem 0.75rem; }
button:hover, button:focus-visible { border-color: var(--st-primary-color); }
button:focus-visible { outline: 2px solid var(--st-primary-color); outline-offset: 2px; }
button:disabled { opacity: 0.6; cursor: default; }
p { margin: 0.25rem 0 0; } p:empty { display: none; }
"""
_of_device = st.components.v2.component(
    "position_of_device",
    html='<button type="button"></button><p role="status"></p>',
    css=_STYLE,
    js=_ASK,
)


def offer(scene: Scene, filling: Filling) -> None:
    """Draw the ways to a position that need no typing; nothing once there is one."""
    if filling.answers.get("position"):
        return
    for photo in filling.photos:
        if photo.latitude is not None and photo.longitude is not None:
            st.button(
                "Pakai posisi dari foto",
                key="visit_position_of_photo",
                icon=":material/my_location:",
                on_click=_take,
                args=(scene, filling, (photo.latitude, photo.longitude)),
            )
            break
    key = filling.widget("position_of_device")
    _of_device(
        key=key,
        data={
            "label": words.POSITION_OF_DEVICE,
            "sought": words.POSITION_SOUGHT,
            "refused": words.POSITION_REFUSED,
        },
        on_position_change=lambda: _take(scene, filling, st.session_state[key].get("position")),
    )


def _take(scene: Scene, filling: Filling, given: object) -> None:
    """Take a position over as latitude and longitude; a callback."""
    if filling.is_done or not isinstance(given, Sequence) or len(given) != 2:
        return
    latitude, longitude = (float(one) if isinstance(one, (int, float)) else math.nan for one in given)
    if usable_position(latitude, longitude):
        said = words.position(latitude, longitude)
        st.session_state[filling.widget("position")] = said
        visit_state.put(scene, filling, {"position": said})
