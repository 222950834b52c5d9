"""The page of koperasi: whose names, which columns, in which order, and the files to take along."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from kopdata.columns import COLUMNS, DEFAULT_COLUMNS
from kopdata.store import create_store
from pages.parts.cooperative_table import PAGE_SIZE
from tests.app.conftest import OpenApp
from tests.support.registry import commit

PAGE = "pages/cooperatives.py"


def opened(open_app: OpenApp, home: Path, **parameters: str | list[str]) -> AppTest:
    app = open_app(home, **parameters)
    app.switch_page(PAGE).run()
    assert not app.exception
    return app


def titles(app: AppTest) -> list[str]:
    [table] = app.dataframe
    return list(table.value.columns)


def test_a_figure_opens_to_its_names(open_app: OpenApp, demo_home: Path) -> None:
    app = opened(open_app, demo_home, angka="Tidak aktif")
    assert [heading.value for heading in app.subheader] == [
        "26 koperasi tidak aktif di Kabupaten Bangka Selatan"
    ]
    [table] = app.dataframe
    assert len(table.value) == 26
    assert {cell[0] for cell in table.value["Status"]} == {"Tidak aktif"}
    assert any("Koperasi yang berstatus Tidak Aktif" in markdown.value for markdown in app.markdown)


def test_a_name_that_begins_like_an_icon_stays_letters(open_app: OpenApp, tmp_path: Path) -> None:
    home = tmp_path / "office"
    commit(create_store(home), [{"name": ":material/home: Maju"}], dt.date(2022, 12, 12))
    [shown] = opened(open_app, home).dataframe[0].value["Nama"]
    assert shown == ":\u2060material/home: Maju"


def test_the_first_columns_and_those_of_a_link(open_app: OpenApp, demo_home: Path) -> None:
    assert titles(opened(open_app, demo_home)) == [COLUMNS[id_].title for id_ in DEFAULT_COLUMNS]
    app = opened(open_app, demo_home, kolom=["Aset", "Hantu", "NIK"])
    assert titles(app) == ["Nama", "NIK", "Aset"]
    assert str(app.dataframe[0].value["Aset"][0]).startswith("Rp")


def test_columns_are_chosen_and_all_taken_away(open_app: OpenApp, demo_home: Path) -> None:
    app = opened(open_app, demo_home)
    app.multiselect(key="kolom").set_value(["Ketua", "Telepon"]).run()
    assert titles(app) == ["Nama", "Ketua", "Telepon"]
    app.multiselect(key="kolom").set_value([]).run()
    assert titles(app) == [COLUMNS[id_].title for id_ in DEFAULT_COLUMNS]


def test_columns_and_order_hold_while_one_koperasi_is_looked_at(open_app: OpenApp, demo_home: Path) -> None:
    app = opened(open_app, demo_home, angka="Tidak aktif")
    app.multiselect(key="kolom").set_value(["NIK"]).run()
    app.selectbox(key="urut").set_value("Nama, Z–A").run()
    first = app.dataframe[0].value["Nama"][0]
    app.switch_page("pages/import_history.py").run()
    app.switch_page(PAGE).run()
    assert titles(app) == ["Nama", "NIK"]
    assert app.dataframe[0].value["Nama"][0] == first
    assert app.multiselect(key="angka").value == ["Tidak aktif"]


def test_the_list_is_paged_and_a_new_filter_starts_over(open_app: OpenApp, demo_home: Path) -> None:
    app = opened(open_app, demo_home, halaman="2")
    assert len(app.dataframe[0].value) == 99 - PAGE_SIZE
    assert any(f"{PAGE_SIZE + 1}–99 dari 99 koperasi" in caption.value for caption in app.caption)
    app.multiselect(key="kecamatan").select("Toboali").run()
    assert any(caption.value.startswith("1–") for caption in app.caption)


def test_a_name_that_is_chosen_opens_its_koperasi(open_app: OpenApp, demo_home: Path) -> None:
    app = opened(open_app, demo_home)
    chosen = app.selectbox(key="opener")
    assert chosen.options[0] == f"1. {app.dataframe[0].value['Nama'][0]}"
    # Also one that stands on the second page.
    assert len(chosen.options) == 99
    assert len(app.dataframe[0].value) == 50
    chosen.select_index(98).run()
    assert not app.exception
    assert app.title[0].value != "Koperasi"
    assert app.query_params["id"]


def test_a_list_longer_than_a_choice_is_searched(open_app: OpenApp, tmp_path: Path) -> None:
    rows = [{"village": "Rias" if number > 500 else "Irat"} for number in range(502)]
    commit(create_store(tmp_path / "office"), rows, dt.date(2022, 12, 12))
    app = opened(open_app, tmp_path / "office")
    assert len(app.selectbox(key="opener").options) == 50
    assert any("Pilihan memuat 50 dari 502 koperasi" in one.value for one in app.caption)
    app.text_input(key="opener_search").set_value("koperasi rias").run()
    assert app.selectbox(key="opener").options == ["1. Koperasi 501 (contoh) · Rias"]
    app.selectbox(key="opener").select_index(0).run()
    assert app.query_params["id"] == "k501"


def test_a_figure_that_the_file_cannot_tell_shows_no_names(open_app: OpenApp, tmp_path: Path) -> None:
    home = tmp_path / "office"
    commit(create_store(home), [{"name": "A"}], dt.date(2022, 12, 12), fields={"name"})
    app = opened(open_app, home, angka="Data ODS lengkap")
    assert not app.dataframe
    [info] = app.info
    assert "tidak memuat kolom yang diperlukan untuk saringan “Data ODS lengkap”" in info.value


@pytest.mark.parametrize("name", ["*Maju* [x](http://contoh.invalid)", ":material/home: $x$ <b>"])
def test_a_search_is_shown_as_it_was_typed(open_app: OpenApp, demo_home: Path, name: str) -> None:
    app = opened(open_app, demo_home, cari=name)
    assert not app.dataframe
    assert not any(name in markdown.value for markdown in app.markdown)


def test_three_files_to_take_along(open_app: OpenApp, demo_home: Path) -> None:
    app = opened(open_app, demo_home, angka="Tidak aktif")
    labels = [button.proto.label for button in app.get("download_button")]
    assert labels == ["Excel (.xlsx)", "Teks (.csv)", "Untuk dicetak (.pdf)"]


def test_a_number_of_a_view_narrowed_to_a_figure_opens_to_its_own_names(
    open_app: OpenApp, demo_home: Path
) -> None:
    app = open_app(demo_home, angka="Sudah dikunjungi")
    assert app.button(key="names_total").label == "Lihat 18 nama"
    app.button(key="names_total").click().run()
    assert app.multiselect(key="angka").value == ["Sudah dikunjungi"]
    assert app.subheader[0].value.startswith("18 koperasi tidak aktif")
    app = open_app(demo_home, angka="Sudah dikunjungi")
    app.button(key="strip_serving").click().run()
    assert app.multiselect(key="angka").value == ["Sudah dikunjungi", "Masih melayani anggota"]
    assert len(app.dataframe[0].value) == 4
    chips = [button.label for button in app.button if (button.key or "").startswith("chip_")]
    assert chips == ["Dihitung pada: Sudah dikunjungi", "Dihitung pada: Masih melayani anggota"]
    app.button(key="chip_1").click().run()
    assert len(app.dataframe[0].value) == 18


def test_mode_tayang_holds_on_the_way_to_the_names_and_to_one_koperasi(
    open_app: OpenApp, demo_home: Path
) -> None:
    app = open_app(demo_home, tayang="ya")
    app.button(key="names_inactive").click().run()
    assert len(app.dataframe[0].value) == 26
    assert "ya" in app.query_params["tayang"]
    assert app.button(key="stage_off").label == "Keluar dari mode tayang"
    app.selectbox(key="opener").select_index(0).run()
    assert "ya" in app.query_params["tayang"]
    app.button(key="back_to_list").click().run()
    assert app.title[0].value == "Koperasi"
    app.button(key="stage_off").click().run()
    assert "tayang" not in app.query_params
    assert not any((button.key or "").startswith("stage_") for button in app.button)
