"""What was found in a file, to hand on to whoever mends it in ODS."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from kopdata.imports import ImportPlan
from kopdata.queries.history import ImportDetails
from kopdata.report.tables import Column, table_csv, table_workbook
from kopdata.wording.imports import FINDING_TITLES, all_findings
from kopdata.wording.names import NamesHeading
from kopdata.wording.preview import FINDING_COLUMNS, finding_cells

_WIDTHS: Final = (18, 40, 18, 8, 26, 30, 80)
_COLUMNS: Final = tuple(Column(title, width) for title, width in zip(FINDING_TITLES, _WIDTHS, strict=True))

_PLANNED: Final = (
    Column("Temuan", 18),
    *(Column(title, width) for title, width in zip(FINDING_COLUMNS, (40, 8, 26, 30, 80), strict=True)),
)


def findings_workbook(details: ImportDetails, heading: NamesHeading) -> bytes:
    """Return the findings of an import as a workbook."""
    return table_workbook(all_findings(details), _COLUMNS, heading, "Temuan")


def findings_csv(details: ImportDetails, heading: NamesHeading) -> bytes:
    """Return the findings of an import as delimited text."""
    return table_csv(all_findings(details), _COLUMNS, heading)


def planned_findings_workbook(plan: ImportPlan, heading: NamesHeading) -> bytes:
    """Return the findings of an import that is not saved yet as a workbook."""
    return table_workbook(_planned(plan), _PLANNED, heading, "Temuan")


def planned_findings_csv(plan: ImportPlan, heading: NamesHeading) -> bytes:
    """Return the findings of an import that is not saved yet as delimited text."""
    return table_csv(_planned(plan), _PLANNED, heading)


def _planned(plan: ImportPlan) -> Iterator[tuple[str, ...]]:
    names = plan.names_by_row
    groups = {"Ditolak": plan.rejected, "Perlu diperiksa": plan.warnings, "Bukan data": plan.left_out}
    for title, findings in groups.items():
        for finding in findings:
            yield (title, *finding_cells(finding, names))
