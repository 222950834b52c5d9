"""What a query sees of the store: today's columns, current rows, one state."""

from __future__ import annotations

import datetime as dt
import gc
import weakref
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pytest
from deltalake import DeltaTable, write_deltalake

from kopdata.database import Database, open_database
from kopdata.errors import StoreError
from kopdata.models import Link
from kopdata.store import Store, create_store, events, open_store, schema
from kopdata.vocabulary import EventKind, ImportMode
from tests.support.registry import registry_table
from tests.unit.store.samples import (
    ACTOR,
    DECEMBER,
    MOMENT,
    NOVEMBER,
    a_visit,
    an_assessment,
    an_import,
    save,
)

TABLES = {
    "registry": schema.REGISTRY,
    "visits": schema.VISITS,
    "assessments": schema.ASSESSMENTS,
    "imports": schema.IMPORTS,
}


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return create_store(tmp_path / "data kantor é")


def save_rows(store: Store, rows: Iterable[Mapping[str, Any]], mode: ImportMode = ImportMode.REPLACE) -> str:
    given = list(rows)
    _, draft = an_import(len(given), 0, mode=mode)
    table = registry_table(given, draft.as_of, draft.import_id)
    store.commit_import(table, draft, based_on=store.sequence(draft.as_of), actor=ACTOR, original=None)
    return draft.import_id


WORKED_OUT = {"visits": ("first_recorded_at",)}
"""Columns that the database adds to those of the store."""


def link(store: Store, coop_id: str, same_as: str | None, minute: int = 0) -> None:
    recorded_at = MOMENT + dt.timedelta(minutes=minute)
    store.add_link(
        Link(coop_id=coop_id, same_as=same_as, reason="ganda", actor=ACTOR, recorded_at=recorded_at)
    )


def types(columns: pa.Schema) -> list[str]:
    """Return the types without what DuckDB names in its own way: a list's items, the zone UTC."""
    return [str(f.type).replace("list<l:", "list<item:").replace("Etc/UTC", "UTC") for f in columns]


@pytest.mark.parametrize("name", TABLES)
def test_an_empty_store_has_every_column(store: Store, name: str) -> None:
    rows = open_database(store).table(f"FROM {name}")
    assert len(rows) == 0
    assert rows.schema.names == [*TABLES[name].names, *WORKED_OUT.get(name, ())]
    assert types(rows.schema)[: len(TABLES[name])] == types(TABLES[name])


@pytest.mark.parametrize("name", TABLES)
def test_a_filled_store_has_the_same_columns(store: Store, name: str) -> None:
    save(store, 68, 34)
    store.add_visits([a_visit()])
    store.add_assessments([an_assessment()])
    database = open_database(store)
    assert len(database.table(f"FROM {name}")) > 0
    shown = database.table(f"FROM {name}").schema.names
    assert shown == [*TABLES[name].names, *WORKED_OUT.get(name, ())]


def older_store(home: Path) -> Store:
    """Return a store whose tables were made, and filled, before most of today's columns were there."""
    registry = pa.schema(
        [schema.REGISTRY.field(n) for n in ("coop_id", "name", "status", "as_of", "import_id")]
    )
    imports = pa.schema([field for field in schema.IMPORTS if field.name not in {"findings", "precision"}])
    for name, columns in (("registry", registry), ("imports", imports)):
        DeltaTable.create(home / name, columns, partition_by=schema.PARTITIONS.get(name))
    rows, draft = an_import(2, 1)
    event = {
        "event": EventKind.IMPORT,
        "sequence": 1,
        "current": [draft.import_id],
        "recorded_at": MOMENT,
        "actor": ACTOR,
    }
    row = pa.Table.from_pylist([draft.model_dump() | event], schema=imports)
    write_deltalake(home / "registry", rows.select(registry.names), mode="append")
    write_deltalake(home / "imports", row, mode="append")
    return create_store(home)


