"""The line under a page's title: whose figures, of which date, and whether they are the official ones."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from kopdata import wording
from kopdata.access import Right
from kopdata.errors import KopdataError
from kopdata.models import OfficialMark
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
    done = ""
    if state.standing is not Standing.OFFICIAL:
        with st.popover("Tetapkan sebagai angka resmi", type="tertiary"), _errors_shown():
            done = _declare(scene, overview)
    if state.mark is not None:
        # A mark outlives its figures: it can be withdrawn wherever it is named.
        which = "" if state.standing is Standing.OFFICIAL else f" {state.mark.label}"
        with st.popover(f"Cabut angka resmi{which}", type="tertiary"), _errors_shown():
            done = _withdraw(scene, state.mark) or done
    if done:
        st.session_state[Key.TOAST] = done
        st.rerun()


@contextmanager
def _errors_shown() -> Iterator[None]:
    try:
        yield
    except KopdataError as error:
        st.error(plain(str(error)), title=error.title)


def _declare(scene: Scene, overview: Overview) -> str:
    """Draw the form; return what to say once it was sent."""
    label = overview.snapshot.label
    shown = tuple(event.import_id for event in overview.snapshot.imports)
    st.markdown(
        f"Angka keadaan **{label}** untuk seluruh kabupaten menjadi angka resmi. Nama Anda dan waktunya "
        "dicatat. Angka lain di tahun yang sama akan bertuliskan “Bukan angka resmi”."
    )
    # Filled in above other figures, it is another form: what was typed there does not settle these.
    with st.form("-".join((Key.OFFICIAL, overview.snapshot.as_of.isoformat(), *shown)), border=False):
        decree = st.text_input(
            "Nomor SK (boleh kosong)", max_chars=200, placeholder="SK 188/45/DKUKMINDAG/2022"
        )
        if not st.form_submit_button("Tetapkan", type="primary"):
            return ""
    declare_official(
        scene.view.store, overview.snapshot.as_of, based_on=shown, decree=decree, actor=scene.actor
    )
    return f"Keadaan {label} ditetapkan sebagai angka resmi."


def _withdraw(scene: Scene, mark: OfficialMark) -> str:
    """Draw the question; return what to say once it was answered."""
    st.markdown(
        f"Penetapan keadaan **{mark.label}** dicabut; catatan siapa yang menetapkan dan kapan tetap "
        "tersimpan."
    )
    if not st.button("Cabut penetapan", key="official_withdraw"):
        return ""
    withdraw_official(scene.view.store, mark, actor=scene.actor)
    return f"Penetapan keadaan {mark.label} dicabut."
