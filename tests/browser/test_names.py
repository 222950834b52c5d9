"""From a figure to its names, their columns, one of them, and the files to take along, in a real browser."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import python_calamine
from playwright.sync_api import Locator, Page, ViewportSize, expect

from tests.browser.conftest import OpenPage
from tests.browser.dashboard import settle
from tests.support.browser import LAPTOP, PHONE
from tests.support.server import Server

SIZES = pytest.mark.parametrize("size", [LAPTOP, PHONE], ids=["laptop", "phone"])
OF_THE_26 = "/koperasi?angka=Tidak+aktif"
HEADER, ROW = 33, 33
"""Pixels of the table's header and of a row, at the font size of the configuration."""


def open_list(open_page: OpenPage, url: str, size: ViewportSize = LAPTOP) -> tuple[Page, Locator]:
    """Open a page of the list; return it and its table."""
    page = open_page(url, size=size)
    table = page.get_by_test_id("stDataFrame")
    expect(table.locator("td").first).to_be_attached(timeout=30_000)
    settle(page)
    return page, table


def titles(table: Locator) -> list[str]:
    return table.locator("th").all_inner_texts()


def name_at(table: Locator, row: int) -> str:
    return table.get_by_test_id(f"glide-cell-0-{row}").inner_text()


def press_name(page: Page, table: Locator, row: int, size: ViewportSize) -> None:
    """Press the name in a row as a finger or a mouse does."""
    table.evaluate("element => element.scrollIntoView({block: 'center'})")
    box = table.bounding_box()
    assert box is not None
    at = box["x"] + 90, box["y"] + HEADER + ROW * row + ROW / 2
    (page.touchscreen.tap if size == PHONE else page.mouse.click)(*at)


@SIZES
def test_the_26_have_names_and_a_name_opens_its_koperasi(
    demo_server: Server, open_page: OpenPage, size: ViewportSize
) -> None:
    page, table = open_list(open_page, demo_server.url + OF_THE_26, size)
    expect(
        page.get_by_role("heading", name="26 koperasi tidak aktif di Kabupaten Bangka Selatan")
    ).to_be_visible()
    expect(page.get_by_text("1–26 dari 26 koperasi")).to_be_visible()
    name = name_at(table, 2)
    press_name(page, table, 2, size)
    expect(page.get_by_role("heading", name=name)).to_be_visible(timeout=20_000)
    expect(page).to_have_url(re.compile(r"/koperasi-ini\?"))
    page.get_by_role("button", name="Kembali ke daftar").click()
    expect(page.get_by_text("1–26 dari 26 koperasi")).to_be_visible(timeout=20_000)


def test_a_koperasi_opens_without_a_pointer(demo_server: Server, open_page: OpenPage) -> None:
    page, table = open_list(open_page, demo_server.url + OF_THE_26)
    name = name_at(table, 1)
    page.get_by_role("combobox", name="Buka satu koperasi").focus()
    page.keyboard.type(name)
    expect(page.get_by_role("option", name=name)).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name=name)).to_be_visible(timeout=20_000)


def test_columns_are_chosen_and_stand_in_the_address(demo_server: Server, open_page: OpenPage) -> None:
    page, table = open_list(open_page, demo_server.url + OF_THE_26)
    assert titles(table) == [
        *("Nama", "Status", "Kesehatan", "Kecamatan", "RAT", "Sertifikat NIK", "Dikunjungi")
    ]
    page.get_by_role("button", name="Kolom").click()
    page.get_by_role("combobox", name="Kolom yang ditampilkan").fill("Desa")
    page.get_by_role("option", name="Desa/Kelurahan", exact=True).click()
    expect(table.locator("th", has_text="Desa/Kelurahan")).to_be_attached(timeout=20_000)
    expect(page).to_have_url(re.compile(r"kolom=Desa(/|%2F)Kelurahan"))
    again, table = open_list(open_page, page.url)
    assert titles(table)[2] == "Desa/Kelurahan"
    expect(again.get_by_text("1–26 dari 26 koperasi")).to_be_visible()


def test_another_page_of_the_list_begins_at_its_top(demo_server: Server, open_page: OpenPage) -> None:
    page, table = open_list(open_page, f"{demo_server.url}/koperasi")
    expect(table.get_by_test_id("glide-cell-0-0")).to_be_attached()
    first = name_at(table, 0)
    table.evaluate("element => element.scrollIntoView({block: 'center'})")
    table.hover()
    page.mouse.wheel(0, 900)
    expect(table.get_by_test_id("glide-cell-0-0")).not_to_be_attached()
    page.get_by_test_id("stPaginationNext").click()
    expect(page.get_by_text("51–99 dari 99 koperasi")).to_be_visible(timeout=20_000)
    expect(table.get_by_test_id("glide-cell-0-0")).not_to_have_text(first, timeout=20_000)
    page.mouse.wheel(0, 900)
    settle(page)
    page.get_by_role("combobox", name="Urutkan menurut").focus()
    page.keyboard.type("Nama, Z")
    expect(page.get_by_role("option", name="Nama, Z–A")).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.get_by_text("1–50 dari 99 koperasi")).to_be_visible(timeout=20_000)
    expect(table.get_by_test_id("glide-cell-0-0")).to_be_attached(timeout=20_000)


@SIZES
def test_the_names_are_taken_along(
    demo_server: Server, open_page: OpenPage, size: ViewportSize, tmp_path: Path
) -> None:
    page, table = open_list(open_page, demo_server.url + OF_THE_26, size)
    names = [name_at(table, row) for row in range(3)]
    page.get_by_role("button", name="Unduh daftar by name by address").click()
    for label, ending, begins in (
        ("Excel (.xlsx)", "xlsx", b"PK"),
        ("Teks (.csv)", "csv", b"\xef\xbb\xbf"),
        ("Untuk dicetak (.pdf)", "pdf", b"%PDF"),
    ):
        with page.expect_download() as download:
            page.get_by_role("button", name=label).click()
        assert download.value.suggested_filename == f"koperasi-tidak-aktif-2022-12-12.{ending}"
        path = tmp_path / f"taken.{ending}"
        download.value.save_as(path)
        assert path.read_bytes().startswith(begins)
    rows = (
        python_calamine.CalamineWorkbook.from_path(tmp_path / "taken.xlsx").get_sheet_by_index(0).to_python()
    )
    listed = [row[1] for row in rows if str(row[0]).split(".")[0].isdigit()]
    assert len(listed) == 26
    assert listed[:3] == names
