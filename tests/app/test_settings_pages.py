"""Pengaturan: what the office sets shows at once, and the official figure says that it is one."""

from __future__ import annotations

from pathlib import Path

import pytest

from kopdata.demo import make_demo
from kopdata.settings import settings_of
from kopdata.store import open_store
from tests.app.conftest import OpenApp
from tests.app.test_quote_part import sentences


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
    assert any(text.value.startswith("Angka resmi") for text in app.caption)
    assert "Angka resmi (SK 188/45)." in sentences(app)
    app.query_params["status"] = "Aktif"
    app.run()
    app.button(key="official_withdraw").click().run()
    assert open_store(own_demo).contents().official == ()


def test_the_stage_has_no_sidebar_and_the_same_figures(open_app: OpenApp, own_demo: Path) -> None:
    app = open_app(own_demo, tayang="ya", kecamatan="Lepar")
    assert not app.exception
    assert [metric.value for metric in app.metric][:3] == ["4", "3", "1"]
    assert len(app.sidebar.selectbox) == 0
    app.button(key="stage_off").click().run()
    assert len(app.sidebar.selectbox) > 0
