"""The way from a fresh checkout to a running dashboard, and what its configuration promises."""

from __future__ import annotations

import base64
import http.client
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path
from typing import Any

import pytest
from streamlit.config import get_config_options

from kopdata.paths import PROJECT
from tests.support.chromium import MISSING, NAMES, ChromiumMissingError, find_chromium
from tests.support.server import ServerDiedError, free_port, is_healthy, serve

TARGETS = {"help", "run", "test", "bench", "lint", "format", "pins", "demo", "outlines", "pictures", "clean"}
PIN = re.compile(r"^(?P<name>[A-Za-z0-9._-]+)==(?P<version>[0-9][^ ;]*)")
CONFIGURATION = tomllib.loads((PROJECT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))


def make(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Return what ``make`` did in the project's folder."""
    command = ["make", "--no-print-directory", *arguments]
    # A make that runs these tests hands its own flags down.
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}
    return subprocess.run(
        [*command, *(f"{name}={value}" for name, value in variables.items())],
        cwd=PROJECT,
        env=inherited,
        capture_output=True,
        text=True,
        check=False,
    )


def lines(name: str) -> list[str]:
    """Return the lines of a file of the project."""
    return (PROJECT / name).read_text(encoding="utf-8").splitlines()


def pins(name: str) -> dict[str, str]:
    """Return the version that a list of requirements pins, by the package's normalised name."""
    found = (PIN.match(line) for line in lines(name))
    return {re.sub(r"[-_.]+", "-", pin["name"]).lower(): pin["version"] for pin in found if pin}


def test_make_alone_prints_every_target() -> None:
    printed = make()

    assert printed.returncode == 0
    assert set(re.findall(r"^  make ([a-z]+) +\S", printed.stdout, re.MULTILINE)) == TARGETS


@pytest.mark.parametrize("target", sorted(TARGETS - {"help"}))
def test_readme_names_every_target(target: str) -> None:
    assert f"make {target}" in (PROJECT / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "line",
    [
        "python3 -m venv .venv",
        ".venv/bin/pip install -r requirements.txt",
        ".venv/bin/streamlit run dashboard.py",
        "py -m venv .venv",
        r".venv\Scripts\pip install -r requirements.txt",
        r".venv\Scripts\streamlit run dashboard.py",
    ],
)
def test_readme_gives_the_lines_without_make(line: str) -> None:
    assert line in lines("README.md")


def test_python_that_is_too_old_is_named(tmp_path: Path) -> None:
    too_old = tmp_path / "python3.10"
    too_old.write_text("#!/bin/sh\nexit 1\n")
    too_old.chmod(0o755)

    refused = make("run", PYTHON=str(too_old), VENV=str(tmp_path / "venv"))

    assert refused.returncode != 0
    assert f"Python 3.11 or newer is needed, and '{too_old}' is not." in refused.stderr
    assert not (tmp_path / "venv").exists()


def test_nothing_is_installed_again_while_the_pins_stand(tmp_path: Path) -> None:
    venv = tmp_path / "venv"
    (venv / "bin").mkdir(parents=True)
    for installed in ("bin/pip", ".installed", ".installed-dev"):
        (venv / installed).touch()

    planned = make("--dry-run", "run", VENV=str(venv)).stdout

    assert "streamlit run dashboard.py --server.port 8501" in planned
    assert "pip install" not in planned


@pytest.mark.parametrize("target", ["run", "test"])
def test_changed_pins_are_installed_again(tmp_path: Path, target: str) -> None:
    venv = tmp_path / "venv"
    (venv / "bin").mkdir(parents=True)
    (venv / "bin" / "pip").touch()
    for stamp in (".installed", ".installed-dev"):
        (venv / stamp).touch()
        os.utime(venv / stamp, (0, 0))

    assert "pip install" in make("--dry-run", target, VENV=str(venv)).stdout


@pytest.mark.parametrize("name", ["requirements.in", "requirements-dev.in"])
def test_every_direct_requirement_is_pinned_exactly(name: str) -> None:
    stated = [line for line in lines(name) if line and not line.startswith(("#", "-r "))]

    assert [line for line in stated if not re.fullmatch(r"[A-Za-z0-9._-]+==[0-9][0-9a-z.]*", line)] == []


@pytest.mark.parametrize(
    ("direct", "compiled"),
    [
        ("requirements.in", "requirements.txt"),
        ("requirements.in", "requirements-dev.txt"),
        ("requirements-dev.in", "requirements-dev.txt"),
        ("requirements.txt", "requirements-dev.txt"),
    ],
)
def test_compiled_pins_agree(direct: str, compiled: str) -> None:
    assert pins(direct).items() <= pins(compiled).items()


def test_held_back_pin_is_explained() -> None:
    stated = lines("requirements.in")
    duckdb = next(number for number, line in enumerate(stated) if line.startswith("duckdb=="))

    assert stated[duckdb - 1].startswith("#")


@pytest.mark.parametrize(
    "name",
    ["Makefile", ".ci/run", "pyproject.toml", *(path.name for path in PROJECT.glob("requirements*"))],
)
def test_no_package_index_is_named(name: str) -> None:
    text = (PROJECT / name).read_text(encoding="utf-8").replace("--no-emit-index-url", "")

    assert re.findall(r"index-url|find-links|trusted-host|https?://(?!127\.0\.0\.1)", text) == []


