"""Columns and words that no rule knows are asked, and the answers decide how the file is read."""

from __future__ import annotations

import datetime as dt
import json
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kopdata.errors import ImportRefusedError
from kopdata.findings.cells import STATUS_UNKNOWN
from kopdata.imports import ParsedFile, plan_import, read_file
from kopdata.imports.answers import Answers
from kopdata.imports.headers import find_header
from kopdata.imports.unclear import MOST_ASKED, UnclearColumn
from kopdata.imports.values import Kind
from kopdata.store import create_store
from tests.imports.files import H1, H2, H3, H4, H5, H7, row, table, write_csv, write_xlsx

H6 = ("No", "Nama Koperasi", "Alamat", "Jenis Koperasi", "Anggota", "Asset", "Modal Sendiri", "Modal Luar")
LAYOUTS = {"H1": H1, "H2": H2, "H3": H3, "H4": H4, "H5": H5, "H6": H6, "H7": H7}
PLACE = ("source_row", "source_sheet", "extra")
_OF_FIELD: Mapping[str, Callable[[int], Any]] = {
    "nik": lambda n: f"1905010{20000 + n:06d}",
    "name": lambda n: f"Koperasi Maju {n}",
    "legal_number": lambda n: f"{n}/BH/Diskop/II/2003",
    "village": lambda _: "Irat",
    "district": lambda _: "Payung",
    "regency": lambda _: "Bangka Selatan",
    "province": lambda _: "Kepulauan Bangka Belitung",
    "status": lambda n: "Aktif" if n % 2 else "Tidak Aktif",
}
_OF_KIND: Mapping[Kind, Callable[[int], Any]] = {
    Kind.TEXT: lambda n: f"teks {n}",
    Kind.DIGITS: lambda n: f"3377{n}",
    Kind.PHONE: lambda n: f"08123456789{n}",
    Kind.DATE: lambda n: dt.date(2003, 2, n),
    Kind.YEAR: lambda n: 2020 + n,
    Kind.COUNT: lambda n: 20 + n,
    Kind.MONEY: lambda n: 1_000 * n,
    Kind.CERTIFICATE: lambda _: "Sudah Bersertifikat",
    Kind.RAT: lambda _: "Sudah RAT",
    Kind.GRADE: lambda _: "A",
    Kind.TYPE: lambda _: "Konsumen",
    Kind.FORM: lambda _: "Primer Kabupaten/Kota",
}


def known_fields(titles: Sequence[str]) -> dict[str, str]:
    """Return the field of each title that is known."""
    header = find_header([list(titles)])
    assert header is not None
    return {header.titles[at]: about.name for at, about in header.fields.items()}


def filled(titles: Sequence[str], count: int = 3) -> list[dict[str, Any]]:
    """Return rows with a value under every title that is known."""
    header = find_header([list(titles)])
    assert header is not None
    values = {
        header.titles[at]: _OF_FIELD.get(about.name) or _OF_KIND[about.kind]
        for at, about in header.fields.items()
    }
    return [{title: value(number) for title, value in values.items()} for number in range(1, count + 1)]


def content(parsed: ParsedFile) -> list[dict[str, Any]]:
    """Return the rows without their place in the file, by name."""
    rows = parsed.rows.drop_columns(list(PLACE)).to_pylist()
    return sorted(rows, key=lambda one: str(one["name"]))


def unclear(parsed: ParsedFile) -> dict[str, UnclearColumn]:
    return {column.title: column for column in parsed.unclear_columns}


def answered(parsed: ParsedFile, fields: Mapping[str, str], **words: str) -> Answers:
    """Return answers by the title of the column."""
    columns = unclear(parsed)
    told = {columns[title].key: name for title, name in fields.items()}
    return Answers({parsed.fingerprint: told}, {word.replace("_", " "): told for word, told in words.items()})


