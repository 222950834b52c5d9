"""Tell what a column without a known title holds by what its cells look like."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from itertools import islice
from typing import Final, NamedTuple

from kopdata import regions, vocabulary
from kopdata.imports.values import (
    Cell,
    UnreadableError,
    is_nothing,
    read_date,
    read_nik,
    read_phone,
    text_of,
)
from kopdata.vocabulary import fold

COOPERATIVE_WORD: Final = re.compile(
    r"(kop\w*|kud|ks[pu]\w*|kpri|kpn|primkop\w*|puskop\w*|bmt|kdmp|kkmp)\b(?! yang)"
)
"""How the folded name of a koperasi begins, where it says that it is one."""

_SAMPLE: Final = 200
_MOST_OTHERS: Final = 3
"""Cells of another shape that a short table may have: a total, a column number, a signature below it."""
_NEARLY_ALL: Final = 0.95
_RECENT: Final = 8
"""Years; older dates are of a founding rather than of a RAT."""
_PROVINCES: Final = range(11, 97)
"""BPS codes, with which a NIK begins."""
_SAME_PROVINCE: Final = 0.8
_FEWEST_DISTRICTS: Final = 3
"""Districts share their names with villages; of a single one nobody can tell."""
_LONGEST_LOOKED_AT: Final = 200
_OTHER_NUMBER: Final = re.compile(
    r"\b(nib|berusaha|izin|ijin|npwp|ktp|rekening|rek|telepon|telp|telpon|hp|wa|whatsapp|kontak)\b"
)
"""Words of a title under which 13 digits are no NIK."""
_MOBILE: Final = re.compile(r"628\d+")
_LEGAL: Final = re.compile(r"\b(bh|ahu)\b")
_EMAIL: Final = re.compile(r"[^@\s]+@[^@\s]+\.[a-z]+", re.IGNORECASE)
_PHONE: Final = re.compile(r"\+?(0|62)[\d\s()-]{7,16}")
_DIGITS: Final = re.compile(r"\d[\d.,]*")


class Look(NamedTuple):
    """The field that a column's values speak of; ``certain`` where nothing else looks like it."""

    field: str
    certain: bool = False


class _Shape(NamedTuple):
    field: str
    fits: Callable[[Cell], bool]
    certain: Callable[[Mapping[Cell, int], str], bool] | None = None
    """Whether the different cells that fit, each with its number, can be nothing else under this title."""
    share: float = _NEARLY_ALL


