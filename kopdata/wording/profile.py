"""One koperasi in sentences: does it exist, is it active, what comes next, and what does not agree."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import Final

from kopdata.attention import find_reason
from kopdata.findings import Remedy
from kopdata.formats import ABSENT, date, listed, number
from kopdata.grades import BOOK_YEARS
from kopdata.models import Assessment, Record
from kopdata.queries.neighbours import Neighbours
from kopdata.queries.profile import Profile, Standing
from kopdata.queries.provenance import FactValue
from kopdata.rules import rat_limit
from kopdata.vocabulary import (
    HEALTH_DETAILS,
    CertificateStatus,
    HealthClass,
    NotAssessed,
    RatStatus,
    Status,
)
from kopdata.wording.attention import sentence
from kopdata.wording.facts import in_sentence

_NOT_IN_FILE: Final = "Tidak ada di berkas ini"
_NO_RECORDS: Final = "Belum ada catatan kunjungan"
NO_RECORDS_BASIS: Final = (
    "Catatan kunjungan belum dimasukkan, jadi sudah atau belum dikunjungi tidak diketahui."
)
_RAT_DONE: Final[dict[RatStatus | None, bool]] = {
    RatStatus.HELD: True,
    RatStatus.HELD_LATE: True,
    RatStatus.NOT_HELD: False,
}


class Tone(StrEnum):
    """How a badge looks; its words alone must tell all."""

    GOOD = "good"
    ATTENTION = "attention"
    NEUTRAL = "neutral"


class Badge(Record):
    """A few words in a coloured field."""

    words: str
    tone: Tone


class Answer(Record):
    """One of the questions that the top of the page answers; ``basis`` says what the answer rests on."""

    question: str
    answer: str
    basis: str


class Step(Record):
    """A step to the certificate; ``done`` is None where it cannot be told, or is not due."""

    title: str
    done: bool | None
    words: str


def badges(profile: Profile) -> tuple[Badge, ...]:
    """Return status and health, and what marks the koperasi off from the others."""
    found = [_status_badge(profile)]
    if profile.standing is None:
        return (*found, Badge(words="Kabupaten lain", tone=Tone.NEUTRAL))
    found.append(_health_badge(profile.standing.health))
    if profile.standing.merah_putih:
        found.append(Badge(words="Merah Putih", tone=Tone.NEUTRAL))
    return tuple(found)


def _status_badge(profile: Profile) -> Badge:
    status = status_of(profile)
    tones = {Status.ACTIVE: Tone.GOOD, Status.INACTIVE: Tone.ATTENTION}
    return Badge(words=status.label, tone=tones.get(status, Tone.NEUTRAL))


def status_of(profile: Profile) -> Status:
    """Return ODS's status in the shown snapshot."""
    found = profile.value("status")
    return Status.UNKNOWN if found is None else Status(str(found))


def _health_badge(health: str) -> Badge:
    classes = {
        HealthClass.HEALTHY: Tone.GOOD,
        HealthClass.UNHEALTHY: Tone.ATTENTION,
        HealthClass.NOT_ASSESSED: Tone.NEUTRAL,
    }
    tone = next(tone for kind, tone in classes.items() if health in HEALTH_DETAILS[kind])
    return Badge(words=health, tone=tone)


def place_line(profile: Profile) -> str:
    """Return where the koperasi is and which snapshot speaks: the line under its name."""
    village, district = profile.values["village"], profile.values["district"]
    parts = [
        f"{before}{fact.value}{_last_known(fact)}"
        for before, fact in (("", village), ("Kecamatan ", district))
        if fact.value
    ]
    place = ", ".join(parts) or "Desa dan kecamatan tidak tercantum"
    return f"{place} · Keadaan per {profile.shown.label}"


def _last_known(fact: FactValue) -> str:
    known = fact.source if fact.is_carried else None
    return f" (terakhir diketahui per {known.label})" if known else ""


def notices(profile: Profile) -> tuple[str, ...]:
    """Return what must be known before anything else is read; mostly nothing."""
    found = []
    if profile.merged_from is not None:
        found.append(
            "Catatan yang dibuka sudah digabung dengan koperasi ini, jadi yang ditampilkan satu saja."
        )
    if profile.shown.as_of != profile.chosen.as_of:
        found.append(
            f"Koperasi ini tidak tercantum pada keadaan {profile.chosen.label}. Yang ditampilkan adalah "
            f"keadaan {profile.shown.label}."
        )
    if profile.outside_region:
        found.append("Koperasi ini dari kabupaten lain, jadi tidak ada angka di dasbor yang menghitungnya.")
    if profile.other_rows:
        found.append(
            f"Di berkas keadaan {profile.shown.label} koperasi ini tercantum di {profile.other_rows + 1} "
            "baris yang sudah digabung; yang ditampilkan baris pertama. Hapus baris gandanya di ODS."
        )
    return tuple(found)


def answers(profile: Profile) -> tuple[Answer, ...]:
    """Return the first answers of the top: does it exist, is it active. ``next_step`` has the third."""
    return _exists(profile), _active(profile)


