"""Perbaikan di ODS: the list, ticked off by a person, and on the page of one koperasi."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Multiselect

from kopdata.store import Store, create_store, open_store
from kopdata.wording import repairs as words
from pages.parts.repairs import PAGE_SIZE
from pages.parts.text import plain
from tests.app.conftest import OpenApp
from tests.support.findings import GRADE, NIK, upload

PAGE = "pages/repairs.py"
NOVEMBER, DECEMBER = dt.date(2024, 11, 7), dt.date(2024, 12, 5)
ROWS = [
    {"district": "Payung", "district_code": "19.03.03", "status": "aktif"},
    {"district": "Toboali", "district_code": "19.03.01", "status": "aktif"},
    {"name": "*Karya* $x$ :smile:", "status": "aktif"},
]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """An office whose newest export proves one of four findings."""
    home = tmp_path / "office"
    store = create_store(home)
    upload(store, NOVEMBER, ROWS, [GRADE | {"row": row} for row in (2, 3, 4)] + [NIK | {"row": 2}])
    upload(store, DECEMBER, ROWS, [GRADE | {"row": row} for row in (3, 4)] + [NIK | {"row": 2}])
    return home


def opened(open_app: OpenApp, home: Path, **parameters: str | list[str]) -> AppTest:
    app = open_app(home, **parameters)
    app.switch_page(PAGE).run()
    assert not app.exception
    assert not app.error
    return app


def listed(app: AppTest) -> list[list[str]]:
    if not app.dataframe:
        return []
    return [list(map(str, row)) for row in app.dataframe[0].value[["Nama", "Temuan", "Keadaan"]].to_numpy()]


def test_an_empty_store_and_one_without_findings_say_so(
    open_app: OpenApp, empty_home: Path, demo_home: Path
) -> None:
    assert "Belum ada data koperasi" in opened(open_app, empty_home).info[0].proto.title
    assert opened(open_app, demo_home).info[0].value == words.NOTHING_FOUND


def test_what_is_open_is_listed_first(open_app: OpenApp, home: Path) -> None:
    app = opened(open_app, home)
    assert listed(app) == [
        ["*Karya* $x$ :smile:", "Grade tidak dikenal", "Belum"],
        ["Koperasi 0 (contoh)", "NIK bukan 13 angka", "Belum"],
        ["Koperasi 1 (contoh)", "Grade tidak dikenal", "Belum"],
    ]
    assert app.subheader[0].value == "3 temuan: Belum"
    shown = [markdown.value for markdown in app.markdown]
    assert "**3 belum diperbaiki** · 0 ditandai sudah diperbaiki · 1 terbukti di ekspor berikutnya" in shown
    assert app.dataframe[0].value.iloc[1]["Di mana"] == "baris 2, kolom NIK"
    app.pills(key="perbaikan").set_value(["Terbukti di ekspor berikutnya"]).run()
    assert listed(app) == [
        ["Koperasi 0 (contoh)", "Grade tidak dikenal", "Terbukti di ekspor 5 Desember 2024"]
    ]


def test_kinds_and_the_sidebars_filter_narrow_the_list(open_app: OpenApp, home: Path) -> None:
    app = opened(open_app, home)
    app.multiselect(key="temuan").set_value(["NIK bukan 13 angka"]).run()
    assert [name for name, _kind, _state in listed(app)] == ["Koperasi 0 (contoh)"]
    app = opened(open_app, home, kecamatan=["Toboali"])
    assert [name for name, _kind, _state in listed(app)] == ["Koperasi 1 (contoh)"]
    app = opened(open_app, home, kecamatan=["Simpang Rimba"])
    assert app.info[0].value == words.NOTHING_IN_VIEW


def test_a_link_names_states_and_kinds(open_app: OpenApp, home: Path) -> None:
    app = opened(open_app, home, perbaikan=["Belum"], temuan=["Grade tidak dikenal", "entah"])
    assert app.subheader[0].value == "2 temuan: Belum · Grade tidak dikenal"


def test_several_are_ticked_off_at_once_and_one_is_taken_back(open_app: OpenApp, home: Path) -> None:
    app = opened(open_app, home)
    assert app.button(key="repairs_belum").disabled
    chooser(app).set_value([0, 2]).run()
    assert app.button(key="repairs_belum").label == "Tandai sudah diperbaiki (2)"
    app.button(key="repairs_belum").click().run()
    assert not app.exception
    assert app.toast[0].value == "2 temuan ditandai sudah diperbaiki."
    assert [name for name, _kind, _state in listed(app)] == ["Koperasi 0 (contoh)"]
    assert open_store(home).contents().repairs["kind"].to_pylist() == ["grade_unknown"] * 2
    app.pills(key="perbaikan").set_value(["Sudah diperbaiki"]).run()
    assert [state.split(" (")[0] for _name, _kind, state in listed(app)] == ["Sudah diperbaiki"] * 2
    chooser(app).set_value([0]).run()
    assert app.button(key="repairs_belum").disabled
    app.button(key="repairs_sudah").click().run()
    assert [name for name, _kind, _state in listed(app)] == ["Koperasi 1 (contoh)"]


def chooser(app: AppTest) -> Multiselect[int]:
    return next(one for one in app.multiselect if (one.key or "").startswith("repairs_named_"))


def test_a_name_opens_its_koperasi_which_shows_what_is_open(open_app: OpenApp, home: Path) -> None:
    app = opened(open_app, home)
    app.selectbox(key="repair_opener").select("k0").run()
    assert not app.exception
    assert [title.value for title in app.title] == [plain("Koperasi 0 (contoh)")]
    assert words.TITLE in [heading.value for heading in app.subheader]
    table = next(one.value for one in app.table if "Sejak" in one.value.columns)
    assert table["Temuan"].tolist() == ["NIK bukan 13 angka"]
    assert table["Sejak"].tolist() == ["7 November 2024"]
    app.button(key="open_repairs").click().run()
    assert [title.value for title in app.title] == [words.TITLE]


def test_a_koperasi_without_anything_to_mend_shows_nothing_of_it(open_app: OpenApp, demo_home: Path) -> None:
    app = open_app(demo_home)
    app.switch_page("pages/cooperatives.py").run()
    app.selectbox(key="opener").select_index(0).run()
    assert words.TITLE not in [heading.value for heading in app.subheader]


def test_in_mode_tayang_nothing_can_be_ticked_off(open_app: OpenApp, home: Path) -> None:
    app = opened(open_app, home, tayang="ya")
    assert listed(app)
    assert not [button for button in app.button if (button.key or "").startswith("repairs_")]


def test_a_long_list_is_paged_and_another_choice_starts_over(open_app: OpenApp, tmp_path: Path) -> None:
    store: Store = create_store(tmp_path / "office")
    count = PAGE_SIZE + 5
    upload(store, NOVEMBER, [{}] * count, [GRADE | {"row": row + 2} for row in range(count)])
    app = opened(open_app, store.root, halaman_perbaikan="2")
    assert len(listed(app)) == 5
    app.multiselect(key="temuan").set_value(["Grade tidak dikenal"]).run()
    assert len(listed(app)) == PAGE_SIZE


def test_a_rejected_row_has_no_page_to_open(open_app: OpenApp, tmp_path: Path) -> None:
    store: Store = create_store(tmp_path / "office")
    nameless = {"kind": "name_missing", "row": 5, "value": "3 · 1905010020001", "reason": "Nama kosong."}
    upload(store, NOVEMBER, [{}], rejected=[nameless])
    app = opened(open_app, store.root)
    assert listed(app) == [["(baris tanpa nama)", "Nama koperasi kosong", "Belum"]]
    assert list(app.selectbox(key="repair_opener").options) == []
