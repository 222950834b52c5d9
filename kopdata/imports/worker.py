"""The child process: reads one file and leaves what it holds in a folder. See ``sandbox``.

``python -m kopdata.imports.worker FILE TYPE NAME DATE FOLDER BYTES`` prints its progress, one JSON list a
line, and ends with 0 (the content is saved in the folder), 2 (``refused.txt`` says why), 3 (its memory
did not suffice) or however a broken file makes it end.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import gc
import importlib
import importlib.abc
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType

from kopdata.errors import ImportRefusedError
from kopdata.imports.filetypes import FileType
from kopdata.imports.reading import read_content

REFUSED = "refused.txt"
REFUSED_EXIT, TOO_LARGE_EXIT = 2, 3


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


def _report(stage: str, share: float) -> None:
    sys.stdout.write(f"{json.dumps([stage, share])}\n")
    sys.stdout.flush()


def main(arguments: Sequence[str]) -> int:
    """Read the file named by ``arguments``; return the exit status."""
    path, kind, file_name, as_of, folder, limit = arguments
    sys.meta_path.insert(0, _WithoutPandas())
    limit_memory(int(limit))
    gc.disable()  # millions of cells and no cycles among them: collecting takes a third of the time
    try:
        day = dt.date.fromisoformat(as_of) if as_of else None
        content = read_content(Path(path), FileType(kind), file_name, _report, as_of=day)
        content.save(Path(folder))
    except ImportRefusedError as refused:
        (Path(folder) / REFUSED).write_text(str(refused), encoding="utf-8")
        return REFUSED_EXIT
    except MemoryError:
        return TOO_LARGE_EXIT
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
