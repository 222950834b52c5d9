"""Typed questions to the registry: ``(database, filter, …) -> result``, each result documented.

Every question starts from ``sql/cooperatives_at.sql`` and ``sql/matching.sql``, so what a filter keeps and
what a figure counts is the same everywhere.
"""

from kopdata.queries.choices import Choices, ask_choices
from kopdata.queries.cooperatives import CooperativePage, Listing, SortKey, ask_cooperatives, page_count
from kopdata.queries.overview import DistrictRow, FigureValue, Overview, ask_overview
from kopdata.queries.records import ask_records
from kopdata.queries.scope import Scope, open_scope

__all__ = [
    "Choices",
    "CooperativePage",
    "DistrictRow",
    "FigureValue",
    "Listing",
    "Overview",
    "Scope",
    "SortKey",
    "ask_choices",
    "ask_cooperatives",
    "ask_overview",
    "ask_records",
    "open_scope",
    "page_count",
]
