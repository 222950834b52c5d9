"""What is saved, taken back and put back, and who is refused."""

from __future__ import annotations

import datetime as dt
import hashlib
import shutil
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from deltalake import DeltaTable, write_deltalake

from kopdata.database import open_database
from kopdata.errors import ConflictError, NotAllowedError, NotFoundError, StoreError
from kopdata.models import Link
from kopdata.store import Store, open_store
from kopdata.store import events as event_log
from kopdata.store.datafiles import ROWS_IN_GROUP
from kopdata.store.schema import PARTITIONS, REGISTRY
from kopdata.vocabulary import EventKind, ImportMode
from tests.unit.store.samples import (
    ACTOR,
    DECEMBER,
    MOMENT,
    NOVEMBER,
    a_visit,
    an_import,
    save,
)


def totals(store: Store, as_of: dt.date = NOVEMBER) -> dict[str, int]:
    rows = open_database(store).rows(
        "SELECT status, count(*) AS n FROM registry WHERE as_of = $as_of GROUP BY ALL", {"as_of": as_of}
    )
    return {str(row["status"]): int(str(row["n"])) for row in rows}


def test_import_replace_undo_redo(store: Store) -> None:
    first = save(store, 68, 34)
    assert totals(store) == {"aktif": 68, "tidak aktif": 34}
    second = save(store, 59, 46)
    assert totals(store) == {"aktif": 59, "tidak aktif": 46}
    assert store.undo(second, actor=ACTOR).current == (first,)
    assert totals(store) == {"aktif": 68, "tidak aktif": 34}
    assert store.redo(second, actor=ACTOR).current == (second,)
    assert totals(store) == {"aktif": 59, "tidak aktif": 46}
    assert [event.event for event in store.events()] == [
        EventKind.IMPORT,
        EventKind.IMPORT,
        EventKind.UNDO,
        EventKind.REDO,
    ]
    assert [event.sequence for event in store.events()] == [1, 2, 3, 4]
    assert store.problems() == ()


def test_dates_stand_apart_and_come_oldest_first(store: Store) -> None:
    only = save(store, 59, 46, DECEMBER)
    save(store, 68, 34, NOVEMBER)
    assert [snapshot.as_of for snapshot in store.snapshots()] == [NOVEMBER, DECEMBER]
    assert (store.sequence(NOVEMBER), store.sequence(DECEMBER), store.sequence(dt.date(2020, 1, 1))) == (
        1,
        1,
        0,
    )
    store.undo(only, actor=ACTOR)
    assert [snapshot.as_of for snapshot in store.snapshots()] == [NOVEMBER]
    assert store.sequence(DECEMBER) == 2


def test_what_is_saved_is_there_in_another_process_view(store: Store, home: Path) -> None:
    save(store, 2, 1)
    other = open_store(home)
    assert other.snapshots() == store.snapshots()
    before = store.version()
    save(other, 1, 2)
    assert store.version() != before
    assert str(store.version()) == str(other.version())
    assert totals(store) == {"aktif": 1, "tidak aktif": 2}


def test_an_import_based_on_an_older_state_is_refused(store: Store) -> None:
    save(store, 68, 34)
    rows, draft = an_import(59, 46)
    with pytest.raises(ConflictError, match="7 November 2024 sudah berubah"):
        store.commit_import(rows, draft, based_on=0, actor=ACTOR, original=None)
    assert totals(store) == {"aktif": 68, "tidak aktif": 34}
    store.commit_import(rows, draft, based_on=1, actor=ACTOR, original=None)
    assert totals(store) == {"aktif": 59, "tidak aktif": 46}


def test_an_import_is_saved_once(store: Store) -> None:
    rows, draft = an_import(1, 0)
    store.commit_import(rows, draft, based_on=0, actor=ACTOR, original=None)
    with pytest.raises(StoreError, match="sudah pernah disimpan"):
        store.commit_import(rows, draft, based_on=1, actor=ACTOR, original=None)
    assert totals(store) == {"aktif": 1}


def test_rows_of_another_import_are_a_mistake(store: Store) -> None:
    rows, _ = an_import(1, 0)
    _, draft = an_import(1, 0)
    with pytest.raises(ValueError, match="import_id"):
        store.commit_import(rows, draft, based_on=0, actor=ACTOR, original=None)
    assert store.events() == ()


