"""What an import would change, as previewed, and what saving it does."""

from __future__ import annotations

import datetime as dt
import json
import subprocess
import sys
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from kopdata import formats
from kopdata.access import Actor, Role, local_actor
from kopdata.changes import Change, ChangeKind
from kopdata.database import open_database
from kopdata.errors import ConflictError, ImportRefusedError, NotAllowedError
from kopdata.imports import ImportPlan, ParsedFile, plan_import, read_file, save_import
from kopdata.models import Snapshot
from kopdata.paths import PROJECT
from kopdata.store import Store, create_store
from kopdata.vocabulary import ImportMode, Precision
from tests.imports.files import H3, H7, parse, row, table, write_xlsx

EARLIER, LATER = dt.date(2022, 12, 12), dt.date(2024, 11, 7)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return create_store(tmp_path / "store")


def parsed(folder: Path, *rows: dict[str, Any], name: str = "h3.xlsx") -> ParsedFile:
    return parse(write_xlsx(folder / name, table(H3, *rows)))


def saved(
    store: Store, file: ParsedFile, as_of: dt.date, mode: ImportMode = ImportMode.REPLACE
) -> ImportPlan:
    plan = plan_import(store, file, as_of=as_of, mode=mode)
    assert isinstance(save_import(store, plan, actor=local_actor(), original=None), Snapshot)
    return plan


def named(changes: Iterable[Change]) -> list[str]:
    return [change.name.removeprefix("Koperasi Maju Bersama ") for change in changes]


def test_a_first_import_is_all_new(store: Store, tmp_path: Path) -> None:
    plan = plan_import(
        store,
        parsed(
            tmp_path,
            row(1),
            row(2, STATUS_AKTIF="Tidak Aktif"),
            row(3, STATUS_AKTIF="-"),
            row(4, KABUPATEN="Bangka Tengah"),
        ),
        as_of=LATER,
    )

    assert (plan.total, plan.active, plan.inactive, plan.unknown, plan.outside) == (3, 1, 1, 1, 1)
    assert named(plan.changes.of(ChangeKind.NEW)) == ["1", "2", "3"]
    assert plan.before is None
    assert plan.missing_fields == ("Status sertifikat NIK", "Masa berlaku sertifikat", "Grade")
    assert plan.draft.accepted == 4
    assert set(json.loads(plan.draft.findings)) == {"rejected", "left_out", "warnings"}
    assert store.events() == ()


def test_changes_by_kind_and_name(store: Store, tmp_path: Path) -> None:
    idle = {"STATUS_AKTIF": "Tidak Aktif"}
    saved(store, parsed(tmp_path, row(1), row(2), row(3, **idle), row(4), row(5), row(6)), EARLIER)

    plan = plan_import(
        store,
        parsed(
            tmp_path,
            row(2, **idle, KETUA="Ketua Baru"),
            row(3),
            row(4, JUMLAH_ANGGOTA=1234, MODAL_SENDIRI=None, TANGGAL_RAT=dt.date(2024, 4, 1)),
            row(5, NAMA_KOPERASI="KOPERASI MAJU BERSAMA 5", DESA_KEL="Desa IRAT"),
            row(6, KABUPATEN="Bangka Tengah"),
            row(7),
        ),
        as_of=LATER,
    )

    changes = plan.changes
    assert [(kind.label, named(changes.of(kind))) for kind in ChangeKind] == [
        ("Baru tercatat", ["7"]),
        ("Tidak ada di berkas baru", ["1", "6"]),
        ("Menjadi tidak aktif", ["2"]),
        ("Kembali aktif", ["3"]),
        ("Data lain berubah", ["4"]),
    ]
    assert (plan.new, plan.gone, plan.changed) == (1, 2, 3)
    assert next(changes.of(ChangeKind.DEACTIVATED)).fields == (
        ("Ketua", "Ketua Contoh", "Ketua Baru"),
        ("Status", "Aktif", "Tidak aktif"),
    )
    assert next(changes.of(ChangeKind.ALTERED)).fields == (
        ("Tanggal RAT", "20-03-2024", "01-04-2024"),
        ("Jumlah anggota", "25", "1.234"),
        ("Modal sendiri", "Rp10.000.000", "–"),
    )
    assert next(changes.of(ChangeKind.ALTERED)).district == "Payung"


