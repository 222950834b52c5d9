"""Workbooks and tables built to harm: each ends in one sentence, in time, and costs its reader no memory."""

from __future__ import annotations

import itertools
import os
import random
import struct
import time
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest

from kopdata.errors import ImportRefusedError
from kopdata.imports import read_file
from kopdata.imports.sandbox import Limits
from kopdata.imports.sheets import MOST_COLUMNS
from kopdata.imports.worker import MOST_NO_DATA
from tests.imports.files import H3, row, table, write_csv, write_html, write_xlsx
from tests.imports.test_hostile import sheet_of
from tests.imports.workbooks import KINDS, change, pack, write_ods, write_xls, write_xlsb
from tests.support.commands import kopdata, refused

MEGABYTE = 1_000_000
MOST_GROWTH = 100 * MEGABYTE
SHEET = "xl/worksheets/sheet1.xml"
STRINGS = "xl/sharedStrings.xml"


def refusal(path: Path, limits: Limits | None = None) -> str:
    """Return the sentence with which a file is refused: within its deadline, no memory of ours spent."""
    limits = limits or Limits(seconds=30)
    before, started = psutil.Process().memory_info().rss, time.monotonic()
    others = set(psutil.Process().children())
    with pytest.raises(ImportRefusedError) as refused:
        read_file(path, limits=limits)
    assert psutil.Process().memory_info().rss - before < MOST_GROWTH
    assert time.monotonic() - started < limits.seconds + 10
    assert set(psutil.Process().children()) <= others
    sentence = str(refused.value)
    assert sentence.endswith(".")
    assert "\n" not in sentence
    return sentence


def aged(path: Path, hours: float) -> Path:
    moment = time.time() - hours * 3600
    os.utime(path, (moment, moment))
    return path


