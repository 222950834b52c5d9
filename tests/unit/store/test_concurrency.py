"""Threads and processes at one store: killed in the middle, at once, and while others read."""

from __future__ import annotations

import datetime as dt
import multiprocessing
import random
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from multiprocessing.context import ForkServerContext
from pathlib import Path
from typing import Any

import pytest
from deltalake import CommitProperties, Transaction, write_deltalake

from kopdata.database import open_database
from kopdata.errors import ConflictError
from kopdata.store import Store, open_store
from kopdata.store.tables import Table
from tests.unit.store import workers
from tests.unit.store.samples import DECEMBER, NOVEMBER, newest_log, save

KILLS = 50
WITHIN = 3
"""So many of the kills at least must fall between an import's rows and its event; 15 of 50 did."""


@pytest.fixture(scope="module")
def processes() -> ForkServerContext:
    """Start processes by forking one that has imported everything already."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["pytest", workers.__name__])
    return context


def at_once(
    processes: ForkServerContext, work: Callable[..., None], *arguments: tuple[Any, ...]
) -> list[str]:
    """Do the same work in as many processes as there are arguments; return what each said."""
    start = processes.Barrier(len(arguments))
    started = []
    for of_one in arguments:
        hears, says = processes.Pipe(duplex=False)
        process = processes.Process(target=work, args=(*of_one, start, says), daemon=True)
        process.start()
        started.append((process, hears))
    said = [hears.recv() if hears.poll(60) else "nothing" for _, hears in started]
    for process, hears in started:
        process.join(60)
        assert process.exitcode == 0
        hears.close()
    return said


def test_a_killed_import_is_whole_or_not_there(
    store: Store, home: Path, processes: ForkServerContext
) -> None:
    chance = random.Random(20241107)
    without_event = 0
    within = 0
    for _ in range(KILLS):
        hears, says = processes.Pipe(duplex=False)
        process = processes.Process(target=workers.import_for_ever, args=(home, says), daemon=True)
        process.start()
        says.close()
        said, seconds = hears.recv()
        time.sleep(chance.uniform(0, 1.2 * seconds))
        process.kill()
        process.join(60)
        try:
            while hears.poll():
                said, _ = hears.recv()
        except EOFError:
            pass
        hears.close()

        store = open_store(home)
        count = len(store.events())
        assert count in {said, said + 1}
        begun = {path.parent for path in home.glob("registry/*/*/*.parquet")}
        within += len(begun) - count > without_event
        without_event = len(begun) - count
        database = open_database(store)
        assert database.value("SELECT count(*) FROM registry") == count
        assert database.value("SELECT count(DISTINCT import_id) FROM registry") == 1
        assert database.snapshots[0].base.active == count
        assert store.problems() == ()
    save(store, 68, 34)
    assert open_database(store).value("SELECT count(*) FROM registry") == 102
    assert within >= WITHIN


def test_of_two_imports_of_one_date_one_is_refused(
    store: Store, home: Path, processes: ForkServerContext
) -> None:
    said = at_once(
        processes,
        workers.import_once,
        (home, NOVEMBER, 3),
        (home, NOVEMBER, 4),
        (home, DECEMBER, 5),
        (home, dt.date(2020, 1, 1), 6),
    )
    assert said[2:] == ["", ""]
    assert sorted(said[:2])[0] == ""
    assert sorted(said[:2])[1].startswith("ConflictError: Data untuk 7 November 2024 sudah berubah")
    won = 3 if said[0] == "" else 4
    assert open_database(store).value("SELECT count(*) FROM registry") == won + 5 + 6
    assert len(store.events()) == 3


def test_the_same_number_by_a_writer_of_another_kind_is_refused(store: Store, home: Path) -> None:
    """Spark and others know nothing of our lock; of them Delta's own transactions tell."""
    save(store, 1, 1)
    table = Table(home, "imports")
    base = table.read()
    second = Transaction(app_id=NOVEMBER.isoformat(), version=2)
    write_deltalake(
        home / "imports",
        base.rows,
        mode="append",
        commit_properties=CommitProperties(app_transactions=[second]),
    )
    with pytest.raises(ConflictError, match="baru saja diubah orang lain"):
        table.append(base, base.rows, second)
    table.append(base, base.rows, Transaction(app_id=DECEMBER.isoformat(), version=1))
    assert table.read().version == base.version + 2


def test_two_processes_mend_and_write_at_once(store: Store, home: Path, processes: ForkServerContext) -> None:
    save(store, 1, 1, NOVEMBER)
    save(store, 9, 9, DECEMBER)
    newest_log(home / "imports").write_bytes(b"")
    dates = [dt.date(2020, month, 1) for month in range(1, 5)]
    said = at_once(processes, workers.import_once, *((home, as_of, 5) for as_of in dates))
    assert said == ["", "", "", ""]
    assert [snapshot.as_of for snapshot in store.snapshots()] == [*dates, NOVEMBER]
    assert len(list((home / "rusak").iterdir())) == 1
    assert store.problems() == ()


def test_several_processes_create_one_store(home: Path, processes: ForkServerContext) -> None:
    said = at_once(processes, workers.create, *[(home,)] * 4)
    assert len(set(said)) == 1
    store = open_store(home)
    save(store, 68, 34)
    assert str(store.version()) != said[0]


def test_readers_see_whole_states_while_somebody_imports(store: Store) -> None:
    save(store, 1, 1)
    stop = threading.Event()

    def read() -> int:
        seen = set()
        while not stop.is_set():
            database = open_database(store)
            total = database.value("SELECT count(*) FROM registry")
            by_status = database.rows("SELECT status, count(*) AS n FROM registry GROUP BY ALL")
            event = database.snapshots[0].base
            assert {row["status"]: row["n"] for row in by_status} == {
                "aktif": event.active,
                "tidak aktif": event.inactive,
            }
            assert total == event.accepted
            assert database.value("SELECT max(sequence) FROM imports") == event.active
            seen.add(event.import_id)
        return len(seen)

    with ThreadPoolExecutor(16) as pool:
        readers = [pool.submit(read) for _ in range(16)]
        for number in range(2, 12):
            save(store, number, 1)
        stop.set()
        counts = [reader.result() for reader in readers]
    assert max(counts) > 1
    assert open_database(store).value("SELECT count(*) FROM registry") == 12
