"""Chromium that reaches this computer only, and a record of whatever asked for more."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, sync_playwright

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
    _kept: dict[tuple[int, int], BrowserContext] = field(default_factory=dict)
    _origins: set[str] = field(default_factory=set)

    def open(
        self,
        url: str,
        size: ViewportSize = LAPTOP,
        color_scheme: Literal["light", "dark"] = "light",
    ) -> Page:
        """Return a page of a fresh profile that shows ``url``; the caller closes ``page.context``."""
        return self._show(self._profile(size), url, color_scheme)

    def open_kept(
        self,
        url: str,
        size: ViewportSize = LAPTOP,
        color_scheme: Literal["light", "dark"] = "light",
    ) -> Page:
        """Return a page that shows ``url``, of a profile kept for its size; the caller closes the page.

        What a server sent once is loaded and compiled already, which saves a second or two each time.
        """
        key = size["width"], size["height"]
        if key not in self._kept:
            self._kept[key] = self._profile(size)
        return self._show(self._kept[key], url, color_scheme)

    def forget(self) -> None:
        """Close every page, and leave nothing that a page put down in the profiles that are kept."""
        kept = self._kept.values()
        for context in self.browser.contexts:
            if context not in kept:
                context.close()
        for context in kept:
            for page in context.pages:
                page.close()
            context.clear_permissions()
            page = context.new_page()
            session = context.new_cdp_session(page)
            for origin in self._origins:
                what = {"origin": origin, "storageTypes": "cookies,local_storage,indexeddb"}
                session.send("Storage.clearDataForOrigin", what)
            page.close()
        self._origins.clear()

    def _profile(self, size: ViewportSize) -> BrowserContext:
        context = self.browser.new_context(
            viewport=size,
            is_mobile=size == PHONE,
            has_touch=size == PHONE,
            reduced_motion="reduce",
            locale="id-ID",
            timezone_id="Asia/Jakarta",
        )
        context.on("request", lambda request: self._note(request.url))
        return context

    def _show(self, context: BrowserContext, url: str, color_scheme: Literal["light", "dark"]) -> Page:
        page = context.new_page()
        page.emulate_media(color_scheme=color_scheme)
        page.on("websocket", lambda socket: self._note(socket.url))
        page.goto(url)
        return page

    def _note(self, url: str) -> None:
        address = urlsplit(url)
        if address.scheme in {"http", "https", "ws", "wss"} and address.hostname != "127.0.0.1":
            self.strangers.append(url)
        elif address.scheme == "http":
            self._origins.add(f"http://{address.netloc}")


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
