"""All numbers of one view, from everywhere it shows them: no two disagree."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from pathlib import Path

import pypdfium2
import pytest
from playwright.sync_api import Page, expect

from kopdata.database import open_database
from kopdata.models import Filter
from kopdata.outlines import built_in_outlines
from kopdata.queries import ask_overview
from kopdata.report import picture, typeset
from kopdata.report.picture import picture_data
from kopdata.settings import Settings
from kopdata.store import open_store
from kopdata.vocabulary import Status
from tests.browser.conftest import OpenPage
from tests.browser.dashboard import district_table, settle, tile
from tests.support.server import Server

TILES = (
    "Jumlah koperasi",
    "Aktif",
    "Tidak aktif",
    "Sudah RAT",
    "Bersertifikat NIK",
    "Sehat",
    "Sudah dikunjungi",
)
VIEWS = {
    "everything": ("", Filter()),
    "one kecamatan": ("kecamatan=Toboali", Filter(district=frozenset({"19.03.01"}))),
    "the inactive": ("status=Tidak+aktif", Filter(status=frozenset({Status.INACTIVE}))),
    "a small one": ("kecamatan=Lepar", Filter(district=frozenset({"19.03.02"}))),
}


def numbers(text: str) -> list[int]:
    """Return the whole numbers of a text, not those of dates or percentages."""
    return [int(found) for found in re.findall(r"(?<![\d,.-])\d+(?![\d,.-])", text)]


def alternative(page: Page, key: str) -> str:
    return page.locator(f".st-key-{key}").get_by_role("figure").get_attribute("aria-label") or ""


def downloaded(page: Page, name: str, folder: Path) -> bytes:
    with page.expect_download() as handed:
        page.get_by_role("button", name=name).click()
    path = folder / handed.value.suggested_filename
    handed.value.save_as(path)
    return path.read_bytes()


@pytest.mark.parametrize("view", VIEWS)
def test_no_two_numbers_of_one_view_disagree(
    view: str, demo_server: Server, open_page: OpenPage, tmp_path: Path
) -> None:
    query, filter_ = VIEWS[view]
    page = open_page(f"{demo_server.url}/?{query}")
    expect(page.locator(".choroplethlayer path")).to_have_count(8, timeout=30_000)
    settle(page)
    said = {title: int(tile(page, title).inner_text()) for title in TILES}
    total, active, inactive = (said[title] for title in TILES[:3])
    assert total == active + inactive

    titles, [*rows, sums] = district_table(page)
    for title in TILES:
        column = titles.index(title)
        assert sum(int(row[column]) for row in rows) == int(sums[column]) == said[title], title

    strip = numbers(page.locator(".st-key-strip").inner_text().replace("→", " "))
    assert strip[:2] == [inactive, said["Sudah dikunjungi"]]
    assert sorted(strip[1:4], reverse=True) == strip[1:4]

    chain = page.locator(".st-key-chain").inner_text()
    if active:
        assert re.search(rf"{said['Sudah RAT']} dari {active} koperasi aktif", chain)
    assert re.search(rf"{said['Bersertifikat NIK']} dari {total} koperasi", chain)

    on_map = alternative(page, "district_map")
    counted = {row[0]: row for row in rows if int(row[titles.index("Jumlah koperasi")])}
    for name, row in counted.items():
        part, whole = row[titles.index("Tidak aktif")], row[titles.index("Jumlah koperasi")]
        assert f"{name}: {part} dari {whole} koperasi tidak aktif" in on_map

    _, at_the_end, *_published = alternative(page, "trend").split("12 Desember 2022")
    assert {total, active, inactive} <= set(numbers(at_the_end))

    sentence = page.locator(".st-key-quote .words").inner_text()
    assert {total, active or inactive, inactive} <= set(numbers(sentence))
    if inactive:
        assert said["Sudah dikunjungi"] in numbers(sentence)

    overview = ask_overview(open_database(open_store(demo_server.home)), filter_)
    assert overview is not None
    office = Settings()
    drawn = picture_data(
        overview,
        filter_,
        built_in_outlines(),
        is_demo=True,
        office_name=office.office_name,
        section_name=office.section_name,
    )
    assert downloaded(page, "Unduh gambar", tmp_path) == picture(
        overview,
        filter_,
        built_in_outlines(),
        is_demo=True,
        office_name=office.office_name,
        section_name=office.section_name,
    )
    text = pypdfium2.PdfDocument(typeset("picture.typ", drawn, form="pdf"))[0].get_textpage().get_text_range()
    assert {total, active, inactive} <= set(numbers(text))

    page.goto(f"{demo_server.url}/koperasi?{query}")
    expect(page.get_by_text(re.compile(rf"dari {total} koperasi"))).to_be_visible(timeout=20_000)
    page.get_by_role("button", name="Unduh daftar by name by address").click()
    lines = downloaded(page, "Teks (.csv)", tmp_path).decode("utf-8-sig").splitlines()
    start = next(at for at, line in enumerate(lines) if "Nama" in line and ";" in line)
    names = list(csv.DictReader(io.StringIO("\n".join(lines[start:])), delimiter=";"))
    by_status = Counter(row["Status"] for row in names)
    assert (len(names), by_status["Aktif"], by_status["Tidak aktif"]) == (total, active, inactive)
