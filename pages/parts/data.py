"""What a screen reads: the store, one view of it, and the answers, cached by store version and filter.

Nothing here outlives a change: every cache is keyed on the version that the view is pinned to.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from kopdata import paths, queries
from kopdata.database import Database, open_database
from kopdata.models import Filter
from kopdata.office import is_current, open_or_make
from kopdata.outlines import Outlines, OutlinesRefusedError, built_in_outlines
from kopdata.queries import Choices, CooperativePage, Listing, Overview
from kopdata.settings import Settings, outlines_of, settings_of
from kopdata.store import Store

ENTRIES = 256
"""Answers kept per question: a few screens' worth of filters, some megabytes at the most."""


@dataclass(frozen=True, slots=True)
class View:
    """What one run of the script sees: the store, pinned at one version."""

    store: Store
    database: Database

    @property
    def key(self) -> str:
        """Name of this store at this version: what every cache is keyed on."""
        return f"{self.store.root}@{self.database.version}"


@st.cache_resource(show_spinner=False, max_entries=4, validate=lambda store: is_current(store, paths.home()))
def _installed_store(home: Path) -> Store:
    return open_or_make(home)


def open_view() -> View:
    """Open the store of this installation, the demo where there is none, as it stands now."""
    store = _installed_store(paths.home())
    return View(store, open_database(store))


def has_moved(view: View) -> bool:
    """Tell whether the store shows something newer than ``view``; costs under a millisecond or two."""
    store = _installed_store(paths.home())
    return store.root != view.store.root or str(store.version()) != view.database.version


def today() -> dt.date:
    """Return the day on the office's computer."""
    return dt.datetime.now().astimezone().date()


def overview(view: View, filter_: Filter) -> Overview | None:
    """Return the figures of the view."""
    return _overview(view.database, view.key, filter_, today())


def settings(view: View) -> Settings:
    """Return what the office set."""
    return settings_of(view.store.contents())


def outlines(view: View) -> Outlines:
    """Return the outlines of the kecamatan; the built-in ones where the office's own cannot be used."""
    set_ = settings(view)
    return _outlines(view.store, str(view.store.root), set_)


def choices(view: View, filter_: Filter) -> Choices | None:
    """Return what the filters offer."""
    return _choices(view.database, view.key, filter_, today())


def cooperatives(view: View, filter_: Filter, listing: Listing) -> CooperativePage | None:
    """Return one page of the table."""
    return _cooperatives(view.database, view.key, filter_, today(), listing)


@st.cache_resource(max_entries=4, show_spinner=False)
def _outlines(_store: Store, root: str, settings_: Settings) -> Outlines:
    try:
        return outlines_of(_store, settings_)
    except OutlinesRefusedError:
        return built_in_outlines()


@st.cache_data(max_entries=ENTRIES, show_spinner=False)
def _overview(_database: Database, key: str, filter_: Filter, day: dt.date) -> Overview | None:
    return queries.ask_overview(_database, filter_, today=day)


@st.cache_data(max_entries=ENTRIES, show_spinner=False)
def _choices(_database: Database, key: str, filter_: Filter, day: dt.date) -> Choices | None:
    return queries.ask_choices(_database, filter_, today=day)


@st.cache_data(max_entries=ENTRIES, show_spinner=False)
def _cooperatives(
    _database: Database, key: str, filter_: Filter, day: dt.date, listing: Listing
) -> CooperativePage | None:
    return queries.ask_cooperatives(_database, filter_, listing, today=day)
