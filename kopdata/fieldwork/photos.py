"""Photos of a visit: what a phone sends is remade, and nothing of the file is kept but its pixels.

Position and time are read first; a photo that came by WhatsApp has neither, which is no error.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import math
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

from PIL import Image
from PIL.ExifTags import GPS, IFD, Base

from kopdata.errors import KopdataError
from kopdata.fieldwork.records import Photo
from kopdata.formats import number
from kopdata.imports.values import shortened
from kopdata.paths import shown
from kopdata.pictures import TooManyPixelsError, UnreadablePictureError, opened, upright
from kopdata.store import Store

LARGEST_MB: Final = 25
"""Millions of bytes of a photo; the newest phones write some fifteen."""
LONGEST_SIDE: Final = 1_600
"""Pixels of a kept photo: a signboard can be read, and it is 200 to 400 kB."""
THUMBNAIL_SIDE: Final = 320
MOST_PIXELS: Final = {"JPEG": 80_000_000, "PNG": 16_000_000, "WEBP": 12_000_000}
"""By format: a JPEG is decoded at a fraction of its size, the others whole. None takes over 210 MB."""
_QUALITY: Final = 82
_OLDEST: Final = dt.datetime(1990, 1, 1)  # noqa: DTZ001
"""A camera whose clock was never set says 1970 or 1980."""
_JPEG: Final = b"\xff\xd8\xff"
_HEIC: Final = (b"ftyphei", b"ftyphev", b"ftypmif1", b"ftypmsf1")

_one_at_a_time: Final = threading.Lock()
"""A photo takes up to some 200 MB while it is decoded."""


class PhotoRefusedError(KopdataError):
    """A photo cannot be taken; nothing changed."""

    title = "Foto tidak dapat dipakai"


@dataclass(frozen=True, slots=True)
class RemadePhoto:
    """A photo as it is kept: what is recorded of it, and its two JPEG files by their SHA-256."""

    photo: Photo
    files: Mapping[str, bytes]


def remake(content: bytes, file_name: str = "foto") -> RemadePhoto:
    """Return a photo brought to ``LONGEST_SIDE``, upright and stripped, with where and when it was taken.

    Raises
    ------
    PhotoRefusedError
        It is too large, too many pixels, damaged, or no JPEG, PNG or WebP.
    """
    called = f"Foto {shown(shortened(file_name))}" if file_name.strip() else "Foto ini"
    if len(content) > LARGEST_MB * 1_000_000:
        raise PhotoRefusedError(
            f"{called} lebih besar dari {LARGEST_MB} MB. Ambil lagi dengan ukuran yang lebih kecil, atau "
            "kirim lewat WhatsApp ke diri sendiri lalu unggah hasilnya."
        )
    if content[4:12].startswith(_HEIC):
        raise PhotoRefusedError(
            f"{called} berformat HEIC, yang belum dapat dibaca. Di iPhone pilih Pengaturan › Kamera › "
            "Format › Paling Kompatibel, atau kirim fotonya sebagai JPG."
        )
    try:
        with _one_at_a_time, opened(content, MOST_PIXELS) as picture:
            taken_at, position = _taken_at(picture), _position(picture)
            drawn = _on_white(upright(picture, LONGEST_SIDE))
    except TooManyPixelsError as error:
        size = f" ({number(error.size[0])} × {number(error.size[1])} titik)" if error.size else ""
        raise PhotoRefusedError(
            f"{called} memuat terlalu banyak titik{size}. Perkecil ukurannya, lalu unggah lagi."
        ) from error
    except UnreadablePictureError as error:
        raise PhotoRefusedError(
            f"{called} bukan gambar JPG, PNG, atau WebP yang utuh. Periksa berkasnya, atau "
            "ambil fotonya lagi."
        ) from error
    small = drawn.copy()
    small.thumbnail((THUMBNAIL_SIDE, THUMBNAIL_SIDE))
    whole_jpeg, small_jpeg = _jpeg(drawn), _jpeg(small)
    files = {hashlib.sha256(jpeg).hexdigest(): jpeg for jpeg in (whole_jpeg, small_jpeg)}
    return RemadePhoto(
        Photo(
            sha256=hashlib.sha256(whole_jpeg).hexdigest(),
            thumbnail=hashlib.sha256(small_jpeg).hexdigest(),
            width=drawn.width,
            height=drawn.height,
            taken_at=taken_at,
            latitude=position[0] if position else None,
            longitude=position[1] if position else None,
        ),
        files,
    )


def photo_content(store: Store, sha256: str) -> bytes | None:
    """Return a photo that the store keeps, None where it is gone, damaged or cannot be read."""
    with suppress(OSError):
        path = store.original(sha256)
        if path and hashlib.sha256(content := path.read_bytes()).hexdigest() == sha256:
            return content
    return None


def is_kept(store: Store, photo: Photo) -> bool:
    """Tell whether the store keeps both files of a photo whole, and they are such as ``remake`` writes."""
    sizes = [
        _jpeg_size(photo_content(store, sha256), longest)
        for sha256, longest in ((photo.sha256, LONGEST_SIDE), (photo.thumbnail, THUMBNAIL_SIDE))
    ]
    return sizes[0] == (photo.width, photo.height) and sizes[1] is not None


def _jpeg_size(content: bytes | None, longest: int) -> tuple[int, int] | None:
    """Return width and height of a JPEG whose sides are at most so long, None for anything else."""
    if content is None or not content.startswith(_JPEG):
        return None
    with suppress(TooManyPixelsError, UnreadablePictureError), opened(content, MOST_PIXELS) as picture:
        return picture.size if max(picture.size) <= longest else None
    return None


def usable_position(latitude: float, longitude: float) -> bool:
    """Tell whether this can be a place: within its bounds, and not the 0, 0 of a phone that knows none."""
    return (
        math.isfinite(latitude)
        and math.isfinite(longitude)
        and abs(latitude) <= 90
        and abs(longitude) <= 180
        and (abs(latitude) > 1e-9 or abs(longitude) > 1e-9)
    )


def _on_white(picture: Image.Image) -> Image.Image:
    """Return a picture without transparency: what is seen through is white."""
    if picture.mode in {"RGBA", "LA", "PA"} or "transparency" in picture.info:
        layered = picture.convert("RGBA")
        ground = Image.new("RGBA", layered.size, "white")
        return Image.alpha_composite(ground, layered).convert("RGB")
    return picture.convert("RGB")


def _jpeg(picture: Image.Image) -> bytes:
    # A new picture: nothing that the file said of itself (profile, comment, EXIF) can come along.
    bare = Image.new("RGB", picture.size)
    bare.paste(picture)
    out = io.BytesIO()
    bare.save(out, "JPEG", quality=_QUALITY, optimize=True)
    return out.getvalue()


def _told(read: Callable[[], object]) -> object:
    """Return what was read of an EXIF, None where it is damaged: that is no reason to refuse a photo."""
    with suppress(Exception):
        return read()
    return None


def _taken_at(picture: Image.Image) -> dt.datetime | None:
    """Return the camera's time, without a zone, None where it wrote none that can be."""
    for tag in (Base.DateTimeOriginal, Base.DateTimeDigitized):
        told = _told(lambda tag=tag: picture.getexif().get_ifd(IFD.Exif).get(tag))  # type: ignore[misc]
        with suppress(ValueError):
            taken = dt.datetime.strptime(str(told).strip("\0 "), "%Y:%m:%d %H:%M:%S")  # noqa: DTZ007
            if taken >= _OLDEST:
                return taken
    return None


