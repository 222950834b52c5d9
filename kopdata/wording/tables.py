"""Tables in words: rows by their Indonesian column titles, cells as they are shown."""

from __future__ import annotations

from kopdata.figures import DISTRICT_COLUMNS, FIGURES, UNKNOWN
from kopdata.formats import ABSENT, listed, number
from kopdata.models import Filter
from kopdata.published import published
from kopdata.queries.overview import Overview
from kopdata.wording.tiles import UNRECORDED, is_published, published_source


def district_table(overview: Overview, filter_: Filter) -> list[dict[str, str]]:
    """Return the district table as it is shown: a row a kecamatan and the sum of them, cells as text.

    A kecamatan that the filter leaves out shows no numbers: it is not counted here, which is not nobody.
    The last row is the figure of the tiles, so the columns sum to them. "Status tidak tercantum" has its
    column only where a koperasi needs it.
    """
    shown = [figure for figure in DISTRICT_COLUMNS if figure is not UNKNOWN or overview.count(UNKNOWN)]
    rows = [
        {"Kecamatan": row.name}
        | {
            figure.title: number(row.values[figure.id]) if _is_kept(row.code, filter_) else ABSENT
            for figure in shown
        }
        for row in overview.districts
    ]
    total = {"Kecamatan": "Jumlah"} | {figure.title: number(overview.count(figure)) for figure in shown}
    return [*rows, total]


def _is_kept(code: str, filter_: Filter) -> bool:
    return not filter_.district or code in filter_.district


def left_out_districts(filter_: Filter) -> str:
    """Return what the rows without numbers mean, "" where there are none."""
    if not filter_.district:
        return ""
    return f"{ABSENT} di luar kecamatan yang dipilih; tidak ikut dalam jumlah."


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
    """Return which figures the snapshot's files lack, and what was never entered; "" where nothing is so."""
    absent = [overview.figures[figure.id] for figure in DISTRICT_COLUMNS if overview.count(figure) is None]
    lacked = [FIGURES[value.figure].title for value in absent if value.unrecorded is None]
    origins = dict.fromkeys(value.unrecorded for value in absent if value.unrecorded is not None)
    sentences = [f"Tidak ada di berkas ini: {listed(lacked)}."] if lacked else []
    return " ".join([*sentences, *(f"{UNRECORDED[origin]}." for origin in origins)])


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
