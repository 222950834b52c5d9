"""Which koperasi is which: one ``coop_id`` across all imports, earlier and later.

A row is matched by NIK; else by normalised legal number, of the same regency and, where both have one, the
same legal date; else by normalised name within its village, or within its kecamatan where neither names a
village. Two different NIKs never match by themselves: with the same name and legal number they are unclear.
Where several could be meant, the row becomes a new koperasi and is named as unclear, unless a person answers.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

import duckdb
import pyarrow as pa

from kopdata.scratch import in_scratch
from kopdata.sql import sql

KNOWN_BY: Final = (
    "nik",
    "legal_number",
    "legal_date",
    "name",
    "village",
    "village_code",
    "district",
    "regency",
    "outside_region",
)
"""Columns of a registry that tell who a koperasi is."""

_BY_NIK: Final = 1
_WEAKER: Final = (2, 3, 4)


class Identified(NamedTuple):
    """The ``coop_id`` of each row; by position, the koperasi that a row could be where it was not clear."""

    coop_ids: list[str]
    unclear: dict[int, tuple[str, ...]]


def identify(
    incoming: pa.Table,
    standing: pa.Table,
    *,
    same_date_first: bool,
    answers: Mapping[int, str | None] | None = None,
) -> Identified:
    """Return which koperasi each row of ``incoming`` is.

    Parameters
    ----------
    incoming
        Has the columns ``KNOWN_BY``.
    standing
        The rows of ``identity_standing.sql``: what is known of all koperasi of any date.
    same_date_first
        Whether koperasi that stand for the same date already are tried before all others.
    answers
        By position, which koperasi a row is, as a person answered; None for none that is known. Two rows
        that were answered alike become one koperasi.
    """
    rows = incoming.select(KNOWN_BY).append_column("n", pa.array(range(incoming.num_rows), pa.int64()))
    given = answers or {}
    answered = pa.table(
        {"n": list(given), "coop_id": list(given.values())},
        schema=pa.schema([("n", pa.int64()), ("coop_id", pa.string())]),
    )

    def work(
        connection: duckdb.DuckDBPyConnection,
    ) -> tuple[pa.Table, list[tuple[int, list[str]]]]:
        connection.register("incoming", rows)
        connection.register("standing", standing)
        connection.register("answered", answered)
        for statement in ("identity_words", "identity_pairs", "identity_answered"):
            connection.execute(sql(statement))
        # A NIK tells before anything weaker does, whichever date it stands at.
        connection.execute(sql("identity_match"), {"level": _BY_NIK, "here_only": False})
        for here_only in (True, False) if same_date_first else (False,):
            for level in _WEAKER:
                connection.execute(sql("identity_match"), {"level": level, "here_only": here_only})
        found = connection.execute(sql("identity_result")).to_arrow_table()
        return found, connection.execute(sql("identity_candidates")).fetchall()

    found, unclear = in_scratch(work)
    matched, new = found["coop_id"].to_pylist(), found["new_id"].to_pylist()
    free = _FreeIds({*standing["coop_id"].unique().to_pylist(), *matched})
    coop_ids = [given or free.next(derived) for given, derived in zip(matched, new, strict=True)]
    return Identified(coop_ids, {at: tuple(candidates) for at, candidates in unclear})


class _FreeIds:
    """Hands out ids that nobody bears: ``k1``, and where that is taken ``k1-2``, then ``k1-3``."""

    def __init__(self, taken: set[str | None]) -> None:
        self._taken = taken
        self._last: dict[str, int] = {}

    def next(self, derived: str) -> str:
        """Return ``derived``, with a suffix if another koperasi bears it; it is taken from then on."""
        found, suffix = derived, self._last.get(derived, 1)
        while found in self._taken:
            suffix += 1
            found = f"{derived}-{suffix}"
        self._last[derived] = suffix
        self._taken.add(found)
        return found
