"""From an ODS export to the figures on the screen, in a real browser that reaches this computer only."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest
from playwright.sync_api import expect

from kopdata.database import open_database
from kopdata.imports import plan_import, read_file
from kopdata.models import Filter
from kopdata.paths import PROJECT, SAMPLES
from kopdata.queries import ask_overview
from kopdata.store import open_store
from tests.browser.conftest import OpenPage
from tests.browser.dashboard import district_table, expect_tiles, go_to, settle, tile, upload
from tests.browser.test_every_page import a_cooperative
from tests.support.server import Server, serve

NOVEMBER_2024 = SAMPLES / "ODS keadaan 7 November 2024.xlsx"


def test_the_refusal_of_other_hosts_works(tmp_path: Path) -> None:
    log = tmp_path / "reached for.txt"
    hook = PROJECT / "tests" / "support" / "no_network"
    done = subprocess.run(
        [sys.executable, "-c", "import urllib.request as u; u.urlopen('http://example.org/')"],
        env=os.environ | {"PYTHONPATH": str(hook), "NO_NETWORK_LOG": str(log)},
        capture_output=True,
        check=False,
    )
    assert done.returncode != 0
    assert "example.org" in log.read_text(encoding="utf-8")


def test_the_first_screen_answers_99_73_26(demo_server: Server, open_page: OpenPage) -> None:
    page = open_page(demo_server.url)
    expect_tiles(page, 99, 73, 26)
    titles, rows = district_table(page)
    *districts, total = rows
    assert [row[0] for row in districts] == [
        "Toboali",
        "Lepar",
        "Airgegas",
        "Simpang Rimba",
        "Payung",
        "Tukak Sadai",
        "Pulau Besar",
        "Kepulauan Pongok",
    ]
    for title, value in (("Jumlah koperasi", 99), ("Aktif", 73), ("Tidak aktif", 26)):
        column = titles.index(title)
        assert sum(int(row[column]) for row in districts) == int(total[column]) == value
    for small in ("Sudah RAT", "Bersertifikat NIK", "Sehat", "Sudah dikunjungi"):
        column = titles.index(small)
        assert sum(int(row[column]) for row in districts) == int(tile(page, small).inner_text())


def test_november_2019_shows_the_published_districts(demo_server: Server, open_page: OpenPage) -> None:
    page = open_page(f"{demo_server.url}/?keadaan=November+2019")
    expect_tiles(page, 87, 69, 18)
    titles, rows = district_table(page)
    active = {row[0]: row[titles.index("Aktif")] for row in rows}
    assert active == {
        "Toboali": "31",
        "Lepar": "2",
        "Airgegas": "11",
        "Simpang Rimba": "6",
        "Payung": "6",
        "Tukak Sadai": "4",
        "Pulau Besar": "6",
        "Kepulauan Pongok": "3",
        "Jumlah": "69",
    }


def test_sehat_is_one_number_everywhere(demo_server: Server, open_page: OpenPage) -> None:
    page = open_page(demo_server.url)
    expect_tiles(page, 99, 73, 26)
    page.get_by_test_id("stSidebar").get_by_text(re.compile(r"^Sehat \(52\)$")).first.click()
    expect(page.get_by_role("button", name="Kesehatan: Sehat")).to_be_visible()
    expect(tile(page, "Jumlah koperasi")).to_have_text("52")
    titles, rows = district_table(page)
    assert rows[-1][titles.index("Jumlah koperasi")] == "52"
    overview = ask_overview(
        open_database(open_store(demo_server.home)), Filter(health=frozenset({"Sehat", "Cukup Sehat"}))
    )
    assert overview is not None
    assert overview.figures["total"].value == 52
    assert "kesehatan_semua_sehat=true" in page.url
    go_to(page, "Koperasi")
    expect(page.get_by_text("1–50 dari 52 koperasi")).to_be_visible()
    page.get_by_role("button", name="Hapus semua saringan").click()
    expect(page.get_by_text("1–50 dari 99 koperasi")).to_be_visible()


def test_a_link_opens_the_same_view(demo_server: Server, open_page: OpenPage) -> None:
    page = open_page(demo_server.url)
    expect_tiles(page, 99, 73, 26)
    page.get_by_test_id("stSidebar").get_by_role("button", name="Tidak aktif", exact=True).click()
    expect(tile(page, "Jumlah koperasi")).to_have_text("26")
    page.wait_for_url(re.compile("status="))
    other = open_page(page.url)
    expect_tiles(other, 26, 0, 26)


def test_upload_changes_every_open_screen_and_can_be_taken_back(
    own_demo: Server, open_page: OpenPage
) -> None:
    page, untouched = open_page(own_demo.url), open_page(own_demo.url)
    expect_tiles(page, 99, 73, 26)
    expect_tiles(untouched, 99, 73, 26)

    dialog = upload(page, NOVEMBER_2024)
    expect(dialog.get_by_text("Dikenali: registri koperasi, lembar “Data Koperasi”")).to_be_visible()
    expect(dialog.get_by_role("group", name="Keadaan per")).to_have_text("07/11/2024")
    expect(dialog.get_by_text(re.compile("Tidak ada di berkas ini:.*Status sertifikat NIK"))).to_be_visible()
    changes = plan_import(open_store(own_demo.home), read_file(NOVEMBER_2024)).changes
    assert {kind.label: count for kind, count in changes.counts.items()} == {
        "Baru tercatat": 5,
        "Tidak ada di berkas baru": 2,
        "Menjadi tidak aktif": 12,
        "Kembali aktif": 2,
        "Data lain berubah": 63,
    }
    shown = dialog.get_by_test_id("stExpander").filter(has_text="Yang berubah")
    for kind, count in changes.counts.items():
        pill = shown.get_by_role("button", name=f"{kind.label} ({count})")
        pill.click()
        if count <= 5:
            names = {change.name for change in changes.of(kind)}
            cells = shown.locator("canvas [role=gridcell]")  # drawn on a canvas, and told to screen readers
            expect(cells.filter(has_text=min(names)).first).to_be_attached()
            assert names <= set(cells.all_text_contents())
        pill.click()
    dialog.get_by_role("button", name="Simpan").click()

    saved = time.monotonic()
    expect(
        page.get_by_text("Tersimpan. Keadaan 7 November 2024: 102 koperasi, 68 aktif, 34 tidak aktif.")
    ).to_be_visible()
    expect_tiles(untouched, 102, 68, 34, within=5)
    assert time.monotonic() - saved < 5
    expect_tiles(page, 102, 68, 34)
    expect(
        page.locator(".st-key-tile_certified").get_by_text(
            "Tidak ada di berkas ini · data terakhir 12 Desember 2022: 41"
        )
    ).to_be_visible()
    expect(page.get_by_text("3 lebih banyak daripada 12 Desember 2022")).to_be_visible()

    dialog = upload(page, NOVEMBER_2024)
    expect(dialog.get_by_text(re.compile("Berkas yang sama sudah tersimpan"))).to_be_visible()
    expect(dialog.get_by_role("button", name="Simpan")).to_be_disabled()
    dialog.get_by_role("button", name="Batal").click()
    expect(dialog).to_have_count(0)

    go_to(page, "Riwayat unggahan")
    newest = page.locator("[class*=st-key-import_]").first
    newest.get_by_role("button", name="Tarik kembali unggahan").click()
    expect(dialog.get_by_text("Keadaan terbaru lalu 12 Desember 2022 (99 koperasi")).to_be_visible()
    dialog.get_by_role("button", name="Batal").click()
    expect(dialog).to_have_count(0)
    expect(newest.get_by_role("button", name="Pakai lagi")).to_have_count(0)
    newest.get_by_role("button", name="Tarik kembali unggahan").click()
    dialog.get_by_role("button", name="Tarik kembali", exact=True).click()
    expect(dialog).to_have_count(0)
    expect(page.get_by_text("Unggahan untuk 7 November 2024 ditarik kembali.")).to_be_visible()
    expect_tiles(untouched, 99, 73, 26, within=5)
    newest.get_by_role("button", name="Pakai lagi").click()
    expect_tiles(untouched, 102, 68, 34, within=10)


def test_each_upload_has_its_own_date_and_is_saved_by_one_press(
    own_demo: Server, open_page: OpenPage
) -> None:
    page = open_page(own_demo.url)
    expect_tiles(page, 99, 73, 26)
    for name, date, total in (
        ("ODS keadaan 31 Desember 2025.csv", "31/12/2025", 166),
        ("ODS keadaan 7 November 2024.xlsx", "07/11/2024", 102),
        ("ODS keadaan 5 Desember 2024.xls", "05/12/2024", 105),
    ):
        dialog = upload(page, SAMPLES / name)  # at once, while the screen still redraws after the last one
        expect(dialog.get_by_text(name)).to_be_visible()
        expect(dialog.get_by_role("group", name="Keadaan per")).to_have_text(date)
        if total != 166:  # older than what is shown: that is asked once more
            dialog.get_by_role("checkbox", name="Sudah saya periksa").check(force=True)
        dialog.get_by_role("button", name="Simpan").click()
        expect(dialog).to_have_count(0, timeout=20_000)
        saved = open_store(own_demo.home).events()[-1]
        assert (saved.file_name, f"{saved.as_of:%d/%m/%Y}", saved.active + saved.inactive) == (
            name,
            date,
            total,
        )
    expect_tiles(page, 166, 110, 56)

    dialog = upload(page, SAMPLES / "Rekap penilaian kesehatan 2024.xlsx")
    expect(dialog.get_by_text("Dikenali: rekap penilaian kesehatan")).to_be_visible()
    expect(dialog.get_by_role("columnheader", name="Dalam Pengawasan Khusus")).to_be_visible()
    dialog.get_by_role("button", name="Simpan").click()
    expect(page.get_by_text("45 penilaian kesehatan ditambahkan")).to_be_visible()
    go_to(page, "Riwayat unggahan")
    recap = page.locator("[class*=st-key-import_]").first
    expect(recap.get_by_text("Penilaian kesehatan sampai")).to_be_visible()
    recap.get_by_role("button", name="Tarik kembali unggahan").click()
    expect(dialog.get_by_text("45 penilaian dari berkas ini tidak dipakai lagi.")).to_be_visible()
    dialog.get_by_role("button", name="Tarik kembali", exact=True).click()
    expect(recap.get_by_role("button", name="Pakai lagi")).to_be_visible()


def test_a_button_drawn_before_somebody_else_acted_never_does_the_opposite(
    own_demo: Server, open_page: OpenPage
) -> None:
    page = open_page(f"{own_demo.url}/riwayat-unggahan")
    button = page.get_by_role("button", name="Tarik kembali unggahan").first
    expect(button).to_be_visible()
    store = open_store(own_demo.home)
    newest = store.events()[-1].import_id
    store.undo(newest, actor="Orang lain")
    button.click()
    expect(page.get_by_role("button", name="Pakai lagi")).to_be_visible()
    assert [event.event for event in open_store(own_demo.home).events()][-1] == "undo"


def test_a_file_that_is_no_export_is_refused_and_changes_nothing(
    own_demo: Server, open_page: OpenPage, tmp_path: Path
) -> None:
    letter = tmp_path / "surat.csv"
    letter.write_text("Kepada Yth.\nKepala Dinas\ndi tempat\n", encoding="utf-8")
    page = open_page(own_demo.url)
    expect_tiles(page, 99, 73, 26)
    page.get_by_test_id("stFileUploader").locator("input[type=file]").set_input_files(letter)
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_text("Berkas tidak dapat dipakai")).to_be_visible()
    dialog.get_by_role("button", name="Tutup").click()
    expect(dialog).to_have_count(0)
    settle(page)
    expect_tiles(page, 99, 73, 26)


def test_the_office_starts_its_own_store_and_the_demo_stays_apart(
    own_demo: Server, open_page: OpenPage
) -> None:
    page = open_page(own_demo.url)  # with which the demo is made
    settle(page)
    # From the page of a koperasi that the office does not have.
    page.goto(f"{own_demo.url}/koperasi-ini?id={a_cooperative(own_demo.home)}")
    expect(page.get_by_text("DATA CONTOH")).to_be_visible()
    page.get_by_role("button", name="Mulai pakai data kantor").click()
    page.get_by_role("dialog").get_by_role("button", name="Mulai", exact=True).click()
    expect(page.get_by_text("Belum ada data koperasi.")).to_be_visible()
    expect(page.get_by_text("DATA CONTOH")).to_have_count(0)
    dialog = upload(page, NOVEMBER_2024)
    dialog.get_by_role("button", name="Simpan").click()
    expect_tiles(page, 102, 68, 34)
    expect(page.get_by_text("angka contoh")).to_have_count(0)
    assert not open_store(own_demo.home).is_demo
    assert open_store(own_demo.home / "demo").is_demo


@pytest.mark.parametrize(
    "path", ["", "koperasi", "riwayat-unggahan", "overview", "cooperatives", "import_history"]
)
def test_the_first_visit_after_a_start_sees_no_page_past_its_guard(
    path: str, tmp_path: Path, open_page: OpenPage
) -> None:
    with serve(tmp_path / "home") as server:
        page = open_page(f"{server.url}/{path}")
        settle(page)
        expect(page.get_by_text("DATA CONTOH").first).to_be_visible()
