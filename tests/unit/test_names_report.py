"""Names by address: every form says the same, evaluates nothing, and comes back through our own import."""

from __future__ import annotations

import csv
import datetime as dt
import io
import zipfile
from pathlib import Path
from typing import Any

import pyarrow as pa
import pypdfium2
import pytest
import python_calamine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kopdata.database import Database, open_database
from kopdata.demo import make_demo
from kopdata.imports import plan_import, read_file
from kopdata.models import Filter
from kopdata.queries import Listing, ask_names, ask_overview
from kopdata.report.names import MOST_ON_PAPER, TooManyNamesError, names_csv, names_pdf, names_workbook
from kopdata.store import Store
from kopdata.wording import NamesHeading, names_file, names_heading

HEADING = NamesHeading(title="Daftar", lines=("Dinas", "Keadaan per 12 Desember 2022.", "Sumber."), sample="")
TEXTS = ("name", "nik", "legal_number", "address", "village", "district", "chair", "phone", "last_result")
FORMULAS = tuple("=+-@＝＋－＠\t\r\n")
RETURNED = ("nik", "name", "legal_number", "address", "village", "district", "status", "chair", "phone")


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return make_demo(tmp_path_factory.mktemp("demo"))


@pytest.fixture(scope="module")
def database(store: Store) -> Database:
    return open_database(store)


def listed(database: Database, filter_: Filter) -> tuple[pa.Table, NamesHeading]:
    overview = ask_overview(database, filter_)
    assert overview is not None
    heading = names_heading(
        overview, filter_, is_demo=True, office_name="Dinas Koperasi", section_name="Bidang Koperasi"
    )
    return ask_names(database, filter_, Listing()), heading


def names_of(*rows: dict[str, Any]) -> pa.Table:
    fields = ("coop_id", *TEXTS, "status", "chair_phone", "rat_date", "certificate_state")
    nothing = dict.fromkeys((*fields, "certificate_expiry", "last_visit"))
    nothing |= {"status": "aktif", "health": "Sehat"}
    return pa.Table.from_pylist([nothing | row for row in rows])


def workbook_cells(made: bytes) -> list[list[Any]]:
    with python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(made)) as book:
        return book.get_sheet_by_index(0).to_python()


def csv_cells(made: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(made.decode("utf-8-sig"), newline=""), delimiter=";"))


def below_header(rows: list[list[Any]]) -> list[list[Any]]:
    return rows[next(at for at, row in enumerate(rows) if row[0] == "No") + 1 :]


def test_the_26_are_26_in_every_form(database: Database) -> None:
    names, heading = listed(database, Filter(counted_in=frozenset({"inactive"})))
    assert heading.title == "Daftar 26 koperasi tidak aktif di Kabupaten Bangka Selatan"
    workbook, text = workbook_cells(names_workbook(names, heading)), csv_cells(names_csv(names, heading))
    above = [row[0] for row in workbook[: workbook.index(next(row for row in workbook if row[0] == "No"))]]
    assert [words for words in above if words] == [heading.title, heading.sample, *heading.lines]
    assert text[0][:2] == ["No", "Nama koperasi"]
    assert {row[-1] for row in text[1:]} == {" ".join((heading.sample, *heading.lines))}
    for rows in (workbook, text):
        assert [row[1] for row in below_header(rows)] == names["name"].to_pylist()
        assert {row[7] for row in below_header(rows)} == {"Tidak aktif"}
        assert {row[8] for row in below_header(rows)} == {"Tidak sehat", "Belum dinilai"}
    assert [int(row[0]) for row in below_header(workbook)] == list(range(1, 27))
    assert {type(row[2]) for row in below_header(workbook)} == {str}
    assert {type(row[12]) for row in below_header(workbook)} == {dt.date, str}


def test_every_form_says_whether_its_figures_are_official(database: Database) -> None:
    overview = ask_overview(database, Filter())
    assert overview is not None
    heading = names_heading(
        overview,
        Filter(),
        is_demo=False,
        office_name="Dinas",
        section_name="Bidang",
        official="Bukan angka resmi.",
    )
    names = ask_names(database, Filter(), Listing())
    assert "Bukan angka resmi." in [row[0] for row in workbook_cells(names_workbook(names, heading)) if row]
    assert all(row[-1].endswith(" Bukan angka resmi.") for row in csv_cells(names_csv(names, heading))[1:])
    with pypdfium2.PdfDocument(names_pdf(names, heading)) as paper:
        assert "Bukan angka resmi." in paper[0].get_textpage().get_text_range()


