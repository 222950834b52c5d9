"""Tiles in words: the figure, its denominator, its change, its definition and its source."""

from __future__ import annotations

import datetime as dt
from typing import Final

from kopdata import formats
from kopdata.figures import (
    ACTIVE,
    CERTIFICATE_LAPSED,
    CERTIFIED,
    FIGURES,
    HEALTHY,
    INACTIVE,
    LARGE_TILES,
    NOT_ASSESSED,
    RAT_HELD,
    RAT_LATE,
    TOTAL,
    VISITED,
    Figure,
    Origin,
    needed_fields,
)
from kopdata.formats import ABSENT, SMALL_DENOMINATOR, number, percent
from kopdata.imports.values import shortened
from kopdata.models import Filter, Record
from kopdata.published import find_published
from kopdata.queries.overview import FigureValue, Overview
from kopdata.regions import REGENCY


class Tile(Record):
    """One tile, ready to draw: all texts in Indonesian.

    ``context`` is the denominator in words, ``change`` the change since the snapshot before: "" where there
    is none, or where it would tell of the counting (of assessments made since) and not of koperasi.
    ``compared_with`` is the date of that snapshot where the names behind the change can be looked at: then
    ``change`` asks for them. ``names`` asks for the names behind the figure, "" where it counts nobody.
    ``is_published`` tells, in the demo only, whether the value is a published one ("angka nyata") or
    invented ("angka contoh"); None in an office's own store.
    """

    figure: str
    title: str
    value: str
    context: str
    change: str
    compared_with: dt.date | None
    names: str
    definition: str
    source: str
    file: str
    is_published: bool | None
    published_source: str | None


def tile(overview: Overview, figure: Figure, filter_: Filter, *, is_demo: bool) -> Tile:
    """Return the tile of ``figure`` in this view."""
    value = overview.figures[figure.id]
    change = _change(value) if _compares(figure, filter_) else ""
    by_name = bool(change) and figure in LARGE_TILES
    return Tile(
        figure=figure.id,
        title=figure.title,
        value=ABSENT if _is_rate_of_nobody(overview, value) else number(value.value),
        context=absent_words(value) if value.value is None else _CONTEXTS[figure.id](overview, value),
        change=f"{change}; lihat nama" if by_name else change,
        compared_with=value.before.as_of if by_name and value.before else None,
        names=f"Lihat {number(value.value)} nama" if value.value else "",
        definition=figure.definition,
        source=figure.source,
        file=_file(overview, figure),
        is_published=is_published(overview, figure, filter_) if is_demo else None,
        published_source=source_of(overview, figure, filter_),
    )


def _is_rate_of_nobody(overview: Overview, value: FigureValue) -> bool:
    """Tell whether a 0 would be said of health where nobody was assessed: that is no finding."""
    return value.figure == HEALTHY.id and not value.population and not overview.is_empty


def published_source(
    overview: Overview, figure: Figure, value: int | None, district: str | None
) -> str | None:
    """Return the source that published ``value`` of ``figure`` for this snapshot, or None."""
    found = find_published(figure.id, overview.snapshot.as_of, district)
    return found.source if found is not None and value is not None and found.value == value else None


def source_of(overview: Overview, figure: Figure, filter_: Filter) -> str | None:
    """Return where the figure shown was published, or None where it was not, for this very view."""
    beyond_district = filter_.model_copy(update={"as_of": None, "district": frozenset()})
    if beyond_district.narrows or len(filter_.district) > 1:
        return None
    return published_source(overview, figure, overview.count(figure), next(iter(filter_.district), None))


def is_published(overview: Overview, figure: Figure, filter_: Filter) -> bool:
    """Tell whether the figure shown is one that was published for this very view."""
    return source_of(overview, figure, filter_) is not None


def absent_words(value: FigureValue) -> str:
    """Return what stands where a figure is absent: that it is, and the last value that is known."""
    if value.unrecorded is not None:
        return UNRECORDED[value.unrecorded]
    if value.last_known is None:
        return "Tidak ada di berkas ini"
    return (
        f"Tidak ada di berkas ini · data terakhir {value.last_known.label}: {number(value.last_known.value)}"
    )


def _compares(figure: Figure, filter_: Filter) -> bool:
    """Tell whether a change would tell of koperasi: those that the filter keeps are counted the same too."""
    return not filter_.health and all(
        one.compares for one in (figure, *(FIGURES[id_] for id_ in filter_.counted_in))
    )


