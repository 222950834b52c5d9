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
        It names object storage (``s3://…``), or bears a sign that the Delta writer crashes over.
    """
    # As a Path, "s3://bucket" is "s3:/bucket"; one letter before the colon is a drive of Windows.
    if scheme := re.match(r"([A-Za-z][A-Za-z0-9+.-]+):/", str(named)):
        raise StoreError(
            f"Penyimpanan di {scheme[1]}:// belum didukung; isi KOPDATA_HOME dengan nama folder di komputer "
            "ini atau di jaringan kantor."
        )
    folder = Path(named).expanduser().resolve()
    if signs := sorted(set(str(folder)) & set("[]^|")):
        raise StoreError(
            f"Nama folder {folder} memuat tanda {' '.join(signs)} yang tidak dapat dipakai. Ganti nama "
            "folder itu, atau pilih folder lain lewat KOPDATA_HOME."
        )
    return folder
