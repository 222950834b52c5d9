"""The command line of kopdata, as a script calls it: arguments in, output and exit status out."""

from __future__ import annotations

import contextlib
import io
import os
from dataclasses import dataclass
from pathlib import Path

import pytest

from kopdata.cli import main


@dataclass(frozen=True)
class Done:
    """How a command ended."""

    status: int
    stdout: str
    stderr: str


def run_kopdata(home: Path, *arguments: str | Path) -> Done:
    """Run one command over the store in ``home``, in this process: starting one takes a second each."""
    out, err = io.StringIO(), io.StringIO()
    with (
        pytest.MonkeyPatch.context() as patch,
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
    ):
        patch.setitem(os.environ, "KOPDATA_HOME", str(home))
        try:
            status = main([str(argument) for argument in arguments])
        except SystemExit as ended:
            status = int(ended.code or 0)
    return Done(status, out.getvalue(), err.getvalue())


def kopdata(home: Path, *arguments: str | Path) -> str:
    """Return what a command prints; fail when it is refused."""
    done = run_kopdata(home, *arguments)
    assert done.status == 0, done.stderr
    return done.stdout


def refused(home: Path, *arguments: str | Path) -> str:
    """Return the one sentence with which a command is refused."""
    done = run_kopdata(home, *arguments)
    assert done.status == 2, done.stderr
    assert done.stdout == ""
    [sentence] = done.stderr.strip().splitlines()
    return sentence
