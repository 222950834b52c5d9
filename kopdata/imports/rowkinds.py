"""Tell what a row below a header is: a koperasi for certain, none, or one that deserves a doubt.

Below a table stand totals, remarks, and a signature block: "Mengetahui", a place and a date, an office, a
person's name, a NIP. Only their words, and how little they hold, tell them from a koperasi.
"""

from __future__ import annotations

import re
from typing import Final

from kopdata.findings import FindingKind
from kopdata.findings.rows import (
    BELOW_TABLE,
    COLUMN_NUMBERS,
    HEADER_REPEATED,
    ONLY_NUMBER,
    TITLE,
    TOTALS,
)
from kopdata.imports.fields import title_key
from kopdata.imports.headers import Header, repeats
from kopdata.imports.shapes import COOPERATIVE_WORD
from kopdata.imports.sheets import Row
from kopdata.imports.values import MONTHS, Cell, is_nothing, text_of
from kopdata.vocabulary import fold

_MOST_SIGNATURES: Final = 4
"""Cells in a row of a signature block: it is signed by up to four persons side by side."""
_HEAD: Final = 200
"""Letters of a text that tell what it begins with."""

_SUSPECT_NAME: Final = re.compile(
    r"\W*(jumlah|total|grand|sub|nama|koperasi\W*$|\d+\W*$|\W*$)", re.IGNORECASE
)
"""Names that need a second look even where their row is a koperasi for certain."""
_TOTAL: Final = re.compile(
    r"(grand |sub ?)?(jumlah|total)( (total|keseluruhan|seluruhnya|seluruh|semua|umum|koperasi|akhir))*"
    r"|(jumlah|total) (kecamatan|kec|kabupaten|kab|desa|kelurahan|koperasi) .*"
)
_SUMMARY: Final = re.compile(r"(koperasi )?((tidak|non|kurang) ?)?aktif( \d+)?( koperasi| unit)?")
_BLOCK: Final = re.compile(
    r"(mengetahui|menyetujui|mengesahkan|diketahui|disetujui|disahkan|tertanda|ttd|hormat kami|tembusan"
    r"|catatan|keterangan|nip|nrp|penanggung jawab|halaman \d+|bupati bangka selatan"
    r"|(dibuat|disusun|diperiksa|diolah|dicetak|diunduh|diperbarui) (oleh|di|pada|tanggal|dari)"
    r"|yang (membuat|menyusun|melaporkan|menyerahkan)|pembuat (laporan|daftar|data)"
    r"|petugas (ods|data|pendata)|operator( ods| data)?$|sumber (data|ods|dinas|online)"
    r"|((plt|plh|pj|pjs|a n|an|u b) )*(kepala (dinas|bidang|seksi|bagian|badan|kantor|uptd)|kabid"
    r"|sekretaris (dinas|daerah)))\b"
)
_LABEL: Final = re.compile(r"\W*(sumber|ket|nb)\W*:", re.IGNORECASE)
_PLACE_AND_DATE: Final = re.compile(rf"[a-z .'’]+,[\W\d]*({'|'.join(MONTHS)})?\W*20\d\d\W*", re.IGNORECASE)
_OFFICE: Final = re.compile(r"(dinas|pemerintah|bidang|bupati|wakil bupati|data|daftar|rekap\w*)\b")
_RANK: Final = re.compile(r"(pembina|penata|pengatur)( (utama|muda|madya|tingkat|tk)\b.*)?")
_MARK: Final = re.compile(r"\s*\*")
_TITLED: Final = re.compile(
    r"\s*(drs|dra|ir|dr|prof|h|hj)\.\s*\w.*"
    r"|.*,\s*([sm]\.[\w. ]+|a\.?\s?md\b.*|s(e|h|t|p|sos|ip|pd|kom|st|stp|pi|km)|m(m|h|t|si|ap|pd|kom))\.?\s*",
    re.IGNORECASE,
)
"""A person's name with an academic title before or behind it."""
_DIGITS_OF_NIK: Final = re.compile(r"\d{6}")
_MOST_DIGITS_OF_NIK: Final = 15
"""A NIP has 18."""
_LEGAL_NUMBER: Final = re.compile(r"\d.*\b(bh|ahu)\b|\b(bh|ahu)\b.*\d|\d/[a-z]", re.IGNORECASE)
_WORD: Final = re.compile(r"\w")
_LETTER: Final = re.compile(r"[^\W\d_]")


def is_filled(cell: Cell) -> bool:
    """Tell whether a cell holds anything but blanks."""
    return cell is not None and (not isinstance(cell, str) or bool(cell and not cell.isspace()))


