"""Pembinaan: the list of cases, one case, and how often what was recorded."""

from __future__ import annotations

from functools import partial
from typing import Final

import streamlit as st

from kopdata.access import Right
from kopdata.fieldwork.cases import Case, cases
from kopdata.queries.coaching import CoachingCases, ask_coaching_of
from kopdata.report.fieldwork import coaching_csv, coaching_workbook
from kopdata.wording import coaching as words
from kopdata.wording.fieldwork import choice_label, recording_is_of_today
from pages.parts import case_forms, coaching_forms, data, links, stage
from pages.parts.guard import Scene
from pages.parts.state import Key
from pages.parts.text import plain

_WIDTHS: Final = {
    **{"Nama": 300, "Terlambat": 76, "Langkah berikutnya": 240, "Langkah terakhir": 225},
    **{"Keadaan": 105, "Kecamatan": 120, "Sebab": 220, "Dibuka": 90, "Hasil akhir": 150},
}


def draw(scene: Scene) -> None:
    """Draw the page below its title."""
    found = data.coaching(scene.view, scene.filter)
    if found is None:
        return
    st.markdown(words.ABOUT)
    st.markdown(words.summary(found))
    if counted := words.in_coaching_line(found):
        st.markdown(counted)
    if to_open := words.to_open_label(found):
        st.button(to_open, key="cases_to_open", icon=":material/playlist_add:", on_click=_only_to_open)
    if late := words.late_line(found):
        st.markdown(f":material/schedule: {plain(late)}")
    if not found.cases:
        st.info(words.NOTHING_YET, icon=":material/school:")
    if found.cases or found.asked_for:
        _list(scene, found)
    if note := words.left_out(found):
        st.caption(plain(note))
    _one(scene, found)
    _counts(found)
    links.follow_opened()


def _only_to_open() -> None:
    st.session_state[Key.COACHING_STATES] = [words.TO_OPEN]


def _list(scene: Scene, found: CoachingCases) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom", key="coaching_controls"):
        states = st.pills(
            "Keadaan pembinaan",
            words.STATES,
            selection_mode="multi",
            key=Key.COACHING_STATES,
            bind="query-params",
            persist_state="session",
        )
        shown = words.shown_of(found, states)
        case_forms.list_files(
            scene,
            "coaching",
            "Unduh daftar by name by address",
            about="Pembinaan yang terpilih, dengan langkah terakhir dan langkah berikutnya.",
            workbook=coaching_workbook,
            text=coaching_csv,
            rows=lambda: words.file_rows(shown),
            heading=partial(words.file_heading, found, scene.filter),
            file_name=f"pembinaan-{found.until.isoformat()}",
        )
    rows = words.list_rows(shown)
    if not rows:
        st.markdown("Tidak ada pembinaan dengan keadaan yang dipilih.")
        return
    case_forms.names_table(
        "coaching",
        rows,
        _WIDTHS,
        caption="Tekan nama untuk membuka halaman koperasi. Yang terlambat tampil paling atas.",
        alt="Daftar pembinaan, yang terlambat paling atas; tekan nama untuk membuka satu koperasi",
    )


def _one(scene: Scene, found: CoachingCases) -> None:
    st.subheader("Pembinaan satu koperasi", anchor=False)
    newest = {one.whose.coop_id: one for one in reversed(found.cases)}
    notes = {id_: words.case_note(one) for id_, one in newest.items()}
    first = {one.whose.coop_id: one.whose for one in found.cases}
    first |= {one.coop_id: one for one in found.asked_for if one.coop_id not in first}
    coop_id = case_forms.choose(scene, "coached", first, notes)
    if coop_id is None:
        return
    whose = data.named(scene.view, coop_id)
    entries = ask_coaching_of(scene.view.database, coop_id)
    known = cases(entries, until=found.until)
    with st.container(border=True, key="one_case"):
        st.markdown(f"**{plain(choice_label(whose))}**")
        if not known:
            st.markdown("Belum pernah dibina.")
        for case in known[-1:]:
            st.markdown(f"{words.state_line(case)}. {plain(words.cause_line(case))}")
            if line := words.next_line(case, found.until):
                st.markdown(f"**{plain(line)}**" if case.days_late(found.until) else plain(line))
            _entries(case)
        if len(known) > 1:
            with st.expander(f"Pembinaan terdahulu ({len(known) - 1})"):
                for case in reversed(known[:-1]):
                    st.markdown(f"{words.state_line(case)}. {plain(words.cause_line(case))}")
                    _entries(case)
        case_forms.open_button(whose, "open_this_coached")
        if known and words.leads_to_proposal(known[-1]):
            case_forms.go_button("Siapkan usulan pembubaran", "pages/dissolution.py", whose, "to_dissolution")
    if stage.is_on():
        return
    if found.until < data.office_day(scene.view):
        st.caption(recording_is_of_today(found.until))
    elif scene.actor.may(Right.RECORD_VISIT):
        coaching_forms.draw(scene, coop_id, entries)
    else:
        st.caption(words.NOT_YOURS)


def _entries(case: Case) -> None:
    """Draw what happened in a case, in lines: a table of it would not fit a phone."""
    for happened, details in words.entry_lines(case):
        st.markdown(f"**{plain(happened)}**  \n{plain(details)}")


def _counts(found: CoachingCases) -> None:
    if not found.cases:
        return
    with st.expander("Jumlah menurut jenis langkah dan menurut sebab"):
        st.markdown(words.NO_EFFECT)
        if kinds := words.kind_rows(found):
            st.table(kinds, border="horizontal", hide_index=True, alt="Jumlah langkah menurut jenisnya")
        causes = [row | {"Sebab": plain(row["Sebab"])} for row in words.cause_rows(found)]
        st.table(causes, border="horizontal", hide_index=True, alt="Jumlah pembinaan menurut sebabnya")
