"""What the child process hands back, in plain types: it never loads Pydantic, which costs half its time."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, NamedTuple

import pyarrow as pa

from kopdata.findings import FINDINGS, Said
from kopdata.imports.answers import Answers
from kopdata.imports.unclear import UnclearColumn
from kopdata.vocabulary import ImportKind, Precision

MOST_ALIKE: Final = 1_000
"""Warnings of one kind and column that are listed one by one; 200,000 bad rows need no 200,000 sentences."""
_LONGEST_VALUE: Final = 200
_ROWS, _REST = "rows.arrow", "content.json"


class Note(NamedTuple):
    """One thing to know about a row or cell: 1-based row, title of the column, what it held, kind, why."""

    row: int | None
    column: str | None
    value: str | None
    kind: str
    reason: str


def note(row: int | None, column: str | None, value: str | None, said: Said) -> Note:
    """Return a note; a long value is cut."""
    if value is not None and len(value) > _LONGEST_VALUE:
        value = f"{value[:_LONGEST_VALUE]}…"
    return Note(row, column, value, said.kind, said.reason)


def limited(notes: list[Note]) -> list[Note]:
    """Return at most ``MOST_ALIKE`` notes a column and kind, and one sentence for the rest of each."""
    counts: Counter[tuple[str | None, str]] = Counter()
    kept = []
    for one in sorted(notes, key=lambda one: one.row or 0):
        alike = (one.column, one.kind)
        counts[alike] += 1
        if counts[alike] <= MOST_ALIKE:
            kept.append(one)
    kept.extend(
        note(None, column, None, FINDINGS[kind].says_of_others(count - MOST_ALIKE))
        for (column, kind), count in counts.items()
        if count > MOST_ALIKE
    )
    return kept


@dataclass(slots=True)
class Content:
    """The content of a file; see ``parsed.ParsedFile``, which is made of it."""

    kind: ImportKind
    layout: str
    sheet: str | None
    header_row: int
    columns: list[tuple[str, str | None]]
    fields: list[str]
    rows: pa.Table
    rows_read: int
    rejected: list[Note]
    left_out: list[Note]
    warnings: list[Note]
    guessed_as_of: dt.date | None = None
    as_of_source: str = ""
    precision: Precision = Precision.DAY
    titles: dict[str, str] = field(default_factory=dict)
    fingerprint: str = ""
    needs_name: bool = False
    guessed: dict[str, str] = field(default_factory=dict)
    unclear_columns: list[UnclearColumn] = field(default_factory=list)
    unknown_status_words: dict[str, int] = field(default_factory=dict)
    answers: Answers = field(default_factory=Answers)

    def save(self, folder: Path) -> None:
        """Write the content to ``folder``: the rows as Arrow, all else as JSON."""
        schema = self.rows.schema
        with pa.OSFile(str(folder / _ROWS), "wb") as file, pa.ipc.new_file(file, schema) as writer:
            writer.write_table(self.rows)
        plain = {about.name: getattr(self, about.name) for about in dataclasses.fields(self)}
        del plain["rows"]
        plain["answers"] = dataclasses.asdict(self.answers)
        (folder / _REST).write_text(json.dumps(plain, default=str, ensure_ascii=False), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> Content:
        """Return what ``save`` wrote."""
        with pa.OSFile(str(folder / _ROWS), "rb") as file:
            rows = pa.ipc.open_file(file).read_all()
        plain = json.loads((folder / _REST).read_text(encoding="utf-8"))
        day = plain["guessed_as_of"]
        typed = {
            "kind": ImportKind(plain["kind"]),
            "precision": Precision(plain["precision"]),
            "guessed_as_of": dt.date.fromisoformat(day) if day else None,
            "columns": [(title, name) for title, name in plain["columns"]],
            "unclear_columns": [
                UnclearColumn(
                    **{**dict(zip(UnclearColumn._fields, one, strict=True)), "samples": tuple(one[3])}
                )
                for one in plain["unclear_columns"]
            ],
            "answers": Answers(**plain["answers"]),
            **{name: [Note(*one) for one in plain[name]] for name in ("rejected", "left_out", "warnings")},
        }
        return cls(**{**plain, **typed, "rows": rows})
