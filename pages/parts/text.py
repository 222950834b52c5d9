"""Text from a file or a person, shown as it was written."""

from __future__ import annotations

import re

_MEANS_SOMETHING = re.compile(r"([\\`*_{}\[\]()#+|<>~$^=&@]|:(?=[\w/])|(?<=www)\.|^[-.]|(?<=\d)\.(?=\s))")


def plain(text: str) -> str:
    """Return ``text`` so that Streamlit's Markdown shows it letter by letter, on one line."""
    return _MEANS_SOMETHING.sub(r"\\\1", " ".join(text.split()))
