"""Which assessments are recorded, and which of them count."""

from __future__ import annotations

import datetime as dt
import hashlib
from pathlib import Path

import pytest

from kopdata.database import open_database
from kopdata.errors import StoreError
from kopdata.models import Assessment, ImportDraft, Link
from kopdata.store import Store
from kopdata.vocabulary import ImportKind, Predicate
from tests.unit.store.samples import (
    ACTOR,
    MOMENT,
    an_assessment,
)


def test_an_assessment_is_recorded_once_in_the_same_words(store: Store) -> None:
    first, second = an_assessment("k0"), an_assessment("k1")
    assert store.add_assessments([first, first, second]) == 2
    version = store.version()
    assert store.add_assessments([second, first]) == 0
    assert store.version() == version
    assert open_database(store).value("SELECT count(*) FROM assessments") == 2


def test_what_an_assessment_says_is_compared_with_what_holds_now(store: Store) -> None:
    def said(predicate: Predicate, minute: int, day: int = 1) -> Assessment:
        changes = {
            "recorded_at": MOMENT + dt.timedelta(minutes=minute),
            "assessed_on": dt.date(2023, 5, day),
        }
        return an_assessment("k0", predicate).model_copy(update=changes)

    assert store.add_assessments([said(Predicate.UNDER_WATCH, 1)]) == 1
    assert store.add_assessments([said(Predicate.HEALTHY, 2)]) == 1
    assert store.add_assessments([said(Predicate.UNDER_WATCH, 3)]) == 1
    assert store.add_assessments([said(Predicate.UNDER_WATCH, 4)]) == 0
    assert store.add_assessments([said(Predicate.UNDER_WATCH, 5, day=2)]) == 1
    assert store.add_assessments([said(Predicate.UNDER_WATCH, 6, day=2)]) == 0
    assert store.contents().assessments.num_rows == 4


def test_an_assessment_of_a_merged_koperasi_is_known(store: Store) -> None:
    store.add_assessments([an_assessment("k1")])
    store.add_link(Link(coop_id="k1", same_as="k0", reason="ganda", actor=ACTOR, recorded_at=MOMENT))
    assert store.add_assessments([an_assessment("k0")]) == 0


def test_the_file_of_assessments_is_kept(store: Store, tmp_path: Path) -> None:
    recap = tmp_path / "rekap.xlsx"
    recap.write_bytes(b"isi")
    sha256 = hashlib.sha256(b"isi").hexdigest()
    draft = ImportDraft(
        import_id="20221231-recap",
        kind=ImportKind.ASSESSMENTS,
        as_of=MOMENT.date(),
        file_name=recap.name,
        file_sha256=sha256,
        layout="H8",
        fields=("nik", "predicate"),
        rows_read=1,
        accepted=1,
        outside=0,
        active=0,
        inactive=0,
        unknown=0,
    )
    given = [an_assessment().model_copy(update={"import_id": draft.import_id})]
    with pytest.raises(StoreError, match="berubah sejak diperiksa"):
        store.add_assessments(given, draft=draft.model_copy(update={"file_sha256": "0" * 64}), original=recap)
    assert store.contents().assessments.num_rows == 0
    assert store.add_assessments(given, draft=draft, original=recap) == 1
    assert store.snapshots() == ()
    assert store.sequence(draft.as_of) == 0
    kept = store.original(sha256)
    assert kept is not None
    assert kept.read_bytes() == b"isi"
