"""Pembinaan: the list with late steps first, one case, and the forms for what may come next only."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from kopdata import access
from kopdata.access import Actor, Role
from kopdata.fieldwork import coaching
from kopdata.fieldwork.vocabulary import CaseOutcome, Cause, CoachingKind
from kopdata.store import Store, open_store
from kopdata.wording import coaching as words
from kopdata.wording.fieldwork import recording_is_of_today
from pages.parts import guard
from pages.parts.text import label, plain
from tests.app.conftest import OpenApp
from tests.support.app import labelled, submit, texts
from tests.support.registry import commit, store_with

PAGE = "pages/coaching.py"
SNAPSHOT = dt.date(2024, 1, 10)
HEAD = Actor(name="Budi", roles=frozenset({Role.HEAD}))
ROWS: list[dict[str, Any]] = [
    {"status": "tidak aktif", "district": "Payung", "district_code": "19.03.05"},
    {
        "status": "tidak aktif",
        "district": "Toboali",
        "district_code": "19.03.01",
        "name": "*Karya* $x$ :smile:",
    },
    {"status": "tidak aktif", "district": "Toboali", "district_code": "19.03.01"},
]


def step(store: Store, coop_id: str, next_by: dt.date | None = None) -> None:
    coaching.add_step(
        store,
        coop_id,
        held_on=dt.date(2024, 2, 2),
        kind=CoachingKind.TRAINING,
        officers="Tono",
        result="Setuju *RAT*.",
        next_step="RAT" if next_by else "",
        next_by=next_by,
        actor=HEAD,
    )


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """An office with an open case, a late one and a closed one."""
    store = store_with(tmp_path / "office", (SNAPSHOT, ROWS))
    for coop_id in ("k0", "k1", "k2"):
        coaching.open_case(store, coop_id, held_on=dt.date(2024, 2, 1), cause=Cause.CAPITAL, actor=HEAD)
    step(store, "k0")
    step(store, "k1", dt.datetime.now().astimezone().date() - dt.timedelta(days=4))
    coaching.close_case(store, "k2", held_on=dt.date(2024, 2, 3), outcome=CaseOutcome.UNCHANGED, actor=HEAD)
    return store.root


def opened(open_app: OpenApp, home: Path, **parameters: str | list[str]) -> AppTest:
    app = open_app(home, **parameters)
    app.switch_page(PAGE)
    for name, value in parameters.items():
        app.query_params[name] = value
    app.run()
    assert not app.exception
    assert not app.error
    return app


def buttons(app: AppTest) -> list[str]:
    return [one.label for one in app.button]


def test_late_steps_stand_on_top(open_app: OpenApp, home: Path) -> None:
    app = opened(open_app, home)
    shown = app.dataframe[0].value
    assert shown["Keadaan"].tolist() == ["Terbuka", "Terbuka", "Ditutup"]
    assert shown["Terlambat"].tolist() == ["4 hari", "–", "–"]
    assert shown["Nama"].tolist()[0] == label("*Karya* $x$ :smile:")
    assert "**2 pembinaan terbuka** · **1 langkah terlambat** · 1 ditutup" in texts(app)
    app.pills(key="pembinaan").set_value(["Ditutup"]).run()
    assert app.dataframe[0].value["Hasil akhir"].tolist() == ["Belum berubah"]


def test_counts_claim_no_effect(open_app: OpenApp, home: Path) -> None:
    app = opened(open_app, home)
    assert words.NO_EFFECT in texts(app)
    kinds = next(one.value for one in app.table if "Jenis langkah" in one.value.columns)
    assert kinds.to_numpy().tolist() == [["Pelatihan", "2", "2"]]
    causes = next(one.value for one in app.table if "Pembinaan" in one.value.columns)
    assert causes.to_numpy().tolist() == [["Biaya atau modal", "3"]]


def test_the_address_names_the_koperasi_and_a_text_stays_text(open_app: OpenApp, home: Path) -> None:
    app = opened(open_app, home, id="k1")
    assert app.selectbox(key="coached").value == "k1"
    assert "Terlambat 4 hari." in texts(app)
    assert "**1 Februari 2024: pembinaan dibuka**" in texts(app)
    assert f"**2 Februari 2024: Pelatihan**  \nHasil: {plain('Setuju *RAT*.')}" in texts(app)


@pytest.mark.parametrize(
    ("coop_id", "offered"),
    [
        ("k0", {"Simpan langkah", "Tutup pembinaan", "Cabut langkah ini"}),
        ("k2", {"Buka kembali", "Buka pembinaan"}),
    ],
)
def test_only_what_may_come_next_is_offered(
    open_app: OpenApp, home: Path, coop_id: str, offered: set[str]
) -> None:
    every = {"Simpan langkah", "Tutup pembinaan", "Cabut langkah ini", "Buka kembali", "Buka pembinaan"}
    assert every & set(buttons(opened(open_app, home, id=coop_id))) == offered


def test_a_case_from_its_opening_to_its_end(open_app: OpenApp, tmp_path: Path) -> None:
    store = store_with(tmp_path / "office", (SNAPSHOT, ROWS))
    app = opened(open_app, store.root)
    assert app.info[0].value == words.NOTHING_YET
    app.selectbox(key="coached").select("k0").run()
    labelled(app.selectbox, "Sebab tidak aktif").select(words.OTHER_CAUSE)
    labelled(app.text_input, "Sebab lain").set_value("Pengurus pindah")
    submit(app, "Buka pembinaan")
    assert app.toast[0].value == "Pembinaan dibuka."
    labelled(app.text_input, "Petugas").set_value("Tono, Sari")
    labelled(app.text_area, "Hasil").set_value("Menyusun rencana.")
    submit(app, "Simpan langkah")
    assert app.error[0].value == "Pilih jenis langkahnya."
    assert labelled(app.text_area, "Hasil").value == "Menyusun rencana."
    labelled(app.selectbox, "Jenis langkah").select(CoachingKind.BUSINESS_PLAN)
    submit(app, "Simpan langkah")
    assert not app.error
    assert labelled(app.text_area, "Hasil").value == ""
    submit(app, "Cabut langkah ini")
    assert "Cabut langkah ini" not in buttons(app)
    labelled(app.radio, "Hasil akhir").set_value(CaseOutcome.ACTIVE_AGAIN)
    submit(app, "Tutup pembinaan")
    assert app.toast[0].value == "Pembinaan ditutup."
    events = open_store(store.root).contents().coaching.sort_by("sequence")["event"].to_pylist()
    assert events == ["dibuka", "langkah", "langkah dicabut", "ditutup"]
    submit(app, "Buka kembali")
    assert "Terbuka sejak" in texts(app)


def test_a_case_that_ends_with_a_proposal_leads_to_its_page(open_app: OpenApp, home: Path) -> None:
    ended: dict[str, Any] = {"held_on": dt.date(2024, 2, 3), "outcome": CaseOutcome.TO_DISSOLUTION}
    coaching.close_case(open_store(home), "k0", actor=HEAD, **ended)
    app = opened(open_app, home, id="k0")
    app.button(key="to_dissolution").click().run()
    assert [title.value for title in app.title] == ["Usulan pembubaran"]
    assert app.selectbox(key="proposed").value == "k0"


def test_a_second_press_records_one_step(open_app: OpenApp, home: Path) -> None:
    app = opened(open_app, home, id="k0")
    labelled(app.text_input, "Petugas").set_value("Tono")
    labelled(app.text_area, "Hasil").set_value("Menyusun rencana.")
    labelled(app.selectbox, "Jenis langkah").select(CoachingKind.ADVICE)
    labelled(app.date_input, "Tanggal langkah").set_value(dt.date(2024, 2, 5))
    # What the first press recorded before the second one began the script anew.
    coaching.add_step(
        open_store(home),
        "k0",
        held_on=dt.date(2024, 2, 5),
        kind=CoachingKind.ADVICE,
        officers="Tono",
        result="Menyusun rencana.",
        actor=access.local_actor(),
    )
    submit(app, "Simpan langkah")
    assert app.toast[0].value == "Langkah pembinaan tersimpan."
    events = open_store(home).contents().coaching.to_pylist()
    assert [one["result"] for one in events].count("Menyusun rencana.") == 1


def test_what_another_screen_recorded_is_seen_first(open_app: OpenApp, home: Path) -> None:
    app = opened(open_app, home, id="k0")
    labelled(app.text_input, "Petugas").set_value("Tono")
    labelled(app.text_area, "Hasil").set_value("Menyusun rencana.")
    labelled(app.selectbox, "Jenis langkah").select(CoachingKind.ADVICE)
    step(open_store(home), "k0")
    submit(app, "Simpan langkah")
    assert "baru saja bertambah di layar lain" in app.error[0].value
    submit(app, "Simpan langkah")
    assert app.toast[0].value == "Langkah pembinaan tersimpan."


def test_an_earlier_view_shows_its_day_and_records_nothing(open_app: OpenApp, home: Path) -> None:
    commit(open_store(home), ROWS, dt.date(2024, 2, 3))
    app = opened(open_app, home, id="k2", keadaan="10 Januari 2024")
    assert "Terbuka sejak 1 Februari 2024" in texts(app)
    assert recording_is_of_today(dt.date(2024, 2, 2)) in texts(app)
    assert not {"Simpan langkah", "Buka kembali", "Buka pembinaan"} & set(buttons(app))


def test_what_is_outside_the_view_is_said(open_app: OpenApp, home: Path) -> None:
    app = opened(open_app, home, kecamatan=["Payung"])
    assert len(app.dataframe[0].value) == 1
    assert "2 pembinaan tidak ditampilkan" in texts(app)


def test_open_cases_and_what_visits_ask_for_make_the_nine_in_coaching(
    open_app: OpenApp, demo_home: Path
) -> None:
    app = opened(open_app, demo_home, status=["Tidak aktif"])
    standing = re.search(r"\*\*(\d+) pembinaan terbuka", texts(app))
    to_open = re.fullmatch(r"Perlu dibuka: (\d+)", app.button(key="cases_to_open").label)
    assert standing
    assert to_open
    assert int(standing[1]) + int(to_open[1]) == 9
    assert f"9 koperasi dalam pembinaan: {standing[1]} dengan pembinaan terbuka" in texts(app)
    app.button(key="cases_to_open").click().run()
    assert app.dataframe[0].value["Keadaan"].tolist() == ["Perlu dibuka"] * int(to_open[1])
    assert app.query_params["pembinaan"] == "Perlu dibuka"


def test_mode_tayang_and_who_only_looks_have_no_forms(
    open_app: OpenApp, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    forms = {"Simpan langkah", "Tutup pembinaan", "Cabut langkah ini"}
    assert not forms & set(buttons(opened(open_app, home, id="k0", tayang="ya")))
    leader = Actor(name="Sari", roles=frozenset({Role.LEADERSHIP}))
    monkeypatch.setattr(guard, "local_actor", lambda: leader)
    app = opened(open_app, home, id="k0")
    assert not forms & set(buttons(app))
    assert words.NOT_YOURS in texts(app)
    assert access.local_actor() != leader


def test_an_empty_store_says_what_to_do(open_app: OpenApp, empty_home: Path) -> None:
    assert "Belum ada data koperasi" in opened(open_app, empty_home).info[0].proto.title
