"""Which koperasi is which, across files of different dates and forms."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from kopdata.access import local_actor
from kopdata.imports import ImportPlan, plan_import, save_import
from kopdata.store import Store, create_store
from kopdata.vocabulary import ImportMode
from tests.imports.files import H3, parse, row, table, write_xlsx

EARLIER, LATER = dt.date(2022, 12, 12), dt.date(2024, 11, 7)
_UNCLEAR = "Mungkin sama dengan koperasi yang sudah tercatat"


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return create_store(tmp_path / "store")


def imported(
    store: Store, folder: Path, as_of: dt.date, *rows: dict[str, Any], mode: ImportMode = ImportMode.REPLACE
) -> ImportPlan:
    """Save H3 with these rows as the snapshot of a date."""
    path = write_xlsx(folder / "h3.xlsx", table(H3, *rows))
    plan = plan_import(store, parse(path), as_of=as_of, mode=mode)
    save_import(store, plan, actor=local_actor(), original=path)
    return plan


def ids(plan: ImportPlan) -> list[str]:
    return [str(coop_id) for coop_id in plan.rows["coop_id"].to_pylist()]


def unclear(plan: ImportPlan) -> list[int | None]:
    return [finding.row for finding in plan.warnings if finding.reason.startswith(_UNCLEAR)]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (row(1), row(1, NAMA_KOPERASI="Nama Baru", NO_BADAN_HUKUM="lain", DESA_KEL="Malik")),
        (row(1, ID_KOPERASI=None), row(1)),
        (
            row(1),
            row(1, ID_KOPERASI=None, NAMA_KOPERASI="Nama Baru", NO_BADAN_HUKUM="Nomor 001/bh/diskop/ii/2003"),
        ),
        (row(1, TANGGAL_BADAN_HUKUM=None), row(1, ID_KOPERASI=None, NAMA_KOPERASI="Nama Baru")),
        (row(1), row(1, ID_KOPERASI=None, NO_BADAN_HUKUM=None, NAMA_KOPERASI="KOPERASI MAJU-BERSAMA 1")),
    ],
    ids=["nik", "nik appears", "legal number", "legal number, one date", "name in its village"],
)
def test_the_same_koperasi(
    store: Store, tmp_path: Path, before: dict[str, Any], after: dict[str, Any]
) -> None:
    first = imported(store, tmp_path, EARLIER, before)
    second = imported(store, tmp_path, LATER, after)

    assert ids(first) == ids(second)
    assert (second.new, second.gone) == (0, 0)
    assert unclear(second) == []


@pytest.mark.parametrize(
    "after",
    [
        row(2, NAMA_KOPERASI="Koperasi Maju Bersama 1"),
        row(1, ID_KOPERASI=None, NAMA_KOPERASI="Lain", TANGGAL_BADAN_HUKUM=dt.date(2004, 2, 14)),
        row(1, ID_KOPERASI=None, NAMA_KOPERASI="Lain", KABUPATEN="Bangka Tengah"),
        row(1, ID_KOPERASI=None, NO_BADAN_HUKUM=None, DESA_KEL="Malik"),
        row(1, ID_KOPERASI=None, NO_BADAN_HUKUM=None, DESA_KEL=None),
    ],
    ids=["another nik", "another legal date", "another regency", "another village", "no village"],
)
def test_another_koperasi(store: Store, tmp_path: Path, after: dict[str, Any]) -> None:
    first = imported(store, tmp_path, EARLIER, row(1))
    second = imported(store, tmp_path, LATER, after)

    assert ids(first) != ids(second)
    assert unclear(second) == []


def test_an_earlier_date_that_comes_later(store: Store, tmp_path: Path) -> None:
    later = imported(store, tmp_path, LATER, row(1), row(2))
    earlier = imported(store, tmp_path, EARLIER, row(2), row(1, ID_KOPERASI=None))

    assert ids(earlier) == ids(later)[::-1]


def test_two_that_could_be_meant_make_a_new_one(store: Store, tmp_path: Path) -> None:
    twins = (row(1, NAMA_KOPERASI="Maju"), row(2, NAMA_KOPERASI="Maju"))
    first = imported(store, tmp_path, EARLIER, *twins)

    second = imported(
        store, tmp_path, LATER, row(3, ID_KOPERASI=None, NO_BADAN_HUKUM=None, NAMA_KOPERASI="Maju")
    )

    assert not set(ids(first)) & set(ids(second))
    assert unclear(second) == [2]


def test_of_two_that_could_be_meant_the_one_that_is_left(store: Store, tmp_path: Path) -> None:
    first = imported(store, tmp_path, EARLIER, row(1, NAMA_KOPERASI="Maju"), row(2, NAMA_KOPERASI="Maju"))

    nameless = row(2, ID_KOPERASI=None, NO_BADAN_HUKUM=None, NAMA_KOPERASI="Maju")
    second = imported(store, tmp_path, LATER, row(1, NAMA_KOPERASI="Maju"), nameless)

    assert ids(second) == ids(first)
    assert unclear(second) == []


def test_a_number_that_many_bear_tells_none(store: Store, tmp_path: Path) -> None:
    def rows(first: int) -> list[dict[str, Any]]:
        return [row(n, ID_KOPERASI=None, NO_BADAN_HUKUM="belum ada") for n in range(first, first + 30)]

    imported(store, tmp_path, EARLIER, *rows(0))
    second = imported(store, tmp_path, LATER, *rows(15))

    assert (second.new, second.gone) == (15, 15)
    assert unclear(second) == []


def test_two_stores_agree_on_a_new_koperasi(tmp_path: Path) -> None:
    rows = (row(1), row(2, ID_KOPERASI=None), row(3, ID_KOPERASI=None, NO_BADAN_HUKUM=None))
    plans = [
        imported(create_store(tmp_path / name), tmp_path, as_of, *rows)
        for name, as_of in (("a", EARLIER), ("b", LATER))
    ]

    assert ids(plans[0]) == ids(plans[1])
    assert len({*ids(plans[0])}) == 3


def test_two_new_koperasi_of_one_wording_are_two(store: Store, tmp_path: Path) -> None:
    same = {"ID_KOPERASI": None, "NO_BADAN_HUKUM": None, "NAMA_KOPERASI": "Maju"}

    first, second = ids(imported(store, tmp_path, EARLIER, row(1, **same), row(2, **same, KETUA="Lain")))

    assert second == f"{first}-2"


def test_completing_matches_within_the_date_first(store: Store, tmp_path: Path) -> None:
    old = imported(store, tmp_path, EARLIER, row(9, NAMA_KOPERASI="Maju"))
    base = imported(store, tmp_path, LATER, row(2, NAMA_KOPERASI="Maju"))
    assert ids(old) != ids(base)

    completing = imported(
        store,
        tmp_path,
        LATER,
        row(2, ID_KOPERASI=None, NAMA_KOPERASI="MAJU", NO_BADAN_HUKUM=None),
        mode=ImportMode.COMPLETE,
    )

    assert ids(completing) == ids(base)
    assert unclear(completing) == []