def test_a_field_that_a_file_lacks_has_not_changed(store: Store, tmp_path: Path) -> None:
    saved(store, parsed(tmp_path, row(1), row(2)), EARLIER)
    short = [
        {"NIK": f"190501002000{n}", "Nama Koperasi": f"Koperasi Maju Bersama {n}", "Kecamatan": "Payung"}
        for n in (1, 2)
    ]

    plan = plan_import(
        store, parse(write_xlsx(tmp_path / "h7.xlsx", table(H7[:3] + H7[4:5], *short))), as_of=LATER
    )

    assert (plan.new, plan.gone, plan.changed) == (0, 0, 0)
    assert plan.unknown == 2
    assert "Status" in plan.missing_fields


def test_it_is_compared_with_its_own_date_else_with_the_one_before(store: Store, tmp_path: Path) -> None:
    saved(store, parsed(tmp_path, row(1)), dt.date(2019, 11, 30))
    saved(store, parsed(tmp_path, row(1), row(2)), LATER)
    file = parsed(tmp_path, row(1), row(3))

    same, older = (plan_import(store, file, as_of=day) for day in (LATER, EARLIER))

    assert same.before is not None
    assert older.before is not None
    assert (same.before.as_of, same.new, same.gone) == (LATER, 1, 1)
    assert (older.before.as_of, older.new, older.gone) == (dt.date(2019, 11, 30), 1, 0)
    assert older.before_counts is not None
    assert older.before_counts.total == 1
    assert (same.shown_as_of, older.shown_as_of) == (None, LATER)


def test_the_same_file_again(store: Store, tmp_path: Path) -> None:
    file = parsed(tmp_path, row(1))
    first = saved(store, file, LATER)

    again, elsewhere = (plan_import(store, file, as_of=day) for day in (LATER, EARLIER))

    assert again.already is not None
    assert again.already.import_id == first.draft.import_id
    assert again.adds_nothing
    assert elsewhere.already is None
    assert not elsewhere.adds_nothing


def test_completing_fills_and_changes_nothing(store: Store, tmp_path: Path) -> None:
    saved(store, parsed(tmp_path, row(1, KETUA=None), row(2, STATUS_AKTIF=None)), LATER)
    more = parsed(tmp_path, row(1, KETUA="Ketua Baru", ALAMAT="Pindah"), row(2, STATUS_AKTIF="Aktif"), row(3))

    plan = saved(store, more, LATER, ImportMode.COMPLETE)

    assert (named(plan.changes.of(ChangeKind.NEW)), plan.gone, plan.changed) == (["3"], 0, 2)
    assert (plan.total, plan.active, plan.unknown) == (3, 3, 0)
    assert next(plan.changes.of(ChangeKind.ALTERED)).fields == (("Ketua", "–", "Ketua Baru"),)
    shown = open_database(store).rows("SELECT name, chair, address, status FROM registry ORDER BY name")
    assert [(koperasi["chair"], koperasi["address"], koperasi["status"]) for koperasi in shown] == [
        ("Ketua Baru", "Jl. Raya Payung No. 7", "aktif"),
        ("Ketua Contoh", "Jl. Raya Payung No. 7", "aktif"),
        ("Ketua Contoh", "Jl. Raya Payung No. 7", "aktif"),
    ]


def test_what_a_completing_file_adds_is_a_change(store: Store, tmp_path: Path) -> None:
    saved(store, parsed(tmp_path, row(1), row(2)), LATER)
    titles = ("NIK", "Nama Koperasi", "Status NIK", "Tanggal Berlaku Sertifikat")
    certified = ["1905010020001", "Koperasi Maju Bersama 1", "Sertifikat - Aktif", "31-12-2025"]
    file = parse(write_xlsx(tmp_path / "sertifikat.xlsx", [titles, certified]))

    plan = plan_import(store, file, as_of=LATER, mode=ImportMode.COMPLETE)

    assert [(kind.label, named(plan.changes.of(kind))) for kind in plan.changes.counts] == [
        ("Data lain berubah", ["1"])
    ]
    assert next(plan.changes.of(ChangeKind.ALTERED)).fields == (
        ("Status sertifikat NIK", "–", "Sertifikat - Aktif"),
        ("Masa berlaku sertifikat", "–", "31-12-2025"),
    )


