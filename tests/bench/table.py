"""Measure the table of koperasi over a registry of many rows: opening, first page, last page, search.

python -m tests.bench.table --rows 300000
"""

from __future__ import annotations

import argparse
import datetime as dt
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

import numpy as np
import pyarrow as pa

from kopdata.database import Database, open_database
from kopdata.models import Filter, ImportDraft
from kopdata.queries import Listing, SortKey, ask_cooperatives, ask_overview
from kopdata.regions import districts
from kopdata.store import Store, create_store
from kopdata.store.schema import REGISTRY
from kopdata.vocabulary import Status

AS_OF = dt.date(2022, 12, 12)
TODAY = dt.date(2022, 12, 26)
TIMES = 7
"""How often each question is asked; the median counts, because nothing is cached here."""


def many_rows(count: int) -> pa.Table:
    """Return ``count`` invented koperasi, most of their fields filled, the same at every call."""
    random = np.random.default_rng(1905)
    places = [(village, district) for district in districts() for village in district.villages]
    at = random.integers(0, len(places), count)
    numbers = np.arange(count)
    dates = pa.array(np.datetime64("2016-01-01") + random.integers(0, 2500, count))
    order = random.permutation(count)
    columns: dict[str, object] = {
        "coop_id": [f"k{number:07d}" for number in numbers],
        "nik": [f"1905{number:09d}" for number in numbers],
        "name": [
            f"Koperasi {'Émas' if number % 50 == 0 else 'Emas'} {number} Bersama (contoh)" for number in order
        ],
        "legal_number": [f"{number}/BH/Diskop/II/2003" for number in numbers],
        "legal_date": dates,
        "address": [f"Jalan Contoh Nomor {number}" for number in numbers],
        "village": [places[place][0].name for place in at],
        "district": [places[place][1].name for place in at],
        "district_code": [places[place][1].code for place in at],
        "outside_region": [False] * count,
        "phone": [f"0812{number:08d}" for number in numbers],
        "chair": [f"Ketua {number} (contoh)" for number in numbers],
        "status": random.choice(["aktif", "tidak aktif"], count),
        "type": random.choice(["Konsumen", "Jasa", "Simpan Pinjam"], count),
        "rat_date": dates,
        "certificate_status": ["Sertifikat - Aktif"] * count,
        "certificate_expiry": dates,
        "members": random.integers(9, 900, count),
        "as_of": [AS_OF] * count,
        "import_id": ["banyak"] * count,
        "source_row": numbers + 2,
    }
    return pa.table(
        {
            field.name: pa.array(columns[field.name]).cast(field.type)
            if field.name in columns
            else pa.nulls(count, field.type)
            for field in REGISTRY
        },
        schema=REGISTRY,
    )


def store_of(home: Path, count: int) -> Store:
    """Return a new store at ``home`` whose only snapshot has ``count`` koperasi."""
    rows = many_rows(count)
    active = sum(status == Status.ACTIVE for status in rows["status"].to_pylist())
    draft = ImportDraft(
        import_id="banyak",
        as_of=AS_OF,
        file_name="banyak.xlsx",
        file_sha256="0" * 64,
        layout="H3",
        fields=tuple(name for name in REGISTRY.names if rows[name].null_count < count),
        rows_read=count,
        accepted=count,
        outside=0,
        active=active,
        inactive=count - active,
        unknown=0,
    )
    store = create_store(home)
    store.commit_import(rows, draft, based_on=0, actor="Pengukur", original=None)
    return store


def milliseconds(ask: Callable[[], object], times: int = TIMES) -> float:
    """Return the median time that ``ask`` takes."""
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        ask()
        taken.append(time.perf_counter() - start)
    return median(taken) * 1000


def questions(database: Database, count: int) -> dict[str, Callable[[], object]]:
    """Return what is measured, by the line that tells of it."""
    last = Listing(page=10**9)
    by_visit = Listing(sort=SortKey.LAST_VISIT, descending=True)

    def page(listing: Listing, **narrowed: object) -> Callable[[], object]:
        filter_ = Filter.model_validate(narrowed)
        return lambda: ask_cooperatives(database, filter_, listing, today=TODAY)

    return {
        "first page by name": page(Listing()),
        "last page by name": page(last),
        "last page by status": page(last.model_copy(update={"sort": SortKey.STATUS})),
        "by last visit": page(by_visit),
        "search for one": page(Listing(), search=f"1905{count - 1:09d}"),
        "search for nearly all": page(Listing(), search="emas bersama"),
        "one figure's names": page(Listing(), counted_in=frozenset({"inactive"})),
        "overview": lambda: ask_overview(database, Filter(), today=TODAY),
    }


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rows", type=int, default=300_000)
    count = parser.parse_args().rows
    with tempfile.TemporaryDirectory() as folder:
        store = store_of(Path(folder) / "store", count)
        sys.stdout.write(f"opening: {milliseconds(lambda: open_database(store), 1):.0f} ms\n")
        database = open_database(store)
        for name, ask in questions(database, count).items():
            sys.stdout.write(f"{name}: {milliseconds(ask):.0f} ms\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
