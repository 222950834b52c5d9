"""What is to be put right in ODS: which finding is which over the exports, and how it stands.

An item is one kind of finding about one field of one koperasi, whichever export says it. A person marks it as
mended; only a later export that could have found it again, and did not, proves that it is.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING, Annotated, Final, NamedTuple

from pydantic import AwareDatetime, Field, StringConstraints, field_validator

from kopdata.access import Actor, Right, require
from kopdata.findings import FINDINGS, Fate, FindingKind, Remedy, cells, recaps
from kopdata.findings import contradictions as contradicting
from kopdata.imports.fields import REGISTRY_FIELDS, title_key, titles_of
from kopdata.imports.values import shortened, tidy
from kopdata.models import Record, Text
from kopdata.vocabulary import Precision, fold

if TYPE_CHECKING:
    from kopdata.store import Store

LONGEST_SUBJECT: Final = 200
KINDS: Final[dict[str, FindingKind]] = {
    id_: kind
    for id_, kind in FINDINGS.items()
    if kind.remedy is Remedy.IN_ODS and kind not in vars(recaps).values()
}
"""The kinds that this list is about, by id, in the order of the guide."""
_REJECTED: Final = "ditolak"
"""Begins the subject of a row that became no koperasi."""
_CELL_KINDS: Final = frozenset(kind.id for kind in vars(cells).values() if isinstance(kind, FindingKind))
"""Kinds that leave a value of the registry empty, or unsure."""
_BESIDES: Final[dict[str, frozenset[str]]] = {
    cells.VILLAGE_UNKNOWN.id: frozenset({"district"}),
    contradicting.GRADE_LAPSED.id: frozenset({"grade"}),
    contradicting.TYPE_AGAINST_GROUP.id: frozenset({"type"}),
    contradicting.RAT_TOLD_WITHOUT_DATE.id: frozenset({"rat_status"}),
    contradicting.RAT_DENIED_WITH_DATE.id: frozenset({"rat_date"}),
    contradicting.RAT_OF_OLDER_YEAR.id: frozenset({"rat_date"}),
    contradicting.EXPIRED_BUT_VALID.id: frozenset({"certificate_status"}),
    contradicting.MEMBERS_UNEQUAL.id: frozenset({"members_male", "members_female"}),
}
"""What a file must carry besides the field that a kind is shown at, so that it can be found there."""
_ONE_FINDING: Final = {contradicting.GRADE_LAPSED.id: "grade"}
"""A kind that is shown at one field or another and is one finding all the same: what it is named by."""
_FIELDS: Final = titles_of(REGISTRY_FIELDS)
_NIK: Final = re.compile(r"(?<!\d)\d{13}(?!\d)")
_CELLS: Final = " · "
"""What stands between the cells of a row that a finding tells whole."""
_CALLED: Final = re.compile(r"\b(kop\w*|ksp\w*|ksu|kud|kpn|kpri|kdmp|kkmp|bmt)\b", re.IGNORECASE)


class RepairState(StrEnum):
    """How an item stands."""

    OPEN = "belum"
    MENDED = "sudah"
    PROVEN = "terbukti"

    @property
    def label(self) -> str:
        """What the screen says."""
        return {
            "belum": "Belum",
            "sudah": "Sudah diperbaiki",
            "terbukti": "Terbukti di ekspor berikutnya",
        }[self.value]


class RepairKey(NamedTuple):
    """What tells one item from another in every export.

    ``subject`` is a ``coop_id``; of a row that was rejected, and so is no koperasi, what it says itself.
    ``field`` is a field of the registry, "" for the row as a whole.
    """

    subject: str
    kind: str
    field: str


class RepairMark(Record):
    """A person says that an item is mended (``MENDED``), or takes that back (``OPEN``)."""

    coop_id: Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_SUBJECT + 20)]
    """The item's subject."""
    kind: str
    field: Annotated[str, Field(max_length=LONGEST_SUBJECT)]
    state: RepairState
    actor: Text
    recorded_at: AwareDatetime

    @field_validator("kind")
    @classmethod
    def _known_kind(cls, given: str) -> str:
        if given not in KINDS:
            raise ValueError(f"Temuan ini tidak diperbaiki di ODS: {given}.")
        return given

    @field_validator("state")
    @classmethod
    def _said_by_a_person(cls, given: RepairState) -> RepairState:
        if given is RepairState.PROVEN:
            raise ValueError("Hanya ekspor berikutnya yang dapat membuktikan perbaikan.")
        return given


