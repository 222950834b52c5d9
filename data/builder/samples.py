"""Export files to try the import with, each with the oddities that real ones have."""

from __future__ import annotations

import csv
import datetime as dt
import html
import random
from decimal import Decimal
from pathlib import Path

import xlsxwriter

from data.builder import fieldwork
from data.builder.lives import DECEMBER_2024, END_OF_2025, NOVEMBER_2024, Life
from data.builder.snapshots import Row, registry_rows, standing
from kopdata import formats
from kopdata.vocabulary import Predicate, Status

NOVEMBER_WORKBOOK = "ODS keadaan 7 November 2024.xlsx"
DECEMBER_TABLE = "ODS keadaan 5 Desember 2024.xls"
END_OF_2025_CSV = "ODS keadaan 31 Desember 2025.csv"
HEALTH_WORKBOOK = "Rekap penilaian kesehatan 2024.xlsx"

_DINAS_COLUMNS = {
    "NO": None,
    "ID KOPERASI": "nik",
    "NAMA KOPERASI": "name",
    "NO BADAN HUKUM": "legal_number",
    "TANGGAL BADAN HUKUM": "legal_date",
    "ALAMAT": "address",
    "DESA/KEL": "village",
    "KECAMATAN": "district",
    "KABUPATEN": "regency",
    "PROVINSI": "province",
    "KODE POS": "postal_code",
    "NO TELPON KANTOR": "phone",
    "EMAIL": "email",
    "STATUS AKTIF": "status",
    "KETUA": "chair",
    "NO TELPON KETUA": "chair_phone",
    "BENTUK KOPERASI": "form",
    "JENIS KOPERASI": "type",
    "KELOMPOK KOPERASI": "coop_group",
    "SEKTOR USAHA": "sector",
    "JUMLAH ANGGOTA": "members",
    "JUMLAH MANAJER": "managers",
    "JUMLAH KARYAWAN": "employees",
    "TANGGAL RAT": "rat_date",
    "MODAL SENDIRI": "own_capital",
    "MODAL LUAR": "external_capital",
    "ASET": "assets",
    "VOLUME USAHA": "turnover",
    "TAHUN REKAP": "financial_year",
    "SISA HASIL USAHA": "surplus",
}
"""The 30 columns of a dinas workbook, and the field that each holds."""

_ODS_COLUMNS = {
    "NIK": "nik",
    "Nama_Koperasi": "name",
    "Nomor_Badan_Hukum_Pendirian": "legal_number",
    "Tanggal_Badan_Hukum_Pendirian": "legal_date",
    "Tanggal_Perubahan_Anggaran_Dasar": "amendment_date",
    "Tanggal_RAT_Terakhir": "rat_date",
    "Desa": "village",
    "Kecamatan": "district",
    "Kabupaten": "regency",
    "Bentuk_Koperasi": "form",
    "Jenis_Koperasi": "type",
    "StatusKoperasi": "status",
    "Status_Sertifikat": "certificate_status",
    "Tanggal_Berlaku_Sertifikat": "certificate_expiry",
    "Grade": "grade",
    "KUK": "kuk",
    "Anggota_Pria": "members_male",
    "Anggota_Wanita": "members_female",
    "Jumlah_Anggota": "members",
    "Jumlah_Karyawan": "employees",
    "Jumlah_Manajer": "managers",
    "Total_Aset": "assets",
    "Volume_Usaha": "turnover",
    "SHU": "surplus",
    "Status_RAT": "rat_status",
}
"""The keys of the ODS interface, and the field that each holds."""

_HEALTH_COLUMNS = (
    "NIK",
    "Nama Koperasi",
    "Tahun Penilaian",
    "Nilai / Skor",
    "Predikat",
    "Metode",
    "Tanggal Penilaian",
    "Pengawas",
)

_SPELLINGS = {
    "Airgegas": ("Air Gegas", "Kec. Airgegas", "AIRGEGAS"),
    "Lepar": ("Lepar Pongok", "Lepar"),
    "Pulau Besar": ("Pulaubesar", "Pulau Besar"),
    "Tanjung Labu": ("Tanjunglabu", "Tanjung Labu"),
    "Tanjung Ketapang": ("Tanjungketapang", "Kel. Tanjung Ketapang"),
    "Keposang": ("Kaposang", "Keposang"),
    "Pangkal Buluh": ("Pangkalbuluh", "Desa Pangkal Buluh"),
    "Airbara": ("Air Bara", "Airbara"),
}


