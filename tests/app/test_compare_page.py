"""The page of two snapshots side by side, and the ways to it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from streamlit.testing.v1 import AppTest

from kopdata.changes import ChangeKind
from kopdata.database import open_database
from kopdata.models import Filter
from kopdata.queries.compare import ask_comparison
from kopdata.store import create_store, open_store
from pages.parts.comparison import PAGE_SIZE
from pages.parts.text import plain
from tests.app.conftest import OpenApp
from tests.support.registry import commit, store_with

PAGE = "pages/compare.py"
OLD, MIDDLE, NEW = dt.date(2021, 12, 31), dt.date(2022, 12, 12), dt.date(2023, 12, 12)


def opened(open_app: OpenApp, home: Path, **parameters: str | list[str]) -> AppTest:
    app = open_app(home, **parameters)
    app.switch_page(PAGE).run()
    assert not app.exception
    assert not app.warning
    return app


def named(app: AppTest) -> list[str]:
    return list(app.dataframe[0].value["Nama"]) if app.dataframe else []


def dates(app: AppTest) -> tuple[object, object]:
    return app.selectbox(key="dari").value, app.selectbox(key="ke").value


def three(home: Path) -> None:
    store_with(
        home,
        (OLD, [{"status": "aktif"}, {"status": "aktif"}]),
        (MIDDLE, [{"status": "tidak aktif", "district": "Payung", "district_code": "19.03.03"}]),
        (NEW, [{"status": "aktif", "nik": "1905010020001"}, {"status": "aktif"}, {"name": "=1+1"}]),
    )


def test_an_empty_store_and_one_snapshot_say_what_to_do(open_app: OpenApp, empty_home: Path) -> None:
    app = opened(open_app, empty_home)
    assert "Belum ada data koperasi" in app.info[0].proto.title
    commit(open_store(empty_home), [{}], OLD)
    app = opened(open_app, empty_home)
    assert app.info[0].proto.title == "Baru ada satu keadaan: 31 Desember 2021."
    assert not app.dataframe


def test_the_newest_is_compared_with_the_one_before(open_app: OpenApp, tmp_path: Path) -> None:
    three(tmp_path / "office")
    app = opened(open_app, tmp_path / "office")
    assert dates(app) == ("12 Desember 2022", "12 Desember 2023")
    totals, kinds = (table.value for table in app.table)
    assert totals["12 Desember 2022"].tolist() == ["1", "0", "1", "0"]
    assert totals["12 Desember 2023"].tolist() == ["3", "2", "0", "1"]
    assert totals["Perubahan"].tolist() == [
        "2 lebih banyak",
        "2 lebih banyak",
        "1 lebih sedikit",
        "1 lebih banyak",
    ]
    assert dict(zip(kinds["Perubahan"], kinds["Koperasi"], strict=True)) == {
        "Baru tercatat": "2",
        "Tidak ada di berkas baru": "0",
        "Menjadi tidak aktif": "0",
        "Kembali aktif": "1",
        "Data lain berubah": "0",
    }
    assert app.dataframe[0].value[["Nama", "Perubahan", "Data", "Dulu", "Sekarang"]].to_numpy().tolist() == [
        ["=1+1", "Baru tercatat", "Status", "–", "Status tidak tercantum"],
        ["Koperasi 0 (contoh)", "Kembali aktif", "NIK", "–", "1905010020001"],
        ["Koperasi 0 (contoh)", "Kembali aktif", "Kecamatan", "Payung", "–"],
        ["Koperasi 0 (contoh)", "Kembali aktif", "Status", "Tidak aktif", "Aktif"],
        ["Koperasi 1 (contoh)", "Baru tercatat", "Status", "–", "Aktif"],
    ]


def test_a_link_names_the_dates_in_either_order_and_the_kinds(open_app: OpenApp, tmp_path: Path) -> None:
    three(tmp_path / "office")
    app = opened(
        open_app,
        tmp_path / "office",
        dari="12 Desember 2022",
        ke="31 Desember 2021",
        perubahan=["Menjadi tidak aktif"],
    )
    assert list(app.table[0].value.columns) == ["", "31 Desember 2021", "12 Desember 2022", "Perubahan"]
    assert set(named(app)) == {"Koperasi 0 (contoh)"}
    assert [heading.value for heading in app.subheader] == ["1 koperasi: Menjadi tidak aktif"]
    app.selectbox(key="ke").select("12 Desember 2022").run()
    assert app.info[0].value == "Pilih dua keadaan yang berbeda."
    app.selectbox(key="dari").select("12 Desember 2023").run()
    assert not app.exception
    assert app.subheader[0].value == "Tidak ada koperasi: Menjadi tidak aktif"


def test_values_of_a_link_that_are_unknown_are_ignored(open_app: OpenApp, tmp_path: Path) -> None:
    three(tmp_path / "office")
    app = opened(open_app, tmp_path / "office", dari="kemarin", ke="<b>", perubahan=["hilang"])
    assert dates(app) == ("12 Desember 2022", "12 Desember 2023")
    assert len(set(named(app))) == 3


def test_a_tile_leads_to_the_names_behind_its_change(open_app: OpenApp, demo_home: Path) -> None:
    app = open_app(demo_home)
    button = app.button(key="change_inactive")
    assert button.label.endswith("; lihat nama")
    button.click().run()
    assert not app.exception
    assert [title.value for title in app.title] == ["Bandingkan keadaan"]
    database = open_database(open_store(demo_home))
    earlier, later = database.snapshots[-2:]
    assert dates(app) == (earlier.label, later.label)
    comparison = ask_comparison(database, earlier.as_of, later.as_of)
    assert app.subheader[0].value == f"{comparison.total} koperasi yang berubah"
    assert list(dict.fromkeys(named(app))) == [change.name for change in comparison.changes(size=PAGE_SIZE)]
    app.pills(key="perubahan").set_value(["Menjadi tidak aktif"]).run()
    assert list(dict.fromkeys(named(app))) == [
        change.name for change in comparison.changes([ChangeKind.DEACTIVATED])
    ]


def test_the_filter_narrows_the_comparison(open_app: OpenApp, demo_home: Path) -> None:
    app = open_app(demo_home, kecamatan=["Toboali"])
    app.button(key="change_total").click().run()
    assert not app.exception
    database = open_database(open_store(demo_home))
    earlier, later = (snapshot.as_of for snapshot in database.snapshots[-2:])
    narrowed = ask_comparison(database, earlier, later, Filter(district=frozenset({"19.03.01"})))
    assert app.table[0].value.iloc[0, 2] == str(narrowed.after.total)
    assert app.subheader[0].value == f"{narrowed.total} koperasi yang berubah"


def test_a_name_that_is_chosen_opens_its_koperasi(open_app: OpenApp, tmp_path: Path) -> None:
    three(tmp_path / "office")
    app = opened(open_app, tmp_path / "office")
    app.selectbox(key="changed_opener").select("k1").run()
    assert not app.exception
    assert [title.value for title in app.title] == [plain("Koperasi 1 (contoh)")]


def test_a_status_that_a_file_lacks_is_absent_and_not_zero(open_app: OpenApp, tmp_path: Path) -> None:
    store = create_store(tmp_path / "office")
    commit(store, [{}] * 3, OLD, fields={"name"})
    commit(store, [{"status": "aktif"}] * 3, NEW)
    app = opened(open_app, tmp_path / "office")
    assert app.table[0].value["31 Desember 2021"].tolist() == ["3", *["tidak ada di berkas"] * 3]
    assert app.subheader[0].value == "Tidak ada koperasi yang berubah"
    assert any(caption.value.startswith("Tidak dibandingkan") for caption in app.caption)
    app = opened(open_app, tmp_path / "office", status=["Aktif"])
    assert "tidak memuat “Status”" in app.info[0].value


def test_a_long_list_is_paged_and_another_choice_starts_over(open_app: OpenApp, tmp_path: Path) -> None:
    rows = [{"status": "aktif" if number < 60 else "tidak aktif"} for number in range(70)]
    store_with(tmp_path / "office", (OLD, [{"coop_id": "z"}]), (NEW, rows))
    app = opened(open_app, tmp_path / "office", halaman_perubahan="2")
    assert len(named(app)) == 71 - PAGE_SIZE
    app.pills(key="perubahan").set_value(["Baru tercatat"]).run()
    assert len(named(app)) == PAGE_SIZE
