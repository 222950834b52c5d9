"""Usulan pembubaran: the list of proposals, and one proposal's checklist."""

from __future__ import annotations

from functools import partial
from typing import Final

import streamlit as st

from kopdata.access import Right
from kopdata.fieldwork.documents import document_content, document_kind
from kopdata.fieldwork.proposals import Proposal, proposals, readiness
from kopdata.fieldwork.records import ProposalEntry
from kopdata.fieldwork.vocabulary import Evidence, ProposalEvent
from kopdata.queries.dissolution import ListedProposals, ask_proposals_of
from kopdata.report.fieldwork import proposals_csv, proposals_workbook
from kopdata.wording import dissolution as words
from kopdata.wording.fieldwork import choice_label, recording_is_of_today
from pages.parts import case_forms, data, dissolution_forms, downloads, links, stage
from pages.parts.guard import Scene
from pages.parts.tables import without_toolbar
from pages.parts.text import label, plain

_WIDTHS: Final = {"Nama": 260, "Kecamatan": 110, "Keadaan": 260, "Bukti": 80, "Yang belum ada": 480}


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
    _downloads(scene, found)
    with without_toolbar("proposal_table"):
        st.caption("Tekan nama untuk membuka halaman koperasi.")
        coop_ids = [one.whose.coop_id for one in found.proposals]
        st.dataframe(
            [row | {"Nama": label(row["Nama"])} for row in words.list_rows(found.proposals)],
            hide_index=True,
            height="content",
            column_config={
                title: case_forms.names_column(coop_ids, width, "open_proposed")
                if title == "Nama"
                else st.column_config.TextColumn(title, width=width)
                for title, width in _WIDTHS.items()
            },
            alt="Daftar usulan pembubaran; tekan nama untuk membuka satu koperasi",
            key=f"proposals_{hash(tuple(coop_ids))}",
        )


def _downloads(scene: Scene, found: ListedProposals) -> None:
    office = data.settings(scene.view)
    heading = words.file_heading(
        found,
        scene.filter,
        is_demo=scene.view.store.is_demo,
        office_name=office.office_name,
        section_name=office.section_name,
    )
    with st.popover("Unduh daftar by name by address", icon=":material/download:", key="download_proposals"):
        downloads.in_both(
            "proposals",
            lambda form: form.label,
            workbook=lambda: proposals_workbook(words.file_rows(found.proposals), heading),
            text=lambda: proposals_csv(words.file_rows(found.proposals), heading),
            file_name=f"usulan-pembubaran-{found.until.isoformat()}",
            wide=True,
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
    with st.container(border=True, key="one_proposal"):
        st.markdown(f"**{plain(choice_label(whose))}**")
        if known:
            _proposal(scene, known[-1], may=may)
            if known[-1].state is ProposalEvent.STARTED:
                found_lacking = readiness(known[-1], found.until, recorded.first_visit)
                _lacking(words.lacking(found_lacking))
        else:
            st.markdown("Belum pernah diusulkan untuk dibubarkan.")
        for earlier in reversed(known[:-1]):
            st.caption(plain(f"Usulan terdahulu: {' '.join(words.dates_lines(earlier))}"))
        case_forms.open_button(whose, "open_this_proposed")
    if may:
        dissolution_forms.draw(scene, coop_id, recorded.entries)
    elif not stage.is_on():
        st.caption(recording_is_of_today(found.until) if is_earlier else words.NOT_YOURS)


def _proposal(scene: Scene, proposal: Proposal, *, may: bool) -> None:
    st.markdown(f"{words.state_line(proposal)}. Bukti: {words.evidence_count(proposal)}.")
    for kind, entry, told in words.checklist(proposal):
        box = ":material/check_box:" if entry else ":material/check_box_outline_blank:"
        with st.container(key=f"evidence_{kind.name.lower()}"):
            st.markdown(f"{box} {told if entry is None or not entry.number else _with_number(told)}")
            if entry is None:
                st.caption(words.hint(kind))
                continue
            st.caption(plain(words.paper_note(entry)))
            _document(scene, kind, entry)
            if may and proposal.state is ProposalEvent.STARTED:
                dissolution_forms.remove(scene, proposal.coop_id, kind)
    for line in words.dates_lines(proposal):
        st.markdown(plain(line))
    if proposal.state is ProposalEvent.SUBMITTED:
        st.caption(words.PERIODS)


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


def _lacking(sentences: list[str]) -> None:
    if not sentences:
        st.success("Bukti lengkap; usulan dapat diajukan.", icon=":material/task_alt:")
        return
    st.markdown("**Yang masih kurang sebelum usulan dapat diajukan**")
    st.markdown("\n".join(f"- {sentence}" for sentence in sentences))
