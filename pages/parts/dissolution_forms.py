"""The forms of one koperasi's proposal to dissolve: only those for what may come next."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from operator import attrgetter

import streamlit as st

from kopdata.fieldwork import dissolution
from kopdata.fieldwork.documents import DOCUMENT_MEGABYTES
from kopdata.fieldwork.proposals import may_follow
from kopdata.fieldwork.records import LONGEST_NOTE, ProposalEntry
from kopdata.fieldwork.vocabulary import Decision, Evidence, ProposalEvent
from pages.parts import data
from pages.parts.case_forms import day, drawn_over, field, save
from pages.parts.guard import Scene
from pages.parts.uploader import in_indonesian


def draw(scene: Scene, coop_id: str, entries: Sequence[ProposalEntry]) -> None:
    """Draw the forms for what may follow on ``entries``."""
    forms: dict[ProposalEvent, tuple[str, Callable[[Scene, str, str, int], None]]] = {
        ProposalEvent.STARTED: ("Mulai menyiapkan usulan", _start),
        ProposalEvent.EVIDENCE: ("Tambah atau ganti bukti", _evidence),
        ProposalEvent.SUBMITTED: ("Catat pengajuan ke kementerian", _submit),
        ProposalEvent.DECIDED: ("Catat keputusan kementerian", _decide),
        ProposalEvent.WITHDRAWN: ("Batalkan usulan", _withdraw),
    }
    first = {ProposalEvent.STARTED, ProposalEvent.EVIDENCE, ProposalEvent.DECIDED}
    for event, (title, form) in forms.items():
        if may_follow(entries, event):
            name = f"proposal_{event.name.lower()}_{coop_id}"
            with st.expander(title, expanded=event in first, key=name):
                form(scene, coop_id, f"{name}_form", len(entries))


def remove(scene: Scene, coop_id: str, kind: Evidence) -> None:
    """Draw the way to take evidence out again."""
    form = f"proposal_remove_{kind.name.lower()}_{coop_id}"
    if st.button("Cabut bukti ini", key=field(form, "remove"), type="tertiary", icon=":material/delete:"):
        act = partial(
            dissolution.remove_evidence,
            scene.view.store,
            coop_id,
            kind,
            actor=scene.actor,
            today=data.today(),
        )
        save(form, act, "Bukti dicabut dari usulan.")


def _number(form: str) -> str:
    return st.text_input("Nomor surat (boleh kosong)", max_chars=200, key=field(form, "number"))


def _notes(form: str) -> str:
    return st.text_area("Catatan (boleh kosong)", max_chars=LONGEST_NOTE, key=field(form, "notes"))


def _start(scene: Scene, coop_id: str, form: str, recorded: int) -> None:
    with st.form(form, border=False):
        dated_on = day("Tanggal mulai disiapkan", form, data.office_day(scene.view))
        notes = _notes(form)
        pressed = st.form_submit_button("Mulai usulan", type="primary", width="stretch")
    based_on = drawn_over(form, recorded, pressed=pressed)
    if pressed:
        act = partial(
            dissolution.start_proposal,
            scene.view.store,
            coop_id,
            dated_on=dated_on,
            notes=notes,
            actor=scene.actor,
            today=data.today(),
            based_on=based_on,
        )
        save(form, act, "Usulan pembubaran mulai disiapkan.")


def _evidence(scene: Scene, coop_id: str, form: str, recorded: int) -> None:
    with st.form(form, border=False):
        kind = st.selectbox(
            "Jenis bukti",
            list(Evidence),
            index=None,
            format_func=attrgetter("label"),
            key=field(form, "kind"),
            placeholder="Pilih jenis bukti",
        )
        dated_on = day("Tanggal bukti", form, None)
        number, notes = _number(form), _notes(form)
        with st.container(key="evidence_document"):
            st.html(in_indonesian("evidence_document", DOCUMENT_MEGABYTES))
            document = st.file_uploader(
                "Dokumen (boleh kosong)",
                max_upload_size=DOCUMENT_MEGABYTES,
                key=field(form, "document"),
                help="PDF, JPG, atau PNG. Bila bukti sejenis sudah ada dan ini kosong, dokumennya tetap.",
            )
        pressed = st.form_submit_button("Simpan bukti", type="primary", width="stretch")
    based_on = drawn_over(form, recorded, pressed=pressed)
    if pressed:
        act = partial(
            dissolution.add_evidence,
            scene.view.store,
            coop_id,
            evidence=kind,
            dated_on=dated_on,
            number=number,
            notes=notes,
            document=(document.name, document.getvalue()) if document is not None else None,
            actor=scene.actor,
            today=data.today(),
            based_on=based_on,
        )
        save(form, act, "Bukti tersimpan.")


def _submit(scene: Scene, coop_id: str, form: str, recorded: int) -> None:
    with st.form(form, border=False):
        dated_on = day("Tanggal diajukan", form, data.office_day(scene.view))
        number, notes = _number(form), _notes(form)
        pressed = st.form_submit_button("Catat pengajuan", type="primary", width="stretch")
    based_on = drawn_over(form, recorded, pressed=pressed)
    if pressed:
        act = partial(
            dissolution.submit_proposal,
            scene.view.store,
            coop_id,
            dated_on=dated_on,
            number=number,
            notes=notes,
            actor=scene.actor,
            today=data.today(),
            based_on=based_on,
        )
        save(form, act, "Pengajuan tercatat. Keputusan ada di kementerian.")


def _decide(scene: Scene, coop_id: str, form: str, recorded: int) -> None:
    with st.form(form, border=False):
        dated_on = day("Tanggal keputusan", form, None)
        decision = st.radio(
            "Keputusan", list(Decision), index=None, format_func=str, key=field(form, "decision")
        )
        number, notes = _number(form), _notes(form)
        pressed = st.form_submit_button("Catat keputusan", type="primary", width="stretch")
    based_on = drawn_over(form, recorded, pressed=pressed)
    if pressed:
        act = partial(
            dissolution.record_decision,
            scene.view.store,
            coop_id,
            dated_on=dated_on,
            decision=decision,
            number=number,
            notes=notes,
            actor=scene.actor,
            today=data.today(),
            based_on=based_on,
        )
        save(form, act, "Keputusan kementerian tercatat.")


def _withdraw(scene: Scene, coop_id: str, form: str, recorded: int) -> None:
    with st.form(form, border=False):
        dated_on = day("Tanggal dibatalkan", form, data.office_day(scene.view))
        notes = _notes(form)
        pressed = st.form_submit_button("Batalkan usulan", width="stretch")
    based_on = drawn_over(form, recorded, pressed=pressed)
    if pressed:
        act = partial(
            dissolution.withdraw_proposal,
            scene.view.store,
            coop_id,
            dated_on=dated_on,
            notes=notes,
            actor=scene.actor,
            today=data.today(),
            based_on=based_on,
        )
        save(form, act, "Usulan dibatalkan.")
