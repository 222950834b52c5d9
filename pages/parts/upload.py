"""Unggah ekspor ODS: a file is taken in by the sidebar, checked in a dialog, then saved or cancelled.

The uploader hands its file over on every run and keeps its bytes; so the file is moved to the inbox in the
callback, once, and the uploader is emptied by giving it a new key.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import streamlit as st

from kopdata import wording
from kopdata.access import Right
from kopdata.errors import ImportRefusedError, KopdataError, StoreError
from kopdata.imports import ImportPlan, ParsedFile, plan_import, read_file, save_import
from kopdata.imports.inbox import discard_upload, keep_upload
from kopdata.models import Finding
from kopdata.vocabulary import ImportKind, ImportMode
from pages.parts import tables, uploader
from pages.parts.guard import Scene
from pages.parts.state import Key
from pages.parts.text import plain

MEGABYTES: Final = 100
_MODES: Final = {
    "Ganti data tanggal ini": ImportMode.REPLACE,
    "Lengkapi data tanggal ini": ImportMode.COMPLETE,
}


@dataclass(slots=True)
class Pending:
    """An upload that waits for Simpan or Batal."""

    path: Path
    file_name: str
    parsed: ParsedFile | None = None
    plan: ImportPlan | None = None
    """What is on the screen: Simpan saves exactly this, or is told that it no longer holds."""
    refused: KopdataError | None = None


def sidebar(scene: Scene) -> None:
    """Draw the uploader."""
    if not scene.actor.may(Right.IMPORT):
        return
    generation = st.session_state.setdefault(Key.UPLOADER, 0)
    st.session_state[Key.DRAWN] = generation
    with st.sidebar, st.container(key="upload_box"):
        st.html(uploader.in_indonesian("upload_box", MEGABYTES))
        st.file_uploader(
            "Unggah ekspor ODS",
            key=f"{Key.UPLOADER}_{generation}",
            max_upload_size=MEGABYTES,
            help="Berkas .xlsx, .csv, atau .xls dari ODS, atau rekap penilaian kesehatan. Isinya diperiksa "
            "dahulu; belum ada yang berubah sebelum Anda menekan Simpan.",
            on_change=_receive,
            args=(scene, generation),
        )


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
        path = keep_upload(uploaded.getvalue(), scene.view.store.root / "inbox")
    except StoreError as error:
        st.session_state[Key.TOAST] = str(error)
    else:
        st.session_state[Key.PENDING] = Pending(path, uploaded.name)


def waits_undrawn() -> bool:
    """Tell whether an upload was taken in by a run that did not draw the page, such as a timer's."""
    return bool(st.session_state.get(Key.DRAWN) != st.session_state.get(Key.UPLOADER))


def _forget() -> None:
    pending: Pending | None = st.session_state.pop(Key.PENDING, None)
    if pending is not None:
        discard_upload(pending.path)


def preview(scene: Scene) -> None:
    """Open the dialog while an upload waits."""
    if Key.PENDING in st.session_state:
        _check(scene)


@st.dialog("Periksa berkas", width="large", dismissible=False, icon=":material/fact_check:")
def _check(scene: Scene) -> None:
    pending: Pending | None = st.session_state.get(Key.PENDING)
    if pending is None:
        st.rerun()
    st.markdown(f"**{plain(pending.file_name)}**")
    if pending.parsed is None and pending.refused is None:
        _read(pending)
    if pending.refused is not None:
        st.error(plain(str(pending.refused)), title=pending.refused.title)
    if pending.parsed is None:
        st.button("Tutup", key="cancel_import", on_click=_forget)
        return
    try:
        plan = _plan(scene, pending, pending.parsed)
    except ImportRefusedError as refused:
        st.error(plain(str(refused)), title=refused.title)
        plan = None
    pending.plan = plan
    if plan is not None:
        _sum_up(plan)
    with st.container(horizontal=True, horizontal_alignment="right"):
        st.button("Batal", key="cancel_import", on_click=_forget)
        st.button(
            "Simpan",
            type="primary",
            key="save_import",
            disabled=plan is None or plan.adds_nothing,
            on_click=_save,
            args=(scene, pending),
        )
    if plan is not None:
        _detail(plan)


