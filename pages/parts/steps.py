"""A new screen in three steps: the tiles, then filters and tables, then the charts.

The browser shows nothing new while any part that it draws for the first time is still being loaded. So each
step is sent only when the browser has had time to paint the one before, and the browser itself asks for it.
"""

from __future__ import annotations

from enum import IntEnum
from itertools import count
from typing import Final

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from pages.parts import guard
from pages.parts.state import Key


class Step(IntEnum):
    """How much of the page is drawn."""

    TILES = 0
    TABLES = 1
    ALL = 2


_PAINTED_AFTER: Final = {Step.TILES: 0.2, Step.TABLES: 0.6}
"""Seconds on the browser's clock, which a busy browser lets run late."""


def begin(*, is_overview: bool) -> Step:
    """Return the step of this run: the last, but in a new session that opens the overview.

    Filters in the address are read by drawing them, so a view that they narrow begins with the tables.
    Without a browser nobody would ask for more, so all is drawn at once.
    """
    if not is_overview or not st.context.headers:
        st.session_state[Key.STEP] = Step.ALL
        return Step.ALL
    first = Step.TABLES if st.query_params else Step.TILES
    step: Step = st.session_state.setdefault(Key.STEP, first)
    return step


def ask_for_more(step: Step, side: DeltaGenerator) -> None:
    """Let the browser ask for the step after ``step``; nothing of it is seen."""
    asked = count()

    @st.fragment(run_every=_PAINTED_AFTER[step])
    def ask() -> None:
        if next(asked):
            st.session_state[Key.STEP] = Step(step + 1)
            st.rerun()

    with side:
        ask()


def is_reached(step: Step) -> bool:
    """Tell whether ``step`` is drawn in this run."""
    return bool(st.session_state[Key.STEP] >= step)


def stop_before(step: Step, height: int) -> None:
    """End the page here, above a placeholder of ``height`` pixels, until its ``step`` is due."""
    if not is_reached(step):
        st.skeleton(height=height)
        guard.end_page()
