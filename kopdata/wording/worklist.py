"""The work list ("Pemantauan") in words: how far it has come, what is late, whom to visit and why."""

from __future__ import annotations

from typing import Final

from kopdata.fieldwork.vocabulary import Stage
from kopdata.fieldwork.worklist import CONTRADICTIONS, WORK_REASONS, WorkKind
from kopdata.figures import IN_COACHING, INACTIVE, NOT_FOUND, VISITED
from kopdata.formats import ABSENT, date, listed, number, short_date
from kopdata.queries.overview import Overview
from kopdata.queries.worklist import (
    NEVER,
    NOBODY,
    Round,
    Tally,
    WorkItem,
    WorkList,
    WorkOrder,
    district_of,
)
from kopdata.regions import NO_DISTRICT
from kopdata.vocabulary import Precision, VisitResult
from kopdata.wording.attention import sentence
from kopdata.wording.district_map import MapArea, MapView, counted_classes
from kopdata.wording.labels import distinct
from kopdata.wording.strip import serving_of_visited

TITLE: Final = "Pemantauan"
CONTRADICTIONS_TITLE: Final = "Status ODS yang bertentangan dengan kenyataan"
AS_SOON_AS_CAN_BE: Final = "Secepatnya"
NEVER_VISITED: Final = "Belum dikunjungi"
NOBODY_YET: Final = "Belum ada petugas"
CLOSING_NOTE: Final = "Status di ODS tidak diubah oleh dasbor ini."
PLAN_TITLE: Final = "Atur jadwal kunjungan"
NOT_YOURS: Final = "Anda dapat melihat daftar ini, tetapi tidak dapat mengatur jadwalnya."
PLANS_OF_TODAY: Final = "Jadwal hanya diatur dan ditampilkan pada keadaan yang terbaru."
NO_ROUND_TO_CHOOSE: Final = "Belum ada putaran: belum ada petugas yang dijadwalkan pada suatu hari."
OFFICERS_TITLE: Final = "Petugas yang dijadwalkan atau yang terakhir berkunjung"
NO_ROUND: Final = (
    "Belum ada putaran. Pilih koperasi di tabel, isi petugas dan tanggalnya, lalu simpan; putarannya dapat "
    "diunduh di sini."
)
NOBODY_SHOWN: Final = (
    "Tidak ada koperasi di daftar yang cocok dengan saringan di atas. Kurangi, atau tekan “Hapus saringan”."
)
COUNTED_TWICE: Final = "Koperasi yang dikunjungi dua petugas dihitung pada keduanya."
NOTHING_PLANNED: Final = (
    "Pilih petugas, tanggal, atau keduanya. Untuk menghapus jadwal, tekan “Kosongkan jadwal”."
)
ABOUT_LIST: Final = (
    "Semua koperasi yang terpilih, dengan alasan, alamat, kontak, kunjungan terakhir, dan jadwal berikutnya."
)
ABOUT_ROUND: Final = (
    "Lembar untuk satu petugas dan satu hari: alamat, kontak, temuan terakhir, kotak untuk dicentang, dan "
    "tempat menulis."
)
NOTHING_AGAINST: Final = (
    "Tidak ada status ODS yang bertentangan dengan kunjungan atau RAT dalam saringan ini."
)
RESULTS: Final = {NEVER: NEVER_VISITED} | {str(result): result.value for result in VisitResult}
"""What each result of the last visit is called in a choice."""
ORDERS: Final = {
    WorkOrder.URGENCY: "Yang mendesak dahulu",
    WorkOrder.PLACE: "Menurut kecamatan dan desa",
}
"""What each order of the list is called in a choice."""


def progress(found: WorkList) -> str:
    """Return how far the month has come: "12 dari 46 koperasi dikunjungi bulan ini (Desember 2022)"."""
    done, month = number(found.visited_this_month), date(found.until, Precision.MONTH)
    return f"{done} dari {number(found.total)} koperasi dikunjungi bulan ini ({month})"