def _spelled(rng: random.Random, row: Row) -> Row:
    """Return the row with regions and status as files spell them."""
    village, district = str(row["village"]), str(row["district"])
    return row | {
        "village": rng.choice(_SPELLINGS.get(village, (village, village.upper()))),
        "district": rng.choice(_SPELLINGS.get(district, (district, f"Kec. {district}"))),
        "regency": rng.choice(("KAB. BANGKA SELATAN", "Kabupaten Bangka Selatan", "Bangka Selatan")),
        "status": "Aktif" if row["status"] is Status.ACTIVE else rng.choice(("Tidak Aktif", "Non Aktif")),
    }


def _workbook(path: Path, as_of: dt.date) -> xlsxwriter.Workbook:
    """Open a workbook that says it was made on its own date, so that every run writes the same bytes."""
    book = xlsxwriter.Workbook(path)
    book.set_properties({"created": dt.datetime.combine(as_of, dt.time(8), dt.UTC)})
    return book


def _dotted(value: Decimal) -> str:
    return f"{value:,.0f}".replace(",", ".")


def write_november_workbook(lives: list[Life], path: Path) -> None:
    """Write 7 November 2024 as a dinas workbook: summary sheet, titles, totals, empty rows after."""
    rng = random.Random("november")
    rows = registry_rows(lives, NOVEMBER_2024)
    with _workbook(path, NOVEMBER_2024) as book:
        plain = book.add_format({"border": 1})
        bold = book.add_format({"border": 1, "bold": True})
        title = book.add_format({"bold": True, "align": "center"})
        dated = book.add_format({"border": 1, "num_format": "dd/mm/yyyy"})

        summary = book.add_worksheet("Ringkasan")
        active = sum(row["status"] is Status.ACTIVE for row in rows)
        lines = (("Jumlah", len(rows)), ("Aktif", active), ("Tidak aktif", len(rows) - active))
        summary.write(0, 0, "Rekapitulasi koperasi (data contoh)", title)
        for number, (words, count) in enumerate(lines, start=2):
            summary.write(number, 0, words, plain)
            summary.write(number, 1, count, plain)

        sheet = book.add_worksheet("Data Koperasi")
        last = len(_DINAS_COLUMNS) - 1
        sheet.merge_range(0, 0, 0, last, "DATA KOPERASI KABUPATEN BANGKA SELATAN (DATA CONTOH)", title)
        sheet.merge_range(1, 0, 1, last, "KEADAAN 7 NOVEMBER 2024", title)
        for column, header in enumerate(_DINAS_COLUMNS):
            sheet.write(3, column, header, bold)
            sheet.write(4, column, column + 1, plain)
        for number, row in enumerate(rows, start=1):
            spelled = _spelled(rng, row)
            for column, field in enumerate(_DINAS_COLUMNS.values()):
                cell = number if field is None else _workbook_cell(rng, field, spelled.get(field))
                is_date = isinstance(cell, dt.date)
                sheet.write(4 + number, column, cell, dated if is_date else plain)
        foot = 5 + len(rows)
        sheet.write(foot, 2, "JUMLAH", bold)
        for column, field in enumerate(_DINAS_COLUMNS.values()):
            if field in ("members", "managers", "employees"):
                sheet.write(foot, column, sum(int(str(row[field])) for row in rows), bold)
        for blank in range(foot + 1, foot + 41):
            for column in range(len(_DINAS_COLUMNS)):
                sheet.write_blank(blank, column, None, plain)


def _workbook_cell(rng: random.Random, field: str, value: object) -> str | float | dt.date | None:
    """Return the value in one of the forms in which workbooks hold it."""
    if value is None:
        return rng.choice(("-", "", None)) if field != "rat_date" else rng.choice(("-", "0000-00-00", None))
    if field in ("nik", "phone", "chair_phone"):
        return float(str(value)) if rng.random() < 0.4 else str(value)
    if isinstance(value, dt.date):
        texts = (formats.short_date(value), f"{value:%d/%m/%Y}", value.isoformat(), formats.date(value))
        return value if rng.random() < 0.6 else rng.choice(texts)
    if isinstance(value, Decimal):
        words = _dotted(value)
        return rng.choice((float(value), float(value), f"Rp {words}", f"{words},00", f"Rp {words},-"))
    return value if isinstance(value, int) else str(value)


