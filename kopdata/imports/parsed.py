"""What a file held, read and typed, before it is set beside the store."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

import pyarrow as pa

from kopdata.imports.answers import NO_ANSWERS, Answers
from kopdata.imports.content import Content, Note
from kopdata.imports.unclear import UnclearColumn
from kopdata.models import Finding
from kopdata.store.schema import REGISTRY
from kopdata.vocabulary import ImportKind, Precision


@dataclass(frozen=True, slots=True)
class ParsedFile:
    """The content of one file, independent of any store; immutable and picklable.

    ``rows`` has the columns of ``store.schema.REGISTRY`` (for a recap of assessments: those of
    ``imports.assessments.SCHEMA``); ``coop_id``, ``as_of`` and ``import_id`` are null until an import is
    planned. Every row below the header that holds anything is counted once:
    ``rows_read == rows.num_rows + len(rejected) + len(left_out)``.
    """

    kind: ImportKind
    file_name: str
    sha256: str
    layout: str
    """Which known layout the columns follow ("H3"), else a description of them."""
    sheet: str | None
    header_row: int
    """1-based row of the header, as in the spreadsheet; of two header rows the lower one."""
    columns: tuple[tuple[str, str | None], ...]
    """Every column of the file: its title, and the field it is read as, if any."""
    fields: frozenset[str]
    """The registry fields that the file carries."""
    guessed_as_of: dt.date | None
    as_of_source: str
    """Where the date was found: "nama berkas", "baris judul", "isi berkas", or "" for nowhere."""
    precision: Precision
    rows: pa.Table
    rows_read: int
    rejected: tuple[Finding, ...] = ()
    left_out: tuple[Finding, ...] = ()
    warnings: tuple[Finding, ...] = ()
    titles: dict[str, str] = field(default_factory=dict)
    """The title that each field bears in the file, for findings about it."""
    fingerprint: str = ""
    """Of the header; answers about its columns are remembered under it. "" where none are asked."""
    needs_name: bool = False
    """Whether nobody can tell which column names the koperasi: no row was read, not even counted."""
    guessed: dict[str, str] = field(default_factory=dict)
    """The field of each column, by its title, that was recognised by its values."""
    unclear_columns: tuple[UnclearColumn, ...] = ()
    """The columns that a person may explain, answered or not."""
    unknown_status_words: dict[str, int] = field(default_factory=dict)
    """Words of the status column that no rule knows, as written, and in how many rows; answered or not."""
    answers: Answers = NO_ANSWERS
    """The answers that this file was read with, as far as they are about it."""

    @classmethod
    def of(cls, content: Content, *, file_name: str, sha256: str) -> ParsedFile:
        """Return what the child process read, as the records of ``kopdata``."""

        def findings(notes: list[Note]) -> tuple[Finding, ...]:
            return tuple(Finding(sheet=content.sheet, **note._asdict()) for note in notes)

        registry = content.kind is ImportKind.REGISTRY
        return cls(
            kind=content.kind,
            file_name=file_name,
            sha256=sha256,
            layout=content.layout,
            sheet=content.sheet,
            header_row=content.header_row,
            columns=tuple(content.columns),
            fields=frozenset(content.fields),
            guessed_as_of=content.guessed_as_of,
            as_of_source=content.as_of_source,
            precision=content.precision,
            rows=_as_registry(content.rows) if registry else content.rows,
            rows_read=content.rows_read,
            rejected=findings(content.rejected),
            left_out=findings(content.left_out),
            warnings=findings(content.warnings),
            titles=content.titles,
            fingerprint=content.fingerprint,
            needs_name=content.needs_name,
            guessed=content.guessed,
            unclear_columns=tuple(content.unclear_columns),
            unknown_status_words=content.unknown_status_words,
            answers=content.answers,
        )

    @property
    def accepted(self) -> int:
        """Rows that can be taken in."""
        return int(self.rows.num_rows)


def _as_registry(rows: pa.Table) -> pa.Table:
    """Lay ``rows`` out in the registry's schema; what the file does not carry is null."""
    nothing = {kind: pa.nulls(rows.num_rows, kind) for kind in {about.type for about in REGISTRY}}
    columns = [
        rows[about.name].cast(about.type) if about.name in rows.column_names else nothing[about.type]
        for about in REGISTRY
    ]
    return pa.Table.from_arrays(columns, schema=REGISTRY)
