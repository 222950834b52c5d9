"""Whether a request comes from a phone, by what browsers of 2024 send."""

from __future__ import annotations

import pytest

from pages.parts.device import is_phone

ANDROID = (
    "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 "
    "Mobile Safari/537.36"
)
TABLET = (
    "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36"
)
LAPTOP = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:127.0) Gecko/20100101 Firefox/127.0"


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({}, False),
        ({"User-Agent": ""}, False),
        ({"User-Agent": LAPTOP}, False),
        ({"User-Agent": TABLET}, False),
        ({"User-Agent": ANDROID}, True),
        ({"User-Agent": "Mozilla/5.0 (Android 14; Mobile; rv:127.0) Gecko/127.0 Firefox/127.0"}, True),
        ({"User-Agent": LAPTOP, "Sec-CH-UA-Mobile": "?1"}, True),
        ({"User-Agent": ANDROID, "Sec-CH-UA-Mobile": " ?0 "}, False),
        ({"User-Agent": ANDROID, "Sec-CH-UA-Mobile": "ya"}, True),
    ],
)
def test_a_phone_is_known_by_either_header(headers: dict[str, str], expected: bool) -> None:
    assert is_phone(headers) is expected
