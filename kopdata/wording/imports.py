"""An import in words: what a file was taken for, what it would change, what became of it."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from typing import Final

from kopdata import formats
from kopdata.findings.files import SEVERAL_DATES
from kopdata.formats import ABSENT, number
from kopdata.imports import ImportPlan, ParsedFile, SavedAssessments
from kopdata.imports.values import shortened
from kopdata.models import Counts, Finding, ImportEvent, Snapshot
from kopdata.queries.history import ImportDetails, ImportRecord
from kopdata.vocabulary import ImportKind, Predicate
from kopdata.wording.names import NamesHeading
from kopdata.wording.quote import SAMPLE


def date_found(parsed: ParsedFile, chosen: dt.date | None) -> str:
    """Return where the proposed date comes from, that another was chosen, or the request to fill it in."""
    if parsed.guessed_as_of is None:
        return "Tanggal tidak ditemukan di berkas. Isi tanggal keadaan datanya." if chosen is None else ""
    if chosen != parsed.guessed_as_of:
        found = formats.date(parsed.guessed_as_of, parsed.precision)
        return f"Diisi sendiri; pada {parsed.as_of_source} tertulis {found}."
    return f"Ditemukan pada {parsed.as_of_source}; ubah bila tidak benar."


def dates_differ(parsed: ParsedFile) -> str:
    """Return that a file names several dates, "" where it does not."""
    return next((one.reason for one in parsed.warnings if one.kind == SEVERAL_DATES.id), "")


def recognised(plan: ImportPlan) -> str:
    """Return what the file was taken for: kind, sheet, header row, number of columns."""
    kind = "registri koperasi" if plan.kind is ImportKind.REGISTRY else "rekap penilaian kesehatan"
    sheet = f", lembar “{plan.parsed.sheet}”" if plan.parsed.sheet else ""
    columns = number(len(plan.parsed.columns))
    return f"Dikenali: {kind}{sheet}, judul kolom di baris {plan.parsed.header_row}, {columns} kolom."


def rows_counted(plan: ImportPlan) -> str:
    """Return every row accounted for: "Dibaca 105 · Masuk 102 · Ditolak 1 · Bukan data 2 (…)"."""
    return _rows_counted(
        plan.parsed.rows_read, plan.draft.accepted, plan.draft.outside, len(plan.rejected), len(plan.left_out)
    )


def _rows_counted(read: int, accepted: int, outside: int, rejected: int, left_out: int) -> str:
    words = f"Dibaca {number(read)} · Masuk {number(accepted)}"
    if outside:
        words += f" (di antaranya {number(outside)} dari kabupaten lain)"
    words += f" · Ditolak {number(rejected)}"
    words += f" · Bukan data {number(left_out)}"
    if left_out:
        words += " (judul, jumlah, tanda tangan, dan sejenisnya)"
    return words


def notices(plan: ImportPlan) -> list[str]:
    """Return what should be known before saving: the same file, a date that is not the newest."""
    label = formats.date(plan.draft.as_of, plan.draft.precision)
    found = []
    if plan.adds_nothing and plan.kind is ImportKind.ASSESSMENTS:
        found.append("Semua penilaian di berkas ini sudah tersimpan. Tidak ada yang perlu ditambahkan.")
    elif plan.adds_nothing:
        found.append(f"Berkas yang sama sudah tersimpan untuk {label}. Tidak ada yang perlu ditambahkan.")
    elif plan.already is not None:
        found.append(f"Berkas yang sama sudah dipakai untuk {label}; menyimpannya membuang pelengkapnya.")
    if plan.shown_as_of is not None:
        shown = formats.date(plan.shown_as_of)
        found.append(f"Berkas ini untuk {label}. Layar tetap menampilkan keadaan {shown}.")
    return found


def before_and_after(plan: ImportPlan) -> list[dict[str, str]]:
    """Return the totals of the snapshot compared with, and those after saving."""
    now = f"Sesudah: {formats.date(plan.draft.as_of, plan.draft.precision)}"
    before = f"Sebelum: {plan.before.label}" if plan.before else "Sebelum"
    then, after = plan.before_counts, plan.counts
    titles = {"Jumlah koperasi": "total", "Aktif": "active", "Tidak aktif": "inactive"}
    if after.unknown or (then is not None and then.unknown):
        titles["Status tidak tercantum"] = "unknown"
    told_before = plan.before is not None and "status" in plan.before.fields
    return [
        {
            "": title,
            before: ABSENT if then is None else _count(then, name, tells_status=told_before),
            now: _count(after, name, tells_status=plan.tells_status),
        }
        for title, name in titles.items()
    ]


def _count(counts: Counts, name: str, *, tells_status: bool) -> str:
    """Return a total; that none is listed as active says nothing where no file tells a status."""
    return _UNTOLD if name in {"active", "inactive"} and not tells_status else number(getattr(counts, name))


_UNTOLD: Final = "tidak ada di berkas"


def recap_rows(plan: ImportPlan) -> list[dict[str, str]]:
    """Return how many of a recap's assessments give each predicate, a row a year of assessment."""
    counted = Counter((row["year"], row["predicate"]) for row in plan.rows.to_pylist())
    return [
        {"Tahun penilaian": str(year)}
        | {str(predicate): number(counted[year, predicate]) for predicate in Predicate}
        for year in sorted({year for year, _predicate in counted})
    ]


