"""What comes next for one koperasi, why, and where in the dashboard that is done."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from enum import StrEnum
from typing import Final, NamedTuple

from kopdata.fieldwork.records import Visit
from kopdata.fieldwork.vocabulary import FollowUp, ProposalEvent
from kopdata.findings import Remedy
from kopdata.formats import date
from kopdata.queries.profile import Profile, Standing
from kopdata.vocabulary import HEALTH_DETAILS, HealthClass, Status
from kopdata.wording import coaching as coaching_words
from kopdata.wording import dissolution as dissolution_words
from kopdata.wording.fieldwork_of import cases_of, proposals_of
from kopdata.wording.profile import (
    CERTIFICATE_STEP,
    DATA_STEP,
    NO_RECORDS_BASIS,
    RAT_STEP,
    Answer,
    reasons,
    status_of,
    steps,
)
from kopdata.wording.visits import ended

QUESTION: Final = "Langkah berikutnya"


class Place(StrEnum):
    """Where in the dashboard a step is done."""

    VISIT = "Catat kunjungan"
    COACHING = "Buka pembinaan"
    DISSOLUTION = "Buka usulan pembubaran"
    REPAIRS = "Buka Perbaikan di ODS"


class NextStep(Answer):
    """What comes next; ``place`` is None where it is done outside the dashboard."""

    place: Place | None = None


class _Word(NamedTuple):
    """What somebody recorded as next, on which day."""

    on: dt.date
    step: NextStep


_FOLLOWED_AT: Final = {
    FollowUp.COACHING: Place.COACHING,
    FollowUp.VISIT_AGAIN: Place.VISIT,
    FollowUp.FIND_ADDRESS: Place.VISIT,
    FollowUp.UPDATE_ODS: Place.REPAIRS,
    FollowUp.ASK_VILLAGE: Place.DISSOLUTION,
    FollowUp.PROPOSE_DISSOLUTION: Place.DISSOLUTION,
}
_REMEDIED_AT: Final = {Remedy.IN_THE_FIELD: Place.VISIT, Remedy.IN_ODS: Place.REPAIRS}


def next_step(profile: Profile) -> NextStep:
    """Return what comes next.

    What the office itself recorded last decides: the follow-up of the last visit, the coaching that stands
    open, the proposal that is under way. Where nothing of it is left to do, the weightiest reason of "Perlu
    ditindaklanjuti" does, and without one the first step to the certificate that is missing.
    """
    if profile.standing is None:
        return _step("Tidak ada", "Koperasi ini dibina oleh dinas kabupatennya sendiri.")
    words = [*_visit(profile), *_coaching(profile), *_proposal(profile)]
    if words:
        # Of one day the later in this order: a case is opened because of a visit, not the other way round.
        return max(enumerate(words), key=lambda pair: (pair[1].on, pair[0]))[1].step
    if found := reasons(profile):
        why, remedy = found[0]
        return _step(remedy, why, _REMEDIED_AT.get(remedy))
    if status_of(profile) is Status.INACTIVE and not profile.visits_recorded:
        return _step(Remedy.IN_THE_FIELD, f"Tidak aktif di ODS. {NO_RECORDS_BASIS}", Place.VISIT)
    return _to_certificate(profile, profile.standing)


def _step(answer: str, basis: str, place: Place | None = None) -> NextStep:
    return NextStep(question=QUESTION, answer=answer, basis=basis, place=place)


def _visit(profile: Profile) -> Iterator[_Word]:
    visit = profile.last_visit
    if visit is None:
        return
    asked = next((one for one in FollowUp if visit.follow_up.startswith(one)), None)
    if asked is FollowUp.NONE or _is_settled(profile, visit, asked):
        return
    details = visit.follow_up.removeprefix(asked or "").strip(" :")
    told = f": {ended(details)}" if details else "."
    basis = f"Menurut kunjungan {date(visit.visited_on)}{told}"
    if asked is None:
        yield _Word(visit.visited_on, _step("Tindak lanjuti", basis))
        return
    if asked is FollowUp.VISIT_AGAIN:
        basis += _until(profile)
    yield _Word(visit.visited_on, _step(asked, basis, _FOLLOWED_AT[asked]))


def _until(profile: Profile) -> str:
    item = profile.standing.attention if profile.standing else None
    if item is None or item.due_on is None:
        return ""
    return f" {'Dijadwalkan' if item.planned_on else 'Paling lambat'} {date(item.due_on)}."


def _is_settled(profile: Profile, visit: Visit, asked: FollowUp | None) -> bool:
    """Tell whether what a visit asked for was done since, or has become something that stands open itself."""
    if asked is FollowUp.COACHING:
        return any(
            case.closed is None or case.closed.held_on >= visit.visited_on for case in cases_of(profile)
        )
    if asked in {FollowUp.PROPOSE_DISSOLUTION, FollowUp.ASK_VILLAGE}:
        return any(not one.is_over or one.last.dated_on >= visit.visited_on for one in proposals_of(profile))
    # What is still wrong in a later export is a reason of its own.
    return asked is FollowUp.UPDATE_ODS and profile.shown.as_of > visit.visited_on


def _coaching(profile: Profile) -> Iterator[_Word]:
    for case in cases_of(profile)[-1:]:
        if case.is_open:
            last = max(entry.held_on for entry in coaching_words.all_entries(case))
            basis = coaching_words.next_line(case, profile.visits_until)
            yield _Word(last, _step("Lanjutkan pembinaan", basis, Place.COACHING))


def _proposal(profile: Profile) -> Iterator[_Word]:
    for one in proposals_of(profile)[-1:]:
        if not one.is_over:
            sent = one.state is ProposalEvent.SUBMITTED
            answer = "Tunggu keputusan kementerian" if sent else "Lengkapi usulan pembubaran"
            basis = f"{dissolution_words.state_line(one)}. Bukti {dissolution_words.evidence_count(one)}."
            yield _Word(one.last.dated_on, _step(answer, basis, Place.DISSOLUTION))


_ACTS: Final = {
    RAT_STEP: "Ingatkan RAT",
    DATA_STEP: "Lengkapi data di ODS",
    CERTIFICATE_STEP: "Urus sertifikat NIK",
}


def _to_certificate(profile: Profile, standing: Standing) -> NextStep:
    if missing := [step for step in steps(profile) if step.done is False]:
        return _step(_ACTS[missing[0].title], missing[0].words)
    if standing.health in HEALTH_DETAILS[HealthClass.UNHEALTHY]:
        return _step("Bina kesehatannya", f"Predikat terakhir {standing.health}.")
    return _step("Tidak ada yang mendesak", "RAT, data ODS, dan sertifikat tidak memerlukan tindakan.")