def test_older_files_lack_columns(tmp_path: Path) -> None:
    store = older_store(tmp_path)
    database = open_database(store)
    assert database.rows(
        "SELECT status, count(*) AS n, max(members) AS members FROM registry GROUP BY ALL ORDER BY ALL"
    ) == [
        {"status": "aktif", "n": 2, "members": None},
        {"status": "tidak aktif", "n": 1, "members": None},
    ]
    assert store.events()[0].findings == "[]"
    assert store.events()[0].precision == "day"


def test_older_and_newer_files_together(tmp_path: Path) -> None:
    store = older_store(tmp_path)
    rows, draft = an_import(1, 0, DECEMBER)
    rows = rows.set_column(rows.schema.get_field_index("members"), "members", pa.array([25], pa.int32()))
    store.commit_import(rows, draft, based_on=0, actor=ACTOR, original=None)
    found = open_database(store).rows(
        "SELECT as_of, count(*) AS n, sum(members) AS m FROM registry GROUP BY ALL ORDER BY ALL"
    )
    assert [(row["as_of"], row["n"], row["m"]) for row in found] == [(NOVEMBER, 3, None), (DECEMBER, 1, 25)]


def test_rows_without_an_event_do_not_show(store: Store) -> None:
    save(store, 2, 1)
    rows, _ = an_import(7, 7)
    write_deltalake(store.root / "registry", rows, mode="append")
    save(store, 1, 0, DECEMBER)
    assert open_database(store).value("SELECT count(*) FROM registry") == 4


def test_a_completing_import_fills_and_adds_and_changes_nothing(store: Store) -> None:
    base = save_rows(
        store,
        [
            {"coop_id": "a", "name": "Tetap", "status": "aktif"},
            {"coop_id": "b", "name": "Lain", "status": None, "source_sheet": "Lembar 1"},
        ],
    )
    first = save_rows(
        store,
        [
            {"coop_id": "a", "name": "Diganti", "status": "tidak aktif", "members": 20, "source_sheet": "X"},
            {"coop_id": "c", "name": "Tambahan"},
        ],
        ImportMode.COMPLETE,
    )
    second = save_rows(
        store,
        [
            {"coop_id": "b", "name": "-", "status": "aktif"},
            {"coop_id": "a", "name": "-", "members": 99, "phone": "0718"},
        ],
        ImportMode.COMPLETE,
    )
    fields = "coop_id, name, status, members, phone, source_sheet, source_row, import_id"
    query = f"SELECT {fields} FROM registry ORDER BY coop_id"
    assert [tuple(row.values()) for row in open_database(store).rows(query)] == [
        ("a", "Tetap", "aktif", 20, "0718", None, 2, base),
        ("b", "Lain", "aktif", None, None, "Lembar 1", 3, base),
        ("c", "Tambahan", None, None, None, None, 3, first),
    ]
    store.undo(first, actor=ACTOR)
    assert [tuple(row.values()) for row in open_database(store).rows(query)] == [
        ("a", "Tetap", "aktif", 99, "0718", None, 2, base),
        ("b", "Lain", "aktif", None, None, "Lembar 1", 3, base),
    ]
    assert [event.import_id for event in store.snapshots()[0].imports] == [base, second]


def test_a_completing_import_never_mixes_two_files_in_one_fact(store: Store) -> None:
    save_rows(store, [{"coop_id": "a", "district": "Payungg", "village": "Irad"}])
    rias = {"district": "Toboali", "district_code": "19.03.01", "village": "Rias", "phone": "0718"}
    save_rows(store, [{"coop_id": "a"} | rias], ImportMode.COMPLETE)
    query = "SELECT district, district_code, village, village_code, phone FROM registry"
    assert [tuple(row.values()) for row in open_database(store).rows(query)] == [
        ("Payungg", None, "Irad", None, "0718")
    ]


