"""Reads an office's own file of borders, and never trusts it: any bytes make outlines or one clear sentence.

Loads shapely, so ``kopdata.outlines`` imports this file only when there is such a file to read.
"""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Iterator
from functools import cache
from typing import Annotated, Final, TypeAlias

import numpy as np
import numpy.typing as npt
import shapely
from pydantic import Field, JsonValue, TypeAdapter, ValidationError
from shapely import MultiPolygon, Point, Polygon, STRtree

from kopdata import formats
from kopdata.imports.values import shortened
from kopdata.outlines import Outline, Outlines, OutlinesRefusedError, Ring, built_in_outlines
from kopdata.regions import REGENCY, District, districts, find_district
from kopdata.vocabulary import fold

Area: TypeAlias = Polygon | MultiPolygon

LARGEST_FILE: Final = 20 * 1024 * 1024
MOST_CORNERS: Final = 200_000
"""Of a whole file. Official borders of 53 villages at a scale of 1:10,000 have about 100,000."""
MOST_BRACES: Final = 100_000
MOST_COMMAS: Final = 1_000_000
"""Every value but the first stands behind a comma: three to a corner with its height, the rest to texts."""
MOST_CLEANED: Final = 10_000
"""Corners among which gaps and overlaps are looked for: 2 s, and four times as long for twice as many."""
MOST_DRAWN: Final = 6_000
"""Corners that go to a browser: 120 kB of GeoJSON."""
MOST_AREAS: Final = 10_000
"""Islets and ponds included."""
MEETINGS_OF_A_LINE: Final = 7
"""Lines that one line touches: itself, those before and behind, and the same three of a neighbour."""
MORE_MEETINGS: Final = 200_000
"""Corners where several areas meet, lines drawn twice, slips: so much more is joined in 2 s."""
MOST_SLIPS: Final = 75_000
"""Places where the border of an area crosses itself: so many are mended in 3 s."""

EXTENT: Final = (105.4, -3.8, 108.2, -2.2)
"""West, south, east, north: the regency lies within 105.8–107.2 and -3.2 – -2.4, islets a little beyond."""
SMALLEST_DISTRICT: Final = 1e-4
"""Square degrees, 1.2 km²; the smallest kecamatan, an island, has 50 km²."""
TOLERATED_OVERLAP: Final = 0.05
"""Share of the smaller area that borders drawn twice may differ by."""
GAP: Final = 2e-4
"""Degrees, 22 m: a narrower gap between neighbours is a slip of drawing."""
FINE_TOLERANCE: Final = 5e-5
FIRST_TOLERANCE: Final = 2e-4
LAST_TOLERANCE: Final = 0.05
"""Degrees: corners of triangles smaller than its square go until few enough are left."""
DECIMALS: Final = 4
"""Of a degree: 11 m."""
SPECK: Final = 1e-8
"""Square degrees, of the size of one step of the last decimal: smaller loops of a line are no land."""
LABEL_IS_WIDER: Final = 2.0
"""A name is wider than high, so its place is sought where the outline is wide."""

# Names of properties, folded: ADM3_PCODE is "adm3pcode".
_CODE = re.compile(
    "id|code|kode|kd|bps|kemendagri|(id|kd|kode)(kec|kecamatan|desa|bps|kemendagri)|kd[ce](pum|bps)|"
    "(district|bps)code|adm[34]pcode"
)
_DISTRICT = re.compile("(nm|nama|name)?(kec|kecamatan)|wadmkc|name3|district(name)?|adm3(en|id|name)?")
_OTHER = re.compile("nama|name|namobj|nm|label|title")

_Number = Annotated[float, Field(strict=True, allow_inf_nan=False)]
_Ring = Annotated[list[Annotated[list[_Number], Field(min_length=2)]], Field(min_length=4)]
_Polygons = list[Annotated[list[_Ring], Field(min_length=1)]]
_POLYGONS: Final[TypeAdapter[_Polygons]] = TypeAdapter(_Polygons)

