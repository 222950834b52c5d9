"""What a power cut leaves behind: log files, data files and checkpoints that are empty or cut short.

Delta puts each file in place under its final name at once, so a process that is killed leaves whole files
or none. A broken one means that the machine stopped before the file was on the disk (or that the disk is
failing). Nothing is ever deleted: what stands in the way of a write is moved to the folder ``rusak``.
"""

from __future__ import annotations

import json
import os
import re
import uuid
from pathlib import Path, PureWindowsPath
from typing import Any

from kopdata.store.durability import sync_folder

SET_ASIDE = "rusak"
LOG = "_delta_log"
_PARQUET_MARK = b"PAR1"
_LOG_NAME = re.compile(r"(\d{20})\.json")
_CHECKPOINT_NAME = re.compile(r"(\d{20})\.checkpoint\.parquet")


def log_file(table: Path, version: int) -> Path:
    """Return where the log file of one version of a table stands."""
    return table / LOG / f"{version:020}.json"


def checkpoint_file(table: Path, version: int) -> Path:
    """Return where the checkpoint of one version of a table stands, if it has one."""
    return table / LOG / f"{version:020}.checkpoint.parquet"


def last_versions(table: Path) -> tuple[int, int]:
    """Return the newest version that has a log file, and the newest that has a checkpoint; -1 for none."""
    try:
        names = [path.name for path in (table / LOG).iterdir()]
    except FileNotFoundError:
        return -1, -1
    logs = [int(match[1]) for name in names if (match := _LOG_NAME.fullmatch(name))]
    checkpoints = [int(match[1]) for name in names if (match := _CHECKPOINT_NAME.fullmatch(name))]
    return max(logs, default=-1), max(checkpoints, default=-1)


def read_log(path: Path) -> list[dict[str, Any]] | None:
    """Return the actions of one log file, or None if it is missing, empty, cut short or not all there.

    A cut may fall exactly between two lines; so the files added are counted against what the commit says
    of itself, and the first log file of a table must carry the table's schema.
    """
    try:
        text = path.read_text(encoding="utf-8")
        actions: list[dict[str, Any]] = [json.loads(line) for line in text.split("\n") if line]
    except (FileNotFoundError, ValueError):
        return None
    if not actions:
        return None
    kinds = [kind for action in actions for kind in action]
    if path.name == f"{0:020}.json" and "metaData" not in kinds:
        return None
    told: dict[str, Any] = next((action["commitInfo"] for action in actions if "commitInfo" in action), {})
    added = told.get("operationMetrics", {}).get("num_added_files")
    return actions if added is None or added == kinds.count("add") else None


def leads_out(name: str) -> bool:
    """Tell whether a data file's name in a log leads out of the table's folder; no writer of ours makes such.

    A log may come from a copy that somebody forged, so what it names is never opened there.
    """
    steps = re.split(r"[/\\]", name)
    return ".." in steps or not steps[0] or PureWindowsPath(name).drive != "" or "\0" in name


def is_intact(path: Path, size: int | None = None) -> bool:
    """Tell whether a parquet file is there, has the size the log knows, and begins and ends as one."""
    try:
        with path.open("rb") as file:
            begins = file.read(4)
            length = file.seek(0, os.SEEK_END)
            file.seek(max(length - 4, 0))
            return (
                begins == file.read(4) == _PARQUET_MARK
                and length >= 3 * len(_PARQUET_MARK)
                and size in {None, length}
            )
    except OSError:
        return False


def set_aside(table: Path, path: Path) -> None:
    """Move a broken file of a table's log to the store's folder ``rusak``, under a name of its own."""
    folder = table.parent / SET_ASIDE
    folder.mkdir(exist_ok=True)
    path.rename(folder / f"{table.name}-{path.name}-{uuid.uuid4().hex[:8]}")
    sync_folder(folder)
    sync_folder(path.parent)


def mend_checkpoint(table: Path) -> bool:
    """Set the newest checkpoint aside if it is broken; the log files before it are kept and say the same.

    Returns whether there was one. The writer's lock is held by the caller.
    """
    _, version = last_versions(table)
    checkpoint = checkpoint_file(table, version)
    if version < 0 or is_intact(checkpoint):
        return False
    pointer = table / LOG / "_last_checkpoint"
    if pointer.exists():
        set_aside(table, pointer)
    set_aside(table, checkpoint)
    return True
