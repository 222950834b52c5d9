"""The table of koperasi: columns that the user chose, in an order and on a page that the address names."""

from __future__ import annotations

from typing import Final, Literal

import streamlit as st
from streamlit.elements.lib.column_types import ButtonColumnResult, ColumnConfig

from kopdata import wording
from kopdata.columns import COLUMNS, DEFAULT_COLUMNS, NAME, columns_called
from kopdata.figures import FIGURES
from kopdata.models import LONGEST_SEARCH
from kopdata.queries import CooperativePage, Listing, Overview, SortKey, page_count
from kopdata.queries.cooperatives import MOST_ROWS
from kopdata.wording.cooperatives import BADGES, HELP, NUMBERS
from pages.parts import data, downloads, filters, links
from pages.parts.guard import Scene
from pages.parts.state import Key
from pages.parts.tables import without_toolbar
from pages.parts.text import label, plain

PAGE_SIZE: Final = 50
HEIGHT: Final = 600
"""Pixels of a list that has several pages: its own scroll bar begins at the top on each of them, and what
turns the pages stays where it is."""
WIDTHS: Final = {
    **{"name": 320, "status": 95, "health": 105, "district": 118, "rat": 150, "certificate": 150},
    "last_visit": 86,
}
"""Pixels. A name of forty letters is read whole, and the columns shown at first fit a laptop."""
_CHOSEN_BY_TITLE: Final = {column.title: id_ for id_, column in COLUMNS.items() if column is not NAME}
_ORDERS: Final = {
    "Nama, A–Z": (SortKey.NAME, False),
    "Nama, Z–A": (SortKey.NAME, True),
    "Kecamatan": (SortKey.DISTRICT, False),
    "Status": (SortKey.STATUS, False),
    "Kesehatan": (SortKey.HEALTH, False),
    "Jenis": (SortKey.TYPE, False),
    "RAT terakhir, paling lama dahulu": (SortKey.RAT_DATE, False),
    "RAT terakhir, paling baru dahulu": (SortKey.RAT_DATE, True),
    "Kunjungan terakhir, paling lama dahulu": (SortKey.LAST_VISIT, False),
    "Kunjungan terakhir, paling baru dahulu": (SortKey.LAST_VISIT, True),
    "Anggota, terbanyak dahulu": (SortKey.MEMBERS, True),
    "Anggota, tersedikit dahulu": (SortKey.MEMBERS, False),
}
_FIRST_ORDER: Final = "Nama, A–Z"


def draw(scene: Scene, overview: Overview) -> None:
    """Draw whose names these are, one page of them, and the ways to choose, turn and take them along."""
    _headline(scene, overview)
    with st.container(horizontal=True, vertical_alignment="bottom", key="list_controls"):
        order = _order()
        columns = _columns()
        downloads.names(scene, overview, order)
    _start_over_when_changed((scene.filter, order))
    above = st.container()
    turner, opener = st.columns([2, 1], vertical_alignment="bottom")
    with turner:
        number = st.pagination(
            page_count(overview.total, PAGE_SIZE), key=Key.PAGE, bind="query-params", persist_state="session"
        )
    page = data.cooperatives(
        scene.view,
        scene.filter,
        order.model_copy(update={"page": number, "size": PAGE_SIZE, "columns": columns}),
    )
    if page is not None:
        with opener:
            _opener(scene, page, order)
        # Another list, another container: the table in it is a new one and begins at its top.
        with above, st.container(key=f"list_{hash((scene.filter, order, page.number))}"):
            _table(page)
    links.follow_opened()


def _opener(scene: Scene, page: CooperativePage, order: Listing) -> None:
    """Draw the way to any koperasi of the list, on whichever of its pages it stands.

    A list of more than a choice can hold is searched: by the words of the filter and those typed here.
    """
    offered, filter_ = page, scene.filter
    listing = order.model_copy(update={"size": MOST_ROWS, "columns": (NAME.id,)})
    room = LONGEST_SEARCH - len(filter_.search) - 1
    if page.total <= MOST_ROWS:
        offered = data.cooperatives(scene.view, filter_, listing) or page
    elif room > 0 and (typed := _typed(room)):
        narrowed = filter_.model_copy(update={"search": f"{filter_.search} {typed}".strip()})
        found = listing.model_copy(update={"size": PAGE_SIZE, "columns": (NAME.id, "village")})
        offered = data.cooperatives(scene.view, narrowed, found) or page
    links.opener(wording.name_choices(offered), key="opener")
    if note := wording.choices_cut(offered):
        st.caption(note)


