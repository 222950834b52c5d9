"""Usulan pembubaran: the list of proposals, and one proposal's checklist."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Final

import streamlit as st

from kopdata.access import Right
from kopdata.errors import NotFoundError
from kopdata.fieldwork.documents import document_content, document_kind
from kopdata.fieldwork.proposals import Proposal, Readiness, proposals, readiness
from kopdata.fieldwork.records import ProposalEntry
from kopdata.fieldwork.vocabulary import Evidence, ProposalEvent
from kopdata.queries.dissolution import ListedProposals, ask_proposals_of
from kopdata.queries.evidence import Suggestion, corrected_since, suggested_evidence
from kopdata.report.fieldwork import proposals_csv, proposals_workbook
from kopdata.wording import dissolution as words
from kopdata.wording.fieldwork import choice_label, recording_is_of_today
from pages.parts import case_forms, data, dissolution_forms, downloads, fieldwork_of, links, stage
from pages.parts.guard import Scene
from pages.parts.state import Key
from pages.parts.text import plain

_WIDTHS: Final = {"Nama": 260, "Kecamatan": 110, "Keadaan": 190, "Bukti": 80, "Yang belum ada": 550}


def draw(scene: Scene) -> None:
    """Draw the page below its title."""
    found = data.proposals(scene.view, scene.filter)
    if found is None:
        return
    if found.proposals:
        _list(scene, found)
    else:
        st.markdown(words.NOTHING_YET)
    if note := words.left_out(found):
        st.caption(plain(note))
    _one(scene, found)
    links.follow_opened()


def _list(scene: Scene, found: ListedProposals) -> None:
    case_forms.list_files(
        scene,
        "proposals",
        "Unduh daftar by name by address",
        about="Usulan pada tampilan ini, dengan bukti yang ada dan yang belum ada.",
        workbook=proposals_workbook,
        text=proposals_csv,
        rows=lambda: words.file_rows(found.proposals),
        heading=partial(words.file_heading, found, scene.filter),
        file_name=f"usulan-pembubaran-{found.until.isoformat()}",
    )
    case_forms.names_table(
        "proposals",
        [
            (one.whose.coop_id, row)
            for one, row in zip(found.proposals, words.list_rows(found.proposals), strict=True)
        ],
        _WIDTHS,
        caption="Tekan nama untuk membuka halaman koperasi.",
        alt="Daftar usulan pembubaran; tekan nama untuk membuka satu koperasi",
    )


def _one(scene: Scene, found: ListedProposals) -> None:
    st.subheader("Usulan untuk satu koperasi", anchor=False)
    newest = {one.whose.coop_id: one for one in reversed(found.proposals)}
    notes = {id_: words.choice_note(one.proposal) for id_, one in newest.items()}
    first = {one.whose.coop_id: one.whose for one in found.proposals}
    coop_id = case_forms.choose(scene, "proposed", first, notes)
    if coop_id is None:
        return
    whose = data.named(scene.view, coop_id)
    recorded = ask_proposals_of(scene.view.database, coop_id)
    known = proposals(recorded.entries, until=found.until)
    is_earlier = found.until < data.office_day(scene.view)
    may = scene.actor.may(Right.PROPOSE) and not stage.is_on() and not is_earlier
    prepared = known[-1] if known and known[-1].state is ProposalEvent.STARTED else None
    lacks = readiness(prepared, found.until, recorded.first_visit) if prepared else None
    with st.container(border=True, key="one_proposal"):
        st.markdown(f"**{plain(choice_label(whose))}**")
        if known:
            checklist = Checklist(scene, known[-1], lacks, may=may, recorded=len(recorded.entries))
            checklist.draw(_suggestions(scene, coop_id) if prepared else {})
        else:
            st.markdown("Belum pernah diusulkan untuk dibubarkan.")
            _at_hand(_suggestions(scene, coop_id))
        for earlier in reversed(known[:-1]):
            st.caption(plain(f"Usulan terdahulu: {' '.join(words.dates_lines(earlier))}"))
        case_forms.open_button(whose, "open_this_proposed")
    if may:
        dissolution_forms.draw(scene, coop_id, recorded.entries, lacks)
    elif not stage.is_on():
        st.caption(recording_is_of_today(found.until) if is_earlier else words.NOT_YOURS)


def _suggestions(scene: Scene, coop_id: str) -> dict[Evidence, Suggestion]:
    """Return what is recorded already and could be evidence; nothing of a koperasi that is listed nowhere."""
    try:
        shown = data.profile(scene.view, scene.filter, coop_id)
    except NotFoundError:
        return {}
    return {one.evidence: one for one in suggested_evidence(shown)}


def _at_hand(suggestions: Mapping[Evidence, Suggestion]) -> None:
    """Draw what is recorded already, before a proposal is begun."""
    if suggestions:
        st.markdown(f"{words.RECORDED_ALREADY}:")
        st.markdown("\n".join(f"- {plain(words.suggested(one))}" for one in suggestions.values()))


@dataclass(frozen=True, slots=True)
class Checklist:
    """What is there of the evidence, and what is recorded already; ``lacks`` is None once it was sent."""

    scene: Scene
    proposal: Proposal
    lacks: Readiness | None
    may: bool
    recorded: int

    def draw(self, suggestions: Mapping[Evidence, Suggestion]) -> None:
        """Draw a point for each kind of evidence, then the dates of the proposal."""
        proposal = self.proposal
        st.markdown(f"{words.state_line(proposal)}. Bukti: {words.evidence_count(proposal)}.")
        waits = words.still_to_come(self.lacks) if self.lacks else {}
        for kind, entry, told in words.checklist(proposal):
            box = ":material/check_box:" if proposal.holds(kind) else ":material/check_box_outline_blank:"
            with st.container(key=f"evidence_{kind.name.lower()}", gap="xsmall"):
                st.markdown(f"{box} {told if entry is None or not entry.number else _with_number(told)}")
                if entry is None:
                    self._missing(kind, suggestions.get(kind))
                else:
                    self._there(kind, entry)
                if kind in waits:
                    st.markdown(f":material/hourglass_top: {waits[kind]}")
        for line in words.dates_lines(proposal):
            st.markdown(plain(line))
        if self.lacks is not None and self.lacks.is_ready:
            st.success("Bukti lengkap; usulan dapat diajukan.", icon=":material/task_alt:")
        if proposal.state is ProposalEvent.SUBMITTED:
            st.caption(words.PERIODS)

    def _missing(self, kind: Evidence, suggestion: Suggestion | None) -> None:
        if suggestion is None:
            st.caption(words.hint(kind))
            return
        st.markdown(f":material/lightbulb: Sudah tercatat: {plain(words.suggested(suggestion))}")
        with st.container(horizontal=True):
            if self.may:
                dissolution_forms.take_over(self.scene, self.proposal.coop_id, suggestion, self.recorded)
            if suggestion.visit is not None:
                _open_visit(kind, suggestion.visit.visit_id)

    def _there(self, kind: Evidence, entry: ProposalEntry) -> None:
        st.caption(plain(words.paper_note(entry)))
        if (visit := corrected_since(self.scene.view.database, entry)) is not None:
            st.warning(plain(words.corrected(visit)), icon=":material/rule:")
        _document(self.scene, kind, entry)
        with st.container(horizontal=True):
            if entry.visit_id is not None:
                _open_visit(kind, entry.visit_id)
            if self.may and self.proposal.state is ProposalEvent.STARTED:
                dissolution_forms.remove(self.scene, self.proposal.coop_id, kind)


def _open_visit(kind: Evidence, visit_id: str) -> None:
    if stage.is_on():
        return
    if st.button(
        "Kunjungan dan berita acaranya",
        key=f"visit_of_{kind.name.lower()}",
        type="tertiary",
        icon=":material/location_on:",
    ):
        links.open_page(fieldwork_of.VISIT, **{Key.SAVED_VISIT: visit_id})


def _with_number(told: str) -> str:
    """Return the words on evidence, what a person typed as number of a letter shown as it is."""
    head, mark, rest = told.partition(", nomor ")
    return f"{head}{mark}{plain(rest)}"


def _document(scene: Scene, kind: Evidence, entry: ProposalEntry) -> None:
    if entry.document is None or entry.document_name is None:
        return
    ending, mime = document_kind(entry.document_name)
    downloads.button(
        plain(f"Unduh {entry.document_name}"),
        partial(document_content, scene.view.store, entry),
        key=f"document_{kind.name.lower()}",
        file_name=entry.document_name,
        mime=mime,
        icon=":material/picture_as_pdf:" if ending == "pdf" else ":material/image:",
    )