_SAVE_AGAIN: Final = "Simpan ulang batas kecamatan sebagai GeoJSON (UTF-8), lalu pilih lagi."
_DAMAGED: Final = (
    "Garis batas {where} saling memotong sehingga wilayahnya tidak jelas. Perbaiki garisnya di aplikasi "
    "peta, lalu simpan ulang."
)
_TOO_DETAILED: Final = (
    "Garis batas dalam berkas ini memuat terlalu banyak titik. Sederhanakan di aplikasi peta, lalu simpan "
    "ulang."
)


def read(content: bytes, file_name: str) -> Outlines:
    """Return the outlines of all kecamatan; see ``kopdata.outlines.read_outlines``."""
    try:
        found = _by_district(_features(content))
        _check_effort([part for parts in found.values() for part in parts])
        areas = [_joined(district, found[district]) for district in districts()]
        _check_against_each_other(areas)
        outlines = [outline_of(*pair) for pair in zip(districts(), _for_a_browser(areas), strict=True)]
    except shapely.errors.GEOSException:
        raise OutlinesRefusedError(_DAMAGED.format(where="dalam berkas ini")) from None
    return Outlines(
        outlines=tuple(outlines),
        is_official=True,
        name="Batas wilayah dari berkas kantor",
        source=shortened(file_name),
    )


def outline_of(district: District, area: Area) -> Outline:
    """Return the outline of ``district``: ``area`` as plain numbers, and a place for the name."""
    parts = shapely.get_parts(shapely.orient_polygons(area))
    largest_first = sorted(parts, key=lambda part: (-part.area, part.bounds))
    return Outline(
        code=district.code,
        name=district.name,
        polygons=tuple(
            tuple(_ring(ring.coords) for ring in (part.exterior, *part.interiors)) for part in largest_first
        ),
        label_at=_label_place(largest_first[0]),
    )


def _ring(positions: npt.NDArray[np.float64]) -> Ring:
    return tuple((float(x), float(y)) for x, y in positions)


def _label_place(area: Polygon) -> tuple[float, float]:
    """Return the place that is farthest from the border, measured by the room that a name takes."""
    squeezed = shapely.transform(area, lambda at: at / [LABEL_IS_WIDER, 1.0])
    place = Point(shapely.maximum_inscribed_circle(squeezed, tolerance=1e-5).coords[0])
    return round(place.x * LABEL_IS_WIDER, DECIMALS), round(place.y, DECIMALS)


def _features(content: bytes) -> list[JsonValue]:
    """Return the features of a GeoJSON file as they are."""
    if len(content) > LARGEST_FILE:
        raise OutlinesRefusedError(
            f"Berkas ini lebih besar dari {LARGEST_FILE // 1024**2} MB. Sederhanakan garis batasnya di "
            "aplikasi peta, lalu pilih lagi."
        )
    # Counted before they are read, because each takes a hundred bytes of memory and more.
    most = {b"[": MOST_CORNERS, b"{": MOST_BRACES, b",": MOST_COMMAS}
    if any(content.count(sign) > limit for sign, limit in most.items()):
        raise OutlinesRefusedError(_TOO_DETAILED)
    try:
        document: JsonValue = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise OutlinesRefusedError(f"Berkas ini tidak dapat dibaca sebagai GeoJSON. {_SAVE_AGAIN}") from None
    match document:
        case {"type": "FeatureCollection", "features": [_, *_] as features}:
            return features
        case {"type": "FeatureCollection"}:
            raise OutlinesRefusedError(f"Berkas ini tidak memuat satu wilayah pun. {_SAVE_AGAIN}")
    raise OutlinesRefusedError(f"Berkas ini bukan kumpulan wilayah GeoJSON. {_SAVE_AGAIN}")