UNRECORDED: Final = {
    Origin.VISITS: "Catatan kunjungan belum dimasukkan",
    Origin.COACHING: "Kunjungan dan pembinaan belum dicatat",
    Origin.ASSESSMENTS: "Belum ada yang dinilai",
}
"""What is said while nothing at all has been entered; the registry is never without entries."""
_NO_COOPERATIVES = "tidak ada koperasi"


def _change(value: FigureValue) -> str:
    if value.value is None or value.before is None:
        return ""
    return formats.change(value.value, value.before.value, value.before.label)


def _file(overview: Overview, figure: Figure) -> str:
    """Return the data that a figure was counted from: its files and their dates."""
    if figure.origin is Origin.VISITS:
        return f"Catatan kunjungan dinas sampai {formats.date(overview.visits_until)}."
    if figure.origin is Origin.COACHING:
        return f"Catatan kunjungan dan pembinaan dinas sampai {formats.date(overview.visits_until)}."
    if figure.origin is Origin.ASSESSMENTS:
        return f"Penilaian pengawas sampai {formats.date(overview.assessed_until)}."
    needed = frozenset().union(*needed_fields(figure))
    carrying = [event for event in overview.snapshot.imports if needed & set(event.fields)]
    names = [f"“{shortened(event.file_name)}”" for event in carrying or [overview.snapshot.base]]
    return f"Berkas {formats.listed(names)}, keadaan per {overview.snapshot.label}."


def _of_total(_overview: Overview, value: FigureValue) -> str:
    part, whole = value.value or 0, value.population or 0
    if not whole:
        return _NO_COOPERATIVES
    share = percent(part, whole)
    words = f"{share} koperasi" if whole < SMALL_DENOMINATOR else f"{share} dari {number(whole)} koperasi"
    if (without := value.without_merah_putih) is None:
        return words
    return f"{words}; tanpa Merah Putih {percent(without.value, without.population)}"


def _total(overview: Overview, _value: FigureValue) -> str:
    unknown = overview.figures["unknown"].value
    return f"tercatat di ODS; {number(unknown)} tanpa status" if unknown else "tercatat di ODS"


def _rat(overview: Overview, value: FigureValue) -> str:
    if not value.population:
        return "tidak ada koperasi aktif"
    share = f"{number(value.value)} dari {number(value.population)} koperasi aktif"
    words = f"{share}, tahun buku {overview.book_year}"
    late = overview.count(RAT_LATE)
    return beside_merah_putih(f"{words}; {number(late)} di antaranya terlambat" if late else words, value)


def _certified(overview: Overview, value: FigureValue) -> str:
    if not value.population:
        return _NO_COOPERATIVES
    words = f"{number(value.value)} dari {number(value.population)} koperasi"
    lapsed = overview.count(CERTIFICATE_LAPSED)
    return beside_merah_putih(f"{words}; {number(lapsed)} habis masa berlaku" if lapsed else words, value)


def beside_merah_putih(words: str, value: FigureValue) -> str:
    """Return the words with the same figure without Merah Putih, where the view holds both kinds."""
    without = value.without_merah_putih
    if without is None or not without.population:
        return words
    return f"{words}; tanpa Merah Putih {number(without.value)} dari {number(without.population)}"


def _healthy(overview: Overview, value: FigureValue) -> str:
    if not value.population:
        return "belum ada yang dinilai" if overview.total else _NO_COOPERATIVES
    return (
        f"{number(value.value)} dari {number(value.population)} yang dinilai; "
        f"{number(overview.count(NOT_ASSESSED))} belum dinilai"
    )


def _visited(_overview: Overview, value: FigureValue) -> str:
    if not value.population:
        return "tidak ada yang tidak aktif"
    return f"{number(value.value)} dari {number(value.population)} yang tidak aktif"


_CONTEXTS = {
    TOTAL.id: _total,
    ACTIVE.id: _of_total,
    INACTIVE.id: _of_total,
    RAT_HELD.id: _rat,
    CERTIFIED.id: _certified,
    HEALTHY.id: _healthy,
    VISITED.id: _visited,
}


def headline(overview: Overview) -> str:
    """Return the line under a page's title: whose figures, of which date, and what they do not count."""
    words = f"Kabupaten {REGENCY} · **Keadaan per {overview.snapshot.label}**"
    if overview.outside:
        words += f" · {number(overview.outside)} baris dari kabupaten lain tidak dihitung"
    return words
