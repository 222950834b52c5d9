"""From the change on a tile to the names behind it, one of them, and back, in a real browser."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from kopdata.changes import ChangeKind
from kopdata.database import open_database
from kopdata.office import open_or_make
from kopdata.queries.compare import Comparison, ask_comparison
from tests.browser.checks import flaws, open_everything, visit
from tests.browser.conftest import OpenPage
from tests.browser.dashboard import expect_tiles, settle
from tests.support.browser import LAPTOP, PHONE
from tests.support.server import Server

SIZES = pytest.mark.parametrize("size", [LAPTOP, PHONE], ids=["laptop", "phone"])
HEADER, ROW = 33, 33
"""Pixels of the table's header and of a row, at the font size of the configuration."""


def of_the_demo(server: Server) -> Comparison:
    database = open_database(open_or_make(server.home))
    earlier, later = (snapshot.as_of for snapshot in database.snapshots[-2:])
    return ask_comparison(database, earlier, later)


def press_first_name(page: Page, size: ViewportSize) -> str:
    """Press the name in the first row as a finger or a mouse does; return it."""
    table = page.get_by_test_id("stDataFrame")
    name = table.get_by_test_id("glide-cell-0-0").inner_text()
    table.evaluate("element => element.scrollIntoView({block: 'center'})")
    box = table.bounding_box()
    assert box is not None
    at = box["x"] + 90, box["y"] + HEADER + ROW / 2
    (page.touchscreen.tap if size == PHONE else page.mouse.click)(*at)
    return name


@SIZES
def test_from_a_tile_to_the_names_and_back(
    demo_server: Server, open_page: OpenPage, size: ViewportSize
) -> None:
    page = open_page(demo_server.url, size)
    expect_tiles(page, 99, 73, 26)
    settle(page)
    wanted = of_the_demo(demo_server)
    page.locator(".st-key-change_inactive button").click()
    expect(page.get_by_role("heading", name="Bandingkan keadaan")).to_be_visible()
    expect(page).to_have_url(re.compile(r"/bandingkan\?"))
    expect(page.get_by_role("heading", name=f"{wanted.total} koperasi yang berubah")).to_be_visible()
    page.get_by_test_id("stButtonGroup").get_by_text("Menjadi tidak aktif", exact=True).click()
    count = wanted.count([ChangeKind.DEACTIVATED])
    expect(page.get_by_role("heading", name=f"{count} koperasi: Menjadi tidak aktif")).to_be_visible()
    expect(page).to_have_url(re.compile(r"perubahan=Menjadi"))
    settle(page)
    name = press_first_name(page, size)
    assert name == wanted.changes([ChangeKind.DEACTIVATED])[0].name
    expect(page.get_by_role("heading", name=name)).to_be_visible(timeout=20_000)
    expect(page).to_have_url(re.compile(r"/koperasi-ini\?"))
    page.go_back()
    expect(page.get_by_role("heading", name="Bandingkan keadaan")).to_be_visible(timeout=20_000)
    for snapshot in (wanted.earlier, wanted.later):
        expect(page.locator(".st-key-comparison_totals").get_by_text(snapshot.label)).to_be_visible()
    settle(page)


@SIZES
def test_a_link_opens_the_same_two_snapshots(
    demo_server: Server, open_page: OpenPage, size: ViewportSize
) -> None:
    wanted = of_the_demo(demo_server)
    address = f"{demo_server.url}/bandingkan?perubahan=Baru+tercatat"
    page = open_page(address, size)
    count = wanted.count([ChangeKind.NEW])
    expect(page.get_by_role("heading", name=f"{count} koperasi: Baru tercatat")).to_be_visible(timeout=30_000)
    with page.expect_download() as download:
        page.get_by_role("button", name="Unduh semua perubahan, Excel (.xlsx)").click()
    assert download.value.suggested_filename.startswith("perubahan-")


@SIZES
@pytest.mark.parametrize("address", ["bandingkan", "riwayat-unggahan"])
def test_nothing_is_wrong_with_the_screen(
    demo_server: Server, open_page: OpenPage, size: ViewportSize, address: str
) -> None:
    page, complaints = visit(open_page, f"{demo_server.url}/{address}", size)
    open_everything(page)
    found = flaws(page, size) + complaints.said
    assert not found, "\n".join(found)