@pytest.mark.parametrize("layout", LAYOUTS)
def test_renamed_and_reordered_columns_are_read_as_before_once_explained(layout: str, tmp_path: Path) -> None:
    titles, rows = LAYOUTS[layout], filled(LAYOUTS[layout])
    original = read_file(write_xlsx(tmp_path / "asli.xlsx", table(titles, *rows)))
    assert original.accepted == 3
    fields = known_fields(titles)
    renamed = {title: f"Judul kantor {number}" for number, title in enumerate(fields)}
    moved = table(list(reversed(renamed.values())), *({renamed[t]: one[t] for t in renamed} for one in rows))

    asked = read_file(write_xlsx(tmp_path / "lain.xlsx", moved))
    assert asked.needs_name
    assert (asked.rows_read, asked.accepted, len(asked.rejected), len(asked.left_out)) == (0, 0, 0, 0)
    assert set(unclear(asked)) == set(renamed.values())
    answers = answered(asked, {renamed[title]: name for title, name in fields.items()})
    read = read_file(tmp_path / "lain.xlsx", answers=answers)

    assert not read.needs_name
    assert content(read) == content(original)
    assert read.fields == original.fields
    assert read.answers == answers
    assert (read.rows_read, read.accepted) == (3, 3)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_doubled_and_unknown_columns_are_asked_and_change_nothing_until_then(
    layout: str, tmp_path: Path
) -> None:
    titles, rows = LAYOUTS[layout], filled(LAYOUTS[layout])
    original = read_file(write_xlsx(tmp_path / "asli.xlsx", table(titles, *rows)))
    address = next(title for title, name in known_fields(titles).items() if name in {"address", "village"})
    header, *cells = table(titles, *rows)
    more = [[*header, "Binaan", address], *([*one, f"catatan {one[0]}", "Toboali"] for one in cells)]

    read = read_file(write_xlsx(tmp_path / "lebih.xlsx", more))

    assert content(read) == content(original)
    doubled = unclear(read)[read.columns[-1][0]]
    assert doubled.doubles == known_fields(titles)[address]
    assert doubled.samples == ("Toboali",)
    assert unclear(read)["Binaan"].proposed is None
    extra = json.loads(read.rows["extra"][0].as_py())
    assert extra == {"Binaan": f"catatan {cells[0][0]}", doubled.title: "Toboali"}


@given(st.data())
@settings(max_examples=12, deadline=None)
def test_any_order_and_any_names_with_the_right_answers_are_the_same_rows(data: st.DataObject) -> None:
    titles = LAYOUTS[data.draw(st.sampled_from(sorted(LAYOUTS)))]
    fields, rows = known_fields(titles), filled(titles, data.draw(st.integers(2, 4)))
    renamed = {title: f"Zz {number}" for number, title in enumerate(fields)}
    kept = data.draw(st.sets(st.sampled_from(sorted(fields))))
    bears = {title: title if title in kept else renamed[title] for title in fields}
    order = data.draw(st.permutations(sorted(fields)))
    write: Callable[[Path, Any], Path] = write_csv if data.draw(st.booleans()) else write_xlsx
    with tempfile.TemporaryDirectory() as folder:
        original = read_file(write(Path(folder) / "asli", table(titles, *rows)))
        moved = [[bears[t] for t in order], *([one[t] for t in order] for one in rows)]
        asked = read_file(write(Path(folder) / "lain", moved))
        told = {title: fields[old] for old, title in bears.items() if title in unclear(asked)}
        assert set(told) == {bears[old] for old in fields if old not in kept}
        read = read_file(Path(folder) / "lain", answers=answered(asked, told))
    assert content(read) == content(original)
    assert read.rows_read == read.accepted + len(read.rejected) + len(read.left_out) == len(rows)


def short(*rows: Sequence[Any], titles: Sequence[str] = ("Kode", "Nama Koperasi", "Alamat", "Status")) -> Any:
    return [list(titles), *map(list, rows)]


def numbered(count: int, *, start: int = 1905010020001) -> list[list[Any]]:
    return [[str(start + n), f"Koperasi {n}", f"Jl. {n}", "Aktif"] for n in range(count)]


