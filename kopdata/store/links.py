"""Merges by hand: which koperasi is the same as which other. Pure functions."""

from __future__ import annotations

from collections.abc import Mapping

import pyarrow as pa


def merged(rows: pa.Table) -> dict[str, str]:
    """Return each merged koperasi and the one it is finally the same as; the latest row of each holds."""
    direct: dict[str, str | None] = {}
    for row in sorted(rows.to_pylist(), key=lambda row: row["recorded_at"]):
        direct[row["coop_id"]] = row["same_as"]
    pairs = {coop_id: same_as for coop_id, same_as in direct.items() if same_as is not None}
    found = {coop_id: final(coop_id, pairs) for coop_id in pairs}
    return {coop_id: same_as for coop_id, same_as in found.items() if coop_id != same_as}


def final(coop_id: str, pairs: Mapping[str, str]) -> str:
    """Return the koperasi at the end of a chain of merges; of a ring, its first in the alphabet."""
    chain = [coop_id]
    while (following := pairs.get(chain[-1])) is not None:
        if following in chain:
            return min(chain[chain.index(following) :])
        chain.append(following)
    return chain[-1]
