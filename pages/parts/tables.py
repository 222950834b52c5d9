"""Tables: the kecamatan, and the koperasi."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import streamlit as st

from kopdata import wording
from kopdata.queries import Listing, Overview, SortKey, page_count
from pages.parts import data
from pages.parts.guard import Scene
from pages.parts.state import Key

PAGE_SIZE: Final = 50
NAME_WIDTH: Final = 230
"""Pixels: leaves a phone room for the next column beside the name that stays in place."""
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
_NUMBERS_TO_THE_RIGHT: Final = """<style>
.st-key-district_table :is(th, td):not(:first-child) { text-align: right !important; }
.st-key-district_table :is(th, td) { font-size: 0.85rem; padding: 0.35rem 0.3rem !important; }
.st-key-district_table td:first-child { white-space: nowrap; }
</style>"""
_FIRST_ORDER: Final = "Nama, A–Z"


@contextmanager
def without_toolbar(key: str) -> Iterator[None]:
    """Hold tables whose own buttons stay away: their names are English and cannot be set."""
    with st.container(key=key):
        st.html(f'<style>.st-key-{key} [data-testid="stElementToolbar"] {{ display: none; }}</style>')
        yield


def no_data_yet() -> None:
    """Say what to do while the store is empty."""
    st.info(
        "Seret berkas ekspor ODS ke “Unggah ekspor ODS” di bilah sisi, periksa isinya, lalu tekan Simpan.",
        title="Belum ada data koperasi.",
        icon=":material/upload_file:",
    )


def districts(scene: Scene, overview: Overview) -> None:
    """Draw the table of kecamatan; its last row is the sum."""
    rows = wording.district_table(overview)
    rows[-1] = {title: f"**{cell}**" for title, cell in rows[-1].items()}
    with st.container(key="district_table"):
        st.html(_NUMBERS_TO_THE_RIGHT)
        st.table(
            rows,
            border="horizontal",
            hide_index=True,
            alt=f"Jumlah koperasi menurut kecamatan, keadaan per {overview.snapshot.label}",
        )
    if absent := wording.absent_columns(overview):
        st.caption(absent)
    if scene.view.store.is_demo:
        st.caption(wording.published_cells(overview, scene.filter))


def cooperatives(scene: Scene, total: int) -> None:
    """Draw one page of the ``total`` koperasi that the filter keeps, with the choice of order and page."""
    label = st.selectbox("Urutkan menurut", list(_ORDERS), key=Key.SORT, bind="query-params", width=320)
    sort, descending = _ORDERS.get(label or "", _ORDERS[_FIRST_ORDER])
    _start_over_when_changed((scene.filter, sort, descending))
    above = st.container()
    number = st.pagination(page_count(total, PAGE_SIZE), key=Key.PAGE, bind="query-params")
    listing = Listing(sort=sort, descending=descending, page=number, size=PAGE_SIZE)
    page = data.cooperatives(scene.view, scene.filter, listing)
    if page is None:
        return
    with above, without_toolbar("cooperative_table"):
        st.caption(wording.rows_shown(page))
        st.dataframe(
            wording.cooperative_rows(page),
            hide_index=True,
            height="content",
            column_config={
                "Nama": st.column_config.TextColumn(pinned=True, width=NAME_WIDTH),
                "Anggota": st.column_config.TextColumn(alignment="right"),
            },
            alt="Daftar koperasi menurut saringan",
            key="cooperatives",
        )


def _start_over_when_changed(view: object) -> None:
    """Go back to the first page when the list is another one than in the run before."""
    before = st.session_state.get(Key.LISTED, view)
    if before != view:
        st.session_state[Key.PAGE] = 1
    st.session_state[Key.LISTED] = view