def _by_district(features: list[JsonValue]) -> dict[District, list[Polygon]]:
    """Return the polygons of each kecamatan; none is missing, and all lie where the regency lies."""
    found: dict[District, list[Polygon]] = {}
    for number, feature in enumerate(features, start=1):
        if not isinstance(feature, dict) or feature.get("type") != "Feature":
            raise OutlinesRefusedError(
                f"Bagian ke-{number} dalam berkas ini bukan wilayah GeoJSON. {_SAVE_AGAIN}"
            )
        district = _district_of(feature, number)
        found.setdefault(district, []).extend(_polygons(feature.get("geometry"), district))
    if missing := [district.name for district in districts() if district not in found]:
        raise OutlinesRefusedError(
            f"Berkas ini tidak memuat batas Kecamatan {formats.listed(missing)}. Lengkapi hingga memuat "
            f"{len(districts())} kecamatan, lalu pilih lagi."
        )
    return found


def _district_of(feature: dict[str, JsonValue], number: int) -> District:
    """Return the kecamatan that a feature is, or is a village of."""
    properties = feature.get("properties")
    given = [("id", feature.get("id")), *(properties.items() if isinstance(properties, dict) else ())]
    texts = [
        (re.sub(r"[^a-z0-9]", "", fold(name)), _text(value))
        for name, value in given
        if isinstance(value, str | int | float)
    ]
    sure = {_with_code(text) for name, text in texts if _CODE.fullmatch(name)}
    sure |= {find_district(text) for name, text in texts if _DISTRICT.fullmatch(name)}
    # A village may bear the name of a kecamatan, so such a name counts only where nothing better is given.
    other = {find_district(text) for name, text in texts if _OTHER.fullmatch(name) or _CODE.fullmatch(name)}
    found = sorted(filter(None, sure), key=_order) or sorted(filter(None, other), key=_order)
    if len(found) == 1:
        return found[0]
    if found:
        raise OutlinesRefusedError(
            f"Wilayah ke-{number} dalam berkas ini menyebut dua kecamatan, {found[0].name} dan "
            f"{found[1].name}. Perbaiki kode atau namanya, lalu pilih lagi."
        )
    names = [text for name, text in texts if text and (_DISTRICT.fullmatch(name) or _OTHER.fullmatch(name))]
    called = f' ("{shortened(names[0])}")' if names else ""
    raise OutlinesRefusedError(
        f"Wilayah ke-{number} dalam berkas ini{called} tidak dikenal sebagai kecamatan di {REGENCY}. Isi "
        "kode atau nama kecamatannya, atau hapus wilayah itu, lalu pilih lagi."
    )


def _order(district: District) -> str:
    return district.code


def _text(value: str | float) -> str:
    """Return a property as text: codes come as numbers too, and then as 190301.0."""
    if isinstance(value, float) and value.is_integer():
        return f"{value:.0f}"
    # JSON can spell half a character, which no screen can show.
    return str(value)[:200].encode("utf-8", errors="replace").decode("utf-8")


def _with_code(text: str) -> District | None:
    """Return the kecamatan that has this Kemendagri or BPS code, or a village with this code."""
    digits = re.sub(r"[^0-9]", "", text)
    if len(digits) == 10 and "." not in text:  # a village's BPS code, else a Kemendagri code
        return _codes().get(digits[:7]) or _codes().get(digits)
    return _codes().get(digits)


@cache
def _codes() -> dict[str, District]:
    """Return every code, as digits, of a kecamatan, and the Kemendagri codes of its villages."""
    codes: dict[str, District] = {}
    for district in districts():
        for code in (district.code, district.bps_code, *(village.code for village in district.villages)):
            codes[code.replace(".", "")] = district
    return codes


def _polygons(geometry: JsonValue, district: District) -> Iterator[Polygon]:
    """Yield the polygons of one feature, repaired where little is wrong with them."""
    match geometry:
        case {"type": "Polygon", "coordinates": rings}:
            given: JsonValue = [rings]
        case {"type": "MultiPolygon", "coordinates": given}:
            pass
        case _:
            raise OutlinesRefusedError(
                f"Kecamatan {district.name} dalam berkas ini bukan wilayah, melainkan titik, garis, atau "
                f"kosong. {_SAVE_AGAIN}"
            )
    try:
        polygons = _POLYGONS.validate_python(given)
    except ValidationError:
        raise OutlinesRefusedError(
            f"Garis batas Kecamatan {district.name} memuat koordinat yang kosong, tidak lengkap, atau bukan "
            f"angka. {_SAVE_AGAIN}"
        ) from None
    for rings in polygons:
        plain = [[(at[0], at[1]) for at in ring] for ring in rings]
        for ring in plain:
            _check_place(ring, district)
        yield Polygon(plain[0], plain[1:])


