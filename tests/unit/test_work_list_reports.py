"""The work list taken along: a round's pages whatever files wrote, text that stays text, NIK in full."""

from __future__ import annotations

import csv
import datetime as dt
import io
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
import python_calamine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kopdata.access import Actor, Role
from kopdata.database import open_database
from kopdata.fieldwork.plans import plan_visits
from kopdata.fieldwork.records import Visit
from kopdata.fieldwork.worklist import WorkKind
from kopdata.models import Filter
from kopdata.queries import Overview, ask_overview
from kopdata.queries.worklist import Round, WorkFilter, WorkList, WorkOrder, ask_worklist
from kopdata.report.visit_round import round_pdf
from kopdata.report.work_list import (
    contradictions_csv,
    contradictions_pdf,
    contradictions_workbook,
    work_list_csv,
    work_list_workbook,
)
from kopdata.settings import Settings
from kopdata.store import Store
from kopdata.vocabulary import AddressFinding, Contact
from kopdata.wording import worklist_files as files
from tests.support.registry import store_with

AS_OF, TODAY = dt.date(2022, 12, 12), dt.date(2022, 12, 20)
HEAD = Actor(name="Kepala", roles=frozenset({Role.HEAD}))
SARI = "Sari (contoh)"
OFFICE: files.Office = {"is_demo": False, "office_name": "Dinas Koperasi", "section_name": "Bidang Koperasi"}
HOSTILE = ["=HYPERLINK(1)", "#pagebreak()", "*Karya* $x$", "@SUM", "\\u{41}", "a\nb", "<b>", "𝄞", "-1", "＝1"]
AGAINST = WorkFilter(reasons=frozenset({WorkKind.CONTRADICTION}))


def office(home: Path, rows: list[dict[str, Any]]) -> Store:
    """Return a store of inactive koperasi, all of one officer's round, the first still serving."""
    store = store_with(home, (AS_OF, [{"status": "tidak aktif"} | row for row in rows]))
    store.add_visits(
        [
            Visit(
                visit_id="v0",
                coop_id="k0",
                visited_on=dt.date(2022, 12, 15),
                contact=Contact.VISIT,
                at_address=AddressFinding.FOUND,
                serves_members=True,
                follow_up="Perbarui data di ODS",
                actor="Penguji",
                recorded_at=dt.datetime(2022, 12, 15, 9, tzinfo=dt.UTC),
            )
        ]
    )
    plan_visits(
        store,
        [f"k{number}" for number in range(len(rows))],
        SARI,
        TODAY + dt.timedelta(days=2),
        actor=HEAD,
        today=TODAY,
    )
    return store


def listed(
    store: Store, narrowed: WorkFilter, order: WorkOrder = WorkOrder.PLACE
) -> tuple[WorkList, Overview]:
    database = open_database(store)
    found = ask_worklist(database, Filter(), Settings(), today=TODAY, narrowed=narrowed, order=order)
    overview = ask_overview(database, Filter(), today=TODAY)
    assert found is not None
    assert overview is not None
    return found, overview


def printed_round(store: Store) -> list[str]:
    """Return the text of each page of the only round."""
    [one] = listed(store, WorkFilter())[0].rounds
    found, overview = listed(store, WorkFilter(round_of=one))
    return pages(round_pdf(found, files.round_heading(overview, one, **OFFICE)))


def pages(made: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(made)
    return [" ".join(page.get_textpage().get_text_range().split()) for page in document]


def workbook_cells(made: bytes) -> list[list[Any]]:
    with python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(made)) as book:
        return book.get_sheet_by_index(0).to_python()


def csv_cells(made: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(made.decode("utf-8-sig"), newline=""), delimiter=";"))


def below_header(rows: list[list[Any]]) -> list[list[Any]]:
    return rows[next(at for at, row in enumerate(rows) if row[0] == "No") + 1 :]


def test_a_round_says_where_whom_to_call_and_what_was_found(tmp_path: Path) -> None:
    row = {
        "name": "Koperasi Karya (contoh)",
        "nik": "1905010020001",
        "address": "Jl. Merdeka 4",
        "village": "Irat",
        "district": "Payung",
        "chair": "Ketua (contoh)",
        "chair_phone": "0800000000",
        "phone": "0811111111",
    }
    [page] = printed_round(office(tmp_path / "s", [row, {}]))
    for words in (
        "Putaran kunjungan Sari (contoh) · 22 Desember 2022 (2 koperasi)",
        "Dinas Koperasi Keadaan per 12 Desember 2022.",
        *("Koperasi Karya (contoh)", "NIK 1905010020001", "Jl. Merdeka 4", "Irat, Payung", "Ketua (contoh)"),
        *("0800000000 · 0811111111", "15-12-2022: Ada dan melayani.", "Belum pernah dikunjungi."),
        *("Pindah alamat", "Tidak ditemukan", "Melayani anggota", "Usulkan pembubaran", "Halaman 1 dari 1"),
    ):
        assert words in page


