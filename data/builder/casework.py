"""The invented coaching, plans, proposals and sosialisasi of 2022 that the demo shows beside its visits.

No count of ``data.builder.fieldwork`` moves by them: a case is opened only where the last visit asked for
coaching, and no proposal has been sent.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import random
from collections.abc import Sequence

import pyarrow as pa

from data.builder.lives import DECEMBER_2022, Life
from data.builder.snapshots import standing
from kopdata.demo import LAST_DAY
from kopdata.fieldwork.records import CoachingEntry, Outreach, Participants, ProposalEntry, VisitPlan
from kopdata.fieldwork.vocabulary import CaseEvent, CoachingKind, Evidence, FollowUp, ProposalEvent
from kopdata.models import Record
from kopdata.regions import districts
from kopdata.store.schema import COACHING, OUTREACH, PLANS, PROPOSALS
from kopdata.vocabulary import AddressFinding, Status

_WIB = dt.timezone(dt.timedelta(hours=7))
_OFFICER = "Petugas Lapangan {number} (contoh)"
_STEPS = (
    (CoachingKind.ADVICE, "Pengurus bersedia menghidupkan kembali koperasi.", "Kumpulkan daftar anggota"),
    (CoachingKind.BOOKKEEPING, "Buku kas dimulai lagi dari saldo terakhir.", "Lengkapi buku anggota"),
    (CoachingKind.RAT_HELP, "Bahan RAT mulai disusun bersama pengurus.", "Tetapkan tanggal RAT"),
    (CoachingKind.ODS_DATA, "Isian alamat dan pengurus diperbarui di ODS.", "Lengkapi jumlah anggota di ODS"),
)
_EVENTS = (
    (dt.date(2022, 3, 15), "Toboali", "Prinsip koperasi dan tata kelola"),
    (dt.date(2022, 6, 9), "Airgegas", "RAT tepat waktu dan pelaporannya di ODS"),
    (dt.date(2022, 9, 21), "Payung", "Sertifikat NIK: syarat dan caranya"),
    (dt.date(2022, 11, 8), "Simpang Rimba", "Pembukuan sederhana untuk pengurus baru"),
)


def coaching(visits: pa.Table) -> pa.Table:
    """Return the cases that the last visits asked for, six of nine opened, each with up to two steps."""
    rng = random.Random("coaching")
    last = {row["coop_id"]: row for row in visits.to_pylist()}
    asked = [row for row in last.values() if row["follow_up"].startswith(FollowUp.COACHING)]
    entries: list[CoachingEntry] = []
    for row in asked[:6]:
        coop_id, day = row["coop_id"], row["visited_on"]
        officer = row["officers"][0]
        entries.append(
            CoachingEntry(
                coop_id=coop_id,
                sequence=1,
                event=CaseEvent.OPENED,
                held_on=day,
                cause=row["cause"],
                officers=(officer,),
                actor=officer,
                recorded_at=_at(day, 16, len(entries)),
            )
        )
        for number in range(rng.randint(0, 2)):
            kind, result, next_step = rng.choice(_STEPS)
            day = min(day + dt.timedelta(days=rng.randint(1, 4)), LAST_DAY)
            entries.append(
                CoachingEntry(
                    coop_id=coop_id,
                    sequence=number + 2,
                    event=CaseEvent.STEP,
                    held_on=day,
                    kind=kind,
                    officers=(officer,),
                    result=result,
                    next_step=next_step,
                    next_by=day + dt.timedelta(days=rng.choice((3, 14, 30))),
                    actor=officer,
                    recorded_at=_at(day, 17, len(entries)),
                )
            )
    return _table(entries, COACHING)


def plans(lives: list[Life]) -> pa.Table:
    """Return who is to visit some of the koperasi that nobody has visited yet, in the first days of 2023."""
    waiting = [
        life.koperasi.coop_id
        for life in standing(lives, DECEMBER_2022)
        if life.status[DECEMBER_2022] is Status.INACTIVE and life.visit is None
    ]
    days = [dt.date(2023, 1, day) for day in (3, 3, 4, 5)]
    return _table(
        [
            VisitPlan(
                coop_id=coop_id,
                planned_on=day,
                officer=_OFFICER.format(number=1 + place % 3),
                actor="Kepala Bidang (contoh)",
                recorded_at=_at(LAST_DAY, 9, place),
            )
            for place, (coop_id, day) in enumerate(zip(waiting, days, strict=False))
        ],
        PLANS,
    )


def proposals(visits: pa.Table) -> pa.Table:
    """Return the papers of one koperasi that was not found: two pieces of evidence, not sent."""
    lost = next(row for row in visits.to_pylist() if row["at_address"] == AddressFinding.NOT_FOUND)
    day = lost["visited_on"]
    shared = {"coop_id": lost["coop_id"], "dated_on": day, "actor": lost["officers"][0]}
    return _table(
        [
            ProposalEntry(sequence=1, event=ProposalEvent.STARTED, recorded_at=_at(day, 16), **shared),
            ProposalEntry(
                sequence=2,
                event=ProposalEvent.EVIDENCE,
                evidence=Evidence.VISIT,
                visit_id=lost["visit_id"],
                notes="Perangkat desa tidak mengenal koperasi ini.",
                recorded_at=_at(day, 16, 1),
                **shared,
            ),
            ProposalEntry(
                sequence=3,
                event=ProposalEvent.EVIDENCE,
                evidence=Evidence.INACTIVE,
                notes="Tidak ada usaha dan RAT sejak tahun buku 2018 menurut catatan dinas.",
                recorded_at=_at(day, 16, 2),
                **shared,
            ),
        ],
        PROPOSALS,
    )


def outreach(lives: list[Life]) -> pa.Table:
    """Return four events of sosialisasi in 2022, each with koperasi of its kecamatan."""
    rng = random.Random("outreach")
    codes = {district.name: district.code for district in districts()}
    listed = [life.koperasi for life in standing(lives, DECEMBER_2022)]
    events = []
    for day, district, topic in _EVENTS:
        near = [one for one in listed if one.district.name == district]
        invited = rng.sample(near, min(len(near), 6))
        events.append(
            Outreach(
                outreach_id=f"s{hashlib.sha256(f'{day} {district}'.encode()).hexdigest()[:11]}",
                held_on=day,
                place=f"Kantor Camat {district}",
                district_code=codes[district],
                topic=topic,
                participants=tuple(
                    Participants(coop_id=one.coop_id, count=rng.randint(1, 3)) for one in invited
                ),
                others=rng.randint(0, 8),
                officers=(_OFFICER.format(number=1), _OFFICER.format(number=2)),
                actor=_OFFICER.format(number=1),
                recorded_at=_at(day, 15),
            )
        )
    return _table(events, OUTREACH)


def _at(day: dt.date, hour: int, minute: int = 0) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(hour, minute), _WIB)


def _table(records: Sequence[Record], schema: pa.Schema) -> pa.Table:
    return pa.Table.from_pylist([record.model_dump() for record in records], schema=schema)
