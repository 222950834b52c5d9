"""Where the project's own files and the office's store lie, wherever the program is called from."""

from __future__ import annotations

import os
import re
from pathlib import Path

from kopdata.errors import StoreError

PROJECT = Path(__file__).resolve().parent.parent
REFERENCE = PROJECT / "data" / "reference"
DEMO = PROJECT / "data" / "demo"
SAMPLES = PROJECT / "data" / "samples"
_NO_LETTER = re.compile("[\ud800-\udfff]")
_UNUSABLE = re.compile(
    r"[\[\]^|\x00-\x1f\x7f\ud800-\udfff]|%[0-9A-Fa-f]{2}" + ("" if os.sep == "\\" else r"|\\")
)
"""What a folder of Delta tables must not bear; it takes "%20" for a blank, and "\\" for "/"."""


def home() -> Path:
    """Return the folder of the store: ``KOPDATA_HOME``, or ``data/store`` of the project.

    Raises
    ------
    StoreError
        ``KOPDATA_HOME`` names no folder of this computer.
    """
    named = os.environ.get("KOPDATA_HOME", "").strip()
    return store_folder(named) if named else PROJECT / "data" / "store"


def store_folder(named: Path | str) -> Path:
    """Return the absolute folder that a store's place names.

    Raises
    ------
    StoreError
        It names object storage (``s3://…``) or no folder, or bears a sign that the Delta writer crashes over
        or takes for another.
    """
    # As a Path, "s3://bucket" is "s3:/bucket"; one letter before the colon is a drive of Windows.
    if scheme := re.match(r"([A-Za-z][A-Za-z0-9+.-]+):/", str(named)):
        raise StoreError(
            f"Penyimpanan di {scheme[1]}:// belum didukung; isi KOPDATA_HOME dengan nama folder di komputer "
            "ini atau di jaringan kantor."
        )
    try:
        folder = Path(named).expanduser().resolve()
    except (OSError, RuntimeError):  # "~nobody", a link that leads to itself
        raise StoreError(
            f"{shown(str(named))} bukan folder yang dapat dipakai. Isi KOPDATA_HOME dengan nama folder lain."
        ) from None
    if signs := sorted(set(_UNUSABLE.findall(str(folder)))):
        told = " ".join(shown(sign) for sign in signs)
        raise StoreError(
            f"Nama folder {shown(str(folder))} memuat tanda {told} yang tidak dapat dipakai. Ganti nama "
            "folder itu, atau pilih folder lain lewat KOPDATA_HOME."
        )
    return folder


def is_text(name: str) -> bool:
    """Tell whether a name can be written down: one that the system hands over may hold bytes of no letter."""
    return not _NO_LETTER.search(name)


def shown(name: str) -> str:
    """Return a name as a sentence can show it: a question mark for what is no letter or cannot be seen."""
    return _NO_LETTER.sub("?", re.sub(r"[\x00-\x1f\x7f]", "?", name))
