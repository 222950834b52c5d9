"""Ringkasan below its tiles: the strip, the chain, the trend and what needs something done."""

from __future__ import annotations

import datetime as dt
import json
import re
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from kopdata.database import open_database
from kopdata.models import Filter
from kopdata.queries import Listing, ask_attention, ask_cooperatives
from kopdata.store import open_store
from kopdata.vocabulary import Status
from tests.app.conftest import OpenApp
from tests.app.test_quote_part import sentences
from tests.support.registry import commit, store_with

NEWEST = dt.date(2025, 12, 31)


def labels(app: AppTest, prefix: str) -> list[str]:
    return [button.label for button in app.button if (button.key or "").startswith(prefix)]


def chart(app: AppTest) -> dict[str, Any]:
    """Return the spec of the trend, which is the chart with lines."""
    specs = [json.loads(element.proto.spec) for element in app.get("plotly_chart")]
    [spec] = [
        spec
        for spec in specs
        if any("lines" in (trace.get("mode") or "") and trace["type"] == "scatter" for trace in spec["data"])
    ]
    return dict(spec)


@pytest.fixture
def mixed_home(tmp_path: Path) -> Path:
    """An office's store with Merah Putih in its newer snapshot."""
    old = [{"status": "aktif"}] * 6 + [{"status": "tidak aktif"}] * 5
    store_with(
        tmp_path / "office",
        (dt.date(2024, 12, 5), old),
        (NEWEST, [*old, *[{"status": "aktif", "type": "Desa Merah Putih"}] * 9]),
    )
    return tmp_path / "office"


def test_the_strip_opens_the_names_of_each_part(open_app: OpenApp, demo_home: Path) -> None:
    app = open_app(demo_home)
    assert labels(app, "strip_") == [
        "26 tidak aktif",
        "→ 18 sudah dikunjungi",
        "→ 11 ada di alamat",
        "→ 4 masih melayani anggota",
        "→ 9 dalam pembinaan",
    ]
    app.button(key="strip_serving").click().run()
    assert not app.exception
    assert app.multiselect(key="angka").value == ["Masih melayani anggota"]


def test_the_chain_bears_its_denominators(open_app: OpenApp, demo_home: Path) -> None:
    app = open_app(demo_home)
    shown = labels(app, "chain_")
    assert shown[0] == "41 dari 73 koperasi aktif, tahun buku 2021 (56,2 persen)."
    assert len(shown) == 4
    assert shown[3].startswith("Ketiganya terpenuhi: ")


FILTERED: dict[str, tuple[dict[str, str | list[str]], Filter]] = {
    "one kecamatan": ({"kecamatan": ["Toboali"]}, Filter(district=frozenset({"19.03.01"}))),
    "the inactive": ({"status": ["Tidak aktif"]}, Filter(status=frozenset({Status.INACTIVE}))),
    "a figure": ({"angka": ["Sudah dikunjungi"]}, Filter(counted_in=frozenset({"visited"}))),
    "several": (
        {"angka": ["Sudah RAT"], "kecamatan": ["Toboali"], "cari": "a"},
        Filter(counted_in=frozenset({"rat_held"}), district=frozenset({"19.03.01"}), search="a"),
    ),
}


@pytest.mark.parametrize("filtered", ["the inactive", "several"])
def test_every_number_opens_as_many_names_as_it_says(
    open_app: OpenApp, demo_home: Path, filtered: str
) -> None:
    narrowed, _ = FILTERED[filtered]
    app = open_app(demo_home, **narrowed)
    ways = {
        str(button.key): button.label
        for button in app.button
        if str(button.key).startswith(("strip_", "chain_", "names_"))
    }
    assert {"strip_inactive", "chain_rat_held"} & ways.keys()
    assert {"names_total", "chain_data_complete"} <= ways.keys()
    for key, label in ways.items():
        [count] = re.findall(r"\d+", label)[:1]
        opened = open_app(demo_home, **narrowed)
        opened.button(key=key).click().run()
        assert not opened.exception
        told = next(each.value for each in opened.caption if each.value.startswith("1–"))
        assert told.startswith(f"1–{min(int(count), 50)} dari {count} koperasi."), (key, label, told)