def late(found: WorkList) -> str:
    """Return what is late, and who was never visited, after the progress."""
    words = []
    if found.late and found.longest_late is not None:
        words.append(
            f"{number(found.late)} terlambat dikunjungi, paling lama {number(found.longest_late)} hari."
        )
    else:
        words.append("Tidak ada kunjungan yang terlambat.")
    if found.never_visited:
        words.append(f"{number(found.never_visited)} belum pernah dikunjungi.")
    return " ".join(words)


def beside_ods(overview: Overview) -> str:
    """Return what was found of those that ODS says are not active, "" before the first visit."""
    said = serving_of_visited(overview)
    missing = overview.count(NOT_FOUND)
    if not said or missing is None:
        return said
    lost = f"{number(missing)} tidak ditemukan di alamat terdaftar." if missing else ""
    inactive, visited = overview.count(INACTIVE) or 0, overview.count(VISITED) or 0
    left, coached = inactive - visited, overview.count(IN_COACHING)
    of_all = [
        f"{number(left)} belum dikunjungi" if left else "",
        f"{number(coached)} dalam pembinaan" if coached else "",
    ]
    words = listed([part for part in of_all if part])
    whole = f"Dari {number(inactive)} yang tidak aktif, {words}." if words else ""
    return " ".join(filter(None, (said, lost, whole)))


def notes(found: WorkList) -> list[str]:
    """Return what this view cannot tell, and why."""
    said = []
    if not found.tells_status:
        said.append(
            "Status tidak tercantum di berkas keadaan ini, sehingga yang tidak aktif menurut ODS dan yang "
            "bertentangan dengannya tidak dapat didaftar."
        )
    if not found.tells_rat:
        said.append("RAT tidak ada di berkas keadaan ini, sehingga tidak ikut dinilai.")
    if not found.visits_recorded:
        said.append("Belum ada kunjungan yang dicatat. Catat kunjungan pertama di halaman Catat kunjungan.")
    return said


def nobody_listed(found: WorkList, *, narrows: bool) -> str:
    """Return what to say where nobody is on the list."""
    if narrows:
        return "Dalam saringan ini tidak ada koperasi yang perlu dikunjungi."
    if not found.tells_status and not found.tells_rat:
        return "Tidak ada yang dapat didaftar: berkas keadaan ini tidak memuat status maupun RAT."
    return "Tidak ada koperasi yang perlu dikunjungi menurut data ini."


def meaning(found: WorkList) -> list[str]:
    """Return how the list is made, in Markdown: whom it holds, when they are due, in which order."""
    reasons = "\n".join(
        f"{place}. **{reason.kind.label}.** {reason.definition} Jarak kunjungan: "
        f"{number(found.intervals[reason.kind])} hari."
        for place, reason in enumerate(WORK_REASONS, 1)
    )
    against = "\n".join(f"- {reason.title[0].upper()}{reason.title[1:]}." for reason in CONTRADICTIONS)
    return [
        "Setiap koperasi yang memenuhi salah satu alasan ini ada di daftar; yang paling berat menentukan "
        f"tanggal kunjungan berikutnya. Hari dihitung sampai {date(found.until)}.",
        reasons,
        f"Sumber bertentangan berarti:\n\n{against}",
        "Tahap di halaman ini menghitung semua koperasi di daftar, apa pun statusnya di ODS. “Dalam "
        "pembinaan” berarti pembinaannya terbuka, atau kunjungan terakhir memintanya; halaman Pembinaan "
        "hanya menghitung yang sudah dibuka.",
        "Petugas yang “dijadwalkan” mendapat koperasi itu pada suatu hari, “ditugaskan” tanpa hari; "
        "“terakhir” hanya berarti petugas kunjungan terakhir.",
        "Tanggal yang dijadwalkan sendiri berlaku di atas jarak itu, sampai koperasi dikunjungi. "
        f"“{ORDERS[WorkOrder.URGENCY]}” berarti: sumber bertentangan, lalu yang terlambat, yang belum pernah "
        "dikunjungi, dan selebihnya menurut tanggal. Jaraknya diatur di Pengaturan, Kantor. "
        f"{CLOSING_NOTE}",
    ]


