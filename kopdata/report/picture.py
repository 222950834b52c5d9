"""One picture of a view to send on: 1080 × 1350 pixels, read on a phone, made without a browser."""

from __future__ import annotations

import io
import re
from typing import Final

from PIL import Image
from PIL.PngImagePlugin import PngInfo

from kopdata.figures import ACTIVE, INACTIVE, LARGE_TILES, STRIP, TOTAL, UNKNOWN, VISITED, Figure, MapMeasure
from kopdata.formats import ABSENT, SMALL_DENOMINATOR, number, percent
from kopdata.models import Filter
from kopdata.outlines import Outlines
from kopdata.queries.overview import Overview
from kopdata.regions import REGENCY, districts
from kopdata.report.typesetting import typeset
from kopdata.vocabulary import Status
from kopdata.wording.district_map import MapArea, map_view
from kopdata.wording.quote import SAMPLE, quote, source_line
from kopdata.wording.strip import strip_sentence
from kopdata.wording.tiles import is_published
from kopdata.wording.view import cooperatives_in_view, keeps_status, place

WIDTH, HEIGHT = 1080, 1350
"""Pixels: a portrait that chat programs show whole."""
SHADES: Final = ("#d2e8ea", "#94c7cb", "#4f9ca3", "#1b6f78", "#064148")
"""The map's classes from none to most, as the screen colours them."""
NOTHING, BORDER, COAST = "#ecdcc4", "#ffffff", "#5b6f7a"
_MAP: Final = (984, 500, 4)
"""Width, height and margin of the map in pixels; the page may draw it smaller."""
_PIXELS_PER_INCH: Final = 144
_NAMED_IN_THE_TITLE: Final = 2
"""Kecamatan; more would make its letters too small, and all of them stand in the line under the date."""
_STATUS_OF: Final = {ACTIVE.id: Status.ACTIVE, INACTIVE.id: Status.INACTIVE}
_UNBROKEN: Final = re.compile(r"(\S{24})(?=\S)")


def picture(
    overview: Overview,
    filter_: Filter,
    outlines: Outlines,
    *,
    is_demo: bool,
    office_name: str,
    section_name: str,
    official: str = "",
) -> bytes:
    """Return a PNG with the three figures, the map and what became of those not active.

    The same view makes the same bytes. The sentence to quote stands in its text chunk "Description".

    Raises
    ------
    TypesettingError
        The picture could not be drawn.
    """
    data = picture_data(
        overview,
        filter_,
        outlines,
        is_demo=is_demo,
        office_name=office_name,
        section_name=section_name,
        official=official,
    )
    drawn = typeset("picture.typ", data, form="png", pixels_per_inch=_PIXELS_PER_INCH)
    words = quote(overview, filter_, is_demo=is_demo, section_name=section_name, official=official)
    return _described(drawn, words)


def picture_data(
    overview: Overview,
    filter_: Filter,
    outlines: Outlines,
    *,
    is_demo: bool,
    office_name: str,
    section_name: str,
    official: str = "",
) -> dict[str, object]:
    """Return all that ``picture.typ`` draws, in words: nothing is counted or phrased in the template."""
    real = {figure.id for figure in LARGE_TILES if is_published(overview, figure, filter_)}
    sample = " (angka contoh)" if is_demo else ""
    return {
        "office": _breakable(office_name),
        "title": f"Koperasi {_place(filter_)}",
        "date": f"Keadaan per {overview.snapshot.label}",
        "narrowed": _narrowed(filter_),
        "band": _band(bool(real)) if is_demo else "",
        "figures": [
            {
                "title": figure.title,
                "value": number(overview.count(figure)) if _is_open(figure, filter_) else ABSENT,
                "share": _share(overview, figure.id) if _is_open(figure, filter_) else "di luar saringan",
                "without": _without_merah_putih(overview, figure.id) if _is_open(figure, filter_) else "",
                "mark": ("angka nyata" if figure.id in real else "angka contoh") if is_demo and real else "",
            }
            for figure in LARGE_TILES
        ],
        "map": _map(overview, filter_, outlines) | {"caption": f"{_measure(filter_).title}{sample}"},
        "strip": _strip(overview, filter_)
        | {"caption": f"Yang tidak aktif{' (kunjungan: angka contoh)' if is_demo else ''}"},
        "source": _breakable(" ".join(filter(None, [source_line(overview, section_name), official]))),
        "borders": "" if outlines.is_official else outlines.name,
    }


def _band(has_real: bool) -> str:
    beside = "Yang bertanda “angka nyata” pernah diumumkan." if has_real else "Semua angka di sini karangan."
    return f"{SAMPLE}. {beside}"


def _narrowed(filter_: Filter) -> str:
    if not filter_.narrows:
        return ""
    return _breakable(f"Hanya {cooperatives_in_view(filter_)}")


