"""The map in words: what each kecamatan shows, in which class of colour, and what the classes mean."""

from __future__ import annotations

from collections.abc import Iterable

from kopdata.figures import ACTIVE, ASSESSED, CERTIFIED, HEALTHY, INACTIVE, RAT_HELD, TOTAL, MapMeasure
from kopdata.formats import ABSENT, SMALL_DENOMINATOR, number, percent, share
from kopdata.models import Record
from kopdata.queries.overview import DistrictRow, FigureValue, Overview
from kopdata.regions import NO_DISTRICT
from kopdata.wording.tiles import UNRECORDED, absent_words

NOTHING_TO_DIVIDE = "tidak ada koperasi untuk dibagi"
CLASSES = 5
"""Classes of colour at the most: more cannot be told apart."""

_PHRASES = {
    TOTAL.id: "koperasi",
    ACTIVE.id: "aktif",
    INACTIVE.id: "tidak aktif",
    RAT_HELD.id: "sudah RAT",
    CERTIFIED.id: "bersertifikat NIK",
    HEALTHY.id: "sehat",
}
_WHOLES = {TOTAL.id: "koperasi", ACTIVE.id: "koperasi aktif", ASSESSED.id: "koperasi yang dinilai"}
_NONE = {
    TOTAL.id: "tidak ada koperasi",
    ACTIVE.id: "tidak ada koperasi aktif",
    ASSESSED.id: "belum ada koperasi yang dinilai",
}


class MapArea(Record):
    """One kecamatan on the map.

    ``label`` is written on it, ``words`` say it in full. ``shade`` is its class of colour, from 0, None where
    there is nothing to show. ``is_hatched`` marks a share of so few that a percentage would mislead.
    """

    code: str
    name: str
    label: str
    words: str
    shade: int | None
    is_hatched: bool


class MapView(Record):
    """The whole map: ``shades`` are the classes of colour in words, from the lightest.

    ``nothing`` says what the colour of a kecamatan without a class means, "" where each has one.
    """

    title: str
    areas: tuple[MapArea, ...]
    shades: tuple[str, ...]
    notes: tuple[str, ...]
    nothing: str = ""

    @property
    def legend(self) -> tuple[tuple[int, str], ...]:
        """The classes from the lightest to the darkest that some kecamatan falls in, each with its words.

        One between them that nobody falls in is there too: without it, numbers would seem to be left out.
        """
        used = [area.shade for area in self.areas if area.shade is not None]
        return tuple(enumerate(self.shades))[min(used) : max(used) + 1] if used else ()

    @property
    def alternative(self) -> str:
        """The map for who does not see it: every kecamatan with its figure."""
        return f"Peta kecamatan. {self.title}. {' '.join(area.words for area in self.areas)}"


def map_view(overview: Overview, measure: MapMeasure) -> MapView:
    """Return what the map shows of ``overview``, which must be of every kecamatan."""
    rows = [row for row in overview.districts if row.code != NO_DISTRICT]
    if overview.count(measure.figure) is None:
        return MapView(
            title=measure.title,
            areas=tuple(_absent(row, overview.figures[measure.figure.id]) for row in rows),
            shades=(),
            notes=(f"{absent_words(overview.figures[measure.figure.id])}.",),
        )
    if measure.is_share:
        areas, shades = tuple(_share(row, measure) for row in rows), _SHARES
    else:
        step, shades = counted_classes(_part(row, measure) for row in rows)
        areas = tuple(_count(row, measure, step) for row in rows)
    return MapView(
        title=measure.title,
        areas=areas,
        shades=shades,
        notes=tuple(_notes(overview, measure, areas)),
        nothing=NOTHING_TO_DIVIDE if any(area.shade is None for area in areas) else "",
    )


def _part(row: DistrictRow, measure: MapMeasure) -> int:
    return row.values[measure.figure.id] or 0


def _whole(row: DistrictRow, measure: MapMeasure) -> int:
    return row.values[measure.figure.population or TOTAL.id] or 0


def _words(row: DistrictRow, measure: MapMeasure) -> str:
    part, whole = _part(row, measure), _whole(row, measure)
    population = measure.figure.population or TOTAL.id
    if not whole:
        return f"{row.name}: {_NONE[population]}."
    counted = (
        f"{row.name}: {number(part)} {_PHRASES[measure.figure.id]} dari {number(whole)} {_WHOLES[population]}"
    )
    return f"{counted}." if whole < SMALL_DENOMINATOR else f"{counted} ({percent(part, whole)})."


def _count(row: DistrictRow, measure: MapMeasure, step: int) -> MapArea:
    part = _part(row, measure)
    return MapArea(
        code=row.code,
        name=row.name,
        label=number(part),
        words=_words(row, measure),
        shade=-(-part // step),
        is_hatched=False,
    )


def counted_classes(counts: Iterable[int]) -> tuple[int, tuple[str, ...]]:
    """Return how many koperasi a class spans, and the words of the classes: 0, then equal steps upwards."""
    most = max(counts, default=0)
    step = max(1, -(-most // (CLASSES - 1)))
    ranges = ((lower, lower + step - 1) for lower in range(1, most + 1, step))
    words = (number(low) if low == high else f"{number(low)}–{number(high)}" for low, high in ranges)
    return step, ("0", *words)


_SHARES = (
    "di bawah 20%",
    *(f"{lower} sampai di bawah {lower + 20}%" for lower in (20, 40, 60)),
    "80 sampai 100%",
)


def _share(row: DistrictRow, measure: MapMeasure) -> MapArea:
    part, whole = _part(row, measure), _whole(row, measure)
    return MapArea(
        code=row.code,
        name=row.name,
        label=share(part, whole) if whole else ABSENT,
        words=_words(row, measure),
        shade=min(part * CLASSES // whole, CLASSES - 1) if whole else None,
        is_hatched=0 < whole < SMALL_DENOMINATOR,
    )


def _absent(row: DistrictRow, value: FigureValue) -> MapArea:
    why = UNRECORDED[value.unrecorded] if value.unrecorded else "tidak ada di berkas ini"
    words = f"{row.name}: {why[0].lower()}{why[1:]}."
    return MapArea(code=row.code, name=row.name, label=ABSENT, words=words, shade=None, is_hatched=False)


def _notes(overview: Overview, measure: MapMeasure, areas: tuple[MapArea, ...]) -> list[str]:
    notes = []
    others = overview.figures[measure.figure.id].without_merah_putih
    if measure.is_share and others is not None and others.population:
        notes.append(
            "Koperasi Merah Putih ikut dihitung di peta. Tanpa Merah Putih, dari semua kecamatan: "
            f"{number(others.value)} {_PHRASES[measure.figure.id]} dari {number(others.population)} "
            f"{_WHOLES[measure.figure.population or TOTAL.id]}."
        )
    if any(area.is_hatched for area in areas):
        notes.append(
            f"Kecamatan yang diarsir mempunyai kurang dari {SMALL_DENOMINATOR} koperasi untuk dibagi, jadi "
            "ditulis sebagai jumlah, bukan persentase."
        )
    unplaced = next((row for row in overview.districts if row.code == NO_DISTRICT), None)
    if unplaced is not None and (lost := unplaced.values[TOTAL.id]):
        notes.append(f"{number(lost)} koperasi tidak ada di peta karena kecamatannya tidak diketahui.")
    return notes