def finding_rows(findings: Sequence[Finding]) -> list[dict[str, str]]:
    """Return findings as rows: where it stands, what it held, what to do."""
    return [
        {
            "Baris": ABSENT if finding.row is None else str(finding.row),
            "Kolom": finding.column or ABSENT,
            "Isi": finding.value or ABSENT,
            "Keterangan": finding.reason,
        }
        for finding in findings
    ]


def saved(plan: ImportPlan, outcome: Snapshot | SavedAssessments) -> str:
    """Return the toast after saving: the totals, or that the screen stays where it is."""
    if isinstance(outcome, SavedAssessments):
        return f"Tersimpan. {number(outcome.added)} penilaian kesehatan ditambahkan."
    if plan.shown_as_of is not None:
        return f"Tersimpan untuk {outcome.label}. Layar menampilkan {formats.date(plan.shown_as_of)}."
    words = f"Tersimpan. Keadaan {outcome.label}: {number(plan.total)} koperasi"
    if not plan.tells_status:
        return f"{words}; statusnya tidak ada di berkas."
    words += f", {number(plan.active)} aktif, {number(plan.inactive)} tidak aktif"
    return f"{words}, {number(plan.unknown)} tanpa status." if plan.unknown else f"{words}."


def way_to_data(*, has_history: bool) -> str:
    """Return how the first data come onto the screen, or come back where all were taken back."""
    words = (
        "Seret berkas ekspor ODS ke “Unggah ekspor ODS” di bilah sisi (di telepon: tekan tanda » di kiri "
        "atas), periksa isinya, lalu tekan Simpan."
    )
    if has_history:
        words += " Unggahan yang sudah ditarik kembali dapat dipakai lagi di Riwayat unggahan."
    return words


def import_title(record: ImportRecord) -> str:
    """Return what an import was for: the snapshot of a date, or health up to a date."""
    date = formats.date(record.made.as_of, record.made.precision)
    return f"Keadaan per {date}" if _is_registry(record) else f"Penilaian kesehatan sampai {date}"


def _is_registry(record: ImportRecord) -> bool:
    return record.made.kind is ImportKind.REGISTRY


def import_counts(record: ImportRecord) -> str:
    """Return what an import held, in one line."""
    return _counts(record.made)


def _counts(made: ImportEvent) -> str:
    if made.kind is ImportKind.ASSESSMENTS:
        return f"{number(made.accepted)} penilaian"
    total = made.active + made.inactive + made.unknown
    words = f"{number(total)} koperasi"
    if "status" in made.fields:
        words += f", {number(made.active)} aktif, {number(made.inactive)} tidak aktif"
    else:
        words += ", status tidak ada di berkas"
    if made.unknown and "status" in made.fields:
        words += f", {number(made.unknown)} tanpa status"
    if made.outside:
        words += f"; {number(made.outside)} dari kabupaten lain"
    return words


def import_origin(record: ImportRecord, zone: dt.tzinfo) -> str:
    """Return who took in which file when, and who last changed its standing."""
    made = record.made
    when = formats.moment(made.recorded_at, zone)
    words = f"Nomor {made.import_id}. Berkas {shortened(made.file_name)}, diunggah {made.actor} pada {when}."
    if record.changed_by is None or record.changed_at is None:
        return words
    act = "Dipakai lagi" if record.stands else "Ditarik kembali"
    return f"{words} {act} oleh {record.changed_by} pada {formats.moment(record.changed_at, zone)}."


