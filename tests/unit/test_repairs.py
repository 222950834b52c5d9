"""What is to be put right in ODS: one item over all exports, ticked off by a person, proven by the next."""

from __future__ import annotations

import datetime as dt
import io
import tempfile
import zipfile
from pathlib import Path
from typing import Any, Final, Literal, NamedTuple

import pytest
import python_calamine
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from kopdata.access import Actor, Role
from kopdata.database import open_database
from kopdata.errors import ConflictError, NotAllowedError
from kopdata.findings import Fate
from kopdata.imports import plan_import, save_import
from kopdata.imports.checks import find_contradictions
from kopdata.models import Filter, Link
from kopdata.queries.repairs import Repairs, ask_repairs, gather_repairs
from kopdata.repairs import (
    KINDS,
    RepairItem,
    RepairMark,
    RepairState,
    can_find,
    mark_mended,
    rejected_row,
    shown_at,
    take_back_marks,
)
from kopdata.report.repairs import repairs_csv, repairs_workbook
from kopdata.store import Store, create_store, open_store
from kopdata.vocabulary import ImportMode
from kopdata.wording import repairs as words
from tests.imports.files import parse, row, table, write_csv, write_xlsx
from tests.imports.test_findings import EXAMPLES, TITLES
from tests.support.findings import GRADE, NIK, upload
from tests.support.registry import ALL_FIELDS

NOVEMBER, DECEMBER, JANUARY = dt.date(2024, 11, 7), dt.date(2024, 12, 5), dt.date(2025, 1, 6)
OPERATOR: Final = Actor(name="Budi", roles=frozenset({Role.ODS_OPERATOR}))
FIELD_OFFICER: Final = Actor(name="Tono", roles=frozenset({Role.FIELD_OFFICER}))


def ask(store: Store, filter_: Filter | None = None, today: dt.date | None = None) -> Repairs:
    contents = store.contents()
    return ask_repairs(open_database(store, contents), contents, filter_, today=today, zone=dt.UTC)


def only(store: Store) -> RepairItem:
    [item] = ask(store).items
    return item


def mark(store: Store) -> int:
    shown = ask(store)
    return mark_mended(store, shown.items, based_on=shown.based_on, actor=OPERATOR)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return create_store(tmp_path)


def test_an_empty_store_and_one_without_findings_have_no_items(store: Store) -> None:
    assert ask(store).items == ()
    upload(store, NOVEMBER, [{}])
    assert ask(store).items == ()


def test_one_item_over_titles_that_mean_the_same_field(store: Store) -> None:
    upload(store, NOVEMBER, [{"nik": "1905010020001"}], [GRADE | {"row": 2, "sheet": "Data"}])
    upload(store, DECEMBER, [{"address": "Jl. Raya"}], [GRADE | {"row": 2, "column": "Status Grade"}])
    item = only(store)
    assert item.key == ("k0", "grade_unknown", "grade")
    assert (item.first_seen.as_of, item.last_seen.as_of) == (NOVEMBER, DECEMBER)
    assert (item.column, item.sheet, item.row) == ("Status Grade", "", 2)
    assert (item.whose.name, item.whose.nik, item.whose.address) == ("Koperasi 0 (contoh)", "", "Jl. Raya")
    assert item.state is RepairState.OPEN


def test_the_next_export_without_it_proves_it(store: Store) -> None:
    upload(store, NOVEMBER, [{}], [GRADE | {"row": 2}])
    upload(store, DECEMBER, [{}])
    upload(store, JANUARY, [{}])
    item = only(store)
    assert item.state is RepairState.PROVEN
    assert item.proof is not None
    assert item.proof.as_of == DECEMBER
    assert words.state_words(item, dt.UTC) == "Terbukti di ekspor 5 Desember 2024"


def test_a_finding_that_comes_back_is_open_again(store: Store) -> None:
    upload(store, NOVEMBER, [{}], [GRADE | {"row": 2}])
    upload(store, DECEMBER, [{}])
    upload(store, JANUARY, [{}], [GRADE | {"row": 2}])
    assert (only(store).state, only(store).first_seen.as_of) == (RepairState.OPEN, NOVEMBER)


