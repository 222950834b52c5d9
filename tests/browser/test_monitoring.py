"""Pemantauan in a real browser: narrowed, planned for an officer, and the round taken along."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Literal

import pypdfium2
import pytest
from playwright.sync_api import Page, ViewportSize, expect

from kopdata.store import open_store
from tests.browser.checks import flaws, open_everything, visit
from tests.browser.conftest import OpenPage
from tests.browser.dashboard import settle
from tests.support.browser import LAPTOP, PHONE, BlockedBrowser
from tests.support.registry import commit
from tests.support.server import Server

SIZES = pytest.mark.parametrize("size", [LAPTOP, PHONE], ids=["laptop", "phone"])
HEADER, ROW, BOX = 33, 33, 14
"""Pixels of the table's header, of a row, and from its left edge to the middle of a row's box."""
ADDRESS = {"district": "Payung", "district_code": "19.03.05", "village": "Irat", "address": "Jl. Contoh 4"}


@pytest.fixture
def office(office_home: Path, office_server: Server) -> Server:
    """An office with four koperasi that are not active."""
    today = dt.datetime.now().astimezone().date()
    commit(open_store(office_home), [{"status": "tidak aktif"} | ADDRESS] * 4, today)
    return office_server


def tick(page: Page, size: ViewportSize, row: int) -> None:
    """Tick a row of the table as a finger or a mouse does."""
    table = page.get_by_test_id("stDataFrame")
    table.evaluate("element => element.scrollIntoView({block: 'center'})")
    box = table.bounding_box()
    assert box is not None
    at = box["x"] + BOX, box["y"] + HEADER + ROW * (row + 0.5)
    (page.touchscreen.tap if size == PHONE else page.mouse.click)(*at)


def on_a_real_phone(browser: BlockedBrowser) -> OpenPage:
    """Return what opens pages in a browser that says what a phone's says."""

    def open_(url: str, size: ViewportSize = PHONE, color_scheme: Literal["light", "dark"] = "light") -> Page:
        context = browser.browser.new_context(
            viewport=size,
            is_mobile=True,
            has_touch=True,
            reduced_motion="reduce",
            locale="id-ID",
            user_agent="Mozilla/5.0 (Linux; Android 14) Chrome/126.0.0.0 Mobile Safari/537.36",
        )
        page = context.new_page()
        page.emulate_media(color_scheme=color_scheme)
        page.goto(url)
        return page

    return open_


def expect_count(page: Page, words: str) -> None:
    expect(page.get_by_role("heading", name=words, exact=True)).to_be_visible(timeout=20_000)
    settle(page)


@SIZES
def test_two_are_planned_and_the_round_is_taken_along(
    office: Server, open_page: OpenPage, size: ViewportSize, tmp_path: Path
) -> None:
    page = open_page(f"{office.url}/pemantauan?tampilan=Tabel", size)
    expect_count(page, "4 koperasi di daftar kunjungan")
    page.get_by_role("button", name="Saring", exact=True).click()
    page.get_by_role("button", name="Sudah dikunjungi", exact=True).click()
    expect_count(page, "0 dari 4 koperasi di daftar kunjungan")
    assert "tahap=Sudah" in page.url
    page.get_by_role("button", name="Saring (1)", exact=True).click()
    expect(page.get_by_text("Hanya yang terlambat")).to_be_hidden()
    page.get_by_role("button", name="Hapus saringan").click()
    expect_count(page, "4 koperasi di daftar kunjungan")
    for row, count in ((0, 1), (2, 2)):
        tick(page, size, row)
        expect(page.get_by_role("button", name=f"Simpan jadwal ({count})")).to_be_enabled()
        settle(page)
    page.get_by_role("combobox", name="Petugas yang berkunjung").click()
    page.get_by_role("option", name="Nama lain").click()
    name = page.get_by_role("textbox", name="Nama petugas")
    name.fill("Sari (contoh)")
    name.press("Tab")
    settle(page)
    page.get_by_test_id("stDateInputCalendarButton").click()
    page.get_by_test_id("stDateInputCalendar").locator("[aria-current=date], [data-today]").first.click()
    settle(page)
    page.get_by_role("button", name="Simpan jadwal (2)").click()
    expect(page.get_by_text("Jadwal 2 koperasi tersimpan: petugas Sari (contoh)")).to_be_visible()
    settle(page)
    page.get_by_role("button", name="Unduh", exact=True).click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Unduh putaran (.pdf)").click()
    assert download.value.suggested_filename.startswith("putaran-sari-contoh-")
    path = tmp_path / "round.pdf"
    download.value.save_as(path)
    [sheet] = pypdfium2.PdfDocument(path)
    text = " ".join(sheet.get_textpage().get_text_range().split())
    for words in (
        "Sari (contoh)",
        "Koperasi 0 (contoh)",
        "Koperasi 2 (contoh)",
        "Jl. Contoh 4",
        "Irat, Payung",
    ):
        assert words in text
    assert "Koperasi 1 (contoh)" not in text


@SIZES
@pytest.mark.parametrize("layout", ["Tabel", "Papan", "Peta"])
def test_nothing_is_wrong_with_the_screen(
    office: Server, open_page: OpenPage, browser: BlockedBrowser, size: ViewportSize, layout: str
) -> None:
    address = f"{office.url}/pemantauan?tampilan={layout}"
    if (size, layout) == (PHONE, "Papan"):
        # A real phone says that it is one, and gets cards unasked.
        open_page, address = on_a_real_phone(browser), f"{office.url}/pemantauan"
    page, complaints = visit(open_page, address, size)
    expect_count(page, "4 koperasi di daftar kunjungan")
    if layout == "Papan":
        expect(page.get_by_role("button", name="Catat kunjungan", exact=True)).to_have_count(4)
    if (size, layout) == (LAPTOP, "Tabel"):
        table = page.get_by_test_id("stDataFrame").bounding_box()
        assert table is not None
        assert table["y"] + HEADER + 5 * ROW < size["height"], "the list begins below the screen"
    page.get_by_role("button", name="Saring", exact=True).click()
    expect(page.get_by_text("Hanya yang terlambat")).to_be_visible()
    open_everything(page)
    found = flaws(page, size, within="[data-testid=stMain]") + complaints.said
    assert not found, "\n".join(found)
