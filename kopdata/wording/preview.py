"""An import before it is saved, in words: what is asked, what is odd, how complete the data are."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from kopdata import formats
from kopdata.changes import Change
from kopdata.completeness import Completeness
from kopdata.formats import number
from kopdata.imports import ImportPlan
from kopdata.imports.questions import Known, Oddity, UnclearRow
from kopdata.imports.values import shortened
from kopdata.models import Finding
from kopdata.vocabulary import fold
from kopdata.wording.comparison import ChangeLine, lines
from kopdata.wording.imports import rows_counted
from kopdata.wording.labels import distinct
from kopdata.wording.names import NamesHeading
from kopdata.wording.quote import SAMPLE


def status_question(told_on: dt.date) -> str:
    """Return the question for a file that tells no status."""
    return (
        "Berkas ini tidak memuat status. Status terakhir diketahui per "
        f"{formats.date(told_on)}; bagaimana sebaiknya?"
    )


def unclear_rows_title(plan: ImportPlan) -> str:
    """Return how many rows could be a koperasi that is known already, and how many of them are asked."""
    asked, unclear = len(plan.unclear), plan.unclear_rows
    words = f"{number(unclear)} baris belum jelas koperasinya"
    return words if asked == unclear else f"{words}; {number(asked)} di antaranya ditanyakan"


def unclear_row(row: UnclearRow) -> str:
    """Return an unclear row as its question names it."""
    place = f", {row.village}" if row.village else ""
    return f"Baris {row.row}: {row.name}{place}"


def candidate_labels(candidates: Sequence[Known]) -> dict[str, str]:
    """Return by id how a question offers each koperasi: name, place, numbers, when it was last listed."""
    return distinct({known.coop_id: _candidate(known) for known in candidates})


def _candidate(known: Known) -> str:
    place = known.village or known.district or "desa tidak tercantum"
    digits = f"NIK {known.nik}" if known.nik else "tanpa NIK"
    legal = f" · badan hukum {shortened(known.legal_number)}" if known.legal_number else ""
    return f"{known.name} · {place} · {digits}{legal} · tercatat {formats.date(known.as_of)}"


def oddity_lines(plan: ImportPlan) -> list[str]:
    """Return what is odd about an import, each with its reason and what to look at."""
    return [_ODD[oddity](plan) for oddity in plan.oddities]


def _many_gone(plan: ImportPlan) -> str:
    was = plan.before_counts.total if plan.before_counts else 0
    when = plan.before.label if plan.before else ""
    return (
        f"{number(plan.gone)} dari {number(was)} koperasi pada keadaan {when} tidak ada di berkas ini. "
        "Pastikan berkasnya lengkap, bukan sebagian."
    )


def _another_regency(plan: ImportPlan) -> str:
    return (
        f"{number(plan.outside)} baris dari kabupaten lain, hanya {number(plan.total)} dari kabupaten "
        "ini. Pastikan berkasnya untuk kabupaten ini."
    )


def _older_date(plan: ImportPlan) -> str:
    newest = plan.shown_as_of or plan.draft.as_of
    return (
        f"Tanggalnya lebih lama daripada keadaan terbaru, {formats.date(newest)}. Layar tetap menampilkan "
        "yang terbaru. Pastikan tanggalnya benar."
    )


def _many_rejected(plan: ImportPlan) -> str:
    return (
        f"{number(len(plan.rejected))} dari {number(plan.parsed.rows_read)} baris ditolak. Lihat "
        "alasannya di bawah; perbaiki berkasnya bila judul kolomnya tidak cocok."
    )


def _status_gone(plan: ImportPlan) -> str:
    return (
        f"{number(plan.status_gone)} koperasi kehilangan statusnya dan menjadi “Status tidak tercantum”. "
        "Pastikan kolom statusnya dikenali, atau pakai status yang terakhir diketahui."
    )


def _nik_gone(plan: ImportPlan) -> str:
    return (
        f"NIK kosong atau tidak terbaca di {number(plan.without_nik)} dari {number(plan.draft.accepted)} "
        "baris. Pastikan kolom NIK yang dipakai benar."
    )


def _same_file(plan: ImportPlan) -> str:
    label = plan.same_file_of.label if plan.same_file_of else ""
    return f"Berkas yang sama sudah dipakai untuk keadaan {label}. Pastikan tanggalnya benar."


def _ahead(plan: ImportPlan) -> str:
    return (
        f"Tanggal keadaan {formats.date(plan.draft.as_of)} belum tiba. Pastikan tanggalnya benar; selama "
        "disimpan, layar menampilkan keadaan itu sebagai yang terbaru."
    )


_ODD: Final = {
    Oddity.MANY_GONE: _many_gone,
    Oddity.ANOTHER_REGENCY: _another_regency,
    Oddity.OLDER_DATE: _older_date,
    Oddity.MANY_REJECTED: _many_rejected,
    Oddity.STATUS_GONE: _status_gone,
    Oddity.NIK_GONE: _nik_gone,
    Oddity.SAME_FILE: _same_file,
    Oddity.AHEAD: _ahead,
}


def completeness_rows(plan: ImportPlan) -> list[dict[str, str]]:
    """Return the parts of Kelengkapan data: how many koperasi are complete, and how that moved."""
    before = plan.before.label if plan.before else ""
    return [
        {
            "Bagian": one.part.title,
            "Lengkap": _complete(one),
            "Dibanding sebelumnya": _moved(one, before),
        }
        for one in plan.completeness
    ]


def _complete(one: Completeness) -> str:
    if one.complete is None:
        return "Tidak ada di berkas ini"
    words = f"{number(one.complete)} dari {number(one.total)} koperasi"
    if one.total < formats.SMALL_DENOMINATOR:
        return words
    return f"{words} ({formats.percent(one.complete, one.total)})"


def _moved(one: Completeness, before: str) -> str:
    if one.complete is None or one.before is None or one.total_before is None:
        return formats.ABSENT
    return f"{before}: {number(one.before)} dari {number(one.total_before)}"


FINDING_COLUMNS: Final = ("Koperasi", "Baris", "Kolom", "Isi", "Keterangan")


def named_findings(findings: Sequence[Finding], names: Mapping[int, str]) -> list[dict[str, str]]:
    """Return findings as rows: whose it is, where it stands, what it held, what to do.

    ``names`` gives the koperasi of each row of the file that was taken in.
    """
    return [dict(zip(FINDING_COLUMNS, finding_cells(one, names), strict=True)) for one in findings]


def finding_cells(finding: Finding, names: Mapping[int, str]) -> tuple[str, ...]:
    """Return one finding in the order of ``FINDING_COLUMNS``."""
    return (
        names.get(finding.row or 0, formats.ABSENT),
        formats.ABSENT if finding.row is None else str(finding.row),
        finding.column or formats.ABSENT,
        finding.value or formats.ABSENT,
        finding.reason,
    )


def counted(title: str, count: int) -> str:
    """Return a title with how many stand under it."""
    return f"{title} ({number(count)})"


def first_shown(shown: int) -> str:
    """Return that a table holds the first rows only."""
    return f"Ditampilkan {number(shown)} baris yang pertama; semuanya ada di unduhan."


def changes_holding(changes: Iterable[Change], words: str) -> Iterator[ChangeLine]:
    """Return the lines of the changes whose name, kecamatan or desa holds every word."""
    sought = fold(words).split()
    for line in lines(changes):
        if not sought or all(word in fold(f"{line.name} {line.district} {line.village}") for word in sought):
            yield line


def preview_heading(plan: ImportPlan, *, is_demo: bool) -> NamesHeading:
    """Return what stands above a list that is taken along from the preview."""
    when = formats.date(plan.draft.as_of, plan.draft.precision)
    return NamesHeading(
        title=f"Hasil pemeriksaan berkas {shortened(plan.parsed.file_name)}",
        lines=(f"Untuk keadaan {when}; belum disimpan.", rows_counted(plan)),
        sample=f"{SAMPLE}: nama dan isi koperasi karangan." if is_demo else "",
    )


def preview_file(plan: ImportPlan, what: str) -> str:
    """Return the name of a file that is taken along from the preview."""
    return f"{what}-{plan.draft.as_of.isoformat()}"