def test_the_demo_says_so_in_every_form(database: Database) -> None:
    names, heading = listed(database, Filter())
    assert heading.sample.startswith("DATA CONTOH")
    assert any("DATA CONTOH" in str(row[0]) for row in workbook_cells(names_workbook(names, heading)))
    assert "DATA CONTOH" in names_csv(names, heading).decode("utf-8-sig")
    assert names_pdf(names, heading) != names_pdf(names, heading.model_copy(update={"sample": ""}))


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_our_own_import_reads_the_list_back(
    store: Store, database: Database, tmp_path: Path, form: str
) -> None:
    names, heading = listed(database, Filter())
    overview = ask_overview(database, Filter())
    assert overview is not None
    path = tmp_path / f"{names_file(overview, Filter())}.{form}"
    path.write_bytes((names_workbook if form == "xlsx" else names_csv)(names, heading))
    parsed = read_file(path)
    plan = plan_import(store, parsed)
    assert (parsed.guessed_as_of, parsed.rows_read) == (dt.date(2022, 12, 12), 99)
    assert (parsed.rejected, parsed.left_out, parsed.warnings) == ((), (), ())
    assert plan.rows["coop_id"].to_pylist() == names["coop_id"].to_pylist()
    for field in (*RETURNED, "chair_phone", "rat_date", "certificate_expiry"):
        given = [None if value == "tidak tercantum" else value for value in names[field].to_pylist()]
        assert plan.rows[field].to_pylist() == given, field


ANY = st.text(max_size=40) | st.builds(
    "{}{}".format,
    st.sampled_from(FORMULAS),
    st.sampled_from(["1+1", "cmd|' /C calc'!A0", "SUM(A1)", "", " x"]),
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.fixed_dictionaries(dict.fromkeys(TEXTS, ANY)), min_size=1, max_size=3))
def test_no_text_is_ever_a_formula(rows: list[dict[str, str]]) -> None:
    names = names_of(*rows)
    made = names_workbook(names, HEADING)
    with zipfile.ZipFile(io.BytesIO(made)) as book:
        sheet = book.read("xl/worksheets/sheet1.xml")
    assert b"<f>" not in sheet
    assert b"<f " not in sheet
    assert b"<hyperlink" not in sheet
    read_workbook, read_text = (
        below_header(workbook_cells(made)),
        below_header(csv_cells(names_csv(names, HEADING))),
    )
    assert len(read_workbook) == len(read_text) == len(rows)
    for in_workbook, in_text in zip(read_workbook, read_text, strict=True):
        for cell, text in zip(in_workbook[1:], in_text[1:], strict=False):
            assert not text.startswith(FORMULAS)
            assert text in {str(cell), f"'{cell}"}


def test_the_paper_bears_every_name_and_says_on_each_page_what_it_is(database: Database) -> None:
    names, heading = listed(database, Filter(counted_in=frozenset({"inactive"})))
    pages = [
        page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(names_pdf(names, heading))
    ]
    joined = "".join("".join(pages).split())
    for row in names.to_pylist():
        for field in ("name", "nik", "legal_number", "address", "chair"):
            assert "".join((row[field] or "").split()) in joined
    for number, page in enumerate(pages, start=1):
        assert f"Halaman {number} dari {len(pages)}" in page
        assert heading.sample in page
        assert heading.lines[1] in page
        assert "Nama koperasi" in page


@settings(max_examples=8, deadline=None)
@given(st.fixed_dictionaries(dict.fromkeys(TEXTS, ANY)))
def test_any_text_can_be_printed(row: dict[str, str]) -> None:
    assert names_pdf(names_of(row), HEADING).startswith(b"%PDF")


def test_text_on_paper_is_no_markup() -> None:
    plain, marked = (names_of({"name": name, "last_result": "-"}) for name in ("abc", "#panic() *abc* $x"))
    assert names_pdf(plain, HEADING) != names_pdf(marked, HEADING)


def test_a_list_too_long_for_paper_says_what_to_do() -> None:
    names = names_of(*({"name": "a"} for _ in range(MOST_ON_PAPER + 1)))
    with pytest.raises(TooManyNamesError, match="Persempit dengan saringan"):
        names_pdf(names, HEADING)


@pytest.mark.parametrize(
    ("narrowed", "name"),
    [
        ({}, "koperasi-2022-12-12"),
        ({"counted_in": {"inactive"}}, "koperasi-tidak-aktif-2022-12-12"),
        ({"status": {"aktif"}}, "koperasi-aktif-2022-12-12"),
        ({"district": {"19.03.04"}}, "koperasi-simpang-rimba-2022-12-12"),
        ({"counted_in": {"inactive"}, "district": {"19.03.01"}}, "koperasi-tidak-aktif-toboali-2022-12-12"),
        ({"district": {"19.03.01", "19.03.02"}}, "koperasi-pilihan-2022-12-12"),
        ({"search": "nelayan"}, "koperasi-pilihan-2022-12-12"),
        ({"as_of": dt.date(2019, 11, 30)}, "koperasi-2019-11"),
    ],
)
def test_the_file_is_named_by_what_it_holds(database: Database, narrowed: dict[str, Any], name: str) -> None:
    if "as_of" in narrowed:
        narrowed = {"as_of": database.snapshots[0].as_of}
    filter_ = Filter(**narrowed)
    overview = ask_overview(database, filter_)
    assert overview is not None
    assert names_file(overview, filter_) == name
