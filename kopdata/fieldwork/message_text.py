"""A text from WhatsApp as labelled lines: what each is called, whatever marks and misspellings they bear.

Nothing is read of the values here, and every pattern takes time in proportion to the text.
"""

from __future__ import annotations

import datetime as dt
import difflib
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from typing import Final, NamedTuple

from kopdata.fieldwork.message_short import words_of
from kopdata.vocabulary import fold


class Label(StrEnum):
    """What a line of a report is about, by the field of ``messages.Reading`` that it fills."""

    COOPERATIVE = "coop_ids"
    VISITED_ON = "visited_on"
    OFFICERS = "officers"
    ASSISTANTS = "assistants"
    CONTACT = "contact"
    AT_ADDRESS = "at_address"
    SERVES_MEMBERS = "serves_members"
    MET = "met"
    CAUSE = "cause"
    FOLLOW_UP = "follow_up"
    NEW_ADDRESS = "new_address"
    VILLAGE_OFFICE = "village_office"
    LAST_RAT = "last_rat_told"
    NOTES = "notes"
    VILLAGE = "village"
    DISTRICT = "district"


_SPELLINGS: Final = {
    Label.COOPERATIVE: "koperasi|nama koperasi|kop|nama kop|kopdes",
    Label.VISITED_ON: "tanggal|tgl|tggl|hari tanggal|hari tgl|hari tggl|tanggal kunjungan|tgl kunjungan|waktu"
    "|waktu kunjungan"
    "|hari",
    Label.OFFICERS: "petugas|nama petugas|petugas lapangan|petugas kunjungan|ptgs|pelapor|ppkl|ppl",
    Label.ASSISTANTS: "pendamping|asisten bisnis|business assistant|didampingi|pendamping usaha",
    Label.CONTACT: "cara|cara kontak|kontak lewat|jenis kontak",
    Label.AT_ADDRESS: "di alamat|alamat|ada di alamat|masih di alamat|di alamat terdaftar|keberadaan"
    "|keberadaan di alamat|ada tidak|ada tdk|ada di alamat tidak|di alamat ada tidak",
    Label.SERVES_MEMBERS: "melayani anggota|melayani|masih melayani|masih melayani anggota"
    "|pelayanan anggota|layanan anggota|pelayanan|melayani tidak|masih jalan|masih berjalan",
    Label.MET: "bertemu|bertemu dengan|bertemu dgn|ketemu|ketemu dengan|ditemui|yang ditemui|menemui"
    "|ktm|ketemu sama|bertemu sama|bertemu siapa|ketemu siapa|orang yang ditemui",
    Label.CAUSE: "penyebab|sebab|penyebab tidak aktif|penyebabnya|kendala",
    Label.FOLLOW_UP: "tindak lanjut|tl|rtl|rencana tindak lanjut|tindak lanjutnya|rencana tl",
    Label.NEW_ADDRESS: "alamat baru|alamat sekarang|alamat skrg|pindah ke|pindah di|sekarang di|skrg di",
    Label.VILLAGE_OFFICE: "perangkat desa|kantor desa|pemerintah desa|perangkat desa mengenal"
    "|perangkat desa kenal",
    Label.LAST_RAT: "rat terakhir|rat|tahun buku rat|tahun buku rat terakhir|rat terakhir tahun buku",
    Label.NOTES: "catatan|keterangan|ket|catatan lain",
    Label.VILLAGE: "desa|ds|kelurahan|kel|desa kelurahan",
    Label.DISTRICT: "kecamatan|kec",
}
_LABELS: Final = {
    "".join(words_of(spelling)): label
    for label, spellings in _SPELLINGS.items()
    for spelling in spellings.split("|")
}
_EXACT_ONLY: Final = 4
"""Letters of a label that is too short to be told apart from others when misspelt."""
_NEAR, _APART = 0.8, 0.06
"""How alike a label must be, and by how much more than the next one. One slip in seven letters is 0.86."""
_LONGEST_LABEL: Final = 60
_MOST_WORDS: Final = 4
"""Words of a label that no mark ends."""
_MOST_NAMED: Final = 4
"""Koperasi that one report may seem to be about; a text that names more holds several."""

