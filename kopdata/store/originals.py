"""The uploaded files, each kept under its SHA-256, so that every figure leads back to its file."""

from __future__ import annotations

import hashlib
import io
import re
import uuid
from contextlib import suppress
from pathlib import Path
from typing import Final

from kopdata.errors import StoreError
from kopdata.store.durability import sync_file, sync_folder

_FOLDER: Final = "files"
_BLOCK: Final = 1 << 20


def find(root: Path, sha256: str) -> Path | None:
    """Return the file of this SHA-256 in the store at ``root``, or None if it is not kept there."""
    path = root / _FOLDER / sha256
    return path if re.fullmatch("[0-9a-f]{64}", sha256) and path.is_file() else None


def keep(root: Path, original: Path | bytes, sha256: str) -> None:
    """Copy an uploaded file below its SHA-256, whole or not at all; one that is there whole already stays.

    One that is there but damaged gives way to the new copy.

    Raises
    ------
    StoreError
        It could not be copied, or is not the file that was previewed; nothing changed.
    """
    folder = root / _FOLDER
    part = folder / f".{uuid.uuid4().hex}"
    called = "ini" if isinstance(original, bytes) else original.name
    try:
        if _is_whole(folder / sha256, sha256):
            return
        folder.mkdir(exist_ok=True)
        digest = hashlib.sha256()
        with (
            io.BytesIO(original) if isinstance(original, bytes) else original.open("rb") as source,
            part.open("wb") as target,
        ):
            while block := source.read(_BLOCK):
                digest.update(block)
                target.write(block)
        if digest.hexdigest() != sha256:
            raise StoreError(
                f"Isi berkas {called} berubah sejak diperiksa. Periksa berkasnya sekali lagi, lalu simpan."
            )
        sync_file(part)
        part.replace(folder / sha256)
        sync_folder(folder)
    except OSError as error:
        raise StoreError(
            f"Berkas {called} tidak dapat disalin ke {folder}. Periksa ruang kosong pada disk "
            "dan hak menulis di folder itu, lalu ulangi. Tidak ada yang berubah."
        ) from error
    finally:
        with suppress(OSError):
            part.unlink()


def _is_whole(path: Path, sha256: str) -> bool:
    """Tell whether the file is there and holds what its name says; one that cannot be read does not."""
    with suppress(OSError), path.open("rb") as kept:
        return hashlib.file_digest(kept, "sha256").hexdigest() == sha256
    return False
