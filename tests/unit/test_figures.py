"""Every figure, under every filter, against a count in plain Python over the same koperasi."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kopdata.database import open_database
from kopdata.fieldwork.records import Visit
from kopdata.figures import FIGURES, Origin, is_carried
from kopdata.models import Assessment, Filter
from kopdata.queries import Listing, ask_choices, ask_cooperatives, ask_overview, ask_records
from kopdata.regions import districts
from kopdata.store.schema import REGISTRY
from kopdata.vocabulary import (
    HEALTH_DETAILS,
    AddressFinding,
    CertificateGiven,
    Contact,
    CooperativeType,
    NotAssessed,
    Predicate,
    RatGiven,
    Status,
)
from kopdata.wording import absent_columns, quote, strip_parts, tile, view_untold
from tests.support.registry import ALL_FIELDS, commit, store_with

AS_OF = dt.date(2022, 12, 12)
TODAY = dt.date(2023, 1, 15)
NOW = dt.datetime(2023, 1, 15, 9, tzinfo=dt.UTC)

codes = [district.code for district in districts()]
days = st.dates(dt.date(2018, 1, 1), dt.date(2023, 6, 30)) | st.sampled_from(
    [AS_OF, dt.date(2022, 6, 30), dt.date(2022, 7, 1), dt.date(2021, 1, 1), dt.date(2021, 1, 2)]
)
names = st.sampled_from(
    [
        "KUD Sumber Rejeki (contoh)",
        "Koperasi Desa Merah Putih Rias (contoh)",
        "KOPERASI  KELURAHAN MERAH PUTIH TELADAN (contoh)",
        "Koperasi Nelayan Merah Putih Café (contoh)",
    ]
)


def often(value: Any) -> st.SearchStrategy[Any]:
    """Return ``value`` three times of four, else nothing."""
    return st.sampled_from([value, value, value, None])


rows = st.lists(
    st.fixed_dictionaries(
        {
            "name": names,
            "nik": st.none() | st.integers(1905 * 10**9, 1906 * 10**9 - 1).map(str),
            "status": st.none() | st.sampled_from(["aktif", "tidak aktif"]),
            "district_code": st.none() | st.sampled_from(codes),
            "outside_region": st.sampled_from([False, False, False, True]),
            "type": st.none() | st.sampled_from([str(kind) for kind in CooperativeType]),
            "form": st.none() | st.sampled_from(["Primer Nasional", "Sekunder Provinsi"]),
            "legal_date": st.none() | days,
            "rat_date": st.none() | days,
            "rat_book_year": st.none() | st.none() | st.integers(2018, 2022),
            "rat_status": st.none() | st.sampled_from([str(given_) for given_ in RatGiven]),
            "certificate_status": st.none() | st.sampled_from([str(given_) for given_ in CertificateGiven]),
            "certificate_expiry": st.none() | days,
        }
        | dict.fromkeys(("legal_number", "address", "village", "district", "chair"), often("isi"))
        | {"members": often(12), "assets": often(1_000), "turnover": often(0)}
        | {"members_male": often(5), "members_female": often(7)}
    ),
    max_size=25,
)
assessments = st.lists(
    st.tuples(st.integers(0, 25), st.integers(2018, 2024), st.sampled_from(Predicate), st.none() | days),
    max_size=15,
)
visits = st.lists(
    st.tuples(st.integers(0, 25), days, st.sampled_from(Contact), st.sampled_from(AddressFinding)),
    max_size=15,
)
details = [detail for group in HEALTH_DETAILS.values() for detail in group]
filters = st.builds(
    Filter,
    status=st.frozensets(st.sampled_from(Status), max_size=2),
    health=st.frozensets(st.sampled_from(details), max_size=3),
    district=st.frozensets(st.sampled_from([*codes, "-"]), max_size=3),
    type=st.frozensets(st.sampled_from([*(str(kind) for kind in CooperativeType), "-"]), max_size=2),
    merah_putih=st.sampled_from([None, None, True, False]),
    counted_in=st.just(frozenset()) | st.frozensets(st.sampled_from(sorted(FIGURES)), max_size=2),
    search=st.sampled_from(["", "", "rias", "CAFE nelayan", "1905", "tidak ada ini", "---"]),
)


class Plain:
    """The rules in plain Python, one koperasi at a time."""

    def __init__(
        self,
        row: dict[str, Any],
        carried: frozenset[str],
        given_: Sequence[Assessment],
        seen: Sequence[Visit],
    ) -> None:
        self.row = row
        self.knows_rat = bool(carried & {"rat_date", "rat_book_year", "rat_status"})
        self.assessments = [one for one in given_ if (one.assessed_on or dt.date(one.year, 1, 1)) <= TODAY]
        counted = [visit for visit in seen if visit.contact == "kunjungan" and visit.visited_on <= TODAY]
        self.visited = bool(counted)
        self.last = max(counted, key=lambda visit: (visit.visited_on, visit.recorded_at), default=None)
        self.carried = carried

    @property
    def book_year(self) -> int | None:
        """The last book year for which a RAT was held by the day of the snapshot."""
        if self.row["rat_book_year"] is not None and self.row["rat_book_year"] < AS_OF.year:
            return int(self.row["rat_book_year"])
        held = self.row["rat_date"]
        return held.year - 1 if held is not None and held <= AS_OF else None

    @property
    def young(self) -> bool:
        """Whether it was founded after the book year due, 2021, had begun."""
        return self.row["legal_date"] is not None and self.row["legal_date"] > dt.date(2021, 1, 1)

    @property
    def rat(self) -> str:
        if self.book_year is not None and self.book_year >= 2021:
            late = (
                self.book_year == 2021
                and self.row["rat_date"]
                and self.row["rat_date"] > dt.date(2022, 6, 30)
            )
            return "terlambat" if late else "sudah"
        if self.book_year is None and self.row["rat_status"] == "Sudah RAT":
            return "sudah"
        if self.young:
            return "belum wajib"
        return "belum"

    @property
    def certificate(self) -> str | None:
        given_, expiry = self.row["certificate_status"], self.row["certificate_expiry"]
        if given_ == "Belum Bersertifikat":
            return "belum"
        if expiry is not None:
            return "habis" if expiry < AS_OF else "berlaku"
        if given_ == "Sertifikat - Expired":
            return "habis"
        return "berlaku" if given_ else None

    @property
    def health(self) -> str:
        if self.assessments:
            newest = max(
                self.assessments,
                key=lambda one: (one.year, one.recorded_at),
            )
            return str(newest.predicate)
        never = self.knows_rat and self.book_year is None and self.row["rat_status"] != "Sudah RAT"
        return str(NotAssessed.NOT_A_TARGET if self.young or never else NotAssessed.NOT_ASSESSED)

    @property
    def complete(self) -> bool:
        entries = {
            *("legal_number", "legal_date", "address", "village", "district"),
            *("type", "nik", "chair", "assets", "turnover"),
        }
        apart = self.row["members_male"], self.row["members_female"]
        return (
            (self.row["members"] is not None or None not in apart)
            and (self.row["rat_date"] is not None or self.row["rat_book_year"] is not None)
            and all(self.row[entry] is not None for entry in entries & self.carried)
        )

    @property
    def merah_putih(self) -> bool:
        name = " ".join(self.row["name"].lower().split())
        return self.row["type"] in {"Desa Merah Putih", "Kelurahan Merah Putih"} or any(
            f"koperasi {kind} merah putih" in name for kind in ("desa", "kelurahan")
        )

    def counted(self, figure: str) -> bool:
        active, inactive = self.row["status"] == "aktif", self.row["status"] == "tidak aktif"
        counted: dict[str, bool] = {
            "total": True,
            "active": active,
            "inactive": inactive,
            "unknown": self.row["status"] is None,
            "rat_held": active and self.rat in {"sudah", "terlambat"},
            "rat_late": active and self.rat == "terlambat",
            "rat_not_due": active and self.rat == "belum wajib",
            "certified": self.certificate == "berlaku",
            "certificate_lapsed": self.certificate == "habis",
            "assessed": bool(self.assessments),
            "healthy": self.health in {"Sehat", "Cukup Sehat"},
            "not_assessed": not self.assessments,
            "visited": inactive and self.visited,
            "at_address": inactive and self.found("ada"),
            "serving": inactive and self.found("ada") and bool(self.last and self.last.serves_members),
            "still_serving": inactive and bool(self.last and self.last.serves_members),
            "not_found": inactive and self.found("tidak ditemukan"),
            "in_coaching": inactive and bool(self.last and self.last.follow_up.startswith("Pembinaan")),
            "data_complete": self.complete,
            "all_steps": active
            and self.rat in {"sudah", "terlambat"}
            and self.complete
            and self.certificate == "berlaku",
        }
        return counted[figure]

    def found(self, finding: str) -> bool:
        return self.last is not None and self.last.at_address == finding

    def kept(self, filter_: Filter) -> bool:
        text = " ".join(str(self.row[key] or "") for key in ("name", "nik")).lower().replace("é", "e")
        return bool(
            (not filter_.status or (self.row["status"] or "tidak tercantum") in filter_.status)
            and (not filter_.health or self.health in filter_.health)
            and (not filter_.district or (self.row["district_code"] or "-") in filter_.district)
            and (not filter_.type or (self.row["type"] or "-") in filter_.type)
            and filter_.merah_putih in {None, self.merah_putih}
            and all(self.counted(figure) for figure in filter_.counted_in)
            and all(word in text for word in filter_.search.lower().split())
        )


carried = st.frozensets(st.sampled_from(sorted(ALL_FIELDS)), max_size=6).map(
    lambda absent: ALL_FIELDS - absent
)


def recorded(
    given_: Sequence[Assessment], seen: Sequence[Visit], assessed_until: dt.date, visited_until: dt.date
) -> frozenset[str]:
    """Return of which of the office's own records there is any by these days."""
    assessed = any((one.assessed_on or dt.date(one.year, 1, 1)) <= assessed_until for one in given_)
    visited = any(visit.visited_on <= visited_until for visit in seen)
    return frozenset(["assessments"] * assessed + ["visits", "coaching"] * visited)