def write_december_table(lives: list[Life], path: Path) -> None:
    """Write 5 December 2024 as the HTML table that is served under the name of a workbook."""
    rng = random.Random("december")

    def cell(field: str, value: object) -> str:
        if value is None:
            return "0000-00-00" if field.endswith(("_date", "_expiry")) else "-"
        if isinstance(value, dt.date):
            return formats.short_date(value)
        return _dotted(value) if isinstance(value, Decimal) else str(value)

    def line(cells: list[str], tag: str = "td") -> str:
        return "<tr>" + "".join(f"<{tag}>{html.escape(text)}</{tag}>" for text in cells) + "</tr>"

    headers = ["No", *(header.replace("_", " ") for header in _ODS_COLUMNS)]
    title = "Data Koperasi Kabupaten Bangka Selatan (data contoh), keadaan 5 Desember 2024"
    body = [f'<tr><th colspan="{len(headers)}">{title}</th></tr>', line(headers, "th")]
    for number, row in enumerate(registry_rows(lives, DECEMBER_2024), start=1):
        spelled = _spelled(rng, row)
        body.append(line([str(number), *(cell(field, spelled[field]) for field in _ODS_COLUMNS.values())]))
    page = [
        "<html><head>",
        '<meta http-equiv="Content-Type" content="text/html; charset=utf-8">',
        '</head><body><table border="1">',
        *body,
        "</table></body></html>",
    ]
    path.write_text("\n".join(page) + "\n", encoding="utf-8", newline="\n")


def write_end_of_2025(lives: list[Life], path: Path) -> None:
    """Write 31 December 2025, with the 53 Koperasi Desa/Kelurahan Merah Putih, separated by semicolons."""
    rng = random.Random("end of 2025")

    def cell(field: str, value: object) -> str:
        if value is None:
            return "0000-00-00" if field.endswith(("_date", "_expiry")) else ""
        return f"{value:.0f}" if isinstance(value, Decimal) else str(value)

    rows: list[list[str]] = [list(_ODS_COLUMNS)]
    for row in registry_rows(lives, END_OF_2025):
        spelled = _spelled(rng, row)
        rows.append([cell(field, spelled[field]) for field in _ODS_COLUMNS.values()])
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=";", lineterminator="\r\n").writerows(rows)


def write_health_workbook(lives: list[Life], path: Path) -> None:
    """Write the supervisors' recap of 2024: one row for each of 45 koperasi."""
    rng = random.Random("health 2024")
    assessed = [
        life
        for life in standing(lives, DECEMBER_2024)
        if life.meetings and life.koperasi.nik_since and life.founded <= 2022
    ]
    with _workbook(path, DECEMBER_2024) as book:
        sheet = book.add_worksheet("Rekap 2024")
        dated = book.add_format({"num_format": "dd/mm/yyyy"})
        sheet.write(0, 0, "REKAP PENILAIAN KESEHATAN KOPERASI TAHUN 2024 (DATA CONTOH)")
        sheet.write_row(2, 0, _HEALTH_COLUMNS)
        for number, life in enumerate(sorted(rng.sample(assessed, 45), key=lambda life: life.koperasi.name)):
            is_active = life.status[DECEMBER_2024] is Status.ACTIVE
            predicate = rng.choices(list(Predicate), weights=(8, 14, 2, 0) if is_active else (0, 3, 6, 3))[0]
            cells: list[str | float | int] = [
                life.koperasi.nik,
                life.koperasi.name,
                2024,
                float(fieldwork.score(rng, predicate)),
                predicate.value,
                fieldwork.NEW_METHOD,
            ]
            sheet.write_row(3 + number, 0, cells)
            day = dt.date(2024, 3, 4) + dt.timedelta(days=rng.randint(0, 240))
            sheet.write_datetime(3 + number, 6, day, dated)
            sheet.write(3 + number, 7, fieldwork.SUPERVISOR.format(number=rng.randint(1, 2)))
