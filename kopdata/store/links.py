"""Merges and splits by hand: which koperasi is the same as which other, and which is not. Pure functions."""

from __future__ import annotations

from collections.abc import Mapping

import pyarrow as pa


def merged(rows: pa.Table) -> dict[str, str]:
    """Return each merged koperasi and the one it is finally the same as; the latest row of each holds."""
    direct: dict[str, str | None] = {}
    for row in sorted(rows.to_pylist(), key=lambda row: row["recorded_at"]):
        if row["import_id"] is None:
            direct[row["coop_id"]] = row["same_as"]
    pairs = {coop_id: same_as for coop_id, same_as in direct.items() if same_as is not None}
    found = {coop_id: final(coop_id, pairs) for coop_id in pairs}
    return {coop_id: same_as for coop_id, same_as in found.items() if coop_id != same_as}


def separated(rows: pa.Table, merged: Mapping[str, str]) -> dict[tuple[str, str], str]:
    """Return whom a koperasi's row in an import is about, where that was split off by hand.

    The keys are the koperasi as the import names it, before any merge, and the import.
    """
    direct: dict[tuple[str, str], str | None] = {}
    for row in sorted(rows.to_pylist(), key=lambda row: row["recorded_at"]):
        if row["import_id"] is not None:
            direct[row["coop_id"], row["import_id"]] = row["same_as"]
    return {key: final(other, merged) for key, other in direct.items() if other is not None}


def final(coop_id: str, pairs: Mapping[str, str]) -> str:
    """Return the koperasi at the end of a chain of merges; of a ring, its first in the alphabet."""
    chain = [coop_id]
    while (following := pairs.get(chain[-1])) is not None:
        if following in chain:
            return min(chain[chain.index(following) :])
        chain.append(following)
    return chain[-1]
