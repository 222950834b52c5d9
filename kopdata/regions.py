"""The eight kecamatan of Kabupaten Bangka Selatan, their desa and kelurahan, and a tolerant look-up.

Codes: Kemendagri (Kepmendagri 300.2.2-2430/2025) and, for kecamatan, BPS. Spellings drift between files
("Lepar Pongok", "Air Gegas", "Kaposang", "Kec. Payung"); a village is looked up within its district,
because districts and villages share names.
"""

from __future__ import annotations

import csv
import difflib
from dataclasses import dataclass
from functools import cache

from kopdata.paths import REFERENCE
from kopdata.vocabulary import fold

PROVINCE = "Kepulauan Bangka Belitung"
REGENCY = "Bangka Selatan"
NIK_PREFIX = "1905"
"""The first digits of most NIK of this regency (its BPS code). Often wrong in real rows: a reason to warn."""

UNKNOWN_DISTRICT = "Tidak diketahui"
NO_DISTRICT = "-"
"""Stands for the code of a koperasi whose district is not known."""

_DISTRICT_SPELLINGS = {"leparpongok": "Lepar", "pongok": "Kepulauan Pongok", "keppongok": "Kepulauan Pongok"}
_VILLAGE_SPELLINGS = {"kaposang": "Keposang"}
_PREFIXES = ("kecamatan", "kec", "kabupaten", "kab", "desa", "ds", "kelurahan", "kel")


@dataclass(frozen=True, slots=True)
class Village:
    """A desa or kelurahan; ``code`` as 19.03.01.1001, ``kind`` "desa" or "kelurahan"."""

    code: str
    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class District:
    """A kecamatan with its villages; ``code`` as 19.03.01, ``bps_code`` as 1905030."""

    code: str
    bps_code: str
    name: str
    villages: tuple[Village, ...]


def _key(text: str) -> str:
    """Fold a region's name: prefixes and blanks go, so that "Kec. Air Gegas" is "airgegas"."""
    words = fold(text).split()
    while len(words) > 1 and words[0] in _PREFIXES:
        words = words[1:]
    return "".join(words)


@cache
def districts() -> tuple[District, ...]:
    """Return the kecamatan in the order of their Kemendagri codes."""
    found: dict[str, list[dict[str, str]]] = {}
    with (REFERENCE / "villages.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found.setdefault(row["district_code"], []).append(row)
    return tuple(
        District(
            code=code,
            bps_code=rows[0]["district_bps_code"],
            name=rows[0]["district"],
            villages=tuple(Village(row["village_code"], row["village"], row["kind"]) for row in rows),
        )
        for code, rows in sorted(found.items())
    )


@cache
def _districts_by_key() -> dict[str, District]:
    by_key = {_key(district.name): district for district in districts()}
    return by_key | {spelling: by_key[_key(name)] for spelling, name in _DISTRICT_SPELLINGS.items()}


@cache
def _villages_by_key(district: District) -> dict[str, Village]:
    by_key = {_key(village.name): village for village in district.villages}
    return by_key | {
        spelling: by_key[_key(name)] for spelling, name in _VILLAGE_SPELLINGS.items() if _key(name) in by_key
    }


def find_district(text: str) -> District | None:
    """Return the kecamatan that ``text`` names in any known spelling, or None."""
    return _districts_by_key().get(_key(text))


def find_village(text: str, district: District) -> Village | None:
    """Return the village that ``text`` names within ``district``, or None."""
    return _villages_by_key(district).get(_key(text))


def suggest_district(text: str) -> District | None:
    """Return the one kecamatan whose name is nearly ``text``, for a question "maksudnya …?", or None."""
    near = difflib.get_close_matches(_key(text), _districts_by_key(), n=1, cutoff=0.7)
    return _districts_by_key()[near[0]] if near else None


def suggest_village(text: str, district: District) -> Village | None:
    """Return the one village of ``district`` whose name is nearly ``text``, or None."""
    near = difflib.get_close_matches(_key(text), _villages_by_key(district), n=1, cutoff=0.7)
    return _villages_by_key(district)[near[0]] if near else None


def is_this_regency(text: str) -> bool:
    """Tell whether ``text`` names Kabupaten Bangka Selatan ("KAB. BANGKA SELATAN", "Bangka selatan")."""
    return _key(text) == _key(REGENCY)


def is_nearly_this_regency(text: str) -> bool:
    """Tell whether ``text`` is Kabupaten Bangka Selatan with a slip of the pen ("Bangka Seltan")."""
    return bool(difflib.get_close_matches(_key(text), [_key(REGENCY)], n=1, cutoff=0.9))
