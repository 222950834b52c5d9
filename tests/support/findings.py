"""Imports that found something, for tests of what becomes of it."""

from __future__ import annotations

import datetime as dt
import json
import uuid
from collections.abc import Mapping, Sequence
from typing import Any, Final

from kopdata.models import ImportDraft
from kopdata.store import Store
from kopdata.vocabulary import ImportMode
from tests.support.registry import ALL_FIELDS, registry_table

GRADE: Final[dict[str, Any]] = {
    "kind": "grade_unknown",
    "column": "GRADE",
    "value": "E",
    "reason": "Grade tidak dikenal.",
}
NIK: Final[dict[str, Any]] = {
    "kind": "nik_not_13_digits",
    "column": "NIK",
    "value": "123",
    "reason": "NIK bukan 13 angka.",
}


def upload(
    store: Store,
    as_of: dt.date,
    rows: Sequence[Mapping[str, Any]],
    warnings: Sequence[Mapping[str, Any]] = (),
    *,
    rejected: Sequence[Mapping[str, Any]] = (),
    fields: frozenset[str] = ALL_FIELDS,
    mode: ImportMode = ImportMode.REPLACE,
    silent: bool = False,
) -> str:
    """Make ``rows`` an import of ``as_of`` that found this; row 2 is the first. Return its id."""
    import_id = uuid.uuid4().hex[:12]
    made = registry_table(rows, as_of, import_id)
    whole = dict.fromkeys(("sheet", "row", "column", "value"))
    told = {
        "rejected": [whole | dict(one) for one in rejected],
        "left_out": [],
        "warnings": [whole | dict(one) for one in warnings],
    }
    draft = ImportDraft(
        import_id=import_id,
        as_of=as_of,
        mode=mode,
        file_name=f"{as_of.isoformat()}.xlsx",
        file_sha256=uuid.uuid4().hex * 2,
        layout="H3",
        fields=tuple(sorted(fields)),
        rows_read=len(rows),
        accepted=len(rows),
        outside=0,
        active=0,
        inactive=0,
        unknown=len(rows),
        findings="[]" if silent else json.dumps(told),
    )
    store.commit_import(made, draft, based_on=store.sequence(as_of), actor="Budi", original=None)
    return import_id
