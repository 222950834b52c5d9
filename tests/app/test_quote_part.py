"""Siap dikutip on the page: the sentences of the view, and its picture once asked for."""

from __future__ import annotations

import datetime as dt
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
import streamlit as st
from PIL import Image
from streamlit.testing.v1 import AppTest

from kopdata.access import local_actor
from kopdata.models import Filter
from kopdata.settings import Settings, rename_office
from kopdata.store import Store, open_store
from kopdata.wording import quote
from pages.parts import data
from tests.support.registry import store_with

DrawPart = Callable[[Path, Filter], AppTest]


@pytest.fixture
def draw_part(monkeypatch: pytest.MonkeyPatch) -> DrawPart:
    """Draw the part alone, over a home, under a filter."""

    def draw_(home: Path, filter_: Filter) -> AppTest:
        monkeypatch.setenv("KOPDATA_HOME", str(home))
        st.cache_data.clear()
        st.cache_resource.clear()
        return AppTest.from_function(_script, args=(filter_.model_dump_json(),), default_timeout=60).run()

    return draw_


def _script(narrowed: str) -> None:
    from kopdata.access import local_actor
    from kopdata.models import Filter
    from pages.parts import data, quote
    from pages.parts.guard import Scene

    view = data.open_view()
    filter_ = Filter.model_validate_json(narrowed)
    overview = data.overview(view, filter_)
    assert overview is not None
    quote.draw(Scene(local_actor(), view, filter_), overview)


@pytest.fixture
def office(tmp_path: Path) -> Store:
    """An office's own store with three koperasi of the end of 2021."""
    rows = [{"status": "aktif"}, {"status": "aktif"}, {"status": "tidak aktif"}]
    return store_with(tmp_path / "office", (dt.date(2021, 12, 31), rows))


def sentences(app: AppTest) -> str:
    """Return what "Salin teks" copies."""
    [copyable] = app.get("bidi_component")
    return str(json.loads(copyable.proto.json)["words"])


def test_the_demo_is_quoted_with_what_is_invented(demo_home: Path, draw_part: DrawPart) -> None:
    app = draw_part(demo_home, Filter())
    assert not app.exception
    assert [heading.value for heading in app.subheader] == ["Siap dikutip"]
    assert [button.label for button in app.download_button] == ["Unduh gambar"]
    assert sentences(app).startswith(
        "Per 12 Desember 2022 tercatat 99 koperasi di Kabupaten Bangka Selatan: 73 "
    )
    assert "DATA CONTOH" in sentences(app)


def test_a_filter_narrows_what_is_quoted(demo_home: Path, draw_part: DrawPart) -> None:
    app = draw_part(demo_home, Filter(district=frozenset({"19.03.02"})))
    assert "tercatat 4 koperasi di Kecamatan Lepar: 3 dari 4 aktif dan 1 dari 4 tidak aktif." in sentences(
        app
    )


def test_an_office_quotes_itself_without_a_mark(office: Store, draw_part: DrawPart) -> None:
    rename_office(office, "Dinas Koperasi Uji", "Seksi Uji", shown=Settings(), actor=local_actor())
    app = draw_part(office.root, Filter(search="(contoh)"))
    assert "yang cocok dengan pencarian “(contoh)”" in sentences(app)
    assert sentences(app).endswith("Sumber: ODS, keadaan 31-12-2021, diolah Seksi Uji.")
    assert "DATA CONTOH" not in sentences(app)


def test_the_picture_is_of_the_view_and_of_the_office_as_it_is_now(
    office: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def asked() -> tuple[bytes, str]:
        view = data.open_view()
        overview = data.overview(view, Filter())
        assert overview is not None
        content = data.picture(view, Filter(), overview)
        with Image.open(io.BytesIO(content)) as image:
            assert image.info["Description"] == quote(
                overview, Filter(), is_demo=False, section_name=data.settings(view).section_name
            )
            return content, image.info["Description"]

    monkeypatch.setenv("KOPDATA_HOME", str(office.root))
    before, words = asked()
    assert "tercatat 3 koperasi" in words
    assert asked() == (before, words)
    rename_office(
        open_store(office.root), "Dinas Koperasi Uji", "Seksi Uji", shown=Settings(), actor=local_actor()
    )
    after, words = asked()
    assert after != before
    assert words.endswith("diolah Seksi Uji.")
