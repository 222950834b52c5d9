"""An import as the operator makes it: upload, question, preview, Simpan, Tarik kembali, Pakai lagi."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, ViewportSize, expect

from tests.browser.conftest import OpenPage
from tests.browser.dashboard import expect_tiles, settle, tile, upload
from tests.imports.files import H3, row, table, write_xlsx
from tests.support.browser import LAPTOP, PHONE
from tests.support.server import Server

UNKNOWN_TITLE, UNKNOWN_WORD = "Pembina", "Mati suri"


@pytest.fixture
def export(tmp_path: Path) -> Path:
    """An export of ten koperasi with a column and a word for the status that nobody has explained."""
    rows = [row(number) for number in range(1, 11)]
    for one in rows[:3]:
        one["STATUS AKTIF"] = UNKNOWN_WORD
    titles = [UNKNOWN_TITLE if title == "KETUA" else title for title in H3]
    for one in rows:
        one[UNKNOWN_TITLE] = one.pop("KETUA")
    return write_xlsx(tmp_path / "ODS keadaan 7 November 2024.xlsx", table(titles, *rows))


def choose(page: Page, dialog: Locator, question: str, answer: str) -> None:
    field = dialog.get_by_role("combobox", name=question)
    field.click()
    field.fill(answer)
    page.get_by_role("option", name=answer, exact=True).click()


def confirm(dialog: Locator) -> None:
    """Tick that what is odd is meant so."""
    tick = dialog.get_by_role("checkbox", name="Sudah saya periksa")
    tick.check(force=True)
    expect(tick).to_be_checked()
    # While a run replaces what is drawn, the old button may stand beside the new one.
    expect(dialog.locator("button:enabled", has_text="Simpan")).to_have_count(1)
    settle(dialog.page)
    expect(dialog.get_by_role("button", name="Simpan")).to_have_count(1)
    expect(dialog.get_by_role("button", name="Simpan")).to_be_enabled()


def open_sidebar(page: Page) -> None:
    """Open the sidebar where it is folded away, as on a phone."""
    settle(page)
    sign = page.get_by_test_id("stExpandSidebarButton")
    if sign.is_visible():
        sign.click()


def close_sidebar(page: Page, size: ViewportSize) -> None:
    """Fold the sidebar away where it covers the page; the browser remembers that it was open."""
    settle(page)
    if size == PHONE and page.locator("[data-testid=stSidebar][data-collapsed=false]").count():
        page.get_by_test_id("stSidebarCollapseButton").locator("button").click()


@pytest.mark.parametrize("size", [LAPTOP, PHONE], ids=["laptop", "phone"])
def test_from_the_upload_to_pakai_lagi(
    own_demo: Server, open_page: OpenPage, export: Path, size: ViewportSize
) -> None:
    page = open_page(own_demo.url, size)
    expect_tiles(page, 99, 73, 26)
    settle(page)
    open_sidebar(page)
    dialog = upload(page, export)

    choose(page, dialog, f"“{UNKNOWN_TITLE}” dibaca sebagai", "Ketua")
    choose(page, dialog, f"Status “{UNKNOWN_WORD}” di 3 baris berarti", "Tidak aktif")
    dialog.get_by_role("button", name="Baca ulang dengan jawaban ini").click()
    expect(dialog.get_by_text("Kolom dan kata yang sudah dijelaskan")).to_be_visible(timeout=30_000)
    totals = dialog.get_by_role("row").filter(has_text="Tidak aktif").first
    expect(totals.get_by_role("cell").last).to_have_text("3")

    # Nearly all koperasi of the demo are missing from this file: it asks before it saves.
    save = dialog.get_by_role("button", name="Simpan")
    expect(save).to_be_disabled()
    expect(dialog.get_by_text(re.compile(r"99 dari 99 koperasi .* tidak ada di berkas ini"))).to_be_visible()
    confirm(dialog)
    save.click()
    expect(page.get_by_text("Tersimpan. Keadaan 7 November 2024")).to_be_visible()
    expect_tiles(page, 10, 7, 3)

    page.goto(f"{own_demo.url}/riwayat-unggahan")
    close_sidebar(page, size)
    newest = page.locator("[class*=st-key-import_]").first
    newest.get_by_role("button", name="Tarik kembali unggahan").click()
    dialog.get_by_role("button", name="Tarik kembali", exact=True).click()
    expect(newest.get_by_role("button", name="Pakai lagi")).to_be_visible()
    page.goto(own_demo.url)
    expect_tiles(page, 99, 73, 26)
    page.goto(f"{own_demo.url}/riwayat-unggahan")
    close_sidebar(page, size)
    newest.get_by_role("button", name="Pakai lagi").click()
    expect(newest.get_by_role("button", name="Tarik kembali unggahan")).to_be_visible()
    page.goto(own_demo.url)
    expect(tile(page, "Jumlah koperasi")).to_have_text("10")


def test_an_answer_is_remembered_for_the_next_file(
    own_demo: Server, open_page: OpenPage, export: Path
) -> None:
    page = open_page(own_demo.url)
    expect_tiles(page, 99, 73, 26)
    settle(page)
    dialog = upload(page, export)
    choose(page, dialog, f"“{UNKNOWN_TITLE}” dibaca sebagai", "Ketua")
    choose(page, dialog, f"Status “{UNKNOWN_WORD}” di 3 baris berarti", "Tidak aktif")
    dialog.get_by_role("button", name="Baca ulang dengan jawaban ini").click()
    expect(dialog.get_by_text("Kolom dan kata yang sudah dijelaskan")).to_be_visible(timeout=30_000)

    # What was answered waits with the upload.
    page.reload()
    page.get_by_role("button", name="Lanjutkan").click()
    expect(dialog.get_by_text("Kolom dan kata yang sudah dijelaskan")).to_be_visible(timeout=30_000)
    confirm(dialog)
    dialog.get_by_role("button", name="Simpan").click()
    expect_tiles(page, 10, 7, 3)

    later = export.rename(export.with_name("ODS keadaan 5 Desember 2024.xlsx"))
    dialog = upload(page, later)
    expect(dialog.get_by_text("Kolom dan kata yang sudah dijelaskan")).to_be_visible()
    totals = dialog.get_by_role("row").filter(has_text="Tidak aktif").first
    expect(totals.get_by_role("cell").last).to_have_text("3")
