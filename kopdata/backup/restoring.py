"""Putting a copy in the place of the store."""

from __future__ import annotations

import datetime as dt
import hashlib
import shutil
import tempfile
from pathlib import Path
from typing import Final

import duckdb
import pyarrow as pa
from deltalake.exceptions import DeltaError

from kopdata.access import Actor, Right, require
from kopdata.backup.archive import CopyRefusedError, DamagedCopyError, Manifest, opened, unpack
from kopdata.backup.held import Held, held, versions
from kopdata.errors import StoreError
from kopdata.fieldwork import drafts
from kopdata.formats import number
from kopdata.models import Record
from kopdata.paths import store_folder
from kopdata.store import Store, open_store, originals, replacing, schema, store_exists
from kopdata.store.contents import DEMO
from kopdata.store.durability import one_writer, sync_folder
from kopdata.store.tables import Table

_NEW: Final = "baru"
_FORGED: Final = (
    ValueError,
    TypeError,
    LookupError,
    ArithmeticError,
    AttributeError,
    pa.ArrowException,
    duckdb.Error,
    DeltaError,
)
"""What reading tables raises whose rows or logs say what no store of ours says, Pydantic's among them."""


class Examined(Record):
    """A copy that can be restored: who made it when, what it holds, and what stands in its way.

    ``replaces`` is what the store that it would replace holds, None where there is none or it cannot be read;
    ``root`` is that store's folder, ``exists`` whether there is one. ``problems`` has a sentence for each
    part of the copy that cannot be read; ``restore`` then has to be told ``despite_damage``.
    """

    made_at: dt.datetime
    made_by: str
    holds: Held
    root: Path
    exists: bool
    replaces: Held | None
    problems: tuple[str, ...] = ()


class LastRestore(Record):
    """What was last put in place here, by whom and when; ``aside`` is where the store before it stands."""

    made_at: dt.datetime
    restored_at: dt.datetime
    actor: str
    aside: str | None


class Restored(Record):
    """A copy that was restored: where to, what it holds, and where the store before it stands now, if any.

    ``problems`` has a sentence for each part of it that cannot be read.
    """

    root: Path
    made_at: dt.datetime
    holds: Held
    aside: Path | None
    problems: tuple[str, ...] = ()


def examine(source: Path, home: Path, *, actor: Actor) -> Examined:
    """Check a copy in full, as ``restore`` does, and say what it holds and what it would replace.

    Raises
    ------
    CopyRefusedError
        It cannot be restored here.
    NotAllowedError
        The actor may not restore copies.
    StoreError
        It cannot be unpacked.
    """
    require(actor, Right.BACKUP)
    try:
        with tempfile.TemporaryDirectory() as folder:
            manifest, holds, problems = _unpacked(source, Path(folder) / _NEW)
    except OSError as error:
        raise StoreError(
            "Cadangan tidak dapat diperiksa. Periksa ruang kosong pada disk, lalu ulangi. Tidak ada yang "
            "berubah."
        ) from error
    home = store_folder(home)
    finish_restore(home)
    root = _target(home, manifest)
    exists = store_exists(root)
    return Examined(
        made_at=manifest.made_at,
        made_by=manifest.made_by,
        holds=holds,
        root=root,
        exists=exists,
        replaces=_held_or_none(root) if exists else None,
        problems=problems,
    )


def restore(source: Path, home: Path, *, actor: Actor, despite_damage: bool = False) -> Restored:
    """Put a copy in the place of the store at ``home``; what stood there is kept in a folder beside it.

    Nothing is touched before the whole copy is unpacked below the store's folder, on the disk, and opens as a
    store. A copy of the demo goes to the demo's folder, and never in the place of the office's own data. A
    dashboard that runs shows the new store by itself: every log file is another one than before, also where
    its number is the same.

    A restore that was cut off is finished first; if it was of this very copy, nothing else is left to do.

    Parameters
    ----------
    despite_damage
        Whether a person knows, and accepts, that a part of what the copy holds cannot be read.

    Raises
    ------
    CopyRefusedError
        It is no copy, not whole, nothing in it can be read, or it would put the demo in the place of the
        office's data or the reverse.
    DamagedCopyError
        A part of it cannot be read, without ``despite_damage``.
    NotAllowedError
        The actor may not restore copies.
    StoreError
        It cannot be unpacked, or not be put in its place.
    """
    require(actor, Right.BACKUP)
    with opened(source) as (_, manifest):
        mark = _mark(manifest)
    home = store_folder(home)
    cut_off = finish_restore(home)
    root = _target(home, manifest)
    if cut_off == mark:
        record = replacing.last_record(root) or {}
        before = record.get("aside")
        return _restored(root, manifest, Path(before) if before else None)
    work = root / replacing.WORK
    try:
        work.mkdir(parents=True, exist_ok=True)
        sync_folder(root.parent)
        with one_writer(work):
            new = work / _NEW
            try:
                _, _, problems = _unpacked(source, new)
                if problems and not despite_damage:
                    raise _damaged(problems)
                sync_folder(work)
                with drafts.none_written(root), one_writer(root):
                    replacing.finish(root)
                    _bring_photos_of_drafts(root, new)
                    note = {
                        "copy": mark,
                        "copy_made_at": manifest.made_at.isoformat(),
                        "restored_at": dt.datetime.now(dt.UTC).isoformat(),
                        "actor": actor.name,
                    }
                    aside = replacing.put_in_place(root, new, note)
            finally:
                if not replacing.is_unfinished(root):
                    shutil.rmtree(new, ignore_errors=True)
    except OSError as error:
        raise StoreError(
            f"Cadangan tidak dapat dipulihkan ke {root}. Periksa ruang kosong pada disk dan hak "
            "menulis di folder itu, lalu ulangi. Tidak ada yang berubah."
        ) from error
    return _restored(root, manifest, aside)


