"""What an import changes, koperasi by koperasi."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from kopdata import formats
from kopdata.imports.fields import REGISTRY_FIELDS, Field
from kopdata.imports.values import Kind, Value
from kopdata.vocabulary import Status


class FieldChange(NamedTuple):
    """One value that differs, as texts for the screen; an absent value is a dash."""

    title: str
    old: str
    new: str


class Change(NamedTuple):
    """One koperasi that an import brings, misses or alters; ``fields`` only where it alters."""

    coop_id: str
    name: str
    district: str | None
    fields: tuple[FieldChange, ...] = ()


@dataclass(frozen=True, slots=True)
class Changes:
    """Changes by kind; a koperasi whose status and other data changed stands under its status.

    ``new``: "Baru tercatat"; ``gone``: "Tidak ada di berkas baru"; ``deactivated``: "Menjadi tidak
    aktif"; ``reactivated``: "Kembali aktif"; ``altered``: "Data lain berubah". Koperasi of other
    regencies are not among them.
    """

    new: tuple[Change, ...] = ()
    gone: tuple[Change, ...] = ()
    deactivated: tuple[Change, ...] = ()
    reactivated: tuple[Change, ...] = ()
    altered: tuple[Change, ...] = ()

    @property
    def changed(self) -> int:
        """How many koperasi stand in both and differ in anything."""
        return len(self.deactivated) + len(self.reactivated) + len(self.altered)

    @property
    def groups(self) -> tuple[tuple[str, tuple[Change, ...]], ...]:
        """The kinds with the words of the screen, in its order."""
        return (
            ("Baru tercatat", self.new),
            ("Tidak ada di berkas baru", self.gone),
            ("Menjadi tidak aktif", self.deactivated),
            ("Kembali aktif", self.reactivated),
            ("Data lain berubah", self.altered),
        )


def compare(before: pa.Table, now: pa.Table, compared: frozenset[str]) -> Changes:
    """Return what becomes of the koperasi of the region from ``before`` to ``now``.

    Both have the columns of the registry. Only the fields in ``compared`` are compared, texts without
    regard to case: an absent column is no change, and neither is a name in capitals.
    """
    before, now = _of_region(before), _of_region(now)
    place = pc.index_in(now["coop_id"], value_set=before["coop_id"].combine_chunks())
    stays = pc.is_valid(place)
    was, is_now = before.take(pc.drop_null(place)), now.filter(stays)

    found: dict[int, list[FieldChange]] = {}
    for field in REGISTRY_FIELDS:
        if field.name in compared:
            for at, change in _differences(field, was[field.name], is_now[field.name]):
                found.setdefault(at, []).append(change)
    altered = is_now.take(pa.array(found, pa.int64()))
    old = was["status"].take(pa.array(found, pa.int64())).to_pylist() if "status" in compared else []
    kinds: dict[tuple[str, str], list[Change]] = {_DEACTIVATED: [], _REACTIVATED: []}
    others: list[Change] = []
    statuses = zip(old, altered["status"].to_pylist(), strict=True) if old else iter(())
    for koperasi, fields in zip(_named(altered), found.values(), strict=True):
        kinds.get(next(statuses, _SAME), others).append(koperasi._replace(fields=tuple(fields)))
    return Changes(
        new=tuple(_named(now.filter(pc.invert(stays)))),
        gone=tuple(
            _named(before.filter(pc.invert(pc.is_in(before["coop_id"], now["coop_id"].combine_chunks()))))
        ),
        deactivated=tuple(kinds[_DEACTIVATED]),
        reactivated=tuple(kinds[_REACTIVATED]),
        altered=tuple(others),
    )


_DEACTIVATED = (str(Status.ACTIVE), str(Status.INACTIVE))
_REACTIVATED = (str(Status.INACTIVE), str(Status.ACTIVE))
_SAME = ("", "")


def _of_region(rows: pa.Table) -> pa.Table:
    return rows.filter(pc.invert(pc.fill_null(rows["outside_region"], False)))


def _named(rows: pa.Table) -> Iterable[Change]:
    columns = (rows[name].to_pylist() for name in ("coop_id", "name", "district"))
    return (Change(*values) for values in zip(*columns, strict=True))


def _differences(field: Field, old: Any, new: Any) -> Iterable[tuple[int, FieldChange]]:
    """Return the positions at which two columns differ, with both values in words."""
    if pa.types.is_string(old.type):
        unequal = pc.not_equal(pc.utf8_lower(old), pc.utf8_lower(new))
    else:
        unequal = pc.not_equal(old, new)
    unequal = pc.or_(pc.fill_null(unequal, False), pc.xor(pc.is_null(old), pc.is_null(new)))
    at = pc.indices_nonzero(unequal)
    pairs = zip(at.to_pylist(), old.take(at).to_pylist(), new.take(at).to_pylist(), strict=True)
    return (
        (position, FieldChange(field.label, _shown(field, left), _shown(field, right)))
        for position, left, right in pairs
    )


def _shown(field: Field, value: Value) -> str:
    """Return a value as the screen writes it."""
    if value is None:
        return formats.ABSENT
    if isinstance(value, dt.date):
        return formats.short_date(value)
    if isinstance(value, Decimal):
        return formats.rupiah(value)
    if field.kind is Kind.COUNT and isinstance(value, int):
        return formats.number(value)
    return Status(str(value)).label if field.kind is Kind.STATUS else str(value)