def test_completing_is_previewed_as_it_will_show(store: Store, tmp_path: Path) -> None:
    saved(store, parsed(tmp_path, row(1, KECAMATAN="Payungg", DESA_KEL="Irad"), row(2)), LATER)
    more = parsed(tmp_path, row(1, KECAMATAN="Toboali", DESA_KEL="Rias"), row(2), row(3))

    plan = saved(store, more, LATER, ImportMode.COMPLETE)

    assert (plan.new, plan.changed) == (1, 0)
    shown = open_database(store).rows("SELECT district, district_code, village FROM registry ORDER BY name")
    assert tuple(shown[0].values()) == ("Payungg", None, "Irad")
    assert plan.counts.total == len(shown) == 3


def test_the_date_found_in_the_file_is_taken_unless_another_is_given(store: Store, tmp_path: Path) -> None:
    file = parsed(tmp_path, row(1), name="Koperasi November 2019.xlsx")

    found, given = plan_import(store, file), plan_import(store, file, as_of=LATER)

    assert (found.draft.as_of, found.draft.precision) == (dt.date(2019, 11, 30), Precision.MONTH)
    assert (given.draft.as_of, given.draft.precision) == (LATER, Precision.DAY)


def test_without_a_date_it_is_refused(store: Store, tmp_path: Path) -> None:
    with pytest.raises(ImportRefusedError, match="Tanggal keadaan tidak ditemukan"):
        plan_import(store, parsed(tmp_path, row(1)))


def test_without_a_koperasi_it_is_refused(store: Store, tmp_path: Path) -> None:
    with pytest.raises(ImportRefusedError, match="Nama koperasi kosong"):
        plan_import(store, parsed(tmp_path, row(1, NAMA_KOPERASI=None)), as_of=LATER)


def test_a_date_to_come_is_warned_of(store: Store, tmp_path: Path) -> None:
    ahead = dt.datetime.now().astimezone().date() + dt.timedelta(days=30)

    plan = plan_import(store, parsed(tmp_path, row(1)), as_of=ahead)

    assert plan.warnings[0].reason == f"Tanggal keadaan {formats.date(ahead)} belum tiba. Periksa tanggalnya."


def test_somebody_else_was_quicker(store: Store, tmp_path: Path) -> None:
    mine = plan_import(store, parsed(tmp_path, row(1)), as_of=LATER)
    saved(store, parsed(tmp_path, row(2)), LATER)

    with pytest.raises(ConflictError):
        save_import(store, mine, actor=local_actor(), original=None)


def test_only_who_may_import_saves(store: Store, tmp_path: Path) -> None:
    plan = plan_import(store, parsed(tmp_path, row(1)), as_of=LATER)
    visitor = Actor(name="Pimpinan", roles=frozenset({Role.LEADERSHIP}))

    with pytest.raises(NotAllowedError):
        save_import(store, plan, actor=visitor, original=None)
    assert store.snapshots() == ()


