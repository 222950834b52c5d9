"""The list of koperasi in words: whose names they are, and each cell as it is shown."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from decimal import Decimal

from kopdata.columns import CERTIFICATE, COLUMNS, HEALTH, LAST_VISIT, PREDICATE, RAT, STATUS
from kopdata.figures import FIGURES
from kopdata.formats import ABSENT, listed, number, rupiah, short_date
from kopdata.models import Filter
from kopdata.queries.cooperatives import CooperativePage
from kopdata.queries.overview import Overview
from kopdata.vocabulary import HEALTH_DETAILS, CertificateStatus, HealthClass, RatStatus, Status
from kopdata.wording.tiles import UNRECORDED
from kopdata.wording.view import cooperatives_in_view

Row = Mapping[str, object]

UNKNOWN_STATUS = "Tidak tercantum"
"""Under the title "Status" it need not say so again."""
BADGES: dict[str, tuple[str, ...]] = {
    STATUS.id: (Status.ACTIVE.label, Status.INACTIVE.label, UNKNOWN_STATUS),
    HEALTH.id: tuple(health.label for health in HealthClass),
}
"""Columns whose cells are drawn as badges, and what those can say."""
HELP = {
    RAT.id: "Keadaan RAT untuk tahun buku yang wajib dilaporkan, lalu tanggal RAT terakhir yang tercatat.",
    HEALTH.id: "Sehat: Sehat atau Cukup Sehat. Tidak sehat: Dalam Pengawasan atau Dalam Pengawasan Khusus.",
    LAST_VISIT.id: "Tanggal kunjungan terakhir petugas.",
}
"""What a title is too short to say."""
NUMBERS = frozenset(
    {
        *("members", "managers", "employees", "assessment_year", "financial_year"),
        *("own_capital", "external_capital", "assets", "turnover", "surplus"),
    }
)
"""Columns that are read from the right."""


def names_headline(filter_: Filter, total: int) -> str:
    """Return whose names a list holds: "26 koperasi tidak aktif di Kabupaten Bangka Selatan"."""
    words = cooperatives_in_view(filter_)
    return f"{number(total)} {words}" if total else f"Tidak ada {words}"


def view_untold(overview: Overview) -> str:
    """Return why the koperasi of a view cannot be told, "" where they can."""
    if not overview.untold:
        return ""
    asked = [FIGURES[id_].title if id_ in FIGURES else COLUMNS[id_].title for id_ in overview.untold]
    figures = [overview.figures[id_] for id_ in overview.untold if id_ in FIGURES]
    missing = [figure.unrecorded for figure in figures if figure.unrecorded is not None]
    if len(missing) == len(asked):
        words = ". ".join(UNRECORDED[origin] for origin in dict.fromkeys(missing))
        return (
            f"{words}, jadi saringan {listed([f'“{title}”' for title in asked])} belum dapat dihitung untuk "
            f"keadaan {overview.snapshot.label}. Hapus saringan itu."
        )
    return (
        f"Berkas keadaan {overview.snapshot.label} tidak memuat kolom yang diperlukan untuk saringan "
        f"{listed([f'“{title}”' for title in asked])}. Hapus saringan itu, atau pilih keadaan lain."
    )


def rows_shown(page: CooperativePage) -> str:
    """Return which rows of how many are on screen: "1–50 dari 99 koperasi"."""
    last = page.offset + page.rows.num_rows
    return f"{number(min(page.offset + 1, last))}–{number(last)} dari {number(page.total)} koperasi"


def columns_absent(page: CooperativePage) -> str:
    """Return one sentence on the chosen columns that the snapshot's files lack, "" where they lack none."""
    absent = [COLUMNS[id_].title for id_ in page.absent]
    return f"Tidak ada di berkas ini: {listed(absent)}." if absent else ""


def cooperative_rows(page: CooperativePage) -> list[dict[str, str | list[str]]]:
    """Return the rows of a page as they are shown, by their columns' titles; a badge is a list of one."""
    shown = [(id_, COLUMNS[id_].title, _CELLS.get(id_)) for id_ in page.columns]
    rows = []
    for row in page.rows.to_pylist():
        cells: dict[str, str | list[str]] = {}
        for id_, title, cell in shown:
            words = cell(row) if cell else _as_given(row[id_])
            cells[title] = [words] if id_ in BADGES else words
        rows.append(cells)
    return rows


def name_choices(page: CooperativePage) -> dict[str, str]:
    """Return what each koperasi of a page is called where one of them is chosen, by its id.

    That is its place and name, and its village where the page has that column.
    """
    return {
        row["coop_id"]: f"{number(place)}. {' · '.join(filter(None, (row['name'], row.get('village'))))}"
        for place, row in enumerate(page.rows.to_pylist(), start=page.offset + 1)
    }


def choices_cut(page: CooperativePage) -> str:
    """Return that a choice holds only some of those it is about, "" where it holds all."""
    shown = page.rows.num_rows
    if shown == page.total:
        return ""
    return (
        f"Pilihan memuat {number(shown)} dari {number(page.total)} koperasi; ketik sebagian nama di “Cari di "
        "seluruh daftar” untuk yang lain."
    )


def _status(row: Row) -> str:
    found = Status(str(row["status"]))
    return UNKNOWN_STATUS if found is Status.UNKNOWN else found.label


def _health(row: Row) -> str:
    return next(kind.label for kind, details in HEALTH_DETAILS.items() if row["health"] in details)


def _rat(row: Row) -> str:
    """Return the state of the RAT that is due and the date of the last: "Belum (terakhir 26-05-2021)"."""
    status = RatStatus(str(row["rat_state"])) if row["rat_state"] else None
    state, day = status.label.replace(" RAT", "") if status else "", _day(row["rat_date"])
    if day is None:
        return state or ABSENT
    if status in {RatStatus.HELD, RatStatus.HELD_LATE}:
        return f"{state} · {short_date(day)}"
    return f"{state} (terakhir {short_date(day)})" if state else f"Terakhir {short_date(day)}"


def _certificate(row: Row) -> str:
    """Return the state of the certificate and its expiry: "Berlaku s.d. 31-12-2023"."""
    if not row["certificate_state"]:
        return ABSENT
    state, expiry = CertificateStatus(str(row["certificate_state"])), _day(row["certificate_expiry"])
    if state is CertificateStatus.NONE or expiry is None:
        return state.label
    return f"{'Berlaku s.d.' if state is CertificateStatus.VALID else 'Habis'} {short_date(expiry)}"


def _day(value: object) -> dt.date | None:
    return value if isinstance(value, dt.date) else None


def _as_given(value: object) -> str:
    if isinstance(value, Decimal):
        return rupiah(value)
    if isinstance(value, dt.date):
        return short_date(value)
    return ABSENT if value is None else str(value)


def _count(name: str) -> Callable[[Row], str]:
    def cell(row: Row) -> str:
        value = row[name]
        return number(value) if isinstance(value, int) else ABSENT

    return cell


_CELLS: dict[str, Callable[[Row], str]] = {
    STATUS.id: _status,
    HEALTH.id: _health,
    PREDICATE.id: lambda row: str(row["health"]),
    RAT.id: _rat,
    CERTIFICATE.id: _certificate,
    "members": _count("members"),
    "managers": _count("managers"),
    "employees": _count("employees"),
}
"""Cells that are more than one value as given."""
