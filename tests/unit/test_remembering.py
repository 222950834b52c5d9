"""Answers about columns and words are kept in the store, with who gave them, and found again."""

from __future__ import annotations

import datetime as dt
import json
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kopdata.access import Actor, Role
from kopdata.errors import NotAllowedError
from kopdata.imports import read_file
from kopdata.imports.answers import NO_ANSWERS, Answers
from kopdata.imports.fields import FIELDS_BY_NAME
from kopdata.imports.remembering import MOST_HEADERS, MOST_WORDS, remember, remembered
from kopdata.models import Setting
from kopdata.settings import Settings, rename_office, settings_of
from kopdata.store import Store, create_store, open_store
from kopdata.vocabulary import SettingName
from tests.imports.files import write_xlsx

OPERATOR = Actor(name="Sari", roles=frozenset({Role.ODS_OPERATOR}))
OFFICER = Actor(name="Budi", roles=frozenset({Role.FIELD_OFFICER}))
HEAD = Actor(name="Tuti", roles=frozenset({Role.HEAD}))
ANSWERS = Answers({"a" * 64: {"kode": "nik", "catatan#2": ""}}, {"mati suri": "tidak aktif", "lain": ""})


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return create_store(tmp_path / "store")


def header(number: int) -> str:
    return f"{number:064x}"


def test_nothing_is_remembered_at_first(store: Store) -> None:
    assert remembered(store.contents()) == NO_ANSWERS


def test_answers_are_found_again_and_newer_ones_hold(store: Store) -> None:
    assert remember(store, ANSWERS, actor=OPERATOR) == ANSWERS
    newer = Answers({"a" * 64: {"kode": ""}, "b" * 64: {"zz": "address"}}, {"lain": "aktif"})
    remember(store, newer, actor=OPERATOR)
    assert remembered(open_store(store.root).contents()) == Answers(
        {"a" * 64: {"kode": "", "catatan#2": ""}, "b" * 64: {"zz": "address"}},
        {"mati suri": "tidak aktif", "lain": "aktif"},
    )


def test_the_settings_of_the_office_stay_beside_them(store: Store) -> None:
    remember(store, ANSWERS, actor=OPERATOR)
    assert settings_of(store.contents()) == Settings()
    rename_office(store, "Kantor Uji", "", shown=Settings(), actor=HEAD)
    assert settings_of(store.contents()).office_name == "Kantor Uji"
    assert remembered(store.contents()) == ANSWERS


def test_what_is_not_new_is_not_written(store: Store) -> None:
    remember(store, NO_ANSWERS, actor=OPERATOR)
    first = store.version()
    remember(store, ANSWERS, actor=OPERATOR)
    second = store.version()
    remember(store, ANSWERS, actor=OPERATOR)
    assert second != first
    assert store.version() == second


def test_answers_given_at_once_are_all_remembered(store: Store) -> None:
    """Each thread has a store of its own, as screens of several processes have."""
    start = threading.Barrier(8)

    def answer(number: int) -> None:
        own = open_store(store.root)
        start.wait(30)
        for again in range(3):
            told = Answers(
                {header(number * 10 + again): {"zz": "address"}}, {f"kata {number} {again}": "aktif"}
            )
            assert told.status_words.items() <= remember(own, told, actor=OPERATOR).status_words.items()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(answer, range(8)))
    kept = remembered(store.contents())
    assert len(kept.columns) == len(kept.status_words) == 24


def test_only_who_may_import_explains_columns(store: Store) -> None:
    with pytest.raises(NotAllowedError):
        remember(store, ANSWERS, actor=OFFICER)
    assert remembered(store.contents()) == NO_ANSWERS


def test_the_newest_are_kept(store: Store) -> None:
    many = {header(number): {"zz": "address"} for number in range(MOST_HEADERS)}
    words = {f"kata {number}": "aktif" for number in range(MOST_WORDS + 10)}
    remember(store, Answers(many, words), actor=OPERATOR)
    # Answered again: no longer the oldest.
    remember(store, Answers({header(0): {"zz": "email"}}), actor=OPERATOR)
    remember(store, Answers({header(99): {"zz": "chair"}}), actor=OPERATOR)
    kept = remembered(store.contents())
    assert len(kept.columns) == MOST_HEADERS
    assert header(1) not in kept.columns
    assert kept.columns[header(0)] == {"zz": "email"}
    assert kept.columns[header(99)] == {"zz": "chair"}
    assert list(kept.status_words) == list(words)[10:]


