"""A file that completes another gives whole facts, and no half of one."""

from __future__ import annotations

from typing import Any

import pytest

from kopdata.store import schema
from kopdata.store.completing import complete
from tests.support.registry import registry_table
from tests.unit.store.samples import NOVEMBER

REGION = {
    "district": "Payung",
    "district_code": "19.03.05",
    "village": "Irat",
    "village_code": "19.03.05.2005",
}


def completed(base: dict[str, Any], more: dict[str, Any]) -> dict[str, Any]:
    """Return what one koperasi says once ``more`` has completed ``base``."""
    [row] = complete(
        registry_table([base], NOVEMBER, "pertama"), registry_table([more], NOVEMBER, "kedua")
    ).to_pylist()
    assert (row["import_id"], row["source_row"]) == ("pertama", 2)
    return {name: row[name] for name in {**base, **more}}


def test_every_field_is_in_one_fact_or_tells_the_row() -> None:
    fields = [*schema.ROW, *(name for fact in schema.FACTS for name in fact.fields)]
    assert sorted(fields) == sorted(schema.REGISTRY.names)


def test_a_fact_stands_after_those_that_it_is_within() -> None:
    known = set(schema.ROW)
    for fact in schema.FACTS:
        assert known.issuperset(fact.within)
        known.update(fact.fields)


@pytest.mark.parametrize(
    ("base", "more"),
    [
        ({"district": "Payungg", "village": "Irad"}, {"district": "Toboali", "district_code": "19.03.01"}),
        ({"legal_number": "1/BH/2001"}, {"legal_number": "2/BH/2002", "legal_date": NOVEMBER}),
        ({"rat_status": "Belum RAT"}, {"rat_date": NOVEMBER, "rat_status": "Sudah RAT"}),
        ({"certificate_status": "Belum Bersertifikat"}, {"certificate_expiry": NOVEMBER}),
        ({"members": 20}, {"members": 25, "members_male": 10, "members_female": 15}),
        ({"assets": 5, "financial_year": 2020}, {"turnover": 7, "financial_year": 2023}),
        ({"chair": "Ketua A"}, {"chair": "Ketua B", "chair_phone": "0718"}),
    ],
)
def test_half_a_fact_is_not_filled_up(base: dict[str, Any], more: dict[str, Any]) -> None:
    assert completed(base, more) == dict.fromkeys([*base, *more]) | base


@pytest.mark.parametrize(
    ("base", "more"),
    [
        ({"legal_number": "1/bh/2001"}, {"legal_number": "1/BH/2001", "legal_date": NOVEMBER}),
        ({"members": 25}, {"members": 25, "members_male": 10, "members_female": 15}),
        ({"chair_phone": "0718"}, {"chair": "Ketua A", "chair_phone": "0718"}),
    ],
)
def test_a_fact_that_the_second_file_repeats_is_filled_up(base: dict[str, Any], more: dict[str, Any]) -> None:
    assert completed(base, more) == more | base


def test_a_fact_that_is_absent_comes_whole() -> None:
    assert completed({"status": "aktif"}, REGION | {"status": "tidak aktif"}) == REGION | {"status": "aktif"}


def test_a_village_comes_with_its_own_district_only() -> None:
    district = {"district": "PAYUNG", "district_code": "19.03.05"}
    village = {"village": "Irat", "village_code": "19.03.05.2005"}
    assert completed(district, REGION) == district | village
    elsewhere = {"district": "Toboali", "district_code": "19.03.01"}
    assert completed(elsewhere, REGION) == elsewhere | dict.fromkeys(village)


@pytest.mark.parametrize("base", [{"outside_region": False}, {"outside_region": None}])
def test_a_koperasi_stays_in_the_region_where_the_first_file_lists_it(base: dict[str, Any]) -> None:
    abroad = {"outside_region": True, "regency": "Bangka Tengah", "district": "Koba", "phone": "0718"}
    found = completed(base, abroad)
    assert found == base | {"regency": None, "district": None, "phone": "0718"}


def test_a_file_from_before_regions_were_told_lies_within() -> None:
    assert completed({"outside_region": None}, {"outside_region": False} | REGION)["district"] == "Payung"
