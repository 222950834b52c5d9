"""What the filters offer, each choice with the number of koperasi it would leave."""

from __future__ import annotations

import datetime as dt
from typing import cast

from kopdata.database import Database
from kopdata.models import Filter, Record
from kopdata.queries.scope import NO_TYPE, open_scope
from kopdata.regions import NO_DISTRICT, UNKNOWN_DISTRICT, districts
from kopdata.sql import sql
from kopdata.vocabulary import HEALTH_DETAILS, CooperativeType, HealthClass, Status

NO_TYPE_LABEL = "Jenis tidak tercantum"


_TYPES = "SELECT DISTINCT type FROM registry WHERE type IS NOT NULL"


class Choices(Record):
    """Choices of each filter and how many koperasi each leaves under all the *other* filters.

    Keys are the values a :class:`Filter` takes. Every choice that exists is listed, zero included, so that a
    link or a filter set earlier keeps its meaning in every snapshot; ``type`` lists the vocabulary and what
    occurs anywhere beside it. ``merah_putih`` counts True and False.
    """

    status: dict[str, int]
    health: dict[str, int]
    district: dict[str, int]
    type: dict[str, int]
    merah_putih: dict[bool, int]

    def of_class(self, health: HealthClass) -> int:
        """Return how many koperasi a whole class of health leaves."""
        return sum(self.health[detail] for detail in HEALTH_DETAILS[health])


def district_label(code: str) -> str:
    """Return the name of a district code, "Tidak diketahui" for "-"."""
    return next((district.name for district in districts() if district.code == code), UNKNOWN_DISTRICT)


def ask_choices(
    database: Database,
    filter_: Filter,
    *,
    today: dt.date | None = None,
) -> Choices | None:
    """Return the choices of every filter in this view, or None while the store holds no snapshot.

    Raises
    ------
    NotFoundError
        The filter names a date without a snapshot.
    """
    scope = open_scope(database, filter_, today=today)
    if scope is None:
        return None
    counted: dict[str, dict[str, int]] = {}
    for row in scope.rows(sql("choices")):
        counted.setdefault(str(row["facet"]), {})[str(row["choice"])] = cast("int", row["count"])

    def of(facet: str, choices: list[str]) -> dict[str, int]:
        return {choice: counted.get(facet, {}).get(choice, 0) for choice in choices}

    codes = [*(district.code for district in districts()), NO_DISTRICT]
    statuses = [str(status) for status in Status]
    written = {str(row["type"]) for row in database.rows(_TYPES)}
    types = [*sorted(written | set(CooperativeType)), NO_TYPE]
    return Choices(
        status=of("status", statuses),
        health=of("health", [detail for details in HEALTH_DETAILS.values() for detail in details]),
        district=of("district", codes),
        type=of("type", types),
        merah_putih={
            flag: counted.get("merah_putih", {}).get(str(flag).lower(), 0) for flag in (True, False)
        },
    )


def type_label(kind: str) -> str:
    """Return a Jenis as the screen says it, "Jenis tidak tercantum" for "-"."""
    return NO_TYPE_LABEL if kind == NO_TYPE else kind
