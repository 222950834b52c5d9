"""What an office sets: names, a logo, its own borders; nothing bad gets in, and the way back is open."""

from __future__ import annotations

import datetime as dt
import io
import json
import struct
import zlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from pydantic import ValidationError

from kopdata.access import Actor, Role
from kopdata.errors import NotAllowedError
from kopdata.imports.sandbox import LIMITS, Limits, limits_of
from kopdata.models import Setting
from kopdata.outlines import OutlinesRefusedError, built_in_outlines
from kopdata.settings import (
    LOGO_SIZE,
    LogoLostError,
    Settings,
    SettingsRefusedError,
    logo_of,
    outlines_of,
    remove_logo,
    rename_office,
    reset_outlines,
    set_import_limits,
    set_logo,
    set_outlines,
    settings_of,
)
from kopdata.store import Store, create_store, open_store
from kopdata.vocabulary import SettingName

HEAD = Actor(name="Sari", roles=frozenset({Role.HEAD}))
OFFICER = Actor(name="Budi", roles=frozenset({Role.FIELD_OFFICER}))


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return create_store(tmp_path)


def picture(size: tuple[int, int] = (900, 300), form: str = "PNG") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "#0f6b75").save(out, form)
    return out.getvalue()


def claiming(size: tuple[int, int]) -> bytes:
    """Return a small PNG that says it has so many pixels."""
    small = picture((1, 1))
    header = b"IHDR" + struct.pack(">II", *size) + small[24:29]
    return small[:12] + header + struct.pack(">I", zlib.crc32(header)) + small[33:]


def own_borders() -> bytes:
    collection = built_in_outlines().feature_collection()
    for feature in collection["features"]:  # type: ignore[attr-defined]
        for polygon in feature["geometry"]["coordinates"]:
            for ring in polygon:
                ring.reverse()
    return json.dumps(collection).encode()


def test_names_are_kept_tidied_and_an_empty_one_goes_back(store: Store) -> None:
    builtin = Settings()
    rename_office(
        store, "  DKUKMINDAG   Bangka Selatan ", "Bidang Koperasi dan UKM", shown=builtin, actor=HEAD
    )
    kept = settings_of(open_store(store.root).contents())
    assert (kept.office_name, kept.section_name) == ("DKUKMINDAG Bangka Selatan", "Bidang Koperasi dan UKM")
    assert rename_office(store, "", " ", shown=kept, actor=HEAD) == builtin


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("\u202eDinas\u200b Koperasi\x00", "Dinas Koperasi"),
        ("\u200b", Settings().office_name),
        ("\x00\ud800", Settings().office_name),
    ],
)
def test_a_name_is_kept_without_what_nobody_sees(store: Store, typed: str, kept: str) -> None:
    rename_office(store, typed, "Bidang", shown=settings_of(store.contents()), actor=HEAD)
    assert settings_of(open_store(store.root).contents()).office_name == kept


def test_a_name_left_as_it_was_shown_takes_nothing_back(store: Store) -> None:
    before = Settings()
    rename_office(store, before.office_name, "Seksi Kelembagaan", shown=before, actor=HEAD)
    rename_office(store, "DKUKMINDAG", before.section_name, shown=before, actor=HEAD)
    kept = settings_of(open_store(store.root).contents())
    assert (kept.office_name, kept.section_name) == ("DKUKMINDAG", "Seksi Kelembagaan")


def test_a_clock_set_back_does_not_bring_back_what_was_set_before(store: Store) -> None:
    tomorrow = dt.datetime.now(dt.UTC) + dt.timedelta(days=1)
    ahead = Setting(name=SettingName.OFFICE_NAME, value="Kantor A", actor="Sari", recorded_at=tomorrow)
    store.add_settings([ahead])
    shown = settings_of(store.contents())
    for name in ("Kantor B", "Kantor C"):
        shown = rename_office(store, name, shown.section_name, shown=shown, actor=HEAD)
        assert settings_of(open_store(store.root).contents()).office_name == name


def test_a_name_too_long_is_refused(store: Store) -> None:
    with pytest.raises(SettingsRefusedError, match="80 huruf"):
        rename_office(store, "x" * 81, "Bidang", shown=Settings(), actor=HEAD)
    assert settings_of(store.contents()) == Settings()


