"""What a file cannot tell is asked, and the answer decides: identities, the status last known, the odd."""

from __future__ import annotations

import datetime as dt
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kopdata.access import local_actor
from kopdata.changes import ChangeKind
from kopdata.database import open_database
from kopdata.errors import ConflictError, ImportRefusedError
from kopdata.imports import ImportPlan, Planner, plan_import, read_file, save_import, take_back
from kopdata.imports.answers import Answers, word_key
from kopdata.imports.questions import Oddity
from kopdata.queries.history import ask_history
from kopdata.store import Store, create_store, open_store
from kopdata.vocabulary import ImportMode, Status
from kopdata.wording import before_and_after, candidate_labels, import_counts, oddity_lines
from kopdata.wording import saved as words_of_saved
from kopdata.wording.labels import distinct
from tests.imports.files import H1, H3, parse, row, table, write_xlsx

EARLIER, LATER = dt.date(2022, 12, 12), dt.date(2024, 11, 7)
NO_NUMBERS: dict[str, Any] = {"ID_KOPERASI": None, "NO_BADAN_HUKUM": None, "TANGGAL_BADAN_HUKUM": None}


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return create_store(tmp_path / "store")


def planned(
    store: Store, folder: Path, as_of: dt.date, *rows: dict[str, Any], **options: Any
) -> tuple[ImportPlan, Path]:
    path = write_xlsx(folder / "h3.xlsx", table(H3, *rows))
    return plan_import(store, parse(path), as_of=as_of, **options), path


def saved(store: Store, folder: Path, as_of: dt.date, *rows: dict[str, Any], **options: Any) -> ImportPlan:
    plan, path = planned(store, folder, as_of, *rows, **options)
    save_import(store, plan, actor=local_actor(), original=path)
    return plan


def ids(plan: ImportPlan) -> list[str]:
    return [str(coop_id) for coop_id in plan.rows["coop_id"].to_pylist()]


def two_of_one_number(store: Store, folder: Path) -> list[str]:
    """Save two koperasi that a row without a NIK could both be, by their legal number."""
    return ids(
        saved(
            store,
            folder,
            EARLIER,
            row(1, NO_BADAN_HUKUM="7/BH", NAMA_KOPERASI="Maju", TANGGAL_BADAN_HUKUM=None),
            row(2, NO_BADAN_HUKUM="7/BH", NAMA_KOPERASI="Mundur", TANGGAL_BADAN_HUKUM=None),
        )
    )


UNCLEAR = row(3, ID_KOPERASI=None, NO_BADAN_HUKUM="07/bh", TANGGAL_BADAN_HUKUM=None, DESA_KEL="Malik")


def test_an_unclear_row_is_asked_with_the_koperasi_that_it_could_be(store: Store, tmp_path: Path) -> None:
    first, second = two_of_one_number(store, tmp_path)
    plan, _path = planned(store, tmp_path, LATER, UNCLEAR)
    (asked,) = plan.unclear
    assert asked.row == 2
    assert {known.coop_id for known in asked.candidates} == {first, second}
    assert {known.name for known in asked.candidates} == {"Maju", "Mundur"}
    assert ids(plan)[0] not in {first, second}
    assert any(finding.row == 2 and "Mungkin sama" in finding.reason for finding in plan.warnings)


def test_the_answer_decides_and_the_question_stays_on_the_screen(store: Store, tmp_path: Path) -> None:
    first, second = two_of_one_number(store, tmp_path)
    chosen, _path = planned(store, tmp_path, LATER, UNCLEAR, identities={2: second})
    assert ids(chosen) == [second]
    assert [asked.row for asked in chosen.unclear] == [2]
    assert not any("Mungkin sama" in finding.reason for finding in chosen.warnings)
    new, _path = planned(store, tmp_path, LATER, UNCLEAR, identities={2: None, 99: first})
    assert ids(new)[0] not in {first, second}
    assert not any("Mungkin sama" in finding.reason for finding in new.warnings)


