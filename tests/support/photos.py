"""Photos as phones make them, with and without a position."""

from __future__ import annotations

import io
from typing import Any

from PIL import Image, ImageDraw
from PIL.ExifTags import GPS, IFD, Base

TOBOALI = (-3.0125, 106.456667)
"""Latitude and longitude that ``photo`` writes unless told otherwise."""
GPS_OF_TOBOALI: dict[int, Any] = {
    GPS.GPSLatitudeRef: "S",
    GPS.GPSLatitude: (3.0, 0.0, 45.0),
    GPS.GPSLongitudeRef: "E",
    GPS.GPSLongitude: (106.0, 27.0, 24.0),
}


def photo(
    size: tuple[int, int] = (800, 600),
    *,
    taken: object = "2022:12:20 10:42:05",
    gps: dict[int, Any] | None = GPS_OF_TOBOALI,
    orientation: int | None = None,
    form: str = "JPEG",
    colour: str = "seagreen",
    mode: str = "RGB",
) -> bytes:
    """Return a photo whose upper left quarter is red, so that one can see which side is up."""
    picture = Image.new("RGB", size, colour)
    ImageDraw.Draw(picture).rectangle((0, 0, size[0] // 2 - 1, size[1] // 2 - 1), fill="red")
    exif = Image.Exif()
    exif[Base.Model] = "Telepon rahasia"
    if orientation is not None:
        exif[Base.Orientation] = orientation
    if taken is not None:
        exif.get_ifd(IFD.Exif)[Base.DateTimeOriginal] = taken
    if gps is not None:
        exif.get_ifd(IFD.GPSInfo).update(gps)
    out = io.BytesIO()
    picture.convert(mode).save(out, form, exif=exif)
    return out.getvalue()
