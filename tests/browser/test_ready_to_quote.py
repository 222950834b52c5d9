"""Siap dikutip: what is copied is what is read, and the picture is one to send on."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Locator, Page, ViewportSize, expect

from kopdata.paths import PROJECT
from tests.browser.conftest import OpenPage
from tests.support.browser import LAPTOP, PHONE
from tests.support.server import Server, serve

PUBLISHED = (
    "Per 12 Desember 2022 tercatat 99 koperasi di Kabupaten Bangka Selatan: 73 aktif (73,7 persen) dan "
    "26 tidak aktif (26,3 persen)."
)
CLIPBOARD = "navigator.clipboard.readText()"


WITHIN = 20_000
"""Milliseconds a first visit may take on a busy machine."""


def words(page: Page) -> Locator:
    """Return the box with the sentences."""
    return page.locator(".st-key-quote .words")


def expect_words(page: Page, part: str) -> None:
    expect(words(page)).to_contain_text(part, timeout=WITHIN)


def allow_clipboard(page: Page, server: Server) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=server.url)


@pytest.mark.parametrize("size", [LAPTOP, PHONE], ids=["laptop", "phone"])
def test_salin_teks_copies_exactly_the_sentences(
    demo_server: Server, open_page: OpenPage, size: ViewportSize
) -> None:
    page = open_page(demo_server.url, size)
    allow_clipboard(page, demo_server)
    expect_words(page, PUBLISHED)
    page.get_by_role("button", name="Salin teks").click()
    expect(page.get_by_text("Tersalin.")).to_be_visible()
    assert page.evaluate(CLIPBOARD) == words(page).inner_text()
    box = words(page).bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= size["width"]


def test_the_sentences_follow_the_filter(demo_server: Server, open_page: OpenPage) -> None:
    page = open_page(f"{demo_server.url}/?kecamatan=Lepar")
    allow_clipboard(page, demo_server)
    expect_words(page, "4 koperasi di Kecamatan Lepar: 3 dari 4 aktif")
    page.get_by_role("button", name="Salin teks").click()
    expect(page.get_by_text("Tersalin.")).to_be_visible()
    assert page.evaluate(CLIPBOARD) == words(page).inner_text()


def test_a_refused_clipboard_leaves_the_text_selected(demo_server: Server, open_page: OpenPage) -> None:
    page = open_page(demo_server.url)
    allow_clipboard(page, demo_server)
    expect_words(page, PUBLISHED)
    page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error('refused')) }")
    button = page.get_by_role("button", name="Salin teks")
    button.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Teks sudah dipilih")).to_be_visible()
    page.keyboard.press("Control+C")
    assert page.evaluate(CLIPBOARD).strip() == words(page).inner_text()


REFUSED = """
import streamlit as st

from kopdata.errors import StoreError
from pages.parts import downloads


def make() -> bytes:
    raise StoreError("Berkas data *tidak* dapat dibaca.")


@st.fragment(run_every="1s")
def ask() -> None:
    downloads.tell_refusals()


downloads.button("Unduh daftar", make, key="list", file_name="a.csv", mime="text/csv", icon=":material/csv:")
ask()
"""


def test_a_file_that_cannot_be_made_says_so_in_indonesian(open_page: OpenPage, tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(REFUSED, encoding="utf-8")
    env = {"PYTHONPATH": str(PROJECT), "STREAMLIT_BROWSER_GATHER_USAGE_STATS": "false"}
    with serve(tmp_path, script=script, address="127.0.0.1", env=env) as server:
        page = open_page(server.url)
        page.get_by_role("button", name="Unduh daftar").click()
        told = page.get_by_test_id("stDownloadButtonError")
        expect(told).to_be_visible(timeout=WITHIN)
        assert told.evaluate("e => getComputedStyle(e).fontSize") == "0px"
        assert told.evaluate("e => getComputedStyle(e, '::after').content") == '"Berkas tidak dapat dibuat."'
        toast = page.get_by_test_id("stToast")
        expect(toast).to_contain_text("Penyimpanan bermasalah. Berkas data *tidak* dapat dibaca.")


@pytest.mark.parametrize("size", [LAPTOP, PHONE], ids=["laptop", "phone"])
def test_unduh_gambar_hands_out_a_picture_for_a_phone(
    demo_server: Server, open_page: OpenPage, size: ViewportSize
) -> None:
    page = open_page(demo_server.url, size)
    expect_words(page, PUBLISHED)
    with page.expect_download() as handed:
        page.get_by_role("button", name="Unduh gambar").click()
    assert handed.value.suggested_filename == "koperasi-2022-12-12.png"
    with Image.open(handed.value.path()) as picture:
        assert picture.format == "PNG"
        assert picture.size == (1080, 1350)
        assert picture.info["Description"] == words(page).inner_text()
