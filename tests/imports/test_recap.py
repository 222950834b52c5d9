"""The supervisors' recap of health assessments: taken as given, for koperasi that the store knows."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from kopdata.access import Actor, Role, local_actor
from kopdata.database import open_database
from kopdata.errors import ImportRefusedError, NotAllowedError
from kopdata.imports import SavedAssessments, plan_import, put_back, save_import, take_back
from kopdata.queries.history import ask_history
from kopdata.store import Store, create_store
from kopdata.vocabulary import ImportKind
from tests.imports.files import H3, H8, parse, row, table, write_xlsx

GOOD: dict[str, Any] = {
    "NIK": "1905010020001",
    "Nama Koperasi": "Koperasi Maju Bersama 1",
    "Tahun Penilaian": 2023,
    "Nilai / Skor": "81,50",
    "Predikat": "SEHAT",
    "Metode": "KKPKK",
    "Tanggal Penilaian": dt.date(2024, 5, 6),
    "Pengawas": "Nama Pengawas",
}


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """A store with three koperasi, two of one name, one of them without a NIK."""
    store = create_store(tmp_path / "store")
    twins = (
        row(2, NAMA_KOPERASI="Kembar", DESA_KEL="Malik"),
        row(3, NAMA_KOPERASI="Kembar", ID_KOPERASI=None),
    )
    path = write_xlsx(tmp_path / "keadaan 7 November 2024.xlsx", table(H3, row(1), *twins))
    save_import(store, plan_import(store, parse(path)), actor=local_actor(), original=path)
    return store


def recap(folder: Path, *rows: dict[str, Any]) -> Path:
    return write_xlsx(folder / "Rekap kesehatan.xlsx", [["REKAP PENILAIAN"], *table(H8, *rows)])


def test_a_recap_is_recorded_as_given(store: Store, tmp_path: Path) -> None:
    path = recap(tmp_path, GOOD)
    plan = plan_import(store, parse(path))

    outcome = save_import(store, plan, actor=local_actor(), original=path)

    assert plan.kind is ImportKind.ASSESSMENTS
    assert outcome == SavedAssessments(added=1)
    recorded = open_database(store).rows(
        "SELECT * EXCLUDE (recorded_at, actor, coop_id, import_id) FROM assessments"
    )
    assert recorded == [
        {
            "year": 2023,
            "predicate": "Sehat",
            "score": Decimal("81.50"),
            "method": "KKPKK",
            "assessed_on": dt.date(2024, 5, 6),
            "source": f"Rekap kesehatan.xlsx (berkas {plan.parsed.sha256[:12]}), lembar Data, baris 3",
        }
    ]
    kept = store.original(plan.parsed.sha256)
    assert kept is not None
    assert kept.read_bytes() == path.read_bytes()


def test_a_recap_is_taken_back_and_put_back_like_any_import(store: Store, tmp_path: Path) -> None:
    path = recap(tmp_path, GOOD)
    before = store.snapshots()
    plan = plan_import(store, parse(path))
    save_import(store, plan, actor=local_actor(), original=path)
    recorded = "SELECT count(*) FROM assessments"
    [record] = [one for one in ask_history(store) if one.made.import_id == plan.draft.import_id]
    assert (record.made.kind, record.shows, record.state) == (ImportKind.ASSESSMENTS, True, "Dipakai")
    assert store.snapshots() == before

    take_back(store, plan.draft.import_id, actor=local_actor())
    assert open_database(store).value(recorded) == 0
    assert not next(one for one in ask_history(store) if one.made == record.made).stands
    assert not plan_import(store, parse(path)).adds_nothing

    put_back(store, plan.draft.import_id, actor=local_actor())
    assert open_database(store).value(recorded) == 1
    assert plan_import(store, parse(path)).adds_nothing


def test_names_of_supervisors_are_not_even_read(tmp_path: Path) -> None:
    parsed = parse(recap(tmp_path, GOOD))

    assert "Nama Pengawas" not in str(parsed.rows.to_pylist())


def test_the_koperasi_by_nik_else_by_name(store: Store, tmp_path: Path) -> None:
    by_name = GOOD | {"NIK": None, "Nama Koperasi": "KOPERASI MAJU  BERSAMA 1", "Tahun Penilaian": 2022}
    unknown_nik = GOOD | {"NIK": "1905010029999", "Nama Koperasi": "kembar"}

    plan = plan_import(store, parse(recap(tmp_path, GOOD, by_name, unknown_nik)))

    found = open_database(store).rows("SELECT coop_id, nik, name FROM registry ORDER BY source_row")
    assert plan.rows["coop_id"].to_pylist() == [found[0]["coop_id"], found[0]["coop_id"], found[2]["coop_id"]]
    assert plan.rejected == ()


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"NIK": "1905010029999"}, "Koperasi ini tidak ada di data yang tersimpan"),
        ({"NIK": None, "Nama Koperasi": "Kembar"}, "Nama ini dipunyai 2 koperasi"),
        ({"NIK": None, "Nama Koperasi": None}, "NIK dan nama koperasi kosong"),
        ({"Predikat": "Kurang Sehat"}, "Predikat 'Kurang Sehat' tidak dikenal"),
        ({"Predikat": None}, "Predikat kosong"),
        ({"Tahun Penilaian": "lalu"}, "Tahun penilaian kosong atau tidak terbaca"),
        ({"Tahun Penilaian": 2099}, "Tahun penilaian 2099 belum tiba"),
        (
            {"Tahun Penilaian": 2022, "Tanggal Penilaian": dt.date(2099, 1, 2)},
            "Tanggal penilaian 02-01-2099 belum tiba",
        ),
        ({"NIK": None, "Predikat": "Cukup Sehat"}, "Penilaian tahun 2023 koperasi ini sudah ada di baris 3"),
        ({"Predikat": "Cukup Sehat"}, "Penilaian tahun 2023 ganda: baris 3 dan 4"),
    ],
)
def test_a_row_that_cannot_be_recorded_is_rejected(
    store: Store, tmp_path: Path, changes: dict[str, Any], reason: str
) -> None:
    plan = plan_import(store, parse(recap(tmp_path, GOOD, GOOD | changes)))

    assert [finding.row for finding in plan.rejected] == [4]
    assert plan.rejected[0].reason.startswith(reason)
    assert plan.draft.rows_read == plan.draft.accepted + len(plan.rejected) + len(plan.left_out) == 2


def test_a_score_beyond_100_is_left_away(store: Store, tmp_path: Path) -> None:
    plan = plan_import(store, parse(recap(tmp_path, GOOD | {"Nilai / Skor": 815})))

    assert plan.rows["score"].to_pylist() == [None]
    assert [finding.value for finding in plan.warnings] == ["815.00"]


def test_the_same_recap_again_adds_nothing(store: Store, tmp_path: Path) -> None:
    path = recap(tmp_path, GOOD, GOOD)
    first = plan_import(store, parse(path))
    save_import(store, first, actor=local_actor(), original=path)

    again = plan_import(store, parse(path))

    assert len(first.left_out) == 1
    assert not first.adds_nothing
    assert again.adds_nothing
    assert save_import(store, again, actor=local_actor(), original=path) == SavedAssessments(added=0)


def test_a_grade_corrected_back_and_a_corrected_date_are_recorded(store: Store, tmp_path: Path) -> None:
    watched = GOOD | {"Predikat": "Dalam Pengawasan"}
    moved = watched | {"Tanggal Penilaian": dt.date(2024, 5, 7)}
    added = []
    for content in (watched, GOOD, watched, watched, moved):
        path = recap(tmp_path, content)
        plan = plan_import(store, parse(path))
        outcome = save_import(store, plan, actor=local_actor(), original=path)
        assert isinstance(outcome, SavedAssessments)
        assert plan.adds_nothing is (outcome.added == 0)
        added.append(outcome.added)

    assert added == [1, 1, 1, 0, 1]


def test_a_recap_of_unknown_koperasi_is_refused(store: Store, tmp_path: Path) -> None:
    strange = GOOD | {"NIK": "1905010029999", "Nama Koperasi": "Koperasi Asing"}

    with pytest.raises(
        ImportRefusedError, match=r"Tidak satu pun dari 1 baris penilaian .* Baris 3: Koperasi"
    ):
        plan_import(store, parse(recap(tmp_path, strange)))


def test_who_may_not_assess_saves_nothing(store: Store, tmp_path: Path) -> None:
    plan = plan_import(store, parse(recap(tmp_path, GOOD)))
    officer = Actor(name="Petugas", roles=frozenset({Role.FIELD_OFFICER}))

    with pytest.raises(NotAllowedError):
        save_import(store, plan, actor=officer, original=None)
