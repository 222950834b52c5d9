"""Unggah ekspor ODS: a file is taken in by the sidebar, checked in a dialog, then saved or cancelled.

The uploader hands its file over on every run and keeps its bytes; so the file is moved to the inbox in the
callback, once, and the uploader is emptied by giving it a new key. In the inbox it is found again by whoever
reloaded the page, lost the connection or came back an hour later.
"""

from __future__ import annotations

import datetime as dt
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

import streamlit as st

from kopdata import wording
from kopdata.access import Right
from kopdata.errors import ImportRefusedError, KopdataError, StoreError
from kopdata.imports import ImportPlan, Planner, read_file, save_import
from kopdata.imports.answers import NO_ANSWERS, Answers
from kopdata.imports.inbox import Upload, discard_upload, keep_upload, note_answers, waiting_uploads
from kopdata.imports.remembering import remember, remembered
from kopdata.imports.sandbox import limits_of
from pages.parts import data, mapping, preview, uploader
from pages.parts.guard import Scene
from pages.parts.state import Key
from pages.parts.text import plain

INBOX: Final = "inbox"
_ONLY_THIS: Final = """<style>[role=dialog] [data-stale=true] { display: none; }</style><span></span>"""
"""Where a file follows the last one at once, that one's answers and its Simpan would stand in the dialog
while this one is read. The empty element keeps the style in its place, from where it goes again."""


@dataclass(slots=True)
class Pending:
    """An upload that waits for Simpan or Batal."""

    upload: Upload
    planner: Planner | None = None
    """Of the file as it was read last."""
    answers: Answers = NO_ANSWERS
    """What was answered here about columns and words; remembered once the file is saved."""
    plan: ImportPlan | None = None
    """What is on the screen, once whatever is odd in it was confirmed: Simpan saves exactly this, or is told
    that it no longer holds."""
    refused: KopdataError | None = None


def sidebar(scene: Scene) -> None:
    """Draw the uploader, and what waits from before."""
    if not scene.actor.may(Right.IMPORT):
        return
    generation = st.session_state.setdefault(Key.UPLOADER, 0)
    st.session_state[Key.DRAWN] = generation
    with st.sidebar, st.container(key="upload_box"):
        megabytes = data.settings(scene.view).import_megabytes
        st.html(uploader.in_indonesian("upload_box", megabytes))
        st.file_uploader(
            "Unggah ekspor ODS",
            key=f"{Key.UPLOADER}_{generation}",
            max_upload_size=megabytes,
            help="Berkas .xlsx, .xls, .ods, atau .csv dari ODS, atau rekap penilaian kesehatan. Isinya "
            "diperiksa dahulu; belum ada yang berubah sebelum Anda menekan Simpan.",
            on_change=_receive,
            args=(scene, generation),
        )
        if Key.PENDING not in st.session_state:
            _waiting(scene)


def _receive(scene: Scene, generation: int) -> None:
    """Take the file to the inbox and empty the uploader.

    The browser may send an emptied uploader's file once more, with the next click: by then another generation
    stands, and what was taken in already is not taken in again.
    """
    uploaded = st.session_state.get(f"{Key.UPLOADER}_{generation}")
    if uploaded is None or generation != st.session_state[Key.UPLOADER]:
        return
    _forget()
    st.session_state[Key.UPLOADER] = generation + 1
    try:
        upload = keep_upload(
            uploaded.getvalue(),
            scene.view.store.root / INBOX,
            file_name=uploaded.name,
            actor=scene.actor.name,
        )
    except StoreError as error:
        st.session_state[Key.TROUBLE] = error.title, str(error)
    else:
        st.session_state[Key.PENDING] = Pending(upload)


def _waiting(scene: Scene) -> None:
    """Draw the newest upload that was neither saved nor cancelled, with the way on and the way out."""
    waiting = waiting_uploads(scene.view.store.root / INBOX, actor=scene.actor.name)
    if not waiting:
        return
    upload = waiting[0]
    with st.container(border=True, key="waiting_upload", gap="xsmall"):
        st.markdown(f"**{plain(upload.file_name)}** masih menunggu diperiksa.")
        with st.container(horizontal=True, gap="xsmall"):
            st.button("Lanjutkan", key=f"resume_{upload.path.name}", on_click=_resume, args=(upload,))
            st.button(
                "Buang",
                key=f"discard_{upload.path.name}",
                type="tertiary",
                on_click=discard_upload,
                args=(upload,),
            )


def _resume(upload: Upload) -> None:
    st.session_state[Key.PENDING] = Pending(upload, answers=upload.answers)


