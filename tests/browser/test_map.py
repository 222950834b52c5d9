"""The map: a click narrows everything, a second click widens it, and the keyboard can do the same."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, ViewportSize, expect

from kopdata.outlines import built_in_outlines
from kopdata.regions import districts
from tests.browser.conftest import OpenPage
from tests.browser.dashboard import district_table, expect_tiles, settle, tile
from tests.support.browser import LAPTOP, PHONE
from tests.support.server import Server

NAMES = [district.name for district in districts()]
SIZES = pytest.mark.parametrize("size", [LAPTOP, PHONE], ids=["laptop", "phone"])


def area(page: Page, name: str) -> Locator:
    """Return the outline of one kecamatan; Plotly draws them in the order of their codes."""
    areas = page.locator(".choroplethlayer path")
    expect(areas).to_have_count(len(NAMES))
    return areas.nth(NAMES.index(name))


def name_on_map(page: Page, name: str) -> Locator:
    """Return what is written on a kecamatan: its name, a line for each word, and its figure."""
    return page.locator(".scattergeo text").filter(has_text=re.compile(name.replace(" ", ".?")))


def click_on(page: Page, name: str) -> None:
    """Click where a person would: on the kecamatan's name, which lies inside it."""
    written = name_on_map(page, name)
    written.scroll_into_view_if_needed()
    box = written.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)


@SIZES
def test_a_click_filters_everything_and_a_second_clears_it(
    demo_server: Server, open_page: OpenPage, size: ViewportSize
) -> None:
    page = open_page(demo_server.url, size)
    expect_tiles(page, 99, 73, 26)
    expect(area(page, "Toboali")).to_be_visible()
    click_on(page, "Toboali")
    expect_tiles(page, 42, 33, 9)
    page.wait_for_url(re.compile("kecamatan=Toboali"))
    expect(page.get_by_role("button", name="Kecamatan: Toboali")).to_be_visible()
    settle(page)
    click_on(page, "Airgegas")
    expect_tiles(page, 14, 7, 7)
    page.wait_for_url(re.compile("kecamatan=Airgegas"))
    settle(page)
    click_on(page, "Airgegas")
    expect_tiles(page, 99, 73, 26)
    expect(page.get_by_role("button", name=re.compile("^Kecamatan:"))).to_have_count(0)
    assert "kecamatan" not in page.url


def test_a_click_beside_the_name_counts_as_well(demo_server: Server, open_page: OpenPage) -> None:
    page = open_page(demo_server.url)
    outline = area(page, "Simpang Rimba")
    outline.scroll_into_view_if_needed()
    box = outline.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] * 0.5, box["y"] + box["height"] * 0.12)
    expect_tiles(page, 8, 5, 3)


@SIZES
def test_the_keyboard_chooses_a_kecamatan_and_all_of_them(
    demo_server: Server, open_page: OpenPage, size: ViewportSize
) -> None:
    page = open_page(demo_server.url, size)
    expect_tiles(page, 99, 73, 26)
    settle(page)
    box = page.locator(".st-key-map_district").get_by_role("combobox")
    box.focus()
    page.keyboard.type("Tukak")
    expect(page.get_by_role("option", name="Tukak Sadai")).to_be_visible()
    page.keyboard.press("Enter")
    expect_tiles(page, 6, 5, 1)
    page.wait_for_url(re.compile("kecamatan=Tukak"))
    settle(page)
    box.focus()
    page.keyboard.type("Semua")
    expect(page.get_by_role("option", name="Semua kecamatan")).to_be_visible()
    page.keyboard.press("Enter")
    expect_tiles(page, 99, 73, 26)


def test_a_link_with_a_kecamatan_shows_it_chosen(demo_server: Server, open_page: OpenPage) -> None:
    page = open_page(f"{demo_server.url}/?kecamatan=Lepar&peta=Bagian+yang+tidak+aktif")
    expect_tiles(page, 4, 3, 1)
    expect(page.locator(".st-key-map_district").get_by_role("combobox")).to_have_value("Lepar")
    expect(page.get_by_text("Kecamatan yang diarsir mempunyai kurang dari 10 koperasi")).to_be_visible()
    expect(name_on_map(page, "Lepar")).to_contain_text("1 dari 4")


def test_hovering_says_what_the_table_says(demo_server: Server, open_page: OpenPage) -> None:
    page = open_page(demo_server.url)
    titles, rows = district_table(page)
    for row in rows[:-1]:
        name_on_map(page, row[0]).hover(force=True)
        total, inactive = row[titles.index("Jumlah koperasi")], row[titles.index("Tidak aktif")]
        expect(
            page.locator(".hoverlayer .hovertext").filter(
                has_text=f"{row[0]}: {inactive} tidak aktif dari {total} koperasi"
            )
        ).to_be_visible()


def test_the_map_says_that_its_borders_are_no_reference(demo_server: Server, open_page: OpenPage) -> None:
    page = open_page(demo_server.url)
    expect(page.get_by_text("Batas wilayah perkiraan, bukan acuan resmi")).to_be_visible()
    page.get_by_role("button", name="Sumber", exact=True).click()
    expect(page.get_by_text(re.compile("GSHHG"))).to_be_visible()


@SIZES
def test_the_office_loads_its_own_borders_and_goes_back(
    own_demo: Server, open_page: OpenPage, tmp_path: Path, size: ViewportSize
) -> None:
    collection = built_in_outlines().feature_collection()
    own, broken = tmp_path / "batas kantor.geojson", tmp_path / "rusak.geojson"
    own.write_text(json.dumps(collection), encoding="utf-8")
    features = collection["features"]
    assert isinstance(features, list)
    broken.write_text(json.dumps(collection | {"features": features[1:]}), encoding="utf-8")

    page = open_page(f"{own_demo.url}/wilayah", size)
    for path in (broken, own):
        page.locator(".st-key-outlines_upload input[type=file]").set_input_files(path)
        button = page.get_by_role("button", name="Pakai berkas ini")
        expect(button).to_be_enabled()
        button.click()
        if path is broken:
            expect(page.get_by_text("Berkas batas wilayah tidak dapat dipakai")).to_be_visible()
            expect(page.get_by_text(re.compile("Toboali")).last).to_be_visible()
    expect(page.get_by_text("Peta sekarang memakai batas wilayah milik kantor.")).to_be_visible()
    expect(page.get_by_text(re.compile("batas kantor"))).to_be_visible()
    page.goto(own_demo.url)
    expect_tiles(page, 99, 73, 26)
    expect(area(page, "Lepar")).to_be_visible()
    expect(page.get_by_text("Batas wilayah perkiraan, bukan acuan resmi")).to_have_count(0)
    page.goto(f"{own_demo.url}/wilayah")
    page.get_by_role("button", name="Kembali ke batas wilayah perkiraan").click()
    expect(page.get_by_text("Batas wilayah perkiraan, bukan acuan resmi")).to_be_visible()
    assert tile(page, "Aktif").count() == 0
