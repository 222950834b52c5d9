"""What the lists of coaching, of proposals and of sosialisasi say alike."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from kopdata.formats import date, listed, number
from kopdata.queries.fieldwork_listing import Whose
from kopdata.wording.names import NamesHeading
from kopdata.wording.quote import SAMPLE


def recording_is_of_today(until: dt.date) -> str:
    """Return why nothing can be recorded in the view of an earlier snapshot, which ends with ``until``."""
    return (
        f"Tampilan ini sampai {date(until)}. Pencatatan hanya untuk hari ini; pilih keadaan terbaru di bilah "
        "sisi untuk mencatat."
    )


def left_out_of(what: str, whose: Sequence[Whose]) -> str:
    """Return how many of something are left out with their koperasi, by name; "" where none is."""
    if not whose:
        return ""
    names = listed(list(dict.fromkeys(one.name for one in whose)), most=4)
    return (
        f"{number(len(whose))} {what} tidak ditampilkan dan tidak dihitung, karena koperasinya di luar "
        f"tampilan ini: {names}."
    )


def choice_label(whose: Whose, note: str = "") -> str:
    """Return how a choice names a koperasi: its name, its village, and what is to be known of it."""
    place = whose.village or whose.district
    return " · ".join(filter(None, (whose.name, place, note)))


def fieldwork_heading(
    title: str, lines: Iterable[str], *, is_demo: bool, office_name: str, section_name: str
) -> NamesHeading:
    """Return what stands above a list of fieldwork in a file; empty lines are left out."""
    return NamesHeading(
        title=title,
        lines=(
            " ".join(office_name.split()),
            *(line for line in lines if line),
            f"Sumber: catatan {' '.join(section_name.split())}.",
        ),
        sample=f"{SAMPLE}: nama dan isi koperasi karangan." if is_demo else "",
    )
