"""Text from a file or a person, shown as it was written."""

from __future__ import annotations

import re

_MEANS_SOMETHING = re.compile(r"([\\`*_{}\[\]()#+|<>~$^=&@]|:(?=[\w/])|^[-.]|(?<=\d)\.(?=\s))")
_READ_LATER = re.compile(r"(?<=:)(?=//|[\w+/-]+:)|(?<=www)(?=\.)", re.IGNORECASE)
_WORD_JOINER = "\u2060"
"""Invisible. Web addresses and icons (":material/…:") are looked for once what is escaped reads as itself, so
that escaping cannot stop them."""


def label(text: str) -> str:
    """Return ``text`` so that what begins like an icon stays letters where no other Markdown is read."""
    return _READ_LATER.sub(_WORD_JOINER, text)


def plain(text: str) -> str:
    """Return ``text`` so that Streamlit's Markdown shows it letter by letter, on one line."""
    return _MEANS_SOMETHING.sub(r"\\\1", label(" ".join(text.split())))
