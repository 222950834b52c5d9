"""What stands below a table is no koperasi; what stands in it is one, however little it holds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

import pytest

from kopdata.findings.rows import BELOW_TABLE, HARDLY_FILLED, ONLY_NAME, TITLE
from kopdata.imports.content import Content
from tests.imports.files import H1, H3, H7, H8, ROW, read, row, table, write_csv, write_html, write_xlsx

Cells = dict[str, Any]
WRITERS: Final[dict[str, Callable[[Path, Sequence[Any]], Path]]] = {
    "xlsx": write_xlsx,
    "xls": write_html,
    "csv": write_csv,
}

SIGNED: Final = [
    {"NAMA KOPERASI": "Mengetahui", "ASET": "Toboali, 7 November 2024"},
    {"NAMA KOPERASI": "KEPALA DINAS KOPERASI, UKM,", "ASET": "Operator ODS"},
    {"NAMA KOPERASI": "PERDAGANGAN DAN PERINDUSTRIAN"},
    {"NAMA KOPERASI": "Drs. Nama Contoh, M.Si", "ASET": "Nama Contoh Kedua, S.E."},
    {"NAMA KOPERASI": "Pembina Utama Muda"},
    {"NAMA KOPERASI": "NIP. 19700101 199503 1 001", "ASET": "NIP. 198501012010012002"},
]
ENDINGS: Final = {
    "signed at the left": SIGNED,
    "signed under the NIK": [
        {"ID KOPERASI": one["NAMA KOPERASI"], "ALAMAT": one.get("ASET")} for one in SIGNED
    ],
    "signed under the legal number": [
        {"NO BADAN HUKUM": one["NAMA KOPERASI"], "KETUA": one.get("ASET")} for one in SIGNED
    ],
    "signed at the right": [
        {"TANGGAL RAT": text}
        for text in (
            "Toboali,      November 2024",
            "a.n. Kepala Dinas",
            "Kepala Bidang Koperasi",
            "Nama Contoh",
        )
    ],
    "signed by three": [
        {"NO": "Menyetujui,", "ALAMAT": "Diperiksa oleh,", "KETUA": "Dibuat oleh,"},
        {"NO": "Kepala Dinas", "ALAMAT": "Kepala Bidang", "KETUA": "Operator"},
        {"NO": "Nama Contoh", "ALAMAT": "Nama Kedua", "KETUA": "Nama Ketiga"},
    ],
    "place and date in two cells": [
        {"NAMA KOPERASI": "Toboali,", "NO BADAN HUKUM": dt.date(2024, 11, 7)},
        {"NAMA KOPERASI": "Petugas ODS", "NO BADAN HUKUM": "Nama Contoh"},
    ],
    "remarks": [
        {"NAMA KOPERASI": "Catatan: data masih sementara"},
        {"NO": 1, "NAMA KOPERASI": "Koperasi yang ditandai kuning belum RAT"},
        {"NO": 2, "NAMA KOPERASI": "Data desa menunggu perbaikan"},
    ],
    "source": [{"NAMA KOPERASI": "Sumber: ODS"}, {"NAMA KOPERASI": "Dibuat oleh: Nama Contoh"}],
    "a name and nothing else": [{"NAMA KOPERASI": "Drs. Nama Contoh, M.Si"}],
    "summed up": [
        {"NAMA KOPERASI": "Koperasi Aktif", "NO BADAN HUKUM": 68},
        {"NAMA KOPERASI": "Tidak Aktif", "NO BADAN HUKUM": 34},
    ],
}


def read_as(kind: str, folder: Path, rows: Sequence[Any]) -> Content:
    content = read(WRITERS[kind](folder / f"ekspor.{kind}", rows))
    assert content.rows_read == content.rows.num_rows + len(content.rejected) + len(content.left_out)
    return content


def of_rows(folder: Path, *rows: Cells) -> Content:
    """Return what H3 with exactly these cells is read as."""
    return read_as("xlsx", folder, [list(H3), *([one.get(title) for title in H3] for one in rows)])


@pytest.mark.parametrize("kind", WRITERS)
@pytest.mark.parametrize("ending", ENDINGS.values(), ids=ENDINGS)
def test_what_stands_below_a_table_is_left_out(tmp_path: Path, kind: str, ending: list[Cells]) -> None:
    rows = [*table(H3, row(1)), [], *([one.get(title) for title in H3] for one in ending)]

    content = read_as(kind, tmp_path, rows)

    assert content.rows["name"].to_pylist() == [row(1)["NAMA KOPERASI"]]
    assert content.rejected == []
    assert content.warnings == []
    assert [one.row for one in content.left_out] == list(range(4, 4 + len(ending)))
    assert {one.kind for one in content.left_out} <= {BELOW_TABLE.id, TITLE.id}


def test_the_reason_is_told_with_what_the_row_held(tmp_path: Path) -> None:
    content = of_rows(tmp_path, row(1), *SIGNED)

    assert content.left_out[0].value == "Mengetahui · Toboali, 7 November 2024"
    assert content.left_out[0].reason == ("Bukan data koperasi: tanda tangan atau catatan di bawah tabel.")


@pytest.mark.parametrize("titles", [H1, H7], ids=["without a NIK", "a short one"])
def test_other_layouts_are_signed_too(tmp_path: Path, titles: Sequence[str]) -> None:
    name = "Koperasi" if "Koperasi" in titles else "Nama Koperasi"
    known = {"Nomor Badan Hukum Pendirian": "02/BH/X/2003", "NIK": ROW["ID KOPERASI"], "No": 1}
    signed = [[one[at] for at in ("NAMA KOPERASI",)] for one in SIGNED]
    place = list(titles).index(name)
    rows = [
        list(titles),
        [{**known, name: "Maju"}.get(title) for title in titles],
        *([None] * place + cells + [None] * (len(titles) - place - 1) for cells in signed),
    ]

    content = read_as("xlsx", tmp_path, rows)

    assert content.rows["name"].to_pylist() == ["Maju"]
    assert len(content.left_out) == len(SIGNED)


def test_a_recap_of_assessments_is_signed_too(tmp_path: Path) -> None:
    assessed = {
        "NIK": ROW["ID KOPERASI"],
        "Nama Koperasi": "Maju",
        "Tahun Penilaian": 2024,
        "Predikat": "Sehat",
    }
    signed = [{"Nama Koperasi": one["NAMA KOPERASI"], "Metode": one.get("ASET")} for one in SIGNED]

    content = read_as("xlsx", tmp_path, table(H8, assessed, *signed))

    assert content.rows["name"].to_pylist() == ["Maju"]
    assert content.rejected == []


def test_each_page_may_be_signed(tmp_path: Path) -> None:
    titles = dict(zip(H3, H3, strict=True))

    content = of_rows(tmp_path, row(1), *SIGNED[:1], SIGNED[-1], titles, row(2), *SIGNED)

    assert content.rows["source_row"].to_pylist() == [2, 6]
    assert content.warnings == []


def test_within_the_table_little_is_enough_and_told(tmp_path: Path) -> None:
    content = of_rows(
        tmp_path,
        row(1),
        {"NAMA KOPERASI": "Sumber Rezeki"},
        {"NAMA KOPERASI": "Koperasi Aktif Bersama", "ALAMAT": "Jl. Raya"},
        {"NO": 4, "NAMA KOPERASI": "Drs. Nama Contoh"},
        row(5),
    )

    assert content.rows["source_row"].to_pylist() == [2, 3, 4, 5, 6]
    assert [(one.row, one.kind) for one in content.warnings] == [(3, ONLY_NAME.id), (5, ONLY_NAME.id)]


@pytest.mark.parametrize(
    "last",
    [
        {"NO": 2, "NAMA KOPERASI": "Sumber Rezeki"},
        {"NAMA KOPERASI": "Koperasi Sumber Rezeki"},
        {"NAMA KOPERASI": "KUD Tani Makmur"},
        {"NAMA KOPERASI": "Kopdes Merah Putih Irat"},
    ],
)
def test_a_last_row_that_says_to_be_a_koperasi_is_one_and_told(tmp_path: Path, last: Cells) -> None:
    content = of_rows(tmp_path, row(1), last, *SIGNED)

    assert content.rows["name"].to_pylist()[1:] == [last["NAMA KOPERASI"]]
    assert [(one.row, one.kind) for one in content.warnings] == [(3, ONLY_NAME.id)]


@pytest.mark.parametrize("signed", [(), SIGNED], ids=["unsigned", "signed"])
@pytest.mark.parametrize("name", ["Sumber Rezeki", "Karya Tani Sadai, Toboali", "Maju, Sadai", "Hidup Baru"])
def test_a_name_alone_that_nobody_signs_with_is_kept_and_told(
    tmp_path: Path, name: str, signed: list[Cells]
) -> None:
    content = of_rows(tmp_path, row(1), {"NAMA KOPERASI": name}, *signed)

    assert content.rows["name"].to_pylist()[1:] == [name]
    assert [(one.row, one.kind) for one in content.warnings] == [(3, ONLY_NAME.id)]


@pytest.mark.parametrize(
    "name",
    [
        *(
            "Drs. Nama Contoh",
            "Nama Contoh, S.E.",
            "Nama Contoh, SE, MM",
            "Hj. Nama Contoh, A.Md",
            "NAMA, S.Sos",
        ),
        *(
            "Pembina Utama Muda",
            "Penata Tk. I",
            "Dinas Koperasi, UKM",
            "Data per 7 November 2024",
            "*) belum RAT",
        ),
    ],
)
def test_a_lone_name_of_an_office_or_a_titled_person_is_left_out(tmp_path: Path, name: str) -> None:
    content = of_rows(tmp_path, row(1), {"NAMA KOPERASI": name})

    assert content.rows["source_row"].to_pylist() == [2]
    assert [(one.row, one.kind) for one in content.left_out] == [(3, BELOW_TABLE.id)]


def test_a_last_row_of_few_cells_is_doubted_aloud(tmp_path: Path) -> None:
    content = of_rows(tmp_path, row(1), {"NAMA KOPERASI": "Sumber Rezeki", "ALAMAT": "Jl. Raya"}, *SIGNED)

    assert content.rows["source_row"].to_pylist() == [2, 3]
    assert [(one.row, one.kind) for one in content.warnings] == [(3, HARDLY_FILLED.id)]


@pytest.mark.parametrize(
    "cells",
    [
        {"ID KOPERASI": "1905010020009"},
        {"NO BADAN HUKUM": "844A/BH/VIII/1980"},
        {"STATUS AKTIF": "Tidak Aktif"},
        {"DESA/KEL": "Irat", "KECAMATAN": "Payung", "ALAMAT": "Jl. Raya", "KETUA": "Kepala Desa Irat"},
    ],
)
def test_a_last_row_that_a_registry_knows_is_a_koperasi(tmp_path: Path, cells: Cells) -> None:
    content = of_rows(tmp_path, row(1), {"NAMA KOPERASI": "Catatan Makmur", **cells}, *SIGNED)

    assert content.rows["source_row"].to_pylist() == [2, 3]
    assert content.warnings == []


def test_a_list_of_names_alone_stays_a_list(tmp_path: Path) -> None:
    """Where no row is a koperasi for certain, no row stands below the table."""
    names = ["Sumber Rezeki", "Maju Jaya", "Tani Makmur"]

    content = of_rows(tmp_path, *({"NAMA KOPERASI": name} for name in names), *SIGNED)

    assert content.rows["name"].to_pylist() == names
    assert [one.kind for one in content.warnings] == [ONLY_NAME.id] * 3
