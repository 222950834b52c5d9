"""Which koperasi is which: one ``coop_id`` across all imports, earlier and later.

A row is matched by NIK; else by normalised legal number, of the same regency and, where both have one, the
same legal date; else by normalised name within its village. Two different NIKs never match by themselves.
Where several could be meant, the row becomes a new koperasi and is named as unclear.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import duckdb
import pyarrow as pa

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

_LEVELS: Final = (1, 2, 3, 4)


class Identified(NamedTuple):
    """The ``coop_id`` of each row, and the positions of the rows whose koperasi was not clear."""

    coop_ids: list[str]
    unclear: list[int]


def identify(incoming: pa.Table, standing: pa.Table, *, same_date_first: bool) -> Identified:
    """Return which koperasi each row of ``incoming`` is.

    Parameters
    ----------
    incoming
        Has the columns ``KNOWN_BY``.
    standing
        The rows of ``identity_standing.sql``: what is known of all koperasi of any date.
    same_date_first
        Whether koperasi that stand for the same date already are tried before all others.
    """
    rows = incoming.select(KNOWN_BY).append_column("n", pa.array(range(incoming.num_rows), pa.int64()))
    with duckdb.connect() as connection:
        connection.register("incoming", rows)
        connection.register("standing", standing)
        connection.execute(sql("identity_pairs"))
        for here_only in (True, False) if same_date_first else (False,):
            for level in _LEVELS:
                connection.execute(sql("identity_match"), {"level": level, "here_only": here_only})
        found = connection.execute(sql("identity_result")).to_arrow_table()
    matched, new = found["coop_id"].to_pylist(), found["new_id"].to_pylist()
    taken = {*standing["coop_id"].unique().to_pylist(), *matched}
    coop_ids = [given or _free(derived, taken) for given, derived in zip(matched, new, strict=True)]
    unclear = [at for at, doubtful in enumerate(found["unclear"].to_pylist()) if doubtful]
    return Identified(coop_ids, unclear)


def _free(derived: str, taken: set[str | None]) -> str:
    """Return ``derived``, with a suffix if another koperasi bears it; it is taken from then on."""
    found, suffix = derived, 1
    while found in taken:
        suffix += 1
        found = f"{derived}-{suffix}"
    taken.add(found)
    return found
