"""A visit recorded on a phone: cut off half-way, come back to, saved once, and seen on every open screen."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from kopdata.access import local_actor
from kopdata.database import open_database
from kopdata.demo import make_demo
from kopdata.fieldwork import drafts
from kopdata.fieldwork.visits import cooperatives_to_visit, revisions
from kopdata.store import Store, open_store
from kopdata.wording import visit_form as words
from tests.browser.checks import flaws, visit
from tests.browser.conftest import OpenPage
from tests.browser.dashboard import settle, tile
from tests.support.browser import LAPTOP, PHONE, BlockedBrowser
from tests.support.photos import photo
from tests.support.server import Server, ServerDiedError, free_port, serve

ADDRESS = "catat-kunjungan"
SAVED = re.compile(r"Tersimpan: ")
AT_ONCE = 10
MAIN = "[data-testid=stMainBlockContainer]"


def store_of(home: Path) -> Store:
    return open_store(home / "demo")


def visits(home: Path) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = store_of(home).contents().visits.to_pylist()
    return rows


def never_visited(home: Path) -> list[tuple[str, str]]:
    """Return id and name of the inactive koperasi that nobody visited yet."""
    contents = store_of(home).contents()
    seen = {row["coop_id"] for row in contents.visits.to_pylist()}
    rows = open_database(store_of(home)).rows(
        "SELECT coop_id, name FROM registry WHERE status = 'tidak aktif' "
        "AND as_of = (SELECT max(as_of) FROM registry) ORDER BY coop_id"
    )
    return [(str(row["coop_id"]), str(row["name"])) for row in rows if row["coop_id"] not in seen]


@pytest.fixture
def photos(tmp_path: Path) -> list[Path]:
    """A photo with a position, one from WhatsApp and a letter that calls itself one."""
    given = {
        "papan nama.jpg": photo((3000, 2000), taken="2022:12:26 09:15:00"),
        "IMG-WA0001.jpg": photo((900, 1200), taken=None, gps=None, colour="navy"),
        "surat.jpg": b"Kepada Yth.",
    }
    for name, content in given.items():
        (tmp_path / name).write_bytes(content)
    return [tmp_path / name for name in given]


def a_cooperative(server: Server) -> str:
    """Return the id of a koperasi that was never visited, once the demo is made."""
    return never_visited(server.home)[0][0]


def choose(page: Page, question: str, answer: str) -> None:
    """Press one of the large buttons, and wait until the server has it."""
    group = page.get_by_role("radiogroup", name=question)
    group.get_by_role("radio", name=answer, exact=True).click()
    expect(group.get_by_role("radio", name=answer, exact=True)).to_be_checked()
    expect(page.get_by_text(re.compile(r"Draf tersimpan \d\d\.\d\d"))).to_be_visible()
    settle(page)


def choose_and_keep(page: Page, home: Path, question: str, answer: str, **kept: drafts.Answer) -> None:
    """Press one of the large buttons, and wait until the draft on the disk has the answer.

    What a press says is on its way for a moment in which the page shows it already, beside the time at which
    the draft was kept before.
    """
    choose(page, question, answer)
    store, actor, until = store_of(home), local_actor(), time.monotonic() + 30
    while not any(kept.items() <= draft.answers.items() for draft in drafts.drafts_of(store, actor=actor)):
        assert time.monotonic() < until, f"{answer} was not kept"
        time.sleep(0.05)


def answered(page: Page, question: str, answer: str) -> None:
    group = page.get_by_role("radiogroup", name=question)
    expect(group.get_by_role("radio", name=answer, exact=True)).to_be_checked(timeout=30_000)


def test_a_visit_that_is_cut_off_comes_back_and_is_saved_once(
    own_demo: Server, open_page: OpenPage, photos: list[Path]
) -> None:
    untouched = open_page(own_demo.url)
    expect(tile(untouched, "Sudah dikunjungi")).to_have_text("18")
    coop_id, name = never_visited(own_demo.home)[0]
    before = len(visits(own_demo.home))

    page = open_page(f"{own_demo.url}/{ADDRESS}?id={coop_id}", PHONE)
    choose(page, "Di alamat", "Ada")
    page.locator(".st-key-visit_photos input[type=file]").set_input_files(photos)
    expect(page.get_by_text("Foto tanpa data lokasi")).to_be_visible()
    expect(page.get_by_text(re.compile("surat.jpg bukan gambar"))).to_be_visible()
    expect(page.get_by_text("-3.01250, 106.45667 · 26 Desember 2022 pukul 09.15")).to_be_visible()
    page.wait_for_url(re.compile(r"draf="))
    address = page.url
    connection = page.context
    connection.set_offline(True)
    page.close()
    connection.set_offline(False)

    again = open_page(address, PHONE)
    answered(again, "Di alamat", "Ada")
    expect(again.get_by_alt_text("Foto 2 dari kunjungan")).to_be_visible()
    expect(again.get_by_role("combobox", name="Koperasi").last).to_have_value(re.compile(re.escape(name)))
    choose(again, "Melayani anggota", "Tidak")
    choose(again, "Tindak lanjut", "Pembinaan")
    again.reload()
    answered(again, "Tindak lanjut", "Pembinaan")
    again.get_by_role("button", name="Simpan kunjungan").dblclick()
    expect(again.get_by_text(SAVED).first).to_be_visible()
    expect(tile(untouched, "Sudah dikunjungi")).to_have_text("19", timeout=8_000)
    expect(untouched.get_by_text("19 sudah dikunjungi").first).to_be_visible()
    new = visits(own_demo.home)[before:]
    [row] = [one for one in visits(own_demo.home) if one["actor"] == local_actor().name]
    assert len(new) == 1
    assert (row["coop_id"], row["result"], len(row["photos"])) == (coop_id, "Ada, tidak melayani", 2)
    with again.expect_download() as paper:
        again.get_by_role("button", name="Unduh berita acara").click()
    assert Path(paper.value.path()).read_bytes().startswith(b"%PDF")


def test_a_draft_outlives_the_server(tmp_path: Path, open_page: OpenPage, photos: list[Path]) -> None:
    home, port = tmp_path / "home", free_port()
    make_demo(home)
    with pytest.raises(ServerDiedError), serve(home, port=port) as server:
        coop_id, _name = never_visited(home)[0]
        page = open_page(f"{server.url}/{ADDRESS}?id={coop_id}", PHONE)
        choose(page, "Di alamat", "Tidak ditemukan")
        page.locator(".st-key-visit_photos input[type=file]").set_input_files(photos[:1])
        expect(page.get_by_alt_text("Foto 1 dari kunjungan")).to_be_visible()
        choose_and_keep(page, home, "Melayani anggota", "Tidak", serves="Tidak")
        server.process.kill()
        server.process.wait()
        kept = page.locator(".st-key-visit_kept")
        expect(page.locator(".stApp")).not_to_have_attribute("data-test-connection-state", "CONNECTED")
        assert words.CUT_OFF in kept.evaluate("(line) => getComputedStyle(line, '::after').content")
    with serve(home, port=port):
        page.reload()
        answered(page, "Melayani anggota", "Tidak")
        expect(page.get_by_alt_text("Foto 1 dari kunjungan")).to_be_visible()
        choose(page, "Tindak lanjut", "Cari alamat baru")
        page.get_by_role("button", name="Simpan kunjungan").click()
        expect(page.get_by_text(SAVED).first).to_be_visible()
        [row] = [one for one in visits(home) if one["actor"] == local_actor().name]
        assert (row["coop_id"], len(row["photos"])) == (coop_id, 1)


REPORT = "Koperasi: tidak ada di daftar\nMelayani anggota: ya\nTindak lanjut: entahlah\nCatatan: pagar biru"


@pytest.mark.parametrize("size", [LAPTOP, PHONE], ids=["laptop", "phone"])
def test_every_state_of_the_form(
    own_demo: Server, open_page: OpenPage, photos: list[Path], size: ViewportSize
) -> None:
    make_demo(own_demo.home)
    coop_id = a_cooperative(own_demo)
    page, complaints = visit(open_page, f"{own_demo.url}/{ADDRESS}?id={coop_id}", size)
    choose(page, "Melayani anggota", "Tidak")
    choose(page, "Di alamat", "Tidak ditemukan")
    page.locator(".st-key-visit_photos input[type=file]").set_input_files(photos)
    expect(page.get_by_text("Foto tanpa data lokasi")).to_be_visible()
    page.get_by_text("Tempel laporan WhatsApp").click()
    page.get_by_role("textbox", name="Teks laporan").fill(REPORT)
    page.get_by_role("button", name="Baca laporan").click()
    expect(page.get_by_text("Perlu dipilih: Tanggal dan Tindak lanjut")).to_be_visible()
    expect(page.get_by_text("Laporan ini tidak menyebut tanggal.")).to_be_visible()
    parts = page.get_by_test_id("stDateInput").get_by_role("spinbutton")
    for part, typed in enumerate(("26", "12", "2022")):
        parts.nth(part).click()
        page.keyboard.type(typed)
    page.keyboard.press("Tab")
    page.get_by_role("heading", name="Catat kunjungan").click()
    expect(page.get_by_text("Laporan ini tidak menyebut tanggal.")).to_be_hidden()
    choose(page, "Tindak lanjut", "Cari alamat baru")
    page.get_by_text("Lengkapi", exact=True).click()
    choose(page, "Papan nama", "Ada")
    page.get_by_role("button", name="Simpan kunjungan").click()
    expect(page.get_by_text("tetapi diisi papan namanya ada")).to_be_visible()
    found = flaws(page, size, within=MAIN)
    page.get_by_text("Sudah saya periksa, simpan apa adanya").click()
    expect(page.get_by_role("button", name="Simpan kunjungan")).to_be_enabled()
    page.get_by_role("button", name="Simpan kunjungan").click()
    expect(page.get_by_text(SAVED).first).to_be_visible()
    found += flaws(page, size, within=MAIN)
    page.get_by_role("button", name="Perbaiki catatan ini").click()
    expect(page.get_by_role("textbox", name="Alasan perbaikan")).to_be_visible()
    found += flaws(page, size, within=MAIN)
    page.get_by_role("textbox", name="Alasan perbaikan").fill("papan nama milik toko")
    page.get_by_text("Lengkapi", exact=True).click()
    choose(page, "Papan nama", "Tidak ada")
    page.context.set_geolocation({"latitude": -2.9876, "longitude": 106.4567})
    page.get_by_role("button", name="Pakai posisi perangkat ini").click()
    expect(page.get_by_text(words.POSITION_REFUSED["denied"])).to_be_visible()
    page.context.grant_permissions(["geolocation"])
    page.get_by_role("button", name="Pakai posisi perangkat ini").click()
    expect(page.get_by_role("textbox", name="Posisi")).to_have_value("-2.98760, 106.45670")
    page.get_by_role("button", name="Simpan perbaikan").click()
    expect(page.get_by_text("Papan nama: Ada → Tidak ada; Posisi: – → -2.98760, 106.45670")).to_be_visible()
    found += flaws(page, size, within=MAIN) + complaints.said
    page.goto(f"{own_demo.url}/{ADDRESS}?id={coop_id}")
    choose(page, "Di alamat", "Ada")
    page.goto(f"{own_demo.url}/{ADDRESS}")
    expect(page.get_by_role("button", name="Lanjutkan draf")).to_be_visible()
    found += flaws(page, size, within=MAIN)
    assert not found, "\n".join(found)


@contextmanager
def phones(browser: BlockedBrowser, addresses: list[str]) -> Iterator[list[Page]]:
    """Open each address in a profile of its own."""
    with ExitStack() as opened:
        pages = []
        for address in addresses:
            page = browser.open(address, PHONE)
            opened.callback(page.context.close)
            pages.append(page)
        yield pages


def test_ten_that_save_at_once_are_ten_visits(own_demo: Server, browser: BlockedBrowser) -> None:
    warm = browser.open(own_demo.url, PHONE)
    settle(warm)
    warm.context.close()
    store = store_of(own_demo.home)
    actor, before = local_actor(), len(visits(own_demo.home))
    chosen = [one.coop_id for one in cooperatives_to_visit(open_database(store))][:AT_ONCE]
    ids = [drafts.new_id() for _ in chosen]
    for draft_id, coop_id in zip(ids, chosen, strict=True):
        answers: dict[str, drafts.Answer] = {
            **{"coop_id": coop_id, "visited_on": "2022-12-25", "at_address": "ada", "serves": "Ya"},
            **{"follow_up": "Tidak ada", "contact": "kunjungan"},
        }
        drafts.begin(store, draft_id, answers, actor=actor)
    with phones(browser, [f"{own_demo.url}/{ADDRESS}?draf={draft_id}" for draft_id in ids]) as pages:
        for page in pages:
            answered(page, "Di alamat", "Ada")
        press = (
            "() => [...document.querySelectorAll('button')]"
            ".find((one) => one.innerText.includes('Simpan kunjungan')).click()"
        )
        for page in pages:
            page.evaluate(f"setTimeout({press}, 1500 - Date.now() % 1000); setTimeout({press}, 1600)")
        for page in pages:
            expect(page.get_by_text(SAVED).first).to_be_visible(timeout=60_000)
    saved = [row["visit_id"] for row in visits(own_demo.home)]
    assert len(saved) == before + AT_ONCE
    contents = store_of(own_demo.home).contents()
    assert [len(revisions(contents, draft_id)) for draft_id in ids] == [1] * AT_ONCE
    assert drafts.drafts_of(store, actor=actor) == ()
