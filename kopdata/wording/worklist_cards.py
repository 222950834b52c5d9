"""The work list as cards: of each koperasi what an officer needs on the way to it."""

from __future__ import annotations

from kopdata.fieldwork.vocabulary import Stage
from kopdata.formats import listed, number
from kopdata.models import Record
from kopdata.queries.worklist import WorkItem, WorkList
from kopdata.wording.telephones import Telephone, telephones
from kopdata.wording.worklist import due, place, who, why


class Card(Record):
    """One koperasi on the board; all but ``why``, ``due`` and ``stage`` comes from files or persons."""

    coop_id: str
    name: str
    place: str
    """Address, desa and kecamatan."""
    telephones: tuple[Telephone, ...]
    stage: str
    why: str
    due: str
    who: str
    is_late: bool


def card(item: WorkItem, found: WorkList) -> Card:
    """Return a koperasi as the board shows it."""
    said, when = who(item), due(item)
    return Card(
        coop_id=item.coop_id,
        name=item.name,
        place=", ".join(filter(None, (item.address, place(item)))),
        telephones=telephones(item.chair_phone, item.phone),
        stage=item.stage.value,
        why=why(item, found),
        due=f"Berikutnya: {when[:1].lower()}{when[1:]}",
        who=f"Petugas {said[:1].lower()}{said[1:]}" if item.in_charge else said,
        is_late=item.days_late is not None,
    )


def column_title(stage: Stage, count: int) -> str:
    """Return the title of a column of the board: "Dalam pembinaan (10 di daftar)"."""
    return f"{stage.value} ({number(count)} di daftar)"


def empty_stages(found: WorkList) -> str:
    """Return at which Tahap nobody is, "" where there is none such."""
    empty = [stage.value for stage in Stage if not found.by_stage[stage].shown]
    return f"Tidak ada yang {listed(empty).lower()}." if empty else ""


def stage_counts(found: WorkList) -> str:
    """Return how many there are at each Tahap: "Belum dikunjungi 14 · Sudah dikunjungi 12"."""
    return " · ".join(
        f"{stage.value} {number(found.by_stage[stage].shown)}"
        for stage in Stage
        if found.by_stage[stage].shown
    )


def cards_left(count: int) -> str:
    """Return what stands below the last card of a long column."""
    return f"… {number(count)} lagi; lihat di tabel."