def _typed(room: int) -> str:
    return st.text_input(
        "Cari di seluruh daftar",
        max_chars=room,
        key="opener_search",
        placeholder="Nama, NIK, badan hukum, atau desa",
    ).strip()


def order_in_use() -> Listing:
    """Return the order of the list in use, on any page; where a session begins, the address names it."""
    named = st.query_params.get(Key.LIST_ORDER)
    if Key.SORT not in st.session_state and named in _ORDERS:
        st.session_state[Key.SORT] = named
    sort, descending = _ORDERS.get(st.session_state.get(Key.SORT) or "", _ORDERS[_FIRST_ORDER])
    return Listing(sort=sort, descending=descending)


def _headline(scene: Scene, overview: Overview) -> None:
    if not scene.filter.narrows:
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="names_headline"):
        st.subheader(
            plain(wording.names_headline(scene.filter, overview.total)), anchor=False, width="content"
        )
        if scene.filter.counted_in:
            with st.popover("Arti", type="tertiary", key="meaning_names"):
                for figure in (FIGURES[id_] for id_ in sorted(scene.filter.counted_in)):
                    st.markdown(f"**{figure.title}.** {figure.definition}")
                    st.markdown(f"**Dasar.** {figure.source}")


def _order() -> Listing:
    st.selectbox(
        "Urutkan menurut",
        list(_ORDERS),
        key=Key.SORT,
        bind="query-params",
        persist_state="session",
        placeholder=filters.CHOOSE,
        width=300,
    )
    return order_in_use()


def _columns() -> tuple[str, ...]:
    with st.popover("Kolom", icon=":material/view_column:", key="columns"):
        chosen = st.multiselect(
            "Kolom yang ditampilkan",
            list(_CHOSEN_BY_TITLE),
            default=[COLUMNS[id_].title for id_ in DEFAULT_COLUMNS if id_ != NAME.id],
            key=Key.COLUMNS,
            bind="query-params",
            persist_state="session",
            placeholder="Pilih kolom",
            select_all=False,
            help="Nama selalu tampil. Bila tidak ada yang dipilih, kolom awal yang dipakai.",
        )
    return columns_called(chosen)


def _table(page: CooperativePage) -> None:
    with without_toolbar("cooperative_table"):
        st.caption(f"{wording.rows_shown(page)}. Tekan nama untuk membuka satu koperasi.")
        st.dataframe(
            [
                # A name is a button's label, and one that begins with an icon's name would show the icon.
                row | {NAME.title: label(str(row[NAME.title]))}
                for row in wording.cooperative_rows(page)
            ],
            hide_index=True,
            height=HEIGHT if page.pages > 1 else "content",
            column_config={COLUMNS[id_].title: _config(id_, page) for id_ in page.columns},
            alt="Daftar koperasi menurut saringan; tekan nama untuk membuka satu koperasi",
            key="cooperatives",
        )
        if absent := wording.columns_absent(page):
            st.caption(absent)


def _config(id_: str, page: CooperativePage) -> ColumnConfig | ButtonColumnResult:
    title, width = COLUMNS[id_].title, WIDTHS.get(id_)
    if id_ == NAME.id:
        return st.column_config.ButtonColumn(
            title,
            width=width,
            type="tertiary",
            alignment="left",
            on_click=_remember,
            args=(page.rows["coop_id"].to_pylist(),),
            key="open_cooperative",
        )
    if id_ in BADGES:
        return st.column_config.MultiselectColumn(
            title, width=width, help=HELP.get(id_), options=BADGES[id_], color="auto"
        )
    alignment: Literal["left", "right"] = "right" if id_ in NUMBERS else "left"
    return st.column_config.TextColumn(title, width=width, help=HELP.get(id_), alignment=alignment)


def _remember(coop_ids: list[str]) -> None:
    """Note which koperasi was pressed; a callback cannot leave the page, the run after it does."""
    click = st.session_state["open_cooperative"]
    st.session_state[Key.OPENED] = coop_ids[click["row"]]


def _start_over_when_changed(view: object) -> None:
    """Go back to the first page when the list is another one than in the run before."""
    before = st.session_state.get(Key.LISTED, view)
    if before != view:
        st.session_state[Key.PAGE] = 1
    st.session_state[Key.LISTED] = view
