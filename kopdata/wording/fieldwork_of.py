"""What fieldwork besides visits recorded of one koperasi: coaching, a proposed dissolution, sosialisasi."""

from __future__ import annotations

from kopdata.fieldwork.cases import Case, cases
from kopdata.fieldwork.proposals import Proposal, proposals
from kopdata.formats import date, number
from kopdata.queries.profile import Profile
from kopdata.wording import coaching as coaching_words
from kopdata.wording import dissolution as dissolution_words

NO_COACHING = "Belum pernah dibina."
NO_OUTREACH = "Belum tercatat mengikuti sosialisasi."


def cases_of(profile: Profile) -> tuple[Case, ...]:
    """Return the koperasi's cases of coaching as they stood at the end of this view."""
    return cases(profile.fieldwork.coaching, until=profile.visits_until)


def proposals_of(profile: Profile) -> tuple[Proposal, ...]:
    """Return the koperasi's proposals as they stood at the end of this view."""
    return proposals(profile.fieldwork.proposals, until=profile.visits_until)


def coaching_lines(profile: Profile) -> list[str]:
    """Return how each case of coaching stands, the newest first, with what comes next."""
    lines = []
    for case in reversed(cases_of(profile)):
        line = f"{coaching_words.state_line(case)}. {coaching_words.cause_line(case)}"
        if case.is_open:
            line += f" {coaching_words.next_line(case, profile.visits_until)}"
        lines.append(line)
    return lines or [NO_COACHING]


def proposal_lines(profile: Profile) -> list[str]:
    """Return how each proposal to dissolve it stands, the newest first; none is the rule."""
    return [
        f"Usulan pembubaran: {dissolution_words.state_line(proposal)}. "
        f"Bukti {dissolution_words.evidence_count(proposal)}."
        for proposal in reversed(proposals_of(profile))
    ]


def outreach_rows(profile: Profile) -> list[dict[str, str]]:
    """Return the events of sosialisasi that its people came to, the newest first."""
    return [
        {
            "Tanggal": date(event.held_on),
            "Topik": event.topic,
            "Tempat": event.place,
            "Peserta": f"{number(event.participants)} orang",
        }
        for event in profile.fieldwork.outreach
        if event.held_on <= profile.visits_until
    ]
