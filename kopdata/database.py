"""DuckDB over one version of the store: what every query asks.

A ``Database`` is an in-memory DuckDB made of one version, and it never changes. So several queries of one
page see one state, also while somebody imports; and it goes when its last user lets go of it.
"""

from __future__ import annotations

import datetime as dt
import os
import threading
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import accumulate
from weakref import WeakKeyDictionary

import duckdb
import pyarrow as pa

from kopdata.errors import StoreError
from kopdata.models import ImportEvent, Snapshot
from kopdata.sql import sql
from kopdata.store import Contents, Store, schema
from kopdata.store.completing import combine
from kopdata.store.tables import DataFile

HELD_ROWS = 400_000
"""So many rows of the registry are held in memory, the newest dates first; the others are read from their
files on every query.

A registry of 120 files answers in 2 ms when held, in 25 ms from its files; a row takes 1 kB at most.
"""

_SETTINGS: dict[str, str | bool | int | float | list[str]] = {
    "threads": min(4, os.cpu_count() or 1),
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "allow_community_extensions": False,
}

_ALL_KEYED = (
    "CREATE VIEW registry_keyed AS FROM keyed_held UNION ALL BY NAME SELECT *, sorted_by(name) AS sort_name, "
    "searched_in(name, nik, legal_number, village) AS search_text "
    "FROM registry_stored(getvariable('registry_files'))"
)

_FIRST_DAYS = (
    "SELECT (SELECT min(visited_on) FROM visits), "
    "(SELECT min(coalesce(assessed_on, make_date(year, 1, 1))) FROM assessments), "
    "(SELECT min(begins_on) FROM coaching_spans)"
)

Parameters = Mapping[str, object]

_current: WeakKeyDictionary[Store, Database] = WeakKeyDictionary()
_making = threading.Lock()


def open_database(store: Store, contents: Contents | None = None) -> Database:
    """Return the database of ``contents``, else of the store's present ones: the same while nothing moves.

    Raises
    ------
    StoreError
        The store cannot be read in any state.
    """
    contents = contents or store.contents()
    with _making:
        database = _current.get(store)
        if database is None or database.version != str(contents.version):
            database = _current[store] = Database(contents)
        return database