@pytest.mark.parametrize(
    "later",
    [
        pytest.param({"fields": ALL_FIELDS - {"grade"}}, id="the field is not carried"),
        pytest.param({"rows": [{"coop_id": "other"}]}, id="the koperasi is not named"),
        pytest.param({"rows": [{"outside_region": True}]}, id="the koperasi is another regency's"),
        pytest.param({"silent": True}, id="nothing was looked for"),
        pytest.param({"warnings": [{"row": 2, "reason": "Grade."}]}, id="findings had no kinds"),
        pytest.param({"warnings": [GRADE | {"row": None}]}, id="there were too many to list"),
    ],
)
def test_what_proves_nothing(store: Store, later: dict[str, Any]) -> None:
    upload(store, NOVEMBER, [{}, {}], [GRADE | {"row": 2}])
    upload(store, DECEMBER, **({"rows": [{}]} | later))
    found = ask(store, Filter(as_of=NOVEMBER))
    assert [item.state for item in found.items] == [RepairState.OPEN]


def test_a_cell_that_cannot_be_read_hides_a_contradiction_and_proves_nothing(store: Store) -> None:
    ahead = {"kind": "rat_ahead", "column": "TANGGAL RAT", "value": "1-1-2030", "reason": "Belum."}
    unread = {"kind": "date_unreadable", "column": "TANGGAL RAT", "value": "??", "reason": "Tak terbaca."}
    upload(store, NOVEMBER, [{}], [ahead | {"row": 2}])
    upload(store, DECEMBER, [{}], [unread | {"row": 2}])
    assert {item.key.kind: item.state for item in ask(store).items} == {
        "rat_ahead": RepairState.OPEN,
        "date_unreadable": RepairState.OPEN,
    }
    upload(store, JANUARY, [{}])
    assert {item.state for item in ask(store).items} == {RepairState.PROVEN}


def test_a_later_import_of_the_same_date_proves_it_until_it_is_taken_back(store: Store) -> None:
    upload(store, NOVEMBER, [{}], [GRADE | {"row": 2}])
    again = upload(store, NOVEMBER, [{}])
    assert only(store).state is RepairState.PROVEN
    store.undo(again, actor="Budi")
    assert only(store).state is RepairState.OPEN
    store.redo(again, actor="Budi")
    assert only(store).state is RepairState.PROVEN


def test_a_completing_import_tells_of_its_own_fields_only(store: Store) -> None:
    upload(store, NOVEMBER, [{}], [GRADE | {"row": 2}])
    complete = ImportMode.COMPLETE
    upload(store, NOVEMBER, [{}], fields=frozenset({"name", "members"}), mode=complete)
    assert only(store).state is RepairState.OPEN
    upload(store, NOVEMBER, [{}], fields=frozenset({"name", "grade"}), mode=complete)
    assert only(store).state is RepairState.PROVEN


def test_merged_koperasi_share_their_items_and_marks(store: Store) -> None:
    upload(store, NOVEMBER, [{"coop_id": "old"}], [GRADE | {"row": 2}])
    mark(store)
    upload(store, DECEMBER, [{"coop_id": "new"}])
    link = Link(
        coop_id="old", same_as="new", reason="Sama", actor="Budi", recorded_at=dt.datetime.now(dt.UTC)
    )
    store.add_link(link)
    item = only(store)
    assert (item.key.subject, item.state) == ("new", RepairState.PROVEN)
    assert item.mark is not None
    assert item.mark.coop_id == "old"


def test_a_mark_holds_until_an_export_contradicts_it(store: Store) -> None:
    upload(store, NOVEMBER, [{}], [GRADE | {"row": 2}])
    before = store.version()
    assert mark(store) == 1
    assert store.version() != before
    item = only(store)
    assert item.state is RepairState.MENDED
    assert words.state_words(item, dt.UTC).startswith("Sudah diperbaiki (Budi, ")
    upload(store, NOVEMBER - dt.timedelta(days=30), [{}], [GRADE | {"row": 2}])
    assert only(store).state is RepairState.MENDED
    upload(store, DECEMBER, [{}], [GRADE | {"row": 2}])
    item = only(store)
    assert item.state is RepairState.OPEN
    assert words.state_words(item, dt.UTC) == "Belum; masih ada di ekspor 5 Desember 2024"
    assert mark(store) == 1
    assert only(store).state is RepairState.MENDED