def test_a_table_of_which_only_the_names_are_known_is_asked_for_the_rest(tmp_path: Path) -> None:
    rows = [["Toboali", str(1905010020001 + n), f"Koperasi {n}", "x"] for n in range(4)]
    asked = read_file(
        write_xlsx(tmp_path / "lain.xlsx", short(*rows, titles=("Zz", "Yy", "Nama Koperasi", "Xx")))
    )
    assert asked.rows["name"].to_pylist() == [f"Koperasi {n}" for n in range(4)]
    assert {"Zz", "Xx"} <= set(unclear(asked))


def test_a_column_of_13_digits_is_the_nik_and_that_is_told(tmp_path: Path) -> None:
    rows = [*numbered(20), ["-", "Koperasi Tanpa", None, "Aktif"], ["belum ada", "Koperasi Lain", None, None]]
    read = read_file(write_xlsx(tmp_path / "kode.xlsx", short(*rows)))
    assert read.guessed == {"Kode": "nik"}
    assert dict(read.columns)["Kode"] == "nik"
    assert read.rows["nik"].to_pylist()[:2] == ["1905010020001", "1905010020002"]
    assert [one.value for one in read.warnings if one.column == "Kode"] == ["belum ada"]

    note = answered(read, {"Kode": ""})
    kept = read_file(tmp_path / "kode.xlsx", answers=note)
    assert kept.guessed == {}
    assert kept.rows["nik"].null_count == 22
    assert json.loads(kept.rows["extra"][0].as_py()) == {"Kode": "1905010020001"}


@pytest.mark.parametrize(
    ("title", "codes"),
    [
        ("Kode", ["1905010020001"] * 4),
        ("Kode", ["6281234567890", "6281234567891", "6281234567892"]),
        ("Kode", ["0812345678901", "0812345678902", "0812345678903"]),
        ("Kode", ["1905010020001", "satu", "dua", "tiga"]),
        ("Kode", ["1206220012345", "2103230000001", "3005210098765", "9120304050607"]),
        ("No. NIB", ["1905010020001", "1905010020002", "1905010020003"]),
        ("Rekening Bank", ["1905010020001", "1905010020002", "1905010020003"]),
    ],
    ids=[
        "one code",
        "mobile numbers",
        "local mobile numbers",
        "mostly words",
        "NIB",
        "titled NIB",
        "accounts",
    ],
)
def test_other_columns_of_digits_are_no_nik(title: str, codes: list[str], tmp_path: Path) -> None:
    rows = [[code, f"Koperasi {at}", f"Jl. {at}", "Aktif"] for at, code in enumerate(codes)]
    titles = (title, "Nama Koperasi", "Alamat", "Status")
    read = read_file(write_xlsx(tmp_path / "kode.xlsx", short(*rows, titles=titles)))
    assert read.guessed == {}
    assert "nik" not in read.fields
    assert title in unclear(read)


def test_a_file_with_a_nik_keeps_it_beside_other_13_digits(tmp_path: Path) -> None:
    rows = [[*one, str(3171010020001 + at)] for at, one in enumerate(numbered(3))]
    titles = ("NIK", "Nama Koperasi", "Alamat", "Status", "Nomor Lama")
    read = read_file(write_xlsx(tmp_path / "dua.xlsx", short(*rows, titles=titles)))
    assert read.rows["nik"].to_pylist() == [one[0] for one in rows]
    assert unclear(read)["Nomor Lama"].proposed is None


