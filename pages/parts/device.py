"""What a page is looked at on, as far as the browser says so."""

from __future__ import annotations

from collections.abc import Mapping


def is_phone(headers: Mapping[str, str]) -> bool:
    """Return whether the headers of a request say that it comes from a phone; False where none says so.

    ``Sec-CH-UA-Mobile`` is asked first, then ``User-Agent`` for "Mobi", as MDN advises. A tablet is no phone
    by either.
    """
    told = headers.get("Sec-CH-UA-Mobile", "").strip()
    if told in {"?0", "?1"}:
        return told == "?1"
    return "Mobi" in headers.get("User-Agent", "")
