"""Pemantauan: how far the month has come, what is late, the ways to narrow the list, its three layouts."""

from __future__ import annotations

from typing import Final

import streamlit as st

from kopdata.queries import Overview
from kopdata.queries.worklist import WorkFilter, WorkList, WorkOrder
from kopdata.wording import worklist as words
from pages.parts import (
    data,
    device,
    filters,
    links,
    progress,
    work_list_board,
    work_list_files,
    work_list_map,
    work_list_narrowing,
    work_list_table,
)
from pages.parts.guard import Scene
from pages.parts.state import Key
from pages.parts.text import plain
from pages.parts.tiles import INVENTED

TABLE, BOARD, MAP = "Tabel", "Papan", "Peta"
_ORDERS: Final = {label: order for order, label in words.ORDERS.items()}
_STYLE: Final = f"""<style>
:is(.st-key-{Key.WORK_STAGES}, .st-key-{Key.WORK_LAYOUT}) button[data-selected="true"] p {{
    color: CanvasText;
}}
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
    st.html(_STYLE)
    on_phone = device.is_phone(st.context.headers)
    head = st.container(gap="xsmall", key="work_head")
    controls = st.container(horizontal=True, vertical_alignment="center", gap="small", key="work_controls")
    narrowed = work_list_narrowing.draw(whole)
    with controls:
        work_list_narrowing.opener()
        layout = _layout(on_phone=on_phone)
        order = _order(scene, narrowed)
        found = data.worklist(scene.view, scene.filter, narrowed, limit=0) or whole
        work_list_files.draw(scene, overview, whole, found, narrowed=narrowed, order=order)
    with head:
        _head(scene, whole, narrowed)
        if not on_phone:
            _beside_ods(scene, overview)
        _notes(whole)
    st.subheader(words.headline(found), anchor=False)
    work_list_narrowing.chips()
    if not found.shown:
        st.info(words.NOBODY_SHOWN, icon=":material/filter_alt_off:")
    elif layout == BOARD:
        work_list_board.draw(scene, narrowed, order, on_phone=on_phone)
    elif layout == MAP:
        work_list_map.draw(scene, narrowed)
    else:
        work_list_table.draw(scene, whole, narrowed, order)
    if on_phone:
        _beside_ods(scene, overview)
    _tallies(found)
    links.follow_opened()


def _head(scene: Scene, whole: WorkList, narrowed: WorkFilter) -> None:
    """Draw progress first, then what is late and what contradicts ODS."""
    st.progress(whole.share_this_month, text=f"**{words.progress(whole)}**")
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(words.late(whole), width="content")
        work_list_narrowing.against_ods(whole, narrowed)
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


def _layout(*, on_phone: bool) -> str:
    """Draw the choice of layouts; a table is of no use on a phone, unless the address asks for it."""
    return st.segmented_control(
        "Tampilan",
        [TABLE, BOARD, MAP],
        default=BOARD if on_phone else TABLE,
        required=True,
        key=Key.WORK_LAYOUT,
        on_change=work_list_narrowing.first_page,
        bind="query-params",
        persist_state="session",
        label_visibility="collapsed",
        wrap=True,
    )


def _order(scene: Scene, narrowed: WorkFilter) -> WorkOrder:
    """Draw how the list is ordered; who looks at one kecamatan, or at a round, drives through its desa.

    Each way of looking has a choice of its own, so that the one does not change the other.
    """
    if narrowed.round_of is not None:
        return WorkOrder.PLACE
    within = len(scene.filter.district) == 1
    usual = WorkOrder.PLACE if within else WorkOrder.URGENCY
    chosen = st.selectbox(
        "Urutkan",
        list(_ORDERS),
        index=list(_ORDERS.values()).index(usual),
        key=Key.WORK_ORDER_IN_DISTRICT if within else Key.WORK_ORDER,
        on_change=work_list_narrowing.first_page,
        bind="query-params",
        persist_state="session",
        placeholder=filters.CHOOSE,
        label_visibility="collapsed",
        width=235,
    )
    return _ORDERS.get(chosen or "", usual)


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
