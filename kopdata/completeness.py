"""Kelengkapan data: how much of a registry is filled in, part by part, and how that moved since the last.

Which entries make a part is the office's own list, not the ministry's; ``figures.DATA_COMPLETE`` judges a
koperasi by the most important of them.
"""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

Mask = Any
"""An Arrow array of booleans."""


class Part(NamedTuple):
    """Entries that are filled in or forgotten together; any field of an entry's alternatives fills it."""

    title: str
    entries: tuple[frozenset[str], ...]


def _part(title: str, *entries: str) -> Part:
    return Part(title, tuple(frozenset(entry.split("|")) for entry in entries))


PARTS: Final = (
    _part("Identitas dan badan hukum", "nik", "legal_number", "legal_date", "type"),
    _part("Alamat", "address", "village", "district"),
    _part("Pengurus", "chair", "secretary", "treasurer", "supervisor", "manager"),
    _part("Telepon", "phone|chair_phone"),
    _part("Anggota", "members|members_male|members_female"),
    _part("RAT terakhir", "rat_date|rat_book_year"),
    _part("Modal dan usaha", "own_capital", "assets", "turnover", "surplus"),
)


@dataclass(frozen=True, slots=True)
class Completeness:
    """Of one part: ``complete`` of ``total`` koperasi have every entry of it that the files carry.

    ``complete`` is None where the files carry none of its entries: that is no gap in anybody's data.
    ``before`` is the same of the snapshot before, if it carries the same entries; else None.
    """

    part: Part
    total: int
    complete: int | None
    before: int | None = None
    total_before: int | None = None


def completeness(
    rows: pa.Table,
    carried: AbstractSet[str],
    *,
    rows_before: pa.Table | None = None,
    carried_before: AbstractSet[str] = frozenset(),
) -> tuple[Completeness, ...]:
    """Return how complete each of ``PARTS`` is in ``rows`` of the registry; other regencies do not count.

    ``carried`` are the fields that the files of the rows carry. What stands beside it of the snapshot before
    is left out where that carries other entries of the part: the two could not be compared.
    """
    total = _count(_of_region(rows))
    total_before = None if rows_before is None else _count(_of_region(rows_before))
    found = []
    for part in PARTS:
        entries = _carried(part, carried)
        complete = _complete(rows, entries) if entries else None
        if rows_before is not None and entries and _carried(part, carried_before) == entries:
            before = _complete(rows_before, entries)
            found.append(Completeness(part, total, complete, before, total_before))
        else:
            found.append(Completeness(part, total, complete))
    return tuple(found)


def _carried(part: Part, carried: AbstractSet[str]) -> tuple[frozenset[str], ...]:
    return tuple(entry for entry in part.entries if entry & carried)


def _of_region(rows: pa.Table) -> Mask:
    return pc.invert(pc.fill_null(rows["outside_region"], False))


def _complete(rows: pa.Table, entries: tuple[frozenset[str], ...]) -> int:
    whole = _of_region(rows)
    for entry in entries:
        filled = pa.repeat(pa.scalar(False), rows.num_rows)
        for field in entry:
            filled = pc.or_(filled, pc.is_valid(rows[field]))
        whole = pc.and_(whole, filled)
    return _count(whole)


def _count(mask: Mask) -> int:
    return pc.sum(mask).as_py() or 0
