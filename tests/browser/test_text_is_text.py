"""Text from a file is shown as it is written, wherever it stands."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import OpenPage
from tests.browser.dashboard import settle
from tests.support.registry import store_with
from tests.support.server import serve

WORD_JOINER = "\u2060"
NAMES = (
    "KSU <img src=x onerror=alert(1)> (contoh)",
    "KSU [tekan](javascript:alert(1)) (contoh)",
    "KSU :material/delete: $x^2$ **tebal** `kode` (contoh)",
    "KSU =HYPERLINK(1) http://contoh.example/a www.contoh.example (contoh)",
    "1. KSU ~~coret~~ :red[merah] # judul | a@contoh.example (contoh)",
)


@pytest.mark.parametrize("path", ["", "koperasi-ini?id=k{}"])
def test_names_show_as_they_are_written(path: str, tmp_path: Path, open_page: OpenPage) -> None:
    home = tmp_path / "home"
    rows = [{"name": name, "status": "aktif", "members": 0, "address": name, "chair": name} for name in NAMES]
    store_with(home, (dt.date(2022, 12, 12), rows))
    with serve(home) as server:
        pages = [path] if "{}" not in path else [path.format(number) for number in range(len(NAMES))]
        for place, opened in enumerate(pages):
            page = open_page(f"{server.url}/{opened}")
            shown = NAMES if not path else NAMES[place : place + 1]
            main = page.get_by_test_id("stMain")
            expect(main.get_by_text("KSU").first).to_be_visible(timeout=20_000)
            settle(page)
            written = main.inner_text().replace(WORD_JOINER, "")
            assert [name for name in shown if name not in written] == []
            assert main.locator("a[href^='http'], a[href^='javascript'], img[src='x'], .katex").count() == 0
            page.close()
