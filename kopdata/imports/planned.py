"""An import as previewed: what it would change, what only a person can tell, what is odd about it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

import pyarrow as pa

from kopdata.changes import ChangeKind, Changes
from kopdata.completeness import Completeness
from kopdata.imports.parsed import ParsedFile
from kopdata.imports.questions import Oddity, UnclearRow
from kopdata.models import Counts, Finding, ImportDraft, ImportEvent, Snapshot
from kopdata.vocabulary import ImportKind

MANY_GONE: Final = 0.2
"""Of the koperasi before; more that are missing from a file speak for the wrong file or a part of one."""
MANY_REJECTED: Final = 0.1


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """An import as previewed; ``save_import`` does exactly this or refuses.

    The counts are those of the snapshot as it will be: ``total`` = ``active`` + ``inactive`` +
    ``unknown`` koperasi of the region, ``outside`` those of other regencies. ``draft`` counts the file's
    own rows; the two differ only where the file completes another.
    """

    kind: ImportKind
    parsed: ParsedFile
    draft: ImportDraft
    rows: pa.Table
    """Rows of ``store.schema.REGISTRY``; of a recap, of ``imports.assessments.SCHEMA`` with ``coop_id``."""
    based_on: int
    counts: Counts
    changes: Changes
    rejected: tuple[Finding, ...]
    left_out: tuple[Finding, ...]
    warnings: tuple[Finding, ...]
    already: ImportEvent | None = None
    """The event that made this very file current for this date, if it is."""
    adds_nothing: bool = False
    """Whether the store would be the same afterwards."""
    shown_as_of: dt.date | None = None
    """The newest snapshot's date if it is later than this one: the screen stays there."""
    before: Snapshot | None = None
    """The snapshot that ``changes`` compares with: the date's own, else the newest before it."""
    before_counts: Counts | None = None
    missing_fields: tuple[str, ...] = ()
    """Indonesian names of the notable columns that the file lacks."""
    unclear: tuple[UnclearRow, ...] = ()
    """The rows that may be a koperasi which is known already, answered or not."""
    status_told_on: dt.date | None = None
    """For a file without a status: the date up to which a status is known; None where none is."""
    completeness: tuple[Completeness, ...] = ()

    @property
    def total(self) -> int:
        """Koperasi of the region."""
        return self.counts.total

    @property
    def active(self) -> int:
        """Those listed as aktif."""
        return self.counts.active

    @property
    def inactive(self) -> int:
        """Those listed as tidak aktif."""
        return self.counts.inactive

    @property
    def unknown(self) -> int:
        """Those without a status."""
        return self.counts.unknown

    @property
    def outside(self) -> int:
        """Rows of other regencies."""
        return self.counts.outside

    @property
    def names_by_row(self) -> dict[int, str]:
        """The koperasi that stands in each row of the file that is taken in."""
        rows, names = self.rows["source_row"].to_pylist(), self.rows["name"].to_pylist()
        return {row: name for row, name in zip(rows, names, strict=True) if row is not None and name}

    @property
    def oddities(self) -> tuple[Oddity, ...]:
        """What makes a second look worth while before saving."""
        if self.kind is ImportKind.ASSESSMENTS:
            return ()
        was = self.before_counts.total if self.before_counts else 0
        found = {
            Oddity.MANY_GONE: self.gone > was * MANY_GONE,
            Oddity.ANOTHER_REGENCY: self.outside > self.total,
            Oddity.OLDER_DATE: self.shown_as_of is not None,
            Oddity.MANY_REJECTED: len(self.rejected) > self.parsed.rows_read * MANY_REJECTED,
        }
        return tuple(oddity for oddity, holds in found.items() if holds)

    @property
    def new(self) -> int:
        """How many koperasi are "Baru tercatat"."""
        return self.changes.count(ChangeKind.NEW)

    @property
    def gone(self) -> int:
        """How many koperasi are "Tidak ada di berkas baru"."""
        return self.changes.count(ChangeKind.GONE)

    @property
    def changed(self) -> int:
        """How many koperasi stand in both and differ in anything."""
        return self.changes.changed


@dataclass(frozen=True, slots=True)
class SavedAssessments:
    """What saving a recap of health assessments did."""

    added: int