@pytest.mark.parametrize(
    ("cells", "field", "certain"),
    [
        (["Primer Kabupaten/Kota", "Sekunder Provinsi", "Primer Nasional"], "form", True),
        (["Sudah RAT", "Belum RAT", "Sudah RAT"], "rat_status", True),
        (["Belum Bersertifikat", "Sudah Bersetifikat", "Sertifikat - Aktif"], "certificate_status", True),
        (["Payung", "Kec. Toboali", "Air Gegas"], "district", True),
        (["Toboali", "Toboali", "Toboali"], "district", False),
        (["Aktif", "Mati suri", "Tidak aktif"], "status", False),
        (["Sudah", "Belum", "Sudah"], "rat_status", False),
        (["a@contoh.id", "b@contoh.id", "c@contoh.id"], "email", False),
        ([dt.date(2001, 5, 1), "12 Mei 2003", "3/4/1999"], "legal_date", False),
        (["01-05-2001", "02 11 1999", "09-12-2003"], "legal_date", False),
        (["0718-12345", "0812 3456 7890", "+62 812-1234-567"], "phone", False),
        (["satu", "dua", "tiga"], None, False),
    ],
)
def test_what_values_look_like_is_proposed_or_taken(
    cells: list[Any], field: str | None, certain: bool, tmp_path: Path
) -> None:
    rows = [["NIK", "Nama Koperasi", "Alamat", "Zz"]]
    rows += [[f"190501002000{at}", f"Koperasi {at}", "Jl. 1", cell] for at, cell in enumerate(cells)]
    read = read_file(write_xlsx(tmp_path / "mirip.xlsx", rows))
    asked = unclear(read)["Zz"]
    assert asked.proposed == field
    assert read.guessed == ({"Zz": field} if certain else {})
    assert (field in read.fields) is certain
    assert (asked.letter, len(asked.samples)) == ("D", len({str(cell) for cell in cells}))


def test_a_misspelt_title_is_proposed(tmp_path: Path) -> None:
    titles = ("NIK", "Nama Koperasi", "Alamt", "Status")
    read = read_file(write_xlsx(tmp_path / "salah.xlsx", short(*numbered(3), titles=titles)))
    assert unclear(read)["Alamt"].proposed == "address"


def test_the_second_of_two_columns_may_be_the_right_one(tmp_path: Path) -> None:
    rows = [
        ["Nama Koperasi", "No Telpon Kantor", "No Telpon 1", "NIK"],
        ["Maju", "0718111111", "081222222222", "1905010020001"],
    ]
    path = write_xlsx(tmp_path / "dua.xlsx", rows)
    read = read_file(path)
    assert unclear(read)["No Telpon 1"].doubles == "phone"
    chosen = read_file(path, answers=answered(read, {"No Telpon 1": "phone"}))
    assert chosen.rows["phone"].to_pylist() == ["081222222222"]
    assert json.loads(chosen.rows["extra"][0].as_py()) == {"No Telpon Kantor": "0718111111"}
    assert set(unclear(chosen)) == {"No Telpon 1"}, "the first is not asked in its stead"


def test_a_second_column_that_says_the_same_or_nothing_is_not_asked(tmp_path: Path) -> None:
    rows = [
        ["Nama Koperasi", "Status", "Status Koperasi", "NIK", "Kosong"],
        ["Maju", "Aktif", "Aktif", "1905010020001", "-"],
    ]
    assert read_file(write_xlsx(tmp_path / "sama.xlsx", rows)).unclear_columns == ()


def test_titles_alike_are_told_apart_by_their_place(tmp_path: Path) -> None:
    rows = [
        ["NIK", "Nama Koperasi", "Status", "Catatan", "Catatan", None],
        ["1905010020001", "Maju", "Aktif", "Jl. Raya", "budi@contoh.id", "25"],
    ]
    path = write_xlsx(tmp_path / "sama.xlsx", rows)
    read = read_file(path)
    told = {"Catatan": "address", "Catatan (E)": "email", "Kolom F": "members"}
    assert set(unclear(read)) == set(told)
    chosen = read_file(path, answers=answered(read, told))
    assert chosen.rows.select(["address", "email", "members"]).to_pylist() == [
        {"address": "Jl. Raya", "email": "budi@contoh.id", "members": 25}
    ]


