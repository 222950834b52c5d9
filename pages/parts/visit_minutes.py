"""Unduh berita acara: the paper of one visit, to be printed and signed."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import streamlit as st

from kopdata.errors import KopdataError
from kopdata.fieldwork.photos import photo_content
from kopdata.fieldwork.records import Visit
from kopdata.fieldwork.visits import visited_cooperative
from kopdata.report.visit_minutes import MOST_PHOTOS, visit_minutes
from kopdata.settings import logo_of
from kopdata.wording.minutes import minutes_file
from pages.parts import data, downloads
from pages.parts.guard import Scene


def button(scene: Scene, visit: Visit) -> None:
    """Draw the button of the berita acara."""
    cooperative = visited_cooperative(scene.view.database, visit.coop_id)
    if cooperative is None:
        st.caption("Berita acara memerlukan koperasi yang masih tercantum di data.")
        return
    office = data.settings(scene.view)

    def make() -> bytes:
        found = (photo_content(scene.view.store, photo.thumbnail) for photo in visit.photos[:MOST_PHOTOS])
        return visit_minutes(
            visit,
            cooperative=cooperative,
            office_name=office.office_name,
            section_name=office.section_name,
            zone=dt.datetime.now().astimezone().tzinfo or dt.UTC,
            is_demo=scene.view.store.is_demo,
            photos=[photo for photo in found if photo],
            logo=_logo(scene),
        )

    downloads.button(
        "Unduh berita acara",
        make,
        key="visit_minutes",
        file_name=f"{minutes_file(visit, cooperative.name)}.pdf",
        mime="application/pdf",
        icon=":material/description:",
    )


def _logo(scene: Scene) -> Path | None:
    try:
        return logo_of(scene.view.store, data.settings(scene.view))
    except KopdataError:
        return None
