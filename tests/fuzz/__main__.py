"""Break files of every kind for some minutes: ``python -m tests.fuzz --minutes 10 --seed 1 --keep DIR``.

Every input must be read with no row unaccounted for, or be refused in one sentence. What dies or stalls in
the child is counted: the real one is caught by its parent, which every hundredth input tries. What is
neither is a finding: its file is kept, and the exit status is 1.
"""

from __future__ import annotations

import argparse
import json
import queue
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path
from random import Random
from typing import Any, Final

import psutil

from kopdata.errors import ImportRefusedError
from kopdata.imports import read_file
from kopdata.imports.sandbox import Limits
from tests.fuzz import child
from tests.fuzz.mutations import mutate
from tests.imports.files import H1, H3, H5, H8, row, table
from tests.imports.workbooks import ENDINGS, KINDS

_SECONDS: Final = 30.0
_MEMORY: Final = 1_500_000_000
_ALL_THE_WAY: Final = 100


def seeds(folder: Path) -> dict[str, bytes]:
    """Return valid files of every kind and some layouts."""
    tables = {
        "H1": table(H1, *({"Koperasi": f"Maju {n}", "KUK": 1, "Grade": "A"} for n in range(3))),
        "H3": table(H3, row(1), row(2, KETUA="José"), row(3, ASET="Rp 1.500,-"), {"NAMA KOPERASI": "Jumlah"}),
        "H5": table(H5, *({"NIK": 1905010020001 + n, "Nama_Koperasi": f"Maju {n}"} for n in range(20))),
        "H8": table(H8, {"NIK": "1905010020001", "Nama Koperasi": "Maju", "Predikat": "Sehat"}),
    }
    files = {}
    for kind, write in KINDS.items():
        for layout, rows in tables.items():
            titled = [["DATA KOPERASI KEADAAN 7 NOVEMBER 2024"], [], *rows] if layout == "H5" else rows
            files[f"{kind} {layout}"] = write(folder / "benih", titled).read_bytes()
    return files


class Child:
    """The process that reads; started anew when it died or was ended."""

    def __init__(self) -> None:
        self.lines: queue.SimpleQueue[bytes] = queue.SimpleQueue()
        self.process = subprocess.Popen(
            [sys.executable, "-m", child.__name__],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        threading.Thread(target=self._listen, args=(self.process, self.lines), daemon=True).start()

    @staticmethod
    def _listen(process: subprocess.Popen[bytes], lines: queue.SimpleQueue[bytes]) -> None:
        assert process.stdout is not None
        for line in process.stdout:
            lines.put(line)
        lines.put(b"")

    def ask(self, path: Path) -> dict[str, Any]:
        """Return the child's answer; ``ended`` says that it died, stalled or ate."""
        assert self.process.stdin is not None
        self.process.stdin.write(f"{path}\n".encode())
        self.process.stdin.flush()
        ends = time.monotonic() + _SECONDS
        watched = psutil.Process(self.process.pid)
        while time.monotonic() < ends:
            try:
                line = self.lines.get(timeout=0.2)
            except queue.Empty:
                if watched.memory_info().rss > _MEMORY:
                    self.end()
                    return {"ended": "memory"}
                continue
            if line:
                answer: dict[str, Any] = json.loads(line)
                return answer
            self.end()
            return {"ended": f"died with {self.process.returncode}"}
        self.end()
        return {"ended": "time"}

    def end(self) -> None:
        """End the process."""
        self.process.kill()
        self.process.communicate()


def judge(answer: dict[str, Any]) -> str | None:
    """Return what is wrong with an answer, None if nothing is."""
    if "raised" in answer:
        return str(answer["raised"])
    if "read" in answer:
        rows_read, *parts = answer["read"]
        return None if rows_read == sum(parts) else f"{rows_read} rows read, {parts} accounted for"
    sentence = answer.get("refused", "Berhenti.")
    return None if sentence.endswith(".") and "\n" not in sentence else f"no sentence: {sentence}"


def all_the_way(path: Path) -> dict[str, Any]:
    """Read a file as the dashboard does."""
    try:
        parsed = read_file(path, limits=Limits(seconds=_SECONDS))
    except ImportRefusedError as refused:
        return {"refused": str(refused)}
    return {"read": (parsed.rows_read, parsed.accepted, len(parsed.rejected), len(parsed.left_out))}


def run(minutes: float, seed: int, keep: Path) -> int:
    """Break files until the time is over; return how many findings there were."""
    random = Random(seed)
    counts: Counter[str] = Counter()
    findings: set[str] = set()
    with tempfile.TemporaryDirectory() as folder:
        files = seeds(Path(folder))
        reader = Child()
        ends = time.monotonic() + minutes * 60
        while time.monotonic() < ends:
            name = random.choice(list(files))
            content = mutate(random, files[name], files)
            path = Path(folder) / f"ekspor{random.choice(ENDINGS)}"
            path.write_bytes(content)
            counts["inputs"] += 1
            whole = counts["inputs"] % _ALL_THE_WAY == 0
            answer = all_the_way(path) if whole else reader.ask(path)
            ended = answer.get("ended")
            counts[ended or next(iter(answer))] += 1
            wrong = judge(answer)
            if reader.process.returncode is not None:
                reader = Child()
            if wrong or ended not in {None, "panic"}:
                kept = keep / f"{seed}-{counts['inputs']}-{name.replace(' ', '-')}{path.suffix}"
                kept.write_bytes(content)
                _say(f"{kept.name} {ended or ''}")
            if wrong and wrong not in findings:
                findings.add(wrong)
                _say(wrong)
            path.unlink()
        reader.end()
    _say(f"{json.dumps(counts)} {len(findings)} findings")
    return len(findings)


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def main() -> int:
    """Read the arguments and run."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--keep", type=Path, default=Path("build/fuzz"))
    options = parser.parse_args()
    options.keep.mkdir(parents=True, exist_ok=True)
    return 1 if run(options.minutes, options.seed, options.keep) else 0


if __name__ == "__main__":
    sys.exit(main())