def test_what_was_planned_stands_until_the_store_or_an_answer_is_another(
    store: Store, tmp_path: Path
) -> None:
    _first, second = two_of_one_number(store, tmp_path)
    path = write_xlsx(tmp_path / "h3.xlsx", table(H3, UNCLEAR))
    planner = Planner(store, parse(path))
    asking = planner.plan(LATER)
    answered = planner.plan(LATER, identities={2: second})
    assert planner.plan(LATER) is asking
    assert planner.plan(LATER, identities={2: second}) is answered
    assert ids(answered) == [second] != ids(asking)
    assert planner.plan(EARLIER).draft.as_of == EARLIER
    save_import(store, answered, actor=local_actor(), original=path)
    anew = planner.plan(LATER, identities={2: second})
    assert anew is not answered
    assert anew.adds_nothing


def test_a_refusal_is_said_each_time(store: Store, tmp_path: Path) -> None:
    planner = Planner(store, parse(write_xlsx(tmp_path / "tanpa.xlsx", table(H3, row(1)))))
    for _time in range(2):
        with pytest.raises(ImportRefusedError, match="Tanggal keadaan tidak ditemukan"):
            planner.plan()


def test_an_answer_leaves_the_other_rows_what_is_left(store: Store, tmp_path: Path) -> None:
    first, second = two_of_one_number(store, tmp_path)
    other = row(4, ID_KOPERASI=None, NO_BADAN_HUKUM="7/BH", TANGGAL_BADAN_HUKUM=None, DESA_KEL="Malik")
    plan, _path = planned(store, tmp_path, LATER, UNCLEAR, other, identities={2: second})
    assert ids(plan) == [second, first]


def without_status(folder: Path, names: list[str]) -> Path:
    rows = [
        {"Koperasi": name, "Nomor Badan Hukum Pendirian": f"{at}/BH", "Kecamatan": "Payung"}
        for at, name in enumerate(names)
    ]
    return write_xlsx(folder / "h1.xlsx", [list(H1), *([one.get(title) for title in H1] for one in rows)])


def test_a_file_without_status_may_take_the_status_last_known(store: Store, tmp_path: Path) -> None:
    saved(
        store,
        tmp_path,
        EARLIER,
        row(1, NAMA_KOPERASI="Satu", NO_BADAN_HUKUM="0/BH", STATUS_AKTIF="Aktif", **{"ID_KOPERASI": None}),
        row(2, NAMA_KOPERASI="Dua", NO_BADAN_HUKUM="1/BH", STATUS_AKTIF="Tidak Aktif", ID_KOPERASI=None),
    )
    path = without_status(tmp_path, ["Satu", "Dua", "Tiga"])
    parsed = parse(path)
    plain = plan_import(store, parsed, as_of=LATER)
    assert plain.status_told_on == EARLIER
    assert (plain.active, plain.inactive, plain.unknown) == (0, 0, 3)

    plan = plan_import(store, parsed, as_of=LATER, status_from_last=True)
    assert (plan.active, plan.inactive, plan.unknown) == (1, 1, 1)
    save_import(store, plan, actor=local_actor(), original=path)

    snapshot = open_store(store.root).snapshots()[-1]
    assert snapshot.status_as_of == EARLIER
    assert "status" in snapshot.fields
    # It was told in 2022, and stays so however often it is taken on.
    again = plan_import(store, parsed, as_of=LATER + dt.timedelta(days=30), status_from_last=True)
    assert again.draft.status_as_of == EARLIER
    assert open_database(store).snapshots[0].status_as_of is None


def test_a_completing_file_that_tells_statuses_replaces_those_taken_from_before(
    store: Store, tmp_path: Path
) -> None:
    both = ("Satu", "Tidak Aktif"), ("Dua", "Aktif")
    earlier = [
        row(at + 1, NAMA_KOPERASI=name, NO_BADAN_HUKUM=f"{at}/BH", STATUS_AKTIF=status, ID_KOPERASI=None)
        for at, (name, status) in enumerate(both)
    ]
    saved(store, tmp_path, EARLIER, *earlier)
    path = without_status(tmp_path, ["Satu", "Dua"])
    taken = plan_import(store, parse(path), as_of=LATER, status_from_last=True)
    save_import(store, taken, actor=local_actor(), original=path)
    completing = row(1, NAMA_KOPERASI="Satu", NO_BADAN_HUKUM="0/BH", STATUS_AKTIF="Aktif", ID_KOPERASI=None)
    plan, path = planned(store, tmp_path, LATER, completing, mode=ImportMode.COMPLETE)
    assert (plan.active, plan.inactive, plan.unknown) == (1, 0, 1)
    assert {change.name for change in plan.changes.of(*ChangeKind)} == {"Satu", "Dua"}

    save_import(store, plan, actor=local_actor(), original=path)
    database = open_database(store)
    assert database.snapshots[-1].status_as_of is None
    assert database.rows(
        "SELECT name, status FROM registry WHERE as_of = $day ORDER BY name", {"day": LATER}
    ) == [
        {"name": "Dua", "status": None},
        {"name": "Satu", "status": "aktif"},
    ]
    # A later file takes what was told: for one in the completing file, for the other in the earliest.
    later = LATER + dt.timedelta(days=30)
    again = plan_import(
        store, parse(without_status(tmp_path, ["Satu", "Dua"])), as_of=later, status_from_last=True
    )
    assert again.draft.status_as_of == LATER
    assert (again.active, again.inactive, again.unknown) == (2, 0, 0)
    # Taken back, what was taken over stands again.
    take_back(store, plan.draft.import_id, actor=local_actor())
    assert open_database(store).snapshots[-1].status_as_of == EARLIER


