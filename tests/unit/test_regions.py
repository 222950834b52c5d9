"""The look-up of kecamatan and desa, in every spelling seen."""

from __future__ import annotations

import pytest

from kopdata import regions


def test_the_regency_as_a_whole() -> None:
    found = regions.districts()
    assert [district.code for district in found] == [f"19.03.0{number}" for number in range(1, 9)]
    assert sum(len(district.villages) for district in found) == 53
    assert sum(village.kind == "kelurahan" for district in found for village in district.villages) == 3
    assert all(village.code.startswith(district.code) for district in found for village in district.villages)


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Lepar Pongok", "Lepar"),
        ("LEPAR", "Lepar"),
        ("Air Gegas", "Airgegas"),
        ("Kec. Airgegas", "Airgegas"),
        ("Pulaubesar", "Pulau Besar"),
        ("KECAMATAN TUKAK SADAI", "Tukak Sadai"),
        ("Kep. Pongok", "Kepulauan Pongok"),
        ("simpang  rimba", "Simpang Rimba"),
    ],
)
def test_districts_in_every_spelling(written: str, name: str) -> None:
    found = regions.find_district(written)
    assert found is not None
    assert found.name == name


@pytest.mark.parametrize(
    ("district", "written", "name"),
    [
        ("Lepar", "Tanjunglabu", "Tanjung Labu"),
        ("Toboali", "Kel. Tanjungketapang", "Tanjung Ketapang"),
        ("Toboali", "Kaposang", "Keposang"),
        ("Payung", "PANGKALBULUH", "Pangkal Buluh"),
        ("Airgegas", "Desa Air Bara", "Airbara"),
        ("Payung", "Payung", "Payung"),
    ],
)
def test_villages_within_their_district(district: str, written: str, name: str) -> None:
    within = regions.find_district(district)
    assert within is not None
    found = regions.find_village(written, within)
    assert found is not None
    assert found.name == name


def test_a_village_of_another_district_is_not_found() -> None:
    payung = regions.find_district("Payung")
    assert payung is not None
    assert regions.find_village("Rias", payung) is None
    near = regions.suggest_village("Irad", payung)
    assert near is not None
    assert near.name == "Irat"
    tobali = regions.suggest_district("Tobali")
    assert tobali is not None
    assert tobali.name == "Toboali"
    assert regions.suggest_district("Jakarta") is None


@pytest.mark.parametrize("written", ["Bangka Selatan", "KAB. BANGKA SELATAN", "Kabupaten Bangka  selatan"])
def test_this_regency(written: str) -> None:
    assert regions.is_this_regency(written)
    assert not regions.is_this_regency("Kab. Bangka Tengah")
