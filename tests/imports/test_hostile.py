"""Files that are no exports, and files that mean harm: refused in one sentence, in time, at no cost."""

from __future__ import annotations

import os
import struct
import time
import zipfile
from pathlib import Path

import psutil
import pytest

from kopdata.errors import ImportRefusedError
from kopdata.imports import read_file
from kopdata.imports.filetypes import examine
from kopdata.imports.sandbox import Limits
from tests.imports.files import H3, ROW, row, table, write_csv, write_html, write_xlsx

_OLE = bytes.fromhex("d0cf11e0a1b11ae1")


def refusal(path: Path, limits: Limits | None = None) -> str:
    """Return the sentence with which a file is refused, through the real child process."""
    with pytest.raises(ImportRefusedError) as refused:
        read_file(path, limits=limits or Limits(seconds=20))
    sentence = str(refused.value)
    assert sentence.endswith(".")
    assert "Traceback" not in sentence
    return sentence


def edited(path: Path, part: str, content: bytes) -> Path:
    """Replace one part of a workbook."""
    with zipfile.ZipFile(path) as book:
        parts = {name: book.read(name) for name in book.namelist()} | {part: content}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        for name, text in parts.items():
            book.writestr(name, text)
    return path


def sheet_of(cells: str) -> bytes:
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return f"<worksheet xmlns='{space}'><sheetData>{cells}</sheetData></worksheet>".encode()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "Berkas kosong"),
        (b" \r\n\r\n", "Berkas kosong"),
        (b"\xef\xbb\xbf", "Berkas kosong"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(range(256)) * 40, "foto atau gambar"),
        (b"\x89PNG\r\n\x1a\n" + bytes(200), "foto atau gambar"),
        (b"\x00\x00\x00\x18ftypheic" + bytes(200), "foto atau video"),
        (b"MZ\x90\x00" + bytes(500), "program"),
        (b"\x7fELF\x02\x01\x01" + bytes(500), "program"),
        (b"#!/bin/sh\nrm -rf /\n", "program"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "dokumen PDF"),
        (b"\x1f\x8b\x08" + bytes(100), "arsip"),
        (b"PK\x03\x04" + bytes(100), "rusak atau terpotong"),
        (b"PAR1" + bytes(100), "rusak atau terpotong"),
        (_OLE + bytes(600), "rusak atau terpotong"),
        (_OLE + bytes(600) + "EncryptedPackage".encode("utf-16-le") + bytes(600), "kata sandi"),
        (bytes(range(1, 32)) * 50, "bukan teks"),
        (
            b"Kepada Yth. Kepala Dinas, mohon kiranya, nama koperasi, dan lain-lain.\nTerima kasih.\n",
            "tidak ditemukan",
        ),
        (b'{"nik": "1905010020001", "name": "Maju"}', "tidak ditemukan"),
        (b"NIK,Nama Koperasi,Status Koperasi\n", "hanya berisi judul"),
        (b"<html><body><form>Masuk ke ODS</form></body></html>", "sesi ODS"),
        (b"<?xml version='1.0'?><daftar><koperasi>Maju</koperasi></daftar>", "tidak memuat tabel"),
        (b"<!DOCTYPE html>", "tidak memuat tabel"),
        (b"<!-- ekspor -->", "tidak memuat tabel"),
        (b"<table><tr><td>Halo</td></tr></table>", "tidak ditemukan"),
        (b'NIK,Nama Koperasi,Status\n1,"Maju,Aktif\n2,Jaya,Aktif\n3,Subur,Aktif\n', "Tanda kutip di baris 2"),
    ],
)
def test_what_is_no_export(tmp_path: Path, content: bytes, words: str) -> None:
    path = tmp_path / "ekspor.xlsx"
    path.write_bytes(content)

    assert words in refusal(path)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    assert "tidak dapat dibuka" in refusal(tmp_path / "tidak ada.xlsx")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="This system has no pipes in folders.")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "ekspor.csv")

    assert "tidak dapat dibuka" in refusal(tmp_path / "ekspor.csv")


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    assert "tidak dapat dibuka" in refusal(tmp_path)


