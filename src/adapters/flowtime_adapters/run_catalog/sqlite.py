"""The catalog of runs in SQLite (runs §10.3).

Rule 1: a change is one transaction; readers of other threads and processes see all of it or nothing.
Rule 2: a verdict is noted at once or not at all; then its row is out of step, since the store knows better.
Rule 3: the database is loaded when the catalog is first used; most commands never do.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Set
from contextlib import contextmanager
from functools import cached_property
from typing import TYPE_CHECKING, Final, final

from flowtime_adapters.run_catalog.footprints import SeenNames
from flowtime_adapters.run_catalog.rows import (
    FOOTPRINTS,
    IDENTITIES,
    PUT,
    REMOVE,
    STATE,
    count,
    markers_of,
    row_of,
    selection,
    state_of,
    stored_id,
    stored_marker,
    summary_of,
)
from flowtime_domain.ports.run_catalog import (
    CatalogChanges,
    CatalogPage,
    CatalogQuery,
    CatalogState,
    CatalogUnavailableError,
)
from flowtime_domain.runs.identity import RunId

if TYPE_CHECKING:
    import sqlite3
    from pathlib import Path

    from flowtime_adapters.run_catalog.database import FileDatabase, MemoryDatabase

PATIENCE_SECONDS: Final = 1.0
_CONDEMN = "UPDATE runs SET status = 'corrupt', warning_count = 0 WHERE run_id = ? AND status = 'complete'"
_DOUBT = "UPDATE runs SET marker = '', footprint = 0 WHERE run_id = ? AND marker <> ''"
_OUT_OF_STEP = "UPDATE catalog SET synchronised_with = '' WHERE synchronised_with > ''"


@final
class SqliteRunCatalog:
    """Rows in a file that processes share, or in the memory of this one.

    Parameters
    ----------
    path
        The file; None keeps the rows in memory.
    patience_seconds
        How long a session waits at most for what others lock.
    """

    def __init__(self, path: Path | None, patience_seconds: float = PATIENCE_SECONDS) -> None:
        self._path = path
        self._patience_seconds = patience_seconds
        self._untold: set[RunId] = set()
        self._seen = SeenNames()

    @cached_property
    def _database(self) -> FileDatabase | MemoryDatabase:
        from flowtime_adapters.run_catalog.database import FileDatabase, MemoryDatabase

        return MemoryDatabase() if self._path is None else FileDatabase(self._path, self._patience_seconds)

    @contextmanager
    def session(self) -> Iterator[SqliteSession]:
        """Begin to use the rows."""
        with self._database.connection() as connection:
            rows = SqliteSession(self._database, connection, self._seen)
            if untold := tuple(self._untold):
                rows.doubt(untold)
                self._untold.difference_update(untold)
            yield rows

    def judge(self, run_id: RunId, *, is_intact: bool) -> None:
        """Note how a verification ended, or leave it to the next session."""
        if self._path is not None and not self._path.is_file():
            return
        try:
            with self._database.connection(wait=False) as connection:
                rows = SqliteSession(self._database, connection, self._seen)
                rows.judge(run_id, is_intact=is_intact)
        except CatalogUnavailableError:
            self._untold.add(run_id)


@final
class SqliteSession:
    """The rows over one connection to a database."""

    def __init__(
        self, database: FileDatabase | MemoryDatabase, connection: sqlite3.Connection, seen: SeenNames
    ) -> None:
        self._database = database
        self._connection = connection
        self._seen = seen

    def state(self) -> CatalogState:
        """How far the catalog is."""
        with self._transaction("BEGIN"):
            return self._state()

    def _state(self) -> CatalogState:
        return state_of(self._connection.execute(STATE).fetchall())

    def markers(self, wanted: CatalogQuery | Collection[RunId] | None = None) -> Mapping[RunId, str]:
        """The marker of each row, or of each that a query asks for or that is named."""
        with self._transaction("BEGIN"):
            rows = self._connection.execute(*markers_of(wanted))
            return {stored_id(run_id): stored_marker(marker) for run_id, marker in rows}

    def unlike(self, identities: Mapping[str, int]) -> Set[str]:
        """The names that are not in step with those in a store; mostly there are none."""
        expected = self._seen.footprints(identities)
        with self._transaction("BEGIN"):
            if self._connection.execute(FOOTPRINTS).fetchone() == (expected,):
                return frozenset()
            (text,) = self._connection.execute(IDENTITIES).fetchone()
        known = set(text.split("\n")) if text else set()
        found = {f"{name} {identity:x} " for name, identity in identities.items()}
        return {line.rsplit(" ", 2)[0] for line in known ^ found}

    def page(self, query: CatalogQuery) -> CatalogPage:
        """The rows that a query asks for, and their number at the same moment."""
        with self._transaction("BEGIN"):
            items = [summary_of(row) for row in self._connection.execute(*selection(query))]
            (total_count,) = self._connection.execute(*count(query.filter)).fetchone()
        return CatalogPage(items, total_count)

    def apply(self, changes: CatalogChanges) -> None:
        """Change rows, all at once."""
        with self._transaction("BEGIN IMMEDIATE"):
            if changes.replaces_all:
                self._connection.execute("DELETE FROM runs")
            removed = ((str(run_id), marker) for run_id, marker in changes.removed.items())
            self._connection.executemany(REMOVE, removed)
            self._connection.executemany(PUT, map(row_of, changes.put))
            if changes.synchronised_with is not None:
                self._synchronised_with(changes.synchronised_with)

    def judge(self, run_id: RunId, *, is_intact: bool) -> None:
        """Change the row of a run if it says otherwise; most do not, and then nothing is written."""
        query = "SELECT status FROM runs WHERE run_id = ?"
        with self._transaction("BEGIN"):
            found = self._connection.execute(query, (str(run_id),)).fetchone()
        if found != (("corrupt" if is_intact else "complete"),):
            return
        with self._transaction("BEGIN IMMEDIATE"):
            if is_intact:
                self._doubt([run_id])
            else:
                self._connection.execute(_CONDEMN, (str(run_id),))

    def doubt(self, run_ids: Iterable[RunId]) -> None:
        """Let rows be out of step until they are read again."""
        with self._transaction("BEGIN IMMEDIATE"):
            self._doubt(run_ids)

    def _doubt(self, run_ids: Iterable[RunId]) -> None:
        changed = self._connection.executemany(_DOUBT, [(str(run_id),) for run_id in run_ids])
        if changed.rowcount:
            self._connection.execute(_OUT_OF_STEP)

    def _synchronised_with(self, marker: str) -> None:
        self._connection.execute("UPDATE catalog SET synchronised_with = ?", (marker,))
        self._state()

    @contextmanager
    def _transaction(self, begin: str) -> Iterator[None]:
        """What is done inside is done together, or not at all."""
        with self._database.translated_failures():
            self._connection.execute(begin)
            try:
                yield
            except BaseException:
                self._connection.rollback()
                raise
            self._connection.execute("COMMIT")
