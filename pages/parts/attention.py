"""Perlu ditindaklanjuti: the koperasi that matter most, each with its reason and what to do."""

from __future__ import annotations

import streamlit as st

from kopdata import wording
from kopdata.queries import Overview
from kopdata.wording import AttentionLine
from pages.parts import data, links
from pages.parts.guard import Scene
from pages.parts.text import plain
from pages.parts.tiles import INVENTED


def draw(scene: Scene, _overview: Overview) -> None:
    """Draw the list of the view; each name is a way to its koperasi."""
    attention = data.attention(scene.view, scene.filter)
    if attention is None:
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.subheader("Perlu ditindaklanjuti", anchor=False, width="content")
        if scene.view.store.is_demo:
            st.badge(INVENTED, color="gray")
        with st.popover("Arti", type="tertiary", key="meaning_attention"):
            for paragraph in wording.attention_meaning(attention):
                st.markdown(paragraph)
    st.markdown(wording.attention_summary(attention))
    with st.container(border=True, gap="small", key="attention"):
        links.underlined("attention")
        for line in wording.attention_lines(attention):
            _draw(line)


def _draw(line: AttentionLine) -> None:
    left, right = st.columns([2, 3], gap="small", vertical_alignment="center")
    with left:
        links.cooperative(line.coop_id, f"**{plain(line.name)}**", key=f"attention_{line.coop_id}")
    with right, st.container(gap=None):
        st.markdown(f":gray[{plain(line.place)}.] {line.why} **{line.remedy}**")
        if line.also:
            st.caption(line.also)
