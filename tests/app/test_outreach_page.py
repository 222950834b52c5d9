"""Sosialisasi: recorded with who came, the reach of each kecamatan, corrections and withdrawals."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from kopdata import access
from kopdata.access import Actor, Role
from kopdata.fieldwork import outreach
from kopdata.store import Store, open_store
from kopdata.wording import outreach as words
from pages.parts import guard
from tests.app.conftest import OpenApp
from tests.support.app import labelled, submit, texts
from tests.support.registry import store_with

PAGE = "pages/outreach.py"
HEAD = Actor(name="Budi", roles=frozenset({Role.HEAD}))
ROWS: list[dict[str, Any]] = [{"district_code": "19.03.05"}] * 10 + [{"district_code": "19.03.01"}] * 4


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return store_with(tmp_path / "office", (dt.date(2024, 1, 10), ROWS))


def recorded(store: Store) -> None:
    outreach.record_event(
        store,
        held_on=dt.datetime.now().astimezone().date() - dt.timedelta(days=30),
        place="Balai *desa*",
        topic="Prinsip koperasi",
        district_code="19.03.05",
        participants=[("k0", 12), ("k1", 2), ("k10", 3)],
        others=4,
        actor=HEAD,
    )


def opened(open_app: OpenApp, home: Path, **parameters: str | list[str]) -> AppTest:
    app = open_app(home, **parameters)
    app.switch_page(PAGE).run()
    assert not app.exception
    assert not app.error
    return app


def tables(app: AppTest, column: str) -> list[list[str]]:
    found = next(one.value for one in app.table if column in one.value.columns)
    return [[str(cell).replace("\\", "") for cell in row] for row in found.to_numpy()]


def test_the_reach_says_no_percentage_of_fewer_than_ten(open_app: OpenApp, store: Store) -> None:
    recorded(store)
    app = opened(open_app, store.root)
    assert tables(app, "Terjangkau") == [
        ["Toboali", "1 dari 4 koperasi terjangkau", "3"],
        ["Payung", "2 dari 10 koperasi terjangkau (20,0 persen)", "14"],
    ]
    assert "**3 dari 14 koperasi terjangkau (21,4 persen) dalam 12 bulan sampai" in texts(app)
    assert "Peserta di tabel berjumlah 17 dari 21 yang datang dalam 12 bulan itu; 4 bukan dari" in texts(app)


def test_an_event_is_recorded_with_who_came(open_app: OpenApp, store: Store) -> None:
    app = opened(open_app, store.root)
    assert words.NOTHING_YET in texts(app)
    labelled(app.text_input, "Tempat").set_value("Balai desa")
    labelled(app.multiselect, "Koperasi yang datang").select("k3").run()
    labelled(app.number_input, "Jumlah peserta dari Koperasi 3 (contoh)").set_value(7)
    submit(app, "Simpan sosialisasi")
    assert app.error[0].value == "Isi topiknya, paling panjang 200 huruf."
    assert labelled(app.number_input, "Jumlah peserta dari Koperasi 3 (contoh)").value == 7
    labelled(app.text_input, "Topik").set_value("Prinsip koperasi")
    submit(app, "Simpan sosialisasi")
    assert app.toast[0].value == "Sosialisasi tersimpan."
    assert labelled(app.text_input, "Topik").value == ""
    assert [row[1:] for row in tables(app, "Topik")] == [
        ["Prinsip koperasi", "Balai desa", "1", "7", "7", "0"]
    ]


def test_the_numbers_are_held_against_each_other_while_they_are_filled_in(
    open_app: OpenApp, store: Store
) -> None:
    app = opened(open_app, store.root)
    labelled(app.multiselect, "Koperasi yang datang").select("k3").run()
    assert "Jumlah peserta dari 1 koperasi belum diisi." in [one.value for one in app.warning]
    labelled(app.number_input, "Jumlah peserta dari Koperasi 3 (contoh)").set_value(7)
    labelled(app.number_input, "Jumlah nama di daftar hadir (boleh kosong)").set_value(9).run()
    assert "**Jumlah peserta 7: 7 dari koperasi terdaftar, 0 lainnya.**" in texts(app)
    assert app.warning[0].value.startswith("Daftar hadir menyebut 9 orang, sedangkan isian berjumlah 7")
    next(one for one in app.number_input if one.label.startswith("Peserta lain")).set_value(2).run()
    assert not app.warning


def test_a_second_press_records_one_event(open_app: OpenApp, store: Store) -> None:
    app = opened(open_app, store.root)
    labelled(app.text_input, "Tempat").set_value("Balai desa")
    labelled(app.text_input, "Topik").set_value("Prinsip koperasi")
    next(one for one in app.number_input if one.label.startswith("Peserta lain")).set_value(7)
    # What the first press recorded before the second one began the script anew.
    outreach.record_event(
        store,
        held_on=dt.datetime.now().astimezone().date(),
        place="Balai desa",
        topic="Prinsip koperasi",
        district_code=None,
        participants=[],
        others=7,
        actor=access.local_actor(),
        outreach_id=app.session_state["outreach_new_form_id_0"],
    )
    submit(app, "Simpan sosialisasi")
    assert app.toast[0].value == "Sosialisasi tersimpan."
    assert open_store(store.root).contents().outreach.num_rows == 1


def test_an_event_is_corrected_and_withdrawn(open_app: OpenApp, store: Store) -> None:
    recorded(store)
    app = opened(open_app, store.root)
    chooser = app.selectbox(key="outreach_event")
    chooser.select_index(0).run()
    assert tables(app, "Desa/Kelurahan")[-1] == ["(peserta lain)", "–", "4"]
    others = [one for one in app.number_input if one.label.startswith("Peserta lain")]
    others[-1].set_value(6)
    submit(app, "Simpan perbaikan")
    assert "Isi alasannya" in app.error[0].value
    labelled(app.text_input, "Alasan perbaikan").set_value("Salah hitung.")
    submit(app, "Simpan perbaikan")
    assert not app.error
    assert "Salah hitung" in texts(app)
    labelled(app.text_input, "Alasan pencabutan").set_value("Tercatat dua kali.")
    submit(app, "Cabut sosialisasi")
    assert tables(app, "Alasan")[0][-2] == "Tercatat dua kali."
    assert "0 dari 14 koperasi terjangkau" in texts(app)
    assert sorted(open_store(store.root).contents().outreach["revision"].to_pylist()) == [1, 2, 3]


def test_what_is_outside_the_view_is_said(open_app: OpenApp, store: Store) -> None:
    recorded(store)
    app = opened(open_app, store.root, kecamatan=["Toboali"])
    assert tables(app, "Terjangkau") == [["Toboali", "1 dari 4 koperasi terjangkau", "3"]]
    app.selectbox(key="outreach_event").select_index(0).run()
    assert "2 koperasi di antaranya (14 peserta) di luar tampilan ini" in texts(app)
    app = opened(open_app, store.root, kecamatan=["Lepar"])
    assert words.NOTHING_IN_VIEW in texts(app)
    assert "1 sosialisasi lain tidak ditampilkan" in texts(app)


def test_mode_tayang_and_who_only_looks_have_no_forms(
    open_app: OpenApp, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    recorded(store)
    app = opened(open_app, store.root, tayang="ya")
    app.selectbox(key="outreach_event").select_index(0).run()
    names = {"Simpan sosialisasi", "Simpan perbaikan", "Cabut sosialisasi"}
    assert not names & {one.label for one in app.button}
    leader = Actor(name="Sari", roles=frozenset({Role.LEADERSHIP}))
    monkeypatch.setattr(guard, "local_actor", lambda: leader)
    app = opened(open_app, store.root)
    assert not names & {one.label for one in app.button}
    assert words.NOT_YOURS in texts(app)


def test_an_empty_store_says_what_to_do(open_app: OpenApp, empty_home: Path) -> None:
    assert "Belum ada data koperasi" in opened(open_app, empty_home).info[0].proto.title
