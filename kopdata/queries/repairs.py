"""What is to be put right in ODS, koperasi by koperasi, over all exports that stand."""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, NamedTuple

from kopdata.database import Database
from kopdata.findings import Fate
from kopdata.models import Filter, ImportEvent
from kopdata.queries.scope import open_scope
from kopdata.repairs import (
    KINDS,
    Export,
    RepairItem,
    RepairKey,
    RepairState,
    Whose,
    can_find,
    field_of,
    judge,
    leaves_empty,
    marks_by_key,
    rejected_row,
    shown_at,
    unsure_with,
)
from kopdata.sql import sql
from kopdata.store import Contents
from kopdata.store.events import by_date, standing
from kopdata.vocabulary import EventKind

_KEPT: Final = """
    SELECT
        coop_id, any_value(name) AS name, any_value(sort_name) AS sort_name, any_value(nik) AS nik,
        any_value(address) AS address, any_value(village) AS village, any_value(district) AS district
    FROM kept
    WHERE coop_id IN (SELECT unnest($coop_ids::VARCHAR[]))
    GROUP BY coop_id
"""
_GIVEN_BY_A_PERSON_OR_BEFORE: Final = "status"
"""The field that an import may carry although its file does not: taken from before on request."""


@dataclass(frozen=True, slots=True)
class Repairs:
    """The items of the koperasi that a filter keeps, by name.

    ``mended_since`` is the first day of the calendar month before today's. ``not_listed`` tells what the
    newest export has more of than is told row by row. ``rejected_hidden`` counts items about rejected rows,
    which the filter leaves out because they are no koperasi. ``based_on`` is what marks are recorded for.
    """

    items: tuple[RepairItem, ...]
    mended_since: dt.date
    zone: dt.tzinfo
    not_listed: tuple[str, ...]
    rejected_hidden: int
    based_on: int

    def chosen(
        self, states: Collection[RepairState] = (), kinds: Collection[str] = ()
    ) -> tuple[RepairItem, ...]:
        """Return the items in one of these states and of one of these kinds; none named means any."""
        return tuple(
            item
            for item in self.items
            if (not states or item.state in states) and (not kinds or item.key.kind in kinds)
        )

    def by_state(self, kinds: Collection[str] = ()) -> dict[RepairState, int]:
        """Return how many items of these kinds, of any where none is named, are in each state."""
        counted = Counter(item.state for item in self.chosen(kinds=kinds))
        return {state: counted[state] for state in RepairState}

    def by_kind(self, states: Collection[RepairState] = ()) -> dict[str, int]:
        """Return how many items in these states there are of each kind that there is any of."""
        counted = Counter(item.key.kind for item in self.chosen(states))
        return {id_: counted[id_] for id_ in KINDS if counted[id_]}

    def mended_since_last_month(self, kinds: Collection[str] = ()) -> int:
        """Return how many were mended since ``mended_since``: by the proving export's date, or the mark's."""
        days = (item.mended_on(self.zone) for item in self.chosen(kinds=kinds))
        return sum(day is not None and day >= self.mended_since for day in days)


@dataclass(frozen=True, slots=True)
class Desk:
    """Every item of a store at one version, without names; the same for every filter, so made once."""

    items: tuple[RepairItem, ...]
    not_listed: tuple[str, ...]
    based_on: int

    def unproven(self, coop_id: str) -> tuple[RepairItem, ...]:
        """Return the items of one koperasi that no export has proven yet, marked as mended or not."""
        order = list(KINDS)
        return tuple(
            sorted(
                (
                    item
                    for item in self.items
                    if item.coop_id == coop_id and item.state is not RepairState.PROVEN
                ),
                key=lambda item: (order.index(item.key.kind), item.key.field),
            )
        )


class _Told(NamedTuple):
    """A finding as an export tells it; ``place`` is the export's in their order, ``shown_at`` a field."""

    place: int
    kind: str
    shown_at: str
    sheet: str
    row: int
    column: str
    value: str
    reason: str


@dataclass(frozen=True, slots=True)
class _Read:
    """What the exports tell, and where what they do not tell proves nothing."""

    told: list[_Told]
    not_listed: list[tuple[int, str, str, str]]
    """Place, kind, field, sentence: more of a kind than is told one by one."""
    silent: set[int]
    """Places of exports that were taken in before findings had kinds, or without looking for any."""


