"""The demo: made whole or not at all, by whoever comes first, and what its screens take for today."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys
import time
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from kopdata.demo import make_demo, reference_date
from kopdata.errors import StoreError
from kopdata.paths import DEMO, PROJECT
from kopdata.store import Store, open_store
from kopdata.vocabulary import Precision

TODAY = dt.date(2026, 3, 2)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return make_demo(tmp_path_factory.mktemp("home"))


def test_holds_both_snapshots(demo: Store) -> None:
    before, now = demo.snapshots()

    assert (before.label, before.precision) == ("November 2019", Precision.MONTH)
    assert (before.base.accepted, before.base.active, before.base.inactive) == (87, 69, 18)
    assert (now.label, now.precision) == ("12 Desember 2022", Precision.DAY)
    assert (now.base.accepted, now.base.active, now.base.inactive) == (99, 73, 26)


def test_tells_which_fields_its_files_carry(demo: Store) -> None:
    before, now = demo.snapshots()

    assert now.fields - before.fields == {
        "kuk",
        "pattern",
        "rat_status",
        "reporting_date",
        "reporting_number",
    }
    assert {"name", "status", "certificate_expiry", "surplus"} <= before.fields
    assert not now.fields & {"coop_id", "import_id", "nib", "postal_code", "rat_book_year", "outside_region"}


def test_keeps_the_files_it_was_made_from(demo: Store) -> None:
    base = demo.snapshots()[1].base
    kept = demo.original(base.file_sha256)

    assert kept is not None
    assert kept.read_bytes() == (DEMO / base.file_name).read_bytes()


def test_holds_visits_and_assessments(demo: Store) -> None:
    contents = demo.contents()

    assert contents.visits.num_rows == pq.read_metadata(DEMO / "visits.parquet").num_rows
    assert contents.assessments.num_rows == pq.read_metadata(DEMO / "assessments.parquet").num_rows
    assert demo.problems() == ()


def test_stands_in_its_own_folder_and_leaves_nothing_beside_it(tmp_path: Path) -> None:
    store = make_demo(tmp_path / "home")

    assert store.is_demo
    assert store.root == tmp_path / "home" / "demo"
    assert [path.name for path in (tmp_path / "home").iterdir()] == ["demo"]


def test_clears_away_what_was_cut_off_in_the_making(tmp_path: Path) -> None:
    old, young = (tmp_path / f"demo-{name}.sementara" for name in ("lama", "baru"))
    for left in (old, young):
        (left / "registry").mkdir(parents=True)
    an_hour_ago = time.time() - 3700
    os.utime(old, (an_hour_ago, an_hour_ago))

    make_demo(tmp_path)

    assert sorted(path.name for path in tmp_path.iterdir()) == ["demo", young.name]


def test_is_made_once(tmp_path: Path) -> None:
    made = make_demo(tmp_path)
    made.undo("contoh-2019-11", actor="Uji")

    again = make_demo(tmp_path)

    assert again.version() == made.version()
    assert [snapshot.label for snapshot in again.snapshots()] == ["12 Desember 2022"]


def test_of_several_processes_one_makes_it(tmp_path: Path) -> None:
    program = (
        "import pathlib, sys; from kopdata.demo import make_demo; "
        "print(make_demo(pathlib.Path(sys.argv[1])).version())"
    )
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", program, str(tmp_path)], cwd=PROJECT, stdout=subprocess.PIPE, text=True
        )
        for _ in range(3)
    ]
    versions = {process.communicate(timeout=60)[0].strip() for process in processes}

    assert [process.returncode for process in processes] == [0, 0, 0]
    assert versions == {str(open_store(tmp_path / "demo").version())}
    assert [path.name for path in tmp_path.iterdir()] == ["demo"]


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("a file where the folder should be")

    with pytest.raises(StoreError, match="Data contoh tidak dapat ditulis"):
        make_demo(tmp_path / "home")


def test_an_office_measures_from_today(demo: Store) -> None:
    assert reference_date(demo.snapshots(), is_demo=False, today=TODAY) == TODAY


def test_the_demo_measures_from_its_last_visit(demo: Store) -> None:
    assert reference_date(demo.snapshots(), is_demo=True, today=TODAY) == dt.date(2022, 12, 26)
    assert reference_date((), is_demo=True, today=TODAY) == dt.date(2022, 12, 26)


def test_the_demo_measures_from_a_newer_snapshot(demo: Store) -> None:
    newer = demo.snapshots()[1].model_copy(update={"as_of": dt.date(2024, 11, 7)})

    assert reference_date((newer,), is_demo=True, today=TODAY) == dt.date(2024, 11, 7)
