"""Which assessments say something new. Pure functions."""

from __future__ import annotations

from collections.abc import Mapping

import pyarrow as pa

KEY = ("coop_id", "year")
WORDS = ("predicate", "score", "method", "assessed_on")
"""What an assessment says; its source, its actor and the moment of recording are about it."""


def unrecorded(recorded: pa.Table, given: pa.Table, merged: Mapping[str, str]) -> pa.Table:
    """Return the rows of ``given`` that say something else than what holds for their koperasi and year.

    What holds is what was recorded last, so a grade that was corrected and corrected back is said anew.
    Both tables have the columns ``KEY`` and ``WORDS``; ``merged`` leads from a koperasi merged by hand to
    the one it is the same as.
    """

    def parts(row: Mapping[str, object]) -> tuple[tuple[object, ...], tuple[object, ...]]:
        coop_id = str(row["coop_id"])
        return (merged.get(coop_id, coop_id), row["year"]), tuple(row[word] for word in WORDS)

    earlier = recorded.select([*KEY, *WORDS, "recorded_at"]).sort_by("recorded_at")
    holds = dict(parts(row) for row in earlier.to_pylist())
    new = []
    for at, row in enumerate(given.select([*KEY, *WORDS]).to_pylist()):
        key, said = parts(row)
        if holds.get(key) != said:
            holds[key] = said
            new.append(at)
    return given.take(pa.array(new, pa.int64()))
