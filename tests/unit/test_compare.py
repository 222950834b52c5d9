"""Two snapshots side by side: each koperasi stands exactly where a slow, obvious reading says."""

from __future__ import annotations

import csv
import datetime as dt
import io
import uuid
from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import python_calamine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kopdata.changes import Change, ChangeKind, compare
from kopdata.database import open_database
from kopdata.errors import NotFoundError
from kopdata.models import Filter, Link
from kopdata.queries.compare import Comparison, ask_comparison
from kopdata.report.changes import changes_csv, changes_workbook
from kopdata.store import Store, create_store
from kopdata.vocabulary import Status
from kopdata.wording import comparison as words
from tests.support.registry import ALL_FIELDS, commit, registry_table, store_with

EARLIER, LATER = dt.date(2021, 12, 31), dt.date(2022, 12, 12)
PAYUNG, TOBOALI = "19.03.03", "19.03.01"
COMPARED = ("nik", "name", "legal_date", "district", "status", "members", "assets")
"""The fields that the drawn registries fill."""

koperasi = st.fixed_dictionaries(
    {
        "name": st.sampled_from(["Maju", "MAJU", "Bersama", "'Tunas', \"Muda\""]),
        "nik": st.sampled_from([None, "1905010020001", "1905010020002"]),
        "legal_date": st.sampled_from([None, EARLIER, LATER]),
        "district": st.sampled_from([None, "Payung", "payung", "Toboali"]),
        "status": st.sampled_from([None, "aktif", "tidak aktif"]),
        "members": st.sampled_from([None, 0, 1234]),
        "assets": st.sampled_from([None, Decimal("0.00"), Decimal("12500000.00")]),
        "outside_region": st.sampled_from([None, False, False, True]),
    }
)
registries = st.dictionaries(st.sampled_from(["k1", "k2", "k3", "k4", "k5"]), koperasi, max_size=5)
carried = st.frozensets(st.sampled_from(COMPARED))


def as_rows(registry: dict[str, dict[str, Any]]) -> list[dict[str, Any]]:
    return [{"coop_id": coop_id} | row for coop_id, row in registry.items()]


def slowly(
    before: dict[str, dict[str, Any]], now: dict[str, dict[str, Any]], compared: frozenset[str]
) -> dict[str, tuple[ChangeKind, set[str]]]:
    """Return of each koperasi that changed in which way, and which of its fields: one look at a time."""
    before = {coop_id: row for coop_id, row in before.items() if not row["outside_region"]}
    now = {coop_id: row for coop_id, row in now.items() if not row["outside_region"]}
    found: dict[str, tuple[ChangeKind, set[str]]] = {}
    for coop_id in before.keys() | now.keys():
        if coop_id not in before:
            found[coop_id] = ChangeKind.NEW, set()
        elif coop_id not in now:
            found[coop_id] = ChangeKind.GONE, set()
        else:
            old, new = before[coop_id], now[coop_id]
            different = {name for name in compared if folded(old[name]) != folded(new[name])}
            statuses = (old["status"], new["status"]) if "status" in compared else None
            if statuses == ("aktif", "tidak aktif"):
                found[coop_id] = ChangeKind.DEACTIVATED, different
            elif statuses == ("tidak aktif", "aktif"):
                found[coop_id] = ChangeKind.REACTIVATED, different
            elif different:
                found[coop_id] = ChangeKind.ALTERED, different
    return found


def folded(value: object) -> object:
    return value.lower() if isinstance(value, str) else value


TITLES = {
    "NIK": "nik",
    "Nama koperasi": "name",
    "Tanggal badan hukum": "legal_date",
    "Kecamatan": "district",
    "Status": "status",
    "Jumlah anggota": "members",
    "Aset": "assets",
}


def told(changes: tuple[Change, ...]) -> dict[str, tuple[ChangeKind, set[str]]]:
    assert len({change.coop_id for change in changes}) == len(changes)
    return {
        change.coop_id: (change.kind, {TITLES[field.title] for field in change.fields}) for change in changes
    }


@given(registries, registries, carried)
@settings(deadline=None)
def test_each_koperasi_of_two_lists_stands_where_a_slow_reading_says(
    before: dict[str, dict[str, Any]], now: dict[str, dict[str, Any]], compared: frozenset[str]
) -> None:
    changes = compare(
        registry_table(as_rows(before), EARLIER, "a"), registry_table(as_rows(now), LATER, "b"), compared
    )
    everyone = tuple(changes.of(*ChangeKind))
    assert told(everyone) == slowly(before, now, compared)


