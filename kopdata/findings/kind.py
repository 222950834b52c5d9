"""What a kind of finding is declared with."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from kopdata.formats import number


class Remedy(StrEnum):
    """Where a finding is put right."""

    IN_ODS = "Perbaiki di ODS"
    IN_THE_FIELD = "Periksa di lapangan"
    IN_THE_FILE = "Periksa berkasnya"
    BY_LINKING = "Periksa di Pengaturan › Gabung dan pisah"


class Fate(StrEnum):
    """What became of the row that was found."""

    REJECTED = "Ditolak"
    LEFT_OUT = "Bukan data"
    WARNING = "Perlu diperiksa"
    """It counts; or no row is meant but the file."""


class Said(NamedTuple):
    """One finding of a kind in words."""

    kind: str
    reason: str


@dataclass(frozen=True, slots=True)
class FindingKind:
    """One kind of finding.

    ``title`` is short enough for a heading or a choice; ``sentence`` says one finding, with places for what
    is its own; ``meaning`` says what it is and why it matters.
    """

    id: str
    title: str
    sentence: str
    meaning: str
    remedy: Remedy
    fate: Fate = Fate.WARNING

    @property
    def _ending(self) -> str:
        """What to do. Each sentence itself tells what to do about a file; a row left out needs nothing."""
        told = self.fate is Fate.LEFT_OUT or self.remedy is Remedy.IN_THE_FILE
        return "" if told else f" {self.remedy}."

    def says(self, **places: object) -> Said:
        """Return one finding in words, ending with what to do; ``places`` fill those of ``sentence``."""
        return Said(self.id, f"{self.sentence.format(**places)}{self._ending}")

    def says_of_others(self, count: int) -> Said:
        """Return what is said of ``count`` more rows that are not listed one by one."""
        like = f"{self.title}." if "{" in self.sentence else self.sentence
        return Said(self.id, f"{number(count)} baris lain: {like}{self._ending}")
