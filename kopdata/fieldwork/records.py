"""What fieldwork leaves behind, as records: nothing is ever overwritten, a correction is a further record."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Annotated, Final, Self

from pydantic import AwareDatetime, Field, NaiveDatetime, StringConstraints, computed_field, model_validator

from kopdata.fieldwork.vocabulary import (
    Books,
    CaseEvent,
    CaseOutcome,
    CoachingKind,
    Decision,
    Evidence,
    Met,
    OfficeState,
    Presence,
    ProposalEvent,
    VillageOffice,
)
from kopdata.models import Record, Text
from kopdata.vocabulary import AddressFinding, Contact, VisitResult

LONGEST_NOTE: Final = 2_000
Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
Latitude = Annotated[float, Field(ge=-90, le=90)]
Longitude = Annotated[float, Field(ge=-180, le=180)]


class Photo(Record):
    """A photo of a visit: two JPEG files of the store, named by their SHA-256 and stripped of all but pixels.

    Position and time are what the camera wrote into it, None where it wrote none (WhatsApp strips them). The
    time is the camera's own, without a zone.
    """

    sha256: Sha256
    thumbnail: Sha256
    width: int = Field(ge=1)
    height: int = Field(ge=1)
    taken_at: NaiveDatetime | None = None
    latitude: Latitude | None = None
    longitude: Longitude | None = None


class Visit(Record):
    """One contact of the office with a koperasi; a correction is a new ``revision`` of its ``visit_id``.

    ``reason`` says why a revision was made. ``follow_up`` begins with a ``FollowUp``, and may go on with
    details after a colon. ``assistants`` are business assistants (of the Merah Putih programme) who came
    along. ``last_rat_told`` is the book year of the last RAT as those met told it; no file says so.
    """

    visit_id: Text
    revision: int = Field(default=1, ge=1)
    coop_id: Text
    visited_on: dt.date
    contact: Contact = Contact.VISIT
    at_address: AddressFinding
    serves_members: bool | None = None
    follow_up: Text
    officers: tuple[Text, ...] = ()
    cause: Text | None = None
    notes: Text | None = None
    assistants: tuple[Text, ...] = ()
    new_address: Text | None = None
    signboard: Presence | None = None
    office: OfficeState | None = None
    books: Books | None = None
    met: tuple[Met, ...] = ()
    last_rat_told: Annotated[int, Field(ge=1950, le=2100)] | None = None
    village_office: VillageOffice | None = None
    photos: tuple[Photo, ...] = ()
    latitude: Latitude | None = None
    longitude: Longitude | None = None
    message: Text | None = None
    """The officer's text that it was read from, as it came."""
    reason: Text | None = None
    actor: Text
    recorded_at: AwareDatetime

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if self.at_address is AddressFinding.FOUND and self.serves_members is None:
            raise ValueError("Koperasi ada di alamatnya; isi apakah masih melayani anggota.")
        if self.at_address is AddressFinding.NOT_FOUND and self.serves_members:
            raise ValueError("Koperasi tidak ditemukan, tetapi diisi masih melayani anggota. Periksa lagi.")
        return self

    @computed_field  # type: ignore[prop-decorator]
    @property
    def result(self) -> VisitResult:
        """Hasil kunjungan, from what was found at the address and whether members are served."""
        if self.at_address is AddressFinding.FOUND:
            return VisitResult.SERVING if self.serves_members else VisitResult.NOT_SERVING
        return {
            AddressFinding.MOVED: VisitResult.MOVED,
            AddressFinding.NOBODY_IN: VisitResult.NOBODY_IN,
            AddressFinding.NOT_FOUND: VisitResult.NOT_FOUND,
        }[self.at_address]


class VisitedCooperative(Record):
    """What the paper of a visit says of the koperasi, as the registry gives it."""

    name: str
    nik: str | None = None
    legal_number: str | None = None
    address: str | None = None
    village: str | None = None
    district: str | None = None


class VisitPlan(Record):
    """Who is to visit a koperasi next and when; of a koperasi the newest record holds, None is unsaid."""

    coop_id: Text
    planned_on: dt.date | None = None
    officer: Text | None = None
    actor: Text
    recorded_at: AwareDatetime


class CoachingEntry(Record):
    """One entry in the coaching (pembinaan) of a koperasi.

    ``sequence`` numbers all entries of a koperasi from 1. An entry OPENED begins a case and bears its
    ``cause``; a STEP bears ``kind``, ``result`` and what comes next by when; CLOSED bears the ``outcome``.
    ``ends`` are the moments at which was recorded what an entry puts an end to: WITHDRAWN its step, CLOSED
    what opened or reopened the case. No two entries share a moment, and no merge changes it.
    ``kopdata.fieldwork.cases`` says which entry may follow which.
    """

    coop_id: Text
    sequence: int = Field(ge=1)
    event: CaseEvent
    held_on: dt.date
    kind: CoachingKind | None = None
    cause: Text | None = None
    officers: tuple[Text, ...] = ()
    result: Text | None = None
    next_step: Text | None = None
    next_by: dt.date | None = None
    outcome: CaseOutcome | None = None
    ends: tuple[AwareDatetime, ...] = ()
    actor: Text
    recorded_at: AwareDatetime


class ProposalEntry(Record):
    """One entry in the papers for proposing that a koperasi be dissolved.

    ``sequence`` numbers all entries of a koperasi from 1. ``number`` is that of a letter; ``document`` the
    SHA-256 of a file in the store, ``document_name`` what it was called; ``visit_id`` is the visit that it
    was taken over from. ``ends`` are the moments at which was recorded what an entry puts an end to:
    EVIDENCE_REMOVED the evidence that does not count, WITHDRAWN what began the proposal.
    """

    coop_id: Text
    sequence: int = Field(ge=1)
    event: ProposalEvent
    dated_on: dt.date
    evidence: Evidence | None = None
    number: Text | None = None
    notes: Text | None = None
    document: Sha256 | None = None
    document_name: Text | None = None
    visit_id: Text | None = None
    ends: tuple[AwareDatetime, ...] = ()
    decision: Decision | None = None
    actor: Text
    recorded_at: AwareDatetime


TABLE_OF: Final[Mapping[type[Record], str]] = {CoachingEntry: "coaching", ProposalEntry: "proposals"}
"""The table of the store, and of the database, that holds numbered entries of a kind."""


class Participants(Record):
    """How many came from one koperasi."""

    coop_id: Text
    count: int = Field(ge=1)


class Outreach(Record):
    """One event of sosialisasi; a correction, or that it did not take place, is a new ``revision``.

    ``others`` came from no koperasi of the list.
    """

    outreach_id: Text
    revision: int = Field(default=1, ge=1)
    held_on: dt.date
    place: Text
    district_code: Text | None = None
    topic: Text
    participants: tuple[Participants, ...] = ()
    others: int = Field(default=0, ge=0)
    officers: tuple[Text, ...] = ()
    notes: Text | None = None
    withdrawn: bool = False
    reason: Text | None = None
    actor: Text
    recorded_at: AwareDatetime