@pytest.mark.parametrize("form", ["PNG", "JPEG", "WEBP"])
def test_a_logo_is_drawn_anew_and_can_be_removed(store: Store, form: str) -> None:
    set_logo(store, picture(form=form), actor=HEAD)
    path = logo_of(store, settings_of(store.contents()))
    assert path is not None
    with Image.open(path) as kept:
        assert kept.format == "PNG"
        assert kept.size == LOGO_SIZE
    assert logo_of(store, remove_logo(store, actor=HEAD)) is None


@pytest.mark.parametrize("damage", [b"", picture()[:100], b"bukan gambar"], ids=["empty", "cut off", "other"])
def test_a_damaged_logo_is_told_and_mended_by_the_same_file(store: Store, damage: bytes) -> None:
    kept = set_logo(store, picture(), actor=HEAD)
    path = logo_of(store, kept)
    assert path is not None
    path.write_bytes(damage)
    with pytest.raises(LogoLostError, match="sudah rusak"):
        logo_of(store, kept)
    path.unlink()
    with pytest.raises(LogoLostError, match="tidak ada lagi"):
        logo_of(store, kept)
    path.write_bytes(damage)
    assert logo_of(store, set_logo(store, picture(), actor=HEAD)) == path
    assert {one.name for one in path.parent.iterdir()} == {kept.logo}


def test_a_picture_of_fine_greys_stays_grey(store: Store) -> None:
    out = io.BytesIO()
    ramp = bytes(byte for x in range(256) for byte in (x, x)) * 100
    Image.frombytes("I;16", (256, 100), ramp).save(out, "PNG")
    path = logo_of(store, set_logo(store, out.getvalue(), actor=HEAD))
    assert path is not None
    with Image.open(path) as kept:
        assert [kept.getpixel((x, 50))[:3] for x in (0, 128, 255)] == [(0,) * 3, (128,) * 3, (255,) * 3]  # type: ignore[index]


def test_a_photograph_stands_as_its_camera_was_held(store: Store) -> None:
    turned = Image.Exif()
    turned[0x0112] = 6  # the top of the picture is at the right
    out = io.BytesIO()
    Image.new("RGB", (900, 300)).save(out, "JPEG", exif=turned)
    path = logo_of(store, set_logo(store, out.getvalue(), actor=HEAD))
    assert path is not None
    with Image.open(path) as kept:
        assert kept.height > kept.width


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "bukan gambar"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "bukan gambar"),
        (picture()[:200], "bukan gambar"),
        (picture((100, 100), "BMP"), "bukan gambar"),
        (picture((5000, 4000)), "terlalu besar"),
        (claiming((60_000, 60_000)), "terlalu banyak titik"),
        (picture() + b"0" * 2 * 1024 * 1024, "2 MB"),
    ],
    ids=["empty", "svg", "cut off", "bitmap", "too many pixels", "far too many pixels", "too many bytes"],
)
def test_what_is_no_logo_is_refused_in_a_sentence(store: Store, content: bytes, sentence: str) -> None:
    with pytest.raises(SettingsRefusedError, match=sentence):
        set_logo(store, content, actor=HEAD)
    assert settings_of(store.contents()) == Settings()


@given(st.binary(max_size=300))
@settings(max_examples=100, deadline=None)
def test_any_bytes_after_a_png_header_end_in_a_sentence(content: bytes) -> None:
    with pytest.raises(SettingsRefusedError):
        set_logo(_UNUSED, b"\x89PNG\r\n\x1a\n" + content, actor=HEAD)


_UNUSED: Store = None  # type: ignore[assignment]  # a refused picture never reaches the store


def test_own_borders_are_used_and_can_be_left(store: Store) -> None:
    set_outlines(store, own_borders(), "batas resmi.geojson", actor=HEAD)
    used = outlines_of(open_store(store.root), settings_of(store.contents()))
    assert used.is_official
    assert "batas resmi.geojson" in used.source
    assert reset_outlines(store, actor=HEAD) is built_in_outlines()
    assert outlines_of(store, settings_of(store.contents())) is built_in_outlines()


@pytest.mark.parametrize("name", ["", " ", "batas" + " " * 300, "\u200b", "\ud800.geojson", "x" * 5_000])
def test_borders_are_taken_whatever_their_file_is_called(store: Store, name: str) -> None:
    set_outlines(store, own_borders(), name, actor=HEAD)
    kept = settings_of(open_store(store.root).contents())
    assert kept.outlines_name
    assert kept.outlines_name.isprintable()
    assert outlines_of(store, kept).source


