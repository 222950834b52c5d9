"""What a pasted report told the form, what it left open, and what it did not replace."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final, NamedTuple

from kopdata.fieldwork.messages import Reading
from kopdata.fieldwork.visit_form import REQUIRED, answers_from, field_of
from kopdata.formats import listed
from kopdata.wording.visit_form import FIELDS

NOTHING_READ: Final = "Tidak ada isian yang terbaca dengan pasti."
ANOTHER: Final = "Isian dari laporan sebelumnya diganti oleh laporan ini."
NO_DAY: Final = "Laporan ini tidak menyebut tanggal. Tanggal berapa kunjungannya?"
WHICH_COOPERATIVE: Final = "Koperasi yang dimaksud"
LATER: Final = frozenset(FIELDS) - {"contact", "message"}
"""Answers that a form does not begin with, or that a report leaves open: once given, what was asked about
them is settled."""


class Question(NamedTuple):
    """What a report left open: the answer of the form that settles it, and the question as it is asked."""

    field: str
    sentence: str


def questions(reading: Reading, answers: Mapping[str, object]) -> tuple[Question, ...]:
    """Return what a report left open and the form does not answer yet."""
    asked = [Question(field_of(unclear), unclear.question) for unclear in reading.unclear]
    if not reading.visited_on and not {"visited_on", "message"} & {one.field for one in asked}:
        asked.append(Question("visited_on", NO_DAY))
    return tuple(one for one in asked if not (one.field in LATER and answers.get(one.field)))


def candidates(reading: Reading, answers: Mapping[str, object], names: Mapping[str, str]) -> tuple[str, ...]:
    """Return the koperasi that a report may mean while none is chosen, best first."""
    if answers.get("coop_id") or reading.coop_id:
        return ()
    return tuple(one for one in reading.coop_ids if one in names)


def read_line(reading: Reading) -> str:
    """Return what was read: "Terbaca: Koperasi, Tanggal dan Di alamat."."""
    told = answers_from(reading)
    return f"Terbaca: {_fields(told)}." if told else NOTHING_READ


def open_line(asked: Sequence[Question], answers: Mapping[str, object]) -> str:
    """Return which answers are to be given yet: those required, and those asked about; "" for none."""
    named = {one.field for one in asked} | {name for name in REQUIRED if not answers.get(name)}
    named -= {"message"}
    return f"Perlu dipilih: {_fields(named)}" if named else ""


def not_replaced(names: Iterable[str]) -> str:
    """Return that answers which were given before stay; "" where the report says nothing else."""
    said = _fields(names)
    if not said:
        return ""
    return f"Sudah diisi dan tidak diganti oleh laporan: {said}. Ubah bila laporan yang benar."


def _fields(names: Iterable[str]) -> str:
    meant = frozenset(names)
    return listed([label for name, label in FIELDS.items() if name in meant])
