"""The picture to send on: what stands in it, read back from what is drawn."""

from __future__ import annotations

import datetime as dt
import io
import itertools
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from shapely import box

from kopdata.database import Database, open_database
from kopdata.demo import make_demo
from kopdata.figures import INACTIVE, LARGE_TILES, STRIP, Figure
from kopdata.formats import number
from kopdata.models import Filter
from kopdata.outlines import built_in_outlines
from kopdata.queries import Overview, ask_overview
from kopdata.regions import districts
from kopdata.report import TypesettingError, picture, typeset, typesetting
from kopdata.report.picture import HEIGHT, NOTHING, SHADES, WIDTH, picture_data
from kopdata.settings import Settings
from kopdata.store import open_store
from kopdata.vocabulary import CooperativeType, Status
from kopdata.wording import cooperatives_in_view, quote
from pages.parts import colours
from tests.support.pictures import ALIKE, as_image, difference, read_back
from tests.support.registry import store_with

OFFICE = Settings().office_name
SECTION = Settings().section_name


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Database:
    home = tmp_path_factory.mktemp("demo")
    make_demo(home)
    return open_database(open_store(home))


def view(demo: Database, **narrowed: Any) -> tuple[Overview, Filter]:
    filter_ = Filter(**narrowed)
    overview = ask_overview(demo, filter_)
    assert overview is not None
    return overview, filter_


def data_of(
    overview: Overview,
    filter_: Filter,
    *,
    is_demo: bool = False,
    office: str = OFFICE,
    section: str = SECTION,
) -> dict[str, object]:
    return picture_data(
        overview,
        filter_,
        built_in_outlines(),
        is_demo=is_demo,
        office_name=office,
        section_name=section,
    )


def drawn(overview: Overview, filter_: Filter, *, is_demo: bool = False) -> bytes:
    return picture(
        overview, filter_, built_in_outlines(), is_demo=is_demo, office_name=OFFICE, section_name=SECTION
    )


def figures_of(data: dict[str, object]) -> list[dict[str, object]]:
    """Return the three figures of a picture's data."""
    figures = data["figures"]
    assert isinstance(figures, list)
    return figures


def test_it_is_a_portrait_of_one_size_and_the_same_for_the_same_view(demo: Database) -> None:
    overview, filter_ = view(demo)
    png = drawn(overview, filter_)
    with Image.open(io.BytesIO(png)) as image:
        assert (image.format, image.size) == ("PNG", (WIDTH, HEIGHT))
        assert image.info["Description"] == quote(overview, filter_, is_demo=False, section_name=SECTION)
    assert png == drawn(overview, filter_)


def test_every_figure_of_the_view_stands_in_it(demo: Database) -> None:
    overview, filter_ = view(demo)
    letters, look = read_back(data_of(overview, filter_))
    for words in (
        OFFICE,
        "Koperasi di Kabupaten Bangka Selatan",
        "Keadaan per 12 Desember 2022",
        "Jumlah koperasi 99",
        "73 73,7 persen",
        "26 26,3 persen",
        "26 tidak aktif 18 sudah dikunjungi 11 ada di alamat 4 masih melayani anggota 9 dalam pembinaan",
        "Sumber: ODS, keadaan 12-12-2022, diolah Bidang Koperasi.",
        "Batas wilayah perkiraan, bukan acuan resmi.",
    ):
        assert words in letters
    for row in overview.districts:
        assert f"{row.name} {number(row.values[INACTIVE.id])}" in letters
    assert "CONTOH" not in letters
    assert difference(as_image(drawn(overview, filter_)), look) < ALIKE


@pytest.mark.parametrize("figure", (*LARGE_TILES, *STRIP[1:]), ids=lambda figure: figure.id)
def test_another_number_makes_another_picture(demo: Database, figure: Figure) -> None:
    overview, filter_ = view(demo)
    value = overview.figures[figure.id]
    changed = value.model_copy(update={"value": (value.value or 0) + 1})
    other = overview.model_copy(update={"figures": overview.figures | {figure.id: changed}})
    _, look = read_back(data_of(overview, filter_))
    assert difference(as_image(drawn(other, filter_)), look) > ALIKE


def test_another_number_on_the_map_makes_another_picture(demo: Database) -> None:
    overview, filter_ = view(demo)
    first, second, *rest = overview.districts
    changed = second.model_copy(update={"values": second.values | {INACTIVE.id: 2}})
    other = overview.model_copy(update={"districts": (first, changed, *rest)})
    _, look = read_back(data_of(overview, filter_))
    assert difference(as_image(drawn(other, filter_)), look) > ALIKE


