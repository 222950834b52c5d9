"""The work list as cards: a column for each Tahap, on a phone one list, both in the order of the list."""

from __future__ import annotations

from typing import Final

import streamlit as st

from kopdata.access import Right
from kopdata.fieldwork.vocabulary import Stage
from kopdata.queries import page_count
from kopdata.queries.worklist import WorkFilter, WorkItem, WorkList, WorkOrder
from kopdata.wording import worklist_cards as words
from pages.parts import data, links, stage
from pages.parts.guard import Scene
from pages.parts.state import Key
from pages.parts.text import plain
from pages.parts.work_list_table import record_visit

MOST_CARDS: Final = 20
"""Cards of a column; the table holds the rest."""
PAGE_SIZE: Final = 10
"""Cards of a page on a phone."""
_STYLE: Final = """<style>
.st-key-work_board [class*="st-key-card_"] button {
    text-decoration: underline; text-underline-offset: 0.25em; text-align: left;
}
.st-key-work_board [class*="st-key-card_"] button :is(div, p) { white-space: normal; overflow: visible; }
</style>"""
"""A name is seen to be a link, a card's other buttons to be none; a long one goes on in the next line."""


def draw(scene: Scene, narrowed: WorkFilter, order: WorkOrder, *, on_phone: bool) -> None:
    """Draw the columns side by side; on a phone, where they would hide each other, one list instead."""
    with st.container(key="work_board"):
        st.html(_STYLE)
        (_in_one_list if on_phone else _in_columns)(scene, narrowed, order)


def _in_columns(scene: Scene, narrowed: WorkFilter, order: WorkOrder) -> None:
    found = data.worklist(scene.view, scene.filter, narrowed, order=order, per_stage=MOST_CARDS)
    if found is None:
        return
    shown = [one for one in Stage if found.by_stage[one].shown]
    for column, one in zip(st.columns(len(shown), gap="small"), shown, strict=True):
        with column:
            count = found.by_stage[one].shown
            st.markdown(f"**{words.column_title(one, count)}**")
            items = [item for item in found.items if item.stage is one]
            for item in items:
                _card(scene, item, found)
            if left := count - len(items):
                st.caption(words.cards_left(left))
    if nobody := words.empty_stages(found):
        st.caption(nobody)


def _in_one_list(scene: Scene, narrowed: WorkFilter, order: WorkOrder) -> None:
    counted = data.worklist(scene.view, scene.filter, narrowed, limit=0)
    if counted is None:
        return
    st.caption(words.stage_counts(counted))
    above = st.container()
    pages = page_count(counted.shown, PAGE_SIZE)
    turned = st.pagination(pages, key=Key.WORK_PAGE, bind="query-params", persist_state="session")
    offset = (min(turned, pages) - 1) * PAGE_SIZE
    found = data.worklist(scene.view, scene.filter, narrowed, order=order, offset=offset, limit=PAGE_SIZE)
    with above:
        for item in found.items if found else ():
            _card(scene, item, counted, says_stage=True)


def _card(scene: Scene, item: WorkItem, found: WorkList, *, says_stage: bool = False) -> None:
    card = words.card(item, found)
    with st.container(border=True, gap="xsmall"):
        links.cooperative(card.coop_id, f"**{plain(card.name)}**", key=f"card_{card.coop_id}")
        st.markdown(plain(card.place))
        st.markdown(card.why)
        with st.container(horizontal=True, gap="xsmall"):
            st.badge(card.due, color="orange" if card.is_late else "gray")
            if says_stage:
                st.badge(card.stage, color="gray")
        st.caption(plain(card.who))
        for number, telephone in enumerate(card.telephones):
            if telephone.dial:
                st.link_button(
                    plain(telephone.words),
                    f"tel:{telephone.dial}",
                    key=f"call_{card.coop_id}_{number}",
                    icon=":material/call:",
                    width="stretch",
                )
            else:
                st.markdown(plain(telephone.words))
        if not stage.is_on() and scene.actor.may(Right.RECORD_VISIT):
            record_visit(item, "Catat kunjungan", key=f"record_{card.coop_id}", wide=True)
