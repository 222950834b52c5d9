"""Every layout in every kind of file: a random registry comes back cell by cell, nothing vanishes unsaid."""

from __future__ import annotations

import datetime as dt
import json
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kopdata.imports.content import Content
from kopdata.imports.values import is_nothing
from tests.imports.files import H1, H2, H3, H4, H5, H7, read
from tests.imports.test_round_trip import Draw, forms, registries
from tests.imports.workbooks import KINDS

H6_UPPER: Final = [
    "No",
    "Nama Koperasi",
    "Alamat",
    "Jenis Koperasi",
    "Tanggal RAT Tahun Buku",
    "Anggota",
    "Karyawan",
    "Asset",
    "Permodalan",
    "",
    "Volume Usaha",
    "Sisa Hasil Usaha",
    "Kegiatan Usaha",
]
H6_LOWER: Final = ["", "", "", "", "", "", "", "", "Modal Sendiri", "Modal Luar", "", "", ""]


@dataclass(frozen=True)
class Layout:
    """The rows above the data, the title under which each field stands, and how many of them are headers."""

    titles: Sequence[str]
    fields: Mapping[str, str]
    above: Sequence[Sequence[Any]] = ()
    below: Sequence[Sequence[Any]] = field(default=())

    @property
    def top(self) -> list[list[Any]]:
        return [list(cells) for cells in (*self.above, self.titles, *self.below)]


LAYOUTS: Final = {
    "H1": Layout(
        H1,
        {
            "name": "Koperasi",
            "legal_number": "Nomor Badan Hukum Pendirian",
            "legal_date": "Tanggal Badan Hukum Pendirian",
            "rat_date": "Tanggal RAT Terakhir",
            "village": "Desa / Kelurahan",
            "district": "Kecamatan",
            "form": "Bentuk Koperasi",
            "type": "Jenis Koperasi",
            "grade": "Grade",
            "members": "Total Anggota",
        },
    ),
    "H2": Layout(
        H2,
        {
            "nik": "Nomor Induk Koperasi (NIK)",
            "name": "Koperasi",
            "legal_number": "Nomor Badan Hukum Pendirian",
            "legal_date": "Tanggal Badan Hukum Pendirian",
            "village": "Kelurahan / Desa",
            "district": "Kecamatan",
            "form": "Bentuk Koperasi",
            "type": "Jenis Koperasi",
            "grade": "Status Grade",
        },
    ),
    "H3": Layout(
        H3,
        {
            "nik": "ID KOPERASI",
            "name": "NAMA KOPERASI",
            "legal_number": "NO BADAN HUKUM",
            "legal_date": "TANGGAL BADAN HUKUM",
            "rat_date": "TANGGAL RAT",
            "village": "DESA/KEL",
            "district": "KECAMATAN",
            "status": "STATUS AKTIF",
            "members": "JUMLAH ANGGOTA",
            "assets": "ASET",
            "surplus": "SISA HASIL USAHA",
        },
        above=[["DINAS KOPERASI"], ["DATA KOPERASI KEADAAN 7 NOVEMBER 2024"], []],
    ),
    "H4": Layout(
        H4,
        {
            "nik": "ID KOPERASI",
            "name": "NAMA KOPERASI",
            "legal_number": "NO BADAN HUKUM",
            "rat_date": "TANGGAL RAT",
            "rat_status": "STATUS RAT",
            "members": "JUMLAH ANGGOTA",
            "assets": "ASET",
            "surplus": "SHU",
        },
    ),
    "H5": Layout(
        H5,
        {
            "nik": "NIK",
            "name": "Nama_Koperasi",
            "legal_date": "Tanggal_Badan_Hukum_Pendirian",
            "status": "StatusKoperasi",
            "grade": "Grade",
            "assets": "Total_Aset",
            "surplus": "SHU",
            "rat_status": "Status_RAT",
        },
    ),
    "H6": Layout(
        H6_UPPER,
        {
            "name": "Nama Koperasi",
            "type": "Jenis Koperasi",
            "members": "Anggota",
            "assets": "Asset",
            "surplus": "Sisa Hasil Usaha",
        },
        below=[H6_LOWER],
    ),
    "H7": Layout(
        H7,
        {
            "nik": "NIK",
            "name": "Nama Koperasi",
            "village": "Desa / Kelurahan",
            "district": "Kecamatan",
            "status": "Status Koperasi",
        },
        above=[["DINAS KOPERASI"], ["DATA KOPERASI"], ["KEADAAN PER 7 NOVEMBER 2024"], ["(ODS)"], []],
    ),
}


