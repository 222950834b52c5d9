"""Forms that are begun and not saved yet: one file each in the store, so that a phone finds its own again.

What is answered is kept as it was given and checked only when it is saved; bounded, so that nobody fills the
disk. Two windows on one draft each write what was changed there, and neither undoes the other.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import tempfile
import uuid
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Final

from pydantic import AwareDatetime, Field, StringConstraints, ValidationError

from kopdata.access import Actor, Right, require
from kopdata.errors import KopdataError, NotFoundError, StoreError
from kopdata.fieldwork.photos import RemadePhoto
from kopdata.fieldwork.records import Photo
from kopdata.models import Record, Text
from kopdata.store import Store, originals
from kopdata.store.durability import one_writer, sync_folder

FOLDER: Final = "drafts"
MOST_PHOTOS: Final = 30
_LONGEST_FILE: Final = 1_000_000
"""Bytes; thirty photos and every field filled to its end take less."""
_ENDING: Final = ".json"

DraftId = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")]
FieldName = Annotated[str, StringConstraints(pattern=r"^[a-z_]{1,40}$")]
Said = Annotated[str, StringConstraints(max_length=10_000)]
Answer = Said | bool | int | Annotated[float, Field(allow_inf_nan=False)] | tuple[Said, ...] | None
"""One answer as a form gave it: not checked, but of a kind that can be."""


class DraftRefusedError(KopdataError):
    """Something cannot be kept in a draft; what was kept before stands."""

    title = "Draf tidak dapat disimpan"


class Draft(Record):
    """A form that is begun: whose it is, what was answered so far, when that was last kept.

    ``corrects`` is the visit that the form corrects and ``based_on`` the revision that was seen; None for a
    new visit, whose ``visit_id`` will be the ``draft_id``.
    """

    draft_id: DraftId
    actor: Text
    saved_at: AwareDatetime
    answers: Annotated[dict[FieldName, Answer], Field(default_factory=dict, max_length=60)]
    photos: Annotated[tuple[Photo, ...], Field(max_length=MOST_PHOTOS)] = ()
    corrects: Text | None = None
    based_on: int | None = None


def new_id() -> str:
    """Return an id that no draft and no visit has."""
    return str(uuid.uuid4())


def begin(
    store: Store,
    draft_id: str,
    answers: Mapping[str, Answer],
    *,
    actor: Actor,
    photos: tuple[Photo, ...] = (),
    corrects: str | None = None,
    based_on: int | None = None,
) -> Draft:
    """Keep a new draft and return it; one that is there already takes the answers over.

    Raises
    ------
    DraftRefusedError
        The answers are of no kind that a form gives, or too long.
    NotAllowedError
        The actor has no right to record visits.
    StoreError
        It cannot be written.
    """
    require(actor, Right.RECORD_VISIT)
    with _writing(store):
        here = find_draft(store, draft_id, actor=actor)
        if here is None:
            about = {"draft_id": draft_id, "actor": actor.name, "corrects": corrects, "based_on": based_on}
            return _write(store, {**about, "answers": dict(answers), "photos": photos})
        return _write(store, {**here.model_dump(), "answers": {**here.answers, **answers}})


def note(store: Store, draft_id: str, changed: Mapping[str, Answer], *, actor: Actor) -> Draft:
    """Keep changed answers in a draft and return it; ``saved_at`` is when they were on the disk.

    Raises
    ------
    DraftRefusedError
        An answer is of no kind that a form gives, or too long.
    NotAllowedError
        The actor has no right to record visits.
    NotFoundError
        The draft was saved or discarded meanwhile, or is somebody else's.
    StoreError
        It cannot be written.
    """
    require(actor, Right.RECORD_VISIT)
    with _writing(store):
        here = _own(store, draft_id, actor)
        return _write(store, {**here.model_dump(), "answers": {**here.answers, **changed}})


def add_photo(store: Store, draft_id: str, remade: RemadePhoto, *, actor: Actor) -> Draft:
    """Keep a photo with a draft and return it; the same photo again is one. Raises as ``note`` does."""
    require(actor, Right.RECORD_VISIT)
    with _writing(store):
        here = _own(store, draft_id, actor)
        if remade.photo.sha256 in {photo.sha256 for photo in here.photos}:
            return here
        if len(here.photos) >= MOST_PHOTOS:
            raise DraftRefusedError(
                f"Satu kunjungan memuat paling banyak {MOST_PHOTOS} foto. Hapus foto lain dahulu."
            )
        for sha256, content in remade.files.items():
            originals.keep(store.root, content, sha256)
        return _write(store, {**here.model_dump(), "photos": (*here.photos, remade.photo)})


def remove_photo(store: Store, draft_id: str, sha256: str, *, actor: Actor) -> Draft:
    """Take a photo out of a draft and return it. Raises as ``note`` does."""
    require(actor, Right.RECORD_VISIT)
    with _writing(store):
        here = _own(store, draft_id, actor)
        kept = tuple(photo for photo in here.photos if photo.sha256 != sha256)
        return _write(store, {**here.model_dump(), "photos": kept})


def drafts_of(store: Store, *, actor: Actor) -> tuple[Draft, ...]:
    """Return what this person began and neither saved nor discarded, the newest first.

    A file that is damaged, too long or no draft is left aside.
    """
    found: list[Draft] = []
    with contextlib.suppress(OSError):
        for path in _folder(store).glob(f"*{_ENDING}"):
            draft = _read(path)
            if draft is not None and draft.actor == actor.name:
                found.append(draft)
    return tuple(sorted(found, key=lambda draft: draft.saved_at, reverse=True))


def find_draft(store: Store, draft_id: str, *, actor: Actor) -> Draft | None:
    """Return a draft of this person by its id, None where there is none that can be read."""
    path = _path(store, draft_id)
    draft = _read(path) if path else None
    return draft if draft is not None and draft.actor == actor.name else None


def discard(store: Store, draft_id: str, *, actor: Actor) -> None:
    """Remove a draft of this person that was saved or given up; one that is gone already is no error."""
    path = _path(store, draft_id)
    if path is not None and find_draft(store, draft_id, actor=actor) is not None:
        with contextlib.suppress(OSError):
            path.unlink()


def _own(store: Store, draft_id: str, actor: Actor) -> Draft:
    draft = find_draft(store, draft_id, actor=actor)
    if draft is None:
        raise NotFoundError(
            "Draf ini sudah disimpan atau dihapus, mungkin di layar lain. Muat ulang halaman ini."
        )
    return draft


def _folder(store: Store) -> Path:
    return store.root / FOLDER


def _path(store: Store, draft_id: str) -> Path | None:
    """Return where a draft of this id lies, None for what is no id, such as a way out of the folder."""
    with contextlib.suppress(ValueError):
        if str(uuid.UUID(draft_id)) == draft_id:
            return _folder(store) / f"{draft_id}{_ENDING}"
    return None


def _read(path: Path) -> Draft | None:
    """Return the draft in a file, None where it is none: damaged, too long, named as another, no file."""
    with contextlib.suppress(OSError, ValidationError, RecursionError):
        if path.is_file() and path.stat().st_size <= _LONGEST_FILE:
            draft = Draft.model_validate_json(path.read_bytes())
            if draft.draft_id == path.name.removesuffix(_ENDING):
                return draft
    return None


@contextlib.contextmanager
def _writing(store: Store) -> Iterator[None]:
    """Hold the folder of drafts against other windows and processes; made where it is missing."""
    folder = _folder(store)
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder.chmod(0o700)
    except OSError:
        raise _unwritable(folder) from None
    with one_writer(folder):
        yield


def _write(store: Store, known: dict[str, object]) -> Draft:
    """Write a draft whole or not at all, and put it on the disk before it is returned."""
    try:
        draft = Draft.model_validate({**known, "saved_at": dt.datetime.now(dt.UTC)})
    except ValidationError as error:
        raise DraftRefusedError(
            "Isian ini terlalu panjang atau tidak dapat disimpan. Pendekkan, lalu coba lagi."
        ) from error
    content = draft.model_dump_json().encode()
    folder = _folder(store)
    if len(content) > _LONGEST_FILE:
        raise DraftRefusedError("Isian ini terlalu panjang. Pendekkan, lalu coba lagi.")
    part: Path | None = None
    try:
        with tempfile.NamedTemporaryFile(dir=folder, delete=False) as file:
            part = Path(file.name)
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        part.replace(folder / f"{draft.draft_id}{_ENDING}")
        sync_folder(folder)
    except OSError:
        if part is not None:
            with contextlib.suppress(OSError):
                part.unlink()
        raise _unwritable(folder) from None
    return draft


def _unwritable(folder: Path) -> StoreError:
    return StoreError(
        f"Draf tidak dapat disimpan di folder {folder}. Periksa ruang kosong dan izin folder itu. Yang sudah "
        "dikatakan tersimpan tetap ada."
    )
