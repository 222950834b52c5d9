"""Forms that are begun and not saved yet: one file each in the store, so that a phone finds its own again.

What is answered is kept as it was given and checked only when it is saved; bounded, so that nobody fills the
disk. Two windows on one draft each write what was changed there, and neither undoes the other.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import re
import tempfile
import time
import uuid
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Annotated, Final

import pyarrow as pa
import pyarrow.compute as pc
from pydantic import AfterValidator, AwareDatetime, Field, StringConstraints, ValidationError

from kopdata.access import Actor, Right, require
from kopdata.errors import KopdataError, NotFoundError, StoreError
from kopdata.fieldwork.photos import RemadePhoto
from kopdata.fieldwork.records import Photo
from kopdata.models import Record, Text
from kopdata.store import Contents, Store, originals
from kopdata.store.durability import one_writer, sync_folder

FOLDER: Final = "drafts"
MOST_PHOTOS: Final = 30
_LONGEST_FILE: Final = 1_000_000
"""Bytes; thirty photos and every field filled to its end take less."""
_ENDING: Final = ".json"
_UNFINISHED: Final = ".part"
_LEFT_BEHIND: Final = 3_600
"""Seconds after which an unfinished file can only be that of a process that was ended while it wrote."""
_EARLIEST: Final = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_LATEST: Final = dt.datetime(2200, 1, 1, tzinfo=dt.UTC)
_SHA256: Final = re.compile(r"[0-9a-f]{64}")

DraftId = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")]
FieldName = Annotated[str, StringConstraints(pattern=r"^[a-z_]{1,40}$")]
Said = Annotated[str, StringConstraints(max_length=10_000)]
Answer = Said | bool | int | Annotated[float, Field(allow_inf_nan=False)] | tuple[Said, ...] | None
"""One answer as a form gave it: not checked, but of a kind that can be."""


class DraftRefusedError(KopdataError):
    """Something cannot be kept in a draft; what was kept before stands."""

    title = "Draf tidak dapat disimpan"


def _within_reason(moment: dt.datetime) -> dt.datetime:
    """Return a moment that every time zone can show; of a damaged draft the answers still count."""
    return min(max(moment, _EARLIEST), _LATEST)


class Draft(Record):
    """A form that is begun: whose it is, what was answered so far, when that was last kept.

    ``corrects`` is the visit that the form corrects and ``based_on`` the revision that was seen; None for a
    new visit, whose ``visit_id`` will be the ``draft_id``.
    """

    draft_id: DraftId
    actor: Text
    saved_at: Annotated[AwareDatetime, AfterValidator(_within_reason)]
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
        The answers are of no kind that a form gives, or too long; or the draft is somebody else's.
    NotAllowedError
        The actor has no right to record visits.
    StoreError
        It cannot be written.
    """
    require(actor, Right.RECORD_VISIT)
    with _writing(store):
        path = _path(store, draft_id)
        here = _read(path) if path else None
        if here is not None and here.actor != actor.name:
            raise DraftRefusedError("Draf ini milik orang lain. Mulai formulir baru.")
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
    """Keep a photo with a draft and return it; the same photo again is one, and mends files that are damaged.

    Raises as ``note`` does.
    """
    require(actor, Right.RECORD_VISIT)
    with _writing(store):
        here = _own(store, draft_id, actor)
        is_new = remade.photo.sha256 not in {photo.sha256 for photo in here.photos}
        if is_new and len(here.photos) >= MOST_PHOTOS:
            raise DraftRefusedError(
                f"Satu kunjungan memuat paling banyak {MOST_PHOTOS} foto. Hapus foto lain dahulu."
            )
        for sha256, content in remade.files.items():
            originals.keep(store.root, content, sha256)
        if not is_new:
            return here
        return _write(store, {**here.model_dump(), "photos": (*here.photos, remade.photo)})