def test_a_mark_can_be_taken_back_and_a_proof_cannot(store: Store) -> None:
    upload(store, NOVEMBER, [{}], [GRADE | {"row": 2}])
    mark(store)
    shown = ask(store)
    assert mark_mended(store, shown.items, based_on=shown.based_on, actor=OPERATOR) == 0
    assert take_back_marks(store, shown.items, based_on=shown.based_on, actor=OPERATOR) == 1
    assert only(store).state is RepairState.OPEN
    kept = open_store(store.root).contents().repairs.sort_by("recorded_at")
    assert kept["state"].to_pylist() == ["sudah", "belum"]
    upload(store, DECEMBER, [{}])
    shown = ask(store)
    for act in (mark_mended, take_back_marks):
        assert act(store, shown.items, based_on=shown.based_on, actor=OPERATOR) == 0


def test_only_who_may_import_marks_and_only_what_they_have_seen(store: Store) -> None:
    upload(store, NOVEMBER, [{}], [GRADE | {"row": 2}])
    shown = ask(store)
    with pytest.raises(NotAllowedError, match="Tono tidak berhak"):
        mark_mended(store, shown.items, based_on=shown.based_on, actor=FIELD_OFFICER)
    upload(store, DECEMBER, [{}], [GRADE | {"row": 2}])
    with pytest.raises(ConflictError, match="Lihat lagi"):
        mark_mended(store, shown.items, based_on=shown.based_on, actor=OPERATOR)
    assert store.contents().repairs.num_rows == 0


@pytest.mark.parametrize("wrong", [{"kind": "totals"}, {"kind": "x"}, {"state": RepairState.PROVEN}])
def test_a_mark_that_no_person_can_set_is_refused(wrong: dict[str, Any]) -> None:
    good = {"coop_id": "k0", "kind": "grade_unknown", "field": "grade", "state": RepairState.MENDED}
    written = {"actor": "Budi", "recorded_at": dt.datetime.now(dt.UTC)}
    RepairMark.model_validate(good | written)
    with pytest.raises(ValidationError):
        RepairMark.model_validate(good | written | wrong)


def test_rejected_rows_are_listed_by_what_they_say_and_proven_by_their_nik(store: Store) -> None:
    twice = {
        "kind": "nik_twice",
        "row": 9,
        "value": "7 · 1905010020001 · KSU Maju (contoh) · Toboali",
        "reason": "NIK ganda.",
    }
    upload(store, NOVEMBER, [{"nik": "1905010020001"}], rejected=[twice])
    item = only(store)
    assert (item.coop_id, item.whose.name, item.whose.nik) == (None, "KSU Maju (contoh)", "1905010020001")
    assert mark(store) == 1
    assert only(store).state is RepairState.MENDED
    narrowed = ask(store, Filter(search="koperasi"))
    assert (narrowed.items, narrowed.rejected_hidden) == ((), 1)
    again = twice | {"row": 12, "value": "9 · 1905010020001 · Koperasi Lain"}
    upload(store, DECEMBER, [{"nik": "1905010020001"}], rejected=[again])
    assert only(store).contradicted
    upload(store, JANUARY, [{"nik": "1905010020002"}])
    assert only(store).state is RepairState.OPEN
    upload(store, JANUARY, [{"nik": "1905010020001"}])
    assert only(store).state is RepairState.PROVEN


def test_a_rejected_row_without_a_name_or_nik_is_itself() -> None:
    nameless = rejected_row("name_missing", "3 · 1905010020001 · 02/BH/II/2003 · Jl. Raya")
    assert (nameless.nik, nameless.name) == ("1905010020001", "")
    first = rejected_row("name_missing", "3 · 02/BH/II/2003 · Jl. Raya")
    moved = rejected_row("name_missing", "8 · 02/BH/II/2003 · Jl. Raya")
    assert first.subject == moved.subject != nameless.subject


def test_the_filter_says_whose_items_are_shown(store: Store) -> None:
    rows = [
        {"district": "Payung", "district_code": "19.03.03", "status": "aktif"},
        {"district": "Toboali", "district_code": "19.03.01", "status": "aktif"},
    ]
    upload(store, NOVEMBER, rows, [GRADE | {"row": 2}, GRADE | {"row": 3}])
    assert [item.key.subject for item in ask(store).items] == ["k0", "k1"]
    kept = ask(store, Filter(district=frozenset({"19.03.01"})))
    assert [item.key.subject for item in kept.items] == ["k1"]