def test_a_document_and_an_archive(tmp_path: Path) -> None:
    for name, words in (("word/document.xml", "dokumen"), ("ekspor.xlsx", "arsip ZIP")):
        with zipfile.ZipFile(tmp_path / "berkas.xlsx", "w") as archive:
            archive.writestr(name, "isi")

        assert words in refusal(tmp_path / "berkas.xlsx")


@pytest.mark.parametrize("kept", [0.3, 0.7, 0.99])
def test_a_truncated_workbook(tmp_path: Path, kept: float) -> None:
    path = write_xlsx(tmp_path / "ekspor.xlsx", table(H3, *map(row, range(50))))
    whole = path.read_bytes()
    path.write_bytes(whole[: int(len(whole) * kept)])

    assert "rusak atau terpotong" in refusal(path)


def test_a_workbook_with_a_damaged_sheet(tmp_path: Path) -> None:
    path = edited(
        write_xlsx(tmp_path / "ekspor.xlsx", table(H3, row())), "xl/worksheets/sheet1.xml", b"<sheetDa"
    )

    assert refusal(path)


def test_a_workbook_without_cells(tmp_path: Path) -> None:
    assert "tidak berisi data" in refusal(write_xlsx(tmp_path / "kosong.xlsx", []))


def test_two_cells_at_the_ends_of_the_earth(tmp_path: Path) -> None:
    cells = "<row r='1'><c r='A1'><v>1</v></c></row><row r='1048576'><c r='XFD1048576'><v>1</v></c></row>"
    path = edited(write_xlsx(tmp_path / "ekspor.xlsx", [["x"]]), "xl/worksheets/sheet1.xml", sheet_of(cells))
    started = time.monotonic()

    assert "Berkas ini" in refusal(path)
    assert time.monotonic() - started < 20


def test_a_zip_bomb_is_refused_unopened(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "ekspor.xlsx", [["x"]])
    edited(path, "xl/worksheets/sheet1.xml", sheet_of(" " * 100_000_000))
    started = time.monotonic()

    assert "terlalu besar" in refusal(path)
    assert time.monotonic() - started < 5


@pytest.mark.parametrize("told", [150_000 & 0xFFFF, 7])
def test_a_zip_of_countless_entries_is_refused_unread(tmp_path: Path, told: int) -> None:
    """The number of entries that the end of the file tells may be a lie."""
    path = tmp_path / "ekspor.xlsx"
    entry = b"PK\x01\x02" + bytes(42)
    count, size = struct.pack("<H", told), struct.pack("<L", len(entry) * 150_000)
    end = b"PK\x05\x06" + bytes(4) + count + count + size + struct.pack("<L", 4) + bytes(2)
    path.write_bytes(b"PK\x03\x04" + entry * 150_000 + end)
    started = time.process_time()

    assert "terlalu besar" in refusal(path)
    assert time.process_time() - started < 0.5


def test_a_workbook_written_for_more_than_four_gigabytes(tmp_path: Path) -> None:
    """Java's streaming writers always end their workbooks so."""
    path = write_xlsx(tmp_path / "ekspor.xlsx", table(H3, row()))
    content, end = path.read_bytes()[:-22], path.read_bytes()[-22:]
    count, size, offset = struct.unpack("<HLL", end[10:20])
    record = struct.pack("<4sQHHLLQQQQ", b"PK\x06\x06", 44, 45, 45, 0, 0, count, count, size, offset)
    locator = struct.pack("<4sLQL", b"PK\x06\x07", 0, len(content), 1)
    path.write_bytes(content + record + locator + b"PK\x05\x06" + bytes(4) + b"\xff" * 12 + bytes(2))

    assert read_file(path).accepted == 1


def test_a_long_name_of_many_lines_stays_one_short_line(tmp_path: Path) -> None:
    with pytest.raises(ImportRefusedError) as refused:
        read_file(tmp_path / "tidak ada.xlsx", file_name="\n".join(["ekspor ODS"] * 100) + ".xlsx")

    name = str(refused.value).split("'")[1]
    assert name.startswith("ekspor ODS ekspor ODS")
    assert name.endswith("…")
    assert len(name) <= 80