def import_rows(record: ImportRecord, details: ImportDetails) -> str:
    """Return every row of an import's file accounted for, and how many things are to be checked."""
    made = record.made
    words = _rows_counted(
        made.rows_read, made.accepted, made.outside, len(details.rejected), len(details.left_out)
    )
    return f"{words} · Perlu diperiksa {number(len(details.warnings))}"


def import_layout(record: ImportRecord, details: ImportDetails) -> str:
    """Return what an import's file looked like: its sheets, its columns, and their arrangement."""
    sheets = formats.listed([f"“{shortened(sheet)}”" for sheet in details.sheets])
    words = f"Susunan kolom: {shortened(record.made.layout)}."
    return f"Lembar: {sheets}. {words}" if sheets else words


FINDING_TITLES: Final = ("Temuan", "Koperasi", "Lembar", "Baris", "Kolom", "Isi", "Keterangan")


def all_findings(details: ImportDetails) -> list[tuple[str, ...]]:
    """Return everything found in a file, in the order of ``FINDING_TITLES``."""
    groups = {
        "Ditolak": details.rejected,
        "Perlu diperiksa": details.warnings,
        "Bukan data": details.left_out,
    }
    return [
        (
            title,
            details.names.get(finding.row or 0, ABSENT),
            finding.sheet or ABSENT,
            ABSENT if finding.row is None else str(finding.row),
            finding.column or ABSENT,
            finding.value or ABSENT,
            finding.reason,
        )
        for title, findings in groups.items()
        for finding in findings
    ]


def findings_heading(
    record: ImportRecord, details: ImportDetails, zone: dt.tzinfo, *, is_demo: bool
) -> NamesHeading:
    """Return what stands above the findings in a file."""
    return NamesHeading(
        title=f"Temuan pada berkas {shortened(record.made.file_name)}",
        lines=(import_title(record), import_origin(record, zone), import_rows(record, details)),
        sample=f"{SAMPLE}: nama dan isi koperasi karangan." if is_demo else "",
    )


def taking_back(record: ImportRecord, then: Snapshot | None, snapshots: Sequence[Snapshot]) -> str:
    """Return what an import taken back leaves, before that is done.

    ``then`` is what its date would show, ``snapshots`` what stands now.
    """
    kept = "Berkasnya tetap tersimpan; Pakai lagi mengembalikannya."
    label = formats.date(record.made.as_of, record.made.precision)
    if not _is_registry(record):
        return (
            f"{import_counts(record)} dari berkas ini tidak dipakai lagi. Yang berlaku lalu penilaian lain "
            f"yang sudah tercatat, bila ada. {kept}"
        )
    if then is not None:
        files = formats.listed([shortened(event.file_name) for event in then.imports])
        if not record.shows:
            return f"Keadaan {label} tidak berubah: tetap memakai berkas {files}. {kept}"
        held = f" ({_counts(then.base)})" if len(then.imports) == 1 else ""
        return f"Keadaan {label} lalu memakai berkas {files}{held}. {kept}"
    left = [snapshot for snapshot in snapshots if snapshot.as_of != record.made.as_of]
    gone = f"Keadaan {label} tidak ditampilkan lagi, karena tidak ada berkas lain untuk tanggal itu."
    if not left:
        return f"{gone} Sesudah itu tidak ada data koperasi yang ditampilkan. {kept}"
    newest = "tetap" if left[-1].as_of > record.made.as_of else "lalu"
    return f"{gone} Keadaan terbaru {newest} {left[-1].label} ({_counts(left[-1].base)}). {kept}"


def import_toggled(record: ImportRecord, snapshots: Sequence[Snapshot]) -> str:
    """Return the toast after an import was taken back or put back, with what its date shows now.

    ``record`` is how it stood before, ``snapshots`` is what stands now.
    """
    label = formats.date(record.made.as_of, record.made.precision)
    done = "ditarik kembali" if record.stands else "dipakai lagi"
    if not _is_registry(record):
        return f"Rekap penilaian kesehatan sampai {label} {done}."
    now = next((snapshot for snapshot in snapshots if snapshot.as_of == record.made.as_of), None)
    if now is None:
        return f"Unggahan untuk {label} ditarik kembali. Keadaan {label} tidak ditampilkan lagi."
    if record.made.import_id in {event.import_id for event in now.imports}:
        return f"Unggahan untuk {label} {done}."
    return f"Unggahan untuk {label} {done}. Keadaan {label} memakai berkas {shortened(now.base.file_name)}."