def ask_repairs(
    database: Database,
    contents: Contents,
    filter_: Filter | None = None,
    *,
    today: dt.date | None = None,
    zone: dt.tzinfo | None = None,
    desk: Desk | None = None,
) -> Repairs:
    """Return what is to be put right in ODS of the koperasi that ``filter_`` keeps in its snapshot.

    What stands open is the same whatever the snapshot; it only decides whom the filter keeps. Rows that were
    rejected are no koperasi, so they are kept only while nothing narrows.

    Parameters
    ----------
    contents
        What ``database`` was made of.
    desk
        What ``gather_repairs`` returned for the same contents, to save its time.

    Raises
    ------
    NotFoundError
        The filter names a date without a snapshot.
    StoreError
        A data file cannot be read.
    """
    narrowed = filter_ or Filter()
    gathered = desk or gather_repairs(database, contents)
    local = zone or dt.datetime.now().astimezone().tzinfo or dt.UTC
    day = today or dt.datetime.now(local).date()
    rejected = [item for item in gathered.items if item.coop_id is None]
    return Repairs(
        items=(*_named(database, gathered.items, narrowed, day), *(() if narrowed.narrows else rejected)),
        mended_since=(day.replace(day=1) - dt.timedelta(days=1)).replace(day=1),
        zone=local,
        not_listed=gathered.not_listed,
        rejected_hidden=len(rejected) if narrowed.narrows else 0,
        based_on=gathered.based_on,
    )


def _named(
    database: Database, items: Iterable[RepairItem], filter_: Filter, day: dt.date
) -> Iterator[RepairItem]:
    """Yield the items of koperasi that the filter keeps, by name, with what its snapshot says of them."""
    scope = open_scope(database, filter_, today=day)
    of_koperasi = [item for item in items if item.coop_id is not None]
    if scope is None or scope.untold or not of_koperasi:
        return
    coop_ids = sorted({item.coop_id or "" for item in of_koperasi})
    kept = {row["coop_id"]: row for row in scope.table(_KEPT, coop_ids=coop_ids).to_pylist()}
    order = {id_: number for number, id_ in enumerate(KINDS)}
    found = [item for item in of_koperasi if item.coop_id in kept]
    for item in sorted(
        found,
        key=lambda one: (kept[one.coop_id]["sort_name"], one.coop_id, order[one.key.kind], one.key.field),
    ):
        row = kept[item.coop_id]
        yield replace(item, whose=Whose(**{name: row[name] or "" for name in Whose._fields}))


def gather_repairs(database: Database, contents: Contents) -> Desk:
    """Return every item of the store; reads the findings of every import that stands.

    ``database`` was made of ``contents``.

    Raises
    ------
    StoreError
        A data file cannot be read.
    """
    files = (*contents.registry_files, *contents.replaced_files)
    whole = {file.import_id for file in files}
    events = [event for event in _standing(contents) if event.import_id in whole]
    exports = [
        Export(event.import_id, event.file_name, event.as_of, event.precision, event.recorded_at)
        for event in events
    ]
    paths = [str(file.path) for file in files]
    read = _read(events)
    not_listed = tuple(
        sentence
        for place, _kind, _field, sentence in read.not_listed
        if exports[place].as_of == exports[-1].as_of
    )
    if not read.told:
        return Desk((), not_listed, contents.version.imports)
    seen = _by_key(database, paths, exports, read)
    proofs = _proofs(database, paths, events, read, seen)
    marks = marks_by_key(contents.repairs.to_pylist(), contents.merged)
    items = []
    for key, tellings in seen.items():
        last = tellings[-1]
        judged = judge([one.place for one in tellings], proofs.get(key), marks.get(key, ()), exports)
        rejected = _is_rejected(key)
        items.append(
            RepairItem(
                key=key,
                coop_id=None if rejected else key.subject,
                whose=_whose_row(key, last) if rejected else Whose(),
                sheet=last.sheet,
                row=last.row,
                column=last.column,
                value=last.value,
                reason=last.reason,
                first_seen=exports[tellings[0].place],
                last_seen=exports[last.place],
                state=judged.state,
                proof=exports[proofs[key]] if key in proofs else None,
                mark=judged.mark,
                contradicted=judged.contradicted,
            )
        )
    return Desk(tuple(items), not_listed, contents.version.imports)


def _whose_row(key: RepairKey, told: _Told) -> Whose:
    row = rejected_row(key.kind, told.value)
    return Whose(row.name, row.nik)


def _standing(contents: Contents) -> list[ImportEvent]:
    """Return the imports of registries that are not taken back, by date, of one date as they were made."""
    found = []
    for of_date in by_date(contents.events).values():
        made = {event.import_id: event for event in of_date if event.event is EventKind.IMPORT}
        found += [made[import_id] for import_id in standing(of_date) if import_id in made]
    return found


