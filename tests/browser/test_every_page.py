"""Every page, at both sizes and in both themes: nothing cut off, nothing in English, nothing axe minds."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from playwright.sync_api import ViewportSize

from dashboard import MENU
from tests.browser.checks import Complaints, flaws, leftovers, open_everything, silent_charts, visit
from tests.browser.conftest import OpenPage
from tests.support import axe
from tests.support.browser import LAPTOP, PHONE, BlockedBrowser
from tests.support.commands import run_kopdata
from tests.support.overflow import overflow
from tests.support.server import Server

PAGES = {title: address for section in MENU.values() for _file, title, _icon, address in section}
SIZES = pytest.mark.parametrize("size", [LAPTOP, PHONE], ids=["laptop", "phone"])


def a_cooperative(home: Path) -> str:
    """Return the id of a koperasi of which much is known: one that is not active."""
    listed = run_kopdata(home, "cooperatives", "--status", "tidak aktif", "--json").stdout
    return str(json.loads(listed.splitlines()[0])["coop_id"])


@SIZES
@pytest.mark.parametrize("title", PAGES)
def test_page(demo_server: Server, open_page: OpenPage, title: str, size: ViewportSize) -> None:
    page, complaints = visit(open_page, f"{demo_server.url}/{PAGES[title]}", size)
    open_everything(page)
    found = flaws(page, size) + complaints.said
    assert not found, "\n".join(found)


@SIZES
def test_page_of_one_koperasi(demo_server: Server, open_page: OpenPage, size: ViewportSize) -> None:
    visit(open_page, demo_server.url, size)  # with which the demo is made
    address = f"{demo_server.url}/koperasi-ini?id={a_cooperative(demo_server.home)}"
    page, complaints = visit(open_page, address, size)
    open_everything(page)
    found = flaws(page, size) + complaints.said
    assert not found, "\n".join(found)


SOUND = """
<!doctype html><html lang="id"><head><title>Dasbor</title><style>body { margin: 0; }</style></head>
<body style="background: #fff"><main><p>Semua koperasi</p>
<div data-testid="stPlotlyChart" role="figure" aria-label="99 koperasi"></div></main></body></html>
"""


@pytest.mark.parametrize(
    ("planted", "rule"),
    [
        ('<p style="color: #ccc">samar</p>', "color-contrast"),
        ("<button></button>", "button-name"),
        ('<img src="data:,">', "image-alt"),
        ('<input type="text">', "label"),
    ],
)
def test_axe_finds_what_is_planted(browser: BlockedBrowser, planted: str, rule: str) -> None:
    page = browser.open("about:blank")
    page.set_content(SOUND)
    assert axe.violations(page) == []
    page.set_content(SOUND.replace("</main>", f"{planted}</main>"))
    assert [found.rule for found in axe.violations(page)] == [rule]
    excuse = axe.Excuse(rule, "main > *", "planted")
    elsewhere = axe.Excuse(rule, "nav > *", "planted")
    assert axe.violations(page, [excuse]) == []
    assert [found.rule for found in axe.violations(page, [elsewhere])] == [rule]
    page.context.close()


@pytest.mark.parametrize(
    ("planted", "words"),
    [
        ("<p>Pilih, lalu tekan Enter to apply</p>", ("enter", "to", "apply")),
        ('<input aria-label="Cari" placeholder="Choose an option">', ("choose", "an", "option")),
        ('<button aria-label="Close">x</button>', ("close",)),
        ('<span title="Show more"></span>', ("show", "more")),
        ('<i class="after"></i><style>.after::after { content: "Upload"; }</style>', ("upload",)),
        ("<div><template shadowrootmode='open'><p>Copied.</p></template></div>", ("copied",)),
    ],
)
def test_english_is_found_where_it_is_planted(
    browser: BlockedBrowser, planted: str, words: tuple[str, ...]
) -> None:
    page = browser.open("about:blank")
    page.set_content(SOUND)
    assert leftovers(page) == []
    page.evaluate("(html) => document.querySelector('main').setHTMLUnsafe(html)", planted)
    assert [found.words for found in leftovers(page)] == [words]
    page.evaluate("document.querySelector('main').style.display = 'none'")
    assert leftovers(page) == []
    page.context.close()


@pytest.mark.parametrize(
    "planted",
    [
        '<div style="width: 2000px">lebar</div>',
        '<p style="width: 40px; overflow: hidden; white-space: nowrap">Jumlah koperasi</p>',
        '<div style="width: 90px; overflow-x: auto"><div style="width: 300px">geser</div></div>',
        '<p style="position: absolute; left: -20px; margin: 0">terpotong di kiri</p>',
    ],
)
@SIZES
def test_overflow_is_found_where_it_is_planted(
    browser: BlockedBrowser, planted: str, size: ViewportSize
) -> None:
    page = browser.open("about:blank", size)
    page.set_content(SOUND)
    assert overflow(page) == []
    page.set_content(SOUND.replace("</main>", f"{planted}</main>"))
    assert overflow(page) != []
    page.context.close()


def test_a_table_may_scroll_by_itself(browser: BlockedBrowser) -> None:
    page = browser.open("about:blank", PHONE)
    table = '<div data-testid="stTable"><div style="overflow: auto"><p style="width: 900px">x</p></div></div>'
    page.set_content(SOUND.replace("</main>", f"{table}</main>"))
    assert overflow(page) == []
    page.context.close()


def test_a_chart_without_figures_in_its_name_is_found(browser: BlockedBrowser) -> None:
    page = browser.open("about:blank")
    page.set_content(SOUND)
    assert silent_charts(page) == []
    page.set_content(SOUND.replace("99 koperasi", "Peta koperasi"))
    assert silent_charts(page) == ["chart without figures in its name: Peta koperasi"]
    page.context.close()


def test_what_a_page_complains_of_is_found(browser: BlockedBrowser) -> None:
    page = browser.open("about:blank")
    complaints = Complaints(page)
    page.set_content(SOUND)
    assert complaints.said == []
    with page.expect_event("pageerror"):
        page.evaluate("console.error('rusak'); setTimeout(() => { throw new Error('putus'); })")
    assert [complaint.split(" (")[0] for complaint in complaints.said] == ["rusak", "putus"]
    page.context.close()
