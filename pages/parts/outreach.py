"""Sosialisasi: the reach, the list of events, and one event."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import streamlit as st

from kopdata.access import Right
from kopdata.queries import page_count
from kopdata.queries.outreach import ListedEvent, OutreachList, ask_event
from kopdata.report.fieldwork import outreach_csv, outreach_workbook
from kopdata.wording import outreach as words
from kopdata.wording.labels import distinct
from pages.parts import case_forms, data, outreach_forms, stacked, stage
from pages.parts.guard import Scene
from pages.parts.text import plain

PAGE_SIZE = 20


def draw(scene: Scene) -> None:
    """Draw the page below its title."""
    found = data.outreach(scene.view, scene.filter)
    if found is None:
        return
    st.markdown(words.ABOUT)
    may = scene.actor.may(Right.RECORD_VISIT) and not stage.is_on()
    if may:
        with st.expander("Catat sosialisasi", expanded=not found.events, key="outreach_new"):
            outreach_forms.new(scene)
    elif not stage.is_on():
        st.caption(words.NOT_YOURS)
    _reach(found)
    _list(scene, found)
    if found.events:
        _one(scene, found, may=may)
    if found.withdrawn:
        with st.expander(f"Dicabut ({len(found.withdrawn)})"):
            _table(words.withdrawn_rows(found), "Sosialisasi yang dicabut")


def _table(rows: Sequence[dict[str, str]], alt: str) -> None:
    st.table(
        [{title: plain(cell) for title, cell in row.items()} for row in rows],
        border="horizontal",
        hide_index=True,
        alt=alt,
    )


def _reach(found: OutreachList) -> None:
    st.subheader("Jangkauan menurut kecamatan", anchor=False)
    st.markdown(f"**{words.reach_title(found)}**")
    _table(words.reach_rows(found), "Koperasi yang terjangkau sosialisasi menurut kecamatan")
    st.markdown(words.reach_sum(found))
    st.caption(words.NO_EFFECT)


def _list(scene: Scene, found: OutreachList) -> None:
    st.subheader("Daftar sosialisasi", anchor=False)
    if found.events:
        case_forms.list_files(
            scene,
            "outreach",
            "Unduh daftar",
            about="Satu baris untuk setiap koperasi yang datang, dengan jumlah pesertanya.",
            workbook=outreach_workbook,
            text=outreach_csv,
            rows=lambda: words.file_rows(found),
            heading=partial(words.file_heading, found, scene.filter),
            file_name=f"sosialisasi-{found.until.isoformat()}",
        )
        pages = page_count(len(found.events), PAGE_SIZE)
        above = st.container()
        turned = st.pagination(pages, key="outreach_page") if pages > 1 else 1
        first = (min(turned, pages) - 1) * PAGE_SIZE
        with above:
            rows = words.list_rows(found)[first : first + PAGE_SIZE]
            stacked.table("outreach_list", rows, "Daftar sosialisasi, terbaru paling atas")
    else:
        st.markdown(words.NOTHING_IN_VIEW if found.left_out else words.NOTHING_YET)
    if note := words.left_out(found):
        st.caption(note)


def _one(scene: Scene, found: OutreachList, *, may: bool) -> None:
    st.subheader("Satu sosialisasi", anchor=False)
    events = {one.event.outreach_id: one for one in found.events}
    labels = distinct({id_: words.event_label(one.event) for id_, one in events.items()})
    chosen = st.selectbox(
        "Sosialisasi",
        list(labels),
        index=None,
        format_func=labels.__getitem__,
        key="outreach_event",
        placeholder="Ketik atau pilih sosialisasi",
    )
    if chosen is not None:
        _event(scene, events[chosen], may=may)


def _event(scene: Scene, one: ListedEvent, *, may: bool) -> None:
    with st.container(border=True, key="one_event"):
        st.markdown(f"**{plain(words.event_label(one.event))}**")
        st.markdown(words.turnout_line(one.turnout))
        _table(words.came_rows(one), "Peserta menurut koperasi")
        if note := words.outside_note(one):
            st.caption(note)
        if officers := words.officers_line(one.event):
            st.markdown(plain(officers))
        if one.event.notes:
            st.markdown(plain(one.event.notes))
        for line in words.revision_lines(ask_event(scene.view.database, one.event.outreach_id)):
            st.caption(plain(line))
    if may:
        with st.expander("Perbaiki catatan ini", key=f"outreach_correct_{one.event.outreach_id}"):
            outreach_forms.correct(scene, one)
        with st.expander("Cabut catatan ini", key=f"outreach_withdraw_{one.event.outreach_id}"):
            outreach_forms.withdraw(scene, one.event)
