"""Cadangan: a copy is looked into before it replaces anything, and what it replaces is named."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from kopdata.access import Actor, Role, local_actor
from kopdata.backup import backup_content
from kopdata.demo import make_demo
from kopdata.paths import PROJECT
from kopdata.store import Store, open_store
from pages.parts import guard
from tests.app.conftest import OpenApp
from tests.support.registry import commit, store_with

MARCH = dt.date(2022, 3, 31)
DECEMBER = dt.date(2022, 12, 12)
ROWS = [{"status": "aktif"}, {"status": "tidak aktif"}]


def page(open_app: OpenApp, home: Path) -> AppTest:
    app = open_app(home).switch_page("pages/backup.py").run()
    assert not app.exception
    return app


def upload(app: AppTest, name: str, content: bytes) -> AppTest:
    field = next(field for field in app.file_uploader if field.label == "Berkas cadangan (.zip)")
    field.set_value((name, content, "application/zip")).run()
    app.button[[button.label for button in app.button].index("Pakai berkas ini")].click().run()
    assert not app.exception
    return app


def said(app: AppTest) -> str:
    return " ".join(text.value for text in app.markdown).replace("\\", "")


def total(store: Store) -> int:
    return sum(event.accepted for one in store.snapshots() for event in one.imports)


def waiting(home: Path) -> list[Path]:
    return [path for path in home.rglob("*") if "inbox" in path.parts and path.is_file()]


def test_a_copy_is_restored_on_the_second_word(open_app: OpenApp, tmp_path: Path) -> None:
    home = tmp_path / "kantor"
    store = store_with(home, (MARCH, ROWS))
    content = backup_content(store, actor=local_actor())
    commit(store, ROWS * 2, DECEMBER)
    app = upload(page(open_app, home), "*cadangan* Jumat.zip", content)
    assert not app.error
    assert "*cadangan* Jumat.zip" in said(app)
    assert "Isinya: 2 koperasi pada 31 Maret 2022, 1 unggahan untuk 1 tanggal" in said(app)
    assert "Yang diganti: 4 koperasi pada 12 Desember 2022, 2 unggahan untuk 2 tanggal" in said(app)
    assert total(store) == 6

    commit(store, ROWS, MARCH.replace(year=2023))
    assert "3 unggahan untuk 3 tanggal" in said(app.run())
    app.button(key="backup_restore").click().run()
    assert not app.exception
    assert not app.error
    assert total(open_store(home)) == 2
    assert app.toast[0].value.startswith("Cadangan dipulihkan. Isinya: 2 koperasi")
    assert any("Data di sini dipulihkan" in info.value for info in app.info)
    assert "backup_restore" not in {button.key for button in app.button}
    assert waiting(home) == []
    assert len(list(tmp_path.glob("kantor.sebelum-pemulihan-*"))) == 1
    overview = app.switch_page("pages/overview.py").run()
    assert overview.metric[0].value == "2"


def test_a_copy_that_is_cancelled_or_bad_changes_nothing(open_app: OpenApp, tmp_path: Path) -> None:
    home = tmp_path / "kantor"
    store = store_with(home, (MARCH, ROWS))
    content = backup_content(store, actor=local_actor())
    version = str(store.version())
    app = upload(page(open_app, home), "cadangan.zip", content)
    app.button(key="backup_cancel").click().run()
    assert "backup_restore" not in {button.key for button in app.button}
    app = upload(app, "cadangan.zip", content[:-50])
    assert [error.value.split(".")[0] for error in app.error] == [
        "Berkas cadangan ini rusak atau tidak lengkap"
    ]
    assert "backup_restore" not in {button.key for button in app.button}
    assert waiting(home) == []
    assert str(open_store(home).version()) == version


def test_an_office_starts_again_on_a_new_computer(open_app: OpenApp, tmp_path: Path) -> None:
    content = backup_content(store_with(tmp_path / "lama", (MARCH, ROWS)), actor=local_actor())
    home = tmp_path / "baru"
    make_demo(home)
    app = page(open_app, home)
    assert any("cadangannya berisi data contoh" in caption.value for caption in app.caption)
    app = upload(app, "cadangan.zip", content)
    assert "tidak ada yang diganti" in said(app)
    app.button(key="backup_restore").click().run()
    assert not app.exception
    assert not any("DATA CONTOH" in markdown.value for markdown in app.markdown)
    assert total(open_store(home)) == 2


def test_the_download_is_offered_by_a_name_with_its_time(open_app: OpenApp, demo_home: Path) -> None:
    app = page(open_app, demo_home)
    [button] = app.get("download_button")
    assert button.proto.label == "Buat dan unduh cadangan"


def test_who_may_not_copy_is_told_whom_to_ask(
    open_app: OpenApp, demo_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks = Actor(name="Pimpinan", roles=frozenset({Role.LEADERSHIP}))
    monkeypatch.setattr(guard, "local_actor", lambda: looks)
    app = page(open_app, demo_home)
    [error] = app.error
    assert "tidak berhak membuat dan memulihkan cadangan" in error.value
    assert not app.get("download_button")


def test_the_page_opened_past_the_entry_shows_nothing(
    demo_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KOPDATA_HOME", str(demo_home))
    app = AppTest.from_file(str(PROJECT / "pages" / "backup.py"), default_timeout=60).run()
    assert [error.value for error in app.error] == [
        "Halaman ini hanya dapat dibuka dari dasbor. Buka alamat utama dasbor."
    ]
    assert not app.get("download_button")
