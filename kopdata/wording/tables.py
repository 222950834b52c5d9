"""Tables in words: rows by their Indonesian column titles, cells as they are shown."""

from __future__ import annotations

from kopdata.figures import DISTRICT_COLUMNS, FIGURES, UNKNOWN
from kopdata.formats import listed, number
from kopdata.models import Filter
from kopdata.published import published
from kopdata.queries.overview import Overview
from kopdata.wording.tiles import is_published, published_source


def district_table(overview: Overview) -> list[dict[str, str]]:
    """Return the district table as it is shown: a row a kecamatan and the sum of them, cells as text.

    The last row is the figure of the tiles, so the columns sum to them. "Status tidak tercantum" has its
    column only where a koperasi needs it.
    """
    shown = [figure for figure in DISTRICT_COLUMNS if figure is not UNKNOWN or overview.count(UNKNOWN)]
    rows = [
        {"Kecamatan": row.name} | {figure.title: number(row.values[figure.id]) for figure in shown}
        for row in overview.districts
    ]
    total = {"Kecamatan": "Jumlah"} | {figure.title: number(overview.count(figure)) for figure in shown}
    return [*rows, total]


def published_cells(overview: Overview, filter_: Filter) -> str:
    """Return one sentence, for the demo, on which cells of the district table are real."""
    real = [figure.title for figure in DISTRICT_COLUMNS if is_published(overview, figure, filter_)]
    by_district = [
        figure.title
        for figure in DISTRICT_COLUMNS
        if not filter_.narrows
        and any(
            published_source(overview, figure, row.values[figure.id], row.code) for row in overview.districts
        )
    ]
    parts = []
    if by_district:
        parts.append(f"kolom {listed(by_district)} di setiap kecamatan")
    if real:
        parts.append(f"baris Jumlah pada kolom {listed(real)}")
    if not parts:
        return "Semua angka pada tabel ini angka contoh."
    return f"Angka nyata pada tabel ini: {listed(parts)}. Selebihnya angka contoh."


def absent_columns(overview: Overview) -> str:
    """Return one sentence on the figures that the snapshot's files lack, "" where they lack none."""
    absent = [figure.title for figure in DISTRICT_COLUMNS if overview.count(figure) is None]
    return f"Tidak ada di berkas ini: {listed(absent)}." if absent else ""


def published_lines() -> list[str]:
    """Return what was published, a sentence a date: the figures of the regency and their source."""
    lines: dict[str, list[str]] = {}
    sources: dict[str, str] = {}
    for found in published():
        if found.district_code is None:
            title = FIGURES[found.figure].title.lower()
            lines.setdefault(found.label, []).append(f"{title} {found.text}")
            sources[found.label] = found.source
    return [f"{label}: {listed(parts)} ({sources[label]})." for label, parts in lines.items()]
