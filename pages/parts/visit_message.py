"""Tempel laporan WhatsApp: a text fills what is open in the form, and what it leaves unclear is asked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import streamlit as st

from kopdata.errors import KopdataError
from kopdata.fieldwork.drafts import Answer
from kopdata.fieldwork.messages import EMPTY_MESSAGE, LONGEST_MESSAGE, Reading
from kopdata.fieldwork.visit_form import answers_from, changed_by
from kopdata.wording import visit_message as words
from pages.parts import data, visit_state
from pages.parts.guard import Scene
from pages.parts.text import plain
from pages.parts.visit_state import Filling

_TEXT: Final = "pasted"
_CANDIDATE: Final = "candidate"


def draw(scene: Scene, filling: Filling, names: Mapping[str, str], first: Mapping[str, Answer]) -> None:
    """Draw where a report is pasted, what was read of the last one, and what it left open.

    ``first`` is what a new form begins with: a report may replace that, but nothing that a person answered.
    """
    with (
        st.container(key="visit_message"),
        st.expander("Tempel laporan WhatsApp", icon=":material/content_paste:"),
    ):
        key = filling.widget(_TEXT)
        st.session_state.setdefault(key, str(filling.answers.get("message") or ""))
        with st.popover("Isian kosong untuk petugas", icon=":material/content_copy:"):
            st.caption("Salin, lalu kirim kepada petugas untuk diisi.")
            st.code(EMPTY_MESSAGE, language=None)
        st.text_area("Teks laporan", max_chars=LONGEST_MESSAGE, height=220, key=key)
        st.button(
            "Baca laporan",
            key="read_message",
            icon=":material/document_scanner:",
            on_click=_read,
            args=(scene, filling, first),
        )
    # Right below the button, so that on a phone too it is seen at once what became of the text.
    if filling.misread is not None:
        st.error(plain(str(filling.misread)), title=filling.misread.title)
    if reading := _reading(scene, filling.answers.get("message")):
        _told(scene, filling, reading, names)


def _told(scene: Scene, filling: Filling, reading: Reading, names: Mapping[str, str]) -> None:
    st.success(words.read_line(reading), icon=":material/rule:")
    for sentence in filling.told:
        st.info(plain(sentence))
    asked = words.questions(reading, filling.answers)
    missing = words.open_line(asked, filling.answers)
    if not asked and not missing:
        return
    st.warning(
        "\n".join(f"- {plain(question.sentence)}" for question in asked),
        title=missing,
        icon=":material/help:",
    )
    if candidates := words.candidates(reading, filling.answers, names):
        st.radio(
            words.WHICH_COOPERATIVE,
            candidates,
            index=None,
            format_func=lambda coop_id: plain(names[coop_id]),
            key=filling.widget(_CANDIDATE),
            on_change=_choose,
            args=(scene, filling),
        )


def _reading(scene: Scene, message: Answer) -> Reading | None:
    if not isinstance(message, str):
        return None
    try:
        return data.reading(scene.view, message)
    except KopdataError:
        return None


def _choose(scene: Scene, filling: Filling) -> None:
    """Take over the koperasi that the report may mean; a callback."""
    chosen = st.session_state.get(filling.widget(_CANDIDATE))
    if chosen and not filling.is_done:
        st.session_state.pop(filling.widget("coop_id"), None)
        visit_state.put(scene, filling, {"coop_id": str(chosen)})


def _read(scene: Scene, filling: Filling, first: Mapping[str, Answer]) -> None:
    """Fill in what a report says; a callback."""
    text = str(st.session_state.get(filling.widget(_TEXT)) or "").strip()
    if filling.is_done or not text:
        return
    filling.refused = filling.asked = filling.told = ()
    filling.misread = None
    try:
        said = answers_from(data.reading(scene.view, text))
    except KopdataError as error:
        filling.misread = error
        return
    before = filling.answers.get("message")
    read_before = _reading(scene, before) if before != text else None
    begun = {
        **first,
        "visited_on": filling.answers.get("offered_on", first.get("visited_on")),
        "officers": filling.answers.get("offered_officers"),
    }
    earlier = answers_from(read_before) if read_before else {}
    changed = changed_by(said, filling.answers, begun=begun, earlier=earlier)
    for name in changed:
        st.session_state.pop(filling.widget(name), None)
    st.session_state.pop(filling.widget(_CANDIDATE), None)
    visit_state.put(scene, filling, {**changed, "message": text})
    kept = words.not_replaced(name for name in said if name not in changed)
    filling.told = tuple(filter(None, (words.ANOTHER if read_before else "", kept)))
