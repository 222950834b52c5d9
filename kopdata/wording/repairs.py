"""What is to be put right in ODS, in words: how many, whose, where, what to do, and how it stands."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from typing import Final

from kopdata import formats
from kopdata.formats import ABSENT, listed, number, short_date
from kopdata.models import Filter
from kopdata.queries.repairs import Repairs
from kopdata.repairs import KINDS, Export, RepairItem, RepairState
from kopdata.vocabulary import fold
from kopdata.wording.labels import distinct
from kopdata.wording.names import NamesHeading
from kopdata.wording.quote import SAMPLE
from kopdata.wording.view import cooperatives_in_view

TITLE: Final = "Perbaikan di ODS"
ABOUT: Final = (
    "Temuan dari setiap berkas yang diunggah, yang harus dibenahi di ODS. Tandai yang sudah diperbaiki; "
    "ekspor berikutnya yang tidak lagi memuat temuan itu membuktikannya sendiri."
)
NOTHING_FOUND: Final = "Tidak ada yang perlu diperbaiki di ODS pada berkas yang tersimpan."
NOTHING_IN_VIEW: Final = "Untuk saringan ini tidak ada yang perlu diperbaiki di ODS."
NOT_YOURS: Final = (
    "Anda dapat melihat daftar ini, tetapi hanya Kepala Bidang dan Operator ODS yang dapat menandainya."
)
NO_COOPERATIVE: Final = (
    "Baris ini ditolak dan tidak tercatat sebagai koperasi, jadi tidak ada halaman yang dapat dibuka."
)
_NO_NAME: Final = "(baris tanpa nama)"
COLUMNS: Final = (
    *("No", "Nama koperasi", "NIK", "Alamat", "Desa/Kelurahan", "Kecamatan", "Temuan"),
    *("Yang perlu dilakukan", "Berkas", "Lembar", "Baris", "Kolom", "Isi", "Keadaan"),
    *("Pertama terlihat", "Terakhir terlihat", "Ditandai oleh", "Ditandai pada"),
)
"""Titles of the list that is taken along."""


def summary(repairs: Repairs, kinds: Collection[str]) -> str:
    """Return how many items of these kinds are in each state: "12 belum · 3 sudah diperbaiki · …"."""
    counts = repairs.by_state(kinds)
    return (
        f"**{number(counts[RepairState.OPEN])} belum diperbaiki** · "
        f"{number(counts[RepairState.MENDED])} ditandai sudah diperbaiki · "
        f"{number(counts[RepairState.PROVEN])} terbukti di ekspor berikutnya"
    )


def mended(repairs: Repairs, kinds: Collection[str]) -> str:
    """Return "12 diperbaiki sejak bulan lalu (1 Oktober 2026)."."""
    count = repairs.mended_since_last_month(kinds)
    since = f"diperbaiki sejak bulan lalu ({formats.date(repairs.mended_since)})."
    return f"{number(count)} {since}" if count else f"Belum ada yang {since}"


def kinds_counted(repairs: Repairs, states: Collection[RepairState]) -> list[dict[str, str]]:
    """Return how many items in these states there are of each kind, most of them first."""
    counted = sorted(repairs.by_kind(states).items(), key=lambda pair: -pair[1])
    return [{"Temuan": KINDS[id_].title, "Jumlah": number(count)} for id_, count in counted]


def headline(count: int, states: Collection[RepairState], kinds: Collection[str]) -> str:
    """Return what the list holds: "12 temuan: Belum · NIK ganda"."""
    words = f"{number(count)} temuan" if count else "Tidak ada temuan"
    chosen = [
        listed([state.label for state in RepairState if state in states]),
        listed([KINDS[id_].title for id_ in KINDS if id_ in kinds], most=3),
    ]
    named = " · ".join(filter(None, chosen))
    return f"{words}: {named}" if named else words


def notes(repairs: Repairs) -> list[str]:
    """Return what the list leaves out, and why."""
    found = []
    if repairs.rejected_hidden:
        found.append(
            f"{number(repairs.rejected_hidden)} temuan tentang baris yang ditolak tidak tampil, karena baris "
            "itu bukan koperasi yang dapat disaring. Hapus saringan untuk melihatnya."
        )
    if repairs.not_listed:
        found.append(
            "Dari satu jenis temuan pada satu kolom hanya seribu baris pertama yang didaftar satu per satu. "
            "Selebihnya: " + " ".join(repairs.not_listed)
        )
    return found


def name_of(item: RepairItem) -> str:
    """Return the koperasi's name, or what a rejected row has for one."""
    return item.whose.name or _NO_NAME