def why(item: WorkItem, found: WorkList) -> str:
    """Return why a koperasi is on the list, a sentence for each reason that another does not say already."""
    said = [
        sentence(reason.sentence, item, until=found.until, book_year=found.book_year)
        for reason in item.contradictions
    ]
    ids = {reason.id for reason in item.contradictions}
    if WorkKind.NOT_FOUND in item.kinds and "active_not_found" not in ids:
        said.append(f"Kunjungan {short_date(item.last_visit)}: tidak ditemukan di alamat terdaftar.")
    if WorkKind.INACTIVE_ODS in item.kinds and not ids:
        said.append("ODS: tidak aktif.")
    if WorkKind.INACTIVE_RAT in item.kinds and not ids & {"active_rat_old", "active_rat_never"}:
        year = item.last_book_year
        said.append("Tidak ada RAT yang tercatat." if year is None else f"RAT terakhir tahun buku {year}.")
    return " ".join(said)


def due(item: WorkItem) -> str:
    """Return when the next visit is: "13-01-2023", "20-12-2022, terlambat 6 hari", "Secepatnya"."""
    if item.due_on is None:
        return AS_SOON_AS_CAN_BE
    planned = " (jadwal)" if item.planned_on is not None else ""
    late_by = f", terlambat {number(item.days_late)} hari" if item.days_late is not None else ""
    return f"{short_date(item.due_on)}{planned}{late_by}"


def who(item: WorkItem) -> str:
    """Return who is to go and why that one: "Dijadwalkan: Sari", "Terakhir: Tono dan Budi".

    The names come last, because a narrow column cuts the end off.
    """
    if item.officer is not None:
        return f"{'Ditugaskan' if item.planned_on is None else 'Dijadwalkan'}: {item.officer}"
    return f"Terakhir: {listed(list(item.in_charge))}" if item.in_charge else NOBODY_YET


def place(item: WorkItem) -> str:
    """Return desa and kecamatan."""
    return ", ".join(filter(None, (item.village, item.district)))


def rows(found: WorkList) -> list[dict[str, str]]:
    """Return the items as the table lists them."""
    return [
        {
            "Nama": item.name,
            "Alasan": why(item, found),
            "Berikutnya": due(item),
            "Petugas": who(item),
            "Hasil kunjungan": RESULTS[item.last_result or NEVER],
            "Tahap": item.stage.value,
            "Kunjungan terakhir": short_date(item.last_visit),
            "Hari": number(item.days_since_visit),
            "Kecamatan": item.district,
            "Desa/Kelurahan": item.village or ABSENT,
        }
        for item in found.items
    ]


def choices(found: WorkList) -> dict[str, str]:
    """Return by ``coop_id`` how a choice names each koperasi; no two alike."""
    return distinct({item.coop_id: f"{item.name} · {place(item)}" for item in found.items})


def headline(found: WorkList) -> str:
    """Return what the list below holds."""
    if found.shown == found.total:
        return f"{number(found.total)} koperasi di daftar kunjungan"
    return f"{number(found.shown)} dari {number(found.total)} koperasi di daftar kunjungan"


def narrowings(count: int) -> str:
    """Return what stands before the choices that narrow the list: "2 saringan:"."""
    return f"{number(count)} saringan:"


def rows_shown(found: WorkList, offset: int) -> str:
    """Return which of the rows a page of the table shows, "" where it shows them all."""
    last = offset + len(found.items)
    if last - offset == found.shown:
        return ""
    return f"{number(offset + 1)}–{number(last)} dari {number(found.shown)} koperasi. "


def officer_label(name: str) -> str:
    """Return what an officer of a tally is called in a choice."""
    return NOBODY_YET if name == NOBODY else name


def round_name(one: Round) -> str:
    """Return what a round is called, however many it holds: "Sari · 12 Januari 2023"."""
    return f"{one.officer} · {date(one.planned_on)}"


