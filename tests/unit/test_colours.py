"""Colours that carry meaning, as eyes see them that lack one kind of cone, and text that stands on them."""

from __future__ import annotations

import tomllib
from itertools import combinations
from typing import Final

import pytest

from kopdata.paths import PROJECT
from pages.parts.colours import palette

Colour = tuple[float, float, float]

READABLE: Final = 4.5
"""Least contrast of text and ground: WCAG 2.1, success criterion 1.4.3."""
DRAWN: Final = 3.0
"""Least contrast of a line and its ground: WCAG 2.1, success criterion 1.4.11."""
APART: Final = 20.0
"""Least distance of two colours in CIELAB; about nine times what a trained eye can tell (2.3)."""
NEXT_TO: Final = 10.0
"""Least distance of two shades of one scale, which stand in their order in a legend."""
SEEN_BY: Final[dict[str, tuple[Colour, Colour, Colour]]] = {
    "all cones": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}
"""Matrices on linear sRGB at full severity: Machado, Oliveira and Fernandes, "A Physiologically-based Model
for Simulation of Color Vision Deficiency", IEEE TVCG 15 (6), 2009."""
EYES = pytest.mark.parametrize("eyes", SEEN_BY)
THEMES = pytest.mark.parametrize("theme", ["light", "dark"])


def linear(written: str) -> Colour:
    """Return the linear sRGB of "#rrggbb"."""
    parts = [int(written[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return red, green, blue


def seen(written: str, eyes: str) -> Colour:
    """Return the linear sRGB that these eyes take a colour for."""
    colour = linear(written)
    red, green, blue = (
        min(1.0, max(0.0, sum(weight * part for weight, part in zip(row, colour, strict=True))))
        for row in SEEN_BY[eyes]
    )
    return red, green, blue


def luminance(colour: Colour) -> float:
    """Return the relative luminance, from 0 to 1."""
    return 0.2126 * colour[0] + 0.7152 * colour[1] + 0.0722 * colour[2]


def contrast(one: str, other: str) -> float:
    """Return the contrast as WCAG defines it, from 1 to 21."""
    darker, lighter = sorted(luminance(linear(written)) for written in (one, other))
    return (lighter + 0.05) / (darker + 0.05)


def lab(colour: Colour) -> Colour:
    """Return the CIELAB of a linear sRGB under D65."""
    red, green, blue = colour
    x = (0.4124564 * red + 0.3575761 * green + 0.1804375 * blue) / 0.95047
    y = 0.2126729 * red + 0.7151522 * green + 0.0721750 * blue
    z = (0.0193339 * red + 0.1191920 * green + 0.9503041 * blue) / 1.08883
    a, b, c = (
        part ** (1 / 3) if part > 216 / 24389 else (24389 / 27 * part + 16) / 116 for part in (x, y, z)
    )
    return 116 * b - 16, 500 * (a - b), 200 * (b - c)


def distance(one: str, other: str, eyes: str) -> float:
    """Return how far apart these eyes see two colours (CIE 1976)."""
    pair = zip(lab(seen(one, eyes)), lab(seen(other, eyes)), strict=True)
    return float(sum((a - b) ** 2 for a, b in pair) ** 0.5)


def theme_of(name: str) -> dict[str, list[str]]:
    """Return the colours of a theme as they are configured; a single one as a list of one."""
    config = tomllib.loads((PROJECT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    return {
        key: value if isinstance(value, list) else [value] for key, value in config["theme"][name].items()
    }


def test_the_yardstick_is_right() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert lab(linear("#ff0000")) == pytest.approx((53.24, 80.09, 67.20), abs=0.02)
    assert distance("#ffffff", "#000000", "tritanopia") == pytest.approx(100, abs=0.5)
    # Red and green of one brightness: apart for most, hardly for those who lack the middle cone.
    assert distance("#b05a5a", "#6f7a3a", "all cones") > 2 * distance("#b05a5a", "#6f7a3a", "deuteranopia")


@EYES
def test_shades_of_the_map_darken_step_by_step(eyes: str) -> None:
    shades = palette().shades
    assert len(shades) == 5
    brightness = [luminance(seen(shade, eyes)) for shade in shades]
    assert brightness == sorted(brightness, reverse=True)
    for one, other in combinations(shades, 2):
        assert distance(one, other, eyes) >= NEXT_TO, (one, other)


@EYES
def test_no_shade_is_taken_for_no_figure_or_for_the_choice(eyes: str) -> None:
    drawn = palette()
    for shade in drawn.shades:
        assert distance(shade, drawn.nothing, eyes) >= NEXT_TO, shade
    for shade in (*drawn.shades, drawn.nothing):
        assert distance(shade, drawn.chosen, eyes) >= APART, shade


def test_text_is_readable_on_every_shade() -> None:
    drawn = palette()
    assert contrast(drawn.text_on(None), drawn.nothing) >= READABLE
    for place, shade in enumerate(drawn.shades):
        assert contrast(drawn.text_on(place), shade) >= READABLE, shade


@THEMES
@EYES
def test_the_first_three_colours_of_charts_are_told_apart(theme: str, eyes: str) -> None:
    for one, other in combinations(theme_of(theme)["chartCategoricalColors"][:3], 2):
        assert distance(one, other, eyes) >= APART, (one, other)


def test_the_first_three_hold_in_both_themes() -> None:
    """A switch of the theme does not reach the lines of a chart that is already drawn."""
    light, dark = theme_of("light"), theme_of("dark")
    assert light["chartCategoricalColors"][:3] == dark["chartCategoricalColors"][:3]
    for colour in light["chartCategoricalColors"][:3]:
        for ground in (light, dark):
            assert contrast(colour, ground["backgroundColor"][0]) >= DRAWN, colour


@THEMES
def test_lines_of_charts_stand_out_from_their_ground(theme: str) -> None:
    colours = theme_of(theme)
    for colour in colours["chartCategoricalColors"]:
        assert contrast(colour, colours["backgroundColor"][0]) >= DRAWN, colour


@THEMES
@pytest.mark.parametrize("text", ["textColor", "linkColor"])
@pytest.mark.parametrize("ground", ["backgroundColor", "secondaryBackgroundColor"])
def test_text_is_readable_on_every_ground(theme: str, text: str, ground: str) -> None:
    colours = theme_of(theme)
    assert contrast(colours[text][0], colours[ground][0]) >= READABLE


@THEMES
def test_white_is_readable_on_a_pressed_button(theme: str) -> None:
    assert contrast(theme_of(theme)["primaryColor"][0], "#ffffff") >= READABLE
