"""The frontend's files as a browser gets them: the same bytes, fewer on the way, compressed once."""

from __future__ import annotations

import asyncio
import gzip
from collections.abc import Coroutine
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from starlette.staticfiles import StaticFiles
from starlette.types import Message, Receive, Scope, Send
from streamlit import file_util

from pages.parts.compression import WORTH_IT, CompressedFiles

SCRIPT = b"export const words = 'koperasi';\n" * 1_000
PICTURE = b"\x89PNG" + bytes(range(256)) * 20
DOCUMENT = b"<!DOCTYPE html><title>Dasbor</title>" + b" " * 2_000
GZIP = {"accept_encoding": "gzip, deflate, br, zstd"}


@dataclass
class Answer:
    """What a browser received."""

    status: int
    headers: dict[str, str]
    body: bytes


@dataclass
class Frontend:
    """Files on a disk, as Streamlit serves them; ``asked`` are the requests that reached it."""

    folder: Path
    asked: list[str] = field(default_factory=list)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await send({"type": "inside"})
            return
        self.asked.append(f"{scope['method']} {scope['path']}")
        is_file = (self.folder / scope["path"].lstrip("/")).is_file()
        path = scope["path"] if is_file else "/index.html"
        await StaticFiles(directory=self.folder)({**scope, "path": path}, receive, send)


@pytest.fixture
def frontend(tmp_path: Path) -> Frontend:
    (tmp_path / "static").mkdir()
    (tmp_path / "media").mkdir()
    (tmp_path / "index.html").write_bytes(DOCUMENT)
    (tmp_path / "static" / "main.js").write_bytes(SCRIPT)
    (tmp_path / "static" / "icon.png").write_bytes(PICTURE)
    (tmp_path / "static" / "small.js").write_bytes(b"export {}")
    (tmp_path / "media" / "list.csv").write_bytes(SCRIPT)
    return Frontend(tmp_path)


@pytest.fixture
def app(frontend: Frontend) -> CompressedFiles:
    return CompressedFiles(frontend, {"", "koperasi"}, frontend.folder)


def run(*requests: Coroutine[None, None, Answer]) -> list[Answer]:
    """Return the answers to requests that are made at the same time."""

    async def all_at_once() -> list[Answer]:
        return await asyncio.gather(*requests)

    return asyncio.run(all_at_once())


async def ask(app: CompressedFiles, path: str, method: str = "GET", **headers: str) -> Answer:
    sent: list[Message] = []
    waited = asyncio.Event()

    async def receive() -> Message:
        await waited.wait()
        return {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        sent.append(message)

    named = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    await app({"type": "http", "method": method, "path": path, "headers": named}, receive, send)
    start, *rest = sent
    decoded = {name.decode(): value.decode() for name, value in start["headers"]}
    return Answer(start["status"], decoded, b"".join(message.get("body", b"") for message in rest))


@pytest.mark.parametrize(
    ("path", "content"), [("/static/main.js", SCRIPT), ("/", DOCUMENT), ("/koperasi", DOCUMENT)]
)
def test_text_arrives_compressed_and_whole(app: CompressedFiles, path: str, content: bytes) -> None:
    [answer] = run(ask(app, path, **GZIP))

    assert gzip.decompress(answer.body) == content
    assert len(answer.body) < len(content) / 5
    assert answer.headers["content-encoding"] == "gzip"
    assert answer.headers["content-length"] == str(len(answer.body))
    assert answer.headers["vary"] == "Accept-Encoding"


def test_type_and_age_stay_what_they_were(app: CompressedFiles, frontend: Frontend) -> None:
    packed, plain = run(ask(app, "/static/main.js", **GZIP), ask(app, "/static/main.js"))

    assert packed.headers["content-type"] == plain.headers["content-type"]
    assert packed.headers["last-modified"] == plain.headers["last-modified"]
    assert packed.headers["etag"] != plain.headers["etag"], "two forms of a file need two tags"


@pytest.mark.parametrize(
    "offer", ["", "identity", "br", "gzip;q=0", "gzip; q=0.0", "deflate, gzip;q=0.000", "xgzip"]
)
def test_who_takes_no_gzip_gets_the_file_as_it_is(app: CompressedFiles, offer: str) -> None:
    run(ask(app, "/static/main.js", **GZIP))

    [answer] = run(ask(app, "/static/main.js", accept_encoding=offer))

    assert answer.body == SCRIPT
    assert "content-encoding" not in answer.headers
    assert answer.headers["vary"] == "Accept-Encoding", "a cache between must not mix the two"


@pytest.mark.parametrize("offer", ["gzip", "br;q=1, gzip;q=0.5", "deflate,gzip", "gzip;q=0.001"])
def test_every_way_to_ask_for_gzip_is_understood(app: CompressedFiles, offer: str) -> None:
    [answer] = run(ask(app, "/static/main.js", accept_encoding=offer))

    assert gzip.decompress(answer.body) == SCRIPT


@pytest.mark.parametrize(
    ("path", "content"), [("/static/icon.png", PICTURE), ("/static/small.js", b"export {}")]
)
def test_what_would_not_shrink_is_left_alone(app: CompressedFiles, path: str, content: bytes) -> None:
    [answer] = run(ask(app, path, **GZIP))

    assert answer.body == content
    assert "content-encoding" not in answer.headers


def test_a_part_of_a_file_is_a_part_of_the_file(app: CompressedFiles) -> None:
    [answer] = run(ask(app, "/static/main.js", range="bytes=7-11", **GZIP))

    assert answer.status == 206
    assert answer.body == SCRIPT[7:12]
    assert "content-encoding" not in answer.headers


@pytest.mark.parametrize("known", ["{}", 'W/{}, "other"', '"other", {}'])
def test_what_the_browser_has_is_not_sent_again(app: CompressedFiles, known: str) -> None:
    [first] = run(ask(app, "/", **GZIP))

    [again] = run(ask(app, "/", if_none_match=known.format(first.headers["etag"]), **GZIP))
    [other] = run(ask(app, "/", if_none_match='"other"', **GZIP))

    assert (again.status, again.body) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]
    assert (other.status, gzip.decompress(other.body)) == (200, DOCUMENT)


