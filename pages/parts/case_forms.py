"""Forms about one koperasi: which one, their fields, and what a save does."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any, Final, Literal

import streamlit as st

from kopdata import wording
from kopdata.errors import KopdataError
from kopdata.fieldwork.records import LONGEST_NOTE
from kopdata.formats import number
from kopdata.queries import Overview
from kopdata.queries.fieldwork_listing import Whose
from kopdata.report.fieldwork import Maker, Rows
from kopdata.wording.fieldwork import choice_label
from kopdata.wording.labels import distinct
from kopdata.wording.names import NamesHeading
from pages.parts import data, downloads, filters, guard, links, tables
from pages.parts.guard import Scene
from pages.parts.state import Key
from pages.parts.tables import without_toolbar
from pages.parts.text import label, plain

_STYLE: Final = """<style>
.st-key-fieldwork [data-testid="InputInstructions"] { display: none; }
.st-key-fieldwork [data-tag] { height: auto; max-width: 100%; }
.st-key-fieldwork [data-tag] > span { max-width: none; overflow: visible; white-space: normal; }
</style>"""
"""The hint "Press Enter to submit" cannot be worded; a chosen name goes on in the next line on a phone."""

_HEIGHT: Final = 480
_MOST_WHOLE: Final = 12
"""Rows of a list that is shown whole; a longer one has a scroll bar of its own."""


@contextmanager
def page(scene: Scene, overview: Overview | None) -> Iterator[None]:
    """Hold what a page of fieldwork draws below its title; it ends here where nothing can be shown."""
    if overview is None:
        tables.no_data_yet(scene)
        guard.end_page()
    st.markdown(wording.headline(overview))
    filters.chips(scene.filter)
    if filters.says_untold(overview):
        guard.end_page()
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


def list_files(
    scene: Scene,
    key: str,
    title: str,
    *,
    about: str,
    workbook: Maker,
    text: Maker,
    rows: Callable[[], Rows],
    heading: Callable[..., NamesHeading],
    file_name: str,
) -> None:
    """Draw the ways to take a list along; ``heading`` is given whose office it is."""
    office = data.settings(scene.view)
    above = heading(
        is_demo=scene.view.store.is_demo, office_name=office.office_name, section_name=office.section_name
    )
    with st.popover(title, icon=":material/download:", key=f"download_{key}"):
        st.markdown(about)
        downloads.in_both(
            key,
            lambda form: form.label,
            workbook=lambda: workbook(rows(), above),
            text=lambda: text(rows(), above),
            file_name=file_name,
            wide=True,
        )


def names_table(
    key: str,
    rows: Sequence[tuple[str, dict[str, str]]],
    widths: Mapping[str, int],
    *,
    caption: str,
    alt: str,
) -> None:
    """Draw a list of koperasi whose names open them; ``links.follow_opened`` goes there.

    ``rows`` are the id of each and its cells, by the titles of which ``widths`` names the pixels.
    """
    coop_ids = [coop_id for coop_id, _row in rows]
    column = st.column_config.TextColumn
    with without_toolbar(f"{key}_table"):
        st.caption(caption)
        st.dataframe(
            [row | {"Nama": label(row["Nama"])} for _coop_id, row in rows],
            hide_index=True,
            height=_HEIGHT if len(rows) > _MOST_WHOLE else "content",
            column_config={
                **{title: column(title, width=width) for title, width in widths.items()},
                "Nama": st.column_config.ButtonColumn(
                    "Nama",
                    width=widths["Nama"],
                    type="tertiary",
                    alignment="left",
                    on_click=links.note_pressed,
                    args=(coop_ids, f"open_{key}"),
                    key=f"open_{key}",
                ),
            },
            alt=alt,
            key=f"{key}_{hash(tuple(coop_ids))}",
        )


def open_button(whose: Whose, key: str) -> None:
    """Draw the way from a case to its koperasi."""
    if st.button("Buka halaman koperasi ini", key=key, type="tertiary", icon=":material/person_pin_circle:"):
        links.open_cooperative(whose.coop_id)


def go_button(title: str, file: str, whose: Whose, key: str) -> None:
    """Draw the way to another page of fieldwork about the same koperasi."""
    if st.button(title, key=key, type="tertiary", icon=":material/arrow_forward:"):
        links.open_page(file, **{Key.COOPERATIVE: whose.coop_id})


@dataclass(frozen=True, slots=True)
class EntryForm:
    """A form that adds an entry to what is recorded of a koperasi; ``recorded`` counts what stands there."""

    scene: Scene
    coop_id: str
    name: str
    recorded: int

    def field(self, name: str) -> str:
        """Return the key of a field of this form."""
        return field(self.name, name)

    def day(self, label: str, *, name: str = "day", is_today: bool = True) -> dt.date | None:
        """Draw a field for a day, filled in with the office's own where that is the likely one."""
        return day(label, self.name, data.office_day(self.scene.view) if is_today else None, name=name)

    def text(self, label: str, *, name: str, most: int = 200, help_: str | None = None) -> str:
        """Draw a field of one line."""
        return st.text_input(label, max_chars=most, key=self.field(name), help=help_)

    def notes(self, label: str, *, name: str = "notes") -> str:
        """Draw a field of several lines."""
        return st.text_area(label, max_chars=LONGEST_NOTE, key=self.field(name))

    @contextmanager
    def sends(
        self,
        title: str,
        act: Callable[..., object],
        toast: str,
        *,
        is_main: bool = True,
        disabled: bool = False,
    ) -> Iterator[dict[str, Any]]:
        """Hold the fields of the form, which note here what they hold; below them stands its button.

        ``act`` is given the store, the koperasi, what was noted, who acts, and on how many entries.
        """
        given: dict[str, Any] = {}
        with st.form(self.name, border=False):
            yield given
            kind: Literal["primary", "secondary"] = "primary" if is_main else "secondary"
            pressed = st.form_submit_button(title, type=kind, width="stretch", disabled=disabled)
        based_on = drawn_over(self.name, self.recorded, pressed=pressed)
        if pressed:
            acted = partial(
                act,
                self.scene.view.store,
                self.coop_id,
                **given,
                actor=self.scene.actor,
                today=data.today(),
                based_on=based_on,
            )
            save(self.name, acted, toast)


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