def look(cells: Sequence[Cell], title: str, missing: Collection[str]) -> Look | None:
    """Return what the filled ``cells`` of a column look like, one of the ``missing`` fields, or None.

    A sample is looked at first; what is taken for certain is verified on every cell.
    """
    if not cells:
        return None
    sample = cells[:: -(-len(cells) // _SAMPLE)]
    for shape in _SHAPES:
        if shape.field in missing and _nearly_all(sample, shape.fits, shape.share):
            return Look(shape.field, _is_certain(shape, cells, title))
    if _nearly_all(sample, _is_date):
        field = _date_field(sample, missing)
        return Look(field) if field else None
    return None


def _is_certain(shape: _Shape, cells: Sequence[Cell], title: str) -> bool:
    if shape.certain is None:
        return False
    fitting = {cell: count for cell, count in Counter(cells).items() if shape.fits(cell)}
    return _are_enough(sum(fitting.values()), len(cells), _NEARLY_ALL) and shape.certain(fitting, title)


def names_cooperatives(cells: Sequence[Cell]) -> bool:
    """Tell whether most of the filled ``cells`` name a koperasi by a NIK, a legal number or their words."""
    return any(
        sum(map(fits, cells)) * 2 > len(cells) for fits in (_is_nik, _is_legal_number, _is_cooperative)
    )


def are_names(cells: Sequence[Cell]) -> bool:
    """Tell whether the filled ``cells`` may be names: texts with letters, most of them different."""
    lettered = {text_of(cell) for cell in cells if isinstance(cell, str) and re.search(r"[^\W\d_]", cell)}
    return len(lettered) * 2 > len(cells)


def filled(cells: Sequence[Cell]) -> list[Cell]:
    """Return the cells that hold anything."""
    return [cell for cell in cells if not is_nothing(cell)]


def _nearly_all(cells: Sequence[Cell], fits: Callable[[Cell], bool], share: float = _NEARLY_ALL) -> bool:
    return _are_enough(sum(map(fits, cells)), len(cells), share)


def _are_enough(fitting: int, count: int, share: float) -> bool:
    others = count - fitting
    return fitting > 0 and (fitting >= share * count or (others <= _MOST_OTHERS and fitting >= 4 * others))


def _is_nik(cell: Cell) -> bool:
    if isinstance(cell, (bool, dt.date, dt.time)) or (isinstance(cell, str) and len(cell) > 30):
        return False
    try:
        nik = read_nik(cell)
    except UnreadableError:
        return False
    return nik is not None and int(nik[:2]) in _PROVINCES and not _MOBILE.match(nik)


def _are_niks(cells: Mapping[Cell, int], title: str) -> bool:
    """Tell 13-digit numbers of koperasi from other numbers: each its own, nearly all of one province.

    A NIB has 13 digits as well, but begins with anything.
    """
    provinces = Counter((read_nik(cell) or "")[:2] for cell in islice(cells, _SAMPLE))
    [(_province, most)] = provinces.most_common(1)
    return (
        len(cells) * 2 > sum(cells.values())
        and most >= _SAME_PROVINCE * provinces.total()
        and not _OTHER_NUMBER.search(fold(title))
    )


def _folded(cell: Cell) -> str:
    return fold(cell[:_LONGEST_LOOKED_AT]) if isinstance(cell, str) else ""


def _is_legal_number(cell: Cell) -> bool:
    words = _folded(cell)
    return bool(_LEGAL.search(words)) and any(map(str.isdigit, words))


def _is_cooperative(cell: Cell) -> bool:
    return bool(COOPERATIVE_WORD.match(_folded(cell)))


def _is_date(cell: Cell) -> bool:
    """Tell whether a cell is a date as written; a bare number may be anything."""
    if isinstance(cell, dt.date):
        return True
    if not isinstance(cell, str) or len(cell) > 40 or _DIGITS.fullmatch(cell.strip()):
        return False
    return _day_of(cell) is not None


def _day_of(cell: Cell) -> dt.date | None:
    try:
        return read_date(cell)
    except UnreadableError:
        return None


def _date_field(sample: Sequence[Cell], missing: Collection[str]) -> str | None:
    """Return which date is meant, by how long ago most of them are."""
    days = sorted(day for cell in sample if _is_date(cell) and (day := _day_of(cell)))
    if not days:
        return None
    this_year = dt.datetime.now().astimezone().year
    recent = days[len(days) // 2].year >= this_year - _RECENT
    wanted = ("rat_date", "legal_date") if recent else ("legal_date", "amendment_date")
    return next((field for field in wanted if field in missing), None)


def _knows(read: Callable[[str], object]) -> Callable[[Cell], bool]:
    return lambda cell: isinstance(cell, str) and len(cell) <= _LONGEST_LOOKED_AT and read(cell) is not None


def _always(_cells: Mapping[Cell, int], _title: str) -> bool:
    return True


def _say(word: str) -> Callable[[Mapping[Cell, int], str], bool]:
    """Tell whether the words themselves say what they are of, in any spelling: "Sudah RAT", not "Sudah"."""
    return lambda cells, _title: all(word in fold(text_of(cell)) for cell in cells)


def _are_districts(cells: Mapping[Cell, int], _title: str) -> bool:
    found = {regions.find_district(text_of(cell)) for cell in cells}
    return len(found) >= _FEWEST_DISTRICTS


def _is_village(text: str) -> object:
    return next((one for one in regions.districts() if regions.find_village(text, one)), None)


def _is_phone(cell: Cell) -> bool:
    if _is_date(cell) or len(text_of(cell)) > _LONGEST_LOOKED_AT:
        return False
    return bool(_PHONE.fullmatch(read_phone(cell) or ""))


_SHAPES: Final = (
    _Shape("nik", _is_nik, _are_niks),
    _Shape("form", _knows(vocabulary.read_form), _always),
    _Shape("rat_status", _knows(vocabulary.read_rat), _say("rat")),
    _Shape("certificate_status", _knows(vocabulary.read_certificate), _say("tifikat")),
    _Shape("district", _knows(regions.find_district), _are_districts),
    _Shape("status", _knows(vocabulary.read_status), share=0.5),
    _Shape("grade", _knows(vocabulary.read_grade)),
    _Shape("type", _knows(vocabulary.read_type)),
    _Shape("email", _knows(_EMAIL.fullmatch)),
    _Shape("phone", _is_phone),
    _Shape("legal_number", _is_legal_number),
    _Shape("name", _is_cooperative),
    _Shape("village", _knows(_is_village)),
)
"""In this order: what is looked for first is what less else looks like. A status is never taken for certain:
the figures of the whole office hang on it. Half of its words suffice to ask; the others are asked as well."""