def _check_place(ring: list[tuple[float, float]], district: District) -> None:
    """Refuse a line that leaves the part of the world in which the regency lies, and say what seems wrong."""
    west, south, east, north = EXTENT
    if all(west <= x <= east and south <= y <= north for x, y in ring):
        return
    beyond = f"Batas Kecamatan {district.name} dalam berkas ini"
    if all(west <= y <= east and south <= x <= north for x, y in ring):
        raise OutlinesRefusedError(
            f"{beyond} memakai urutan lintang lalu bujur. Tukar menjadi bujur lalu lintang, lalu pilih lagi."
        )
    if any(abs(x) > 180 or abs(y) > 180 for x, y in ring):
        raise OutlinesRefusedError(
            f"{beyond} memakai satuan meter, bukan derajat. Ubah ke WGS 84 (EPSG:4326) di aplikasi peta, "
            "lalu simpan ulang."
        )
    raise OutlinesRefusedError(
        f"{beyond} terletak di luar Kabupaten {REGENCY}. Periksa koordinatnya, lalu pilih lagi."
    )


def _check_effort(polygons: list[Polygon]) -> None:
    """Refuse what would take minutes and all memory to join: too many areas, or lines that cross everywhere.

    A sample of the lines is enough, for the same reason.
    """
    rings, of_area = shapely.get_rings(polygons, return_index=True)
    if len(rings) > MOST_AREAS:
        raise OutlinesRefusedError(
            "Berkas ini memuat terlalu banyak wilayah kecil. Gabungkan per kecamatan di aplikasi peta, lalu "
            "simpan ulang."
        )
    positions, lines = shapely.get_coordinates(rings, return_index=True)
    same = lines[1:] == lines[:-1]
    pieces = shapely.linestrings(np.stack([positions[:-1][same], positions[1:][same]], axis=1))
    tree = STRtree(pieces)
    numbers = np.arange(0, len(pieces), max(1, len(pieces) // 1_000))
    share = len(numbers) / max(1, len(pieces))
    area_of = of_area[lines[:-1][same]]
    met = slips = 0
    for some in np.array_split(numbers, len(numbers) // 20 + 1):
        ours, theirs = tree.query(pieces[some], predicate="intersects")
        met += len(ours)
        own = area_of[some[ours]] == area_of[theirs]
        slips += int(shapely.crosses(pieces[some[ours[own]]], pieces[theirs[own]]).sum())
        # Of two lines that cross, each finds the other.
        if met > MEETINGS_OF_A_LINE * len(numbers) + MORE_MEETINGS * share or slips > 2 * MOST_SLIPS * share:
            raise OutlinesRefusedError(_DAMAGED.format(where="dalam berkas ini"))


def _joined(district: District, polygons: list[Polygon]) -> Area:
    """Return the area of a kecamatan from its polygons, which must not lie on each other."""
    sound = [part for polygon in polygons for part in _repaired(district, polygon)]
    area: Area = shapely.union_all(sound)
    if area.area < SMALLEST_DISTRICT:
        raise OutlinesRefusedError(
            f"Wilayah Kecamatan {district.name} dalam berkas ini kosong atau terlalu kecil. {_SAVE_AGAIN}"
        )
    if sum(part.area for part in sound) > area.area * (1 + TOLERATED_OVERLAP):
        raise OutlinesRefusedError(
            f"Kecamatan {district.name} tercantum lebih dari sekali dalam berkas ini. Sisakan satu, lalu "
            "pilih lagi."
        )
    return area


def _repaired(district: District, polygon: Polygon) -> list[Polygon]:
    """Return the polygon without the loops that a slip of drawing makes; more than a slip is refused."""
    if shapely.is_valid(polygon):
        return [polygon]
    parts = [part for part in shapely.get_parts(_made_valid(polygon)) if part.area >= SPECK]
    repaired = sum(part.area for part in parts)
    if abs(repaired - polygon.area) > TOLERATED_OVERLAP * max(repaired, polygon.area):
        raise OutlinesRefusedError(_DAMAGED.format(where=f"Kecamatan {district.name}"))
    return parts


def _made_valid(area: Area) -> Area:
    # The other method takes twenty times as long where lines cross often.
    valid: Area = shapely.make_valid(area, method="structure", keep_collapsed=False)
    return valid


def _check_against_each_other(areas: list[Area]) -> None:
    """Refuse areas that lie on each other, or of which none lies where the kecamatan is known to lie."""
    named = list(zip(districts(), areas, strict=True))
    for (one, first), (other, second) in itertools.combinations(named, 2):
        if first.intersection(second).area > TOLERATED_OVERLAP * min(first.area, second.area):
            raise OutlinesRefusedError(
                f"Wilayah Kecamatan {one.name} dan {other.name} dalam berkas ini bertumpuk. Perbaiki "
                "batasnya di aplikasi peta, lalu simpan ulang."
            )
    for (district, area), known in zip(named, built_in_outlines().outlines, strict=True):
        if not any(area.intersects(Polygon(rings[0])) for rings in known.polygons):
            raise OutlinesRefusedError(
                f"Kecamatan {district.name} dalam berkas ini terletak di tempat kecamatan lain. Periksa "
                "apakah kode atau namanya tertukar."
            )


def _for_a_browser(areas: list[Area]) -> list[Area]:
    """Return the areas with matching borders, and with no more corners than a browser should be sent."""
    clean = shapely.coverage_clean(_fewer_corners(areas), gap_width=GAP)
    drawn, tolerance = [_rounded(area) for area in clean], FIRST_TOLERANCE
    while shapely.get_num_coordinates(drawn).sum() > MOST_DRAWN:
        if tolerance > LAST_TOLERANCE:
            raise OutlinesRefusedError(_TOO_DETAILED)
        worth_drawing = [_without_specks(area, tolerance**2) for area in clean]
        drawn = [_rounded(area) for area in shapely.coverage_simplify(worth_drawing, tolerance)]
        tolerance *= 1.5
    if any(area.is_empty for area in drawn):
        raise OutlinesRefusedError(_DAMAGED.format(where="dalam berkas ini"))
    return drawn


def _fewer_corners(areas: list[Area]) -> list[Area]:
    """Return the areas with no more corners than ``MOST_CLEANED``; borders that they share stay shared."""
    tolerance = FINE_TOLERANCE
    while shapely.get_num_coordinates(areas).sum() > MOST_CLEANED:
        if tolerance > LAST_TOLERANCE:
            raise OutlinesRefusedError(_TOO_DETAILED)
        worth_cleaning = [_without_specks(area, tolerance**2) for area in areas]
        areas = [_sound(area) for area in shapely.coverage_simplify(worth_cleaning, tolerance)]
        tolerance *= 1.5
    return areas


def _without_specks(area: Area, smallest: float) -> MultiPolygon:
    """Return the area without islets and ponds below so many square degrees; its largest part stays."""
    parts = sorted(shapely.get_parts(area), key=lambda part: -float(part.area))
    return MultiPolygon(
        [
            Polygon(part.exterior, [hole for hole in part.interiors if Polygon(hole).area >= smallest])
            for part in parts
            if part is parts[0] or part.area >= smallest
        ]
    )


def _rounded(area: Area) -> Area:
    """Return the area in short numbers; rounding alike keeps what two areas share."""
    return _sound(shapely.transform(area, lambda at: at.round(DECIMALS)))


def _sound(area: Area) -> Area:
    return area if shapely.is_valid(area) else _made_valid(area)
