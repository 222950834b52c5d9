"""Read a file in a child process, which may die, stall or eat memory without harm to anybody.

A workbook of 1.5 kB can abort the process that opens it. So the child is watched: its time, its memory,
how it ends; whatever it leaves behind is read and removed.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import json
import math
import os
import queue
import re
import shutil
import stat
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final

import psutil

from kopdata import formats
from kopdata.errors import ImportRefusedError
from kopdata.imports import worker
from kopdata.imports.answers import NO_ANSWERS, Answers
from kopdata.imports.content import Content
from kopdata.imports.filetypes import examine
from kopdata.imports.parsed import ParsedFile
from kopdata.imports.values import shortened
from kopdata.paths import PROJECT, is_text, shown

if TYPE_CHECKING:
    from kopdata.settings import Settings

Progress = Callable[[str, float], None]


@dataclass(frozen=True, slots=True)
class Limits:
    """What a child may take: ``memory`` in bytes, and seconds, more for a file of many rows.

    ``size`` is how many bytes a file may have to be looked at, ``memory`` what reading it may take.
    """

    memory: int = 1_500_000_000
    seconds: float = 60
    rows_per_second: int = 5_000
    size: int = 100_000_000

    def deadline(self, unpacked: int) -> float:
        """Return the seconds for a file of so many bytes, unpacked, from which its rows are estimated."""
        return self.seconds + unpacked / _BYTES_PER_ROW / self.rows_per_second


LIMITS: Final = Limits()


def limits_of(settings: Settings) -> Limits:
    """Return what an office allows a file that it reads; a megabyte is a million bytes."""
    return Limits(
        memory=settings.import_memory_mb * _MEGABYTE,
        seconds=settings.import_seconds,
        size=settings.import_megabytes * _MEGABYTE,
    )


_MEGABYTE: Final = 1_000_000
_BYTES_PER_ROW: Final = 1_000
"""A row of 30 cells in a workbook unpacks to 1 kB and more."""
_ADDRESS_SPACE_BESIDE: Final = 2_000_000_000
"""Libraries and threads reserve address space that they never fill."""
_PREFIX: Final = "kopdata-"
_MADE: Final = re.compile(rf"{_PREFIX}[a-z0-9_]{{8}}")
"""How ``tempfile`` names a folder; ``scratch`` makes such too."""
_KEPT_SECONDS: Final = 24 * 60 * 60
_LOOK_EVERY: Final = 0.1
_LAST_WORDS: Final = 20_000
_NO_MEMORY: Final = re.compile(r"memory allocation of \d+ bytes failed|MemoryError|bad_alloc")
"""How libraries in Rust, Python and C++ end when they get no more memory."""

_TOO_LONG: Final = (
    "Berkas ini terlalu lama dibaca dan dihentikan. Hapus lembar dan kolom yang tidak perlu, lalu unggah "
    "lagi."
)
_TOO_LARGE: Final = (
    "Berkas ini memakan terlalu banyak memori dan dihentikan. Hapus lembar dan baris kosong yang tidak "
    "perlu, lalu unggah lagi."
)
_NO_ROOM: Final = (
    "Ruang kosong pada disk tidak cukup untuk membaca berkas ini. Kosongkan sebagian disk, lalu unggah lagi."
)
_DIED: Final = (
    "Berkas ini tidak dapat dibaca: isinya rusak atau tidak wajar. Buka di Excel, simpan ulang sebagai "
    ".xlsx, lalu unggah lagi."
)


def read_file(
    path: Path,
    *,
    file_name: str | None = None,
    as_of: dt.date | None = None,
    answers: Answers = NO_ANSWERS,
    progress: Progress | None = None,
    limits: Limits = LIMITS,
) -> ParsedFile:
    """Return what the file at ``path`` holds.

    ``file_name`` is the name the user knows it by, if ``path`` bears another; ``as_of`` picks the rows of one
    date from an export of our own that holds several. ``answers`` are what persons said about columns and
    words of any file (``remembering.remembered``). ``progress`` hears each stage in Indonesian, with 0
    to 1. It is called from this thread.

    Raises
    ------
    ImportRefusedError
        If the file is no export that can be read, its name bears what is no letter, or reading it took too
        long, too much memory or more room than the disk has.
    """
    file_name = file_name or path.name
    if not is_text(file_name):
        raise ImportRefusedError(
            f"Nama berkas '{shown(shortened(file_name))}' memuat huruf yang rusak. Ganti nama berkasnya, "
            "lalu unggah lagi."
        )
    progress = progress or _unheard
    progress("Memeriksa jenis berkas", 0.0)
    try:
        if (size := path.stat().st_size) > limits.size:
            raise ImportRefusedError(_too_big(size, limits.size))
        examined = examine(path)
        with path.open("rb") as file:
            sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        raise ImportRefusedError(
            f"Berkas '{shortened(file_name)}' tidak dapat dibuka. Periksa nama dan letaknya."
        ) from None
    with _exchange(answers) as folder:
        what = [str(path.resolve()), examined.type, file_name, _iso(as_of)]
        _run(what, folder, progress, limits.memory, limits.deadline(examined.unpacked))
        return ParsedFile.of(Content.load(folder), file_name=file_name, sha256=sha256)


@contextlib.contextmanager
def _exchange(answers: Answers) -> Iterator[Path]:
    """Make the folder in which the child finds the answers and leaves the content; remove it afterwards."""
    with contextlib.ExitStack() as stack:
        try:
            _clear_left(Path(tempfile.gettempdir()))
            made = tempfile.TemporaryDirectory(prefix=_PREFIX, ignore_cleanup_errors=True)
            folder = Path(stack.enter_context(made))
            (folder / worker.ANSWERS).write_text(answers.to_json(), encoding="utf-8")
        except OSError:
            raise ImportRefusedError(_NO_ROOM) from None
        yield folder


def _clear_left(folder: Path) -> None:
    """Remove what readings left in ``folder`` whose process was killed a day ago: rows of personal data."""
    for left in folder.glob(f"{_PREFIX}*"):
        with contextlib.suppress(OSError):
            about = left.lstat()
            is_ours = sys.platform == "win32" or about.st_uid == os.getuid()
            if (
                is_ours
                and stat.S_ISDIR(about.st_mode)
                and _MADE.fullmatch(left.name)
                and time.time() - about.st_mtime > _KEPT_SECONDS
            ):
                shutil.rmtree(left)


def _too_big(size: int, limit: int) -> str:
    shown, most = (formats.number(math.ceil(count / _MEGABYTE)) for count in (size, limit))
    return (
        f"Berkas ini berukuran {shown} MB, lebih besar daripada batas {most} MB. Simpan lembar yang memuat "
        "daftar koperasi saja ke berkas baru, lalu unggah lagi."
    )


def _iso(as_of: dt.date | None) -> str:
    return "" if as_of is None else as_of.isoformat()


def _unheard(_stage: str, _share: float) -> None:
    return


def _run(what: list[str], folder: Path, progress: Progress, memory: int, seconds: float) -> None:
    """Run the child to its end, within bytes and seconds; ``what`` tells it which file it is."""
    command = [
        sys.executable,
        "-X",
        "utf8",
        "-m",
        worker.__name__,
        *what,
        str(folder),
    ]
    searched = os.pathsep.join(filter(None, (str(PROJECT), os.environ.get("PYTHONPATH"))))
    errors = folder / "errors.txt"
    with (
        errors.open("wb") as stderr,
        subprocess.Popen(  # noqa: S603 - our own module; the file's name is one argument, no shell
            [*command, str(memory + _ADDRESS_SPACE_BESIDE)],
            stdin=subprocess.PIPE,  # nothing is written: its end tells the child that nobody watches any more
            stdout=subprocess.PIPE,
            stderr=stderr,
            env={**os.environ, "PYTHONPATH": searched, "OPENBLAS_NUM_THREADS": "1"},
        ) as child,
    ):
        try:
            status = _watch(child, progress, time.monotonic() + seconds, memory)
        finally:
            child.kill()
    if status == worker.REFUSED_EXIT and (folder / worker.REFUSED).exists():
        raise ImportRefusedError((folder / worker.REFUSED).read_text(encoding="utf-8"))
    if status == worker.TOO_LARGE_EXIT:
        raise ImportRefusedError(_TOO_LARGE)
    if status == worker.NO_ROOM_EXIT:
        raise ImportRefusedError(_NO_ROOM)
    if status != 0:
        said = _end_of(errors)
        refused = ImportRefusedError(_TOO_LARGE if _NO_MEMORY.search(said) else _DIED)
        refused.add_note(said)
        raise refused


def _end_of(errors: Path) -> str:
    """Return the last words of a child, never more: a broken file may make it say gigabytes."""
    with errors.open("rb") as file:
        file.seek(max(errors.stat().st_size - _LAST_WORDS, 0))
        return file.read().decode("utf-8", errors="replace")


def _watch(child: subprocess.Popen[bytes], progress: Progress, deadline: float, memory: int) -> int:
    """Pass on the child's progress until it ends; return its exit status."""
    lines: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
    threading.Thread(target=_pump, args=(child.stdout, lines), daemon=True).start()
    process = psutil.Process(child.pid)
    while True:
        if time.monotonic() > deadline:
            raise ImportRefusedError(_TOO_LONG)
        with contextlib.suppress(psutil.Error):
            if process.memory_info().rss > memory:
                raise ImportRefusedError(_TOO_LARGE)
        with contextlib.suppress(queue.Empty):
            line = lines.get(timeout=_LOOK_EVERY)
            if line is None:
                return child.wait(timeout=10)
            stage, share = json.loads(line)
            progress(stage, share)


def _pump(stream: IO[bytes], lines: queue.SimpleQueue[bytes | None]) -> None:
    for line in stream:
        lines.put(line)
    lines.put(None)
