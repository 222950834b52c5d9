"""How often the office visits: a setting for each reason, within its bounds, written by who may."""

from __future__ import annotations

from pathlib import Path

import pytest

from kopdata.access import Actor, Role
from kopdata.errors import NotAllowedError
from kopdata.fieldwork.worklist import WORK_REASONS, WorkKind, intervals
from kopdata.settings import (
    LONGEST_INTERVAL,
    Settings,
    SettingsRefusedError,
    set_visit_intervals,
    settings_of,
)
from kopdata.store import Store, create_store
from kopdata.vocabulary import SettingName

HEAD = Actor(name="Kepala", roles=frozenset({Role.HEAD}))
OPERATOR = Actor(name="Operator", roles=frozenset({Role.ODS_OPERATOR}))


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return create_store(tmp_path / "office")


def test_every_reason_has_an_interval_of_its_own(store: Store) -> None:
    shown = settings_of(store.contents())
    assert intervals(shown) == dict.fromkeys(WorkKind, 30)
    for days, reason in enumerate(WORK_REASONS, start=1):
        shown = set_visit_intervals(store, {reason.every: days}, shown=shown, actor=HEAD)
    assert intervals(shown) == intervals(settings_of(store.contents()))
    assert list(intervals(shown).items()) == list(zip(WorkKind, (1, 2, 3, 4), strict=True))


def test_an_interval_stays_within_its_bounds(store: Store) -> None:
    shown = settings_of(store.contents())
    for wrong in (0, -1, LONGEST_INTERVAL + 1):
        with pytest.raises(SettingsRefusedError, match="1 sampai 365 hari"):
            set_visit_intervals(store, {SettingName.NOT_FOUND_DAYS: wrong}, shown=shown, actor=HEAD)
    assert settings_of(store.contents()) == Settings()
    with pytest.raises(NotAllowedError):
        set_visit_intervals(store, {SettingName.NOT_FOUND_DAYS: 14}, shown=shown, actor=OPERATOR)


def test_an_interval_that_was_not_touched_is_not_written(store: Store) -> None:
    shown = settings_of(store.contents())
    set_visit_intervals(store, {SettingName.NOT_FOUND_DAYS: 14}, shown=shown, actor=HEAD)
    both = {SettingName.NOT_FOUND_DAYS: 30, SettingName.CONTRADICTION_DAYS: 7}
    kept = set_visit_intervals(store, both, shown=shown, actor=HEAD)
    assert (kept.not_found_days, kept.contradiction_days) == (14, 7)
