"""Measure an import beside the bare reading of its file: whole processes, and the memory of the app's own.

    python -m tests.bench.imports --rows 220000 --rounds 3

The floor is python-calamine handing over every cell of the workbook as a Python value. Every side is a
process of its own and all take turns, so that whatever else the machine does falls on all of them.
"""

from __future__ import annotations

import argparse
import datetime as dt
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import NamedTuple

import xlsxwriter

from kopdata.access import Actor, Role
from kopdata.paths import PROJECT
from kopdata.regions import districts
from kopdata.vocabulary import CooperativeType, Form
from tests.imports.files import H3

READ_BARE = """
import sys
import python_calamine

with python_calamine.CalamineWorkbook.from_path(sys.argv[1]) as book:
    for name in book.sheet_names:
        book.get_sheet_by_name(name).to_python()
print(0, 0)
"""
"""A program of its own, so that the floor loads nothing of ours."""
PREVIEW, COMMIT, MEMORY, SMALL = 2.5, 3.0, 400, 1.0
"""Targets: times the floor, megabytes of the app's process, seconds for 99 rows."""
AS_OF = dt.date(2024, 11, 7)


def write_registry(path: Path, rows: int) -> None:
    """Write a workbook of H3 with so many invented koperasi, the same at every call."""
    chance = random.Random(1905)
    places = [(village.name, district.name) for district in districts() for village in district.villages]
    kinds, forms = [str(kind) for kind in CooperativeType], [str(form) for form in Form]
    first_day = dt.datetime(1990, 1, 1)  # noqa: DTZ001 - a date without a clock
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        as_date = book.add_format({"num_format": "dd/mm/yyyy"})
        sheet = book.add_worksheet("Data")
        sheet.write_row(0, 0, H3)
        for number in range(1, rows + 1):
            village, district = chance.choice(places)
            founded = first_day + dt.timedelta(days=chance.randrange(12_000))
            held = dt.datetime(2024, 1, 2) + dt.timedelta(days=chance.randrange(180))  # noqa: DTZ001
            cells = [
                *(number, f"1905010{number:06d}", f"Koperasi Maju Bersama {number} (contoh)"),
                *(f"{number}/BH/Diskop/II/2003", founded, f"Jl. Contoh No. {number}", village, district),
                *("Kab. Bangka Selatan", "Kepulauan Bangka Belitung", "33778", f"0718{number:06d}"),
                *(
                    f"k{number}@contoh.id",
                    chance.choice(["Aktif", "Tidak Aktif"]),
                    f"Ketua {number} (contoh)",
                ),
                *(f"0812{number:08d}", chance.choice(forms), chance.choice(kinds), "Kop. Serba Usaha"),
                *("Jasa Lainnya", chance.randrange(9, 900), 1, chance.randrange(20), held),
                *(chance.randrange(10**9) for _money in range(4)),
                *(2023, chance.randrange(10**7)),
            ]
            for column, cell in enumerate(cells):
                if isinstance(cell, dt.datetime):
                    sheet.write_datetime(number, column, cell, as_date)
                elif isinstance(cell, str):
                    sheet.write_string(number, column, cell)
                else:
                    sheet.write_number(number, column, cell)


def preview(path: Path, home: Path, *, commits: bool) -> None:
    """Read and plan an import as the sidebar does, and save it where that is asked for."""
    from kopdata.imports import plan_import, read_file, save_import
    from kopdata.store import create_store

    store = create_store(home)
    started = time.perf_counter()
    plan = plan_import(store, read_file(path), as_of=AS_OF)
    took = time.perf_counter() - started
    if commits:
        actor = Actor(name="Pengukur", roles=frozenset({Role.ODS_OPERATOR}))
        save_import(store, plan, actor=actor, original=path)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    sys.stdout.write(f"{peak:.0f} {took:.3f}\n")


class Taken(NamedTuple):
    """Of a process: seconds from its start to its end, megabytes, seconds from the file to the plan."""

    seconds: float
    megabytes: float
    planning: float


def timed(side: str, path: Path) -> Taken:
    """Return what a process of this side takes."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        own = ["-m", "tests.bench.imports", "--side", side, "--file", str(path), "--home", folder]
        command = [sys.executable, *(["-c", READ_BARE, str(path)] if side == "bare" else own)]
        started = time.perf_counter()
        done = subprocess.run(command, cwd=PROJECT, check=True, capture_output=True, text=True)
        return Taken(time.perf_counter() - started, *map(float, done.stdout.split()))


def measure(rows: int, rounds: int) -> None:
    """Print what a large and a small file take."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        large, small = Path(folder) / "besar.xlsx", Path(folder) / "kecil.xlsx"
        write_registry(large, rows)
        write_registry(small, 99)
        taken: dict[str, list[Taken]] = {"bare": [], "preview": [], "commit": []}
        for _round in range(rounds):
            for side, of_side in taken.items():
                of_side.append(timed(side, large))
        times = {side: median(one.seconds for one in of_side) for side, of_side in taken.items()}
        floor = times["bare"]
        print(
            f"{rows} rows of {len(H3)} columns, {large.stat().st_size / 1e6:.0f} MB; "
            f"bare reading {floor:.1f} s"
        )
        for side, target in (("preview", PREVIEW), ("commit", COMMIT)):
            ratio = times[side] / floor
            _say(f"{side}: {times[side]:.1f} s, {ratio:.2f} ×", ratio <= target, f"{target} ×")
        peak = max(one.megabytes for of_side in taken.values() for one in of_side)
        _say(f"memory of the app's process: {peak:.0f} MB", peak <= MEMORY, f"{MEMORY} MB")
        few = [timed("preview", small) for _round in range(max(rounds, 3))]
        planning = median(one.planning for one in few)
        _say(f"preview of 99 rows: {planning:.2f} s", planning <= SMALL, f"{SMALL} s")
        whole = median(one.seconds for one in few)
        print(f"  with the start of a process that is there already in the app: {whole:.2f} s")


def _say(line: str, is_met: bool, target: str) -> None:
    print(f"{line}; target {target}: {'ok' if is_met else 'OVER'}")


def main() -> int:
    """Measure, or be one of the sides that are measured."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.bench.imports", description="How fast is an import?"
    )
    parser.add_argument("--rows", type=int, default=220_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--side", choices=["preview", "commit"])
    parser.add_argument("--file", type=Path)
    parser.add_argument("--home", type=Path)
    options = parser.parse_args()
    if options.side:
        preview(options.file, options.home / "store", commits=options.side == "commit")
    else:
        measure(options.rows, options.rounds)
    return 0


if __name__ == "__main__":
    sys.exit(main())
