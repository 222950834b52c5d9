"""What became of the koperasi that are not active, and the steps to the certificate, in words."""

from __future__ import annotations

from typing import Final

from kopdata.figures import (
    ACTIVE,
    ALL_STEPS,
    AT_ADDRESS,
    CHAIN,
    IN_COACHING,
    INACTIVE,
    RAT_HELD,
    SERVING,
    STILL_SERVING,
    STRIP,
    TOTAL,
    VISITED,
    Figure,
)
from kopdata.formats import SMALL_DENOMINATOR, number, percent
from kopdata.models import Filter, Record
from kopdata.queries.overview import FigureValue, Overview
from kopdata.vocabulary import Status
from kopdata.wording.tiles import absent_words, beside_merah_putih
from kopdata.wording.view import keeps_status

_SOME: Final = {
    INACTIVE.id: "tidak aktif",
    VISITED.id: "sudah dikunjungi",
    AT_ADDRESS.id: "ada di alamat",
    SERVING.id: "masih melayani anggota",
    IN_COACHING.id: "dalam pembinaan",
}
_NONE: Final = {
    INACTIVE.id: "tidak ada yang tidak aktif",
    VISITED.id: "belum ada yang dikunjungi",
    AT_ADDRESS.id: "tidak ada yang ditemukan di alamat",
    SERVING.id: "tidak ada yang masih melayani anggota",
    IN_COACHING.id: "belum ada dalam pembinaan",
}
_OF_VISITED: Final = (AT_ADDRESS, SERVING)
"""Of those visited: where there are none, nothing is to be said of them."""
_WHOLES: Final = {TOTAL.id: "koperasi", ACTIVE.id: "koperasi aktif"}


class StripPart(Record):
    """One part of the strip; ``opens`` tells whether there are names behind it."""

    figure: str
    words: str
    opens: bool


class ChainStep(Record):
    """One step to the certificate.

    ``share`` is the part of the bar that is filled, from 0 to 1; None where there is nothing to divide by or
    the figure is absent, and ``words`` say so.
    """

    figure: str
    title: str
    share: float | None
    words: str
    definition: str
    opens: bool


def strip_parts(overview: Overview, filter_: Filter) -> tuple[StripPart, ...]:
    """Return the parts from left to right, none where the files or the filter leave nothing to show."""
    parts: list[StripPart] = []
    if not keeps_status(filter_, Status.INACTIVE):
        return ()
    for figure in STRIP:
        count = overview.count(figure)
        if figure in _OF_VISITED and not overview.count(VISITED):
            continue
        if count is None:
            if not parts:
                break
            # How many are not active is known; coaching may be, where no visit was recorded.
            if figure is not IN_COACHING:
                words = _lowered(absent_words(overview.figures[figure.id]))
                parts.append(StripPart(figure=figure.id, words=words, opens=False))
            continue
        if figure is SERVING and not overview.count(AT_ADDRESS):
            continue
        if figure is IN_COACHING and not count and not overview.count(VISITED):
            continue
        words = f"{number(count)} {_SOME[figure.id]}" if count else _NONE[figure.id]
        parts.append(StripPart(figure=figure.id, words=words, opens=count > 0))
        if not count and figure is INACTIVE:
            break
    return tuple(parts)


def strip_sentence(overview: Overview, filter_: Filter) -> str:
    """Return what stands in place of the strip where it has nothing to show, "" where it has.

    Where the filter itself leaves out the koperasi that are not active, there is nothing to say either.
    """
    inactive = overview.figures[INACTIVE.id]
    if inactive.value is None:
        return f"Koperasi tidak aktif: {_lowered(absent_words(inactive))}."
    if inactive.value or not keeps_status(filter_, Status.INACTIVE):
        return ""
    return f"Tidak ada koperasi yang berstatus tidak aktif{' dalam saringan ini' if filter_.narrows else ''}."


def serving_of_visited(overview: Overview) -> str:
    """Return how many of those visited still serve their members, never of all; "" before the first visit."""
    visited, serving = overview.count(VISITED), overview.count(STILL_SERVING)
    if not visited or serving is None:
        return ""
    if not serving:
        return f"Dari {number(visited)} yang dikunjungi, tidak ada yang masih melayani anggota."
    elsewhere = serving - (overview.count(SERVING) or 0)
    where = f", {number(elsewhere)} di antaranya tidak di alamat terdaftar" if elsewhere else ""
    return f"Dari {number(visited)} yang dikunjungi, {number(serving)} masih melayani anggota{where}."


def strip_meanings() -> list[str]:
    """Return what each part counts, a line of Markdown each."""
    return [f"**{figure.title}.** {figure.definition}" for figure in STRIP]


def chain_steps(overview: Overview) -> tuple[ChainStep, ...]:
    """Return the steps in their order."""
    return tuple(_step(overview, figure) for figure in CHAIN)


def _step(overview: Overview, figure: Figure) -> ChainStep:
    found = overview.figures[figure.id]
    part, whole = found.value, found.population
    return ChainStep(
        figure=figure.id,
        title=figure.title,
        share=part / whole if part is not None and whole else None,
        words=f"{_of(overview, found, figure) if part is not None else absent_words(found)}.",
        definition=figure.definition,
        opens=bool(part),
    )


def _of(overview: Overview, found: FigureValue, figure: Figure) -> str:
    part, whole = found.value or 0, found.population
    named = _WHOLES[figure.population or TOTAL.id]
    if not whole:
        return f"Tidak ada {named}"
    words = f"{number(part)} dari {number(whole)} {named}"
    if figure is RAT_HELD:
        words += f", tahun buku {overview.book_year}"
    share = "" if whole < SMALL_DENOMINATOR else f" ({percent(part, whole)})"
    return beside_merah_putih(f"{words}{share}", found)


def all_steps(overview: Overview) -> tuple[str, bool]:
    """Return how many took all the steps, in words, and whether there are names behind it."""
    found = overview.figures[ALL_STEPS.id]
    if found.value is None:
        return f"{ALL_STEPS.title}: {_lowered(absent_words(found))}", False
    if not found.value:
        return f"{ALL_STEPS.title}: belum ada", False
    return f"{ALL_STEPS.title}: {number(found.value)} koperasi", True


def chain_meanings() -> list[str]:
    """Return what each step and their sum counts, a line of Markdown each."""
    return [f"**{figure.title}.** {figure.definition}" for figure in (*CHAIN, ALL_STEPS)]


def _lowered(words: str) -> str:
    """Return words that begin a sentence as they stand after a colon."""
    return f"{words[0].lower()}{words[1:]}"
