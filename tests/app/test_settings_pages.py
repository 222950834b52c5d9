"""Pengaturan: what the office sets shows at once, and the official figure says that it is one."""

from __future__ import annotations

import datetime as dt
import functools
import json
from pathlib import Path

import pytest
import shapely
import streamlit as st
from streamlit.testing.v1 import AppTest

from kopdata.access import local_actor
from kopdata.database import open_database
from kopdata.demo import make_demo
from kopdata.official import declare_official, withdraw_official
from kopdata.settings import rename_office, set_logo, set_outlines, settings_of
from kopdata.store import open_store
from pages.parts import data
from tests.app.conftest import OpenApp
from tests.app.test_quote_part import sentences
from tests.support.registry import commit, store_with
from tests.unit.test_settings import own_borders, picture

MARCH = dt.date(2022, 3, 31)
DECEMBER = dt.date(2022, 12, 12)
ROWS = [{"status": "aktif"}, {"status": "tidak aktif"}]


def popovers(app: AppTest) -> list[str]:
    return [block.proto.popover.label for block in app.get("popover")]


@pytest.fixture
def own_demo(tmp_path: Path) -> Path:
    make_demo(tmp_path)
    return tmp_path


def test_the_offices_name_stands_in_the_sidebar_once_it_is_saved(open_app: OpenApp, own_demo: Path) -> None:
    app = open_app(own_demo).switch_page("pages/office.py").run()
    assert not app.exception
    fields = {field.label: field for field in app.text_input}
    fields["Nama kantor"].set_value("DKUKMINDAG *Bangka Selatan*")
    fields["Nama bidang"].set_value("Bidang Koperasi dan UKM")
    app.button[[button.label for button in app.button].index("Simpan nama")].click().run()
    assert not app.exception
    saved = settings_of(open_store(own_demo).contents())
    assert (saved.office_name, saved.section_name) == (
        "DKUKMINDAG *Bangka Selatan*",
        "Bidang Koperasi dan UKM",
    )
    assert app.sidebar.caption[0].value == r"DKUKMINDAG \*Bangka Selatan\*"


def test_the_regions_page_says_by_whose_borders_the_map_is_drawn(open_app: OpenApp, own_demo: Path) -> None:
    app = open_app(own_demo).switch_page("pages/regions.py").run()
    assert not app.exception
    assert any("Batas wilayah perkiraan, bukan acuan resmi" in text.value for text in app.markdown)


def test_a_figure_is_settled_and_another_of_that_year_says_so(open_app: OpenApp, own_demo: Path) -> None:
    app = open_app(own_demo)
    decree = next(field for field in app.text_input if field.label.startswith("Nomor SK"))
    decree.set_value("SK 188/45")
    app.button[[button.label for button in app.button].index("Tetapkan")].click().run()
    assert not app.exception
    [mark] = open_store(own_demo).contents().official
    assert (mark.total, mark.active, mark.inactive, mark.decree) == (99, 73, 26, "SK 188/45")
    assert any("angka resmi. Ditetapkan" in text.value for text in app.caption)
    assert "angka resmi (SK 188/45)." in sentences(app)
    assert any("Angka resmi]" in text.value for text in app.markdown)
    app = open_app(own_demo, status="Aktif")
    assert not any("Angka resmi]" in text.value for text in app.markdown)
    assert any(text.value.startswith("Bagian dari angka resmi. ") for text in app.caption)
    app.button(key="official_withdraw").click().run()
    assert open_store(own_demo).contents().official == ()


def test_a_mark_whose_figures_were_taken_back_can_still_be_withdrawn(
    open_app: OpenApp, tmp_path: Path
) -> None:
    store = store_with(tmp_path, (MARCH, ROWS), (DECEMBER, ROWS))
    [settled] = [event.import_id for event in store.events() if event.as_of == DECEMBER]
    declare_official(store, DECEMBER, based_on=(settled,), decree="", actor=local_actor())
    store.undo(settled, actor="Sari")
    app = open_app(tmp_path)
    assert "Cabut angka resmi 12 Desember 2022" in popovers(app)
    app.button(key="official_withdraw").click().run()
    assert not app.exception
    assert open_store(tmp_path).contents().official == ()


def test_a_form_filled_in_above_other_figures_settles_nothing(open_app: OpenApp, tmp_path: Path) -> None:
    store = store_with(tmp_path, (DECEMBER, ROWS))
    app = open_app(tmp_path)
    button = next(button for button in app.button if button.label == "Tetapkan")
    commit(store, ROWS[:1], DECEMBER)
    button.click().run()
    assert not app.exception
    assert open_store(tmp_path).contents().official == ()


def test_the_list_says_that_its_figures_are_not_the_official_ones(open_app: OpenApp, tmp_path: Path) -> None:
    store = store_with(tmp_path, (MARCH, ROWS), (DECEMBER, ROWS))
    koperasi = str(
        open_database(store).rows("SELECT coop_id FROM registry ORDER BY coop_id LIMIT 1")[0]["coop_id"]
    )
    shown = next(one for one in store.snapshots() if one.as_of == MARCH)
    based_on = tuple(event.import_id for event in shown.imports)
    declare_official(store, MARCH, based_on=based_on, decree="", actor=local_actor())
    app = open_app(tmp_path).switch_page("pages/cooperatives.py").run()
    assert not app.exception
    assert "Bukan angka resmi." in [text.value for text in app.caption]
    app.query_params["id"] = koperasi
    app.switch_page("pages/cooperative.py").run()
    assert not app.exception
    assert "Bukan angka resmi." in [text.value for text in app.caption]
    app = open_app(tmp_path, keadaan="31 Maret 2022", id=koperasi).switch_page("pages/cooperative.py").run()
    assert not app.exception
    assert "Bukan angka resmi." not in [text.value for text in app.caption]


