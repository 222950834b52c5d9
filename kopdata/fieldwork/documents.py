"""Documents beside a proposal: letters and photos of them, kept in the store by their SHA-256."""

from __future__ import annotations

import hashlib
from contextlib import suppress
from typing import Final

from kopdata.errors import KopdataError, NotFoundError
from kopdata.fieldwork.entries import LONGEST_LINE
from kopdata.fieldwork.records import ProposalEntry
from kopdata.imports.values import shortened, tidy
from kopdata.store import Store

DOCUMENT_MEGABYTES: Final = 20

_BEGINNINGS: Final = {
    b"%PDF-": ("pdf", "application/pdf"),
    b"\xff\xd8\xff": ("jpg", "image/jpeg"),
    b"\x89PNG\r\n\x1a\n": ("png", "image/png"),
}


class DocumentRefusedError(KopdataError):
    """A document is too large, or none of the kinds that are kept; nothing changed."""

    title = "Dokumen tidak dapat dipakai"


def document_content(store: Store, entry: ProposalEntry) -> bytes:
    """Return the document of a piece of evidence, as it was given.

    Raises
    ------
    NotFoundError
        It has none, or what the store keeps is no longer that file, or cannot be read.
    """
    content = None
    with suppress(OSError):
        path = store.original(entry.document) if entry.document else None
        content = path.read_bytes() if path else None
    if content is None or hashlib.sha256(content).hexdigest() != entry.document:
        raise NotFoundError(
            f"Dokumen {shortened(entry.document_name or '')} hilang atau rusak di penyimpanan. Catatannya "
            "tetap tersimpan; unggah dokumennya lagi, atau pulihkan dari cadangan."
        )
    return content


def document_kind(name: str) -> tuple[str, str]:
    """Return the ending and the type of a kept document by its name, which ends as its content is."""
    return next(kind for kind in _BEGINNINGS.values() if name.endswith(f".{kind[0]}"))


def describe_document(name: str, content: bytes) -> dict[str, str]:
    """Return SHA-256 and name of a document, which ends as its first bytes say."""
    if len(content) > DOCUMENT_MEGABYTES * 1_000_000:
        raise DocumentRefusedError(
            f"Dokumen {shortened(name)} lebih besar dari {DOCUMENT_MEGABYTES} MB. Perkecil atau pindai lagi "
            "dengan mutu lebih rendah, lalu unggah."
        )
    kind = next((one for begins, one in _BEGINNINGS.items() if content.startswith(begins)), None)
    if kind is None:
        raise DocumentRefusedError(
            f"Dokumen {shortened(name)} bukan PDF, JPG, atau PNG. Simpan sebagai salah satunya, lalu unggah."
        )
    stem = tidy(name).rpartition(".")[0] or tidy(name) or "dokumen"
    return {
        "document": hashlib.sha256(content).hexdigest(),
        "document_name": f"{stem[:LONGEST_LINE]}.{kind[0]}",
    }
