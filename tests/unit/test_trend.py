"""The course over the snapshots: the same counts as each snapshot's own, and what stands beside them."""

from __future__ import annotations

import datetime as dt
import itertools
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kopdata.database import open_database
from kopdata.figures import FIGURES
from kopdata.models import Filter
from kopdata.queries import Trend, ask_overview, ask_trend
from kopdata.queries.trend import SERIES
from kopdata.vocabulary import Precision, Status
from kopdata.wording import published_rows, trend_rates, trend_view
from kopdata.wording.trend import Tick
from tests.support.registry import ALL_FIELDS, commit, store_with

TODAY = dt.date(2023, 1, 15)
DATES = (dt.date(2019, 11, 30), dt.date(2021, 3, 1), dt.date(2022, 12, 12))
row = st.fixed_dictionaries(
    {
        "status": st.sampled_from(["aktif", "tidak aktif", None]),
        "type": st.sampled_from(["Jasa", "Desa Merah Putih", None]),
        "district_code": st.sampled_from(["19.03.01", "19.03.02", None]),
        "rat_date": st.none() | st.dates(dt.date(2017, 1, 1), dt.date(2023, 1, 1)),
        "outside_region": st.sampled_from([False, False, True]),
    }
)
filters = st.builds(
    Filter,
    status=st.frozensets(st.sampled_from(Status), max_size=2),
    district=st.frozensets(st.sampled_from(["19.03.01", "-"]), max_size=2),
    merah_putih=st.sampled_from([None, None, True, False]),
    health=st.sampled_from([frozenset(), frozenset({"Belum menjadi sasaran"})]),
    counted_in=st.frozensets(st.sampled_from(sorted(FIGURES)), max_size=2),
    search=st.sampled_from(["", "koperasi 1"]),
)