_EMPHASIS: Final = re.compile(r"\*+|(?<!\w)[_~]{1,3}|[_~]{1,3}(?!\w)")
_PARENTHESES: Final = re.compile(r"\([^()]*\)?")
_BULLET: Final = re.compile(r"^(?:[-–—•·▪●○◦>]+ *)+(?=\S)")
_NUMBERED: Final = re.compile(r"^\d{1,2}[.)] +(?=\S)")
_COUNTED: Final = re.compile(r"^\d{1,2}[.)]? +(?=\S)")
_STAMP: Final = (
    r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d\d),? (?:pukul )?\d{1,2}[.:]\d\d(?:[.:]\d\d)?( ?[ap]\.?m\.?)?"
)
_PREFIX: Final = re.compile(rf"^(?:\[{_STAMP}\] ?|{_STAMP} - )[^:]{{1,80}}: ?", re.IGNORECASE)
_SEPARATORS: Final = (re.compile(r"[:=→]"), re.compile(r"(?<= )[-–—]{1,3}|[-–—]{1,3}(?: |$)"))
_RUN_ON: Final = re.compile(
    r"(?<![ ,])[ ,]*[/;|,] *(?=(?:"
    + "|".join(sorted((s for all_ in _SPELLINGS.values() for s in all_.split("|")), key=len, reverse=True))
    + r") ?[:=])",
    re.IGNORECASE,
)
_LEFT_BY_WHATSAPP: Final = re.compile(
    r"<(?:pesan ini diedit|this message was edited|media tidak disertakan|media omitted)>", re.IGNORECASE
)
_REPORT: Final = ("laporan", "lap")
_ABOUT: Final = ("kunjungan", "telepon", "telpon", "telp", "monitoring", "monev", "lapangan")
_PLAIN_HEADING: Final = frozenset(
    (*_REPORT, *_ABOUT, "hasil", "koperasi", "petugas", "harian", "pembinaan", "ke", "dan", "kegiatan", "via")
)
_POLITE: Final = frozenset(
    re.findall(
        r"[^|]+",
        "assalamualaikum|assalamu|alaikum|waalaikumsalam|wr|wb|selamat|pagi|siang|sore|malam|pak|bu|"
        "bapak|ibu|izin|melapor|melaporkan|lapor|terima|kasih|terimakasih|trims|makasih|demikian|"
        "sekian|laporan|kami|wassalam|wassalamualaikum|salam|mohon|arahan|arahannya|atas|"
        "perhatiannya|dan|berikut|disampaikan",
    )
)
_ENDS: Final = (
    "terima",
    "terimakasih",
    "trims",
    "makasih",
    "demikian",
    "sekian",
    "wassalam",
    "salam",
    "mohon",
)


class Entry(NamedTuple):
    """A labelled line: ``title`` as it was written, ``numbered`` when it counts ("Petugas 2").

    ``title`` is "" for a line that is nothing but the name of a koperasi.
    """

    label: Label
    title: str
    text: str
    numbered: bool = False


@dataclass(slots=True)
class Message:
    """A text in its parts. ``sent_on`` is what WhatsApp wrote before it, None where it wrote nothing.

    ``headings`` are the words of each "LAPORAN KUNJUNGAN" with at least one label below it, ``loose`` the
    lines that bear no label. ``is_sent_unclear`` tells that the day of sending cannot be told.
    """

    entries: list[Entry] = field(default_factory=list)
    headings: list[str] = field(default_factory=list)
    loose: list[str] = field(default_factory=list)
    sent_on: dt.date | None = None
    is_sent_unclear: bool = False
    reports: list[list[Entry]] = field(default_factory=list)

    def of(self, label: Label) -> list[Entry]:
        """Return the lines about ``label`` that say something."""
        return [entry for entry in self.entries if entry.label is label and entry.text]


def clean(text: str) -> str:
    """Return ``text`` without emoji, invisible letters and marks of bold, its lines kept."""
    letters: list[str] = []
    for letter in unicodedata.normalize("NFKC", text):
        kind = unicodedata.category(letter)
        if letter in "\n\r\t" or kind in {"Zl", "Zp"}:
            letters.append(" " if letter == "\t" else "\n")
        elif kind in {"So", "Sk"}:
            letters.append(" ")
        elif kind[0] != "C" and letter != "\N{COMBINING ENCLOSING KEYCAP}" and not "︀" <= letter <= "️":
            letters.append(letter)
    return _EMPHASIS.sub("", "".join(letters))