def test_answers_hold_for_the_next_file_with_this_header_and_for_no_other(tmp_path: Path) -> None:
    titles = ("NIK", "Nama Koperasi", "Zz", "Status")
    first = read_file(write_xlsx(tmp_path / "a.xlsx", short(*numbered(2), titles=titles)))
    answers = answered(first, {"Zz": "address"})
    spelt = ("nik", "NAMA_KOPERASI", "zz.", "STATUS")
    same = read_file(write_csv(tmp_path / "b.csv", short(*numbered(5), titles=spelt)), answers=answers)
    assert same.fingerprint == first.fingerprint
    assert same.rows["address"].to_pylist()[4] == "Jl. 4"
    other = read_file(
        write_xlsx(tmp_path / "c.xlsx", [[*titles, "Baru"], *([*one, "x"] for one in numbered(2))]),
        answers=answers,
    )
    assert other.answers == Answers()
    assert other.rows["address"].null_count == 2


def test_an_answer_that_names_no_field_is_left_alone(tmp_path: Path) -> None:
    titles = ("NIK", "Nama Koperasi", "Zz", "Status")
    path = write_xlsx(tmp_path / "a.xlsx", short(*numbered(2), titles=titles))
    first = read_file(path)
    read = read_file(path, answers=answered(first, {"Zz": "tidak ada"}))
    assert content(read) == content(first)


def test_an_unknown_status_is_asked_once_and_the_word_is_kept(tmp_path: Path) -> None:
    words = ["Aktif", "Kurang aktif", "KURANG AKTIF", "Mati suri", "Lain-lain", "-", None, "0"]
    rows = [row(at, STATUS_AKTIF=word) for at, word in enumerate(words, start=1)]
    path = write_xlsx(tmp_path / "h3.xlsx", table(H3, *rows))
    read = read_file(path)
    assert read.unknown_status_words == {"Kurang aktif": 2, "Mati suri": 1, "Lain-lain": 1}
    assert read.rows["status"].to_pylist() == ["aktif", *[None] * 7]
    assert sum(one.kind == STATUS_UNKNOWN.id for one in read.warnings) == 4

    answers = Answers({}, {"kurang aktif": "aktif", "mati suri": "tidak aktif", "lain lain": ""})
    told = read_file(path, answers=answers)
    assert told.rows["status"].to_pylist() == ["aktif", "aktif", "aktif", "tidak aktif", *[None] * 4]
    assert not [one for one in told.warnings if one.kind == STATUS_UNKNOWN.id]
    assert told.unknown_status_words == read.unknown_status_words, "an answer can be changed"
    assert told.answers == answers
    assert json.loads(told.rows["extra"][3].as_py()) == {"STATUS AKTIF": "Mati suri"}


def test_an_answer_never_changes_a_word_that_is_known(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "h3.xlsx", table(H3, row(1)))
    read = read_file(path, answers=Answers({}, {"aktif": "tidak aktif"}))
    assert read.rows["status"].to_pylist() == ["aktif"]
    assert read.unknown_status_words == {}


def test_a_row_below_the_table_with_an_explained_status_is_a_koperasi(tmp_path: Path) -> None:
    rows = [row(1), {"NAMA KOPERASI": "Harapan", "STATUS AKTIF": "Mati suri"}]
    path = write_xlsx(tmp_path / "h3.xlsx", table(H3, *rows))
    told = read_file(path, answers=Answers({}, {"mati suri": "tidak aktif"}))
    assert told.rows["status"].to_pylist() == ["aktif", "tidak aktif"]
    assert not [one for one in told.warnings if one.row == 3 and "mungkin bukan koperasi" in one.reason]


def test_a_file_whose_names_nobody_can_tell_is_not_imported_unsaid(tmp_path: Path) -> None:
    rows = [["Kode", "Zz", "Lokasi"], *([code, name, place] for code, name, place, _ in numbered(3))]
    parsed = read_file(write_xlsx(tmp_path / "data 7 November 2024.xlsx", rows))
    assert parsed.needs_name
    assert unclear(parsed)["Zz"].proposed == "name"
    with pytest.raises(ImportRefusedError, match="Kolom yang memuat nama koperasi tidak dikenal"):
        plan_import(create_store(tmp_path / "store"), parsed, as_of=dt.date(2024, 11, 7))