def _place(filter_: Filter) -> str:
    """Return where: the kecamatan by name while they are few, how many they are while they are not all."""
    chosen = len(filter_.district)
    if _NAMED_IN_THE_TITLE < chosen < len(districts()):
        return f"di {chosen} kecamatan Kabupaten {REGENCY}"
    return place(filter_)


def _is_open(figure: Figure, filter_: Filter) -> bool:
    """Tell whether the filter leaves it open how many ``figure`` counts; a 0 of its own is no finding."""
    status = _STATUS_OF.get(figure.id)
    return status is None or keeps_status(filter_, status)


def _measure(filter_: Filter) -> MapMeasure:
    """Return what colours the map: those not active, unless the filter leaves them out."""
    figure = next((one for one in (INACTIVE, ACTIVE) if _is_open(one, filter_)), TOTAL)
    kind = "" if figure is TOTAL else f" {figure.title.lower()}"
    return MapMeasure(f"Jumlah koperasi{kind}", figure, is_share=False)


def _share(overview: Overview, id_: str) -> str:
    value = overview.figures[id_]
    if value.value is None:
        return "tidak ada di berkas ini"
    if value.population is None:
        untold = overview.count(UNKNOWN)
        return f"{number(untold)} di antaranya tanpa status" if untold else "tercatat di ODS"
    if not value.population:
        return "tidak ada koperasi"
    of_few = value.population < SMALL_DENOMINATOR
    return f"{percent(value.value, value.population)}{' koperasi' if of_few else ''}"


def _without_merah_putih(overview: Overview, id_: str) -> str:
    """Return the share once more without those too new to compare, "" where there are none."""
    rest = overview.figures[id_].without_merah_putih
    return f"{percent(rest.value, rest.population)} tanpa Merah Putih" if rest else ""


def _map(overview: Overview, filter_: Filter, outlines: Outlines) -> dict[str, object]:
    width, height, _ = _MAP
    shown = map_view(overview, _measure(filter_))
    areas = {area.code: area for area in shown.areas}
    left_out = frozenset(areas) - filter_.district if filter_.district else frozenset[str]()
    places = outlines.label_points(*_MAP)
    return {
        "note": " ".join(shown.notes),
        "width": width,
        "height": height,
        "svg": _drawn(areas, left_out, outlines.svg_paths(*_MAP)),
        "labels": [
            {
                "x": places[code][0],
                "y": places[code][1],
                "name": area.name,
                "count": "" if code in left_out else area.label,
            }
            for code, area in areas.items()
        ],
    }


def _drawn(areas: dict[str, MapArea], left_out: frozenset[str], paths: dict[str, str]) -> str:
    """Return the map without its names as SVG; it holds numbers and colours of ours only."""
    coast = "".join(f'<path d="{path}"/>' for path in paths.values())
    shapes = "".join(
        f'<path d="{paths[code]}" fill="{_colour(None if code in left_out else area.shade)}"/>'
        for code, area in areas.items()
    )
    width, height, _ = _MAP
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" '
        f'height="{height}"><g fill-rule="evenodd" stroke-linejoin="round">'
        f'<g stroke="{COAST}" stroke-width="5">{coast}</g>'
        f'<g stroke="{BORDER}" stroke-width="2">{shapes}</g></g></svg>'
    )


def _colour(shade: int | None) -> str:
    return NOTHING if shade is None else SHADES[shade]


def _strip(overview: Overview, filter_: Filter) -> dict[str, object]:
    """Return the strip in numbers, or a sentence in its place; neither where the filter leaves it out."""
    inactive = overview.count(INACTIVE)
    if overview.figures[VISITED.id].unrecorded is not None:  # the figure above says all that is known
        return {"words": "", "steps": []}
    if inactive is None or overview.count(VISITED) is None:
        words = "Status aktif tidak ada di berkas ini."
    else:
        words = strip_sentence(overview, filter_)
    steps = [{"value": number(overview.count(figure)), "title": figure.title.lower()} for figure in STRIP]
    return {"words": words, "steps": steps if inactive else []}


def _breakable(text: str) -> str:
    """Return ``text`` on one line, with places to break where a word is longer than any word is."""
    return _UNBROKEN.sub("\\1\u200b", " ".join(text.split()))


def _described(drawn: bytes, sentence: str) -> bytes:
    """Return the PNG with ``sentence`` in its "Description", for who cannot see it."""
    words = PngInfo()
    words.add_itxt("Description", sentence, lang="id", tkey="Keterangan")
    described = io.BytesIO()
    with Image.open(io.BytesIO(drawn), formats=("PNG",)) as image:
        image.convert("RGB").save(described, "PNG", pnginfo=words)
    return described.getvalue()
