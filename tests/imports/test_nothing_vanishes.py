"""Whatever a file holds is read, kept beside the fields, or refused with a sentence; never dropped unsaid."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kopdata.errors import ImportRefusedError
from kopdata.imports.content import Content
from kopdata.imports.filetypes import FileType
from kopdata.imports.headers import header_score
from kopdata.imports.sheets import MOST_COLUMNS, read_sheets
from tests.imports.files import H3, H8, Rows, read, row, table, write_csv, write_xlsx

TITLES: Final = ("NIK", "Nama Koperasi", "Alamat", "Status")


def extras(content: Content) -> list[dict[str, Any]]:
    return [json.loads(one or "{}") for one in content.rows["extra"].to_pylist()]


def koperasi(number: int) -> list[str]:
    return [f"190501002000{number}", f"Koperasi {number}", f"Jl. {number}", "Aktif"]


def quoted(rows: Rows, delimiter: str = ",", line_end: str = "\r\n") -> str:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter, quoting=csv.QUOTE_ALL, lineterminator=line_end).writerows(rows)
    return text.getvalue()


def written(folder: Path, text: str) -> Path:
    path = folder / "ekspor.csv"
    path.write_text(text, encoding="utf-8", newline="")
    return path


class TestRowNumbers:
    @pytest.mark.parametrize("title", ["No", "Nomor", "No. Urut"])
    def test_a_text_among_them_is_kept_under_its_title(self, tmp_path: Path, title: str) -> None:
        numbers = [1, "2.", "(3)", "4)", "KET-PENTING", 6.0, "-", ""]
        rows = [[number, *koperasi(at)] for at, number in enumerate(numbers)]

        content = read(write_xlsx(tmp_path / "ekspor.xlsx", [[title, *TITLES], *rows]))

        kept: list[dict[str, Any]] = [{} for _ in numbers]
        kept[4] = {title: "KET-PENTING"}
        assert extras(content) == kept
        assert content.unclear_columns == []

    def test_legal_numbers_under_a_title_of_row_numbers_are_kept_and_asked(self, tmp_path: Path) -> None:
        rows = [
            ["No", "NIK", "Nama Koperasi", "Alamat", "Status", "Legalitas", None],
            [None, None, None, None, None, "Nomor", "Tanggal Badan Hukum"],
            *([at, *koperasi(at), f"0{at}/BH/II/2003", "14-02-2003"] for at in range(1, 6)),
        ]

        content = read(write_xlsx(tmp_path / "ekspor.xlsx", rows))

        [asked] = content.unclear_columns
        assert asked.letter == "F"
        assert asked.proposed == "legal_number"
        assert [list(one.values()) for one in extras(content)] == [
            [f"0{at}/BH/II/2003"] for at in range(1, 6)
        ]

    def test_a_second_column_of_bare_numbers_that_do_not_count_is_kept(self, tmp_path: Path) -> None:
        rows = [[at + 1, *koperasi(at), number] for at, number in enumerate([518, 77, 90, 4012])]

        content = read(write_xlsx(tmp_path / "ekspor.xlsx", [["No", *TITLES, "Nomor"], *rows]))

        assert [list(one.values()) for one in extras(content)] == [["518"], ["77"], ["90"], ["4012"]]

    def test_a_second_column_that_counts_numbers_rows_as_well(self, tmp_path: Path) -> None:
        rows = [[at + 1, *koperasi(at), at % 3 + 1] for at in range(8)]

        content = read(write_xlsx(tmp_path / "ekspor.xlsx", [["No", *TITLES, "No Urut"], *rows]))

        assert extras(content) == [{}] * 8


class TestTitlesThatMeet:
    def test_a_title_that_bears_the_letter_of_another_column(self, tmp_path: Path) -> None:
        titles = ["Nama Koperasi", "Alamat", "X", "Status", "X (F)", "X"]
        cells = ["Maju", "Jl. Raya", "satu", "Aktif", "dua", "tiga"]

        [extra] = extras(read(write_xlsx(tmp_path / "ekspor.xlsx", [titles, cells])))

        assert sorted(extra.values()) == ["dua", "satu", "tiga"]
        assert extra["X"] == "satu"

    @pytest.mark.parametrize("at", [0, 4])
    def test_what_an_export_of_ours_kept_meets_a_column_of_that_title(self, tmp_path: Path, at: int) -> None:
        titles, cells = list(TITLES), koperasi(1)
        titles[at:at], cells[at:at] = ["Ket"], ["baru"]

        path = write_xlsx(
            tmp_path / "ekspor.xlsx", [[*titles, "extra"], [*cells, '{"Ket": "lama", "Asal": "kantor"}']]
        )

        assert extras(read(path)) == [{"Ket": "baru", "Ket (F)": "lama", "Asal": "kantor"}]

    def test_the_same_said_twice_is_kept_once(self, tmp_path: Path) -> None:
        rows = [[*TITLES, "extra", "Ket"], [*koperasi(1), '{"Ket": "lama"}', "lama"]]

        assert extras(read(write_xlsx(tmp_path / "ekspor.xlsx", rows))) == [{"Ket": "lama"}]


def test_a_name_without_end_is_cut_told_and_kept_whole(tmp_path: Path) -> None:
    names = ["x" * 10_000, "y" * 10_001]
    rows = table(H3, *(row(at, NAMA_KOPERASI=name) for at, name in enumerate(names)))

    content = read(write_csv(tmp_path / "ekspor.csv", rows))

    assert content.rows["name"].to_pylist() == ["x" * 10_000, "y" * 10_000]
    assert [(one.row, one.kind) for one in content.warnings] == [(3, "text_too_long")]
    assert extras(content) == [{}, {"NAMA KOPERASI": names[1]}]


def test_the_columns_of_a_recap_that_are_not_read_are_named(tmp_path: Path) -> None:
    good = ["1905010020001", "Maju", 2023, 81, "Sehat", "KKPKK", "06-05-2024", "Nama Pengawas"]
    rows = [["No", *H8, "Catatan", "Kosong", "Asal"], [1, *good, "menyusul", None, "kantor"]]

    content = read(write_xlsx(tmp_path / "rekap.xlsx", rows))

    assert [one.reason for one in content.warnings] == [
        "Kolom ini tidak dibaca dari rekap: Catatan dan Asal. Periksa judulnya."
    ]


class TestQuotes:
    WIDTH: Final = 10
    TITLES: Final = ("NIK", "Nama Koperasi", "Alamat", "Status", *(f"k{at}" for at in range(6)))

    def rows(self, fill: str = "x") -> list[list[str]]:
        return [list(self.TITLES), *([*koperasi(at), *[fill] * 6] for at in range(1, 8))]

    @pytest.mark.parametrize("fill", ["x", "", "12.000,00"])
    @pytest.mark.parametrize("line_end", ["\n", "\r\n"])
    @pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
    @pytest.mark.parametrize("column", range(WIDTH))
    def test_one_that_is_not_closed_is_refused(
        self, tmp_path: Path, column: int, delimiter: str, line_end: str, fill: str
    ) -> None:
        lines = quoted(self.rows(fill), delimiter, line_end).split(line_end)
        cells = lines[4].split(f'"{delimiter}"')
        joints = [f'"{delimiter}"'] * (self.WIDTH - 1) + ['"']
        joints[column] = joints[column][1:]
        lines[4] = "".join(cell.rstrip('"') + joint for cell, joint in zip(cells, joints, strict=True))

        with pytest.raises(ImportRefusedError, match=r"Tanda kutip di baris 5 .* tidak ditutup"):
            read(written(tmp_path, line_end.join(lines)))

    @pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
    @given(kept=st.integers(1, 400), all_quoted=st.booleans())
    def test_a_file_that_ends_within_one_is_refused(
        self, tmp_path_factory: pytest.TempPathFactory, delimiter: str, kept: int, all_quoted: bool
    ) -> None:
        rows = [list(TITLES), *(koperasi(at) for at in range(1, 8))]
        whole = quoted(rows, delimiter, "\n")
        if not all_quoted:
            whole = "\n".join(delimiter.join([*cells[:2], f'"{cells[2]}"', cells[3]]) for cells in rows)
        head = whole.index("\n", whole.index("\n") + 1) + 1
        text = whole[: min(head + kept, len(whole) - 1)]
        path = written(tmp_path_factory.mktemp("kutip"), text)

        if text.count('"') % 2:
            with pytest.raises(ImportRefusedError, match="tidak ditutup"):
                read(path)
        else:
            assert read(path).rows_read == text.rstrip("\n").count("\n")

    def test_a_file_that_ends_within_one_after_loose_quotes_is_refused(self, tmp_path: Path) -> None:
        text = quoted([TITLES, *(koperasi(at) for at in range(1, 4))], line_end="\n")
        text = text.replace("Koperasi 1", 'Koperasi "Maju" Satu')

        assert read(written(tmp_path, text)).rows["name"].to_pylist()[1:] == ["Koperasi 2", "Koperasi 3"]
        with pytest.raises(ImportRefusedError, match=r"Tanda kutip di baris 5 .* tidak ditutup"):
            read(written(tmp_path, f'{text}"1905010020009","Koperasi Ter'))

    @pytest.mark.parametrize(
        "address",
        ["Jl. Raya\nDesa Jelutung", "Jl. Raya, No. 7\r\nDesa, Kec.", '"Rumah"\nJl. "Raya"', "\n\nJl. Raya\n"],
    )
    @pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
    def test_honest_lines_within_a_cell_are_read(self, tmp_path: Path, address: str, delimiter: str) -> None:
        rows = self.rows()
        rows[3][2] = address

        content = read(written(tmp_path, quoted(rows, delimiter)))

        assert content.rows_read == 7
        assert content.rows["address"].to_pylist()[2] == " ".join(address.split())


class TestParquet:
    @pytest.mark.parametrize(
        "kind", [pa.binary(), pa.large_binary(), pa.dictionary(pa.int32(), pa.binary())], ids=str
    )
    def test_bytes_are_texts(self, tmp_path: Path, kind: pa.DataType) -> None:
        columns = {title: [koperasi(1)[at]] for at, title in enumerate(TITLES)}
        names = pa.array(["Koperasi Café".encode(), None], pa.binary()).cast(pa.binary())
        names = names.dictionary_encode() if pa.types.is_dictionary(kind) else names.cast(kind)
        path = tmp_path / "ekspor.parquet"
        pq.write_table(pa.table({**columns, "Nama Koperasi": names[:1]}), path)

        assert read(path).rows["name"].to_pylist() == ["Koperasi Café"]

    def test_bytes_that_are_no_text_are_refused(self, tmp_path: Path) -> None:
        columns = {title: [koperasi(1)[at]] for at, title in enumerate(TITLES)}
        path = tmp_path / "ekspor.parquet"
        pq.write_table(pa.table({**columns, "Foto": pa.array([b"\xff\xd8\xff"])}), path)

        with pytest.raises(ImportRefusedError, match="Kolom 'Foto' di berkas parquet ini bukan teks"):
            read(path)


class TestWidth:
    def test_more_filled_columns_than_any_list_has_are_refused(self, tmp_path: Path) -> None:
        titles = [*TITLES, *(f"k{at}" for at in range(MOST_COLUMNS - 4))]
        rows = [[*koperasi(at), *["x"] * (MOST_COLUMNS - 4)] for at in range(3)]
        path = write_xlsx(tmp_path / "ekspor.xlsx", [titles, *rows])
        wider = write_xlsx(tmp_path / "lebar.xlsx", [titles, *rows, [None] * MOST_COLUMNS + ["x"]])

        assert len(read_sheets(path, FileType.WORKBOOK, header_score)[0].rows[0]) == MOST_COLUMNS
        with pytest.raises(ImportRefusedError, match=r"lebih dari 2\.000 kolom"):
            read(wider)

    def test_blank_columns_do_not_count(self, tmp_path: Path) -> None:
        far = [*koperasi(1), *[None] * 9_000, "jauh"]

        content = read(write_xlsx(tmp_path / "ekspor.xlsx", [TITLES, far, koperasi(2)]))

        assert [list(extra.values()) for extra in extras(content)] == [["jauh"], []]