def waits_undrawn() -> bool:
    """Tell whether an upload was taken in by a run that did not draw the page, such as a timer's."""
    return bool(st.session_state.get(Key.DRAWN) != st.session_state.get(Key.UPLOADER))


def _forget() -> None:
    pending: Pending | None = st.session_state.pop(Key.PENDING, None)
    if pending is not None:
        discard_upload(pending.upload)


def check(scene: Scene) -> None:
    """Open the dialog while an upload waits."""
    if Key.PENDING in st.session_state:
        _check(scene)


@st.dialog("Periksa berkas", width="large", dismissible=False, icon=":material/fact_check:")
def _check(scene: Scene) -> None:
    pending: Pending | None = st.session_state.get(Key.PENDING)
    if pending is None:
        st.rerun()
    st.markdown(f"**{plain(pending.upload.file_name)}**")
    if scene.view.store.is_demo:
        st.warning(
            "Anda masih di data contoh: yang disimpan di sini bercampur dengan kunjungan dan penilaian "
            "karangan. Untuk data kantor, tekan Batal, lalu “Mulai pakai data kantor”.",
            icon=":material/science:",
        )
    only_this = st.empty()
    if pending.planner is None and pending.refused is None:
        only_this.html(_ONLY_THIS)
        _read(scene, pending)
    if pending.refused is not None:
        st.error(plain(str(pending.refused)), title=pending.refused.title)
    planner = pending.planner
    if planner is None:
        st.button("Tutup", key="cancel_import", on_click=_forget)
        only_this.empty()
        return
    given = mapping.draw(scene, planner.parsed, pending.upload.path.name)
    if given is not None:
        pending.answers, pending.planner = pending.answers.plus(given), None
        _note(pending, pending.upload.as_of)
        st.rerun()
    plan = None
    try:
        if not planner.parsed.needs_name:
            upload = pending.upload
            plan = preview.ask(scene, planner, upload.path.name, chosen=upload.as_of)
    except ImportRefusedError as refused:
        st.error(plain(str(refused)), title=refused.title)
    if plan is not None and plan.draft.as_of != (pending.upload.as_of or planner.parsed.guessed_as_of):
        _note(pending, plan.draft.as_of)
    is_sure = plan is not None and preview.sum_up(plan, pending.upload.path.name)
    pending.plan = plan if is_sure else None
    with st.container(horizontal=True, horizontal_alignment="right"):
        st.button("Batal", key="cancel_import", on_click=_forget)
        st.button(
            "Simpan",
            type="primary",
            key="save_import",
            disabled=plan is None or plan.adds_nothing or not is_sure,
            on_click=_save,
            args=(scene, pending),
        )
    if plan is not None:
        preview.detail(scene, plan)
    only_this.empty()


def _read(scene: Scene, pending: Pending) -> None:
    """Read the file once, in its own process, with a bar that moves and a way out."""
    bar = st.progress(0.0, "Membaca berkas")
    stop = st.empty()
    stop.button("Batalkan pembacaan", key="cancel_reading", on_click=_forget)

    def show(stage: str, share: float) -> None:
        bar.progress(share, stage)

    try:
        parsed = read_file(
            pending.upload.path,
            file_name=pending.upload.file_name,
            progress=show,
            limits=limits_of(data.settings(scene.view)),
            answers=remembered(scene.view.contents).plus(pending.answers),
        )
        pending.planner = Planner(scene.view.store, parsed)
    except ImportRefusedError as refused:
        pending.refused = refused
        discard_upload(pending.upload)  # there is nothing to go on with
    bar.empty()
    stop.empty()


def _note(pending: Pending, as_of: dt.date | None) -> None:
    """Keep what was answered with the upload, for whoever comes back to it."""
    with suppress(StoreError):  # what cannot be kept is asked again; nothing else is lost
        pending.upload = note_answers(pending.upload, answers=pending.answers, as_of=as_of)


def _save(scene: Scene, pending: Pending) -> None:
    """Save what was on the screen when Simpan was pressed; a callback, so that nothing is planned anew."""
    plan, pending.refused = pending.plan, None
    if plan is None:
        return
    try:
        saved = save_import(scene.view.store, plan, actor=scene.actor, original=pending.upload.path)
    except KopdataError as error:
        # What was refused is planned anew, under a number of its own.
        pending.refused, pending.planner = error, Planner(scene.view.store, plan.parsed)
    else:
        st.session_state[Key.TOAST] = wording.saved(plan, saved)
        # What was answered of a file that was refused is none of the next one's business; and an answer that
        # cannot be kept is asked again, which is no reason to say that this file was not saved.
        with suppress(KopdataError):
            remember(scene.view.store, pending.answers, actor=scene.actor)
        _forget()
