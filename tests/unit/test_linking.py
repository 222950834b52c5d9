"""Merging and splitting by hand: what is shown, what is undone, what is refused."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from kopdata.access import Actor, Role, local_actor
from kopdata.database import open_database
from kopdata.errors import NotAllowedError, NotFoundError
from kopdata.imports import plan_import, save_import
from kopdata.linking import (
    LinkRefusedError,
    Reason,
    candidates,
    decisions,
    find,
    merge,
    split,
    undo,
)
from kopdata.store import Store, create_store
from tests.imports.files import H3, parse, row, table, write_xlsx

EARLIER, LATER = dt.date(2022, 12, 12), dt.date(2024, 11, 7)
ACTOR = local_actor()
VISITOR = Actor(name="Tamu", roles=frozenset({Role.LEADERSHIP}))


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return create_store(tmp_path / "store")


def imported(store: Store, folder: Path, as_of: dt.date, *rows: dict[str, Any]) -> list[str]:
    """Save these rows as the snapshot of a date; return the id of each."""
    path = write_xlsx(folder / "h3.xlsx", table(H3, *rows))
    plan = plan_import(store, parse(path), as_of=as_of)
    save_import(store, plan, actor=ACTOR, original=path)
    return [str(coop_id) for coop_id in plan.rows["coop_id"].to_pylist()]


def shown(store: Store) -> list[tuple[dt.date, str]]:
    rows = open_database(store).rows("SELECT as_of, coop_id FROM registry ORDER BY as_of, source_row")
    return [(as_of, str(row["coop_id"])) for row in rows if isinstance(as_of := row["as_of"], dt.date)]


def nameless(number: int, **values: Any) -> dict[str, Any]:
    """Return a row that only its name and village tell apart."""
    return row(number, **{"ID_KOPERASI": None, "NO_BADAN_HUKUM": None, "TANGGAL_BADAN_HUKUM": None, **values})


def test_a_merge_shows_both_under_one_id_until_it_is_undone(store: Store, tmp_path: Path) -> None:
    first, second = imported(store, tmp_path, EARLIER, row(1), row(2))
    merge(store, second, first, reason=" ODS mencatatnya  dua kali ", actor=ACTOR)
    assert shown(store) == [(EARLIER, first), (EARLIER, first)]
    (decision,) = decisions(store)
    assert (decision.coop_id, decision.same_as, decision.reason, decision.actor) == (
        second,
        first,
        "ODS mencatatnya dua kali",
        ACTOR.name,
    )
    assert [entry.coop_id for entry in find(open_database(store), "")] == [first]

    undo(store, decision, reason="ternyata berbeda", actor=ACTOR)
    assert shown(store) == [(EARLIER, first), (EARLIER, second)]
    assert decisions(store) == ()
    with pytest.raises(NotFoundError):
        undo(store, decision, reason="sekali lagi", actor=ACTOR)


def test_a_split_takes_one_import_out_and_later_files_go_to_both(store: Store, tmp_path: Path) -> None:
    (old,) = imported(store, tmp_path, EARLIER, nameless(1, NAMA_KOPERASI="Maju", DESA_KEL="Payung"))
    (same,) = imported(store, tmp_path, LATER, row(1, NAMA_KOPERASI="Maju", DESA_KEL="Payung"))
    assert same == old
    newest = store.snapshots()[-1].base.import_id

    new = split(store, old, newest, reason="koperasi lain dengan nama yang sama", actor=ACTOR)

    assert shown(store) == [(EARLIER, old), (LATER, new)]
    again = imported(store, tmp_path, LATER + dt.timedelta(days=30), row(1, NAMA_KOPERASI="Maju"))
    assert again == [new]
    (decision,) = decisions(store)
    undo(store, decision, reason="ternyata sama", actor=ACTOR)
    assert shown(store)[:2] == [(EARLIER, old), (LATER, old)]
    assert split(store, old, newest, reason="lain lagi", actor=ACTOR) != new


def test_a_split_off_koperasi_can_be_merged_with_a_third(store: Store, tmp_path: Path) -> None:
    (old,) = imported(store, tmp_path, EARLIER, row(1))
    same, third = imported(store, tmp_path, LATER, row(1), row(2))
    assert same == old
    new = split(store, old, store.snapshots()[-1].base.import_id, reason="lain", actor=ACTOR)
    merge(store, new, third, reason="sama", actor=ACTOR)
    assert shown(store) == [(EARLIER, old), (LATER, third), (LATER, third)]


@pytest.mark.parametrize("reason", ["", "   ", "x" * 501])
def test_a_decision_needs_a_reason_that_others_can_read(store: Store, tmp_path: Path, reason: str) -> None:
    first, second = imported(store, tmp_path, EARLIER, row(1), row(2))
    with pytest.raises(LinkRefusedError, match="alasan"):
        merge(store, second, first, reason=reason, actor=ACTOR)
    assert decisions(store) == ()


def test_what_makes_no_sense_is_refused(store: Store, tmp_path: Path) -> None:
    first, second = imported(store, tmp_path, EARLIER, row(1), row(2))
    only = store.snapshots()[0].base.import_id
    with pytest.raises(LinkRefusedError, match="yang sama"):
        merge(store, first, first, reason="x", actor=ACTOR)
    with pytest.raises(NotFoundError):
        merge(store, first, "tidak ada", reason="x", actor=ACTOR)
    with pytest.raises(NotAllowedError):
        merge(store, first, second, reason="x", actor=VISITOR)
    with pytest.raises(LinkRefusedError, match="satu unggahan"):
        split(store, first, only, reason="x", actor=ACTOR)
    with pytest.raises(NotFoundError):
        split(store, first, "bukan-unggahan", reason="x", actor=ACTOR)
    merge(store, second, first, reason="x", actor=ACTOR)
    imported(store, tmp_path, LATER, row(2))
    newest = store.snapshots()[-1].base.import_id
    assert split(store, first, newest, reason="x", actor=ACTOR) == f"{first}-p2"


def test_pairs_that_may_be_one_are_named_the_surest_first(store: Store, tmp_path: Path) -> None:
    imported(
        store,
        tmp_path,
        EARLIER,
        row(1, NAMA_KOPERASI="Maju Bersama", NO_BADAN_HUKUM="077/BH/Diskop/II/2003"),
        row(2, NAMA_KOPERASI="Lain", NO_BADAN_HUKUM="77/bh/diskop/ii/2003", TANGGAL_BADAN_HUKUM=None),
        row(3, NAMA_KOPERASI="Karya Tani", DESA_KEL="Malik"),
        row(4, NAMA_KOPERASI="KARYA-TANI", DESA_KEL="Malik"),
        row(5, NAMA_KOPERASI="Koperasi Sumber Rejeki", DESA_KEL=None),
        row(6, NAMA_KOPERASI="Koperasi Sumber Rezeki", DESA_KEL=None),
        row(7, NAMA_KOPERASI="Koperasi Desa Merah Putih Malik", DESA_KEL="Malik"),
        row(8, NAMA_KOPERASI="Koperasi Desa Merah Putih Malit", DESA_KEL=None),
        row(9, NAMA_KOPERASI="Koperasi Unit 1", DESA_KEL="Irat"),
        row(10, NAMA_KOPERASI="Koperasi Unit 2", DESA_KEL="Irat"),
    )
    found = [(pair.reason, {pair.first.name, pair.second.name}) for pair in candidates(open_database(store))]
    assert found == [
        (Reason.LEGAL_NUMBER, {"Maju Bersama", "Lain"}),
        (Reason.NAME_AND_VILLAGE, {"Karya Tani", "KARYA-TANI"}),
        (Reason.SIMILAR_NAME, {"Koperasi Sumber Rejeki", "Koperasi Sumber Rezeki"}),
    ]
