"""The work list as a board: a column for each Tahap, a card for each koperasi, in the order of the list."""

from __future__ import annotations

from typing import Final

import streamlit as st

from kopdata.fieldwork.vocabulary import Stage
from kopdata.queries.worklist import WorkFilter, WorkList, WorkOrder
from kopdata.wording import worklist as words
from pages.parts import data, links
from pages.parts.guard import Scene
from pages.parts.text import plain

MOST_CARDS: Final = 20
"""Cards of a column; the table holds the rest."""


def draw(scene: Scene, narrowed: WorkFilter, order: WorkOrder) -> None:
    """Draw the columns side by side, on a phone one below the other."""
    found = data.worklist(scene.view, scene.filter, narrowed, order=order, per_stage=MOST_CARDS)
    if found is None:
        return
    shown = [stage for stage in Stage if not narrowed.stages or stage in narrowed.stages]
    with st.container(key="work_board"):
        links.underlined("work_board")
        for column, stage in zip(st.columns(len(shown), gap="small"), shown, strict=True):
            with column:
                _column(found, stage)


def _column(found: WorkList, stage: Stage) -> None:
    count = found.by_stage[stage].shown
    st.markdown(f"**{words.column_title(stage, count)}**")
    items = [item for item in found.items if item.stage is stage]
    for at, item in enumerate(items):
        card = words.card(item, found)
        with st.container(border=True, gap="xsmall"):
            links.cooperative(card.coop_id, f"**{plain(card.name)}**", key=f"card_{stage.name}_{at}")
            st.caption(plain(card.place))
            st.markdown(card.why)
            st.badge(card.due, color="orange" if card.is_late else "gray")
            st.caption(plain(card.who))
    if left := count - len(items):
        st.caption(words.cards_left(left))
    if not count:
        st.caption(words.NOBODY_HERE)
