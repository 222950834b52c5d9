"""What the records of coaching, of proposals and of sosialisasi share when they are made.

Forms are validated here into sentences; what may follow on what is decided by each record's own module, on
the state that nobody else can change meanwhile.
"""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Final, TypeVar

import pyarrow as pa
import pyarrow.compute as pc
from pydantic import BeforeValidator, Field, ValidationError

from kopdata.database import open_database
from kopdata.demo import reference_date
from kopdata.errors import ConflictError, KopdataError, NotFoundError
from kopdata.fieldwork.message_people import persons_in
from kopdata.fieldwork.records import LONGEST_NOTE, CoachingEntry, ProposalEntry
from kopdata.formats import short_date
from kopdata.imports.values import tidy
from kopdata.models import Record
from kopdata.store import Contents, Store
from kopdata.store.links import final

FIRST_DAY: Final = dt.date(1990, 1, 1)
"""No record of fieldwork is older: the law on cooperatives is of 1992."""
LONGEST_LINE: Final = 200
"""Letters of a place, a topic, the number of a letter."""
LONGEST_PERSON: Final = 100
MOST_OFFICERS: Final = 10

_LISTED = "SELECT count(*) FROM registry WHERE coop_id = $coop_id AND NOT coalesce(outside_region, false)"
_Form = TypeVar("_Form", bound=Record)
_Entry = TypeVar("_Entry", CoachingEntry, ProposalEntry)


def _text(value: object) -> object:
    return (tidy(value) or None) if isinstance(value, str) else value


def _persons(value: object) -> object:
    """Return names as they are written in one line or several: "Tono, Sari" are two, "Tono, S.E." is one."""
    return persons_in(value) if isinstance(value, str) else value


Line = Annotated[str, BeforeValidator(_text), Field(max_length=LONGEST_LINE)]
OptionalLine = Annotated[Annotated[str, Field(max_length=LONGEST_LINE)] | None, BeforeValidator(_text)]
Note = Annotated[str, BeforeValidator(_text), Field(max_length=LONGEST_NOTE)]
OptionalNote = Annotated[Annotated[str, Field(max_length=LONGEST_NOTE)] | None, BeforeValidator(_text)]
Officers = Annotated[
    tuple[Annotated[str, Field(max_length=LONGEST_PERSON)], ...],
    BeforeValidator(_persons),
    Field(max_length=MOST_OFFICERS),
]
"""Names of persons, also as one text with commas between them."""

OFFICERS_TOO_MANY: Final = (
    f"Isi nama petugas dengan koma di antaranya, paling banyak {MOST_OFFICERS} orang dan paling panjang "
    f"{LONGEST_PERSON} huruf setiap nama."
)


def checked(form: type[_Form], says: Mapping[str, str], refused: type[KopdataError], **given: Any) -> _Form:
    """Return what was filled in, validated.

    Parameters
    ----------
    says
        For each field of the form the sentence that says how it is to be filled in.
    refused
        The error that is raised with the sentences of all fields that are not.
    """
    try:
        return form.model_validate(given)
    except ValidationError as error:
        sentences = [
            says[str(one["loc"][0])] if one["loc"] else str(one["ctx"]["error"]) for one in error.errors()
        ]
        raise refused(" ".join(dict.fromkeys(sentences))) from error


def office_day(contents: Contents, today: dt.date | None) -> dt.date:
    """Return the last day that a record of this store may bear: today; in the demo the demo's own today."""
    return reference_date(
        contents.snapshots, contents.is_demo, today or dt.datetime.now().astimezone().date()
    )


def refuse_other_days(
    day: dt.date,
    refused: type[KopdataError],
    *,
    until: dt.date,
    not_before: tuple[dt.date, str] | None = None,
) -> None:
    """Pass for a day up to ``until`` and from ``not_before`` on, which comes with what happened then.

    Raises ``refused`` otherwise.
    """
    if day > until:
        raise refused(
            f"Tanggal {short_date(day)} belum terjadi; hari ini {short_date(until)}. Isi tanggal yang sudah "
            "lewat atau hari ini."
        )
    if not_before is not None and day < not_before[0]:
        raise refused(
            f"Tanggal {short_date(day)} lebih awal daripada {not_before[1]}, {short_date(not_before[0])}. "
            "Perbaiki tanggalnya."
        )


def must_be_listed(store: Store, coop_id: str) -> None:
    """Pass for a koperasi that any snapshot lists in this regency, also under an id that was merged.

    Raises
    ------
    NotFoundError
        None does.
    """
    contents = store.contents()
    database = open_database(store, contents)
    if not database.value(_LISTED, {"coop_id": final(coop_id, contents.merged)}):
        raise NotFoundError("Koperasi itu tidak ada di data yang tersimpan. Pilih koperasi dari daftar.")


def rows_of(rows: pa.Table, merged: Mapping[str, str], coop_id: str) -> list[dict[str, Any]]:
    """Return the rows of a koperasi and of those merged into it, under its id, in the order of recording."""
    found = rows.filter(_is_one_of(rows, merged, coop_id)).to_pylist()
    return [
        row | {"coop_id": coop_id}
        for row in sorted(found, key=lambda row: (row["recorded_at"], row.get("sequence", 0)))
    ]


def _is_one_of(rows: pa.Table, merged: Mapping[str, str], coop_id: str) -> pa.ChunkedArray:
    ids = [coop_id, *(other for other, same_as in merged.items() if same_as == coop_id)]
    return pc.is_in(rows["coop_id"], value_set=pa.array(ids, pa.string()))


def already_recorded(
    known: Sequence[_Entry], given: Mapping[str, object], based_on: int | None
) -> _Entry | None:
    """Return the entry that says what is ``given`` already: a button that was pressed twice records once.

    Parameters
    ----------
    known
        The koperasi's entries in the order of recording.
    based_on
        How many of them there were when the form was drawn; None where nothing was drawn.

    Raises
    ------
    ConflictError
        Something else was recorded since.
    """
    if based_on is None or len(known) == based_on:
        return None
    following = known[based_on] if based_on < len(known) else None
    if following is not None and all(getattr(following, name) == value for name, value in given.items()):
        return following
    raise ConflictError(
        "Catatan koperasi ini baru saja bertambah di layar lain. Lihat lagi isinya, lalu ulangi bila masih "
        "perlu."
    )


def numbered(rows: pa.Table, merged: Mapping[str, str], coop_id: str) -> dict[str, Any]:
    """Return ``sequence`` and ``recorded_at`` of the next entry of a koperasi and of those merged into it."""
    of_one = rows.filter(_is_one_of(rows, merged, coop_id))
    return {
        "sequence": (pc.max(of_one["sequence"]).as_py() or 0) + 1,
        "recorded_at": moment_after(rows),
    }


def moment_after(rows: pa.Table) -> dt.datetime:
    """Return the moment of the next record: a clock set back must not put it before what it follows."""
    now = dt.datetime.now(dt.UTC)
    last: dt.datetime | None = pc.max(rows["recorded_at"]).as_py()
    return now if last is None else max(now, last + dt.timedelta(microseconds=1))


def months_later(day: dt.date, months: int) -> dt.date:
    """Return the same day so many months later; where that month is shorter, its last day."""
    years, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return dt.date(years, month + 1, min(day.day, calendar.monthrange(years, month + 1)[1]))
