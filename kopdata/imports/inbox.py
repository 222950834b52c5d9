"""Uploads that wait to be checked: kept on disk, so that no screen holds their bytes in memory."""

from __future__ import annotations

import contextlib
import tempfile
import time
from pathlib import Path
from typing import Final

from kopdata.errors import StoreError

_KEPT_SECONDS: Final = 24 * 60 * 60
"""An upload that was neither saved nor cancelled by then belongs to a screen that is gone."""


def keep_upload(content: bytes, folder: Path) -> Path:
    """Write an upload to a file of its own in ``folder`` and return its path; forgotten ones are removed.

    The folder is made where it is missing, and is its owner's alone: uploads hold personal data. Other
    processes may keep and discard uploads in it at the same time.

    Raises
    ------
    StoreError
        If the upload cannot be written.
    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder.chmod(0o700)
        _clear(folder)
        with tempfile.NamedTemporaryFile(dir=folder, delete=False) as file:
            file.write(content)
    except OSError:
        raise StoreError(
            f"Unggahan tidak dapat disimpan di folder {folder}. Periksa ruang kosong dan izin folder itu, "
            "lalu unggah lagi."
        ) from None
    return Path(file.name)


def _clear(folder: Path) -> None:
    """Remove forgotten uploads; one that vanishes meanwhile, or is open elsewhere, is left to others."""
    for old in folder.iterdir():
        with contextlib.suppress(OSError):
            if time.time() - old.stat().st_mtime > _KEPT_SECONDS:
                old.unlink()


def discard_upload(path: Path) -> None:
    """Remove an upload that was saved or cancelled; one that is gone already is no error."""
    with contextlib.suppress(OSError):
        path.unlink()
