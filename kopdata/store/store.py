"""The office's store: what it holds now, and every way in which it changes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

import pyarrow as pa
import pyarrow.compute as pc
from deltalake import Transaction

from kopdata import formats
from kopdata.errors import ConflictError, NotAllowedError, NotFoundError, StoreError
from kopdata.fieldwork.records import Visit
from kopdata.models import (
    Assessment,
    ImportDraft,
    ImportEvent,
    Link,
    OfficialMark,
    Record,
    Setting,
    Snapshot,
)
from kopdata.repairs import RepairMark
from kopdata.store import assessed, originals, replacing, schema
from kopdata.store import events as event_log
from kopdata.store import links as link_log
from kopdata.store.contents import Contents, StoreVersion
from kopdata.store.durability import one_writer
from kopdata.store.tables import Table, TableState
from kopdata.store.watching import Seen, Watcher
from kopdata.vocabulary import EventKind

_Recorded = TypeVar("_Recorded", bound=Record)


class Store:
    """The tables in the folder ``root``. Safe to share among threads, and processes may share the folder.

    Every read sees one whole state; every write is on the disk when it returns.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self._tables = {name: Table(root, name) for name in schema.TABLES}
        self._watcher = Watcher(root, self._tables)
        self.is_demo = self.contents().is_demo

    def version(self) -> StoreVersion:
        """Return the present version; cheap enough to ask every few seconds from every screen."""
        return self.contents().version

    def snapshots(self) -> tuple[Snapshot, ...]:
        """Return the snapshots, oldest first: only dates for which something stands."""
        return self.contents().snapshots

    def events(self) -> tuple[ImportEvent, ...]:
        """Return everything that ever happened to an import, in the order of recording."""
        return self.contents().events

    def sequence(self, as_of: dt.date) -> int:
        """Return the number of the last event of a date, 0 if there is none: what a preview is based on."""
        return event_log.last_sequence(self.events(), as_of.isoformat())

    def problems(self) -> tuple[str, ...]:
        """Return a sentence for each damage found in the store's files; normally none."""
        return self.contents().problems

    def contents(self) -> Contents:
        """Return the newest readable state; the same object while nothing moved.

        Raises
        ------
        StoreError
            A table cannot be read in any state.
        """
        return self._watcher.look().contents

    def commit_import(
        self,
        rows: pa.Table,
        draft: ImportDraft,
        *,
        based_on: int,
        actor: str,
        original: Path | None,
        identified_in: StoreVersion | None = None,
    ) -> Snapshot:
        """Save an import: keep its file, add its rows, and make it current by one event.

        Parameters
        ----------
        rows
            Columns of ``schema.REGISTRY``, all of the draft's ``as_of`` and ``import_id``.
        based_on
            What ``sequence`` said when the import was previewed.
        original
            The uploaded file, kept under its SHA-256; None for rows that came from none.
        identified_in
            The state of the store from which the rows have their ``coop_id``. An import of any date or a
            merge since then might have given them others. None where that is no question.

        Returns
        -------
        Snapshot
            The date's snapshot as it now is.

        Raises
        ------
        ConflictError
            Somebody changed the date since the preview, or imports or links since ``identified_in``; nothing
            changed.
        NotAllowedError
            No actor is named.
        StoreError
            The rows could not be saved, or the file is not the one that was previewed; nothing changed.
        """
        actor = _named(actor)
        for column, value in (("as_of", draft.as_of), ("import_id", draft.import_id)):
            if len(rows) and not pc.all(pc.equal(rows[column], value)).as_py():
                raise ValueError(f"rows must all have {column} = {value!r}")
        with self._writing() as seen:
            if event_log.last_sequence(seen.contents.events, draft.line) != based_on:
                raise ConflictError(
                    f"Data untuk {formats.date(draft.as_of, draft.precision)} sudah berubah sejak berkas ini "
                    "diperiksa. Periksa berkasnya sekali lagi, lalu simpan."
                )
            if identified_in is not None and not seen.contents.version.identifies_as(identified_in):
                raise ConflictError(
                    "Unggahan lain disimpan, atau koperasi digabung, sejak berkas ini diperiksa, sehingga "
                    "koperasinya dapat dikenali lain. Periksa berkasnya sekali lagi, lalu simpan."
                )
            registry = self._tables["registry"].read()
            known = {file.import_id for file in (*registry.files, *registry.damaged)}
            if draft.import_id in known | {event.import_id for event in seen.contents.events}:
                raise StoreError(
                    f"Unggahan {draft.import_id} sudah pernah disimpan atau terputus saat disimpan. Unggah "
                    "berkasnya sekali lagi."
                )
            if original is not None:
                originals.keep(self.root, original, draft.file_sha256)
            self._tables["registry"].append(registry, rows)
            self._record(seen, event_log.following(seen.contents.events, draft, EventKind.IMPORT, actor))
            return next(snapshot for snapshot in self.snapshots() if snapshot.as_of == draft.as_of)

    def undo(self, import_id: str, *, actor: str) -> ImportEvent:
        """Take an import back; what stood for its date before shows again. Its rows and file are kept.

        Raises
        ------
        NotFoundError
            There is no such import.
        StoreError
            It is taken back already, or imports that complete it would be left standing alone.
        """
        return self._change(import_id, EventKind.UNDO, actor)

    def redo(self, import_id: str, *, actor: str) -> ImportEvent:
        """Put an import that was taken back in its place again.

        Raises
        ------
        NotFoundError
            There is no such import.
        StoreError
            It stands already, or completes an import that was taken back.
        """
        return self._change(import_id, EventKind.REDO, actor)

    def _change(self, import_id: str, kind: EventKind, actor: str) -> ImportEvent:
        actor = _named(actor)
        with self._writing() as seen:
            of_import = [event for event in seen.contents.events if event.import_id == import_id]
            if not of_import:
                raise NotFoundError(
                    f"Unggahan {import_id} tidak ada di riwayat. Periksa nomornya di Riwayat unggahan."
                )
            stands = of_import[-1].event is not EventKind.UNDO
            if stands is (kind is EventKind.REDO):
                state = "masih dipakai" if stands else "sudah ditarik kembali"
                raise StoreError(
                    f"Unggahan {of_import[0].file_name} untuk {formats.date(of_import[0].as_of)} {state}, "
                    "jadi tidak ada yang diubah."
                )
            event = event_log.following(seen.contents.events, of_import[0], kind, actor)
            event_log.refuse_torso(event_log.of_line(seen.contents.events, event.line), event)
            return self._record(seen, event)

    def _record(self, seen: Seen, event: ImportEvent) -> ImportEvent:
        """Commit the one event that makes a change show. The writer's lock is held since ``seen``."""
        self._tables["imports"].append(
            seen.states["imports"],
            event_log.to_row(event),
            Transaction(app_id=event.line, version=event.sequence),
        )
        return event

    def add_visits(self, visits: Sequence[Visit]) -> None:
        """Record several visits, or corrections: each ``revision`` is one more than its visit's last.

        All are recorded in one commit, or none.

        Raises
        ------
        ConflictError
            A revision does not follow the last one of its visit.
        """

        def following(contents: Contents) -> Sequence[Visit]:
            held = contents.visits.select(["visit_id", "revision"])
            of_these = pc.is_in(
                held["visit_id"], value_set=pa.array([visit.visit_id for visit in visits], pa.string())
            )
            last: dict[str, int] = {}
            for row in held.filter(of_these).to_pylist():
                last[row["visit_id"]] = max(row["revision"], last.get(row["visit_id"], 0))
            for visit in visits:
                if visit.revision != last.get(visit.visit_id, 0) + 1:
                    raise ConflictError(
                        f"Catatan kunjungan {formats.date(visit.visited_on)} ini sudah diubah sejak Anda "
                        "membukanya. Muat ulang, lalu ulangi perubahan Anda."
                    )
                last[visit.visit_id] = visit.revision
            return visits

        self.append("visits", following)

    def append(
        self,
        name: str,
        make: Callable[[Contents], Sequence[_Recorded]],
        files: Mapping[str, bytes] | None = None,
    ) -> Sequence[_Recorded]:
        """Add to a table what ``make`` returns, in one commit, and return that; keep ``files`` by SHA-256.

        ``make`` is given the state that nobody else can change until it is written, so that what may follow
        on what is decided there; an error that it raises changes nothing.

        Raises
        ------
        StoreError
            It could not be saved; nothing changed.
        """
        with self._writing() as seen:
            records = make(seen.contents)
            for sha256, content in (files or {}).items():
                originals.keep(self.root, content, sha256)
            self._add(seen, name, records)
            return records

    def unrecorded_assessments(self, given: pa.Table) -> pa.Table:
        """Return the rows of ``given`` that ``add_assessments`` would add: columns of ``ASSESSMENTS``.

        Left out is what holds for its koperasi and year already: the same predicate, score, method and date.
        """
        contents = self.contents()
        return assessed.unrecorded(contents.assessments, given, contents.merged)

    def add_assessments(
        self,
        assessments: Sequence[Assessment],
        *,
        draft: ImportDraft | None = None,
        original: Path | None = None,
    ) -> int:
        """Record health assessments, but for those that hold already; return how many were added.

        Parameters
        ----------
        draft
            The recap that they came with: all bear its ``import_id``, and its one event makes them count, so
            that it can be taken back. None if they were typed in.
        original
            The recap's file, kept under its SHA-256 if it adds anything.

        Raises
        ------
        StoreError
            They could not be saved, or the file is not the one that was read; nothing changed.
        """
        given = _rows("assessments", assessments)
        with self._writing() as seen:
            new = assessed.unrecorded(seen.contents.assessments, given, seen.contents.merged)
            if not new.num_rows:
                return 0
            if draft is not None and original is not None:
                originals.keep(self.root, original, draft.file_sha256)
            self._tables["assessments"].append(seen.states["assessments"], new)
            if draft is not None:
                actor = _named(assessments[0].actor)
                event = event_log.following(seen.contents.events, draft, EventKind.IMPORT, actor)
                self._record(seen, event)
        return int(new.num_rows)

    def add_link(self, link: Link) -> None:
        """Record that two koperasi are one, or (``same_as`` None) that they are not.

        Raises
        ------
        StoreError
            The merge would lead back to the koperasi itself.
        """
        with self._writing() as seen:
            merged = seen.contents.merged
            if link.same_as is not None and link_log.final(link.same_as, merged) == link.coop_id:
                raise StoreError(
                    "Kedua koperasi ini sudah digabung ke arah sebaliknya. Batalkan penggabungan itu dahulu, "
                    "lalu gabungkan lagi."
                )
            self._add(seen, "links", [link])

    def add_official(self, mark: OfficialMark, *, replaces: OfficialMark | None) -> OfficialMark:
        """Record which figure of a date is the official one, or that none is any more; return it as recorded.

        ``replaces`` is the mark of that date which was seen to hold, None where there was none.

        Raises
        ------
        ConflictError
            Another mark than ``replaces`` holds, or the date shows other imports than those that are marked;
            nothing changed.
        """
        with self._writing() as seen:
            holding = next((one for one in seen.contents.official if one.as_of == mark.as_of), None)
            if holding != replaces:
                raise ConflictError(
                    f"Angka resmi untuk {mark.label} baru saja ditetapkan atau dicabut di layar lain. Lihat "
                    "lagi keterangannya, lalu ulangi bila masih perlu."
                )
            shown = {one.as_of: one.imports for one in seen.contents.snapshots}.get(mark.as_of, ())
            if not mark.withdrawn and tuple(event.import_id for event in shown) != mark.imports:
                raise ConflictError(
                    f"Data untuk {mark.label} baru saja berubah. Lihat lagi angkanya, lalu tetapkan bila "
                    "benar."
                )
            recorded_at = _after_the_last(seen.states["official"], mark.recorded_at)
            mark = mark.model_copy(update={"recorded_at": recorded_at})
            self._add(seen, "official", [mark])
            return mark

    def add_settings(self, changed: Sequence[Setting], files: Mapping[str, bytes] | None = None) -> None:
        """Record changed settings in one commit; keep the ``files`` that they name, by SHA-256.

        Raises
        ------
        StoreError
            They could not be saved; nothing changed.
        """
        with self._writing() as seen:
            for sha256, content in (files or {}).items():
                originals.keep(self.root, content, sha256)
            self._add(seen, "settings", _after_all(seen.states["settings"], changed))

    def revise_settings(self, revise: Callable[[Contents], Sequence[Setting]]) -> None:
        """Record in one commit what ``revise`` makes of the newest state, which nobody can change meanwhile.

        For a setting that grows: made of what was read before, it would lose what another has just added.

        Raises
        ------
        StoreError
            It could not be saved; nothing changed.
        """
        with self._writing() as seen:
            self._add(seen, "settings", _after_all(seen.states["settings"], revise(seen.contents)))

    def add_repairs(self, marks: Sequence[RepairMark], *, based_on: int) -> None:
        """Record in one commit which findings persons said to be mended in ODS, or no longer said so.

        ``based_on`` is the version of the table of imports that they have seen.

        Raises
        ------
        ConflictError
            An import was made, taken back or put back since; nothing changed.
        """
        with self._writing() as seen:
            if seen.contents.version.imports != based_on:
                raise ConflictError(
                    "Unggahan baru saja berubah, sehingga daftar ini mungkin sudah lain. Lihat lagi "
                    "daftarnya, lalu tandai yang masih benar."
                )
            self._add(seen, "repairs", _after_all(seen.states["repairs"], marks))

    def _add(self, seen: Seen, name: str, records: Sequence[Record]) -> None:
        if records:
            self._tables[name].append(seen.states[name], _rows(name, records))

    def original(self, sha256: str) -> Path | None:
        """Return the uploaded file of this SHA-256, or None if the store does not keep it."""
        return originals.find(self.root, sha256)

    @contextmanager
    def _writing(self) -> Iterator[Seen]:
        """Hold the store's write lock over a state that nobody else can change meanwhile."""
        with one_writer(self.root):
            replacing.finish(self.root)
            yield self._watcher.look()


def _rows(name: str, records: Sequence[Record]) -> pa.Table:
    return pa.Table.from_pylist([record.model_dump() for record in records], schema=schema.TABLES[name])


def _after_the_last(state: TableState, recorded_at: dt.datetime) -> dt.datetime:
    """Return a moment after all that the table holds: a clock set back must not undo what is recorded."""
    last: dt.datetime | None = pc.max(state.rows["recorded_at"]).as_py()
    return recorded_at if last is None else max(recorded_at, last + dt.timedelta(microseconds=1))


def _after_all(state: TableState, records: Sequence[Setting | RepairMark]) -> list[Record]:
    return [
        one.model_copy(update={"recorded_at": _after_the_last(state, one.recorded_at)}) for one in records
    ]


def _named(actor: str) -> str:
    if not actor.strip():
        raise NotAllowedError("Setiap perubahan dicatat atas nama seseorang. Isi nama Anda, lalu ulangi.")
    return actor.strip()
