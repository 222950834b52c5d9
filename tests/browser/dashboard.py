"""The dashboard as a person reads and works it, for tests and for the guide's pictures."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

EXCEPTION = "stException"
expect.set_options(timeout=15_000)  # milliseconds: a busy machine draws a page of charts in several seconds


def tile(page: Page, title: str) -> Locator:
    """Return the number of the tile with this title."""
    metric = page.get_by_test_id("stMetric").filter(
        has=page.get_by_test_id("stMetricLabel").get_by_text(title, exact=True)
    )
    return metric.get_by_test_id("stMetricValue")


def expect_tiles(page: Page, total: int, active: int, inactive: int, *, within: float = 20) -> None:
    """Wait until the three large tiles show these numbers; seconds."""
    for title, value in (("Jumlah koperasi", total), ("Aktif", active), ("Tidak aktif", inactive)):
        expect(tile(page, title)).to_have_text(str(value), timeout=within * 1000)


def district_table(page: Page) -> tuple[list[str], list[list[str]]]:
    """Return the titles and the rows of the district table as they stand on the screen."""
    table = page.locator(".st-key-district_table table")
    expect(table).to_be_visible()
    titles = [text.strip() for text in table.locator("thead th").all_inner_texts()]
    rows = [
        [text.strip() for text in row.locator("td").all_inner_texts()]
        for row in table.locator("tbody tr").all()
    ]
    return titles, rows


def settle(page: Page) -> None:
    """Wait until the script has run to its end, with every step of the page, and nothing went wrong."""
    page.wait_for_function(
        "document.querySelector('[data-test-script-state=notRunning]') !== null"
        " && document.querySelector('[data-testid=stSkeleton]') === null",
        timeout=30_000,
    )
    expect(page.get_by_test_id(EXCEPTION)).to_have_count(0)


def upload(page: Page, path: Path) -> Locator:
    """Give a file to the sidebar's uploader; return the dialog that shows what it holds."""
    page.get_by_test_id("stFileUploader").locator("input[type=file]").set_input_files(path)
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_text(re.compile(r"Dibaca \d"))).to_be_visible(timeout=30_000)
    expect(dialog.locator("[data-stale=true]")).to_have_count(0)  # what a file right before it has left there
    return dialog


def go_to(page: Page, title: str) -> None:
    """Open a page by its link in the menu."""
    page.get_by_test_id("stSidebarNavLink").filter(has_text=title).click()
    expect(page.get_by_role("heading", name=title, exact=True)).to_be_visible()