def says(figure: str, carried: frozenset[str]) -> bool:
    """Whether a view that is told these fields, and of these records, knows anything about a figure."""
    status = "status" in carried
    rat = bool(carried & {"rat_date", "rat_book_year", "rat_status"})
    certificate = bool(carried & {"certificate_status", "certificate_expiry"})
    members = "members" in carried or carried >= {"members_male", "members_female"}
    visits, assessed = "visits" in carried, "assessments" in carried
    complete = members and carried >= {"legal_number", "address", "village", "rat_date"}
    return {
        "active": status,
        "inactive": status,
        "rat_held": status and rat,
        "rat_late": status and rat,
        "rat_not_due": status and "legal_date" in carried,
        "certified": certificate,
        "certificate_lapsed": certificate,
        **dict.fromkeys(("visited", "at_address", "serving", "still_serving"), status and visits),
        **dict.fromkeys(("not_found", "in_coaching"), status and visits),
        **dict.fromkeys(("assessed", "healthy", "not_assessed"), assessed),
        "data_complete": complete,
        "all_steps": complete and certificate,
    }.get(figure, True)


def tells(filter_: Filter, carried: frozenset[str]) -> bool:
    """Whether files that carry these fields can say whom the filter keeps."""
    return (
        (filter_.status <= {Status.UNKNOWN} or "status" in carried)
        and (filter_.district <= {"-"} or "district" in carried)
        and (filter_.type <= {"-"} or "type" in carried)
        and all(says(figure, carried) for figure in filter_.counted_in)
    )