def test_the_demo_says_on_the_picture_what_is_invented(demo: Database) -> None:
    letters, _ = read_back(data_of(*view(demo), is_demo=True))
    assert letters.startswith("DATA CONTOH. Yang bertanda “angka nyata” pernah diumumkan.")
    assert letters.count("angka nyata") == 4
    assert letters.count("angka contoh") == 2  # the map and the visits
    letters, _ = read_back(data_of(*view(demo, district={"19.03.01"}), is_demo=True))
    assert letters.startswith("DATA CONTOH. Semua angka di sini karangan.")
    assert "angka nyata" not in letters


def test_a_narrowed_view_says_so_and_greys_out_what_it_leaves(demo: Database) -> None:
    overview, filter_ = view(demo, district={"19.03.01"}, status={"tidak aktif"})
    data = data_of(overview, filter_)
    letters, _ = read_back(data)
    assert "Hanya koperasi tidak aktif di Kecamatan Toboali" in letters
    assert str(data["map"]).count(f'fill="{NOTHING}"') == 7
    assert f"Toboali {overview.total}" in letters
    assert "Payung 0" not in letters


def test_the_title_names_the_place_and_no_figure_that_the_filter_fixes(demo: Database) -> None:
    letters, _ = read_back(data_of(*view(demo, district={"19.03.03"})))
    assert "Koperasi di Kecamatan Airgegas" in letters
    assert "Koperasi di Kabupaten" not in letters
    data = data_of(*view(demo, district={"19.03.01", "19.03.02", "19.03.03"}))
    assert data["title"] == "Koperasi di 3 kecamatan Kabupaten Bangka Selatan"
    data = data_of(*view(demo, status={"tidak aktif"}))
    shown = {str(one["title"]): (one["value"], one["share"]) for one in figures_of(data)}
    assert shown["Aktif"] == ("–", "di luar saringan")
    assert shown["Tidak aktif"][0] == "26"
    overview, filter_ = view(demo, status={"aktif"})
    data = data_of(overview, filter_)
    assert {str(one["title"]): one["value"] for one in figures_of(data)}["Tidak aktif"] == "–"
    [drawn_map] = [value for value in (data["map"],) if isinstance(value, dict)]
    assert drawn_map["caption"] == "Jumlah koperasi aktif"
    assert {one["count"] for one in drawn_map["labels"]} == {
        number(row.values["active"]) for row in overview.districts
    }


def test_a_store_without_visit_records_says_nothing_of_visits(tmp_path: Path) -> None:
    rows = [{"status": "tidak aktif", "district_code": "19.03.01"}] * 3
    database = open_database(store_with(tmp_path / "store", (dt.date(2022, 12, 12), rows)))
    letters, _ = read_back(data_of(*view(database)))
    assert "kunjung" not in letters
    assert "Status aktif tidak ada" not in letters


def test_a_long_filter_is_drawn_whole(demo: Database) -> None:
    overview, filter_ = view(
        demo,
        district={f"19.03.0{number}" for number in range(1, 8)},
        type={"Konsumen", "Produsen", "Jasa", "Simpan Pinjam"},
        health={"Sehat", "Cukup Sehat", "Dalam Pengawasan"},
        search="koperasi nelayan pesisir selatan",
        merah_putih=False,
    )
    data = data_of(overview, filter_)
    letters, _ = read_back(data)
    assert letters.count(f"Hanya {cooperatives_in_view(filter_)}") == 1
    assert "tanpa Koperasi Merah Putih" in letters
    assert as_image(typeset("picture.typ", data, form="png", pixels_per_inch=144)).size == (WIDTH, HEIGHT)


@pytest.mark.parametrize("lines", range(10))
def test_no_name_on_the_map_covers_another(demo: Database, lines: int) -> None:
    data = data_of(*view(demo), is_demo=True) | {"source": " ".join(["9" * 60] * lines)}
    [page] = pypdfium2.PdfDocument(typeset("picture.typ", data, form="pdf"))
    letters = page.get_textpage()
    names = [
        word
        for district in districts()
        for word in district.name.split()
        if letters.search(word, match_case=True, match_whole_word=True).get_next()
    ]
    places = [
        box(
            *[
                side(values)
                for side, values in zip(
                    (min, min, max, max),
                    zip(*(letters.get_charbox(at + offset) for offset in range(count)), strict=True),
                    strict=True,
                )
            ]
        )
        for word in names
        for at, count in [letters.search(word, match_case=True, match_whole_word=True).get_next()]
    ]
    assert bool(places) is (lines < 6)
    assert not [
        (one, other)
        for (one, first), (other, second) in itertools.combinations(zip(names, places, strict=True), 2)
        if first.intersects(second)
    ]


def test_a_search_is_told_without_what_nobody_sees(demo: Database) -> None:
    overview, filter_ = view(demo, search="nelayan\u202e \u200bmaju\x00")
    assert "“nelayan maju”" in cooperatives_in_view(filter_)
    assert "“nelayan maju”" in str(data_of(overview, filter_)["narrowed"])


