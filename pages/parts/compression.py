"""The files of Streamlit's own frontend, compressed once and then answered from memory.

Streamlit sends them as they lie on the disk, nearly 9 MB for a first visit to a page with a chart.
"""

from __future__ import annotations

import asyncio
import gzip
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit import file_util

LEVEL: Final = 6
"""Of gzip: 9 saves another 0.3 % and takes a quarter longer."""
WORTH_IT: Final = 500
"""Bytes; below, the headers weigh more than what compression saves."""
_PACKED_ALREADY: Final = (b"image/png", b"image/gif", b"font/", b"application/font")
_KEPT_HEADERS: Final = (b"content-type", b"cache-control", b"last-modified")
"""What a held answer says of itself. Anything else, a cookie above all, was meant for one visitor."""


@dataclass(frozen=True, slots=True)
class Held:
    """One file as every browser gets it."""

    headers: list[tuple[bytes, bytes]]
    etag: bytes
    body: bytes


class CompressedFiles:
    """Answer for the frontend's files with what was compressed when the first browser asked.

    Memory is bounded by what Streamlit ships: only files that lay below ``/static/`` when the server started,
    each by its one path, and the one document that every page's address leads to are held, at most about
    10 MB. Everything else passes untouched: uploads, media, health checks, WebSockets, parts of files, other
    spellings of a path, and browsers that take no gzip.

    ``frontend`` is the folder whose ``static`` holds them, Streamlit's own unless another is named.
    """

    def __init__(self, app: ASGIApp, addresses: Iterable[str], frontend: Path | None = None) -> None:
        self._app = app
        self._pages = {f"/{address}" for address in addresses}
        folder = Path(file_util.get_static_dir()) if frontend is None else frontend
        self._files = {
            f"/{path.relative_to(folder).as_posix()}"
            for path in (folder / "static").rglob("*")
            if path.is_file()
        }
        self._held: dict[str, asyncio.Task[Held | None]] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer from memory, or pass the request on."""
        if not self._is_asked(scope):
            await self._app(scope, receive, send)
            return
        sent = dict(scope["headers"])
        held = None
        if scope["method"] in {"GET", "HEAD"} and b"range" not in sent and _takes_gzip(sent):
            held = await self._hold(scope)
        if held is None:
            await self._app(scope, receive, _varying(send))
        else:
            await _answer(held, scope["method"], sent.get(b"if-none-match", b""), send)

    def _is_asked(self, scope: Scope) -> bool:
        """Tell whether the path is one that is held, or would be."""
        return scope["type"] == "http" and (scope["path"] in self._files or scope["path"] in self._pages)

    async def _hold(self, scope: Scope) -> Held | None:
        """Return the file, made by whoever asks first; None where it is not ours to hold."""
        path: str = scope["path"]
        if path not in self._held:
            self._held[path] = asyncio.create_task(self._make(scope))
        making = self._held[path]
        try:
            held = await asyncio.shield(making)  # a browser that goes away takes the file from nobody else
        except Exception:
            self._held.pop(path, None)
            raise
        if held is None:
            self._held.pop(path, None)
        return held

    async def _make(self, scope: Scope) -> Held | None:
        """Ask Streamlit for the whole file and compress it, beside the event loop."""
        status, headers, body = await _collect(self._app, scope)
        kind = headers.get(b"content-type", b"")
        # Streamlit answers with its document for any address: below /static/ that is a file that is none.
        is_document = kind.startswith(b"text/html")
        if status != 200 or b"content-encoding" in headers or is_document != (scope["path"] in self._pages):
            return None
        kept: list[tuple[bytes, bytes]] = [(name, headers[name]) for name in _KEPT_HEADERS if name in headers]
        etag = headers.get(b"etag") or b'"%s"' % hashlib.sha256(body).hexdigest().encode()
        if len(body) >= WORTH_IT and not kind.startswith(_PACKED_ALREADY):
            body = await asyncio.to_thread(gzip.compress, body, LEVEL, mtime=0)
            kept.append((b"content-encoding", b"gzip"))
            etag = etag[:-1] + b'-gzip"'
        kept += [(b"etag", etag), (b"vary", b"Accept-Encoding")]
        return Held(kept, etag, body)


def _takes_gzip(headers: dict[bytes, bytes]) -> bool:
    """Tell whether the browser takes gzip, and does not refuse it with ``q=0``."""
    for offer in headers.get(b"accept-encoding", b"").split(b","):
        name, _, quality = offer.partition(b";")
        if name.strip() == b"gzip":
            return quality.replace(b" ", b"") not in {b"q=0", b"q=0.0", b"q=0.00", b"q=0.000"}
    return False


async def _collect(app: ASGIApp, scope: Scope) -> tuple[int, dict[bytes, bytes], bytes]:
    """Return status, headers and body of the answer to a plain request for the scope's path."""
    start: Message = {}
    parts: list[bytes] = []

    async def receive() -> Message:
        return await asyncio.Future()  # a plain request has no body, and this browser never goes away

    async def send(message: Message) -> None:
        if message["type"] == "http.response.start":
            start.update(message)
        else:
            parts.append(message.get("body", b""))

    host = [(name, value) for name, value in scope["headers"] if name == b"host"]
    await app({**scope, "method": "GET", "headers": host, "query_string": b""}, receive, send)
    return start["status"], dict(start["headers"]), b"".join(parts)


async def _answer(held: Held, method: str, known: bytes, send: Send) -> None:
    is_known = held.etag in {tag.strip().removeprefix(b"W/") for tag in known.split(b",")}
    body = b"" if is_known or method == "HEAD" else held.body
    length = [] if is_known else [(b"content-length", str(len(held.body)).encode())]
    start = {
        "type": "http.response.start",
        "status": 304 if is_known else 200,
        "headers": held.headers + length,
    }
    await send(start)
    await send({"type": "http.response.body", "body": body})


def _varying(send: Send) -> Send:
    """Say of an answer that is passed on that it depends on what the browser takes."""

    async def send_on(message: Message) -> None:
        if message["type"] == "http.response.start":
            message["headers"] = [*message["headers"], (b"vary", b"Accept-Encoding")]
        await send(message)

    return send_on
