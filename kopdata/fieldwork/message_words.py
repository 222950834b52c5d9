"""What the lines of a report say, in the words that officers use; a word with two meanings has none here."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, NamedTuple, TypeVar

from kopdata.fieldwork.message_short import words_of
from kopdata.fieldwork.message_text import tokens_near
from kopdata.fieldwork.vocabulary import FollowUp, VillageOffice
from kopdata.imports.values import NOTHING
from kopdata.vocabulary import AddressFinding, Contact, fold

_AT_ADDRESS: Final = {
    AddressFinding.FOUND: "ya|ada|masih|masih ada|ya ada|ya masih ada|ya masih|ada di alamat"
    "|masih di alamat|benar"
    "|betul|sesuai|ya sesuai|sesuai alamat|ada sesuai alamat|masih sesuai|ditemukan|ketemu|ada di tempat"
    "|masih ada di alamat|kantor ada|kantor masih ada|koperasi ada|koperasi masih ada|ya di alamat"
    "|di alamat|alamat ada|alamat masih ada|alamat sesuai|alamat benar|ada di alamat terdaftar"
    "|masih di alamat terdaftar|masih di alamat lama|ya ada di alamat|ya masih di alamat|masih di tempat"
    "|masih ada di tempat|ya masih ada di alamat|masih di alamat yang sama",
    AddressFinding.NOT_FOUND: "tidak|tidak ada|tidak ditemukan|tidak ketemu|sudah tidak ada|tidak ada lagi"
    "|tidak ada di alamat|tidak di alamat|tidak diketemukan|koperasi tidak ada|koperasi tidak ditemukan"
    "|alamat tidak ditemukan|tidak ditemukan di alamat|sudah tidak ada lagi|tidak ditemukan lagi"
    "|kantor tidak ada|sudah tidak|tidak lagi|sudah tidak lagi|sudah tidak di alamat|tidak di alamat lagi"
    "|sudah tidak ada di alamat|sudah tidak di alamat lagi|sudah tidak ada di alamat lagi|tidak ketemu alamat"
    "|alamat tidak ketemu|kantor tidak ketemu|koperasi tidak ketemu|kantor tidak ditemukan"
    "|kantor sudah tidak ada|koperasi sudah tidak ada|sekarang sudah tidak ada"
    "|sekarang tidak ada|sudah tidak ketemu|sudah tidak ditemukan"
    "|tidak bisa ditemukan|tidak dapat ditemukan|tidak ada di alamat terdaftar"
    "|tidak ditemukan di alamat terdaftar",
    AddressFinding.NOBODY_IN: "pengurus tidak di tempat|pengurus tidak ada di tempat|pengurus tidak ada"
    "|pengurus tidak ditempat|tidak ada pengurus|tidak ada pengurus di tempat|ada pengurus tidak di tempat"
    "|ada tapi pengurus tidak di tempat|ada tapi pengurus tidak ada|ada pengurus tidak ada"
    "|alamat ada pengurus tidak di tempat|alamat ada pengurus tidak ada|kantor ada pengurus tidak di tempat"
    "|ya tapi pengurus tidak di tempat|ya pengurus tidak di tempat|pengurus sedang tidak di tempat"
    "|tutup pengurus tidak di tempat|kantor tutup pengurus tidak di tempat|ada tidak ketemu pengurus"
    "|ada pengurus tidak ketemu|ada tapi tidak ketemu pengurus|ada tapi pengurus tidak ketemu"
    "|kantor ada pengurus tidak ada|kantor ada tapi pengurus tidak ada"
    "|kantor ada tapi pengurus tidak di tempat"
    "|kantor ada tidak ada orang|kantor ada tapi tidak ada orang|ada tapi tidak ada orang|ada tidak ada orang"
    "|ada tapi tidak ada pengurus|ada tidak ada pengurus|kantor ada tapi tidak ketemu pengurus"
    "|kantor ada tidak ketemu pengurus|alamat ada tapi pengurus tidak ada"
    "|alamat ada tapi pengurus tidak di tempat|alamat ada tidak ketemu pengurus",
}
_SERVES: Final = {
    True: "ya|masih|masih melayani|aktif|masih aktif|aktif melayani|melayani|ya masih|ya melayani|ya aktif"
    "|masih melayani anggota|melayani anggota|ya masih melayani|ya masih melayani anggota"
    "|masih aktif melayani"
    "|masih jalan|masih berjalan|ya masih aktif|aktif melayani anggota|masih aktif melayani anggota|jalan"
    "|ya jalan|ya masih jalan|jalan terus|masih jalan terus|berjalan|masih ada pelayanan|ada pelayanan|ada"
    "|masih ada|ya ada|ya masih ada",
    False: "tidak|tidak melayani|tidak lagi|tidak ada|tidak aktif|sudah tidak|sudah tidak melayani"
    "|sudah berhenti"
    "|berhenti|vakum|sudah vakum|tidak ada pelayanan|tidak ada kegiatan|sudah tidak aktif"
    "|tidak melayani anggota"
    "|sudah tidak melayani anggota|tidak melayani lagi|tidak ada lagi|sudah tidak ada kegiatan|tidak jalan"
    "|sudah tidak jalan|sudah tidak berjalan|tidak berjalan|sudah lama tidak aktif|sudah lama berhenti"
    "|sudah tidak lagi|sudah tidak melayani lagi|sudah tidak lagi melayani|tidak lagi melayani"
    "|tidak lagi melayani anggota|sudah tidak lagi melayani anggota|sudah tidak melayani anggota lagi"
    "|tidak melayani anggota lagi|tidak jalan lagi|sudah tidak jalan lagi|sudah tidak ada"
    "|sudah tidak ada lagi"
    "|tidak aktif lagi|sudah tidak aktif lagi|tidak berjalan lagi|sudah tidak berjalan lagi|sudah lama vakum"
    "|belum melayani|belum pernah melayani|belum pernah melayani anggota|belum melayani anggota"
    "|tidak ada pelayanan lagi|sudah tidak ada pelayanan",
}
_VILLAGE_OFFICE: Final = {
    VillageOffice.KNOWS: "ya|kenal|mengenal|tahu|mengetahui|ya kenal|ya mengenal|masih mengenal|ya tahu",
    VillageOffice.DOES_NOT_KNOW: "tidak|tidak kenal|tidak mengenal|tidak tahu|tidak mengetahui",
}
_CONTACT: Final = {
    Contact.VISIT: "kunjungan|kunjungan langsung|kunjungan lapangan|datang langsung|dikunjungi|berkunjung",
    Contact.PHONE: "whatsapp|wa|via wa|via whatsapp|lewat wa|lewat whatsapp|telepon|telpon|telp|tlp"
    "|via telepon|lewat telepon|via telp|via telpon|lewat telpon"
    "|ditelepon",
    Contact.AT_OFFICE: "datang ke kantor|pengurus datang ke kantor|datang ke kantor dinas|di kantor dinas"
    "|pengurus datang ke dinas|datang ke dinas",
}
_FOLLOW_UP: Final = {
    FollowUp.COACHING: "pembinaan|bina|dibina|pendampingan|didampingi",
    FollowUp.VISIT_AGAIN: "kunjungi lagi|kunjungi kembali|kunjungi ulang|kunjungan ulang|kunjungan kembali"
    "|kunjungan lagi|kunjungan lanjutan|dikunjungi lagi|dikunjungi kembali|dikunjungi ulang|datang lagi"
    "|datangi lagi"
    "|dikunjungi sekali lagi",
    FollowUp.UPDATE_ODS: "perbarui data di ods|perbarui data ods|perbarui ods|update ods|update data ods"
    "|perbaiki data ods|perbaiki ods|pembaruan data ods|perbaikan data ods|pemutakhiran data ods"
    "|ubah data ods"
    "|perbaiki data di ods|update data di ods",
    FollowUp.FIND_ADDRESS: "cari alamat baru|cari alamat|mencari alamat baru|telusuri alamat"
    "|telusuri alamat baru"
    "|cari alamatnya",
    FollowUp.ASK_VILLAGE: "minta surat keterangan desa atau kelurahan|minta surat keterangan desa"
    "|minta surat keterangan kepala desa|minta surat keterangan kelurahan|minta surat keterangan lurah"
    "|minta surat keterangan|minta keterangan desa|surat keterangan desa|surat keterangan kelurahan"
    "|surat keterangan kepala desa|minta surat keterangan kades|minta surat desa",
    FollowUp.PROPOSE_DISSOLUTION: "usulkan pembubaran|usul pembubaran|usulan pembubaran"
    "|diusulkan pembubaran"
    "|diusulkan dibubarkan|diusulkan bubar|usulkan dibubarkan|usul bubar|pengusulan pembubaran"
    "|usul dibubarkan",
}
_NO_FOLLOW_UP: Final = frozenset(
    {("tidak", "ada"), ("tidak", "perlu"), ("nihil",), ("tidak", "ada", "tindak", "lanjut")}
)
_BEFORE_A_FOLLOW_UP: Final = frozenset(
    re.findall(
        r"[^|]+",
        "perlu|akan|mohon|segera|harus|dilakukan|lakukan|direncanakan|rencana|agar|untuk|sebaiknya|"
        "diberi|diberikan|butuh|jadwalkan|dijadwalkan",
    )
)
_NEGATIONS: Final = frozenset({"tidak", "belum", "bukan", "jangan", "batal"})
_REASONS: Final = frozenset({"karena", "sebab", "agar", "supaya", "bila", "jika", "kalau"})
_NOW: Final = r"(?:sekarang|skrg|skrng|skg)"
_MOVED_TO: Final = re.compile(
    r"^(.{0,40}?)\b(?:pindah|pndh|pindh)\b(?: (?:alamat|kantor))?(.*)$", re.IGNORECASE
)
_NOW_AT: Final = re.compile(
    rf"^(.{{0,40}}?)\b{_NOW}[ ,]{{1,3}}(?:(?:sudah|sdh|ada|berkantor|beralamat) ){{0,2}}di\b[ :]*(.+)$",
    re.IGNORECASE,
)
_ADDRESS: Final = re.compile(
    r"(?:jl|jln|jalan|gg|gang|dusun|dsn|desa|ds|kelurahan|kel|komplek|perum|perumahan|simpang|rt)\b[ .]"
    r"[^:=]+$",
    re.IGNORECASE,
)
_TO: Final = re.compile(rf"^[ ,:.;]*(?:{_NOW}[ ,]+)?(?:ke|di)\b[ :]*(.+)$", re.IGNORECASE)
_SINCE: Final = re.compile(
    r"[ ,(]{0,3}\b(?:sejak|sjk) (?:(?:tahun|thn|th)\.? )?(?:19|20)\d\d[ .)]{0,3}$", re.IGNORECASE
)
_WHERE_UNKNOWN: Final = frozenset({"mana", "manamana", "tempat", "tidak", "lain"})
_NO_PLACE: Final = frozenset(
    {"alamat", "kantor", "sini", "situ", "sana", "sama", "luar", "rumah", "lama", "itu", "terdaftar"}
)
"""Words that tell no address by themselves: "sekarang di kantor"."""
_BOOK_YEAR: Final = re.compile(r"(?:rat )?(?:tahun buku|tb|th buku|thn buku)? ?(19[5-9]\d|20\d\d)")


class Moved(NamedTuple):
    """That a koperasi moved, and where to, as it was written."""

    to: str | None


def is_blank(text: str) -> bool:
    """Tell whether a text stands for nothing: a dash, dots, "nihil"."""
    return text.strip().casefold() in NOTHING or not re.search(r"\w", text)


def is_address(text: str) -> bool:
    """Tell whether a text can be nothing but an address: it begins as addresses do and bears no label."""
    return bool(_ADDRESS.match(text))


def read_free(text: str) -> str | None:
    """Return a free text as written, None where it says that there is nothing."""
    return None if is_blank(text) or words_of(text) in (["tidak", "ada"], ["nihil"]) else text


def read_at_address(text: str) -> AddressFinding | Moved | None:
    """Return what was found at the address, or where the koperasi moved to; None where it is unclear."""
    moved = _MOVED_TO.match(text)
    if moved and _stands_before_moved(moved[1]):
        to = _TO.match(moved[2])
        if to and not _WHERE_UNKNOWN & set(words_of(to[1])[:2]):
            return Moved(to[1].strip(" .()") or None)
        if words_of(moved[2]) in _MOVED_SOMEWHERE:
            return Moved(None)
    now = _NOW_AT.match(text)
    if now and _is_place(now[2]) and _right_words(now[1], _AT_ADDRESS_WORDS) in _BEFORE_NOW:
        return Moved(now[2].strip(" .()"))
    return _AT_ADDRESS_PHRASES.get(_right_words(text, _AT_ADDRESS_WORDS))


def _stands_before_moved(text: str) -> bool:
    """Tell whether words before "pindah" leave it standing: "tidak pindah" is another thing."""
    words = _right_words(text, _AT_ADDRESS_WORDS)
    is_apart = words in _DENIALS and text.rstrip().endswith((",", ".", ";"))
    return is_apart or words in _BEFORE_MOVED


def _is_place(text: str) -> bool:
    words = set(words_of(text))
    return not _WHERE_UNKNOWN & set(words_of(text)[:2]) and bool(words - _NO_PLACE)


def read_serves(text: str) -> bool | None:
    """Return whether members are served; None where it is unclear."""
    return _SERVES_PHRASES.get(_right_words(_SINCE.sub("", text[: _LONGEST_PHRASE + 1]), _SERVES_WORDS))


def read_village_office(text: str) -> VillageOffice | None:
    """Return whether the village office knows the koperasi; None where it is unclear."""
    return _VILLAGE_OFFICE_PHRASES.get(_right_words(text, _VILLAGE_OFFICE_WORDS))


def read_contact(text: str) -> Contact | None:
    """Return how the koperasi was met; None where it is unclear."""
    return _CONTACT_PHRASES.get(_right_words(text, _CONTACT_WORDS))


def read_book_year(title: str, text: str) -> int | None:
    """Return a book year that is said to be one; a lone year may be that of the meeting."""
    said = f"tahun buku {fold(text)}" if "buku" in fold(title) else fold(text)
    found = _BOOK_YEAR.fullmatch(said.replace("tahun buku tahun buku", "tahun buku"))
    return int(found[1]) if found and re.search(r"buku|\btb\b", said) else None


class NextStep(NamedTuple):
    """A follow-up that was read, and its details as written; ``kind`` None where it is unclear."""

    kind: FollowUp | None
    details: str | None


def read_follow_up(text: str) -> NextStep:
    """Return the follow-up; one that is denied, or stands beside another, is unclear."""
    written = text.split()
    said = [(word, at) for at, part in enumerate(written) for word in words_of(part)]
    words = [tokens_near(word, _FOLLOW_UP_WORDS) or word for word, _ in said]
    if tuple(words) in _NO_FOLLOW_UP:
        return NextStep(FollowUp.NONE, None)
    start = 0
    while start < len(words) and words[start] in _BEFORE_A_FOLLOW_UP:
        start += 1
    for length in range(min(_LONGEST_FOLLOW_UP, len(words) - start), 0, -1):
        kind = _FOLLOW_UP_PHRASES.get(tuple(words[start : start + length]))
        if kind is None:
            continue
        rest = words[start + length :]
        if _is_denied(rest) or _names_another(rest, kind):
            break
        details = " ".join(written[said[start + length - 1][1] + 1 :]).strip(" :,;-–—.()&+")
        return NextStep(kind, details or None)
    return NextStep(None, text)


def _is_denied(words: list[str]) -> bool:
    for word in words:
        if word in _REASONS:
            return False
        if word in _NEGATIONS:
            return True
    return False


def _names_another(words: list[str], kind: FollowUp) -> bool:
    phrases = [(phrase, other) for phrase, other in _FOLLOW_UP_PHRASES.items() if other is not kind]
    return any(
        tuple(words[at : at + len(phrase)]) == phrase for at in range(len(words)) for phrase, _ in phrases
    )


def _right_words(text: str, vocabulary: Sequence[str]) -> tuple[str, ...]:
    """Return the words of a short text, a slip of the pen put right; nothing of a long one."""
    words = words_of(text[: _LONGEST_PHRASE + 1])
    if len(text) > _LONGEST_PHRASE:
        return ("",)
    return tuple(tokens_near(word, vocabulary) or word for word in words)


Meaning = TypeVar("Meaning")


def _phrases(spoken: Mapping[Meaning, str]) -> dict[tuple[str, ...], Meaning]:
    return {tuple(words_of(one)): meaning for meaning, all_ in spoken.items() for one in all_.split("|")}


def _vocabulary(phrases: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(sorted({word for phrase in phrases for word in phrase}))


_LONGEST_PHRASE: Final = 80
_AT_ADDRESS_PHRASES: Final = _phrases(_AT_ADDRESS)
_DENIALS: Final = frozenset(_phrases({None: "tidak|sudah tidak|tidak lagi|sudah tidak lagi"}))
_BEFORE_MOVED: Final = frozenset(
    {
        (),
        *_phrases(
            {
                None: "sudah|ya|ya sudah|kantor|kantor sudah|koperasi|koperasi sudah|alamat|alamat sudah"
                "|tidak ada|tidak ada sudah|tidak sudah|tidak ditemukan sudah|sudah tidak ada|sekarang"
                "|sekarang sudah|tidak sekarang|tidak sekarang sudah|tidak ada lagi|sudah tidak ada lagi"
            }
        ),
    }
)
_BEFORE_NOW: Final = _BEFORE_MOVED | _DENIALS
_MOVED_SOMEWHERE: Final[tuple[list[str], ...]] = (
    [],
    ["alamat"],
    ["tidak", "tahu", "ke", "mana"],
    ["tidak", "diketahui"],
    ["ke", "tempat", "lain"],
    ["ke", "mana", "tidak", "tahu"],
    ["tidak", "tahu", "kemana"],
    ["alamat", "tidak", "diketahui"],
)
_SERVES_PHRASES: Final = _phrases(_SERVES)
_VILLAGE_OFFICE_PHRASES: Final = _phrases(_VILLAGE_OFFICE)
_CONTACT_PHRASES: Final = _phrases(_CONTACT)
_FOLLOW_UP_PHRASES: Final = _phrases(_FOLLOW_UP)
_LONGEST_FOLLOW_UP: Final = max(map(len, _FOLLOW_UP_PHRASES))
_AT_ADDRESS_WORDS: Final = _vocabulary([*_AT_ADDRESS_PHRASES, ("pindah",)])
_SERVES_WORDS: Final = _vocabulary(_SERVES_PHRASES)
_VILLAGE_OFFICE_WORDS: Final = _vocabulary(_VILLAGE_OFFICE_PHRASES)
_CONTACT_WORDS: Final = _vocabulary(_CONTACT_PHRASES)
_FOLLOW_UP_WORDS: Final = _vocabulary([*_FOLLOW_UP_PHRASES, *_NO_FOLLOW_UP])
