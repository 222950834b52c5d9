"""Forms about one koperasi: which one, their fields, and what a save does."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Final

import streamlit as st
from streamlit.elements.lib.column_types import ButtonColumnResult

from kopdata.errors import KopdataError
from kopdata.formats import number
from kopdata.queries.fieldwork_listing import Whose
from kopdata.wording.fieldwork import choice_label
from kopdata.wording.labels import distinct
from pages.parts import data, links
from pages.parts.guard import Scene
from pages.parts.state import Key
from pages.parts.text import plain

_STYLE: Final = """<style>
.st-key-fieldwork [data-testid="InputInstructions"] { display: none; }
.st-key-fieldwork [data-tag] { height: auto; max-width: 100%; }
.st-key-fieldwork [data-tag] > span { max-width: none; overflow: visible; white-space: normal; }
</style>"""
"""The hint "Press Enter to submit" cannot be worded; a chosen name goes on in the next line on a phone."""


@contextmanager
def page() -> Iterator[None]:
    """Hold what a page of fieldwork draws."""
    with st.container(key="fieldwork"):
        st.html(_STYLE)
        yield


def choose(scene: Scene, key: str, first: Mapping[str, Whose], notes: Mapping[str, str]) -> str | None:
    """Draw the choice of a koperasi, which the address names; return its id.

    ``first`` are offered before the others of the view, ``notes`` say what is to be known of a koperasi.
    """
    offered = data.offered(scene.view, scene.filter)
    whose = {**first, **{one.coop_id: one for one in offered.cooperatives}}
    asked = st.query_params.get(Key.COOPERATIVE)
    if asked:
        named = data.named(scene.view, asked)
        asked = named.coop_id
        whose.setdefault(asked, named)
    labels = distinct({id_: choice_label(one, notes.get(id_, "")) for id_, one in whose.items()})
    st.session_state[key] = asked
    chosen: str | None = st.selectbox(
        "Koperasi",
        list(labels),
        format_func=labels.__getitem__,
        key=key,
        on_change=_note_chosen,
        args=(key,),
        placeholder="Ketik atau pilih nama koperasi",
    )
    if len(offered.cooperatives) < offered.total:
        st.caption(
            f"Pilihan memuat {number(len(offered.cooperatives))} dari {number(offered.total)} koperasi. "
            "Persempit dengan saringan di bilah sisi bila yang dicari tidak ada."
        )
    return chosen


def _note_chosen(key: str) -> None:
    chosen = st.session_state[key]
    if chosen is None:
        st.query_params.pop(Key.COOPERATIVE, None)
    else:
        st.query_params[Key.COOPERATIVE] = chosen


def names_column(coop_ids: list[str], width: int, key: str) -> ButtonColumnResult:
    """Return the column of names that open their koperasi; ``links.follow_opened`` goes there."""
    return st.column_config.ButtonColumn(
        "Nama",
        width=width,
        type="tertiary",
        alignment="left",
        on_click=links.note_pressed,
        args=(coop_ids, key),
        key=key,
    )


def open_button(whose: Whose, key: str) -> None:
    """Draw the way from a case to its koperasi."""
    if st.button("Buka halaman koperasi ini", key=key, type="tertiary", icon=":material/person_pin_circle:"):
        links.open_cooperative(whose.coop_id)


def go_button(title: str, file: str, whose: Whose, key: str) -> None:
    """Draw the way to another page of fieldwork about the same koperasi."""
    if st.button(title, key=key, type="tertiary", icon=":material/arrow_forward:"):
        links.open_page(file, **{Key.COOPERATIVE: whose.coop_id})


def field(form: str, name: str) -> str:
    """Return the key of a field of a form: another one after each save, so that the form is empty again."""
    return f"{form}_{name}_{st.session_state.get(Key.generation(form), 0)}"


def day(
    label: str, form: str, value: dt.date | None, *, name: str = "day", help_: str | None = None
) -> dt.date | None:
    """Draw a field for a day; kopdata checks which days are possible, and says so in a sentence."""
    given = st.date_input(label, value=value, format="DD/MM/YYYY", key=field(form, name), help=help_)
    return given if isinstance(given, dt.date) else None


def drawn_over(form: str, recorded: int, *, pressed: bool) -> int:
    """Return how many entries a koperasi had when the form was drawn whose button was pressed.

    A second press reaches the script before the first has emptied the form: it is told by this number, which
    the entry that the first one recorded does not count in.
    """
    key = field(form, "drawn_over")
    before: int = st.session_state.get(key, recorded)
    st.session_state[key] = recorded
    return before if pressed else recorded


def save(form: str, act: Callable[[], object], toast: str) -> None:
    """Do what was asked, empty the form and say so; refused, the form keeps what was filled in."""
    try:
        act()
    except KopdataError as error:
        st.error(plain(str(error)), title=error.title)
        return
    st.session_state[Key.generation(form)] = st.session_state.get(Key.generation(form), 0) + 1
    st.session_state[Key.TOAST] = toast
    st.rerun()
