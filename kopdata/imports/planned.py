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
from kopdata.store import StoreVersion
from kopdata.vocabulary import ImportKind, ImportMode

MANY_GONE: Final = 0.2
"""Of the koperasi before; more that are missing from a file speak for the wrong file or a part of one."""
MANY_REJECTED: Final = 0.1
MANY_WITHOUT: Final = 0.2
"""Of the koperasi; more that lose their status speak for a column that was not recognised."""
MANY_WITHOUT_NIK: Final = 0.5
"""Of the rows, in a file that carries NIK."""


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
    """The number of the date's last event; saving is refused where there is a later one."""
    identified_in: StoreVersion
    """The state of the store from which it was told which koperasi is which; another may tell otherwise."""
    planned_on: dt.date
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
    unclear_rows: int = 0
    """How many such rows there are; a few at a time are asked (``questions.MOST_ASKED``)."""
    status_told_on: dt.date | None = None
    """For a file without a status: the date up to which a status is known; None where none is."""
    completeness: tuple[Completeness, ...] = ()
    same_file_of: Snapshot | None = None
    """The snapshot of another date that shows this very file."""

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
            Oddity.STATUS_GONE: self.status_gone > self.total * MANY_WITHOUT,
            Oddity.NIK_GONE: self.without_nik > self.draft.accepted * MANY_WITHOUT_NIK,
            Oddity.SAME_FILE: self.same_file_of is not None,
            Oddity.AHEAD: self.draft.as_of > self.planned_on,
        }
        return tuple(oddity for oddity, holds in found.items() if holds)

    @property
    def tells_status(self) -> bool:
        """Whether the snapshot as it will be has a status from any file; if not, 0 active would mislead."""
        completed = self.before if self.draft.mode is ImportMode.COMPLETE else None
        stands = completed.fields if completed and completed.as_of == self.draft.as_of else frozenset[str]()
        return "status" in {*self.draft.fields, *stands}

    @property
    def status_gone(self) -> int:
        """How many more koperasi than before would have no status; 0 where nothing stood before."""
        return max(self.unknown - self.before_counts.unknown, 0) if self.before_counts else 0

    @property
    def without_nik(self) -> int:
        """Rows whose NIK is empty or cannot be read, in a file that carries NIK; else 0."""
        return int(self.rows["nik"].null_count) if "nik" in self.parsed.fields else 0

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