def _read(pending: Pending) -> None:
    """Read the file once, in its own process, with a bar that moves."""
    bar = st.progress(0.0, "Membaca berkas")

    def show(stage: str, share: float) -> None:
        bar.progress(share, stage)

    try:
        pending.parsed = read_file(pending.path, file_name=pending.file_name, progress=show)
    except ImportRefusedError as refused:
        pending.refused = refused
    bar.empty()


def _plan(scene: Scene, pending: Pending, parsed: ParsedFile) -> ImportPlan | None:
    """Ask for the date, and for what to do where that date has data already; plan the import.

    The answers are of this upload alone: their keys bear its name, so none outlives it.
    """
    if parsed.kind is ImportKind.ASSESSMENTS:
        return plan_import(scene.view.store, parsed)
    as_of = st.date_input(
        "Keadaan per",
        value=parsed.guessed_as_of,
        format="DD/MM/YYYY",
        max_value=dt.date(2100, 12, 31),
        min_value=dt.date(1990, 1, 1),
        key=f"import_as_of_{pending.path.name}",
        help="Tanggal keadaan data di dalam berkas, bukan tanggal mengunggah.",
    )
    st.caption(wording.date_found(parsed.as_of_source))
    if not isinstance(as_of, dt.date):
        return None
    mode = ImportMode.REPLACE
    if any(snapshot.as_of == as_of for snapshot in scene.view.database.snapshots):
        label = st.radio(
            "Tanggal ini sudah ada datanya.",
            list(_MODES),
            key=f"import_mode_{pending.path.name}",
            horizontal=True,
        )
        mode = _MODES[label or next(iter(_MODES))]
    return plan_import(scene.view.store, parsed, as_of=as_of, mode=mode)


def _sum_up(plan: ImportPlan) -> None:
    """Draw what decides: what the file is, every row accounted for, the totals before and after."""
    for words in wording.notices(plan):
        st.info(words)
    st.markdown(plain(wording.recognised(plan)))
    st.markdown(f"**{wording.rows_counted(plan)}**")
    if plan.kind is ImportKind.ASSESSMENTS:
        st.table(
            wording.recap_rows(plan), border="horizontal", hide_index=True, alt="Penilaian menurut predikat"
        )
    else:
        st.table(
            wording.before_and_after(plan), border="horizontal", hide_index=True, alt="Sebelum dan sesudah"
        )
        if plan.missing_fields:
            st.markdown(f"**Tidak ada di berkas ini:** {', '.join(plan.missing_fields)}.")


def _detail(plan: ImportPlan) -> None:
    """Draw what would change by name, and what was found in the file."""
    with tables.without_toolbar("plan_detail"):
        _changes(plan)
        _findings("Ditolak", plan.rejected)
        _findings("Perlu diperiksa", plan.warnings)
        _findings("Bukan data", plan.left_out)


def _changes(plan: ImportPlan) -> None:
    for title, changes in plan.changes.groups:
        if not changes:
            continue
        with st.expander(f"{title} ({len(changes)})", expanded=len(changes) <= 10):
            st.dataframe(wording.change_rows(changes), hide_index=True, alt=title)


def _findings(title: str, findings: tuple[Finding, ...]) -> None:
    if findings:
        with st.expander(f"{title} ({len(findings)})"):
            st.dataframe(wording.finding_rows(findings), hide_index=True, alt=title)


def _save(scene: Scene, pending: Pending) -> None:
    """Save what was on the screen when Simpan was pressed; a callback, so that nothing is planned anew."""
    plan, pending.refused = pending.plan, None
    if plan is None:
        return
    try:
        saved = save_import(scene.view.store, plan, actor=scene.actor, original=pending.path)
    except KopdataError as error:
        pending.refused = error
    else:
        st.session_state[Key.TOAST] = wording.saved(plan, saved)
        _forget()
