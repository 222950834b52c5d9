"""Files as offices send them: the header rows seen in the wild, and ways to write them."""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import html
import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import xlsxwriter

from kopdata.imports import ParsedFile
from kopdata.imports.content import Content
from kopdata.imports.filetypes import examine
from kopdata.imports.reading import read_content

Rows = Sequence[Any]
"""Rows of cells, top to bottom."""


def _titles(text: str) -> list[str]:
    return text.split("|")


H1: Final = _titles(
    "Koperasi|Nomor Badan Hukum Pendirian|Tanggal Badan Hukum Pendirian|"
    "Nomor Perubahan Anggaran Dasar (Terbaru)|Tanggal Perubahan Anggaran Dasar (Terbaru)|"
    "Nomor Pelaporan (Terbaru)|Tanggal Pelaporan (Terbaru)|Tanggal RAT Terakhir|Alamat|Desa / Kelurahan|"
    "Kecamatan|Kabupaten|Provinsi|Bentuk Koperasi|Jenis Koperasi|Sektor Usaha|Kelompok Koperasi|"
    "Pola Pengelolaan|Status NIK|Tanggal Berlaku Sertifikat|Grade|KUK|Jumlah Anggota Pria|"
    "Jumlah Anggota Wanita|Total Anggota|Total Karyawan|Total Manajer"
)
H2: Final = _titles(
    "Koperasi|Nomor Induk Koperasi (NIK)|Nomor Badan Hukum Pendirian|Tanggal Badan Hukum Pendirian|Alamat|"
    "Kelurahan / Desa|Kecamatan|Kabupaten|Provinsi|Bentuk Koperasi|Jenis Koperasi|Status Grade|Nama Ketua|"
    "Nama Sekretaris|Nama Bendahara|Nama Pengawas|Nama Manager"
)
H3: Final = _titles(
    "NO|ID KOPERASI|NAMA KOPERASI|NO BADAN HUKUM|TANGGAL BADAN HUKUM|ALAMAT|DESA/KEL|KECAMATAN|KABUPATEN|"
    "PROVINSI|KODE POS|NO TELPON KANTOR|EMAIL|STATUS AKTIF|KETUA|NO TELPON KETUA|BENTUK KOPERASI|"
    "JENIS KOPERASI|KELOMPOK KOPERASI|SEKTOR USAHA|JUMLAH ANGGOTA|JUMLAH MANAJER|JUMLAH KARYAWAN|TANGGAL RAT|"
    "MODAL SENDIRI|MODAL LUAR|ASET|VOLUME USAHA|TAHUN REKAP|SISA HASIL USAHA"
)
H4: Final = _titles(
    "ID KOPERASI|NAMA KOPERASI|NO BADAN HUKUM|TANGGAL BADAN HUKUM|ALAMAT|DESA/KEL|KECAMATAN|KABUPATEN|"
    "NO TELPON 1|KETUA|NO TELPON KETUA|BENTUK KOPERASI|JENIS KOPERASI|KELOMPOK KOPERASI|JUMLAH ANGGOTA|"
    "JUMLAH KARYAWAN|JUMLAH MANAJER|TANGGAL RAT|STATUS RAT|MODAL SENDIRI|MODAL LUAR|ASET|VOLUME USAHA|SHU"
)
H5: Final = _titles(
    "NIK|Nama_Koperasi|Nomor_Badan_Hukum_Pendirian|Tanggal_Badan_Hukum_Pendirian|"
    "Tanggal_Perubahan_Anggaran_Dasar|Tanggal_RAT_Terakhir|Desa|Kecamatan|Kabupaten|Bentuk_Koperasi|"
    "Jenis_Koperasi|StatusKoperasi|Status_Sertifikat|Tanggal_Berlaku_Sertifikat|Grade|KUK|Anggota_Pria|"
    "Anggota_Wanita|Jumlah_Anggota|Karyawan_Pria|Karyawan_Wanita|Jumlah_Karyawan|Manajer_Pria|"
    "Manajer_Wanita|Jumlah_Manajer|Total_Aset|Volume_Usaha|SHU|Status_RAT"
)
H7: Final = ("No", "NIK", "Nama Koperasi", "Desa / Kelurahan", "Kecamatan", "Status Koperasi")
H8: Final = _titles(
    "NIK|Nama Koperasi|Tahun Penilaian|Nilai / Skor|Predikat|Metode|Tanggal Penilaian|Pengawas"
)

