"""A browser, servers and pages for the tests of this folder.

The browser is closed when a worker leaves the folder: while Playwright's synchronous interface is open, no
other test of that worker could run an event loop.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Literal, Protocol

import pytest
from playwright.sync_api import Page, ViewportSize

from kopdata.paths import PROJECT
from kopdata.store import create_store
from tests.support.browser import LAPTOP, BlockedBrowser, blocked_browser
from tests.support.chromium import ChromiumMissingError
from tests.support.server import Server, serve


class OpenPage(Protocol):
    """Opens a page, at a size and in a colour scheme, in which no page of an earlier test left anything."""

    def __call__(
        self,
        url: str,
        size: ViewportSize = LAPTOP,
        color_scheme: Literal["light", "dark"] = "light",
    ) -> Page: ...


@pytest.fixture(scope="package")
def browser() -> Iterator[BlockedBrowser]:
    """Chromium, one a worker. Without one every test that needs it fails; none is skipped."""
    try:
        with blocked_browser() as running:
            yield running
    except ChromiumMissingError as error:
        pytest.fail(str(error), pytrace=False)


@pytest.fixture
def open_page(browser: BlockedBrowser) -> Iterator[OpenPage]:
    """Open pages, close them after the test, and fail it when one asked for anything elsewhere."""
    browser.strangers.clear()
    yield browser.open_kept
    browser.forget()
    assert browser.strangers == []


@pytest.fixture(scope="package")
def demo_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server over a fresh demo, one a worker: for tests that only read."""
    with serve(tmp_path_factory.mktemp("demo")) as server:
        yield server


@pytest.fixture
def office_home(tmp_path: Path) -> Path:
    """An office's own store, empty."""
    home = tmp_path / "office"
    create_store(home)
    return home


@pytest.fixture
def office_server(office_home: Path) -> Iterator[Server]:
    """A server of one test's own over ``office_home``: for tests that write."""
    with serve(office_home) as server:
        yield server


@pytest.fixture
def own_demo(tmp_path: Path) -> Iterator[Server]:
    """A server over a demo that the test may change, with every host but this computer refused."""
    log = tmp_path / "reached for.txt"
    hook = PROJECT / "tests" / "support" / "no_network"
    with serve(tmp_path / "home", env={"PYTHONPATH": str(hook), "NO_NETWORK_LOG": str(log)}) as server:
        yield server
    assert not log.exists(), log.read_text(encoding="utf-8")
