"""What one cell means, in every form seen in files of offices."""

from __future__ import annotations

import datetime as dt
import math
from decimal import Decimal

import pytest

from kopdata.imports.fields import REGISTRY_FIELDS, titles_of
from kopdata.imports.values import Cell, Kind, Value, read_column
from kopdata.store.schema import REGISTRY

DECEMBER = dt.date(2022, 12, 12)


def value_of(cell: Cell, kind: Kind) -> Value:
    """Return what a cell means; the test fails if it cannot be read."""
    values, unread = read_column([cell], kind)
    assert unread == {}
    return values[0]


def reason_for(cell: Cell, kind: Kind) -> str:
    """Return why a cell cannot be read; its value is null."""
    values, unread = read_column([cell], kind)
    assert values == [None]
    return unread[0].says().reason


@pytest.mark.parametrize(
    "cell",
    [
        "1905030020001",
        1905030020001,
        1905030020001.0,
        "1905030020001.0",
        "'1905030020001",
        " 1905030020001 ",
        "1905 0300 20001",
        "1905.030.020001",
        "1905030020001\u00a0",
    ],
)
def test_nik_comes_back_as_13_digits(cell: Cell) -> None:
    assert value_of(cell, Kind.NIK) == "1905030020001"


@pytest.mark.parametrize(
    "cell",
    [
        *("190503002000", "19050300200011", 190503.0, "1905O30020001", "١٩٠٥٠٣٠٠٢٠٠٠١"),
        *(-1905030020001, -1905030020001.0, "-1905030020001"),
    ],
)
def test_nik_of_other_length_is_not_taken(cell: Cell) -> None:
    assert reason_for(cell, Kind.NIK) == "NIK bukan 13 angka. Perbaiki di ODS."


@pytest.mark.parametrize("cell", ["1.90503E+12", "1,90503E+12", 1905030000000.0, "1905030000000"])
def test_nik_that_excel_shortened_is_lost(cell: Cell) -> None:
    assert "terpotong oleh Excel" in reason_for(cell, Kind.NIK)


@pytest.mark.parametrize(
    "cell",
    [
        DECEMBER,
        dt.datetime.combine(DECEMBER, dt.time(10, 4)),
        44907,
        44907.0,
        44907.5,
        "44907",
        "44907.0",
        "2022-12-12",
        "2022/12/12",
        "2022-12-12 00:00:00",
        "2022-12-12T10:04:00Z",
        "12-12-2022",
        "12/12/2022",
        "12.12.2022",
        "12/12/2022 10:04",
        "20221212",
        "12 Desember 2022",
        "12 DESEMBER 2022",
        "12 Des 2022",
        "12-Des-2022",
        "12 December 2022",
        "Senin, 12 Desember 2022",
    ],
)
def test_dates_in_every_form(cell: Cell) -> None:
    assert value_of(cell, Kind.DATE) == DECEMBER


@pytest.mark.parametrize(
    ("cell", "month"),
    [
        ("5 Januari 2020", 1),
        ("5 Pebruari 2020", 2),
        ("5 Mar 2020", 3),
        ("5 April 2020", 4),
        ("5 Mei 2020", 5),
        ("5 May 2020", 5),
        ("5 JUNI 2020", 6),
        ("5 Jul 2020", 7),
        ("5 Agt 2020", 8),
        ("5 Agustus 2020", 8),
        ("5 Sept 2020", 9),
        ("5 Okt 2020", 10),
        ("5 October 2020", 10),
        ("5 Nopember 2020", 11),
        ("5 Des 2020", 12),
    ],
)
def test_month_names(cell: str, month: int) -> None:
    assert value_of(cell, Kind.DATE) == dt.date(2020, month, 5)


@pytest.mark.parametrize(
    "cell", ["0000-00-00", "0000-00-00 00:00:00", "00-00-0000", "-", "", "0", 0, 0.0, dt.time()]
)
def test_no_date(cell: Cell) -> None:
    assert value_of(cell, Kind.DATE) is None


