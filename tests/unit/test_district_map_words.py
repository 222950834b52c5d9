"""What the map says: the same figures as the table, few of them never in percent, and no colour alone."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kopdata.database import open_database
from kopdata.figures import MAP_MEASURES, MapMeasure
from kopdata.models import Assessment, Filter
from kopdata.queries import DistrictRow, Overview, ask_overview
from kopdata.regions import districts
from kopdata.vocabulary import Predicate
from kopdata.wording import map_view
from tests.support.registry import ALL_FIELDS, commit, store_with

AS_OF = dt.date(2022, 12, 12)
CODES = [district.code for district in districts()]
COUNT, SHARE, RAT, CERTIFIED, HEALTHY = MAP_MEASURES


def rows(code: str, active: int, inactive: int) -> list[dict[str, str]]:
    one = {"district_code": code}
    return [one | {"status": "aktif"}] * active + [one | {"status": "tidak aktif"}] * inactive


@pytest.fixture(scope="module")
def overview(tmp_path_factory: pytest.TempPathFactory) -> Overview:
    home = tmp_path_factory.mktemp("map")
    store = store_with(
        home,
        (
            AS_OF,
            [*rows(CODES[0], 29, 9), *rows(CODES[1], 3, 1), *rows(CODES[2], 10, 0), {"status": "aktif"}],
        ),
    )
    store.add_assessments([assessment(CODES[0])])
    found = ask_overview(open_database(store), Filter())
    assert found is not None
    return found


def assessment(coop_id: str) -> Assessment:
    """Return an assessment by which health is known of at all."""
    return Assessment(
        coop_id=coop_id,
        year=2021,
        predicate=Predicate.HEALTHY,
        source="uji",
        actor="Penguji",
        recorded_at=dt.datetime(2022, 1, 5, tzinfo=dt.UTC),
    )


def test_counts_have_a_class_of_their_own_for_none(overview: Overview) -> None:
    shown = map_view(overview, COUNT)
    assert shown.shades == ("0", "1–3", "4–6", "7–9")
    assert shown.legend == ((0, "0"), (1, "1–3"), (2, "4–6"), (3, "7–9"))
    by_code = {area.code: area for area in shown.areas}
    assert (by_code[CODES[0]].label, by_code[CODES[0]].shade) == ("9", 3)
    assert (by_code[CODES[1]].label, by_code[CODES[1]].shade) == ("1", 1)
    assert (by_code[CODES[2]].label, by_code[CODES[2]].shade) == ("0", 0)
    assert by_code[CODES[0]].words == "Toboali: 9 tidak aktif dari 38 koperasi (23,7 persen)."
    assert by_code[CODES[3]].words == "Simpang Rimba: tidak ada koperasi."
    assert not any(area.is_hatched for area in shown.areas)
    assert shown.notes == ("1 koperasi tidak ada di peta karena kecamatannya tidak diketahui.",)


def test_a_share_of_few_is_hatched_and_in_words(overview: Overview) -> None:
    shown = map_view(overview, SHARE)
    by_code = {area.code: area for area in shown.areas}
    assert by_code[CODES[0]].label == "23,7%"
    lepar = by_code[CODES[1]]
    assert (lepar.label, lepar.is_hatched) == ("1 dari 4", True)
    assert lepar.words == "Lepar: 1 tidak aktif dari 4 koperasi."
    assert by_code[CODES[3]].shade is None
    assert shown.nothing == "tidak ada koperasi untuk dibagi"
    assert shown.shades[:2] == ("di bawah 20%", "20 sampai di bawah 40%")
    assert shown.notes[0].startswith("Kecamatan yang diarsir mempunyai kurang dari 10 koperasi")


def test_a_share_is_of_those_it_is_said_of(tmp_path: Path) -> None:
    young = [{"status": "aktif", "district_code": CODES[0], "type": "Desa Merah Putih"}] * 2
    store = store_with(tmp_path, (AS_OF, [*rows(CODES[0], 3, 1), *young]))
    found = ask_overview(open_database(store), Filter())
    assert found is not None
    unassessed = map_view(found, HEALTHY)
    assert unassessed.areas[0].words == "Toboali: belum ada yang dinilai."
    assert unassessed.notes == ("Belum ada yang dinilai.",)
    assert map_view(found, RAT).areas[0].words == "Toboali: 0 sudah RAT dari 5 koperasi aktif."
    assert (
        "Tanpa Merah Putih, dari semua kecamatan: 1 tidak aktif dari 4 koperasi."
        in (map_view(found, SHARE).notes[0])
    )
    assert map_view(found, COUNT).notes == ()


def test_what_the_file_lacks_is_not_drawn_as_zero(tmp_path: Path) -> None:
    store = store_with(tmp_path)
    commit(
        store, rows(CODES[0], 2, 1), AS_OF, fields=ALL_FIELDS - {"certificate_status", "certificate_expiry"}
    )
    found = ask_overview(open_database(store), Filter())
    assert found is not None
    shown = map_view(found, CERTIFIED)
    assert {area.shade for area in shown.areas} == {None}
    assert shown.areas[0].words == "Toboali: tidak ada di berkas ini."
    assert shown.notes == ("Tidak ada di berkas ini.",)


def test_the_alternative_text_holds_every_kecamatan(overview: Overview) -> None:
    text = map_view(overview, COUNT).alternative
    assert all(district.name in text for district in districts())


values = st.tuples(st.integers(0, 400), st.integers(0, 400)).map(sorted)


@given(st.lists(values, min_size=8, max_size=8), st.sampled_from(MAP_MEASURES))
@settings(max_examples=200, deadline=None)
def test_every_kecamatan_falls_in_the_class_that_is_named_for_it(
    overview: Overview, pairs: list[list[int]], measure: MapMeasure
) -> None:
    whole = measure.figure.population
    assert whole is not None
    changed = tuple(
        DistrictRow(
            code=code,
            name=code,
            values=dict.fromkeys(overview.districts[0].values, 0) | {measure.figure.id: part, whole: total},
        )
        for code, (part, total) in zip(CODES, pairs, strict=True)
    )
    shown = map_view(overview.model_copy(update={"districts": changed}), measure)
    assert len(shown.shades) <= 5
    for area, (part, total) in zip(shown.areas, pairs, strict=True):
        if not measure.is_share:
            assert area.shade is not None
            low, high = (re.findall(r"\d+", shown.shades[area.shade]) * 2)[:2]
            assert int(low) <= part <= int(high)
            assert area.label == str(part)
        elif total == 0:
            assert (area.shade, area.label) == (None, "–")
        else:
            assert area.shade is not None
            low, high = [0] * (area.shade == 0) + [
                int(n) for n in re.findall(r"\d+", shown.shades[area.shade])
            ]
            assert low <= 100 * part / total
            assert 100 * part / total < high or area.shade == 4
            assert area.is_hatched is (total < 10) is ("dari" in area.label)
