"""What a store holds, in the few counts by which a person recognises it."""

from __future__ import annotations

from dataclasses import asdict

from kopdata.database import open_database
from kopdata.figures import TOTAL
from kopdata.models import Filter, Record
from kopdata.queries import ask_overview
from kopdata.store import Store, StoreVersion


class Held(Record):
    """What a store holds, in counts: what a person recognises it by.

    ``label`` is the newest date in words and ``cooperatives`` the count of that date; ``since`` is the oldest
    date in words. All three are None while nothing was imported.
    """

    is_demo: bool
    cooperatives: int | None
    label: str | None
    since: str | None
    snapshots: int
    imports: int
    visits: int


def held(store: Store) -> Held:
    """Return what the store holds.

    Raises
    ------
    StoreError
        The store cannot be read.
    """
    contents = store.contents()
    database = open_database(store, contents)
    overview = ask_overview(database, Filter())
    snapshots = contents.snapshots
    return Held(
        is_demo=contents.is_demo,
        cooperatives=overview.count(TOTAL) if overview else None,
        label=snapshots[-1].label if snapshots else None,
        since=snapshots[0].label if snapshots else None,
        snapshots=len(snapshots),
        imports=len({event.import_id for event in contents.events}),
        visits=int(str(database.value("SELECT count(*) FROM visits"))),
    )


def versions(version: StoreVersion) -> dict[str, int]:
    """Return the version of each table that a store of this project version watches."""
    return {name: number for name, number in asdict(version).items() if isinstance(number, int)}
