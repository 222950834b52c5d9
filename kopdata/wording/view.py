"""A filter in words: which koperasi a view holds, and where."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from kopdata import figures
from kopdata.formats import date, listed
from kopdata.imports.values import tidy
from kopdata.models import Filter, Snapshot
from kopdata.queries.choices import district_label
from kopdata.queries.scope import NO_TYPE
from kopdata.regions import NO_DISTRICT, REGENCY, districts
from kopdata.vocabulary import HEALTH_DETAILS, MERAH_PUTIH_TYPES, CooperativeType, Status

MERAH_PUTIH: Final = "Koperasi Merah Putih"
MOST_TYPES: Final = 4
"""Jenis named one by one; a longer list would bury the figures."""
_PLAIN_TYPES: Final = frozenset(CooperativeType) - frozenset(MERAH_PUTIH_TYPES)
_STATUS_WORDS: Final = {
    Status.ACTIVE: "aktif",
    Status.INACTIVE: "tidak aktif",
    Status.UNKNOWN: "tanpa status",
}

_COUNTED_IN: Final[dict[str, tuple[Status | None, str]]] = {
    figures.ACTIVE.id: (Status.ACTIVE, ""),
    figures.INACTIVE.id: (Status.INACTIVE, ""),
    figures.UNKNOWN.id: (Status.UNKNOWN, ""),
    figures.RAT_HELD.id: (Status.ACTIVE, "sudah RAT"),
    figures.RAT_LATE.id: (Status.ACTIVE, "terlambat RAT"),
    figures.RAT_NOT_DUE.id: (Status.ACTIVE, "belum wajib RAT"),
    figures.DATA_COMPLETE.id: (None, "data ODS-nya lengkap"),
    figures.CERTIFIED.id: (None, "sertifikat NIK-nya berlaku"),
    figures.CERTIFICATE_LAPSED.id: (None, "sertifikat NIK-nya habis masa berlaku"),
    figures.ASSESSED.id: (None, "sudah dinilai kesehatannya"),
    figures.HEALTHY.id: (None, "kesehatannya Sehat atau Cukup Sehat"),
    figures.NOT_ASSESSED.id: (None, "belum dinilai kesehatannya"),
    figures.VISITED.id: (Status.INACTIVE, "sudah dikunjungi"),
    figures.AT_ADDRESS.id: (Status.INACTIVE, "ada di alamatnya"),
    figures.SERVING.id: (Status.INACTIVE, "masih melayani anggota"),
    figures.STILL_SERVING.id: (Status.INACTIVE, "masih melayani anggota, juga di alamat lain"),
    figures.NOT_FOUND.id: (Status.INACTIVE, "tidak ditemukan di alamatnya"),
    figures.IN_COACHING.id: (Status.INACTIVE, "dalam pembinaan"),
}
"""What every koperasi that a figure counts has in common: its status, and the rest."""


def status_from_before(snapshot: Snapshot) -> str:
    """Return what every screen says of figures whose status is not the file's own, "" where it is."""
    if snapshot.status_as_of is None:
        return ""
    return (
        f"Berkas keadaan {snapshot.label} tidak memuat status. Aktif dan tidak aktif di sini adalah status "
        f"yang terakhir diketahui, paling baru per {date(snapshot.status_as_of)}."
    )


def cooperatives_in_view(filter_: Filter) -> str:
    """Return which koperasi the filter keeps, dates aside, to be put after a number or as a title.

    "koperasi simpan pinjam aktif di Kecamatan Toboali yang sudah RAT, tanpa Koperasi Merah Putih". What a
    person typed stands between “ and ”, on one line.
    """
    adjective, condition = _statuses(filter_)
    conditions = [words for words in (condition, *_conditions(filter_)) if words]
    which = f"yang {listed(conditions)}" if conditions else ""
    phrase = " ".join(words for words in (_noun(filter_), adjective, place(filter_), which) if words)
    return f"{phrase}, tanpa {MERAH_PUTIH}" if filter_.merah_putih is False else phrase


def place(filter_: Filter) -> str:
    """Return where: "di Kabupaten Bangka Selatan", "di Kecamatan Toboali dan Payung"."""
    names = [district_label(code) for code in sorted(filter_.district - {NO_DISTRICT})]
    if not names or _is_anywhere(filter_):
        return f"di Kabupaten {REGENCY}"
    unknown = " atau di kecamatan yang tidak diketahui" if NO_DISTRICT in filter_.district else ""
    return f"di Kecamatan {listed(names)}{unknown}"


