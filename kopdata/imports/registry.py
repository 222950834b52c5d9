"""Read the rows of a registry export: values, regions, and what the rest of a row says."""

from __future__ import annotations

import json
from collections.abc import Hashable
from functools import cache
from typing import NamedTuple

import pyarrow as pa

from kopdata import regions
from kopdata.findings import Said
from kopdata.findings.cells import DISTRICT_UNKNOWN, REGENCY_MISSPELT, VILLAGE_UNKNOWN
from kopdata.findings.rows import NAME_MISSING, NIK_TWICE
from kopdata.imports.body import Body, Columns, assemble, drop_repeated, read_columns, split_body
from kopdata.imports.content import Content, note
from kopdata.imports.fields import AS_OF, REGISTRY_FIELDS
from kopdata.imports.headers import Header
from kopdata.imports.sheets import Sheet
from kopdata.imports.values import LARGEST_COUNT, Kind, Value, is_nothing, shortened, text_of
from kopdata.vocabulary import fold

_OWN_EXTRA = "extra"
_ARROW_TYPES = {
    Kind.DATE: pa.date32(),
    Kind.YEAR: pa.int32(),
    Kind.COUNT: pa.int32(),
    Kind.MONEY: pa.decimal128(20, 2),
}
_TYPES = {
    "outside_region": pa.bool_(),
    "source_row": pa.int32(),
    **{field.name: _ARROW_TYPES[field.kind] for field in REGISTRY_FIELDS if field.kind in _ARROW_TYPES},
}
"""All other columns are text. The parent lays them out in the registry's schema, which stands beside the
store and would load all of it here."""
_CODES = {"village": "village_code", "district": "district_code"}


def read_registry(sheet: Sheet, header: Header) -> Content:
    """Return the registry in ``sheet``, typed; nothing of a row is lost (``extra`` keeps the rest).

    ``rows`` has the columns that the file carries, with codes, ``outside_region``, ``extra`` and
    the row's place in the file.
    """
    body = split_body(sheet, header)
    columns = read_columns(body, header)
    columns.values.pop(AS_OF.name, None)
    _place(body, columns, header)
    _count_members(columns)
    columns.values["extra"] = _extras(body, columns, header)

    niks = columns.values.get("nik", [None] * len(body.rows))
    names = columns.values["name"]
    named = [position for position, name in enumerate(names) if name]
    for position in sorted(set(range(len(names))).difference(named)):
        body.reject(position, NAME_MISSING.says(), column=header.titles[header.column_of("name") or 0])
    keys: list[tuple[str | None, Hashable]] = [
        ("NIK", nik) if nik else (None, name) for nik, name in zip(niks, names, strict=True)
    ]
    kept = drop_repeated(body, keys, list(columns.values.values()), named, NIK_TWICE)

    columns.values["source_row"] = list(body.numbers)
    columns.values["source_sheet"] = [sheet.name] * len(body.rows)
    carried = [field.name for field in header.fields.values() if field is not AS_OF]
    if "members" in columns.values and "members" not in carried:
        carried.append("members")
    fields = [*carried, *(_CODES[name] for name in carried if name in _CODES)]
    rows = _table(columns.values, kept)
    return assemble(sheet, header, body, columns, kept=kept, rows=rows, fields=fields)


def _table(values: dict[str, list[Value]], kept: list[int]) -> pa.Table:
    arrays = [
        pa.array([column[at] for at in kept], _TYPES.get(name, pa.string()))
        for name, column in values.items()
    ]
    return pa.Table.from_arrays(arrays, names=list(values))


class _Place(NamedTuple):
    """Where a row lies: region names in their usual spelling, codes where known, findings by field."""

    regency: str | None
    province: str | None
    district: str | None
    district_code: str | None
    village: str | None
    village_code: str | None
    outside_region: bool
    findings: tuple[tuple[str, Said], ...]


