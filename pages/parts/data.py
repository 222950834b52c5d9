"""What a screen reads: the store, one view of it, and the answers, cached by store version and filter.

Nothing here outlives a change: every cache is keyed on the version that the view is pinned to.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from kopdata import paths, queries, wording
from kopdata.access import Actor
from kopdata.database import Database, open_database
from kopdata.demo import reference_date
from kopdata.fieldwork import visits
from kopdata.fieldwork.messages import Known, Reading, read_message
from kopdata.fieldwork.worklist import WorkKind, intervals
from kopdata.models import Filter, OfficialMark, Snapshot
from kopdata.office import is_current, open_or_make
from kopdata.official import Standing, official_state
from kopdata.outlines import Outlines, OutlinesRefusedError, built_in_outlines
from kopdata.queries import Attention, Choices, CooperativePage, Listing, Neighbours, Overview, Profile, Trend
from kopdata.queries.before_visit import (
    BeforeVisit,
    LikelyOfficers,
    ask_before_visit,
    likely_officers,
)
from kopdata.queries.coaching import CoachingCases, ask_coaching
from kopdata.queries.dissolution import ListedProposals, ask_proposals
from kopdata.queries.fieldwork_listing import Offered, Whose, ask_offered, names_of
from kopdata.queries.fieldwork_of import MOST_VISITS
from kopdata.queries.outreach import OutreachList, ask_outreach
from kopdata.queries.repairs import Desk, Repairs, ask_repairs, gather_repairs
from kopdata.queries.scope import find_snapshot
from kopdata.queries.worklist import WorkFilter, WorkList, WorkOrder, ask_worklist
from kopdata.repairs import RepairItem
from kopdata.report import picture as report_picture
from kopdata.settings import Settings, outlines_of, settings_of
from kopdata.store import Contents, Store

ENTRIES = 256
"""Answers kept per question: a few screens' worth of filters, some megabytes at the most."""
PICTURES = 16
"""Pictures kept, of 300 kB each."""


@dataclass(frozen=True, slots=True)
class View:
    """What one run of the script sees: the store, pinned at one version."""

    store: Store
    contents: Contents
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
    contents = store.contents()
    return View(store, contents, open_database(store, contents))


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


def shown_snapshot(view: View, filter_: Filter) -> Snapshot | None:
    """Return the snapshot on the screen, None where there is none."""
    return find_snapshot(view.database.snapshots, filter_.as_of)


def settings(view: View) -> Settings:
    """Return what the office set."""
    return settings_of(view.contents)


def official_marks(view: View) -> tuple[OfficialMark, ...]:
    """Return the marks of official figures that hold, oldest date first."""
    return view.contents.official


def official_note(view: View, filter_: Filter, shown: Overview) -> str:
    """Return what to say beside figures that are sent on: whether they are the official ones."""
    return wording.official_note(official_state(official_marks(view), shown.snapshot), filter_)


def not_official_note(view: View, snapshot: Snapshot) -> str:
    """Return what to say beside one koperasi, "" unless another figure than ``snapshot`` is the official."""
    state = official_state(official_marks(view), snapshot)
    return "" if state.standing is Standing.OFFICIAL else wording.official_note(state, Filter())


def outlines(view: View) -> Outlines:
    """Return the outlines of the kecamatan; the built-in ones where the office's own cannot be used."""
    return _outlines_or_problem(view)[0]


def outlines_problem(view: View) -> str:
    """Return why the office's own outlines cannot be used, "" where they can, or where it has none."""
    return _outlines_or_problem(view)[1]


def _outlines_or_problem(view: View) -> tuple[Outlines, str]:
    """Return what is drawn, and why it is not the office's own; a failure is found anew in every run."""
    kept = settings(view)
    try:
        return _outlines(view.store, kept, str(view.store.root), kept.outlines, kept.outlines_name), ""
    except OutlinesRefusedError as refused:
        return built_in_outlines(), str(refused)


def choices(view: View, filter_: Filter) -> Choices | None:
    """Return what the filters offer."""
    return _choices(view.database, view.key, filter_, today())


def cooperatives(view: View, filter_: Filter, listing: Listing) -> CooperativePage | None:
    """Return one page of the table."""
    return _cooperatives(view.database, view.key, filter_, today(), listing)


def attention(view: View, filter_: Filter) -> Attention | None:
    """Return the koperasi of the view that need something done."""
    return _attention(view.database, view.key, filter_, today(), intervals(settings(view)))


def worklist(
    view: View,
    filter_: Filter,
    narrowed: WorkFilter,
    *,
    order: WorkOrder = WorkOrder.URGENCY,
    offset: int = 0,
    limit: int | None = None,
    per_stage: int | None = None,
) -> WorkList | None:
    """Return the work list of the view, with so many of its items in this order."""
    part = (order, offset, limit, per_stage)
    return _worklist(view.database, settings(view), view.key, filter_, today(), narrowed, part)


def whole_worklist(view: View, filter_: Filter, narrowed: WorkFilter, order: WorkOrder) -> WorkList | None:
    """Return the work list with all its items, for a report; kept nowhere."""
    return ask_worklist(view.database, filter_, settings(view), today=today(), narrowed=narrowed, order=order)


