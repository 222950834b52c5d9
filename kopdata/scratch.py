"""A DuckDB of a moment, for what is worked out between two Arrow tables and then forgotten."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from typing import Final, TypeVar

import duckdb

MEMORY: Final = (60, 400, 1_600)
"""Megabytes. Without a limit, matching 220,000 rows took 540 MB beside the rows; with the first one 90 MB, in
the same time, because what does not fit goes to the disk. Some steps cannot be put off to the disk: work that
fails for that reason is done again with more."""

Result = TypeVar("Result")


def in_scratch(work: Callable[[duckdb.DuckDBPyConnection], Result]) -> Result:
    """Return what ``work`` makes with a connection that takes little memory of the dashboard's process.

    ``work`` may be called again, with a fresh connection. Rows come in the order that a statement asks for,
    else in none.

    Raises
    ------
    duckdb.OutOfMemoryException
        The largest limit does not suffice.
    """
    *smaller, largest = MEMORY
    for megabytes in smaller:
        try:
            return _within(megabytes, work)
        except duckdb.OutOfMemoryException:
            continue
    return _within(largest, work)


def _within(megabytes: int, work: Callable[[duckdb.DuckDBPyConnection], Result]) -> Result:
    with tempfile.TemporaryDirectory(prefix="kopdata-", ignore_cleanup_errors=True) as folder:
        settings: dict[str, str | bool | int | float | list[str]] = {
            "memory_limit": f"{megabytes}MB",
            "threads": 1,
            "temp_directory": folder,
            "preserve_insertion_order": False,
        }
        with duckdb.connect(":memory:", config=settings) as connection:
            return work(connection)
