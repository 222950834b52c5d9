"""Coaching, proposals and sosialisasi to take along: each list as a workbook and as delimited text."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

from kopdata.report.tables import Column, table_csv, table_workbook
from kopdata.wording import coaching, dissolution, outreach
from kopdata.wording.names import NamesHeading

_WIDE: Final = {
    **{"No": 6, "Nama koperasi": 44, "Alamat": 40, "Hasil": 60, "Sebab": 36, "Topik": 40, "Tempat": 36},
    **{"Langkah berikutnya": 40, "Yang belum ada": 60, "Catatan": 60, "Petugas": 30},
}
"""Widths in letters; any other column is as wide as ``_OTHERWISE``."""
_OTHERWISE: Final = 20


def _columns(titles: Iterable[str]) -> list[Column]:
    return [Column(title, _WIDE.get(title, _OTHERWISE)) for title in titles]


Rows = Iterable[tuple[str, ...]]
Maker = Callable[[Rows, NamesHeading], bytes]


def _makers(titles: Iterable[str], sheet_name: str) -> tuple[Maker, Maker]:
    columns = _columns(titles)

    def workbook(rows: Rows, heading: NamesHeading) -> bytes:
        return table_workbook(rows, columns, heading, sheet_name)

    def text(rows: Rows, heading: NamesHeading) -> bytes:
        return table_csv(rows, columns, heading)

    return workbook, text


coaching_workbook, coaching_csv = _makers(coaching.COLUMNS, coaching.TITLE)
proposals_workbook, proposals_csv = _makers(dissolution.COLUMNS, dissolution.TITLE)
outreach_workbook, outreach_csv = _makers(outreach.COLUMNS, outreach.TITLE)