def _exists(profile: Profile) -> Answer:
    question, visit = "Masih ada?", profile.last_visit
    if visit is None and not profile.visits_recorded:
        return Answer(question=question, answer=_NO_RECORDS, basis=NO_RECORDS_BASIS)
    if visit is None:
        basis = f"Sampai {date(profile.visits_until)} belum ada kunjungan; telepon tidak membuktikan alamat."
        return Answer(question=question, answer="Belum dikunjungi", basis=basis)
    basis = f"Kunjungan {date(visit.visited_on)}."
    return Answer(question=question, answer=visit.result, basis=basis)


def _active(profile: Profile) -> Answer:
    status, carried = status_of(profile), profile.values["status"]
    basis = f"Menurut ODS, keadaan {profile.shown.label}."
    if status is Status.UNKNOWN and carried.value is not None and carried.source is not None:
        known = Status(str(carried.value)).label
        basis = f"Terakhir diketahui per {carried.source.label}: {known}."
    elif profile.shown.status_as_of is not None and status is not Status.UNKNOWN:
        told = carried.source.label if carried.source else date(profile.shown.status_as_of)
        basis = f"Terakhir diketahui per {told}; berkas keadaan {profile.shown.label} tidak memuat status."
    return Answer(question="Masih aktif?", answer=status.label, basis=basis)


RAT_STEP, DATA_STEP, CERTIFICATE_STEP = "Sudah RAT", "Data ODS lengkap", "Bersertifikat NIK"


def steps(profile: Profile) -> tuple[Step, ...]:
    """Return the three steps to the certificate in their order; none for a koperasi of another regency."""
    standing = profile.standing
    if standing is None:
        return ()
    return (
        Step(
            title=RAT_STEP,
            done=_RAT_DONE.get(standing.rat),
            words=_rat_words(profile, standing),
        ),
        Step(title=DATA_STEP, done=standing.data_complete, words=_data_words(standing)),
        Step(
            title=CERTIFICATE_STEP,
            done=None if standing.certificate is None else standing.certificate is CertificateStatus.VALID,
            words=_certificate_words(profile, standing),
        ),
    )


def _rat_words(profile: Profile, standing: Standing) -> str:
    due = f"tahun buku {profile.book_year}"
    on = _on(" pada ", profile.value("rat_date"))
    limit = date(rat_limit(profile.book_year))
    if standing.rat is RatStatus.HELD:
        return f"RAT {due} sudah diadakan{on}."
    if standing.rat is RatStatus.HELD_LATE:
        return f"RAT {due} diadakan{on}, sesudah batas {limit}."
    if standing.rat is RatStatus.NOT_DUE:
        return "Belum wajib RAT, karena belum genap satu tahun buku."
    last = standing.last_book_year
    known = f"RAT terakhir yang diketahui: tahun buku {last}." if last else "Tidak ada RAT yang diketahui."
    if standing.rat is RatStatus.NOT_HELD:
        return f"RAT {due} belum tercatat; batasnya {limit}. {known}"
    return f"{_NOT_IN_FILE}. {known}"


def _data_words(standing: Standing) -> str:
    if standing.data_complete is None:
        return "Tidak semua kolom isian pokok ada di berkas ini, jadi kelengkapannya tidak dapat dinilai."
    if standing.data_complete:
        return "Semua isian pokok terisi di berkas."
    names = [in_sentence(entry) for entry in standing.missing_entries]
    return f"Belum terisi: {listed(names)}."


def _certificate_words(profile: Profile, standing: Standing) -> str:
    on = _on(" ", profile.value("certificate_expiry"))
    if standing.certificate is CertificateStatus.VALID:
        return f"Berlaku sampai{on}." if on else "Berlaku; tanggal akhirnya tidak tercantum."
    if standing.certificate is CertificateStatus.LAPSED:
        return f"Habis masa berlaku{on}."
    if standing.certificate is CertificateStatus.NONE:
        return "Belum bersertifikat."
    carried = profile.values["certificate_expiry"]
    if carried.source is None:
        return f"{_NOT_IN_FILE}."
    known = f"Terakhir diketahui per {carried.source.label}:{_on(' berlaku sampai ', carried.value)}"
    return f"{_NOT_IN_FILE}. {known}."


def _on(before: str, day: object) -> str:
    return f"{before}{date(day)}" if isinstance(day, dt.date) else ""


def three_sides(profile: Profile) -> tuple[Answer, ...]:
    """Return the status by ODS, by RAT and by the last visit, each with its date and what it means."""
    return _by_ods(profile), _by_rat(profile), _by_visit(profile)


def _by_ods(profile: Profile) -> Answer:
    return Answer(
        question="Menurut ODS",
        answer=status_of(profile).label,
        basis=f"{_active(profile).basis} Dikutip apa adanya; dasbor tidak mengubahnya.",
    )


