"""What is unclear about the columns and words of a file, as questions in words."""

from __future__ import annotations

from typing import Final

from kopdata import formats
from kopdata.formats import number
from kopdata.imports import ParsedFile
from kopdata.imports.answers import KEPT_AS_NOTE, NO_STATUS, word_key
from kopdata.imports.fields import LABELS
from kopdata.imports.unclear import MOST_ASKED, UnclearColumn
from kopdata.vocabulary import Status

KEPT: Final = "Simpan sebagai catatan tambahan"
READ_AGAIN: Final = "Baca ulang dengan jawaban ini"
INTRODUCTION: Final = (
    "Pilih isi setiap kolom, lalu tekan “Baca ulang dengan jawaban ini”. Isi kolom yang disimpan sebagai "
    "catatan tambahan tidak hilang dan tampil pada setiap koperasi. Setelah unggahan disimpan, jawabannya "
    "diingat untuk berkas berikutnya dengan judul kolom yang sama."
)
NEEDS_NAME: Final = (
    "Kolom yang memuat nama koperasi belum dikenal, sehingga belum satu baris pun dibaca. Pilih “Nama "
    "koperasi” pada kolom yang benar, lalu tekan “Baca ulang dengan jawaban ini”."
)
STATUS_WORDS: Final = {
    NO_STATUS: Status.UNKNOWN.label,
    Status.ACTIVE.value: Status.ACTIVE.label,
    Status.INACTIVE.value: Status.INACTIVE.label,
}
"""What a word of the status can mean, by its answer, as the screen says it."""


def mapping_title(parsed: ParsedFile) -> str:
    """Return the heading of the questions: how many are open, or that all were answered before."""
    columns, words = open_questions(parsed)
    asked = [
        f"{number(count)} {what}"
        for count, what in ((columns, "kolom yang belum dikenal"), (words, "kata status yang belum dikenal"))
        if count
    ]
    return " dan ".join(asked).capitalize() if asked else "Kolom dan kata yang sudah dijelaskan"


def open_questions(parsed: ParsedFile) -> tuple[int, int]:
    """Return how many columns and how many words of the status nobody has explained yet."""
    told = parsed.answers.of_header(parsed.fingerprint)
    columns = sum(not column.guessed and column.key not in told for column in parsed.unclear_columns)
    words = sum(word_key(word) not in parsed.answers.status_words for word in parsed.unknown_status_words)
    return columns, words


def guessed_columns(parsed: ParsedFile) -> str:
    """Return which columns were recognised by their values, "" where there is none."""
    told = [f"“{title}” sebagai {LABELS[name]}" for title, name in parsed.guessed.items()]
    if not told:
        return ""
    return f"Dikenali dari isinya: kolom {formats.listed(told)}. Ubah di bawah ini bila keliru."


def column_question(column: UnclearColumn) -> str:
    """Return a column as its question names it."""
    if column.title == f"Kolom {column.letter}":
        return f"Kolom {column.letter} (tanpa judul) dibaca sebagai"
    return f"Kolom {column.letter} “{column.title}” dibaca sebagai"


def column_samples(column: UnclearColumn) -> str:
    """Return what a column holds."""
    return f"Contoh isi: {' · '.join(column.samples)}"


def column_hint(column: UnclearColumn, parsed: ParsedFile) -> str:
    """Return what is known about an unclear column, "" for nothing."""
    if column.doubles:
        field = LABELS[column.doubles]
        other = parsed.titles.get(column.doubles, field)
        said = f"{field} sudah dibaca dari kolom “{other}”"
        return f"{said}, tetapi kolom itu kosong." if column.proposed else f"{said}."
    if column.proposed and not column.guessed:
        return f"Mungkin {LABELS[column.proposed]}."
    return ""


def field_choices(column: UnclearColumn, parsed: ParsedFile) -> dict[str, str]:
    """Return what a column can be read as: the name of each field, in words, with the column it is now."""
    choices = {KEPT_AS_NOTE: KEPT}
    for name, label in LABELS.items():
        other = parsed.titles.get(name)
        taken = other is not None and other != column.title
        choices[name] = f"{label} (menggantikan kolom “{other}”)" if taken else label
    return choices


def more_columns(parsed: ParsedFile) -> str:
    """Return that not all columns are asked, "" where they are."""
    if len(parsed.unclear_columns) < MOST_ASKED:
        return ""
    return (
        f"Paling banyak {number(MOST_ASKED)} kolom ditanyakan. Isi kolom lain yang belum dikenal disimpan "
        "sebagai catatan tambahan."
    )


def word_question(word: str, count: int) -> str:
    """Return a word of the status as its question names it."""
    return f"Status “{word}” di {number(count)} baris berarti"


def chosen_twice(name: str, titles: list[str]) -> str:
    """Return that several columns were chosen for one field, and what to do."""
    columns = formats.listed([f"“{title}”" for title in titles])
    return f"{LABELS[name]} dipilih untuk lebih dari satu kolom: {columns}. Pilih satu saja, lalu baca ulang."
