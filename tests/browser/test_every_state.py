"""States that a page can be brought into, checked like every page: narrowed, empty, projected, opened."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from kopdata.paths import PROJECT
from tests.browser.checks import flaws, leftovers, open_everything, ready, visit
from tests.browser.conftest import OpenPage
from tests.browser.dashboard import upload
from tests.browser.test_every_page import a_cooperative
from tests.support.browser import LAPTOP, PHONE
from tests.support.overflow import overflow
from tests.support.server import Server

SIZES = pytest.mark.parametrize("size", [LAPTOP, PHONE], ids=["laptop", "phone"])
STATES = {
    "narrowed": "/?kecamatan=Toboali&status=Tidak+aktif&peta=Bagian+yang+tidak+aktif",
    "nothing found": "/?cari=tidak+akan+ketemu",
    "projected": "/?tayang=ya",
    "November 2019": "/?keadaan=November+2019",
    "names of a figure": "/koperasi?angka=Tidak+aktif",
    "unknown koperasi": "/koperasi-ini?id=bukan-koperasi",
}
POPOVER = "[data-testid=stPopoverBody]"


@SIZES
@pytest.mark.parametrize("state", STATES)
def test_state(demo_server: Server, open_page: OpenPage, state: str, size: ViewportSize) -> None:
    page, complaints = visit(open_page, demo_server.url + STATES[state], size)
    open_everything(page)
    found = flaws(page, size) + complaints.said
    assert not found, "\n".join(found)


@SIZES
@pytest.mark.parametrize(
    ("address", "wholly"),
    [
        ("/", "Sumber"),
        ("/koperasi?angka=Tidak+aktif", "Mana yang nyata?"),
        ("/koperasi-ini?id={}", "Dari mana?"),
    ],
    ids=["overview", "names", "one koperasi"],
)
def test_every_popover(
    demo_server: Server, open_page: OpenPage, address: str, wholly: str, size: ViewportSize
) -> None:
    """Every popover is read and measured; the one called ``wholly`` goes through all checks."""
    visit(open_page, demo_server.url, size)  # with which the demo is made
    address = demo_server.url + address.format(a_cooperative(demo_server.home))
    page, complaints = visit(open_page, address, size)
    opened = page.locator(POPOVER)
    found = []
    shown = page.get_by_test_id("stMain").get_by_test_id("stPopover").locator("> div > button")
    expect(shown.filter(has_text=re.compile(f"^{re.escape(wholly)}")).first).to_be_visible()
    buttons = shown.all()
    for button in buttons:
        button.click()
        expect(opened).to_be_visible()
        ready(page)
        found += [*overflow(page, POPOVER), *map(str, leftovers(page, POPOVER))]
        page.keyboard.press("Escape")
        expect(opened).to_have_count(0)
    [*_, button] = [button for button in buttons if button.inner_text().startswith(wholly)]
    button.click()
    expect(opened).to_be_visible()
    found = found + flaws(page, size, within=POPOVER) + complaints.said
    assert not found, "\n".join(found)


def test_the_sidebar_of_a_phone(demo_server: Server, open_page: OpenPage) -> None:
    page, complaints = visit(open_page, demo_server.url, PHONE)
    open_sidebar(page)
    found = flaws(page, PHONE, within="[data-testid=stSidebar]") + complaints.said
    assert not found, "\n".join(found)


@SIZES
def test_the_list_of_a_choice(demo_server: Server, open_page: OpenPage, size: ViewportSize) -> None:
    page, complaints = visit(open_page, demo_server.url, size)
    arrow = page.locator(".st-key-map_district button")
    arrow.scroll_into_view_if_needed()  # a list closes when the page below it moves
    page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    arrow.tap() if size == PHONE else arrow.click()
    expect(page.get_by_role("listbox")).to_be_visible()
    found = flaws(page, size, within="[role=listbox]") + complaints.said
    assert not found, "\n".join(found)


@SIZES
def test_the_dialog_of_an_upload(demo_server: Server, open_page: OpenPage, size: ViewportSize) -> None:
    page, complaints = visit(open_page, demo_server.url, size)
    if size == PHONE:
        open_sidebar(page)
    dialog = upload(page, PROJECT / "data" / "samples" / "ODS keadaan 7 November 2024.xlsx")
    open_everything(page)
    found = flaws(page, size, within="[role=dialog]")
    dialog.get_by_role("button", name="Batal").click()
    expect(dialog).to_have_count(0)
    assert not found + complaints.said, "\n".join(found + complaints.said)


@SIZES
def test_the_dialog_of_a_beginning(demo_server: Server, open_page: OpenPage, size: ViewportSize) -> None:
    page, complaints = visit(open_page, demo_server.url, size)
    page.get_by_role("button", name="Mulai pakai data kantor").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    found = flaws(page, size, within="[role=dialog]") + complaints.said
    assert not found, "\n".join(found)


@SIZES
def test_the_dialog_of_taking_back(demo_server: Server, open_page: OpenPage, size: ViewportSize) -> None:
    page, complaints = visit(open_page, f"{demo_server.url}/riwayat-unggahan", size)
    page.get_by_role("button", name="Tarik kembali unggahan").first.click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_text("Pakai lagi mengembalikannya")).to_be_visible()
    found = flaws(page, size, within="[role=dialog]")
    dialog.get_by_role("button", name="Close").click()
    expect(dialog).to_have_count(0)
    page.reload()
    expect(page.get_by_role("button", name="Tarik kembali unggahan").first).to_be_visible()
    expect(dialog).to_have_count(0)
    assert not found + complaints.said, "\n".join(found + complaints.said)


def open_sidebar(page: Page) -> None:
    page.get_by_test_id("stExpandSidebarButton").click()
    expect(page.get_by_test_id("stSidebar")).to_have_attribute("data-collapsed", "false")
    page.wait_for_function("document.querySelector('[data-testid=stSidebarContent]').clientWidth > 250")
