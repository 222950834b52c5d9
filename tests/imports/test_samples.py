"""The sample exports: each is read whole, and taken as the snapshot it says it is."""

from __future__ import annotations

import datetime as dt
from functools import cache
from pathlib import Path

import pytest

from data.builder import lives
from data.builder.snapshots import registry_rows
from kopdata.access import Actor, Role
from kopdata.demo import make_demo
from kopdata.imports import ImportPlan, ParsedFile, plan_import, read_file, save_import
from kopdata.paths import SAMPLES
from kopdata.store import Store
from kopdata.vocabulary import ImportKind

NOVEMBER = "ODS keadaan 7 November 2024.xlsx"
DECEMBER = "ODS keadaan 5 Desember 2024.xls"
END_OF_2025 = "ODS keadaan 31 Desember 2025.csv"
HEALTH = "Rekap penilaian kesehatan 2024.xlsx"
OWN = "registry.parquet"

OPERATOR = Actor(name="Operator (contoh)", roles=frozenset({Role.ODS_OPERATOR}))


@cache
def parsed(name: str) -> ParsedFile:
    return read_file(SAMPLES / name)


def imported(store: Store, name: str) -> ImportPlan:
    """Plan and save a sample, as the sidebar does."""
    plan = plan_import(store, parsed(name))
    save_import(store, plan, actor=OPERATOR, original=SAMPLES / name)
    return plan


@pytest.fixture
def demo(tmp_path: Path) -> Store:
    return make_demo(tmp_path)


@pytest.mark.parametrize(
    ("name", "as_of", "counts"),
    [
        (NOVEMBER, dt.date(2024, 11, 7), (102, 68, 34)),
        (DECEMBER, dt.date(2024, 12, 5), (105, 59, 46)),
        (END_OF_2025, dt.date(2025, 12, 31), (166, 110, 56)),
        (OWN, dt.date(2022, 12, 12), (99, 73, 26)),
    ],
)
def test_reads_to_its_counts(demo: Store, name: str, as_of: dt.date, counts: tuple[int, int, int]) -> None:
    plan = plan_import(demo, parsed(name))

    assert (plan.total, plan.active, plan.inactive) == counts
    assert (plan.unknown, plan.outside) == (0, 0)
    assert plan.draft.as_of == as_of
    assert plan.rejected == ()


@pytest.mark.parametrize(
    ("name", "as_of"),
    [
        (NOVEMBER, lives.NOVEMBER_2024),
        (DECEMBER, lives.DECEMBER_2024),
        (END_OF_2025, lives.END_OF_2025),
        (OWN, lives.DECEMBER_2022),
    ],
)
def test_every_form_of_cell_is_read_back(name: str, as_of: dt.date) -> None:
    file = parsed(name)
    written = registry_rows(lives.live(), as_of)

    assert [{field: row[field] for field in file.fields} for row in file.rows.to_pylist()] == [
        {field: row.get(field) for field in file.fields} for row in written
    ]


def test_the_samples_go_on_from_the_demo(demo: Store) -> None:
    plans = [imported(demo, name) for name in (NOVEMBER, DECEMBER, END_OF_2025)]

    assert [(plan.new, plan.gone) for plan in plans] == [(5, 2), (3, 0), (63, 2)]
    assert [snapshot.label for snapshot in demo.snapshots()][2:] == [
        "7 November 2024",
        "5 Desember 2024",
        "31 Desember 2025",
    ]


def test_the_registry_of_our_own_is_the_snapshot_that_stands(demo: Store) -> None:
    plan = plan_import(demo, parsed(OWN))

    assert (plan.new, plan.gone, plan.changed) == (0, 0, 0)


def test_every_village_has_its_merah_putih() -> None:
    rows = parsed(END_OF_2025).rows.to_pylist()
    merah_putih = [row for row in rows if "Merah Putih" in row["name"]]

    assert len(merah_putih) == len({row["village_code"] for row in merah_putih}) == 53
    assert all(row["rat_date"] is None and row["status"] == "aktif" for row in merah_putih)
    assert {row["legal_date"].strftime("%Y-%m") for row in merah_putih} == {"2025-07"}
    assert all(row["name"].endswith("(contoh)") for row in rows)


def test_the_recap_assesses_koperasi_of_the_registry(demo: Store) -> None:
    imported(demo, DECEMBER)
    before = demo.contents().assessments.num_rows

    plan = imported(demo, HEALTH)

    assert plan.kind is ImportKind.ASSESSMENTS
    assert plan.rejected == ()
    assert demo.contents().assessments.num_rows == before + 45
