"""Photos of a visit: remade, stripped, and refused in a sentence where they cannot be."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import struct
import subprocess
import sys
import time
import zlib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from PIL.ExifTags import GPS

from kopdata.fieldwork.photos import LARGEST_MB, LONGEST_SIDE, THUMBNAIL_SIDE, PhotoRefusedError, remake
from kopdata.paths import PROJECT
from tests.support.photos import GPS_OF_TOBOALI, TOBOALI, photo


def drawn(content: bytes) -> Image.Image:
    picture = Image.open(io.BytesIO(content))
    picture.load()
    return picture


def png_that_claims(width: int, height: int) -> bytes:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = zlib.compress(b"\0" * 1000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def test_a_photo_is_made_small_and_bears_nothing_of_its_file() -> None:
    content = photo((4000, 3000))
    remade = remake(content, "IMG_1.jpg")
    assert (remade.photo.width, remade.photo.height) == (LONGEST_SIDE, 1200)
    assert remade.photo.taken_at == dt.datetime.fromisoformat("2022-12-20T10:42:05")
    assert (remade.photo.latitude, remade.photo.longitude) == pytest.approx(TOBOALI, abs=1e-5)
    assert set(remade.files) == {remade.photo.sha256, remade.photo.thumbnail}
    for sha256, jpeg in remade.files.items():
        assert hashlib.sha256(jpeg).hexdigest() == sha256
        kept = drawn(jpeg)
        assert (kept.format, kept.mode) == ("JPEG", "RGB")
        assert not kept.getexif()
        assert set(kept.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density", "progression"}
        assert b"rahasia" not in jpeg
    assert b"rahasia" in content
    assert max(drawn(remade.files[remade.photo.thumbnail]).size) == THUMBNAIL_SIDE


def test_the_same_photo_is_the_same_file() -> None:
    assert remake(photo()) == remake(photo())


@pytest.mark.parametrize(("orientation", "corner"), [(1, (0, 0)), (3, (1, 1)), (6, (1, 0)), (8, (0, 1))])
def test_a_photo_is_turned_upright(orientation: int, corner: tuple[int, int]) -> None:
    remade = remake(photo((400, 200), orientation=orientation))
    kept = drawn(remade.files[remade.photo.sha256])
    assert kept.size == ((400, 200) if orientation in {1, 3} else (200, 400))
    across, down = (int(side * (0.75 if far else 0.25)) for side, far in zip(kept.size, corner, strict=True))
    red, green, _blue = kept.getpixel((across, down))  # type: ignore[misc]
    assert red > 200
    assert green < 60


@pytest.mark.parametrize(
    ("form", "mode"),
    [
        ("PNG", "RGBA"),
        ("PNG", "P"),
        ("PNG", "L"),
        ("PNG", "1"),
        ("PNG", "I;16"),
        ("WEBP", "RGBA"),
        ("JPEG", "CMYK"),
    ],
)
def test_every_kind_of_picture_becomes_a_jpeg(form: str, mode: str) -> None:
    remade = remake(photo(form=form, mode=mode, gps=None, taken=None))
    assert drawn(remade.files[remade.photo.sha256]).mode == "RGB"
    assert (remade.photo.taken_at, remade.photo.latitude) == (None, None)


def test_a_phones_jpeg_with_a_second_picture_in_it_is_a_photo() -> None:
    out = io.BytesIO()
    second = Image.new("RGB", (100, 80), "navy")
    Image.new("RGB", (400, 300), "red").save(out, "MPO", save_all=True, append_images=[second])
    remade = remake(out.getvalue())
    assert (remade.photo.width, remade.photo.height) == (400, 300)


def test_what_is_seen_through_is_white() -> None:
    out = io.BytesIO()
    Image.new("RGBA", (50, 50), (0, 0, 0, 0)).save(out, "PNG")
    remade = remake(out.getvalue())
    assert drawn(remade.files[remade.photo.sha256]).getpixel((25, 25)) == (255, 255, 255)


@pytest.mark.parametrize(
    "wrong",
    [
        {GPS.GPSLatitude: (0.0, 0.0, 0.0), GPS.GPSLongitude: (0.0, 0.0, 0.0)},
        {GPS.GPSLatitude: (91.0, 0.0, 0.0)},
        {GPS.GPSLongitude: (180.0, 30.0, 0.0)},
        {GPS.GPSLatitude: (3.0, 0.0)},
        {GPS.GPSLatitudeRef: "X"},
    ],
)
def test_a_position_that_cannot_be_is_none(wrong: dict[int, Any]) -> None:
    remade = remake(photo(gps=GPS_OF_TOBOALI | wrong))
    assert (remade.photo.latitude, remade.photo.longitude) == (None, None)
    assert remade.photo.taken_at is not None


def test_a_fraction_over_nothing_is_no_position() -> None:
    content = photo()
    order = "<" if b"II*\0" in content else ">"
    damaged = content.replace(struct.pack(f"{order}LL", 106, 1), struct.pack(f"{order}LL", 106, 0))
    assert damaged != content
    assert remake(damaged).photo.latitude is None


@pytest.mark.parametrize(
    "taken", ["0000:00:00 00:00:00", "kemarin", "1970:01:01 00:00:00", "", "2022:13:01 0:0:0"]
)
def test_a_time_that_cannot_be_is_none(taken: str) -> None:
    assert remake(photo(taken=taken)).photo.taken_at is None


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "bukan gambar"),
        (b"Kepada Yth.", "bukan gambar"),
        (b"GIF89a" + bytes(100), "bukan gambar"),
        (b"%PDF-1.7", "bukan gambar"),
        (b"\xff\xd8\xff\xe0" + bytes(50), "bukan gambar"),
        (bytes(4) + b"ftypheic" + bytes(100), "HEIC"),
        (png_that_claims(60_000, 60_000), "terlalu banyak titik"),
        (png_that_claims(9_000, 9_000), "9.000 × 9.000"),
        (png_that_claims(2**31 - 1, 2**31 - 1), "terlalu banyak titik"),
        (png_that_claims(800, 800), "bukan gambar"),
        (bytes(LARGEST_MB * 1_000_000 + 1), "lebih besar dari 25 MB"),
    ],
)
def test_what_is_no_photo_is_refused_in_a_sentence(content: bytes, says: str) -> None:
    with pytest.raises(PhotoRefusedError, match=says) as refused:
        remake(content, "surat\x1b[31m.jpg")
    assert str(refused.value).startswith("Foto surat[31m.jpg ")


def test_a_jpeg_of_huge_sides_is_refused_before_it_is_decoded() -> None:
    content = bytearray(photo((64, 64)))
    at = content.index(b"\xff\xc0") + 5
    content[at : at + 4] = struct.pack(">HH", 65_000, 65_000)
    with pytest.raises(PhotoRefusedError, match="terlalu banyak titik"):
        remake(bytes(content))


@given(st.floats(min_value=0.05, max_value=0.95))
def test_a_photo_that_is_cut_off_is_refused(share: float) -> None:
    content = photo((300, 200))
    with pytest.raises(PhotoRefusedError):
        remake(content[: int(len(content) * share)])


@given(st.lists(st.tuples(st.integers(0, 400), st.integers(0, 255)), min_size=1, max_size=20))
@pytest.mark.filterwarnings("ignore")
def test_a_damaged_head_is_refused_or_read_never_anything_else(changes: list[tuple[int, int]]) -> None:
    content = bytearray(photo((64, 48)))
    for at, byte in changes:
        content[at] = byte
    try:
        remade = remake(bytes(content))
    except PhotoRefusedError:
        return
    assert max(drawn(remade.files[remade.photo.sha256]).size) <= LONGEST_SIDE


def claiming(side: int, *, progressive: bool) -> bytes:
    """Return a small JPEG in four colours whose head says that it is a large one."""
    out = io.BytesIO()
    Image.new("CMYK", (64, 64)).save(out, "JPEG", progressive=progressive)
    content = bytearray(out.getvalue())
    at = content.index(b"\xff\xc2" if progressive else b"\xff\xc0") + 5
    content[at : at + 4] = struct.pack(">HH", side, side)
    return bytes(content)


def test_what_is_held_of_a_jpeg_in_many_passes_is_bounded() -> None:
    assert remake(claiming(5_000, progressive=False)).photo.width == LONGEST_SIDE
    with pytest.raises(PhotoRefusedError, match=r"terlalu banyak titik \(5\.000"):
        remake(claiming(5_000, progressive=True))


_PEAK = """
import sys
from pathlib import Path
from kopdata.fieldwork.photos import remake
kept = remake(Path(sys.argv[1]).read_bytes()).photo
told = Path("/proc/self/status").read_text()
print(kept.width, kept.height, told.split("VmHWM:")[1].split()[0])
"""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the kernel tells nothing of memory")
def test_a_photo_of_an_odd_shape_takes_little_memory(tmp_path: Path) -> None:
    path = tmp_path / "lebar.jpg"
    Image.new("CMYK", (24_000, 1_500)).save(path)
    done = subprocess.run(
        [sys.executable, "-c", _PEAK, str(path)], cwd=PROJECT, capture_output=True, text=True, check=True
    )
    width, height, peak = map(int, done.stdout.split())
    assert (width, height) == (1600, 100)
    assert peak < 200_000  # kB; all its pixels at once would be 144 MB, twice that in the colours of a screen


def test_a_jpeg_of_very_many_passes_is_refused_at_once() -> None:
    out = io.BytesIO()
    Image.new("RGB", (2_000, 2_000), "green").save(out, "JPEG", progressive=True)
    whole = out.getvalue()
    last = whole.rindex(b"\xff\xda")
    remake(whole)
    begun = time.monotonic()
    with pytest.raises(PhotoRefusedError, match="utuh"):
        remake(whole[:-2] + whole[last:-2] * 5_000 + whole[-2:])
    assert time.monotonic() - begun < 2
