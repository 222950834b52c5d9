"""Catat kunjungan: what was saved, the form, a correction with what stood before, a pasted report."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Final

import streamlit as st

from kopdata.access import Right
from kopdata.fieldwork.drafts import Answer
from kopdata.fieldwork.messages import Known
from kopdata.fieldwork.records import Visit
from kopdata.fieldwork.visits import find_listed, revisions, waiting_drafts
from kopdata.vocabulary import Contact
from kopdata.wording import visit_form as words
from pages.parts import data, links, stage, visit_form, visit_message, visit_minutes, visit_state
from pages.parts.guard import Scene
from pages.parts.state import Key
from pages.parts.text import plain

MOST_DRAFTS: Final = 3
"""Drafts on the screen at once; older ones stand in a list to be opened."""

_STYLE: Final = """<style>
.st-key-visit_saved table { table-layout: fixed; width: 100%; }
.st-key-visit_saved th:first-child { width: 16rem; }
.st-key-visit_saved table :is(td, td div, td p) { overflow-wrap: anywhere !important; }
@media (max-width: 640px) { .st-key-visit_saved th:first-child { width: 38%; } }
</style>"""
"""However long a word is, nothing of the table lies out of sight on a phone."""


def draw(scene: Scene) -> None:
    """Draw the page."""
    if saved := _saved(scene):
        _summary(scene, saved)
        return
    if stage.is_on():
        st.info(words.ON_STAGE, icon=":material/present_to_all:")
        return
    if not scene.actor.may(Right.RECORD_VISIT):
        st.info(words.NOT_YOURS)
        return
    known = _offered(scene)
    if not known and not any(name in st.query_params for name in (Key.DRAFT, Key.VISIT)):
        st.info(words.NO_COOPERATIVES)
        _drafts(scene, {})
        return
    until = data.office_day(scene.view)
    names = words.cooperative_labels(known)
    filling, trouble = visit_state.standing(
        scene, lambda coop_id: _first_answers(scene, coop_id if coop_id in names else None, until)
    )
    if trouble:
        st.warning(words.NO_DRAFT if trouble == "draft" else words.NO_VISIT)
    own = filling.answers.get("coop_id")
    if isinstance(own, str) and own not in names:
        names = {own: data.cooperative_name(scene.view, own), **names}
    if filling.saved_at is None and not filling.corrects:
        _drafts(scene, names)
    if filling.corrects:
        _earlier(scene, revisions(scene.view.contents, filling.corrects))
    else:
        visit_message.draw(scene, filling, names, _first_answers(scene, None, until))
    visit_form.draw(scene, filling, names, until)


def _offered(scene: Scene) -> tuple[Known, ...]:
    """Return the koperasi to choose from; also the one of the address where the newest data lacks it."""
    known = data.cooperatives_to_visit(scene.view)
    wanted = st.query_params.get(Key.COOPERATIVE)
    if wanted is None or any(one.coop_id == wanted for one in known):
        return known
    listed = find_listed(scene.view.database, wanted)
    return (*known, listed) if listed else known


def _first_answers(scene: Scene, coop_id: str | None, until: dt.date) -> dict[str, Answer]:
    return {
        "coop_id": coop_id,
        "visited_on": until.isoformat(),
        "offered_on": until.isoformat(),  # so that it is known tomorrow whether a person set another day
        "contact": str(Contact.VISIT),
        **visit_state.offered_officers(scene, coop_id),
    }


def _drafts(scene: Scene, names: Mapping[str, str]) -> None:
    waiting = waiting_drafts(scene.view.store, actor=scene.actor)
    about = {own for draft in waiting if isinstance(own := draft.answers.get("coop_id"), str)}
    names = {**{one: data.cooperative_name(scene.view, one) for one in about - set(names)}, **names}
    visit_form.offer_drafts(scene, waiting[:MOST_DRAFTS], names)
    if older := waiting[MOST_DRAFTS:]:
        with st.expander(f"{len(older)} draf lain"):
            visit_form.offer_drafts(scene, older, names)


def _saved(scene: Scene) -> tuple[Visit, ...]:
    """Return the revisions of the visit that the address says was saved; a draft that was saved counts."""
    visit_id = visit_state.saved_visit()
    return revisions(scene.view.store.contents(), visit_id) if visit_id else ()


def _summary(scene: Scene, saved: Sequence[Visit]) -> None:
    visit = saved[-1]
    name = data.cooperative_name(scene.view, visit.coop_id)
    st.success(f"Tersimpan: **{plain(name)}**", icon=":material/check_circle:")
    rows = [{title: plain(cell) for title, cell in row.items()} for row in words.fact_rows(visit, name)]
    with st.container(key="visit_saved"):
        st.html(_STYLE)
        st.table(rows, border="horizontal", hide_index=True, alt="Isi kunjungan yang tersimpan")
    with st.container(horizontal=True):
        for number, photo in enumerate(visit.photos, start=1):
            visit_form.show_photo(scene, photo, number)
    visit_minutes.button(scene, visit)
    if not stage.is_on() and scene.actor.may(Right.RECORD_VISIT):
        st.button(
            "Catat kunjungan lain",
            key="visit_another",
            type="primary",
            icon=":material/add_location_alt:",
            on_click=visit_state.start_anew,
        )
        st.button(
            "Perbaiki catatan ini",
            key="visit_correct",
            icon=":material/edit_note:",
            on_click=visit_state.correct,
            args=(visit.visit_id,),
        )
    if st.button("Buka koperasi", key="visit_open", icon=":material/person_pin_circle:"):
        links.open_cooperative(visit.coop_id)
    if len(saved) > 1:
        _earlier(scene, saved)


def _earlier(scene: Scene, saved: Sequence[Visit]) -> None:
    """Draw who recorded a visit, and who corrected it when and why."""
    if not saved:
        return
    zone = dt.datetime.now().astimezone().tzinfo or dt.UTC
    names = {visit.coop_id: data.cooperative_name(scene.view, visit.coop_id) for visit in saved}
    st.subheader("Riwayat catatan ini", anchor=False)
    # Not a table: on a phone its last columns, what was changed and why, would be out of sight.
    for told in words.revisions_told(saved, names, zone):
        with st.container(border=True, gap="xsmall"):
            st.markdown(f"**{plain(told.title)}**")
            for line in told.lines:
                st.markdown(plain(line))
