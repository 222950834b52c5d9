"""Perbaikan di ODS in a real browser: ticked off in the table and by the keys, opened, taken along."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from kopdata.store import open_store
from tests.browser.checks import flaws, open_everything, visit
from tests.browser.conftest import OpenPage
from tests.browser.dashboard import settle
from tests.support.browser import LAPTOP, PHONE
from tests.support.findings import GRADE, NIK, upload
from tests.support.server import Server

SIZES = pytest.mark.parametrize("size", [LAPTOP, PHONE], ids=["laptop", "phone"])
HEADER, ROW = 33, 33
"""Pixels of the table's header and of a row, at the font size of the configuration."""
BOX, NAME = 14, 120
"""Pixels from the table's left edge to the middle of a row's box, and into the names."""
NOVEMBER, DECEMBER = dt.date(2024, 11, 7), dt.date(2024, 12, 5)
ROWS: list[dict[str, str]] = [{"district": "Payung", "district_code": "19.03.03"}, {}, {}]


@pytest.fixture
def office(office_home: Path, office_server: Server) -> Server:
    """An office with five findings, one of them proven to be mended."""
    store = open_store(office_home)
    found = [GRADE | {"row": row, "sheet": "Data"} for row in (2, 3, 4)]
    upload(store, NOVEMBER, ROWS, [*found, NIK | {"row": 2}, NIK | {"row": 3}])
    upload(store, DECEMBER, ROWS, [*found, NIK | {"row": 3}])
    return office_server


def press(page: Page, size: ViewportSize, row: int, across: int) -> None:
    """Press in a row of the table as a finger or a mouse does."""
    table = page.get_by_test_id("stDataFrame")
    table.evaluate("element => element.scrollIntoView({block: 'center'})")
    box = table.bounding_box()
    assert box is not None
    at = box["x"] + across, box["y"] + HEADER + ROW * (row + 0.5)
    (page.touchscreen.tap if size == PHONE else page.mouse.click)(*at)


def expect_count(page: Page, words: str) -> None:
    expect(page.get_by_role("heading", name=words, exact=True)).to_be_visible(timeout=20_000)
    settle(page)


@SIZES
def test_rows_are_ticked_off_in_the_table(office: Server, open_page: OpenPage, size: ViewportSize) -> None:
    page = open_page(f"{office.url}/perbaikan", size)
    expect_count(page, "4 temuan: Belum")
    for row, count in ((0, 1), (2, 2)):
        press(page, size, row, BOX)
        expect(page.get_by_role("button", name=f"Tandai sudah diperbaiki ({count})")).to_be_enabled()
        settle(page)
    page.get_by_role("button", name="Tandai sudah diperbaiki (2)").click()
    expect_count(page, "2 temuan: Belum")
    expect(page.get_by_role("button", name="Tandai sudah diperbaiki", exact=True)).to_be_disabled()
    expect(page.get_by_text("2 belum diperbaiki · 2 ditandai sudah diperbaiki · 1 terbukti")).to_be_visible()
    press(page, size, 0, NAME)
    expect(page.get_by_role("heading", name="Koperasi 1 (contoh)")).to_be_visible(timeout=20_000)
    expect(page.get_by_role("heading", name="Perbaikan di ODS")).to_be_visible()
    page.get_by_role("button", name="Buka daftar Perbaikan di ODS").click()
    expect_count(page, "2 temuan: Belum")


def test_a_finding_is_ticked_off_with_the_keys_alone(office: Server, open_page: OpenPage) -> None:
    page = open_page(f"{office.url}/perbaikan?perbaikan=Belum", LAPTOP)
    expect_count(page, "4 temuan: Belum")
    settle(page)
    page.get_by_role("combobox", name="Pilih temuan untuk ditandai").focus()
    page.keyboard.type("Koperasi 2")
    expect(page.get_by_role("option")).to_have_count(1)
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    done = page.get_by_role("button", name="Tandai sudah diperbaiki (1)")
    expect(done).to_be_enabled()
    settle(page)
    done.focus()
    page.keyboard.press("Enter")
    expect_count(page, "3 temuan: Belum")


@SIZES
def test_the_list_is_taken_along_and_nothing_is_wrong_with_the_screen(
    office: Server, open_page: OpenPage, size: ViewportSize
) -> None:
    page, complaints = visit(open_page, f"{office.url}/perbaikan", size)
    expect_count(page, "4 temuan: Belum")
    open_everything(page)
    found = flaws(page, size) + complaints.said
    assert not found, "\n".join(found)
    page.get_by_role("button", name="Unduh daftar by name by address").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Excel (.xlsx)").click()
    assert download.value.suggested_filename.startswith("perbaikan-di-ods-belum-")
