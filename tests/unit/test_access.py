from __future__ import annotations

import os

import pytest

from kopdata.access import (
    UNNAMED,
    Actor,
    BindRefusedError,
    Right,
    Role,
    check_bind,
    local_actor,
    require,
)
from kopdata.errors import NotAllowedError


@pytest.mark.parametrize(
    "address", ["127.0.0.1", "127.8.9.10", "127.255.255.254", "::1", "localhost", "LocalHost"]
)
def test_bind_to_this_computer_passes(address: str) -> None:
    check_bind(address)


@pytest.mark.parametrize(
    "address",
    [
        "0.0.0.0",
        "::",
        "192.168.1.20",
        "10.0.0.1",
        "128.0.0.1",
        "126.255.255.255",
        "8.8.8.8",
        "fe80::1",
        "::2",
        "::ffff:127.0.0.1",
        "::1%eth0",
        "127.1",
        "2130706433",
        "0x7f000001",
        "127.0.0.1:8501",
        "127.0.0.1/8",
        " 127.0.0.1",
        "[::1]",
        "localhost.example.org",
        "127.0.0.1.example.org",
        "dashboard.local",
        "unix:///tmp/dashboard.sock",
        "*",
    ],
)
def test_any_other_bind_is_refused_by_name(address: str) -> None:
    with pytest.raises(BindRefusedError) as refused:
        check_bind(address)

    assert str(refused.value) == (
        f"Dasbor tidak dijalankan pada alamat {address}, karena komputer lain dapat membukanya tanpa masuk "
        "dengan nama pengguna; jalankan pada alamat 127.0.0.1."
    )


@pytest.mark.parametrize("address", [None, ""])
def test_all_addresses_of_the_computer_are_refused(address: str | None) -> None:
    with pytest.raises(BindRefusedError, match="pada semua alamat jaringan"):
        check_bind(address)


@pytest.mark.parametrize(
    ("role", "rights"),
    [
        (Role.HEAD, set(Right)),
        (Role.ODS_OPERATOR, set(Right) - {Right.DECLARE, Right.SETTINGS}),
        (Role.FIELD_OFFICER, {Right.VIEW, Right.RECORD_VISIT}),
        (Role.LEADERSHIP, {Right.VIEW}),
    ],
)
def test_each_role_passes_with_its_rights_and_no_other(role: Role, rights: set[Right]) -> None:
    actor = Actor(name="Sari", roles=frozenset({role}))

    passed = set()
    for right in Right:
        try:
            require(actor, right)
        except NotAllowedError:
            continue
        passed.add(right)

    assert passed == rights


def test_roles_of_one_person_add_up() -> None:
    actor = Actor(name="Sari", roles=frozenset({Role.LEADERSHIP, Role.FIELD_OFFICER}))

    assert actor.rights == {Right.VIEW, Right.RECORD_VISIT}


def test_refusal_says_who_may_not_do_what_and_whom_to_ask() -> None:
    actor = Actor(name="Sari", roles=frozenset({Role.LEADERSHIP}))

    with pytest.raises(NotAllowedError) as refused:
        require(actor, Right.IMPORT)

    assert str(refused.value) == (
        "Sari tidak berhak mengunggah, menarik kembali, atau menandai perbaikan data. "
        "Mintalah kepada Kepala Bidang atau Operator ODS untuk melakukannya."
    )


def test_nobody_without_a_role_may_even_look() -> None:
    with pytest.raises(NotAllowedError, match="tidak berhak melihat data"):
        require(Actor(name="Sari", roles=frozenset()), Right.VIEW)


def test_roles_are_named_as_in_the_office() -> None:
    assert [role.label for role in Role] == [
        "Kepala Bidang",
        "Operator ODS",
        "Petugas Lapangan",
        "Pimpinan (lihat saja)",
    ]


def test_local_actor_bears_the_computers_user_and_every_right(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOGNAME", "operator")

    actor = local_actor()

    assert actor.name == "operator"
    assert actor.rights == set(Right)


def test_local_actor_of_a_blank_user_still_has_a_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOGNAME", "  ")

    assert local_actor().name == UNNAMED


def test_local_actor_unknown_to_the_computer_still_has_a_name(monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in ("LOGNAME", "USER", "LNAME", "USERNAME"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setattr(os, "getuid", lambda: 2**31 - 7, raising=False)

    assert local_actor().name == UNNAMED
