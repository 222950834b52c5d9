"""One Delta table in a folder: what of it can be read, and how rows are added so that they stay."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

import pyarrow as pa
import pyarrow.parquet as pq
from deltalake import CommitProperties, DeltaTable, Transaction, write_deltalake
from deltalake.exceptions import CommitFailedError, DeltaError

from kopdata.errors import ConflictError, StoreError
from kopdata.store import schema
from kopdata.store.datafiles import add_file
from kopdata.store.durability import one_writer, sync_files
from kopdata.store.recovery import (
    LOG,
    checkpoint_file,
    is_intact,
    last_versions,
    leads_out,
    log_file,
    mend_checkpoint,
    read_log,
    set_aside,
)

_TRIES = 5
_COMPACT_AT = 64
"""Data files of a table of small appends that are gathered into one."""
_KEPT_HOURS = 7 * 24
"""Hours for which a gathered file stays: a state of the week before can still be read, should the newest
log files break, and nobody reads a state for so long."""

_KEEP_HISTORY = {
    "delta.enableExpiredLogCleanup": "false",
    "delta.logRetentionDuration": "interval 36500 days",
    "delta.deletedFileRetentionDuration": "interval 36500 days",
}
_APPEND_ONLY = {"delta.appendOnly": "true"}

Stamp = tuple[int, int, int] | None


@dataclass(frozen=True, slots=True)
class DataFile:
    """One parquet file of a table; ``import_id`` for the registry, whose files belong to one import each.

    ``is_outside`` marks one that the log seeks outside of the table's folder: ``path`` then is where it
    would stand inside, and it counts as damaged.
    """

    path: Path
    rows: int
    import_id: str | None
    is_outside: bool = False


@dataclass(frozen=True, slots=True)
class TableState:
    """What could be read of a table at one moment.

    ``version`` is the newest readable one, -1 for none. ``rows`` are held for all tables but the registry.
    ``mark`` tells this version from another that bore its number. ``broken_log`` is the first log file that
    is not whole; ``newest`` the last version on the disk.
    """

    version: int = -1
    newest: int = -1
    stamp: Stamp = None
    mark: str = ""
    table_id: str = ""
    description: str = ""
    files: tuple[DataFile, ...] = ()
    damaged: tuple[DataFile, ...] = ()
    rows: pa.Table = field(default_factory=lambda: pa.table({}))
    broken_log: Path | None = None


class Table:
    """A table of ``schema.TABLES`` in its folder below the store's root."""

    def __init__(self, root: Path, name: str) -> None:
        self.name = name
        self.folder = root / name
        self._root = root
        self._schema: pa.Schema = schema.TABLES[name]
        self._whole: dict[int, Stamp] = {}
        self._intact: set[Path] = set()
        self._parts: dict[Path, pa.Table] = {}

    def has_moved(self, since: TableState) -> bool:
        """Tell whether the table changed on the disk; two looks at the file system, no reading."""
        return (
            _stamp(log_file(self.folder, since.newest)) != since.stamp
            or log_file(self.folder, since.newest + 1).exists()
        )

    def read(self) -> TableState:
        """Return the newest state that can be read.

        Raises
        ------
        StoreError
            The table cannot be read in any state.
        """
        for _ in range(_TRIES):
            try:
                return self._read()
            except DeltaError as error:
                reason = error
                with suppress(OSError, StoreError), one_writer(self._root):
                    mend_checkpoint(self.folder)
            except OSError as error:
                raise unreadable(self.folder) from error
        raise StoreError(
            f"Isi folder {self.folder} rusak dan tidak dapat dibaca. Pulihkan folder itu dari cadangan."
        ) from reason

    def _read(self) -> TableState:
        newest, checkpoint = last_versions(self.folder)
        if newest < 0:
            return TableState(rows=self._schema.empty_table())
        stamp = _stamp(log_file(self.folder, newest))
        broken = next((v for v in range(checkpoint + 1, newest + 1) if not self._is_whole(v)), None)
        version = newest if broken is None else broken - 1
        broken_log = None if broken is None else log_file(self.folder, broken)
        if version < 0:
            return TableState(
                newest=newest, stamp=stamp, rows=self._schema.empty_table(), broken_log=broken_log
            )
        handle = DeltaTable(self.folder, version=version)
        about = handle.metadata()
        files, damaged = self._sorted_out(handle)
        if self.name not in schema.PARTITIONS:
            files, damaged = self._with_rows(files, damaged)
        return TableState(
            version=version,
            newest=newest,
            stamp=stamp,
            mark=_mark(log_file(self.folder, version)),
            table_id=str(about.id),
            description=about.description or "",
            files=files,
            damaged=damaged,
            rows=pa.concat_tables(
                [self._schema.empty_table(), *(self._parts[f.path] for f in files if f.path in self._parts)]
            ),
            broken_log=broken_log,
        )

    def _is_whole(self, version: int) -> bool:
        path = log_file(self.folder, version)
        stamp = _stamp(path)
        if stamp is not None and stamp == self._whole.get(version):
            return True
        if read_log(path) is None:
            return False
        self._whole[version] = stamp
        return True

    def _sorted_out(self, handle: DeltaTable) -> tuple[tuple[DataFile, ...], tuple[DataFile, ...]]:
        """Return the table's data files, and those of them that are missing or cut short."""
        actions = pa.table(handle.get_add_actions())
        wanted = [c for c in ("path", "size_bytes", "num_records", "partition") if c in actions.schema.names]
        files, damaged = [], []
        for action in actions.select(wanted).to_pylist():
            file = self._data_file(action)
            if file.is_outside:
                damaged.append(file)
            elif file.path in self._intact or is_intact(file.path, action["size_bytes"]):
                self._intact.add(file.path)
                files.append(file)
            else:
                damaged.append(file)
        return tuple(files), tuple(damaged)

    def _data_file(self, action: Mapping[str, Any]) -> DataFile:
        partition = action.get("partition") or {}
        name = unquote(action["path"])
        path, is_outside = self.folder / name, leads_out(name)
        if is_outside:
            path = self.folder / quote(name, safe="")
        return DataFile(path, action["num_records"] or 0, partition.get("import_id"), is_outside)

    def _with_rows(
        self, files: tuple[DataFile, ...], damaged: tuple[DataFile, ...]
    ) -> tuple[tuple[DataFile, ...], tuple[DataFile, ...]]:
        """Read the files not yet held; what cannot be read after all joins the damaged."""
        held: dict[Path, pa.Table] = {}
        unreadable: list[DataFile] = []
        for file in files:
            try:
                known = self._parts.get(file.path)
                held[file.path] = self._shaped(pq.ParquetFile(file.path).read()) if known is None else known
            except (OSError, pa.ArrowException):
                unreadable.append(file)
        self._parts = held
        return tuple(f for f in files if f.path in held), (*damaged, *unreadable)

    def _shaped(self, rows: pa.Table) -> pa.Table:
        """Bring rows to today's schema: a column that an older file lacks is null."""
        present = set(rows.schema.names)
        columns = [
            rows[column.name].cast(column.type)
            if column.name in present
            else pa.nulls(len(rows), column.type)
            for column in self._schema
        ]
        return pa.table(columns, schema=self._schema)

    def holds_data(self) -> bool:
        """Tell whether any row was ever written to the table's folder."""
        return any(self.folder.rglob("*.parquet"))

    def broken_from_the_start(self) -> StoreError:
        """Return the error for a table that holds something and of which no state can be read."""
        return StoreError(
            f"Catatan pertama di {self.folder / LOG} rusak atau hilang, jadi isi penyimpanan ini tidak dapat "
            "dibaca. Pulihkan folder penyimpanan dari cadangan; bila belum pernah ada data di dalamnya, "
            "jalankan 'python -m kopdata init'."
        )

    def create(self, base: TableState, description: str | None = None) -> None:
        """Make the table where there is none yet. The writer's lock is held by the caller."""
        if base.version >= 0:
            return
        if base.newest > 0 or self.holds_data():
            raise self.broken_from_the_start()
        self._clear_the_way(base)
        self.folder.mkdir(parents=True, exist_ok=True)
        DeltaTable.create(
            self.folder,
            self._schema,
            mode="ignore",
            partition_by=schema.PARTITIONS.get(self.name),
            description=description,
            configuration=_KEEP_HISTORY | (_APPEND_ONLY if self.name in schema.PARTITIONS else {}),
        )
        self._sync(base.version)

    def append(self, base: TableState, rows: pa.Table, transaction: Transaction | None = None) -> None:
        """Add rows in one commit and put it on the disk. The writer's lock is held by the caller.

        Parameters
        ----------
        base
            The state that the rows were made for; with a ``transaction``, the commit is refused if the same
            transaction was used by somebody else since.

        Raises
        ------
        ConflictError
            Somebody else's commit carries the same transaction.
        StoreError
            The rows could not be written; nothing changed.
        """
        try:
            self.create(base)
            self._clear_the_way(base)
            self._commit(max(base.version, 0), rows, transaction)
            self._sync(base.version)
            may_gather = self.name not in schema.PARTITIONS and not base.damaged
            if may_gather and len(base.files) >= _COMPACT_AT:
                self._compact()
        except (DeltaError, OSError) as error:
            raise StoreError(
                f"Data tidak dapat disimpan di {self.folder}. Periksa ruang kosong pada disk dan hak menulis "
                "di folder itu, lalu ulangi."
            ) from error

    def _commit(self, version: int, rows: pa.Table, transaction: Transaction | None) -> None:
        for left in reversed(range(_TRIES)):
            try:
                handle = DeltaTable(self.folder, version=version)
                if self.name in schema.PARTITIONS:
                    partitions = schema.PARTITIONS[self.name]
                    add_file(handle, self.folder, self._shaped(rows), partitions, transaction)
                else:
                    write_deltalake(
                        handle,
                        self._shaped(rows),
                        mode="append",
                        schema_mode="merge",
                        commit_properties=CommitProperties(
                            app_transactions=[transaction] if transaction else None
                        ),
                    )
            except CommitFailedError as error:
                if "concurrent transaction" in str(error).lower():
                    raise ConflictError(
                        "Data tanggal ini baru saja diubah orang lain. Muat ulang, lalu ulangi."
                    ) from error
                if not left:
                    raise
            else:
                return

    def _clear_the_way(self, base: TableState) -> None:
        """Set aside the broken end of the log. Newest first: the log never has a gap."""
        if base.broken_log is None or not base.broken_log.exists():
            return
        ends = [log_file(self.folder, v) for v in range(base.newest, base.version, -1)]
        if any(read_log(path) is not None for path in ends):
            raise StoreError(
                f"Catatan {base.broken_log} rusak di tengah, jadi tidak ada yang dapat disimpan. "
                "Pulihkan folder penyimpanan dari cadangan."
            )
        for path in ends:
            set_aside(self.folder, path)

    def _compact(self) -> None:
        """Gather the many small files into one. What was asked for is saved already, so this may fail.

        Files that were gathered long ago go: else a million single visits would leave a hundred times their
        size behind. A file that the newest state names is never among them.
        """
        with suppress(DeltaError):
            handle = DeltaTable(self.folder)
            before = handle.version()
            handle.optimize.compact()
            handle.vacuum(_KEPT_HOURS, dry_run=False, enforce_retention_duration=False)
            self._sync(before)

    def _sync(self, after: int) -> None:
        """Put every commit later than version ``after`` on the disk, with its data files and checkpoint."""
        newest, _ = last_versions(self.folder)
        paths = []
        for version in range(after + 1, newest + 1):
            log = log_file(self.folder, version)
            added = [unquote(action["add"]["path"]) for action in read_log(log) or () if "add" in action]
            paths += [self.folder / path for path in added if not leads_out(path)]
            paths += [log, checkpoint_file(self.folder, version)]
        paths.append(self.folder / LOG / "_last_checkpoint")
        sync_files((path for path in paths if path.exists()), within=self._root)


def unreadable(folder: Path) -> StoreError:
    """Return the error for a folder that the system will not let us read."""
    return StoreError(
        f"{folder} tidak dapat dibaca. Periksa apakah folder itu masih ada, benar sebuah folder, dan boleh "
        "dibuka, lalu muat ulang."
    )


def _mark(path: Path) -> str:
    """Return a short sum of a log file: it names new data files by chance, so no two are the same."""
    return f"{zlib.crc32(path.read_bytes()):08x}" if path.exists() else "-"


def _stamp(path: Path) -> Stamp:
    """Return what tells one file from another that took its name, None if there is no file."""
    try:
        status = path.stat()
    except FileNotFoundError:
        return None
    return status.st_mtime_ns, status.st_size, status.st_ino