def test_a_filter_that_leaves_out_the_inactive_has_no_strip(demo: Database) -> None:
    letters, _ = read_back(data_of(*view(demo, status={"aktif"})))
    assert "Yang tidak aktif" not in letters
    assert "Tidak ada koperasi yang" not in letters


def test_a_file_without_status_says_so(demo: Database) -> None:
    overview, filter_ = view(demo)
    absent = {
        id_: value.model_copy(update={"value": None}) if value.figure != "total" else value
        for id_, value in overview.figures.items()
    }
    letters, _ = read_back(data_of(overview.model_copy(update={"figures": absent}), filter_))
    assert letters.count("tidak ada di berkas ini") == 3
    assert "sudah dikunjungi" not in letters


def test_koperasi_that_no_kecamatan_holds_are_told_beside_the_map(tmp_path: Path) -> None:
    rows = [{"status": "tidak aktif", "district_code": "19.03.01"}, {"status": "tidak aktif"}]
    database = open_database(store_with(tmp_path / "store", (dt.date(2022, 12, 12), rows)))
    letters, _ = read_back(data_of(*view(database)))
    assert "1 koperasi tidak ada di peta karena kecamatannya tidak diketahui." in letters


letters_of_all_kinds = st.text(st.characters(exclude_categories=["C"]), max_size=80)


@given(
    office=letters_of_all_kinds,
    section=letters_of_all_kinds,
    filter_=st.builds(
        Filter,
        status=st.frozensets(st.sampled_from(Status), max_size=2),
        type=st.frozensets(st.sampled_from([*map(str, CooperativeType), "W" * 300, "-"]), max_size=6),
        merah_putih=st.sampled_from([None, True, False]),
        search=letters_of_all_kinds | st.just("W" * 100),
    ),
    scale=st.sampled_from([1, 1_000, 99_999]),
    is_demo=st.booleans(),
)
@settings(max_examples=25, deadline=None)
def test_nothing_leaves_the_page(
    demo: Database, office: str, section: str, filter_: Filter, scale: int, is_demo: bool
) -> None:
    overview, _ = view(demo)
    larger = {
        id_: value.model_copy(update={"value": None if value.value is None else value.value * scale})
        for id_, value in overview.figures.items()
    }
    many = overview.model_copy(update={"figures": larger})
    data = data_of(many, filter_, is_demo=is_demo, office=office, section=section)
    page = as_image(typeset("picture.typ", data, form="png"))
    assert page.size == (WIDTH, HEIGHT)
    band = 80 if is_demo else 0
    for edge in ((0, band, 16, HEIGHT), (WIDTH - 16, band, WIDTH, HEIGHT), (0, HEIGHT - 16, WIDTH, HEIGHT)):
        assert page.crop(edge).getextrema() == ((255, 255),) * 3


def test_the_map_has_the_colours_of_the_screen() -> None:
    palette = colours.palette()
    assert (palette.shades, palette.nothing) == (SHADES, NOTHING)


@pytest.fixture
def template(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A template of the test's own, in a folder of its own beside what ours share."""
    shutil.copy(typesetting.TEMPLATES / "shared.typ", tmp_path)
    monkeypatch.setattr(typesetting, "TEMPLATES", tmp_path)
    return tmp_path / "own.typ"


def test_texts_are_data_and_never_markup(template: Path) -> None:
    template.write_text('#import "shared.typ": *\n#show: letters.with(12pt)\n#data.words', encoding="utf-8")
    words = '= A *b* #panic() $x$ "q" \\ <l> @r -- ...'
    [page] = pypdfium2.PdfDocument(typeset(template.name, {"words": words}, form="pdf"))
    assert page.get_textpage().get_text_bounded().strip() == words


@pytest.mark.parametrize(
    "source", ['#panic("x")', "#let x = (", '#image("/etc/hostname")', '#read("../../x")', "a #pagebreak() b"]
)
def test_what_cannot_be_drawn_is_refused_in_a_sentence(template: Path, source: str) -> None:
    template.write_text(source, encoding="utf-8")
    with pytest.raises(TypesettingError, match=r"^(Pola|Isi) .*\.$"):
        typeset(template.name, {}, form="png")


@pytest.mark.parametrize("name", ["none.typ", "../typesetting.py", "/etc/hostname", "."])
def test_only_our_templates_are_drawn(name: str) -> None:
    with pytest.raises(TypesettingError, match="tidak ada"):
        typeset(name, {}, form="pdf")


def test_threads_draw_what_one_draws(demo: Database) -> None:
    views = [view(demo), view(demo, district={"19.03.01"})] * 4
    alone = [drawn(*one) for one in views[:2]] * 4
    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(lambda one: drawn(*one), views)) == alone