@given(st.lists(st.lists(row, max_size=8), min_size=3, max_size=3), st.lists(filters, min_size=1, max_size=4))
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_every_point_is_what_its_own_overview_counts(
    snapshots: list[list[dict[str, Any]]], filters: list[Filter]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        database = open_database(store_with(Path(folder), *zip(DATES, snapshots, strict=True)))
        for filter_ in filters:
            trend = ask_trend(database, filter_, today=TODAY)
            assert [point.as_of for point in trend.points] == list(DATES)
            for point in trend.points:
                at = filter_.model_copy(update={"as_of": point.as_of})
                assert counts(database, at) == [point.everyone.count(figure) for figure in SERIES]
                if filter_.merah_putih is not True:
                    others = at.model_copy(update={"merah_putih": False})
                    assert counts(database, others) == [
                        point.without_merah_putih.count(figure) for figure in SERIES
                    ]


def counts(database: Any, filter_: Filter) -> list[int | None]:
    overview = ask_overview(database, filter_, today=TODAY)
    assert overview is not None
    return [overview.count(figure) for figure in SERIES]


def test_an_absent_field_is_a_gap_and_not_a_zero(tmp_path: Path) -> None:
    store = store_with(tmp_path, (DATES[0], [{"status": "aktif", "type": "Jasa"}]))
    commit(store, [{}], DATES[1], fields=ALL_FIELDS - {"status", "type"})
    database = open_database(store)
    [_, second] = ask_trend(database, Filter(), today=TODAY).points
    assert (second.everyone.total, second.everyone.active) == (1, None)
    for filter_ in (
        Filter(type=frozenset({"Jasa"})),
        Filter(status=frozenset({Status.ACTIVE})),
        Filter(counted_in=frozenset({"active"})),
    ):
        first, second = ask_trend(database, filter_, today=TODAY).points
        assert (first.everyone.total, second.everyone.total) == (1, None)
    view = trend_view(ask_trend(database, Filter(), today=TODAY), Filter(), without_merah_putih=False)
    active = view.series[1]
    assert (active.values, active.last, active.last_date) == ((1, None), 1, DATES[0])
    assert active.words[1] == "1 Maret 2021: jumlah koperasi aktif tidak ada di berkas"
    assert active.words[1].split(": ")[1] in view.alternative


def both(tmp_path: Path) -> Trend:
    rows = [{"status": "aktif", "type": "Desa Merah Putih"}] * 5 + [{"status": "aktif"}] * 6
    rows += [{"status": "tidak aktif"}] * 6
    return ask_trend(open_database(store_with(tmp_path, (DATES[2], rows))), Filter(), today=TODAY)


def test_the_rates_are_told_with_and_without_merah_putih(tmp_path: Path) -> None:
    trend = both(tmp_path)
    assert trend.has_both
    assert trend_rates(trend) == (
        "12 Desember 2022: 11 dari 17 (64,7 persen) aktif; "
        "tanpa Koperasi Merah Putih 6 dari 12 (50,0 persen)."
    )
    without = trend_view(trend, Filter(), without_merah_putih=True)
    assert [series.last for series in without.series] == [12, 6, 6]
    assert "tanpa Koperasi Merah Putih" in without.alternative


def test_labels_at_the_end_do_not_touch(tmp_path: Path) -> None:
    view = trend_view(both(tmp_path), Filter(type=frozenset({"Jasa"})), without_merah_putih=True)
    heights = sorted(series.end_at for series in view.series)
    assert min(b - a for a, b in itertools.pairwise(heights)) >= view.top * 0.08


def test_the_view_says_its_points_in_words_and_knows_what_was_published(tmp_path: Path) -> None:
    rows = [{"status": "aktif"}] * 8 + [{"status": "tidak aktif"}] * 4
    store = store_with(tmp_path)
    commit(store, rows, DATES[0], precision=Precision.MONTH)
    trend = ask_trend(open_database(store), Filter(), today=TODAY)
    view = trend_view(trend, Filter(), without_merah_putih=False)
    assert view.series[1].words == ("November 2019: 8 koperasi aktif, 66,7 persen dari 12",)
    assert view.alternative.startswith(
        "Perkembangan jumlah koperasi, yang aktif, dan yang tidak aktif. "
        "November 2019: 12 koperasi, 8 koperasi aktif dan 4 koperasi tidak aktif."
    )
    assert len(view.marks) == 13
    assert "kurang aktif" in " ".join(mark.words for mark in view.marks)
    assert view.ticks[0] == Tick(at=dt.date(2019, 1, 1), label="Jan 2019")
    assert all(view.start <= tick.at <= view.end for tick in view.ticks)
    assert {mark.series for mark in view.marks if mark.as_of == DATES[0]} == {0, 1, 2}
    assert view.has_room
    assert view.start < DATES[0] < view.end
    assert not view.is_latest
    assert trend_rates(trend) == ""


def test_published_figures_stand_beside_the_regency_and_single_kecamatan_only() -> None:
    [first, *_] = published_rows(Filter(as_of=DATES[2]))
    assert first == {
        "Keadaan": "November 2019",
        "Jumlah koperasi": "87",
        "Aktif": "69",
        "Tidak aktif": "18",
        "Sumber": "babel.antaranews.com 121960",
        "Kata sumbernya": "–",
    }
    assert published_rows(Filter())[-1]["Aktif"] == "tidak dipublikasikan"
    [lepar] = published_rows(Filter(district=frozenset({"19.03.02"})))
    assert (lepar["Aktif"], lepar["Jumlah koperasi"]) == ("2", "–")


@pytest.mark.parametrize(
    "filter_",
    [
        Filter(status=frozenset({Status.ACTIVE})),
        Filter(district=frozenset({"19.03.01", "19.03.02"})),
        Filter(merah_putih=False),
        Filter(search="rias"),
        Filter(counted_in=frozenset({"active"})),
    ],
)
def test_nothing_was_published_about_a_narrower_view(filter_: Filter) -> None:
    assert published_rows(filter_) == []


def test_one_snapshot_in_a_narrow_view_has_room_around_it(tmp_path: Path) -> None:
    narrow = Filter(search="koperasi")
    trend = ask_trend(open_database(store_with(tmp_path, (DATES[2], [{}]))), narrow, today=TODAY)
    view = trend_view(trend, narrow, without_merah_putih=False)
    assert view.start < DATES[2] < view.end
    assert [tick.label for tick in view.ticks] == ["12-12-2022"]
    assert view.top > 1
    assert view.is_latest


def test_an_empty_store_has_no_points(tmp_path: Path) -> None:
    assert ask_trend(open_database(store_with(tmp_path)), Filter(), today=TODAY).points == ()
