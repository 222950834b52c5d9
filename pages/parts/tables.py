"""The table of kecamatan, and what all tables share."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import streamlit as st

from kopdata import wording
from kopdata.queries import Overview
from pages.parts.guard import Scene

_NUMBERS_TO_THE_RIGHT: Final = """<style>
.st-key-district_table :is(th, td):not(:first-child) { text-align: right !important; }
.st-key-district_table :is(th, td) { font-size: 0.85rem; padding: 0.35rem 0.3rem !important; }
.st-key-district_table td:first-child { white-space: nowrap; }
</style>"""


@contextmanager
def without_toolbar(key: str) -> Iterator[None]:
    """Hold tables whose own buttons stay away: their names are English and cannot be set."""
    with st.container(key=key):
        st.html(f'<style>.st-key-{key} [data-testid="stElementToolbar"] {{ display: none; }}</style>')
        yield


def no_data_yet(scene: Scene) -> None:
    """Say what to do while nothing is shown: no file was saved, or all were taken back."""
    st.info(
        wording.way_to_data(has_history=bool(scene.view.contents.events)),
        title="Belum ada data koperasi.",
        icon=":material/upload_file:",
    )


def districts(scene: Scene, overview: Overview) -> None:
    """Draw the table of kecamatan; its last row is the sum."""
    rows = wording.district_table(overview, scene.filter)
    rows[-1] = {title: f"**{cell}**" for title, cell in rows[-1].items()}
    with st.container(key="district_table"):
        st.html(_NUMBERS_TO_THE_RIGHT)
        st.table(
            rows,
            border="horizontal",
            hide_index=True,
            alt=f"Jumlah koperasi menurut kecamatan, keadaan per {overview.snapshot.label}",
        )
    for note in (wording.left_out_districts(scene.filter), wording.absent_columns(overview)):
        if note:
            st.caption(note)
    if scene.view.store.is_demo:
        st.caption(wording.published_cells(overview, scene.filter))
