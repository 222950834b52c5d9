"""What fieldwork recorded about one koperasi, and the ways to record more of it."""

from __future__ import annotations

from typing import Final

import streamlit as st

from kopdata.access import Right
from kopdata.queries import Profile
from kopdata.wording import fieldwork_of as words
from kopdata.wording import visits as visit_words
from kopdata.wording.next_step import NextStep, Place
from pages.parts import links, stage
from pages.parts.guard import Scene
from pages.parts.state import Key
from pages.parts.text import plain

VISIT: Final = "pages/visit.py"
COACHING: Final = "pages/coaching.py"
DISSOLUTION: Final = "pages/dissolution.py"
_PLACES: Final = {
    Place.VISIT: VISIT,
    Place.COACHING: COACHING,
    Place.DISSOLUTION: DISSOLUTION,
    Place.REPAIRS: "pages/repairs.py",
}


def go_on(scene: Scene, profile: Profile, coming: NextStep) -> None:
    """Draw the way to where the next step is done."""
    if coming.place is None or stage.is_on() or (coming.place is Place.VISIT and not _may_record(scene)):
        return
    if st.button(coming.place, key="next_step", icon=":material/arrow_forward:"):
        links.open_page(_PLACES[coming.place], **{Key.COOPERATIVE: profile.coop_id})


def visits(scene: Scene, profile: Profile) -> None:
    """Draw the ways to a further visit, to one that was recorded, and to older ones than are shown."""
    if note := visit_words.more_visits(profile):
        st.markdown(note)
        st.button(
            visit_words.SHOW_MORE,
            key="more_visits",
            type="tertiary",
            on_click=_show_more,
            args=(profile.coop_id, len(profile.visits)),
        )
    if profile.visits:
        labels = visit_words.labels(profile)
        chosen = st.selectbox(
            "Buka catatan kunjungan (foto, berita acara, perbaikan)",
            list(labels),
            index=None,
            format_func=labels.__getitem__,
            key=f"open_visit_{profile.coop_id}",
            placeholder="Pilih kunjungan",
        )
        if chosen is not None:
            links.open_page(VISIT, **{Key.SAVED_VISIT: chosen})
    if _may_record(scene) and st.button(
        "Catat kunjungan", key="record_visit", icon=":material/add_location_alt:"
    ):
        links.open_page(VISIT, **{Key.COOPERATIVE: profile.coop_id})


def coaching(profile: Profile) -> None:
    """Draw how coaching stands, whether a dissolution is proposed, and the sosialisasi attended."""
    st.subheader("Pembinaan dan sosialisasi", anchor=False)
    for line in (*words.coaching_lines(profile), *words.proposal_lines(profile)):
        st.markdown(plain(line))
    if rows := words.outreach_rows(profile):
        st.table(
            [{title: plain(cell) for title, cell in row.items()} for row in rows],
            border="horizontal",
            hide_index=True,
            alt="Sosialisasi yang diikuti koperasi ini",
        )
    else:
        st.markdown(words.NO_OUTREACH)
    if stage.is_on():
        return
    with st.container(horizontal=True):
        if st.button("Buka pembinaan", key="open_coaching", icon=":material/school:"):
            links.open_page(COACHING, **{Key.COOPERATIVE: profile.coop_id})
        if st.button("Usulan pembubaran", key="open_dissolution", icon=":material/gavel:"):
            links.open_page(DISSOLUTION, **{Key.COOPERATIVE: profile.coop_id})


def how_many(coop_id: str) -> int | None:
    """Return how many visits are asked for of this koperasi, None for as many as at first."""
    asked: dict[str, int] = st.session_state.get(Key.MORE_VISITS, {})
    return asked.get(coop_id)


def _show_more(coop_id: str, shown: int) -> None:
    st.session_state[Key.MORE_VISITS] = {coop_id: 2 * shown}


def _may_record(scene: Scene) -> bool:
    return scene.actor.may(Right.RECORD_VISIT) and not stage.is_on()