@given(rows, rows, carried, assessments, visits, st.lists(filters, min_size=1, max_size=4))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_every_figure_is_what_plain_python_counts(
    rows: list[dict[str, Any]],
    earlier: list[dict[str, Any]],
    carried: frozenset[str],
    assessments: list[tuple[int, int, Predicate, dt.date | None]],
    visits: list[tuple[int, dt.date, Contact, AddressFinding]],
    filters: list[Filter],
) -> None:
    given_ = [
        Assessment(
            coop_id=f"k{index}",
            year=year,
            predicate=predicate,
            assessed_on=day,
            source="uji",
            actor="Penguji",
            recorded_at=NOW + dt.timedelta(seconds=number),
        )
        for number, (index, year, predicate, day) in enumerate(assessments)
    ]
    seen = [
        Visit(
            visit_id=f"v{number}",
            coop_id=f"k{index}",
            visited_on=day,
            contact=contact,
            at_address=finding,
            serves_members=finding is AddressFinding.FOUND,
            follow_up="Pembinaan pengurus." if number % 2 else "Kunjungi ulang.",
            actor="Penguji",
            recorded_at=NOW + dt.timedelta(seconds=number),
        )
        for number, (index, day, contact, finding) in enumerate(visits)
    ]
    with tempfile.TemporaryDirectory() as folder:
        rows = [{key: value for key, value in row.items() if key in carried | {"name"}} for row in rows]
        store = store_with(Path(folder), (AS_OF - dt.timedelta(days=400), earlier))
        commit(store, rows, AS_OF, fields=carried)
        rows = [dict.fromkeys(ALL_FIELDS) | {"outside_region": False} | row for row in rows]
        added = store.add_assessments(given_)
        assert added <= len(given_)
        for visit in seen:
            store.add_visits([visit])
        database = open_database(store)
        plain = [
            Plain(
                row,
                carried,
                [one for one in given_ if one.coop_id == f"k{number}"],
                [visit for visit in seen if visit.coop_id == f"k{number}"],
            )
            for number, row in enumerate(rows)
            if not row["outside_region"]
        ]
        now = carried | recorded(given_, seen, TODAY, TODAY)
        of_then = recorded(given_, seen, AS_OF - dt.timedelta(days=400), AS_OF - dt.timedelta(days=1))
        then = ALL_FIELDS | of_then
        for filter_ in filters:
            kept = [one for one in plain if one.kept(filter_)]
            overview = ask_overview(database, filter_, today=TODAY)
            assert overview is not None
            assert overview.outside == len(rows) - len(plain)
            told = {id_ for id_ in FIGURES if tells(filter_, now) and says(id_, now)}
            told_before = {id_ for id_ in FIGURES if tells(filter_, then) and says(id_, then)}
            for id_, figure in FIGURES.items():
                expected = sum(one.counted(id_) for one in kept) if id_ in told else None
                assert overview.figures[id_].value == expected, id_
                assert is_carried(figure, now) is says(id_, now)
                before = overview.figures[id_].before or overview.figures[id_].last_known
                assert (before is not None) == (id_ in told_before)
                assert before is None or before.as_of == AS_OF - dt.timedelta(days=400)
            for row in overview.districts:
                here = [one for one in kept if (one.row["district_code"] or "-") == row.code]
                for id_, value in row.values.items():
                    expected = sum(one.counted(id_) for one in here) if id_ in told else None
                    assert value == expected, (row.name, id_)
            for id_ in overview.districts[0].values:
                if id_ in told:
                    in_all = overview.figures[id_].value
                    assert sum(row.values[id_] or 0 for row in overview.districts) == in_all
            listing = ask_cooperatives(database, filter_, Listing(size=7, page=2), today=TODAY)
            assert listing is not None
            assert listing.total == len(kept)
            records = ask_records(database, filter_, today=TODAY)
            assert sorted(records["name"].to_pylist()) == sorted(one.row["name"] for one in kept)
            choices = ask_choices(database, filter_, today=TODAY)
            assert choices is not None
            for detail, count in choices.health.items():
                only = filter_.model_copy(update={"health": frozenset({detail})})
                assert count == sum(one.kept(only) for one in plain), detail


