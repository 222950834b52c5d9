"""Small registries, and the store that holds them, for tests that count."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa

from kopdata.models import ImportDraft
from kopdata.store import Store, create_store
from kopdata.store.schema import REGISTRY
from kopdata.vocabulary import Precision

ALL_FIELDS = frozenset(REGISTRY.names) - {
    "coop_id",
    "as_of",
    "import_id",
    "source_sheet",
    "source_row",
    "extra",
}


def registry_table(rows: Iterable[Mapping[str, Any]], as_of: dt.date, import_id: str) -> pa.Table:
    """Return ``rows`` in the registry's shape; what a row does not say is null."""
    whole = [
        {
            "coop_id": f"k{number}",
            "name": f"Koperasi {number} (contoh)",
            "outside_region": False,
            "source_row": number + 2,
        }
        | dict(row)
        | {"as_of": as_of, "import_id": import_id}
        for number, row in enumerate(rows)
    ]
    return pa.Table.from_pylist(whole, schema=REGISTRY)


def commit(
    store: Store,
    rows: Sequence[Mapping[str, Any]],
    as_of: dt.date,
    fields: Iterable[str] = ALL_FIELDS,
    precision: Precision = Precision.DAY,
    status_as_of: dt.date | None = None,
) -> str:
    """Make ``rows`` the snapshot of ``as_of``; return the import's id."""
    import_id = uuid.uuid4().hex[:12]
    table = registry_table(rows, as_of, import_id)
    inside = [row for row in table.to_pylist() if not row["outside_region"]]
    draft = ImportDraft(
        import_id=import_id,
        as_of=as_of,
        precision=precision,
        file_name=f"{as_of.isoformat()}.xlsx",
        file_sha256=uuid.uuid4().hex * 2,
        layout="H3",
        fields=tuple(sorted(fields)),
        rows_read=len(rows),
        accepted=len(rows),
        outside=len(rows) - len(inside),
        active=sum(row["status"] == "aktif" for row in inside),
        inactive=sum(row["status"] == "tidak aktif" for row in inside),
        unknown=sum(row["status"] is None for row in inside),
        status_as_of=status_as_of,
    )
    store.commit_import(table, draft, based_on=store.sequence(as_of), actor="Penguji", original=None)
    return import_id


def store_with(home: Path, *snapshots: tuple[dt.date, Sequence[Mapping[str, Any]]]) -> Store:
    """Return a new store at ``home`` with these snapshots."""
    store = create_store(home)
    for as_of, rows in snapshots:
        commit(store, rows, as_of)
    return store
