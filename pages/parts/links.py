"""Ways from a number to its names, and from a name to its koperasi; the filters of the sidebar stay."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NoReturn

import streamlit as st

from kopdata.figures import Figure
from kopdata.wording.labels import distinct
from pages.parts import filters, stage
from pages.parts.state import Key

OVERVIEW: Final = "pages/overview.py"
COOPERATIVES: Final = "pages/cooperatives.py"
ONE_COOPERATIVE: Final = "pages/cooperative.py"


def names(figure: Figure, label: str, *, key: str, help_: str | None = None) -> None:
    """Draw a button that opens the list of the koperasi that ``figure`` counts in this view."""
    if st.button(label, key=key, type="tertiary", on_click=filters.count_in, args=(figure,), help=help_):
        open_list()


def underlined(key: str) -> None:
    """Underline the buttons of this sort in the container with ``key``, so that they are seen to be links.

    On a phone a long name goes on in the next line; a button would cut it off.
    """
    st.html(
        f"<style>.st-key-{key} .stButton button {{ text-decoration: underline; "
        "text-underline-offset: 0.25em; text-align: left; }"
        f".st-key-{key} .stButton button :is(div, p) {{ white-space: normal; overflow: visible; }}</style>"
    )


def cooperative(coop_id: str, label: str, *, key: str) -> None:
    """Draw a button that opens one koperasi."""
    if st.button(label, key=key, type="tertiary"):
        open_cooperative(coop_id)


def open_list() -> NoReturn:
    """Leave this page for the list; the filters, which are bound to the address, stay as they are."""
    # Without a word on parameters, Streamlit would try to clear those of the filters, and refuse.
    st.switch_page(COOPERATIVES, query_params=_kept())


def open_cooperative(coop_id: str) -> NoReturn:
    """Leave this page for the one of a koperasi, whose address names the order of the list too."""
    kept = _kept()
    if order := st.session_state.get(Key.SORT):
        kept[Key.LIST_ORDER] = order
    st.switch_page(ONE_COOPERATIVE, query_params={Key.COOPERATIVE: coop_id, **kept})


def open_page(page: str, **parameters: str) -> NoReturn:
    """Leave this page for another, with these query parameters."""
    st.switch_page(page, query_params={**parameters, **_kept()})


def opener(names: Mapping[str, str], key: str) -> None:
    """Draw the way from a list to one koperasi for who has no pointer: a table's names take none of the keys.

    ``names`` are those of the list, by ``coop_id``. ``follow_opened`` goes there.
    """
    labels = distinct(names)
    st.selectbox(
        "Buka satu koperasi",
        list(labels),
        index=None,
        format_func=labels.__getitem__,
        key=key,
        on_change=_note_chosen,
        args=(key,),
        placeholder="Ketik atau pilih nama",
    )


def note_pressed(coop_ids: list[str], key: str) -> None:
    """Note which koperasi was pressed in a column of names with ``key``; used in callbacks.

    A callback cannot leave the page, the run after it does: ``follow_opened``.
    """
    st.session_state[Key.OPENED] = coop_ids[st.session_state[key]["row"]]


def _note_chosen(key: str) -> None:
    st.session_state[Key.OPENED] = st.session_state[key]


def follow_opened() -> None:
    """Go to the koperasi that was chosen in a list; a callback notes it and cannot leave the page itself."""
    if coop_id := st.session_state.pop(Key.OPENED, None):
        open_cooperative(coop_id)


def _kept() -> dict[str, str]:
    """Return what else stays in the address: Mode tayang, while it is on."""
    return {Key.STAGE: stage.ON} if stage.is_on() else {}
