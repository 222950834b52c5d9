"""Which koperasi a report means: by its name, with the village to tell equals apart, and never by a guess."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from kopdata.fieldwork.message_short import words_of
from kopdata.models import Record
from kopdata.regions import districts, find_district
from kopdata.vocabulary import fold

MOST_CANDIDATES: Final = 5
_KINDS: Final = {
    "koperasi simpan pinjam": "ksp",
    "koperasi serba usaha": "ksu",
    "koperasi unit desa": "kud",
    "koperasi karyawan": "kopkar",
    "koperasi wanita": "kopwan",
    "koperasi pondok pesantren": "koppontren",
    "koperasi pegawai republik indonesia": "kpri",
}
_KIND_WORDS: Final = frozenset({*_KINDS.values(), "kspps", "kopinkra", "kopti", "primkop", "kpn"})
_GENERIC: Final = frozenset({"nama", "koperasi", "kop", "kopr", "koprasi", "koperasinya"})
_PLACE_WORDS: Final = frozenset({"desa", "ds", "kelurahan", "kel", "kecamatan", "kec"})
_MERAH_PUTIH: Final = re.compile(r"\bmerah ?putih\b|^kdmp\b|^kkmp\b|^koperasi kdmp\b|^koperasi kkmp\b")
_MERAH_PUTIH_WORDS: Final = frozenset({"kdmp", "kkmp", "kopdes", "kopkel", "kopdeskel", *_GENERIC})
_IN_PARENTHESES: Final = re.compile(r"\([^()]*\)")
_SLIPS: Final = 2
_MANY: Final = 2 * _SLIPS + 1
_SHORT: Final = 4
_LIKELY: Final = 0.5
_BEGINNING: Final = 3
"""Letters from which on the beginning of a word tells it."""
_LONGEST_NAME: Final = 200
_MOST_WORDS: Final = 8


class Known(Record):
    """A koperasi that a report can be about."""

    coop_id: str
    name: str
    village: str | None = None
    district: str | None = None


class Found(NamedTuple):
    """The koperasi that a text can mean, best first; ``is_certain`` only ever of exactly one."""

    coop_ids: tuple[str, ...]
    is_certain: bool


class _Names(NamedTuple):
    """A koperasi with all the ways in which its name is written, each as words and joined to one."""

    known: Known
    kind: str | None
    written: tuple[tuple[str, ...], ...]
    joined: tuple[str, ...]
    is_merah_putih: bool


def find_cooperative(
    text: str, known: Sequence[Known], *, village: str = "", district: str = "", only_certain: bool = False
) -> Found:
    """Return which koperasi ``text`` names; ``village`` and ``district`` are what else the report says.

    With ``only_certain`` those that it may mean by half are left out, which takes most of the time.

    A name counts as such with or without its kind and its village. One with slips of the pen counts if the
    words that differ are no words of any other name or village, and no other koperasi is nearly as near.
    """
    said = text[:_LONGEST_NAME]
    if _MERAH_PUTIH.search(fold(said)):
        return _merah_putih(said, known, village, district)
    every = [names for names in map(_names, known) if not names.is_merah_putih]
    kind, words = _words_of(said)
    hits = _hits([one for one in every if _lies_in(one.known, village, district)], kind, words)
    if len(hits) == 1 or only_certain:
        return Found(hits, is_certain=len(hits) == 1)
    return Found(_most_likely(hits, every, (*((kind,) if kind else ()), *words)), is_certain=False)


def may_be_a_name(line: str) -> bool:
    """Tell whether a line begins as names of koperasi do, and is no longer than they are."""
    words = words_of(line)
    return 1 < len(words) <= _MOST_WORDS and words[0] in {"koperasi", "kdmp", "kkmp", "kopdes", *_KIND_WORDS}


def _hits(names: Sequence[_Names], kind: str | None, words: tuple[str, ...]) -> tuple[str, ...]:
    """Return the koperasi that bear this name, else those that do with slips of the pen."""
    hits = _ids(one for one in names if _is(one, kind, words))
    return hits or (_misspelt(names, kind, words) if words else ())


@lru_cache(maxsize=32_768)  # a report is compared with all names of a regency, line by line
def _names(known: Known) -> _Names:
    kind, full = _words_of(known.name)
    _, bare = _words_of(_IN_PARENTHESES.sub(" ", known.name))
    village, district = _place(known.village), _place(known.district)
    bases = [full, bare or full]
    for words in (full, bare):
        if village and len(words) > len(village) and words[-len(village) :] == village:
            bases += [words[: -len(village)]]
    written = dict.fromkeys(
        (*base, *after) for base in bases for after in ((), village, district, (*village, *district))
    )
    joined = tuple("".join(words) for words in written)
    return _Names(known, kind, tuple(written), joined, bool(_MERAH_PUTIH.search(fold(known.name))))


def _words_of(name: str) -> tuple[str | None, tuple[str, ...]]:
    """Return the kind that a name begins with and its other words, without "Koperasi" and "Desa"."""
    folded = fold(name).removeprefix("nama ")
    for long, short in _KINDS.items():
        folded = re.sub(rf"^{long}\b", short, folded)
    words = folded.split()
    while len(words) > 1 and (words[0] in _GENERIC or _slips(words[0], "koperasi") <= _SLIPS):
        words = words[1:]
    kind = words[0] if words and words[0] in _KIND_WORDS else None
    return kind, tuple(word for word in words[bool(kind) :] if word not in _PLACE_WORDS)


def _place(name: str | None) -> tuple[str, ...]:
    return tuple(word for word in fold(name or "").split() if word not in _PLACE_WORDS)


def _lies_in(known: Known, village: str, district: str) -> bool:
    """Tell whether a koperasi can lie where the report says; one without a village can lie anywhere."""
    if village and known.village and "".join(_place(known.village)) != "".join(_place(village)):
        return False
    if not district or not known.district:
        return True
    said, its = find_district(district), find_district(known.district)
    return its is said if said and its else _place(known.district) == _place(district)


def _is(one: _Names, kind: str | None, words: tuple[str, ...]) -> bool:
    return kind in {None, one.kind} and "".join(words) in one.joined and bool(words)


def _ids(found: Iterable[_Names]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one.known.coop_id for one in found))


def _misspelt(names: Sequence[_Names], kind: str | None, words: tuple[str, ...]) -> tuple[str, ...]:
    """Return the koperasi whose name is ``words`` with slips of the pen; several where none stands out."""
    vocabulary = {word for one in names for written in one.written for word in written} | _village_words()
    right_kind = [one for one in names if kind in {None, one.kind}]
    best = {one.known.coop_id: _slips_in(one, words, vocabulary) for one in right_kind}
    near = tuple(coop_id for coop_id, slips in best.items() if slips <= _SLIPS)
    if len(near) != 1:
        return near
    joined, margin = "".join(words), best[near[0]] + 1
    rivals = [
        one.known.coop_id
        for one in names
        if one.known.coop_id != near[0] and any(_slips(joined, other) <= margin for other in one.joined)
    ]
    return (*near, *rivals)


def _slips_in(one: _Names, words: tuple[str, ...], vocabulary: set[str]) -> int:
    """Return the fewest slips that make ``words`` of the name; more than allowed where a word is another."""
    fewest = _SLIPS + 1
    for written in one.written:
        if len(written) != len(words):
            continue
        total = 0
        for said, meant in zip(words, written, strict=True):
            if said != meant:
                total += _SLIPS + 1 if said in vocabulary else _slip(said, meant)
            if total > _SLIPS:
                break
        fewest = min(fewest, total)
    return fewest


def _slip(said: str, meant: str) -> int:
    """Return how many letters two words differ by; more than allowed where that is no slip."""
    slips = _slips(said, meant)
    allowed = 0 if len(meant) < _SHORT else 1 if len(meant) < _SHORT + 2 else _SLIPS
    return slips if slips <= allowed else _SLIPS + 1


@lru_cache(maxsize=4_096)  # the names of a regency are made of few words
def _slips(one: str, other: str) -> int:
    """Return how many letters must change to make ``other`` of ``one``; ``_MANY`` or more for many."""
    longest, length = max(len(one), len(other)), len(one) + len(other)
    matcher = difflib.SequenceMatcher(None, one, other, autojunk=False)
    if any(
        longest - ratio() * length / 2 >= _MANY for ratio in (matcher.real_quick_ratio, matcher.quick_ratio)
    ):
        return _MANY
    return sum(max(b - a, d - c) for tag, a, b, c, d in matcher.get_opcodes() if tag != "equal")


def _most_likely(hits: tuple[str, ...], names: Sequence[_Names], words: Sequence[str]) -> tuple[str, ...]:
    """Return ``hits`` and whose name is spelt nearly so, or is made of words that begin as those said do."""
    joined = "".join(words)
    scored = []
    for one in names:
        full = (*((one.kind,) if one.kind else ()), *one.written[0])
        alike, begun = _ratio(joined, "".join(full)), _begun(words, full)
        if max(alike, begun) >= _LIKELY:
            scored.append((-alike - begun, one.known.name, one.known.coop_id))
    likely = [coop_id for _, _, coop_id in sorted(scored)]
    return tuple(dict.fromkeys([*hits, *likely]))[:MOST_CANDIDATES]


def _ratio(one: str, other: str) -> float:
    """Return how alike two texts are, 0 where less than ``_LIKELY``."""
    matcher = difflib.SequenceMatcher(None, one, other, autojunk=False)
    if matcher.real_quick_ratio() < _LIKELY or matcher.quick_ratio() < _LIKELY:
        return 0.0
    return ratio if (ratio := matcher.ratio()) >= _LIKELY else 0.0


def _begun(said: Sequence[str], name: Sequence[str]) -> float:
    """Return which part of the letters said stands in words that begin words of a name: "Sin" of "Sinar"."""
    letters = sum(map(len, said))
    found = sum(
        len(word)
        for word in said
        if any(its == word or (len(word) >= _BEGINNING and its.startswith(word)) for its in name)
    )
    return found / letters if letters else 0.0


def _merah_putih(text: str, known: Sequence[Known], village: str, district: str) -> Found:
    """Return the Koperasi Desa/Kelurahan Merah Putih of the village that is named: by its exact name.

    A misspelt village counts if it is the name of no other, and just one is near within its kecamatan.
    """
    every = [one for one in known if _names(one).is_merah_putih]
    named, _, in_district = fold(text).partition(" kec")
    place = _village_of(named)
    if in_district:
        in_district = in_district.removeprefix("amatan").strip()
    there = [
        one
        for one in every
        if _lies_in(one, village, district) and _lies_in(one, "", in_district) and _right_sort(named, one)
    ]
    if not place and village:
        place = "".join(_place(village))
    hits = [one for one in there if place and place in _places_of(one)]
    if not hits and place and place not in _all_villages():
        near = [one for one in there if any(_slip(place, its) <= _SLIPS for its in _places_of(one)[:1])]
        crowd = [one for one in every if any(_slips(place, its) <= 2 * _SLIPS for its in _places_of(one)[:1])]
        alone = len({one.coop_id for one in crowd if not near or one.district == near[0].district}) == 1
        if len({one.coop_id for one in near}) == 1 and alone:
            hits = near
        elif near:
            return Found(
                tuple(dict.fromkeys(one.coop_id for one in near))[:MOST_CANDIDATES], is_certain=False
            )
    ids = tuple(dict.fromkeys(one.coop_id for one in hits))
    if len(ids) == 1:
        return Found(ids, is_certain=True)
    scored = sorted(
        (-max(_ratio(place, its := _places_of(one)[0]), _begun([place], [its])), one.name, one.coop_id)
        for one in every
        if place
    )
    likely = [coop_id for score, _, coop_id in scored if -score >= _LIKELY]
    return Found(tuple(dict.fromkeys([*ids, *likely]))[:MOST_CANDIDATES], is_certain=False)


def _right_sort(named: str, known: Known) -> bool:
    """Tell whether desa or kelurahan, where a text says which, is what the koperasi's own name says."""
    sorts = ({"desa", "kopdes", "kdmp"}, {"kelurahan", "kopkel", "kkmp"})
    said = [sort for sort in sorts if sort & set(named.split())]
    its = [sort for sort in sorts if sort & set(fold(known.name).split())]
    return len(said) != 1 or len(its) != 1 or said == its


def _village_of(folded: str) -> str:
    words = re.sub(r"\bmerah ?putih\b", " ", folded, count=1).split()
    return "".join(word for word in words if word not in _MERAH_PUTIH_WORDS | _PLACE_WORDS)


def _places_of(known: Known) -> tuple[str, ...]:
    """Return how the village of a Koperasi Merah Putih is written, alone and with its kecamatan."""
    by_name = _village_of(fold(_IN_PARENTHESES.sub(" ", known.name)))
    village, district = "".join(_place(known.village)) or by_name, "".join(_place(known.district))
    in_full = _village_of(fold(known.name))
    return tuple(dict.fromkeys((village, by_name, in_full, village + district)))


@lru_cache(maxsize=1)
def _all_villages() -> frozenset[str]:
    return frozenset("".join(_place(one.name)) for place in districts() for one in place.villages)


@lru_cache(maxsize=1)
def _village_words() -> frozenset[str]:
    return frozenset(word for one in districts() for its in one.villages for word in _place(its.name))
