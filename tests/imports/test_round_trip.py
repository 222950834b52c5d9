"""A random registry, written in every form of cell that offices use, comes back as it was."""

from __future__ import annotations

import datetime as dt
import pickle
import tempfile
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from babel.dates import format_date
from hypothesis import given, settings
from hypothesis import strategies as st

from kopdata.imports import read_file
from kopdata.regions import districts
from kopdata.vocabulary import CooperativeType, Form, Grade, RatGiven, Status
from tests.imports.files import H3, H5, read, write_csv, write_xlsx

Draw = Callable[..., Any]

_WORDS = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'&()/éñ", min_size=2, max_size=12)
_TEXT = (
    st.lists(_WORDS, min_size=1, max_size=3).map(" ".join).filter(lambda text: any(map(str.isalpha, text)))
)
_NAME = _TEXT.map(lambda text: f"Koperasi {text}")
_DATE = st.dates(dt.date(1960, 1, 1), dt.date(2030, 12, 31))
_COUNT = st.integers(0, 2**31 - 1)
_MONEY = st.integers(-(10**14), 10**14).map(lambda cents: Decimal(cents) / 100)
_VILLAGES = [(village, district) for district in districts() for village in district.villages]

_H5 = {
    "nik": "NIK",
    "name": "Nama_Koperasi",
    "legal_number": "Nomor_Badan_Hukum_Pendirian",
    "legal_date": "Tanggal_Badan_Hukum_Pendirian",
    "rat_date": "Tanggal_RAT_Terakhir",
    "village": "Desa",
    "district": "Kecamatan",
    "form": "Bentuk_Koperasi",
    "type": "Jenis_Koperasi",
    "status": "StatusKoperasi",
    "grade": "Grade",
    "members": "Jumlah_Anggota",
    "assets": "Total_Aset",
    "surplus": "SHU",
    "rat_status": "Status_RAT",
}
_H3 = {
    "nik": "ID KOPERASI",
    "name": "NAMA KOPERASI",
    "legal_number": "NO BADAN HUKUM",
    "legal_date": "TANGGAL BADAN HUKUM",
    "rat_date": "TANGGAL RAT",
    "village": "DESA/KEL",
    "district": "KECAMATAN",
    "form": "BENTUK KOPERASI",
    "type": "JENIS KOPERASI",
    "status": "STATUS AKTIF",
    "members": "JUMLAH ANGGOTA",
    "assets": "ASET",
    "surplus": "SISA HASIL USAHA",
}


@st.composite
def registries(draw: Draw) -> list[dict[str, Any]]:
    niks = draw(st.lists(st.integers(1, 999_999), min_size=1, max_size=6, unique=True))
    rows = []
    for nik in niks:
        village, district = draw(st.sampled_from(_VILLAGES))
        rows.append(
            {
                "nik": f"1905010{nik:06d}",
                "name": draw(_NAME),
                "legal_number": draw(st.none() | _TEXT.map(lambda text: f"07/BH/{text}")),
                "legal_date": draw(st.none() | _DATE),
                "rat_date": draw(st.none() | _DATE),
                "village": village.name,
                "district": district.name,
                "form": draw(st.none() | st.sampled_from(Form)),
                "type": draw(st.none() | st.sampled_from(CooperativeType)),
                "status": draw(st.none() | st.sampled_from([Status.ACTIVE, Status.INACTIVE])),
                "grade": draw(st.none() | st.sampled_from(Grade)),
                "members": draw(st.none() | _COUNT),
                "assets": draw(st.none() | _MONEY),
                "surplus": draw(st.none() | _MONEY),
                "rat_status": draw(st.none() | st.sampled_from(RatGiven)),
            }
        )
    return rows


def _rupiah(amount: Decimal) -> str:
    return f"{abs(amount):,.2f}".translate(str.maketrans(",.", ".,"))


def nothing_forms(field: str) -> list[Any]:
    zero = ["0"] if field not in {"members", "assets", "surplus"} else []
    return [None, "", "-", " ", *zero, *(["0000-00-00"] if field.endswith("_date") else [])]