class Export(NamedTuple):
    """A registry that stands, as far as it tells of items; they are ordered by their date."""

    import_id: str
    file_name: str
    as_of: dt.date
    precision: Precision
    recorded_at: dt.datetime


class Whose(NamedTuple):
    """Whom an item is about, by name and address; what is not known is "".

    Of a rejected row it is what can be told from its cells.
    """

    name: str = ""
    nik: str = ""
    address: str = ""
    village: str = ""
    district: str = ""


@dataclass(frozen=True, slots=True)
class RepairItem:
    """One thing to put right in ODS.

    ``sheet`` to ``reason`` are those of the newest export that says it, the file being ``last_seen``'s.
    ``proof`` is the first later export without it. ``mark`` is what a person said last, if it still holds;
    ``contradicted`` tells that they said it was mended, and that ``last_seen`` shows it is not.
    ``coop_id`` is None for a row that was rejected.
    """

    key: RepairKey
    coop_id: str | None
    whose: Whose
    sheet: str
    row: int
    column: str
    value: str
    reason: str
    first_seen: Export
    last_seen: Export
    state: RepairState
    proof: Export | None
    mark: RepairMark | None
    contradicted: bool

    @property
    def kind(self) -> FindingKind:
        """The kind of finding."""
        return KINDS[self.key.kind]

    def mended_on(self, zone: dt.tzinfo) -> dt.date | None:
        """Return the date of the export that proves it, else the day on which it was marked as mended."""
        if self.proof is not None:
            return self.proof.as_of
        if self.state is RepairState.MENDED and self.mark is not None:
            return self.mark.recorded_at.astimezone(zone).date()
        return None


@lru_cache(maxsize=4096)  # a list of thousands names a few dozen
def shown_at(kind: str, column: str | None) -> str:
    """Return the field of the registry that a column's title means, else the title as it is compared.

    "" where a finding of this kind is about a row as a whole.
    """
    if not column or KINDS[kind].fate is Fate.REJECTED:
        return ""
    key = title_key(column)
    return _FIELDS[key].name if key in _FIELDS else key[:LONGEST_SUBJECT]


def field_of(kind: str, field: str) -> str:
    """Return the field of an item's key, for a finding that is shown at ``field``."""
    return _ONE_FINDING.get(kind, field)


def can_find(kind: str, field: str, carried: Collection[str]) -> bool:
    """Tell whether a file that carries these fields would be told to have this kind, shown at ``field``."""
    return _needs(kind, field).issubset(carried)


def unsure_with(kind: str, field: str) -> frozenset[str]:
    """Return the fields in which a value that could not be read keeps the kind from being found."""
    return _needs(kind, field) - ({field} if kind in _CELL_KINDS else set())


def leaves_empty(kind: str) -> bool:
    """Tell whether a finding of this kind means that the value of its field is not known for certain."""
    return kind in _CELL_KINDS


def _needs(kind: str, field: str) -> frozenset[str]:
    if KINDS[kind].fate is Fate.REJECTED:
        return frozenset({"nik"})
    return _BESIDES.get(kind, frozenset()) | ({field} if field else set())


class RejectedRow(NamedTuple):
    """What a row that became no koperasi says of itself, as far as it can be told."""

    subject: str
    nik: str
    name: str


