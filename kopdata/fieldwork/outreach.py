"""Sosialisasi: events of outreach, who came from which koperasi, and their corrections.

An event is never rewritten: a correction, or that it did not take place, is a further revision with a reason.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated, Any, Final

import pyarrow.compute as pc
from pydantic import AfterValidator, Field

from kopdata.access import Actor, Right, require
from kopdata.database import open_database
from kopdata.errors import ConflictError, KopdataError, NotFoundError
from kopdata.fieldwork.case_log import EARLIEST
from kopdata.fieldwork.entries import (
    OFFICERS_TOO_MANY,
    Line,
    Officers,
    OptionalNote,
    checked,
    office_day,
    refuse_other_days,
)
from kopdata.fieldwork.records import LONGEST_NOTE, Outreach
from kopdata.formats import number
from kopdata.models import Record
from kopdata.regions import districts
from kopdata.store import Contents, Store
from kopdata.store.links import final

MOST_PARTICIPANTS: Final = 10_000
"""Persons from one koperasi, or from none, at one event."""
MOST_COOPERATIVES: Final = 1_000

_KNOWN = """
    SELECT DISTINCT coop_id FROM registry
    WHERE list_contains($ids, coop_id) AND NOT coalesce(outside_region, false)
"""


class OutreachRefusedError(KopdataError):
    """What was filled in about an event cannot be recorded; nothing changed."""

    title = "Sosialisasi tidak dapat dicatat"


def _known_district(code: str) -> str:
    if code not in {district.code for district in districts()}:
        raise ValueError(code)
    return code


_Persons = Annotated[int, Field(ge=1, le=MOST_PARTICIPANTS)]


class _Event(Record):
    held_on: dt.date
    place: Line
    topic: Line
    district_code: Annotated[str, AfterValidator(_known_district)] | None = None
    participants: Annotated[dict[str, _Persons], Field(max_length=MOST_COOPERATIVES)]
    others: int = Field(default=0, ge=0, le=MOST_PARTICIPANTS)
    officers: Officers = ()
    notes: OptionalNote = None


class _Reasoned(Record):
    reason: Line


_SAYS: Final = {
    "held_on": "Isi tanggalnya.",
    "place": "Isi tempatnya, paling panjang 200 huruf.",
    "topic": "Isi topiknya, paling panjang 200 huruf.",
    "district_code": "Pilih kecamatan dari daftar.",
    "participants": (
        f"Isi jumlah peserta setiap koperasi dengan angka 1 sampai {number(MOST_PARTICIPANTS)}, untuk paling "
        f"banyak {number(MOST_COOPERATIVES)} koperasi."
    ),
    "others": f"Isi jumlah peserta lain dengan angka 0 sampai {number(MOST_PARTICIPANTS)}.",
    "officers": OFFICERS_TOO_MANY,
    "notes": f"Catatan paling panjang {number(LONGEST_NOTE)} huruf.",
    "reason": "Isi alasannya, paling panjang 200 huruf, supaya orang lain memahami perubahan ini.",
}


@dataclass(frozen=True, slots=True)
class Headcount:
    """How many came, as a form says it: from listed koperasi, and others.

    ``uncounted`` are koperasi that came without a number beside them.
    """

    from_cooperatives: int
    others: int
    uncounted: int = 0

    @property
    def total(self) -> int:
        """All who came."""
        return self.from_cooperatives + self.others

    def problem(self, attendance: int | None) -> str:
        """Return what keeps the numbers from agreeing, with that of the attendance list; "" where they do."""
        if self.uncounted:
            return f"Jumlah peserta dari {number(self.uncounted)} koperasi belum diisi."
        if attendance is None or attendance == self.total:
            return ""
        return (
            f"Daftar hadir menyebut {number(attendance)} orang, sedangkan isian berjumlah "
            f"{number(self.total)}: {number(self.from_cooperatives)} dari koperasi terdaftar dan "
            f"{number(self.others)} lainnya. Perbaiki salah satunya."
        )


def headcount(participants: Iterable[tuple[str, int | None]], others: int | None) -> Headcount:
    """Return how many came by what is filled in so far."""
    counts = [count for _coop_id, count in participants]
    return Headcount(
        from_cooperatives=sum(count or 0 for count in counts),
        others=others or 0,
        uncounted=sum(count is None for count in counts),
    )


def new_id() -> str:
    """Return the id of an event that is to be recorded."""
    return uuid.uuid4().hex[:12]


def record_event(
    store: Store,
    *,
    held_on: dt.date | None,
    place: str,
    topic: str,
    district_code: str | None,
    participants: Iterable[tuple[str, int | None]],
    others: int = 0,
    attendance: int | None = None,
    officers: str | Iterable[str] = "",
    notes: str = "",
    actor: Actor,
    today: dt.date | None = None,
    outreach_id: str | None = None,
) -> Outreach:
    """Record an event that was held.

    Parameters
    ----------
    participants
        Koperasi, and how many came from each; of one that is named twice the numbers are added.
    others
        How many came from no koperasi of the list.
    attendance
        How many names the attendance list bears, where somebody counted them: both together must be as many.
    outreach_id
        Made when the form was drawn, so that pressing its button twice records one event; the second time
        what stands already is returned. None makes one.

    Raises
    ------
    NotAllowedError
        The actor has no right to record fieldwork.
    OutreachRefusedError
        Something is not filled in, nobody came, the numbers do not agree, or the day is not a possible one.
    NotFoundError
        A koperasi is not known in this regency.
    ConflictError
        Something else stands under ``outreach_id``; nothing changed.
    """
    given = _filled(
        held_on=held_on,
        place=place,
        topic=topic,
        district_code=district_code,
        participants=participants,
        others=others,
        attendance=attendance,
        officers=officers,
        notes=notes,
    )
    return _record(store, outreach_id or new_id(), 0, given, actor=actor, today=today)


def correct_event(
    store: Store,
    outreach_id: str,
    *,
    revision: int,
    reason: str,
    held_on: dt.date | None,
    place: str,
    topic: str,
    district_code: str | None,
    participants: Iterable[tuple[str, int | None]],
    others: int = 0,
    attendance: int | None = None,
    officers: str | Iterable[str] = "",
    notes: str = "",
    actor: Actor,
    today: dt.date | None = None,
) -> Outreach:
    """Record what an event was really like, and why that was told otherwise; as ``record_event``.

    ``revision`` is the one that was seen.

    Raises
    ------
    ConflictError
        It was corrected or withdrawn since; nothing changed.
    """
    given = _filled(
        held_on=held_on,
        place=place,
        topic=topic,
        district_code=district_code,
        participants=participants,
        others=others,
        attendance=attendance,
        officers=officers,
        notes=notes,
    )
    why = checked(_Reasoned, _SAYS, OutreachRefusedError, reason=reason).model_dump()
    return _record(store, outreach_id, revision, given | why, actor=actor, today=today)


def withdraw_event(
    store: Store,
    outreach_id: str,
    *,
    revision: int,
    reason: str,
    actor: Actor,
    today: dt.date | None = None,
) -> Outreach:
    """Record that an event does not count, because it was not held or stands there twice.

    Raises as ``correct_event`` does.
    """
    why = checked(_Reasoned, _SAYS, OutreachRefusedError, reason=reason).model_dump()
    return _record(store, outreach_id, revision, why | {"withdrawn": True}, actor=actor, today=today)


def _filled(
    *,
    participants: Iterable[tuple[str, int | None]],
    others: int | None,
    attendance: int | None,
    **given: Any,
) -> dict[str, Any]:
    participants = tuple(participants)
    counted: Counter[str] = Counter()
    for coop_id, count in participants:
        if count is None:
            raise OutreachRefusedError(_SAYS["participants"])
        counted[coop_id] += count
    filled = checked(
        _Event, _SAYS, OutreachRefusedError, participants=dict(counted), others=others or 0, **given
    )
    if not filled.participants and not filled.others:
        raise OutreachRefusedError("Isi sedikitnya satu peserta, dari koperasi atau peserta lain.")
    if problem := headcount(participants, others).problem(attendance):
        raise OutreachRefusedError(problem)
    return filled.model_dump()


def _record(
    store: Store, outreach_id: str, seen: int, given: dict[str, Any], *, actor: Actor, today: dt.date | None
) -> Outreach:
    require(actor, Right.RECORD_VISIT)
    if "participants" in given:
        _must_be_known(store, list(given["participants"]))

    stands: list[Outreach] = []

    def make(contents: Contents) -> list[Outreach]:
        last = _last_revision(contents, outreach_id)
        if last is not None and not last.withdrawn and seen == 0 and "participants" in given:
            says = given | {"participants": _under_final_ids(given["participants"], contents)}
            if last.actor == actor.name and says.items() <= last.model_dump().items():
                stands.append(last)
                return []
        if (last.revision if last else 0) != seen or (last is not None and last.withdrawn):
            raise ConflictError(
                "Sosialisasi ini sudah diubah atau dicabut sejak Anda membukanya. Lihat lagi isinya, lalu "
                "ulangi bila masih perlu."
            )
        fields = last.model_dump(exclude={"reason"}) if last else {}
        if "participants" in given:
            until = office_day(contents, today)
            refuse_other_days(given["held_on"], OutreachRefusedError, until=until, not_before=EARLIEST)
            fields |= given | {"participants": _under_final_ids(given["participants"], contents)}
        else:
            fields |= given
        now = dt.datetime.now(dt.UTC)
        fields |= {
            "outreach_id": outreach_id,
            "revision": seen + 1,
            "actor": actor.name,
            "recorded_at": now if last is None else max(now, last.recorded_at + dt.timedelta(microseconds=1)),
        }
        stands.append(Outreach.model_validate(fields))
        return stands

    store.append("outreach", make)
    return stands[0]


def _under_final_ids(participants: dict[str, int], contents: Contents) -> tuple[dict[str, object], ...]:
    counted: Counter[str] = Counter()
    for coop_id, count in participants.items():
        counted[final(coop_id, contents.merged)] += count
    return tuple({"coop_id": coop_id, "count": count} for coop_id, count in counted.items())


def _last_revision(contents: Contents, outreach_id: str) -> Outreach | None:
    rows = contents.outreach.filter(pc.equal(contents.outreach["outreach_id"], outreach_id)).to_pylist()
    row = max(rows, key=lambda row: (row["revision"], row["recorded_at"]), default=None)
    return None if row is None else Outreach.of_row(row)


def _must_be_known(store: Store, coop_ids: list[str]) -> None:
    contents = store.contents()
    ids = sorted({final(coop_id, contents.merged) for coop_id in coop_ids})
    if len(open_database(store, contents).rows(_KNOWN, {"ids": ids})) != len(ids):
        raise NotFoundError(
            "Sebuah koperasi di daftar peserta tidak ada di data yang tersimpan. Pilih koperasi dari daftar."
        )
