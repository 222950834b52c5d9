"""The koperasi that need something done, in words: why, and what to do."""

from __future__ import annotations

import datetime as dt

from kopdata.attention import REASONS, find_reason
from kopdata.formats import date, number, short_date
from kopdata.models import Record
from kopdata.queries.attention import Attention, AttentionItem


class AttentionLine(Record):
    """One koperasi of the list; ``name``, ``place`` come from files, all other texts are ours.

    ``also`` names its other reasons, "" where there are none.
    """

    coop_id: str
    name: str
    place: str
    why: str
    also: str
    remedy: str


def attention_lines(attention: Attention) -> tuple[AttentionLine, ...]:
    """Return the list as it is shown, in its order."""
    return tuple(_line(item, attention) for item in attention.items)


def _line(item: AttentionItem, attention: Attention) -> AttentionLine:
    first, *others = (find_reason(id_) for id_ in item.reasons)
    return AttentionLine(
        coop_id=item.coop_id,
        name=item.name,
        place=item.district,
        why=sentence(first.sentence, item, until=attention.until, book_year=attention.book_year),
        also=f"Juga: {'; '.join(reason.title for reason in others)}." if others else "",
        remedy=f"{first.remedy}.",
    )


def sentence(template: str, item: AttentionItem, *, until: dt.date, book_year: int) -> str:
    """Return the sentence of a reason with the dates and numbers of one koperasi put in."""
    expiry = item.certificate_expiry
    return template.format(
        last_visit=short_date(item.last_visit),
        days=number(item.days_since_visit),
        until=short_date(until),
        book_year=book_year,
        last_book_year=item.last_book_year,
        rat_ahead=_rat_ahead(item, book_year),
        on=f" {short_date(expiry)}" if expiry else "",
        expires=short_date(expiry),
        coaching_due=short_date(item.coaching_due),
        coaching_entry_on=short_date(item.coaching_entry_on),
        due_on=short_date(item.due_on),
    )


def _rat_ahead(item: AttentionItem, due: int) -> str:
    """Return what is given of a RAT that cannot have been held yet; a book year beyond ``due`` still runs."""
    if item.rat_book_year is not None and item.rat_book_year > due:
        return f"RAT tahun buku {item.rat_book_year}"
    return f"Tanggal RAT {short_date(item.rat_date)}"


def attention_summary(attention: Attention) -> str:
    """Return how many of how many are listed, and what the rest is about."""
    if not attention.total:
        return "Tidak ada koperasi yang perlu ditindaklanjuti menurut data ini."
    rest = dict(attention.by_reason)
    for item in attention.items:
        rest[item.reasons[0]] -= 1
    left = [f"{number(count)} {find_reason(id_).title}" for id_, count in rest.items() if count]
    others = sum(rest.values())
    if not left:
        return f"{number(attention.total)} koperasi."
    shown = (
        f"{number(len(attention.items))} dari {number(attention.total)} koperasi, yang paling berat dahulu."
    )
    return f"{shown} Sisanya {number(others)} koperasi: {'; '.join(left)}."


def attention_meaning(attention: Attention) -> list[str]:
    """Return how the list is made, in Markdown: the rules first, then the reasons in their order."""
    return [
        "Setiap koperasi muncul satu kali, dengan alasan yang paling berat dahulu. Status ODS tidak pernah "
        f"diubah. Hari dihitung sampai {date(attention.until)}. Urutan alasan:",
        "\n".join(
            f"{place}. {reason.title[0].upper()}{reason.title[1:]}: {reason.remedy[0].lower()}"
            f"{reason.remedy[1:]}."
            for place, reason in enumerate(REASONS, 1)
        ),
    ]