def test_a_merge_by_hand_counts_for_every_table_and_can_be_undone(store: Store) -> None:
    save(store, 3, 0)
    store.add_visits([a_visit(coop_id="k1")])
    store.add_assessments([an_assessment("k2")])
    link(store, "k2", "k1")
    link(store, "k1", "k0", minute=1)
    database = open_database(store)
    for name, count in (("registry", 3), ("visits", 1), ("assessments", 1)):
        assert database.rows(f"SELECT coop_id, count(*) AS n FROM {name} GROUP BY ALL") == [
            {"coop_id": "k0", "n": count}
        ]
    link(store, "k1", None, minute=2)
    database = open_database(store)
    assert database.value("SELECT list_sort(list(coop_id)) FROM registry") == ["k0", "k1", "k1"]
    assert database.value("SELECT coop_id FROM assessments") == "k1"


def test_two_merged_rows_of_one_import_stay_two_rows(store: Store) -> None:
    save_rows(store, [{"coop_id": "a", "members": 1}, {"coop_id": "b", "members": 2}])
    save_rows(store, [{"coop_id": "a", "phone": "0718"}], ImportMode.COMPLETE)
    link(store, "b", "a")
    found = open_database(store).rows("SELECT coop_id, members, phone FROM registry ORDER BY members")
    assert [tuple(row.values()) for row in found] == [("a", 1, "0718"), ("a", 2, None)]


def test_only_the_latest_revision_of_a_visit_counts(store: Store) -> None:
    store.add_visits([a_visit("x"), a_visit("y"), a_visit("x", revision=2, notes="benar")])
    found = open_database(store).rows("SELECT visit_id, revision, notes FROM visits ORDER BY ALL")
    assert [tuple(row.values()) for row in found] == [("x", 2, "benar"), ("y", 1, "-")]


def test_a_large_registry_is_read_from_its_files(store: Store) -> None:
    save(store, 68, 34)
    save(store, 59, 46, DECEMBER)
    rows, draft = an_import(70, 40, DECEMBER, mode=ImportMode.COMPLETE)
    store.commit_import(rows, draft, based_on=1, actor=ACTOR, original=None)
    link(store, "k7", "k6")
    held = Database(store.contents())
    from_files = Database(store.contents(), held_rows=100)
    query = "FROM registry ORDER BY as_of, coop_id, source_row"
    assert from_files.table(query).equals(held.table(query))
    assert len(held.table(query)) == 102 + 110


def test_the_same_database_until_something_moves(store: Store) -> None:
    save(store, 68, 34)
    first = open_database(store)
    assert open_database(store) is first
    save(store, 59, 46)
    second = open_database(store)
    assert second is not first
    assert (first.version, second.version) == (first.version, str(store.version()))
    assert first.value("SELECT count(*) FROM registry") == 102
    assert second.value("SELECT count(*) FROM registry") == 105
    gone = weakref.ref(first)
    del first
    gc.collect()
    assert gone() is None


def test_values_are_bound(store: Store) -> None:
    save_rows(store, [{"name": "Koperasi 'Jum''at' $1"}])
    database = open_database(store)
    assert (
        database.value("SELECT count(*) FROM registry WHERE name = $name", {"name": "Koperasi 'Jum''at' $1"})
        == 1
    )
    assert database.value("SELECT name FROM registry WHERE name = $name", {"name": "x"}) is None


def test_moments_come_in_utc(store: Store) -> None:
    store.add_visits([a_visit()])
    assert open_database(store).value("SELECT recorded_at FROM visits") == MOMENT


def test_nothing_is_fetched(store: Store) -> None:
    database = open_database(store)
    with pytest.raises(duckdb.Error, match="httpfs"):
        database.table("FROM read_parquet('https://example.invalid/a.parquet')")
    assert database.value("SELECT current_setting('autoinstall_known_extensions')") is False


def test_rows_damaged_within_are_told_in_words(store: Store) -> None:
    save(store, 68, 34)
    file = next(store.root.glob("registry/**/*.parquet"))
    content = file.read_bytes()
    file.write_bytes(content[:4] + bytes(len(content) - 8) + content[-4:])
    with pytest.raises(StoreError, match="Berkas data di penyimpanan tidak dapat dibaca"):
        open_database(open_store(store.root))
    assert events.snapshots(store.events()) == store.snapshots()
