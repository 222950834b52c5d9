"""A case of coaching in a real browser: opened, a step, late once its day has passed, closed."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, ViewportSize, expect

from kopdata.database import open_database
from kopdata.demo import LAST_DAY
from kopdata.fieldwork.vocabulary import CaseOutcome, Cause, CoachingKind
from kopdata.formats import date
from kopdata.models import Filter
from kopdata.queries.scope import open_scope
from kopdata.store import open_store
from tests.browser.checks import flaws, open_everything, visit
from tests.browser.conftest import OpenPage
from tests.browser.dashboard import settle
from tests.support.browser import LAPTOP, PHONE
from tests.support.server import Server

SIZES = pytest.mark.parametrize("size", [LAPTOP, PHONE], ids=["laptop", "phone"])
STRIP = re.compile(r"(\d+) dalam pembinaan")
BEGUN, DUE = LAST_DAY - dt.timedelta(days=14), LAST_DAY - dt.timedelta(days=6)


def in_coaching(page: Page, server: Server) -> int:
    """Return how many Ringkasan says are in coaching."""
    page.goto(server.url)
    part = page.get_by_role("button", name=STRIP)
    expect(part).to_be_visible(timeout=30_000)
    settle(page)
    found = STRIP.search(part.inner_text())
    assert found
    return int(found[1])


def one_to_coach(demo: Path) -> tuple[str, str]:
    """Return id and name of an inactive koperasi of the demo that nobody coaches."""
    scope = open_scope(open_database(open_store(demo)), Filter())
    assert scope is not None
    row = scope.rows(
        "SELECT coop_id, name FROM kept WHERE status = 'tidak aktif' AND NOT in_coaching "
        "ORDER BY coop_id LIMIT 1"
    )[0]
    return str(row["coop_id"]), str(row["name"])


def choose(page: Page, within: Locator, name: str, value: str) -> None:
    """Choose in a list by the keys, which a phone's screen has too."""
    box = within.get_by_test_id("stSelectbox").filter(has_text=name).get_by_role("combobox")
    box.focus()
    page.keyboard.type(value)
    expect(page.get_by_role("option", name=value, exact=True)).to_be_visible()
    page.keyboard.press("Enter")
    expect(box).to_have_value(value)


def write_day(within: Locator, label: str, day: dt.date) -> None:
    field = within.get_by_test_id("stDateInput").filter(has_text=label)
    parts = field.get_by_role("spinbutton")
    for at, value in enumerate((f"{day:%d}", f"{day:%m}", f"{day:%Y}")):
        parts.nth(at).click()
        parts.nth(at).press_sequentially(value)


def form(page: Page, title: str) -> Locator:
    """Return the part with this title, folded out."""
    part = page.get_by_test_id("stExpander").filter(
        has=page.locator("summary").filter(has_text=re.compile(f"{title}$"))
    )
    expect(part).to_be_visible()
    if part.locator("details[open]").count() == 0:
        part.locator("summary").click()
    return part


@SIZES
def test_a_case_is_opened_gets_late_and_is_closed(
    own_demo: Server, open_page: OpenPage, size: ViewportSize, tmp_path: Path
) -> None:
    page = open_page(own_demo.url, size)
    before = in_coaching(page, own_demo)
    coop_id, name = one_to_coach(tmp_path / "home" / "demo")
    page.goto(f"{own_demo.url}/pembinaan?id={coop_id}")
    expect(page.get_by_text("Belum pernah dibina.")).to_be_visible(timeout=30_000)
    settle(page)
    opening = form(page, "Buka pembinaan")
    write_day(opening, "Tanggal dibuka", BEGUN)
    choose(page, opening, "Sebab tidak aktif", Cause.KNOWLEDGE)
    opening.get_by_role("button", name="Buka pembinaan").click()
    expect(page.get_by_text(f"Terbuka sejak {date(BEGUN)}")).to_be_visible()
    assert in_coaching(page, own_demo) == before + 1

    page.goto(f"{own_demo.url}/pembinaan?id={coop_id}")
    expect(page.get_by_text(f"Terbuka sejak {date(BEGUN)}")).to_be_visible(timeout=30_000)
    settle(page)
    step = form(page, "Catat langkah")
    write_day(step, "Tanggal langkah", BEGUN)
    step.get_by_label("Hasil").fill("Pengurus bersedia mengadakan RAT.")
    step.get_by_label("Langkah berikutnya (boleh kosong)").fill("Tetapkan tanggal RAT")
    write_day(step, "paling lambat", DUE)
    step.get_by_role("textbox", name="Petugas").fill("Petugas (contoh)")
    step.get_by_role("button", name="Simpan langkah").click()
    expect(page.get_by_text("Pilih jenis langkahnya.")).to_be_visible()
    expect(step.get_by_label("Hasil")).to_have_value("Pengurus bersedia mengadakan RAT.")
    choose(page, step, "Jenis langkah", CoachingKind.RAT_HELP)
    step.get_by_role("button", name="Simpan langkah").click()
    expect(page.get_by_text("Langkah berikutnya: Tetapkan tanggal RAT")).to_contain_text("Terlambat 6 hari.")
    expect(page.get_by_text(re.compile(f"Terlambat: .*{re.escape(name)} \\(6 hari\\)"))).to_be_visible()

    closing = form(page, "Tutup pembinaan")
    closing.get_by_text(CaseOutcome.UNCHANGED, exact=True).click()
    closing.get_by_role("button", name="Tutup pembinaan").click()
    expect(page.get_by_text(f"Ditutup {date(LAST_DAY)}: Belum berubah")).to_be_visible()
    assert in_coaching(page, own_demo) == before


@SIZES
@pytest.mark.parametrize("address", ["pembinaan", "usulan-pembubaran", "sosialisasi"])
def test_nothing_is_wrong_with_the_screen(
    own_demo: Server, open_page: OpenPage, size: ViewportSize, address: str, tmp_path: Path
) -> None:
    page, complaints = visit(open_page, f"{own_demo.url}/{address}", size)
    demo = tmp_path / "home" / "demo"
    contents = open_store(demo).contents()
    recorded = {"pembinaan": contents.coaching, "usulan-pembubaran": contents.proposals}
    coop_ids = [one_to_coach(demo)[0]]
    if address in recorded:
        coop_ids.append(recorded[address]["coop_id"][0].as_py())
    for coop_id in coop_ids:
        page.goto(f"{own_demo.url}/{address}?id={coop_id}")
        settle(page)
        if address == "sosialisasi":
            page.locator(".st-key-outreach_event").get_by_role("combobox").focus()
            page.keyboard.type(contents.outreach["topic"][0].as_py())
            expect(page.get_by_role("option")).to_have_count(1)
            page.keyboard.press("Enter")
            expect(page.get_by_text("Perbaiki catatan ini")).to_be_visible()
            settle(page)
        open_everything(page)
        found = flaws(page, size, within="[data-testid=stMain]") + complaints.said
        assert not found, "\n".join(found)
