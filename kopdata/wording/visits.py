"""The visits to one koperasi, and its calls, as rows; only a visit proves an address."""

from __future__ import annotations

from typing import Final

from kopdata.fieldwork.records import Visit
from kopdata.fieldwork.vocabulary import Met
from kopdata.figures import Origin
from kopdata.formats import ABSENT, date, listed, number
from kopdata.queries.profile import Profile
from kopdata.vocabulary import Contact
from kopdata.wording.labels import distinct
from kopdata.wording.tiles import UNRECORDED

CONTACTS: Final = {
    Contact.VISIT: "Kunjungan",
    Contact.PHONE: "Telepon/WhatsApp",
    Contact.AT_OFFICE: "Datang ke kantor",
}
NEVER: Final = "Belum pernah dikunjungi."
SHOW_MORE: Final = "Tampilkan yang lebih lama"
PROVES_NOTHING: Final = "Telepon/WhatsApp dan kedatangan ke kantor tidak membuktikan alamat."


def visit_rows(profile: Profile) -> list[dict[str, str]]:
    """Return every visit and contact as a row, the newest first, without columns that stay empty."""
    titles = {title for visit in profile.visits for title, cell in _row(visit).items() if cell}
    return [
        {title: cell or ABSENT for title, cell in _row(visit).items() if title in titles}
        for visit in profile.visits
    ]


def visit_notes(profile: Profile) -> str:
    """Return what must be said beside the rows, "" where they say it all."""
    contacts = {visit.contact for visit in profile.visits}
    if not contacts and not profile.visits_recorded:
        return f"{UNRECORDED[Origin.VISITS]}."
    notes = [NEVER] if Contact.VISIT not in contacts else []
    return " ".join([*notes, PROVES_NOTHING] if contacts - {Contact.VISIT} else notes)


def more_visits(profile: Profile) -> str:
    """Return how many of the koperasi's visits and contacts are shown, "" where all are."""
    shown, there = len(profile.visits), profile.fieldwork.visits_in_all
    return f"{number(shown)} dari {number(there)} catatan, yang terbaru." if shown < there else ""


def labels(profile: Profile) -> dict[str, str]:
    """Return what tells each visit and contact in a list of choices, by its id."""
    return distinct(
        {
            visit.visit_id: f"{date(visit.visited_on)} · {CONTACTS[visit.contact]}: {_result(visit)}"
            for visit in profile.visits
        }
    )


def _row(visit: Visit) -> dict[str, str]:
    return {
        "Tanggal": date(visit.visited_on),
        "Cara": CONTACTS[visit.contact],
        "Hasil": _result(visit),
        "Petugas": listed(list(visit.officers)),
        "Pendamping": listed(list(visit.assistants)),
        "Temuan": " ".join(findings(visit)),
        "Tindak lanjut": visit.follow_up,
        "Sebab": visit.cause or "",
        "Catatan": visit.notes or "",
        "Foto": number(len(visit.photos)) if visit.photos else "",
        "Perbaikan": correction(visit),
    }


def findings(visit: Visit) -> tuple[str, ...]:
    """Return what was found beside the result, a sentence each; nothing of what was not recorded."""
    told = (
        ("Alamat baru", visit.new_address),
        ("Papan nama", _within(visit.signboard)),
        ("Kantor", _within(visit.office)),
        ("Buku", _within(visit.books)),
        (
            "RAT terakhir menurut keterangan",
            f"tahun buku {visit.last_rat_told}" if visit.last_rat_told else "",
        ),
    )
    met: tuple[str, ...] = ()
    if visit.met == (Met.NOBODY,):
        met = (f"{Met.NOBODY}.",)
    elif visit.met:
        met = (f"Bertemu {listed([_within(role) for role in visit.met])}.",)
    village = f"Perangkat desa {_within(visit.village_office)} koperasi ini." if visit.village_office else ""
    return (*met, *(ended(f"{label}: {words}") for label, words in told if words), *filter(None, [village]))


def correction(visit: Visit) -> str:
    """Return who corrected what was recorded first, when and why, "" where nobody did."""
    if visit.revision == 1:
        return ""
    reason = f", alasan: {ended(visit.reason)}" if visit.reason else "."
    return f"Diperbaiki oleh {visit.actor} pada {date(visit.recorded_at.astimezone().date())}{reason}"


def ended(text: str) -> str:
    """Return a text as a sentence that ends."""
    return text if text.endswith((".", "!", "?")) else f"{text}."


def _within(words: str | None) -> str:
    """Return a word of a vocabulary within a sentence."""
    return words[0].lower() + words[1:] if words else ""


def _result(visit: Visit) -> str:
    words = str(visit.result)
    return words if visit.contact is Contact.VISIT else f"Menurut keterangan: {_within(words)}"
