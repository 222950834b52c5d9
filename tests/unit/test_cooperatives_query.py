"""The list of koperasi: its columns, its order, its pages, and that a long one answers at once."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from kopdata.columns import COLUMNS, DEFAULT_COLUMNS, NAME, columns_called
from kopdata.database import Database, open_database
from kopdata.models import Assessment, Filter
from kopdata.queries import Listing, SortKey, ask_cooperatives, ask_names, page_count
from kopdata.store import create_store
from kopdata.vocabulary import Predicate
from kopdata.wording import columns_absent, cooperative_rows, rows_shown
from tests.bench.table import AS_OF, TODAY, store_of
from tests.support.registry import commit, store_with

DAY = dt.date(2022, 12, 12)
MANY = 300_000
SECONDS = 5.0
"""Far more than the tenth of a second that a page takes, because test machines are busy; a search that folds
every name anew took longer on a free one."""

ROWS: list[dict[str, Any]] = [
    {"coop_id": "a", "name": "Koperasi Ánggrek", "status": "aktif", "members": 5, "rat_date": DAY},
    {"coop_id": "b", "name": "koperasi bakung", "status": "tidak aktif", "members": 30, "phone": "0718"},
    {"coop_id": "c", "name": "Koperasi Cempaka", "status": None, "members_male": 4, "members_female": 5},
    {"coop_id": "d", "name": "Koperasi Dahlia", "status": "tidak aktif", "district": "Payung"},
    {"coop_id": "e", "name": "Koperasi Edelweis", "status": "aktif", "outside_region": True},
]


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Database:
    return open_database(store_with(tmp_path_factory.mktemp("few") / "store", (DAY, ROWS)))


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    yield open_database(store_of(tmp_path_factory.mktemp("many") / "store", MANY))


def ids(database: Database, listing: Listing, **narrowed: Any) -> list[str]:
    page = ask_cooperatives(database, Filter(**narrowed), listing, today=DAY)
    assert page is not None
    found: list[str] = page.rows["coop_id"].to_pylist()
    return found


def test_health_sorts_by_the_class_on_the_badge_and_then_by_predicate(tmp_path: Path) -> None:
    given: list[Predicate | None] = [
        *(Predicate.UNDER_WATCH, Predicate.FAIRLY_HEALTHY, None),
        *(Predicate.UNDER_SPECIAL_WATCH, Predicate.HEALTHY),
    ]
    store = store_with(tmp_path / "store", (DAY, [{"rat_date": DAY}] * len(given)))
    store.add_assessments(
        [
            Assessment(
                coop_id=f"k{number}",
                year=2022,
                predicate=predicate,
                source="Rekap",
                actor="Penguji",
                recorded_at=dt.datetime(2022, 12, 12, 9, tzinfo=dt.UTC),
            )
            for number, predicate in enumerate(given)
            if predicate is not None
        ]
    )
    assert ids(open_database(store), Listing(sort=SortKey.HEALTH)) == ["k4", "k1", "k0", "k3", "k2"]


def test_an_empty_store_has_no_page_and_no_names(tmp_path: Path) -> None:
    empty = open_database(create_store(tmp_path / "store"))
    assert ask_cooperatives(empty, Filter(), Listing()) is None
    assert ask_names(empty, Filter(), Listing()).num_rows == 0


@pytest.mark.parametrize(
    ("sort", "descending", "expected"),
    [
        (SortKey.NAME, False, "abcd"),
        (SortKey.NAME, True, "dcba"),
        (SortKey.STATUS, False, "abdc"),
        (SortKey.MEMBERS, True, "bcad"),
        (SortKey.DISTRICT, False, "dabc"),
        (SortKey.RAT_DATE, True, "abcd"),
    ],
)
def test_order_ends_with_what_is_not_known(
    database: Database, sort: SortKey, descending: bool, expected: str
) -> None:
    listing = Listing(sort=sort, descending=descending)
    assert ids(database, listing) == list(expected)
    assert ask_names(database, Filter(), listing, today=DAY)["coop_id"].to_pylist() == list(expected)


@settings(max_examples=30, deadline=None)
@given(
    st.sampled_from(SortKey),
    st.booleans(),
    st.integers(1, 5),
    st.frozensets(st.sampled_from(["total", "inactive", "unknown"]), max_size=2),
)
def test_the_pages_together_are_the_list_of_names(
    database: Database, sort: SortKey, descending: bool, size: int, figures: frozenset[str]
) -> None:
    listing = Listing(sort=sort, descending=descending, size=size)
    names = ask_names(database, Filter(counted_in=figures), listing, today=DAY)
    pages = page_count(names.num_rows, size)
    together = [
        coop_id
        for number in range(1, pages + 1)
        for coop_id in ids(database, listing.model_copy(update={"page": number}), counted_in=figures)
    ]
    assert together == names["coop_id"].to_pylist()


def test_only_chosen_columns_leave_the_store(database: Database) -> None:
    page = ask_cooperatives(database, Filter(), Listing(columns=("name", "members")), today=DAY)
    assert page is not None
    assert page.rows.column_names == ["coop_id", "name", "members"]
    assert [row["Anggota"] for row in cooperative_rows(page)] == ["5", "30", "9", "–"]


def test_unknown_columns_are_refused_by_the_query_and_left_out_of_a_link() -> None:
    with pytest.raises(ValidationError, match="Kolom tidak dikenal: 1=1"):
        Listing(columns=("name", "1=1"))
    assert columns_called(["Aset", "Hantu", "NIK"]) == ("name", "nik", "assets")
    titles = [COLUMNS[id_].title for id_ in DEFAULT_COLUMNS]
    added = ("name", "status", "assets", *DEFAULT_COLUMNS[2:])
    assert columns_called([*titles, "Aset"]) == added
    assert columns_called(["Hantu"]) == columns_called([]) == DEFAULT_COLUMNS


@pytest.mark.parametrize("column", COLUMNS)
def test_every_column_can_be_shown(database: Database, column: str) -> None:
    page = ask_cooperatives(database, Filter(), Listing(columns=(NAME.id, column)), today=DAY)
    assert page is not None
    rows = cooperative_rows(page)
    assert len(rows) == 4
    assert all(row[COLUMNS[column].title] for row in rows)


def test_a_column_that_the_files_lack_says_so(tmp_path: Path) -> None:
    store = create_store(tmp_path / "store")
    commit(store, ROWS, DAY, fields={"name", "status"})
    listing = Listing(columns=("name", "status", "rat", "assets"))
    page = ask_cooperatives(open_database(store), Filter(), listing, today=DAY)
    assert page is not None
    assert page.absent == ("rat", "assets")
    assert columns_absent(page) == "Tidak ada di berkas ini: RAT dan Aset."


def test_cells_say_state_and_date(tmp_path: Path) -> None:
    rows: list[dict[str, Any]] = [
        {
            "name": "A",
            "status": "aktif",
            "rat_date": dt.date(2022, 3, 20),
            "certificate_status": "Sertifikat - Aktif",
            "certificate_expiry": dt.date(2023, 12, 31),
        },
        {
            "name": "B",
            "rat_date": dt.date(2019, 3, 20),
            "certificate_status": "Sertifikat - Expired",
            "certificate_expiry": dt.date(2021, 12, 31),
        },
        {"name": "C", "status": "tidak aktif", "certificate_status": "Belum Bersertifikat"},
    ]
    page = ask_cooperatives(
        open_database(store_with(tmp_path / "store", (DAY, rows))), Filter(), Listing(), today=DAY
    )
    assert page is not None
    assert [tuple(row.values()) for row in cooperative_rows(page)] == [
        (
            *("A", ["Aktif"], ["Belum dinilai"], "Tidak diketahui", "Sudah · 20-03-2022"),
            *("Berlaku s.d. 31-12-2023", "–"),
        ),
        (
            *("B", ["Tidak tercantum"], ["Belum dinilai"], "Tidak diketahui", "Belum (terakhir 20-03-2019)"),
            *("Habis 31-12-2021", "–"),
        ),
        (
            *("C", ["Tidak aktif"], ["Belum dinilai"], "Tidak diketahui", "Belum"),
            *("Belum bersertifikat", "–"),
        ),
    ]
    assert rows_shown(page) == "1–3 dari 3 koperasi"


@pytest.mark.parametrize(
    ("listing", "narrowed", "total", "first"),
    [
        (Listing(), {}, MANY, "k"),
        (Listing(page=10**9), {}, MANY, "k"),
        (Listing(sort=SortKey.STATUS, descending=True, page=3_000), {}, MANY, "k"),
        (Listing(), {"search": f"1905{MANY - 1:09d}"}, 1, f"k{MANY - 1:07d}"),
        (Listing(page=99), {"search": "EMAS bersama"}, MANY, "k"),
    ],
    ids=["first page", "last page", "in the middle", "one of them", "nearly all"],
)
def test_many_koperasi_answer_at_once(
    many: Database, listing: Listing, narrowed: dict[str, Any], total: int, first: str
) -> None:
    start = time.monotonic()
    page = ask_cooperatives(many, Filter(as_of=AS_OF, **narrowed), listing, today=TODAY)
    taken = time.monotonic() - start
    assert page is not None
    assert page.total == total
    assert page.rows.num_rows == min(total, listing.size)
    assert page.rows["coop_id"][0].as_py().startswith(first)
    assert taken < SECONDS


def test_rows_beyond_those_held_are_found_as_well(tmp_path: Path) -> None:
    earlier = dt.date(2019, 11, 1)
    store = store_with(tmp_path / "store", (earlier, ROWS), (DAY, ROWS))
    partly = Database(store.contents(), held_rows=len(ROWS))
    held = Database(store.contents())
    for as_of in (earlier, DAY):
        for search in ("", "anggrek", "0718"):
            for sort in SortKey:
                listing = Listing(sort=sort)
                assert ids(partly, listing, as_of=as_of, search=search) == ids(
                    held, listing, as_of=as_of, search=search
                )