def test_a_first_file_without_status_has_none_to_take(store: Store, tmp_path: Path) -> None:
    plan = plan_import(store, parse(without_status(tmp_path, ["Satu"])), as_of=LATER, status_from_last=True)
    assert plan.status_told_on is None
    assert plan.draft.status_as_of is None
    assert plan.unknown == 1


def test_what_is_odd_asks_once_more(store: Store, tmp_path: Path) -> None:
    ten = [row(number) for number in range(10)]
    saved(store, tmp_path, LATER, *ten)
    fine, _path = planned(store, tmp_path, LATER + dt.timedelta(days=1), *ten[:8])
    assert fine.oddities == ()
    gone, _path = planned(store, tmp_path, LATER + dt.timedelta(days=1), *ten[:7])
    assert gone.oddities == (Oddity.MANY_GONE,)
    older, _path = planned(store, tmp_path, EARLIER, *ten[::-1])
    assert older.oddities == (Oddity.OLDER_DATE,)
    elsewhere = [{**one, "KABUPATEN": "Bangka Tengah", "KECAMATAN": "Koba"} for one in ten[:6]]
    other, _path = planned(store, tmp_path, LATER + dt.timedelta(days=1), *ten[6:], *elsewhere)
    assert Oddity.ANOTHER_REGENCY in other.oddities
    nameless = [{**one, "NAMA KOPERASI": None} for one in ten[8:]]
    rejected, _path = planned(store, tmp_path, LATER + dt.timedelta(days=1), *ten[:8], *nameless)
    assert rejected.oddities == (Oddity.MANY_REJECTED,)


def test_completing_a_date_is_no_loss_of_those_it_does_not_name(store: Store, tmp_path: Path) -> None:
    saved(store, tmp_path, LATER, *(row(number) for number in range(10)))
    plan, _path = planned(store, tmp_path, LATER, row(1), mode=ImportMode.COMPLETE)
    assert plan.oddities == ()


def test_completeness_is_told_beside_that_of_the_snapshot_before(store: Store, tmp_path: Path) -> None:
    saved(store, tmp_path, EARLIER, row(1, KETUA=None), row(2))
    plan, _path = planned(store, tmp_path, LATER, row(1), row(2), row(3, ALAMAT=None))
    parts = {one.part.title: one for one in plan.completeness}
    address = parts["Alamat"]
    assert (address.complete, address.total, address.before, address.total_before) == (2, 3, 2, 2)
    officers = parts["Pengurus"]
    assert (officers.complete, officers.before) == (3, 1)


def test_another_nik_with_the_same_name_and_number_is_asked_and_never_taken(
    store: Store, tmp_path: Path
) -> None:
    old = saved(store, tmp_path, EARLIER, row(1), row(2))
    renumbered = row(1, ID_KOPERASI="1905010029999")
    plan, _path = planned(store, tmp_path, LATER, renumbered, row(2))
    assert ids(plan)[0] not in ids(old)
    assert ids(plan)[1] == ids(old)[1]
    (asked,) = plan.unclear
    assert (asked.row, [known.coop_id for known in asked.candidates]) == (2, [ids(old)[0]])
    answered, _path = planned(store, tmp_path, LATER, renumbered, row(2), identities={2: ids(old)[0]})
    assert ids(answered) == ids(old)


