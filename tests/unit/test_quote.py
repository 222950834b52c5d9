"""The sentences to quote: right in numbers and in grammar for every view."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kopdata.database import open_database
from kopdata.demo import make_demo
from kopdata.fieldwork.records import Visit
from kopdata.figures import ACTIVE, AT_ADDRESS, FIGURES, INACTIVE, SERVING, TOTAL, UNKNOWN, VISITED
from kopdata.formats import number, percent
from kopdata.models import Filter
from kopdata.queries import Overview, ask_overview
from kopdata.queries.overview import FigureValue, Share
from kopdata.regions import districts
from kopdata.store import open_store
from kopdata.vocabulary import HEALTH_DETAILS, AddressFinding, CooperativeType, Precision, Status
from kopdata.wording import cooperatives_in_view, quote
from kopdata.wording.view import fixed_status
from tests.support.registry import ALL_FIELDS, commit, store_with

AS_OF = dt.date(2022, 12, 12)
SECTION = "Bidang Koperasi"
SOURCE = "Sumber: ODS, keadaan 12-12-2022, diolah Bidang Koperasi."
PLACE = "di Kabupaten Bangka Selatan"

Row = Mapping[str, Any]


def active(count: int, **more: Any) -> list[Row]:
    return [{"status": "aktif", **more} for _ in range(count)]


def inactive(count: int, **more: Any) -> list[Row]:
    return [{"status": "tidak aktif", **more} for _ in range(count)]


def ask(
    home: Path, rows: Sequence[Row], filter_: Filter | None = None, visits: Sequence[Visit] = ()
) -> Overview:
    store = store_with(home, (AS_OF, rows))
    # Somebody who is not listed was visited, so that nobody else's being visited says something.
    store.add_visits([visit("lain", AddressFinding.NOT_FOUND, None), *visits])
    overview = ask_overview(open_database(store), filter_ or Filter(), today=AS_OF)
    assert overview is not None
    return overview


def visit(coop_id: str, found: AddressFinding, serves: bool | None) -> Visit:
    return Visit(
        visit_id=f"v-{coop_id}",
        coop_id=coop_id,
        visited_on=AS_OF,
        at_address=found,
        serves_members=serves,
        follow_up="pembinaan",
        actor="Penguji",
        recorded_at=dt.datetime(2022, 12, 12, 9, tzinfo=dt.UTC),
    )


def said(overview: Overview, filter_: Filter | None = None, *, is_demo: bool = False) -> str:
    return quote(overview, filter_ or Filter(), is_demo=is_demo, section_name=SECTION)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Any:
    home = tmp_path_factory.mktemp("demo")
    make_demo(home)
    return open_database(open_store(home))


def of_demo(demo: Any, **narrowed: Any) -> tuple[Overview, Filter]:
    filter_ = Filter(**narrowed)
    overview = ask_overview(demo, filter_)
    assert overview is not None
    return overview, filter_


def test_the_whole_regency_is_said_as_the_office_says_it(demo: Any) -> None:
    overview, filter_ = of_demo(demo)
    n, a, b = (overview.count(figure) for figure in (VISITED, AT_ADDRESS, SERVING))
    assert said(overview, filter_) == (
        "Per 12 Desember 2022 tercatat 99 koperasi di Kabupaten Bangka Selatan: 73 aktif (73,7 persen) dan "
        f"26 tidak aktif (26,3 persen). Dari 26 koperasi tidak aktif, {n} sudah dikunjungi; {a} ada di "
        f"alamatnya, {b} di antaranya masih melayani anggota. {SOURCE}"
    )


def test_the_demo_marks_what_follows_published_figures_and_nothing_before(demo: Any) -> None:
    sentences = said(*of_demo(demo), is_demo=True)
    real, invented = sentences.split("DATA CONTOH untuk rincian berikut: ")
    assert real.startswith("Per 12 Desember 2022 tercatat 99 koperasi")
    assert invented.startswith("dari 26 koperasi tidak aktif, ")


@pytest.mark.parametrize(
    "narrowed",
    [{"status": {"aktif"}}, {"district": {"19.03.01"}}, {"merah_putih": False}, {"search": "rias"}],
)
def test_the_demo_marks_the_whole_where_a_figure_is_invented(demo: Any, narrowed: dict[str, Any]) -> None:
    sentences = said(*of_demo(demo, **narrowed), is_demo=True)
    assert sentences.startswith("DATA CONTOH, angka karangan. Per 12 Desember 2022 ")
    assert sentences.count("DATA CONTOH") == 1


def test_a_date_known_by_its_month_is_said_as_a_month(demo: Any) -> None:
    sentences = said(*of_demo(demo, as_of=dt.date(2019, 11, 30)))
    assert sentences.startswith("Per November 2019 tercatat 87 koperasi ")
    assert sentences.endswith("Sumber: ODS, keadaan November 2019, diolah Bidang Koperasi.")


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([], f"Per 12 Desember 2022 tidak tercatat koperasi {PLACE}. "),
        (active(1), f"tercatat 1 koperasi {PLACE}, statusnya aktif. {SOURCE}"),
        (
            inactive(1),
            "1 koperasi di Kabupaten Bangka Selatan, statusnya tidak aktif. Koperasi tidak aktif itu ",
        ),
        ([{}], f"1 koperasi {PLACE}, tanpa status. "),
        (active(2), f"2 koperasi {PLACE}, keduanya aktif. "),
        (active(12), f"12 koperasi {PLACE}, semuanya aktif. {SOURCE}"),
        (
            inactive(3),
            f"3 koperasi {PLACE}, semuanya tidak aktif. Belum satu pun dari 3 koperasi tidak aktif ",
        ),
        ([*active(1), *inactive(3)], f"4 koperasi {PLACE}: 1 dari 4 aktif dan 3 dari 4 tidak aktif. "),
        (
            [*active(6), *inactive(3), {}, {}, {}],
            "12 koperasi di Kabupaten Bangka Selatan: 6 aktif (50,0 persen), 3 tidak aktif (25,0 persen) dan "
            "3 tanpa status (25,0 persen). ",
        ),
        (
            [*inactive(9), {}],
            "9 tidak aktif (90,0 persen) dan 1 tanpa status (10,0 persen); tidak ada yang berstatus aktif. ",
        ),
    ],
)
def test_none_one_and_few_are_said_in_words(tmp_path: Path, rows: list[Row], words: str) -> None:
    assert words in said(ask(tmp_path / "store", rows))


SERVES = (AddressFinding.FOUND, True)
DOES_NOT = (AddressFinding.FOUND, False)
GONE = (AddressFinding.NOT_FOUND, None)


@pytest.mark.parametrize(
    ("count", "found", "words"),
    [
        (1, [], "Koperasi tidak aktif itu belum dikunjungi."),
        (1, [SERVES], "itu sudah dikunjungi; ada di alamatnya dan masih melayani anggota."),
        (1, [DOES_NOT], "itu sudah dikunjungi; ada di alamatnya, tetapi tidak melayani anggota."),
        (1, [GONE], "itu sudah dikunjungi; belum terbukti ada di alamatnya."),
        (4, [], "Belum satu pun dari 4 koperasi tidak aktif dikunjungi."),
        (
            4,
            [SERVES],
            "Dari 4 koperasi tidak aktif, 1 sudah dikunjungi; koperasi itu ada di alamatnya dan masih ",
        ),
        (4, [GONE], "1 sudah dikunjungi; belum terbukti ada di alamatnya."),
        (4, [GONE, GONE], "2 sudah dikunjungi; belum satu pun terbukti ada di alamatnya."),
        (4, [GONE, SERVES], "2 sudah dikunjungi; 1 ada di alamatnya dan masih melayani anggota."),
        (
            2,
            [SERVES, SERVES],
            "2 koperasi tidak aktif keduanya sudah dikunjungi; keduanya ada di alamatnya dan ",
        ),
        (3, [DOES_NOT, DOES_NOT, GONE], "2 ada di alamatnya, tetapi tidak satu pun melayani anggota."),
        (4, [SERVES, SERVES, GONE], "2 ada di alamatnya dan keduanya masih melayani anggota."),
        (4, [SERVES, DOES_NOT, GONE], "2 ada di alamatnya, 1 di antaranya masih melayani anggota."),
    ],
)
def test_what_visits_found_is_said_of_those_visited(
    tmp_path: Path, count: int, found: list[tuple[AddressFinding, bool | None]], words: str
) -> None:
    visits = [visit(f"k{place}", *what) for place, what in enumerate(found)]
    assert words in said(ask(tmp_path / "store", inactive(count), visits=visits))


def test_a_file_without_status_says_so_and_names_the_last_known(tmp_path: Path) -> None:
    store = store_with(tmp_path / "store", (dt.date(2021, 1, 31), [*active(3), *inactive(2)]))
    commit(store, [{}] * 12, AS_OF, ALL_FIELDS - {"status"}, Precision.DAY)
    overview = ask_overview(open_database(store), Filter(), today=AS_OF)
    assert overview is not None
    assert said(overview) == (
        f"Per 12 Desember 2022 tercatat 12 koperasi {PLACE}; status aktif tidak ada di berkas ini; data "
        f"terakhir 31 Januari 2021: 3 aktif dan 2 tidak aktif. {SOURCE}"
    )


def test_merah_putih_gives_a_second_rate(tmp_path: Path) -> None:
    rows = [*active(59), *inactive(46), *active(53, type="Desa Merah Putih")]
    overview = ask(tmp_path / "store", rows)
    assert "112 aktif (70,9 persen)" in said(overview)
    assert "Tanpa Koperasi Merah Putih, 59 aktif dari 105 koperasi (56,2 persen)." in said(overview)


@pytest.mark.parametrize(
    ("others", "words"),
    [
        (active(1), "Tanpa Koperasi Merah Putih tersisa 1 koperasi, aktif."),
        (inactive(1), "Tanpa Koperasi Merah Putih tersisa 1 koperasi, tidak berstatus aktif."),
        (active(2), "tersisa 2 koperasi, keduanya aktif."),
        (inactive(5), "tersisa 5 koperasi, tidak satu pun aktif."),
        ([*active(1), *inactive(3)], "Tanpa Koperasi Merah Putih, 1 aktif dari 4 koperasi."),
    ],
)
def test_the_second_rate_of_few_is_no_percentage(tmp_path: Path, others: list[Row], words: str) -> None:
    assert words in said(ask(tmp_path / "store", [*others, *active(20, type="Desa Merah Putih")]))


@pytest.mark.parametrize(
    ("narrowed", "words"),
    [
        ({}, f"koperasi {PLACE}"),
        ({"district": {"19.03.01"}}, "koperasi di Kecamatan Toboali"),
        ({"district": {"19.03.05", "19.03.01"}}, "koperasi di Kecamatan Toboali dan Payung"),
        ({"district": {"-"}}, f"koperasi {PLACE} yang kecamatannya tidak diketahui"),
        (
            {"district": {"-", "19.03.02"}},
            "koperasi di Kecamatan Lepar atau di kecamatan yang tidak diketahui",
        ),
        ({"district": {"-", *(one.code for one in districts())}}, f"koperasi {PLACE}"),
        ({"status": {"tidak aktif"}}, f"koperasi tidak aktif {PLACE}"),
        ({"status": set(Status)}, f"koperasi {PLACE}"),
        ({"status": {"aktif", "tidak tercantum"}}, f"koperasi {PLACE} yang aktif atau tanpa status"),
        ({"type": {"Simpan Pinjam"}, "status": {"aktif"}}, f"koperasi simpan pinjam aktif {PLACE}"),
        ({"type": {"Jasa", "-"}}, f"koperasi {PLACE} yang berjenis Jasa atau jenisnya tidak tercantum"),
        (
            {"type": {"A", "B", "C", "D", "E", "F"}},
            f"koperasi {PLACE} yang berjenis A, berjenis B, berjenis C, berjenis D, atau 2 jenis lain",
        ),
        ({"merah_putih": True}, f"Koperasi Merah Putih {PLACE}"),
        ({"merah_putih": False}, f"koperasi {PLACE}, tanpa Koperasi Merah Putih"),
        ({"health": {"Sehat", "Cukup Sehat"}}, f"koperasi {PLACE} yang kesehatannya Sehat atau Cukup Sehat"),
        ({"search": "  rias \n jaya "}, f"koperasi {PLACE} yang cocok dengan pencarian “rias jaya”"),
        ({"counted_in": {"rat_held"}, "status": {"aktif"}}, f"koperasi aktif {PLACE} yang sudah RAT"),
        (
            {"counted_in": {"rat_held"}, "status": {"tidak aktif"}},
            f"koperasi {PLACE} yang tidak aktif sekaligus aktif dan sudah RAT",
        ),
        ({"counted_in": {"inactive", "visited"}}, f"koperasi tidak aktif {PLACE} yang sudah dikunjungi"),
        (
            {"counted_in": {"visited", "serving", "certified"}},
            f"koperasi tidak aktif {PLACE} yang sertifikat NIK-nya berlaku dan masih melayani anggota",
        ),
        ({"counted_in": {"active", "inactive"}}, f"koperasi {PLACE} yang aktif sekaligus tidak aktif"),
        (
            {"counted_in": {"all_steps", "rat_held", "data_complete"}},
            f"koperasi aktif {PLACE} yang sudah RAT, data ODS-nya lengkap dan sertifikat NIK-nya berlaku",
        ),
    ],
)
def test_a_filter_reads_as_a_person_says_it(narrowed: dict[str, Any], words: str) -> None:
    assert cooperatives_in_view(Filter(**narrowed)) == words


@pytest.mark.parametrize("figure", FIGURES.values(), ids=lambda figure: figure.id)
def test_every_figure_can_be_the_filter(demo: Any, figure: Any) -> None:
    overview, filter_ = of_demo(demo, counted_in={figure.id})
    status = fixed_status(filter_)
    if status is not None:
        counted = {Status.ACTIVE: ACTIVE, Status.INACTIVE: INACTIVE, Status.UNKNOWN: UNKNOWN}[status]
        assert overview.count(counted) == overview.total
    assert f" {number(overview.total) if overview.total else 'tidak tercatat'} " in said(overview, filter_)


codes = [district.code for district in districts()]
details = [detail for group in HEALTH_DETAILS.values() for detail in group]
filters = st.builds(
    Filter,
    status=st.frozensets(st.sampled_from(Status), max_size=3),
    health=st.frozensets(st.sampled_from(details), max_size=6),
    district=st.frozensets(st.sampled_from([*codes, "-"]), max_size=9),
    type=st.frozensets(st.sampled_from([*map(str, CooperativeType), "-"]), max_size=5),
    merah_putih=st.sampled_from([None, True, False]),
    counted_in=st.frozensets(st.sampled_from(sorted(FIGURES)), max_size=3),
    search=st.sampled_from(["", "rias", "  dua  kata ", "a.b", "x:y;"]),
)
counts = st.integers(0, 4) | st.integers(0, 30_000)


@st.composite
def figures(draw: st.DrawFn) -> dict[str, int | None]:
    """Return counts of one view that could be: parts within their wholes."""
    by_status: dict[str, int] = {figure.id: draw(counts) for figure in (ACTIVE, INACTIVE, UNKNOWN)}
    visited = draw(st.integers(0, by_status[INACTIVE.id]))
    present = draw(st.integers(0, visited))
    found = {VISITED.id: visited, AT_ADDRESS.id: present, SERVING.id: draw(st.integers(0, present))}
    total = sum(by_status.values())
    if draw(st.booleans()) or draw(st.booleans()):
        return {TOTAL.id: total, **by_status, **found}
    return {TOTAL.id: total, UNKNOWN.id: total} | dict.fromkeys((ACTIVE.id, INACTIVE.id, *found), None)


@pytest.fixture(scope="module")
def blank(tmp_path_factory: pytest.TempPathFactory) -> Overview:
    return ask(tmp_path_factory.mktemp("blank") / "store", [])


def value(id_: str, counted: int | None, total: int | None, rest: Share | None) -> FigureValue:
    return FigureValue(
        figure=id_,
        value=counted,
        population=total if FIGURES[id_].population else None,
        before=None,
        last_known=None,
        without_merah_putih=rest,
    )


@given(counted=figures(), filter_=filters, is_demo=st.booleans(), rest=st.data())
@settings(max_examples=400, deadline=None)
def test_every_number_is_the_overviews_and_every_sentence_reads(
    blank: Overview, counted: dict[str, int | None], filter_: Filter, is_demo: bool, rest: st.DataObject
) -> None:
    total, now = counted[TOTAL.id] or 0, counted[ACTIVE.id]
    whole = rest.draw(st.integers(0, total))
    part = min(whole, now or 0)
    second = Share(value=part, population=whole) if whole and now is not None else None
    shown = {
        id_: value(id_, count, total, second if id_ == ACTIVE.id else None) for id_, count in counted.items()
    }
    overview = blank.model_copy(update={"figures": blank.figures | shown})
    sentences = said(overview, filter_, is_demo=is_demo)

    assert sentences == " ".join(sentences.split())
    assert sentences.endswith(".")
    assert sentences.count("Sumber: ODS") == 1
    assert ("DATA CONTOH" in sentences) == is_demo
    cited = re.sub(r"“[^”]*”|12 Desember 2022|12-12-2022", "kata", sentences)
    pairs = ((part, whole), *((count or 0, total) for count in counted.values()))
    shares = {percent(*pair) for pair in pairs if pair[1]}
    assert set(re.findall(r"[\d.]+,\d persen", cited)) <= shares
    cited = re.sub(r"[\d.]+,\d persen", "", cited)
    assert not re.search(r"\b0\b|masing-masing|[,;:.]{2}|[,;:] ?\.| ,", cited)
    assert not re.search(r"\b1 koperasi[^.]*(?:semuanya|keduanya|di antaranya)", cited)
    known = {number(count) for count in counted.values() if count is not None} | {number(part), number(whole)}
    known |= {"1"} if "1 jenis lain" in cited else set()
    assert {found.rstrip(".") for found in re.findall(r"\d[\d.]*", cited)} <= known
