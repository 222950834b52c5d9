"""The command line of kopdata, as a script would call it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from kopdata.paths import PROJECT


def run_kopdata(home: Path, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Run ``python -m kopdata`` over the store in ``home``, from a folder that is not the project's."""
    return subprocess.run(
        [sys.executable, "-m", "kopdata", *map(str, arguments)],
        cwd=home.parent,
        env=os.environ | {"KOPDATA_HOME": str(home), "PYTHONPATH": str(PROJECT), "PYTHONIOENCODING": "utf-8"},
        check=False,
        capture_output=True,
        encoding="utf-8",
    )


def kopdata(home: Path, *arguments: str | Path) -> str:
    """Return what a command prints; fail when it is refused."""
    done = run_kopdata(home, *arguments)
    assert done.returncode == 0, done.stderr
    return done.stdout


def refused(home: Path, *arguments: str | Path) -> str:
    """Return the one sentence with which a command is refused."""
    done = run_kopdata(home, *arguments)
    assert done.returncode == 2, done.stderr
    assert done.stdout == ""
    [sentence] = done.stderr.strip().splitlines()
    return sentence