def test_nobody_is_asked_while_both_niks_stand_in_the_file(store: Store, tmp_path: Path) -> None:
    saved(store, tmp_path, EARLIER, row(1))
    plan, _path = planned(store, tmp_path, LATER, row(1), row(1, ID_KOPERASI="1905010029999"))
    assert plan.unclear == ()


def test_without_village_the_kecamatan_tells_whose_name_it_is(store: Store, tmp_path: Path) -> None:
    bare = row(1, **NO_NUMBERS, NAMA_KOPERASI="Koperasi Tanpa Desa", DESA_KEL=None, STATUS_AKTIF="Aktif")
    old = saved(store, tmp_path, EARLIER, bare)
    plan, _path = planned(store, tmp_path, LATER, bare | {"STATUS AKTIF": "Tidak Aktif"})
    assert ids(plan) == ids(old)
    placed, _path = planned(store, tmp_path, LATER, bare | {"DESA/KEL": "Malik"})
    assert ids(placed) != ids(old)


def test_many_of_one_name_are_told_apart_in_no_time(store: Store, tmp_path: Path) -> None:
    rows = [
        row(at, **NO_NUMBERS, NAMA_KOPERASI="Koperasi Sama", DESA_KEL=None, JUMLAH_ANGGOTA=at)
        for at in range(3_000)
    ]
    started = time.monotonic()
    plan, _path = planned(store, tmp_path, EARLIER, *rows)
    assert len(set(ids(plan))) == 3_000
    assert time.monotonic() - started < 10


def test_what_was_told_apart_in_an_older_state_is_not_saved(store: Store, tmp_path: Path) -> None:
    unnumbered = [row(at, ID_KOPERASI=None) for at in range(1, 4)]
    february, path = planned(store, tmp_path, LATER, *unnumbered)
    kept = path.rename(tmp_path / "februari.xlsx")
    january = saved(store, tmp_path, EARLIER, *(row(at) for at in range(1, 4)))
    with pytest.raises(ConflictError, match="koperasinya dapat dikenali lain"):
        save_import(store, february, actor=local_actor(), original=kept)
    again = plan_import(store, february.parsed, as_of=LATER)
    save_import(store, again, actor=local_actor(), original=kept)
    assert ids(again) == ids(january)


def test_a_lost_status_and_lost_numbers_are_odd(store: Store, tmp_path: Path) -> None:
    saved(store, tmp_path, EARLIER, *(row(at) for at in range(1, 11)))
    without, _path = planned(store, tmp_path, LATER, *(row(at, STATUS_AKTIF=None) for at in range(1, 11)))
    assert Oddity.STATUS_GONE in without.oddities
    assert without.status_gone == 10
    one, _path = planned(store, tmp_path, LATER, row(1, STATUS_AKTIF=None), *(row(at) for at in range(2, 11)))
    assert Oddity.STATUS_GONE not in one.oddities
    unnumbered, _path = planned(store, tmp_path, LATER, *(row(at, ID_KOPERASI="x") for at in range(1, 11)))
    assert Oddity.NIK_GONE in unnumbered.oddities
    assert all(oddity_lines(plan) for plan in (without, unnumbered))


def test_a_file_that_stands_for_another_date_and_a_date_ahead_are_odd(store: Store, tmp_path: Path) -> None:
    plan = saved(store, tmp_path, EARLIER, row(1))
    again = plan_import(store, plan.parsed, as_of=LATER)
    assert again.oddities == (Oddity.SAME_FILE,)
    assert "12 Desember 2022" in oddity_lines(again)[0]
    ahead = plan_import(store, plan.parsed, as_of=dt.date.today() + dt.timedelta(days=30))  # noqa: DTZ011
    assert Oddity.AHEAD in ahead.oddities


@pytest.mark.parametrize("as_of", [dt.date(1, 1, 1), dt.date(1989, 12, 31), dt.date(9999, 12, 31)])
def test_no_registry_can_be_of_such_a_date(store: Store, tmp_path: Path, as_of: dt.date) -> None:
    with pytest.raises(ImportRefusedError, match="tidak mungkin benar"):
        planned(store, tmp_path, as_of, row(1))


