"""The forms of one koperasi's proposal to dissolve: only those for what may come next."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from operator import attrgetter

import streamlit as st

from kopdata.fieldwork import dissolution
from kopdata.fieldwork.documents import DOCUMENT_MEGABYTES
from kopdata.fieldwork.proposals import Readiness, may_follow
from kopdata.fieldwork.records import ProposalEntry
from kopdata.fieldwork.vocabulary import Decision, Evidence, ProposalEvent
from kopdata.queries.evidence import Suggestion
from kopdata.wording import dissolution as words
from pages.parts import data
from pages.parts.case_forms import EntryForm, field, save
from pages.parts.guard import Scene
from pages.parts.uploader import in_indonesian


def draw(scene: Scene, coop_id: str, entries: Sequence[ProposalEntry], readiness: Readiness | None) -> None:
    """Draw the forms for what may follow on ``entries``; sending waits until nothing is lacking."""
    forms: dict[ProposalEvent, tuple[str, Callable[[EntryForm], None]]] = {
        ProposalEvent.STARTED: ("Mulai menyiapkan usulan", _start),
        ProposalEvent.EVIDENCE: ("Tambah atau ganti bukti", _evidence),
        ProposalEvent.SUBMITTED: ("Catat pengajuan ke kementerian", partial(_submit, readiness=readiness)),
        ProposalEvent.DECIDED: ("Catat keputusan kementerian", _decide),
        ProposalEvent.WITHDRAWN: ("Batalkan usulan", _withdraw),
    }
    first = {ProposalEvent.STARTED, ProposalEvent.EVIDENCE, ProposalEvent.DECIDED}
    for event, (title, form) in forms.items():
        if may_follow(entries, event):
            name = f"proposal_{event.name.lower()}_{coop_id}"
            with st.expander(title, expanded=event in first, key=name):
                form(EntryForm(scene, coop_id, f"{name}_form", len(entries)))


def take_over(scene: Scene, coop_id: str, suggestion: Suggestion, recorded: int) -> None:
    """Draw the way to make evidence of what is recorded already."""
    form = f"proposal_take_{suggestion.evidence.name.lower()}_{coop_id}"
    if st.button(words.TAKE_OVER, key=field(form, "take"), icon=":material/playlist_add_check:"):
        act = partial(
            dissolution.add_evidence,
            scene.view.store,
            coop_id,
            evidence=suggestion.evidence,
            dated_on=suggestion.dated_on,
            notes=words.suggested(suggestion),
            visit_id=suggestion.visit.visit_id if suggestion.visit else None,
            actor=scene.actor,
            today=data.today(),
            based_on=recorded,
        )
        save(form, act, "Bukti tersimpan.")


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


def _number(form: EntryForm) -> str:
    return form.text("Nomor surat (boleh kosong)", name="number")


def _notes(form: EntryForm) -> str:
    return form.notes("Catatan (boleh kosong)")


def _start(form: EntryForm) -> None:
    toast = "Usulan pembubaran mulai disiapkan."
    with form.sends("Mulai usulan", dissolution.start_proposal, toast) as given:
        given["dated_on"] = form.day("Tanggal mulai disiapkan")
        given["notes"] = _notes(form)


def _evidence(form: EntryForm) -> None:
    with form.sends("Simpan bukti", dissolution.add_evidence, "Bukti tersimpan.") as given:
        given["evidence"] = st.selectbox(
            "Jenis bukti",
            list(Evidence),
            index=None,
            format_func=attrgetter("label"),
            key=form.field("kind"),
            placeholder="Pilih jenis bukti",
        )
        given["dated_on"] = form.day("Tanggal bukti", is_today=False)
        given["number"], given["notes"] = _number(form), _notes(form)
        with st.container(key="evidence_document"):
            st.html(in_indonesian("evidence_document", DOCUMENT_MEGABYTES))
            document = st.file_uploader(
                "Dokumen (boleh kosong)",
                max_upload_size=DOCUMENT_MEGABYTES,
                key=form.field("document"),
                help="PDF, JPG, atau PNG. Bila bukti sejenis sudah ada dan ini kosong, dokumennya tetap.",
            )
        given["document"] = (document.name, document.getvalue()) if document is not None else None


def _submit(form: EntryForm, *, readiness: Readiness | None) -> None:
    waits = readiness is None or not readiness.is_ready
    if waits:
        st.markdown(words.NOT_READY)
    toast = "Pengajuan tercatat. Keputusan ada di kementerian."
    with form.sends("Catat pengajuan", dissolution.submit_proposal, toast, disabled=waits) as given:
        given["dated_on"] = form.day("Tanggal diajukan")
        given["number"], given["notes"] = _number(form), _notes(form)


def _decide(form: EntryForm) -> None:
    toast = "Keputusan kementerian tercatat."
    with form.sends("Catat keputusan", dissolution.record_decision, toast) as given:
        given["dated_on"] = form.day("Tanggal keputusan", is_today=False)
        given["decision"] = st.radio(
            "Keputusan", list(Decision), index=None, format_func=str, key=form.field("decision")
        )
        given["number"], given["notes"] = _number(form), _notes(form)


def _withdraw(form: EntryForm) -> None:
    toast = "Usulan dibatalkan."
    with form.sends("Batalkan usulan", dissolution.withdraw_proposal, toast, is_main=False) as given:
        given["dated_on"] = form.day("Tanggal dibatalkan")
        given["notes"] = _notes(form)
