"""What is known of a koperasi before it is visited, in short lines, and who probably goes."""

from __future__ import annotations

from typing import Final

from kopdata.formats import date, listed, short_date
from kopdata.queries.before_visit import BeforeVisit, LikelyOfficers
from kopdata.regions import UNKNOWN_DISTRICT
from kopdata.wording.attention import sentence
from kopdata.wording.visits import ended

NO_ADDRESS: Final = "Alamat tidak tercantum di ODS"
NO_CONTACT: Final = "Ketua dan telepon tidak tercantum di ODS"


def place_line(before: BeforeVisit) -> str:
    """Return where the koperasi is registered: "Jl. Contoh 5, Gadung, Kecamatan Toboali"."""
    is_known = before.district != UNKNOWN_DISTRICT
    district = f"Kecamatan {before.district}" if is_known else "kecamatan tidak diketahui"
    return ", ".join(filter(None, (before.address or NO_ADDRESS, before.village, district)))


def chair_line(before: BeforeVisit) -> str:
    """Return who leads the koperasi; behind it stand the telephones and ``contact_note``."""
    if before.chair:
        return f"Ketua: {before.chair}"
    return "" if before.chair_phone or before.phone else NO_CONTACT


def contact_note(before: BeforeVisit) -> str:
    """Return of when chair and telephones are, "" where they are of the newest data."""
    return f"data {before.contact_of.label}" if before.contact_of else ""


def last_line(before: BeforeVisit) -> str:
    """Return what the last visit found and what was to follow, and why the koperasi is on the work list."""
    if before.last_visit is None:
        said = ["Belum pernah dikunjungi."]
    else:
        said = [f"Kunjungan terakhir {short_date(before.last_visit)}: {before.last_result}."]
        if before.last_follow_up:
            said.append(f"Tindak lanjut: {ended(before.last_follow_up)}")
    return " ".join([*said, *_why_listed(before)])


def _why_listed(before: BeforeVisit) -> list[str]:
    against = before.contradictions
    if against:
        told = sentence(against[0].sentence, before, until=before.until, book_year=before.book_year)
        return [f"Di daftar kunjungan: {told}"]
    kinds = "; ".join(kind.label for kind in before.kinds)
    return [f"Di daftar kunjungan: {kinds}."] if kinds else []


def offered(likely: LikelyOfficers) -> str:
    """Return whose names stand in the form before anybody wrote there, and how they are known."""
    names = listed(list(likely.names))
    source = "jadwal" if likely.is_planned else "kunjungan yang terakhir Anda catat"
    when = f" {date(likely.on)}" if likely.on else ""
    return f"Petugas: {names} (dari {source}{when}). Ubah bila orang lain."
