"""What an office sets for itself: its name, its logo, its own borders, how often it visits.

Each change is recorded with who and when; nothing is overwritten, and going back to what the project brings
along is a change like any other. Files are kept under their SHA-256.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import io
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Annotated, Final

from pydantic import Field, StringConstraints, ValidationError

from kopdata.access import Actor, Right, require
from kopdata.attention import VISIT_EVERY
from kopdata.errors import KopdataError
from kopdata.imports.values import tidy
from kopdata.models import Record, Setting
from kopdata.outlines import Outlines, OutlinesRefusedError, built_in_outlines, read_outlines
from kopdata.pictures import TooManyPixelsError, UnreadablePictureError, opened, upright
from kopdata.store import Contents, Store
from kopdata.vocabulary import SettingName

LONGEST_NAME: Final = 80
"""Letters of a name: what a report's title holds in two lines."""
LARGEST_LOGO: Final = 2 * 1024 * 1024
MOST_PIXELS: Final = 16_000_000
LOGO_SIZE: Final = (480, 160)
"""Pixels that a logo is brought to at the most; the menu shows it 32 high."""
_MOST_PIXELS: Final = dict.fromkeys(("PNG", "JPEG", "WEBP"), MOST_PIXELS)
_UNNAMED: Final = "batas wilayah"
"""What a file of borders is called whose name has no visible letter."""


class SettingsRefusedError(KopdataError):
    """A setting cannot be taken as it is; nothing changed."""

    title = "Pengaturan tidak dapat disimpan"


class LogoLostError(KopdataError):
    """The office's own logo can no longer be shown; the built-in one stands in its place."""

    title = "Logo kantor tidak dapat dipakai lagi"


Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST_NAME)]
LONGEST_INTERVAL: Final = 365
"""Days between two visits at the most."""
Interval = Annotated[int, Field(ge=1, le=LONGEST_INTERVAL)]


class Settings(Record):
    """What holds now; ``logo`` and ``outlines`` are SHA-256 of files in the store, None for our own.

    ``import_memory_mb`` (millions of bytes) and ``import_seconds`` bound the reading of one file,
    ``import_megabytes`` its size; see ``imports.sandbox.Limits``. The four numbers of days are the intervals
    of the work list's reasons; see ``fieldwork.worklist.WORK_REASONS``.
    """

    office_name: Name = "Dinas Koperasi, UKM, Perdagangan, Perindustrian"
    section_name: Name = "Bidang Koperasi"
    logo: str | None = None
    outlines: str | None = None
    outlines_name: str | None = None
    import_memory_mb: Annotated[int, Field(ge=500, le=16_000)] = 1_500
    import_seconds: Annotated[int, Field(ge=10, le=1_800)] = 60
    import_megabytes: Annotated[int, Field(ge=1, le=500)] = 100
    contradiction_days: Interval = VISIT_EVERY
    not_found_days: Interval = VISIT_EVERY
    inactive_ods_days: Interval = VISIT_EVERY
    inactive_rat_days: Interval = VISIT_EVERY


def settings_of(contents: Contents) -> Settings:
    """Return the settings of this state of the store; what is not set is as the project brings it along."""
    own = {str(name): value for name, value in contents.settings.items() if name in Settings.model_fields}
    return Settings.model_validate(own)


def rename_office(
    store: Store, office_name: str, section_name: str, *, shown: Settings, actor: Actor
) -> Settings:
    """Set the names of the office and its section; one with nothing visible goes back to the built-in one.

    Parameters
    ----------
    shown
        What stood in the form before it was filled in: a name that is still the same is not written, so that
        nobody takes back what somebody else has just changed.

    Raises
    ------
    NotAllowedError
        The actor has no right to change settings.
    SettingsRefusedError
        A name is too long.
    """
    require(actor, Right.SETTINGS)
    names = {
        SettingName.OFFICE_NAME: tidy(office_name),
        SettingName.SECTION_NAME: tidy(section_name),
    }
    try:
        Settings.model_validate({str(name): value for name, value in names.items() if value})
    except ValidationError as error:
        raise SettingsRefusedError(
            f"Nama kantor dan nama bidang paling panjang {LONGEST_NAME} huruf. Pendekkan, lalu simpan lagi."
        ) from error
    before = {SettingName.OFFICE_NAME: shown.office_name, SettingName.SECTION_NAME: shown.section_name}
    changed = {name: value or None for name, value in names.items() if value != before[name]}
    _change(store, changed, actor)
    return settings_of(store.contents())


