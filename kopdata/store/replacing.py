"""One store put in the place of another, so that a kill at any moment leaves either the old or the new.

The folder itself stays, with its lock, its inbox and the demo below it: whoever waits for the lock waits for
the right one, and Windows renames no folder in which a file is open. Its parts are renamed one by one, by a
plan that is on the disk before the first of them moves. From then on the new store is the one that stands:
a plan that was cut off is carried out by whoever takes the lock next and calls ``finish``.

Meanwhile ``imports`` holds the plan and no log. So the folder still counts as a store, nobody takes its place
with the demo, and who opens it, or has it open, waits for the lock and then finishes the plan.
"""

from __future__ import annotations

import datetime as dt
import json
import shutil
import time
import uuid
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from kopdata.errors import StoreError
from kopdata.store import schema
from kopdata.store.durability import sync_file, sync_folder
from kopdata.store.recovery import LOG, SET_ASIDE

EVENTS: Final = "imports"
"""The table whose log goes first and comes last: without it the store shows nothing."""
FILES: Final = "files"
PARTS: Final = (*schema.TABLES, FILES, SET_ASIDE)
"""Folders that make a store; what else lies beside them (lock, inbox, demo) belongs to the place."""
WORK: Final = ".pemulihan"
"""Folder below the store's for what is unpacked, and for the record of what was put in place."""
_PLAN: Final = "pemulihan.json"
_PATIENCE: Final = 10.0
"""Seconds to wait on Windows for a file that somebody reads."""

Note = Mapping[str, str | None]


def put_in_place(root: Path, new: Path, note: Note) -> Path | None:
    """Put the parts in ``new``, a folder below ``root / WORK``, in the place of those in ``root``.

    The caller holds the store's write lock, has called ``finish``, and everything in ``new`` is on the disk.

    Parameters
    ----------
    note
        What the record in ``root / WORK`` is to say of it.

    Returns
    -------
    Path | None
        The folder beside the store in which the old parts stand now; None where there were none.

    Raises
    ------
    StoreError
        A part cannot be moved. If the plan stands already, it is carried out later by ``finish``.
    """
    try:
        out = [name for name in _moving(root) if (root / name).exists()]
        aside = _new_folder_aside(root) if out else None
        plan = {
            **note,
            "aside": str(aside) if aside else None,
            "from": new.relative_to(root).as_posix(),
            "out": out,
            "in": [name for name in reversed(_moving(new)) if (new / name).exists()],
        }
        draft = root / WORK / _PLAN
        draft.write_text(json.dumps(plan, ensure_ascii=False, indent=1), encoding="utf-8")
        sync_file(draft)
        (root / EVENTS).mkdir(exist_ok=True)
        draft.replace(root / EVENTS / _PLAN)
    except OSError as error:
        raise StoreError(
            f"Isi cadangan tidak dapat ditempatkan di {root}. Periksa ruang kosong pada disk dan hak "
            "menulis di folder itu, lalu ulangi. Tidak ada yang berubah."
        ) from error
    try:
        for folder in (root / EVENTS, root):
            sync_folder(folder)
    except OSError as error:
        raise StoreError(
            f"Pemulihan di {root} sudah dimulai tetapi belum selesai, karena disk gagal menyimpan "
            "catatannya. Periksa disk itu, lalu jalankan pemulihan sekali lagi."
        ) from error
    finish(root)
    return aside


def finish(root: Path) -> dict[str, Any] | None:
    """Carry out a plan that stands in ``root``; return it, or None if there is none.

    The caller holds the store's write lock. Costs one look at the disk where there is nothing to do.

    Raises
    ------
    StoreError
        A part cannot be moved; the plan still stands.
    """
    place = root / EVENTS / _PLAN
    try:
        plan: dict[str, Any] = json.loads(place.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise _unfinished(root) from error
    try:
        aside = Path(plan["aside"]) if plan["aside"] else None
        if aside is not None:
            _take_out(root, aside, plan["out"])
        _bring_in(root, root / plan["from"], aside or root / WORK, plan["in"])
        done = root / WORK / f"{dt.datetime.now(dt.UTC):%Y%m%d-%H%M%S-%f}.json"
        place.rename(done)
        for folder in (root / EVENTS, root / WORK):
            sync_folder(folder)
    except OSError as error:
        raise _unfinished(root) from error
    shutil.rmtree(root / plan["from"], ignore_errors=True)
    return plan


def is_unfinished(root: Path) -> bool:
    """Tell whether a plan stands in ``root`` that somebody has yet to finish."""
    return (root / EVENTS / _PLAN).exists()


def last_record(root: Path) -> dict[str, Any] | None:
    """Return the record of what was last put in place here, None if nothing ever was."""
    with suppress(OSError, ValueError):
        newest = max((root / WORK).glob("*-*.json"), default=None)
        if newest is not None:
            record: dict[str, Any] = json.loads(newest.read_text(encoding="utf-8"))
            return record
    return None


def _moving(root: Path) -> list[str]:
    """Return what of a store is renamed, in the order of going: first the log of events, then the rest."""
    inside = sorted(path.name for path in (root / EVENTS).iterdir()) if (root / EVENTS).is_dir() else []
    events = [f"{EVENTS}/{name}" for name in inside if name not in {LOG, _PLAN}]
    return [f"{EVENTS}/{LOG}", *events, *(part for part in PARTS if part != EVENTS)]


def _new_folder_aside(root: Path) -> Path:
    """Make the folder for the old parts: beside the store, or inside where that is another disk or closed."""
    moment = f"sebelum-pemulihan-{dt.datetime.now().astimezone():%Y%m%d-%H%M%S}"
    with suppress(OSError):
        if root.parent.stat().st_dev == root.stat().st_dev:
            return _made(root.with_name(f"{root.name}.{moment}"))
    return _made(root / moment)


def _made(wanted: Path) -> Path:
    folder = wanted
    number = 1
    while True:
        try:
            folder.mkdir()
        except FileExistsError:
            number += 1
            folder = wanted.with_name(f"{wanted.name}-{number}")
        else:
            (folder / EVENTS).mkdir()
            sync_folder(folder)
            sync_folder(folder.parent)
            return folder


def _take_out(root: Path, aside: Path, names: list[str]) -> None:
    """Move the old parts; one that stands aside already was moved before the plan was cut off."""
    for name in names:
        if (root / name).exists() and not (aside / name).exists():
            _rename(root / name, aside / name)
    for folder in (aside / EVENTS, aside, root / EVENTS, root):
        sync_folder(folder)


def _bring_in(root: Path, new: Path, aside: Path, names: list[str]) -> None:
    """Move the new parts; one that is no longer in ``new`` was moved before the plan was cut off."""
    for name in names:
        if not (new / name).exists():
            continue
        if (root / name).exists():  # by somebody who did not know of the plan, after it was cut off
            _rename(root / name, aside / f"{Path(name).name}-{uuid.uuid4().hex[:8]}")
        _rename(new / name, root / name)
    for folder in (new, root / EVENTS, root):
        if folder.is_dir():
            sync_folder(folder)


def _rename(path: Path, to: Path) -> None:
    deadline = time.monotonic() + _PATIENCE
    while True:
        try:
            path.rename(to)
        except PermissionError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.05)
        else:
            return


def _unfinished(root: Path) -> StoreError:
    return StoreError(
        f"Pemulihan di {root} belum selesai karena berkasnya tidak dapat dipindahkan, mungkin sedang dipakai "
        "program lain. Tutup dasbor dan program lain yang memakai folder itu, lalu jalankan pemulihan sekali "
        "lagi."
    )