def test_answers_about_very_wide_files_leave_room(store: Store) -> None:
    wide = {f"{number}{'x' * 190}": "address" for number in range(300)}
    for number in range(5):
        remember(store, Answers({header(number): wide}), actor=OPERATOR)
    kept = remembered(store.contents())
    assert list(kept.columns) == [header(3), header(4)]
    assert kept.columns[header(4)] == wide


BROKEN = [
    "bukan JSON",
    "[]",
    "3",
    '{"a": {"zz": "address"}}',
    json.dumps({header(1): {"zz": "tidak ada"}}),
    json.dumps({header(1): {"zz": 3}}),
    json.dumps({header(1): ["zz"]}),
    json.dumps({header(1): {"": "address"}}),
]


@pytest.mark.parametrize("broken", BROKEN)
def test_what_cannot_be_read_is_left_out(store: Store, broken: str) -> None:
    set_directly(store, SettingName.COLUMN_ANSWERS, broken)
    set_directly(store, SettingName.STATUS_WORDS, broken)
    assert remembered(store.contents()) == NO_ANSWERS
    assert remember(store, ANSWERS, actor=OPERATOR) == ANSWERS


def test_one_broken_answer_does_not_take_the_others_along(store: Store) -> None:
    columns = {header(1): {"zz": "tidak ada"}, header(2): {"zz": "address"}}
    set_directly(store, SettingName.COLUMN_ANSWERS, json.dumps(columns))
    set_directly(store, SettingName.STATUS_WORDS, '{"mati suri": "bubar", "lesu": "aktif"}')
    assert remembered(store.contents()) == Answers({header(2): {"zz": "address"}}, {"lesu": "aktif"})


def set_directly(store: Store, name: SettingName, value: str) -> None:
    now = dt.datetime.now(dt.UTC)
    store.add_settings([Setting(name=name, value=value, actor="Sari", recorded_at=now)])


_ANSWERS = st.builds(
    Answers,
    st.dictionaries(
        st.integers(0, 9).map(header),
        st.dictionaries(st.text(min_size=1), st.sampled_from(["", *FIELDS_BY_NAME])),
    ),
    st.dictionaries(st.text(min_size=1), st.sampled_from(["", "aktif", "tidak aktif"])),
)


@given(_ANSWERS, _ANSWERS)
def test_the_child_process_gets_what_was_answered(one: Answers, other: Answers) -> None:
    assert Answers.from_json(one.to_json()) == one
    both = one.plus(other)
    for fingerprint, told in other.columns.items():
        assert {**both.columns[fingerprint], **told} == both.columns[fingerprint]
    assert both.plus(other) == both
    assert NO_ANSWERS.plus(one) == one == one.plus(NO_ANSWERS)


def test_a_second_file_is_read_without_a_question(store: Store, tmp_path: Path) -> None:
    titles = ["NIK", "Nama Koperasi", "Zz", "Keaktifan"]
    first = read_file(
        write_xlsx(tmp_path / "a.xlsx", [titles, ["1905010020001", "Satu", "Jl. 1", "Mati suri"]])
    )
    assert (len(first.unclear_columns), first.unknown_status_words) == (1, {"Mati suri": 1})
    told = {column.key: "address" for column in first.unclear_columns}
    remember(store, Answers({first.fingerprint: told}, {"mati suri": "tidak aktif"}), actor=OPERATOR)

    path = write_xlsx(tmp_path / "b.xlsx", [titles, ["1905010020002", "Dua", "Jl. 2", "MATI SURI"]])
    second = read_file(path, answers=remembered(open_store(store.root).contents()))
    assert second.rows.select(["address", "status"]).to_pylist() == [
        {"address": "Jl. 2", "status": "tidak aktif"}
    ]
