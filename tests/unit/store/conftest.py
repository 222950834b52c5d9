"""An empty store in a folder whose name has blanks and letters that are not ASCII."""

from __future__ import annotations

from pathlib import Path

import pytest

from kopdata.store import Store, create_store


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "data kantor é"


@pytest.fixture
def store(home: Path) -> Store:
    return create_store(home)
