"""What other processes do to a store in these tests; imported once by the server that forks them."""

from __future__ import annotations

import datetime as dt
import time
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Barrier
from pathlib import Path

from kopdata.errors import KopdataError
from kopdata.store import create_store, open_store, schema
from tests.unit.store.samples import ACTOR, an_import, save

schema.REGISTRY.empty_table()  # pyarrow loads half of its modules at its first array; let the server do it


def import_for_ever(home: Path, said: Connection) -> None:
    """Import for one date again and again, the n-th time n active koperasi.

    Say each number when it is saved, and how many seconds that took.
    """
    store = open_store(home)
    while True:
        number = len(store.events()) + 1
        started = time.monotonic()
        save(store, number, 0)
        said.send((number, time.monotonic() - started))


def import_once(home: Path, as_of: dt.date, active: int, start: Barrier, said: Connection) -> None:
    """Import at the same moment as others, based on a date without events; say "" or the error."""
    store = open_store(home)
    rows, draft = an_import(active, 0, as_of, import_id=f"unggahan {as_of} {active}")
    start.wait(30)
    try:
        store.commit_import(rows, draft, based_on=0, actor=ACTOR, original=None)
    except KopdataError as error:
        said.send(f"{type(error).__name__}: {error}")
    else:
        said.send("")


def create(home: Path, start: Barrier, said: Connection) -> None:
    """Create the store at the same moment as others, and say its version."""
    start.wait(30)
    said.send(str(create_store(home).version()))
