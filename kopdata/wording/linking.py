"""Merging and splitting by hand, in words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from kopdata import formats
from kopdata.imports.values import shortened
from kopdata.linking import Candidate, Decision, Entry, Reason
from kopdata.models import ImportEvent
from kopdata.wording.labels import distinct

_WHY = {
    Reason.LEGAL_NUMBER: "Nomor badan hukumnya sama.",
    Reason.NAME_AND_VILLAGE: "Nama dan desanya sama.",
    Reason.SIMILAR_NAME: "Namanya hampir sama, di kecamatan yang sama.",
}


def entry_labels(entries: Iterable[Entry]) -> dict[str, str]:
    """Return by id how a list names each koperasi: name, place and numbers; no two alike."""
    return distinct({entry.coop_id: _entry(entry) for entry in entries})


def _entry(entry: Entry) -> str:
    place = entry.village or entry.district or "desa tidak tercantum"
    legal = f" · badan hukum {shortened(entry.legal_number)}" if entry.legal_number else ""
    return f"{entry.name} · {place} · {f'NIK {entry.nik}' if entry.nik else 'tanpa NIK'}{legal}"


def entry_rows(candidate: Candidate) -> list[dict[str, str]]:
    """Return two koperasi beside each other, one row for each."""
    return [
        {
            "Nama koperasi": entry.name,
            "NIK": entry.nik or formats.ABSENT,
            "Badan hukum": entry.legal_number or formats.ABSENT,
            "Desa": entry.village or formats.ABSENT,
            "Kecamatan": entry.district or formats.ABSENT,
            "Terakhir tercatat": formats.date(entry.as_of),
        }
        for entry in (candidate.first, candidate.second)
    ]


def merged(kept: Entry, other: Entry, said_of: Iterable[Iterable[ImportEvent]]) -> str:
    """Return the toast after two koperasi were merged; ``said_of`` are the imports that spoke of each.

    A snapshot that lists both keeps both rows: the status of each is ODS's, and stays as it was given.
    """
    words = f"“{kept.name}” dan “{other.name}” sekarang satu koperasi."
    one, two = ({event.as_of: event for event in events} for events in said_of)
    if not one.keys() & two.keys():
        return words
    shared = max(one.keys() & two.keys())
    label = formats.date(shared, one[shared].precision)
    lists = f"{words} Keadaan {label} mencantumkan keduanya, karena ODS mencatatnya dua kali;"
    if shared < max(*one, *two):
        return f"{lists} pada keadaan itu kedua barisnya tetap dihitung."
    return f"{lists} kedua barisnya tetap dihitung sampai salah satunya dihapus di ODS."


def both_listed(candidate: Candidate) -> str:
    """Return what a merge of two that one snapshot lists leaves as it is; "" where no newest one does."""
    if candidate.first.as_of != candidate.second.as_of:
        return ""
    return (
        f"Keadaan {formats.date(candidate.first.as_of)} mencantumkan keduanya. Sesudah digabung, kedua "
        "barisnya tetap dihitung sampai salah satunya dihapus di ODS."
    )


def merge_reason(candidate: Candidate) -> str:
    """Return the reason that a merge of these two would be recorded with, unless another is written."""
    return _WHY[candidate.reason]


def why_one(candidate: Candidate) -> str:
    """Return why two entries may be one koperasi."""
    words = _WHY[candidate.reason]
    if candidate.first.nik and candidate.second.nik and candidate.first.nik != candidate.second.nik:
        return f"{words} NIK-nya berbeda: periksa dahulu di ODS mana yang benar."
    return words


def source_label(event: ImportEvent) -> str:
    """Return an import as the choice of what to split off names it."""
    return f"Keadaan {formats.date(event.as_of, event.precision)} · {event.file_name}"


def decision_line(decision: Decision, names: dict[str, str], zone: dt.tzinfo) -> str:
    """Return a decision that holds, with who decided it and when; ``names`` gives koperasi by id."""
    when = formats.date(decision.recorded_at.astimezone(zone).date())
    kept = names.get(decision.same_as, decision.same_as)
    own = names.get(decision.coop_id, decision.coop_id)
    did = (
        f"“{own}” digabung ke “{kept}”."
        if decision.import_id is None
        else f"Data satu unggahan dipisahkan dari “{own}” menjadi koperasi tersendiri, “{kept}”."
    )
    return f"{did} Alasan: {decision.reason} ({decision.actor}, {when})"


def candidates_found(found: int, shown: int) -> str:
    """Return how many pairs may be one, and how many of them stand below."""
    words = f"{formats.number(found)} pasang. Periksa dahulu di ODS sebelum menggabungkan."
    return words if found == shown else f"{words} Ditampilkan {formats.number(shown)} yang paling mungkin."
