"""The forms of one koperasi's coaching: only those for what may come next."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

import streamlit as st

from kopdata.fieldwork import coaching
from kopdata.fieldwork.cases import cases, may_follow
from kopdata.fieldwork.records import CoachingEntry
from kopdata.fieldwork.vocabulary import CaseEvent, CaseOutcome, Cause, CoachingKind
from kopdata.wording import coaching as words
from pages.parts import data
from pages.parts.case_forms import EntryForm, field, save
from pages.parts.guard import Scene
from pages.parts.text import plain

_CAUSES: Final = (*map(str, Cause), words.OTHER_CAUSE)


def draw(scene: Scene, coop_id: str, entries: Sequence[CoachingEntry]) -> None:
    """Draw the forms for what may follow on ``entries``."""
    forms: dict[CaseEvent, tuple[str, Callable[[EntryForm], None]]] = {
        CaseEvent.STEP: ("Catat langkah", _step),
        CaseEvent.CLOSED: ("Tutup pembinaan", _close),
        CaseEvent.REOPENED: ("Buka kembali pembinaan terakhir", _reopen),
        CaseEvent.OPENED: ("Buka pembinaan baru" if entries else "Buka pembinaan", _open),
    }
    for event, (title, form) in forms.items():
        if may_follow(entries, event):
            first = event is CaseEvent.STEP or not entries
            name = f"coaching_{event.name.lower()}"
            with st.expander(title, expanded=first, key=f"{name}_{coop_id}"):
                form(EntryForm(scene, coop_id, f"{name}_form_{coop_id}", len(entries)))
    if may_follow(entries, CaseEvent.WITHDRAWN):
        with st.expander("Cabut langkah terakhir", key=f"coaching_withdrawn_{coop_id}"):
            _withdraw(scene, coop_id, cases(entries)[-1].steps[-1])


def _open(form: EntryForm) -> None:
    with form.sends("Buka pembinaan", coaching.open_case, "Pembinaan dibuka.") as given:
        given["held_on"] = form.day("Tanggal dibuka")
        cause = st.selectbox(
            "Sebab tidak aktif", _CAUSES, index=None, key=form.field("cause"), placeholder="Pilih sebab"
        )
        other = form.text("Sebab lain", name="other")
        given["cause"] = (other if cause in {None, words.OTHER_CAUSE} else cause) or ""


def _step(form: EntryForm) -> None:
    with form.sends("Simpan langkah", coaching.add_step, "Langkah pembinaan tersimpan.") as given:
        given["held_on"] = form.day("Tanggal langkah")
        given["kind"] = st.selectbox(
            "Jenis langkah",
            list(CoachingKind),
            index=None,
            format_func=str,
            key=form.field("kind"),
            placeholder="Pilih jenis",
        )
        given["officers"] = form.text(
            "Petugas", name="officers", most=1000, help_="Bila lebih dari seorang, beri koma di antara nama."
        )
        given["result"] = form.notes("Hasil", name="result")
        given["next_step"] = form.text("Langkah berikutnya (boleh kosong)", name="next_step")
        given["next_by"] = form.day("Langkah berikutnya paling lambat", name="next_by", is_today=False)


def _close(form: EntryForm) -> None:
    with form.sends("Tutup pembinaan", coaching.close_case, "Pembinaan ditutup.") as given:
        st.caption(words.ODS_STAYS)
        given["held_on"] = form.day("Tanggal ditutup")
        given["outcome"] = st.radio(
            "Hasil akhir", list(CaseOutcome), index=None, format_func=str, key=form.field("out")
        )
        given["result"] = form.notes("Keterangan (boleh kosong)", name="result")


def _reopen(form: EntryForm) -> None:
    with form.sends("Buka kembali", coaching.reopen_case, "Pembinaan dibuka kembali.") as given:
        given["held_on"] = form.day("Tanggal dibuka kembali")
        given["result"] = form.notes("Alasan (boleh kosong)", name="result")


def _withdraw(scene: Scene, coop_id: str, step: CoachingEntry) -> None:
    form = f"coaching_withdraw_{coop_id}"
    st.markdown(
        f"{plain(words.step_line(step))} Bila salah catat, cabut di sini: langkah itu tidak dihitung lagi, "
        "tetapi tetap tersimpan."
    )
    # By its moment: of merged koperasi two steps may bear one number.
    if st.button("Cabut langkah ini", key=field(form, step.recorded_at.isoformat()), width="stretch"):
        act = partial(
            coaching.withdraw_step,
            scene.view.store,
            coop_id,
            step,
            actor=scene.actor,
            today=data.today(),
        )
        save(form, act, "Langkah terakhir dicabut.")
