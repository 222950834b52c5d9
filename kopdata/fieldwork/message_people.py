"""Who went and whom they met, as a report names them; the names of those met are left behind."""

from __future__ import annotations

import re
from typing import Final

from kopdata.fieldwork.message_short import words_of
from kopdata.fieldwork.message_text import tokens_near
from kopdata.fieldwork.message_words import is_blank
from kopdata.fieldwork.vocabulary import Met
from kopdata.imports.values import tidy
from kopdata.vocabulary import fold

_ROLES: Final = {
    word: role
    for role, words in {
        Met.CHAIR: "ketua ketuanya",
        Met.SECRETARY: "sekretaris sekertaris sekretarisnya sekr sekre",
        Met.TREASURER: "bendahara bendaharanya bend",
        Met.SUPERVISOR: "pengawas pengawasnya",
        Met.MANAGER: "manajer manager manejer menejer",
        Met.EMPLOYEE: "karyawan karyawannya pegawai staf staff",
        Met.MEMBER: "anggota anggotanya",
        Met.NEIGHBOUR: "tetangga tetangganya",
        Met.VILLAGE_OFFICE: "kades lurah sekdes kadus perangkatdesa kepaladesa aparatdesa sekretarisdesa "
        "stafdesa staffdesa pegawaidesa bendaharadesa kaurdesa kasidesa kaur kasi",
    }.items()
    for word in words.split()
}
_JOINED: Final = re.compile(
    r"\b(perangkat|kepala|aparat|sekretaris|staff?|pegawai|bendahara|kaur|kasi) (?:kantor )?"
    r"(?:desa|ds|kelurahan)\b"
)
_NOBODY: Final = frozenset(
    re.findall(
        r"[^|]+",
        "tidak|tidak ada|tidak ada orang|tidak bertemu|tidak bertemu siapa pun|"
        "tidak bertemu siapapun|nihil|tidak bertemu siapa siapa|tidak ada siapa siapa|"
        "tidak ada siapa pun|tidak ketemu siapa siapa|tidak ketemu siapapun|tidak bertemu orang|"
        "tidak ada yang ditemui|tidak ada siapapun|tidak ketemu|tidak ketemu siapa2|tidak ada siapa2|"
        "tidak bertemu siapa2|tidak ketemu orang|tidak ada yang ketemu|tidak ketemu siapa pun",
    )
)
_NOT_HIM: Final = frozenset(
    re.findall(
        r"[^|]+",
        "mantan|eks|bekas|istri|suami|anak|keluarga|wakil|calon|adik|kakak|rt|rw|bpd|tidak|belum|"
        "bukan|rumah|orangtua|saudara|keponakan|menantu|lama|pengurus|warga|dusun|bumdes|lpm|pkk|"
        "kelompok|gapoktan|taruna|majelis|masjid|camat|kecamatan|dinas|tokoh",
    )
)
_NEVER_HAND_IN_HAND: Final = frozenset({Met.MEMBER, Met.NEIGHBOUR, Met.VILLAGE_OFFICE})
_NO_NAME: Final = frozenset(
    {"saya", "kami", "kita", "sendiri", "orang", "tim", "semua", "bersama", "sekalian"}
)
_BETWEEN: Final = re.compile(
    r"\s*(?:[,;&/+]|(?<=\w) \d[.)] |\b(?:dan|serta|dgn|dg|dengan|sama|sm)\b)\s*",
    re.IGNORECASE,
)
_BETWEEN_NAMES: Final = re.compile(
    r"\s*(?:[,;&/+]|(?<=\w) \d[.)] |\b(?:dan|serta|sama|sm|dengan|dgn)\b)\s*", re.IGNORECASE
)
_FIELDS_OF_DEGREES: Final = (
    "Ag|Ak|AP|Biomed|Com|Dev|Ds|Ec|EI|Eng|Farm|Fil|Gz|HI|Han|Hum|Hut|IK|IP|Keb|Ked|Kep|Kes|KM|Kn|Kom|Kp|"
    "Lib|Mat|Md|MM|Or|Par|Pd|PdI|PD|Pem|Pi|Psi|Pt|Sc|Si|Sn|Sos|SosI|ST|STP|Stat|Sy|Th|TP|Tp|Tr|Trop"
)
_DEGREE: Final = re.compile(
    rf"(?:(?:[A-Z]|[Dd]r|[Dd]rg|Dr[as]|Ir|Ph|Sp|Lc|[Aa]pt|Ns)\."
    rf"(?: ?(?:[A-Z]|{_FIELDS_OF_DEGREES})\.?(?![a-z])){{0,4}}"
    r"|S[EHTPI]|S[TI]P|SP[dt]|SSos|SKom|M[HMT]|MAP|MPd|MSi|A\.?Md)\.?"
)
"""What stands behind a name; "M. Ali" is a name."""