def _by_rat(profile: Profile) -> Answer:
    question, within = "Menurut RAT", f"dalam {BOOK_YEARS} tahun buku terakhir"
    first, last = profile.rat_years
    meaning = f"Yang dilihat: tahun buku {first}–{last}. Hitungan dinas di samping ODS."
    if profile.standing is None:
        return Answer(question=question, answer="Tidak dihitung", basis="Koperasi dari kabupaten lain.")
    standing = profile.standing
    words = _rat_words(profile, standing)
    if standing.rat_recent:
        return Answer(question=question, answer=f"Ada RAT {within}", basis=f"{words} {meaning}")
    if standing.rat is RatStatus.NOT_DUE:
        return Answer(question=question, answer=RatStatus.NOT_DUE.label, basis=words)
    if standing.rat_recent is None:
        return Answer(question=question, answer="Tidak diketahui", basis=f"{words} {meaning}")
    return Answer(question=question, answer=f"Tidak ada RAT {within}", basis=f"{words} {meaning}")


def _by_visit(profile: Profile) -> Answer:
    question, visit = "Menurut kunjungan", profile.last_visit
    if visit is None:
        exists = _exists(profile)
        return Answer(question=question, answer=exists.answer, basis=exists.basis)
    officers = listed(list(visit.officers)) or "petugas yang tidak tercatat"
    basis = f"Kunjungan {date(visit.visited_on)} oleh {officers}. Hanya kunjungan yang membuktikan alamat."
    return Answer(question=question, answer=visit.result, basis=basis)


def reasons(profile: Profile) -> tuple[tuple[str, Remedy], ...]:
    """Return why this koperasi is to be looked at and where that is put right, the weightiest first.

    They are those of "Perlu ditindaklanjuti", and a grade that the RAT history does not bear out.
    """
    if profile.standing is None:
        return ()
    item = profile.standing.attention
    found = [
        (
            sentence(reason.sentence, item, until=profile.visits_until, book_year=profile.book_year),
            reason.remedy,
        )
        for reason in map(find_reason, item.reasons)
    ]
    given, proven = profile.value("grade"), profile.grade.grade
    if given is not None and proven is not None and given != proven:
        found.append((f"Grade {given} di berkas, tetapi riwayat RAT menunjukkan {proven}.", Remedy.IN_ODS))
    return tuple(found)


def grade_words(profile: Profile) -> str:
    """Return the grade as given, and what the RAT history proves, or why it proves none."""
    given, check = profile.value("grade"), profile.grade
    words = f"Grade di berkas: {given}." if given is not None else "Grade tidak tercantum di berkas."
    held = f"RAT terbukti untuk tahun buku {listed([str(year) for year in check.held])}" if check.held else ""
    if check.grade is not None:
        reason = held or f"tidak ada RAT untuk tahun buku {listed([str(year) for year in check.missed])}"
        return f"{words} Dihitung ulang dari riwayat RAT: {check.grade} ({reason})."
    if check.open:
        years = " atau ".join(map(str, check.open))
        reason = f"berkas yang tersimpan tidak menceritakan RAT tahun buku {years}"
    elif len(check.held) == 1:
        reason = "C1 dan C2 juga bergantung pada hal yang tidak ada di ekspor"
    else:
        reason = f"batas RAT tahun buku {profile.book_year} belum lewat"
    return f"{words} Tidak dapat dihitung ulang: {reason}."


def health(profile: Profile) -> Answer:
    """Return the assessment that holds: predicate, score, method and year; or why there is none."""
    one, question = profile.assessment, "Kesehatan"
    if one is not None:
        return Answer(question=question, answer=one.predicate, basis=_assessment_words(one))
    if profile.standing is None:
        basis = "Penilaian koperasi kabupaten lain tidak ada di dasbor ini."
        return Answer(question=question, answer=NotAssessed.NOT_ASSESSED, basis=basis)
    basis = {
        NotAssessed.NOT_A_TARGET: "Belum genap satu tahun buku, atau belum pernah RAT.",
        NotAssessed.NOT_ASSESSED: "Belum ada penilaian pengawas. Itu tidak berarti tidak sehat.",
    }[NotAssessed(profile.standing.health)]
    return Answer(question=question, answer=profile.standing.health, basis=basis)


def _assessment_words(one: Assessment) -> str:
    return f"Nilai {score(one)}, metode {one.method or 'tidak tercantum'}, tahun penilaian {one.year}."


def score(one: Assessment) -> str:
    """Return the score as the office writes it: ``77,38``; absent in words."""
    return "tidak tercantum" if one.score is None else str(one.score).replace(".", ",")


def assessment_rows(profile: Profile, zone: dt.tzinfo) -> list[dict[str, str]]:
    """Return every assessment as a row, the newest first, the one that holds included."""
    return [
        {
            "Tahun": str(one.year),
            "Predikat": str(one.predicate),
            "Nilai": score(one),
            "Metode": one.method or ABSENT,
            "Sumber": f"{one.source}, dicatat {one.actor} pada "
            f"{date(one.recorded_at.astimezone(zone).date())}",
        }
        for one in profile.assessments
    ]


def place_in_list(neighbours: Neighbours) -> str:
    """Return where the koperasi stands in the list: "12 dari 26 dalam daftar"."""
    if neighbours.position is None:
        return "Tidak termasuk daftar dengan saringan yang terpasang."
    return f"{number(neighbours.position)} dari {number(neighbours.total)} dalam daftar"