def test_checks_run_lint_then_test() -> None:
    assert os.access(PROJECT / ".ci" / "run", os.X_OK)
    again = 'make test ARGS="--last-failed --last-failed-no-failures none"'
    assert lines(".ci/run")[-2:] == ["make lint", f"make test || {again}"]


def test_every_option_is_known_to_streamlit() -> None:
    assert set(options(CONFIGURATION)) <= get_config_options().keys()


def options(table: dict[str, Any], prefix: str = "") -> Iterator[str]:
    """Yield the full name of every option of a configuration, such as ``theme.light.textColor``."""
    for name, value in table.items():
        if isinstance(value, dict):
            yield from options(value, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}"


@pytest.mark.parametrize(
    ("section", "name", "value"),
    [
        ("server", "address", "127.0.0.1"),
        ("browser", "gatherUsageStats", False),
        ("browser", "serverAddress", "127.0.0.1"),
        ("client", "showErrorDetails", "none"),
        ("client", "showErrorLinks", False),
    ],
)
def test_configuration_keeps_to_this_computer(section: str, name: str, value: object) -> None:
    assert CONFIGURATION[section][name] == value


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("paper", ["backgroundColor", "secondaryBackgroundColor"])
def test_text_stands_out(scheme: str, paper: str) -> None:
    theme = CONFIGURATION["theme"][scheme]

    assert contrast(theme["textColor"], theme[paper]) >= 4.5
    assert contrast(theme["linkColor"], theme[paper]) >= 4.5
    assert contrast(blend(theme["textColor"], theme[paper], 0.6), theme[paper]) >= 4.5  # a caption


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_main_button_is_legible(scheme: str) -> None:
    assert (
        contrast("#ffffff", CONFIGURATION["theme"][scheme]["primaryColor"]) >= 4.5
    )  # Streamlit writes in white


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_charts_have_the_ten_steps_that_streamlit_takes(scheme: str) -> None:
    theme = CONFIGURATION["theme"][scheme]

    assert len(theme["chartSequentialColors"]) == len(theme["chartDivergingColors"]) == 10


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours "#rrggbb", 1 to 21 (WCAG 2.2, relative luminance)."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def blend(ink: str, paper: str, opacity: float) -> str:
    """Return the colour that ``ink`` has on ``paper`` when it covers only a part of it."""
    mixed = (
        round(above * opacity + below * (1 - opacity))
        for above, below in zip(bytes.fromhex(ink[1:]), bytes.fromhex(paper[1:]), strict=True)
    )
    return f"#{bytes(mixed).hex()}"


def _luminance(colour: str) -> float:
    channels = (value / 255 for value in bytes.fromhex(colour[1:]))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("address", ["0.0.0.0", "::"])
def test_server_refuses_to_be_reached_from_elsewhere(tmp_path: Path, address: str) -> None:
    port = free_port()

    with pytest.raises(ServerDiedError) as died, serve(tmp_path, port=port, address=address):
        pass

    printed = "\n".join(died.value.__notes__)
    assert "exit 0" not in str(died.value)
    assert f"Dasbor tidak dijalankan pada alamat {address}," in printed
    assert "Traceback" not in printed
    assert not is_healthy(port)


def test_server_refuses_an_address_from_the_environment(tmp_path: Path) -> None:
    with (
        pytest.raises(ServerDiedError) as died,
        serve(tmp_path, env={"STREAMLIT_SERVER_ADDRESS": "0.0.0.0"}),
    ):
        pass

    assert "Dasbor tidak dijalankan pada alamat 0.0.0.0," in "\n".join(died.value.__notes__)


def test_server_answers_on_loopback_and_leaves_nothing_behind(tmp_path: Path) -> None:
    port = free_port()

    with serve(tmp_path, port=port) as server:
        assert is_healthy(port)
        assert f"URL: {server.url}" in server.output()
        assert handshake(port, host="localhost") == HTTPStatus.SWITCHING_PROTOCOLS
        assert handshake(port, host="dashboard.example.org") == HTTPStatus.FORBIDDEN

    assert not is_healthy(port)


def handshake(port: int, host: str) -> int:
    """Return how the server answers a page that wants to connect and was opened under the name ``host``."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    upgrade = {
        "Host": f"{host}:{port}",
        "Origin": f"http://{host}:{port}",
        "Connection": "Upgrade",
        "Upgrade": "websocket",
        "Sec-WebSocket-Key": base64.b64encode(bytes(16)).decode(),
        "Sec-WebSocket-Version": "13",
    }
    try:
        connection.request("GET", "/_stcore/stream", headers=upgrade)
        return connection.getresponse().status
    finally:
        connection.close()


def test_missing_browser_fails_the_browser_tests_and_says_what_to_install(tmp_path: Path) -> None:
    environment = os.environ | {"PATH": str(tmp_path), "PLAYWRIGHT_BROWSERS_PATH": str(tmp_path)}

    failed = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "tests/browser/test_harness.py"],
        cwd=PROJECT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )

    assert failed.returncode == 1
    assert "skipped" not in failed.stdout
    assert MISSING in failed.stdout


def test_browser_on_the_path_that_does_not_start_is_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pointer = tmp_path / NAMES[1]
    pointer.write_text("#!/bin/sh\necho 'requires the chromium snap to be installed' >&2\nexit 1\n")
    pointer.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(tmp_path))

    with pytest.raises(ChromiumMissingError):
        find_chromium()