def set_import_limits(
    store: Store, megabytes: int, seconds: int, memory_mb: int, *, shown: Settings, actor: Actor
) -> Settings:
    """Set how large a file may be, and how long (besides 1 s for 5,000 rows) and with what memory it is read.

    ``shown`` is what stood in the form: what is still the same is not written.

    Raises
    ------
    NotAllowedError
        The actor has no right to change settings.
    SettingsRefusedError
        A limit is out of its bounds, which the sentence names.
    """
    require(actor, Right.SETTINGS)
    limits = {
        SettingName.IMPORT_MEGABYTES: megabytes,
        SettingName.IMPORT_SECONDS: seconds,
        SettingName.IMPORT_MEMORY_MB: memory_mb,
    }
    try:
        Settings.model_validate({str(name): value for name, value in limits.items()})
    except ValidationError as error:
        raise SettingsRefusedError(
            "Batas unggahan di luar yang diperbolehkan: berkas 1 sampai 500 MB, waktu 10 sampai 1.800 detik, "
            "memori 500 sampai 16.000 MB. Perbaiki angkanya, lalu simpan lagi."
        ) from error
    before = shown.model_dump()
    _change(store, {name: str(value) for name, value in limits.items() if value != before[str(name)]}, actor)
    return settings_of(store.contents())


def set_visit_intervals(
    store: Store, days: Mapping[SettingName, int], *, shown: Settings, actor: Actor
) -> Settings:
    """Set after how many days a koperasi is to be visited again, by why it is on the work list.

    ``shown`` is what stood in the form: what is still the same is not written.

    Raises
    ------
    NotAllowedError
        The actor has no right to change settings.
    SettingsRefusedError
        A number of days is out of its bounds, which the sentence names.
    """
    require(actor, Right.SETTINGS)
    try:
        Settings.model_validate({str(name): value for name, value in days.items()})
    except ValidationError as error:
        raise SettingsRefusedError(
            f"Jarak kunjungan di luar yang diperbolehkan: 1 sampai {LONGEST_INTERVAL} hari. Perbaiki "
            "angkanya, lalu simpan lagi."
        ) from error
    before = shown.model_dump()
    _change(store, {name: str(value) for name, value in days.items() if value != before[str(name)]}, actor)
    return settings_of(store.contents())


def set_logo(store: Store, content: bytes, *, actor: Actor) -> Settings:
    """Set the office's logo from a PNG, JPEG or WebP; it is drawn anew, at ``LOGO_SIZE`` at the most.

    Raises
    ------
    NotAllowedError
        The actor has no right to change settings.
    SettingsRefusedError
        The file is too large, or no such picture.
    """
    require(actor, Right.SETTINGS)
    picture = _redrawn(content)
    _change(store, {SettingName.LOGO: hashlib.sha256(picture).hexdigest()}, actor, picture)
    return settings_of(store.contents())


def remove_logo(store: Store, *, actor: Actor) -> Settings:
    """Go back to the built-in logo; raises NotAllowedError as ``set_logo`` does."""
    require(actor, Right.SETTINGS)
    _change(store, {SettingName.LOGO: None}, actor)
    return settings_of(store.contents())