@pytest.mark.parametrize(
    "cell",
    ["31-02-2020", "12/25/2022", "2003", 2003.0, "12-12-22", "belum RAT", "12 Desembr 2022", "9999-12-31"],
)
def test_what_is_no_date(cell: Cell) -> None:
    assert reason_for(cell, Kind.DATE).endswith("Perbaiki di ODS.")


@pytest.mark.parametrize("cell", ["9999-12-31", "14-02-1003", "5 Mei 1850", dt.date(1850, 5, 5)])
def test_a_date_of_another_age(cell: Cell) -> None:
    assert reason_for(cell, Kind.DATE) == "Tanggal di luar kewajaran. Perbaiki di ODS."


@pytest.mark.parametrize(
    ("cell", "amount"),
    [
        ("1.234.567,00", "1234567"),
        ("Rp 1.234.567", "1234567"),
        ("Rp1.234.567,-", "1234567"),
        ("Rp. 1.234.567.-", "1234567"),
        ("Rp 1.234.567,–", "1234567"),
        (1234567.0, "1234567"),
        (1234567, "1234567"),
        ("1234567.0", "1234567"),
        ("1234567", "1234567"),
        ("1,234,567.00", "1234567"),
        ("1,234,567", "1234567"),
        ("1 234 567", "1234567"),
        ("1.234", "1234"),
        ("1,234", "1234"),
        ("1.234,5", "1234.5"),
        ("0,5", "0.5"),
        ("-1.234.567", "-1234567"),
        ("(1.234.567)", "-1234567"),
        ("Rp -1.234.567", "-1234567"),
        ("-Rp 1.234.567", "-1234567"),
        (-0.1, "-0.1"),
        (0.1 + 0.2, "0.3"),
        ("0", "0"),
        (0, "0"),
        (1e17, "100000000000000000"),
    ],
)
def test_money(cell: Cell, amount: str) -> None:
    assert value_of(cell, Kind.MONEY) == Decimal(amount)


@pytest.mark.parametrize(
    "cell", ["1,5E+09", "1.5 juta", "1.23.456", "1.234,567,890", "tidak ada", 1e18, math.inf]
)
def test_what_is_no_money(cell: Cell) -> None:
    assert reason_for(cell, Kind.MONEY) == "Nilai rupiah tidak terbaca. Perbaiki di ODS."


@pytest.mark.parametrize(
    ("cell", "count"),
    [(25, 25), (25.0, 25), ("25", 25), ("25.0", 25), ("1.234", 1234), ("25 orang", 25), ("0", 0), (0, 0)],
)
def test_counts_where_zero_is_a_number(cell: Cell, count: int) -> None:
    assert value_of(cell, Kind.COUNT) == count


@pytest.mark.parametrize("cell", [12.5, "-3", "dua puluh", 3e9])
def test_what_is_no_count(cell: Cell) -> None:
    assert reason_for(cell, Kind.COUNT).startswith("Jumlah tidak terbaca")


@pytest.mark.parametrize("cell", [2021, 2021.0, "2021", "Tahun 2021", dt.date(2021, 5, 1)])
def test_years(cell: Cell) -> None:
    assert value_of(cell, Kind.YEAR) == 2021


@pytest.mark.parametrize(
    ("cell", "phone"),
    [
        (81200000001.0, "081200000001"),
        ("81200000001", "081200000001"),
        (718123456, "0718123456"),
        ("'081200000001", "081200000001"),
        ("0718-123456 / 0812 0000 0001", "0718-123456 / 0812 0000 0001"),
        ("+62 812 0000 0001", "+62 812 0000 0001"),
        ("0", None),
        ("-", None),
    ],
)
def test_a_phone_gets_its_lost_zero_back(cell: Cell, phone: str | None) -> None:
    assert value_of(cell, Kind.PHONE) == phone


