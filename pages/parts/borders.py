"""Borders of the kecamatan: which ones the map shows, and the office's own file."""

from __future__ import annotations

from typing import Final

import streamlit as st

from kopdata.access import Right
from kopdata.errors import KopdataError
from kopdata.settings import reset_outlines, set_outlines
from pages.parts import data, district_map, uploader
from pages.parts.guard import Scene
from pages.parts.state import Key
from pages.parts.text import plain

MEGABYTES: Final = 20


def current(scene: Scene) -> None:
    """Draw the borders in use, and where they come from."""
    outlines = data.outlines(scene.view)
    st.markdown(f"**{plain(outlines.name)}.** {plain(outlines.source)}.")
    if problem := data.outlines_problem(scene.view):
        st.warning(plain(problem), title="Berkas batas wilayah kantor tidak dapat dipakai lagi")
    district_map.outlines_only(outlines)


def own(scene: Scene) -> None:
    """Draw the way to the office's own borders, and back."""
    st.subheader("Pakai batas wilayah milik kantor", anchor=False)
    if not scene.actor.may(Right.SETTINGS):
        st.markdown("Hanya Kepala Bidang yang dapat mengganti batas wilayah.")
        return
    st.markdown(
        "Unggah GeoJSON batas kecamatan (atau desa; desa digabung menjadi kecamatan) dalam derajat bujur dan "
        "lintang (WGS 84). Setiap kecamatan dikenali dari kode Kemendagri, kode BPS, atau namanya."
    )
    uploaded = uploader.draw("Berkas GeoJSON", key="outlines_upload", megabytes=MEGABYTES)
    try:
        if uploaded is not None:
            with st.spinner("Memeriksa batas wilayah"):
                set_outlines(scene.view.store, uploaded.content, uploaded.name, actor=scene.actor)
            st.session_state[Key.TOAST] = "Peta sekarang memakai batas wilayah milik kantor."
            st.rerun()
        if data.settings(scene.view).outlines and st.button(
            "Kembali ke batas wilayah perkiraan", key="outlines_reset"
        ):
            reset_outlines(scene.view.store, actor=scene.actor)
            st.session_state[Key.TOAST] = "Peta kembali memakai batas wilayah perkiraan."
            st.rerun()
    except KopdataError as error:
        st.error(plain(str(error)), title=error.title)
