"""Tempel laporan WhatsApp: a text fills what is open in the form, and what it leaves unclear is asked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Final

import streamlit as st

from kopdata.errors import KopdataError
from kopdata.fieldwork.drafts import Answer
from kopdata.fieldwork.messages import EMPTY_MESSAGE, LONGEST_MESSAGE, Reading, read_message
from kopdata.fieldwork.visit_form import answers_from
from kopdata.wording import visit_form as words
from pages.parts import data, visit_state
from pages.parts.guard import Scene
from pages.parts.text import plain
from pages.parts.visit_state import Filling

_TEXT: Final = "pasted"


def draw(scene: Scene, filling: Filling, names: Mapping[str, str], first: Mapping[str, Answer]) -> None:
    """Draw where a report is pasted, and what the last one left open.

    ``first`` is what a new form begins with: a report may replace that, but nothing that a person answered.
    """
    with (
        st.container(key="visit_message"),
        st.expander("Tempel laporan WhatsApp", icon=":material/content_paste:"),
    ):
        key = filling.widget(_TEXT)
        st.session_state.setdefault(key, str(filling.answers.get("message") or ""))
        st.text_area("Teks laporan", max_chars=LONGEST_MESSAGE, height=220, key=key)
        st.button(
            "Baca laporan",
            key="read_message",
            icon=":material/document_scanner:",
            on_click=_read,
            args=(scene, filling, first),
        )
        st.caption("Isian kosong untuk disalin dan dikirim kepada petugas:")
        st.code(EMPTY_MESSAGE, language=None)
    if filling.told:
        st.info(plain(filling.told), icon=":material/rule:")
    message = filling.answers.get("message")
    reading = _reading(scene, message) if isinstance(message, str) else None
    if reading and (asked := words.questions(reading, filling.answers, names)):
        st.warning(
            "\n".join(f"- {plain(question)}" for question in asked),
            title="Laporan ini belum menjawab",
            icon=":material/help:",
        )


def _reading(scene: Scene, message: str) -> Reading | None:
    try:
        return read_message(message, data.cooperatives_to_visit(scene.view), today=_day(scene))
    except KopdataError:
        return None


def _day(scene: Scene) -> dt.date:
    return data.office_day(scene.view)


def _read(scene: Scene, filling: Filling, first: Mapping[str, Answer]) -> None:
    """Fill in what a report says; a callback."""
    text = str(st.session_state.get(filling.widget(_TEXT)) or "").strip()
    if filling.is_done or not text:
        return
    filling.refused = filling.asked = ()
    filling.told = ""
    try:
        reading = read_message(text, data.cooperatives_to_visit(scene.view), today=_day(scene))
    except KopdataError as error:
        filling.refused = (error,)
        return
    said = answers_from(reading)
    begun_with = {**first, "visited_on": filling.answers.get("offered_on", first.get("visited_on"))}
    open_ = {
        name: answer
        for name, answer in said.items()
        if filling.answers.get(name) in (None, "", (), begun_with.get(name), answer)
    }
    if "visited_on" not in said and filling.answers.get("visited_on") == begun_with["visited_on"]:
        # The day of the form is nobody's word on when the visit was.
        open_["visited_on"] = None
    for name in open_:
        st.session_state.pop(filling.widget(name), None)
    visit_state.put(scene, filling, {**open_, "message": text})
    filling.told = words.not_replaced([name for name in said if name not in open_])
