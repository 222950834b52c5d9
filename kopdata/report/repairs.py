"""What is to be put right in ODS to take along, by name by address."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Final

from kopdata.repairs import RepairItem
from kopdata.report.tables import Column, table_csv, table_workbook
from kopdata.wording.names import NamesHeading
from kopdata.wording.repairs import COLUMNS, TITLE, file_rows

_WIDTHS: Final = (6, 44, 16, 40, 20, 18, 34, 60, 30, 16, 8, 26, 30, 34, 20, 20, 20, 14)
_COLUMNS: Final = tuple(Column(title, width) for title, width in zip(COLUMNS, _WIDTHS, strict=True))


def repairs_workbook(shown: Sequence[RepairItem], heading: NamesHeading, zone: dt.tzinfo) -> bytes:
    """Return the items as a workbook."""
    return table_workbook(file_rows(shown, zone), _COLUMNS, heading, TITLE)


def repairs_csv(shown: Sequence[RepairItem], heading: NamesHeading, zone: dt.tzinfo) -> bytes:
    """Return the items as delimited text."""
    return table_csv(file_rows(shown, zone), _COLUMNS, heading)
