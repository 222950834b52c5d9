"""Pictures that come from outside, decoded within limits: what a file claims is looked at before that."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from contextlib import suppress
from typing import Final

from PIL import Image, ImageOps

MOST_SCANS: Final = 64
"""Passes of a progressive JPEG; cameras write about ten, and each costs the time of the whole picture."""
MOST_HELD: Final = 160_000_000
"""Bytes of a JPEG in several passes that are held at once, however small it is drawn in the end."""
_JPEG: Final = frozenset({"JPEG", "MPO"})
"""A phone's JPEG may hold a second picture ("MPO"); it is a JPEG all the same."""
_MARK: Final = re.compile(rb"\xff[^\x00\xff\xd0-\xd8\x01]")
"""Where a part of a JPEG begins; within a pass a byte of ones is never followed by such a one."""
_SCAN, _END = 0xDA, 0xD9
_FRAMES: Final = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_PROGRESSIVE: Final = frozenset({0xC2, 0xC6, 0xCA, 0xCE})
_FINE_GREYS: Final = ("I;16", "I;16B", "I")
"""Grey pictures of 65,536 shades, which Pillow cuts off at 255 unless they are divided first."""


class UnreadablePictureError(Exception):
    """No whole picture of the formats that are taken."""


class TooManyPixelsError(Exception):
    """More pixels than are decoded; ``size`` is the width and height claimed, None where far too many."""

    def __init__(self, size: tuple[int, int] | None) -> None:
        super().__init__(size)
        self.size = size


def opened(content: bytes, most_pixels: Mapping[str, int]) -> Image.Image:
    """Return a picture that is not decoded yet, of at most so many pixels by its format's name.

    Raises
    ------
    TooManyPixelsError
        It claims more pixels than its format is allowed, or than can be held of a JPEG in several passes.
    UnreadablePictureError
        It is no picture of these formats.
    """
    try:
        picture = Image.open(io.BytesIO(content), formats=tuple(most_pixels))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise TooManyPixelsError(None) from error
    except Exception as error:  # what the parsers of hostile headers raise is not bounded
        raise UnreadablePictureError from error
    most = most_pixels.get(picture.format or "", most_pixels.get("JPEG", 0))
    if picture.width * picture.height > most:
        raise TooManyPixelsError(picture.size)
    if picture.format in _JPEG:
        scans, held = _passes(content)
        if scans > MOST_SCANS:
            raise UnreadablePictureError
        if held > MOST_HELD:
            raise TooManyPixelsError(picture.size)
    return picture


def _passes(content: bytes) -> tuple[int, int]:
    """Return how many passes a JPEG has, and the bytes that are held of all: none where it is one pass."""
    scans = coefficients = 0
    is_progressive = False
    at = 2
    while scans <= MOST_SCANS and (mark := _MARK.search(content, at)):
        kind, at = content[mark.end() - 1], mark.end()
        if kind == _END:
            break
        length = int.from_bytes(content[at : at + 2])
        if kind in _FRAMES:
            is_progressive = is_progressive or kind in _PROGRESSIVE
            coefficients = max(coefficients, _coefficients(content[at + 2 : at + length]))
        scans += kind == _SCAN
        at += length
    return scans, 2 * coefficients if is_progressive or scans > 1 else 0


def _coefficients(frame: bytes) -> int:
    """Return how many numbers a JPEG's frame describes: one a pixel and colour, fewer of coarser ones."""
    height, width = int.from_bytes(frame[1:3]), int.from_bytes(frame[3:5])
    areas = [(byte >> 4) * (byte & 15) for byte in frame[7::3]]
    return width * height * sum(areas) // max(areas) if any(areas) else 0


def upright(picture: Image.Image, longest: int | None = None) -> Image.Image:
    """Return an opened picture decoded, turned as its EXIF says, with at most 256 shades a colour.

    With ``longest`` its sides are brought to at most so many pixels before anything else is made of it: a
    JPEG is decoded at a fraction of its size, so that one of any shape takes little memory.

    Raises
    ------
    UnreadablePictureError
        It is cut off or damaged.
    """
    try:
        if longest is not None and max(picture.size) > longest:
            by = max(picture.size) // longest
            picture.draft("RGB", (max(1, picture.width // by), max(1, picture.height // by)))
        picture.load()
        drawn = _of_plain_colours(picture)
        if longest is not None:
            drawn.thumbnail((longest, longest))
        with suppress(Exception):  # which side is up may be damaged where the pixels are whole
            drawn = ImageOps.exif_transpose(drawn)
    except Exception as error:  # as above
        raise UnreadablePictureError from error
    return drawn


def _of_plain_colours(picture: Image.Image) -> Image.Image:
    """Return a picture in colours of which others can be mixed, as a smaller picture needs them."""
    if picture.mode in _FINE_GREYS:
        fine = picture if picture.mode == "I;16" else picture.convert("I")
        return fine.point(lambda grey: grey / 257).convert("L")
    if picture.mode == "P" or "transparency" in picture.info:
        return picture.convert("RGBA")
    return picture.convert("L") if picture.mode == "1" else picture
