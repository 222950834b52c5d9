"""Two entries that are one koperasi are merged by hand, and one entry that is two is split.

Matching (``kopdata.identity``) settles what is clear. What it cannot know, a person says here, with a reason;
every decision is recorded and can be undone, and no row of an import is ever rewritten.
"""

from __future__ import annotations

import datetime as dt
from enum import IntEnum
from typing import Final

from pydantic import ValidationError

from kopdata.access import Actor, Right, require
from kopdata.database import Database, open_database
from kopdata.errors import KopdataError, NotFoundError
from kopdata.models import LONGEST_SEARCH, ImportEvent, Link, Record
from kopdata.regions import NIK_PREFIX
from kopdata.sql import sql
from kopdata.store import Store
from kopdata.vocabulary import MERAH_PUTIH_TYPES, fold

LIKENESS_UP_TO: Final = 5_000
"""Koperasi; above, names that are nearly alike are not looked for, because all would be compared with all."""
_KNOWN = "SELECT DISTINCT coop_id FROM registry"
MOST_FOUND: Final = 50
"""Koperasi that a search hands out; whoever seeks one among more types another word."""
_FOUND = """
    SELECT coop_id, name, nik, legal_number, village, district, as_of
    FROM registry_keyed
    WHERE list_bool_and(list_transform($words, word -> contains(search_text, word))) IS DISTINCT FROM false
    QUALIFY row_number() OVER (PARTITION BY coop_id ORDER BY as_of DESC, source_row) = 1
    ORDER BY sort_name, coop_id
    LIMIT $most
"""


class LinkRefusedError(KopdataError):
    """A merge or split that makes no sense; nothing changed."""

    title = "Koperasi tidak dapat digabung atau dipisah"


class Reason(IntEnum):
    """Why two entries may be one koperasi, the strongest first."""

    LEGAL_NUMBER = 1
    NAME_AND_VILLAGE = 2
    SIMILAR_NAME = 3


class Entry(Record):
    """A koperasi as its newest snapshot describes it."""

    coop_id: str
    name: str
    nik: str | None
    legal_number: str | None
    village: str | None
    district: str | None
    as_of: dt.date


class Candidate(Record):
    """Two entries that may be one koperasi, and why; nobody has said so yet."""

    first: Entry
    second: Entry
    reason: Reason

    @property
    def likelier(self) -> Entry:
        """The one whose number looks right, of this regency; of two such, the one listed last."""
        both = (self.first, self.second)
        return max(both, key=lambda entry: ((entry.nik or "").startswith(NIK_PREFIX), entry.as_of))


class Decision(Record):
    """A merge or split that holds: what was decided, by whom, when and why."""

    coop_id: str
    same_as: str
    import_id: str | None
    reason: str
    actor: str
    recorded_at: dt.datetime


def find(database: Database, search: str) -> tuple[Entry, ...]:
    """Return at most ``MOST_FOUND`` koperasi of any date that bear every word of ``search``, by name.

    Looked through are name, NIK, legal number and village; merged koperasi stand once.
    """
    search = search[:LONGEST_SEARCH]
    words = fold(search).split() or search.lower().split()
    rows = database.rows(_FOUND, {"words": words, "most": MOST_FOUND})
    return tuple(Entry.model_validate(row) for row in rows)


def sources(database: Database, coop_id: str) -> tuple[ImportEvent, ...]:
    """Return the current imports that speak of a koperasi, the newest date first."""
    said_by = database.imports_of(coop_id)
    shown = [event for snapshot in database.snapshots for event in snapshot.imports]
    return tuple(event for event in reversed(shown) if event.import_id in said_by)


def candidates(database: Database) -> tuple[Candidate, ...]:
    """Return at most 200 pairs of koperasi that may be one, the most likely first."""
    known = database.value("SELECT count(DISTINCT coop_id) FROM registry")
    rows = database.rows(
        sql("duplicates"),
        {
            "by_likeness": isinstance(known, int) and known <= LIKENESS_UP_TO,
            "merah_putih_types": list(MERAH_PUTIH_TYPES),
        },
    )
    return tuple(
        Candidate(
            first=_side(row, "first"), second=_side(row, "second"), reason=Reason(int(str(row["reason"])))
        )
        for row in rows
    )


def _side(row: dict[str, object], side: str) -> Entry:
    return Entry.model_validate(
        {
            "coop_id": row[f"{side}_id"],
            "name": row[f"{side}_name"],
            "nik": row[f"{side}_nik"],
            "legal_number": row[f"{side}_legal"],
            "village": row[f"{side}_village"],
            "district": row[f"{side}_district"],
            "as_of": row[f"{side}_as_of"],
        }
    )