def test_an_external_entity_reaches_nothing(tmp_path: Path) -> None:
    secret = tmp_path / "rahasia.txt"
    secret.write_text("RAHASIA")
    path = write_html(tmp_path / "ekspor.xls", table(H3, row()))
    declared = f'<!DOCTYPE x [<!ENTITY rahasia SYSTEM "{secret.as_uri()}">]>'
    path.write_text(declared + path.read_text().replace("Koperasi Maju", "&rahasia;"))

    assert "RAHASIA" not in refusal(path)


def test_an_external_entity_in_a_workbook_reaches_nothing(tmp_path: Path) -> None:
    secret = tmp_path / "rahasia.txt"
    secret.write_text("RAHASIA")
    path = write_xlsx(tmp_path / "ekspor.xlsx", table(H3, row()))
    with zipfile.ZipFile(path) as book:
        strings = book.read("xl/sharedStrings.xml").decode()
    declared = f'<!DOCTYPE x [<!ENTITY rahasia SYSTEM "{secret.as_uri()}">]>'
    head, _, rest = strings.partition("?>")
    changed = f"{head}?>{declared}{rest}".replace(ROW["KETUA"], "&rahasia;")
    edited(path, "xl/sharedStrings.xml", changed.encode())

    try:
        shown = read_file(path).rows["chair"].to_pylist()
    except ImportRefusedError as refused:
        shown = [str(refused)]
    assert "RAHASIA" not in str(shown)


def test_spans_beyond_measure(tmp_path: Path) -> None:
    path = tmp_path / "ekspor.xls"
    path.write_text(
        "<table><tr><td colspan=999999999 rowspan=999999999>x</td></tr><tr>"
        "<th>NIK</th><th>Nama Koperasi</th><th>Status</th></tr><tr><td><td>Maju<td>Aktif</tr></table>"
    )

    assert read_file(path, limits=Limits(seconds=20)).rows["name"].to_pylist() == ["Maju"]


def test_a_child_that_takes_too_long_is_stopped(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "ekspor.xlsx", table(H3, row()))
    others = set(psutil.Process().children())

    assert "terlalu lama" in refusal(path, Limits(seconds=0))
    assert set(psutil.Process().children()) <= others


def test_a_child_that_takes_too_much_memory_is_stopped(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "ekspor.xlsx", table(H3, row()))
    others = set(psutil.Process().children())

    assert "terlalu banyak memori" in refusal(path, Limits(memory=5_000_000))
    assert set(psutil.Process().children()) <= others


def test_a_larger_file_has_more_time(tmp_path: Path) -> None:
    text = tmp_path / "besar.csv"
    text.write_bytes(b"x" * 10_000_000)
    book = write_xlsx(tmp_path / "besar.xlsx", [["x"]])
    edited(book, "xl/worksheets/sheet1.xml", sheet_of("<row/>" * 2_000_000))

    assert Limits().deadline(examine(text).unpacked) == 60 + 10_000 / 5_000
    assert Limits().deadline(examine(book).unpacked) == pytest.approx(60 + 12_000 / 5_000, rel=0.01)


def test_nothing_is_left_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "sementara"
    folder.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    path = write_xlsx(tmp_path / "ekspor.xlsx", table(H3, row()))

    read_file(path)
    refusal(path, Limits(seconds=0))

    assert list(folder.iterdir()) == []


def test_a_name_full_of_surprises(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "-x; $(echo) 'ekspor' [7 November 2024].csv", table(H3, row()))
    stages: list[tuple[str, float]] = []

    parsed = read_file(path, file_name="--help\n../../ekspor.csv", progress=lambda *said: stages.append(said))

    assert parsed.accepted == 1
    assert parsed.file_name == "--help\n../../ekspor.csv"
    assert [share for _, share in stages] == sorted(share for _, share in stages)
    assert stages[0] == ("Memeriksa jenis berkas", 0.0)


def test_a_picture_within_text_stays_text(tmp_path: Path) -> None:
    text = "<img src=x onerror=alert(1)>"

    parsed = read_file(write_html(tmp_path / "ekspor.xls", table(H3, row(1, ALAMAT=text, KETUA="=1+1"))))

    assert parsed.rows.select(["address", "chair"]).to_pylist() == [{"address": text, "chair": "=1+1"}]
