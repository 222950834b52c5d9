"""What is to be put right in ODS: the list, the ways to narrow, tick off and take it along."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

import streamlit as st

from kopdata.access import Right
from kopdata.errors import KopdataError
from kopdata.queries import page_count
from kopdata.queries.repairs import Repairs
from kopdata.repairs import KINDS, RepairItem, RepairState, mark_mended, take_back_marks
from kopdata.report.repairs import repairs_csv, repairs_workbook
from kopdata.wording import repairs as words
from pages.parts import data, downloads, links, stage
from pages.parts.guard import Scene
from pages.parts.state import Key
from pages.parts.tables import without_toolbar
from pages.parts.text import plain

PAGE: Final = "pages/repairs.py"
PAGE_SIZE: Final = 50
_HEIGHT: Final = 600
_WIDTHS: Final = {
    **{"Nama": 260, "Kecamatan": 110, "Temuan": 200, "Isi": 130, "Di mana": 190, "Keadaan": 190},
    **{"Keterangan": 340, "Berkas": 160},
}
_STYLE: Final = f"""<style>
.st-key-{Key.REPAIR_STATES} button[data-selected="true"] p {{ color: CanvasText; }}
</style>"""
"""A chosen pill's words would have the colour of buttons, which is too dim on the dark ground."""
_STATES: Final = {state.label: state for state in RepairState}
_KINDS: Final = {kind.title: id_ for id_, kind in KINDS.items()}


def draw(scene: Scene) -> None:
    """Draw how much there is to do, and the list itself."""
    repairs = data.repairs(scene.view, scene.filter)
    st.markdown(words.ABOUT)
    if not repairs.items:
        st.info(
            words.NOTHING_IN_VIEW if scene.filter.narrows else words.NOTHING_FOUND,
            icon=":material/task_alt:",
        )
        _notes(repairs)
        return
    st.html(_STYLE)
    states = _states()
    with st.container(horizontal=True, vertical_alignment="bottom", key="repair_controls"):
        kinds = _kinds()
        shown = repairs.chosen(states, kinds)
        _downloads(scene, repairs, shown, states, kinds)
    st.markdown(words.summary(repairs, kinds))
    st.caption(words.mended(repairs, kinds))
    st.subheader(words.headline(len(shown), states, kinds), anchor=False)
    if shown:
        _list(scene, repairs, shown)
    _by_kind(repairs, states)
    _notes(repairs)
    links.follow_opened()


def of_one(scene: Scene, coop_id: str) -> None:
    """Draw what of one koperasi is not proven to be mended, and the way to the list."""
    items = data.repairs_of(scene.view, coop_id)
    if not items:
        return
    st.subheader(words.TITLE, anchor=False)
    zone = dt.datetime.now().astimezone().tzinfo or dt.UTC
    rows = [{title: plain(cell) for title, cell in row.items()} for row in words.rows_of_one(items, zone)]
    st.table(rows, border="horizontal", hide_index=True, alt="Perbaikan di ODS untuk koperasi ini")
    if st.button(
        "Buka daftar Perbaikan di ODS", key="open_repairs", type="tertiary", icon=":material/build:"
    ):
        st.switch_page(PAGE, query_params={Key.STAGE: stage.ON} if stage.is_on() else {})


def _states() -> list[RepairState]:
    chosen = st.pills(
        "Keadaan perbaikan",
        list(_STATES),
        selection_mode="multi",
        default=[RepairState.OPEN.label],
        key=Key.REPAIR_STATES,
        on_change=_first_page,
        bind="query-params",
        persist_state="session",
    )
    return [_STATES[label] for label in chosen]


def _kinds() -> list[str]:
    chosen = st.multiselect(
        "Jenis temuan",
        list(_KINDS),
        key=Key.REPAIR_KINDS,
        on_change=_first_page,
        bind="query-params",
        persist_state="session",
        placeholder="Semua jenis",
        select_all=False,
        width=360,
    )
    return [_KINDS[title] for title in chosen]


def _first_page() -> None:
    """Go back to the first page, because the list is another one; used in callbacks."""
    st.session_state[Key.REPAIRS_PAGE] = 1


def _list(scene: Scene, repairs: Repairs, shown: Sequence[RepairItem]) -> None:
    above = st.container()
    turner, opener = st.columns([2, 1], vertical_alignment="bottom")
    with turner:
        pages = page_count(len(shown), PAGE_SIZE)
        turned = st.pagination(pages, key=Key.REPAIRS_PAGE, bind="query-params", persist_state="session")
    number = min(turned, pages)
    listed = shown[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]
    with opener:
        names = {item.coop_id: item.whose.name for item in listed if item.coop_id is not None}
        links.opener(names, key="repair_opener")
    # Another list, another table: rows that were chosen in one must never stand for those of the next.
    name = f"{hash(tuple((item.key, item.state) for item in listed))}"
    may = scene.actor.may(Right.IMPORT) and not stage.is_on()
    with above:
        chosen = _table(listed, repairs, name, may=may)
    if may:
        _marking(scene, repairs, listed, chosen, name)
    elif not stage.is_on():
        st.caption(words.NOT_YOURS)


