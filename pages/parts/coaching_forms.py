"""The forms of one koperasi's coaching: only those for what may come next."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

import streamlit as st

from kopdata.fieldwork import coaching
from kopdata.fieldwork.coaching import cases, may_follow
from kopdata.fieldwork.records import LONGEST_NOTE, CoachingEntry
from kopdata.fieldwork.vocabulary import CaseEvent, CaseOutcome, Cause, CoachingKind
from kopdata.wording import coaching as words
from pages.parts import data
from pages.parts.case_forms import day, drawn_over, field, save
from pages.parts.guard import Scene
from pages.parts.text import plain

_CAUSES: Final = (*map(str, Cause), words.OTHER_CAUSE)


def draw(scene: Scene, coop_id: str, entries: Sequence[CoachingEntry]) -> None:
    """Draw the forms for what may follow on ``entries``."""
    forms: dict[CaseEvent, tuple[str, Callable[[Scene, str, str, int], None]]] = {
        CaseEvent.STEP: ("Catat langkah", _step),
        CaseEvent.CLOSED: ("Tutup pembinaan", _close),
        CaseEvent.REOPENED: ("Buka kembali pembinaan terakhir", _reopen),
        CaseEvent.OPENED: ("Buka pembinaan baru" if entries else "Buka pembinaan", _open),
    }
    for event, (title, form) in forms.items():
        if may_follow(entries, event):
            first = event is CaseEvent.STEP or not entries
            with st.expander(title, expanded=first, key=f"coaching_{event.name.lower()}_{coop_id}"):
                form(scene, coop_id, f"coaching_{event.name.lower()}_form_{coop_id}", len(entries))
    if may_follow(entries, CaseEvent.WITHDRAWN):
        with st.expander("Cabut langkah terakhir", key=f"coaching_withdrawn_{coop_id}"):
            _withdraw(scene, coop_id, cases(entries)[-1].steps[-1])


def _open(scene: Scene, coop_id: str, form: str, recorded: int) -> None:
    with st.form(form, border=False):
        held_on = day("Tanggal dibuka", form, data.office_day(scene.view))
        cause = st.selectbox(
            "Sebab tidak aktif", _CAUSES, index=None, key=field(form, "cause"), placeholder="Pilih sebab"
        )
        other = st.text_input("Sebab lain", max_chars=200, key=field(form, "other"))
        pressed = st.form_submit_button("Buka pembinaan", type="primary", width="stretch")
    based_on = drawn_over(form, recorded, pressed=pressed)
    if pressed:
        given = other if cause in {None, words.OTHER_CAUSE} else cause
        act = partial(
            coaching.open_case,
            scene.view.store,
            coop_id,
            held_on=held_on,
            cause=given or "",
            actor=scene.actor,
            today=data.today(),
            based_on=based_on,
        )
        save(form, act, "Pembinaan dibuka.")


def _step(scene: Scene, coop_id: str, form: str, recorded: int) -> None:
    with st.form(form, border=False):
        held_on = day("Tanggal langkah", form, data.office_day(scene.view))
        kind = st.selectbox(
            "Jenis langkah",
            list(CoachingKind),
            index=None,
            format_func=str,
            key=field(form, "kind"),
            placeholder="Pilih jenis",
        )
        officers = st.text_input(
            "Petugas",
            max_chars=1000,
            key=field(form, "officers"),
            help="Bila lebih dari seorang, beri koma di antara nama.",
        )
        result = st.text_area("Hasil", max_chars=LONGEST_NOTE, key=field(form, "result"))
        next_step = st.text_input(
            "Langkah berikutnya (boleh kosong)", max_chars=200, key=field(form, "next_step")
        )
        next_by = day("Langkah berikutnya paling lambat", form, None, name="next_by")
        pressed = st.form_submit_button("Simpan langkah", type="primary", width="stretch")
    based_on = drawn_over(form, recorded, pressed=pressed)
    if pressed:
        act = partial(
            coaching.add_step,
            scene.view.store,
            coop_id,
            held_on=held_on,
            kind=kind,
            officers=officers,
            result=result,
            next_step=next_step,
            next_by=next_by,
            actor=scene.actor,
            today=data.today(),
            based_on=based_on,
        )
        save(form, act, "Langkah pembinaan tersimpan.")


def _close(scene: Scene, coop_id: str, form: str, recorded: int) -> None:
    with st.form(form, border=False):
        st.caption(words.ODS_STAYS)
        held_on = day("Tanggal ditutup", form, data.office_day(scene.view))
        outcome = st.radio(
            "Hasil akhir", list(CaseOutcome), index=None, format_func=str, key=field(form, "out")
        )
        result = st.text_area("Keterangan (boleh kosong)", max_chars=LONGEST_NOTE, key=field(form, "result"))
        pressed = st.form_submit_button("Tutup pembinaan", type="primary", width="stretch")
    based_on = drawn_over(form, recorded, pressed=pressed)
    if pressed:
        act = partial(
            coaching.close_case,
            scene.view.store,
            coop_id,
            held_on=held_on,
            outcome=outcome,
            result=result,
            actor=scene.actor,
            today=data.today(),
            based_on=based_on,
        )
        save(form, act, "Pembinaan ditutup.")


def _reopen(scene: Scene, coop_id: str, form: str, recorded: int) -> None:
    with st.form(form, border=False):
        held_on = day("Tanggal dibuka kembali", form, data.office_day(scene.view))
        result = st.text_area("Alasan (boleh kosong)", max_chars=LONGEST_NOTE, key=field(form, "result"))
        pressed = st.form_submit_button("Buka kembali", type="primary", width="stretch")
    based_on = drawn_over(form, recorded, pressed=pressed)
    if pressed:
        act = partial(
            coaching.reopen_case,
            scene.view.store,
            coop_id,
            held_on=held_on,
            result=result,
            actor=scene.actor,
            today=data.today(),
            based_on=based_on,
        )
        save(form, act, "Pembinaan dibuka kembali.")


def _withdraw(scene: Scene, coop_id: str, step: CoachingEntry) -> None:
    form = f"coaching_withdraw_{coop_id}"
    st.markdown(
        f"{plain(words.step_line(step))} Bila salah catat, cabut di sini: langkah itu tidak dihitung lagi, "
        "tetapi tetap tersimpan."
    )
    if st.button("Cabut langkah ini", key=field(form, str(step.sequence)), width="stretch"):
        act = partial(
            coaching.withdraw_step,
            scene.view.store,
            coop_id,
            step,
            actor=scene.actor,
            today=data.today(),
        )
        save(form, act, "Langkah terakhir dicabut.")
