"""What a first visit costs a weak network: the bytes that a browser with an empty cache receives."""

from __future__ import annotations

import http.client
from urllib.parse import urlsplit

from tests.bench.visits import Mark, Target, bytes_of_a_first_visit
from tests.support.browser import BlockedBrowser
from tests.support.server import Server

MEGABYTES = 3.0


def test_a_first_visit_carries_at_most_three_megabytes(browser: BlockedBrowser, demo_server: Server) -> None:
    marks = {
        "tile": Mark("[data-testid=stMetricValue]", "99"),
        "map": Mark("[data-testid=stPlotlyChart] .choroplethlayer path"),
    }

    received = bytes_of_a_first_visit(browser.browser, Target(demo_server.url, marks))

    assert 500_000 < received <= MEGABYTES * 1e6


def test_the_frontend_arrives_compressed_and_is_kept_by_the_browser(
    browser: BlockedBrowser, demo_server: Server
) -> None:
    page = browser.open(demo_server.url)
    script = page.locator("script[type=module][src]").first.get_attribute("src")
    page.context.close()
    address = urlsplit(demo_server.url)
    connection = http.client.HTTPConnection(str(address.hostname), address.port, timeout=30)

    answers = []
    for path in ("/", f"/{str(script).removeprefix('./')}"):
        connection.request("GET", path, headers={"Accept-Encoding": "gzip"})
        answer = connection.getresponse()
        answer.read()
        answers.append(answer)
    connection.close()
    document, code = answers

    assert [answer.getheader("Content-Encoding") for answer in answers] == ["gzip", "gzip"]
    assert document.getheader("Cache-Control") == "no-cache"
    assert "immutable" in str(code.getheader("Cache-Control"))
    assert "javascript" in str(code.getheader("Content-Type"))
