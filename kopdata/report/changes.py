"""The changes between two snapshots to take along, by name by address: one line a value that differs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from kopdata.changes import Change, ChangeKind, Changes
from kopdata.queries.compare import Comparison
from kopdata.report.tables import Column, table_csv, table_workbook
from kopdata.wording.comparison import lines
from kopdata.wording.names import NamesHeading

_COLUMNS: Final = (
    Column("No", 6),
    Column("Nama koperasi", 44),
    Column("NIK", 16),
    Column("Alamat", 40),
    Column("Desa/Kelurahan", 20),
    Column("Kecamatan", 18),
    Column("Perubahan", 24),
    Column("Data", 24),
    Column("Dulu", 28),
    Column("Sekarang", 28),
)
_BATCH: Final = 5_000


def changes_workbook(comparison: Comparison, heading: NamesHeading) -> bytes:
    """Return all changes as a workbook."""
    return table_workbook(_rows(comparison), _COLUMNS, heading, "Perubahan")


def changes_csv(comparison: Comparison, heading: NamesHeading) -> bytes:
    """Return all changes as delimited text."""
    return table_csv(_rows(comparison), _COLUMNS, heading)


def planned_changes_workbook(changes: Changes, heading: NamesHeading) -> bytes:
    """Return what an import would change, before it does, as a workbook."""
    return table_workbook(_planned(changes), _COLUMNS, heading, "Perubahan")


def planned_changes_csv(changes: Changes, heading: NamesHeading) -> bytes:
    """Return what an import would change, before it does, as delimited text."""
    return table_csv(_planned(changes), _COLUMNS, heading)


def _planned(changes: Changes) -> Iterator[tuple[str, ...]]:
    return _numbered(changes.of(*ChangeKind))


def _rows(comparison: Comparison) -> Iterator[tuple[str, ...]]:
    """Return the lines by kind, then by name."""
    return _numbered(
        change
        for kind, count in comparison.counts.items()
        for offset in range(0, count, _BATCH)
        for change in comparison.changes([kind], offset=offset, size=_BATCH)
    )


def _numbered(changes: Iterable[Change]) -> Iterator[tuple[str, ...]]:
    """Return a line for each value that differs; "No" counts koperasi."""
    for number, change in enumerate(changes, start=1):
        for line in lines([change]):
            yield (
                *(str(number), line.name, line.nik, line.address, line.village, line.district),
                *(line.kind, line.title, line.old, line.new),
            )
