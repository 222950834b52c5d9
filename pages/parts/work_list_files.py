"""What of the work list is taken along: the list, one officer's round, and what contradicts ODS."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final

import streamlit as st

from kopdata.errors import NotFoundError
from kopdata.fieldwork.worklist import WorkKind
from kopdata.models import Filter
from kopdata.queries import Overview
from kopdata.queries.worklist import Round, WorkFilter, WorkList, WorkOrder
from kopdata.report.names import MOST_ON_PAPER
from kopdata.report.visit_round import round_pdf
from kopdata.report.work_list import (
    contradictions_csv,
    contradictions_pdf,
    contradictions_workbook,
    work_list_csv,
    work_list_workbook,
)
from kopdata.wording import worklist as words
from kopdata.wording import worklist_files as files
from kopdata.wording.names import NamesHeading
from pages.parts import data, downloads
from pages.parts.downloads import PAPER
from pages.parts.guard import Scene

AGAINST_ODS: Final = WorkFilter(reasons=frozenset({WorkKind.CONTRADICTION}))
Report = Callable[[WorkList, NamesHeading], bytes]


def draw(
    scene: Scene,
    overview: Overview,
    whole: WorkList,
    found: WorkList,
    *,
    narrowed: WorkFilter,
    order: WorkOrder,
) -> None:
    """Draw what can be taken along; each file is made when its button is pressed."""
    if narrowed.round_of is not None:
        _round_button(scene, overview, narrowed.round_of, key="work_this_round_pdf")
    with st.popover("Unduh", icon=":material/download:", key="download_work"):
        if found.shown:
            st.markdown(f"**Daftar by name by address.** {words.ABOUT_LIST}")
            made = partial(_list, scene, overview, narrowed, order)
            with st.container(horizontal=True, gap="small"):
                downloads.in_both(
                    "work_list",
                    lambda form: form.label,
                    workbook=partial(made, work_list_workbook),
                    text=partial(made, work_list_csv),
                    file_name=files.list_file(overview),
                )
        _rounds(scene, overview)
        _against_ods(scene, overview, whole)


def _rounds(scene: Scene, overview: Overview) -> None:
    found = data.worklist(scene.view, _everywhere(scene), WorkFilter(), limit=0)
    if found is None or not found.rounds:
        st.markdown(f"**Putaran.** {words.NO_ROUND}")
        return
    st.markdown(f"**Putaran.** {words.ABOUT_ROUND}")
    one = st.selectbox(
        "Petugas dan hari",
        found.rounds,
        format_func=words.round_label,
        key="work_round",
        placeholder="Pilih putaran",
    )
    if one is not None:
        _round_button(scene, overview, one, key="work_round_pdf")


def _round_button(scene: Scene, overview: Overview, one: Round, *, key: str) -> None:
    downloads.button(
        "Unduh putaran (.pdf)",
        partial(_round_pdf, scene, overview, one),
        key=key,
        file_name=f"{files.round_file(one)}.pdf",
        mime=PAPER.mime,
        icon=PAPER.icon,
    )


def _against_ods(scene: Scene, overview: Overview, whole: WorkList) -> None:
    if not whole.against_ods:
        st.markdown(f"**Untuk kementerian.** {words.NOTHING_AGAINST}")
        return
    st.markdown(f"**Untuk kementerian.** {words.about_contradictions(whole)}")
    made = partial(_contradictions, scene, overview)
    with st.container(horizontal=True, gap="small"):
        downloads.in_both(
            "against",
            lambda form: form.label,
            workbook=partial(made, contradictions_workbook),
            text=partial(made, contradictions_csv),
            file_name=files.contradictions_file(overview),
        )
        if whole.against_ods <= MOST_ON_PAPER:
            downloads.button(
                PAPER.label,
                partial(made, contradictions_pdf),
                key="against_pdf",
                file_name=f"{files.contradictions_file(overview)}.pdf",
                mime=PAPER.mime,
                icon=PAPER.icon,
            )


def _everywhere(scene: Scene) -> Filter:
    """Return the view without its filter: an officer's day is driven whole, whatever the screen shows."""
    return Filter(as_of=scene.filter.as_of)


def _list(scene: Scene, overview: Overview, narrowed: WorkFilter, order: WorkOrder, report: Report) -> bytes:
    found = _whole(scene, scene.filter, narrowed, order)
    heading = files.list_heading(
        overview, found, scene.filter, narrowed, official=_official(scene, overview), **_office(scene)
    )
    return report(found, heading)


def _contradictions(scene: Scene, overview: Overview, report: Report) -> bytes:
    found = _whole(scene, scene.filter, AGAINST_ODS, WorkOrder.PLACE)
    heading = files.contradictions_heading(
        overview, found, scene.filter, official=_official(scene, overview), **_office(scene)
    )
    return report(found, heading)


def _round_pdf(scene: Scene, overview: Overview, one: Round) -> bytes:
    found = _whole(scene, _everywhere(scene), WorkFilter(round_of=one), WorkOrder.PLACE)
    return round_pdf(found, files.round_heading(overview, one, **_office(scene)))


def _whole(scene: Scene, filter_: Filter, narrowed: WorkFilter, order: WorkOrder) -> WorkList:
    found = data.whole_worklist(scene.view, filter_, narrowed, order)
    if found is None:
        raise NotFoundError("Belum ada data koperasi, jadi tidak ada yang dapat diunduh.")
    return found


def _official(scene: Scene, overview: Overview) -> str:
    return data.official_note(scene.view, scene.filter, overview)


def _office(scene: Scene) -> files.Office:
    settings = data.settings(scene.view)
    return {
        "is_demo": scene.view.store.is_demo,
        "office_name": settings.office_name,
        "section_name": settings.section_name,
    }
