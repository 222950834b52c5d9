"""What a power cut leaves behind is recognised, told, and does not stand in the way."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from deltalake import DeltaTable

from kopdata.database import open_database
from kopdata.errors import StoreError
from kopdata.store import Store, open_store
from kopdata.store.tables import Table
from tests.unit.store.samples import DECEMBER, NOVEMBER, a_visit, newest_data, newest_log, save


def empty(path: Path) -> None:
    path.write_bytes(b"")


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-40])


def cut_between_lines(path: Path) -> None:
    path.write_bytes(path.read_bytes().split(b"\n")[0] + b"\n")


def fill_with_zeros(path: Path) -> None:
    path.write_bytes(bytes(path.stat().st_size))


def remove(path: Path) -> None:
    path.unlink()


def registered(store: Store) -> object:
    return open_database(store).value("SELECT count(*) FROM registry")


@pytest.mark.parametrize("damage", [empty, cut, cut_between_lines, fill_with_zeros])
@pytest.mark.parametrize("is_open", [True, False], ids=["while open", "before opening"])
def test_a_broken_newest_event(
    store: Store, home: Path, damage: Callable[[Path], None], is_open: bool
) -> None:
    save(store, 68, 34)
    before = store.version()
    save(store, 59, 46)
    log = newest_log(home / "imports")
    damage(log)
    if not is_open:
        store = open_store(home)
    assert registered(store) == 102
    assert store.version() == before
    assert [problem for problem in store.problems() if log.name in problem]
    assert log.exists()

    broken = log.read_bytes()
    save(store, 1, 1, DECEMBER)
    assert registered(store) == 104
    assert store.problems() == ()
    assert [path.read_bytes() for path in (home / "rusak").iterdir()] == [broken]
    assert open_store(home).snapshots() == store.snapshots()


def test_a_number_that_is_used_again_names_another_state(store: Store, home: Path) -> None:
    save(store, 68, 34)
    save(store, 59, 46)
    lost = store.version()
    empty(newest_log(home / "imports"))
    save(store, 70, 40)
    again = store.version()
    assert again.imports == lost.imports
    assert str(again) != str(lost)
    assert registered(store) == 110


def test_a_folder_restored_under_a_running_process_is_another_state(store: Store, home: Path) -> None:
    save(store, 68, 34)
    backup = home.with_name("cadangan")
    shutil.copytree(home, backup)
    save(store, 59, 46)
    before = store.version()
    shutil.rmtree(home)
    shutil.copytree(backup, home)
    save(open_store(home), 70, 40)
    after = store.version()
    assert after.imports == before.imports
    assert str(after) != str(before)
    assert registered(store) == 110


@pytest.mark.parametrize("damage", [empty, cut, remove, fill_with_zeros])
def test_a_damaged_newest_event_file(store: Store, home: Path, damage: Callable[[Path], None]) -> None:
    save(store, 68, 34)
    save(store, 59, 46)
    damage(newest_data(home / "imports"))
    store = open_store(home)
    assert registered(store) == 102
    assert len(store.problems()) == 1
    assert "riwayat unggahan rusak" in store.problems()[0]
    save(store, 59, 46)
    assert registered(store) == 105


@pytest.mark.parametrize("damage", [empty, cut, remove, fill_with_zeros])
def test_damaged_rows_of_a_current_import(store: Store, home: Path, damage: Callable[[Path], None]) -> None:
    first = save(store, 68, 34)
    save(store, 59, 46)
    damage(newest_data(home / "registry"))
    store = open_store(home)
    assert [event.import_id for event in store.snapshots()[0].imports] == [first]
    assert registered(store) == 102
    assert store.problems() == (
        "Data unggahan ekspor.xlsx untuk 7 November 2024 rusak di penyimpanan, jadi tidak dipakai. Yang "
        "ditampilkan unggahan sebelumnya untuk tanggal itu, bila ada. Unggah lagi berkasnya, atau pulihkan "
        "penyimpanan dari cadangan.",
    )
    save(store, 59, 46)
    assert registered(store) == 105
    assert store.problems() == ()


@pytest.mark.parametrize("damage", [empty, cut, cut_between_lines])
def test_a_broken_newest_log_of_the_registry(
    store: Store, home: Path, damage: Callable[[Path], None]
) -> None:
    save(store, 68, 34)
    save(store, 59, 46)
    damage(newest_log(home / "registry"))
    store = open_store(home)
    assert registered(store) == 102
    assert len(store.problems()) == 2
    save(store, 1, 1)
    assert registered(store) == 2
    assert store.problems() == ()


def test_damaged_rows_that_do_not_show_are_no_problem(store: Store, home: Path) -> None:
    save(store, 68, 34)
    empty(newest_data(home / "registry"))
    save(store, 59, 46)
    store = open_store(home)
    assert registered(store) == 105
    assert store.problems() == ()


def test_a_date_whose_only_import_is_damaged_does_not_show(store: Store, home: Path) -> None:
    save(store, 68, 34, NOVEMBER)
    save(store, 59, 46, DECEMBER)
    empty(newest_data(home / "registry"))
    store = open_store(home)
    assert [snapshot.as_of for snapshot in store.snapshots()] == [NOVEMBER]
    assert len(store.problems()) == 1


def test_a_damaged_visit_is_left_out_and_told(store: Store, home: Path) -> None:
    store.add_visits([a_visit("a")])
    store.add_visits([a_visit("b")])
    empty(newest_data(home / "visits"))
    store = open_store(home)
    assert open_database(store).value("SELECT string_agg(visit_id) FROM visits") == "a"
    assert ["catatan kunjungan" in problem for problem in store.problems()] == [True]
    store.add_visits([a_visit("b")])
    assert open_database(store).value("SELECT count(*) FROM visits") == 2


def test_a_log_broken_in_the_middle_shows_the_state_before_and_takes_no_more(
    store: Store, home: Path
) -> None:
    save(store, 68, 34)
    save(store, 59, 46)
    middle = newest_log(home / "imports")
    save(store, 1, 1)
    empty(middle)
    store = open_store(home)
    assert registered(store) == 102
    assert len(store.problems()) == 1
    with pytest.raises(StoreError, match="rusak di tengah"):
        save(store, 2, 2)
    assert not (home / "rusak").exists()


@pytest.mark.parametrize("damage", [empty, cut])
def test_a_broken_checkpoint_is_set_aside(store: Store, home: Path, damage: Callable[[Path], None]) -> None:
    save(store, 68, 34)
    DeltaTable(home / "imports").create_checkpoint()
    save(store, 59, 46)
    damage(next((home / "imports" / "_delta_log").glob("*.checkpoint.parquet")))
    store = open_store(home)
    assert registered(store) == 105
    assert len(store.events()) == 2
    save(store, 1, 1)
    assert registered(store) == 2
    assert len(list((home / "rusak").iterdir())) == 2


def test_a_table_that_nobody_can_read_is_told_in_words(store: Store, home: Path) -> None:
    save(store, 68, 34)
    log = home / "visits" / "_delta_log" / f"{0:020}.json"
    log.write_text('{"metaData": {"id": "bukan tabel"}}\n')
    with pytest.raises(StoreError, match="Pulihkan folder itu dari cadangan"):
        open_store(home)


@pytest.mark.parametrize(
    "name", ["../../../../../../../../LUAR", "/LUAR", "..%2F..%2FLUAR", "C:LUAR", "a\\..\\LUAR"]
)
@pytest.mark.parametrize("table", ["registry", "visits"])
def test_a_log_that_leads_out_of_the_store_is_not_followed(
    store: Store, home: Path, tmp_path: Path, table: str, name: str
) -> None:
    save(store, 68, 34)
    store.add_visits([a_visit()])
    data = newest_data(home / table)
    outside = tmp_path / "rahasia.parquet"
    data.rename(outside)
    log = newest_log(home / table)
    actions = [json.loads(line) for line in log.read_text().splitlines()]
    [added] = [action["add"] for action in actions if "add" in action]
    added["path"] = name.replace("LUAR", str(outside).lstrip("/"))
    log.write_text("\n".join(map(json.dumps, actions)))

    store = open_store(home)

    assert len(store.problems()) == 1
    assert registered(store) == (0 if table == "registry" else 102)
    assert open_database(store).value("SELECT count(*) FROM visits") == (0 if table == "visits" else 1)
    [damaged] = Table(home, table).read().damaged
    assert damaged.is_outside
    assert damaged.path.parent == home / table