@pytest.mark.parametrize(
    ("changes", "column", "reason"),
    [
        (
            {"TANGGAL_RAT": "-"},
            "TANGGAL RAT",
            "Tercatat aktif, tetapi tanggal RAT kosong. Periksa di lapangan.",
        ),
        (
            {"JUMLAH_ANGGOTA": 0},
            "JUMLAH ANGGOTA",
            "Tercatat aktif, tetapi jumlah anggota 0. Periksa di lapangan.",
        ),
        ({"ID_KOPERASI": "1903010020001"}, "ID KOPERASI", "NIK tidak berawalan 1905. Perbaiki di ODS."),
        (
            {"JENIS_KOPERASI": "Simpan Pinjam"},
            "KELOMPOK KOPERASI",
            "Jenis 'Simpan Pinjam', tetapi Kelompok 'Kop. Serba Usaha'. Perbaiki di ODS.",
        ),
        (
            {"KELOMPOK_KOPERASI": "Kop. Simpan Pinjam"},
            "KELOMPOK KOPERASI",
            "Jenis 'Konsumen', tetapi Kelompok 'Kop. Simpan Pinjam'. Perbaiki di ODS.",
        ),
        (
            {"JENIS_KOPERASI": "Serba Usaha"},
            "JENIS KOPERASI",
            "Jenis 'Serba Usaha' tidak dikenal. Perbaiki di ODS.",
        ),
        (
            {"TANGGAL_RAT": dt.date(2024, 12, 1)},
            "TANGGAL RAT",
            "Tanggal RAT 01-12-2024 sesudah tanggal keadaan. Perbaiki di ODS.",
        ),
    ],
)
def test_contradictions_are_named_not_rejected(
    store: Store, tmp_path: Path, changes: dict[str, Any], column: str, reason: str
) -> None:
    plan = plan_import(store, parsed(tmp_path, row(1), row(2, **changes)), as_of=LATER)

    assert plan.total == 2
    assert [(finding.sheet, finding.row, finding.column, finding.reason) for finding in plan.warnings] == [
        ("Data", 3, column, reason)
    ]


def test_a_lapsed_certificate_with_grade_a(store: Store, tmp_path: Path) -> None:
    titles = ("NIK", "Nama Koperasi", "Grade", "Status NIK", "Tanggal Berlaku Sertifikat")
    rows = [
        ["1905010020001", "Maju", "A", "Sertifikat - Aktif", "31-12-2021"],
        ["1905010020002", "Jaya", "A", "Sertifikat - Expired", None],
        ["1905010020003", "Subur", "A", "Sertifikat - Aktif", "31-12-2025"],
        ["1905010020004", "Makmur", "B", "Sertifikat - Expired", "31-12-2021"],
    ]

    plan = plan_import(store, parse(write_xlsx(tmp_path / "s.xlsx", [titles, *rows])), as_of=LATER)

    assert [(finding.row, finding.reason) for finding in plan.warnings] == [
        (2, "Grade A, tetapi sertifikat habis masa berlaku 31-12-2021. Perbaiki di ODS."),
        (3, "Grade A, tetapi sertifikat habis masa berlaku. Perbaiki di ODS."),
    ]


def test_a_young_koperasi_owes_no_rat(store: Store, tmp_path: Path) -> None:
    young = row(1, TANGGAL_BADAN_HUKUM=dt.date(2024, 7, 1), TANGGAL_RAT=None)

    assert plan_import(store, parsed(tmp_path, young), as_of=LATER).warnings == ()


def test_what_a_file_does_not_carry_contradicts_nothing(store: Store, tmp_path: Path) -> None:
    koperasi = {"NIK": "1905010020001", "Nama Koperasi": "Maju", "Status Koperasi": "Aktif"}

    plan = plan_import(store, parse(write_xlsx(tmp_path / "h7.xlsx", table(H7, koperasi))), as_of=LATER)

    assert plan.warnings == ()


def test_99_rows_are_previewed_within_a_breath(store: Store, tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "h3.xlsx", table(H3, *map(row, range(99))))
    times = []
    for _ in range(3):
        started = time.perf_counter()
        plan = plan_import(store, read_file(path), as_of=LATER)
        times.append(time.perf_counter() - started)

    assert plan.total == 99
    assert min(times) < 3, "the target is 1 s; on a busy machine three times that"


def test_the_child_loads_only_what_it_needs() -> None:
    heavy = {"pydantic", "duckdb", "deltalake", "pandas", "kopdata.store"}
    program = f"import sys, kopdata.imports.worker; print(sorted({heavy} & sys.modules.keys()))"

    ran = subprocess.run(
        [sys.executable, "-c", program], cwd=PROJECT, capture_output=True, check=True, text=True
    )

    assert ran.stdout.strip() == "[]"
