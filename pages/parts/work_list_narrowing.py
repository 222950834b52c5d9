"""The ways to narrow the work list: folded away, with what is chosen in words above the list."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import streamlit as st

from kopdata.fieldwork.vocabulary import Stage
from kopdata.fieldwork.worklist import WorkKind
from kopdata.queries.worklist import WorkFilter, WorkList
from kopdata.wording import worklist as words
from kopdata.wording.labels import distinct
from pages.parts.state import Key
from pages.parts.text import plain

_STAGES: Final = {stage.value: stage for stage in Stage}
_RESULTS: Final = {label: result for result, label in words.RESULTS.items()}
_REASONS: Final = {kind.label: kind for kind in WorkKind}
_LISTS: Final = {
    Key.WORK_STAGES: "Tahap",
    Key.WORK_RESULTS: "Hasil kunjungan",
    Key.WORK_OFFICERS: "Petugas",
    Key.WORK_REASONS: "Alasan",
}
"""Choices that are lists of labels, and how the chip of one label begins."""
_AGAINST_ODS: Final = WorkFilter(reasons=frozenset({WorkKind.CONTRADICTION}))
_FOLDED: Final = """<style>
[data-testid="stLayoutWrapper"]:has(> .st-key-work_narrowing) { display: none; }
</style>"""
"""Hidden, not gone: what a chip takes away from a choice that the browser has not drawn comes back with the
next run, so the choices cannot stand in a popover."""
_OPEN: Final = "<style></style>"
"""In its place while they are unfolded, so that nothing below it is drawn anew."""


def draw(whole: WorkList) -> WorkFilter:
    """Draw the ways to narrow the list, by both axes, and return what they say; ``opener`` unfolds them."""
    rounds = {words.round_name(one): one for one in whole.rounds}
    officers = {
        label: name
        for name, label in distinct({name: words.officer_label(name) for name in whole.by_officer}).items()
    }
    st.html(_OPEN if st.session_state.get(Key.WORK_UNFOLDED) else _FOLDED)
    with st.container(border=True, key="work_narrowing"):
        stages = st.pills(
            "Tahap",
            list(_STAGES),
            selection_mode="multi",
            key=Key.WORK_STAGES,
            on_change=first_page,
            bind="query-params",
            persist_state="session",
        )
        with st.grid(2, min_column_width=280):
            planned = _round(list(rounds))
            named = _several(words.OFFICERS_TITLE, list(officers), Key.WORK_OFFICERS, "Semua petugas")
            results = _several("Hasil kunjungan", list(_RESULTS), Key.WORK_RESULTS, "Semua hasil")
            reasons = _several("Alasan", list(_REASONS), Key.WORK_REASONS, "Semua alasan")
        only_late = st.toggle(
            "Hanya yang terlambat",
            key=Key.WORK_LATE,
            on_change=first_page,
            bind="query-params",
            persist_state="session",
        )
    return WorkFilter(
        stages=frozenset(_STAGES[label] for label in stages if label in _STAGES),
        results=frozenset(_RESULTS[label] for label in results if label in _RESULTS),
        officers=frozenset(officers[label] for label in named if label in officers),
        reasons=frozenset(_REASONS[label] for label in reasons if label in _REASONS),
        only_late=only_late,
        round_of=rounds.get(planned or ""),
    )


def opener() -> None:
    """Draw the button that unfolds the ways to narrow the list, and folds them away again."""
    unfolded = bool(st.session_state.get(Key.WORK_UNFOLDED))
    chosen = len(list(_chosen()))
    st.button(
        f"Saring ({chosen})" if chosen else "Saring",
        key="work_opener_of_narrowing",
        icon=":material/expand_less:" if unfolded else ":material/filter_alt:",
        on_click=_unfold,
    )


def chips() -> None:
    """Draw what is chosen, a button each that takes it away, and one that takes all away."""
    chosen = list(_chosen())
    if not chosen:
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall", key="work_chips"):
        st.caption(words.narrowings(len(chosen)), width="content")
        for number, (said, key, label) in enumerate(chosen):
            st.button(
                plain(said),
                key=f"work_chip_{number}",
                icon=":material/close:",
                icon_position="right",
                on_click=_remove,
                args=(key, label),
                help="Hapus pilihan ini",
            )
        st.button("Hapus saringan", key="work_clear", type="tertiary", on_click=clear)


def against_ods(whole: WorkList, narrowed: WorkFilter) -> None:
    """Draw of how many ODS's status is contradicted; a press lists these alone, another all again."""
    if not whole.against_ods:
        return
    alone = narrowed == _AGAINST_ODS
    st.button(
        words.against_ods(whole),
        key="work_against_ods",
        type="primary" if alone else "secondary",
        icon=":material/close:" if alone else ":material/rule:",
        on_click=clear if alone else _only_against_ods,
        help="Tampilkan semuanya lagi" if alone else "Tampilkan hanya yang ini",
    )


def clear() -> None:
    """Take away whatever the list is narrowed to; used in callbacks."""
    for key in _LISTS:
        st.session_state[key] = []
    st.session_state[Key.WORK_LATE] = False
    st.session_state[Key.WORK_ROUND] = None
    first_page()


def first_page() -> None:
    """Go back to the first page, because the list is another one; used in callbacks."""
    st.session_state[Key.WORK_PAGE] = 1


def _unfold() -> None:
    st.session_state[Key.WORK_UNFOLDED] = not st.session_state.get(Key.WORK_UNFOLDED)


def _only_against_ods() -> None:
    clear()
    st.session_state[Key.WORK_REASONS] = [WorkKind.CONTRADICTION.label]


def _chosen() -> Iterator[tuple[str, str, str | None]]:
    """Yield the words of each choice, its key, and of a list the label that is chosen."""
    if planned := st.session_state.get(Key.WORK_ROUND):
        yield f"Putaran: {planned}", Key.WORK_ROUND, None
    for key, title in _LISTS.items():
        yield from ((f"{title}: {label}", key, label) for label in st.session_state.get(key, []))
    if st.session_state.get(Key.WORK_LATE):
        yield "Hanya yang terlambat", Key.WORK_LATE, None


def _remove(key: str, label: str | None) -> None:
    if label is None:
        st.session_state[key] = None if key == Key.WORK_ROUND else False
    else:
        st.session_state[key] = [kept for kept in st.session_state[key] if kept != label]
    first_page()


def _round(names: list[str]) -> str | None:
    if st.session_state.get(Key.WORK_ROUND) not in {None, *names}:
        st.session_state[Key.WORK_ROUND] = None  # visited, or planned anew, since it was chosen here
    if not names:
        st.markdown(words.NO_ROUND_TO_CHOOSE)
        return None
    return st.selectbox(
        "Putaran",
        names,
        index=None,
        key=Key.WORK_ROUND,
        on_change=first_page,
        bind="query-params",
        persist_state="session",
        placeholder="Semua putaran",
    )


def _several(title: str, options: list[str], key: str, nothing: str) -> list[str]:
    return st.multiselect(
        title,
        options,
        key=key,
        on_change=first_page,
        bind="query-params",
        persist_state="session",
        placeholder=nothing,
        select_all=False,
    )