def set_outlines(store: Store, content: bytes, file_name: str, *, actor: Actor) -> Outlines:
    """Draw the map by the office's own file of borders from now on; return them.

    Raises
    ------
    NotAllowedError
        The actor has no right to change settings.
    OutlinesRefusedError
        The file is no GeoJSON of all eight kecamatan.
    """
    require(actor, Right.SETTINGS)
    name = tidy(file_name)[-200:].strip() or _UNNAMED
    outlines = read_outlines(content, name)
    named = {SettingName.OUTLINES: hashlib.sha256(content).hexdigest(), SettingName.OUTLINES_NAME: name}
    _change(store, named, actor, content)
    return outlines


def reset_outlines(store: Store, *, actor: Actor) -> Outlines:
    """Go back to the built-in outlines and return them; raises NotAllowedError as ``set_outlines`` does."""
    require(actor, Right.SETTINGS)
    _change(store, {SettingName.OUTLINES: None, SettingName.OUTLINES_NAME: None}, actor)
    return built_in_outlines()


def outlines_of(store: Store, settings: Settings) -> Outlines:
    """Return the outlines that hold: the office's own, the built-in ones where it has none.

    Raises
    ------
    OutlinesRefusedError
        The office's file is no longer on the disk, or is another than the one that was set.
    """
    if settings.outlines is None:
        return built_in_outlines()
    name = settings.outlines_name or _UNNAMED
    path = store.original(settings.outlines)
    content = path.read_bytes() if path else None
    if content is None or hashlib.sha256(content).hexdigest() != settings.outlines:
        fate = "tidak ada lagi" if content is None else "sudah berubah"
        raise OutlinesRefusedError(
            f"Berkas {name} {fate} di penyimpanan, sehingga peta memakai batas wilayah perkiraan. Unggah "
            "berkasnya lagi, atau kembali ke batas wilayah perkiraan."
        )
    return read_outlines(content, name)


def logo_of(store: Store, settings: Settings) -> Path | None:
    """Return the picture of the office's own logo, None where it has none.

    Raises
    ------
    LogoLostError
        The picture is no longer on the disk, or is another than the one that was set.
    """
    if settings.logo is None:
        return None
    path = store.original(settings.logo)
    with suppress(OSError):
        if path is not None and hashlib.sha256(path.read_bytes()).hexdigest() == settings.logo:
            return path
    fate = "tidak ada lagi" if path is None else "sudah rusak"
    raise LogoLostError(
        f"Gambar logo kantor {fate} di penyimpanan, sehingga layar memakai logo bawaan. Unggah gambarnya "
        "lagi, atau kembali ke logo bawaan."
    )


def _change(
    store: Store, values: Mapping[SettingName, str | None], actor: Actor, file: bytes | None = None
) -> None:
    now = dt.datetime.now(dt.UTC)
    changed = [
        Setting(name=name, value=value, actor=actor.name, recorded_at=now) for name, value in values.items()
    ]
    store.add_settings(changed, {} if file is None else {hashlib.sha256(file).hexdigest(): file})


def _redrawn(content: bytes) -> bytes:
    """Return a picture as PNG of bounded size, with nothing of the file but its pixels."""
    if len(content) > LARGEST_LOGO:
        raise SettingsRefusedError("Gambar logo lebih besar dari 2 MB. Perkecil gambarnya, lalu unggah lagi.")
    try:
        with opened(content, _MOST_PIXELS) as picture:
            drawn = upright(picture).convert("RGBA")
    except TooManyPixelsError as error:
        size = f"berukuran {error.size[0]} × {error.size[1]} titik, terlalu besar" if error.size else ""
        raise SettingsRefusedError(
            f"Gambar logo {size or 'memuat terlalu banyak titik'}. Perkecil sampai paling banyak "
            "4.000 × 4.000 titik."
        ) from error
    except UnreadablePictureError as error:
        raise SettingsRefusedError(
            "Berkas ini bukan gambar PNG, JPG, atau WebP yang utuh. Simpan logonya sebagai PNG, lalu unggah "
            "lagi."
        ) from error
    drawn.thumbnail(LOGO_SIZE)
    out = io.BytesIO()
    drawn.save(out, "PNG")
    return out.getvalue()
