"""Writes ``data/demo/`` and ``data/samples/``: ``python -m data.build_demo [--out FOLDER]``.

Every run writes the same bytes (with the versions of ``requirements.txt``): generators are seeded, and no
file holds the time at which it was written.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from data.builder import casework, fieldwork, samples
from data.builder.lives import DECEMBER_2022, NOVEMBER_2019, live
from data.builder.snapshots import registry_table
from kopdata.paths import PROJECT


def build(out: Path) -> None:
    """Write the folders ``demo`` and ``samples`` into ``out``, over what stands there."""
    lives = live()
    demo, exports = out / "demo", out / "samples"
    for folder in (demo, exports):
        folder.mkdir(parents=True, exist_ok=True)

    december_2022 = registry_table(lives, DECEMBER_2022, "contoh-2022-12-12")
    _write(registry_table(lives, NOVEMBER_2019, "contoh-2019-11"), demo / "keadaan-2019-11.parquet")
    _write(december_2022, demo / "keadaan-2022-12-12.parquet")
    visits = fieldwork.visits(lives)
    _write(visits, demo / "visits.parquet")
    _write(casework.plans(lives), demo / "plans.parquet")
    _write(casework.coaching(visits), demo / "coaching.parquet")
    _write(casework.proposals(visits), demo / "proposals.parquet")
    _write(casework.outreach(lives), demo / "outreach.parquet")
    _write(fieldwork.assessments(lives), demo / "assessments.parquet")

    samples.write_november_workbook(lives, exports / samples.NOVEMBER_WORKBOOK)
    samples.write_december_table(lives, exports / samples.DECEMBER_TABLE)
    samples.write_end_of_2025(lives, exports / samples.END_OF_2025_CSV)
    samples.write_health_workbook(lives, exports / samples.HEALTH_WORKBOOK)
    _write(december_2022, exports / "registry.parquet")


def _write(table: pa.Table, path: Path) -> None:
    pq.write_table(table, path, compression="zstd")


def main() -> None:
    """Read the command line and build."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=PROJECT / "data", help="folder to write into")
    build(parser.parse_args().out)


if __name__ == "__main__":
    main()