_TITLE: Final = re.compile(r"^Sy\. ?(?=[A-Z])")
"""Syarif; in chats "sy" is "saya"."""


MOST_NAMES: Final = 20


def persons_in(text: str) -> tuple[str, ...]:
    """Return names as a field holds them: between commas, between semicolons, or in lines of their own.

    A degree behind a comma belongs to the name before it.
    """
    names: list[str] = []
    for line in re.split(r"[;\n]", text):
        of_line: list[str] = []
        for piece in filter(None, map(tidy, line.split(","))):
            if of_line and _DEGREE.fullmatch(piece):
                of_line[-1] = f"{of_line[-1]}, {piece}"
            else:
                of_line.append(piece)
        names += of_line
    return tuple(names)


def read_names(text: str) -> tuple[str, ...] | None:
    """Return the names in a line of officers, each once, as written; None where one is no name ("saya").

    So are more than ``MOST_NAMES``: a round of officers is not so large.

    A degree behind a comma belongs to the name before it.
    """
    names: list[str] = []
    seen: set[str] = set()
    for piece in _BETWEEN_NAMES.split(text):
        name = piece.strip(" .-–—").strip()
        if names and _DEGREE.fullmatch(piece.strip()):
            names[-1] = f"{names[-1]}, {piece.strip()}"
        elif not is_blank(name) and fold(name) not in seen:
            seen.add(fold(name))
            names.append(re.sub(r"^\d{1,2}[.)] *", "", name))
        if len(names) > MOST_NAMES:
            return None
    return None if any(_NO_NAME & set(words_of(_TITLE.sub("", name))) for name in names) else tuple(names)


def read_met(text: str) -> tuple[Met, ...] | None:
    """Return the roles of those met in the order of ``Met``; None where one cannot be told."""
    if is_blank(text):
        return ()
    if " ".join(words_of(text)) in _NOBODY:
        return (Met.NOBODY,)
    roles: set[Met] = set()
    pieces = [piece for piece in _BETWEEN.split(text) if piece and not _DEGREE.fullmatch(piece.strip())]
    for piece in pieces:
        found = _roles_in(piece)
        if not found:
            return None
        roles |= found
    return tuple(role for role in Met if role in roles) or None


def _roles_in(piece: str) -> set[Met]:
    """Return the roles of one person, or of several that are named by their roles alone."""
    joined = _JOINED.sub(lambda found: f"{found[1]}desa", fold(piece))
    words = [tokens_near(word, _ROLE_WORDS) or word for word in words_of(joined)]
    if _NOT_HIM & set(words):
        return set()
    found = [_ROLES[word] for word in words if word in _ROLES]
    if len(found) > 1 and (
        len(found) < len(words)
        or _NEVER_HAND_IN_HAND & set(found)
        or found[:2] == [Met.CHAIR, Met.SUPERVISOR]
    ):
        return set()
    return set(found)


_ROLE_WORDS: Final = tuple(sorted(_ROLES))