def test_undo_and_redo_of_what_cannot_be(store: Store) -> None:
    import_id = save(store, 1, 1)
    with pytest.raises(NotFoundError, match="tidak-ada"):
        store.undo("tidak-ada", actor=ACTOR)
    with pytest.raises(StoreError, match="masih dipakai"):
        store.redo(import_id, actor=ACTOR)
    store.undo(import_id, actor=ACTOR)
    with pytest.raises(StoreError, match="sudah ditarik kembali"):
        store.undo(import_id, actor=ACTOR)
    assert len(store.events()) == 2


def test_every_change_names_its_actor(store: Store) -> None:
    import_id = save(store, 1, 1)
    rows, draft = an_import(1, 1)
    with pytest.raises(NotAllowedError, match="Isi nama Anda"):
        store.commit_import(rows, draft, based_on=1, actor=" ", original=None)
    with pytest.raises(NotAllowedError):
        store.undo(import_id, actor="")
    assert store.undo(import_id, actor=" Kepala Bidang ").actor == "Kepala Bidang"


def test_the_uploaded_file_is_kept(store: Store, tmp_path: Path) -> None:
    upload = tmp_path / "ekspor.xlsx"
    upload.write_bytes(b"isi berkas" * 300_000)
    sha256 = hashlib.sha256(upload.read_bytes()).hexdigest()
    rows, draft = an_import(1, 1, sha256=sha256)
    assert store.original(sha256) is None
    store.commit_import(rows, draft, based_on=0, actor=ACTOR, original=upload)
    kept = store.original(sha256)
    assert kept is not None
    assert kept.read_bytes() == upload.read_bytes()
    assert [path.name for path in kept.parent.iterdir()] == [sha256]
    assert store.original("../imports") is None


def test_a_kept_file_that_was_damaged_gives_way_to_the_same_upload(store: Store, tmp_path: Path) -> None:
    upload = tmp_path / "ekspor.xlsx"
    upload.write_bytes(b"isi berkas")
    sha256 = hashlib.sha256(b"isi berkas").hexdigest()
    for damage in (b"", b"isi berk", b"isi berkaS"):
        rows, draft = an_import(2, 1, sha256=sha256)
        store.commit_import(rows, draft, based_on=store.sequence(NOVEMBER), actor=ACTOR, original=upload)
        kept = store.original(sha256)
        assert kept is not None
        assert kept.read_bytes() == b"isi berkas"
        assert list(kept.parent.iterdir()) == [kept]
        kept.write_bytes(damage)


def test_a_file_that_changed_since_its_preview_is_refused(store: Store, tmp_path: Path) -> None:
    upload = tmp_path / "ekspor.xlsx"
    upload.write_bytes(b"lain")
    rows, draft = an_import(1, 1)
    with pytest.raises(StoreError, match=r"ekspor\.xlsx berubah sejak diperiksa"):
        store.commit_import(rows, draft, based_on=0, actor=ACTOR, original=upload)
    assert store.events() == ()
    assert list((store.root / "files").iterdir()) == []


def test_an_import_without_rows_makes_an_empty_snapshot(store: Store) -> None:
    save(store, 0, 0)
    assert [snapshot.as_of for snapshot in store.snapshots()] == [NOVEMBER]
    assert totals(store) == {}
    assert store.problems() == ()


def test_the_second_file_of_a_date_may_complete_the_first(store: Store) -> None:
    base = save(store, 2, 1)
    rows, draft = an_import(1, 0, mode=ImportMode.COMPLETE)
    snapshot = store.commit_import(rows, draft, based_on=1, actor=ACTOR, original=None)
    assert [event.import_id for event in snapshot.imports] == [base, draft.import_id]
    assert store.undo(draft.import_id, actor=ACTOR).current == (base,)


def add(store: Store, active: int, mode: ImportMode) -> str:
    """Save an import of a file named by its id."""
    rows, draft = an_import(active, 0, mode=mode)
    draft = draft.model_copy(update={"file_name": f"berkas {active}.xlsx"})
    store.commit_import(rows, draft, based_on=store.sequence(NOVEMBER), actor=ACTOR, original=None)
    return draft.import_id


def test_a_base_is_taken_back_after_what_completes_it(store: Store) -> None:
    base = add(store, 1, ImportMode.REPLACE)
    first, second = (add(store, number, ImportMode.COMPLETE) for number in (2, 3))
    with pytest.raises(StoreError, match=r"berkas 1\.xlsx .* dahulu berkas 3\.xlsx .* dan berkas 2\.xlsx"):
        store.undo(base, actor=ACTOR)
    assert store.snapshots()[0].base.import_id == base
    for import_id in (second, first, base):
        store.undo(import_id, actor=ACTOR)
    assert store.snapshots() == ()
    with pytest.raises(StoreError, match=r"berkas 3\.xlsx .* hanya melengkapi unggahan berkas 1\.xlsx"):
        store.redo(second, actor=ACTOR)
    for import_id in (base, first, second):
        store.redo(import_id, actor=ACTOR)
    assert [event.import_id for event in store.snapshots()[0].imports] == [base, first, second]


