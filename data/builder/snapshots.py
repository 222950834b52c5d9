"""One snapshot of the invented koperasi as rows of the registry.

A figure depends on the koperasi and the year it is of, and on nothing else: an inactive koperasi, whose
figures are those of its last year of business, therefore shows the same ones in every later snapshot.
"""

from __future__ import annotations

import datetime as dt
import random
from decimal import Decimal

import pyarrow as pa

from data.builder.lives import DECEMBER_2022, NOVEMBER_2019, Life
from kopdata.regions import PROVINCE, REGENCY
from kopdata.store.schema import REGISTRY
from kopdata.vocabulary import CertificateGiven, Form, RatGiven, Status

Row = dict[str, object]

_OFFICERS = {
    "chair": ("Ketua (contoh)", 0.98, 1.0),
    "secretary": ("Sekretaris (contoh)", 0.93, 0.5),
    "treasurer": ("Bendahara (contoh)", 0.93, 0.5),
    "supervisor": ("Pengawas (contoh)", 0.8, 0.2),
    "manager": ("Manajer (contoh)", 0.25, 0.0),
}
"""Each office: how it is filled, and how likely it is in an active and an inactive koperasi with officers."""

_MONEY = ("own_capital", "external_capital", "assets", "turnover", "surplus")
_ONLY_SINCE_2022 = ("reporting_number", "reporting_date", "pattern", "kuk", "rat_status")
"""Fields that the export of 2019 did not carry."""


def standing(lives: list[Life], as_of: dt.date) -> list[Life]:
    """Return the koperasi that the snapshot lists, by kecamatan, desa and name."""
    return sorted(
        (life for life in lives if as_of in life.status),
        key=lambda life: (life.koperasi.village.code, life.koperasi.name),
    )


def registry_rows(lives: list[Life], as_of: dt.date) -> list[Row]:
    """Return the rows of the snapshot, with every field that koperasi of the demo have."""
    return [
        _row(life, as_of) | {"source_row": number}
        for number, life in enumerate(standing(lives, as_of), start=2)
    ]


def registry_table(lives: list[Life], as_of: dt.date, import_id: str) -> pa.Table:
    """Return the snapshot with the registry's own columns."""
    left_out = _ONLY_SINCE_2022 if as_of == NOVEMBER_2019 else ()
    rows = [
        {name: value for name, value in row.items() if name not in left_out} | {"import_id": import_id}
        for row in registry_rows(lives, as_of)
    ]
    return pa.Table.from_pylist(rows, schema=REGISTRY)


def _row(life: Life, as_of: dt.date) -> Row:
    koperasi = life.koperasi
    status = life.status[as_of]
    rng = random.Random(f"{koperasi.coop_id} fixed")
    amended = koperasi.legal_date + dt.timedelta(days=rng.randint(1500, 5000))
    is_amended = rng.random() < 0.25 and dt.date(2014, 1, 1) < amended <= as_of
    reported = dt.date(2021, 5, 1) + dt.timedelta(days=rng.randint(0, 500))
    is_reported = rng.random() < 0.15 and koperasi.legal_date < reported <= as_of
    number = rng.randint(1000, 9999)
    return {
        "coop_id": koperasi.coop_id,
        "nik": koperasi.nik if koperasi.nik_since and koperasi.nik_since <= as_of else None,
        "name": koperasi.name,
        "legal_number": koperasi.legal_number,
        "legal_date": koperasi.legal_date,
        "amendment_number": _amendment_number(number, amended.year) if is_amended else None,
        "amendment_date": amended if is_amended else None,
        "reporting_number": f"AHU-{number:07}.AH.01.30.TAHUN {reported.year}" if is_reported else None,
        "reporting_date": reported if is_reported else None,
        "address": koperasi.address,
        "village": koperasi.village.name,
        "village_code": koperasi.village.code,
        "district": koperasi.district.name,
        "district_code": koperasi.district.code,
        "regency": REGENCY,
        "province": PROVINCE,
        "outside_region": False,
        # No number begins with 0800-0000, and no domain ends in .example.
        "phone": f"08000000{number}" if rng.random() < 0.3 else None,
        "email": f"koperasi{number}@contoh.example" if rng.random() < 0.15 else None,
        **_officers(life, status),
        "status": status,
        "form": Form.PRIMARY_PROVINCE
        if rng.random() < 0.05 and koperasi.kind.form is Form.PRIMARY_REGENCY
        else koperasi.kind.form,
        "type": koperasi.kind.type,
        "coop_group": koperasi.kind.coop_group,
        "sector": koperasi.kind.sector,
        "pattern": koperasi.kind.pattern,
        "kuk": str(1 + (koperasi.size > 60) + (koperasi.size > 150)) if rng.random() < 0.6 else None,
        "rat_date": life.rat_date(as_of),
        "rat_status": RatGiven.DONE if as_of.year - 1 in life.meetings else RatGiven.NOT_YET,
        **_certificate(life, as_of),
        **_figures(life, as_of),
        "as_of": as_of,
    }