def test_items_are_counted_by_state_and_kind(store: Store) -> None:
    upload(store, NOVEMBER, [{}, {}], [GRADE | {"row": 2}, GRADE | {"row": 3}, NIK | {"row": 3}])
    upload(store, DECEMBER, [{}, {}], [GRADE | {"row": 3}])
    shown = ask(store)
    assert shown.by_state() == {RepairState.OPEN: 1, RepairState.MENDED: 0, RepairState.PROVEN: 2}
    assert shown.by_state(["nik_not_13_digits"])[RepairState.PROVEN] == 1
    assert shown.by_kind([RepairState.PROVEN]) == {"nik_not_13_digits": 1, "grade_unknown": 1}
    assert len(shown.chosen([RepairState.PROVEN], ["grade_unknown"])) == 1


def test_how_many_were_mended_since_last_month(store: Store) -> None:
    upload(store, NOVEMBER, [{}, {}], [GRADE | {"row": 2}, GRADE | {"row": 3}])
    upload(store, DECEMBER, [{}, {}], [GRADE | {"row": 3}])
    for today, count in ((JANUARY, 1), (dt.date(2025, 2, 1), 0), (DECEMBER, 1)):
        assert ask(store, today=today).mended_since_last_month() == count
    shown = ask(store, today=JANUARY)
    assert words.mended(shown, ()) == "1 diperbaiki sejak bulan lalu (1 Desember 2024)."
    assert words.mended(ask(store), ()).startswith("Belum ada yang diperbaiki sejak bulan lalu")
    mark(store)
    assert ask(store).mended_since_last_month() == 1


def test_a_store_without_the_table_opens_and_takes_marks(store: Store) -> None:
    upload(store, NOVEMBER, [{}], [GRADE | {"row": 2}])
    folder = store.root / "repairs"
    for path in sorted(folder.rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    folder.rmdir()
    old = open_store(store.root)
    assert old.problems() == ()
    assert only(old).state is RepairState.OPEN
    mark(old)
    assert only(open_store(store.root)).state is RepairState.MENDED


def test_files_take_every_item_along_and_no_formula(store: Store) -> None:
    rows = [{"name": "=1+1", "nik": "1905010020001", "address": "@jalan"}]
    upload(store, NOVEMBER, rows, [GRADE | {"row": 2, "value": "+E", "sheet": "Data"}])
    shown = ask(store)
    heading = words.file_heading(
        shown, shown.items, Filter(), [], [], is_demo=True, office_name="Dinas", section_name="Bidang"
    )
    text = repairs_csv(shown.items, heading, dt.UTC).decode("utf-8-sig")
    assert '"\'=1+1";"1905010020001";"\'@jalan"' in text
    made = repairs_workbook(shown.items, heading, dt.UTC)
    with python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(made)) as book:
        cells = [cell for line in book.get_sheet_by_index(0).to_python() for cell in line]
    assert {"=1+1", "1905010020001", "@jalan", "+E", *words.COLUMNS} <= set(cells)
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")


def faulty() -> dict[str, dict[str, Any]]:
    """Return a row of the registry with each kind of finding, each another koperasi: the one of its place."""
    rows = {}
    for number, kind in enumerate(sorted(KINDS.keys() - {"only_name"}), start=2):
        header, *below = EXAMPLES[kind].rows
        own, plain = row(number), row(2)
        given = dict(zip(header, below[1], strict=True))
        rows[kind] = {
            title: own[title] if title in own and cell == plain[title] else cell
            for title, cell in given.items()
            if title != "NO"
        }
    return rows


def test_every_kind_is_listed_from_a_file_and_proven_by_a_mended_one(tmp_path: Path) -> None:
    store = create_store(tmp_path / "store")
    rows = faulty()
    for as_of, now in (
        (NOVEMBER, [row(1), *rows.values()]),
        (DECEMBER, [row(1), *(row(number) for number, _kind in enumerate(rows, start=2))]),
    ):
        path = write_xlsx(tmp_path / f"{as_of}.xlsx", table(TITLES, *now))
        save_import(store, plan_import(store, parse(path), as_of=as_of), actor=OPERATOR, original=None)
        if as_of == NOVEMBER:
            assert {item.key.kind: item.state for item in ask(store).items} == dict.fromkeys(
                rows, RepairState.OPEN
            )
    # Two different NIK are two koperasi until a person merges them.
    still_open = {"nik_of_elsewhere"}
    found = ask(store, Filter(as_of=NOVEMBER)).items
    assert {item.key.kind for item in found if item.state is RepairState.OPEN} == still_open
    assert {item.key.kind for item in found if item.state is RepairState.PROVEN} == rows.keys() - still_open


