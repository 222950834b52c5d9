"""Visits to a page, timed inside the browser, and what they carried over the network."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from playwright.sync_api import Browser, BrowserContext, CDPSession, Page
from playwright.sync_api import TimeoutError as NotSeenError

from tests.support.browser import LAPTOP

PATIENCE = 30.0
"""Seconds until a mark must be there; far more than any takes, because machines are busy."""
SLOW_LINK = {"offline": False, "latency": 40, "downloadThroughput": 1_250_000, "uploadThroughput": 1_250_000}
"""10 Mbit/s both ways (here in bytes a second) and 40 ms, as the browser's developer tools emulate it."""

_PROBE = """
(() => {
  const marks = %s, seen = (window.__seen = {});
  const look = () => {
    for (const [name, { selector, text }] of Object.entries(marks)) {
      if (name in seen) continue;
      const holds = (found) => text === null || found.textContent.trim() === text;
      const shown = (found) => holds(found) && found.getClientRects().length > 0;
      if ([...document.querySelectorAll(selector)].some(shown)) seen[name] = performance.now();
    }
  };
  new MutationObserver(look).observe(document, { subtree: true, childList: true, characterData: true });
})();
"""
"""Notes the moment at which an element is in the page, in milliseconds after the visit began."""


@dataclass(frozen=True, slots=True)
class Mark:
    """An element that a visitor waits for: its selector, and its whole text where the text decides."""

    selector: str
    text: str | None = None


@dataclass(frozen=True, slots=True)
class Target:
    """A page and what is waited for on it."""

    url: str
    marks: Mapping[str, Mark]

    def probe(self) -> str:
        """Return the script that notes when each mark is seen."""
        marks = {name: {"selector": mark.selector, "text": mark.text} for name, mark in self.marks.items()}
        return _PROBE % json.dumps(marks)


Times = dict[str, float]
"""Milliseconds from the start of the visit to each mark."""


def visit(browser: Browser, target: Target, *, slow_link: bool = False) -> Times:
    """Return how long each mark takes in a browser that knows nothing of the page yet."""
    with _first_visit(browser, target) as page:
        if slow_link:
            _listen(page).send("Network.emulateNetworkConditions", SLOW_LINK)
        page.goto(target.url)
        return _times(page, target)


def visit_and_reload(browser: Browser, target: Target) -> tuple[Times, Times]:
    """Return how long each mark takes on a first visit, and after a reload of the same page."""
    with _first_visit(browser, target) as page:
        page.goto(target.url)
        cold = _times(page, target)
        _settle(page)
        page.reload()
        return cold, _times(page, target)


def bytes_of_a_first_visit(browser: Browser, target: Target) -> int:
    """Return the bytes that a first visit receives: HTTP as encoded, with headers, and the WebSocket's."""
    received = 0

    def add_response(event: dict[str, float]) -> None:
        nonlocal received
        received += int(event["encodedDataLength"])

    def add_frame(event: dict[str, dict[str, str]]) -> None:
        nonlocal received
        received += len(event["response"]["payloadData"]) * 3 // 4  # handed over in base64

    with _first_visit(browser, target) as page:
        session = _listen(page)
        session.on("Network.loadingFinished", add_response)
        session.on("Network.webSocketFrameReceived", add_frame)
        page.goto(target.url)
        _times(page, target)
        _settle(page)
        return received


def is_drawn(browser: Browser, target: Target, *, within: float) -> bool:
    """Tell whether every mark of ``target`` appears within so many seconds."""
    with _first_visit(browser, target) as page:
        page.goto(target.url)
        try:
            _times(page, target, within=within)
        except NotSeenError:
            return False
        return True


@contextmanager
def _first_visit(browser: Browser, target: Target) -> Iterator[Page]:
    """Hold an empty tab of a fresh profile that will note when the marks of ``target`` are seen."""
    context: BrowserContext = browser.new_context(viewport=LAPTOP, locale="id-ID")
    try:
        context.add_init_script(target.probe())
        yield context.new_page()
    finally:
        context.close()


def _listen(page: Page) -> CDPSession:
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    return session


def _times(page: Page, target: Target, *, within: float = PATIENCE) -> Times:
    names = json.dumps(list(target.marks))
    page.wait_for_function(f"{names}.every((name) => name in window.__seen)", timeout=within * 1000)
    seen: Times = page.evaluate("window.__seen")
    return seen


def _settle(page: Page) -> None:
    """Wait until the script has ended and nothing is on its way any more."""
    page.wait_for_selector("[data-test-script-state=notRunning]", timeout=PATIENCE * 1000)
    page.wait_for_load_state("networkidle")
