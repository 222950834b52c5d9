"""The documents say what the code can do."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kopdata.cli import COMMANDS
from kopdata.paths import PROJECT
from kopdata.vocabulary import HealthClass, Status
from tests.support.commands import kopdata

DOCS = sorted((PROJECT / "docs").rglob("*.md"))
GUIDE = sorted((PROJECT / "docs" / "panduan").glob("*.md"))


def guide() -> str:
    return "\n".join(path.read_text(encoding="utf-8") for path in GUIDE)


@pytest.mark.parametrize("path", [*DOCS, PROJECT / "README.md"], ids=lambda path: path.name)
def test_links_and_pictures_lead_somewhere(path: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)", path.read_text(encoding="utf-8")):
        if not target.startswith("http"):
            assert (path.parent / target).exists(), target


def test_the_guide_names_every_command(tmp_path: Path) -> None:
    text = guide()
    for name in COMMANDS:
        assert f"python -m kopdata {name}" in text, name
        assert name in kopdata(tmp_path / "home", name, "--help")


def test_the_guide_explains_the_words_of_the_screen() -> None:
    text = guide().lower()
    words = [*(status.label for status in Status), *(health.label for health in HealthClass)]
    words += ["Baru tercatat", "Tidak ada di berkas baru", "Menjadi tidak aktif", "Kembali aktif"]
    words += ["Data lain berubah", "Tarik kembali unggahan", "Pakai lagi", "Mulai pakai data kantor"]
    words += ["Ganti data tanggal ini", "Lengkapi data tanggal ini", "Tidak ada di berkas ini"]
    for word in words:
        assert word.lower() in text, word


def test_every_picture_of_the_guide_is_used() -> None:
    text = guide()
    for picture in (PROJECT / "docs" / "panduan" / "gambar").glob("*"):
        assert f"gambar/{picture.name}" in text, picture.name