class RowKinds:
    """Judges the rows below one header, each as long as the header at least."""

    def __init__(self, header: Header) -> None:
        self._header = header
        self._name_at = header.column_of("name")
        self._nik_at = header.column_of("nik")
        self._legal_number_at = header.column_of("legal_number")
        self._status_at = header.column_of("status")
        numbers = (at for at, title in enumerate(header.titles) if title_key(title) in {"nomor", "nomorurut"})
        self._number_at = next(numbers, None)

    def is_certain(self, row: Row) -> bool:
        """Tell whether a row is of the table: by how much it holds, or a NIK, a legal number, a status."""
        if _says_more_than_signatures(row):
            return True
        nik, number, status = (
            text_of(row[at]) if at is not None else ""
            for at in (self._nik_at, self._legal_number_at, self._status_at)
        )
        return (
            _is_nik(nik)
            or self._header.tells_status(status)
            or (bool(_LEGAL_NUMBER.search(number[:_HEAD])) and not _is_of_block(number))
            or all(not is_nothing(row[at]) for at in self._header.fields)
        )

    def why_no_data(self, row: Row, *, certain: bool) -> FindingKind | None:
        """Return why a row is no data wherever it stands, or None if it may be a koperasi."""
        name = row[self._name_at] if self._name_at is not None else None
        if certain and isinstance(name, str) and not _SUSPECT_NAME.match(name):
            return None
        texts = [text_of(cell) for cell in row if is_filled(cell)]
        if repeats(row, self._header):
            return HEADER_REPEATED
        numbers = [text.strip("() .") for text in texts]
        if len(numbers) >= 3 and numbers == [str(number) for number in range(1, len(numbers) + 1)]:
            return COLUMN_NUMBERS
        if self._nik_at is not None and _is_nik(text_of(row[self._nik_at])):
            return None
        return self._why_by_words(texts, None if is_nothing(name) else text_of(name), certain=certain)

    def _why_by_words(self, texts: list[str], name: str | None, *, certain: bool) -> FindingKind | None:
        """Return what the first words of a row say that it is, of a row without a NIK."""
        words = next((fold(text[:_HEAD]) for text in texts if _LETTER.search(text)), "")
        if _TOTAL.fullmatch(words) and (name is None or fold(name) == words):
            return TOTALS
        if not certain and self._opens_block(texts):
            return BELOW_TABLE
        if len(texts) == 1 and name is None:
            return TITLE if words else ONLY_NUMBER
        return None

    @staticmethod
    def _opens_block(texts: list[str]) -> bool:
        """Tell whether a row bears the words of a signature block or a remark."""
        lettered = next((at for at, text in enumerate(texts) if _LETTER.search(text)), None)
        if lettered is None:
            return False
        joined = " ".join(texts[lettered:])[:_HEAD]
        return _is_of_block(texts[lettered]) or bool(_PLACE_AND_DATE.fullmatch(joined))

    def has_only_name(self, row: Row) -> bool:
        """Tell whether the name is the only field that a row holds."""
        at = self._name_at
        return (
            at is not None
            and not is_nothing(row[at])
            and all(is_nothing(row[other]) for other in self._header.fields if other != at)
        )

    def is_below_table(self, row: Row) -> bool:
        """Tell whether a row, below all that are koperasi for certain, is none.

        It holds nothing but a name, bears no row number, and the name is that of an office or a person who
        signs, or a remark; or it sums up. Any other name alone stays: it may be a koperasi's.
        """
        written = text_of(row[self._name_at])[:_HEAD] if self._name_at is not None else ""
        name = fold(written)
        if _SUMMARY.fullmatch(name):
            return True
        numbered = self._number_at is not None and text_of(row[self._number_at]).strip(".").isdigit()
        return self.has_only_name(row) and not numbered and _signs(written, name)


def _signs(written: str, folded: str) -> bool:
    """Tell whether a text, standing alone, is an office, a rank, a person with a title, or a remark."""
    return not COOPERATIVE_WORD.match(folded) and bool(
        _OFFICE.match(folded) or _RANK.fullmatch(folded) or _TITLED.fullmatch(written) or _MARK.match(written)
    )


def _says_more_than_signatures(row: Row) -> bool:
    said = 0
    for cell in row:
        if cell is not None and (not isinstance(cell, str) or _WORD.search(cell)):
            said += 1
            if said > _MOST_SIGNATURES:
                return True
    return False


def _is_nik(text: str) -> bool:
    """Tell whether a text was meant as a NIK, readable or not."""
    if not _DIGITS_OF_NIK.search(text):
        return False
    return sum(map(str.isdigit, text)) <= _MOST_DIGITS_OF_NIK and not _is_of_block(text)


def _is_of_block(text: str) -> bool:
    head = text[:_HEAD]
    return bool(_BLOCK.match(fold(head)) or _LABEL.match(head) or _PLACE_AND_DATE.fullmatch(head))
