"""Sosialisasi in words: what was held, who came, and how far it reached."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from kopdata.fieldwork.outreach import Headcount
from kopdata.fieldwork.records import Outreach
from kopdata.formats import ABSENT, date, listed, number, share, short_date
from kopdata.models import Filter
from kopdata.queries.choices import district_label
from kopdata.queries.outreach import DistrictReach, ListedEvent, OutreachList, Turnout, turnout_of
from kopdata.wording.fieldwork import fieldwork_heading
from kopdata.wording.names import NamesHeading
from kopdata.wording.view import cooperatives_in_view

TITLE: Final = "Sosialisasi"
ABOUT: Final = (
    "Pertemuan tentang perkoperasian: kapan, di mana, topiknya, dan berapa orang yang datang dari setiap "
    "koperasi."
)
NOTHING_YET: Final = "Belum ada sosialisasi yang tercatat."
NOTHING_IN_VIEW: Final = "Tidak ada sosialisasi yang diikuti koperasi pada tampilan ini."
NOT_YOURS: Final = (
    "Anda dapat melihat sosialisasi, tetapi tidak berhak mencatatnya. Mintalah kepada Petugas Lapangan, "
    "Operator ODS, atau Kepala Bidang."
)
NO_EFFECT: Final = (
    "Terjangkau berarti ada yang datang; apakah koperasinya lalu berubah tidak dapat disimpulkan."
)
COLUMNS: Final = (
    *("No", "Tanggal", "Topik", "Tempat", "Kecamatan", "Nama koperasi", "NIK", "Desa/Kelurahan"),
    *("Peserta", "Petugas", "Catatan"),
)
"""Titles of the list that is taken along: a row for each koperasi at each event, and one for the others."""
OTHERS: Final = "(peserta lain)"


def reached(reach: DistrictReach | OutreachList) -> str:
    """Return how many of the koperasi were reached: "7 dari 12 koperasi terjangkau (58,3 persen)".

    Of fewer than ten no percentage is said.
    """
    words = f"{number(reach.reached)} dari {number(reach.listed)}"
    part = share(reach.reached, reach.listed, unit=" persen") if reach.listed else words
    return f"{words} koperasi terjangkau" + (f" ({part})" if part != words else "")


def reach_title(found: OutreachList) -> str:
    """Return the sentence over the table of kecamatan."""
    return f"{reached(found)} dalam 12 bulan sampai {date(found.until)}."


def reach_rows(found: OutreachList) -> list[dict[str, str]]:
    """Return the reach of each kecamatan of the view."""
    return [
        {"Kecamatan": one.name, "Terjangkau": reached(one), "Peserta": number(one.participants)}
        for one in found.reach
    ]


def turnout_line(turnout: Turnout | Headcount) -> str:
    """Return how many came and from where: "Jumlah peserta 40: 35 dari koperasi terdaftar, 5 lainnya."."""
    return (
        f"Jumlah peserta {number(turnout.total)}: {number(turnout.from_cooperatives)} dari koperasi "
        f"terdaftar, {number(turnout.others)} lainnya."
    )


def reach_sum(found: OutreachList) -> str:
    """Return what the participants of the table of kecamatan add up to, and who is in none of its rows."""
    turnout = found.turnout
    words = f"Peserta di tabel berjumlah {number(turnout.in_view)}"
    rest = [
        f"{number(count)} {who}"
        for count, who in (
            (turnout.outside, "dari koperasi di luar tampilan ini"),
            (turnout.others, "bukan dari koperasi terdaftar"),
        )
        if count
    ]
    if not rest:
        return f"{words}: semua yang datang dalam 12 bulan itu."
    return f"{words} dari {number(turnout.total)} yang datang dalam 12 bulan itu; {listed(rest)}."


def list_rows(found: OutreachList) -> list[dict[str, str]]:
    """Return the events as the screen lists them."""
    return [
        {
            "Tanggal": short_date(one.event.held_on),
            "Topik": one.event.topic,
            "Tempat": place(one.event),
            "Koperasi": number(len(one.came)),
            "Peserta": number(one.turnout.total),
            "Dari koperasi": number(one.turnout.from_cooperatives),
            "Lainnya": number(one.turnout.others),
        }
        for one in found.events
    ]


def place(event: Outreach) -> str:
    """Return where an event was held: "Balai desa, Payung"."""
    if event.district_code is None or district_label(event.district_code) in event.place:
        return event.place
    return f"{event.place}, {district_label(event.district_code)}"


def officers_line(event: Outreach) -> str:
    """Return who held an event, "" where nobody is named."""
    return f"Petugas: {listed(list(event.officers))}." if event.officers else ""


def event_label(event: Outreach) -> str:
    """Return how a choice names an event."""
    return f"{date(event.held_on)} · {event.topic} · {event.place}"


def came_rows(one: ListedEvent) -> list[dict[str, str]]:
    """Return who came to an event, by koperasi."""
    rows = [
        {
            "Nama koperasi": came.whose.name,
            "Desa/Kelurahan": came.whose.village or ABSENT,
            "Peserta": number(came.count),
        }
        for came in one.came
    ]
    if one.event.others:
        rows.append(
            {
                "Nama koperasi": OTHERS,
                "Desa/Kelurahan": ABSENT,
                "Peserta": number(one.event.others),
            }
        )
    return rows


def outside_note(one: ListedEvent) -> str:
    """Return how many who came are not counted in the reach of this view, "" where all are."""
    outside = sum(not came.in_view for came in one.came)
    if not outside:
        return ""
    return (
        f"{number(outside)} koperasi di antaranya ({number(one.turnout.outside)} peserta) di luar tampilan "
        "ini, sehingga tidak dihitung sebagai terjangkau."
    )


def revision_lines(revisions: Iterable[Outreach]) -> list[str]:
    """Return who recorded an event and who corrected it, and why."""
    return [
        f"{'Dicatat' if one.revision == 1 else 'Diperbaiki'} oleh {one.actor}, "
        f"{date(one.recorded_at.astimezone().date())}{f': {one.reason}' if one.reason else '.'}"
        for one in revisions
    ]


def withdrawn_rows(found: OutreachList) -> list[dict[str, str]]:
    """Return the events that were withdrawn, and why."""
    return [
        {
            "Tanggal": date(one.held_on),
            "Topik": one.topic,
            "Tempat": one.place,
            "Alasan": one.reason or ABSENT,
            "Oleh": one.actor,
        }
        for one in found.withdrawn
    ]


def left_out(found: OutreachList) -> str:
    """Return how many events the view leaves out, "" where it shows all."""
    if not found.left_out:
        return ""
    return (
        f"{number(found.left_out)} sosialisasi lain tidak ditampilkan, karena tidak diikuti koperasi pada "
        "tampilan ini dan tidak diadakan di kecamatan yang dipilih."
    )


def file_rows(found: OutreachList) -> Iterable[tuple[str, ...]]:
    """Yield a row for each koperasi at each event, in the order of ``COLUMNS``."""
    at = 0
    for one in found.events:
        event = one.event
        whose = [(came.whose.name, came.whose.nik, came.whose.village, came.count) for came in one.came]
        for name, nik, village, count in [
            *whose,
            *([(OTHERS, "", "", event.others)] if event.others else []),
        ]:
            at += 1
            yield (
                *(str(at), short_date(event.held_on), event.topic, event.place),
                district_label(event.district_code) if event.district_code else "",
                *(name, nik or "", village or "", str(count), ", ".join(event.officers), event.notes or ""),
            )


def file_heading(
    found: OutreachList, filter_: Filter, *, is_demo: bool, office_name: str, section_name: str
) -> NamesHeading:
    """Return what stands above the list in a file."""
    return fieldwork_heading(
        f"{TITLE}: {cooperatives_in_view(filter_)}",
        [
            *(reach_title(found), reach_sum(found), NO_EFFECT, left_out(found)),
            f"Seluruh daftar ini: {turnout_line(turnout_of(found.events))}",
        ],
        is_demo=is_demo,
        office_name=office_name,
        section_name=section_name,
    )
