"""Every page: with no data, with the demo, and opened past the entry."""

from __future__ import annotations

import datetime as dt
import time
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from kopdata.database import open_database
from kopdata.demo import make_demo
from kopdata.models import Filter
from kopdata.paths import PROJECT
from kopdata.queries import ask_overview
from kopdata.store import create_store, open_store
from pages.parts import charts, data
from tests.app.conftest import OpenApp
from tests.support.registry import commit, store_with

PAGES = ("pages/overview.py", "pages/cooperatives.py", "pages/import_history.py")
SETTINGS = ("pages/regions.py", "pages/office.py", "pages/backup.py")


def tiles(app: AppTest) -> dict[str, str]:
    return {metric.label: metric.value for metric in app.metric}


@pytest.mark.parametrize("page", PAGES)
def test_page_with_no_data_says_what_to_do(open_app: OpenApp, empty_home: Path, page: str) -> None:
    app = open_app(empty_home)
    app.switch_page(page).run()
    assert not app.exception
    assert not app.metric
    assert any("Belum ada" in f"{info.value} {info.proto.title}" for info in app.info)


@pytest.mark.parametrize("page", [*PAGES, *SETTINGS])
def test_page_with_the_demo_draws_and_says_that_it_is_one(
    open_app: OpenApp, demo_home: Path, page: str
) -> None:
    app = open_app(demo_home)
    app.switch_page(page).run()
    assert not app.exception
    assert not app.error
    assert any("DATA CONTOH" in markdown.value for markdown in app.markdown)


def test_the_first_data_of_an_office_is_not_narrowed_as_the_demo_was(
    open_app: OpenApp, tmp_path: Path
) -> None:
    make_demo(tmp_path)
    app = open_app(tmp_path, kecamatan="Airgegas", status="Aktif", cari="koperasi")
    assert any((button.key or "").startswith("chip_") for button in app.button)
    app.button(key="start_office").click().run()
    app.button(key="start_office_confirmed").click().run()
    assert not app.exception
    store = open_store(tmp_path)
    assert not store.is_demo
    commit(store, [{"status": "aktif", "district_code": "19.03.01"}] * 3, dt.date(2022, 12, 12))
    app.run()
    assert tiles(app)["Jumlah koperasi"] == "3"
    assert not any((button.key or "").startswith("chip_") for button in app.button)