def _amendment_number(number: int, year: int) -> str:
    if year < 2019:
        return f"{number:06}/PAD/M.KUKM.2/{year}"
    return f"AHU-{number:07}.AH.01.28.TAHUN {year}"


def _officers(life: Life, status: Status) -> Row:
    if status is Status.INACTIVE and life.officers_lost:
        return dict.fromkeys([*_OFFICERS, "chair_phone"])
    rng = random.Random(f"{life.koperasi.coop_id} officers")
    row: Row = {
        office: words if rng.random() < (active if status is Status.ACTIVE else inactive) else None
        for office, (words, active, inactive) in _OFFICERS.items()
    }
    has_phone = row["chair"] is not None and rng.random() < 0.3
    return row | {"chair_phone": f"08000000{rng.randint(1000, 9999)}" if has_phone else None}


def _certificate(life: Life, as_of: dt.date) -> Row:
    expiry = life.certificate(as_of)
    rng = random.Random(f"{life.koperasi.coop_id} certificate {expiry}")
    if expiry is None:
        given = CertificateGiven.NOT_CERTIFIED
        return {"certificate_status": given, "certificate_expiry": None, "grade": None}
    # The older wording says nothing of validity; only the date does.
    newer = CertificateGiven.ACTIVE if expiry >= as_of else CertificateGiven.EXPIRED
    given = CertificateGiven.CERTIFIED if rng.random() < 0.2 else newer
    return {"certificate_status": given, "certificate_expiry": expiry, "grade": life.grade(as_of)}


def _figures(life: Life, as_of: dt.date) -> Row:
    """Return members, staff and money as of the last book year that the koperasi reported."""
    status = life.status[as_of]
    reported = max((year for year, day in life.meetings.items() if day <= as_of), default=None)
    if reported is not None and status is Status.ACTIVE:
        reported = max(reported, as_of.year - 2)
    year = reported or min(life.founded + 1, as_of.year)
    rng = random.Random(f"{life.koperasi.coop_id} {year}")
    members = round(life.koperasi.size * (0.8 + 0.02 * min(max(year - 2012, 0), 14) + 0.06 * rng.random()))
    female = round(members * (0.8 if life.koperasi.kind.prefix == "Kopwan" else 0.2 + 0.3 * rng.random()))
    row: Row = {
        "members": members,
        "members_male": members - female,
        "members_female": female,
        "managers": 1 if members > 120 else 0,
        "employees": round(members * 0.03 * rng.random()),
        **dict.fromkeys(_MONEY),
        "financial_year": reported,
    }
    if life.without_members and as_of == DECEMBER_2022:
        row |= {"members": 0, "members_male": 0, "members_female": 0}
    if reported is None:
        return row
    own = members * rng.randint(900, 3800) * 1000
    external = round(own * max(0.0, rng.random() - 0.4), -3)
    assets = round((own + external) * (1.02 + 0.25 * rng.random()), -3)
    turnover = round(assets * (0.4 + 1.1 * rng.random()), -3)
    return row | {
        "own_capital": _rupiah(own),
        "external_capital": _rupiah(external),
        "assets": _rupiah(assets),
        "turnover": _rupiah(turnover),
        "surplus": _rupiah(turnover * (0.02 + 0.06 * rng.random())),
    }


def _rupiah(value: float) -> Decimal:
    return Decimal(round(value)).quantize(Decimal("0.01"))
