"""All numbers of one view, from everywhere it shows them: no two disagree."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, ViewportSize, expect

from kopdata.database import open_database
from kopdata.formats import ABSENT
from kopdata.models import Filter
from kopdata.outlines import built_in_outlines
from kopdata.queries import ask_overview
from kopdata.report.picture import picture_data
from kopdata.settings import Settings
from kopdata.store import open_store
from kopdata.vocabulary import Status
from kopdata.wording.view import fixed_status
from tests.browser.conftest import OpenPage
from tests.browser.dashboard import district_table, expect_tiles, settle, tile
from tests.support.browser import LAPTOP, PHONE
from tests.support.pictures import ALIKE, as_image, difference, read_back
from tests.support.server import Server

TILES = {
    "total": "Jumlah koperasi",
    "active": "Aktif",
    "inactive": "Tidak aktif",
    "rat_held": "Sudah RAT",
    "certified": "Bersertifikat NIK",
    "healthy": "Sehat",
    "visited": "Sudah dikunjungi",
}
STRIP = {
    "inactive": "tidak aktif",
    "visited": "sudah dikunjungi",
    "at_address": "ada di alamat",
    "serving": "masih melayani anggota",
    "in_coaching": "dalam pembinaan",
}
FOUND = (
    "{inactive} koperasi tidak aktif, {visited} sudah dikunjungi; {at_address} ada di alamatnya, {serving} "
    "di antaranya masih melayani anggota."
)
SHARES = "{active} aktif ({active_share} persen) dan {inactive} tidak aktif ({inactive_share} persen)."


@dataclass(frozen=True)
class Seen:
    """A view: its address, its filter, and its sentences with the numbers left out."""

    query: str
    filter_: Filter
    sentence: str


VIEWS = {
    "everything": Seen(
        "",
        Filter(),
        "Per 12 Desember 2022 tercatat {total} koperasi di Kabupaten Bangka Selatan: "
        f"{SHARES} DATA CONTOH untuk rincian berikut: dari {FOUND} Sumber:",
    ),
    "one kecamatan": Seen(
        "kecamatan=Toboali",
        Filter(district=frozenset({"19.03.01"})),
        f"tercatat {{total}} koperasi di Kecamatan Toboali: {SHARES} Dari {FOUND} Sumber:",
    ),
    "the inactive": Seen(
        "status=Tidak+aktif",
        Filter(status=frozenset({Status.INACTIVE})),
        f"tercatat {{total}} koperasi tidak aktif di Kabupaten Bangka Selatan. Dari {FOUND} Sumber:",
    ),
    "a small one": Seen(
        "kecamatan=Lepar",
        Filter(district=frozenset({"19.03.02"})),
        "tercatat {total} koperasi di Kecamatan Lepar: {active} dari {total} aktif dan {inactive} dari "
        "{total} tidak aktif. Koperasi tidak aktif itu sudah dikunjungi; ada di alamatnya, tetapi tidak "
        "melayani anggota. Sumber:",
    ),
    "a figure": Seen(
        "angka=Sudah+dikunjungi",
        Filter(counted_in=frozenset({"visited"})),
        "tercatat {total} koperasi tidak aktif di Kabupaten Bangka Selatan yang sudah dikunjungi. Sumber:",
    ),
    "a figure without the inactive": Seen(
        "angka=Sudah+RAT",
        Filter(counted_in=frozenset({"rat_held"})),
        "tercatat {total} koperasi aktif di Kabupaten Bangka Selatan yang sudah RAT. Sumber:",
    ),
    "a figure of one kecamatan": Seen(
        "kecamatan=Toboali&angka=Tidak+aktif",
        Filter(district=frozenset({"19.03.01"}), counted_in=frozenset({"inactive"})),
        f"tercatat {{total}} koperasi tidak aktif di Kecamatan Toboali. Dari {FOUND} Sumber:",
    ),
}
SEEN = [
    *(pytest.param(view, LAPTOP, id=f"{view}-laptop") for view in VIEWS),
    *(pytest.param(view, PHONE, id=f"{view}-phone") for view in ("one kecamatan", "a figure")),
]


def read_tiles(page: Page) -> dict[str, int]:
    return {id_: int(tile(page, title).inner_text()) for id_, title in TILES.items()}


def read_strip(page: Page) -> dict[str, int]:
    """Return the counts of the strip in its order, by the figure they count; none where there is no strip."""
    strip = page.locator(".st-key-strip")
    text = strip.inner_text() if strip.count() else ""
    parts = re.findall(rf"(\d+|tidak ada yang|belum ada) ({'|'.join(STRIP.values())})\b", text)
    ids = {words: id_ for id_, words in STRIP.items()}
    return {ids[words]: int(count) if count.isdigit() else 0 for count, words in parts}


def share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f}".replace(".", ",")


def alternative(page: Page, key: str) -> str:
    return page.locator(f".st-key-{key}").get_by_role("figure").get_attribute("aria-label") or ""


def downloaded(page: Page, name: str, folder: Path) -> bytes:
    with page.expect_download() as handed:
        page.get_by_role("button", name=name).click()
    path = folder / handed.value.suggested_filename
    handed.value.save_as(path)
    return path.read_bytes()


def open_view(open_page: OpenPage, server: Server, query: str, size: ViewportSize) -> Page:
    page = open_page(f"{server.url}/?{query}", size)
    expect(page.locator(".choroplethlayer path")).to_have_count(8, timeout=30_000)
    settle(page)
    return page


@pytest.mark.parametrize(("view", "size"), SEEN)
def test_no_two_numbers_of_one_view_disagree(
    view: str, size: ViewportSize, demo_server: Server, open_page: OpenPage, tmp_path: Path
) -> None:
    seen = VIEWS[view]
    page = open_view(open_page, demo_server, seen.query, size)
    said = read_tiles(page)
    total, active, inactive = said["total"], said["active"], said["inactive"]
    assert total == active + inactive

    titles, [*rows, sums] = district_table(page)
    for id_, title in TILES.items():
        column = titles.index(title)
        counts = [int(row[column]) for row in rows if row[column] != ABSENT]
        assert sum(counts) == int(sums[column]) == said[id_], title

    strip = read_strip(page)
    assert list(strip) == (list(STRIP) if inactive else [])
    if inactive:
        assert (strip["inactive"], strip["visited"]) == (inactive, said["visited"])
        assert strip["visited"] >= strip["at_address"] >= strip["serving"]
        assert strip["visited"] >= strip["in_coaching"]

    chain = page.locator(".st-key-chain").inner_text()
    steps = re.findall(r"(\d+) dari (\d+) koperasi( aktif)?", chain)
    rat = [(str(said["rat_held"]), str(active), " aktif")] if active else []
    assert [*steps[: len(rat)], steps[-1]] == [*rat, (str(said["certified"]), str(total), "")]
    assert len(steps) == len(rat) + 2

    on_map = alternative(page, "district_map")
    counted = [
        [row[0], row[titles.index("Tidak aktif")], row[titles.index("Jumlah koperasi")]] for row in rows
    ]
    counted = [row for row in counted if row[2] not in {"0", ABSENT}]
    for name, part, whole in counted:
        assert f"{name}: {part} tidak aktif dari {whole} koperasi" in on_map

    _, at_the_end, *_published = alternative(page, "trend").split(" 12 Desember 2022: ")
    assert re.match(rf"{total} koperasi, ({active}|tidak ada) koperasi aktif,? dan ", at_the_end)
    assert re.match(rf".*? dan ({inactive}|tidak ada) koperasi tidak aktif\.", at_the_end)

    sentence = page.locator(".st-key-quote .words").inner_text()
    shares = {"active_share": share(active, total), "inactive_share": share(inactive, total)}
    assert seen.sentence.format(**(strip | said), **shares) in sentence

    overview = ask_overview(open_database(open_store(demo_server.home)), seen.filter_)
    assert overview is not None
    office = Settings()
    letters, look = read_back(
        picture_data(
            overview,
            seen.filter_,
            built_in_outlines(),
            is_demo=True,
            office_name=office.office_name,
            section_name=office.section_name,
        )
    )
    for title, value in (("Jumlah koperasi", total), ("Aktif", active), ("Tidak aktif", inactive)):
        fixed = not value and fixed_status(seen.filter_) is not None
        assert f" {title} {ABSENT if fixed else value} " in letters
    for name, part, whole in counted:
        assert f" {name} {part if inactive else whole} " in f" {letters} "
    became = " ".join(f"{count} {STRIP[id_]}" for id_, count in strip.items())
    assert became in letters
    assert became or "sudah dikunjungi " not in letters.partition("Yang tidak aktif")[2]
    assert difference(as_image(downloaded(page, "Unduh gambar", tmp_path)), look) < ALIKE

    page.goto(f"{demo_server.url}/koperasi?{seen.query}")
    expect(page.get_by_text(re.compile(rf"^1–{min(total, 50)} dari {total} koperasi"))).to_be_visible(
        timeout=20_000
    )
    page.get_by_role("button", name="Unduh daftar by name by address").click()
    lines = downloaded(page, "Teks (.csv)", tmp_path).decode("utf-8-sig").splitlines()
    start = next(at for at, line in enumerate(lines) if "Nama" in line and ";" in line)
    names = list(csv.DictReader(io.StringIO("\n".join(lines[start:])), delimiter=";"))
    by_status = Counter(row["Status"] for row in names)
    assert (len(names), by_status["Aktif"], by_status["Tidak aktif"]) == (total, active, inactive)


def opened_by(page: Page) -> dict[str, Locator]:
    """Return the ways from some numbers of Ringkasan to their names, by the key of their button."""
    keys = ("names_total", "names_inactive", "names_visited", "names_certified", "strip_at_address")
    return {key: page.locator(f".st-key-{key} button") for key in (*keys, "chain_data_complete")}


@pytest.mark.parametrize(
    ("query", "size", "least"),
    [
        ("kecamatan=Toboali", PHONE, 6),
        ("angka=Sudah+dikunjungi", LAPTOP, 5),
    ],
    ids=["kecamatan-phone", "figure-laptop"],
)
def test_every_number_opens_as_many_names_as_it_says(
    query: str, size: ViewportSize, least: int, demo_server: Server, open_page: OpenPage
) -> None:
    page = open_view(open_page, demo_server, query, size)
    said = read_tiles(page)
    followed = 0
    for key in opened_by(page):
        way = opened_by(page)[key]
        if not way.count():
            continue
        found = re.search(r"\d+", way.inner_text())
        assert found is not None
        count = int(found[0])
        way.click()
        expect(page.get_by_text(re.compile(r"^1–\d+ dari \d+ koperasi"))).to_have_text(
            re.compile(rf"^1–{min(count, 50)} dari {count} koperasi\."), timeout=20_000
        )
        page.goto(f"{demo_server.url}/?{query}")
        expect_tiles(page, said["total"], said["active"], said["inactive"])
        expect(page.locator(".st-key-chain")).to_be_visible()
        settle(page)
        followed += 1
    assert followed == least
