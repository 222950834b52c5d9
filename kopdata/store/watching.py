"""The newest state of all tables, read again only where one of them moved."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from kopdata.store import replacing
from kopdata.store.contents import WATCHED, Contents, assemble
from kopdata.store.durability import one_writer
from kopdata.store.tables import Table, TableState, unreadable


@dataclass(frozen=True, slots=True)
class Seen:
    """The states of all tables at one look, and what they make."""

    states: Mapping[str, TableState]
    contents: Contents


class Watcher:
    """Looks at the tables of the store at ``root``. Safe to share among threads."""

    def __init__(self, root: Path, tables: Mapping[str, Table]) -> None:
        self._root = root
        self._tables = tables
        self._reading = threading.Lock()
        self._seen: Seen | None = None

    def look(self) -> Seen:
        """Return the newest readable state; the same object while nothing moved.

        A restore that was cut off is finished first: until then the folder may hold parts of two stores.

        Raises
        ------
        StoreError
            A table cannot be read in any state.
        """
        seen = self._seen
        try:
            if seen is None or self._moved(seen):
                while (seen := self._newest()) is None:
                    with one_writer(self._root):
                        replacing.finish(self._root)
        except OSError as error:
            raise unreadable(self._root) from error
        return seen

    def _newest(self) -> Seen | None:
        """Return the state on the disk; None where a restore was cut off that may have left parts of two."""
        with self._reading:
            seen = self._seen
            if seen is None or self._moved(seen):
                seen = self._read(seen)
                if replacing.is_unfinished(self._root):
                    return None
                self._seen = seen
            return seen

    def _moved(self, seen: Seen) -> list[str]:
        return [name for name in WATCHED if self._tables[name].has_moved(seen.states[name])]

    def _read(self, before: Seen | None) -> Seen:
        states = dict(before.states) if before else {}
        for name in self._moved(before) if before else WATCHED:
            states[name] = self._tables[name].read()
        # Rows stand before the event that shows them; so read after it, none can be missing.
        registry = self._tables["registry"]
        if before is None or registry.has_moved(states["registry"]):
            states["registry"] = registry.read()
        return Seen(states, assemble(self._root, states))
