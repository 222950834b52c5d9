"""Charts are described as plain objects, and built and checked by Plotly once for what they show."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import streamlit as st

from kopdata.models import Filter
from pages.parts import data

if TYPE_CHECKING:
    from plotly import graph_objects as go


def chart(
    name: str, store: str, filter_: Filter, variant: str, describe: Callable[[], dict[str, Any]]
) -> go.Figure:
    """Return the chart ``name`` of a store's version (``View.key``), under a filter, in one variant of it.

    ``variant`` says all else that it depends on.

    Checking it would otherwise take a quarter of every run. As every answer it is of today.
    """
    return _checked(name, store, filter_, variant, data.today(), describe)


@st.cache_resource(max_entries=128, show_spinner=False)
def _checked(
    name: str,  # noqa: ARG001 - as the next four, what the chart is kept under
    store: str,  # noqa: ARG001
    filter_: Filter,  # noqa: ARG001
    variant: str,  # noqa: ARG001
    day: dt.date,  # noqa: ARG001
    _describe: Callable[[], dict[str, Any]],
) -> go.Figure:
    from pages.parts.checked_figure import CheckedFigure  # noqa: PLC0415 - half a second, for the first only

    return CheckedFigure(_describe())
