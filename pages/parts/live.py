"""Every open screen notices a new version of the store and redraws, untouched."""

from __future__ import annotations

from itertools import count

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from kopdata.errors import StoreError
from pages.parts import data, downloads, upload
from pages.parts.guard import Scene

POLL = "3s"
"""How often a screen asks for the version. Under the five seconds promised, with room for the redraw."""


def watch(scene: Scene, side: DeltaGenerator) -> None:
    """Ask for the store's version every few seconds; when it moved, run the whole page again.

    ``side`` is where the question is asked; nothing of it is seen.
    """
    asked = count()

    @st.fragment(run_every=POLL)
    def ask() -> None:
        if next(asked) == 0:
            return  # this very run has just drawn the newest
        downloads.tell_refusals()
        try:
            moved = data.has_moved(scene.view)
        except StoreError:
            moved = True  # the page that runs again says what is wrong
        if moved or upload.waits_undrawn():
            st.rerun()

    with side:
        ask()