def where(item: RepairItem) -> str:
    """Return the place in the sheet: "baris 14, kolom GRADE"."""
    return f"baris {item.row}, kolom {item.column}" if item.column else f"baris {item.row}"


def file_of(item: RepairItem) -> str:
    """Return the file that says it last: "ekspor.xlsx, lembar “Data”"."""
    name = item.last_seen.file_name
    return f"{name}, lembar “{item.sheet}”" if item.sheet else name


def state_words(item: RepairItem, zone: dt.tzinfo) -> str:
    """Return how an item stands, and by whose word or by which export."""
    if item.proof is not None:
        return f"Terbukti di ekspor {_label(item.proof)}"
    if item.contradicted:
        return f"{RepairState.OPEN.label}; masih ada di ekspor {_label(item.last_seen)}"
    if item.state is RepairState.MENDED and item.mark is not None:
        day = short_date(item.mark.recorded_at.astimezone(zone).date())
        return f"{item.state.label} ({item.mark.actor}, {day})"
    return item.state.label


def list_rows(shown: Iterable[RepairItem], zone: dt.tzinfo) -> list[dict[str, str]]:
    """Return the items as the screen lists them."""
    return [
        {
            "Nama": name_of(item),
            "Kecamatan": item.whose.district or ABSENT,
            "Temuan": item.kind.title,
            "Isi": item.value or ABSENT,
            "Di mana": where(item),
            "Keadaan": state_words(item, zone),
            "Keterangan": item.reason,
            "Berkas": file_of(item),
        }
        for item in shown
    ]


def choices(items: Sequence[RepairItem]) -> dict[int, str]:
    """Return by position how a choice names each item: name, kind, column; no two alike."""
    return distinct(
        {
            at: " · ".join(filter(None, (name_of(item), item.kind.title, item.column)))
            for at, item in enumerate(items)
        }
    )


def rows_of_one(items: Sequence[RepairItem], zone: dt.tzinfo) -> list[dict[str, str]]:
    """Return the items of one koperasi, for its page."""
    return [
        {
            "Temuan": item.kind.title,
            "Isi": item.value or ABSENT,
            "Di mana": f"{file_of(item)}, {where(item)}",
            "Sejak": _label(item.first_seen),
            "Keadaan": state_words(item, zone),
        }
        for item in items
    ]


def marked(count: int) -> str:
    """Return the toast after items were marked."""
    return f"{number(count)} temuan ditandai sudah diperbaiki."


def taken_back(count: int) -> str:
    """Return the toast after marks were taken back."""
    return f"Tanda pada {number(count)} temuan dibatalkan."


def file_rows(shown: Iterable[RepairItem], zone: dt.tzinfo) -> Iterable[tuple[str, ...]]:
    """Yield the items as a file lists them, in the order of ``COLUMNS``."""
    for at, item in enumerate(shown, start=1):
        is_marked = item.mark is not None and item.mark.state is RepairState.MENDED
        yield (
            *(str(at), name_of(item), *item.whose[1:], item.kind.title, item.reason),
            *(item.last_seen.file_name, item.sheet, str(item.row), item.column, item.value),
            *(state_words(item, zone), _label(item.first_seen), _label(item.last_seen)),
            item.mark.actor if is_marked and item.mark else "",
            short_date(item.mark.recorded_at.astimezone(zone).date()) if is_marked and item.mark else "",
        )


def file_heading(
    repairs: Repairs,
    shown: Sequence[RepairItem],
    filter_: Filter,
    states: Collection[RepairState],
    kinds: Collection[str],
    *,
    is_demo: bool,
    office_name: str,
    section_name: str,
) -> NamesHeading:
    """Return what stands above the list in a file."""
    return NamesHeading(
        title=f"{TITLE}: {cooperatives_in_view(filter_)}",
        lines=(
            " ".join(office_name.split()),
            f"{headline(len(shown), states, kinds)}. {mended(repairs, kinds)}",
            f"Sumber: ekspor ODS yang tersimpan, diolah {' '.join(section_name.split())}.",
            *notes(repairs),
        ),
        sample=f"{SAMPLE}: nama dan isi koperasi karangan." if is_demo else "",
    )


def file_name(states: Collection[RepairState], day: dt.date) -> str:
    """Return the name of the list's file without its ending."""
    which = f"{fold(next(iter(states)).label).replace(' ', '-')}-" if len(states) == 1 else ""
    return f"perbaikan-di-ods-{which}{day.isoformat()}"


def _label(export: Export) -> str:
    return formats.date(export.as_of, export.precision)