def test_a_file_that_lacks_what_a_kind_rests_on_proves_nothing(tmp_path: Path) -> None:
    [header, *below] = table(TITLES, row(1), *faulty().values())
    whole = _found(header, below, tmp_path)
    about_cells = {id_ for id_, kind in KINDS.items() if kind.fate is not Fate.REJECTED} - {"only_name"}
    assert whole.columns.keys() >= about_cells
    for at, title in enumerate(header):
        if title == "NAMA KOPERASI":
            continue
        lacking = _found(
            [*header[:at], *header[at + 1 :]], [[*one[:at], *one[at + 1 :]] for one in below], tmp_path
        )
        for kind in about_cells - lacking.columns.keys():
            if (kind, title) == ("members_unequal", "JUMLAH ANGGOTA"):
                continue  # the import works the sum out, and says that it is carried
            assert not can_find(kind, shown_at(kind, whole.columns[kind]), lacking.fields), (kind, title)


class _Found(NamedTuple):
    columns: dict[str, str | None]
    """Of each kind that was found, the column that it is shown at."""
    fields: frozenset[str]


def _found(header: list[str], below: list[list[Any]], folder: Path) -> _Found:
    parsed = parse(write_csv(folder / "ekspor.csv", [header, *below], delimiter=";"))
    warnings = (*parsed.warnings, *find_contradictions(parsed, NOVEMBER))
    return _Found({one.kind: one.column for one in warnings}, parsed.fields)


def test_the_kinds_are_those_to_mend_in_ods() -> None:
    assert {"name_missing", "nik_twice"} == {id_ for id_, kind in KINDS.items() if kind.fate is Fate.REJECTED}
    assert "active_without_rat" not in KINDS
    assert "recap_cell_unreadable" not in KINDS


Step = tuple[Literal["has", "clean", "lacks", "unnamed", "silent", "mark", "unmark", "undo"], int]
steps = st.lists(
    st.tuples(
        st.sampled_from(["has", "has", "clean", "lacks", "unnamed", "silent", "mark", "unmark", "undo"]),
        st.integers(0, 3),
    ),
    min_size=1,
    max_size=7,
)


class _Slow:
    """What holds, worked out from nothing but what happened, by going through all of it."""

    def __init__(self) -> None:
        self.uploads: dict[str, tuple[int, int, str]] = {}
        self.marks: list[tuple[int, str]] = []

    def state(self) -> RepairState | None:
        seen = [(day, at) for day, at, what in self.uploads.values() if what == "has"]
        if not seen:
            return None
        later = [what for day, at, what in self.uploads.values() if (day, at) > max(seen)]
        if "clean" in later:
            return RepairState.PROVEN
        if not self.marks or self.marks[-1][1] == "unmark":
            return RepairState.OPEN
        marked_at = self.marks[-1][0]
        known = [one for one in seen if one[1] < marked_at]
        told_after = [one for one in seen if one[1] > marked_at and all(one > other for other in known)]
        return RepairState.OPEN if told_after else RepairState.MENDED


@given(steps)
@settings(max_examples=20, deadline=None)
def test_any_history_of_exports_and_marks_stands_as_it_reads(history: list[Step]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        store, slow = create_store(folder), _Slow()
        for at, (what, number) in enumerate(history):
            if what in ("mark", "unmark"):
                state = RepairState.MENDED if what == "mark" else RepairState.OPEN
                said = RepairMark(
                    coop_id="k0",
                    kind="grade_unknown",
                    field="grade",
                    state=state,
                    actor="Budi",
                    recorded_at=dt.datetime.now(dt.UTC),
                )
                store.add_repairs([said], based_on=store.version().imports)
                slow.marks.append((at, what))
            elif what == "undo":
                if slow.uploads:
                    import_id = list(slow.uploads)[number % len(slow.uploads)]
                    store.undo(import_id, actor="Budi")
                    del slow.uploads[import_id]
            else:
                import_id = upload(
                    store,
                    NOVEMBER + dt.timedelta(days=number),
                    [{"coop_id": "other" if what == "unnamed" else "k0"}],
                    [GRADE | {"row": 2}] if what == "has" else (),
                    fields=ALL_FIELDS - {"grade"} if what == "lacks" else ALL_FIELDS,
                    silent=what == "silent",
                )
                slow.uploads[import_id] = (number, at, what)
        contents = store.contents()
        found = gather_repairs(open_database(store, contents), contents).items
        assert [item.state for item in found] == [state for state in [slow.state()] if state is not None]