ROW: Final[Mapping[str, Any]] = {
    "ID KOPERASI": "1905010020001",
    "NAMA KOPERASI": "Koperasi Maju Bersama",
    "NO BADAN HUKUM": "02/BH/Diskop/II/2003",
    "TANGGAL BADAN HUKUM": dt.date(2003, 2, 14),
    "ALAMAT": "Jl. Raya Payung No. 7",
    "DESA/KEL": "Irat",
    "KECAMATAN": "Payung",
    "KABUPATEN": "Kab. Bangka Selatan",
    "PROVINSI": "Kepulauan Bangka Belitung",
    "KODE POS": "33778",
    "NO TELPON KANTOR": "0718123456",
    "EMAIL": "maju@contoh.id",
    "STATUS AKTIF": "Aktif",
    "KETUA": "Ketua Contoh",
    "NO TELPON KETUA": "081200000001",
    "BENTUK KOPERASI": "Primer Kabupaten/Kota",
    "JENIS KOPERASI": "Konsumen",
    "KELOMPOK KOPERASI": "Kop. Serba Usaha",
    "SEKTOR USAHA": "Jasa Lainnya",
    "JUMLAH ANGGOTA": 25,
    "JUMLAH MANAJER": 1,
    "JUMLAH KARYAWAN": 2,
    "TANGGAL RAT": dt.date(2024, 3, 20),
    "MODAL SENDIRI": 10_000_000,
    "MODAL LUAR": 2_500_000.5,
    "ASET": 12_500_000,
    "VOLUME USAHA": 40_000_000,
    "TAHUN REKAP": 2023,
    "SISA HASIL USAHA": -150_000,
}
"""One koperasi as H3 brings it; nothing in it deserves a warning at the end of 2024."""


def row(number: int = 1, /, **changes: Any) -> dict[str, Any]:
    """Return ``ROW`` as koperasi ``number``; ``changes`` name H3's titles with _ for blanks and slashes."""
    titles = {title.replace(" ", "_").replace("/", "_"): title for title in H3}
    own = {
        "ID KOPERASI": f"1905010{20000 + number:06d}",
        "NAMA KOPERASI": f"Koperasi Maju Bersama {number}",
        "NO BADAN HUKUM": f"{number}/BH/Diskop/II/2003",
    }
    return {**ROW, **own, **{titles[name]: value for name, value in changes.items()}}


def table(titles: Sequence[str], *rows: Mapping[str, Any]) -> list[list[Any]]:
    """Return a header and its rows; a title that a row does not name stays empty. NO counts from 1."""
    counted = [{"NO": number, "No": number, **row} for number, row in enumerate(rows, start=1)]
    return [list(titles), *([row.get(title) for title in titles] for row in counted)]


def write_xlsx(
    path: Path, rows: Rows, *, sheet: str = "Data", before: Mapping[str, Rows] | None = None
) -> Path:
    """Write a workbook; ``before`` are sheets that stand before the one with ``rows``."""
    with xlsxwriter.Workbook(path) as book:
        date_format = book.add_format({"num_format": "dd/mm/yyyy"})
        for name, content in {**(before or {}), sheet: rows}.items():
            page = book.add_worksheet(name)
            for at, cells in enumerate(content):
                for column, cell in enumerate(cells):
                    if isinstance(cell, dt.date):
                        page.write_datetime(at, column, dt.datetime.combine(cell, dt.time()), date_format)
                    elif isinstance(cell, str):
                        page.write_string(at, column, cell)
                    elif cell is not None:
                        page.write(at, column, cell)
    return path


def _as_text(cell: Any) -> str:
    if isinstance(cell, dt.date):
        return cell.strftime("%d-%m-%Y")
    return "" if cell is None else str(cell)


def write_csv(path: Path, rows: Rows, *, delimiter: str = ",", encoding: str = "utf-8") -> Path:
    """Write delimited text, dates as dd-mm-yyyy."""
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter).writerows([list(map(_as_text, cells)) for cells in rows])
    path.write_bytes(text.getvalue().encode(encoding))
    return path


def write_html(path: Path, rows: Rows, *, title: str | None = None) -> Path:
    """Write the HTML table that ODS serves as ``.xls``: a merged title row, then the rows."""
    width = max(map(len, rows))
    lines = [f"<tr><th colspan='{width}'>{html.escape(title)}</th></tr>"] if title else []
    lines += [
        "<tr>" + "".join(f"<td>{html.escape(_as_text(cell))}</td>" for cell in cells) + "</tr>"
        for cells in rows
    ]
    path.write_text(
        f"<html><meta charset='utf-8'><body><table border=1>{''.join(lines)}</table></body></html>",
        encoding="utf-8",
    )
    return path


def read(path: Path) -> Content:
    """Read a file as the child process does, in this one."""
    return read_content(path, examine(path).type, path.name)


def parse(path: Path) -> ParsedFile:
    """Return what ``read_file`` would, without its child process."""
    return ParsedFile.of(
        read(path), file_name=path.name, sha256=hashlib.sha256(path.read_bytes()).hexdigest()
    )


def reasons(content: Content) -> list[str]:
    """Return the warnings of a file, words only."""
    return [warning.reason for warning in content.warnings]
