"""A file with several tables of koperasi: none vanishes, or is read into wrong columns, unsaid."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kopdata.errors import ImportRefusedError
from kopdata.findings.files import OTHER_SHEET
from kopdata.findings.rows import HEADER_REPEATED
from kopdata.imports.content import Content
from tests.imports.files import H3, H7, H8, Rows, read, row, table, write_csv, write_html, write_xlsx

SHORT = ("NIK", "Nama Koperasi", "Kecamatan", "Status")
LONG = (*SHORT, "Keterangan", "Alamat")
TURNED = ("NIK", "Nama Koperasi", "Status", "Kecamatan")


def some(count: int, first: int = 1) -> list[dict[str, Any]]:
    """Return koperasi with what ``SHORT``, ``LONG`` and ``H7`` can bear, numbered from ``first``."""
    return [
        {
            "NIK": f"1905010{20000 + number:06d}",
            "Nama Koperasi": f"Koperasi Maju {number}",
            "Kecamatan": "Payung",
            "Status": "Aktif",
            "Status Koperasi": "Aktif",
            "Alamat": f"Jl. Raya {number}",
        }
        for number in range(first, first + count)
    ]


def refused(path: Path) -> str:
    with pytest.raises(ImportRefusedError) as error:
        read(path)
    return str(error.value)


def other_sheets(content: Content) -> list[str | None]:
    return [one.value for one in content.warnings if one.kind == OTHER_SHEET.id]


def test_a_richer_table_below_does_not_take_the_place_of_the_first(tmp_path: Path) -> None:
    rows = [*table(SHORT, *some(40)), [], *table(LONG, *some(3, 41))]

    assert refused(write_xlsx(tmp_path / "dua.xlsx", rows)) == (
        "Di baris 43 lembar 'Data' mulai tabel kedua dengan susunan kolom lain. Satu lembar hanya boleh "
        "memuat satu tabel: simpan setiap tabel sebagai berkas sendiri, atau samakan susunan kolomnya, lalu "
        "unggah lagi."
    )


@pytest.mark.parametrize("above", [1, 40, 58, 59, 60, 500])
@pytest.mark.parametrize("below", [LONG, TURNED, H7, H8], ids=["longer", "turned", "other", "a recap"])
def test_a_second_table_is_told_wherever_it_begins(above: int, below: Sequence[str], tmp_path: Path) -> None:
    rows = [*table(SHORT, *some(above)), *table(below, *some(3, 900))]

    assert refused(write_csv(tmp_path / "dua.csv", rows)).startswith(
        f"Di baris {above + 2} mulai tabel kedua dengan susunan kolom lain."
    )


def test_two_columns_of_many_that_change_place_are_another_table(tmp_path: Path) -> None:
    turned = list(H3)
    assets, turnover = turned.index("ASET"), turned.index("VOLUME USAHA")
    turned[assets], turned[turnover] = turned[turnover], turned[assets]
    rows = [*table(H3, *map(row, range(1, 70))), *table(turned, row(70))]

    assert "Di baris 71 " in refused(write_xlsx(tmp_path / "tukar.xlsx", rows))


@settings(max_examples=40, deadline=None)
@given(order=st.permutations(SHORT), above=st.integers(1, 70))
def test_the_order_of_the_columns_tells_a_page_break_from_another_table(order: list[str], above: int) -> None:
    rows = [*table(SHORT, *some(above)), *table(order, *some(2, 900))]
    with tempfile.TemporaryDirectory() as folder:
        path = write_csv(Path(folder) / "data.csv", rows)
        if tuple(order) != SHORT:
            assert "mulai tabel kedua" in refused(path)
            return
        content = read(path)

    assert content.rows.num_rows == above + 2
    assert [one.kind for one in content.left_out] == [HEADER_REPEATED.id]


def test_a_header_of_two_rows_may_stand_again_after_a_page_break(tmp_path: Path) -> None:
    upper = ["No", "Nama Koperasi", "Alamat", "Jenis Koperasi", "Anggota", "Permodalan", None]
    lower = [None, None, None, None, None, "Modal Sendiri", "Modal Luar"]
    data = [[at, f"Maju {at}", "Jl. Raya", "Jasa", 20, 200, 300] for at in range(1, 5)]

    content = read(write_xlsx(tmp_path / "h6.xlsx", [upper, lower, *data[:2], upper, *data[2:]]))

    assert content.rows["name"].to_pylist() == ["Maju 1", "Maju 2", "Maju 3", "Maju 4"]


def test_a_richer_header_wins_as_long_as_no_koperasi_stands_before_it(tmp_path: Path) -> None:
    legend = [["Nama", "NIK", "Alamat"], ["(lengkap)", None, None], []]

    content = read(write_xlsx(tmp_path / "data.xlsx", [*legend, *table(H3, row(1), row(2))]))

    assert (content.header_row, content.rows.num_rows, content.layout) == (4, 2, "H3")


def test_koperasi_above_the_first_known_header_are_told(tmp_path: Path) -> None:
    rows = [["Kode", "Lembaga", "Ket"], *([one["NIK"], one["Nama Koperasi"], "-"] for one in some(4)), []]

    assert refused(write_xlsx(tmp_path / "atas.xlsx", [*rows, *table(SHORT, *some(9, 11))])).startswith(
        "Baris 2 lembar 'Data' memuat koperasi, tetapi judul kolom yang dikenal baru ada di baris 7."
    )


def test_a_list_in_parts_on_several_sheets_is_not_read_in_part(tmp_path: Path) -> None:
    parts: dict[str, Rows] = {f"Kec {at}": table(SHORT, *some(8, 10 * at)) for at in range(1, 6)}
    path = write_xlsx(tmp_path / "kec.xlsx", table(LONG, *some(1, 90)), sheet="Kec 6", before=parts)

    assert refused(path) == (
        "Berkas ini memuat daftar koperasi di beberapa lembar atau tabel: 'Kec 1' (8 koperasi), 'Kec 2' (8 "
        "koperasi), 'Kec 3' (8 koperasi), 'Kec 4' (8 koperasi) dan 'Kec 5' (8 koperasi). Gabungkan semuanya "
        "ke satu lembar, atau simpan masing-masing sebagai berkas sendiri dan unggah satu per satu."
    )


def test_small_parts_are_parts_too(tmp_path: Path) -> None:
    before: dict[str, Rows] = {"Payung": table(SHORT, *some(2)), "Toboali": table(SHORT, *some(3, 11))}

    said = refused(write_xlsx(tmp_path / "kec.xlsx", table(SHORT, *some(2, 21)), before=before))

    assert "'Payung' (2 koperasi), 'Toboali' (3 koperasi) dan 'Data' (2 koperasi)" in said


def test_tables_of_a_web_page_are_parts_as_well(tmp_path: Path) -> None:
    first, second = (
        write_html(tmp_path / f"{at}.xls", table(SHORT, *some(8, at))).read_text("utf-8") for at in (1, 11)
    )
    path = tmp_path / "dua.xls"
    path.write_text(first.partition("</body>")[0] + second.partition("<body>")[2], encoding="utf-8")

    assert "'tabel 1' (8 koperasi) dan 'tabel 2' (8 koperasi)" in refused(path)


@pytest.mark.parametrize(
    ("other", "why"),
    [
        (table(SHORT, *some(38)), "mostly the same koperasi"),
        (table(SHORT, *some(5, 900)), "a handful beside many"),
        (table(LONG, *some(1, 900)), "one koperasi with one more column"),
        (table(H8[:5], *some(40, 900)), "a recap, not a registry"),
    ],
)
def test_the_longest_list_is_read_and_the_other_told(other: Rows, why: str, tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "buku.xlsx", table((*H7, "Alamat"), *some(40)), before={"Lain": other})

    content = read(path)

    assert (content.sheet, content.rows.num_rows) == ("Data", 40), why
    assert other_sheets(content) == ["Lain"]


def test_the_koperasi_of_an_older_sheet_are_known_by_name_where_they_have_no_nik(tmp_path: Path) -> None:
    older = [{**one, "NIK": None} for one in some(30)]

    content = read(
        write_xlsx(tmp_path / "buku.xlsx", table(LONG, *some(40)), before={"Lama": table(SHORT, *older)})
    )

    assert (content.rows.num_rows, other_sheets(content)) == (40, ["Lama"])


def test_a_sheet_that_goes_on_without_a_header_is_named(tmp_path: Path) -> None:
    more = [[f"1905010{20100 + at:06d}", f"Koperasi Lanjutan {at}", "Payung"] for at in range(4)]
    strange = [["NIK", "Nama Lembaga"], *([f"1905010{20200 + at:06d}", f"Usaha {at}"] for at in range(4))]
    path = write_xlsx(
        tmp_path / "lanjut.xlsx", table(H3, row(1), row(2)), before={"Lanjutan": more, "Lain": strange}
    )
    content = read(path)
    assert (content.sheet, content.rows.num_rows) == ("Data", 2)
    assert {warning.value for warning in content.warnings} == {"Lanjutan", "Lain"}
