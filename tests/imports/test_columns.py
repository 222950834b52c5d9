"""A column that is read at once holds what its cells hold one by one, and names the same as unreadable."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Final

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kopdata.imports.columns import read_whole, type_of
from kopdata.imports.values import Cell, Kind, read_column
from kopdata.vocabulary import Status

_WRITTEN: Final = st.sampled_from(
    [
        *("", " ", "-", "–", "null", "NULL", "n/a", "Nihil", "0", "00", "#REF!", "#N/A", "#hotel", "TRUE"),
        *("Err:502", "Err:5", "-1905030020001"),
        *("Aktif", "tidak aktif", "Mati suri", "Primer Kabupaten/Kota", "Simpan Pinjam", "A", "Sudah RAT"),
        *("1905030020001", "'1905030020001", "1905030000000", "1.90503E+12", "190503002000", "١٩٠٥٠٣٠٠٢٠٠٠١"),
        *("081234567890", "81234567890", "0718123456", "718123456", "33778", "'33778", "33778.0", "007"),
        *("Maju  Bersama", " Maju Bersama", "Maju Bersama ", "Maju\u00a0Bersama", "Maju\nBersama", "Maju"),
        *("Gotong-Royong (contoh)", "Café", "a\u200bb", "x" * 10_000, "x" * 10_001, "~", '"kutip"'),
        *("12-12-2022", "2022-12-12", "12 Desember 2022", "31-02-2022", "0000-00-00", "2022", "44907"),
        *("Rp 1.234.567,-", "(500)", "1.234", "25 orang", "-3", "1,5E+09", "3000000000", "Tahun 2021"),
    ]
)
_NUMBERS: Final = st.one_of(
    st.integers(-(10**20), 10**20),
    st.integers(-10, 3_000),
    st.floats(),
    st.integers(-(10**16), 10**16).map(float),
    st.sampled_from([0.0, -0.0, 1905030020001.0, 1905030000000.0, 0.005, 44907.0, 2021.0, 1e15, 1e18, 0.1]),
)
_DAYS: Final = st.one_of(
    st.dates(), st.datetimes(), st.dates(dt.date(1899, 12, 30), dt.date(1901, 1, 2)), st.just(dt.time(0))
)
_OTHERS: Final = st.one_of(
    st.booleans(), st.timedeltas(), st.decimals(allow_nan=False), st.text(max_size=20), st.none()
)
COLUMNS: Final = st.one_of(
    *(
        st.lists(st.one_of(cells, st.none(), st.just("")), max_size=12)
        for cells in (_WRITTEN, _NUMBERS, _DAYS)
    ),
    st.lists(st.one_of(_WRITTEN, _NUMBERS, _DAYS, _OTHERS), max_size=12),
)


@given(cells=COLUMNS, kind=st.sampled_from(Kind))
@example(cells=[2**60, 5], kind=Kind.MONEY)
@example(cells=[float("nan"), float("inf"), "", None, 7.0], kind=Kind.COUNT)
@example(cells=[dt.datetime(2022, 12, 12, 23, 59, 59), ""], kind=Kind.DATE)  # noqa: DTZ001
@example(cells=[dt.date(1900, 12, 31), dt.date(2101, 1, 1), dt.date(9999, 12, 31)], kind=Kind.DATE)
def test_a_column_is_what_its_cells_are(cells: list[Cell], kind: Kind) -> None:
    values, unread = read_column(cells, kind)
    read = read_whole(cells, kind)
    assert read.values.type == type_of(kind)
    assert read.values.to_pylist() == values
    assert read.unread == unread


@pytest.mark.parametrize(
    ("cells", "kind", "values"),
    [
        (["1905030020001", "", None], Kind.NIK, ["1905030020001", None, None]),
        ([5.0, 6, "", None, 1.5], Kind.MONEY, [Decimal("5"), Decimal("6"), None, None, Decimal("1.5")]),
        ([5.0, "7 orang", -1.0, 2**31], Kind.COUNT, [5, 7, None, None]),
        ([dt.date(2022, 12, 12), "12-12-2022"], Kind.DATE, [dt.date(2022, 12, 12)] * 2),
        (["Maju  Jaya", "Maju Jaya"], Kind.NAME, ["Maju Jaya"] * 2),
        ([], Kind.TEXT, []),
    ],
)
def test_plain_cells_and_others_stand_side_by_side(
    cells: list[Cell], kind: Kind, values: list[object]
) -> None:
    assert read_whole(cells, kind).values.to_pylist() == values


def test_every_row_with_an_unreadable_text_is_named() -> None:
    read = read_whole(["Aktif", "entah", "Aktif", "entah", None], Kind.STATUS)
    assert read.values.to_pylist() == [Status.ACTIVE, None, Status.ACTIVE, None, None]
    assert sorted(read.unread) == [1, 3]


def test_answered_words_are_read() -> None:
    read = read_whole(["Mati suri", "Aktif"], Kind.STATUS, {"mati suri": Status.INACTIVE})
    assert read.values.to_pylist() == [Status.INACTIVE, Status.ACTIVE]
