"""Pembinaan: the list of cases, one case, and how often what was recorded."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import streamlit as st

from kopdata.access import Right
from kopdata.fieldwork.coaching import Case, cases
from kopdata.queries.coaching import CoachingCases, ListedCase, ask_coaching_of
from kopdata.report.fieldwork import coaching_csv, coaching_workbook
from kopdata.wording import coaching as words
from kopdata.wording.fieldwork import choice_label, recording_is_of_today
from pages.parts import case_forms, coaching_forms, data, downloads, links, stage
from pages.parts.guard import Scene
from pages.parts.state import Key
from pages.parts.tables import without_toolbar
from pages.parts.text import label, plain

_HEIGHT: Final = 480
_MOST_WHOLE: Final = 12
"""Rows of a list that is shown whole; a longer one has a scroll bar of its own."""
_WIDTHS: Final = {
    **{"Nama": 260, "Terlambat": 80, "Langkah berikutnya": 260, "Langkah terakhir": 230},
    **{"Keadaan": 80, "Kecamatan": 120, "Sebab": 220, "Dibuka": 90, "Hasil akhir": 150},
}


def draw(scene: Scene) -> None:
    """Draw the page below its title."""
    found = data.coaching(scene.view, scene.filter)
    if found is None:
        return
    st.markdown(words.ABOUT)
    st.markdown(words.summary(found))
    if late := words.late_line(found):
        st.markdown(f":material/schedule: {plain(late)}")
    if found.cases:
        _list(scene, found)
    else:
        st.info(words.NOTHING_YET, icon=":material/school:")
    if note := words.left_out(found):
        st.caption(plain(note))
    _asked_for(found)
    _one(scene, found)
    _counts(found)
    links.follow_opened()


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
        shown = words.shown_cases(found, states)
        _downloads(scene, found, shown)
    if not shown:
        st.markdown("Tidak ada pembinaan dengan keadaan yang dipilih.")
        return
    with without_toolbar("coaching_table"):
        st.caption("Tekan nama untuk membuka halaman koperasi. Yang terlambat tampil paling atas.")
        coop_ids = [one.whose.coop_id for one in shown]
        st.dataframe(
            [row | {"Nama": label(row["Nama"])} for row in words.list_rows(shown)],
            hide_index=True,
            height=_HEIGHT if len(shown) > _MOST_WHOLE else "content",
            column_config={
                title: case_forms.names_column(coop_ids, width, "open_coached")
                if title == "Nama"
                else st.column_config.TextColumn(title, width=width)
                for title, width in _WIDTHS.items()
            },
            alt="Daftar pembinaan, yang terlambat paling atas; tekan nama untuk membuka satu koperasi",
            key=f"coaching_{hash(tuple(coop_ids))}",
        )


def _downloads(scene: Scene, found: CoachingCases, shown: Sequence[ListedCase]) -> None:
    office = data.settings(scene.view)
    heading = words.file_heading(
        found,
        scene.filter,
        is_demo=scene.view.store.is_demo,
        office_name=office.office_name,
        section_name=office.section_name,
    )
    with st.popover("Unduh daftar by name by address", icon=":material/download:", key="download_coaching"):
        st.markdown("Pembinaan yang terpilih, dengan langkah terakhir dan langkah berikutnya.")
        downloads.in_both(
            "coaching",
            lambda form: form.label,
            workbook=lambda: coaching_workbook(words.file_rows(shown), heading),
            text=lambda: coaching_csv(words.file_rows(shown), heading),
            file_name=f"pembinaan-{found.until.isoformat()}",
            wide=True,
        )


def _asked_for(found: CoachingCases) -> None:
    if not found.asked_for:
        return
    with st.expander(words.asked_for_title(found)):
        st.markdown("Pilih koperasinya di bawah untuk membuka pembinaan.")
        rows = [
            {title: plain(cell) for title, cell in row.items()}
            for row in words.asked_for_rows(found.asked_for)
        ]
        st.table(rows, border="horizontal", hide_index=True, alt="Koperasi yang perlu dibina")


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