class Database:
    """One version of the store, as tables and views by these names.

    ``registry``: the rows of the current imports of every date; ``registry_keyed``: the same with what names
    are sorted by and searched in. ``visits``: the latest revision of each; ``visit_spans``, ``coaching``,
    ``proposals``, ``plans``, ``outreach`` and what is made of them: ``sql/view_fieldwork.sql``.
    ``assessments``: every one. ``imports``: every event. Merges by hand are applied to ``coop_id``.
    Safe to share among threads: each call takes a cursor of its own.
    """

    def __init__(self, contents: Contents, *, held_rows: int = HELD_ROWS) -> None:
        self.version = str(contents.version)
        self.snapshots: tuple[Snapshot, ...] = contents.snapshots
        self.is_demo = contents.is_demo
        self.first_visit: dt.date | None
        """The day of the earliest visit or call that is recorded, None while there is none."""
        self.first_assessment: dt.date | None
        """The day from which the earliest assessment counts, None while there is none."""
        self.first_coaching: dt.date | None
        """The day on which the first case of coaching was opened, None while there is none."""
        self._connection = duckdb.connect(":memory:", config=_SETTINGS)
        self._connection.execute("SET TimeZone = 'UTC'; SET enable_progress_bar = false")
        self._held_rows = held_rows
        self._files: list[str] = []
        self._files_of_several: list[str] = []
        self._all_files = [str(file.path) for file in contents.registry_files]
        with _readable(duckdb.IOException, duckdb.InvalidInputException):
            self._fill(contents)
            [days] = self._cursor().execute(_FIRST_DAYS).fetchall()
            self.first_visit, self.first_assessment, self.first_coaching = days

    def _fill(self, contents: Contents) -> None:
        given = {
            "imports": contents.imports,
            "visits_stored": contents.visits,
            "plans_stored": contents.plans,
            "coaching_stored": contents.coaching,
            "proposals_stored": contents.proposals,
            "outreach_stored": contents.outreach,
            "assessments_stored": contents.assessments,
            "same_as": pa.table(
                {"coop_id": list(contents.merged), "same_as": list(contents.merged.values())},
                schema=pa.schema([("coop_id", pa.string()), ("same_as", pa.string())]),
            ),
            "apart": pa.table(
                {
                    "coop_id": [coop_id for coop_id, _import in contents.separated],
                    "import_id": [import_id for _coop, import_id in contents.separated],
                    "same_as": list(contents.separated.values()),
                },
                schema=pa.schema([(name, pa.string()) for name in ("coop_id", "import_id", "same_as")]),
            ),
            "registry_shape": schema.REGISTRY.empty_table(),
        }
        for name, rows in given.items():
            self._connection.from_arrow(rows).create(name)
        for name in ("identity_words", "view_visits", "view_fieldwork", "view_assessments", "view_registry"):
            self._connection.execute(sql(name))
        self._connection.execute("DROP TABLE visits_stored")  # a million of them would be held twice
        self._connection.execute("CREATE TABLE registry_held AS FROM registry_shape")
        several = [snapshot for snapshot in contents.snapshots if len(snapshot.imports) > 1]
        for snapshot in several:
            completed = combine((event, self._import(event, contents)) for event in snapshot.imports)
            self._connection.from_arrow(completed).insert_into("registry_held")
        completing = {event.import_id for snapshot in several for event in snapshot.imports}
        self._files_of_several = [
            str(file.path) for file in contents.registry_files if file.import_id in completing
        ]
        alone = [file for file in _newest_first(contents) if file.import_id not in completing]
        rows_so_far = list(accumulate(file.rows for file in alone))
        held = bisect_right(rows_so_far, self._held_rows)
        paths = [str(file.path) for file in alone]
        if held:
            self._connection.execute(
                "INSERT INTO registry_held BY NAME FROM registry_stored($files)", {"files": paths[:held]}
            )
        self._files = paths[held:]
        self._connection.execute(sql("view_keyed"))
        cursor = self._cursor()
        cursor.execute(_ALL_KEYED if self._files else "CREATE VIEW registry_keyed AS FROM keyed_held")
        cursor.execute(
            "CREATE VIEW registry AS SELECT * EXCLUDE (sort_name, search_text) FROM registry_keyed"
        )

    def _import(self, event: ImportEvent, contents: Contents) -> pa.Table:
        """Return the rows of one import in the order of its file."""
        files = [str(file.path) for file in contents.registry_files if file.import_id == event.import_id]
        if not files:
            return schema.REGISTRY.empty_table()
        rows = self._connection.execute(
            "FROM registry_stored($files) ORDER BY source_row", {"files": files}
        ).to_arrow_table()
        return rows.cast(schema.REGISTRY)

    def _cursor(self) -> duckdb.DuckDBPyConnection:
        cursor = self._connection.cursor()
        if self._files:
            # A view cannot carry parameters; a variable of the cursor's own can be seen from within one.
            cursor.execute("SET VARIABLE registry_files = $files", {"files": self._files})
        return cursor

    def table(self, sql: str, parameters: Parameters | None = None) -> pa.Table:
        """Return the rows of a query as an Arrow table.

        Parameters
        ----------
        parameters
            Values for the query's ``$name``; each of them must occur in it.

        Raises
        ------
        StoreError
            A data file cannot be read.
        """
        with _readable(duckdb.IOException), self._cursor() as cursor:
            return cursor.execute(sql, dict(parameters or {})).to_arrow_table()

    def rows(self, sql: str, parameters: Parameters | None = None) -> list[dict[str, object]]:
        """Return the rows of a query, each by the names of its columns; as ``table`` otherwise."""
        rows: list[dict[str, object]] = self.table(sql, parameters).to_pylist()
        return rows

    def given_rows(self, coop_id: str) -> list[dict[str, object]]:
        """Return a koperasi as each import gave it, for the dates that several imports make together.

        The registry shows those imports as one, and names the first; where a value came from stands here.
        Dates that rest on one import are left out: there the registry's row is the given one.

        Raises
        ------
        StoreError
            A data file cannot be read.
        """
        if not self._files_of_several:
            return []
        return self.rows(
            "FROM registry_stored($files) WHERE coop_id = $coop_id ORDER BY source_row",
            {"files": self._files_of_several, "coop_id": coop_id},
        )

    def imports_of(self, coop_id: str) -> dict[str, frozenset[str]]:
        """Return the current imports that speak of a koperasi, and by which ids: merges give it several.

        Raises
        ------
        StoreError
            A data file cannot be read.
        """
        if not self._all_files:
            return {}
        found: dict[str, frozenset[str]] = {}
        for row in self.rows(
            "SELECT import_id, given_id FROM registry_ids($files) WHERE coop_id = $coop_id",
            {"files": self._all_files, "coop_id": coop_id},
        ):
            import_id = str(row["import_id"])
            found[import_id] = found.get(import_id, frozenset()) | {str(row["given_id"])}
        return found

    def names_given(self, coop_ids: Sequence[str]) -> dict[str, str]:
        """Return the name that imports gave each of these ids, merged or split off ones too.

        Raises
        ------
        StoreError
            A data file cannot be read.
        """
        if not self._all_files or not coop_ids:
            return {}
        rows = self.rows(
            "SELECT coop_id, given_id, name FROM registry_ids($files) "
            "WHERE list_has_any([given_id, coop_id], $ids)",
            {"files": self._all_files, "ids": list(coop_ids)},
        )
        # One that was split off bears an id that no import gave.
        shown = {str(row["coop_id"]): str(row["name"]) for row in rows}
        return shown | {str(row["given_id"]): str(row["name"]) for row in rows}

    def value(self, sql: str, parameters: Parameters | None = None) -> object:
        """Return the first field of a query's first row, None if there is none; as ``table`` otherwise."""
        table = self.table(sql, parameters)
        return table[0][0].as_py() if len(table) else None


def _newest_first(contents: Contents) -> list[DataFile]:
    dates = {event.import_id: snapshot.as_of for snapshot in contents.snapshots for event in snapshot.imports}
    return sorted(contents.registry_files, key=lambda file: dates[file.import_id or ""], reverse=True)


@contextmanager
def _readable(*errors: type[duckdb.Error]) -> Iterator[None]:
    """Turn the errors that a file which cannot be read makes into a sentence."""
    try:
        yield
    except errors as error:
        raise StoreError(
            "Berkas data di penyimpanan tidak dapat dibaca. Periksa apakah folder penyimpanan masih ada, "
            "lalu muat ulang; bila tetap begitu, pulihkan dari cadangan."
        ) from error
