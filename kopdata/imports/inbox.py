"""Uploads that wait to be checked: kept on disk, so that no screen holds their bytes in memory."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

_FOLDER = Path(tempfile.gettempdir()) / "kopdata-unggahan"
_KEPT_SECONDS = 24 * 60 * 60
"""An upload that was neither saved nor cancelled by then belongs to a screen that is gone."""


def keep_upload(content: bytes) -> Path:
    """Write an upload to a file of its own and return its path; forgotten ones are cleared away."""
    _FOLDER.mkdir(mode=0o700, parents=True, exist_ok=True)
    for old in _FOLDER.iterdir():
        if time.time() - old.stat().st_mtime > _KEPT_SECONDS:
            old.unlink(missing_ok=True)
    with tempfile.NamedTemporaryFile(dir=_FOLDER, delete=False) as file:
        file.write(content)
    return Path(file.name)


def discard_upload(path: Path) -> None:
    """Remove an upload that was saved or cancelled; one that is gone already is no error."""
    path.unlink(missing_ok=True)
