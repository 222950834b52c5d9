"""Saying who is to visit a koperasi next, and when; of a koperasi the newest word holds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Final

from kopdata.access import Actor, Right, require
from kopdata.database import open_database
from kopdata.errors import KopdataError, NotFoundError
from kopdata.fieldwork.entries import LONGEST_PERSON, moment_after, office_day
from kopdata.fieldwork.records import VisitPlan
from kopdata.formats import date
from kopdata.imports.values import tidy
from kopdata.store import Contents, Store
from kopdata.store.links import final

FURTHEST: Final = dt.timedelta(days=365)
"""How far ahead a visit can be planned."""
MOST_AT_ONCE: Final = 1_000
"""Koperasi that are planned at once; nobody means more."""

_KNOWN: Final = (
    "SELECT DISTINCT coop_id FROM registry "
    "WHERE list_contains($coop_ids, coop_id) AND NOT coalesce(outside_region, false)"
)


class PlanRefusedError(KopdataError):
    """A plan cannot be taken as it is; nothing changed."""

    title = "Jadwal tidak dapat disimpan"


def plan_visits(
    store: Store,
    coop_ids: Iterable[str],
    officer: str | None,
    planned_on: dt.date | None,
    *,
    actor: Actor,
    today: dt.date | None = None,
) -> Sequence[VisitPlan]:
    """Say of several koperasi who visits them next and when, in one commit; return what was recorded.

    Parameters
    ----------
    officer
        A name; None, or one with nothing visible, names nobody.
    planned_on
        The day; None leaves it open. Without both, what was planned is cleared.
    today
        The day on the office's computer, unless it is this one.

    Raises
    ------
    NotAllowedError
        The actor has no right to plan visits.
    PlanRefusedError
        No koperasi is named, too many are, the name is too long, or the day lies in the past or more than a
        year ahead.
    NotFoundError
        No snapshot lists one of the koperasi in this regency.
    """
    require(actor, Right.PLAN_VISITS)
    named = tidy(officer or "") or None
    wanted = list(dict.fromkeys(coop_ids))
    contents = store.contents()
    _check(wanted, named, planned_on, office_day(contents, today))
    planned = list(dict.fromkeys(final(coop_id, contents.merged) for coop_id in wanted))
    known = open_database(store, contents).rows(_KNOWN, {"coop_ids": planned})
    if len(known) < len(planned):
        raise NotFoundError(
            f"{len(planned) - len(known)} koperasi yang dipilih tidak ada lagi di data yang tersimpan. Muat "
            "ulang halaman, lalu pilih lagi."
        )

    def make(held: Contents) -> Sequence[VisitPlan]:
        now = moment_after(held.plans)
        return [
            VisitPlan(
                coop_id=coop_id, planned_on=planned_on, officer=named, actor=actor.name, recorded_at=now
            )
            for coop_id in planned
        ]

    return store.append("plans", make)


def _check(wanted: list[str], officer: str | None, planned_on: dt.date | None, first: dt.date) -> None:
    if not wanted:
        raise PlanRefusedError("Belum ada koperasi yang dipilih. Pilih dahulu di daftar, lalu simpan lagi.")
    if len(wanted) > MOST_AT_ONCE:
        raise PlanRefusedError("Terlalu banyak koperasi sekaligus: paling banyak 1.000. Simpan bertahap.")
    if officer is not None and len(officer) > LONGEST_PERSON:
        raise PlanRefusedError(
            f"Nama petugas paling panjang {LONGEST_PERSON} huruf. Pendekkan, lalu simpan lagi."
        )
    if planned_on is not None and not first <= planned_on <= first + FURTHEST:
        raise PlanRefusedError(
            f"Tanggal kunjungan harus antara {date(first)} dan {date(first + FURTHEST)}. Pilih tanggal lain, "
            "lalu simpan lagi."
        )
