"""Imports for the store's tests: some koperasi, some of them active."""

from __future__ import annotations

import datetime as dt
import uuid
from pathlib import Path

import pyarrow as pa

from kopdata.fieldwork.records import Visit
from kopdata.models import Assessment, ImportDraft
from kopdata.store import Store
from kopdata.vocabulary import AddressFinding, ImportMode, Predicate, Status
from tests.support.registry import registry_table

NOVEMBER = dt.date(2024, 11, 7)
DECEMBER = dt.date(2024, 12, 5)
MOMENT = dt.datetime(2024, 12, 9, 3, tzinfo=dt.UTC)
ACTOR = "Operator"


def an_import(
    active: int,
    inactive: int,
    as_of: dt.date = NOVEMBER,
    *,
    mode: ImportMode = ImportMode.REPLACE,
    import_id: str | None = None,
    sha256: str = "0" * 64,
) -> tuple[pa.Table, ImportDraft]:
    """Return the rows and the draft of an import."""
    total = active + inactive
    draft = ImportDraft(
        import_id=import_id or f"unggahan {uuid.uuid4().hex[:12]}",
        as_of=as_of,
        mode=mode,
        file_name="ekspor.xlsx",
        file_sha256=sha256,
        layout="H3",
        fields=("name", "status"),
        rows_read=total,
        accepted=total,
        outside=0,
        active=active,
        inactive=inactive,
        unknown=0,
    )
    statuses = [Status.ACTIVE] * active + [Status.INACTIVE] * inactive
    return registry_table([{"status": status} for status in statuses], as_of, draft.import_id), draft


def save(store: Store, active: int, inactive: int, as_of: dt.date = NOVEMBER) -> str:
    """Save an import that replaces what stands, based on what stands; return its id."""
    rows, draft = an_import(active, inactive, as_of)
    store.commit_import(rows, draft, based_on=store.sequence(as_of), actor=ACTOR, original=None)
    return draft.import_id


def a_visit(visit_id: str = "kunjungan", revision: int = 1, coop_id: str = "k0", notes: str = "-") -> Visit:
    """Return a visit that found nobody at the address."""
    return Visit(
        visit_id=visit_id,
        revision=revision,
        coop_id=coop_id,
        visited_on=DECEMBER,
        at_address=AddressFinding.NOT_FOUND,
        follow_up="Tanya ke kantor desa",
        officers=("Petugas A", "Petugas B"),
        notes=notes,
        actor=ACTOR,
        recorded_at=MOMENT,
    )


def an_assessment(
    coop_id: str = "k0", predicate: Predicate = Predicate.HEALTHY, year: int = 2023
) -> Assessment:
    """Return an assessment of one koperasi."""
    return Assessment(
        coop_id=coop_id,
        year=year,
        predicate=predicate,
        source="rekap.xlsx",
        actor=ACTOR,
        recorded_at=MOMENT,
    )


def newest_log(table: Path) -> Path:
    """Return the newest log file of a table."""
    return max(table.glob("_delta_log/*.json"))


def newest_data(table: Path) -> Path:
    """Return the data file written last to a table."""
    return max(table.rglob("*.parquet"), key=lambda path: path.stat().st_mtime_ns)