def take_apart(text: str, is_certain: Callable[[Label, str], bool]) -> Message:
    """Return the parts of a text that ``clean`` returned.

    ``is_certain`` tells whether a value can be nothing else than one of that label; only then does a line
    without a mark between label and value count.
    """
    return _Scan(is_certain).run(text)


def tokens_near(word: str, known: Sequence[str]) -> str | None:
    """Return the one of ``known`` that ``word`` is, or is with a slip of the pen, if that is clear."""
    if word in known:
        return word
    if len(word) < _EXACT_ONLY or any(letter.isdigit() for letter in word):
        return None
    scores = sorted(((_alike(word, one), one) for one in known if len(one) >= _EXACT_ONLY), reverse=True)
    if not scores or scores[0][0] < _NEAR + 0.02:
        return None
    return scores[0][1] if len(scores) == 1 or scores[0][0] - scores[1][0] >= _APART else None


class _Scan:
    def __init__(self, is_certain: Callable[[Label, str], bool]) -> None:
        self._is_certain = is_certain
        self._message = Message()
        self._open: Entry | None = None
        """The last label, while its value may stand on the next line."""
        self._listing = False
        self._sent: set[dt.date | None] = set()
        self._sections: list[tuple[str, list[Entry]]] = [("", [])]

    def run(self, text: str) -> Message:
        for raw in text.splitlines():
            line = " ".join(self._without_prefix(" ".join(raw.split())).split())
            line = _LEFT_BY_WHATSAPP.sub("", line).strip()
            if not line:
                self._open = None
                continue
            bare = _BULLET.sub("", line)
            for piece in _RUN_ON.split(bare):
                if piece.strip(" -–—"):
                    self._take(piece.strip(), is_bulleted=bare != line or bool(_NUMBERED.match(line)))
        message = self._message
        message.entries = [entry for _, entries in self._sections for entry in entries]
        message.headings = [title for title, entries in self._sections if title and entries]
        message.reports = [entries for _, entries in self._sections if entries]
        message.is_sent_unclear = None in self._sent or len(self._sent) > 1
        if len(self._sent) == 1:
            message.sent_on = next(iter(self._sent))
        return message

    def _without_prefix(self, line: str) -> str:
        found = _PREFIX.match(line)
        if not found:
            return line
        day, month, year, half = (found[at] or found[at + 4] for at in range(1, 5))
        try:
            # A phone that writes "PM" may also write the month first.
            sent = None if half else dt.date(int(year) % 100 + 2000, int(month), int(day))
        except ValueError:
            sent = None
        self._sent.add(sent)
        return line[found.end() :]

    def _take(self, piece: str, *, is_bulleted: bool) -> None:
        bare = _COUNTED.sub("", piece)
        entry = _labelled(piece) or (_labelled(bare) if bare != piece else None)
        if entry is None and self._opened(piece, is_bulleted=is_bulleted):
            return
        self._listing = False
        if heading := _heading(bare) if entry is None else None:
            self._open = None
            self._sections.append((heading, []))
            return
        entry = entry or self._unmarked(piece)
        if entry is not None:
            self._open = None if entry.text else entry
            self._sections[-1][1].append(entry)
            return
        self._open = None
        if not _POLITE.issuperset(fold(piece).split()):
            self._message.loose.append(piece)

    def _opened(self, piece: str, *, is_bulleted: bool) -> bool:
        """Take a line as the value of the label above it, if it can be that."""
        if self._open is None:
            return False
        label = self._open.label
        if not self._is_certain(label, piece) and (
            _exact(piece)
            or fold(piece).split()[:1] in [[word] for word in _ENDS]
            or (self._listing and not is_bulleted)
            or (":" in piece and label not in {Label.MET, Label.CAUSE, Label.FOLLOW_UP, Label.NOTES})
        ):
            return False
        entries = self._sections[-1][1]
        before = entries[-1].text
        text = _NUMBERED.sub("", piece) if label in {Label.OFFICERS, Label.ASSISTANTS, Label.MET} else piece
        entries[-1] = entries[-1]._replace(text=f"{before}, {text}" if before else text)
        if is_bulleted:
            self._listing = True
        else:
            self._open = None
        return True

    def _unmarked(self, piece: str) -> Entry | None:
        """Return a line that bears no mark between its label and a value, or is a label alone."""
        words = piece.split()
        for count in range(min(_MOST_WORDS, len(words) - 1), 0, -1):
            label, text = _exact(" ".join(words[:count])), " ".join(words[count:])
            if label is not None and self._is_certain(label, text):
                return Entry(label, " ".join(words[:count]), text)
        if len(words) > 1 and self._is_certain(Label.COOPERATIVE, piece):
            return Entry(Label.COOPERATIVE, "", piece)
        label = (_exact(piece) or _label_of(piece)) if len(words) <= _MOST_WORDS else None
        return Entry(label, piece, "") if label else None


