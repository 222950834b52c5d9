"""The server below the screens: from where it may be reached, and how it runs page files."""

from __future__ import annotations

import streamlit as st
from starlette.types import ASGIApp, Receive, Scope, Send
from streamlit.runtime.pages_manager import PagesManager

from kopdata.access import BindRefusedError, check_bind


def prepare() -> None:
    """Refuse to start where other computers could reach the dashboard; let no page run by itself.

    Raises
    ------
    SystemExit
        The server was told to listen beyond this computer; it ends with the sentence.
    """
    try:
        check_bind(st.get_option("server.address"))
    except BindRefusedError as refused:
        raise SystemExit(str(refused)) from refused
    # A folder named pages/ is served file by file, past dashboard.py, until some session has declared a
    # navigation. No public setting ends that; every page's guard stands behind this line.
    PagesManager.uses_pages_directory = False


class ThisComputerOnly:
    """Answer only what arrived on a loopback address, whichever server runs the application."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or close it with the sentence."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        try:
            check_bind((scope.get("server") or (None,))[0])
        except BindRefusedError as refused:
            await _refuse(scope, send, str(refused))
            return
        if _is_from_elsewhere(scope):
            await _refuse(scope, send, "Permintaan dari halaman web lain ditolak. Buka alamat utama dasbor.")
            return
        await self._app(scope, receive, send)


def _is_from_elsewhere(scope: Scope) -> bool:
    """Tell whether a page that is not the dashboard's own asks, by the origin that the browser names.

    Refused here, because Streamlit would ask a server on the internet for this computer's address first.
    """
    headers = dict(scope["headers"])
    origin, host = headers.get(b"origin"), headers.get(b"host")
    return origin is not None and origin.removeprefix(b"https://").removeprefix(b"http://") != host


async def _refuse(scope: Scope, send: Send, sentence: str) -> None:
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": 1008, "reason": "loopback only"})
        return
    headers = [(b"content-type", b"text/plain; charset=utf-8")]
    await send({"type": "http.response.start", "status": 403, "headers": headers})
    await send({"type": "http.response.body", "body": sentence.encode()})


class KnownPagesOnly:
    """Lead a browser that asks for a page that is none to the first page.

    Streamlit would open it too, under a notice in English that cannot be worded.
    """

    def __init__(self, app: ASGIApp, addresses: set[str]) -> None:
        self._app = app
        self._addresses = addresses

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or answer it with the first page's address."""
        if scope["type"] != "http" or not self._is_unknown_page(scope):
            await self._app(scope, receive, send)
            return
        await send({"type": "http.response.start", "status": 302, "headers": [(b"location", b"/")]})
        await send({"type": "http.response.body", "body": b""})

    def _is_unknown_page(self, scope: Scope) -> bool:
        path = str(scope["path"]).strip("/")
        is_page = scope["method"] == "GET" and not path.startswith("_") and not {"/", "."} & set(path)
        accepts = next((value for name, value in scope["headers"] if name == b"accept"), b"")
        return is_page and b"text/html" in accepts and path not in self._addresses
