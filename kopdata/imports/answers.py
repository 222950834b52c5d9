"""What a person said about columns and words that no rule knows; the child process applies it.

Plain types only: the child never loads Pydantic. Remembering the answers is ``remembering``'s.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from kopdata.vocabulary import fold

KEPT_AS_NOTE: Final = ""
"""The answer for a column that is no field: its values stay in ``extra``, and it is not asked again."""
NO_STATUS: Final = ""
"""The answer for a word that tells no status: "Status tidak tercantum"."""


@dataclass(frozen=True, slots=True)
class Answers:
    """Answers to what files left unclear.

    ``columns`` gives, by the fingerprint of a header and the key of a column (``headers.column_keys``), the
    name of the registry field that the column holds, or ``KEPT_AS_NOTE``; headers answered last stand last.
    ``status_words`` gives, by ``word_key``, the value of a ``Status``, or ``NO_STATUS``.
    """

    columns: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    status_words: Mapping[str, str] = field(default_factory=dict)

    def of_header(self, fingerprint: str) -> Mapping[str, str]:
        """Return what is known of the columns of one header; nothing where it was never asked."""
        return self.columns.get(fingerprint, {})

    def plus(self, newer: Answers) -> Answers:
        """Return both together; where they differ, ``newer`` holds."""
        columns = {header: told for header, told in self.columns.items() if header not in newer.columns}
        for header, told in newer.columns.items():
            columns[header] = {**self.of_header(header), **told}
        return Answers(columns, {**self.status_words, **newer.status_words})

    def to_json(self) -> str:
        """Return the answers as JSON, for the child process."""
        return json.dumps({"columns": self.columns, "status_words": self.status_words}, ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> Answers:
        """Return what ``to_json`` wrote."""
        return cls(**json.loads(text))


NO_ANSWERS: Final = Answers()


def word_key(text: str) -> str:
    """Return a status word as it is remembered: "KURANG AKTIF" and "kurang-aktif" are one."""
    return fold(text) or text.strip().casefold()