def rejected_row(kind: str, told: str) -> RejectedRow:
    """Return who a rejected row is about, from its cells as the finding tells them."""
    parts = [tidy(part) for part in told.split(_CELLS)]
    found = _NIK.search(told)
    nik = found.group() if found else ""
    called = [part for part in parts if _CALLED.search(part)]
    named = [part for part in parts if sum(map(str.isalpha, part)) >= 3]
    name = "" if kind == "name_missing" else shortened(next(iter((*called, *named)), ""))
    # Without a NIK the row number and the like would make the same row another one in the next export.
    itself = nik or fold(name) or fold(_CELLS.join(named)) or fold(told)
    return RejectedRow(f"{_REJECTED} {itself[:LONGEST_SUBJECT]}", nik, name)


class Judgement(NamedTuple):
    """How an item stands; ``mark`` is what a person said last, None where an export has overtaken it."""

    state: RepairState
    mark: RepairMark | None
    contradicted: bool


def judge(
    seen: Sequence[int], proof: int | None, marks: Iterable[RepairMark], exports: Sequence[Export]
) -> Judgement:
    """Return how an item stands.

    Parameters
    ----------
    seen
        Positions in ``exports`` of those that say it, ascending.
    proof
        Position of the first export after them that could have said it and does not, if any.
    marks
        What persons said of it.
    exports
        All exports by their date, of one date as they were taken in.
    """
    mark = max(marks, key=lambda one: one.recorded_at, default=None)
    if proof is not None:
        return Judgement(RepairState.PROVEN, mark, contradicted=False)
    if mark is None or mark.state is RepairState.OPEN:
        return Judgement(RepairState.OPEN, mark, contradicted=False)
    known = max((at for at in seen if exports[at].recorded_at <= mark.recorded_at), default=-1)
    # An older export that is taken in late says nothing against the mark.
    if any(at > known and exports[at].recorded_at > mark.recorded_at for at in seen):
        return Judgement(RepairState.OPEN, None, contradicted=True)
    return Judgement(RepairState.MENDED, mark, contradicted=False)


def marks_by_key(
    rows: Iterable[Mapping[str, object]], merged: Mapping[str, str]
) -> dict[RepairKey, list[RepairMark]]:
    """Return the marks of each item; a merged koperasi's are those of the one it is the same as.

    Kinds that only a later version of the project knows are left alone.
    """
    found: dict[RepairKey, list[RepairMark]] = {}
    for row in rows:
        if row["kind"] not in KINDS:
            continue
        mark = RepairMark.model_validate(row)
        key = RepairKey(merged.get(mark.coop_id, mark.coop_id), mark.kind, mark.field)
        found.setdefault(key, []).append(mark)
    return found


def mark_mended(store: Store, items: Sequence[RepairItem], *, based_on: int, actor: Actor) -> int:
    """Say of those ``items`` that are open that they are mended; return how many.

    ``based_on`` is that of the ``Repairs`` which the person has seen.

    Raises
    ------
    NotAllowedError
        The actor may not import, and so not mend either.
    ConflictError
        Somebody took in or took back a file since; nothing changed.
    """
    return _record(store, items, RepairState.OPEN, RepairState.MENDED, based_on=based_on, actor=actor)


def take_back_marks(store: Store, items: Sequence[RepairItem], *, based_on: int, actor: Actor) -> int:
    """Take back that those of ``items`` that are marked are mended; return how many. As ``mark_mended``."""
    return _record(store, items, RepairState.MENDED, RepairState.OPEN, based_on=based_on, actor=actor)


def _record(
    store: Store,
    items: Sequence[RepairItem],
    was: RepairState,
    becomes: RepairState,
    *,
    based_on: int,
    actor: Actor,
) -> int:
    require(actor, Right.IMPORT)
    now = dt.datetime.now(dt.UTC)
    marks = [
        RepairMark(
            coop_id=item.key.subject,
            kind=item.key.kind,
            field=item.key.field,
            state=becomes,
            actor=actor.name,
            recorded_at=now,
        )
        for item in items
        if item.state is was
    ]
    store.add_repairs(marks, based_on=based_on)
    return len(marks)