def test_head_tells_what_get_would_send(app: CompressedFiles) -> None:
    head, get = run(ask(app, "/static/main.js", "HEAD", **GZIP), ask(app, "/static/main.js", **GZIP))

    assert head.headers == get.headers
    assert head.body == b""


def test_a_file_is_compressed_once_for_all(app: CompressedFiles, frontend: Frontend) -> None:
    answers = run(*(ask(app, "/static/main.js", cookie="a=1", **GZIP) for _ in range(20)))

    assert frontend.asked == ["GET /static/main.js"]
    assert {answer.body for answer in answers} == {answers[0].body}


def test_a_browser_that_goes_away_takes_the_file_from_nobody(
    app: CompressedFiles, frontend: Frontend
) -> None:
    async def first_leaves() -> Answer:
        leaving = asyncio.create_task(ask(app, "/static/main.js", **GZIP))
        staying = asyncio.create_task(ask(app, "/static/main.js", **GZIP))
        await asyncio.sleep(0)
        leaving.cancel()
        return await staying

    answer = asyncio.run(first_leaves())

    assert gzip.decompress(answer.body) == SCRIPT
    assert frontend.asked == ["GET /static/main.js"]


def test_an_invented_address_is_not_remembered(app: CompressedFiles, frontend: Frontend) -> None:
    for _ in range(2):
        [answer] = run(ask(app, "/static/none.js", **GZIP))
        assert answer.body == DOCUMENT

    assert frontend.asked.count("GET /static/none.js") == 2, "passed on, each time"


@pytest.mark.parametrize("path", ["/static/./main.js", "/static//main.js", "/./static/main.js"])
def test_another_spelling_of_a_path_is_not_kept(app: CompressedFiles, frontend: Frontend, path: str) -> None:
    for _ in range(2):
        [answer] = run(ask(app, path, **GZIP))
        assert answer.body == SCRIPT
        assert "content-encoding" not in answer.headers

    assert frontend.asked.count(f"GET {path}") == 2, "passed on, each time"


def test_what_streamlit_ships_is_what_is_held() -> None:
    scripts = Path(file_util.get_static_dir()) / "static" / "js"
    path = f"/static/js/{next(scripts.glob('index.*.js')).name}"
    app = CompressedFiles(without_etag, {"koperasi"})
    shipped, invented = run(ask(app, path, **GZIP), ask(app, f"{path}x", **GZIP))
    assert shipped.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in invented.headers


@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", "/media/list.csv"), ("POST", "/static/main.js"), ("GET", "/_stcore/health"), ("GET", "/lain")],
)
def test_everything_else_passes_untouched(
    app: CompressedFiles, frontend: Frontend, method: str, path: str
) -> None:
    try:
        run(ask(app, path, method, **GZIP))
    except Exception as error:  # files are only read: Starlette refuses a POST by raising
        assert "405" in str(error)

    assert frontend.asked == [f"{method} {path}"]


@pytest.mark.parametrize("kind", ["websocket", "lifespan"])
def test_sockets_pass(app: CompressedFiles, kind: str) -> None:
    sent: list[Message] = []

    async def receive() -> Message:
        return {}

    async def send(message: Message) -> None:
        sent.append(message)

    async def open_one() -> None:
        await app({"type": kind, "path": "/static/main.js", "headers": []}, receive, send)

    asyncio.run(open_one())

    assert sent == [{"type": "inside"}]


async def without_etag(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer as a file server that marks no file: every file is other text of the same type."""
    headers = [(b"content-type", b"text/javascript")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": scope["path"].encode() * WORTH_IT})


def test_files_that_came_without_a_mark_are_told_apart(tmp_path: Path) -> None:
    (tmp_path / "static").mkdir()
    for name in ("a.js", "b.js"):
        (tmp_path / "static" / name).touch()
    app = CompressedFiles(without_etag, set(), tmp_path)
    first, second, again = run(
        ask(app, "/static/a.js", **GZIP), ask(app, "/static/b.js", **GZIP), ask(app, "/static/a.js", **GZIP)
    )

    assert first.headers["etag"] == again.headers["etag"] != second.headers["etag"]
    [known] = run(ask(app, "/static/b.js", if_none_match=first.headers["etag"], **GZIP))
    assert (known.status, gzip.decompress(known.body)) == (200, b"/static/b.js" * WORTH_IT)