def test_a_field_that_no_file_carries_is_absent_and_says_what_was_last_known(tmp_path: Path) -> None:
    store = store_with(
        tmp_path,
        (dt.date(2021, 12, 31), [{"status": "aktif", "certificate_expiry": dt.date(2022, 5, 1)}]),
    )
    commit(
        store, [{"status": "aktif"}], AS_OF, fields=ALL_FIELDS - {"certificate_status", "certificate_expiry"}
    )
    overview = ask_overview(open_database(store), Filter(), today=TODAY)
    assert overview is not None
    certified = overview.figures["certified"]
    assert certified.value is None
    assert certified.last_known is not None
    assert (certified.last_known.label, certified.last_known.value) == ("31 Desember 2021", 1)
    assert overview.figures["active"].value == 1
    assert all(row.values["certified"] is None for row in overview.districts)


def test_a_change_is_counted_under_the_same_filter(tmp_path: Path) -> None:
    store = store_with(
        tmp_path,
        (dt.date(2021, 12, 31), [{"status": "aktif", "district_code": codes[0]}] * 3),
        (
            AS_OF,
            [{"status": "aktif", "district_code": codes[0]}, {"status": "aktif", "district_code": codes[1]}],
        ),
    )
    overview = ask_overview(open_database(store), Filter(district=frozenset({codes[0]})), today=TODAY)
    assert overview is not None
    active = overview.figures["active"]
    assert active.value == 1
    assert active.before is not None
    assert active.before.value == 3


