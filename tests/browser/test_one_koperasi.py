"""One koperasi in a real browser: the answer at the top, the list's order, and where a value comes from."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from kopdata.database import open_database
from kopdata.models import Filter
from kopdata.office import open_or_make
from kopdata.queries import Listing, ask_cooperatives
from tests.browser.conftest import OpenPage
from tests.browser.dashboard import settle
from tests.support.browser import LAPTOP, PHONE
from tests.support.server import Server

SIZES = pytest.mark.parametrize("size", [LAPTOP, PHONE], ids=["laptop", "phone"])


def inactive(server: Server) -> list[tuple[str, str]]:
    page = ask_cooperatives(
        open_database(open_or_make(server.home)), Filter(counted_in=frozenset({"inactive"})), Listing()
    )
    assert page is not None
    return [(row["coop_id"], row["name"]) for row in page.rows.to_pylist()]


def address(server: Server, coop_id: str) -> str:
    return f"{server.url}/koperasi-ini?angka=Tidak+aktif&id={coop_id}"


def expect_no_sideways(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def expect_visits_read_whole(page: Page, size: ViewportSize) -> None:
    """Expect every cell of the visits within the screen; on a phone each says which one it is."""
    cells = page.locator(".st-key-visit_list td")
    expect(cells.first).to_be_visible()
    for cell in cells.all():
        box = cell.bounding_box()
        assert box
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= size["width"]
    if size == PHONE:
        titles = cells.evaluate_all("all => all.map(one => getComputedStyle(one, '::before').content)")
        assert {'"Tanggal: "', '"Hasil: "', '"Tindak lanjut: "'} <= set(titles)


@SIZES
def test_before_and_next_and_back_with_the_filter(
    demo_server: Server, open_page: OpenPage, size: ViewportSize
) -> None:
    names = inactive(demo_server)
    page = open_page(address(demo_server, names[11][0]), size)
    expect(page.get_by_role("heading", name=names[11][1])).to_be_visible(timeout=30_000)
    expect(page.get_by_text("12 dari 26 dalam daftar")).to_be_visible()
    page.get_by_role("button", name="Berikutnya").click()
    expect(page.get_by_role("heading", name=names[12][1])).to_be_visible()
    expect(page.get_by_text("13 dari 26 dalam daftar")).to_be_visible()
    assert f"id={names[12][0]}" in page.url
    page.reload()
    expect(page.get_by_role("heading", name=names[12][1])).to_be_visible(timeout=30_000)
    expect(page.get_by_text("13 dari 26 dalam daftar")).to_be_visible()
    page.get_by_role("button", name="Sebelumnya").click()
    expect(page.get_by_role("heading", name=names[11][1])).to_be_visible()
    settle(page)
    expect_no_sideways(page)
    expect_visits_read_whole(page, size)
    page.get_by_role("button", name="Kembali ke daftar").click()
    expect(page.get_by_role("heading", name="Koperasi", exact=True)).to_be_visible()
    expect(page.get_by_role("button", name="Dihitung pada: Tidak aktif")).to_be_visible()
    assert re.search(r"/koperasi\?.*angka=Tidak", page.url)


@SIZES
def test_where_a_value_comes_from_is_one_click_away(
    demo_server: Server, open_page: OpenPage, size: ViewportSize
) -> None:
    coop_id, _name = inactive(demo_server)[0]
    page = open_page(address(demo_server, coop_id), size)
    heading = page.locator(".st-key-heading_facts_0")
    expect(heading.get_by_role("heading", name="Identitas")).to_be_visible(timeout=30_000)
    heading.get_by_role("button", name="Dari mana?").click()
    source = page.get_by_test_id("stPopoverBody")
    expect(source.get_by_text(re.compile(r"^NIK: \d{13}$"))).to_be_visible()
    expect(source.get_by_text(re.compile(r"keadaan-2022-12-12\.parquet, baris \d+")).first).to_be_visible()
    settle(page)


def test_the_answer_stands_at_the_top_of_a_laptop(demo_server: Server, open_page: OpenPage) -> None:
    page = open_page(address(demo_server, inactive(demo_server)[0][0]))
    for question in ("Masih ada?", "Masih aktif?", "Langkah berikutnya"):
        card = page.get_by_text(question, exact=True)
        expect(card).to_be_visible(timeout=30_000)
        expect(card).to_be_in_viewport()
    settle(page)
    assert page.get_by_test_id("stSidebarNavLink").filter(has_text="Satu koperasi").count() == 0