def _table(listed: Sequence[RepairItem], repairs: Repairs, name: str, *, may: bool) -> list[int]:
    """Draw a page of the list; return the rows that are chosen in it."""
    with without_toolbar("repairs_table"):
        st.caption(
            "Tekan nama untuk membuka satu koperasi. Centang baris di tepi kiri untuk menandai."
            if may
            else "Tekan nama untuk membuka satu koperasi."
        )
        table = st.dataframe(
            words.list_rows(listed, repairs.zone),
            hide_index=True,
            height=_HEIGHT if len(listed) == PAGE_SIZE else "content",
            column_config={
                title: st.column_config.ButtonColumn(
                    title,
                    width=width,
                    type="tertiary",
                    alignment="left",
                    on_click=_remember,
                    args=([item.coop_id for item in listed],),
                    key="open_repair",
                )
                if title == "Nama"
                else st.column_config.TextColumn(title, width=width)
                for title, width in _WIDTHS.items()
            },
            alt="Daftar perbaikan di ODS; tekan nama untuk membuka satu koperasi",
            key=f"repairs_{name}",
            on_select="rerun",
            selection_mode=["multi-row"] if may else [],
        )
    return list(table.selection.rows)


def _marking(
    scene: Scene, repairs: Repairs, listed: Sequence[RepairItem], chosen: list[int], name: str
) -> None:
    """Draw the ways to tick off several at once; the table's own boxes take none of the keys."""
    labels = words.choices(listed)
    with st.container(horizontal=True, vertical_alignment="bottom", key="repair_marking"):
        named = st.multiselect(
            "Pilih temuan untuk ditandai",
            range(len(listed)),
            format_func=labels.__getitem__,
            key=f"repairs_named_{name}",
            placeholder="Ketik atau pilih, atau centang di daftar",
            select_all=False,
        )
        items = [listed[at] for at in sorted({*chosen, *named}) if at < len(listed)]
        for label, state, record, told in (
            ("Tandai sudah diperbaiki", RepairState.OPEN, mark_mended, words.marked),
            ("Batalkan tanda", RepairState.MENDED, take_back_marks, words.taken_back),
        ):
            count = sum(item.state is state for item in items)
            if st.button(
                f"{label} ({count})" if count else label,
                key=f"repairs_{state}",
                type="primary" if state is RepairState.OPEN else "secondary",
                disabled=not count,
            ):
                _record(scene, partial(record, based_on=repairs.based_on), items, told)


def _record(
    scene: Scene,
    record: Callable[..., int],
    items: Sequence[RepairItem],
    told: Callable[[int], str],
) -> None:
    try:
        count = record(scene.view.store, items, actor=scene.actor)
    except KopdataError as error:
        st.error(plain(str(error)), title=error.title)
        return
    st.session_state[Key.TOAST] = told(count)
    st.rerun()


def _remember(coop_ids: list[str | None]) -> None:
    """Note which koperasi was pressed; a callback cannot leave the page, the run after it does."""
    click = st.session_state["open_repair"]
    coop_id = coop_ids[click["row"]]
    if coop_id is None:
        st.session_state[Key.TOAST] = words.NO_COOPERATIVE
    else:
        st.session_state[Key.OPENED] = coop_id


def _by_kind(repairs: Repairs, states: list[RepairState]) -> None:
    if rows := words.kinds_counted(repairs, states):
        with st.expander("Jumlah menurut jenis temuan"):
            st.table(rows, border="horizontal", hide_index=True, alt="Jumlah temuan menurut jenisnya")


def _notes(repairs: Repairs) -> None:
    for note in words.notes(repairs):
        st.caption(plain(note))


def _downloads(
    scene: Scene,
    repairs: Repairs,
    shown: Sequence[RepairItem],
    states: list[RepairState],
    kinds: list[str],
) -> None:
    if not shown:
        return
    office = data.settings(scene.view)
    heading = words.file_heading(
        repairs,
        shown,
        scene.filter,
        states,
        kinds,
        is_demo=scene.view.store.is_demo,
        office_name=office.office_name,
        section_name=office.section_name,
    )
    with st.popover("Unduh daftar by name by address", icon=":material/download:", key="download_repairs"):
        st.markdown("Semua temuan yang terpilih, dengan nama, NIK, alamat, dan tempatnya di berkas.")
        downloads.in_both(
            "repairs",
            lambda form: form.label,
            workbook=partial(repairs_workbook, shown, heading, repairs.zone),
            text=partial(repairs_csv, shown, heading, repairs.zone),
            file_name=words.file_name(states, data.today()),
            wide=True,
        )
