"""Gabung dan pisah: what may be one is merged, told and taken back."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from kopdata.database import open_database
from kopdata.linking import decisions
from kopdata.store import Store, create_store
from kopdata.vocabulary import Precision
from tests.app.conftest import OpenApp
from tests.support.registry import commit, store_with

DECEMBER = dt.date(2022, 12, 12)
ROWS = [
    {"name": "Karya Tani", "village": "Malik", "district": "Payung", "status": "aktif"},
    {"name": "KARYA-TANI", "village": "Malik", "district": "Payung", "status": "aktif"},
    {"name": "Maju :material/home: [Bersama](https://contoh.id)", "status": "aktif"},
]


def page(open_app: OpenApp, home: Path) -> AppTest:
    app = open_app(home).switch_page("pages/identity.py").run()
    assert not app.exception
    return app


def press(app: AppTest, label: str) -> AppTest:
    app.button[[button.label for button in app.button].index(label)].click().run()
    assert not app.exception
    return app


def shown(store: Store) -> set[object]:
    return {row["coop_id"] for row in open_database(store).rows("SELECT coop_id FROM registry")}


def test_a_pair_is_merged_and_the_decision_is_taken_back(open_app: OpenApp, tmp_path: Path) -> None:
    store = store_with(tmp_path / "office", (DECEMBER, ROWS))
    app = page(open_app, tmp_path / "office")
    assert any("Nama dan desanya sama." in text.value for text in app.markdown)

    assert any("Sesudah digabung, kedua barisnya tetap dihitung" in text.value for text in app.caption)
    app = press(app, "Gabungkan")
    assert [toast.value for toast in app.toast] == [
        "“Karya Tani” dan “KARYA-TANI” sekarang satu koperasi. Keadaan 12 Desember 2022 mencantumkan "
        "keduanya, karena ODS mencatatnya dua kali; kedua barisnya tetap dihitung sampai salah satunya "
        "dihapus di ODS."
    ]
    assert len(shown(store)) == 2
    assert any("Tidak ada koperasi yang tampak tercatat dua kali." in text.value for text in app.markdown)
    (decision,) = decisions(store)
    assert decision.reason == "Nama dan desanya sama."
    assert any(
        "“Karya Tani”" in text.value and "Alasan: Nama dan desanya sama" in text.value
        for text in app.markdown
    )

    app = press(app, "Batalkan keputusan ini")
    assert decisions(store), "a reason is asked for"
    assert any("Isi alasannya" in error.value for error in app.error)
    app.text_input(key="undo_reason_0").set_value("ternyata berbeda")
    press(app, "Batalkan keputusan ini")
    assert decisions(store) == ()
    assert len(shown(store)) == 3


@pytest.mark.parametrize(
    ("first", "second", "said"),
    [
        (ROWS[:1], [ROWS[1] | {"coop_id": "k1"}], ""),
        (
            ROWS[:2],
            ROWS[:1],
            "Keadaan November 2019 mencantumkan keduanya, karena ODS mencatatnya dua kali; pada ",
        ),
    ],
    ids=["one after the other", "both at first"],
)
def test_two_rows_are_told_only_where_one_snapshot_has_both(
    open_app: OpenApp, tmp_path: Path, first: list[Any], second: list[Any], said: str
) -> None:
    store = create_store(tmp_path / "office")
    commit(store, first, dt.date(2019, 11, 1), precision=Precision.MONTH)
    commit(store, second, DECEMBER)
    app = press(page(open_app, tmp_path / "office"), "Gabungkan")
    [toast] = [toast.value for toast in app.toast]
    assert "sekarang satu koperasi." in toast
    assert toast.partition("sekarang satu koperasi. ")[2].startswith(said)


def test_two_others_are_found_and_merged(open_app: OpenApp, tmp_path: Path) -> None:
    store = store_with(tmp_path / "office", (DECEMBER, ROWS))
    app = page(open_app, tmp_path / "office")
    app.text_input(key="merge_kept_search").set_value("karya")
    app.text_input(key="merge_other_search").set_value("maju").run()
    app.selectbox(key="merge_kept_choice").select_index(0)
    app.selectbox(key="merge_other_choice").select_index(0)
    app.text_input(key="merge_reason").set_value("berganti nama").run()
    app.button(key="merge").click().run()
    assert not app.exception
    (decision,) = decisions(store)
    assert decision.reason == "berganti nama"
    told = next(text.value for text in app.markdown if "berganti nama" in text.value)
    assert r"\[Bersama\]" in told
    assert ":\u2060material" in told
    assert told.index("Karya Tani") > told.index("Bersama")
