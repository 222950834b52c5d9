"""The office's tables, as Delta Lake in a folder: what is known, since when, and by whose hand.

``create_store`` makes them, ``open_store`` finds them; a ``Store`` reads and changes them. Nothing is ever
rewritten or deleted: an import adds rows, and one event makes them current.
"""

from __future__ import annotations

from pathlib import Path

from deltalake.exceptions import DeltaError

from kopdata.errors import StoreError
from kopdata.store import schema
from kopdata.store.contents import DEMO, Contents, StoreVersion
from kopdata.store.durability import one_writer
from kopdata.store.recovery import log_file, read_log
from kopdata.store.store import Store
from kopdata.store.tables import Table

__all__ = ["Contents", "Store", "StoreVersion", "create_store", "open_store", "store_exists"]


def store_exists(home: Path | str) -> bool:
    """Tell whether a store's tables stand in this very folder (a demo's stand in ``<home>/demo``)."""
    return read_log(log_file(Path(home) / "imports", 0)) is not None


def _folder(home: Path | str) -> Path:
    """Return the absolute folder. The Delta writer crashes over some signs in a path; say so before."""
    root = Path(home).resolve()
    if signs := sorted(set(str(root)) & set("[]^|")):
        raise StoreError(
            f"Nama folder {root} memuat tanda {' '.join(signs)} yang tidak dapat dipakai. Ganti nama folder "
            "itu, atau pilih folder lain lewat KOPDATA_HOME."
        )
    return root


def create_store(home: Path | str, *, demo: bool = False) -> Store:
    """Return the store at ``home``, or the demo's at ``<home>/demo``, made first where there is none.

    May be called again, and by several processes at once. A store exists once its last table,
    ``imports``, does; so one that was cut off in the making is completed here.

    Raises
    ------
    StoreError
        The folder cannot be written, or its name cannot be used.
    """
    root = _folder(home) / DEMO if demo else _folder(home)
    try:
        root.mkdir(parents=True, exist_ok=True)
        with one_writer(root):
            for name in schema.TABLES:
                table = Table(root, name)
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
    root = _folder(home)
    for folder in (root, root / DEMO):
        if store_exists(folder):
            return Store(folder)
    raise StoreError(
        f"Belum ada penyimpanan di {root}. Buat yang baru dengan perintah "
        "'python -m kopdata init', atau periksa isi KOPDATA_HOME."
    )
