"""Pemantauan: progress, both axes, the three layouts, planning several koperasi, and what is empty."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from streamlit.runtime.context import ContextProxy
from streamlit.testing.v1 import AppTest

from kopdata.access import Actor, Role
from kopdata.database import open_database
from kopdata.demo import LAST_DAY, make_demo
from kopdata.fieldwork.plans import plan_visits
from kopdata.fieldwork.records import Visit
from kopdata.figures import INACTIVE, SERVING, VISITED
from kopdata.formats import date
from kopdata.models import Filter
from kopdata.queries import ask_overview
from kopdata.store import Store, create_store, open_store
from kopdata.vocabulary import AddressFinding, Contact
from kopdata.wording import worklist as words
from pages.parts import data
from pages.parts.text import plain
from tests.app.conftest import OpenApp
from tests.support.registry import ALL_FIELDS, commit, store_with

HEAD = Actor(name="Kepala", roles=frozenset({Role.HEAD}))
PAGE = "pages/monitoring.py"
AS_OF = dt.date(2026, 11, 1)
_NAMES = (*(f"Koperasi {number} (contoh)" for number in range(23)), "A (contoh)", "B (contoh)")


@pytest.fixture
def office(tmp_path: Path) -> Store:
    """An office of three koperasi to visit: one late and serving, one never visited, one not found."""
    rows: list[dict[str, object]] = [
        {
            "status": "tidak aktif",
            "district": "Payung",
            "district_code": "19.03.05",
            "village": "Irat",
            "phone": "0800-000-001",
        },
        {"status": "tidak aktif"},
        {"name": "*Karya* $x$ :smile:", "status": "tidak aktif"},
        {"status": "aktif", "rat_book_year": data.today().year - 1, "members": 20},
    ]
    store = store_with(tmp_path / "office", (data.today(), rows))
    store.add_visits(
        [
            Visit(
                visit_id=f"v{number}",
                coop_id=coop_id,
                visited_on=data.today() - dt.timedelta(days=days),
                contact=Contact.VISIT,
                at_address=finding,
                serves_members=True if finding is AddressFinding.FOUND else None,
                follow_up="Kunjungi lagi",
                officers=("Budi (contoh)",),
                actor="Penguji",
                recorded_at=dt.datetime(2022, 1, 1, tzinfo=dt.UTC),
            )
            for number, (coop_id, days, finding) in enumerate(
                [("k0", 45, AddressFinding.FOUND), ("k2", 0, AddressFinding.NOT_FOUND)]
            )
        ]
    )
    return store


def opened(open_app: OpenApp, home: Path, **parameters: str | list[str]) -> AppTest:
    app = open_app(home, **parameters)
    app.switch_page(PAGE).run()
    assert not app.exception
    assert not app.error
    return app


def listed(app: AppTest) -> list[str]:
    """Return the names in the table without what keeps them letters on a button."""
    return [name.replace("\u2060", "") for name in app.dataframe[0].value["Nama"]] if app.dataframe else []


def named(app: AppTest) -> list[str]:
    """Return the names on the cards."""
    labels = {f"**{plain(name)}**": name for name in (*_NAMES, "*Karya* $x$ :smile:")}
    return [labels[one.label] for one in app.button if (one.key or "").startswith("card_")]


def chips(app: AppTest) -> list[str]:
    return [one.label for one in app.button if (one.key or "").startswith("work_chip_")]


def said(app: AppTest) -> str:
    shown = [*app.markdown, *app.caption, *app.info, *app.subheader]
    return "\n".join(str(one.value) for one in shown)


def test_what_is_empty_says_so(open_app: OpenApp, empty_home: Path, tmp_path: Path) -> None:
    assert "Belum ada data koperasi" in opened(open_app, empty_home).info[0].proto.title
    active = {"status": "aktif", "rat_book_year": AS_OF.year - 1, "members": 9}
    nobody = store_with(tmp_path / "nobody", (AS_OF, [active]))
    app = opened(open_app, nobody.root)
    assert app.info[0].value == "Tidak ada koperasi yang perlu dikunjungi menurut data ini."
    assert "Belum ada kunjungan yang dicatat." in said(app)
    untold = create_store(tmp_path / "untold")
    commit(untold, [{"rat_book_year": AS_OF.year - 1}], AS_OF, fields=ALL_FIELDS - {"status"})
    assert "Status tidak tercantum di berkas keadaan ini" in said(opened(open_app, untold.root))


def test_progress_comes_first_and_then_what_is_late(open_app: OpenApp, office: Store) -> None:
    app = opened(open_app, office.root)
    bar = app.get("progress")[0].proto
    assert bar.text.startswith("**1 dari 3 koperasi dikunjungi bulan ini (")
    assert bar.value == 33
    shown = said(app)
    assert "1 terlambat dikunjungi, paling lama 15 hari. 1 belum pernah dikunjungi." in shown
    assert "Dari 2 yang dikunjungi, 1 masih melayani anggota. 1 tidak ditemukan di alamat terdaftar." in shown
    assert "Dari 3 yang tidak aktif, 1 belum dikunjungi." in shown
    assert listed(app) == ["Koperasi 0 (contoh)", "Koperasi 1 (contoh)", "*Karya* $x$ :smile:"]
    first = app.dataframe[0].value.iloc[0]
    assert first["Alasan"].endswith("masih melayani.")
    assert first["Berikutnya"].endswith(", terlambat 15 hari")
    assert first["Petugas"] == "Terakhir: Budi (contoh)"


def test_the_figures_agree_with_ringkasan(open_app: OpenApp, demo_home: Path) -> None:
    app = opened(open_app, demo_home)
    overview = ask_overview(open_database(open_store(demo_home / "demo")), Filter())
    assert overview is not None
    labels = {button.label for button in app.button}
    assert f"{overview.count(INACTIVE)} tidak aktif" in labels
    assert f"→ {overview.count(VISITED)} sudah dikunjungi" in labels
    assert (
        f"Dari {overview.count(VISITED)} yang dikunjungi, {overview.count(SERVING)} masih melayani"
        in said(app)
    )
    app.multiselect(key="alasan").set_value(["Tidak aktif menurut ODS"]).run()
    assert app.subheader[0].value.startswith(f"{overview.count(INACTIVE)} dari ")


def test_a_link_narrows_by_stage_result_officer_and_reason(open_app: OpenApp, office: Store) -> None:
    for parameters, names in (
        ({"tahap": ["Belum dikunjungi"]}, ["Koperasi 1 (contoh)"]),
        ({"hasil": ["Tidak ditemukan di alamat terdaftar"]}, ["*Karya* $x$ :smile:"]),
        ({"petugas": [words.NOBODY_YET, "entah"]}, ["Koperasi 1 (contoh)"]),
        ({"alasan": ["Sumber bertentangan"]}, ["Koperasi 0 (contoh)"]),
        ({"terlambat": "true"}, ["Koperasi 0 (contoh)"]),
        ({"kecamatan": ["Payung"]}, ["Koperasi 0 (contoh)"]),
    ):
        assert listed(opened(open_app, office.root, **parameters)) == names
    app = opened(open_app, office.root, tahap=["Dalam pembinaan"])
    assert listed(app) == []
    assert words.NOBODY_SHOWN in [info.value for info in app.info]


def test_what_narrows_the_list_stands_there_in_words_and_is_taken_away(
    open_app: OpenApp, office: Store
) -> None:
    link: dict[str, str | list[str]] = {
        "petugas": ["Budi (contoh)"],
        "hasil": ["Ada dan melayani"],
        "terlambat": "true",
    }
    app = opened(open_app, office.root, **link)
    assert listed(app) == ["Koperasi 0 (contoh)"]
    assert "3 saringan:" in said(app)
    assert chips(app) == [
        "Hasil kunjungan: Ada dan melayani",
        f"Petugas: {plain('Budi (contoh)')}",
        "Hanya yang terlambat",
    ]
    app.button(key="work_chip_2").click().run()
    app.button(key="work_chip_0").click().run()
    assert listed(app) == ["Koperasi 0 (contoh)", "*Karya* $x$ :smile:"]
    assert set(app.query_params) == {"petugas"}
    app.button(key="work_clear").click().run()
    assert len(listed(app)) == 3
    assert chips(app) == []
    assert not app.query_params


def test_one_press_lists_what_contradicts_ods_alone_and_another_all_again(
    open_app: OpenApp, office: Store
) -> None:
    app = opened(open_app, office.root, tahap=["Belum dikunjungi"])
    button = app.button(key="work_against_ods")
    assert button.label == "1 bertentangan dengan status ODS"
    button.click().run()
    assert listed(app) == ["Koperasi 0 (contoh)"]
    assert chips(app) == ["Alasan: Sumber bertentangan"]
    app.button(key="work_against_ods").click().run()
    assert len(listed(app)) == 3


def test_a_round_is_listed_by_place_and_taken_along(open_app: OpenApp, office: Store) -> None:
    day = data.today() + dt.timedelta(days=3)
    plan_visits(office, ["k0", "k1"], "Sari (contoh)", day, actor=HEAD, today=data.today())
    name = f"Sari (contoh) · {date(day)}"
    app = opened(open_app, office.root, putaran=name)
    assert listed(app) == ["Koperasi 0 (contoh)", "Koperasi 1 (contoh)"]
    assert chips(app) == [f"Putaran: {plain(name)}"]
    assert set(app.dataframe[0].value["Petugas"]) == {"Dijadwalkan: Sari (contoh)"}
    assert "work_this_round_pdf" in {one.proto.id.split("-")[-1] for one in app.get("download_button")}
    assert "Urutkan" not in {one.label for one in app.selectbox}
    plan_visits(office, ["k0", "k1"], None, None, actor=HEAD, today=data.today())
    app.run()
    assert not app.exception
    assert len(listed(app)) == 3


def test_a_phone_gets_cards_unless_the_address_names_the_table(
    open_app: OpenApp, office: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = {"User-Agent": "Mozilla/5.0 (Linux; Android 14) Chrome/126.0.0.0 Mobile Safari/537.36"}
    monkeypatch.setattr(ContextProxy, "headers", sent)
    app = opened(open_app, office.root)
    assert named(app) == ["Koperasi 0 (contoh)", "Koperasi 1 (contoh)", "*Karya* $x$ :smile:"]
    assert "Belum dikunjungi 1 · Sudah dikunjungi 2" in said(app)
    assert app.get("link_button")[0].proto.url == "tel:0800000001"
    app.button(key="record_k1").click().run()
    assert app.title[0].value == "Catat kunjungan"
    assert app.query_params["id"] == "k1"
    assert len(listed(opened(open_app, office.root, tampilan="Tabel"))) == 3


def test_the_board_has_a_column_for_each_stage(open_app: OpenApp, office: Store) -> None:
    app = opened(open_app, office.root, tampilan="Papan")
    assert not app.dataframe
    assert named(app) == ["Koperasi 1 (contoh)", "Koperasi 0 (contoh)", "*Karya* $x$ :smile:"]
    shown = said(app)
    assert "**Sudah dikunjungi (2 di daftar)**" in shown
    assert "Tidak ada yang dalam pembinaan, aktif kembali dan diusulkan pembubaran." in shown
    app.button(key="card_k1").click().run()
    assert [title.value for title in app.title] == [plain("Koperasi 1 (contoh)")]


def test_a_long_column_says_how_many_more_there_are(open_app: OpenApp, tmp_path: Path) -> None:
    store = store_with(tmp_path / "office", (AS_OF, [{"status": "tidak aktif"}] * 23))
    app = opened(open_app, store.root, tampilan="Papan")
    assert len(named(app)) == 20
    assert "… 3 lagi; lihat di tabel." in said(app)


def test_the_map_is_told_to_who_does_not_see_it(open_app: OpenApp, office: Store) -> None:
    app = opened(open_app, office.root, tampilan="Peta")
    [chart] = app.get("plotly_chart")
    assert "Payung: 1 koperasi perlu dikunjungi." in chart.proto.alt


def test_two_are_planned_for_an_officer_and_the_plan_is_cleared(open_app: OpenApp, office: Store) -> None:
    app = opened(open_app, office.root)
    assert app.button(key="work_plan").disabled
    choose(app, ["k1", "k2"])
    app.button(key="work_plan").click().run()
    assert app.error[0].value == words.NOTHING_PLANNED
    officer = next(one for one in app.selectbox if one.label == "Petugas yang berkunjung")
    assert list(officer.options) == ["Belum ditentukan", "Budi (contoh)", "Nama lain"]
    officer.select("Nama lain").run()
    next(one for one in app.text_input if one.label == "Nama petugas").set_value(" Sari  *S* ").run()
    day = data.today() + dt.timedelta(days=3)
    app.date_input[0].set_value(day).run()
    app.button(key="work_plan").click().run()
    assert not app.exception
    assert app.toast[0].value.startswith("Jadwal 2 koperasi tersimpan: petugas Sari")
    rows = app.dataframe[0].value
    assert rows["Petugas"].tolist().count("Dijadwalkan: Sari *S*") == 2
    assert list(app.selectbox(key="work_round").options) == [f"Sari *S* · {date(day)} (2 koperasi)"]
    choose(app, ["k1"])
    app.button(key="work_unplan").click().run()
    assert app.toast[0].value == "Jadwal 1 koperasi dikosongkan."
    assert app.dataframe[0].value["Petugas"].tolist().count("Dijadwalkan: Sari *S*") == 1
    assert len(open_store(office.root).contents().plans) == 3


def test_a_round_is_whole_whatever_the_sidebar_is_narrowed_to(open_app: OpenApp, office: Store) -> None:
    day = data.today() + dt.timedelta(days=3)
    plan_visits(office, ["k0", "k1"], "Sari (contoh)", day, actor=HEAD, today=data.today())
    app = opened(open_app, office.root, kecamatan=["Payung"])
    assert listed(app) == ["Koperasi 0 (contoh)"]
    assert list(app.selectbox(key="work_round").options) == [f"Sari (contoh) · {date(day)} (2 koperasi)"]


def test_the_list_is_ordered_by_desa_where_one_kecamatan_is_looked_at(
    open_app: OpenApp, tmp_path: Path
) -> None:
    payung: dict[str, object] = {"status": "tidak aktif", "district": "Payung", "district_code": "19.03.05"}
    rows: list[dict[str, object]] = [
        payung | {"name": "A (contoh)", "village": "Sengir", "village_code": "19.03.05.2009"},
        payung | {"name": "B (contoh)", "village": "Irat", "village_code": "19.03.05.2001"},
    ]
    home = store_with(tmp_path / "office", (AS_OF, rows)).root
    for parameters, names in (
        ({}, ["A (contoh)", "B (contoh)"]),
        ({"urutan_pemantauan": "Menurut kecamatan dan desa"}, ["B (contoh)", "A (contoh)"]),
        ({"kecamatan": ["Payung"]}, ["B (contoh)", "A (contoh)"]),
        (
            {"kecamatan": ["Payung"], "urutan_kecamatan": "Yang mendesak dahulu"},
            ["A (contoh)", "B (contoh)"],
        ),
    ):
        assert listed(opened(open_app, home, **parameters)) == names
        app = opened(open_app, home, tampilan="Papan", **parameters)
        assert named(app) == names


def choose(app: AppTest, coop_ids: list[str]) -> None:
    chooser = next(one for one in app.multiselect if one.label == "Pilih koperasi")
    chooser.set_value(coop_ids).run()


def test_a_visit_is_recorded_from_the_list(open_app: OpenApp, office: Store) -> None:
    app = opened(open_app, office.root)
    choose(app, ["k2"])
    button = app.button(key="work_record_k2")
    assert button.label == f"Catat kunjungan: {plain('*Karya* $x$ :smile:')}"
    button.click().run()
    assert not app.exception
    assert app.title[0].value == "Catat kunjungan"
    assert app.query_params["id"] == "k2"


def test_an_earlier_date_takes_no_plans(open_app: OpenApp, office: Store) -> None:
    earlier = data.today() - dt.timedelta(days=400)
    commit(office, [{"status": "tidak aktif"}], earlier)
    app = opened(open_app, office.root, keadaan=date(earlier))
    assert listed(app) == ["Koperasi 0 (contoh)"]
    assert words.PLANS_OF_TODAY in [caption.value for caption in app.caption]
    assert not [button for button in app.button if button.key == "work_plan"]


def test_mode_tayang_shows_the_list_without_forms(open_app: OpenApp, office: Store) -> None:
    app = opened(open_app, office.root, tayang="ya")
    assert len(listed(app)) == 3
    assert not [button for button in app.button if (button.key or "") in {"work_plan", "work_unplan"}]
    assert not [one for one in app.multiselect if one.label == "Pilih koperasi"]
    board = opened(open_app, office.root, tayang="ya", tampilan="Papan")
    assert not [one for one in board.button if (one.key or "").startswith("record_")]


def test_the_demo_plans_from_its_own_today(open_app: OpenApp, tmp_path: Path) -> None:
    make_demo(tmp_path)
    app = opened(open_app, tmp_path)
    assert (app.date_input[0].min, app.date_input[0].value) == (LAST_DAY, LAST_DAY)
    app.date_input[0].set_value(None).run()
    assert app.date_input[0].value is None


def test_the_intervals_are_set_at_kantor(open_app: OpenApp, office: Store) -> None:
    app = open_app(office.root)
    app.switch_page("pages/office.py").run()
    field = next(one for one in app.number_input if one.label == "Sumber bertentangan (hari)")
    field.set_value(60)
    next(one for one in app.button if one.label == "Simpan jarak").click().run()
    assert not app.exception
    assert app.toast[0].value == "Jarak kunjungan tersimpan."
    app.switch_page(PAGE).run()
    assert "Tidak ada kunjungan yang terlambat." in said(app)