def decisions(store: Store) -> tuple[Decision, ...]:
    """Return the merges and splits that hold, the newest first."""
    newest: dict[tuple[str, str | None], dict[str, object]] = {}
    for row in sorted(store.contents().links.to_pylist(), key=lambda row: row["recorded_at"]):
        newest[row["coop_id"], row["import_id"]] = row
    holding = [Decision.model_validate(row) for row in newest.values() if row["same_as"] is not None]
    return tuple(sorted(holding, key=lambda one: one.recorded_at, reverse=True))


def merge(store: Store, coop_id: str, same_as: str, *, reason: str, actor: Actor) -> None:
    """Say that ``coop_id`` is the same koperasi as ``same_as``, under whose id both stand from now on.

    Raises
    ------
    NotAllowedError
        The actor has no right to merge.
    NotFoundError
        One of them is not known.
    LinkRefusedError
        They are one already, or no reason is given.
    StoreError
        It could not be written; nothing changed.
    """
    require(actor, Right.LINK)
    _known(store, coop_id, same_as)
    if coop_id == same_as:
        raise LinkRefusedError("Kedua pilihan ini koperasi yang sama. Pilih dua koperasi yang berbeda.")
    store.add_link(_link(coop_id, same_as, None, reason, actor))


def split(store: Store, coop_id: str, import_id: str, *, reason: str, actor: Actor) -> str:
    """Say that the row of ``coop_id`` in one import is about another koperasi; return the new one's id.

    Later imports are matched to both by what each row says.

    Raises
    ------
    NotAllowedError
        The actor has no right to split.
    NotFoundError
        The koperasi or the import is not known, or the import says nothing of it.
    LinkRefusedError
        Nothing of the koperasi would be left, its row is there by a merge, or no reason is given.
    StoreError
        It could not be written; nothing changed.
    """
    require(actor, Right.LINK)
    _known(store, coop_id)
    contents = store.contents()
    database = open_database(store, contents)
    given = database.imports_of(coop_id)
    if import_id not in given:
        raise NotFoundError("Unggahan itu tidak memuat koperasi ini. Pilih unggahan yang memuatnya.")
    if len(given) == 1:
        raise LinkRefusedError(
            "Koperasi ini hanya berasal dari satu unggahan, sehingga tidak ada yang dipisahkan."
        )
    if coop_id not in given[import_id]:
        raise LinkRefusedError(
            "Data unggahan itu ikut koperasi ini karena penggabungan. Batalkan penggabungannya saja."
        )
    # An id that a split handed out stays that koperasi's, also after it was taken back: visits may bear it.
    given_before = {*contents.links["coop_id"].to_pylist(), *contents.links["same_as"].to_pylist()}
    taken = {str(row["coop_id"]) for row in database.rows(_KNOWN)} | set(contents.merged) | given_before
    number = 2
    while (new := f"{coop_id}-p{number}") in taken:
        number += 1
    store.add_link(_link(coop_id, new, import_id, reason, actor))
    return new


def undo(store: Store, decision: Decision, *, reason: str, actor: Actor) -> None:
    """Take a merge or split back; both stay recorded.

    Raises
    ------
    NotAllowedError
        The actor has no right to do so.
    NotFoundError
        The decision does not hold any more.
    LinkRefusedError
        No reason is given.
    """
    require(actor, Right.LINK)
    if decision not in decisions(store):
        raise NotFoundError("Keputusan ini sudah dibatalkan atau diganti. Muat ulang halaman ini.")
    store.add_link(_link(decision.coop_id, None, decision.import_id, reason, actor))


def _known(store: Store, *coop_ids: str) -> None:
    known = {str(row["coop_id"]) for row in open_database(store).rows(_KNOWN)}
    if not known.issuperset(coop_ids):
        raise NotFoundError("Koperasi itu tidak ada di data yang tersimpan. Pilih dari daftar.")


def _link(coop_id: str, same_as: str | None, import_id: str | None, reason: str, actor: Actor) -> Link:
    try:
        return Link(
            coop_id=coop_id,
            same_as=same_as,
            import_id=import_id,
            reason=" ".join(reason.split()),
            actor=actor.name,
            recorded_at=dt.datetime.now(dt.UTC),
        )
    except ValidationError as error:
        raise LinkRefusedError(
            "Isi alasannya, paling panjang 500 huruf, supaya orang lain memahami keputusan ini."
        ) from error