def read_as(kind: str, rows: Sequence[Any]) -> Content:
    with tempfile.TemporaryDirectory() as folder:
        content = read(KINDS[kind](Path(folder) / "ekspor", rows))
    assert content.rows_read == content.rows.num_rows + len(content.rejected) + len(content.left_out)
    return content


@st.composite
def files(draw: Draw, layout: Layout) -> tuple[str, list[dict[str, Any]], list[list[Any]]]:
    """Return a kind of file, a registry, and the cells that say the same in this layout."""
    registry = [
        {**koperasi, "name": f"{koperasi['name']} {koperasi['nik'][-6:]}"} for koperasi in draw(registries())
    ]
    by_title = {title: name for name, title in layout.fields.items()}

    def cell(koperasi: dict[str, Any], title: str) -> Any:
        name = by_title.get(title)
        return draw(st.sampled_from(forms(name, koperasi[name]))) if name else None

    data = [[cell(koperasi, title) for title in layout.titles] for koperasi in registry]
    return draw(st.sampled_from(list(KINDS))), registry, [*layout.top, *data]


@pytest.mark.parametrize("name", LAYOUTS)
@settings(max_examples=40, deadline=None)
@given(st.data())
def test_a_registry_comes_back_cell_by_cell(name: str, data: st.DataObject) -> None:
    layout = LAYOUTS[name]
    kind, registry, rows = data.draw(files(layout))

    content = read_as(kind, rows)

    expected = [{one: koperasi[one] for one in layout.fields} for koperasi in registry]
    found = [{one: koperasi.get(one) for one in layout.fields} for koperasi in content.rows.to_pylist()]
    assert found == expected
    assert content.header_row == len(layout.top)
    if "nik" in layout.fields:
        assert content.warnings == []


ODDITIES: Final = (
    "abc",
    "31/02/2020",
    "#REF!",
    "#DIV/0!",
    "Rp abc",
    "12,34,56",
    "1.90503E+12",
    "tahun lalu",
    "19050",
    "<b>tebal</b>",
    "=1+1",
    -7,
    12345.678,
    10**15,
    dt.date(2150, 1, 1),
    None,
    "",
    "-",
)


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=15, deadline=None)
@given(st.data())
def test_no_value_vanishes_unsaid(kind: str, data: st.DataObject) -> None:
    """A filled cell becomes a value, or its text is kept and told; what a zero or a dash says is nothing."""
    width = len(H3)
    rows = data.draw(
        st.lists(st.lists(st.sampled_from(ODDITIES), min_size=width, max_size=width), min_size=1, max_size=4)
    )
    at = H3.index("NAMA KOPERASI")
    for number, cells in enumerate(rows):
        cells[at] = f"Koperasi Maju {number}"

    content = read_as(kind, [list(H3), *rows])

    assert content.rows_read == len(rows)
    names = dict(content.columns)
    told = {(one.row, one.column) for one in content.warnings}
    for koperasi in content.rows.to_pylist():
        number = koperasi["source_row"]
        kept = json.loads(koperasi["extra"] or "{}")
        for title, cell in zip(H3, rows[number - 2], strict=True):
            if title == "NO" or is_nothing(cell):
                continue
            value = koperasi.get(names[title] or "")
            assert value is not None or (title in kept and (number, title) in told), (title, cell)