@pytest.mark.parametrize(
    ("narrowed", "absent", "untold"),
    [
        ({"status": {"aktif"}}, {"status"}, ("status",)),
        ({"status": {"tidak tercantum"}}, {"status"}, ()),
        ({"district": {codes[0]}}, {"district"}, ("district",)),
        ({"type": {"Jasa"}}, {"type"}, ("type",)),
        (
            {"counted_in": {"active", "certified"}},
            {"certificate_status", "certificate_expiry"},
            ("certified",),
        ),
    ],
)
def test_a_filter_that_the_files_cannot_tell_counts_nothing_and_is_no_past(
    tmp_path: Path, narrowed: dict[str, Any], absent: set[str], untold: tuple[str, ...]
) -> None:
    store = store_with(tmp_path)
    commit(store, [{}] * 12, AS_OF - dt.timedelta(days=400), fields=ALL_FIELDS - absent)
    commit(store, [{}] * 5, AS_OF)
    then = ask_overview(
        open_database(store), Filter(as_of=AS_OF - dt.timedelta(days=400), **narrowed), today=TODAY
    )
    now = ask_overview(open_database(store), Filter(**narrowed), today=TODAY)
    assert then is not None
    assert now is not None
    assert then.untold == untold
    assert now.untold == ()
    assert (then.figures["total"].value is None) == bool(untold)
    assert (now.figures["total"].before is None) == bool(untold)
    assert all(row.values["total"] is None for row in then.districts) == bool(untold)


def test_figures_in_a_filter_must_all_count_a_koperasi(tmp_path: Path) -> None:
    rows = [{"status": "tidak aktif", "certificate_status": "Bersertifikat"}, {"status": "tidak aktif"}, {}]
    database = open_database(store_with(tmp_path, (AS_OF, rows)))
    for figures, count in ({"inactive"}, 2), ({"inactive", "certified"}, 1), ({"inactive", "active"}, 0):
        overview = ask_overview(database, Filter(counted_in=frozenset(figures)), today=TODAY)
        assert overview is not None
        assert overview.total == count
    assert not Filter(counted_in=frozenset({"total"})).narrows


def test_a_column_that_the_file_lacks_makes_no_koperasi_incomplete(tmp_path: Path) -> None:
    row = {"legal_number": "1", "address": "Jl. A", "village": "Rias", "rat_date": AS_OF}
    row |= {"members_male": 3, "members_female": 4}
    store = store_with(tmp_path)
    commit(store, [row, row | {"members_female": None}, row | {"members_male": None}], AS_OF, fields=row)
    overview = ask_overview(open_database(store), Filter(), today=TODAY)
    assert overview is not None
    assert overview.figures["data_complete"].value == 1


def test_a_tile_of_nobody_says_so_in_words(tmp_path: Path) -> None:
    database = open_database(store_with(tmp_path, (AS_OF, [{"status": "tidak aktif"}])))
    wanted = {
        Filter(): {
            "rat_held": "tidak ada koperasi aktif",
            "healthy": "Belum ada yang dinilai",
            "visited": "Catatan kunjungan belum dimasukkan",
        },
        Filter(status=frozenset({"aktif"})): {
            **dict.fromkeys(("active", "certified"), "tidak ada koperasi"),
        },
    }
    for filter_, words in wanted.items():
        overview = ask_overview(database, filter_, today=TODAY)
        assert overview is not None
        shown = {id_: tile(overview, FIGURES[id_], filter_, is_demo=False).context for id_ in words}
        assert shown == words


def test_no_change_is_told_of_koperasi_kept_by_what_does_not_compare(tmp_path: Path) -> None:
    rows = [{"status": "aktif"}] * 3
    database = open_database(store_with(tmp_path, (AS_OF - dt.timedelta(days=400), rows[:1]), (AS_OF, rows)))
    for figures, words in ((), "2 lebih banyak"), (("active",), "2 lebih banyak"), (("data_complete",), ""):
        filter_ = Filter(counted_in=frozenset(figures))
        overview = ask_overview(database, filter_, today=TODAY)
        assert overview is not None
        change = tile(overview, FIGURES["total"], filter_, is_demo=False).change
        assert change.startswith(words) and bool(change) == bool(words)


