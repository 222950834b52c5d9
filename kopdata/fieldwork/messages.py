"""Read an officer's WhatsApp report: what is certain fills the form, what is not becomes a question."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

from kopdata.errors import KopdataError
from kopdata.fieldwork import message_text
from kopdata.fieldwork.message_dates import Doubt, read_day
from kopdata.fieldwork.message_names import Known, find_cooperative, may_be_a_name
from kopdata.fieldwork.message_people import read_met, read_names
from kopdata.fieldwork.message_text import Entry, Label, Message
from kopdata.fieldwork.message_words import (
    Moved,
    NextStep,
    is_address,
    is_blank,
    read_at_address,
    read_book_year,
    read_contact,
    read_follow_up,
    read_free,
    read_serves,
    read_village_office,
)
from kopdata.fieldwork.records import LONGEST_NOTE
from kopdata.fieldwork.vocabulary import FollowUp, Met, VillageOffice
from kopdata.formats import number
from kopdata.models import Record
from kopdata.vocabulary import AddressFinding, Contact, fold
from kopdata.wording import messages as wording

__all__ = ["EMPTY_MESSAGE", "LONGEST_MESSAGE", "Known", "MessageError", "Reading", "Unclear", "read_message"]

LONGEST_MESSAGE: Final = 10_000
"""Letters of a text; also what ``Visit.message`` holds."""
EMPTY_MESSAGE: Final = """LAPORAN KUNJUNGAN
Koperasi:
Tanggal:
Petugas:
Di alamat:
Melayani anggota:
Bertemu:
Penyebab:
Tindak lanjut:"""
"""What officers copy and fill in."""


class MessageError(KopdataError):
    """A text cannot be read as a report; nothing changed."""

    title = "Teks tidak dapat dibaca"


class Unclear(Record):
    """What a person must answer: ``field`` is that of ``Reading`` or "message", ``text`` what was written."""

    field: str
    text: str
    question: str


class Reading(Record):
    """What a text says with certainty, and what is to be asked.

    A field without its line is not asked; one of ``wording.messages.BLANK`` with a blank line is.

    ``coop_ids`` are candidates, best first; ``coop_id`` is the one that is certain.
    ``met`` are roles: names of persons met are dropped.
    """

    coop_ids: tuple[str, ...] = ()
    visited_on: dt.date | None = None
    contact: Contact | None = None
    at_address: AddressFinding | None = None
    serves_members: bool | None = None
    follow_up: FollowUp | None = None
    follow_up_details: str | None = None
    officers: tuple[str, ...] = ()
    assistants: tuple[str, ...] = ()
    met: tuple[Met, ...] = ()
    cause: str | None = None
    new_address: str | None = None
    village_office: VillageOffice | None = None
    last_rat_told: int | None = None
    notes: str | None = None
    unclear: tuple[Unclear, ...] = ()

    @property
    def coop_id(self) -> str | None:
        """The koperasi, if it is certain."""
        asked = any(one.field == Label.COOPERATIVE for one in self.unclear)
        return self.coop_ids[0] if len(self.coop_ids) == 1 and not asked else None


def read_message(text: str, known: Sequence[Known], *, today: dt.date) -> Reading:
    """Return what ``text`` says of a visit to one of ``known``; ``today`` is the day of the store.

    Raises
    ------
    MessageError
        The text is longer than ``LONGEST_MESSAGE``.
    """
    if len(text) <= LONGEST_MESSAGE:
        text = message_text.clean(text)
    if len(text) > LONGEST_MESSAGE:
        raise MessageError(
            f"Teks ini lebih dari {number(LONGEST_MESSAGE)} huruf. Tempelkan satu laporan kunjungan saja."
        )
    message = message_text.take_apart(text, _Certainty(known))
    if not any(entry.title for entry in message.entries):
        return _without_labels(text)
    if message_text.is_several(message):
        asked = Unclear(field="message", text=text.strip(), question=wording.SEVERAL)
        return Reading(unclear=(asked,))
    return _Reader(message, known, today).read()


def _without_labels(text: str) -> Reading:
    lines = [" ".join(line.split()) for line in text.splitlines()]
    notes, asked = _notes([line for line in lines if line])
    told = Unclear(field="message", text=text.strip(), question=wording.NO_LABEL)
    return Reading(notes=notes, unclear=(told, *asked))


def _notes(lines: Sequence[str]) -> tuple[str | None, list[Unclear]]:
    notes = "\n".join(lines)
    if len(notes) <= LONGEST_NOTE:
        return notes or None, []
    asked = Unclear(field=Label.NOTES, text=notes, question=wording.notes_cut(LONGEST_NOTE))
    return f"{notes[: LONGEST_NOTE - 1].rstrip()}…", [asked]


class _Certainty:
    """Tells whether a text can only be a value of a label, so that the mark between both may be missing."""

    def __init__(self, known: Sequence[Known]) -> None:
        self._known = known
        self._names_left = _NAMES_TRIED

    def __call__(self, label: Label, text: str) -> bool:
        if label is Label.COOPERATIVE:
            self._names_left -= 1
            left = self._names_left >= 0
            return left and find_cooperative(text, self._known, only_certain=True).is_certain
        if label is Label.VISITED_ON:
            return read_day(text, today=dt.date.max, said_on=dt.date.max)[1] is not Doubt.UNREADABLE
        if label is Label.FOLLOW_UP:
            return read_follow_up(text).kind is not None
        if label is Label.MET:
            return bool(read_met(text))
        if label is Label.NEW_ADDRESS:
            return is_address(text)
        read = _CLOSED.get(label)
        return read is not None and read(text) is not None


_NAMES_TRIED: Final = 12
"""Lines without a label that are compared with all names: a report says early whom it is about."""
_CLOSED: Final[dict[Label, Callable[[str], object]]] = {
    Label.AT_ADDRESS: read_at_address,
    Label.SERVES_MEMBERS: read_serves,
    Label.VILLAGE_OFFICE: read_village_office,
    Label.CONTACT: read_contact,
}


class _Line(NamedTuple):
    """What the lines of one label say together: ``value`` None where they say nothing or it was asked."""

    text: str = ""
    value: object = None


class _Reader:
    """Reads one message; gathers the questions."""

    def __init__(self, message: Message, known: Sequence[Known], today: dt.date) -> None:
        self._message = message
        self._known = known
        self._today = today
        self._unclear: list[Unclear] = []

    def read(self) -> Reading:
        coop_ids = self._cooperative()
        visited_on = self._day()
        contact = self._contact()
        at_address, new_address = self._address()
        serves_members = self._serves(at_address)
        met = self._closed(Label.MET, lambda entry: read_met(entry.text)).value
        follow_up = self._follow_up()
        rat = self._closed(Label.LAST_RAT, self._book_year).value
        village_office = self._closed(
            Label.VILLAGE_OFFICE, lambda entry: read_village_office(entry.text)
        ).value
        notes, asked = _notes(self._note_lines())
        self._unclear += asked
        self._ask_what_was_left_blank(is_known=bool(coop_ids))
        return Reading(
            coop_ids=coop_ids,
            visited_on=visited_on,
            contact=contact,
            at_address=at_address,
            serves_members=serves_members,
            follow_up=follow_up.kind,
            follow_up_details=follow_up.details,
            officers=self._names(Label.OFFICERS),
            assistants=self._names(Label.ASSISTANTS),
            met=met if isinstance(met, tuple) else (),
            cause=self._free(Label.CAUSE),
            new_address=new_address,
            village_office=village_office if isinstance(village_office, VillageOffice) else None,
            last_rat_told=rat if isinstance(rat, int) else None,
            notes=notes,
            unclear=tuple(self._unclear),
        )

    def _ask(self, label: Label, text: str, question: str) -> None:
        self._unclear.append(Unclear(field=label, text=text, question=question))

    def _ask_what_was_left_blank(self, *, is_known: bool) -> None:
        """Ask for what every visit must say, where the report has the line and nothing on it."""
        for label in map(Label, wording.BLANK):
            lines = [entry for entry in self._message.entries if entry.label is label and entry.title]
            if lines and not self._said(label) and not (label is Label.COOPERATIVE and is_known):
                self._ask(label, lines[0].title, wording.left_blank(label, lines[0].title))

    def _said(self, label: Label) -> list[Entry]:
        return [entry for entry in self._message.of(label) if not is_blank(entry.text)]

    def _asked_twice(self, label: Label, entries: Sequence[Entry]) -> bool:
        """Ask which of different lines is right; of lines that say the same, there is nothing to ask."""
        texts = [group[0].text for group in message_text.grouped(entries).values()]
        if len(texts) > 1:
            title = next((entry.title for entry in entries if entry.title), "Koperasi")
            self._ask(label, "\n".join(texts), wording.said_twice(title, texts))
        return len(texts) > 1

    def _closed(self, label: Label, read: Callable[[Entry], object]) -> _Line:
        """Return what the lines of ``label`` mean if they mean one thing; else ask."""
        entries = self._said(label)
        values = [read(entry) for entry in entries]
        if not entries:
            return _Line()
        if None not in values and all(value == values[0] for value in values):
            return _Line(entries[0].text, values[0])
        if not self._asked_twice(label, entries):
            self._ask(label, entries[0].text, wording.unclear(label, entries[0].text))
        return _Line(entries[0].text)

    def _cooperative(self) -> tuple[str, ...]:
        entries = self._said(Label.COOPERATIVE)
        village, district = (
            self._said(label)[0].text if self._said(label) else ""
            for label in (Label.VILLAGE, Label.DISTRICT)
        )
        found = [
            find_cooperative(group[0].text, self._known, village=village, district=district)
            for group in message_text.grouped(entries).values()
        ]
        if not found:
            headed = [
                find_cooperative(rest, self._known, village=village, district=district)
                for rest in map(message_text.heading_rest, self._message.headings)
                if rest
            ]
            if len(headed) == 1 and headed[0].is_certain:
                return headed[0].coop_ids
            return self._likely(village, district)
        candidates = tuple(dict.fromkeys(coop_id for one in found for coop_id in one.coop_ids))
        if len(candidates) == 1 and all(one.is_certain for one in found):
            return candidates
        if not self._asked_twice(Label.COOPERATIVE, entries):
            asked = wording.which_cooperative(entries[0].text, len(candidates))
            self._ask(Label.COOPERATIVE, entries[0].text, asked)
        return candidates

    def _likely(self, village: str, district: str) -> tuple[str, ...]:
        """Return the koperasi that a line without a label may name, and ask which; () where none does."""
        line = next(filter(may_be_a_name, self._message.loose), "")
        found = find_cooperative(line, self._known, village=village, district=district).coop_ids
        if not line or not found:
            return ()
        self._message.loose.remove(line)
        self._ask(Label.COOPERATIVE, line, wording.which_cooperative(line, len(found)))
        return found

    def _day(self) -> dt.date | None:
        entries = self._said(Label.VISITED_ON)
        message = self._message
        sent_on = message.sent_on if message.sent_on and message.sent_on <= self._today else None
        said_on = sent_on if message.sent_on or message.is_sent_unclear else self._today
        read = [read_day(entry.text, today=self._today, said_on=said_on) for entry in entries]
        if not read:
            return None
        if all(one == read[0] for one in read) and read[0][1] is None:
            return read[0][0]
        day, doubt = read[0]
        if not self._asked_twice(Label.VISITED_ON, entries) and doubt is not None:
            self._ask(Label.VISITED_ON, entries[0].text, wording.which_day(entries[0].text, doubt, day))
        return None

    def _contact(self) -> Contact | None:
        """Return what the line says; else the heading, whose "kunjungan" stands in the empty text too."""
        line = self._closed(Label.CONTACT, lambda entry: read_contact(entry.text))
        if line.text:
            return line.value if isinstance(line.value, Contact) else None
        heading = " ".join(self._message.headings)
        phone = any(word in heading.split() for word in ("telepon", "telpon", "telp"))
        if phone and "kunjungan" in heading:
            self._ask(Label.CONTACT, heading, wording.unclear(Label.CONTACT, heading))
            return None
        return Contact.PHONE if phone else Contact.VISIT if "kunjungan" in heading else None

    def _address(self) -> tuple[AddressFinding | None, str | None]:
        line = self._closed(Label.AT_ADDRESS, lambda entry: read_at_address(entry.text))
        told = self._free(Label.NEW_ADDRESS)
        if isinstance(line.value, Moved):
            if told and line.value.to and fold(told) != fold(line.value.to):
                question = wording.said_twice("Alamat baru", [line.value.to, told])
                self._ask(Label.NEW_ADDRESS, f"{line.value.to}\n{told}", question)
                return AddressFinding.MOVED, None
            return AddressFinding.MOVED, told or line.value.to
        if told and isinstance(line.value, AddressFinding):
            self._ask(Label.AT_ADDRESS, line.text, wording.address_in_doubt(line.text, told))
            return None, told
        return (line.value if isinstance(line.value, AddressFinding) else None), told

    def _serves(self, at_address: AddressFinding | None) -> bool | None:
        line = self._closed(Label.SERVES_MEMBERS, lambda entry: read_serves(entry.text))
        if line.value and at_address is AddressFinding.NOT_FOUND:
            self._ask(Label.SERVES_MEMBERS, line.text, wording.not_found_but_serving(line.text))
            return None
        return line.value if isinstance(line.value, bool) else None

    def _follow_up(self) -> NextStep:
        entries = self._said(Label.FOLLOW_UP)
        read = [read_follow_up(entry.text) for entry in entries]
        if not read:
            return NextStep(None, None)
        if read[0].kind is not None and all(one == read[0] for one in read):
            return read[0]
        if not self._asked_twice(Label.FOLLOW_UP, entries):
            self._ask(Label.FOLLOW_UP, entries[0].text, wording.unclear(Label.FOLLOW_UP, entries[0].text))
        return NextStep(None, "; ".join(group[0].text for group in message_text.grouped(entries).values()))

    def _book_year(self, entry: Entry) -> int | None:
        year = read_book_year(entry.title, entry.text)
        return year if year is None or year <= self._today.year else None

    def _names(self, label: Label) -> tuple[str, ...]:
        """Return names; lines that count ("Petugas 1", "Petugas 2") together, others only if they agree."""
        entries = self._said(label)
        if not all(entry.numbered for entry in entries) and self._asked_twice(label, entries):
            return ()
        text = ", ".join(dict.fromkeys(entry.text for entry in entries))
        names = read_names(text)
        if names is None:
            self._ask(label, text, wording.unclear(label, text))
        return names or ()

    def _free(self, label: Label) -> str | None:
        entries = self._said(label)
        return None if not entries or self._asked_twice(label, entries) else read_free(entries[0].text)

    def _note_lines(self) -> list[str]:
        """Return the notes, the lines that bear no label, and what a heading says that was not read."""
        noted = [entry.text for entry in self._said(Label.NOTES) if read_free(entry.text)]
        rests = [rest for rest in map(message_text.heading_rest, self._message.headings) if rest]
        unread = rests if self._said(Label.COOPERATIVE) or not self._heading_names(rests) else []
        return [*noted, *unread, *self._message.loose]

    def _heading_names(self, rests: Sequence[str]) -> bool:
        return len(rests) == 1 and find_cooperative(rests[0], self._known, only_certain=True).is_certain
