"""The whole way: a tile, its names, one koperasi, where a value comes from, and back, filters intact."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import ViewportSize, expect

from tests.browser.conftest import OpenPage
from tests.browser.dashboard import expect_tiles, settle
from tests.browser.test_names import name_at, press_name
from tests.support.browser import LAPTOP, PHONE
from tests.support.server import Server


@pytest.mark.parametrize("size", [LAPTOP, PHONE], ids=["laptop", "phone"])
def test_from_a_tile_to_the_source_of_a_value_and_back(
    demo_server: Server, open_page: OpenPage, size: ViewportSize
) -> None:
    page = open_page(f"{demo_server.url}/?kecamatan=Toboali", size)
    expect_tiles(page, 42, 33, 9)
    settle(page)
    page.locator(".st-key-tile_inactive").get_by_role("button", name="Lihat 9 nama").click()
    expect(page.get_by_text("1–9 dari 9 koperasi")).to_be_visible()
    expect(page.get_by_role("button", name="Kecamatan: Toboali")).to_be_visible()
    table = page.get_by_test_id("stDataFrame")
    expect(table.locator("td").first).to_be_attached()
    settle(page)
    name = name_at(table, 0)
    press_name(page, table, 0, size)
    expect(page.get_by_role("heading", name=name)).to_be_visible()
    expect(page.get_by_text("1 dari 9 dalam daftar")).to_be_visible()
    settle(page)
    page.get_by_role("button", name="Dari mana?").first.click()
    source = page.get_by_test_id("stPopoverBody")
    expect(source.get_by_text(re.compile(r"2022-12-12\.parquet, baris \d+")).first).to_be_visible()
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Kembali ke daftar").click()
    expect(page.get_by_text("1–9 dari 9 koperasi")).to_be_visible()
    expect(page.get_by_role("button", name="Kecamatan: Toboali")).to_be_visible()
    expect(page.get_by_role("button", name="Dihitung pada: Tidak aktif")).to_be_visible()
    page.get_by_role("button", name="Hapus semua saringan").click()
    expect(page.get_by_text("1–50 dari 99 koperasi")).to_be_visible()
