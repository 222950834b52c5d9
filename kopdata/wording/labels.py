"""Labels that tell one thing from another: a choice between two that read alike would be a wrong one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import TypeVar

Key = TypeVar("Key")


def distinct(labels: Mapping[Key, str]) -> dict[Key, str]:
    """Return the labels, in their order; those that read alike are numbered: "Maju (1)", "Maju (2)".

    Lists for choosing go by the label: of two alike, one could not be chosen at all.
    """
    counts = Counter(labels.values())
    given: set[str] = {label for label, count in counts.items() if count == 1}
    seen: Counter[str] = Counter()
    found: dict[Key, str] = {}
    for key, label in labels.items():
        named = label
        while counts[label] > 1 and (named == label or named in given):
            seen[label] += 1
            named = f"{label} ({seen[label]})"
        given.add(named)
        found[key] = named
    return found
