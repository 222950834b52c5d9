"""Chromium that reaches this computer only, and a record of whatever asked for more."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from tests.support.chromium import find_chromium

LAPTOP: ViewportSize = {"width": 1366, "height": 768}
PHONE: ViewportSize = {"width": 390, "height": 844}

_ARGUMENTS = [
    "--no-sandbox",  # root in a container has none
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
    "--no-proxy-server",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


@dataclass(frozen=True)
class BlockedBrowser:
    """A browser without a network; ``strangers`` are the addresses that its pages asked for in vain."""

    browser: Browser
    strangers: list[str] = field(default_factory=list)

    def open(
        self,
        url: str,
        size: ViewportSize = LAPTOP,
        color_scheme: Literal["light", "dark"] = "light",
    ) -> Page:
        """Return a page of a fresh profile that shows ``url``; the caller closes ``page.context``."""
        context = self.browser.new_context(
            viewport=size,
            is_mobile=size == PHONE,
            has_touch=size == PHONE,
            color_scheme=color_scheme,
            reduced_motion="reduce",
            locale="id-ID",
            timezone_id="Asia/Jakarta",
        )
        context.on("request", lambda request: self._note(request.url))
        page = context.new_page()
        page.on("websocket", lambda socket: self._note(socket.url))
        page.goto(url)
        return page

    def _note(self, url: str) -> None:
        address = urlsplit(url)
        if address.scheme in {"http", "https", "ws", "wss"} and address.hostname != "127.0.0.1":
            self.strangers.append(url)


@contextmanager
def blocked_browser() -> Iterator[BlockedBrowser]:
    """Run Chromium until the block ends; no name but 127.0.0.1 resolves in it.

    Raises
    ------
    ChromiumMissingError
        When there is none; the message says what to install.
    """
    executable = find_chromium()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=_ARGUMENTS)
        try:
            yield BlockedBrowser(browser)
        finally:
            browser.close()
