"""The list of imports, each with the one thing that can be done to it now."""

from __future__ import annotations

import datetime as dt

import streamlit as st

from kopdata import wording
from kopdata.access import Right
from kopdata.errors import KopdataError
from kopdata.imports import put_back, take_back
from kopdata.queries.history import ImportRecord, ask_history
from pages.parts.guard import Scene
from pages.parts.state import Key
from pages.parts.text import plain


def draw(scene: Scene) -> None:
    """Draw every import, the newest first."""
    records = ask_history(scene.view.store)
    if not records:
        st.info("Belum ada berkas yang diunggah.", icon=":material/upload_file:")
        return
    zone = dt.datetime.now().astimezone().tzinfo or dt.UTC
    for record in records:
        with st.container(border=True, key=f"import_{record.made.import_id}"):
            with st.container(
                horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"
            ):
                st.markdown(f"**{wording.import_title(record)}**")
                st.badge(record.state, color="green" if record.shows else "gray")
            st.markdown(wording.import_counts(record))
            st.caption(plain(wording.import_origin(record, zone)))
            if scene.actor.may(Right.IMPORT):
                _button(scene, record)


def _button(scene: Scene, record: ImportRecord) -> None:
    id_ = record.made.import_id
    # Each act has its own key: a press on a button drawn before somebody else acted never does the other.
    if record.stands:
        label, act, key, icon = "Tarik kembali unggahan", take_back, f"undo_{id_}", ":material/undo:"
    else:
        label, act, key, icon = "Pakai lagi", put_back, f"redo_{id_}", ":material/redo:"
    if st.button(label, key=key, icon=icon):
        try:
            act(scene.view.store, id_, actor=scene.actor)
        except KopdataError as error:
            st.error(plain(str(error)), title=error.title)
            return
        st.session_state[Key.TOAST] = wording.import_toggled(record, scene.view.store.snapshots())
        st.rerun()
