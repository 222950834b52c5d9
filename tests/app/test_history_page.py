"""Riwayat unggahan: what each import read and found, its file, and pages of them."""

from __future__ import annotations

import csv
import datetime as dt
import io
import time
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from kopdata.access import local_actor
from kopdata.database import open_database
from kopdata.errors import NotFoundError
from kopdata.imports import plan_import, read_file, save_import, take_back
from kopdata.queries.history import ask_details, ask_history, original_content
from kopdata.report.findings import findings_csv
from kopdata.store import Store, create_store
from kopdata.vocabulary import ImportMode
from kopdata.wording.imports import all_findings, findings_heading, import_layout, import_rows
from pages.parts.history import PAGE_SIZE
from tests.app.conftest import OpenApp
from tests.imports.files import H3, H8, row, table, write_xlsx
from tests.support.registry import commit
from tests.unit.store.samples import an_import

PAGE = "pages/import_history.py"
LATER = dt.date(2024, 11, 7)


@pytest.fixture
def office(tmp_path: Path) -> Store:
    return create_store(tmp_path / "office")


def imported(store: Store, folder: Path) -> str:
    """Import a file with one row rejected and one cell that cannot be read; return the import's id."""
    rows = [row(1), row(2, TANGGAL_RAT="entah kapan"), row(3, ID_KOPERASI=row(1)["ID KOPERASI"])]
    path = write_xlsx(folder / "ekspor.xlsx", table(H3, *rows))
    plan = plan_import(store, read_file(path), as_of=LATER)
    assert (len(plan.rejected), bool(plan.warnings)) == (1, True)
    save_import(store, plan, actor=local_actor(), original=path)
    return plan.draft.import_id


def opened(open_app: OpenApp, store: Store, **parameters: str) -> AppTest:
    app = open_app(store.root, **parameters)
    app.switch_page(PAGE).run()
    assert not app.exception
    return app


def unfold(app: AppTest, id_: str) -> AppTest:
    app.session_state[f"details_{id_}"] = True
    app.run()
    assert not app.exception
    return app


def test_an_import_tells_what_was_read_and_found(open_app: OpenApp, office: Store, tmp_path: Path) -> None:
    id_ = imported(office, tmp_path)
    app = opened(open_app, office)
    assert not app.dataframe
    app = unfold(app, id_)
    [record] = ask_history(office)
    details = ask_details(open_database(office), record.made)
    told = import_rows(record, details)
    assert told.startswith("Dibaca 3 · Masuk 2 · Ditolak 1 · Bukan data 0")
    assert told in [markdown.value for markdown in app.markdown]
    shown = app.dataframe[0].value
    assert shown["Temuan"].iloc[0] == "Ditolak"
    assert [tuple(cells) for cells in shown.to_numpy()] == all_findings(details)
    assert details.sheets[0] in import_layout(record, details)


def test_findings_are_taken_along(office: Store, tmp_path: Path) -> None:
    imported(office, tmp_path)
    [record] = ask_history(office)
    details = ask_details(open_database(office), record.made)
    heading = findings_heading(record, details, dt.UTC, is_demo=False)
    rows = list(csv.reader(io.StringIO(findings_csv(details, heading).decode("utf-8-sig")), delimiter=";"))
    at = next(place for place, cells in enumerate(rows) if cells[0] == "Temuan")
    assert len(rows) - at - 1 == len(details.findings) == len(all_findings(details))
    assert ["Koperasi Maju Bersama 2", "entah kapan"] in [cells[1:6:4] for cells in rows[at:]]


def test_the_file_is_kept_and_its_loss_is_told(office: Store, tmp_path: Path) -> None:
    imported(office, tmp_path)
    [record] = ask_history(office)
    assert original_content(office, record.made) == (tmp_path / "ekspor.xlsx").read_bytes()
    kept = office.original(record.made.file_sha256)
    assert kept is not None
    kept.write_bytes(b"rusak")
    with pytest.raises(NotFoundError, match=r"Berkas asli ekspor\.xlsx tidak ada di penyimpanan"):
        original_content(office, record.made)
    kept.unlink()
    with pytest.raises(NotFoundError, match=r"Berkas asli ekspor\.xlsx tidak ada di penyimpanan"):
        original_content(office, record.made)


def test_one_taken_back_is_marked(open_app: OpenApp, office: Store, tmp_path: Path) -> None:
    id_ = imported(office, tmp_path)
    take_back(office, id_, actor=local_actor())
    app = opened(open_app, office)
    assert any(
        "Ditarik kembali" in markdown.value and "orange-badge" in markdown.value for markdown in app.markdown
    )
    assert any("Ditarik kembali oleh" in caption.value for caption in app.caption)
    app = unfold(app, id_)
    details = ask_details(open_database(office), ask_history(office)[0].made)
    assert len(app.dataframe[0].value) == len(details.findings) > 0


def asked(app: AppTest, id_: str) -> str:
    """Press "Tarik kembali unggahan" of an import; return what the dialog says stands after it."""
    app.button(key=f"undo_{id_}").click().run()
    assert not app.exception
    assert app.button(key="take_back_import").label == "Tarik kembali"
    [told] = [text.value for text in app.markdown if "Pakai lagi mengembalikannya" in text.value]
    return told.replace("\\", "")