@pytest.mark.parametrize(("count", "on_pages"), [(1, [1]), (8, [8]), (9, [8, 1]), (17, [8, 8, 1])])
def test_a_round_goes_on_on_another_page_rather_than_in_less_room(
    tmp_path: Path, count: int, on_pages: list[int]
) -> None:
    printed = printed_round(
        office(tmp_path / "s", [{"name": f"Karya {number:02} (contoh)"} for number in range(count)])
    )
    assert [page.count("Di alamat") for page in printed] == on_pages
    for number in range(count):
        assert f"{number + 1}. Karya {number:02} (contoh)" in printed[number // 8]
    for at, page in enumerate(printed, start=1):
        assert f"Halaman {at} dari {len(printed)}" in page
        assert f"22 Desember 2022 ({count} koperasi)" in page


@given(
    st.lists(
        st.fixed_dictionaries(
            {
                name: st.sampled_from(HOSTILE) | st.text(min_size=1, max_size=400).filter(str.strip)
                for name in ("name", "address", "village", "district", "chair", "chair_phone", "phone")
            }
        ),
        min_size=1,
        max_size=10,
    )
)
@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_whatever_files_wrote_eight_have_room_on_a_page(
    tmp_path_factory: pytest.TempPathFactory, rows: list[dict[str, Any]]
) -> None:
    printed = printed_round(office(tmp_path_factory.mktemp("office") / "s", rows))
    on_pages = [count for count in (min(len(rows), 8), len(rows) - 8) if count > 0]
    assert [page.count("Tindak lanjut Pembinaan") for page in printed] == on_pages


def test_letters_of_markup_are_printed_as_they_stand(tmp_path: Path) -> None:
    rows: list[dict[str, Any]] = [{"name": "#pagebreak()"}, {"name": "*Karya* $x$"}]
    [page] = printed_round(office(tmp_path / "s", rows))
    assert "#pagebreak()" in page
    assert "*Karya* $x$" in page


def test_the_list_is_the_same_in_both_forms_and_evaluates_nothing(tmp_path: Path) -> None:
    rows: list[dict[str, Any]] = [
        {"name": text, "nik": "1905010020001", "phone": "0800000000"} for text in HOSTILE
    ]
    store = office(tmp_path / "s", rows)
    found, overview = listed(store, WorkFilter(), WorkOrder.URGENCY)
    heading = files.list_heading(overview, found, Filter(), WorkFilter(), **OFFICE)
    workbook = below_header(workbook_cells(work_list_workbook(found, heading)))
    text = below_header(csv_cells(work_list_csv(found, heading)))
    assert len(workbook) == len(text) == len(HOSTILE)
    for ours, theirs in zip(workbook, text, strict=True):
        assert [str(cell) for cell in ours] == [cell.removeprefix("'") for cell in theirs]
        assert ours[files.LIST_COLUMNS.index("NIK")] == "1905010020001"
        assert ours[files.LIST_COLUMNS.index("Telepon")] == "0800000000"
        assert not theirs[1].startswith(("=", "@", "-", "＝"))
    assert heading.title.startswith("Pemantauan: 10 dari 10 yang perlu dikunjungi, koperasi di Kabupaten")


def test_what_contradicts_ods_is_listed_by_name_by_address_in_every_form(tmp_path: Path) -> None:
    rows: list[dict[str, Any]] = [
        {
            "name": "Masih Melayani (contoh)",
            "nik": "1905010020001",
            "legal_number": "12/BH",
            "address": "Jl. A",
        },
        {"name": "Biasa (contoh)"},
        {"name": "Lama (contoh)", "status": "aktif", "rat_date": dt.date(2018, 3, 1)},
    ]
    rows.insert(1, {"name": "Belum Pasti (contoh)", "status": "aktif"})
    found, overview = listed(office(tmp_path / "s", rows), AGAINST)
    heading = files.contradictions_heading(overview, found, Filter(), **OFFICE)
    workbook = below_header(workbook_cells(contradictions_workbook(found, heading)))
    text = below_header(csv_cells(contradictions_csv(found, heading)))
    assert workbook == text
    by_name = {row[1]: dict(zip(files.CONTRADICTION_COLUMNS, row, strict=True)) for row in text}
    assert list(by_name) == ["Lama (contoh)", "Masih Melayani (contoh)", "Belum Pasti (contoh)"]
    assert [row[0] for row in text] == ["1", "2", "3"]
    serving, old = by_name["Masih Melayani (contoh)"], by_name["Lama (contoh)"]
    assert (serving["Status ODS"], serving["NIK"], serving["Alamat"]) == (
        "Tidak aktif",
        "1905010020001",
        "Jl. A",
    )
    assert serving["Pertentangan"] == "ODS: tidak aktif; kunjungan 15-12-2022: masih melayani."
    assert [row["Dasar"] for row in by_name.values()] == [
        "Data RAT di ODS",
        "Kunjungan 15-12-2022",
        "Belum terbukti, periksa di lapangan dahulu",
    ]
    counts = "2 terbukti oleh kunjungan atau data RAT, 1 perlu diperiksa di lapangan dahulu."
    assert any(line.startswith(counts) for line in heading.lines)
    assert (old["Status ODS"], old["RAT terakhir"]) == ("Aktif", "01-03-2018")
    assert old["Pertentangan"] == "ODS: aktif, tetapi RAT terakhir untuk tahun buku 2017."
    [page] = pages(contradictions_pdf(found, heading))
    for row in text:
        assert row[1] in page
        assert row[files.CONTRADICTION_COLUMNS.index("Pertentangan")] in page
    assert "Status di ODS tidak diubah oleh dasbor ini." in page
    proven, unproven = (
        page.index("Terbukti oleh kunjungan atau data RAT: 2 koperasi"),
        page.index("Belum terbukti, periksa di lapangan dahulu: 1 koperasi"),
    )
    assert proven < page.index("Masih Melayani (contoh)") < unproven < page.index("Belum Pasti (contoh)")


def test_the_names_of_files_say_what_they_are() -> None:
    one = Round(officer="Sari / (contoh)", planned_on=dt.date(2023, 1, 12), count=2)
    assert files.round_file(one) == "putaran-sari-contoh-2023-01-12"
    assert files.round_file(one.model_copy(update={"officer": "萨"})) == "putaran-2023-01-12"
