"""Where the project's own files and the office's store lie, wherever the program is called from."""

from __future__ import annotations

import os
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
REFERENCE = PROJECT / "data" / "reference"
DEMO = PROJECT / "data" / "demo"
SAMPLES = PROJECT / "data" / "samples"


def home() -> Path:
    """Return the folder of the store: ``KOPDATA_HOME``, or ``data/store`` of the project."""
    named = os.environ.get("KOPDATA_HOME", "").strip()
    return Path(named).expanduser().resolve() if named else PROJECT / "data" / "store"
