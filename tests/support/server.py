"""The dashboard as an office runs it: the real server, in a process of its own, on a free port."""

from __future__ import annotations

import http.client
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

from kopdata.paths import PROJECT

DASHBOARD = PROJECT / "dashboard.py"
START_WITHIN = 60.0
"""Seconds a server may take to answer; far more than it needs, because test machines are busy."""
STOP_WITHIN = 5.0


class ServerDiedError(Exception):
    """The server ended, or never answered; the note is everything it printed."""


@dataclass(frozen=True)
class Server:
    """A server that answers."""

    url: str
    home: Path
    process: subprocess.Popen[bytes]
    log: Path

    def output(self) -> str:
        """Return everything the server has printed so far."""
        return self.log.read_text(encoding="utf-8", errors="replace")


def free_port() -> int:
    """Return a port of this computer on which nothing listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


@contextmanager
def serve(
    home: Path,
    *,
    script: Path = DASHBOARD,
    port: int | None = None,
    address: str | None = None,
    env: Mapping[str, str] | None = None,
) -> Iterator[Server]:
    """Run ``streamlit run dashboard.py`` over the store in ``home`` until the block ends.

    Another ``script`` runs in its own folder, so that none of the project's configuration holds for it.
    ``port`` None takes a free one, ``address`` None leaves it to the configuration. Every error that leaves
    the block bears what the server printed as a note. No process of the server outlives the block.

    Raises
    ------
    ServerDiedError
        When the server ends by itself, or does not answer within ``START_WITHIN`` seconds.
    """
    port = port or free_port()
    command = [sys.executable, "-m", "streamlit", "run", script.name, "--server.port", str(port)]
    if address is not None:
        command += ["--server.address", address]
    environment = os.environ | {"KOPDATA_HOME": str(home), "PYTHONUNBUFFERED": "1"} | dict(env or {})
    with tempfile.TemporaryDirectory(prefix="dashboard-") as folder:
        log = Path(folder) / "server.log"
        with log.open("wb") as out:
            process = subprocess.Popen(
                command, cwd=script.parent, env=environment, stdout=out, stderr=subprocess.STDOUT
            )
        server = Server(f"http://127.0.0.1:{port}", home, process, log)
        try:
            _wait_until_healthy(server, port)
            yield server
            _check_alive(process)
        except Exception as error:
            error.add_note(f"--- what the server printed ---\n{server.output()}")
            raise
        finally:
            _stop(process)


def is_healthy(port: int) -> bool:
    """Tell whether a dashboard answers on ``port``; any path answers 200, so the body decides."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/_stcore/health")
        return connection.getresponse().read() == b"ok"
    except OSError:
        return False
    finally:
        connection.close()


def _wait_until_healthy(server: Server, port: int) -> None:
    deadline = time.monotonic() + START_WITHIN
    while not is_healthy(port):
        _check_alive(server.process)
        if time.monotonic() > deadline:
            raise ServerDiedError(f"no answer within {START_WITHIN:.0f} seconds")
        time.sleep(0.1)


def _check_alive(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is not None:
        raise ServerDiedError(f"exit {process.returncode}")


def _stop(process: subprocess.Popen[bytes]) -> None:
    """End the server and every process it started (an upload is parsed in one)."""
    try:
        family = [*psutil.Process(process.pid).children(recursive=True), psutil.Process(process.pid)]
    except psutil.NoSuchProcess:
        family = []
    process.terminate()
    _, alive = psutil.wait_procs(family, timeout=STOP_WITHIN)
    for survivor in alive:
        survivor.kill()
    process.wait()
