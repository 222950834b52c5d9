"""The visits to one koperasi, and its calls, as rows; only a visit proves an address."""

from __future__ import annotations

from typing import Final

from kopdata.fieldwork.records import Visit
from kopdata.figures import Origin
from kopdata.formats import ABSENT, date, listed
from kopdata.queries.profile import Profile
from kopdata.vocabulary import Contact
from kopdata.wording.tiles import UNRECORDED

CONTACTS: Final = {
    Contact.VISIT: "Kunjungan",
    Contact.PHONE: "Telepon",
    Contact.AT_OFFICE: "Datang ke kantor",
}
NEVER: Final = "Belum pernah dikunjungi."
PROVES_NOTHING: Final = "Telepon dan kedatangan ke kantor tidak membuktikan alamat."


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


def _row(visit: Visit) -> dict[str, str]:
    return {
        "Tanggal": date(visit.visited_on),
        "Cara": CONTACTS[visit.contact],
        "Hasil": _result(visit),
        "Petugas": listed(list(visit.officers)),
        "Tindak lanjut": visit.follow_up,
        "Sebab": visit.cause or "",
        "Catatan": visit.notes or "",
    }


def _result(visit: Visit) -> str:
    words = str(visit.result)
    if visit.contact is Contact.VISIT:
        return words
    return f"Menurut keterangan: {words[0].lower()}{words[1:]}"