def trend(view: View, filter_: Filter) -> Trend:
    """Return the counts at every snapshot; the date of the filter is left aside."""
    return _trend(view.database, view.key, filter_.model_copy(update={"as_of": None}), today())


def cooperatives_to_visit(view: View) -> tuple[Known, ...]:
    """Return the koperasi of the newest snapshot, by name."""
    return _cooperatives_to_visit(view.database, view.key)


def before_visit(view: View, coop_id: str) -> BeforeVisit | None:
    """Return what an officer wants to know of a koperasi before she visits it."""
    return _before_visit(view.database, view.key, today(), coop_id, intervals(settings(view)))


def officers_to_offer(view: View, actor: Actor, coop_id: str | None) -> LikelyOfficers | None:
    """Return who probably visits the koperasi, or whichever it will be."""
    before = before_visit(view, coop_id) if coop_id else None
    return _likely_officers(view.database, before, actor, view.key, actor.name, coop_id)


def reading(view: View, text: str) -> Reading:
    """Return what a pasted report says."""
    return _reading(cooperatives_to_visit(view), view.key, office_day(view), text)


def cooperative_name(view: View, coop_id: str) -> str:
    """Return what a koperasi is called, also one that the newest snapshot does not list."""
    found = visits.find_listed(view.database, coop_id)
    return found.name if found else "koperasi yang tidak tercantum lagi"


def names(view: View, filter_: Filter, order: Listing) -> object:
    """Return all koperasi of the view by name and address, for a report; kept nowhere."""
    return queries.ask_names(view.database, filter_, order, today=today())


def repairs(view: View, filter_: Filter) -> Repairs:
    """Return what is to be put right in ODS of the koperasi of the view."""
    desk = _desk(view.database, view.contents, view.key)
    return _repairs(view.database, view.contents, desk, view.key, filter_, today())


def repairs_of(view: View, coop_id: str) -> tuple[RepairItem, ...]:
    """Return what of one koperasi is to be put right in ODS, or waits for an export to prove that it is."""
    return _desk(view.database, view.contents, view.key).unproven(coop_id)


def office_day(view: View) -> dt.date:
    """Return the last day that a record may bear: today; in the demo the demo's own today."""
    return reference_date(view.database.snapshots, view.database.is_demo, today())


def coaching(view: View, filter_: Filter) -> CoachingCases | None:
    """Return the cases of coaching of the view."""
    return _coaching(view.database, view.key, filter_, today())


def proposals(view: View, filter_: Filter) -> ListedProposals | None:
    """Return the proposals to dissolve of the view."""
    return _proposals(view.database, view.key, filter_, today())


def outreach(view: View, filter_: Filter) -> OutreachList | None:
    """Return the events of sosialisasi of the view, and their reach."""
    return _outreach(view.database, view.key, filter_, today())


def offered(view: View, filter_: Filter) -> Offered:
    """Return the koperasi of the view that a choice offers."""
    return _offered(view.database, view.key, filter_, today())


def named(view: View, coop_id: str) -> Whose:
    """Return a koperasi by the newest snapshot that lists it, under the id that it was merged into."""
    final = view.contents.merged.get(coop_id, coop_id)
    return names_of(view.database, [final])[final]


def profile(view: View, filter_: Filter, coop_id: str, *, most_visits: int | None = None) -> Profile:
    """Return one koperasi in the snapshot of ``filter_``."""
    most = most_visits or MOST_VISITS
    every = intervals(settings(view))
    as_of = Filter(as_of=filter_.as_of)
    return _profile(view.database, view.key, as_of, today(), coop_id, most_visits=most, visit_every=every)


def neighbours(view: View, filter_: Filter, listing: Listing, coop_id: str) -> Neighbours:
    """Return the koperasi before and after one in the list."""
    return _neighbours(view.database, view.key, filter_, today(), listing, coop_id)


def picture(view: View, filter_: Filter, shown: Overview) -> bytes:
    """Return the figures of the view, as ``shown``, as a PNG."""
    official, drawn_by = official_note(view, filter_, shown), outlines(view)
    return _picture(
        shown,
        drawn_by,
        key=view.key,
        borders=drawn_by.source,
        filter_=filter_,
        day=today(),
        settings_=settings(view),
        official=official,
        is_demo=view.store.is_demo,
    )


@st.cache_resource(max_entries=4, show_spinner=False)
def _outlines(
    _store: Store, _settings: Settings, root: str, sha256: str | None, file_name: str | None
) -> Outlines:
    return outlines_of(_store, _settings)


@st.cache_data(max_entries=ENTRIES, show_spinner=False)
def _overview(_database: Database, key: str, filter_: Filter, day: dt.date) -> Overview | None:
    return queries.ask_overview(_database, filter_, today=day)


@st.cache_data(max_entries=ENTRIES, show_spinner=False)
def _attention(
    _database: Database, key: str, filter_: Filter, day: dt.date, visit_every: dict[WorkKind, int]
) -> Attention | None:
    return queries.ask_attention(_database, filter_, today=day, visit_every=visit_every)


