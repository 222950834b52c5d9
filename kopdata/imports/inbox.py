"""Uploads that wait to be checked, on the disk and not in any screen's memory.

Whoever left the page, reloaded it or lost the connection finds theirs again.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import tempfile
import time
from pathlib import Path
from typing import Final

from pydantic import AwareDatetime, ValidationError

from kopdata.errors import StoreError
from kopdata.imports.answers import NO_ANSWERS, Answers
from kopdata.models import Record, Text
from kopdata.paths import is_text, shown

_KEPT_SECONDS: Final = 24 * 60 * 60
"""An upload that was neither saved nor cancelled by then belongs to a screen that is gone."""
_ABOUT: Final = ".json"


class Upload(Record):
    """A file that waits in the inbox: whose it is, and what they call it. ``path`` leads to its content."""

    path: Path
    file_name: Text
    actor: Text
    received_at: AwareDatetime
    answers_json: str = ""
    """What was answered about its columns and words so far (``Answers.to_json``)."""
    as_of: dt.date | None = None
    """The date that was chosen for it so far."""

    @property
    def answers(self) -> Answers:
        """What was answered about its columns and words so far."""
        return Answers.from_json(self.answers_json) if self.answers_json else NO_ANSWERS


def keep_upload(content: bytes, folder: Path, *, file_name: str, actor: str) -> Upload:
    """Write an upload to a file of its own in ``folder`` and return it; forgotten ones are removed.

    The folder is made where it is missing, and is its owner's alone: uploads hold personal data. Other
    processes may keep and discard uploads in it at the same time.

    Raises
    ------
    StoreError
        If the upload cannot be written, or its name bears what is no letter.
    """
    if not is_text(file_name):
        raise StoreError(
            f"Nama berkas '{shown(file_name[-100:])}' memuat huruf yang rusak. Ganti nama berkasnya, lalu "
            "unggah lagi."
        )
    content_path: Path | None = None
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder.chmod(0o700)
        _clear(folder)
        with tempfile.NamedTemporaryFile(dir=folder, delete=False) as file:
            content_path = Path(file.name)
            file.write(content)
        upload = Upload(
            path=content_path,
            file_name=file_name.strip()[-255:] or "tanpa nama",
            actor=actor,
            received_at=dt.datetime.now(dt.UTC),
        )
        # Whoever finds this file finds the whole content beside it.
        _describe(upload)
    except OSError:
        if content_path is not None:
            with contextlib.suppress(OSError):
                content_path.unlink()
        raise StoreError(
            f"Unggahan tidak dapat disimpan di folder {folder}. Periksa ruang kosong dan izin folder itu, "
            "lalu unggah lagi."
        ) from None
    return upload


def waiting_uploads(folder: Path, *, actor: str) -> tuple[Upload, ...]:
    """Return what this person uploaded and neither saved nor cancelled, the newest first.

    What waited for a day is removed, whosesoever it is.
    """
    with contextlib.suppress(OSError):  # there is no inbox yet
        _clear(folder)
    found = []
    for about in folder.glob(f"*{_ABOUT}"):
        with contextlib.suppress(OSError, ValidationError):
            upload = Upload.model_validate_json(about.read_bytes())
            content = about.with_name(about.name.removesuffix(_ABOUT))
            if upload.actor == actor and content.is_file():
                found.append(upload.model_copy(update={"path": content}))
    return tuple(sorted(found, key=lambda upload: upload.received_at, reverse=True))


def note_answers(upload: Upload, *, answers: Answers, as_of: dt.date | None) -> Upload:
    """Keep what was answered about a waiting upload beside it, and return it with that.

    Raises
    ------
    StoreError
        If it cannot be written.
    """
    noted = upload.model_copy(update={"answers_json": answers.to_json(), "as_of": as_of})
    try:
        _describe(noted)
    except OSError:
        raise StoreError(
            f"Jawaban tentang berkas ini tidak dapat disimpan di folder {upload.path.parent}. Periksa ruang "
            "kosong dan izin folder itu."
        ) from None
    return noted


def _describe(upload: Upload) -> None:
    """Write what is known of an upload beside its content, whole or not at all."""
    folder = upload.path.parent
    with tempfile.NamedTemporaryFile("w", dir=folder, delete=False, encoding="utf-8") as about:
        try:
            about.write(upload.model_dump_json())
            about.flush()
        except OSError:
            with contextlib.suppress(OSError):
                Path(about.name).unlink()
            raise
    Path(about.name).replace(_about(upload.path))


def discard_upload(upload: Upload) -> None:
    """Remove an upload that was saved or cancelled; one that is gone already is no error."""
    for path in (_about(upload.path), upload.path):
        with contextlib.suppress(OSError):
            path.unlink()


def _about(path: Path) -> Path:
    return path.with_name(f"{path.name}{_ABOUT}")


def _clear(folder: Path) -> None:
    """Remove forgotten uploads; one that vanishes meanwhile, or is open elsewhere, is left to others."""
    for old in folder.iterdir():
        with contextlib.suppress(OSError):
            if time.time() - old.stat().st_mtime > _KEPT_SECONDS:
                old.unlink()
