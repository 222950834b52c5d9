"""Two snapshots side by side, in words: totals before and after, what changed, and what it may come from."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import Final, NamedTuple

from kopdata import formats
from kopdata.changes import Change, ChangeKind
from kopdata.columns import COLUMNS
from kopdata.figures import FIGURES, Origin
from kopdata.formats import ABSENT, listed, number
from kopdata.imports.fields import LABELS
from kopdata.models import Counts, Filter, Snapshot
from kopdata.queries.compare import Comparison
from kopdata.vocabulary import Status, fold
from kopdata.wording.names import NamesHeading
from kopdata.wording.quote import SAMPLE
from kopdata.wording.view import cooperatives_in_view

CAVEAT: Final = (
    "Perubahan dapat juga berasal dari cara pencatatan atau susunan berkas yang berbeda. Daftar ini "
    "menunjukkan apa yang berbeda, bukan penyebabnya."
)
_TOTALS: Final = {"Jumlah koperasi": "total", "Aktif": "active", "Tidak aktif": "inactive"}
_UNKNOWN: Final = {"Status tidak tercantum": "unknown"}
_NOT_IN_FILE: Final = "tidak ada di berkas"


class ChangeLine(NamedTuple):
    """One line of the list: a koperasi, what became of it, and one value that differs."""

    coop_id: str
    name: str
    nik: str
    address: str
    village: str
    district: str
    kind: str
    title: str
    old: str
    new: str


def totals(comparison: Comparison) -> list[dict[str, str]]:
    """Return the totals of both snapshots, and the change in words; a status that a file lacks is absent."""
    has_unknown = comparison.before.unknown or comparison.after.unknown
    earlier, later = comparison.earlier, comparison.later
    rows = []
    for title, name in (_TOTALS | _UNKNOWN if has_unknown else _TOTALS).items():
        then = _count(earlier, comparison.before, name)
        now = _count(later, comparison.after, name)
        rows.append(
            {
                "": title,
                earlier.label: _NOT_IN_FILE if then is None else number(then),
                later.label: _NOT_IN_FILE if now is None else number(now),
                "Perubahan": ABSENT if then is None or now is None else _difference(now - then),
            }
        )
    return rows


def _count(snapshot: Snapshot, counts: Counts, name: str) -> int | None:
    given: int = getattr(counts, name)
    return given if name == "total" or "status" in snapshot.fields else None


def _difference(more: int) -> str:
    if not more:
        return "sama"
    return f"{number(abs(more))} lebih {'banyak' if more > 0 else 'sedikit'}"


def kinds(comparison: Comparison) -> list[dict[str, str]]:
    """Return how many koperasi changed in each way, none left out."""
    return [{"Perubahan": kind.label, "Koperasi": number(count)} for kind, count in comparison.counts.items()]


def headline(comparison: Comparison, chosen: Collection[ChangeKind]) -> str:
    """Return what the list below holds: "12 koperasi: Baru tercatat dan Kembali aktif"."""
    count = comparison.count(chosen)
    words = f"{number(count)} koperasi" if count else "Tidak ada koperasi"
    if not chosen:
        return f"{words} yang berubah"
    return f"{words}: {listed([kind.label for kind in ChangeKind if kind in chosen])}"


def not_compared(comparison: Comparison) -> str:
    """Return what only one of the snapshots carries and so is not compared, "" where there is none."""
    names = [LABELS[field] for field in comparison.not_compared]
    if not names:
        return ""
    return f"Tidak dibandingkan, karena hanya ada di salah satu berkas: {', '.join(names)}."


def untold(comparison: Comparison) -> str:
    """Return why the koperasi of the view cannot be told, "" where they can."""
    if not comparison.untold:
        return ""
    files = [
        f"{_silent(asked)} keadaan {snapshot.label} tidak memuat "
        + listed([f"“{FIGURES[id_].title if id_ in FIGURES else COLUMNS[id_].title}”" for id_ in asked])
        for snapshot, asked in comparison.untold
    ]
    return f"Untuk saringan ini, {listed(files)}. Hapus saringan itu, atau pilih keadaan lain."


def _silent(asked: tuple[str, ...]) -> str:
    """Return what says nothing of what was asked: the files, or what the office itself records."""
    recorded = (id_ in FIGURES and FIGURES[id_].origin is not Origin.REGISTRY for id_ in asked)
    return "catatan sampai" if all(recorded) else "berkas"


def lines(changes: Iterable[Change]) -> Iterator[ChangeLine]:
    """Return a line for each value that differs; of a koperasi in one snapshot only, its status there."""
    for change in changes:
        values: Iterable[tuple[str, str, str]] = change.fields
        if change.kind in (ChangeKind.NEW, ChangeKind.GONE):
            values = [("Status", _status(change, ChangeKind.GONE), _status(change, ChangeKind.NEW))]
        for title, old, new in values:
            yield ChangeLine(
                coop_id=change.coop_id,
                name=change.name,
                nik=change.nik or "",
                address=change.address or "",
                village=change.village or "",
                district=change.district or ABSENT,
                kind=change.kind.label,
                title=title,
                old=old,
                new=new,
            )


def _status(change: Change, listed_where: ChangeKind) -> str:
    """Return the status in the one snapshot that lists a koperasi; in the other one it has none."""
    if change.kind is not listed_where:
        return ABSENT
    given = change.status_now if change.kind is ChangeKind.NEW else change.status_before
    return (given or Status.UNKNOWN).label


def list_rows(shown: Iterable[ChangeLine]) -> list[dict[str, str]]:
    """Return the lines as the screen shows them."""
    return [
        {
            "Nama": line.name,
            "Kecamatan": line.district,
            "Perubahan": line.kind,
            "Data": line.title,
            "Dulu": line.old,
            "Sekarang": line.new,
        }
        for line in shown
    ]


def file_heading(
    comparison: Comparison, filter_: Filter, *, is_demo: bool, office_name: str, section_name: str
) -> NamesHeading:
    """Return what stands above the list in a file."""
    return NamesHeading(
        title=f"Perubahan {cooperatives_in_view(filter_)}, {comparison.earlier.label} ke "
        f"{comparison.later.label}",
        lines=(
            " ".join(office_name.split()),
            f"{number(comparison.total)} koperasi berubah. Sumber: ODS, keadaan "
            f"{formats.short_date(comparison.earlier.as_of)} dan "
            f"{formats.short_date(comparison.later.as_of)}, diolah {' '.join(section_name.split())}.",
            CAVEAT,
            *filter(None, [not_compared(comparison)]),
        ),
        sample=f"{SAMPLE}: nama dan isi koperasi karangan." if is_demo else "",
    )


def file_name(comparison: Comparison) -> str:
    """Return the name of the list's file without its ending."""
    labels = (fold(snapshot.label).replace(" ", "-") for snapshot in (comparison.earlier, comparison.later))
    return f"perubahan-{'-ke-'.join(labels)}"