def test_damaged_borders_are_mended_by_the_same_file(store: Store) -> None:
    set_outlines(store, own_borders(), "batas.geojson", actor=HEAD)
    kept = settings_of(store.contents())
    path = store.original(kept.outlines or "")
    assert path is not None
    path.write_bytes(own_borders()[:-100])
    set_outlines(store, own_borders(), "batas.geojson", actor=HEAD)
    assert outlines_of(store, kept).is_official


def test_broken_borders_are_refused_and_the_map_stays(store: Store) -> None:
    with pytest.raises(OutlinesRefusedError):
        set_outlines(store, own_borders()[:-100], "potongan.geojson", actor=HEAD)
    assert settings_of(store.contents()).outlines is None


def test_borders_that_vanished_or_changed_on_the_disk_are_told(store: Store) -> None:
    set_outlines(store, own_borders(), "batas.geojson", actor=HEAD)
    kept = settings_of(store.contents())
    path = store.original(kept.outlines or "")
    assert path is not None
    path.write_bytes(own_borders()[:-100])
    with pytest.raises(OutlinesRefusedError, match=r"batas\.geojson sudah berubah"):
        outlines_of(store, kept)
    path.unlink()
    with pytest.raises(OutlinesRefusedError, match=r"batas\.geojson tidak ada lagi"):
        outlines_of(store, kept)


def test_only_the_head_changes_settings(store: Store) -> None:
    for change in (
        lambda: rename_office(store, "a", "b", shown=Settings(), actor=OFFICER),
        lambda: set_logo(store, picture(), actor=OFFICER),
        lambda: remove_logo(store, actor=OFFICER),
        lambda: set_outlines(store, own_borders(), "x.geojson", actor=OFFICER),
        lambda: reset_outlines(store, actor=OFFICER),
    ):
        with pytest.raises(NotAllowedError):
            change()
    assert settings_of(store.contents()) == Settings()


def test_each_change_is_remembered_with_who_made_it(store: Store) -> None:
    before = store.version()
    rename_office(store, "Kantor A", "", shown=Settings(), actor=HEAD)
    assert store.version() != before
    assert settings_of(store.contents()).office_name == "Kantor A"


def test_what_may_be_set_for_imports_is_bounded() -> None:
    assert limits_of(Settings()) == LIMITS
    own = Settings.model_validate(
        {"import_memory_mb": "3000", "import_seconds": "120", "import_megabytes": "250"}
    )
    assert limits_of(own) == Limits(memory=3_000_000_000, seconds=120, size=250_000_000)
    for name, value in (
        ("import_memory_mb", "499"),
        ("import_memory_mb", "16001"),
        ("import_seconds", "9"),
        ("import_seconds", "1801"),
        ("import_megabytes", "0"),
        ("import_megabytes", "501"),
        ("import_seconds", "lama"),
    ):
        with pytest.raises(ValidationError):
            Settings.model_validate({name: value})


def test_limits_of_an_upload_are_kept_within_their_bounds(store: Store) -> None:
    shown = settings_of(store.contents())
    kept = set_import_limits(store, 50, 120, 2_000, shown=shown, actor=HEAD)
    assert (kept.import_megabytes, kept.import_seconds, kept.import_memory_mb) == (50, 120, 2_000)
    assert limits_of(kept).size == 50_000_000
    for wrong in ((0, 120, 2_000), (50, 5, 2_000), (50, 120, 99)):
        with pytest.raises(SettingsRefusedError, match="Batas unggahan di luar"):
            set_import_limits(store, *wrong, shown=kept, actor=HEAD)
    assert settings_of(store.contents()) == kept
    with pytest.raises(NotAllowedError):
        set_import_limits(store, 60, 120, 2_000, shown=kept, actor=OFFICER)


def test_a_limit_that_was_not_touched_is_not_written(store: Store) -> None:
    shown = settings_of(store.contents())
    set_import_limits(store, 50, shown.import_seconds, shown.import_memory_mb, shown=shown, actor=HEAD)
    kept = set_import_limits(
        store, shown.import_megabytes, 90, shown.import_memory_mb, shown=shown, actor=HEAD
    )
    assert (kept.import_megabytes, kept.import_seconds) == (50, 90)