@pytest.mark.parametrize("page", [*PAGES, *SETTINGS])
def test_page_opened_past_the_entry_shows_nothing(
    page: str, demo_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KOPDATA_HOME", str(demo_home))
    app = AppTest.from_file(str(PROJECT / page), default_timeout=60).run()
    assert [error.value for error in app.error] == [
        "Halaman ini hanya dapat dibuka dari dasbor. Buka alamat utama dasbor."
    ]
    assert not app.metric
    assert not app.dataframe
    assert not app.table


def test_the_first_answer(open_app: OpenApp, demo_home: Path) -> None:
    shown = tiles(open_app(demo_home))
    assert (shown["Jumlah koperasi"], shown["Aktif"], shown["Tidak aktif"]) == ("99", "73", "26")


def test_a_link_reproduces_the_view(open_app: OpenApp, demo_home: Path) -> None:
    app = open_app(demo_home, keadaan="November 2019", kecamatan=["Toboali"], status=["Aktif"])
    assert tiles(app)["Jumlah koperasi"] == "31"
    assert [button.label for button in app.button if (button.key or "").startswith("chip_")] == [
        "Keadaan per November 2019",
        "Status: Aktif",
        "Kecamatan: Toboali",
    ]


def test_the_filter_counts_as_kopdata_does(open_app: OpenApp, demo_home: Path) -> None:
    app = open_app(demo_home)
    app.checkbox(key="kesehatan_semua_sehat").check().run()
    overview = ask_overview(
        open_database(open_store(demo_home)), Filter(health=frozenset({"Sehat", "Cukup Sehat"}))
    )
    assert overview is not None
    assert tiles(app)["Jumlah koperasi"] == str(overview.figures["total"].value) == "52"
    assert any(checkbox.label == "Sehat (52)" for checkbox in app.checkbox)


def test_filters_hold_across_pages_and_one_button_clears_them(open_app: OpenApp, demo_home: Path) -> None:
    app = open_app(demo_home)
    app.multiselect(key="kecamatan").select("Lepar").run()
    app.switch_page("pages/cooperatives.py").run()
    assert app.multiselect(key="kecamatan").value == ["Lepar"]
    app.button(key="clear_filters").click().run()
    assert app.multiselect(key="kecamatan").value == []
    assert not any((button.key or "").startswith("chip_") for button in app.button)


def test_an_empty_view_says_how_to_widen_it(open_app: OpenApp, demo_home: Path) -> None:
    app = open_app(demo_home)
    app.text_input(key="cari").set_value("tidak ada nama seperti ini").run()
    assert tiles(app)["Jumlah koperasi"] == "0"
    [info] = app.info
    assert "Hapus salah satu saringan" in info.value


def test_a_file_with_none_of_the_regencys_koperasi_says_so(open_app: OpenApp, tmp_path: Path) -> None:
    home = tmp_path / "office"
    store_with(home, (dt.date(2022, 12, 12), [{"outside_region": True}]))
    app = open_app(home)
    [info] = app.info
    assert "saringan" not in info.value
    assert info.proto.title.startswith("Berkas keadaan ini tidak memuat satu pun koperasi")


def test_figures_that_the_file_cannot_tell_are_not_shown_as_a_filter(
    open_app: OpenApp, tmp_path: Path
) -> None:
    home = tmp_path / "office"
    commit(create_store(home), [{}] * 12, dt.date(2022, 12, 12), fields={"name"})
    for link in {"angka": "Data ODS lengkap"}, {"status": ["Aktif"]}:
        app = open_app(home, **link)
        assert not app.exception
        assert not app.metric
        [info] = app.info
        assert "tidak memuat kolom yang diperlukan untuk saringan" in info.value


def test_a_chart_is_of_its_day(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = []
    for zone in ("Etc/GMT+12", "Etc/GMT-14"):  # 26 hours apart, so never on the same day
        monkeypatch.setenv("TZ", zone)
        time.tzset()
        day = data.today().isoformat()
        figure = charts.chart("of a day", "store", Filter(), "", lambda: {"layout": {"title": {"text": day}}})  # noqa: B023
        drawn.append(figure.layout.title.text)
    monkeypatch.undo()
    time.tzset()
    assert drawn[0] < drawn[1]


@pytest.mark.parametrize(
    "page",
    [*PAGES, *SETTINGS, "pages/identity.py", "pages/cooperative.py", "pages/compare.py", "pages/repairs.py"],
)
def test_every_page_has_one_way_out_of_the_stage(open_app: OpenApp, demo_home: Path, page: str) -> None:
    app = open_app(demo_home, tayang="ya").switch_page(page).run()
    assert not app.exception
    assert [button.label for button in app.button].count("Keluar dari mode tayang") == 1
    app.button(key="stage_off").click().run()
    assert "Keluar dari mode tayang" not in [button.label for button in app.button]


def test_a_page_without_data_has_a_way_out_of_the_stage(open_app: OpenApp, empty_home: Path) -> None:
    app = open_app(empty_home, tayang="ya")
    assert [button.label for button in app.button].count("Keluar dari mode tayang") == 1


def test_what_stands_after_a_page_is_drawn_where_the_page_ends_in_an_error(
    open_app: OpenApp, demo_home: Path
) -> None:
    app = open_app(demo_home, id="zzz").switch_page("pages/cooperative.py").run()
    assert not app.exception
    [error] = app.error
    assert error.proto.title == "Tidak ditemukan"
    app.button(key="start_office").click().run()
    assert app.button(key="start_office_confirmed").label == "Mulai"


def test_unknown_values_in_a_link_are_ignored(open_app: OpenApp, demo_home: Path) -> None:
    app = open_app(demo_home, keadaan="kemarin", kecamatan=["Atlantis"], status=["<img src=x>"])
    assert not app.exception
    assert tiles(app)["Jumlah koperasi"] == "99"


def test_every_figure_of_the_demo_is_marked(open_app: OpenApp, demo_home: Path) -> None:
    app = open_app(demo_home)
    marks = [
        markdown.value
        for markdown in app.markdown
        if "angka nyata" in markdown.value or "angka contoh" in markdown.value
    ]
    assert sum(":green-badge" in mark for mark in marks) == 3
    # The small tiles, the strip, the chain and the list of what is to be followed up.
    assert sum(":gray-badge" in mark for mark in marks) == 4 + 3
