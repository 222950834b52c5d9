"""The line under a page's title: whose figures, of which date, and whether they are the official ones."""

from __future__ import annotations

import datetime as dt

import streamlit as st

from kopdata import wording
from kopdata.access import Right
from kopdata.errors import KopdataError
from kopdata.models import OfficialMark, Snapshot
from kopdata.official import OfficialState, Standing, declare_official, official_state, withdraw_official
from kopdata.queries import Overview
from pages.parts import data, stage
from pages.parts.guard import Scene
from pages.parts.state import Key
from pages.parts.text import plain


def headline(scene: Scene, overview: Overview) -> None:
    """Draw the line, and for who may settle the official figure the way to do so."""
    state = official_state(data.official_marks(scene.view), overview.snapshot)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(wording.headline(overview), width="content")
        if state.standing is Standing.OFFICIAL and not scene.filter.narrows:
            st.badge("Angka resmi", icon=":material/verified:", color="green")
        if scene.actor.may(Right.DECLARE) and not stage.is_on():
            _settle(scene, overview, state)
    line = wording.official_line(state, scene.filter, zone=dt.datetime.now().astimezone().tzinfo or dt.UTC)
    if line:
        st.caption(plain(line))


def _settle(scene: Scene, overview: Overview, state: OfficialState) -> None:
    if state.standing is not Standing.OFFICIAL:
        with st.popover("Tetapkan sebagai angka resmi", type="tertiary"):
            _declaring(scene, overview.snapshot, state.mark)
    if state.mark is not None:
        # A mark outlives its figures: it can be withdrawn wherever it is named.
        which = "" if state.standing is Standing.OFFICIAL else f" {state.mark.label}"
        with st.popover(f"Cabut angka resmi{which}", type="tertiary"):
            _withdrawing(scene, state.mark)


def _declaring(scene: Scene, snapshot: Snapshot, mark: OfficialMark | None) -> None:
    """Draw the form; ``mark`` is the one that is named beside it."""
    shown = tuple(event.import_id for event in snapshot.imports)
    replaces = mark if mark is not None and mark.as_of == snapshot.as_of else None
    st.markdown(
        f"Angka keadaan **{snapshot.label}** untuk seluruh kabupaten menjadi angka resmi. Nama Anda dan "
        "waktunya dicatat. Angka lain di tahun yang sama akan bertuliskan “Bukan angka resmi”."
    )
    # Filled in above other figures, it is another form: what was typed there does not settle these.
    form = "-".join((Key.OFFICIAL, snapshot.as_of.isoformat(), *shown))
    with st.form(form, border=False):
        st.text_input(
            "Nomor SK (boleh kosong)",
            max_chars=200,
            placeholder="SK 188/45/DKUKMINDAG/2022",
            key=f"{form}-decree",
        )
        st.form_submit_button(
            "Tetapkan",
            type="primary",
            on_click=_declare,
            args=(scene, snapshot, shown, f"{form}-decree", replaces),
        )


# In callbacks, which still know what was on the screen when the button was pressed.
def _declare(
    scene: Scene, snapshot: Snapshot, shown: tuple[str, ...], decree: str, replaces: OfficialMark | None
) -> None:
    try:
        declare_official(
            scene.view.store,
            snapshot.as_of,
            based_on=shown,
            decree=st.session_state[decree],
            actor=scene.actor,
            replaces=replaces,
        )
    except KopdataError as error:
        st.session_state[Key.TROUBLE] = error.title, str(error)
    else:
        st.session_state[Key.TOAST] = f"Keadaan {snapshot.label} ditetapkan sebagai angka resmi."


def _withdrawing(scene: Scene, mark: OfficialMark) -> None:
    st.markdown(
        f"Cabut penetapan keadaan **{mark.label}** sebagai angka resmi? Setelah dicabut, angka itu tidak "
        "lagi bertanda resmi; catatan siapa yang menetapkan dan kapan tetap tersimpan."
    )
    st.button("Cabut penetapan", key="official_withdraw", on_click=_withdraw, args=(scene, mark))


def _withdraw(scene: Scene, mark: OfficialMark) -> None:
    try:
        withdraw_official(scene.view.store, mark, actor=scene.actor)
    except KopdataError as error:
        st.session_state[Key.TROUBLE] = error.title, str(error)
    else:
        st.session_state[Key.TOAST] = f"Penetapan keadaan {mark.label} dicabut."
