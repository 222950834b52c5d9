"""Take the pictures of the guide, and of every screen at both sizes and in both themes.

    python -m docs.take_pictures                 the guide's own, into docs/panduan/gambar
    python -m docs.take_pictures --all FOLDER    every screen, laptop and phone, light and dark

It runs the real server over a fresh demo, so the pictures show what an office sees on its first day.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Literal

from playwright.sync_api import Page, expect

from kopdata.paths import PROJECT, SAMPLES
from tests.browser.dashboard import expect_tiles, settle, upload
from tests.support.browser import LAPTOP, PHONE, BlockedBrowser, blocked_browser
from tests.support.server import Server, serve

GUIDE = PROJECT / "docs" / "panduan" / "gambar"
EXPORT = SAMPLES / "ODS keadaan 7 November 2024.xlsx"
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")


Screen = Callable[[Page], None]


def overview(page: Page) -> None:
    """Ringkasan, as it opens."""
    expect_tiles(page, 99, 73, 26)


def filtered(page: Page) -> None:
    """Ringkasan, narrowed to one kecamatan."""
    page.goto(f"{page.url.rstrip('/')}/?kecamatan=Toboali&kesehatan_semua_sehat=true")
    expect(page.get_by_role("button", name="Kecamatan: Toboali")).to_be_visible()


def district_map(page: Page) -> None:
    """Ringkasan, scrolled to the map and the table of kecamatan."""
    settle(page)
    expect(page.locator(".choroplethlayer path")).to_have_count(8)
    page.get_by_role("heading", name="Menurut kecamatan").scroll_into_view_if_needed()
    page.evaluate("document.querySelector('.st-key-strip').scrollIntoView()")


def ready_to_quote(page: Page) -> None:
    """Ringkasan, scrolled to its end."""
    settle(page)
    expect(page.locator(".st-key-quote .words")).to_be_visible()
    page.evaluate("document.querySelector('.st-key-quote').scrollIntoView({block: 'end'})")


def cooperatives(page: Page) -> None:
    """Koperasi, the table."""
    page.goto(f"{page.url.rstrip('/')}/koperasi")
    expect(page.get_by_text("1–50 dari 99 koperasi")).to_be_visible()
    expect(page.get_by_test_id("stDataFrame").locator("canvas").first).to_be_visible()


def names(page: Page) -> None:
    """Koperasi, the names behind one figure."""
    page.goto(f"{page.url.rstrip('/')}/koperasi?angka=Tidak+aktif")
    expect(page.get_by_text("1–26 dari 26 koperasi")).to_be_visible()
    expect(page.get_by_test_id("stDataFrame").locator("canvas").first).to_be_visible()


def one_cooperative(page: Page) -> None:
    """One koperasi: listed as inactive, still serving."""
    settle(page)
    page.locator(".st-key-attention button").nth(2).click()
    expect(page.get_by_role("button", name="Kembali ke daftar")).to_be_visible()


def regions(page: Page) -> None:
    """Wilayah."""
    page.goto(f"{page.url.rstrip('/')}/wilayah")
    expect(page.locator(".choroplethlayer path")).to_have_count(8)


def office(page: Page) -> None:
    """Kantor."""
    page.goto(f"{page.url.rstrip('/')}/kantor")
    expect(page.get_by_role("button", name="Simpan nama")).to_be_visible()


def on_stage(page: Page) -> None:
    """Mode tayang."""
    page.goto(f"{page.url.rstrip('/')}/?tayang=ya")
    expect_tiles(page, 99, 73, 26)


def nothing(page: Page) -> None:
    """Ringkasan, when the filter keeps nothing."""
    page.goto(f"{page.url.rstrip('/')}/?cari=tidak+ada")
    expect(page.get_by_text("Tidak ada koperasi yang cocok")).to_be_visible()


def preview(page: Page) -> None:
    """Periksa berkas, before Simpan."""
    expect_tiles(page, 99, 73, 26)
    upload(page, EXPORT)


def history(page: Page) -> None:
    """Riwayat unggahan."""
    page.goto(f"{page.url.rstrip('/')}/riwayat-unggahan")
    expect(page.get_by_role("heading", name="Riwayat unggahan")).to_be_visible()


def after_upload(page: Page) -> None:
    """Ringkasan after an export that lacks columns."""
    upload(page, EXPORT).get_by_role("button", name="Simpan").click()
    expect_tiles(page, 102, 68, 34)


def _opened(address: str, title: str) -> Screen:
    """Return the screen at an address, recognised by its title."""

    def open_it(page: Page) -> None:
        page.goto(f"{page.url.rstrip('/')}/{address}")
        expect(page.get_by_role("heading", name=title, exact=True)).to_be_visible()
        settle(page)

    return open_it


SCREENS: dict[str, Screen] = {
    "ringkasan": overview,
    "saringan": filtered,
    "peta": district_map,
    "siap-dikutip": ready_to_quote,
    "koperasi": cooperatives,
    "nama-nama": names,
    "satu-koperasi": one_cooperative,
    "kosong": nothing,
    "pemantauan": _opened("pemantauan", "Pemantauan"),
    "papan": _opened("pemantauan?tampilan=Papan", "Pemantauan"),
    "catat-kunjungan": _opened("catat-kunjungan", "Catat kunjungan"),
    "pembinaan": _opened("pembinaan", "Pembinaan"),
    "usulan-pembubaran": _opened("usulan-pembubaran", "Usulan pembubaran"),
    "sosialisasi": _opened("sosialisasi", "Sosialisasi"),
    "periksa-berkas": preview,
    "riwayat-unggahan": history,
    "wilayah": regions,
    "kantor": office,
    "tayang": on_stage,
}
IN_THE_GUIDE = (
    "ringkasan",
    "saringan",
    "peta",
    "siap-dikutip",
    "nama-nama",
    "satu-koperasi",
    "periksa-berkas",
    "riwayat-unggahan",
    "wilayah",
    "pemantauan",
)
IN_THE_GUIDE_ON_A_PHONE = ("catat-kunjungan",)


def shoot(page: Page, path: Path, *, whole: bool = False) -> None:
    """Write a picture of the page once it stands still."""
    settle(page)
    page.wait_for_timeout(400)  # a chart's or a dialog's fade has no event to wait for
    page.screenshot(path=path, full_page=whole, animations="disabled")


def take_guide(browser: BlockedBrowser, server: Server) -> None:
    """Take the guide's pictures in light, most at the laptop's size."""
    for name in (*IN_THE_GUIDE, *IN_THE_GUIDE_ON_A_PHONE):
        page = browser.open(server.url, PHONE if name in IN_THE_GUIDE_ON_A_PHONE else LAPTOP)
        SCREENS[name](page)
        shoot(page, GUIDE / f"{name}.png")
        page.context.close()


def take_all(browser: BlockedBrowser, server: Server, folder: Path) -> None:
    """Take every screen at both sizes and in both themes, then once more after an upload."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, screen in (SCREENS | {"sesudah-unggah": after_upload}).items():
        for size_name, size in (("laptop", LAPTOP), ("phone", PHONE)):
            for scheme in SCHEMES:
                if screen is after_upload and (size_name, scheme) != ("laptop", "light"):
                    continue
                page = browser.open(server.url, size, scheme)
                screen(page)
                shoot(page, folder / f"{name}-{size_name}-{scheme}.png")
                page.context.close()


def main() -> None:
    """Take the pictures that the command line asks for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--all", type=Path, metavar="FOLDER")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as home, serve(Path(home)) as server, blocked_browser() as browser:
        if options.all:
            take_all(browser, server, options.all)
        else:
            take_guide(browser, server)


if __name__ == "__main__":
    main()