def test_answers_that_still_name_no_koperasi_stay_on_the_screen(tmp_path: Path) -> None:
    rows = [["Kode", "Zz", "Lokasi"], *([code, name, place] for code, name, place, _ in numbered(3))]
    path = write_xlsx(tmp_path / "data.xlsx", rows)
    answers = answered(read_file(path), {"Zz": "", "Lokasi": "address"})
    again = read_file(path, answers=answers)
    assert again.needs_name
    assert again.answers == answers
    assert set(unclear(again)) == {"Kode", "Zz", "Lokasi"}


def test_the_table_without_names_is_found_below_its_title_rows(tmp_path: Path) -> None:
    rows = [["DINAS KOPERASI"], ["Keadaan", "per", "2024"], [], ["Nomor NIK", "Badan", "Lokasi"]]
    rows += [[code, name, place] for code, name, place, _ in numbered(4)]
    read = read_file(write_csv(tmp_path / "judul.csv", rows, delimiter=";"))
    assert (read.needs_name, read.header_row) == (True, 4)
    assert read.guessed == {"Nomor NIK": "nik"}


@pytest.mark.parametrize(
    "rows",
    [
        [["Barang", "Harga", "Stok"], ["Beras", 12_000, 3], ["Gula", 15_000, 8]],
        [["Kecamatan", "Aktif", "Jumlah Anggota", "Aset"], ["Payung", 6, 90, 1_000], ["Lepar", 2, 30, 500]],
        [["Surat"], ["Kepada Yth. Koperasi Maju"], ["di tempat"]],
        [[str(1905010020001 + at), f"Koperasi {at}", "Aktif"] for at in range(4)],
        [["Rekap"], ["Uraian", "2023", "2024"], ["Koperasi aktif", 60, 68], ["Jumlah anggota", 900, 950]],
    ],
    ids=["prices", "summary", "letter", "no titles", "figures"],
)
def test_what_is_no_list_of_koperasi_is_still_refused(rows: list[list[Any]], tmp_path: Path) -> None:
    with pytest.raises(ImportRefusedError, match="tidak memuat daftar koperasi"):
        read_file(write_xlsx(tmp_path / "lain.xlsx", rows))


def test_a_known_header_is_preferred_to_one_that_must_be_explained(tmp_path: Path) -> None:
    other = [["Kode", "Zz", "Lokasi"], *([code, name, place] for code, name, place, _ in numbered(30))]
    read = read_file(write_xlsx(tmp_path / "buku.xlsx", table(H7, *filled(H7)), before={"Lain": other}))
    assert (read.sheet, read.accepted, read.needs_name) == ("Data", 3, False)


def test_hardly_more_is_asked_than_a_person_reads(tmp_path: Path) -> None:
    wide = [["NIK", "Nama Koperasi", "Status", *(f"Zz {at}" for at in range(300))]]
    wide += [["1905010020001", "Maju", "Aktif", *(f"{at}" * 100 for at in range(300))]]
    read = read_file(write_xlsx(tmp_path / "lebar.xlsx", wide))
    assert len(read.unclear_columns) == MOST_ASKED
    assert all(len(sample) <= 40 for column in read.unclear_columns for sample in column.samples)
    assert len(json.loads(read.rows["extra"][0].as_py())) == 300


def test_known_columns_without_a_field_and_our_own_files_ask_nothing(tmp_path: Path) -> None:
    titles = [*H5, "extra"]
    rows = filled(H5)
    for one in rows:
        one.update({"Karyawan_Pria": 3, "extra": '{"Asal": "kantor"}'})
    read = read_file(write_xlsx(tmp_path / "h5.xlsx", table(titles, *rows)))
    assert read.unclear_columns == ()
    assert read.guessed == {}