@pytest.mark.parametrize("cell", ["", " ", "-", "--", "–", "null", "0", 0, 0.0, None, math.nan, "\u200b"])
def test_empty_texts_are_null(cell: Cell) -> None:
    assert value_of(cell, Kind.TEXT) is None


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("  KOPERASI   maju\n bersama ", "KOPERASI maju bersama"),
        ("'Aisyiyah", "'Aisyiyah"),
        ('=HYPERLINK("http://contoh.id")', '=HYPERLINK("http://contoh.id")'),
        ("<img src=x onerror=alert(1)>", "<img src=x onerror=alert(1)>"),
        ("Kope\u200brasi\x07", "Koperasi"),
        (33778.0, "33778"),
        (True, "TRUE"),
    ],
)
def test_texts_stay_as_written_with_tidy_blanks(cell: Cell, text: str) -> None:
    assert value_of(cell, Kind.TEXT) == text


def test_a_text_without_end_is_not_taken() -> None:
    assert "terlalu panjang" in reason_for("x" * 10_001, Kind.TEXT)
    assert value_of("x" * 10_001, Kind.NAME) == "x" * 10_000


@pytest.mark.parametrize(
    ("cell", "kind", "value"),
    [
        ("AKTIF", Kind.STATUS, "aktif"),
        ("Non Aktif", Kind.STATUS, "tidak aktif"),
        ("TIDAK AKTIF", Kind.STATUS, "tidak aktif"),
        ("Bersetifikat", Kind.CERTIFICATE, "Sudah Bersertifikat"),
        ("Sertifikat - Expired", Kind.CERTIFICATE, "Sertifikat - Expired"),
        ("belum rat", Kind.RAT, "Belum RAT"),
        ("Grade A", Kind.GRADE, "A"),
        ("c1", Kind.GRADE, "C1"),
        ("0", Kind.GRADE, None),
        ("KOPERASI SIMPAN PINJAM", Kind.TYPE, "Simpan Pinjam"),
        ("Serba Usaha", Kind.TYPE, "Serba Usaha"),
        ("Primer Kab/Kota", Kind.FORM, "Primer Kabupaten/Kota"),
    ],
)
def test_words_of_the_vocabularies(cell: str, kind: Kind, value: str | None) -> None:
    assert value_of(cell, kind) == value


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("cell", ["#REF!", " #DIV/0! ", "Err:502"])
def test_what_a_spreadsheet_shows_of_a_failed_formula_is_no_value(cell: Cell, kind: Kind) -> None:
    assert reason_for(cell, kind).startswith("Rumus di sel ini gagal.")


@pytest.mark.parametrize("kind", [Kind.STATUS, Kind.CERTIFICATE, Kind.RAT, Kind.GRADE])
def test_unknown_words_are_null_with_a_reason(kind: Kind) -> None:
    assert reason_for("entah", kind).endswith("tidak dikenal. Perbaiki di ODS.")


def test_equal_numbers_of_different_types_read_alike() -> None:
    assert (
        read_column([1905030020001, 1905030020001.0, "1905030020001"], Kind.NIK)[0] == ["1905030020001"] * 3
    )


def test_every_field_belongs_to_the_registry_in_its_type() -> None:
    types = {
        Kind.DATE: "date32[day]",
        Kind.COUNT: "int32",
        Kind.YEAR: "int32",
        Kind.MONEY: "decimal128(20, 2)",
    }

    assert {field.name: types.get(field.kind, "string") for field in REGISTRY_FIELDS} == {
        field.name: str(REGISTRY.field(field.name).type) for field in REGISTRY_FIELDS
    }


def test_no_title_means_two_fields() -> None:
    titles = sum(len({*titles_of((field,))}) for field in REGISTRY_FIELDS)

    assert len(titles_of(REGISTRY_FIELDS)) == titles
