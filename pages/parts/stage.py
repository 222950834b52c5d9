"""The frame around every page, and Mode tayang: for a projector, without a sidebar and with large type."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from pages.parts.state import Key

ON: Final = "ya"
_FRAME: Final = """<style>
@media (min-width: 1000px) {
    .st-key-page { width: calc(100% + 6rem); max-width: none; margin-inline: -3rem; }
}
</style>"""
"""A laptop's screen is narrow beside a sidebar; the wide margins that Streamlit leaves cannot be set."""
_ZOOM: Final = 1.35
_LARGE: Final = """<style>
@media (min-width: 641px) {
    .st-key-stage { zoom: 1.35; }
    .st-key-stage .stElementContainer:has(.stPlotlyChart, .stDataFrame) { zoom: calc(1 / 1.35); }
}
.st-key-unseen { display: none; }
</style>"""
"""A chart or a grid measures its room on the screen: zoomed, it would be drawn too wide and cut off."""


def is_on() -> bool:
    """Tell whether the screen is in Mode tayang; the address says so, so a link opens it too."""
    return st.query_params.get(Key.STAGE) == ON


def side() -> DeltaGenerator:
    """Return where the filters and the poll are drawn: the sidebar, or nowhere to be seen.

    They are drawn in Mode tayang too, because the filters live in their widgets.
    """
    if not is_on():
        return st.sidebar
    st.html(_LARGE)
    return st.container(key="unseen")


def scaled(pixels: int) -> int:
    """Return a size within a chart, larger in Mode tayang; set by CSS, texts would outgrow their places."""
    return round(pixels * _ZOOM) if is_on() else pixels


@contextmanager
def frame() -> Iterator[None]:
    """Hold what a page draws; in Mode tayang the way out stands above it, unless the page draws it itself."""
    if is_on():
        st.session_state[Key.WAY_OUT] = False
        with st.container(key="stage"):
            way_out = st.container()
            yield
            if not st.session_state[Key.WAY_OUT]:
                with way_out:
                    switch()
        return
    st.html(_FRAME)
    with st.container(key="page"):
        yield


def switch() -> None:
    """Draw the button that begins or ends Mode tayang."""
    if is_on():
        st.session_state[Key.WAY_OUT] = True
        st.button(
            "Keluar dari mode tayang", icon=":material/close_fullscreen:", key="stage_off", on_click=_leave
        )
    else:
        st.button(
            "Mode tayang",
            icon=":material/present_to_all:",
            key="stage_on",
            on_click=_enter,
            help="Tanpa bilah sisi dan dengan huruf besar, untuk proyektor.",
        )


def _enter() -> None:
    st.query_params[Key.STAGE] = ON


def _leave() -> None:
    st.query_params.pop(Key.STAGE, None)
