"""Colours of maps and charts, taken from the theme in ``.streamlit/config.toml``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import streamlit as st

DARK_TEXT: Final = "#081419"
LIGHT_TEXT: Final = "#ffffff"
_OF_TEN: Final = (1, 3, 5, 7, 9)
"""Which of the theme's ten sequential colours are the map's five."""


@dataclass(frozen=True, slots=True)
class Palette:
    """Colours of the map, the same in the light and the dark theme.

    A switch of the theme draws the page anew before the server hears of it, so a map whose colours depended
    on the theme could be read wrongly for a moment.
    """

    shades: tuple[str, ...]
    nothing: str = "#ecdcc4"
    sea: str = "#f6fafb"
    """What the outlines lie on, so that names wider than their island are read in both themes."""
    border: str = "#ffffff"
    chosen: str = "#d95f02"

    def text_on(self, shade: int | None) -> str:
        """Return the colour of text on a shade; at least 4.5 : 1 on each."""
        return DARK_TEXT if shade is None or shade < 3 else LIGHT_TEXT

    def halo_on(self, shade: int | None) -> str:
        """Return a text's shadow, for the part of it that stands beside its area."""
        colour = LIGHT_TEXT if self.text_on(shade) == DARK_TEXT else DARK_TEXT
        return ", ".join(f"0 0 {pixels}px {colour}" for pixels in (1, 1, 2, 3))


def of_lines() -> tuple[str, ...]:
    """Return the colours of a chart's lines: the theme's first three, alike in the light and the dark."""
    return tuple(st.get_option("theme.light.chartCategoricalColors")[:3])


def palette() -> Palette:
    """Return the colours of the map."""
    ten = st.get_option("theme.light.chartSequentialColors")
    return Palette(shades=tuple(ten[place] for place in _OF_TEN))
