"""Two snapshots side by side: which two, their totals, and the changes by name."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import Final, NoReturn

import streamlit as st

from kopdata.changes import ChangeKind
from kopdata.database import Database
from kopdata.models import Filter, Snapshot
from kopdata.queries import page_count
from kopdata.queries.compare import Comparison, ask_comparison
from kopdata.report.changes import changes_csv, changes_workbook
from kopdata.wording import comparison as words
from pages.parts import data, downloads, filters, links, stage
from pages.parts.data import View
from pages.parts.guard import Scene
from pages.parts.state import Key
from pages.parts.tables import without_toolbar
from pages.parts.text import plain

PAGE: Final = "pages/compare.py"
PAGE_SIZE: Final = 50
"""Koperasi of one page; each has a line for every value that differs."""
_HEIGHT: Final = 600
_WIDTHS: Final = {"Nama": 280, "Kecamatan": 118, "Perubahan": 170, "Data": 170, "Dulu": 180, "Sekarang": 180}
_KINDS: Final = {kind.label: kind for kind in ChangeKind}


def point_at(earlier: Snapshot, later: Snapshot) -> None:
    """Let the page compare these two, whatever it showed before; used as a button's callback."""
    st.session_state[Key.COMPARE_FROM] = earlier.label
    st.session_state[Key.COMPARE_TO] = later.label
    st.session_state[Key.CHANGE_KINDS] = []
    _first_page()


def open_page() -> NoReturn:
    """Leave this page for the comparison; the filters, which are bound to the address, stay as they are."""
    named = {
        key: st.session_state[key] for key in (Key.COMPARE_FROM, Key.COMPARE_TO) if key in st.session_state
    }
    st.switch_page(PAGE, query_params=named | ({Key.STAGE: stage.ON} if stage.is_on() else {}))


def ask(view: View, earlier: Snapshot, later: Snapshot, filter_: Filter, day: dt.date) -> Comparison:
    """Return what changed from one snapshot to the other."""
    dateless = filter_.model_copy(update={"as_of": None})
    return _ask(view.database, view.key, earlier.as_of, later.as_of, dateless, day)


@st.cache_data(max_entries=32, show_spinner=False)
def _ask(
    _database: Database,
    key: str,  # noqa: ARG001  only keys the cache
    earlier: dt.date,
    later: dt.date,
    filter_: Filter,
    day: dt.date,
) -> Comparison:
    return ask_comparison(_database, earlier, later, filter_, today=day)


def choose(scene: Scene) -> tuple[Snapshot, Snapshot] | None:
    """Draw the two choices of a date; return the two snapshots, the earlier first, or say what is missing.

    At first they are the snapshot of the filter and the one before it.
    """
    snapshots = scene.view.database.snapshots
    if len(snapshots) < 2:
        st.info(
            "Unggah ekspor ODS untuk tanggal lain, lalu kembali ke halaman ini.",
            title=f"Baru ada satu keadaan: {snapshots[0].label}.",
            icon=":material/info:",
        )
        return None
    by_label = {snapshot.label: snapshot for snapshot in reversed(snapshots)}
    labels = list(by_label)
    dates = [snapshot.as_of for snapshot in by_label.values()]
    at = min(dates.index(scene.filter.as_of) if scene.filter.as_of in dates else 0, len(labels) - 2)
    with st.container(horizontal=True, vertical_alignment="bottom", key="comparison_choices"):
        earlier = _date("Dari keadaan", Key.COMPARE_FROM, labels, labels[at + 1])
        later = _date("Ke keadaan", Key.COMPARE_TO, labels, labels[at])
    if earlier == later:
        st.info("Pilih dua keadaan yang berbeda.", icon=":material/info:")
        return None
    first, second = sorted((by_label[earlier], by_label[later]), key=lambda snapshot: snapshot.as_of)
    return first, second


def _date(title: str, key: str, labels: list[str], first: str) -> str:
    named = st.session_state.get(key) or st.query_params.get(key)
    if named not in labels:  # the first time, or somebody took it back since it was chosen here
        st.session_state[key] = first
    chosen = st.selectbox(
        title,
        labels,
        index=None,  # so that the address always names the date: what is newest now, is not for ever
        key=key,
        on_change=_first_page,
        bind="query-params",
        persist_state="session",
        placeholder=filters.CHOOSE,
        width=300,
    )
    return chosen or first


