"""What became of the koperasi that are not active, and the steps to the certificate."""

from __future__ import annotations

import streamlit as st

from kopdata import wording
from kopdata.figures import ALL_STEPS, FIGURES, INACTIVE
from kopdata.queries import Overview
from kopdata.wording import ChainStep
from pages.parts import links
from pages.parts.guard import Scene
from pages.parts.tiles import INVENTED

_STEP_WIDTH = 200
"""Least width of a step in pixels: three stand side by side on a laptop, one under the other on a phone."""


def draw_strip(scene: Scene, overview: Overview) -> None:
    """Draw in one line what became of the koperasi that are not active, each part a way to its names."""
    if sentence := wording.strip_sentence(overview, scene.filter):
        st.markdown(sentence)
        return
    parts = wording.strip_parts(overview, scene.filter)
    if not parts:
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="strip"):
        links.underlined("strip")
        for place, part in enumerate(parts):
            words = f"→ {part.words}" if place else part.words
            if part.opens:
                links.names(FIGURES[part.figure], words, key=f"strip_{part.figure}")
            else:
                st.markdown(words, width="content")
        if scene.view.store.is_demo:
            real = wording.is_published(overview, INACTIVE, scene.filter)
            st.badge(f"kunjungan: {INVENTED}" if real else INVENTED, color="gray")
        with st.popover("Arti", type="tertiary", key="meaning_strip"):
            for line in (wording.serving_of_visited(overview), *wording.strip_meanings()):
                st.markdown(line)


def draw_chain(scene: Scene, overview: Overview) -> None:
    """Draw the steps to the certificate as bars, each with its denominator and a way to its names."""
    with st.container(gap="small", key="chain"):
        links.underlined("chain")
        with st.grid(3, min_column_width=_STEP_WIDTH):
            for place, step in enumerate(wording.chain_steps(overview)):
                _draw_step(step, f"→ {step.title}" if place else step.title)
        _draw_all_steps(scene, overview)


def _draw_all_steps(scene: Scene, overview: Overview) -> None:
    words, opens = wording.all_steps(overview)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        if opens:
            links.names(ALL_STEPS, words, key="chain_all_steps")
        else:
            st.markdown(words, width="content")
        if scene.view.store.is_demo:
            st.badge(INVENTED, color="gray")
        with st.popover("Arti", type="tertiary", key="meaning_chain"):
            for line in wording.chain_meanings():
                st.markdown(line)


def _draw_step(step: ChainStep, title: str) -> None:
    with st.container(gap="xsmall"):
        st.markdown(f"**{title}**")
        if step.share is not None:
            st.progress(step.share)
        if step.opens:
            links.names(FIGURES[step.figure], step.words, key=f"chain_{step.figure}")
        else:
            st.markdown(step.words)