@given(registries, registries, carried, carried)
@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_each_koperasi_of_two_snapshots_stands_where_a_slow_reading_says(
    tmp_path: Path,
    before: dict[str, dict[str, Any]],
    now: dict[str, dict[str, Any]],
    fields_before: frozenset[str],
    fields_now: frozenset[str],
) -> None:
    store = create_store(tmp_path / uuid.uuid4().hex)
    commit(store, as_rows(before), EARLIER, fields=fields_before)
    commit(store, as_rows(now), LATER, fields=fields_now)
    comparison = ask_comparison(open_database(store), EARLIER, LATER)
    assert told(comparison.changes()) == slowly(before, now, fields_before & fields_now)
    counted = Counter(change.kind for change in comparison.changes())
    assert comparison.counts == {kind: counted[kind] for kind in ChangeKind}
    assert (
        comparison.after.total == comparison.before.total + counted[ChangeKind.NEW] - counted[ChangeKind.GONE]
    )
    assert set(comparison.not_compared) == fields_before ^ fields_now


def compared(
    tmp_path: Path, before: list[dict[str, Any]], now: list[dict[str, Any]], **filter_: Any
) -> Comparison:
    store = store_with(tmp_path / uuid.uuid4().hex, (EARLIER, before), (LATER, now))
    return ask_comparison(open_database(store), EARLIER, LATER, Filter.model_validate(filter_))


def test_values_are_said_as_the_screen_says_them(tmp_path: Path) -> None:
    [change] = compared(
        tmp_path,
        [{"status": "aktif", "members": 25, "assets": Decimal(1_000_000), "rat_date": LATER}],
        [{"status": "tidak aktif", "members": 1234, "rat_book_year": 2021}],
    ).changes()
    assert (change.kind, change.status_before, change.status_now) == (
        ChangeKind.DEACTIVATED,
        Status.ACTIVE,
        Status.INACTIVE,
    )
    assert change.fields == (
        ("Status", "Aktif", "Tidak aktif"),
        ("Tanggal RAT", "12-12-2022", "–"),
        ("Tahun buku RAT", "–", "2021"),
        ("Jumlah anggota", "25", "1.234"),
        ("Aset", "Rp1.000.000", "–"),
    )


def test_a_koperasi_that_the_filter_keeps_in_either_snapshot_is_compared_whole(tmp_path: Path) -> None:
    payung = {"district": "Payung", "district_code": PAYUNG}
    toboali = {"district": "Toboali", "district_code": TOBOALI}
    comparison = compared(
        tmp_path,
        [payung, payung, toboali],
        [toboali, payung, toboali | {"members": 7}],
        district=frozenset({PAYUNG}),
    )
    [moved] = comparison.changes()
    assert (moved.coop_id, moved.kind, moved.district) == ("k0", ChangeKind.ALTERED, "Toboali")
    assert moved.fields == (("Kecamatan", "Payung", "Toboali"),)
    assert (comparison.before.total, comparison.after.total) == (2, 1)


def link(store: Store, coop_id: str, same_as: str) -> None:
    store.add_link(
        Link(
            coop_id=coop_id,
            same_as=same_as,
            reason="koperasi yang sama",
            actor="Penguji",
            recorded_at=dt.datetime.now(dt.UTC),
        )
    )


def test_koperasi_merged_by_hand_are_one(tmp_path: Path) -> None:
    store = store_with(tmp_path / "store", (EARLIER, [{"coop_id": "a"}]), (LATER, [{"coop_id": "b"}]))
    assert ask_comparison(open_database(store), EARLIER, LATER).total == 2
    link(store, "b", "a")
    assert ask_comparison(open_database(store), EARLIER, LATER).total == 0


def test_rows_of_one_koperasi_belong_together_by_their_nik(tmp_path: Path) -> None:
    first = {"coop_id": "a", "nik": "1905010020001", "name": "Satu", "members": 1}
    second = {"coop_id": "b", "nik": "1905010020002", "name": "Dua", "members": 2}
    store = store_with(tmp_path / "store", (EARLIER, [first, second]), (LATER, [second | {"members": 3}]))
    link(store, "b", "a")
    comparison = ask_comparison(open_database(store), EARLIER, LATER)
    assert [(change.kind, change.name, change.fields) for change in comparison.changes()] == [
        (ChangeKind.ALTERED, "Dua", (("Jumlah anggota", "2", "3"),)),
        (ChangeKind.GONE, "Satu", ()),
    ]


