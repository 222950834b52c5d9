"""The invented visits of December 2022 and the health assessments up to then.

The counts are those that the screens tell of: of 26 inactive koperasi 18 visited, 11 found, 4 serving, 9 in
coaching; of 99 koperasi 60 assessed, 52 of them healthy.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import random
from decimal import Decimal

import pyarrow as pa

from data.builder.lives import DECEMBER_2022, NOVEMBER_2019, Life
from data.builder.snapshots import Row, standing
from kopdata.fieldwork.records import Visit
from kopdata.fieldwork.vocabulary import FollowUp, VillageOffice
from kopdata.store.schema import ASSESSMENTS, VISITS
from kopdata.vocabulary import AddressFinding, Contact, Predicate, Status, VisitResult

SUPERVISOR = "Pengawas {number} (contoh)"
NEW_METHOD = "Juknis 15/2021"
OLD_METHOD = "06/Per/Dep.6/2016"
SCORES = {
    Predicate.HEALTHY: (82, 94),
    Predicate.FAIRLY_HEALTHY: (68, 78),
    Predicate.UNDER_WATCH: (54, 64),
    Predicate.UNDER_SPECIAL_WATCH: (36, 48),
}
"""Scores of each predicate, clear of 51, 66 and 80, at which the two methods differ."""

_FOUND = AddressFinding.FOUND
_FINDINGS = {
    VisitResult.SERVING: (_FOUND, True),
    VisitResult.NOT_SERVING: (_FOUND, False),
    VisitResult.MOVED: (AddressFinding.MOVED, None),
    VisitResult.NOBODY_IN: (AddressFinding.NOBODY_IN, None),
    VisitResult.NOT_FOUND: (AddressFinding.NOT_FOUND, False),
}
_FOLLOW_UPS = {
    VisitResult.SERVING: f"{FollowUp.UPDATE_ODS}: usulkan berstatus aktif kembali.",
    VisitResult.NOT_SERVING: "Pembinaan: pendampingan pengurus dan penyusunan rencana usaha.",
    VisitResult.MOVED: f"{FollowUp.FIND_ADDRESS}: melalui kantor desa, lalu perbarui di ODS.",
    VisitResult.NOBODY_IN: f"{FollowUp.VISIT_AGAIN}: setelah membuat janji dengan pengurus.",
    VisitResult.NOT_FOUND: f"{FollowUp.ASK_VILLAGE}: melalui kepala desa.",
}
_WHERE_ALL_IS_WELL = f"{FollowUp.NONE}: cukup ingatkan jadwal RAT berikutnya."
_COACHING_FOR_RAT = "Pembinaan: pendampingan penyelenggaraan RAT."
_NOTES = {
    VisitResult.SERVING: "Melayani simpan pinjam dan kebutuhan pokok anggota.",
    VisitResult.NOT_SERVING: "Papan nama masih terpasang, buku tidak diisi lagi.",
    VisitResult.MOVED: "Bangunan dipakai usaha lain.",
    VisitResult.NOBODY_IN: "Kantor tertutup, tetangga mengenal koperasi ini.",
    VisitResult.NOT_FOUND: "Bangunan di alamat itu sudah tidak ada.",
}
_FOUNDED_FOR_AID = "Didirikan 2014–2017 untuk menerima bantuan yang kemudian berhenti"
_CAUSES = ("Kurang pengetahuan", "Biaya atau modal")
_DAYS = [dt.date(2022, 12, day) for day in (13, 14, 15, 16, 19, 20, 21, 22, 23, 26)]
_WIB = dt.timezone(dt.timedelta(hours=7))


def visits(lives: list[Life]) -> pa.Table:
    """Return the visits between 13 and 26 December 2022, oldest first."""
    rng = random.Random("visits")
    found: list[Visit] = []
    visited = [(life, life.visit) for life in lives if life.visit is not None]
    serving = [life for life, outcome in visited if outcome is VisitResult.SERVING]
    rng.shuffle(visited)
    for place, (life, outcome) in enumerate(visited):
        # Every third one was first missed, and visited again.
        again = place % 3 == 0 and outcome is not VisitResult.NOBODY_IN
        if again:
            found.append(_visit(rng, life, rng.choice(_DAYS[:4]), VisitResult.NOBODY_IN))
        visit = _visit(rng, life, rng.choice(_DAYS[4:] if again else _DAYS), outcome)
        found.append(_with_follow_up(visit, _COACHING_FOR_RAT) if life in serving[:2] else visit)

    active = [life for life in standing(lives, DECEMBER_2022) if life.status[DECEMBER_2022] is Status.ACTIVE]
    of_active = [VisitResult.SERVING] * 3 + [VisitResult.NOT_SERVING, VisitResult.NOT_FOUND]
    for life, outcome in zip(rng.sample(active, len(of_active)), of_active, strict=True):
        visit = _visit(rng, life, rng.choice(_DAYS), outcome)
        found.append(_with_follow_up(visit, _WHERE_ALL_IS_WELL) if outcome is VisitResult.SERVING else visit)
    by_phone = _with_follow_up(_visit(rng, active[0], _DAYS[2], VisitResult.SERVING), _WHERE_ALL_IS_WELL)
    found.append(by_phone.model_copy(update={"contact": Contact.PHONE, "notes": None}))
    found.sort(key=lambda visit: (visit.visited_on, visit.visit_id))
    return pa.Table.from_pylist([visit.model_dump() for visit in found], schema=VISITS)


def _with_follow_up(visit: Visit, follow_up: str) -> Visit:
    return visit.model_copy(update={"follow_up": follow_up})


def _visit(rng: random.Random, life: Life, day: dt.date, outcome: VisitResult) -> Visit:
    at_address, serves_members = _FINDINGS[outcome]
    coop_id = life.koperasi.coop_id
    cause = None
    if life.status[DECEMBER_2022] is Status.INACTIVE and at_address is AddressFinding.FOUND:
        cause = _FOUNDED_FOR_AID if 2014 <= life.founded <= 2017 else rng.choice(_CAUSES)
    first, second = rng.sample(range(1, 4), 2)
    officers = [f"Petugas Lapangan {first} (contoh)", f"Petugas Lapangan {second} (contoh)"]
    return Visit(
        visit_id=f"v{hashlib.sha256(f'{coop_id} {day}'.encode()).hexdigest()[:11]}",
        coop_id=coop_id,
        visited_on=day,
        at_address=at_address,
        serves_members=serves_members,
        follow_up=_FOLLOW_UPS[outcome],
        officers=tuple(officers[: rng.choice((1, 2))]),
        cause=cause,
        notes=_NOTES[outcome] if rng.random() < 0.7 else None,
        village_office=VillageOffice.DOES_NOT_KNOW if outcome is VisitResult.NOT_FOUND else None,
        actor=officers[0],
        recorded_at=dt.datetime.combine(day, dt.time(15, rng.randint(0, 59)), _WIB),
    )


def assessments(lives: list[Life]) -> pa.Table:
    """Return the assessments up to 12 December 2022: 60 koperasi, some of them assessed before as well."""
    rng = random.Random("assessments")
    listed = standing(lives, DECEMBER_2022)
    # Only a koperasi that held a RAT and is over one book year old is a target.
    targets = [life for life in listed if life.meetings and life.founded <= 2020]
    active = [life for life in targets if life.status[DECEMBER_2022] is Status.ACTIVE]
    inactive = [life for life in targets if life.status[DECEMBER_2022] is Status.INACTIVE]
    weak = rng.sample(inactive, 6)
    chosen = rng.sample(active, 54)
    predicates = [Predicate.HEALTHY] * 21 + [Predicate.FAIRLY_HEALTHY] * 31 + [Predicate.UNDER_WATCH] * 2
    predicates += [Predicate.UNDER_WATCH] * 4 + [Predicate.UNDER_SPECIAL_WATCH] * 2
    rows = []
    for life, predicate in zip(chosen + weak, predicates, strict=True):
        year = rng.choice((2021, 2022))
        day = dt.date(2022, 2 if year == 2021 else 8, 1) + dt.timedelta(days=rng.randint(0, 100))
        method = NEW_METHOD if rng.random() < 0.7 else OLD_METHOD
        rows.append(_assessment(rng, life, predicate, year=year, day=day, method=method))
    before = [life for life in chosen + weak if NOVEMBER_2019 in life.status]
    for life in rng.sample(before, 24):
        year = rng.choice((2018, 2019))
        day = dt.date(year, 3, 1) + dt.timedelta(days=rng.randint(0, 220))
        predicate = rng.choices(list(Predicate), weights=(6, 12, 5, 1))[0]
        rows.append(_assessment(rng, life, predicate, year=year, day=day, method=OLD_METHOD))
    rows.sort(key=lambda row: (str(row["assessed_on"]), str(row["coop_id"])))
    return pa.Table.from_pylist(rows, schema=ASSESSMENTS)


def score(rng: random.Random, predicate: Predicate) -> Decimal:
    """Return a score that agrees with ``predicate`` by either method."""
    low, high = SCORES[predicate]
    return Decimal(rng.randint(low * 100, high * 100)) / 100


def _assessment(
    rng: random.Random, life: Life, predicate: Predicate, *, year: int, day: dt.date, method: str
) -> Row:
    return {
        "coop_id": life.koperasi.coop_id,
        "year": year,
        "predicate": predicate,
        "score": score(rng, predicate),
        "method": method,
        "assessed_on": day,
        "source": f"Rekap pengawas {day.year} (contoh)",
        "actor": SUPERVISOR.format(number=rng.randint(1, 2)),
        "recorded_at": dt.datetime.combine(day, dt.time(16), _WIB),
    }
