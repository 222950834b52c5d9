"""Pictures that come from outside, decoded within limits: what a file claims is looked at before that."""

from __future__ import annotations

import io
from collections.abc import Mapping
from contextlib import suppress
from typing import Final

from PIL import Image, ImageOps

MOST_SCANS: Final = 64
"""Passes of a progressive JPEG; cameras write about ten, and each costs the time of the whole picture."""
_SCAN: Final = b"\xff\xda"
"""The mark of a pass; within a pass a byte of ones is never followed by this one."""
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
        It claims more pixels than its format is allowed.
    UnreadablePictureError
        It is no picture of these formats.
    """
    try:
        picture = Image.open(io.BytesIO(content), formats=tuple(most_pixels))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise TooManyPixelsError(None) from error
    except Exception as error:  # what the parsers of hostile headers raise is not bounded
        raise UnreadablePictureError from error
    # A phone's JPEG may hold a second picture ("MPO"); it is a JPEG all the same.
    most = most_pixels.get(picture.format or "", most_pixels.get("JPEG", 0))
    if picture.width * picture.height > most:
        raise TooManyPixelsError(picture.size)
    if picture.format in {"JPEG", "MPO"} and content.count(_SCAN) > MOST_SCANS:
        raise UnreadablePictureError
    return picture


def upright(picture: Image.Image) -> Image.Image:
    """Return an opened picture decoded, turned as its EXIF says, with at most 256 shades a colour.

    Raises
    ------
    UnreadablePictureError
        It is cut off or damaged.
    """
    turned = picture
    try:
        picture.load()
        with suppress(Exception):  # which side is up may be damaged where the pixels are whole
            turned = ImageOps.exif_transpose(picture)
        if turned.mode in _FINE_GREYS:
            turned = turned.convert("I").point(lambda grey: grey / 257).convert("L")
    except Exception as error:  # as above
        raise UnreadablePictureError from error
    return turned