def test_kinds_are_chosen_and_paged_by_name(tmp_path: Path) -> None:
    comparison = compared(
        tmp_path, [], [{"name": name} for name in ("Élang", "dara", "Angsa")] + [{"outside_region": True}]
    )
    assert [change.name for change in comparison.changes()] == ["Angsa", "dara", "Élang"]
    assert [change.name for change in comparison.changes([ChangeKind.NEW], offset=1, size=1)] == ["dara"]
    assert comparison.changes([ChangeKind.GONE]) == ()
    assert (comparison.count([ChangeKind.NEW]), comparison.count(), comparison.after.outside) == (3, 3, 0)


def test_dates_that_cannot_be_compared_are_refused(tmp_path: Path) -> None:
    database = open_database(store_with(tmp_path / "store", (EARLIER, [{}]), (LATER, [{}])))
    with pytest.raises(ValueError, match="does not lie before"):
        ask_comparison(database, LATER, EARLIER)
    with pytest.raises(NotFoundError, match="Tidak ada keadaan per 1 Januari 2020"):
        ask_comparison(database, dt.date(2020, 1, 1), LATER)


def test_what_a_snapshot_cannot_tell_is_said_and_not_counted(tmp_path: Path) -> None:
    store = create_store(tmp_path / "store")
    commit(store, [{}], EARLIER, fields=ALL_FIELDS - {"status", "chair"})
    commit(store, [{"status": "aktif"}], LATER)
    database = open_database(store)
    comparison = ask_comparison(database, EARLIER, LATER, Filter(status=frozenset({Status.ACTIVE})))
    assert (comparison.total, comparison.before.total, comparison.changes()) == (0, 0, ())
    assert words.untold(comparison) == (
        "Untuk saringan ini, berkas keadaan 31 Desember 2021 tidak memuat “Status”. Hapus saringan itu, atau "
        "pilih keadaan lain."
    )
    everyone = ask_comparison(database, EARLIER, LATER)
    assert everyone.total == 0
    assert words.untold(everyone) == ""
    assert words.not_compared(everyone).endswith("salah satu berkas: Ketua, Status.")
    absent = [row["31 Desember 2021"] for row in words.totals(everyone)]
    assert absent == ["1", "tidak ada di berkas", "tidak ada di berkas", "tidak ada di berkas"]


def test_the_list_is_taken_along_with_every_text_as_text(tmp_path: Path) -> None:
    comparison = compared(
        tmp_path,
        [{"coop_id": "a", "name": "=HYPERLINK(1)", "nik": "0905010020001", "members": 1, "chair": "+628"}],
        [
            {"coop_id": "a", "name": "=HYPERLINK(1)", "nik": "0905010020001", "members": 2, "chair": "@x"},
            {"coop_id": "b", "name": "Baru", "address": "Jalan Contoh 1", "village": "Irat"},
        ],
    )
    heading = words.file_heading(
        comparison, Filter(), is_demo=True, office_name="Dinas Contoh", section_name="Bidang Koperasi"
    )
    text = changes_csv(comparison, heading).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text), delimiter=";"))
    at = next(place for place, row in enumerate(rows) if row[0] == "No")
    assert rows[at + 1 :] == [
        [
            "1",
            "Baru",
            "",
            "Jalan Contoh 1",
            "Irat",
            "–",
            "Baru tercatat",
            "Status",
            "–",
            "Status tidak tercantum",
        ],
        ["2", "'=HYPERLINK(1)", "0905010020001", "", "", "–", "Data lain berubah", "Ketua", "'+628", "'@x"],
        [
            "2",
            "'=HYPERLINK(1)",
            "0905010020001",
            "",
            "",
            "–",
            "Data lain berubah",
            "Jumlah anggota",
            "1",
            "2",
        ],
    ]
    assert "DATA CONTOH" in text
    assert words.CAVEAT in text
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(changes_workbook(comparison, heading)))
    cells = book.get_sheet_by_index(0).to_python()
    assert [row[1:3] for row in cells[-2:]] == [["=HYPERLINK(1)", "0905010020001"]] * 2
    assert words.file_name(comparison) == "perubahan-31-desember-2021-ke-12-desember-2022"
