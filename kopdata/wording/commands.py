"""What the command line says: of an import what was found in its file, of a snapshot what was recorded."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from kopdata.findings import find_kind
from kopdata.formats import date, number
from kopdata.imports import ImportPlan
from kopdata.models import Finding
from kopdata.paths import shown
from kopdata.queries.fieldwork_counts import FieldworkCounts
from kopdata.wording.preview import oddity_lines


class FoundKind(NamedTuple):
    """The findings of one kind: its id and title, how many there are, and the first of them."""

    kind: str
    title: str
    total: int
    first: Finding


def by_kind(findings: Sequence[Finding]) -> list[FoundKind]:
    """Return the findings counted by kind, the most frequent first.

    Where a thousand of a kind are listed, one more speaks for the rest: it has no row, and counts as one.
    """
    groups: dict[str, list[Finding]] = {}
    for finding in findings:
        groups.setdefault(finding.kind, []).append(finding)
    found = [FoundKind(id_, _title(id_), len(alike), alike[0]) for id_, alike in groups.items()]
    return sorted(found, key=lambda one: (-one.total, one.title))


def _title(id_: str) -> str:
    kind = find_kind(id_)
    return kind.title if kind else "Lain-lain"


def import_found(plan: ImportPlan, *, saved: bool) -> list[str]:
    """Return what is odd about an import and what was found in its file, by kind; none for a clean one."""
    lines = [] if plan.adds_nothing else [f"Perhatikan: {line}" for line in oddity_lines(plan)]
    for title, findings in (("Ditolak", plan.rejected), ("Perlu diperiksa", plan.warnings)):
        if not findings:
            continue
        kinds = by_kind(findings)
        listed = {one.kind for one in kinds if one.first.row is not None}
        lines.append(f"{title} {number(len(findings))}:")
        lines += [f"- {one.title}: {number(one.total)}. {_example(one)}" for one in kinds]
        lines += [f"- {shown(one.reason)}" for one in findings if one.row is None and one.kind in listed]
    if plan.rejected or plan.warnings:
        lines.append(_whole_list(plan, saved=saved))
    return lines


def _example(found: FoundKind) -> str:
    reason, row = shown(found.first.reason), found.first.row
    if row is None:
        return reason
    return f"Misalnya baris {row}: {reason}" if found.total > 1 else f"Baris {row}: {reason}"


def _whole_list(plan: ImportPlan, *, saved: bool) -> str:
    if not saved:
        return "Daftar lengkapnya tampil bila perintah ini dijalankan dengan --json."
    return (
        f"Daftar lengkapnya ada di halaman Riwayat unggahan pada dasbor, di unggahan {plan.draft.import_id}."
    )


def fieldwork_lines(recorded: FieldworkCounts) -> list[str]:
    """Return how much fieldwork is recorded for a snapshot, a line for each sort."""
    return [
        f"Catatan lapangan sampai {date(recorded.until)}",
        f"  Kunjungan: {number(recorded.visits)} ke {number(recorded.visited_cooperatives)} koperasi; "
        f"kontak lain: {number(recorded.contacts)}",
        f"  Kunjungan dijadwalkan: {number(recorded.planned)}",
        f"  Pembinaan terbuka: {number(recorded.coaching_open)}",
        f"  Usulan pembubaran: {number(recorded.proposals_prepared)} disiapkan, "
        f"{number(recorded.proposals_sent)} diajukan",
        f"  Sosialisasi: {number(recorded.outreach)}",
    ]
