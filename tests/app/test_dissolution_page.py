"""Usulan pembubaran: who decides is said first, then what is there, what is missing, what may come next."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from kopdata import linking
from kopdata.access import Actor, Role
from kopdata.fieldwork import dissolution
from kopdata.fieldwork.records import Visit
from kopdata.fieldwork.vocabulary import Decision, Evidence, FollowUp
from kopdata.store import Store, open_store
from kopdata.vocabulary import AddressFinding
from kopdata.wording import dissolution as words
from kopdata.wording.fieldwork import recording_is_of_today
from pages.parts import guard
from tests.app.conftest import OpenApp
from tests.support.app import labelled, submit, texts
from tests.support.registry import commit, store_with

PAGE = "pages/dissolution.py"
SNAPSHOT, START = dt.date(2024, 1, 10), dt.date(2024, 2, 1)
HEAD = Actor(name="Budi", roles=frozenset({Role.HEAD}))
FORMS = {"Mulai usulan", "Simpan bukti", "Catat pengajuan", "Catat keputusan", "Batalkan usulan"}
PDF = b"%PDF-1.7 surat"


def evidence(store: Store, kind: Evidence, **more: Any) -> None:
    dissolution.add_evidence(store, "k0", evidence=kind, actor=HEAD, **({"dated_on": START} | more))


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """An office that has begun a proposal, with one letter, and visited the koperasi."""
    rows: list[dict[str, Any]] = [
        {"status": "tidak aktif", "district": "Payung", "district_code": "19.03.05"},
        {"status": "tidak aktif"},
    ]
    store = store_with(tmp_path / "office", (SNAPSHOT, rows))
    store.add_visits(
        [
            Visit(
                visit_id="v",
                coop_id="k0",
                visited_on=START,
                at_address=AddressFinding.NOT_FOUND,
                follow_up=FollowUp.PROPOSE_DISSOLUTION,
                actor="Tono",
                recorded_at=dt.datetime(2024, 2, 1, tzinfo=dt.UTC),
            )
        ]
    )
    dissolution.start_proposal(store, "k0", dated_on=START, actor=HEAD)
    evidence(store, Evidence.STATEMENT, number="145/*9*", document=("surat.pdf", PDF))
    return store


def opened(open_app: OpenApp, home: Path, **parameters: str | list[str]) -> AppTest:
    app = open_app(home, **parameters)
    app.switch_page(PAGE)
    for name, value in parameters.items():
        app.query_params[name] = value
    app.run()
    assert not app.exception
    assert not app.error
    return app


def forms(app: AppTest) -> set[str]:
    return FORMS & {one.label for one in app.button}


def downloads(app: AppTest) -> list[str]:
    return [one.label for one in app.download_button]


def test_who_decides_is_said_first_with_the_law(open_app: OpenApp, store: Store) -> None:
    app = opened(open_app, store.root)
    assert "yang memutuskan pembubaran adalah kementerian" in app.info[0].value
    assert "UU 25/1992" in app.info[0].value
    shown = app.dataframe[0].value
    assert shown["Bukti"].tolist() == ["1 dari 5"]
    assert ", Kunjungan lapangan, Pengumuman selama tiga bulan dan" in shown["Yang belum ada"].tolist()[0]


def test_the_checklist_says_what_is_there_and_what_is_missing(open_app: OpenApp, store: Store) -> None:
    app = opened(open_app, store.root, id="k0")
    assert "**Surat keterangan lurah atau kepala desa**: ada, 1 Februari 2024, nomor 145/\\*9\\*" in texts(
        app
    )
    assert "**Kunjungan lapangan**: belum" in texts(app)
    assert "**Pemeriksaan kewajiban (tidak ada yang tersisa)**: belum" in texts(app)
    # What is missing stands once, where it belongs.
    assert "Belum ada" not in texts(app)
    assert "Unduh surat.pdf" in downloads(app)
    assert forms(app) == {"Simpan bukti", "Catat pengajuan", "Batalkan usulan"}


def test_nothing_can_be_sent_while_evidence_is_missing_or_waited_for(open_app: OpenApp, store: Store) -> None:
    app = opened(open_app, store.root, id="k0")
    assert labelled(app.button, "Catat pengajuan").disabled
    assert words.NOT_READY in texts(app)
    today = dt.datetime.now().astimezone().date()
    for kind in Evidence:
        evidence(store, kind, dated_on=today)
    app = opened(open_app, store.root, id="k0")
    assert labelled(app.button, "Catat pengajuan").disabled
    assert ":material/hourglass_top: Pengumuman baru genap 3 bulan pada" in texts(app)
    evidence(store, Evidence.NOTICE)
    app = opened(open_app, store.root, id="k0")
    assert not labelled(app.button, "Catat pengajuan").disabled
    assert words.NOT_READY not in texts(app)


def test_what_is_recorded_is_taken_over_with_one_press(open_app: OpenApp, store: Store) -> None:
    app = opened(open_app, store.root, id="k1")
    assert "Sudah tercatat untuk koperasi ini" in texts(app)
    app = opened(open_app, store.root, id="k0")
    assert "Sudah tercatat: Kunjungan 1 Februari 2024: tidak ditemukan di alamat terdaftar" in texts(app)
    assert "Bukti: 1 dari 5" in texts(app)
    app.button(key="proposal_take_visit_k0_take_0").click().run()
    assert app.toast[0].value == "Bukti tersimpan."
    assert "**Kunjungan lapangan**: ada, 1 Februari 2024" in texts(app)
    [entry] = [row for row in open_store(store.root).contents().proposals.to_pylist() if row["visit_id"]]
    assert (entry["visit_id"], entry["evidence"], entry["dated_on"]) == ("v", Evidence.VISIT, START)
    app.button(key="visit_of_visit").click().run()
    assert app.query_params["tersimpan"] == "v"
    assert "Unduh berita acara" in downloads(app)


def test_a_proposal_up_to_the_decision(open_app: OpenApp, store: Store) -> None:
    for kind in set(Evidence) - {Evidence.OBLIGATIONS}:
        evidence(store, kind)
    app = opened(open_app, store.root, id="k0")
    labelled(app.selectbox, "Jenis bukti").select(Evidence.OBLIGATIONS)
    labelled(app.date_input, "Tanggal bukti").set_value(START)
    submit(app, "Simpan bukti")
    assert app.toast[0].value == "Bukti tersimpan."
    assert "Bukti lengkap" in app.success[0].value
    submit(app, "Catat pengajuan")
    assert words.PERIODS in texts(app)
    assert forms(app) == {"Catat keputusan", "Batalkan usulan"}
    labelled(app.radio, "Keputusan").set_value(Decision.DISSOLVED)
    labelled(app.date_input, "Tanggal keputusan").set_value(dt.datetime.now().astimezone().date())
    submit(app, "Catat keputusan")
    assert not app.error
    assert forms(app) == set()
    assert open_store(store.root).contents().proposals["decision"].drop_null().to_pylist() == ["Dibubarkan"]


def test_evidence_is_taken_out_again(open_app: OpenApp, store: Store) -> None:
    app = opened(open_app, store.root, id="k0")
    submit(app, "Cabut bukti ini")
    assert "Bukti: 0 dari 5" in texts(app)
    assert "Unduh surat.pdf" not in downloads(app)


def test_a_koperasi_without_a_proposal_can_get_one(open_app: OpenApp, store: Store) -> None:
    app = opened(open_app, store.root)
    app.selectbox(key="proposed").select("k1").run()
    assert forms(app) == {"Mulai usulan"}
    submit(app, "Mulai usulan")
    assert app.toast[0].value == "Usulan pembubaran mulai disiapkan."
    assert len(app.dataframe[0].value) == 2


def test_documents_of_merged_koperasi_stand_beside_each_other(open_app: OpenApp, store: Store) -> None:
    dissolution.start_proposal(store, "k1", dated_on=START, actor=HEAD)
    dissolution.add_evidence(
        store, "k1", evidence=Evidence.NOTICE, dated_on=START, document=("umum.pdf", PDF), actor=HEAD
    )
    linking.merge(store, "k0", "k1", reason="Satu koperasi.", actor=HEAD)
    app = opened(open_app, store.root, id="k1")
    assert {"Unduh surat.pdf", "Unduh umum.pdf"} <= set(downloads(app))


def test_an_earlier_view_shows_its_day_and_records_nothing(open_app: OpenApp, store: Store) -> None:
    commit(store, [{"status": "tidak aktif"}], dt.date(2024, 3, 1))
    evidence(store, Evidence.NOTICE, dated_on=dt.date(2024, 3, 5))
    app = opened(open_app, store.root, id="k0", keadaan="10 Januari 2024")
    assert "Bukti: 1 dari 5" in texts(app)
    assert recording_is_of_today(dt.date(2024, 2, 29)) in texts(app)
    assert forms(app) == set()
    assert "Cabut bukti ini" not in {one.label for one in app.button}
    app = opened(open_app, store.root, id="k0")
    assert "Bukti: 2 dari 5" in texts(app)


def test_what_is_outside_the_view_is_said(open_app: OpenApp, store: Store) -> None:
    app = opened(open_app, store.root, kecamatan=["Toboali"])
    assert words.NOTHING_YET in texts(app)
    assert "1 usulan tidak ditampilkan" in texts(app)


def test_mode_tayang_and_who_may_not_propose_have_no_forms(
    open_app: OpenApp, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert forms(opened(open_app, store.root, id="k0", tayang="ya")) == set()
    officer = Actor(name="Tono", roles=frozenset({Role.FIELD_OFFICER}))
    monkeypatch.setattr(guard, "local_actor", lambda: officer)
    app = opened(open_app, store.root, id="k0")
    assert forms(app) == set()
    assert words.NOT_YOURS in texts(app)


def test_an_empty_store_says_what_to_do(open_app: OpenApp, empty_home: Path) -> None:
    app = opened(open_app, empty_home)
    assert any("Belum ada data koperasi" in one.proto.title for one in app.info)
