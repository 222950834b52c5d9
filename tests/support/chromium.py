"""Find Chromium; as a program, fetch it where there is none.

    python -m tests.support.chromium

looks on PATH, then asks the distribution (as root on Debian or Ubuntu), then Playwright. It never fails by
itself: where all three have nothing, it says so, and the browser tests fail with the same sentence.
"""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PLAYWRIGHT_INSTALL = [sys.executable, "-m", "playwright", "install"]
MISSING = (
    "No Chromium was found, and the browser tests need one. Install it with 'apt install chromium' "
    f"(Debian), or with '{Path(sys.executable)} -m playwright install --with-deps chromium' (any system), "
    "or put 'chromium' or 'google-chrome' on PATH; then run the tests again."
)


class ChromiumMissingError(Exception):
    """No browser to test with; the message says what to install."""


def find_chromium() -> str:
    """Return the path of a Chromium that starts: the first on PATH, else the one Playwright installed.

    Not to be called while Playwright's synchronous interface is open, because asking Playwright opens it.

    Raises
    ------
    ChromiumMissingError
        When there is none.
    """
    on_path = (shutil.which(name) for name in NAMES)
    found = next((path for path in on_path if path and _starts(path)), None) or _playwrights_own()
    if found is None:
        raise ChromiumMissingError(MISSING)
    return found


def _starts(path: str) -> bool:
    """Tell whether ``path`` is a browser: Ubuntu's ``chromium-browser`` may only point to a missing snap."""
    if platform.system() != "Linux":
        return True  # elsewhere asking for the version may open a window
    try:
        subprocess.run([path, "--version"], capture_output=True, timeout=30, check=True)
    except (OSError, subprocess.SubprocessError):
        return False
    return True


def _playwrights_own() -> str | None:
    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).is_file() else None


def _ways_to_install() -> list[list[list[str]]]:
    """Return the ways to fetch Chromium, best first, each a list of commands."""
    if platform.system() != "Linux" or os.geteuid() != 0 or not shutil.which("apt-get"):
        return [[[*PLAYWRIGHT_INSTALL, "chromium"]]]
    return [
        [["apt-get", "update", "-qq"], ["apt-get", "install", "-y", "-qq", "chromium"]],
        [[*PLAYWRIGHT_INSTALL, "--with-deps", "chromium"]],
    ]


def fetch_chromium() -> str:
    """Return the path of a Chromium, fetching it first where there is none.

    Raises
    ------
    ChromiumMissingError
        When none could be fetched either.
    """
    for commands in _ways_to_install():
        try:
            return find_chromium()
        except ChromiumMissingError:
            sys.stderr.write("No Chromium found; installing one ...\n")
        for command in commands:
            subprocess.run(command, check=False)
    return find_chromium()


if __name__ == "__main__":
    try:
        fetch_chromium()
    except ChromiumMissingError as error:
        sys.stderr.write(f"{error}\n")