@pytest.mark.parametrize("filtered", FILTERED)
def test_the_list_holds_koperasi_of_the_view_only(open_app: OpenApp, demo_home: Path, filtered: str) -> None:
    narrowed, filter_ = FILTERED[filtered]
    app = open_app(demo_home, **narrowed)
    database = open_database(open_store(demo_home))
    page = ask_cooperatives(database, filter_, Listing(size=99))
    found = ask_attention(database, filter_)
    assert page is not None
    assert found is not None
    shown = [str(button.key) for button in app.button if str(button.key).startswith("attention_")]
    assert shown == [f"attention_{item.coop_id}" for item in found.items]
    assert {item.coop_id for item in found.items} <= set(page.rows["coop_id"].to_pylist())
    total = (
        f"{len(shown)} dari {found.total} koperasi" if found.total > len(shown) else f"{len(shown)} koperasi."
    )
    assert any(each.value.startswith(total) for each in app.markdown)


def test_the_list_names_ten_with_their_reasons(open_app: OpenApp, demo_home: Path) -> None:
    app = open_app(demo_home)
    found = ask_attention(open_database(open_store(demo_home)), Filter())
    assert found is not None
    assert [button.key for button in app.button if (button.key or "").startswith("attention_")] == [
        f"attention_{item.coop_id}" for item in found.items
    ]
    assert len(found.items) == 10
    said = [markdown.value for markdown in app.markdown]
    assert any(f"10 dari {found.total} koperasi" in words for words in said)
    assert any("masih melayani. **Perbaiki di ODS.**" in words for words in said)


def test_the_trend_of_the_demo_is_marked_and_holds_what_was_published(
    open_app: OpenApp, demo_home: Path
) -> None:
    app = open_app(demo_home)
    spec = chart(app)
    assert [trace["name"] for trace in spec["data"]] == [
        "Jumlah koperasi",
        "Aktif",
        "Tidak aktif",
        "Tanda berongga: pernah diumumkan",
    ]
    assert [trace["y"] for trace in spec["data"][:3]] == [[87, 99], [69, 73], [18, 26]]
    assert any("kecuali tanda berongga" in each["text"] for each in spec["layout"]["annotations"])
    of_lines = [trace["marker"] for trace in spec["data"][:3]]
    first = spec["data"][3]["marker"]
    assert first["color"][:3] == [marker["color"] for marker in of_lines]
    assert first["symbol"][:3] == [f"{marker['symbol']}-open" for marker in of_lines]
    assert not any(box.key == "tren_tanpa_merah_putih" for box in app.checkbox)
    narrowed = chart(open_app(demo_home, status=["Aktif"]))
    assert [trace["name"] for trace in narrowed["data"]] == ["Jumlah koperasi", "Aktif", "Tidak aktif"]
    assert not any("berongga" in each["text"] for each in narrowed["layout"]["annotations"])


def test_merah_putih_can_be_left_out_and_the_link_says_so(open_app: OpenApp, mixed_home: Path) -> None:
    app = open_app(mixed_home)
    spec = chart(app)
    assert [trace["y"] for trace in spec["data"][:3]] == [[11, 20], [6, 15], [5, 5]]
    assert not any("DATA CONTOH" in each["text"] for each in spec["layout"]["annotations"])
    assert any("tanpa Koperasi Merah Putih 6 dari 11 (54,5 persen)" in each.value for each in app.markdown)
    app.checkbox(key="tren_tanpa_merah_putih").check().run()
    assert [trace["y"] for trace in chart(app)["data"][:3]] == [[11, 11], [6, 6], [5, 5]]
    linked = open_app(mixed_home, tren_tanpa_merah_putih="true")
    assert [trace["y"] for trace in chart(linked)["data"][:3]] == [[11, 11], [6, 6], [5, 5]]


def test_an_empty_view_still_draws(open_app: OpenApp, demo_home: Path) -> None:
    app = open_app(demo_home, cari="tidak ada nama seperti ini")
    assert not app.exception
    assert labels(app, "attention_") == labels(app, "strip_") == []


def test_every_screen_says_that_a_status_was_taken_from_before(open_app: OpenApp, tmp_path: Path) -> None:
    store = store_with(tmp_path / "office", (dt.date(2022, 12, 12), [{"coop_id": "k1", "status": "aktif"}]))
    told = dt.date(2022, 12, 12)
    commit(store, [{"coop_id": "k1", "status": "aktif"}], dt.date(2024, 11, 7), status_as_of=told)
    said = (
        "Berkas keadaan 7 November 2024 tidak memuat status. Aktif dan tidak aktif di sini adalah status yang"
    )
    for page in ("", "cooperatives", "import_history"):
        app = open_app(tmp_path / "office")
        if page:
            app = app.switch_page(f"pages/{page}.py").run()
        assert any(info.value.startswith(said) for info in app.info), page
    app = open_app(tmp_path / "office")
    assert "keadaan 07-11-2024 (status per 12-12-2022)" in sentences(app)
    app = open_app(tmp_path / "office", keadaan="12 Desember 2022")
    assert not any(said[:20] in info.value for info in app.info)