@st.cache_data(max_entries=ENTRIES, show_spinner=False)
def _worklist(
    _database: Database,
    _settings: Settings,
    key: str,
    filter_: Filter,
    day: dt.date,
    narrowed: WorkFilter,
    part: tuple[WorkOrder, int, int | None, int | None],
) -> WorkList | None:
    order, offset, limit, per_stage = part
    return ask_worklist(
        _database,
        filter_,
        _settings,
        today=day,
        narrowed=narrowed,
        order=order,
        offset=offset,
        limit=limit,
        per_stage=per_stage,
    )


@st.cache_data(max_entries=ENTRIES, show_spinner=False)
def _trend(_database: Database, key: str, filter_: Filter, day: dt.date) -> Trend:
    return queries.ask_trend(_database, filter_, today=day)


@st.cache_data(max_entries=ENTRIES, show_spinner=False)
def _choices(_database: Database, key: str, filter_: Filter, day: dt.date) -> Choices | None:
    return queries.ask_choices(_database, filter_, today=day)


@st.cache_data(max_entries=ENTRIES, show_spinner=False)
def _cooperatives(
    _database: Database, key: str, filter_: Filter, day: dt.date, listing: Listing
) -> CooperativePage | None:
    return queries.ask_cooperatives(_database, filter_, listing, today=day)


# Thousands of items that never change: handed out as they are, not copied for every run.
@st.cache_resource(max_entries=2, show_spinner=False)
def _desk(_database: Database, _contents: Contents, key: str) -> Desk:
    return gather_repairs(_database, _contents)


@st.cache_resource(max_entries=16, show_spinner=False)
def _repairs(
    _database: Database, _contents: Contents, _desk: Desk, key: str, filter_: Filter, day: dt.date
) -> Repairs:
    return ask_repairs(_database, _contents, filter_, today=day, desk=_desk)


# Thousands of entries that never change, as the desk's.
@st.cache_resource(max_entries=16, show_spinner=False)
def _coaching(_database: Database, key: str, filter_: Filter, day: dt.date) -> CoachingCases | None:
    return ask_coaching(_database, filter_, today=day)


@st.cache_resource(max_entries=16, show_spinner=False)
def _proposals(_database: Database, key: str, filter_: Filter, day: dt.date) -> ListedProposals | None:
    return ask_proposals(_database, filter_, today=day)


@st.cache_resource(max_entries=16, show_spinner=False)
def _outreach(_database: Database, key: str, filter_: Filter, day: dt.date) -> OutreachList | None:
    return ask_outreach(_database, filter_, today=day)


@st.cache_resource(max_entries=16, show_spinner=False)
def _offered(_database: Database, key: str, filter_: Filter, day: dt.date) -> Offered:
    return ask_offered(_database, filter_, today=day)


@st.cache_data(max_entries=ENTRIES, show_spinner=False)
def _profile(
    _database: Database,
    key: str,
    filter_: Filter,
    day: dt.date,
    coop_id: str,
    *,
    most_visits: int,
    visit_every: dict[WorkKind, int],
) -> Profile:
    return queries.ask_profile(
        _database, coop_id, filter_, today=day, most_visits=most_visits, visit_every=visit_every
    )


@st.cache_data(max_entries=ENTRIES, show_spinner=False)
def _neighbours(
    _database: Database, key: str, filter_: Filter, day: dt.date, listing: Listing, coop_id: str
) -> Neighbours:
    return queries.ask_neighbours(_database, filter_, listing, coop_id, today=day)


@st.cache_resource(max_entries=4, show_spinner=False)
def _cooperatives_to_visit(_database: Database, key: str) -> tuple[Known, ...]:
    return visits.cooperatives_to_visit(_database)


@st.cache_data(max_entries=ENTRIES, show_spinner=False)
def _before_visit(
    _database: Database, key: str, day: dt.date, coop_id: str, visit_every: dict[WorkKind, int]
) -> BeforeVisit | None:
    return ask_before_visit(_database, coop_id, today=day, visit_every=visit_every)


@st.cache_data(max_entries=ENTRIES, show_spinner=False)
def _likely_officers(
    _database: Database,
    _before: BeforeVisit | None,
    _actor: Actor,
    key: str,
    name: str,
    coop_id: str | None,
) -> LikelyOfficers | None:
    return likely_officers(_database, _before, actor=_actor)


@st.cache_data(max_entries=ENTRIES, show_spinner=False)
def _reading(_known: tuple[Known, ...], key: str, day: dt.date, text: str) -> Reading:
    return read_message(text, _known, today=day)


@st.cache_data(max_entries=PICTURES, show_spinner=False)
def _picture(
    _shown: Overview,
    _outlines: Outlines,
    *,
    key: str,
    borders: str,
    filter_: Filter,
    day: dt.date,
    settings_: Settings,
    official: str,
    is_demo: bool,
) -> bytes:
    return report_picture(
        _shown,
        filter_,
        _outlines,
        is_demo=is_demo,
        office_name=settings_.office_name,
        section_name=settings_.section_name,
        official=official,
    )
