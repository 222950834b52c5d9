"""Read the rows of a registry export: values, regions, and what the rest of a row says."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Container, Hashable, Iterable
from contextlib import suppress
from functools import cache
from typing import Final, NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from kopdata import regions
from kopdata.findings import Said
from kopdata.findings.cells import DISTRICT_UNKNOWN, REGENCY_MISSPELT, VILLAGE_UNKNOWN
from kopdata.findings.rows import NAME_MISSING, NIK_TWICE
from kopdata.imports.body import Body, Columns, assemble, drop_repeated, read_columns, split_body
from kopdata.imports.content import Content, note
from kopdata.imports.fields import AS_OF, MADE_ANEW
from kopdata.imports.headers import OWN_COLUMNS, Header, letters
from kopdata.imports.sheets import Sheet
from kopdata.imports.unclear import is_running_number
from kopdata.imports.values import LARGEST_COUNT, UnreadableError, is_nothing, read_date, shortened, text_of
from kopdata.vocabulary import fold

_OWN_EXTRA = "extra"
_MADE: Final = ("members", "legal_date")
"""Fields that are made of others where the file has no column of theirs."""
_NUMBER_AND_DATE: Final = re.compile(
    r"(?P<number>.+?)(?:\s+/\s*|\s*/\s+|\s*[,;]\s*|\s+)(?:(?:tanggal|tgl\.?)\s*)?"
    r"(?P<date>\d{1,2}[-/. ](?:\d{1,2}|[a-z]+)[-/. ]\d{4}|\d{4}-\d\d-\d\d)",
    re.IGNORECASE,
)
"""A number and a day in one cell, parted by a mark with a blank beside it, or by a blank alone."""
_CODES = {"village": "village_code", "district": "district_code"}


def read_registry(sheet: Sheet, header: Header) -> Content:
    """Return the registry in ``sheet``, typed; nothing of a row is lost (``extra`` keeps the rest).

    ``rows`` has the columns that the file carries, with codes, ``outside_region``, ``extra`` and
    the row's place in the file.
    """
    body = split_body(sheet, header)
    columns = read_columns(body, header)
    columns.values.pop(AS_OF.name, None)
    _part_legal(columns)
    _place(body, columns, header)
    _count_members(columns)
    columns.values["extra"] = _extras(body, columns, header)

    names = columns.values["name"].to_pylist()
    niks = columns.values["nik"].to_pylist() if "nik" in columns.values else [None] * len(names)
    named = [position for position, name in enumerate(names) if name]
    for position in sorted(set(range(len(names))).difference(named)):
        body.reject(position, NAME_MISSING.says(), column=header.titles[header.column_of("name") or 0])
    keys: list[tuple[str | None, Hashable]] = [
        ("NIK", nik) if nik else (None, name) for nik, name in zip(niks, names, strict=True)
    ]
    kept = drop_repeated(body, keys, columns.values.values(), named, NIK_TWICE)

    columns.values["source_row"] = pa.array(body.numbers, pa.int32())
    columns.values["source_sheet"] = pa.repeat(pa.scalar(sheet.name, pa.string()), len(body.rows))
    carried = [field.name for field in header.fields.values() if field is not AS_OF]
    carried += [name for name in _MADE if name in columns.values and name not in carried]
    fields = [*carried, *(_CODES[name] for name in carried if name in _CODES)]
    rows = pa.table(columns.values)
    if len(kept) < rows.num_rows:
        rows = rows.take(pa.array(kept, pa.int64()))
    return assemble(sheet, header, body, columns, kept=kept, rows=rows, fields=fields)


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
    nothing = [None] * len(body.rows)
    written = [
        columns.values[name].to_pylist() if name in columns.values else nothing
        for name in ("regency", "province", "district", "village")
    ]
    numbers: dict[tuple[str | None, ...], int] = {}
    which = [numbers.setdefault(texts, len(numbers)) for texts in zip(*written, strict=True)]
    places = [_find_place(*texts) for texts in numbers]
    for name in _Place._fields[:-1]:
        kind = pa.bool_() if name == "outside_region" else pa.string()
        distinct = pa.array([getattr(place, name) for place in places], kind)
        columns.values[name] = distinct.take(pa.array(which, pa.int64()))
    if any(place.findings for place in places):
        _note_findings(body, columns, header, [places[number].findings for number in which])


def _note_findings(
    body: Body, columns: Columns, header: Header, found: Iterable[tuple[tuple[str, Said], ...]]
) -> None:
    titles = {field.name: header.titles[at] for at, field in header.fields.items()}
    for position, findings in enumerate(found):
        for field, said in findings:
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


def _part_legal(columns: Columns) -> None:
    """Part "12/BH/2003 / 12-12-2003" into number and date, in a file that has no date of its own.

    A date that cannot be one stays where it is written.
    """
    if "legal_number" not in columns.values or "legal_date" in columns.values:
        return
    encoded = columns.values["legal_number"].dictionary_encode()
    parts = [_number_and_date(text) for text in encoded.dictionary.to_pylist()]
    if not any(date for _number, date in parts):
        return
    for name, values, kind in (
        ("legal_number", [number for number, _date in parts], pa.string()),
        ("legal_date", [date for _number, date in parts], pa.date32()),
    ):
        columns.values[name] = pa.array(values, kind).take(encoded.indices)


def _number_and_date(text: str) -> tuple[str, dt.date | None]:
    found = _NUMBER_AND_DATE.fullmatch(text)
    if found:
        with suppress(UnreadableError):
            return found["number"], read_date(found["date"])
    return text, None


def _count_members(columns: Columns) -> None:
    """Fill in the members that a file does not give from the sum of men and women, where it gives both."""
    men, women = columns.values.get("members_male"), columns.values.get("members_female")
    if men is None or women is None:
        return
    total = pc.add(men.cast(pa.int64()), women.cast(pa.int64()))
    fits = pc.if_else(pc.less_equal(total, LARGEST_COUNT), total, None).cast(pa.int32())
    given = columns.values.get("members")
    columns.values["members"] = fits if given is None else pc.coalesce(given, fits)


def _guess(near: regions.District | regions.Village | None) -> str:
    return f"; maksudnya {near.name}?" if near else "."


def _extras(body: Body, columns: Columns, header: Header) -> pa.Array:
    """Return per row as JSON, or null, the texts of unknown columns and of unreadable cells.

    And what stands among row numbers and is none.
    """
    found: dict[int, dict[str, object]] = {
        position: dict(texts) for position, texts in columns.unread.items()
    }
    titles = _own_titles(header)
    own: list[tuple[int, int, str]] = []
    for at, cells in body.columns(titles).items():
        title, is_unknown = titles[at], at in header.unknown
        for position, cell in enumerate(cells):
            if is_nothing(cell) or not (is_unknown or not is_running_number(cell)):
                continue
            if title == _OWN_EXTRA:
                own.append((at, position, text_of(cell)))
            else:
                found.setdefault(position, {})[title] = text_of(cell)
    for at, position, text in own:
        extra = found.setdefault(position, {})
        for title, value in _own_extra(text).items():
            differs = extra.get(title, value) != value
            extra[_lettered(title, at, extra) if differs else title] = value
    written = {
        position: json.dumps(extra, ensure_ascii=False, sort_keys=True)
        for position, extra in found.items()
        if extra
    }
    return pa.array([written.get(position) for position in range(len(body.rows))], pa.string())


def _own_titles(header: Header) -> dict[int, str]:
    """Return a title of its own for each column without a field, but for those that an import makes anew.

    Two titles that are the same, as where one bears the letter that another got, would hide each other's
    cells.
    """
    made_anew = MADE_ANEW if header.layout == OWN_COLUMNS else frozenset[str]()
    keys = dict(enumerate(header.keys))
    taken = {header.titles[at] for at in header.fields}
    titles: dict[int, str] = {}
    for at, title in enumerate(header.titles):
        if at not in header.fields and keys.get(at, "").partition("#")[0] not in made_anew:
            titles[at] = title if title not in taken else _lettered(title, at, taken)
            taken.add(titles[at])
    return titles


def _lettered(title: str, at: int, taken: Container[str]) -> str:
    """Return a title with the letter of its column, as often as it takes to be its own."""
    while title in taken:
        title = f"{title} ({letters(at)})"
    return title


def _own_extra(text: str) -> dict[str, object]:
    """Return what an export of ours kept beside its fields; any other text stays a text."""
    try:
        found = json.loads(text)
    except ValueError:
        found = None
    return found if isinstance(found, dict) else {_OWN_EXTRA: text}
