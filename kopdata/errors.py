"""Errors that reach a person: each carries one Indonesian sentence of what was wrong, where, what to do."""

from __future__ import annotations


class KopdataError(Exception):
    """Something could not be done; ``str(error)`` is the sentence for the screen or the command line."""

    title = "Tidak dapat dikerjakan"


class ImportRefusedError(KopdataError):
    """The file cannot be taken as it is; nothing changed."""

    title = "Berkas tidak dapat dipakai"


class ConflictError(KopdataError):
    """Somebody else changed the same date since it was previewed; nothing changed."""

    title = "Data sudah berubah"


class StoreError(KopdataError):
    """The store cannot be opened, read or written as asked; nothing changed."""

    title = "Penyimpanan bermasalah"


class NotAllowedError(KopdataError):
    """The actor has no right to do this."""

    title = "Tidak berhak"


class NotFoundError(KopdataError):
    """What was asked for does not exist: a koperasi, an import, a snapshot."""

    title = "Tidak ditemukan"
