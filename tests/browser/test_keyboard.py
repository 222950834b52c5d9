"""Ringkasan without a mouse: everything is reached in order, and one sees where one is."""

from __future__ import annotations

import re
from typing import Literal

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.checks import ready, visit
from tests.browser.conftest import OpenPage
from tests.browser.dashboard import expect_tiles
from tests.support.browser import LAPTOP, PHONE
from tests.support.server import Server

MOST_STOPS = 120
"""How many times Tab is pressed before something counts as out of reach."""
LOOK = """
(element) => {
    const parts = [element, ...element.querySelectorAll("*")];
    for (let box = element.parentElement; box && parts.length < 40; box = box.parentElement) {
        parts.push(box);
        if (box.dataset.testid) break;
    }
    return parts.map((part) => {
        const drawn = getComputedStyle(part);
        const ring = drawn.outlineStyle === "none" ? "" : drawn.outlineWidth + drawn.outlineColor;
        return [ring, drawn.boxShadow, drawn.borderColor, drawn.backgroundColor].join();
    }).join(";");
}
"""
"""How an element, its parts and the box it is drawn in are ringed and filled."""
CHANGED = f"([element, before]) => ({LOOK})(element) !== before"


def tab_to(page: Page, target: Locator) -> int:
    """Press Tab until the target has the focus; return how often."""
    for presses in range(1, MOST_STOPS + 1):
        page.keyboard.press("Tab")
        if target.evaluate("(element) => element === document.activeElement"):
            return presses
    pytest.fail(f"out of reach: {target}")


def test_ringkasan_is_walked_from_top_to_bottom(demo_server: Server, open_page: OpenPage) -> None:
    page, complaints = visit(open_page, demo_server.url, LAPTOP)
    main = page.get_by_test_id("stMain")

    page.keyboard.press("Tab")
    skip = page.get_by_test_id("stSkipToContent")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")

    tab_to(page, main.get_by_role("button", name="Lihat 99 nama"))

    meaning = page.locator(".st-key-meaning_total").get_by_role("button")
    tab_to(page, meaning)
    page.keyboard.press("Enter")
    opened = page.get_by_test_id("stPopoverBody")
    expect(opened).to_contain_text("Jumlah koperasi")
    page.keyboard.press("Escape")
    expect(opened).to_have_count(0)
    expect(meaning).to_be_focused()

    box = page.locator(".st-key-map_district").get_by_role("combobox")
    tab_to(page, box)
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("listbox")).to_be_visible()
    page.keyboard.type("Lepar")
    page.keyboard.press("Enter")
    expect_tiles(page, 4, 3, 1)
    ready(page)

    tab_to(page, main.get_by_role("button", name="Unduh gambar"))
    assert complaints.said == []


def test_the_names_of_a_tile_open_with_enter(demo_server: Server, open_page: OpenPage) -> None:
    page, _ = visit(open_page, demo_server.url, LAPTOP)
    button = page.get_by_role("button", name="Lihat 26 nama")
    button.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Koperasi", exact=True)).to_be_visible()
    page.wait_for_url(re.compile("/koperasi"))


def test_a_filter_is_set_and_taken_away(demo_server: Server, open_page: OpenPage) -> None:
    page, _ = visit(open_page, demo_server.url, LAPTOP)
    tab_to(page, page.get_by_test_id("stSidebar").get_by_role("button", name="Aktif", exact=True))
    page.keyboard.press("Space")
    expect_tiles(page, 73, 73, 0)
    ready(page)
    chip = page.get_by_role("button", name="Status: Aktif")
    chip.focus()
    page.keyboard.press("Enter")
    expect_tiles(page, 99, 73, 26)


def test_a_wide_table_scrolls_by_keys_on_a_small_screen(demo_server: Server, open_page: OpenPage) -> None:
    page, _ = visit(open_page, demo_server.url, PHONE)
    scroller = page.locator(".st-key-district_table [data-testid=stTable] > div")
    page.locator(".st-key-map_district").get_by_role("combobox").focus()
    tab_to(page, scroller)
    for _press in range(3):
        page.keyboard.press("ArrowRight")
    page.wait_for_function(
        "document.querySelector('.st-key-district_table [data-testid=stTable] > div').scrollLeft > 0"
    )


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_focus_is_seen(demo_server: Server, open_page: OpenPage, theme: Literal["light", "dark"]) -> None:
    page = open_page(demo_server.url, LAPTOP, theme)
    ready(page)
    side = page.get_by_test_id("stSidebar")
    page.keyboard.press("Tab")  # from here on the browser shows the focus, as it does for the keyboard
    for target in (
        page.get_by_role("button", name="Mode tayang"),
        page.get_by_role("button", name="Lihat 99 nama"),
        page.locator(".st-key-meaning_total").get_by_role("button"),
        page.get_by_role("button", name="Salin teks"),
        page.get_by_role("button", name="Unduh gambar"),
        page.locator(".st-key-map_district").get_by_role("combobox"),
        side.get_by_role("searchbox"),
        side.get_by_role("button", name="Aktif", exact=True),
        side.get_by_role("checkbox").first,
        side.get_by_test_id("stSidebarNavLink").last,
        side.locator("summary"),
    ):
        before = target.evaluate(LOOK)
        target.focus()
        page.wait_for_function(CHANGED, arg=[target.element_handle(), before], timeout=10_000)
