"""What every other browser test rests on: the browser leaves this computer for nothing, and tells."""

from __future__ import annotations

from tests.support.browser import PHONE, BlockedBrowser
from tests.support.server import Server


def test_request_elsewhere_is_recorded_and_fails(browser: BlockedBrowser) -> None:
    picture = "<img src='https://tiles.example.org/1.png' onerror='document.title = \"failed\"'>"
    page = browser.open(f"data:text/html,{picture}", PHONE, "dark")

    page.wait_for_function("document.title === 'failed'")
    page.context.close()

    assert browser.strangers == ["https://tiles.example.org/1.png"]


def test_literal_address_elsewhere_is_not_reached(browser: BlockedBrowser) -> None:
    page = browser.open("data:text/html,empty")

    reached = page.evaluate("fetch('http://192.0.2.1/').then(() => true, error => error.message)")
    page.context.close()

    assert reached == "Failed to fetch"
    assert "http://192.0.2.1/" in browser.strangers


def test_page_has_the_size_and_scheme_asked_for(browser: BlockedBrowser) -> None:
    page = browser.open("data:text/html,empty", PHONE, "dark")

    seen = page.evaluate("[screen.width, screen.height, matchMedia('(prefers-color-scheme: dark)').matches]")
    page.context.close()

    assert seen == [390, 844, True]


def test_a_kept_profile_keeps_what_a_server_sent_and_nothing_else(
    browser: BlockedBrowser, demo_server: Server
) -> None:
    before = browser.open_kept("about:blank", PHONE)
    before.goto(demo_server.url)
    before.context.grant_permissions(["clipboard-read"], origin=demo_server.url)
    before.evaluate("localStorage.setItem('lama', 'ya'); document.cookie = 'lama=ya'")
    browser.forget()
    page = browser.open_kept(demo_server.url, PHONE, "dark")
    assert page.evaluate("[localStorage.getItem('lama'), document.cookie.includes('lama')]") == [None, False]
    assert page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches")
    asked = "navigator.permissions.query({ name: 'clipboard-read' }).then((found) => found.state)"
    assert page.evaluate(asked) != "granted"
    scripts = "performance.getEntriesByType('resource').filter((one) => one.name.endsWith('.js'))"
    assert page.evaluate(f"{scripts}.length") > 0
    assert page.evaluate(f"{scripts}.every((one) => one.transferSize === 0)")
    browser.forget()
