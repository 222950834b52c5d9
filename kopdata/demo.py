"""The demo: invented koperasi with the real published totals, made from ``data/demo/``.

The committed files hold two snapshots, visits and assessments. They go into the store by the same way as
the office's own data, so that the demo shows nothing the real store could not.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import shutil
import time
import uuid
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from kopdata.errors import StoreError
from kopdata.fieldwork.records import CoachingEntry, Outreach, ProposalEntry, Visit, VisitPlan
from kopdata.models import Assessment, ImportDraft, Record, Snapshot
from kopdata.paths import DEMO
from kopdata.store import Contents, Store, create_store, open_store, store_exists
from kopdata.store.durability import sync_folder
from kopdata.store.schema import REGISTRY
from kopdata.vocabulary import Precision, Status

ACTOR = "Data contoh"
LAST_DAY = dt.date(2022, 12, 26)
"""The day of the demo's last visit: what its screens take for today."""

_BUILDING = ".sementara"
_GIVEN_UP_SECONDS = 60 * 60

_SNAPSHOTS = (
    ("keadaan-2019-11.parquet", Precision.MONTH),
    ("keadaan-2022-12-12.parquet", Precision.DAY),
)
_FIELDWORK: dict[str, type[Record]] = {
    "plans": VisitPlan,
    "coaching": CoachingEntry,
    "proposals": ProposalEntry,
    "outreach": Outreach,
}
_NOT_FROM_A_FILE = frozenset(
    {"coop_id", "as_of", "import_id", "source_sheet", "source_row", "outside_region", "extra"}
)


def make_demo(home: Path) -> Store:
    """Return the demo at ``<home>/demo``, made where it is missing.

    It is built beside its place and renamed into it, so that no other process ever sees half a demo. Where
    another process was quicker, its demo is opened and ours deleted.

    Raises
    ------
    StoreError
        The demo cannot be written, or the one that stands there cannot be opened.
    """
    place = home / "demo"
    building = home / f"demo-{uuid.uuid4().hex}{_BUILDING}"
    try:
        home.mkdir(parents=True, exist_ok=True)
        _clear_away(home)
        if not store_exists(place):
            store = create_store(building, demo=True)
            _fill(store)
            _move(store.root, place)
    except OSError as error:
        raise StoreError(
            f"Data contoh tidak dapat ditulis ke folder {place}. Periksa ruang kosong pada disk dan hak "
            "menulis di folder itu, lalu ulangi."
        ) from error
    finally:
        shutil.rmtree(building, ignore_errors=True)
    return open_store(place)


def reference_date(snapshots: Iterable[Snapshot], is_demo: bool, today: dt.date) -> dt.date:
    """Return the day that "sudah lewat", "bulan ini" and the like are measured from.

    It is ``today``; in the demo the later of its last visit and its newest snapshot, lest every certificate
    of 2022 read as lapsed.
    """
    if not is_demo:
        return today
    return max([LAST_DAY, *(snapshot.as_of for snapshot in snapshots)])


def _clear_away(home: Path) -> None:
    """Remove demos that were cut off in the making; nobody builds one for an hour."""
    for left in home.glob(f"demo-*{_BUILDING}"):
        with suppress(OSError):
            if time.time() - left.stat().st_mtime > _GIVEN_UP_SECONDS:
                shutil.rmtree(left)


def _move(built: Path, place: Path) -> None:
    """Rename the finished demo into its place, unless another process has put its own there."""
    try:
        built.rename(place)
    except OSError:
        if not store_exists(place):
            raise
    sync_folder(place.parent)


def _fill(store: Store) -> None:
    """Put the committed files into an empty store."""
    for name, precision in _SNAPSHOTS:
        path = DEMO / name
        rows = pq.read_table(path, schema=REGISTRY)
        draft = _draft(path, rows, precision)
        store.commit_import(rows, draft, based_on=0, actor=ACTOR, original=path)
    assessed = pq.read_table(DEMO / "assessments.parquet")
    store.add_assessments([Assessment(**row) for row in assessed.to_pylist()])
    visited = pq.read_table(DEMO / "visits.parquet").drop_columns(["result"])
    store.add_visits([Visit(**row) for row in visited.to_pylist()])
    for name, kind in _FIELDWORK.items():
        records = [kind.of_row(row) for row in pq.read_table(DEMO / f"{name}.parquet").to_pylist()]
        store.append(name, _as_given(records))


def _as_given(records: list[Record]) -> Callable[[Contents], list[Record]]:
    return lambda _contents: records


def _draft(path: Path, rows: pa.Table, precision: Precision) -> ImportDraft:
    """Describe a committed snapshot as the import that it is."""
    status = rows["status"]
    return ImportDraft(
        import_id=rows["import_id"][0].as_py(),
        as_of=rows["as_of"][0].as_py(),
        precision=precision,
        file_name=path.name,
        file_sha256=hashlib.sha256(path.read_bytes()).hexdigest(),
        layout="registry.parquet",
        fields=tuple(
            name
            for name in REGISTRY.names
            if name not in _NOT_FROM_A_FILE and rows[name].null_count < rows.num_rows
        ),
        rows_read=rows.num_rows,
        accepted=rows.num_rows,
        outside=0,
        active=pc.sum(pc.equal(status, Status.ACTIVE)).as_py(),
        inactive=pc.sum(pc.equal(status, Status.INACTIVE)).as_py(),
        unknown=status.null_count,
    )
