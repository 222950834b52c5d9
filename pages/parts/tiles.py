"""Tiles: one figure each, with its denominator, its change and, on demand, its definition and source."""

from __future__ import annotations

import streamlit as st

from kopdata.figures import FIGURES, Figure
from kopdata.queries import Overview
from kopdata.queries.scope import find_snapshot
from kopdata.wording import Tile, tile
from pages.parts import comparison, links
from pages.parts.guard import Scene
from pages.parts.text import plain

REAL, INVENTED = "angka nyata", "angka contoh"
LARGE, SMALL = 105, 150
"""Least widths in pixels: on a phone three large tiles stand side by side, so that 99, 73 and 26 are read at
one glance, and the small ones two by two."""
_TITLES_IN_FULL = """<style>
[class*="st-key-tile_"] [data-testid="stMetricLabel"] :is(div, p) { white-space: normal; overflow: visible; }
[class*="st-key-tile_"] { padding: 0.6rem 0.8rem; }
[class*="st-key-tile_"] button { min-height: 0; padding-block: 0.1rem; }
[class*="st-key-tile_"] [data-testid="stCaptionContainer"] { margin-bottom: 0; }
[class*="st-key-tile_"] [data-testid="stCaptionContainer"] p { margin-bottom: 0; }
[class*="st-key-change_"] button { padding-inline: 0; text-align: left; text-decoration: underline; }
[class*="st-key-change_"] button :is(div, p) { white-space: normal; overflow: visible; font-size: 0.875rem; }
</style>"""
"""On a phone a title and a mark would end in dots. A caption's empty margin would lie over the buttons."""


def row(scene: Scene, overview: Overview, figures: tuple[Figure, ...], least_width: int) -> None:
    """Draw the tiles of ``figures`` side by side, as many to a row as fit."""
    st.html(_TITLES_IN_FULL)
    with st.grid(len(figures), min_column_width=least_width, key=f"tiles_{least_width}"):
        for figure in figures:
            _draw(scene, overview, tile(overview, figure, scene.filter, is_demo=scene.view.store.is_demo))


def _draw(scene: Scene, overview: Overview, shown: Tile) -> None:
    with st.container(border=True, gap=None, height="stretch", key=f"tile_{shown.figure}"):
        st.metric(shown.title, shown.value)
        with st.container(gap=None, height="stretch"):
            st.markdown(shown.context)
            if shown.compared_with is not None:
                _change(scene, overview, shown)
            elif shown.change:
                st.caption(shown.change)
        with st.container(horizontal=True, vertical_alignment="center", gap="xsmall"):
            if shown.is_published is not None:
                real = shown.is_published
                st.badge(REAL if real else INVENTED, color="green" if real else "gray")
            if shown.names:
                links.names(FIGURES[shown.figure], shown.names, key=f"names_{shown.figure}")
            with st.popover("Arti", type="tertiary", key=f"meaning_{shown.figure}"):
                st.markdown(f"**{shown.title}.** {shown.definition}")
                st.markdown(f"**Dasar.** {shown.source}")
                st.markdown(f"**Data.** {plain(shown.file)}")
                if shown.published_source:
                    st.markdown(f"**Pernah diumumkan.** {shown.published_source}")


def _change(scene: Scene, overview: Overview, shown: Tile) -> None:
    """Draw the change as the way to its names: one part of the screen, as the caption would be."""
    earlier = find_snapshot(scene.view.database.snapshots, shown.compared_with)
    if st.button(
        shown.change,
        key=f"change_{shown.figure}",
        type="tertiary",
        on_click=comparison.point_at,
        args=(earlier, overview.snapshot),
    ):
        comparison.open_page()
