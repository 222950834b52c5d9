"""Everything that taking in a file can find, each kind once: its words, what it means, what to do.

Whoever finds something names its kind, and the kind makes the sentence: so a list can be narrowed to a kind,
and the guide explains every one. The child process that reads files uses these too, so nothing here loads
Pydantic.
"""

from __future__ import annotations

from typing import Final

from kopdata.findings import cells, contradictions, files, recaps, rows
from kopdata.findings.kind import Fate, FindingKind, Remedy, Said

__all__ = ["FINDINGS", "Fate", "FindingKind", "Remedy", "Said", "find_kind"]

FINDINGS: Final[dict[str, FindingKind]] = {
    kind.id: kind
    for module in (files, rows, cells, contradictions, recaps)
    for kind in vars(module).values()
    if isinstance(kind, FindingKind)
}
"""All kinds by id, in the order of the guide: every one that a module of this package declares."""


def find_kind(id_: str) -> FindingKind | None:
    """Return a kind by its id; None for what was stored before findings had kinds."""
    return FINDINGS.get(id_)