def test_the_name_of_a_file_of_borders_stays_text(open_app: OpenApp, own_demo: Path) -> None:
    name = "![x](http-x) *batas*.geojson"
    set_outlines(open_store(own_demo), own_borders(), name, actor=local_actor())
    app = open_app(own_demo)
    assert not app.exception
    sources = [text.value for text in app.markdown if "batas" in text.value and "geojson" in text.value]
    assert sources
    assert all(r"!\[x\]\(http-x\) \*batas\*" in text for text in sources)


def test_borders_are_read_once_and_a_missing_file_is_told_until_it_is_back(
    open_app: OpenApp, own_demo: Path
) -> None:
    store = open_store(own_demo)
    set_outlines(store, own_borders(), "batas.geojson", actor=local_actor())
    path = store.original(settings_of(store.contents()).outlines or "")
    assert path is not None
    away = path.rename(path.with_name("elsewhere"))
    app = open_app(own_demo).switch_page("pages/regions.py").run()
    assert any("batas.geojson tidak ada lagi" in warning.value for warning in app.warning)
    away.rename(path)
    read = data.outlines(data.open_view())
    assert read.is_official
    names = settings_of(store.contents())
    rename_office(store, "Kantor A", names.section_name, shown=names, actor=local_actor())
    assert data.outlines(data.open_view()) is read
    assert app.run().warning == []


def corners(app: AppTest) -> int:
    """Return of how many corners the borders on the first map are made."""
    [areas] = [
        trace
        for trace in json.loads(app.get("plotly_chart")[0].proto.spec)["data"]
        if trace["type"] == "choropleth"
    ]
    rings = [
        ring
        for feature in areas["geojson"]["features"]
        for polygon in feature["geometry"]["coordinates"]
        for ring in polygon
    ]
    return sum(map(len, rings))


def test_the_map_is_drawn_by_the_offices_borders_once_their_file_is_back(
    open_app: OpenApp, own_demo: Path
) -> None:
    store = open_store(own_demo)
    finer = json.loads(own_borders())
    for feature in finer["features"]:
        for polygon in feature["geometry"]["coordinates"]:
            polygon[:] = shapely.segmentize(shapely.linearrings(polygon[0]), 5e-3).coords[:], *polygon[1:]
    set_outlines(store, json.dumps(finer).encode(), "batas.geojson", actor=local_actor())
    path = store.original(settings_of(store.contents()).outlines or "")
    assert path is not None
    away = path.rename(path.with_name("elsewhere"))
    app = open_app(own_demo)
    built_in = corners(app)
    away.rename(path)
    assert corners(app.run()) > built_in


@pytest.mark.parametrize("damage", [b"", b"bukan gambar", None], ids=["empty", "other", "missing"])
def test_a_lost_logo_stops_no_page_and_can_be_left(
    open_app: OpenApp, own_demo: Path, damage: bytes | None
) -> None:
    store = open_store(own_demo)
    set_logo(store, picture(), actor=local_actor())
    path = store.original(settings_of(store.contents()).logo or "")
    assert path is not None
    path.unlink()
    if damage is not None:
        path.write_bytes(damage)
    app = open_app(own_demo)
    assert not app.exception
    assert app.metric
    app.switch_page("pages/office.py").run()
    assert not app.exception
    assert [warning.proto.title for warning in app.warning] == ["Logo kantor tidak dapat dipakai lagi"]
    app.button(key="logo_reset").click().run()
    assert app.warning == []
    assert settings_of(open_store(own_demo).contents()).logo is None


def test_a_stale_screen_takes_back_no_mark_that_it_did_not_show(open_app: OpenApp, own_demo: Path) -> None:
    store = open_store(own_demo)
    shown = store.snapshots()[-1]
    based_on = tuple(event.import_id for event in shown.imports)
    settle = functools.partial(
        declare_official, store, shown.as_of, based_on=based_on, actor=local_actor(), decree=""
    )
    first = settle()
    withdrawing = open_app(own_demo)
    withdraw_official(store, first, actor=local_actor())
    settling = open_app(own_demo)
    second = settle()
    withdrawing.button(key="official_withdraw").click().run()
    next(button for button in settling.button if button.label == "Tetapkan").click().run()
    for app in (withdrawing, settling):
        assert not app.exception
        assert [error.proto.title for error in app.error] == ["Data sudah berubah"]
    assert open_store(own_demo).contents().official == (second,)


def test_one_run_sees_one_state(own_demo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KOPDATA_HOME", str(own_demo))
    st.cache_resource.clear()
    view = data.open_view()
    before = data.settings(view)
    rename_office(view.store, "Kantor A", "Seksi A", shown=before, actor=local_actor())
    assert data.settings(view) == before
    assert data.settings(data.open_view()).office_name == "Kantor A"
    assert view.key == f"{view.store.root}@{view.contents.version}"


def test_the_stage_has_no_sidebar_and_the_same_figures(open_app: OpenApp, own_demo: Path) -> None:
    app = open_app(own_demo, tayang="ya", kecamatan="Lepar")
    assert not app.exception
    assert [metric.value for metric in app.metric][:3] == ["4", "3", "1"]
    assert len(app.sidebar.selectbox) == 0
    app.button(key="stage_off").click().run()
    assert len(app.sidebar.selectbox) > 0
