"""The server's own door: it answers what arrived on this computer's own address, and nothing else."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
from starlette.types import ASGIApp, Message

from pages.parts.server import KnownPagesOnly, ThisComputerOnly


def answer(scope: dict[str, Any], guard: Callable[[ASGIApp], ASGIApp] = ThisComputerOnly) -> list[Message]:
    """Return what is sent for a request that arrived as ``scope`` says."""
    sent: list[Message] = []

    async def app(_scope: Message, _receive: Any, send: Any) -> None:
        await send({"type": "inside"})

    async def receive() -> Message:
        return {"type": "http.request"}

    async def send(message: Message) -> None:
        sent.append(message)

    asyncio.run(guard(app)(scope, receive, send))  # type: ignore[arg-type]  # an awaitable that is a coroutine
    return sent


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.2", "::1", "localhost"])
def test_requests_on_loopback_pass(host: str) -> None:
    assert answer({"type": "http", "server": (host, 8501), "headers": []}) == [{"type": "inside"}]
    assert answer({"type": "websocket", "server": (host, 8501), "headers": []}) == [{"type": "inside"}]


@pytest.mark.parametrize("server", [("192.0.2.7", 8501), ("0.0.0.0", 8501), None, ("dinas.example", 80)])
def test_requests_from_elsewhere_are_closed(server: tuple[str, int] | None) -> None:
    start, body = answer({"type": "http", "server": server})
    assert start["status"] == 403
    assert "127.0.0.1" in body["body"].decode()
    [closed] = answer({"type": "websocket", "server": server})
    assert closed["type"] == "websocket.close"


@pytest.mark.parametrize(
    ("origin", "inside"),
    [
        (b"http://127.0.0.1:8501", True),
        (b"http://127.0.0.1:9999", False),
        (b"http://evil.example", False),
        (b"null", False),
    ],
)
def test_pages_of_others_are_refused(origin: bytes, inside: bool) -> None:
    headers = [(b"host", b"127.0.0.1:8501"), (b"origin", origin)]
    [sent, *_] = answer({"type": "websocket", "server": ("127.0.0.1", 8501), "headers": headers})
    assert sent["type"] == ("inside" if inside else "websocket.close")


def test_the_start_of_the_server_passes() -> None:
    assert answer({"type": "lifespan"}) == [{"type": "inside"}]


@pytest.mark.parametrize(
    ("path", "accept", "inside"),
    [
        ("/", b"text/html", True),
        ("/koperasi", b"text/html,*/*", True),
        ("/tidak-ada", b"text/html,*/*", False),
        ("/import_history", b"text/html", False),
        ("/_stcore/health", b"text/html", True),
        ("/static/js/main.js", b"*/*", True),
        ("/icon.png", b"text/html", True),
        ("/tidak-ada", b"*/*", True),
    ],
)
def test_an_unknown_page_leads_to_the_first(path: str, accept: bytes, inside: bool) -> None:
    scope = {"type": "http", "method": "GET", "path": path, "headers": [(b"accept", accept)]}
    sent = answer(scope, lambda app: KnownPagesOnly(app, {"", "koperasi"}))
    if inside:
        assert sent == [{"type": "inside"}]
    else:
        assert (sent[0]["status"], sent[0]["headers"]) == (302, [(b"location", b"/")])