def _read(events: Sequence[ImportEvent]) -> _Read:
    read = _Read([], [], set())
    for place, event in enumerate(events):
        stored = json.loads(event.findings)
        if not isinstance(stored, dict):
            read.silent.add(place)
            continue
        for group in ("rejected", "warnings"):
            for one in stored.get(group, ()):
                kind, column = one.get("kind") or "", one.get("column")
                if not kind:
                    read.silent.add(place)
                if kind not in KINDS:
                    continue
                field = shown_at(kind, column)
                if one.get("row") is None:
                    read.not_listed.append((place, kind, field, one["reason"]))
                    continue
                read.told.append(
                    _Told(
                        *(place, kind, field, one.get("sheet") or "", one["row"], column or ""),
                        *(one.get("value") or "", one["reason"]),
                    )
                )
    return read


def _by_key(
    database: Database, paths: list[str], exports: Sequence[Export], read: _Read
) -> dict[RepairKey, list[_Told]]:
    """Return what is told of each item, the oldest export first; of one export its first row."""
    about_rows = [one for one in read.told if KINDS[one.kind].fate is not Fate.REJECTED]
    places = {export.import_id: place for place, export in enumerate(exports)}
    found = database.rows(
        sql("repairs_places"),
        {
            "files": paths,
            "imports": [exports[one.place].import_id for one in about_rows],
            "source_rows": [one.row for one in about_rows],
        },
    )
    whose = {(places[str(row["import_id"])], row["source_row"]): str(row["coop_id"]) for row in found}
    seen: dict[RepairKey, dict[int, _Told]] = {}
    for one in read.told:
        if KINDS[one.kind].fate is Fate.REJECTED:
            subject = rejected_row(one.kind, one.value).subject
        elif (one.place, one.row) in whose:
            subject = whose[one.place, one.row]
        else:
            continue  # of another regency
        seen.setdefault(RepairKey(subject, one.kind, field_of(one.kind, one.shown_at)), {}).setdefault(
            one.place, one
        )
    return {key: [by_place[place] for place in sorted(by_place)] for key, by_place in seen.items()}


def _proofs(
    database: Database,
    paths: list[str],
    events: Sequence[ImportEvent],
    read: _Read,
    seen: Mapping[RepairKey, list[_Told]],
) -> dict[RepairKey, int]:
    """Return the place of the first export after the last telling that proves an item to be mended."""
    keys = list(seen)
    asked = dict.fromkeys((key.kind, seen[key][-1].shown_at) for key in keys)
    questions = {question: number for number, question in enumerate(asked)}
    partly = {(place, kind, field) for place, kind, field, _sentence in read.not_listed}
    able = [
        (number, place)
        for place, event in enumerate(events)
        if place not in read.silent
        for carried in [_carried(event)]
        for (kind, field), number in questions.items()
        if can_find(kind, field, carried) and (place, kind, field) not in partly
    ]
    rest_on: dict[str, list[int]] = {}
    for (kind, field), number in questions.items():
        for name in unsure_with(kind, field):
            rest_on.setdefault(name, []).append(number)
    unsure = [
        (number, one.place, key.subject)
        for key, tellings in seen.items()
        if leaves_empty(key.kind)
        for number in rest_on.get(key.field, ())
        for one in tellings
    ]
    shared = {
        "files": paths,
        "imports": [event.import_id for event in events],
        "places": list(range(len(events))),
        "able_asked": [number for number, _place in able],
        "able_places": [place for _number, place in able],
        "unsure_asked": [number for number, _place, _subject in unsure],
        "unsure_places": [place for _number, place, _subject in unsure],
        "unsure_subjects": [subject for _number, _place, subject in unsure],
    }
    proofs: dict[RepairKey, int] = {}
    for column in ("coop_id", "nik"):
        about = [(number, key) for number, key in enumerate(keys) if (column == "nik") is _is_rejected(key)]
        if not about:
            continue
        found = database.rows(
            # The name of a column of the registry, one of the two above.
            sql("repairs_proofs").replace("{subject}", column),
            shared
            | {
                "items": [number for number, _key in about],
                "subjects": [_subject(key, seen[key][-1]) for _number, key in about],
                "lasts": [seen[key][-1].place for _number, key in about],
                "asked": [questions[key.kind, seen[key][-1].shown_at] for _number, key in about],
            },
        )
        proofs |= {keys[int(str(row["item"]))]: int(str(row["place"])) for row in found}
    return proofs


def _is_rejected(key: RepairKey) -> bool:
    return KINDS[key.kind].fate is Fate.REJECTED


def _subject(key: RepairKey, told: _Told) -> str:
    return rejected_row(key.kind, told.value).nik if _is_rejected(key) else key.subject


def _carried(event: ImportEvent) -> frozenset[str]:
    taken_from_before = set[str]() if event.tells_status else {_GIVEN_BY_A_PERSON_OR_BEFORE}
    return frozenset(event.fields) - taken_from_before
