"""One state of the whole store, put together from the states of its tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from kopdata.models import ImportEvent, OfficialMark, Snapshot
from kopdata.store import events as event_log
from kopdata.store import links as link_log
from kopdata.store import problems
from kopdata.store.tables import DataFile, TableState
from kopdata.vocabulary import ImportKind, SettingName

DEMO = "demo"
"""Name of the demo's folder below the office's, and the description by which a demo knows itself."""

WATCHED = (
    "imports",
    "visits",
    "assessments",
    "links",
    "official",
    "settings",
    "repairs",
    "plans",
    "coaching",
    "proposals",
    "outreach",
)
"""Tables whose commits change what a screen shows; rows of the registry show by an event only."""


@dataclass(frozen=True, slots=True)
class StoreVersion:
    """Which state of the store this is. ``str()`` is a cache key, different for every store and state.

    ``mark`` tells what the newest log files say: a folder restored from a backup, or a broken log moved
    aside, lets the same numbers stand for another state.
    """

    store: str
    imports: int
    visits: int
    assessments: int
    links: int
    official: int
    settings: int
    repairs: int
    plans: int
    coaching: int
    proposals: int
    outreach: int
    mark: str

    def identifies_as(self, other: StoreVersion) -> bool:
        """Tell whether both tell alike which koperasi is which: the same imports and the same links."""
        return (self.store, self.imports, self.links) == (other.store, other.imports, other.links)

    def __str__(self) -> str:
        return "-".join((self.store, *(str(getattr(self, name)) for name in WATCHED), self.mark))


@dataclass(frozen=True, slots=True)
class Contents:
    """One consistent state of the store, never changed: what a database is made of.

    ``registry_files`` are those of the current imports of every date, ``replaced_files`` those of the imports
    that stand but were replaced by another of their date; ``merged`` leads from a koperasi
    merged by hand to the one it is the same as, ``separated`` from a koperasi in one import to the one that
    its row is about; ``links`` are all decisions of both kinds; ``official`` are the marks that hold, oldest
    date first; ``repairs`` are all rows about findings that persons said to be mended.
    ``settings`` holds what was set and not set back. ``visits`` and ``outreach`` are all revisions,
    ``plans``, ``coaching`` and ``proposals`` all that was recorded. The Arrow tables have today's schemas.
    """

    version: StoreVersion
    is_demo: bool
    events: tuple[ImportEvent, ...]
    snapshots: tuple[Snapshot, ...]
    registry_files: tuple[DataFile, ...]
    replaced_files: tuple[DataFile, ...]
    imports: pa.Table
    visits: pa.Table
    assessments: pa.Table
    merged: dict[str, str]
    separated: dict[tuple[str, str], str]
    links: pa.Table
    official: tuple[OfficialMark, ...]
    settings: dict[SettingName, str]
    repairs: pa.Table
    plans: pa.Table
    coaching: pa.Table
    proposals: pa.Table
    outreach: pa.Table
    problems: tuple[str, ...]


def assemble(root: Path, states: Mapping[str, TableState]) -> Contents:
    """Return what the tables of the store at ``root`` make together; rows of no event are left out."""
    imports, registry = states["imports"], states["registry"]
    links = states["links"].rows
    merged = link_log.merged(links)
    events = event_log.from_rows(imports.rows)
    unusable = _unusable(events, registry)
    snapshots = event_log.snapshots(events, unusable)
    current = {event.import_id for snapshot in snapshots for event in snapshot.imports}
    standing = {one for of_date in event_log.by_date(events).values() for one in event_log.standing(of_date)}
    replaced = standing - current - unusable
    return Contents(
        version=StoreVersion(
            store=imports.table_id[:8],
            **{name: states[name].version for name in WATCHED},
            mark="".join(states[name].mark for name in WATCHED),
        ),
        is_demo=imports.description == DEMO,
        events=events,
        snapshots=snapshots,
        registry_files=tuple(file for file in registry.files if file.import_id in current),
        replaced_files=tuple(file for file in registry.files if file.import_id in replaced),
        imports=imports.rows,
        visits=states["visits"].rows,
        assessments=_of_standing_recaps(states["assessments"].rows, events),
        merged=merged,
        separated=link_log.separated(links, merged),
        links=links,
        official=_marks(states["official"].rows),
        settings=_settings(states["settings"].rows),
        repairs=states["repairs"].rows,
        plans=states["plans"].rows,
        coaching=states["coaching"].rows,
        proposals=states["proposals"].rows,
        outreach=states["outreach"].rows,
        problems=(
            *problems.of_tables(root, states),
            *problems.of_imports(event_log.snapshots(events), unusable),
        ),
    )


def _of_standing_recaps(rows: pa.Table, events: Iterable[ImportEvent]) -> pa.Table:
    """Return the assessments that were typed in, and those of recaps that are not taken back."""
    standing = pa.array(sorted(event_log.standing_recaps(events)), pa.string())
    came_with = rows["import_id"]
    return rows.filter(pc.or_(pc.is_null(came_with), pc.is_in(came_with, value_set=standing)))


def _marks(rows: pa.Table) -> tuple[OfficialMark, ...]:
    newest = {row["as_of"]: OfficialMark.model_validate(row) for row in _in_order(rows)}
    return tuple(mark for _date, mark in sorted(newest.items()) if not mark.withdrawn)


def _settings(rows: pa.Table) -> dict[SettingName, str]:
    """Return what is set; a name that only a later version of the project knows is left alone."""
    newest = {row["name"]: row["value"] for row in _in_order(rows)}
    return {name: value for name in SettingName if (value := newest.get(name)) is not None}


def _in_order(rows: pa.Table) -> list[dict[str, Any]]:
    return sorted(rows.to_pylist(), key=lambda row: row["recorded_at"])


def _unusable(events: Iterable[ImportEvent], registry: TableState) -> frozenset[str]:
    """Return the imports whose rows are damaged or missing."""
    present = {file.import_id for file in registry.files}
    damaged = {file.import_id for file in registry.damaged if file.import_id is not None}
    missing = {
        event.import_id
        for event in events
        if event.kind is ImportKind.REGISTRY and event.accepted and event.import_id not in present
    }
    return frozenset(damaged | missing)