def _labelled(piece: str) -> Entry | None:
    for separator in _SEPARATORS:
        found = separator.search(piece)
        if not found or found.start() > _LONGEST_LABEL:
            continue
        title = piece[: found.start()].strip()
        label = _exact(title) or _label_of(title)
        if label is not None:
            text = piece[found.end() :].lstrip(" :=-–—→").strip()
            return Entry(label, title, text, numbered=fold(title)[-1:].isdigit())
    return None


def _heading(piece: str) -> str | None:
    """Return a heading, folded, or None for another line."""
    words = fold(piece).split()
    if not words or (words[0] not in _REPORT and tokens_near(words[0], _REPORT) is None):
        return None
    if any(tokens_near(word, _ABOUT) for word in words[1:4]):
        return " ".join(tokens_near(word, _ABOUT) or word for word in words)
    return None


def heading_rest(heading: str) -> str:
    """Return what a heading says beside that it is one: "" or the name of a koperasi."""
    words = heading.split()[1:]
    while words and tokens_near(words[0], sorted(_PLAIN_HEADING)):
        words = words[1:]
    return " ".join(words)


def _key(title: str) -> str:
    words = words_of(_PARENTHESES.sub(" ", title))
    if len(words) > 1 and words[-1].isdigit():
        words = words[:-1]
    return "".join(words)


def _exact(title: str) -> Label | None:
    return _LABELS.get(_key(title)) if len(title) <= _LONGEST_LABEL else None


def _label_of(title: str) -> Label | None:
    return _near_label(_key(title)) if len(title) <= _LONGEST_LABEL else None


@lru_cache(maxsize=2_048)
def _near_label(key: str) -> Label | None:
    """Return the label that ``key`` is with a slip or two, if no other is nearly as near."""
    if len(key) <= _EXACT_ONLY or any(letter.isdigit() for letter in key):
        return None
    best: dict[Label, float] = {}
    for spelling, label in _LABELS.items():
        if len(spelling) > _EXACT_ONLY:
            best[label] = max(best.get(label, 0.0), _alike(key, spelling))
    (first, label), (second, _) = sorted(((score, one) for one, score in best.items()), reverse=True)[:2]
    return label if first >= _NEAR and first - second >= _APART else None


def _alike(one: str, other: str) -> float:
    # A letter that only one of them has matches nothing: that alone tells most pairs apart, and costs little.
    its, others = _letters(one), _letters(other)
    most = min(len(one) - len(its - others), len(other) - len(others - its))
    if 2 * most < _NEAR * (len(one) + len(other)):
        return 0.0
    matcher = difflib.SequenceMatcher(None, one, other, autojunk=False)
    return matcher.ratio() if matcher.quick_ratio() >= _NEAR else 0.0


@lru_cache(maxsize=2_048)
def _letters(word: str) -> frozenset[str]:
    return frozenset(word)


def grouped(entries: Sequence[Entry]) -> Mapping[str, list[Entry]]:
    """Return entries by what they say, folded: one group where a label is given twice alike."""
    groups: dict[str, list[Entry]] = {}
    for entry in entries:
        groups.setdefault(fold(entry.text), []).append(entry)
    return groups


def is_several(message: Message) -> bool:
    """Tell whether a text holds more than one report: by its headings, or as koperasi and more differ."""
    different = {tuple((entry.label, fold(entry.text)) for entry in report) for report in message.reports}
    if len(message.headings) > 1 and len(different) > 1:
        return True
    doubled = [label for label in Label if label is not Label.NOTES and len(grouped(message.of(label))) > 1]
    if Label.COOPERATIVE not in doubled:
        return False
    return len(doubled) > 1 or len(grouped(message.of(Label.COOPERATIVE))) > _MOST_NAMED
