"""The list of imports, each with what was read and found, its file, and what can be done to it now."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from functools import partial
from typing import Final, Literal

import streamlit as st

from kopdata import wording
from kopdata.access import Right
from kopdata.errors import KopdataError
from kopdata.formats import number
from kopdata.imports import put_back, take_back
from kopdata.queries import page_count
from kopdata.queries.history import (
    ImportDetails,
    ImportRecord,
    ask_details,
    ask_history,
    original_content,
    stands_without,
)
from kopdata.report.findings import findings_csv, findings_workbook
from kopdata.vocabulary import ImportKind
from kopdata.wording import imports as words
from pages.parts import comparison, downloads
from pages.parts.guard import Scene
from pages.parts.state import Key
from pages.parts.tables import without_toolbar
from pages.parts.text import plain

PAGE_SIZE: Final = 20
MOST_FINDINGS: Final = 500
"""Findings shown of one import; the file to take along holds all of them."""
_WIDTHS: Final = (120, 220, 110, 60, 150, 170, 420)


def draw(scene: Scene) -> None:
    """Draw every import, the newest first, a page at a time."""
    records = ask_history(scene.view.store)
    if not records:
        st.info("Belum ada berkas yang diunggah.", icon=":material/upload_file:")
        return
    if len(scene.view.database.snapshots) > 1 and st.button(
        "Bandingkan dua keadaan", key="compare_any", icon=":material/compare_arrows:"
    ):
        comparison.open_page()
    pages = page_count(len(records), PAGE_SIZE)
    above = st.container(key="imports")
    turned = 1
    if pages > 1:
        turned = st.pagination(pages, key=Key.HISTORY_PAGE, bind="query-params", persist_state="session")
    first = (min(turned, pages) - 1) * PAGE_SIZE
    zone = dt.datetime.now().astimezone().tzinfo or dt.UTC
    with above:
        for record in records[first : first + PAGE_SIZE]:
            _draw(scene, record, zone)
    # Last: a press on a dialog's button is lost when it meets the rest of a run that was stopped.
    _question(scene, records)


def _draw(scene: Scene, record: ImportRecord, zone: dt.tzinfo) -> None:
    with st.container(border=True, key=f"import_{record.made.import_id}"):
        with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
            st.markdown(f"**{wording.import_title(record)}**")
            _badge(record)
        st.markdown(wording.import_counts(record))
        st.caption(plain(wording.import_origin(record, zone)))
        with st.container(horizontal=True):
            if scene.actor.may(Right.IMPORT):
                _button(scene, record)
            _changes(scene, record)
        _details(scene, record, zone)


def _badge(record: ImportRecord) -> None:
    colour: Literal["green", "gray", "orange"] = "green" if record.shows else "gray"
    if record.stands:
        st.badge(record.state, color=colour)
    else:
        st.badge(record.state, color="orange", icon=":material/undo:")


def _button(scene: Scene, record: ImportRecord) -> None:
    id_ = record.made.import_id
    # Each act has its own key: a press on a button drawn before somebody else acted never does the other.
    if record.stands:
        st.button(
            "Tarik kembali unggahan",
            key=f"undo_{id_}",
            icon=":material/undo:",
            on_click=_begin_asking,
            args=(id_,),
        )
    elif st.button("Pakai lagi", key=f"redo_{id_}", icon=":material/redo:"):
        try:
            put_back(scene.view.store, id_, actor=scene.actor)
        except KopdataError as error:
            st.error(plain(str(error)), title=error.title)
            return
        st.session_state[Key.TOAST] = wording.import_toggled(record, scene.view.store.snapshots())
        st.rerun()


def _begin_asking(import_id: str) -> None:
    """Open the question; it stays open whatever else draws the page anew meanwhile."""
    st.session_state[Key.TAKING_BACK] = import_id


def _end_asking() -> None:
    st.session_state.pop(Key.TAKING_BACK, None)


def _question(scene: Scene, records: Iterable[ImportRecord]) -> None:
    """Open the question whether to take an import back, while it is asked and the import stands."""
    asked = st.session_state.get(Key.TAKING_BACK)
    record = next((one for one in records if one.made.import_id == asked and one.stands), None)
    if record is None or not scene.actor.may(Right.IMPORT):
        _end_asking()
    elif not {Key.PENDING, Key.STARTING} & st.session_state.keys():  # there is room for one dialog
        _ask_to_take_back(scene, record)


@st.dialog("Tarik kembali unggahan", on_dismiss=_end_asking)
def _ask_to_take_back(scene: Scene, record: ImportRecord) -> None:
    st.markdown(f"**{wording.import_title(record)}** · {wording.import_counts(record)}")
    refused = None
    try:
        then = stands_without(scene.view.store, record.made)
        st.markdown(plain(wording.taking_back(record, then, scene.view.store.snapshots())))
    except KopdataError as error:
        refused = error
        st.error(plain(str(error)), title=error.title)
    with st.container(horizontal=True, horizontal_alignment="right"):
        if st.button("Batal", key="keep_import", on_click=_end_asking):
            st.rerun()
        if st.button(
            "Tarik kembali",
            type="primary",
            key="take_back_import",
            disabled=refused is not None,
            on_click=_take_back,
            args=(scene, record),
        ):
            st.rerun()


def _take_back(scene: Scene, record: ImportRecord) -> None:
    """Take an import back; a callback, so that the press does what was asked, whatever is drawn next."""
    _end_asking()
    try:
        take_back(scene.view.store, record.made.import_id, actor=scene.actor)
    except KopdataError as error:
        st.session_state[Key.TROUBLE] = error.title, str(error)
        return
    st.session_state[Key.TOAST] = wording.import_toggled(record, scene.view.store.snapshots())


def _changes(scene: Scene, record: ImportRecord) -> None:
    """Draw the way from a shown snapshot to what changed since the one before it."""
    snapshots = scene.view.database.snapshots
    earlier = [snapshot for snapshot in snapshots if snapshot.as_of < record.made.as_of]
    shown = [snapshot for snapshot in snapshots if snapshot.as_of == record.made.as_of]
    if not (record.shows and record.made.kind is ImportKind.REGISTRY and earlier and shown):
        return
    if st.button(
        f"Bandingkan dengan {earlier[-1].label}",
        key=f"compare_{record.made.import_id}",
        type="tertiary",
        on_click=comparison.point_at,
        args=(earlier[-1], shown[0]),
    ):
        comparison.open_page()


def _details(scene: Scene, record: ImportRecord, zone: dt.tzinfo) -> None:
    """Draw what was read and found; it is read only when it is opened."""
    id_ = record.made.import_id
    fold = st.expander("Rincian, temuan, dan berkas asli", key=f"details_{id_}", on_change="rerun")
    if not fold.open:
        return
    with fold:
        details = ask_details(scene.view.database, record.made)
        st.markdown(words.import_rows(record, details))
        st.caption(plain(words.import_layout(record, details)))
        _findings(id_, details)
        with st.container(horizontal=True):
            _downloads(scene, record, details, zone)


def _findings(id_: str, details: ImportDetails) -> None:
    rows = words.all_findings(details)
    if not rows:
        st.markdown("Tidak ada temuan pada berkas ini.")
        return
    if len(rows) > MOST_FINDINGS:
        st.caption(
            f"{number(MOST_FINDINGS)} dari {number(len(rows))} temuan. Unduh temuan untuk melihat semuanya."
        )
    titles = words.FINDING_TITLES
    with without_toolbar(f"findings_{id_}"):
        st.dataframe(
            [dict(zip(titles, row, strict=True)) for row in rows[:MOST_FINDINGS]],
            hide_index=True,
            column_config={
                title: st.column_config.TextColumn(title, width=width)
                for title, width in zip(titles, _WIDTHS, strict=True)
            },
            alt="Temuan pada berkas: yang ditolak, yang perlu diperiksa, dan yang bukan data",
        )


def _downloads(scene: Scene, record: ImportRecord, details: ImportDetails, zone: dt.tzinfo) -> None:
    id_, store, made = record.made.import_id, scene.view.store, record.made
    downloads.button(
        "Unduh berkas asli",
        lambda: original_content(store, made),
        key=f"original_{id_}",
        file_name=made.file_name,
        mime="application/octet-stream",
        icon=":material/description:",
    )
    if not details.findings:
        return
    heading = words.findings_heading(record, details, zone, is_demo=store.is_demo)
    downloads.in_both(
        f"findings_{id_}",
        lambda form: f"Temuan, {form.label}",
        workbook=partial(findings_workbook, details, heading),
        text=partial(findings_csv, details, heading),
        file_name=f"temuan-{id_}",
    )
