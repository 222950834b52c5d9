"""The official figure in words: whether what is shown is it, who settled it and when."""

from __future__ import annotations

import datetime as dt

from kopdata import formats
from kopdata.formats import number
from kopdata.models import Filter, OfficialMark
from kopdata.official import OfficialState, Standing


def official_line(state: OfficialState, filter_: Filter, *, zone: dt.tzinfo) -> str:
    """Return one sentence on whether the figures shown are official, "" where there is nothing to say.

    That is so where none of their time is, and where the view rests on more than what was settled.
    """
    if state.mark is None:
        return ""
    settled = official_settled(state.mark, zone)
    if state.standing is Standing.OFFICIAL:
        what = _what_is_official(filter_)
        return f"{what}. {settled}" if what else ""
    figures = official_figures(state.mark)
    if state.standing is Standing.CHANGED:
        return (
            f"Bukan angka resmi lagi: data {state.mark.label} sudah berubah sejak ditetapkan. Angka resminya "
            f"{figures}. {settled}"
        )
    return (
        f"Bukan angka resmi. Angka resmi tahun {state.mark.as_of.year} adalah keadaan {state.mark.label}: "
        f"{figures}."
    )


def official_note(state: OfficialState, filter_: Filter) -> str:
    """Return the same for what is sent on: "Jumlah, aktif, dan tidak aktif: angka resmi (SK 188/45)."."""
    if state.mark is None:
        return ""
    if state.standing is not Standing.OFFICIAL:
        return "Bukan angka resmi."
    decree = f" ({state.mark.decree})" if state.mark.decree else ""
    what = _what_is_official(filter_)
    return f"{what}{decree}." if what else ""


def _what_is_official(filter_: Filter) -> str:
    """Return what of an official snapshot's view was settled: three figures, a part of them, or nothing."""
    if not filter_.narrows:
        return "Jumlah, aktif, dan tidak aktif: angka resmi"
    none = frozenset[str]()
    beyond = filter_.model_copy(update={"status": none, "district": none, "type": none, "merah_putih": None})
    return "" if beyond.narrows else "Bagian dari angka resmi"


def official_settled(mark: OfficialMark, zone: dt.tzinfo) -> str:
    """Return who settled it, when, and by which decree."""
    decree = f" dengan {mark.decree}" if mark.decree else ""
    return f"Ditetapkan {mark.actor} pada {formats.moment(mark.recorded_at, zone)}{decree}."


def official_figures(mark: OfficialMark) -> str:
    """Return the figures that were settled: "99 koperasi, 73 aktif dan 26 tidak aktif"."""
    if mark.active is None or mark.inactive is None:
        return f"{number(mark.total)} koperasi"
    return (
        f"{number(mark.total)} koperasi, {number(mark.active)} aktif dan {number(mark.inactive)} tidak aktif"
    )