def forms(field: str, value: Any) -> list[Any]:
    """Return every way in which a file may write a value."""
    if value is None:
        return nothing_forms(field)
    if isinstance(value, dt.date):
        serial = (value - dt.date(1899, 12, 30)).days
        spelled = f"{value.day} {format_date(value, 'MMMM', locale='id')} {value.year}"
        return [
            value,
            serial,
            str(serial),
            value.isoformat(),
            f"{value:%d/%m/%Y}",
            f"{value:%d-%m-%Y}",
            spelled,
        ]
    if isinstance(value, Decimal):
        plain = _rupiah(value)
        dashed = f"Rp {plain.removesuffix(',00')},-" if plain.endswith(",00") else f"Rp {plain}"
        if value < 0:
            return [float(value), str(value), f"-{plain}", f"({plain})", f"Rp -{plain}"]
        return [float(value), str(value), plain, dashed, f"Rp{plain}", f"{value:,.2f}"]
    if isinstance(value, int):
        return [value, float(value), str(value), f"{value:,}".replace(",", "."), f"{value} orang"]
    if field == "nik":
        return [value, int(value), float(value), f"{value}.0", f"'{value}", f" {value}"]
    if field == "name" or field == "legal_number":
        return [value, f"  {value} ", value.replace(" ", "  ")]
    if field == "district":
        return [value, value.upper(), f"Kec. {value}", value.replace(" ", "")]
    if field == "village":
        return [value, value.upper(), f"Desa {value}", value.replace(" ", "")]
    return [str(value), str(value).upper(), f" {value}"]


@st.composite
def written(
    draw: Draw, titles: dict[str, str], layout: list[str]
) -> tuple[list[dict[str, Any]], list[list[Any]]]:
    """Return a registry, and the cells of a file that says the same."""
    registry = draw(registries())
    fields = {title: field for field, title in titles.items()}

    def cell(koperasi: dict[str, Any], title: str) -> Any:
        field = fields.get(title)
        return draw(st.sampled_from(forms(field, koperasi[field]))) if field else None

    return registry, [list(layout), *([cell(koperasi, title) for title in layout] for koperasi in registry)]


def expected(registry: list[dict[str, Any]], titles: dict[str, str]) -> list[dict[str, Any]]:
    return [
        {field: None if koperasi[field] is None else koperasi[field] for field in titles}
        for koperasi in registry
    ]


@settings(max_examples=60, deadline=None)
@given(written(_H3, H3))
def test_a_workbook_like_h3(drawn: tuple[list[dict[str, Any]], list[list[Any]]]) -> None:
    registry, rows = drawn
    with tempfile.TemporaryDirectory() as folder:
        content = read(write_xlsx(Path(folder) / "h3.xlsx", rows))

    assert content.rows.select(list(_H3)).to_pylist() == expected(registry, _H3)
    assert content.warnings == []


@settings(max_examples=60, deadline=None)
@given(written(_H5, H5), st.sampled_from(",;\t"), st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"]))
def test_text_like_h5(
    drawn: tuple[list[dict[str, Any]], list[list[Any]]], delimiter: str, encoding: str
) -> None:
    registry, rows = drawn
    with tempfile.TemporaryDirectory() as folder:
        path = write_csv(Path(folder) / "h5.csv", rows, delimiter=delimiter, encoding=encoding)
        content = read(path)

    assert content.rows.select(list(_H5)).to_pylist() == expected(registry, _H5)
    assert content.warnings == []


@settings(max_examples=3, deadline=None)
@given(written(_H3, H3))
def test_through_the_child_process(drawn: tuple[list[dict[str, Any]], list[list[Any]]]) -> None:
    registry, rows = drawn
    with tempfile.TemporaryDirectory() as folder:
        parsed = read_file(write_xlsx(Path(folder) / "h3.xlsx", rows))

    assert parsed.rows.select(list(_H3)).to_pylist() == expected(registry, _H3)
    assert parsed.rows_read == len(registry)


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_the_child_reads_what_this_process_reads(tmp_path: Path, kind: str) -> None:
    rows = [list(H3), ["1", 1905010020001, "Maju", None, "12 Des 2003", None, "Irad", "Payung"] + [None] * 22]
    path = (write_xlsx if kind == "xlsx" else write_csv)(tmp_path / f"keadaan 7 November 2024.{kind}", rows)

    content, parsed = read(path), read_file(path)

    assert parsed.rows.select(content.rows.column_names).equals(content.rows)
    assert [finding.reason for finding in parsed.warnings] == [one.reason for one in content.warnings]
    assert (parsed.layout, parsed.sheet, parsed.header_row) == (content.layout, content.sheet, 1)
    assert parsed.guessed_as_of == content.guessed_as_of == dt.date(2024, 11, 7)
    assert parsed.fields == set(content.fields)
    assert parsed.columns == tuple(content.columns)
    assert pickle.loads(pickle.dumps(parsed)) == parsed
