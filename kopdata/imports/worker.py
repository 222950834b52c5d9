"""The child process: reads one file and leaves what it holds in a folder. See ``sandbox``.

``python -m kopdata.imports.worker FILE TYPE NAME DATE FOLDER BYTES`` prints its progress, one JSON list a
line, and ends with 0 (the content is saved in the folder), 2 (``refused.txt`` says why), 3 (its memory
did not suffice), 4 (its standard input ended: nobody waits for it any more), 5 (the disk is full) or however
a broken file makes it end.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import errno
import gc
import importlib
import importlib.abc
import json
import os
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType

from kopdata import formats
from kopdata.errors import ImportRefusedError
from kopdata.imports.answers import Answers
from kopdata.imports.content import Content
from kopdata.imports.filetypes import FileType
from kopdata.imports.reading import read_content

REFUSED = "refused.txt"
ANSWERS = "answers.json"
"""What persons said about columns and words; the parent leaves it in the folder."""
REFUSED_EXIT, TOO_LARGE_EXIT, ORPHANED_EXIT, NO_ROOM_EXIT = 2, 3, 4, 5
NO_ROOM = frozenset({errno.ENOSPC, errno.EFBIG, errno.EDQUOT})
"""How a system says that the disk, or the share of it that one may use, is full."""
MOST_NO_DATA = 50_000
"""Rows that are rejected or left out."""


class _WithoutPandas(importlib.abc.MetaPathFinder):
    """Says that pandas is not there: pyarrow would load it at its first array, 1 s for nothing."""

    def find_spec(
        self, fullname: str, _path: Sequence[str] | None, _target: ModuleType | None = None
    ) -> None:
        if fullname == "pandas":
            raise ModuleNotFoundError(fullname)


def limit_memory(limit: int) -> None:
    """Bound the address space where the system can; elsewhere the parent's watch alone must do."""
    with contextlib.suppress(ImportError):
        resource = importlib.import_module("resource")
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))


def _check_notes(content: Content) -> None:
    """Refuse a file whose rows are hardly koperasi: each other row is a finding that the parent holds."""
    if len(content.rejected) + len(content.left_out) > MOST_NO_DATA:
        raise ImportRefusedError(
            f"Lebih dari {formats.number(MOST_NO_DATA)} baris berkas ini bukan data koperasi, atau sama "
            "dengan baris lain. Hapus baris yang tidak perlu, lalu unggah lagi."
        )


def end_with_parent(pipe: int) -> None:
    """End this process as soon as ``pipe``, of which the parent holds the other end, says that it is gone."""

    def wait() -> None:
        with contextlib.suppress(OSError):
            while os.read(pipe, 1):
                pass
        os._exit(ORPHANED_EXIT)

    threading.Thread(target=wait, daemon=True).start()


def _report(stage: str, share: float) -> None:
    sys.stdout.write(f"{json.dumps([stage, share])}\n")
    sys.stdout.flush()


def main(arguments: Sequence[str]) -> int:
    """Read the file named by ``arguments``; return the exit status."""
    *what, folder, limit = arguments
    end_with_parent(sys.stdin.fileno())
    sys.meta_path.insert(0, _WithoutPandas())
    limit_memory(int(limit))
    gc.disable()  # millions of cells and no cycles among them: collecting takes a third of the time
    try:
        return _read(what, Path(folder))
    except OSError as error:
        if error.errno not in NO_ROOM:
            raise
        return NO_ROOM_EXIT


def _read(what: Sequence[str], folder: Path) -> int:
    path, kind, file_name, as_of = what
    try:
        day = dt.date.fromisoformat(as_of) if as_of else None
        answers = Answers.from_json((folder / ANSWERS).read_text(encoding="utf-8"))
        content = read_content(Path(path), FileType(kind), file_name, _report, as_of=day, answers=answers)
        _check_notes(content)
        content.save(folder)
    except ImportRefusedError as refused:
        (folder / REFUSED).write_text(str(refused), encoding="utf-8")
        return REFUSED_EXIT
    except MemoryError:
        return TOO_LARGE_EXIT
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
