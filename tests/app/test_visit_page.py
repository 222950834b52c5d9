"""Catat kunjungan: a draft at any time, what asks before it is saved, one visit, and its correction."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from kopdata.access import Actor, Role, local_actor
from kopdata.fieldwork import drafts
from kopdata.fieldwork.messages import EMPTY_MESSAGE
from kopdata.fieldwork.plans import plan_visits
from kopdata.fieldwork.records import Visit
from kopdata.fieldwork.visit_form import read_form
from kopdata.fieldwork.visits import record_visit, revisions
from kopdata.paths import PROJECT
from kopdata.store import Store, open_store
from kopdata.vocabulary import VisitResult
from kopdata.wording import visit_form as words
from kopdata.wording import visit_message as message_words
from pages.parts import guard
from tests.app.conftest import OpenApp
from tests.support.photos import photo
from tests.support.registry import commit, store_with

PAGE = "pages/visit.py"
MARCH = dt.date(2022, 3, 31)
ROWS: list[dict[str, object]] = [
    {"name": "*Maju* $x$ :smile:", "status": "aktif", "village": "Irat"},
    {"status": "tidak aktif", "village": "Bencah"},
]
ME = local_actor()


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """An office with two koperasi."""
    return store_with(tmp_path / "office", (MARCH, ROWS)).root


def opened(open_app: OpenApp, home: Path, **parameters: str) -> AppTest:
    app = open_app(home)
    for name, value in parameters.items():
        app.query_params[name] = value
    app.switch_page(PAGE).run()
    assert not app.exception
    return app


def again(app: AppTest) -> AppTest:
    """Return a session of its own that opens the address of ``app``, as after a reload."""
    fresh = AppTest.from_file(str(PROJECT / "dashboard.py"), default_timeout=60).run()
    for name, value in app.query_params.items():
        fresh.query_params[name] = value
    fresh.switch_page(PAGE).run()
    assert not fresh.exception
    return fresh


def widget(app: AppTest, kind: str, name: str) -> object:
    return next(one for one in app.get(kind) if (one.key or "").startswith(f"visit_{name}_"))


def answer(app: AppTest, **answers: object) -> AppTest:
    kinds = {"coop_id": "selectbox", "visited_on": "date_input", "cause": "selectbox"}
    lines = {"notes": "text_area", "pasted": "text_area"} | dict.fromkeys(
        ("officers", "new_address", "cause_other", "position", "reason", "follow_up_details"), "text_input"
    )
    for name, value in answers.items():
        kind = (kinds | lines).get(name, "button_group")
        widget(app, kind, name).set_value(value)  # type: ignore[attr-defined]
        app.run()
        assert not app.exception
    return app


def value(app: AppTest, kind: str, name: str) -> object:
    return widget(app, kind, name).value  # type: ignore[attr-defined]


def five(app: AppTest, coop_id: str = "k0") -> AppTest:
    return answer(app, coop_id=coop_id, at_address="ada", serves="Ya", follow_up="Tidak ada")


def press(app: AppTest, label: str) -> AppTest:
    app.button[[button.label for button in app.button].index(label)].click().run()
    assert not app.exception
    return app


def said(app: AppTest) -> str:
    kinds = (app.markdown, app.info, app.warning, app.error, app.caption, app.success)
    return "\n".join(one.value for kind in kinds for one in kind)


def visits(home: Path) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = open_store(home).contents().visits.to_pylist()
    return rows


def recorded(store: Store, **answers: drafts.Answer) -> Visit:
    form = read_form(
        {"coop_id": "k0", "visited_on": "2022-03-30", "at_address": "ada", "serves": "Ya"}
        | {"follow_up": "Tidak ada"}
        | answers
    )
    return record_visit(store, drafts.new_id(), form, actor=ME)


def test_a_visit_is_saved_in_five_answers(open_app: OpenApp, home: Path) -> None:
    app = press(five(opened(open_app, home)), "Simpan kunjungan")
    assert not app.error
    [row] = visits(home)
    assert (row["coop_id"], row["result"], row["actor"]) == ("k0", VisitResult.SERVING, ME.name)
    assert row["visited_on"] == dt.datetime.now().astimezone().date()
    assert app.query_params["tersimpan"] == row["visit_id"]
    assert "draf" not in app.query_params
    assert "Tersimpan: \\*Maju\\* \\$x\\$ :smile:" in app.toast[0].value.replace("\u2060", "")
    assert drafts.drafts_of(open_store(home), actor=ME) == ()
    assert {"Catat kunjungan lain", "Perbaiki catatan ini", "Buka koperasi"} <= {b.label for b in app.button}
    assert "Tersimpan" in said(again(app))
    app = press(app, "Catat kunjungan lain")
    assert value(app, "selectbox", "coop_id") is None
    assert not app.query_params


def test_nothing_missing_is_guessed(open_app: OpenApp, home: Path) -> None:
    app = press(opened(open_app, home), "Simpan kunjungan")
    for sentence in ("Pilih koperasinya.", "di alamat.", "melayani anggota.", "tindak lanjutnya."):
        assert sentence in app.error[0].value.replace("\\", "")
    assert visits(home) == []


def test_what_the_server_confirmed_comes_back(open_app: OpenApp, home: Path) -> None:
    app = answer(opened(open_app, home), coop_id="k1", at_address="pindah", notes="Pagar biru")
    assert any(one.value.startswith(":material/cloud_done: Draf tersimpan ") for one in app.markdown)
    fresh = again(app)
    assert value(fresh, "selectbox", "coop_id") == "k1"
    assert value(fresh, "text_area", "notes") == "Pagar biru"
    assert value(fresh, "button_group", "at_address") == "pindah"
    press(answer(fresh, serves="Ya", follow_up="Pembinaan", new_address="Jalan Lain 2"), "Simpan kunjungan")
    [row] = visits(home)
    assert (row["notes"], row["new_address"]) == ("Pagar biru", "Jalan Lain 2")
    press(app, "Simpan kunjungan")
    assert len(visits(home)) == 1
    assert "Tersimpan" in said(again(app))


def test_who_comes_by_the_menu_is_offered_the_draft(open_app: OpenApp, home: Path) -> None:
    answer(opened(open_app, home), coop_id="k1", at_address="pindah")
    app = opened(open_app, home)
    assert "**Draf:** Koperasi 1 \\(contoh\\) · Bencah · tersimpan" in said(app)
    assert value(app, "selectbox", "coop_id") is None
    resumed = press(app, "Lanjutkan draf")
    assert value(resumed, "selectbox", "coop_id") == "k1"
    assert "Lanjutkan draf" not in {button.label for button in resumed.button}
    app = press(opened(open_app, home), "Hapus draf")
    assert "Draf:" not in said(app)
    assert drafts.drafts_of(open_store(home), actor=ME) == ()


def test_the_koperasi_of_the_address_is_chosen(open_app: OpenApp, home: Path) -> None:
    assert value(opened(open_app, home, id="k1"), "selectbox", "coop_id") == "k1"
    assert value(opened(open_app, home, id="<script>"), "selectbox", "coop_id") is None


def test_a_contradiction_asks_until_it_is_confirmed(open_app: OpenApp, home: Path) -> None:
    app = five(opened(open_app, home))
    answer(app, books="Tidak ada")
    press(app, "Simpan kunjungan")
    assert "bukunya tidak ada" in app.warning[0].value
    assert visits(home) == []
    save = next(button for button in app.button if button.label == "Simpan kunjungan")
    assert save.disabled
    next(one for one in app.checkbox if one.label == words.CONFIRM).check().run()
    answer(app, follow_up="Usulkan pembubaran")
    press(app, "Simpan kunjungan")
    assert "usulan pembubaran" in app.warning[0].value
    assert visits(home) == []
    next(one for one in app.checkbox if one.label == words.CONFIRM).check().run()
    press(app, "Simpan kunjungan")
    assert [row["books"] for row in visits(home)] == ["Tidak ada"]


def give_photos(app: AppTest, *files: tuple[str, bytes]) -> AppTest:
    field = next(one for one in app.file_uploader if one.label.startswith("Foto"))
    field.set_value([(name, content, "image/jpeg") for name, content in files]).run()
    assert not app.exception
    return app


def test_photos_are_kept_shown_and_taken_out(open_app: OpenApp, home: Path) -> None:
    today = f"{dt.datetime.now().astimezone():%Y:%m:%d} 09:00:00"
    app = give_photos(
        opened(open_app, home),
        ("satu.jpg", photo(taken=today)),
        ("wa.jpg", photo(gps=None, taken=None, colour="navy")),
        ("surat.jpg", b"Kepada Yth."),
    )
    assert "-3.01250, 106.45667" in said(app).replace("\\", "")
    assert words.NO_DATA_OF_PHOTO in said(app)
    assert "surat.jpg bukan gambar" in said(app).replace("\\", "").replace("\u2060", "")
    app = again(app)
    assert [button.label for button in app.button if "foto" in button.label.lower()] == [
        "Pakai posisi dari foto",
        "Hapus foto 1",
        "Hapus foto 2",
    ]
    press(app, "Pakai posisi dari foto")
    assert value(app, "text_input", "position") == "-3.01250, 106.45667"
    press(app, "Hapus foto 2")
    press(five(app), "Simpan kunjungan")
    [row] = visits(home)
    assert (row["latitude"], row["longitude"]) == (-3.0125, 106.45667)
    [kept] = revisions(open_store(home).contents(), str(row["visit_id"]))[-1].photos
    assert open_store(home).original(kept.sha256) is not None


def test_a_correction_needs_a_reason_and_shows_what_stood(open_app: OpenApp, home: Path) -> None:
    visit = recorded(open_store(home))
    app = opened(open_app, home, kunjungan=visit.visit_id)
    assert value(app, "button_group", "serves") == "Ya"
    assert f"**Dicatat oleh {ME.name} pada " in said(app)
    answer(app, serves="Tidak")
    press(app, "Simpan perbaikan")
    assert "Isi alasan perbaikan" in app.error[0].value
    app = again(app)
    assert value(app, "button_group", "serves") == "Tidak"
    named = app.query_params["draf"]
    press(answer(app, reason="salah tekan"), "Simpan perbaikan")
    assert "Perbaikan tersimpan" in app.toast[0].value
    first, second = revisions(open_store(home).contents(), visit.visit_id)
    assert (first, second.revision, second.reason) == (visit, 2, "salah tekan")
    history = said(app)
    assert history.index("**Diperbaiki oleh") < history.index("**Dicatat oleh")
    assert "Alasan: salah tekan\nYang berubah: Melayani anggota: Ya → Tidak" in history
    app.query_params.clear()
    app.query_params["draf"] = named  # as a second press of the button brings it
    assert "Riwayat catatan ini" in {one.value for one in app.run().subheader}


@pytest.mark.parametrize("correcting", [False, True])
def test_a_press_with_the_address_of_before_loses_nothing(
    open_app: OpenApp, home: Path, correcting: bool
) -> None:
    address = {"kunjungan": recorded(open_store(home)).visit_id} if correcting else {"id": "k1"}
    app = answer(opened(open_app, home, **address), notes="lama")
    named = app.query_params["draf"]
    app.query_params.clear()
    for name, at in address.items():
        app.query_params[name] = at
    answer(app, at_address="pindah")
    assert value(app, "text_area", "notes") == "lama"
    assert app.query_params["draf"] == named
    kept = drafted(home).answers
    assert (kept["notes"], kept["at_address"]) == ("lama", "pindah")


def test_two_that_correct_at_once_are_told(open_app: OpenApp, home: Path) -> None:
    visit = recorded(open_store(home))
    one = opened(open_app, home, kunjungan=visit.visit_id)
    other = again(one)
    press(answer(one, notes="a", reason="r"), "Simpan perbaikan")
    press(answer(other, notes="b", reason="r"), "Simpan perbaikan")
    assert "sudah diperbaiki" in other.error[0].value
    assert len(visits(home)) == 2


def test_what_is_gone_is_told(open_app: OpenApp, home: Path) -> None:
    for parameters in ({"draf": drafts.new_id()}, {"draf": "../x"}, {"kunjungan": "tidak-ada"}):
        app = opened(open_app, home, **parameters)
        assert app.warning[0].value in {words.NO_DRAFT, words.NO_VISIT}
        assert not app.query_params
        assert value(app, "selectbox", "coop_id") is None


def test_a_damaged_draft_breaks_nothing(open_app: OpenApp, home: Path) -> None:
    store = open_store(home)
    draft_id = drafts.new_id()
    hostile: dict[str, drafts.Answer] = {
        **{"coop_id": "k99", "visited_on": "2999-01-01", "at_address": "hilang", "met": "Ketua"},
        **{"notes": "x" * 9_000, "serves": ("Ya",), "cause": True, "unknown": 1.5},
    }
    drafts.begin(store, draft_id, hostile, actor=ME)
    (store.root / drafts.FOLDER / f"{drafts.new_id()}.json").write_bytes(b"{")
    app = opened(open_app, home, draf=draft_id)
    assert value(app, "date_input", "visited_on") == dt.datetime.now().astimezone().date()
    assert value(app, "button_group", "at_address") is None
    press(opened(open_app, home), "Lanjutkan draf")


REPORT = """LAPORAN KUNJUNGAN
Koperasi: Koperasi 1 (contoh)
Tanggal: 30-3-2022
Petugas: Tono, Sari
Di alamat: pindah
Melayani anggota: ya
Tindak lanjut: entahlah"""


def test_a_report_fills_what_is_open_and_asks_the_rest(open_app: OpenApp, home: Path) -> None:
    app = answer(opened(open_app, home), serves="Tidak", pasted=REPORT)
    press(app, "Baca laporan")
    assert value(app, "selectbox", "coop_id") == "k1"
    assert value(app, "date_input", "visited_on") == dt.date(2022, 3, 30)
    assert value(app, "button_group", "at_address") == "pindah"
    assert value(app, "text_input", "officers") == "Tono, Sari"
    assert value(app, "button_group", "serves") == "Tidak"
    assert "Sudah diisi dan tidak diganti oleh laporan: Melayani anggota" in said(app)
    assert "Tindak lanjut “entahlah” belum jelas" in said(app)
    assert "Terbaca: Koperasi, Tanggal, Di alamat, Melayani anggota, Rincian tindak lanjut, Cara" in said(app)
    assert app.code[0].value == EMPTY_MESSAGE
    app = answer(again(app), follow_up="Kunjungi lagi", new_address="Jalan Lain 2")
    assert "belum jelas" not in said(app)
    press(app, "Simpan kunjungan")
    [row] = visits(home)
    assert row["message"] == REPORT
    assert row["officers"] == ["Tono", "Sari"]


def test_a_second_report_takes_the_place_of_the_first(open_app: OpenApp, home: Path) -> None:
    app = press(answer(opened(open_app, home), pasted=REPORT), "Baca laporan")
    press(answer(app, pasted="Koperasi: maju\nMelayani anggota: sdh tdk lg"), "Baca laporan")
    assert value(app, "date_input", "visited_on") is None
    assert "tidak menyebut tanggal" in said(app)
    assert value(app, "button_group", "at_address") is None
    assert value(app, "button_group", "serves") == "Tidak"
    assert value(app, "selectbox", "coop_id") is None
    choice = next(one for one in app.radio if one.label == message_words.WHICH_COOPERATIVE)
    choice.set_value("k0").run()
    assert value(app, "selectbox", "coop_id") == "k0"
    assert not [one for one in app.radio if one.label == message_words.WHICH_COOPERATIVE]


def test_who_probably_went_is_offered_until_somebody_says_who(open_app: OpenApp, home: Path) -> None:
    store = open_store(home)
    recorded(store, officers="Tono")
    tomorrow = dt.datetime.now().astimezone().date() + dt.timedelta(days=1)
    plan_visits(store, ["k1"], "Sari", tomorrow, actor=ME)
    app = opened(open_app, home)
    assert value(app, "text_input", "officers") == "Tono"
    assert "Petugas: Tono (dari kunjungan yang terakhir Anda catat 30 Maret 2022)" in said(app).replace(
        "\\", ""
    )
    answer(app, coop_id="k1")
    assert value(app, "text_input", "officers") == "Sari"
    assert "Petugas: Sari (dari jadwal " in said(app).replace("\\", "")
    assert "Bencah" in said(app)
    answer(app, coop_id="k0", officers="Ani")
    assert "Petugas: " not in said(app)
    answer(app, coop_id="k1")
    assert value(app, "text_input", "officers") == "Ani"


def test_who_may_not_sees_a_sentence(open_app: OpenApp, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    looks = Actor(name="Pimpinan", roles=frozenset({Role.LEADERSHIP}))
    monkeypatch.setattr(guard, "local_actor", lambda: looks)
    app = opened(open_app, home)
    assert words.NOT_YOURS in said(app)
    assert "Koperasi" not in {one.label for one in app.selectbox}


def test_on_a_stage_nothing_is_recorded(open_app: OpenApp, home: Path) -> None:
    assert words.ON_STAGE in said(opened(open_app, home, tayang="ya"))


def test_without_data_there_is_nothing_to_visit(open_app: OpenApp, empty_home: Path) -> None:
    assert words.NO_COOPERATIVES in said(opened(open_app, empty_home))


def test_the_demo_begins_on_its_own_day(open_app: OpenApp, demo_home: Path) -> None:
    assert value(opened(open_app, demo_home), "date_input", "visited_on") == dt.date(2022, 12, 26)


def drafted(home: Path) -> drafts.Draft:
    [draft] = drafts.drafts_of(open_store(home), actor=ME)
    return draft


def test_what_could_not_be_kept_is_said_and_kept_the_next_time(open_app: OpenApp, home: Path) -> None:
    app = five(opened(open_app, home))
    folder, away = home / drafts.FOLDER, home / "draf-lain"
    folder.rename(away)
    folder.write_text("bukan folder", encoding="utf-8")
    answer(app, notes="catatan penting")
    assert "tidak dapat disimpan" in app.error[0].value
    assert "Belum tersimpan: Catatan" in said(app)
    assert "Draf tersimpan" not in said(app)
    press(app, "Simpan draf lagi")
    assert "tidak dapat disimpan" in app.error[0].value
    folder.unlink()
    away.rename(folder)
    answer(app, officers="Tono")
    assert not app.error
    assert "Belum tersimpan" not in said(app)
    kept = drafted(home).answers
    assert (kept["notes"], kept["officers"]) == ("catatan penting", "Tono")
    assert value(again(app), "text_area", "notes") == "catatan penting"


def test_what_was_not_kept_is_tried_again_without_a_change(open_app: OpenApp, home: Path) -> None:
    app = five(opened(open_app, home))
    folder, away = home / drafts.FOLDER, home / "draf-lain"
    folder.rename(away)
    folder.write_text("bukan folder", encoding="utf-8")
    answer(app, notes="catatan penting")
    press(app, "Simpan kunjungan")
    assert visits(home) == []
    folder.unlink()
    away.rename(folder)
    press(app, "Simpan draf lagi")
    assert drafted(home).answers["notes"] == "catatan penting"
    assert "Draf tersimpan" in said(app)


def test_saving_takes_over_what_another_window_kept(open_app: OpenApp, home: Path) -> None:
    one = five(opened(open_app, home))
    answer(one, follow_up_details="bulan depan")
    other = again(one)
    answer(other, notes="dari layar lain", follow_up_details="minggu depan")
    give_photos(other, ("satu.jpg", photo(taken=None)))
    press(one, "Simpan kunjungan")
    assert visits(home) == []
    told = one.error[0].value.replace("\\", "")
    assert "Catatan" in told
    assert "foto" in told
    assert "Rincian tindak lanjut (di layar ini tadinya “bulan depan”)" in told
    assert value(one, "text_area", "notes") == "dari layar lain"
    press(one, "Simpan kunjungan")
    [row] = visits(home)
    assert (row["notes"], row["follow_up"]) == ("dari layar lain", "Tidak ada: minggu depan")
    assert len(revisions(open_store(home).contents(), str(row["visit_id"]))[-1].photos) == 1


def test_a_draft_that_another_window_discarded_is_kept_again(open_app: OpenApp, home: Path) -> None:
    app = give_photos(five(opened(open_app, home)), ("satu.jpg", photo(taken=None)))
    press(opened(open_app, home), "Hapus draf")
    press(app, "Simpan kunjungan")
    assert visits(home) == []
    assert "dihapus di layar lain" in app.error[0].value
    assert drafted(home).answers["coop_id"] == "k0"
    press(opened(open_app, home), "Hapus draf")
    answer(app, notes="masih di sini")
    assert drafted(home).answers["notes"] == "masih di sini"
    press(app, "Simpan kunjungan")
    assert [row["notes"] for row in visits(home)] == ["masih di sini"]


UNDATED = REPORT.replace("Tanggal: 30-3-2022\n", "")


@pytest.mark.parametrize(
    ("report", "asked"),
    [(UNDATED, "tidak menyebut tanggal"), (REPORT.replace("30-3-2022", "30-2-2022"), "tidak terbaca")],
)
def test_a_report_without_a_certain_date_leaves_the_date_open(
    open_app: OpenApp, home: Path, report: str, asked: str
) -> None:
    app = press(answer(opened(open_app, home), pasted=report), "Baca laporan")
    assert value(app, "date_input", "visited_on") is None
    assert asked in said(app)
    app = again(app)
    assert value(app, "date_input", "visited_on") is None
    press(answer(app, follow_up="Kunjungi lagi", new_address="Jalan Lain 2"), "Simpan kunjungan")
    assert "Isi tanggal kunjungan." in app.error[0].value
    assert visits(home) == []
    answer(app, visited_on=dt.date(2022, 3, 29))
    assert asked not in said(app)
    press(app, "Simpan kunjungan")
    assert [row["visited_on"] for row in visits(home)] == [dt.date(2022, 3, 29)]


def test_a_date_that_was_set_stays_beside_a_report_without_one(open_app: OpenApp, home: Path) -> None:
    app = answer(opened(open_app, home), visited_on=dt.date(2022, 3, 28), pasted=UNDATED)
    press(app, "Baca laporan")
    assert value(app, "date_input", "visited_on") == dt.date(2022, 3, 28)
    assert "tidak menyebut tanggal" not in said(app)


def test_the_day_that_a_draft_began_with_is_no_date_that_was_set(open_app: OpenApp, home: Path) -> None:
    app = answer(opened(open_app, home), notes="dimulai kemarin")
    yesterday = (dt.datetime.now().astimezone().date() - dt.timedelta(days=1)).isoformat()
    path = next((home / drafts.FOLDER).glob("*.json"))
    today = dt.datetime.now().astimezone().date().isoformat()
    text = path.read_text(encoding="utf-8")
    answers, rest = text.split('"photos"')
    path.write_text(
        f'{answers.replace(chr(34) + today + chr(34), chr(34) + yesterday + chr(34))}"photos"{rest}'
    )
    app = again(app)
    assert value(app, "date_input", "visited_on") == dt.date.fromisoformat(yesterday)
    press(answer(app, pasted=UNDATED), "Baca laporan")
    assert value(app, "date_input", "visited_on") is None


def test_a_koperasi_that_is_listed_no_more_is_begun_from_its_page(open_app: OpenApp, home: Path) -> None:
    commit(open_store(home), [{"status": "aktif"}], dt.date(2022, 6, 1))
    app = opened(open_app, home, id="k1")
    assert value(app, "selectbox", "coop_id") == "k1"
    press(answer(app, at_address="ada", serves="Ya", follow_up="Tidak ada"), "Simpan kunjungan")
    assert [row["coop_id"] for row in visits(home)] == ["k1"]


def test_after_an_undo_a_visit_is_corrected_and_a_draft_saved(open_app: OpenApp, home: Path) -> None:
    store = open_store(home)
    visit = recorded(store)
    begun = answer(opened(open_app, home), coop_id="k1", at_address="ada", serves="Ya", follow_up="Tidak ada")
    [shown] = store.snapshots()
    store.undo(shown.imports[0].import_id, actor=ME.name)
    app = opened(open_app, home, kunjungan=visit.visit_id)
    press(answer(app, notes="diperbaiki", reason="lupa"), "Simpan perbaikan")
    assert [one.notes for one in revisions(store.contents(), visit.visit_id)] == [None, "diperbaiki"]
    press(again(begun), "Simpan kunjungan")
    assert {row["coop_id"] for row in visits(home)} == {"k0", "k1"}
    answer(begun := opened(open_app, home, kunjungan=visit.visit_id), notes="lagi")
    assert not begun.error
    app = opened(open_app, home)
    assert words.NO_COOPERATIVES in said(app)
    assert "**Draf:** Perbaikan: koperasi yang tidak tercantum lagi" in said(app)


def test_what_is_no_report_is_asked_about(open_app: OpenApp, home: Path) -> None:
    app = press(answer(opened(open_app, home), pasted="Selamat pagi, pak."), "Baca laporan")
    assert "Apakah ini laporan kunjungan?" in said(app)
