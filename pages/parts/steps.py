"""A new screen in four steps: the tiles, the tables, the map, then filters and everything else.

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
    MAP = 2
    ALL = 3


_PAINTED_AFTER: Final = {Step.TILES: 0.3, Step.TABLES: 0.15, Step.MAP: 0.5}
"""Seconds on the browser's clock, which a busy browser lets run late."""


def begin(*, is_overview: bool) -> Step:
    """Return the step of this run: the last, but in a new session that opens the overview.

    A view that the address narrows begins with the tables, because it needs its filters for them.
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


def draws_filters(step: Step) -> bool:
    """Tell whether the filters belong to ``step``: to the last, or to any where the address sets them.

    They are read by drawing them.
    """
    return step == Step.ALL or bool(st.query_params)


def is_reached(step: Step) -> bool:
    """Tell whether ``step`` is drawn in this run."""
    return bool(st.session_state[Key.STEP] >= step)


def stop_before(step: Step, height: int) -> None:
    """End the page here, above a placeholder of ``height`` pixels, until its ``step`` is due."""
    if not is_reached(step):
        st.skeleton(height=height)
        guard.end_page()
