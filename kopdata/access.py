"""Who acts, what they may do, and from where the dashboard may be reached.

Every write names its actor and asks ``require`` for the right to do so, whatever the screen has already
shown or hidden. Until sign-in is configured, everybody who reaches the dashboard acts as the person at
this computer; so ``check_bind`` keeps it reachable from this computer only.
"""

from __future__ import annotations

import getpass
import ipaddress
from enum import StrEnum
from typing import Final

from kopdata.errors import KopdataError, NotAllowedError
from kopdata.models import Record, Text

UNNAMED: Final = "pengguna komputer ini"
"""The local actor where the computer does not tell its user's name."""


class BindRefusedError(KopdataError):
    """The dashboard was told to listen where other computers could reach it; it did not start."""

    title = "Dasbor tidak dijalankan"


class Right(StrEnum):
    """Something that not everybody may do."""

    VIEW = "view"
    IMPORT = "import"
    """Take in a file, take an import back, put it back."""
    RECORD_VISIT = "record visit"
    """Record fieldwork: a visit, a step of coaching, an event of sosialisasi."""
    PLAN_VISITS = "plan visits"
    """Say who is to visit a koperasi next, and when."""
    PROPOSE = "propose"
    """Put together and send the papers for dissolving a koperasi."""
    RECORD_ASSESSMENT = "record assessment"
    LINK = "link"
    """Say that two entries are the same koperasi, or no longer are."""
    DECLARE = "declare"
    """Settle which figure of a date is the official one."""
    SETTINGS = "settings"
    BACKUP = "backup"
    """Take everything along in one file, and put such a file in the place of everything."""

    @property
    def label(self) -> str:
        """What the right allows, as it stands after "Anda tidak berhak …"."""
        return {
            "view": "melihat data",
            "import": "mengunggah, menarik kembali, atau menandai perbaikan data",
            "record visit": "mencatat kunjungan, pembinaan, atau sosialisasi",
            "plan visits": "mengatur jadwal kunjungan",
            "propose": "mengusulkan pembubaran koperasi",
            "record assessment": "mencatat penilaian kesehatan",
            "link": "menggabungkan catatan koperasi",
            "declare": "menetapkan angka resmi",
            "settings": "mengubah pengaturan",
            "backup": "membuat dan memulihkan cadangan",
        }[self.value]


class Role(StrEnum):
    """The part a person plays in the office."""

    HEAD = "kepala bidang"
    ODS_OPERATOR = "operator ods"
    FIELD_OFFICER = "petugas lapangan"
    LEADERSHIP = "pimpinan"

    @property
    def label(self) -> str:
        """What the screen says."""
        return {
            "kepala bidang": "Kepala Bidang",
            "operator ods": "Operator ODS",
            "petugas lapangan": "Petugas Lapangan",
            "pimpinan": "Pimpinan (lihat saja)",
        }[self.value]

    @property
    def rights(self) -> frozenset[Right]:
        """What the role allows."""
        return _RIGHTS[self]


_RIGHTS: Final = {
    Role.HEAD: frozenset(Right),
    Role.ODS_OPERATOR: frozenset(Right) - {Right.DECLARE, Right.SETTINGS},
    Role.FIELD_OFFICER: frozenset({Right.VIEW, Right.RECORD_VISIT}),
    Role.LEADERSHIP: frozenset({Right.VIEW}),
}


class Actor(Record):
    """A person who acts: the name that every write bears, and the roles that say what is allowed."""

    name: Text
    roles: frozenset[Role]

    @property
    def rights(self) -> frozenset[Right]:
        """Everything that any of the roles allows."""
        return frozenset(right for role in self.roles for right in role.rights)

    def may(self, right: Right) -> bool:
        """Tell whether any of the roles allows ``right``."""
        return right in self.rights


def local_actor() -> Actor:
    """Return the person at this computer, named as the computer's user, with every right."""
    try:
        name = getpass.getuser().strip()
    except (OSError, KeyError, ImportError):  # no such user, or (on Windows) no user database
        name = ""
    return Actor(name=name or UNNAMED, roles=frozenset({Role.HEAD}))


def require(actor: Actor, right: Right) -> None:
    """Pass when ``actor`` has ``right``.

    Raises
    ------
    NotAllowedError
        When no role of the actor allows it; the sentence names the roles that do.
    """
    if actor.may(right):
        return
    allowed = " atau ".join(role.label for role in Role if right in role.rights)
    raise NotAllowedError(
        f"{actor.name} tidak berhak {right.label}. Mintalah kepada {allowed} untuk melakukannya."
    )


def check_bind(address: str | None) -> None:
    """Pass when a server that listens on ``address`` can be reached from this computer only.

    Loopback is ``localhost``, 127.0.0.0/8 and ::1. None and "" mean every address of the computer. Other
    spellings that a system may resolve to loopback ("127.1", "::ffff:127.0.0.1") are refused as well.

    Raises
    ------
    BindRefusedError
        For any other address.
    """
    if address and (address.casefold() == "localhost" or _is_loopback(address)):
        return
    where = f"alamat {address}" if address else "semua alamat jaringan"
    raise BindRefusedError(
        f"Dasbor tidak dijalankan pada {where}, karena komputer lain dapat membukanya tanpa masuk dengan "
        "nama pengguna; jalankan pada alamat 127.0.0.1."
    )


def _is_loopback(address: str) -> bool:
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return False
    if isinstance(parsed, ipaddress.IPv4Address):
        return parsed.is_loopback
    return parsed == ipaddress.IPv6Address("::1")
