"""A copy of everything: made and downloaded; uploaded, looked into, and put in place on a second word."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

import streamlit as st

from kopdata import backup as copies
from kopdata import paths
from kopdata.backup import Examined
from kopdata.errors import KopdataError
from kopdata.imports.inbox import Upload, discard_upload, keep_upload
from kopdata.wording.backup import (
    copy_words,
    damage_words,
    last_restore_words,
    replaced_words,
    restored_words,
)
from pages.parts import downloads, uploader
from pages.parts.guard import Scene
from pages.parts.state import Key
from pages.parts.text import plain

MEGABYTES: Final = 100
"""As .streamlit/config.toml has it; a larger copy is restored by the command."""


@dataclass(slots=True)
class Pending:
    """An uploaded copy that waits for a second word; ``key`` is the view that it was compared to."""

    upload: Upload
    examined: Examined
    key: str


def make(scene: Scene) -> None:
    """Draw the button that makes a copy and hands it to the browser."""
    store = scene.view.store
    if last := copies.last_restore(store, _zone()):
        st.info(plain(last_restore_words(last, _zone())), icon=":material/settings_backup_restore:")
    st.markdown(
        "Satu berkas memuat seluruh isi dasbor: semua keadaan, riwayat unggahan dan berkas aslinya, "
        "kunjungan, penilaian, angka resmi, dan pengaturan. Buat cadangan secara teratur, misalnya setiap "
        "Jumat, dan simpan di luar komputer ini. Berkasnya memuat data pribadi: perlakukan sebagai arsip."
    )
    downloads.button(
        "Buat dan unduh cadangan",
        lambda: copies.backup_content(store, actor=scene.actor),
        key="backup_download",
        file_name=copies.backup_name(dt.datetime.now(_zone())),
        mime="application/zip",
        icon=":material/archive:",
    )
    if store.is_demo:
        st.caption("Yang tersimpan di sini data contoh, jadi cadangannya berisi data contoh.")


def restore(scene: Scene) -> None:
    """Draw the way back from a copy: upload, what it holds and would replace, and the word that does it."""
    st.subheader("Pulihkan dari cadangan", anchor=False)
    st.markdown(
        "Seluruh isi dasbor diganti dengan isi cadangan, juga di layar lain yang sedang terbuka. Isi yang "
        "sekarang tidak dihapus, melainkan disisihkan di folder tersendiri. Berkasnya diperiksa dahulu; "
        "belum ada yang berubah sebelum Anda menekan Pulihkan."
    )
    uploaded = uploader.draw("Berkas cadangan (.zip)", key="backup_upload", megabytes=MEGABYTES)
    try:
        if uploaded is not None:
            _take(scene, uploaded)
        pending: Pending | None = st.session_state.get(Key.PENDING_BACKUP)
        if pending is not None:
            _ask(scene, pending)
    except KopdataError as error:
        _forget()
        st.error(plain(str(error)), title=error.title)


def _take(scene: Scene, uploaded: uploader.Uploaded) -> None:
    _forget()
    # Not among the exports, which the sidebar offers again to whoever left them there.
    folder = scene.view.store.root / "inbox" / "cadangan"
    upload = keep_upload(uploaded.content, folder, file_name=uploaded.name, actor=scene.actor.name)
    try:
        examined = _examined(scene, upload)
    except KopdataError:
        discard_upload(upload)
        raise
    st.session_state[Key.PENDING_BACKUP] = Pending(upload, examined, scene.view.key)


def _ask(scene: Scene, pending: Pending) -> None:
    """Say what the copy holds and what it would replace; do it when that is asked for."""
    if pending.key != scene.view.key:
        pending.examined, pending.key = _examined(scene, pending.upload), scene.view.key
    with st.container(border=True, key="backup_pending"):
        st.markdown(f"**{plain(pending.upload.file_name)}**")
        st.markdown(plain(copy_words(pending.examined, _zone())))
        st.markdown(plain(replaced_words(pending.examined)))
        is_sure = True
        if damage := damage_words(pending.examined):
            st.warning(plain(damage))
            # Of this copy alone: another one that is damaged asks anew.
            is_sure = st.checkbox(
                "Sudah saya periksa; pulihkan yang masih terbaca.",
                key=f"backup_damaged_{pending.upload.path.name}",
            )
        with st.container(horizontal=True, horizontal_alignment="right"):
            st.button("Batal", key="backup_cancel", on_click=_forget)
            confirmed = st.button("Pulihkan", key="backup_restore", type="primary", disabled=not is_sure)
    if confirmed:
        with st.spinner("Memulihkan cadangan"):
            restored = copies.restore(
                pending.upload.path,
                paths.home(),
                actor=scene.actor,
                despite_damage=bool(pending.examined.problems),
            )
        _forget()
        st.session_state[Key.TOAST] = restored_words(restored)
        st.rerun()


def _examined(scene: Scene, upload: Upload) -> Examined:
    with st.spinner("Memeriksa cadangan"):
        return copies.examine(upload.path, paths.home(), actor=scene.actor)


def _forget() -> None:
    pending: Pending | None = st.session_state.pop(Key.PENDING_BACKUP, None)
    if pending is not None:
        discard_upload(pending.upload)


def _zone() -> dt.tzinfo:
    return dt.datetime.now().astimezone().tzinfo or dt.UTC
