"""The way through a list, one koperasi after the other, and back to it."""

from __future__ import annotations

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from kopdata.wording.profile import place_in_list
from pages.parts import cooperative_table, data, links
from pages.parts.guard import Scene
from pages.parts.state import Key


def bar() -> DeltaGenerator:
    """Draw the way back to the list, with filters and order as they were; return the line it stands in."""
    line = st.container(horizontal=True, vertical_alignment="center", gap="small", key="neighbours")
    with line:
        if st.button("Kembali ke daftar", icon=":material/arrow_back:", type="tertiary", key="back_to_list"):
            links.open_list()
    return line


def draw(line: DeltaGenerator, scene: Scene, coop_id: str) -> None:
    """Draw where the koperasi stands in the list in use, and the ways to the ones before and after it."""
    found = data.neighbours(scene.view, scene.filter, cooperative_table.order_in_use(), coop_id)
    with line:
        st.markdown(place_in_list(found), width="content")
        _step("Sebelumnya", ":material/chevron_left:", found.before, "before_in_list")
        _step("Berikutnya", ":material/chevron_right:", found.after, "after_in_list")


def _step(label: str, icon: str, coop_id: str | None, key: str) -> None:
    st.button(label, icon=icon, key=key, disabled=coop_id is None, on_click=_show, args=(coop_id,))


def _show(coop_id: str) -> None:
    """Show another koperasi on this page: the filters, which are bound to the address, stay in it."""
    st.query_params[Key.COOPERATIVE] = coop_id
