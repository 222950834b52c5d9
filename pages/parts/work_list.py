"""Pemantauan: how far the month has come, what is late, the ways to narrow the list, its three layouts."""

from __future__ import annotations

from typing import Final

import streamlit as st

from kopdata.fieldwork.vocabulary import Stage
from kopdata.fieldwork.worklist import WorkKind
from kopdata.queries import Overview
from kopdata.queries.worklist import WorkFilter, WorkList, WorkOrder
from kopdata.wording import worklist as words
from kopdata.wording.labels import distinct
from pages.parts import (
    data,
    links,
    progress,
    work_list_board,
    work_list_files,
    work_list_map,
    work_list_table,
)
from pages.parts.guard import Scene
from pages.parts.state import Key
from pages.parts.text import plain
from pages.parts.tiles import INVENTED

TABLE, BOARD, MAP = "Tabel", "Papan", "Peta"
_STAGES: Final = {stage.value: stage for stage in Stage}
_RESULTS: Final = {label: result for result, label in words.RESULTS.items()}
_REASONS: Final = {kind.label: kind for kind in WorkKind}
_ORDERS: Final = {label: order for order, label in words.ORDERS.items()}
_STYLE: Final = f"""<style>
:is(.st-key-{Key.WORK_STAGES}, .st-key-{Key.WORK_LAYOUT}, .st-key-{Key.WORK_ORDER},
    .st-key-{Key.WORK_ORDER_IN_DISTRICT})
    button[data-selected="true"] p {{ color: CanvasText; }}
</style>"""
"""A chosen pill's words would have the colour of buttons, which is too dim on the dark ground."""


def draw(scene: Scene, overview: Overview) -> None:
    """Draw the page below its title."""
    whole = data.worklist(scene.view, scene.filter, WorkFilter(), limit=0)
    if whole is None:
        return
    if not whole.total:
        st.info(words.nobody_listed(whole, narrows=scene.filter.narrows), icon=":material/task_alt:")
        _notes(whole)
        return
    _head(scene, whole)
    _beside_ods(scene, overview)
    _notes(whole)
    st.html(_STYLE)
    narrowed = _narrowing(whole)
    found = data.worklist(scene.view, scene.filter, narrowed, limit=0) or whole
    with st.container(horizontal=True, vertical_alignment="center", key="work_controls"):
        st.subheader(words.headline(found), anchor=False, width="content")
        files = st.container(horizontal=True, width="content")
    order = _order(scene)
    with files:
        work_list_files.draw(scene, overview, found, narrowed, order)
    layout = st.segmented_control(
        "Tampilan",
        [TABLE, BOARD, MAP],
        default=TABLE,
        required=True,
        key=Key.WORK_LAYOUT,
        bind="query-params",
        persist_state="session",
        label_visibility="collapsed",
    )
    if not found.shown:
        st.info(words.NOBODY_SHOWN, icon=":material/filter_alt_off:")
    elif layout == BOARD:
        work_list_board.draw(scene, narrowed, order)
    elif layout == MAP:
        work_list_map.draw(scene, narrowed)
    else:
        work_list_table.draw(scene, whole, narrowed, order)
    _tallies(found)
    links.follow_opened()


def _head(scene: Scene, whole: WorkList) -> None:
    """Draw progress first, then what is late."""
    st.progress(whole.share_this_month, text=f"**{words.progress(whole)}**")
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(words.late(whole), width="content")
        if scene.view.store.is_demo:
            st.badge(INVENTED, color="gray")
        with st.popover("Arti", type="tertiary", key="meaning_work_list"):
            for paragraph in words.meaning(whole):
                st.markdown(paragraph)


def _beside_ods(scene: Scene, overview: Overview) -> None:
    progress.draw_strip(scene, overview)
    if said := words.beside_ods(overview):
        st.markdown(said)


def _notes(found: WorkList) -> None:
    for note in words.notes(found):
        st.caption(note)


def _narrowing(whole: WorkList) -> WorkFilter:
    """Draw the ways to narrow the list, by both axes, and return what they say."""
    stages = st.pills(
        "Tahap",
        list(_STAGES),
        selection_mode="multi",
        key=Key.WORK_STAGES,
        on_change=_first_page,
        bind="query-params",
        persist_state="session",
    )
    officers = {
        label: name
        for name, label in distinct({name: words.officer_label(name) for name in whole.by_officer}).items()
    }
    with st.grid(3, min_column_width=220):
        results = _several("Hasil kunjungan", list(_RESULTS), Key.WORK_RESULTS, "Semua hasil")
        named = _several("Petugas", list(officers), Key.WORK_OFFICERS, "Semua petugas")
        reasons = _several("Alasan", list(_REASONS), Key.WORK_REASONS, "Semua alasan")
    only_late = st.toggle(
        "Hanya yang terlambat",
        key=Key.WORK_LATE,
        on_change=_first_page,
        bind="query-params",
        persist_state="session",
    )
    return WorkFilter(
        stages=frozenset(_STAGES[label] for label in stages if label in _STAGES),
        results=frozenset(_RESULTS[label] for label in results if label in _RESULTS),
        officers=frozenset(officers[label] for label in named if label in officers),
        reasons=frozenset(_REASONS[label] for label in reasons if label in _REASONS),
        only_late=only_late,
    )


def _order(scene: Scene) -> WorkOrder:
    """Draw how the list is ordered; who looks at one kecamatan drives through its desa.

    Each way of looking has a choice of its own, so that the one does not change the other.
    """
    within = len(scene.filter.district) == 1
    chosen = st.segmented_control(
        "Urutkan",
        list(_ORDERS),
        default=words.ORDERS[WorkOrder.PLACE if within else WorkOrder.URGENCY],
        required=True,
        key=Key.WORK_ORDER_IN_DISTRICT if within else Key.WORK_ORDER,
        on_change=_first_page,
        bind="query-params",
        persist_state="session",
    )
    return _ORDERS[chosen]


def _several(title: str, options: list[str], key: str, nothing: str) -> list[str]:
    return st.multiselect(
        title,
        options,
        key=key,
        on_change=_first_page,
        bind="query-params",
        persist_state="session",
        placeholder=nothing,
        select_all=False,
    )


def _first_page() -> None:
    """Go back to the first page, because the list is another one; used in callbacks."""
    st.session_state[Key.WORK_PAGE] = 1


def _tallies(found: WorkList) -> None:
    with st.expander("Jumlah menurut tahap, hasil kunjungan, kecamatan, dan petugas"):
        for title, rows in (
            ("Tahap", words.by_stage(found)),
            ("Hasil kunjungan", words.by_result(found)),
            ("Kecamatan", words.by_district(found)),
            ("Petugas", words.by_officer(found)),
        ):
            if rows:
                st.table(
                    [{name: plain(cell) for name, cell in row.items()} for row in rows],
                    border="horizontal",
                    hide_index=True,
                    alt=f"Jumlah koperasi yang perlu dikunjungi menurut {title.lower()}",
                )
        st.caption(words.COUNTED_TWICE)