def _position(picture: Image.Image) -> tuple[float, float] | None:
    """Return latitude and longitude in degrees, None where the photo has none that can be."""
    told = _told(lambda: dict(picture.getexif().get_ifd(IFD.GPSInfo)))
    if not isinstance(told, dict):
        return None
    latitude = _degrees(told.get(GPS.GPSLatitude), told.get(GPS.GPSLatitudeRef), "N", "S")
    longitude = _degrees(told.get(GPS.GPSLongitude), told.get(GPS.GPSLongitudeRef), "E", "W")
    if latitude is None or longitude is None or not usable_position(latitude, longitude):
        return None
    return round(latitude, 6), round(longitude, 6)


def _degrees(parts: object, side: object, positive: str, negative: str) -> float | None:
    """Return degrees, minutes and seconds as degrees; None without the side, or where a part is no number."""
    letter = (side.decode("ascii", "replace") if isinstance(side, bytes) else str(side)).strip("\0 ").upper()
    if letter not in {positive, negative} or not isinstance(parts, (tuple, list)) or len(parts) != 3:
        return None
    with suppress(Exception):  # a fraction over nothing, a text
        degrees, minutes, seconds = (float(part) for part in parts)
        if min(degrees, minutes, seconds) >= 0:
            whole = degrees + minutes / 60 + seconds / 3_600
            return whole if letter == positive else -whole
    return None