def test_an_empty_store_has_no_view(tmp_path: Path) -> None:
    store = store_with(tmp_path)
    assert ask_overview(open_database(store), Filter(), today=TODAY) is None
    assert ask_records(open_database(store), Filter(), today=TODAY).num_rows == 0


@pytest.mark.parametrize("figure", FIGURES.values(), ids=lambda figure: figure.id)
def test_every_figure_explains_itself(figure: Any) -> None:
    assert figure.title
    assert figure.definition.endswith(".")
    assert figure.source
    assert figure.population is None or figure.population in FIGURES
    assert figure.needs <= set(REGISTRY.names)
    assert is_carried(figure, ALL_FIELDS | set(Origin))


def seen_once(coop: int, day: dt.date = AS_OF) -> Visit:
    return Visit(
        visit_id=f"v{coop}",
        coop_id=f"k{coop}",
        visited_on=day,
        at_address=AddressFinding.NOT_FOUND,
        follow_up="Kunjungi ulang.",
        actor="Penguji",
        recorded_at=NOW,
    )


def assessed_once(coop: int, year: int = 2021) -> Assessment:
    return Assessment(
        coop_id=f"k{coop}",
        year=year,
        predicate=Predicate.UNDER_WATCH,
        source="uji",
        actor="Penguji",
        recorded_at=NOW,
    )


def test_what_was_never_entered_is_absent_and_not_zero(tmp_path: Path) -> None:
    store = store_with(tmp_path, (AS_OF, [{"status": "tidak aktif"}] * 3))
    overview = ask_overview(open_database(store), Filter(), today=TODAY)
    assert overview is not None
    shown = {id_: tile(overview, FIGURES[id_], Filter(), is_demo=False) for id_ in ("healthy", "visited")}
    assert {id_: (one.value, one.names) for id_, one in shown.items()} == dict.fromkeys(shown, ("–", ""))
    assert {row.values[id_] for row in overview.districts for id_ in shown} == {None}
    assert absent_columns(overview) == "Belum ada yang dinilai. Catatan kunjungan belum dimasukkan."
    told = " ".join(part.words for part in strip_parts(overview, Filter()))
    assert told == "3 tidak aktif catatan kunjungan belum dimasukkan"
    assert "kunjung" not in quote(overview, Filter(), is_demo=False, section_name="Bidang")
    narrowed = ask_overview(open_database(store), Filter(counted_in=frozenset({"visited"})), today=TODAY)
    assert narrowed is not None
    assert narrowed.untold == ("visited",)
    assert view_untold(narrowed).startswith("Catatan kunjungan belum dimasukkan, jadi saringan “Sudah di")
    store.add_visits([seen_once(0)])
    store.add_assessments([assessed_once(1)])
    overview = ask_overview(open_database(store), Filter(), today=TODAY)
    assert overview is not None
    assert (overview.figures["visited"].value, overview.figures["healthy"].value) == (1, 0)
    assert overview.figures["not_assessed"].value == 2
    assert absent_columns(overview) == ""


def test_records_made_later_say_nothing_of_an_earlier_view(tmp_path: Path) -> None:
    rows = [{"status": "tidak aktif"}] * 2
    store = store_with(tmp_path, (AS_OF, rows), (TODAY, rows))
    store.add_visits([seen_once(0, TODAY)])
    then = ask_overview(open_database(store), Filter(as_of=AS_OF), today=TODAY)
    now = ask_overview(open_database(store), Filter(), today=TODAY)
    assert then is not None
    assert now is not None
    assert (then.figures["visited"].value, now.figures["visited"].value) == (None, 1)
    assert now.figures["visited"].before is None


def test_a_rate_of_nobody_assessed_is_no_zero(tmp_path: Path) -> None:
    store = store_with(tmp_path, (AS_OF, [{"status": "tidak aktif"}, {"status": "aktif"}]))
    store.add_assessments([assessed_once(0)])
    filter_ = Filter(status=frozenset({"aktif"}))
    overview = ask_overview(open_database(store), filter_, today=TODAY)
    assert overview is not None
    shown = tile(overview, FIGURES["healthy"], filter_, is_demo=False)
    assert (shown.value, shown.context) == ("–", "belum ada yang dinilai")