def test_what_a_killed_reading_left_goes_after_a_day(
    book: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "sementara"
    for name in ("kopdata-abcd1234", "kopdata-hari_ini", "kopdata-milik pengguna", "tmpabcd1234"):
        (place / name).mkdir(parents=True)
        (place / name / "rows.arrow").write_bytes(b"data pribadi")
        aged(place / name, 1 if name == "kopdata-hari_ini" else 25)
    (tmp_path / "lain").mkdir()
    (tmp_path / "lain" / "berkas").write_bytes(b"x")
    (place / "kopdata-tautan12").symlink_to(aged(tmp_path / "lain", 25))
    monkeypatch.setattr("tempfile.tempdir", str(place))

    read_file(book)

    left = {path.name for path in place.iterdir()}
    assert left == {"kopdata-hari_ini", "kopdata-milik pengguna", "tmpabcd1234", "kopdata-tautan12"}
    assert (tmp_path / "lain" / "berkas").exists()


@pytest.mark.skipif(os.name == "nt", reason="there is no such limit")
@pytest.mark.parametrize("size", [0, 500])
def test_a_full_disk_is_not_blamed_on_the_file(book: Path, size: int) -> None:
    resource = pytest.importorskip("resource")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        sentence = refusal(book)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert "Ruang kosong pada disk tidak cukup" in sentence


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return write_xlsx(tmp_path / "ekspor.xlsx", table(H3, row(1, KETUA="ISI")))


def rewritten(path: Path, part: str, pieces: Iterable[bytes], *, packed: bool = True) -> Path:
    """Write one part of a workbook anew, piece by piece."""
    with zipfile.ZipFile(path) as book:
        kept = {name: book.read(name) for name in book.namelist() if name != part}
    pack(path, kept)
    entry = zipfile.ZipInfo(part)
    entry.compress_type = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
    with zipfile.ZipFile(path, "a") as book, book.open(entry, "w", force_zip64=True) as stream:
        for piece in pieces:
            stream.write(piece)
    return path


def long_cell(path: Path, megabytes: int) -> Iterator[bytes]:
    """Return the texts of a workbook, one of them very long, in pieces."""
    with zipfile.ZipFile(path) as book:
        before, after = book.read(STRINGS).split(b"ISI")
    return itertools.chain([before], itertools.repeat(b"A" * MEGABYTE, megabytes), [after])


def small_cells(rows: int) -> Iterator[bytes]:
    """Yield a sheet of different numbers, 26 a row."""
    head, _, end = sheet_of("|").partition(b"|")
    drawn = random.Random(1)
    yield head
    for at in range(1, rows + 1):
        cells = "".join(f"<c r='{chr(65 + n)}{at}'><v>{drawn.randrange(10**6)}</v></c>" for n in range(26))
        yield f"<row r='{at}'>{cells}</row>".encode()
    yield end


def test_a_cell_of_two_gigabytes_is_refused_unopened(book: Path) -> None:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    piece = packer.compress(b"A" * MEGABYTE) + packer.flush(zlib.Z_FULL_FLUSH)
    long = (STRINGS, piece * 2_000, 8, 2_000 * MEGABYTE)
    handmade_zip(book, [long if one[0] == STRINGS else one for one in parts_of(book)])

    assert book.stat().st_size < 5 * MEGABYTE
    assert "terlalu besar" in refusal(book)


def test_a_long_cell_that_no_ratio_gives_away(book: Path) -> None:
    path = rewritten(book, STRINGS, long_cell(book, 300), packed=False)

    assert "batas 100 MB" in refusal(path)
    assert "terlalu banyak memori" in refusal(path, Limits(memory=400 * MEGABYTE, size=10**9))


def test_very_many_small_cells(book: Path) -> None:
    path = rewritten(book, SHEET, small_cells(40_000))

    assert "terlalu banyak memori" in refusal(path, Limits(memory=120 * MEGABYTE))


@pytest.mark.parametrize("last", ["XFD1048576", "XFD5000", "A1048577", "XFE1", "AAAAAAA99999999999999999999"])
def test_cells_far_apart(book: Path, last: str) -> None:
    number = last.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    cells = f"<row r='1'><c r='A1'><v>1</v></c></row><row r='{number}'><c r='{last}'><v>1</v></c></row>"
    rewritten(book, SHEET, [sheet_of(cells)])

    assert refusal(book)


def test_a_stray_blank_in_the_last_row_does_not_matter(tmp_path: Path) -> None:
    rows = table(H3, row(1), row(2))
    path = write_xlsx(tmp_path / "ekspor.xlsx", rows)
    last = b"<row r='1048576'><c r='AD1048576' t='inlineStr'><is><t> </t></is></c></row></sheetData>"
    change(path, sheet1=lambda sheet: sheet.replace(b"</sheetData>", last))

    parsed = read_file(path)

    assert (parsed.rows_read, parsed.accepted) == (2, 2)


def with_entities(content: bytes, declared: bytes, used: bytes) -> bytes:
    """Declare entities in a part and use one instead of "ISI"."""
    head, mark, rest = content.rpartition(b"?>")
    return head + mark + b"<!DOCTYPE x [" + declared + b"]>" + rest.replace(b"ISI", used)


LAUGHS = b'<!ENTITY a "haha">' + b"".join(
    b'<!ENTITY %c "%s">' % (98 + at, b"&%c;" % (97 + at) * 50) for at in range(8)
)
"""Nine short lines that would unfold to 150 terabytes."""
SECRET = "RAHASIA KANTOR"


def outcome(path: Path) -> str:
    """Return all that a file tells, or why it is refused."""
    try:
        return str(read_file(path, limits=Limits(seconds=20)).rows.to_pylist())
    except ImportRefusedError as refused:
        return str(refused)


@pytest.mark.parametrize("kind", ["xlsx strings", "xlsx sheet", "ods", "html", "xml"])
@pytest.mark.parametrize("trick", ["laughs", "a file", "a parameter"])
def test_entities_unfold_nothing_and_reach_nothing(tmp_path: Path, kind: str, trick: str) -> None:
    secret = tmp_path / "rahasia.txt"
    secret.write_text(SECRET)
    path = tmp_path / "ekspor.xls"
    rows = table(H3, row(1, KETUA="ISI"))
    address = secret.as_uri().encode()
    declared, used = {
        "laughs": (LAUGHS, b"&i;"),
        "a file": (b'<!ENTITY x SYSTEM "%s">' % address, b"&x;"),
        "a parameter": (b'<!ENTITY %% x SYSTEM "%s"> %%x;' % address, b"ISI"),
    }[trick]

    def edit(content: bytes) -> bytes:
        return with_entities(content, declared, used)

    if kind == "ods":
        change(write_ods(path, rows), content=edit)
    elif kind.startswith("xlsx"):
        change(write_xlsx(path, rows), **{"sharedStrings" if kind.endswith("strings") else "sheet1": edit})
    else:
        path.write_bytes(edit((b"<?xml version='1.0'?>" if kind == "xml" else b"") + _html(tmp_path, rows)))
    started = time.monotonic()
    before = psutil.Process().memory_info().rss

    said = outcome(path)

    assert SECRET not in said
    assert "hahaha" not in said
    assert time.monotonic() - started < 15
    assert psutil.Process().memory_info().rss - before < MOST_GROWTH


def _html(folder: Path, rows: Any) -> bytes:
    return write_html(folder / "tabel.html", rows).read_bytes()


CELL = "<table:table-cell office:value-type='string'{}><text:p>x</text:p></table:table-cell>"
ROW = "<table:table-row{}>{}</table:table-row>"
COLUMNS, LINES = (f" table:number-{what}-repeated='{{}}'" for what in ("columns", "rows"))


@pytest.mark.parametrize(
    "rows",
    [
        ROW.format("", CELL.format(COLUMNS.format(2_000_000_000))),
        ROW.format("", CELL.format(COLUMNS.format(16_384))) * 2
        + ROW.format(LINES.format(1_048_574), CELL.format("")),
        ROW.format("", CELL.format(COLUMNS.format(16_384))) * 5_000,
        ROW.format(LINES.format(2_000_000_000), CELL.format("")),
        ROW.format(LINES.format(1_000_000), CELL.format("") * 50),
        ROW.format("", CELL.format(COLUMNS.format(-1))),
        ROW.format(LINES.format("99999999999999999999"), CELL.format("")),
        ROW.format(
            "", "<table:table-cell/>" + CELL.format("").replace("x<", "x<text:s text:c='2000000000'/><")
        ),
    ],
    ids=["columns", "both", "wide rows", "rows", "many rows", "negative", "beyond numbers", "blanks"],
)
def test_an_ods_file_that_repeats_itself(tmp_path: Path, rows: str) -> None:
    path = write_ods(tmp_path / "ekspor.ods", [["ISI"]])
    change(
        path, content=lambda content: content.replace(b"</table:table>", rows.encode() + b"</table:table>")
    )

    assert refusal(path)


def test_an_ods_file_that_repeats_empty_cells_to_the_end_of_the_sheet(tmp_path: Path) -> None:
    """LibreOffice writes every sheet so."""
    path = write_ods(tmp_path / "ekspor.ods", table(H3, row()))
    blank = f"<table:table-cell{COLUMNS.format(16_384)}/>"
    rest = ROW.format(LINES.format(1_048_574), blank)
    change(
        path, content=lambda content: content.replace(b"</table:table>", rest.encode() + b"</table:table>")
    )

    assert read_file(path).accepted == 1


def _locked_ods(path: Path) -> None:
    entry = b"<manifest:file-entry><manifest:encryption-data/></manifest:file-entry></manifest:manifest>"
    write_ods(path, table(H3, row()))
    change(
        path,
        manifest=lambda manifest: manifest.replace(b"</manifest:manifest>", entry),
        content=lambda content: random.Random(1).randbytes(len(content)),
    )


def _locked_xls(path: Path) -> None:
    content = write_xls(path, table(H3, row())).read_bytes()
    beginning = content.index(b"\x09\x08\x10\x00\x00\x06\x05\x00")
    name = beginning + 20
    path.write_bytes(content[:name] + b"\x2f\x00" + content[name + 2 :])


@pytest.mark.parametrize("lock", [_locked_ods, _locked_xls])
def test_a_file_under_a_password(tmp_path: Path, lock: Callable[[Path], None]) -> None:
    lock(tmp_path / "ekspor.xlsx")

    assert "dikunci kata sandi" in refusal(tmp_path / "ekspor.xlsx")


def handmade_zip(
    path: Path, entries: list[tuple[str, bytes, int, int]], *, overlapping: bool = False
) -> Path:
    """Write a zip that tells of each entry what it likes: name, packed bytes, method, unpacked size."""
    body, directory = b"", b""
    for name, packed, method, told in entries:
        at = 0 if overlapping else len(body)
        about = struct.pack(
            "<HHHHHLLLHH", 20, 0, method, 0, 33, zlib.crc32(packed), len(packed), told, len(name), 0
        )
        body += b"PK\x03\x04" + about + name.encode() + packed
        directory += b"PK\x01\x02" + struct.pack("<H", 20) + about + struct.pack("<HHHLL", 0, 0, 0, 0, at)
        directory += name.encode()
    end = struct.pack("<HHHHLLH", 0, 0, len(entries), len(entries), len(directory), len(body), 0)
    path.write_bytes(body + directory + b"PK\x05\x06" + end)
    return path


def parts_of(path: Path) -> list[tuple[str, bytes, int, int]]:
    with zipfile.ZipFile(path) as book:
        return [(name, book.read(name), 0, len(book.read(name))) for name in book.namelist()]


def test_the_handmade_zip_is_a_zip(book: Path) -> None:
    assert read_file(handmade_zip(book, parts_of(book))).accepted == 1


def test_entries_that_share_their_bytes(book: Path) -> None:
    assert "rusak" in refusal(handmade_zip(book, parts_of(book), overlapping=True))


def test_an_entry_that_unpacks_to_more_than_it_tells(book: Path) -> None:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = b"".join(packer.compress(b" " * MEGABYTE) for _ in range(500)) + packer.flush()
    lies = [
        (name, packed, 8, 900) if name in {SHEET, STRINGS} else one
        for one in parts_of(book)
        for name in one[:1]
    ]

    assert refusal(handmade_zip(book, lies), Limits(seconds=20, memory=300 * MEGABYTE))


@pytest.mark.parametrize("damaged", [SHEET, STRINGS, "xl/workbook.xml"])
def test_an_entry_that_does_not_unpack(book: Path, damaged: str) -> None:
    noise = random.Random(damaged).randbytes(800)
    broken = [(name, noise, 8, 900) if name == damaged else one for one in parts_of(book) for name in one[:1]]

    assert "rusak atau terpotong" in refusal(handmade_zip(book, broken))


@pytest.mark.parametrize("name", ["../../rahasia.txt", "xl/../../x.xml"])
def test_names_that_lead_out_of_the_file(book: Path, name: str) -> None:
    with zipfile.ZipFile(book, "a") as archive:
        archive.writestr(name, "isi")

    assert "rusak" in refusal(book)
    assert [one.name for one in book.parent.iterdir()] == ["ekspor.xlsx"]


def test_a_file_above_the_limit_is_not_opened(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "ekspor.csv", table(H3, *map(row, range(100))))

    assert "lebih besar daripada batas" in refusal(path, Limits(size=path.stat().st_size - 1))
    assert read_file(path, limits=Limits(size=path.stat().st_size)).accepted == 100


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_million_columns_are_refused_at_once(tmp_path: Path, delimiter: str) -> None:
    path = tmp_path / "ekspor.csv"
    path.write_text(delimiter.join(["NIK", "Nama Koperasi", "Status", *(f"k{n}" for n in range(1_000_000))]))
    started = time.monotonic()

    assert "lebih dari 16.384 kolom" in refusal(path)
    assert time.monotonic() - started < 10


def test_one_row_of_a_million_columns_among_others(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "ekspor.csv", [*table(H3, row()), ["x"] * 1_000_000])

    assert "kolom" in refusal(path)


@pytest.mark.parametrize("kind", ["csv comma utf-8", "xlsx", "xlsb", "ods", "html"])
def test_as_many_columns_as_a_sheet_has(tmp_path: Path, kind: str) -> None:
    titles = ["NIK", "Nama Koperasi", "Status", *(f"k{n}" for n in range(MOST_COLUMNS - 3))]
    cells = ["1905010020001", "Maju", "Aktif", *"x" * (MOST_COLUMNS - 3)]
    started = time.monotonic()

    parsed = read_file(KINDS[kind](tmp_path / "ekspor", [titles, cells]), limits=Limits(seconds=50))

    assert parsed.accepted == 1
    assert len(parsed.columns) == MOST_COLUMNS
    assert time.monotonic() - started < 60


def test_a_page_whose_cells_span_without_end(tmp_path: Path) -> None:
    path = tmp_path / "ekspor.xls"
    path.write_text(f"<table><tr><td>NIK</td>{'<td colspan=1000>x</td>' * 100_000}</tr></table>")

    assert "kolom" in refusal(path)


def test_tables_within_tables(tmp_path: Path) -> None:
    path = tmp_path / "ekspor.xls"
    path.write_text("<table><tr><td>" * 100_000 + "x" + "</td></tr></table>" * 100_000)

    assert refusal(path)


def test_hardly_any_row_is_a_koperasi(tmp_path: Path) -> None:
    """Each row that is none is a finding that would have to be kept and shown."""
    koperasi = [["NIK", "Nama Koperasi", "Status"], ["1905010020001", "Maju", "Aktif"]]
    path = write_csv(tmp_path / "ekspor.csv", [*koperasi, *[["", "", "x"]] * (MOST_NO_DATA + 1)])

    assert "Lebih dari 50.000 baris" in refusal(path)


@pytest.mark.parametrize("kind", KINDS)
def test_a_file_cut_off_or_filled_with_noise(tmp_path: Path, kind: str) -> None:
    path = KINDS[kind](tmp_path / "ekspor", table(H3, *map(row, range(5))))
    whole, noise = path.read_bytes(), random.Random(kind).randbytes(5_000)
    for content in (whole[: len(whole) // 5], whole[:64] + noise, noise + whole[-2_000:]):
        path.write_bytes(content)
        if kind[:3] in {"csv", "htm"} and content == whole[: len(whole) // 5]:
            continue  # a shorter text is a text; what ends within a table is told apart elsewhere
        assert refusal(path)


def test_a_binary_workbook_with_a_text_longer_than_itself(tmp_path: Path) -> None:
    path = write_xlsb(tmp_path / "ekspor.xlsb", table(H3, row(1, KETUA="ISI")))
    text = "ISI".encode("utf-16-le")
    told, lie = (struct.pack("<L", length) + text for length in (3, 200_000_000))
    change(path, sheet1=lambda sheet: sheet.replace(told, lie))

    assert refusal(path)


def test_a_hostile_file_changes_nothing_in_the_store(tmp_path: Path, book: Path) -> None:
    home = tmp_path / "home"
    kopdata(home, "import", write_csv(tmp_path / "baik.csv", table(H3, row())), "--as-of", "2024-11-07")
    before = {path: path.read_bytes() for path in home.rglob("*") if path.is_file()}
    rewritten(
        book, SHEET, [sheet_of("<row r='1'><c r='A1'><v>1</v></c><c r='XFD1048576'><v>1</v></c></row>")]
    )

    assert refused(home, "import", book, "--as-of", "2024-11-07").endswith(".")
    assert {path: path.read_bytes() for path in home.rglob("*") if path.is_file()} == before