def says_untold(comparison: Comparison) -> bool:
    """Say so, where the files of a snapshot cannot tell which koperasi the filter keeps."""
    if not (reason := words.untold(comparison)):
        return False
    st.info(plain(reason), title="Saringan ini tidak dapat dihitung.", icon=":material/info:")
    return True


def totals(comparison: Comparison) -> None:
    """Draw the totals of both and how many koperasi changed in which way."""
    with st.grid(2, min_column_width=330, key="comparison_totals"):
        st.table(
            words.totals(comparison), border="horizontal", hide_index=True, alt="Jumlah dulu dan sekarang"
        )
        st.table(words.kinds(comparison), border="horizontal", hide_index=True, alt="Jumlah perubahan")
    st.caption(words.CAVEAT)
    if absent := words.not_compared(comparison):
        st.caption(absent)


def changes(scene: Scene, comparison: Comparison) -> None:
    """Draw the changes by name, a page of them, and the ways to choose, turn and take them along."""
    labels = st.pills(
        "Perubahan yang ditampilkan",
        list(_KINDS),
        selection_mode="multi",
        key=Key.CHANGE_KINDS,
        on_change=_first_page,
        wrap=True,
        bind="query-params",
        persist_state="session",
    )
    kinds = [_KINDS[label] for label in labels if label in _KINDS]
    st.subheader(words.headline(comparison, kinds), anchor=False)
    count = comparison.count(kinds)
    if not count:
        return
    above = st.container()
    turner, opener = st.columns([2, 1], vertical_alignment="bottom")
    with turner:
        pages = page_count(count, PAGE_SIZE)
        turned = st.pagination(pages, key=Key.CHANGES_PAGE, bind="query-params", persist_state="session")
    number = min(turned, pages)
    listed = comparison.changes(kinds, offset=(number - 1) * PAGE_SIZE, size=PAGE_SIZE)
    shown = list(words.lines(listed))
    with opener:
        links.opener({change.coop_id: change.name for change in listed}, key="changed_opener")
    # Another list, another container: the table in it is a new one and begins at its top.
    name = f"changes_{hash((comparison.earlier, comparison.later, scene.filter, *kinds, number))}"
    with above, st.container(key=name):
        _table(shown)
    _downloads(scene, comparison)
    links.follow_opened()


def _first_page() -> None:
    """Go back to the first page, because the list is another one; used in callbacks."""
    if st.session_state.get(Key.CHANGES_PAGE, 1) != 1:
        st.session_state[Key.CHANGES_PAGE] = 1


def _table(shown: list[words.ChangeLine]) -> None:
    with without_toolbar("changes_table"):
        st.caption("Tekan nama untuk membuka satu koperasi.")
        st.dataframe(
            words.list_rows(shown),
            hide_index=True,
            height=_HEIGHT if len(shown) > PAGE_SIZE else "content",
            column_config={
                title: st.column_config.ButtonColumn(
                    title,
                    width=width,
                    type="tertiary",
                    alignment="left",
                    on_click=_remember,
                    args=([line.coop_id for line in shown],),
                    key="open_changed",
                )
                if title == "Nama"
                else st.column_config.TextColumn(title, width=width)
                for title, width in _WIDTHS.items()
            },
            alt="Daftar perubahan dengan isi dulu dan sekarang; tekan nama untuk membuka satu koperasi",
            key="changes",
        )


def _remember(coop_ids: list[str]) -> None:
    """Note which koperasi was pressed; a callback cannot leave the page, the run after it does."""
    click = st.session_state["open_changed"]
    st.session_state[Key.OPENED] = coop_ids[click["row"]]


def _downloads(scene: Scene, comparison: Comparison) -> None:
    """Draw the files of all changes, whichever kinds are shown; each is made when it is pressed."""
    office = data.settings(scene.view)
    heading = words.file_heading(
        comparison,
        scene.filter,
        is_demo=scene.view.store.is_demo,
        office_name=office.office_name,
        section_name=office.section_name,
    )
    with st.container(horizontal=True, key="download_changes"):
        downloads.in_both(
            "changes",
            lambda form: f"Unduh semua perubahan, {form.label}",
            workbook=partial(changes_workbook, comparison, heading),
            text=partial(changes_csv, comparison, heading),
            file_name=words.file_name(comparison),
        )
