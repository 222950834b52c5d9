"""Siap dikutip: the figures of a view in sentences that can be read aloud, published or sent on.

Every number is one of the ``Overview``'s. A share of fewer than ten is said as "1 dari 4", and what the
visits found is said of those visited, never of all koperasi.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from kopdata.figures import (
    ACTIVE,
    AT_ADDRESS,
    FIGURES,
    INACTIVE,
    LARGE_TILES,
    SERVING,
    UNKNOWN,
    VISITED,
    Origin,
)
from kopdata.formats import SMALL_DENOMINATOR, listed, number, percent, short_date
from kopdata.models import Filter
from kopdata.queries.overview import Overview
from kopdata.vocabulary import Precision
from kopdata.wording.tiles import is_published
from kopdata.wording.view import MERAH_PUTIH, cooperatives_in_view, fixed_status

SAMPLE: Final = "DATA CONTOH"
_STATUS_FIGURES: Final = {ACTIVE: "aktif", INACTIVE: "tidak aktif", UNKNOWN: "tanpa status"}


def quote(
    overview: Overview, filter_: Filter, *, is_demo: bool, section_name: str, official: str = ""
) -> str:
    """Return the sentences to quote for this view, on one line.

    ``section_name`` is the section of the office that worked on the data, ``official`` what
    ``official_note`` says of the figures. In the demo, "DATA CONTOH" stands
    before everything that is invented: the whole, or what follows three published figures.
    """
    first = f"{_lead(overview, filter_)}."
    rest = [*_without_merah_putih(overview, filter_), *_visits(overview, filter_)]
    if is_demo and not _are_published(overview, filter_):
        first = f"{SAMPLE}, angka karangan. {first}"
    elif is_demo and rest:
        rest[0] = f"{SAMPLE} untuk rincian berikut: {rest[0][0].lower()}{rest[0][1:]}"
    return " ".join([first, *rest, *filter(None, [official]), source_line(overview, section_name)])


def source_line(overview: Overview, section_name: str) -> str:
    """Return where the figures come from: "Sumber: ODS, keadaan 12-12-2022, diolah Bidang Koperasi."."""
    snapshot = overview.snapshot
    day = snapshot.label if snapshot.precision is Precision.MONTH else short_date(snapshot.as_of)
    told = f" (status per {short_date(snapshot.status_as_of)})" if snapshot.status_as_of else ""
    return f"Sumber: ODS, keadaan {day}{told}, diolah {' '.join(section_name.split())}."


def _are_published(overview: Overview, filter_: Filter) -> bool:
    return all(is_published(overview, figure, filter_) for figure in LARGE_TILES)


def _lead(overview: Overview, filter_: Filter) -> str:
    who = cooperatives_in_view(filter_)
    if overview.is_empty:
        return f"Per {overview.snapshot.label} tidak tercatat {who}"
    return (
        f"Per {overview.snapshot.label} tercatat {number(overview.total)} {who}{_statuses(overview, filter_)}"
    )


def _statuses(overview: Overview, filter_: Filter) -> str:
    """Return how many are active and how many not, "" where the filter says it already."""
    total = overview.total
    if fixed_status(filter_) is not None:
        return ""
    if overview.count(ACTIVE) is None:
        return f"; status aktif tidak ada di berkas ini{_last_known(overview)}"
    counted = {words: overview.count(figure) or 0 for figure, words in _STATUS_FIGURES.items()}
    for words, count in counted.items():
        if count == total:
            return f", {'statusnya ' if total == 1 and words != 'tanpa status' else _everyone(total)}{words}"
    parts = [
        f"{percent(count, total)} {words}"
        if total < SMALL_DENOMINATOR
        else f"{number(count)} {words} ({percent(count, total)})"
        for words, count in counted.items()
        if count
    ]
    missing = [words for words in ("aktif", "tidak aktif") if not counted[words]]
    return f": {listed(parts)}{''.join(f'; tidak ada yang berstatus {words}' for words in missing)}"


def _everyone(total: int) -> str:
    return {1: "", 2: "keduanya "}.get(total, "semuanya ")


def _last_known(overview: Overview) -> str:
    known = overview.figures[ACTIVE.id].last_known, overview.figures[INACTIVE.id].last_known
    active, inactive = known
    if active is None or inactive is None:
        return ""
    return (
        f"; data terakhir {active.label}: {number(active.value)} aktif dan "
        f"{number(inactive.value)} tidak aktif"
    )


def _without_merah_putih(overview: Overview, filter_: Filter) -> Iterator[str]:
    """Yield the rate of active koperasi once more without those too new to compare."""
    share = overview.figures[ACTIVE.id].without_merah_putih
    if share is None or fixed_status(filter_) is not None:
        return
    part, whole = share.value, share.population
    head = f"Tanpa {MERAH_PUTIH}"
    if whole == 1:
        yield f"{head} tersisa 1 koperasi, {'aktif' if part else 'tidak berstatus aktif'}."
    elif part in {0, whole}:
        yield f"{head} tersisa {number(whole)} koperasi, {_all_or_none(part, whole)} aktif."
    elif whole < SMALL_DENOMINATOR:
        yield f"{head}, {number(part)} aktif dari {number(whole)} koperasi."
    else:
        yield f"{head}, {number(part)} aktif dari {number(whole)} koperasi ({percent(part, whole)})."


def _all_or_none(part: int, whole: int) -> str:
    if not part:
        return "tidak satu pun"
    return "keduanya" if whole == 2 else "semuanya"


def _visits(overview: Overview, filter_: Filter) -> Iterator[str]:
    """Yield what visits found of the koperasi that are not active."""
    inactive, visited = overview.count(INACTIVE), overview.count(VISITED)
    told_already = any(FIGURES[id_].origin in {Origin.VISITS, Origin.COACHING} for id_ in filter_.counted_in)
    if not inactive or visited is None or told_already:
        return
    present, serving = overview.count(AT_ADDRESS) or 0, overview.count(SERVING) or 0
    if inactive == 1:
        yield f"Koperasi tidak aktif itu {_one_visited(present, serving) if visited else 'belum dikunjungi'}."
    elif not visited:
        yield f"Belum satu pun dari {number(inactive)} koperasi tidak aktif dikunjungi."
    else:
        head = (
            f"Dari {number(inactive)} koperasi tidak aktif, {number(visited)} sudah dikunjungi"
            if visited < inactive
            else f"{number(inactive)} koperasi tidak aktif {_everyone(inactive)}sudah dikunjungi"
        )
        yield f"{head}; {_found(visited, present, serving)}."


def _one_visited(present: int, serving: int) -> str:
    if not present:
        return "sudah dikunjungi; belum terbukti ada di alamatnya"
    return f"sudah dikunjungi; ada di alamatnya{_of_one(serving)}"


def _of_one(serving: int) -> str:
    return " dan masih melayani anggota" if serving else ", tetapi tidak melayani anggota"


def _found(visited: int, present: int, serving: int) -> str:
    """Return how many of those visited are at their address, and how many of these still serve."""
    if visited == 1:
        return (
            f"koperasi itu ada di alamatnya{_of_one(serving)}"
            if present
            else "belum terbukti ada di alamatnya"
        )
    if not present:
        return "belum satu pun terbukti ada di alamatnya"
    if present == 1:
        return f"1 ada di alamatnya{_of_one(serving)}"
    everybody = {2: "keduanya", 3: "ketiganya"}.get(present, "semuanya")
    head = f"{everybody if present == visited else number(present)} ada di alamatnya"
    if not serving:
        return f"{head}, tetapi tidak satu pun melayani anggota"
    if serving == present:
        return f"{head} dan {'' if present == visited else f'{everybody} '}masih melayani anggota"
    return f"{head}, {number(serving)} di antaranya masih melayani anggota"
