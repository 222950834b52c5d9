"""Typed questions to the registry: ``(database, filter, …) -> result``, each result documented.

Every question starts from ``sql/cooperatives_at.sql`` and ``sql/matching.sql``, so what a filter keeps and
what a figure counts is the same everywhere.
"""

from kopdata.queries.attention import Attention, AttentionItem, ask_attention
from kopdata.queries.choices import Choices, ask_choices
from kopdata.queries.cooperatives import (
    CooperativePage,
    Listing,
    SortKey,
    ask_cooperatives,
    ask_names,
    page_count,
)
from kopdata.queries.neighbours import Neighbours, ask_neighbours
from kopdata.queries.overview import DistrictRow, FigureValue, Overview, ask_overview
from kopdata.queries.profile import Profile, ask_profile
from kopdata.queries.records import ask_records
from kopdata.queries.scope import Scope, open_scope
from kopdata.queries.trend import Trend, TrendCounts, TrendPoint, ask_trend

__all__ = [
    "Attention",
    "AttentionItem",
    "Choices",
    "CooperativePage",
    "DistrictRow",
    "FigureValue",
    "Listing",
    "Neighbours",
    "Overview",
    "Profile",
    "Scope",
    "SortKey",
    "Trend",
    "TrendCounts",
    "TrendPoint",
    "ask_attention",
    "ask_choices",
    "ask_cooperatives",
    "ask_names",
    "ask_neighbours",
    "ask_overview",
    "ask_profile",
    "ask_records",
    "ask_trend",
    "open_scope",
    "page_count",
]
