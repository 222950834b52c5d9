"""The office's tables, as Delta Lake in a folder: what is known, since when, and by whose hand.

``create_store`` makes them, ``open_store`` finds them; a ``Store`` reads and changes them. Nothing is ever
rewritten or deleted: an import adds rows, and one event makes them current.
"""

from __future__ import annotations

from pathlib import Path

from deltalake.exceptions import DeltaError

from kopdata.errors import StoreError
from kopdata.paths import store_folder
from kopdata.store import replacing, schema
from kopdata.store.contents import DEMO, Contents, StoreVersion
from kopdata.store.durability import one_writer
from kopdata.store.recovery import LOG
from kopdata.store.store import Store
from kopdata.store.tables import Table, unreadable

__all__ = ["Contents", "Store", "StoreVersion", "create_store", "open_store", "store_exists"]


def store_exists(home: Path | str) -> bool:
    """Tell whether a store stands in this very folder (a demo's stands in ``<home>/demo``).

    Any trace of one counts, also where it can no longer be read: the demo must never take its place.

    Raises
    ------
    StoreError
        The folder cannot be looked into.
    """
    root = store_folder(home)
    try:
        return any(
            _holds_anything(root / folder, but)
            for folder, but in ((f"imports/{LOG}", None), ("imports", LOG), ("registry", LOG))
        )
    except OSError as error:
        raise unreadable(root) from error


def _holds_anything(folder: Path, but: str | None) -> bool:
    try:
        return any(entry.name != but for entry in folder.iterdir())
    except FileNotFoundError:
        return False


def create_store(home: Path | str, *, demo: bool = False) -> Store:
    """Return the store at ``home``, or the demo's at ``<home>/demo``, made first where there is none.

    May be called again, and by several processes at once. A store exists once its last table,
    ``imports``, does; so one that was cut off in the making is completed here.

    Raises
    ------
    StoreError
        The folder cannot be written, its name cannot be used, or what it holds cannot be read.
    """
    root = store_folder(home) / DEMO if demo else store_folder(home)
    try:
        root.mkdir(parents=True, exist_ok=True)
        with one_writer(root):
            replacing.finish(root)
            tables = {name: Table(root, name) for name in schema.TABLES}
            events = tables["imports"]
            if events.read().version < 0 and any(table.holds_data() for table in tables.values()):
                raise events.broken_from_the_start()
            for name, table in tables.items():
                table.create(table.read(), description=DEMO if demo and name == "imports" else None)
    except (DeltaError, OSError) as error:
        raise StoreError(
            f"Penyimpanan tidak dapat dibuat di {root}. Periksa ruang kosong pada disk dan hak menulis di "
            "folder itu, lalu ulangi."
        ) from error
    return Store(root)


def open_store(home: Path | str) -> Store:
    """Return the office's store at ``home``; where there is none, the demo at ``<home>/demo``.

    A folder that is itself a demo's opens too, and knows that it is one.

    Raises
    ------
    StoreError
        Neither is there, or its tables cannot be read in any state.
    """
    root = store_folder(home)
    for folder in (root, root / DEMO):
        if store_exists(folder):
            return _begun(Store(folder))
    raise StoreError(
        f"Belum ada penyimpanan di {root}. Buat yang baru dengan perintah "
        "'python -m kopdata init', atau periksa isi KOPDATA_HOME."
    )


def _begun(store: Store) -> Store:
    """Return a store whose table of events can be read from its beginning; wait for who is just making it."""
    if store.version().imports < 0 or replacing.is_unfinished(store.root):
        with one_writer(store.root):
            replacing.finish(store.root)
            store = Store(store.root)
        if store.version().imports < 0:
            raise Table(store.root, "imports").broken_from_the_start()
    return store
