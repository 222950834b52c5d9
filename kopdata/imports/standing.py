"""Take an import back ("Tarik kembali unggahan") and put it back ("Pakai lagi")."""

from __future__ import annotations

from kopdata import access
from kopdata.access import Actor, Right
from kopdata.models import ImportEvent
from kopdata.store import Store


def take_back(store: Store, import_id: str, *, actor: Actor) -> ImportEvent:
    """Let an import no longer count; its date shows what stood before it. Return the event recorded.

    Raises
    ------
    NotAllowedError
        The actor may not import.
    NotFoundError
        There is no such import.
    StoreError
        It was taken back already.
    """
    access.require(actor, Right.IMPORT)
    return store.undo(import_id, actor=actor.name)


def put_back(store: Store, import_id: str, *, actor: Actor) -> ImportEvent:
    """Let an import that was taken back count again. Return the event recorded.

    Raises
    ------
    NotAllowedError
        The actor may not import.
    NotFoundError
        There is no such import.
    StoreError
        It was not taken back.
    """
    access.require(actor, Right.IMPORT)
    return store.redo(import_id, actor=actor.name)
