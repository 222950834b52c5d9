"""What a drawn picture says and looks like, to compare it with numbers and with another picture."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Final

import pypdfium2
from PIL import Image, ImageChops, ImageStat

from kopdata.report import typeset

_COARSE: Final = 6
"""Pixels that are looked at as one."""
_CELL: Final = 6
"""How many of these side by side make a cell."""
ALIKE: Final = 12
"""Difference of two drawings of one page by two programs stays below (7), that of two pages above (20)."""


def as_image(png: bytes) -> Image.Image:
    """Return a PNG's pixels."""
    return Image.open(io.BytesIO(png)).convert("RGB")


def read_back(data: Mapping[str, object]) -> tuple[str, Image.Image]:
    """Return the letters and the look of the page that the picture's template draws as PDF."""
    [page] = pypdfium2.PdfDocument(typeset("picture.typ", data, form="pdf"))
    letters = page.get_textpage().get_text_bounded()
    return " ".join(letters.replace("\u200b", "").split()), page.render(scale=2).to_pil().convert("RGB")


def difference(one: Image.Image, other: Image.Image) -> float:
    """Return by how much two pictures differ in the cell where they differ most, of 255."""
    apart = ImageChops.difference(one.reduce(_COARSE), other.reduce(_COARSE)).convert("L")
    corners = ((x, y) for x in range(0, apart.width, _CELL) for y in range(0, apart.height, _CELL))
    return max(ImageStat.Stat(apart.crop((x, y, x + _CELL, y + _CELL))).mean[0] for x, y in corners)