def test_a_base_may_go_where_another_stands_before_it(store: Store) -> None:
    before, base = (add(store, number, ImportMode.REPLACE) for number in (1, 2))
    more = add(store, 3, ImportMode.COMPLETE)
    assert store.undo(base, actor=ACTOR).current == (before, more)


def test_what_completes_nothing_is_a_base_itself(store: Store) -> None:
    only = add(store, 1, ImportMode.COMPLETE)
    store.undo(only, actor=ACTOR)
    assert store.redo(only, actor=ACTOR).current == (only,)


def test_a_history_that_rests_on_a_completing_import_can_be_left(store: Store) -> None:
    base = add(store, 1, ImportMode.REPLACE)
    first, second = (add(store, number, ImportMode.COMPLETE) for number in (2, 3))
    last = store.events()[-1]
    torso = last.model_copy(
        update={
            "event": EventKind.UNDO,
            "import_id": base,
            "mode": ImportMode.REPLACE,
            "sequence": 4,
            "current": (first, second),
            "recorded_at": last.recorded_at + dt.timedelta(seconds=1),
        }
    )
    write_deltalake(store.root / "imports", event_log.to_row(torso), mode="append")
    assert [event.import_id for event in store.snapshots()[0].imports] == [first, second]
    assert store.undo(first, actor=ACTOR).current == (second,)
    assert store.redo(base, actor=ACTOR).current == (base, second)


def test_a_correction_of_a_visit_follows_the_last_revision(store: Store) -> None:
    store.add_visits([a_visit()])
    store.add_visits([a_visit(revision=2, notes="sudah diperbaiki")])
    with pytest.raises(ConflictError, match="5 Desember 2024 ini sudah diubah"):
        store.add_visits([a_visit(revision=2)])
    with pytest.raises(ConflictError):
        store.add_visits([a_visit("baru"), a_visit("baru")])
    assert open_database(store).rows("SELECT visit_id, revision, notes, officers FROM visits") == [
        {
            "visit_id": "kunjungan",
            "revision": 2,
            "notes": "sudah diperbaiki",
            "officers": ["Petugas A", "Petugas B"],
        }
    ]


def test_a_merge_may_not_lead_back(store: Store) -> None:
    store.add_link(Link(coop_id="a", same_as="b", reason="ganda", actor=ACTOR, recorded_at=MOMENT))
    for coop_id, same_as in (("b", "a"), ("c", "c")):
        with pytest.raises(StoreError, match="arah sebaliknya"):
            store.add_link(
                Link(coop_id=coop_id, same_as=same_as, reason="ganda", actor=ACTOR, recorded_at=MOMENT)
            )


def test_a_registry_of_an_older_version_gets_the_columns_that_it_lacks(store: Store) -> None:
    lacking = ("coop_group", "sector")
    older = pa.schema([column for column in REGISTRY if column.name not in lacking])
    shutil.rmtree(store.root / "registry")
    DeltaTable.create(store.root / "registry", older, partition_by=PARTITIONS["registry"])
    rows, draft = an_import(2, 1)
    first = rows.drop_columns(list(lacking))
    write_deltalake(store.root / "registry", first, mode="append")
    store = open_store(store.root)
    newer, draft = an_import(3, 1)
    newer = newer.set_column(newer.schema.get_field_index("sector"), "sector", pa.array(["Dagang"] * 4))
    store.commit_import(newer, draft, based_on=0, actor=ACTOR, original=None)
    table = DeltaTable(store.root / "registry")
    assert {field.name for field in table.schema().fields} == set(REGISTRY.names)
    assert open_database(store).rows("SELECT DISTINCT sector FROM registry") == [{"sector": "Dagang"}]
    assert totals(store) == {"aktif": 3, "tidak aktif": 1}


def test_many_rows_are_one_file_that_knows_how_many(store: Store) -> None:
    rows, draft = an_import(ROWS_IN_GROUP, 5)
    store.commit_import(rows, draft, based_on=0, actor=ACTOR, original=None)
    (file,) = (store.root / "registry").rglob("*.parquet")
    assert pq.ParquetFile(file).num_row_groups == 2
    assert open_database(store).rows("SELECT count(*) AS n FROM registry") == [{"n": ROWS_IN_GROUP + 5}]