def test_those_that_read_alike_are_all_offered(store: Store, tmp_path: Path) -> None:
    twins = [
        row(at, ID_KOPERASI=None, NO_BADAN_HUKUM=None, NAMA_KOPERASI="Maju", ALAMAT=f"Jl. {at}")
        for at in (1, 2)
    ]
    saved(store, tmp_path, EARLIER, *twins)
    plan, _path = planned(store, tmp_path, LATER, row(3, ID_KOPERASI=None, NAMA_KOPERASI="Maju"))
    (asked,) = plan.unclear
    labels = candidate_labels(asked.candidates)
    assert set(labels) == {known.coop_id for known in asked.candidates}
    assert len(set(labels.values())) == len(asked.candidates) == 2


def test_only_one_of_those_offered_is_an_answer(store: Store, tmp_path: Path) -> None:
    two_of_one_number(store, tmp_path)
    for answers in ({2: "bukan-koperasi"}, {3: "k1"}):
        with pytest.raises(ImportRefusedError, match="Periksa berkasnya sekali lagi"):
            planned(store, tmp_path, LATER, UNCLEAR, row(5), identities=answers)


def test_the_same_file_with_another_answer_can_be_saved(store: Store, tmp_path: Path) -> None:
    rows = table(H3, row(1), row(2, STATUS_AKTIF="Kurang Aktif"))
    path = write_xlsx(tmp_path / "h3.xlsx", rows)
    save_import(store, plan_import(store, read_file(path), as_of=LATER), actor=local_actor(), original=path)
    assert plan_import(store, read_file(path), as_of=LATER).adds_nothing
    told = Answers({}, {word_key("Kurang Aktif"): Status.INACTIVE.value})
    plan = plan_import(store, read_file(path, answers=told), as_of=LATER)
    assert (plan.adds_nothing, plan.active, plan.inactive) == (False, 1, 1)


def test_a_number_tells_before_a_name_also_where_a_file_completes_another(
    store: Store, tmp_path: Path
) -> None:
    first = saved(store, tmp_path, EARLIER, row(1))
    saved(store, tmp_path, LATER, row(1, ID_KOPERASI=None))
    renamed = row(1, NAMA_KOPERASI="Koperasi Baru Nama", NO_BADAN_HUKUM="77/BH")
    namesake = row(1, ID_KOPERASI=None, NO_BADAN_HUKUM=None)
    for mode in ImportMode:
        plan, _path = planned(store, tmp_path, LATER, renamed, namesake, mode=mode)
        assert ids(plan)[0] == ids(first)[0]
        assert ids(plan)[1] != ids(first)[0]


@given(st.dictionaries(st.integers(), st.sampled_from(["Maju", "Maju (1)", "Maju (2)", "Jaya"]), max_size=8))
def test_labels_that_read_alike_are_told_apart(labels: dict[int, str]) -> None:
    told = distinct(labels)
    assert list(told) == list(labels)
    assert len(set(told.values())) == len(labels)
    assert all(told[key].startswith(label) for key, label in labels.items())


def test_the_plan_that_was_asked_for_longest_ago_is_given_up(store: Store, tmp_path: Path) -> None:
    first, second = two_of_one_number(store, tmp_path)
    planner = Planner(store, parse(write_xlsx(tmp_path / "h3.xlsx", table(H3, UNCLEAR))))
    asking = planner.plan(LATER)
    for answer in (first, second):
        assert planner.plan(LATER) is asking
        answered = planner.plan(LATER, identities={2: answer})
        assert planner.plan(LATER) is asking
        assert planner.plan(LATER, identities={2: answer}) is answered


def test_a_file_without_status_says_nothing_of_how_many_are_active(store: Store, tmp_path: Path) -> None:
    saved(store, tmp_path, EARLIER, row(1), row(2))
    path = without_status(tmp_path, ["Satu", "Dua"])
    plan = plan_import(store, parse(path), as_of=LATER)
    rows = {line[""]: list(line.values())[1:] for line in before_and_after(plan)}
    assert rows["Aktif"] == ["2", "tidak ada di berkas"]
    assert rows["Status tidak tercantum"][1] == "2"
    kept = save_import(store, plan, actor=local_actor(), original=path)
    assert "0 aktif" not in words_of_saved(plan, kept)
    assert "statusnya tidak ada di berkas" in words_of_saved(plan, kept)
    [newest, _older] = ask_history(store)
    assert import_counts(newest) == "2 koperasi, status tidak ada di berkas"
