"""The form of a visit: what it must hold, and what in it contradicts itself.

Five things are required; everything else may stay open. That ODS says otherwise is no contradiction: to find
that out is what a visit is for.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from typing import Annotated, Final, Self

from pydantic import BeforeValidator, Field, model_validator

from kopdata.errors import KopdataError
from kopdata.fieldwork.drafts import Answer
from kopdata.fieldwork.entries import (
    LONGEST_LINE,
    OFFICERS_TOO_MANY,
    Officers,
    OptionalLine,
    OptionalNote,
    checked,
)
from kopdata.fieldwork.messages import LONGEST_MESSAGE, Reading, Unclear
from kopdata.fieldwork.photos import usable_position
from kopdata.fieldwork.records import LONGEST_NOTE, Photo, Visit
from kopdata.fieldwork.vocabulary import Books, Cause, FollowUp, Met, OfficeState, Presence, VillageOffice
from kopdata.formats import date, listed
from kopdata.imports.values import tidy
from kopdata.models import Record, Text
from kopdata.vocabulary import AddressFinding, Contact

REQUIRED: Final = ("coop_id", "visited_on", "at_address", "serves", "follow_up")
"""Answers that every visit bears."""
_OF_BOARD: Final = (Met.CHAIR, Met.SECRETARY, Met.TREASURER, Met.SUPERVISOR, Met.MANAGER, Met.EMPLOYEE)
_NUMBER: Final = r"[+-]?\d{1,3}(?:[.,]\d{1,12})?"
_POSITION: Final = re.compile(rf"\(?({_NUMBER})°?\s*[,;\s]\s*({_NUMBER})°?\)?")


class VisitRefusedError(KopdataError):
    """A form cannot be recorded as it is; nothing changed."""

    title = "Kunjungan belum dapat disimpan"


class Serving(StrEnum):
    """Melayani anggota, as the form asks it; what a closed door does not tell stays unknown."""

    YES = "Ya"
    NO = "Tidak"
    UNKNOWN = "Tidak dapat dipastikan"


def _read_position(given: object) -> object:
    """Return "-2,98 106,45" or "-2.98, 106.45", as maps write it, as two numbers; "" is None."""
    if not isinstance(given, str):
        return given
    text = tidy(given)
    if not text:
        return None
    if (found := _POSITION.fullmatch(text)) is None:
        raise ValueError("no position")
    return tuple(float(part.replace(",", ".")) for part in found.groups())


def _no_blank(given: object) -> object:
    return None if isinstance(given, str) and not given.strip() else given


def _message(given: object) -> object:
    """Return a pasted text line by line, without what cannot be seen."""
    if not isinstance(given, str):
        return given
    return "\n".join(map(tidy, given.splitlines())).strip() or None


class VisitForm(Record):
    """What a person filled in about a visit; five things are required, ``coop_id`` to ``follow_up``.

    ``position`` is latitude and longitude in degrees, and may be given as one text.
    """

    coop_id: Text
    visited_on: dt.date
    at_address: AddressFinding
    serves: Serving
    follow_up: FollowUp
    follow_up_details: OptionalLine = None
    contact: Contact = Contact.VISIT
    officers: Officers = ()
    assistants: Officers = ()
    new_address: OptionalLine = None
    signboard: Presence | None = None
    office: OfficeState | None = None
    books: Books | None = None
    met: tuple[Met, ...] = ()
    last_rat_told: Annotated[Annotated[int, Field(ge=1950, le=2100)] | None, BeforeValidator(_no_blank)] = (
        None
    )
    cause: Cause | None = None
    cause_other: OptionalLine = None
    village_office: VillageOffice | None = None
    notes: OptionalNote = None
    position: Annotated[tuple[float, float] | None, BeforeValidator(_read_position)] = None
    message: Annotated[
        Annotated[str, Field(max_length=LONGEST_MESSAGE)] | None, BeforeValidator(_message)
    ] = None

    @model_validator(mode="after")
    def _possible(self) -> Self:
        if self.position is not None and not usable_position(*self.position):
            raise ValueError(_SAYS["position"])
        if self.at_address is AddressFinding.FOUND and self.serves is Serving.UNKNOWN:
            raise ValueError("Koperasi ada di alamatnya; isi Ya atau Tidak pada Melayani anggota.")
        if self.at_address is AddressFinding.NOT_FOUND and self.serves is Serving.YES:
            raise ValueError(
                "Koperasi tidak ditemukan di alamatnya, jadi tidak dapat diisi masih melayani anggota. Kalau "
                "melayani di tempat lain, pilih Pindah alamat."
            )
        return self


_SAYS: Final = {
    "coop_id": "Pilih koperasinya.",
    "visited_on": "Isi tanggal kunjungan.",
    "at_address": "Isi apa yang ditemukan di alamat.",
    "serves": "Isi apakah koperasi melayani anggota.",
    "follow_up": "Pilih tindak lanjutnya.",
    "follow_up_details": f"Rincian tindak lanjut paling panjang {LONGEST_LINE} huruf.",
    "contact": "Pilih cara menghubungi dari pilihan yang ada.",
    "officers": OFFICERS_TOO_MANY,
    "assistants": OFFICERS_TOO_MANY.replace("petugas", "pendamping"),
    "new_address": f"Alamat baru paling panjang {LONGEST_LINE} huruf.",
    "signboard": "Pilih keadaan papan nama dari pilihan yang ada.",
    "office": "Pilih keadaan kantor dari pilihan yang ada.",
    "books": "Pilih keadaan buku dari pilihan yang ada.",
    "met": "Pilih yang ditemui dari pilihan yang ada.",
    "last_rat_told": "Isi tahun buku RAT terakhir dengan empat angka, misalnya 2021.",
    "cause": "Pilih sebab tidak aktif dari pilihan yang ada, atau tulis di Sebab lain.",
    "cause_other": f"Sebab tidak aktif paling panjang {LONGEST_LINE} huruf.",
    "village_office": "Pilih keterangan perangkat desa dari pilihan yang ada.",
    "notes": f"Catatan paling panjang {LONGEST_NOTE} huruf.",
    "position": "Isi posisi dengan lintang dan bujur, misalnya -2,9876 106,4567.",
    "message": f"Teks laporan paling panjang {LONGEST_MESSAGE} huruf.",
}


def read_form(answers: Mapping[str, Answer]) -> VisitForm:
    """Return what was filled in, validated; answers to what the form does not ask are left aside.

    Raises
    ------
    VisitRefusedError
        Something required is missing, or an answer cannot be; one sentence for each.
    """
    given = {name: answers[name] for name in VisitForm.model_fields if answers.get(name) is not None}
    return checked(VisitForm, _SAYS, VisitRefusedError, **given)


def contradictions(form: VisitForm, photos: Sequence[Photo] = ()) -> tuple[str, ...]:
    """Return a sentence for whatever in a form speaks against something else in it: to be looked at again.

    That ODS says otherwise is none: to find that out is what a visit is for.
    """
    return (*_about_place(form), *_about_service(form), *_about_time(form, photos))


def _about_place(form: VisitForm) -> Iterator[str]:
    board = [one for one in form.met if one in _OF_BOARD]
    if form.at_address is AddressFinding.NOT_FOUND:
        signs = [
            *([f"bertemu {listed([str(one) for one in board])}"] if board else []),
            *(["kantornya dipakai"] if form.office is OfficeState.USED else []),
            *(["papan namanya ada"] if form.signboard is Presence.PRESENT else []),
        ]
        if signs:
            yield f"Koperasi tidak ditemukan di alamatnya, tetapi diisi {listed(signs)}."
        if form.contact is not Contact.VISIT:
            yield "Hanya kunjungan yang membuktikan bahwa koperasi tidak ditemukan di alamatnya."
    if form.at_address is AddressFinding.NOBODY_IN and board:
        yield f"Pengurus tidak di tempat, tetapi diisi bertemu {listed([str(one) for one in board])}."
    if form.at_address is AddressFinding.FOUND and form.new_address:
        yield "Koperasi ada di alamatnya, tetapi alamat baru diisi."
    if form.at_address is AddressFinding.FOUND and form.follow_up is FollowUp.FIND_ADDRESS:
        yield "Koperasi ada di alamatnya, tetapi tindak lanjutnya mencari alamat baru."
    if form.at_address is AddressFinding.MOVED and not form.new_address:
        yield "Koperasi pindah alamat, tetapi alamat barunya belum diisi."
    if Met.NOBODY in form.met and len(form.met) > 1:
        others = listed([str(one) for one in form.met if one is not Met.NOBODY])
        yield f"Diisi tidak bertemu siapa pun, tetapi juga bertemu {others}."


def _about_service(form: VisitForm) -> Iterator[str]:
    if form.serves is not Serving.YES:
        return
    if form.books is Books.ABSENT:
        yield "Koperasi masih melayani anggota, tetapi bukunya tidak ada."
    if form.follow_up is FollowUp.PROPOSE_DISSOLUTION:
        yield "Koperasi masih melayani anggota, tetapi tindak lanjutnya usulan pembubaran."
    if form.cause or form.cause_other:
        yield "Koperasi masih melayani anggota, tetapi sebab tidak aktif diisi."


def _about_time(form: VisitForm, photos: Sequence[Photo]) -> Iterator[str]:
    if form.last_rat_told is not None and form.last_rat_told > form.visited_on.year:
        yield f"RAT tahun buku {form.last_rat_told} belum dapat diadakan pada tanggal kunjungan."
    days = sorted({photo.taken_at.date() for photo in photos if photo.taken_at})
    if others := [date(day) for day in days if day != form.visited_on]:
        yield (
            f"Ada foto yang diambil pada {listed(others, most=3)}, sedangkan kunjungannya "
            f"{date(form.visited_on)}."
        )


def answers_of(visit: Visit) -> dict[str, Answer]:
    """Return a visit as the answers that its form would hold."""
    follow_up, _colon, details = visit.follow_up.partition(": ")
    known = follow_up in set(FollowUp)
    cause, other = _cause(visit.cause)
    serves = {True: Serving.YES, False: Serving.NO, None: Serving.UNKNOWN}[visit.serves_members]
    answers: dict[str, Answer] = {
        "coop_id": visit.coop_id,
        "visited_on": visit.visited_on.isoformat(),
        "at_address": str(visit.at_address),
        "serves": str(serves),
        "follow_up": follow_up if known else None,
        "follow_up_details": (details or None) if known else visit.follow_up,
        "cause": cause,
        "cause_other": other,
        "contact": str(visit.contact),
        "officers": in_one_line(visit.officers),
        "assistants": in_one_line(visit.assistants),
        "met": tuple(str(one) for one in visit.met),
        "last_rat_told": None if visit.last_rat_told is None else str(visit.last_rat_told),
        "position": _position(visit),
    }
    for name in (
        "new_address",
        "signboard",
        "office",
        "books",
        "village_office",
        "notes",
        "message",
    ):
        value = getattr(visit, name)
        answers[name] = None if value is None else str(value)
    return answers


def answers_from(reading: Reading) -> dict[str, Answer]:
    """Return what a report says with certainty as answers of the form; what it does not say is left out."""
    cause, other = _cause(reading.cause)
    serves = {True: str(Serving.YES), False: str(Serving.NO), None: None}[reading.serves_members]
    said: dict[str, Answer] = {
        "coop_id": reading.coop_id,
        "visited_on": reading.visited_on.isoformat() if reading.visited_on else None,
        "serves": serves,
        "cause": cause,
        "cause_other": other,
        "officers": in_one_line(reading.officers),
        "assistants": in_one_line(reading.assistants),
        "met": tuple(str(one) for one in reading.met),
    }
    for name in ("contact", "at_address", "follow_up", "follow_up_details", "new_address"):
        said[name] = _str(getattr(reading, name))
    for name in ("village_office", "last_rat_told", "notes"):
        said[name] = _str(getattr(reading, name))
    return {name: answer for name, answer in said.items() if answer not in (None, "", ())}


def changed_by(
    said: Mapping[str, Answer],
    answers: Mapping[str, Answer],
    *,
    begun: Mapping[str, Answer],
    earlier: Mapping[str, Answer],
) -> dict[str, Answer]:
    """Return the answers that change when a report is read; nothing that a person answered gives way.

    Parameters
    ----------
    said
        What the report says, as ``answers_from`` returns it.
    answers
        What the form holds.
    begun
        What it began with, or offered: nobody's word. A day of it does not stand for one that is unsaid.
    earlier
        What the report said that was read before, and that this one takes the place of.
    """
    changed: dict[str, Answer] = {}
    for name in dict.fromkeys((*said, *earlier, "visited_on")):
        held = answers.get(name)
        if name in said:
            if held in (None, "", (), begun.get(name), earlier.get(name), said[name]):
                changed[name] = said[name]
        elif held and name == "visited_on" and held in (begun.get(name), earlier.get(name)):
            changed[name] = None
        elif held and held == earlier.get(name):
            changed[name] = begun.get(name)
    return changed


def field_of(unclear: Unclear) -> str:
    """Return the field of the form that answers a question about a report; "message" where none does."""
    return {"coop_ids": "coop_id", "serves_members": "serves"}.get(unclear.field, unclear.field)


def _position(visit: Visit) -> str | None:
    """Return where a visit was as a form takes it: with decimals, where Python would write "1e-05"."""
    if visit.latitude is None or visit.longitude is None:
        return None
    return ", ".join(f"{one:.12f}".rstrip("0").rstrip(".") for one in (visit.latitude, visit.longitude))


def in_one_line(names: Sequence[str]) -> str:
    """Return names as a field of the form holds them: "Tono, Sari"."""
    return ("; " if any("," in name for name in names) else ", ").join(names)


def _cause(said: str | None) -> tuple[str | None, str | None]:
    """Return a cause as the one of the vocabulary and the rest that was written freely."""
    first, _semicolon, rest = (said or "").partition("; ")
    return (first, rest or None) if first in set(Cause) else (None, said)


def _str(value: object) -> str | None:
    return None if value is None else str(value)
