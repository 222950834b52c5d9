"""From an export file to the store, in two halves.

``read_file`` turns bytes into typed rows in a child process that may die without harm; ``plan_import``
sets those rows beside the store; ``save_import`` makes them current.

The names are loaded on first use: the child process passes through this package too, and Pydantic,
DuckDB and Delta, which it never needs, would more than double the time of a small preview.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kopdata.imports.parsed import ParsedFile
    from kopdata.imports.plan import plan_import, save_import
    from kopdata.imports.planned import ImportPlan, SavedAssessments
    from kopdata.imports.planner import Planner
    from kopdata.imports.sandbox import read_file
    from kopdata.imports.standing import put_back, take_back

__all__ = [
    "ImportPlan",
    "ParsedFile",
    "Planner",
    "SavedAssessments",
    "plan_import",
    "put_back",
    "read_file",
    "save_import",
    "take_back",
]

_HOMES = {
    "ImportPlan": "planned",
    "ParsedFile": "parsed",
    "Planner": "planner",
    "SavedAssessments": "planned",
    "plan_import": "plan",
    "put_back": "standing",
    "read_file": "sandbox",
    "save_import": "plan",
    "take_back": "standing",
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f"{__name__}.{_HOMES[name]}"), name)
