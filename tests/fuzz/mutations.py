"""What is done to a valid file of any kind: bytes, pieces, attributes and entries go astray."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Callable, Mapping
from random import Random
from typing import Final

_NUMBERS: Final = (
    b"0 1 -1 2 7 255 256 65535 65536 16384 1048576 2147483647 2147483648 4294967295 9223372036854775807 "
    b"99999999999999999999 1e999 NaN 0x7f 1.5 A1 XFD1048576 ZZZZ9 "
).split(b" ")
_TOKENS: Final = (
    *(b'" "" ; , \t | \r \n \x00 \x1a < > & <table> </table> <tr> <td/colspan=1000> <td/rowspan=9>'.split()),
    *(b"<!-- --> ]]> <![CDATA[ &#0; &#x110000; &lol; <!DOCTYPE <!ENTITY <script> <textarea>".split()),
    *(b"#REF! =1+1 1.90503E+12 0000-00-00 Jumlah TOTAL NIK null - 31/02/2024 Rp 9999999999999999999".split()),
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"\xed\xa0\x80",
    b"\xf4\x8f\xbf\xbf",
    b"sep=,\n",
    b'"\n' * 50,
    b";" * 5_000,
    b"9" * 5_000,
    b"\xff\xff\xff\xff",
    b"\x00" * 64,
)
_ATTRIBUTE: Final = re.compile(rb"""([\w:]+)=(["'])([^"'<]*)\2""")

Change = Callable[[Random, bytes], bytes]


def flip(random: Random, content: bytes) -> bytes:
    """Change some bytes."""
    changed = bytearray(content)
    for _ in range(random.choice((1, 1, 2, 5, 20))):
        if changed:
            changed[random.randrange(len(changed))] = random.randrange(256)
    return bytes(changed)


def truncate(random: Random, content: bytes) -> bytes:
    """Cut the file off, or its beginning, or a piece out of it."""
    first, last = sorted(random.randrange(len(content) + 1) for _ in range(2))
    return random.choice((content[:first], content[first:], content[:first] + content[last:]))


def double(random: Random, content: bytes) -> bytes:
    """Repeat a piece."""
    first, last = sorted(random.randrange(len(content) + 1) for _ in range(2))
    return content[:last] + content[first:last] * random.choice((1, 2, 8)) + content[last:]


def insert(random: Random, content: bytes) -> bytes:
    """Put something in that means something somewhere."""
    at = random.randrange(len(content) + 1)
    return content[:at] + random.choice(_TOKENS) + content[at:]


def attribute(random: Random, content: bytes) -> bytes:
    """Give an attribute of a tag another value; remove or rename it."""
    found = list(_ATTRIBUTE.finditer(content))
    if not found:
        return insert(random, content)
    one = random.choice(found)
    start, end = one.span(3)
    how = random.randrange(4)
    if how == 0:
        return content[: one.start()] + content[one.end() :]
    other = random.choice(found)[3] if how == 1 else random.choice((*_NUMBERS, *_TOKENS))
    return content[:start] + other + content[end:]


def number(random: Random, content: bytes) -> bytes:
    """Replace a number that stands in the text."""
    found = list(re.finditer(rb"\d+", content))
    if not found:
        return flip(random, content)
    one = random.choice(found)
    return content[: one.start()] + random.choice(_NUMBERS) + content[one.end() :]


_CHANGES: Final[tuple[Change, ...]] = (flip, flip, truncate, double, insert, attribute, number)


def mutate(random: Random, content: bytes, others: Mapping[str, bytes]) -> bytes:
    """Return ``content`` with a few things done to it; ``others`` are files to take pieces from."""
    for _ in range(random.choice((1, 1, 2, 3))):
        if content.startswith(b"PK") and random.random() < 0.8:
            content = _within_zip(random, content, others)
        elif random.random() < 0.1:
            content = _spliced(random, content, random.choice(list(others.values())))
        else:
            content = random.choice(_CHANGES)(random, content)
    return content


def _spliced(random: Random, content: bytes, other: bytes) -> bytes:
    return content[: random.randrange(len(content) + 1)] + other[random.randrange(len(other) + 1) :]


def _within_zip(random: Random, content: bytes, others: Mapping[str, bytes]) -> bytes:
    """Change, drop, rename or swap entries of a zip and pack it again."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = {entry.filename: archive.read(entry) for entry in archive.infolist()}
    except (
        zipfile.BadZipFile,
        NotImplementedError,
        RuntimeError,
        ValueError,
        OSError,
        EOFError,
        zlib.error,
    ):
        return flip(random, content)
    if not parts:
        return content
    name = random.choice(list(parts))
    how = random.random()
    if how < 0.75:
        parts[name] = random.choice(_CHANGES)(random, parts[name])
    elif how < 0.82:
        del parts[name]
    elif how < 0.9:
        other = random.choice(list(parts))
        parts[name], parts[other] = parts[other], parts[name]
    elif how < 0.95:
        parts[random.choice(("../x", "/" + name, name.upper(), "x" * 300, ""))] = parts.pop(name)
    else:
        donor = random.choice([one for one in others.values() if one.startswith(b"PK")])
        with zipfile.ZipFile(io.BytesIO(donor)) as archive:
            parts |= {one: archive.read(one) for one in random.sample(archive.namelist(), 2)}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", random.choice((zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED))) as archive:
        for one, part in parts.items():
            archive.writestr(one or "tanpa nama", part)
    return out.getvalue()