def test_an_import_is_taken_back_only_after_it_was_told_what_shows_then(
    open_app: OpenApp, office: Store
) -> None:
    earlier = commit(office, [{"status": "aktif"}] * 3, dt.date(2022, 12, 12))
    replaced = commit(office, [{"status": "aktif"}] * 2, LATER)
    newest = commit(office, [{"status": "aktif"}], LATER)
    app = opened(open_app, office)

    told = asked(app, newest)
    assert told.startswith(
        "Keadaan 7 November 2024 lalu memakai berkas 2024-11-07.xlsx (2 koperasi, 2 aktif, "
    )
    assert len(office.events()) == 3, "nothing is done before the answer"
    app.button(key="keep_import").click().run()
    assert "take_back_import" not in {button.key for button in app.button}
    assert len(office.events()) == 3

    told = asked(app, replaced)
    assert told.startswith("Keadaan 7 November 2024 tidak berubah: tetap memakai berkas 2024-11-07.xlsx.")
    app.button(key="take_back_import").click().run()
    assert [toast.value for toast in app.toast] == [
        "Unggahan untuk 7 November 2024 ditarik kembali. "
        "Keadaan 7 November 2024 memakai berkas 2024-11-07.xlsx."
    ]
    assert {record.made.import_id: record.stands for record in ask_history(office)} == {
        earlier: True,
        replaced: False,
        newest: True,
    }

    assert "Keadaan terbaru tetap 7 November 2024 (1 koperasi," in asked(app, earlier)
    app.button(key="keep_import").click().run()
    assert "Keadaan terbaru lalu 12 Desember 2022 (3 koperasi," in asked(app, newest)
    app.button(key="take_back_import").click().run()
    assert [one.as_of for one in office.snapshots()] == [dt.date(2022, 12, 12)]
    assert "Sesudah itu tidak ada data koperasi yang ditampilkan." in asked(app, earlier)


def test_what_somebody_else_took_back_meanwhile_is_not_asked_about(open_app: OpenApp, office: Store) -> None:
    id_ = commit(office, [{"status": "aktif"}], LATER)
    app = opened(open_app, office)
    asked(app, id_)
    take_back(office, id_, actor=local_actor())
    app.button(key="take_back_import").click().run()
    assert [event.event for event in office.events()] == ["import", "undo"]
    assert [error.value for error in app.error] == [
        "Unggahan 2024-11-07.xlsx untuk 7 November 2024 sudah ditarik kembali, jadi tidak ada yang diubah."
    ]
    assert f"redo_{id_}" in {button.key for button in app.button}


def test_an_import_that_another_completes_says_so_before_anything_is_pressed(
    open_app: OpenApp, office: Store
) -> None:
    rows, draft = an_import(2, 1, LATER, import_id="dasar")
    office.commit_import(rows, draft, based_on=0, actor="Sari", original=None)
    rows, draft = an_import(2, 1, LATER, mode=ImportMode.COMPLETE, import_id="pelengkap")
    office.commit_import(rows, draft, based_on=1, actor="Sari", original=None)
    app = opened(open_app, office)
    app.button(key="undo_dasar").click().run()
    assert ["masih dilengkapi unggahan lain" in error.value for error in app.error] == [True]
    assert app.button(key="take_back_import").disabled
    assert len(office.events()) == 2


def test_a_recap_says_that_other_assessments_hold_then(
    open_app: OpenApp, office: Store, tmp_path: Path
) -> None:
    imported(office, tmp_path)
    assessed = {
        "NIK": row(1)["ID KOPERASI"],
        "Nama Koperasi": "Maju",
        "Tahun Penilaian": 2023,
        "Predikat": "Sehat",
    }
    path = write_xlsx(tmp_path / "rekap.xlsx", [["REKAP PENILAIAN"], *table(H8, assessed)])
    plan = plan_import(office, read_file(path))
    save_import(office, plan, actor=local_actor(), original=path)
    app = opened(open_app, office)
    told = asked(app, plan.draft.import_id)
    assert told.startswith(
        "1 penilaian dari berkas ini tidak dipakai lagi. Yang berlaku lalu penilaian lain "
    )


def test_a_snapshot_leads_to_its_changes(open_app: OpenApp, demo_home: Path) -> None:
    app = open_app(demo_home)
    app.switch_page(PAGE).run()
    button = next(button for button in app.button if button.label == "Bandingkan dengan November 2019")
    button.click().run()
    assert not app.exception
    assert [title.value for title in app.title] == ["Bandingkan keadaan"]
    assert app.selectbox(key="dari").value == "November 2019"


def test_a_long_history_is_paged_and_quick(open_app: OpenApp, office: Store) -> None:
    first = dt.date(2000, 1, 1)
    for day in range(2 * PAGE_SIZE):
        commit(office, [{"status": "aktif"}], first + dt.timedelta(days=day))
    app = opened(open_app, office)
    undo = [button for button in app.button if (button.key or "").startswith("undo_")]
    assert len(undo) == PAGE_SIZE
    started = time.monotonic()
    app.run()
    assert time.monotonic() - started < 5
    last = opened(open_app, office, halaman_riwayat="2")
    titles = [markdown.value for markdown in last.markdown if markdown.value.startswith("**Keadaan per")]
    assert titles[-1] == "**Keadaan per 1 Januari 2000**"
    assert len(titles) == PAGE_SIZE
