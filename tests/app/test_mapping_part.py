"""Unclear columns and words in the dialog: what is asked, what the answers do, what cannot be."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from tests.imports.files import write_xlsx

NOTE = "Simpan sebagai catatan tambahan"
ROWS: list[list[Any]] = [
    ["Kode", "Nama Koperasi", "Alamat", "Tempat", "Status", "Lain_*lain*", None],
    ["1905010020001", "Maju", "Jl. 1", "Jl. Raya 1", "Aktif", "x", 1],
    ["1905010020002", "Mundur", "Jl. 2", "Jl. Raya 2", "Mati suri", "y", 2],
]
DrawPart = Callable[[list[list[Any]]], AppTest]


@pytest.fixture
def draw_part(tmp_path: Path, empty_home: Path, monkeypatch: pytest.MonkeyPatch) -> DrawPart:
    """Draw the part alone, over a file, as a dialog does: answers read the file anew."""

    def draw_(rows: list[list[Any]]) -> AppTest:
        monkeypatch.setenv("KOPDATA_HOME", str(empty_home))
        st.cache_data.clear()
        st.cache_resource.clear()
        path = write_xlsx(tmp_path / "data.xlsx", rows)
        return AppTest.from_function(_script, args=(str(path),), default_timeout=60).run()

    return draw_


def _script(path: str) -> None:
    from pathlib import Path

    import streamlit as st

    from kopdata.access import local_actor
    from kopdata.imports import read_file
    from kopdata.imports.answers import NO_ANSWERS
    from kopdata.models import Filter
    from pages.parts import data, mapping
    from pages.parts.guard import Scene

    told = st.session_state.setdefault("told", NO_ANSWERS)
    parsed = read_file(Path(path), answers=told)
    answers = mapping.draw(Scene(local_actor(), data.open_view(), Filter()), parsed, "unggahan")
    if answers is not None:
        st.session_state["told"] = answers
        st.rerun()
    st.json({"fields": sorted(parsed.fields), "status": parsed.rows["status"].to_pylist()})


def read_as(app: AppTest) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(app.json[0].value)
    return found


def press(app: AppTest) -> AppTest:
    [button] = [one for one in app.button if one.label == "Baca ulang dengan jawaban ini"]
    return button.click().run()


def test_what_is_unclear_is_asked_with_what_it_holds(draw_part: DrawPart) -> None:
    app = draw_part(ROWS)
    assert not app.exception
    assert [one.value for one in app.info] == [
        "Dikenali dari isinya: kolom “Kode” sebagai NIK. Ubah di bawah ini bila keliru."
    ]
    assert app.expander[0].label == "3 kolom yang belum dikenal dan 1 kata status yang belum dikenal"
    assert app.expander[0].proto.expanded
    assert {one.label: one.value for one in app.selectbox} == {
        "Kolom A “Kode” dibaca sebagai": "nik",
        "Kolom D “Tempat” dibaca sebagai": "",
        r"Kolom F “Lain\_\*lain\*” dibaca sebagai": "",
        "Kolom G \\(tanpa judul\\) dibaca sebagai": "",
        "Status “Mati suri” di 1 baris berarti": "",
    }
    assert NOTE in app.selectbox[1].options
    assert "Alamat (menggantikan kolom “Alamat”)" in app.selectbox[1].options
    assert any(one.value == "Contoh isi: Jl. Raya 1 · Jl. Raya 2" for one in app.caption)


def test_the_answers_read_the_file_anew_and_can_be_changed(draw_part: DrawPart) -> None:
    app = draw_part(ROWS)
    assert read_as(app)["status"] == ["aktif", None]
    by_label = {one.label: one for one in app.selectbox}
    by_label["Kolom D “Tempat” dibaca sebagai"].select("chair")
    by_label["Status “Mati suri” di 1 baris berarti"].select("tidak aktif")
    app = press(app)
    assert not app.exception
    assert read_as(app)["status"] == ["aktif", "tidak aktif"]
    assert "chair" in read_as(app)["fields"]
    assert app.expander[0].label == "Kolom dan kata yang sudah dijelaskan"
    assert not app.expander[0].proto.expanded

    {one.label: one for one in app.selectbox}["Kolom A “Kode” dibaca sebagai"].select("")
    app = press(app)
    assert "nik" not in read_as(app)["fields"]
    assert "chair" in read_as(app)["fields"]


def test_one_field_for_two_columns_is_refused_in_a_sentence(draw_part: DrawPart) -> None:
    app = draw_part(ROWS)
    for label in ("Kolom D “Tempat” dibaca sebagai", "Kolom G \\(tanpa judul\\) dibaca sebagai"):
        {one.label: one for one in app.selectbox}[label].select("chair")
    app = press(app)
    assert [one.value for one in app.error] == [
        "Ketua dipilih untuk lebih dari satu kolom: “Tempat” dan “Kolom G”. Pilih satu saja, lalu baca ulang."
    ]
    assert "chair" not in read_as(app)["fields"]


def test_a_file_whose_names_are_unknown_says_what_to_do(draw_part: DrawPart) -> None:
    app = draw_part([["Kode", "Zz", "Lokasi"], *([one[0], f"KSP {one[1]}", one[2]] for one in ROWS[1:])])
    assert "belum satu baris pun dibaca" in app.warning[0].value
    assert read_as(app)["status"] == []
    {one.label: one for one in app.selectbox}["Kolom B “Zz” dibaca sebagai"].select("name")
    app = press(app)
    assert not app.warning
    assert read_as(app)["status"] == [None, None]


def test_a_file_that_is_understood_asks_nothing(draw_part: DrawPart) -> None:
    app = draw_part([["NIK", "Nama Koperasi", "Status"], ["1905010020001", "Maju", "Aktif"]])
    assert not app.exception
    assert not app.expander
    assert not app.selectbox
