"""Totals that the press and the province published, to tell real figures from the demo's invented ones.

They stand in ``data/reference/published.csv``, each with its date, its source and, where a source says it
in other words, those words. A figure that no source gives is listed too, without a value.
"""

from __future__ import annotations

import csv
import datetime as dt
from functools import cache
from typing import Literal

from kopdata import formats
from kopdata.models import Count, Record, Text
from kopdata.paths import REFERENCE
from kopdata.vocabulary import Precision

FigureName = Literal["total", "active", "inactive"]
NOT_PUBLISHED = "tidak dipublikasikan"


class PublishedFigure(Record):
    """One published number of koperasi: of the regency, or of the kecamatan ``district_code``.

    ``value`` is None where the source gives no such number. Where ``precision`` is the month, ``as_of`` is
    its last day. ``note`` holds what stands beside the number in the source, or how it was derived.
    """

    as_of: dt.date
    precision: Precision
    district_code: Text | None
    figure: FigureName
    value: Count | None
    source: Text
    note: Text | None

    @property
    def text(self) -> str:
        """The number as it is shown, or "tidak dipublikasikan"."""
        return NOT_PUBLISHED if self.value is None else formats.number(self.value)

    @property
    def label(self) -> str:
        """The date in words: "12 Desember 2022", "November 2019"."""
        return formats.date(self.as_of, self.precision)

    def is_for(self, day: dt.date) -> bool:
        """Tell whether the number is of ``day``: the same day, or the same month if no more is known."""
        if self.precision is Precision.MONTH:
            return (self.as_of.year, self.as_of.month) == (day.year, day.month)
        return self.as_of == day


@cache
def published() -> tuple[PublishedFigure, ...]:
    """Return every published figure, oldest first, as listed in ``data/reference/published.csv``."""
    with (REFERENCE / "published.csv").open(encoding="utf-8", newline="") as file:
        return tuple(
            PublishedFigure.model_validate({field: text or None for field, text in row.items()})
            for row in csv.DictReader(file)
        )


def find_published(figure: str, as_of: dt.date, district_code: str | None = None) -> PublishedFigure | None:
    """Return what was published about ``figure`` for ``as_of``, or None where nothing is known of it.

    ``figure`` is "total", "active" or "inactive"; of no other figure is anything published.
    ``district_code`` None asks for the whole regency. A figure that a source of that date leaves out comes
    back with ``value`` None, so that a screen can say "tidak dipublikasikan".
    """
    return next(
        (
            found
            for found in published()
            if found.figure == figure and found.district_code == district_code and found.is_for(as_of)
        ),
        None,
    )
