"""An upload outlives its screen: a reload, another page, another window; and it goes when it is cancelled."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from kopdata.paths import SAMPLES
from tests.browser.conftest import OpenPage
from tests.browser.dashboard import expect_tiles, go_to, settle, upload
from tests.support.server import Server

NOVEMBER_2024 = SAMPLES / "ODS keadaan 7 November 2024.xlsx"


def inbox(server: Server) -> list[str]:
    return [path.name for path in server.home.rglob("inbox/*")]


def resume(page: Page) -> None:
    page.get_by_role("button", name="Lanjutkan").click()
    expect(page.get_by_role("dialog").get_by_text(re.compile(r"Dibaca \d"))).to_be_visible(timeout=30_000)


def test_a_reload_finds_the_preview_again_and_cancelling_ends_it(
    own_demo: Server, open_page: OpenPage
) -> None:
    page = open_page(own_demo.url)
    expect_tiles(page, 99, 73, 26)
    upload(page, NOVEMBER_2024)
    assert len(inbox(own_demo)) == 2

    page.reload()
    expect_tiles(page, 99, 73, 26)
    expect(page.get_by_text("masih menunggu diperiksa.")).to_be_visible()
    go_to(page, "Koperasi")
    resume(page)
    page.get_by_role("dialog").get_by_role("button", name="Batal").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    settle(page)
    expect(page.get_by_text("masih menunggu diperiksa.")).to_have_count(0)
    assert inbox(own_demo) == []


def test_another_window_can_finish_what_the_first_began(own_demo: Server, open_page: OpenPage) -> None:
    first = open_page(own_demo.url)
    expect_tiles(first, 99, 73, 26)
    upload(first, NOVEMBER_2024)
    first.close()

    other = open_page(own_demo.url)
    expect_tiles(other, 99, 73, 26)
    settle(other)
    resume(other)
    other.get_by_role("dialog").get_by_role("button", name="Simpan").click()
    expect_tiles(other, 102, 68, 34)
    assert inbox(own_demo) == []