def _place(body: Body, columns: Columns, header: Header) -> None:
    """Replace the regions as written by regions as known, each distinct combination once."""
    nothing: list[Value] = [None] * len(body.rows)
    written = [columns.values.get(name, nothing) for name in ("regency", "province", "district", "village")]
    places = [_find_place(*texts) for texts in zip(*written, strict=True)]
    for name in _Place._fields[:-1]:
        columns.values[name] = [getattr(place, name) for place in places]
    titles = {field.name: header.titles[at] for at, field in header.fields.items()}
    for position, place in enumerate(places):
        for field, said in place.findings:
            at = header.column_of(field)
            value = text_of(body.rows[position][at]) if at is not None else None
            warning = note(body.numbers[position], titles.get(field), value, said)
            columns.warnings.append((position, warning))


@cache
def _find_place(
    regency: str | None, province: str | None, district: str | None, village: str | None
) -> _Place:
    if province and fold(province).replace(" ", "").endswith("bangkabelitung"):
        province = regions.PROVINCE
    findings = []
    if regency and not regions.is_this_regency(regency):
        if not regions.is_nearly_this_regency(regency):
            return _Place(regency, province, district, None, village, None, True, ())
        misspelt = REGENCY_MISSPELT.says(written=shortened(regency), regency=regions.REGENCY)
        findings.append(("regency", misspelt))
    if regency:
        regency = regions.REGENCY
    known = regions.find_district(district) if district else None
    if district and not known:
        near = regions.suggest_district(district)
        unknown = DISTRICT_UNKNOWN.says(written=shortened(district), guess=_guess(near))
        findings.append(("district", unknown))
    found = regions.find_village(village, known) if village and known else None
    if village and known and not found:
        near_village = regions.suggest_village(village, known)
        unknown = VILLAGE_UNKNOWN.says(
            written=shortened(village), district=known.name, guess=_guess(near_village)
        )
        findings.append(("village", unknown))
    return _Place(
        regency=regency,
        province=province,
        district=known.name if known else district,
        district_code=known.code if known else None,
        village=found.name if found else village,
        village_code=found.code if found else None,
        outside_region=False,
        findings=tuple(findings),
    )


def _count_members(columns: Columns) -> None:
    """Fill in the members that a file does not give from the sum of men and women, where it gives both."""
    men, women = columns.values.get("members_male"), columns.values.get("members_female")
    if men is None or women is None:
        return
    given = columns.values.get("members", [None] * len(men))
    columns.values["members"] = [
        _sum(*both) if count is None else count for count, *both in zip(given, men, women, strict=True)
    ]


def _sum(men: Value, women: Value) -> int | None:
    """Return a sum that a count can hold, of two counts."""
    if not isinstance(men, int) or not isinstance(women, int) or men + women > LARGEST_COUNT:
        return None
    return men + women


def _guess(near: regions.District | regions.Village | None) -> str:
    return f"; maksudnya {near.name}?" if near else "."


def _extras(body: Body, columns: Columns, header: Header) -> list[Value]:
    """Return per row the texts of unknown columns and of unreadable cells as JSON, or None."""
    found: list[dict[str, object]] = [dict[str, object]() for _ in body.rows]
    for at, title in header.unknown.items():
        for extra, cell in zip(found, body.column(at), strict=True):
            if is_nothing(cell):
                continue
            if title == _OWN_EXTRA:
                extra.update(_own_extra(text_of(cell)))
            else:
                extra[title] = text_of(cell)
    for position, texts in columns.unread.items():
        found[position].update(texts)
    return [json.dumps(extra, ensure_ascii=False, sort_keys=True) if extra else None for extra in found]


def _own_extra(text: str) -> dict[str, object]:
    """Return what an export of ours kept beside its fields; any other text stays a text."""
    try:
        found = json.loads(text)
    except ValueError:
        found = None
    return found if isinstance(found, dict) else {_OWN_EXTRA: text}
