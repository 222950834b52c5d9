"""A child that reads a file ends with the process that waits for it, however that one ended."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import psutil

from kopdata.paths import PROJECT
from tests.imports.files import H3, row, table, write_csv

PARENT = """
import os, sys, threading, time
from pathlib import Path
import psutil
from kopdata.imports import read_file

export = Path(sys.argv[1])

def put_a_pipe_in_its_place():
    # A child that opens it waits for a writer, and nobody writes: it would read forever.
    while not psutil.Process().children():
        time.sleep(0.001)
    os.mkfifo(export.with_suffix(".pipe"))
    export.with_suffix(".pipe").replace(export)

def die(stage, share):
    if stage == "Membuka berkas":
        print(psutil.Process().children()[0].pid, flush=True)
        os._exit(0)

threading.Thread(target=put_a_pipe_in_its_place, daemon=True).start()
read_file(export, progress=die)
"""


def test_a_child_ends_when_its_parent_is_gone(tmp_path: Path) -> None:
    export = write_csv(tmp_path / "2022-12-12.csv", table(H3, row(), row(2)))

    parent = subprocess.run(
        [sys.executable, "-c", PARENT, export], cwd=PROJECT, capture_output=True, text=True, check=True
    )

    children = [psutil.Process(pid) for pid in map(int, parent.stdout.split()) if psutil.pid_exists(pid)]
    _ended, alive = psutil.wait_procs(children, timeout=20)
    for child in alive:
        child.kill()
    assert export.is_fifo()
    assert not alive
