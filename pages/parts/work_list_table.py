"""The work list as a table: a name opens its koperasi, rows that are chosen get an officer and a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Final

import streamlit as st

from kopdata.access import Right
from kopdata.errors import KopdataError
from kopdata.fieldwork.entries import LONGEST_PERSON, office_day
from kopdata.fieldwork.plans import FURTHEST, plan_visits
from kopdata.formats import date
from kopdata.queries import page_count
from kopdata.queries.worklist import NOBODY, WorkFilter, WorkItem, WorkList, WorkOrder
from kopdata.wording import worklist as words
from pages.parts import data, links, stage
from pages.parts.guard import Scene
from pages.parts.state import Key
from pages.parts.tables import without_toolbar
from pages.parts.text import label, plain

VISIT: Final = "pages/visit.py"
PAGE_SIZE: Final = 50
MOST_BUTTONS: Final = 6
"""Koperasi that get a button of their own to record a visit; who chose more plans a round first."""
_HEIGHT: Final = 480
"""Pixels of a list that is longer: what is done with the rows that are chosen stands below it."""
_ROWS_IN_FULL: Final = 13
_WIDTHS: Final = {
    **{"Nama": 235, "Alasan": 250, "Berikutnya": 165, "Petugas": 165, "Hasil kunjungan": 170},
    **{"Tahap": 140, "Kunjungan terakhir": 130, "Hari": 50, "Kecamatan": 120, "Desa/Kelurahan": 130},
}
"""The first five are seen on a laptop without scrolling sideways."""
_UNDECIDED, _OTHER = "Belum ditentukan", "Nama lain"
_NO_ENGLISH: Final = """<style>
.st-key-work_planning [data-testid="InputInstructions"] { display: none; }
</style>"""


def draw(scene: Scene, whole: WorkList, narrowed: WorkFilter, order: WorkOrder) -> None:
    """Draw one page of the list and, for who may, what can be done with the rows that are chosen."""
    above = st.container()
    turner, opener = st.columns([2, 1], vertical_alignment="bottom")
    counted = data.worklist(scene.view, scene.filter, narrowed, limit=0)
    pages = page_count(counted.shown if counted else 0, PAGE_SIZE)
    with turner:
        turned = st.pagination(pages, key=Key.WORK_PAGE, bind="query-params", persist_state="session")
    offset = (min(turned, pages) - 1) * PAGE_SIZE
    found = data.worklist(scene.view, scene.filter, narrowed, order=order, offset=offset, limit=PAGE_SIZE)
    if found is None:
        return
    with opener:
        links.opener({item.coop_id: item.name for item in found.items}, key="work_opener")
    may = not stage.is_on() and (scene.actor.may(Right.PLAN_VISITS) or scene.actor.may(Right.RECORD_VISIT))
    # Another list, another table: rows that were chosen in one must never stand for those of the next.
    name = f"{hash((scene.filter, narrowed, offset, tuple(item.coop_id for item in found.items)))}"
    with above:
        at = _table(found, offset, name, may=may)
    if may:
        _with_chosen(scene, whole, found, at, name)


def _table(found: WorkList, offset: int, name: str, *, may: bool) -> list[int]:
    """Draw the page; return the rows that are chosen in it."""
    with without_toolbar("work_table"):
        how = " Centang baris di tepi kiri untuk menjadwalkan atau mencatat kunjungan." if may else ""
        st.caption(f"{words.rows_shown(found, offset)}Tekan nama untuk membuka satu koperasi.{how}")
        table = st.dataframe(
            [row | {"Nama": label(row["Nama"])} for row in words.rows(found)],
            hide_index=True,
            height=_HEIGHT if len(found.items) > _ROWS_IN_FULL else "content",
            column_config={
                title: st.column_config.ButtonColumn(
                    title,
                    width=width,
                    type="tertiary",
                    alignment="left",
                    on_click=links.note_pressed,
                    args=([item.coop_id for item in found.items], "open_work"),
                    key="open_work",
                )
                if title == "Nama"
                else st.column_config.TextColumn(title, width=width)
                for title, width in _WIDTHS.items()
            },
            alt="Daftar koperasi yang perlu dikunjungi; tekan nama untuk membuka satu koperasi",
            key=f"work_{name}",
            on_select="rerun",
            selection_mode=["multi-row"] if may else [],
        )
    return list(table.selection.rows)


def _with_chosen(scene: Scene, whole: WorkList, found: WorkList, at: list[int], name: str) -> None:
    st.subheader(words.PLAN_TITLE, anchor=False)
    labels = words.choices(found)
    named = st.multiselect(
        "Pilih koperasi",
        list(labels),
        format_func=labels.__getitem__,
        key=f"work_named_{name}",
        placeholder="Ketik atau pilih, atau centang di daftar",
        select_all=False,
    )
    ticked = {found.items[row].coop_id for row in at if row < len(found.items)}
    chosen = {item.coop_id: item for item in found.items if item.coop_id in {*ticked, *named}}
    if scene.actor.may(Right.PLAN_VISITS):
        if whole.snapshot.as_of == scene.view.database.snapshots[-1].as_of:
            _planning(scene, whole, list(chosen), name)
        else:
            st.caption(words.PLANS_OF_TODAY)
    else:
        st.caption(words.NOT_YOURS)
    if chosen and scene.actor.may(Right.RECORD_VISIT):
        _recording(list(chosen.values()))


def _planning(scene: Scene, whole: WorkList, coop_ids: Sequence[str], name: str) -> None:
    """Draw who is to go and when, for the koperasi that are chosen."""
    first = office_day(scene.view.contents, data.today())
    officers = [officer for officer in whole.by_officer if officer != NOBODY]
    if not first <= data.today() <= first + FURTHEST:
        # An empty calendar opens in the month of the real today, which the demo's year does not hold.
        st.session_state.setdefault(f"work_day_{name}", first)
    with st.container(key="work_planning"):
        st.html(_NO_ENGLISH)
        with st.grid(3, min_column_width=220):
            picked = st.selectbox(
                "Petugas yang berkunjung",
                [_UNDECIDED, *officers, _OTHER],
                key=f"work_officer_{name}",
                placeholder=_UNDECIDED,
            )
            typed = (
                st.text_input("Nama petugas", max_chars=LONGEST_PERSON, key=f"work_other_{name}")
                if picked == _OTHER
                else None
            )
            day = st.date_input(
                "Tanggal kunjungan",
                value=None,
                min_value=first,
                max_value=first + FURTHEST,
                format="DD/MM/YYYY",
                key=f"work_day_{name}",
            )
        officer = typed if picked == _OTHER else None if picked in (None, _UNDECIDED) else picked
        count = f" ({len(coop_ids)})" if coop_ids else ""
        with st.container(horizontal=True):
            if st.button(f"Simpan jadwal{count}", type="primary", key="work_plan", disabled=not coop_ids):
                if not officer and day is None:
                    st.error(words.NOTHING_PLANNED)
                else:
                    _plan(scene, coop_ids, officer, day)
            if st.button(f"Kosongkan jadwal{count}", key="work_unplan", disabled=not coop_ids):
                _plan(scene, coop_ids, None, None)


def _plan(scene: Scene, coop_ids: Sequence[str], officer: str | None, day: dt.date | None) -> None:
    try:
        recorded = plan_visits(
            scene.view.store, coop_ids, officer, day, actor=scene.actor, today=data.today()
        )
    except KopdataError as error:
        st.error(plain(str(error)), title=error.title)
        return
    st.session_state[Key.TOAST] = words.planned(len(recorded), recorded[0].officer, date(day) if day else "")
    st.rerun()


def _recording(chosen: Sequence[WorkItem]) -> None:
    """Draw the ways to record a visit, one for each koperasi that is chosen."""
    if len(chosen) > MOST_BUTTONS:
        st.caption(words.too_many_to_record(MOST_BUTTONS))
        return
    for item in chosen:
        record_visit(item, f"Catat kunjungan: {plain(item.name)}", key=f"work_record_{item.coop_id}")


def record_visit(item: WorkItem, label_: str, *, key: str, wide: bool = False) -> None:
    """Draw the button that opens the form of a visit to one koperasi."""
    if st.button(label_, key=key, icon=":material/add_location_alt:", width="stretch" if wide else "content"):
        st.switch_page(VISIT, query_params={Key.COOPERATIVE: item.coop_id})