def remove_photo(store: Store, draft_id: str, sha256: str, *, actor: Actor) -> Draft:
    """Take a photo out of a draft and return it. Raises as ``note`` does.

    Its files go with it, unless something else names them.
    """
    require(actor, Right.RECORD_VISIT)
    with _writing(store):
        here = _own(store, draft_id, actor)
        kept = tuple(photo for photo in here.photos if photo.sha256 != sha256)
        draft = _write(store, {**here.model_dump(), "photos": kept})
        _remove_files(store, set(here.photos) - set(kept))
        return draft


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
    """Remove a draft of this person that was saved or given up; one that is gone already is no error.

    The files of its photos go with it, unless something else names them.

    Raises
    ------
    NotAllowedError
        The actor has no right to record visits.
    StoreError
        Another writer holds the drafts, or their folder cannot be written.
    """
    require(actor, Right.RECORD_VISIT)
    path = _path(store, draft_id)
    if path is None or not path.is_file():
        return
    with _writing(store):
        here = find_draft(store, draft_id, actor=actor)
        if here is None:
            return
        with contextlib.suppress(OSError):
            path.unlink()
            sync_folder(path.parent)
            _remove_files(store, set(here.photos))


def files_named(root: Path) -> frozenset[str]:
    """Return the SHA-256 of every file that the drafts of a store name, whoever's they are.

    Of a damaged draft too: what still reads as a name counts. A file that cannot be read names nothing.
    """
    return frozenset(_names_in(_texts(root, strict=False)))


@contextlib.contextmanager
def none_written(root: Path) -> Iterator[None]:
    """Keep the drafts of the store at ``root`` as they are; whoever needs its write lock too takes it next.

    Raises
    ------
    StoreError
        Another writer held them for a minute.
    """
    folder = root / FOLDER
    with one_writer(folder) if folder.is_dir() else contextlib.nullcontext():
        yield


def _remove_files(store: Store, photos: Collection[Photo]) -> None:
    """Remove the files of photos that nothing names: no visit in any revision, no draft, no other record.

    The caller holds the drafts, so that none can name one of them meanwhile; the store's write lock keeps
    visits and everything else from it. In doubt a file stays: that costs room, the other way costs a photo.
    """

    def remove(contents: Contents) -> Sequence[Record]:
        if contents.problems:
            return ()
        wanted = {one for photo in photos for one in (photo.sha256, photo.thumbnail)}
        of_visits = pc.list_flatten(contents.visits["photos"])
        columns = (
            *(pc.struct_field(of_visits, name) for name in ("sha256", "thumbnail")),
            contents.imports["file_sha256"],
            contents.proposals["document"],
        )
        these = pa.array(sorted(wanted), pa.string())
        recorded = {one.as_py() for column in columns for one in column.filter(pc.is_in(column, these))}
        told = _names_in((*contents.settings.values(), *_texts(store.root, strict=True)))
        for sha256 in wanted - recorded - told:
            if (path := store.original(sha256)) is not None:
                path.unlink()
        return ()

    if photos:
        with contextlib.suppress(OSError, StoreError):
            store.append("visits", remove)


def _names_in(texts: Iterable[str]) -> set[str]:
    return {name for text in texts for name in _SHA256.findall(text)}


def _texts(root: Path, *, strict: bool) -> Iterator[str]:
    """Yield what the files of drafts say; one that cannot be read raises OSError if ``strict``."""
    for path in (root / FOLDER).glob(f"*{_ENDING}"):
        with contextlib.nullcontext() if strict else contextlib.suppress(OSError):
            if path.is_file():
                with path.open("rb") as file:
                    yield file.read(_LONGEST_FILE).decode("ascii", "replace")


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
        _clear_left_behind(folder)
        yield


def _clear_left_behind(folder: Path) -> None:
    with contextlib.suppress(OSError):
        for path in folder.glob(f"*{_UNFINISHED}"):
            if path.stat().st_mtime < time.time() - _LEFT_BEHIND:
                path.unlink()


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
        with tempfile.NamedTemporaryFile(dir=folder, suffix=_UNFINISHED, delete=False) as file:
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
