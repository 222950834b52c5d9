"""SQL texts of more than a few lines, one file a purpose, each under a header that states its grain."""

from __future__ import annotations

from functools import cache
from importlib import resources


@cache
def sql(name: str) -> str:
    """Return the text of ``kopdata/sql/<name>.sql``; values are bound as ``$name``, never formatted in."""
    return resources.files(__package__).joinpath(f"{name}.sql").read_text(encoding="utf-8")
