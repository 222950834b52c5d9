"""Read the supervisors' recap of health assessments, exactly as given; names of persons are not read."""

from __future__ import annotations

from collections.abc import Hashable
from decimal import Decimal
from typing import Final

import pyarrow as pa

from kopdata import formats
from kopdata.findings import Said, recaps
from kopdata.imports.body import Body, Columns, assemble, drop_repeated, read_columns, split_body
from kopdata.imports.content import Content, note
from kopdata.imports.fields import title_key
from kopdata.imports.headers import Header
from kopdata.imports.sheets import Sheet
from kopdata.imports.unclear import is_running_number
from kopdata.imports.values import Value, is_nothing, shortened
from kopdata.vocabulary import read_predicate

_MOST_NAMED: Final = 5
_OF_PERSONS: Final = title_key("Pengawas")
SCHEMA: Final = pa.schema(
    [
        ("nik", pa.string()),
        ("name", pa.string()),
        ("year", pa.int32()),
        ("predicate", pa.string()),
        ("score", pa.decimal128(6, 2)),
        ("method", pa.string()),
        ("assessed_on", pa.date32()),
        ("source_row", pa.int32()),
    ]
)
"""One assessment a row; which koperasi it is, is settled when the import is planned."""


def read_assessments(sheet: Sheet, header: Header) -> Content:
    """Return the assessments in ``sheet``; a row without a koperasi, year or known predicate is rejected."""
    body = split_body(sheet, header)
    columns = read_columns(body, header)
    nothing: list[Value] = [None] * len(body.rows)
    values: dict[str, list[Value]] = {
        field.name: columns.values[field.name].to_pylist() if field.name in columns.values else nothing
        for field in SCHEMA
    }
    words = values["predicate"]
    values["predicate"] = [read_predicate(str(word)) if word else None for word in words]
    _check_scores(values["score"], header, body, columns)

    whole = []
    for position, word in enumerate(words):
        said = _why_rejected(values, position, word)
        if said:
            body.reject(position, said, value=None if word is None else str(word))
        else:
            whole.append(position)
    keys: list[tuple[str | None, Hashable]] = [
        (f"Penilaian tahun {year}", (nik or name, year))
        for nik, name, year in zip(values["nik"], values["name"], values["year"], strict=True)
    ]
    values["source_row"] = list(body.numbers)
    rows = pa.table({about.name: pa.array(values[about.name], about.type) for about in SCHEMA}, schema=SCHEMA)
    said = rows.drop_columns("source_row").combine_chunks().columns
    kept = drop_repeated(body, keys, said, whole, recaps.ASSESSED_TWICE)
    rows = rows.take(pa.array(kept, pa.int64()))
    content = assemble(sheet, header, body, columns, kept=kept, rows=rows, fields=[])
    if unread := _not_read(body, header):
        said = recaps.COLUMNS_NOT_READ.says(columns=formats.listed(unread, most=_MOST_NAMED))
        content.warnings.append(note(None, None, None, said))
    return content


def _not_read(body: Body, header: Header) -> list[str]:
    """Return the titles of the columns that hold anything and are kept nowhere."""
    return [
        shortened(header.titles[at])
        for at, cells in body.columns(range(len(header.titles))).items()
        if at not in header.fields
        and title_key(header.titles[at]) != _OF_PERSONS
        and any(
            not is_nothing(cell) and not (at not in header.unknown and is_running_number(cell))
            for cell in cells
        )
    ]


def _why_rejected(values: dict[str, list[Value]], position: int, word: Value) -> Said | None:
    if not values["nik"][position] and not values["name"][position]:
        return recaps.ASSESSED_NOBODY.says()
    if not values["year"][position]:
        return recaps.YEAR_MISSING.says()
    if not word:
        return recaps.PREDICATE_MISSING.says()
    if not values["predicate"][position]:
        return recaps.PREDICATE_UNKNOWN.says(written=shortened(str(word)))
    return None


def _check_scores(scores: list[Value], header: Header, body: Body, columns: Columns) -> None:
    """Take out scores outside 0-100, with a warning."""
    at = header.column_of("score")
    for position, score in enumerate(scores):
        if isinstance(score, Decimal) and not 0 <= score <= 100:
            scores[position] = None
            title = header.titles[at] if at is not None else None
            warning = note(body.numbers[position], title, str(score), recaps.SCORE_BEYOND.says())
            columns.warnings.append((position, warning))
