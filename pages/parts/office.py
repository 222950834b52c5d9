"""The office's name, logo and numbers: what they are now, and the forms that change them."""

from __future__ import annotations

from typing import Final

import streamlit as st

from kopdata.access import Right
from kopdata.errors import KopdataError
from kopdata.fieldwork.worklist import WORK_REASONS
from kopdata.settings import (
    LONGEST_INTERVAL,
    LONGEST_NAME,
    LogoLostError,
    logo_of,
    remove_logo,
    rename_office,
    set_import_limits,
    set_logo,
    set_visit_intervals,
)
from pages.parts import data, uploader
from pages.parts.guard import Scene
from pages.parts.state import Key
from pages.parts.text import plain

_NO_ENGLISH: Final = """<style>
:is(.st-key-office_names, .st-key-import_limits, .st-key-visit_intervals)
    [data-testid="InputInstructions"] { display: none; }
</style>"""
LOGO_MEGABYTES: Final = 2


def names(scene: Scene) -> None:
    """Draw the names of the office and its section, in a form for who may change them."""
    settings = data.settings(scene.view)
    may = scene.actor.may(Right.SETTINGS)
    st.markdown("Nama ini tampil di bilah sisi, pada kalimat siap kutip, gambar, dan daftar yang diunduh.")
    with st.form("office_names", border=False):
        st.html(_NO_ENGLISH)
        office_name = st.text_input(
            "Nama kantor", settings.office_name, max_chars=LONGEST_NAME, disabled=not may
        )
        section_name = st.text_input(
            "Nama bidang", settings.section_name, max_chars=LONGEST_NAME, disabled=not may
        )
        st.caption("Kosongkan sebuah nama untuk kembali ke nama bawaan.")
        saved = st.form_submit_button("Simpan nama", type="primary", disabled=not may)
    if saved:
        try:
            rename_office(scene.view.store, office_name, section_name, shown=settings, actor=scene.actor)
        except KopdataError as error:
            st.error(plain(str(error)), title=error.title)
            return
        st.session_state[Key.TOAST] = "Nama kantor tersimpan."
        st.rerun()


def limits(scene: Scene) -> None:
    """Draw how much one uploaded file may take, in a form for who may change it."""
    st.subheader("Batas unggahan", anchor=False)
    settings = data.settings(scene.view)
    may = scene.actor.may(Right.SETTINGS)
    with st.form("import_limits", border=False), st.grid(3, min_column_width=200):
        megabytes = st.number_input("Besar berkas (MB)", 1, 500, settings.import_megabytes, disabled=not may)
        seconds = st.number_input(
            "Waktu membaca (detik)",
            10,
            1_800,
            settings.import_seconds,
            disabled=not may,
            help="Di atasnya ditambahkan satu detik untuk setiap 5.000 baris.",
        )
        memory = st.number_input(
            "Memori membaca (MB)", 500, 16_000, settings.import_memory_mb, step=100, disabled=not may
        )
        saved = st.form_submit_button("Simpan batas", disabled=not may)
    if saved:
        try:
            set_import_limits(scene.view.store, megabytes, seconds, memory, shown=settings, actor=scene.actor)
        except KopdataError as error:
            st.error(plain(str(error)), title=error.title)
            return
        st.session_state[Key.TOAST] = "Batas unggahan tersimpan."
        st.rerun()


def intervals(scene: Scene) -> None:
    """Draw after how many days a koperasi is to be visited again, in a form for who may change it."""
    st.subheader("Jarak kunjungan", anchor=False)
    st.markdown(
        "Jumlah hari sejak kunjungan terakhir sampai koperasi harus dikunjungi lagi, menurut alasan yang "
        "paling berat di Pemantauan."
    )
    settings = data.settings(scene.view)
    may = scene.actor.may(Right.SETTINGS)
    with st.form("visit_intervals", border=False), st.grid(4, min_column_width=200):
        days = {
            reason.every: st.number_input(
                f"{reason.kind.label} (hari)",
                1,
                LONGEST_INTERVAL,
                getattr(settings, reason.every),
                disabled=not may,
                help=reason.definition,
            )
            for reason in WORK_REASONS
        }
        saved = st.form_submit_button("Simpan jarak", disabled=not may)
    if saved:
        try:
            set_visit_intervals(scene.view.store, days, shown=settings, actor=scene.actor)
        except KopdataError as error:
            st.error(plain(str(error)), title=error.title)
            return
        st.session_state[Key.TOAST] = "Jarak kunjungan tersimpan."
        st.rerun()


def logo(scene: Scene) -> None:
    """Draw the logo that stands in the menu, and the way to the office's own or back."""
    st.subheader("Logo", anchor=False)
    settings = data.settings(scene.view)
    try:
        own = logo_of(scene.view.store, settings)
    except LogoLostError as lost:
        st.warning(plain(str(lost)), title=lost.title)
    else:
        if own is not None:
            st.image(str(own), width=160, alt="Logo kantor")
    if not scene.actor.may(Right.SETTINGS):
        return
    uploaded = uploader.draw(
        "Gambar logo",
        key="logo_upload",
        megabytes=LOGO_MEGABYTES,
        help_="PNG, JPG, atau WebP. Sebaiknya lebih lebar daripada tinggi, dengan latar tembus pandang.",
    )
    try:
        if uploaded is not None:
            set_logo(scene.view.store, uploaded.content, actor=scene.actor)
            st.session_state[Key.TOAST] = "Logo kantor tersimpan."
            st.rerun()
        if settings.logo is not None and st.button("Kembali ke logo bawaan", key="logo_reset"):
            remove_logo(scene.view.store, actor=scene.actor)
            st.session_state[Key.TOAST] = "Logo bawaan dipakai lagi."
            st.rerun()
    except KopdataError as error:
        st.error(plain(str(error)), title=error.title)