def fixed_status(filter_: Filter) -> Status | None:
    """Return the one status that the filter leaves, None where koperasi of the view may differ in it."""
    statuses = _kept_statuses(filter_)
    return next(iter(statuses)) if len(statuses) == 1 else None


def keeps_status(filter_: Filter, status: Status) -> bool:
    """Tell whether the filter lets a koperasi of this status through, as far as its status goes."""
    return status in _kept_statuses(filter_)


def _kept_statuses(filter_: Filter) -> frozenset[Status]:
    return (filter_.status or frozenset(Status)).intersection(*({status} for status in _counted(filter_)))


def _counted(filter_: Filter) -> dict[Status, None]:
    """Return the statuses that the figures of the filter count, each once."""
    return {status: None for status, _ in _figures(filter_) if status is not None}


def _figures(filter_: Filter) -> list[tuple[Status | None, str]]:
    """Return what the figures of the filter have in common, without what another of them says already."""
    chosen = set(filter_.counted_in)
    if figures.ALL_STEPS.id in chosen:  # which is all of them at once
        chosen = chosen - {figures.ALL_STEPS.id} | {step.id for step in figures.CHAIN}
    wholes = {whole for id_ in chosen for whole in _wholes(figures.FIGURES[id_])}
    return [said for id_, said in _COUNTED_IN.items() if id_ in chosen - wholes]


def _wholes(figure: figures.Figure) -> Iterator[str]:
    """Yield the ids of the figures that ``figure`` is a part of."""
    while figure.population is not None:
        yield figure.population
        figure = figures.FIGURES[figure.population]


def _noun(filter_: Filter) -> str:
    if filter_.merah_putih:
        return MERAH_PUTIH
    [kind, *others] = sorted(filter_.type) or [""]
    return f"koperasi {kind.lower()}" if kind in _PLAIN_TYPES and not others else "koperasi"


def _statuses(filter_: Filter) -> tuple[str, str]:
    """Return the status that all have as an adjective, or several as a condition; "" for the other."""
    kept = _status_words(_kept_statuses(filter_))
    if len(kept) == len(Status):
        return "", ""
    if len(kept) == 1:
        return kept[0], ""
    if not kept:  # no koperasi has the statuses chosen and is counted in each figure chosen
        demanded = [_either(_status_words(filter_.status))] if filter_.status else []
        kept = [" sekaligus ".join([*demanded, *(_STATUS_WORDS[status] for status in _counted(filter_))])]
    return "", _either(kept)


def _status_words(statuses: frozenset[Status]) -> list[str]:
    return [words for status, words in _STATUS_WORDS.items() if status in statuses]


def _conditions(filter_: Filter) -> list[str]:
    found = []
    if filter_.type and _noun(filter_) in {"koperasi", MERAH_PUTIH}:
        found.append(_types(filter_.type))
    found.extend(words for _, words in _figures(filter_) if words)
    details = [str(detail) for details in HEALTH_DETAILS.values() for detail in details]
    health = [detail for detail in details if detail in filter_.health]
    if health and len(health) < len(details):
        found.append(f"kesehatannya {_either(health)}")
    if filter_.district == {NO_DISTRICT}:
        found.append("kecamatannya tidak diketahui")
    if filter_.search:
        found.append(f"cocok dengan pencarian “{tidy(filter_.search)}”")
    return found


def _types(chosen: frozenset[str]) -> str:
    named = [f"berjenis {' '.join(kind.split())}" for kind in sorted(chosen - {NO_TYPE})]
    if len(named) > MOST_TYPES:
        named = [*named[:MOST_TYPES], f"{len(named) - MOST_TYPES} jenis lain"]
    return _either([*named, *(["jenisnya tidak tercantum"] if NO_TYPE in chosen else [])])


def _is_anywhere(filter_: Filter) -> bool:
    return len(filter_.district) > len(districts())


def _either(words: list[str]) -> str:
    """Return alternatives as a person lists them: "A atau B", "A, B, atau C"."""
    if len(words) <= 2:
        return " atau ".join(words)
    return f"{', '.join(words[:-1])}, atau {words[-1]}"
