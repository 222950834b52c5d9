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


def draw(scene: Scene, overview: Overview, found: WorkList, narrowed: WorkFilter, order: WorkOrder) -> None:
    """Draw what can be taken along; each file is made when its button is pressed."""
    if found.shown:
        with st.popover("Unduh daftar by name by address", icon=":material/download:", key="download_work"):
            st.markdown(words.ABOUT_LIST)
            made = partial(_list, scene, overview, narrowed, order)
            downloads.in_both(
                "work_list",
                lambda form: form.label,
                workbook=partial(made, work_list_workbook),
                text=partial(made, work_list_csv),
                file_name=files.list_file(overview),
                wide=True,
            )
    with st.popover("Putaran", icon=":material/route:", key="download_round"):
        _round(scene, overview)
    with st.popover("Untuk kementerian", icon=":material/outgoing_mail:", key="download_against"):
        _against_ods(scene, overview)


def _round(scene: Scene, overview: Overview) -> None:
    found = data.worklist(scene.view, _everywhere(scene), WorkFilter(), limit=0)
    if found is None or not found.rounds:
        st.markdown(words.NO_ROUND)
        return
    st.markdown(words.ABOUT_ROUND)
    one = st.selectbox(
        "Petugas dan hari",
        found.rounds,
        format_func=words.round_label,
        key="work_round",
        placeholder="Pilih putaran",
    )
    if one is not None:
        downloads.button(
            "Unduh putaran (.pdf)",
            partial(_round_pdf, scene, overview, one),
            key="work_round_pdf",
            file_name=f"{files.round_file(one)}.pdf",
            mime=PAPER.mime,
            icon=PAPER.icon,
            wide=True,
        )


def _against_ods(scene: Scene, overview: Overview) -> None:
    counted = data.worklist(scene.view, scene.filter, AGAINST_ODS, limit=0)
    if counted is None or not counted.shown:
        st.markdown(words.NOTHING_AGAINST)
        return
    st.markdown(words.about_contradictions(counted.shown))
    made = partial(_contradictions, scene, overview)
    downloads.in_both(
        "against",
        lambda form: form.label,
        workbook=partial(made, contradictions_workbook),
        text=partial(made, contradictions_csv),
        file_name=files.contradictions_file(overview),
        wide=True,
    )
    if counted.shown <= MOST_ON_PAPER:
        downloads.button(
            PAPER.label,
            partial(made, contradictions_pdf),
            key="against_pdf",
            file_name=f"{files.contradictions_file(overview)}.pdf",
            mime=PAPER.mime,
            icon=PAPER.icon,
            wide=True,
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
