"""Measure the work list and one koperasi's timeline with a million visits beside the same with 300.

    python -m tests.bench.fieldwork --visits 1000000 --rounds 25

Both stores are asked in turns, so that whatever else the machine does falls on both; the figure that counts
is the ratio.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

import duckdb
import pyarrow as pa
from deltalake import write_deltalake

from kopdata.database import Database, open_database
from kopdata.demo import LAST_DAY, make_demo
from kopdata.models import Filter
from kopdata.queries import ask_attention, ask_overview, ask_profile
from kopdata.queries.worklist import ask_worklist
from kopdata.settings import Settings
from kopdata.store import Store, open_store
from kopdata.store.schema import VISITS
from kopdata.wording.timeline import timeline_of

FEW = 300
TARGET = 2.0
_MOST_VISITED = """
    SELECT coop_id FROM visits WHERE coop_id IN (SELECT coop_id FROM registry)
    GROUP BY coop_id ORDER BY count(*) DESC LIMIT 1
"""
_VISITS = """
    SELECT
        format('bench {}', number) AS visit_id,
        1 AS revision,
        coop_ids[(1 + hash(number) % len(coop_ids))::BIGINT] AS coop_id,
        ($last - (hash(number, 1) % 4000)::INTEGER) AS visited_on,
        CASE WHEN number % 10 = 0 THEN 'telepon' ELSE 'kunjungan' END AS contact,
        found.at_address, found.serves_members, found.result,
        'Kunjungi lagi' AS follow_up,
        ['Petugas Lapangan 1 (contoh)'] AS officers,
        'Catatan kunjungan ke-' || number AS notes,
        'Petugas Lapangan 1 (contoh)' AS actor,
        $last::TIMESTAMPTZ AS recorded_at
    FROM range($count) AS numbers (number), (SELECT $coop_ids AS coop_ids),
        (VALUES
            (0, 'ada', true, 'Ada dan melayani'),
            (1, 'ada', false, 'Ada, tidak melayani'),
            (2, 'tidak ditemukan', false, 'Tidak ditemukan di alamat terdaftar')
        ) AS found (kind, at_address, serves_members, result)
    WHERE found.kind = hash(number, 2) % 3
"""


def with_visits(home: Path, count: int) -> Store:
    """Return a store with the demo's koperasi and so many more visits over eleven years."""
    store = make_demo(home)
    listed = open_database(store).rows("SELECT DISTINCT coop_id FROM registry ORDER BY coop_id")
    given = {"last": LAST_DAY, "count": count, "coop_ids": [row["coop_id"] for row in listed]}
    with duckdb.connect() as connection:
        rows = connection.execute(_VISITS, given).to_arrow_table()
    columns = [
        rows[field.name].cast(field.type) if field.name in rows.schema.names else pa.nulls(count, field.type)
        for field in VISITS
    ]
    write_deltalake(store.root / "visits", pa.table(columns, schema=VISITS), mode="append")
    return open_store(store.root)


def measure(visits: int, rounds: int) -> None:
    """Measure in turns and print the medians and their ratios."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        few = open_database(with_visits(Path(folder) / "few", FEW))
        store = with_visits(Path(folder) / "many", visits)
        start = time.perf_counter()
        many = open_database(store)
        took = time.perf_counter() - start
        print(f"a database of {visits:,} visits is made in {took:.1f} s, once for every change")
        coop_id = str(many.value(_MOST_VISITED))
        questions: dict[str, Callable[[Database], object]] = {
            "work list": lambda database: ask_worklist(database, Filter(), Settings(), today=LAST_DAY),
            "timeline of one koperasi": lambda database: timeline_of(
                ask_profile(database, coop_id, Filter())
            ),
            "figures of Ringkasan": lambda database: ask_overview(database, Filter()),
            "Perlu ditindaklanjuti": lambda database: ask_attention(database, Filter()),
        }
        for name, ask in questions.items():
            pairs = [(_seconds(ask, few), _seconds(ask, many)) for _ in range(rounds + 1)][1:]
            floor, own = (1000 * median(side) for side in zip(*pairs, strict=True))
            verdict = "ok" if own <= TARGET * floor else "MISSED"
            times = f"{own:.0f} ms, with {FEW} visits {floor:.0f} ms"
            print(f"{name}: {times}: {own / floor:.2f} x ({TARGET:.0f} x) {verdict}")


def _seconds(ask: Callable[[Database], object], database: Database) -> float:
    start = time.perf_counter()
    ask(database)
    return time.perf_counter() - start


def main() -> None:
    """Read the command line and measure."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.fieldwork", description=__doc__)
    parser.add_argument("--visits", type=int, default=1_000_000, help="visits (default: 1000000)")
    parser.add_argument("--rounds", type=int, default=25, help="questions to each store (default: 25)")
    options = parser.parse_args()
    measure(options.visits, options.rounds)


if __name__ == "__main__":
    main()