def round_label(one: Round) -> str:
    """Return how a choice names a round: "Sari · 12 Januari 2023 (4 koperasi)"."""
    return f"{round_name(one)} ({number(one.count)} koperasi)"


def tally_rows(title: str, tallies: dict[str, Tally]) -> list[dict[str, str]]:
    """Return tallies, by what they are called, as the rows of a table; those of nobody are left out."""
    return [
        {
            title: name,
            "Di daftar": number(tally.shown),
            "Dikunjungi bulan ini": number(tally.visited),
            "Terlambat": number(tally.late),
        }
        for name, tally in tallies.items()
        if tally.shown
    ]


def by_stage(found: WorkList) -> list[dict[str, str]]:
    """Return how many are at each Tahap."""
    return tally_rows("Tahap", {stage.value: found.by_stage[stage] for stage in Stage})


def by_result(found: WorkList) -> list[dict[str, str]]:
    """Return how many had each result at their last visit."""
    return tally_rows("Hasil kunjungan", {RESULTS[key]: tally for key, tally in found.by_result.items()})


def by_district(found: WorkList) -> list[dict[str, str]]:
    """Return how many there are in each kecamatan."""
    return tally_rows("Kecamatan", {district_of(key): tally for key, tally in found.by_district.items()})


def by_officer(found: WorkList) -> list[dict[str, str]]:
    """Return how many each officer has; one with two officers counts with both."""
    return tally_rows("Petugas", {officer_label(name): tally for name, tally in found.by_officer.items()})


def map_view(found: WorkList) -> MapView:
    """Return the map of the kecamatan by how many of their koperasi the list shows."""
    counts = {code: tally.shown for code, tally in found.by_district.items() if code != NO_DISTRICT}
    step, shades = counted_classes(counts.values())
    lost = found.by_district.get(NO_DISTRICT, Tally()).shown
    return MapView(
        title="Koperasi yang perlu dikunjungi",
        areas=tuple(
            MapArea(
                code=code,
                name=district_of(code),
                label=number(count),
                words=f"{district_of(code)}: {number(count)} koperasi perlu dikunjungi.",
                shade=-(-count // step),
                is_hatched=False,
            )
            for code, count in counts.items()
        ),
        shades=shades,
        notes=(f"{number(lost)} koperasi tidak ada di peta karena kecamatannya tidak diketahui.",)
        if lost
        else (),
    )


def planned(count: int, officer: str | None, day: str) -> str:
    """Return the toast after a plan was saved; ``day`` is "" where none was named."""
    if not officer and not day:
        return f"Jadwal {number(count)} koperasi dikosongkan."
    parts = [f"petugas {officer}" if officer else "", day]
    return f"Jadwal {number(count)} koperasi tersimpan: {', '.join(filter(None, parts))}."


def too_many_to_record(most: int) -> str:
    """Return what to say where more koperasi are chosen than get a button to record a visit."""
    return f"Untuk mencatat kunjungan, pilih paling banyak {number(most)} koperasi."


def against_ods(found: WorkList) -> str:
    """Return of how many the status in ODS is contradicted: "7 bertentangan dengan status ODS"."""
    return f"{number(found.against_ods)} bertentangan dengan status ODS"


def about_contradictions(found: WorkList) -> str:
    """Return what the list for the ministry holds."""
    return (
        f"{number(found.against_ods)} koperasi yang bertentangan dengan status ODS, by name by address "
        "dengan alasan dan dasarnya: "
        f"{proven_and_not(found.proven, found.against_ods - found.proven)}. {CLOSING_NOTE}"
    )


def proven_and_not(proven: int, unproven: int) -> str:
    """Return what proves how many of them, and how many are to be checked in the field first."""
    said = [
        f"{number(proven)} terbukti oleh kunjungan atau data RAT" if proven else "",
        f"{number(unproven)} perlu diperiksa di lapangan dahulu" if unproven else "",
    ]
    return ", ".join(filter(None, said))
