"""Which figure is the official one: settled by the office, by name, for one snapshot of a date.

Some offices settle it by a decree of their head (Pesisir Barat does). The mark names the imports it was set
on, so that it never passes to figures which nobody settled on.
"""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

from pydantic import ValidationError

from kopdata.access import Actor, Right, require
from kopdata.database import open_database
from kopdata.errors import ConflictError, KopdataError
from kopdata.figures import ACTIVE, INACTIVE
from kopdata.imports.values import tidy
from kopdata.models import Filter, OfficialMark, Record, Snapshot
from kopdata.queries import ask_overview
from kopdata.store import Store


class DecreeRefusedError(KopdataError):
    """The number of the decree cannot be taken as it is; nothing changed."""

    title = "Nomor SK tidak dapat dipakai"


class Standing(StrEnum):
    """What a snapshot is to the official figures."""

    OFFICIAL = "official"
    CHANGED = "changed"
    """The date has an official figure, but shows other imports than those it was set on."""
    ANOTHER = "another"
    """Another date of the same calendar year has the official figure."""
    NONE = "none"


class OfficialState(Record):
    """What a snapshot is to the official figures, and the mark that this is about."""

    standing: Standing
    mark: OfficialMark | None = None


def official_state(marks: tuple[OfficialMark, ...], snapshot: Snapshot) -> OfficialState:
    """Return whether ``snapshot`` is official, and if not, which figure of its time is.

    ``marks`` are those that hold, oldest date first. Of its time is what is of the same date, else the date
    of the same calendar year nearest to it.
    """
    shown = tuple(event.import_id for event in snapshot.imports)
    same_year = [mark for mark in marks if mark.as_of.year == snapshot.as_of.year]
    mark = min(same_year, key=lambda mark: abs(mark.as_of - snapshot.as_of), default=None)
    if mark is None:
        return OfficialState(standing=Standing.NONE)
    if mark.as_of != snapshot.as_of:
        return OfficialState(standing=Standing.ANOTHER, mark=mark)
    standing = Standing.OFFICIAL if mark.imports == shown else Standing.CHANGED
    return OfficialState(standing=standing, mark=mark)


def declare_official(
    store: Store,
    as_of: dt.date,
    *,
    based_on: tuple[str, ...],
    decree: str,
    actor: Actor,
    replaces: OfficialMark | None = None,
) -> OfficialMark:
    """Make what the snapshot of ``as_of`` shows the official figure of that date.

    Parameters
    ----------
    based_on
        The imports whose figures whoever settles it has seen, base first.
    decree
        Number of the decree that settles it, "" if there is none; invisible characters are left out.
    replaces
        The mark of that date which whoever settles it has seen, None if there was none.

    Raises
    ------
    NotAllowedError
        The actor has no right to settle it.
    NotFoundError
        There is no snapshot of that date.
    DecreeRefusedError
        The number is too long.
    ConflictError
        The date shows other imports than ``based_on``, or another mark than ``replaces`` holds; nothing was
        settled.
    """
    require(actor, Right.DECLARE)
    overview = ask_overview(open_database(store), Filter(as_of=as_of))
    assert overview is not None, "a date that was asked for stands or was refused"  # noqa: S101 - for the type
    snapshot = overview.snapshot
    imports = tuple(event.import_id for event in snapshot.imports)
    if imports != based_on:
        raise ConflictError(
            f"Data untuk {snapshot.label} baru saja berubah. Lihat lagi angkanya, lalu tetapkan bila benar."
        )
    try:
        mark = OfficialMark(
            as_of=snapshot.as_of,
            precision=snapshot.precision,
            imports=imports,
            total=overview.total,
            active=overview.count(ACTIVE),
            inactive=overview.count(INACTIVE),
            decree=tidy(decree) or None,
            actor=actor.name,
            recorded_at=dt.datetime.now(dt.UTC),
        )
    except ValidationError as error:
        raise DecreeRefusedError(
            "Nomor SK paling panjang 200 huruf. Tulis nomornya saja, tanpa judulnya."
        ) from error
    return store.add_official(mark, replaces=replaces)


def withdraw_official(store: Store, mark: OfficialMark, *, actor: Actor) -> None:
    """Take back ``mark``, the official figure of a date; who settled it and when stays recorded.

    Raises
    ------
    NotAllowedError
        The actor has no right to settle it.
    ConflictError
        The mark holds no more: it was withdrawn, or another has taken its place. Nothing changed.
    """
    require(actor, Right.DECLARE)
    now = dt.datetime.now(dt.UTC)
    withdrawn = mark.model_copy(update={"withdrawn": True, "actor": actor.name, "recorded_at": now})
    store.add_official(withdrawn, replaces=mark)
