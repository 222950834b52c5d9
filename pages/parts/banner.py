"""What stands above every page: the demo's warning, and what is wrong with the store."""

from __future__ import annotations

import streamlit as st

from kopdata import paths, wording
from kopdata.access import Actor, Right
from kopdata.errors import KopdataError
from kopdata.office import start_office_store
from pages.parts import data, filters, links
from pages.parts.guard import Scene
from pages.parts.state import Key
from pages.parts.text import plain


def show(scene: Scene) -> None:
    """Draw what every page must say before its figures."""
    if message := st.session_state.pop(Key.TOAST, None):
        st.toast(plain(message), icon=":material/check_circle:", duration="long")
    if trouble := st.session_state.pop(Key.TROUBLE, None):
        title, sentence = trouble
        st.error(plain(sentence), title=title)
    for problem in scene.view.store.problems():
        st.warning(plain(problem), title="Ada berkas penyimpanan yang rusak", icon=":material/warning:")
    if scene.view.store.is_demo:
        _demo(scene)
    shown = data.shown_snapshot(scene.view, scene.filter)
    if shown is not None and (words := wording.status_from_before(shown)):
        st.info(words, icon=":material/history:")


def _demo(scene: Scene) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="demo_banner"):
        st.badge("DATA CONTOH", color="orange", icon=":material/science:")
        st.markdown("Nama dan isi koperasi karangan.", width="content")
        with st.popover("Mana yang nyata?", type="tertiary"):
            _what_is_real()
        if scene.actor.may(Right.IMPORT):
            st.button("Mulai pakai data kantor", key="start_office", on_click=_begin_asking)


def question(scene: Scene) -> None:
    """Open the question whether to start with the office's own data, while it is asked."""
    if Key.STARTING in st.session_state:
        _ask_to_start(scene)


def _begin_asking() -> None:
    """Open the question; it stays open whatever else draws the page anew meanwhile."""
    st.session_state[Key.STARTING] = True


def _end_asking() -> None:
    st.session_state.pop(Key.STARTING, None)


def _what_is_real() -> None:
    st.markdown(
        "Yang nyata hanya angka bertanda **angka nyata**.\n\n"
        "**Nyata:** jumlah koperasi, aktif, dan tidak aktif yang pernah diumumkan, serta koperasi aktif per "
        "kecamatan pada November 2019.\n\n"
        "**Karangan:** semua nama (berakhiran “(contoh)”), alamat, NIK, RAT, sertifikat, penilaian "
        "kesehatan, kunjungan, dan rincian lain."
    )
    st.markdown("\n".join(f"- {line}" for line in wording.published_lines()))


@st.dialog("Mulai pakai data kantor", on_dismiss=_end_asking)
def _ask_to_start(scene: Scene) -> None:
    st.markdown(
        "Dasbor akan memakai penyimpanan yang masih kosong untuk data kantor. Data contoh tetap ada di "
        "tempatnya sendiri dan tidak tercampur. Setelah itu, unggah ekspor ODS di bilah sisi."
    )
    with st.container(horizontal=True, horizontal_alignment="right"):
        if st.button("Batal", on_click=_end_asking):
            st.rerun()
        if st.button(
            "Mulai", type="primary", key="start_office_confirmed", on_click=_start, args=(scene.actor,)
        ):
            if Key.TROUBLE in st.session_state:
                st.rerun()
            st.switch_page(links.OVERVIEW)  # a koperasi of the demo is none of the office's


def _start(actor: Actor) -> None:
    """Begin with an empty store; what narrowed the demo would narrow the first data of the office too."""
    _end_asking()
    try:
        start_office_store(paths.home(), actor)
    except KopdataError as error:
        st.session_state[Key.TROUBLE] = error.title, str(error)
        return
    filters.clear()
    st.session_state[Key.TOAST] = "Penyimpanan kantor siap. Unggah ekspor ODS yang pertama."
