"""Merging and splitting by hand: what may be one, what to merge, what to split, what was decided."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import partial
from typing import Final

import streamlit as st

from kopdata import linking, wording
from kopdata.access import Right
from kopdata.errors import KopdataError
from kopdata.linking import Candidate, Entry
from pages.parts import tables
from pages.parts.guard import Scene
from pages.parts.state import Key
from pages.parts.text import plain

SHOWN: Final = 10
"""Pairs on the screen at once; the surest stand first, and each that is settled makes room."""


_NO_ENGLISH: Final = """<style>
.st-key-linking [data-testid="InputInstructions"] { display: none; }
</style>"""
"""The hint "Press Enter to apply" cannot be worded."""


def draw(scene: Scene) -> None:
    """Draw the page."""
    st.html(_NO_ENGLISH)
    with st.container(key="linking"):
        _draw(scene)


def _draw(scene: Scene) -> None:
    st.markdown(
        "Satu koperasi dapat tercatat dua kali bila NIK, nomor badan hukum, atau namanya berubah. Gabungkan "
        "di sini; pisahkan bila dua koperasi terlanjur dianggap satu. Isi berkas tidak diubah, dan setiap "
        "keputusan dapat dibatalkan."
    )
    may = scene.actor.may(Right.LINK)
    if not may:
        st.info("Anda dapat melihat keputusan, tetapi tidak berhak menggabungkan catatan koperasi.")
    _suggestions(scene, may=may)
    if may:
        _merge_others(scene)
        _split(scene)
    _decided(scene, may=may)


def _suggestions(scene: Scene, *, may: bool) -> None:
    st.subheader("Mungkin tercatat dua kali", anchor=False)
    pairs = linking.candidates(scene.view.database)
    if not pairs:
        st.markdown("Tidak ada koperasi yang tampak tercatat dua kali.")
        return
    st.caption(wording.candidates_found(len(pairs), min(len(pairs), SHOWN)))
    for pair in pairs[:SHOWN]:
        # A key of its own: when a pair is settled, the next one must not take its open form over.
        with st.container(border=True, key=f"box_{pair.first.coop_id}_{pair.second.coop_id}"):
            st.markdown(f"**{plain(pair.first.name)}** · {wording.why_one(pair)}")
            with tables.without_toolbar(f"pair_{pair.first.coop_id}_{pair.second.coop_id}"):
                st.dataframe(wording.entry_rows(pair), hide_index=True, alt="Dua catatan yang mungkin sama")
            if may:
                _merge_form(scene, pair)


def _merge_form(scene: Scene, pair: Candidate) -> None:
    key = f"merge_{pair.first.coop_id}_{pair.second.coop_id}"
    with st.expander("Gabungkan keduanya", key=f"{key}_open"), st.form(key, border=False):
        labels = wording.entry_labels((pair.first, pair.second))
        kept = st.radio(
            "Yang dipakai seterusnya",
            [pair.first, pair.second],
            index=[pair.first, pair.second].index(pair.likelier),
            format_func=lambda entry: plain(labels[entry.coop_id]),
            key=f"{key}_kept",
        )
        reason = st.text_input("Alasan", value=wording.merge_reason(pair), max_chars=500, key=f"{key}_reason")
        if listed := wording.both_listed(pair):
            st.caption(listed)
        if st.form_submit_button("Gabungkan", type="primary"):
            _merge(scene, kept, pair.second if kept == pair.first else pair.first, reason)


def _merge_others(scene: Scene) -> None:
    st.subheader("Gabungkan dua koperasi lain", anchor=False)
    left, right = st.columns(2)
    with left:
        kept = _choose(scene, "Yang dipakai seterusnya", "merge_kept")
    with right:
        other = _choose(scene, "Yang ikut digabungkan", "merge_other")
    reason = st.text_input("Alasan penggabungan", max_chars=500, key="merge_reason")
    ready = kept is not None and other is not None
    if st.button("Gabungkan", key="merge", disabled=not ready) and kept and other:
        _merge(scene, kept, other, reason)


def _merge(scene: Scene, kept: Entry, other: Entry, reason: str) -> None:
    said_of = [linking.sources(scene.view.database, entry.coop_id) for entry in (kept, other)]
    _act(
        lambda: linking.merge(
            scene.view.store, other.coop_id, kept.coop_id, reason=reason, actor=scene.actor
        ),
        wording.merged(kept, other, said_of),
    )


def _split(scene: Scene) -> None:
    st.subheader("Pisahkan satu unggahan", anchor=False)
    st.markdown("Untuk koperasi yang datanya dari satu berkas ternyata milik koperasi lain.")
    entry = _choose(scene, "Koperasi", "split_from")
    if entry is None:
        return
    said_by = linking.sources(scene.view.database, entry.coop_id)
    source = st.selectbox(
        "Unggahan yang datanya milik koperasi lain",
        said_by,
        index=None,
        format_func=wording.source_label,
        key=f"split_source_{entry.coop_id}",
        placeholder="Pilih unggahan",
    )
    reason = st.text_input("Alasan pemisahan", max_chars=500, key="split_reason")
    if st.button("Pisahkan", key="split", disabled=source is None) and source:
        _act(
            lambda: linking.split(
                scene.view.store, entry.coop_id, source.import_id, reason=reason, actor=scene.actor
            ),
            "Data unggahan itu sekarang tercatat sebagai koperasi tersendiri.",
        )


def _choose(scene: Scene, label: str, key: str) -> Entry | None:
    """Draw a search and the choice among what it finds."""
    search = st.text_input(
        f"{label}: cari",
        max_chars=100,
        key=f"{key}_search",
        placeholder="Nama, NIK, badan hukum, desa",
    )
    if not (search or "").strip():
        return None
    found = linking.find(scene.view.database, search)
    if not found:
        st.caption("Tidak ada koperasi yang cocok.")
        return None
    if len(found) == linking.MOST_FOUND:
        st.caption("Hanya 50 yang pertama ditampilkan. Tambahkan kata untuk mempersempit.")
    labels = wording.entry_labels(found)
    return st.selectbox(
        label,
        found,
        index=None,
        format_func=lambda entry: labels[entry.coop_id],
        key=f"{key}_choice",
        placeholder="Pilih koperasi",
    )


def _decided(scene: Scene, *, may: bool) -> None:
    st.subheader("Keputusan yang berlaku", anchor=False)
    holding = linking.decisions(scene.view.store)
    if not holding:
        st.markdown("Belum ada koperasi yang digabung atau dipisah.")
        return
    zone = dt.datetime.now().astimezone().tzinfo or dt.UTC
    names = scene.view.database.names_given(
        [id_ for decision in holding for id_ in (decision.coop_id, decision.same_as)]
    )
    for number, decision in enumerate(holding):
        with st.container(border=True):
            st.markdown(plain(wording.decision_line(decision, names, zone)))
            if not may:
                continue
            with st.expander("Batalkan"), st.form(f"undo_{decision.recorded_at.timestamp()}", border=False):
                reason = st.text_input("Alasan pembatalan", max_chars=500, key=f"undo_reason_{number}")
                if st.form_submit_button("Batalkan keputusan ini"):
                    _act(
                        partial(linking.undo, scene.view.store, decision, reason=reason, actor=scene.actor),
                        "Keputusan dibatalkan.",
                    )


def _act(act: Callable[[], object], done: str) -> None:
    """Do what was asked, and say so above the page that is drawn anew; or say why not."""
    try:
        act()
    except KopdataError as error:
        st.error(plain(str(error)), title=error.title)
        return
    st.session_state[Key.TOAST] = done
    st.rerun()