def _bring_photos_of_drafts(root: Path, new: Path) -> None:
    """Copy what the drafts at ``root`` name into the new store: they stay, while its files go aside.

    What is damaged or gone there is left, and no reason not to restore.

    Raises
    ------
    StoreError
        A file cannot be copied.
    """
    for sha256 in sorted(drafts.files_named(root)):
        path = originals.find(root, sha256)
        if path is None or originals.find(new, sha256) is not None:
            continue
        try:
            content = path.read_bytes()
        except OSError:
            continue
        if hashlib.sha256(content).hexdigest() == sha256:
            originals.keep(new, content, sha256)


def finish_restore(home: Path) -> str | None:
    """Carry out a restore that was cut off in the store's folder ``home``, or in the demo's below it.

    Returns
    -------
    str | None
        The mark of the copy that now stands there; None if nothing was cut off.

    Raises
    ------
    StoreError
        It still cannot be finished.
    """
    for root in (home, home / DEMO):
        if replacing.is_unfinished(root):
            with one_writer(root):
                done = replacing.finish(root)
            return str(done["copy"]) if done else None
    return None


def last_restore(store: Store, zone: dt.tzinfo) -> LastRestore | None:
    """Return what was last restored into this store's folder, None if nothing ever was."""
    record = replacing.last_record(store.root)
    if record is None:
        return None
    return LastRestore(
        made_at=dt.datetime.fromisoformat(record["copy_made_at"]).astimezone(zone),
        restored_at=dt.datetime.fromisoformat(record["restored_at"]).astimezone(zone),
        actor=record["actor"],
        aside=record["aside"],
    )


def _target(home: Path, manifest: Manifest) -> Path:
    """Return the folder whose store the copy would replace; refuse where that would mislead."""
    if not store_exists(home):
        return home / DEMO if manifest.demo else home
    try:
        is_demo = open_store(home).is_demo
    except StoreError:
        is_demo = False  # what cannot be read is taken for the office's: that is never given up for a demo
    if manifest.demo and not is_demo:
        raise CopyRefusedError(
            f"Cadangan ini berisi data contoh, sedangkan {home} menyimpan data kantor. Pakai cadangan data "
            "kantor."
        )
    if is_demo and not manifest.demo:
        raise CopyRefusedError(
            f"Cadangan ini berisi data kantor, sedangkan {home} folder data contoh. Pilih folder lain lewat "
            "KOPDATA_HOME."
        )
    return home


def _unpacked(source: Path, new: Path) -> tuple[Manifest, Held, tuple[str, ...]]:
    """Unpack a copy into the folder ``new``, made anew, open it as a store, and return what is damaged too.

    Its sums may be right and its tables forged all the same: whatever reading them raises refuses the copy.
    """
    shutil.rmtree(new, ignore_errors=True)
    new.mkdir(parents=True)
    manifest = unpack(source, new)
    try:
        store = Store(new)
        version = versions(store.version())
        told = {name: number for name, number in manifest.versions.items() if name in version}
        if version["imports"] < 0 or store.is_demo != manifest.demo or told.items() - version.items():
            raise CopyRefusedError(
                "Isi cadangan ini tidak sesuai dengan catatannya, jadi tidak dipulihkan. Pakai cadangan lain."
            )
        if any(file.is_outside for name in schema.TABLES for file in Table(new, name).read().damaged):
            raise CopyRefusedError(
                "Cadangan ini menunjuk berkas di luar foldernya sendiri, jadi tidak dipulihkan. Pakai "
                "cadangan lain."
            )
        holds, problems = held(store), store.problems()
    except (StoreError, *_FORGED) as error:
        raise CopyRefusedError(
            "Tabel di dalam cadangan ini tidak dapat dibaca, jadi tidak dipulihkan. Pakai cadangan lain."
        ) from error
    if problems and not holds.snapshots and not holds.visits:
        raise CopyRefusedError(
            "Data koperasi di dalam cadangan ini rusak dan tidak ada yang dapat dibaca, jadi tidak "
            "dipulihkan. Pakai cadangan lain."
        )
    return manifest, holds, problems


def _damaged(problems: tuple[str, ...]) -> DamagedCopyError:
    return DamagedCopyError(
        f"Sebagian isi cadangan ini rusak ({number(len(problems))} hal), jadi tidak dipulihkan. Yang "
        f"pertama: {problems[0]} Pakai cadangan lain; bila tidak ada, jalankan 'python -m kopdata "
        "restore BERKAS --damaged' untuk memulihkan yang masih terbaca."
    )


def _restored(root: Path, manifest: Manifest, aside: Path | None) -> Restored:
    store = Store(root)
    return Restored(
        root=root, made_at=manifest.made_at, holds=held(store), aside=aside, problems=store.problems()
    )


def _held_or_none(root: Path) -> Held | None:
    try:
        return held(open_store(root))
    except StoreError:
        return None


def _mark(manifest: Manifest) -> str:
    """Return what tells one copy from every other."""
    return hashlib.sha256(manifest.model_dump_json().encode()).hexdigest()
