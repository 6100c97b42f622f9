"""Databases that hold a catalog: a file that processes share, or the memory of one process.

Rule 1: a file that is absent, damaged or of another version is made anew, by one process at a time; nobody
waits longer for it than they have patience.
Rule 2: a connection is used by one thread at a time; one to a file that is gone is given up.
Rule 3: what the database cannot do is `CatalogUnavailableError`; other errors are bugs.
"""

import fcntl
import os
import sqlite3
import time
import weakref
from collections.abc import Iterator
from contextlib import AbstractContextManager, closing, contextmanager, nullcontext
from pathlib import Path
from threading import Lock
from typing import Final, final
from urllib.parse import quote

from flowtime_adapters.run_catalog.rows import SCHEMA, DamagedRowError
from flowtime_domain.ports.run_catalog import CatalogRenewedError, CatalogUnavailableError

VERSION: Final = 2
LOCKS: Final = ".locks"
_DAMAGED: Final = frozenset(
    {
        sqlite3.SQLITE_ERROR,
        sqlite3.SQLITE_CORRUPT,
        sqlite3.SQLITE_SCHEMA,
        sqlite3.SQLITE_CONSTRAINT,
        sqlite3.SQLITE_MISMATCH,
        sqlite3.SQLITE_NOTADB,
    }
)
_PAUSE_SECONDS: Final = 0.005
_BESIDE: Final = ("-wal", "-shm", "-journal")


class _UnusableError(Exception):
    """The file is no catalog of this version; the reason is the argument."""


def _close_all(connections: list[sqlite3.Connection]) -> None:
    while connections:
        connections.pop().close()


def _made(connection: sqlite3.Connection, reason: str) -> None:
    """Put the tables of an empty catalog into a database."""
    connection.execute("BEGIN IMMEDIATE")
    for statement in SCHEMA:
        connection.execute(statement)
    connection.execute("INSERT INTO catalog VALUES (NULL, ?)", (reason,))
    connection.execute(f"PRAGMA user_version = {VERSION}")
    connection.execute("COMMIT")


@final
class MemoryDatabase:
    """A catalog that lives as long as this object; one session at a time."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._connections: list[sqlite3.Connection] = []
        weakref.finalize(self, _close_all, self._connections)

    @contextmanager
    def connection(self, *, wait: bool = True) -> Iterator[sqlite3.Connection]:
        """The connection, made when first asked for."""
        if not self._lock.acquire(blocking=wait):
            raise CatalogUnavailableError("The catalog in memory is in use.")
        try:
            if not self._connections:
                connection = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
                self._connections.append(connection)
                _made(connection, "absent")
            yield self._connections[0]
        finally:
            self._lock.release()

    def translated_failures(self) -> AbstractContextManager[None]:
        """Nothing goes wrong in memory."""
        return nullcontext()


@final
class FileDatabase:
    """A catalog in a file, with as many connections as threads use it at once.

    Parameters
    ----------
    path
        The file; its directory must exist when it is used.
    patience_seconds
        How long to wait at most for what others lock.
    """

    def __init__(self, path: Path, patience_seconds: float) -> None:
        self._path = path
        self._patience_seconds = patience_seconds
        self._idle: list[sqlite3.Connection] = []
        self._file: tuple[int, int] | None = None
        self._is_damaged = False
        weakref.finalize(self, _close_all, self._idle)

    @contextmanager
    def connection(self, *, wait: bool = True) -> Iterator[sqlite3.Connection]:
        """An idle connection, or a new one; it is kept if its user meets no trouble."""
        connection: sqlite3.Connection | None = None
        patience_seconds = self._patience_seconds if wait else 0.0
        try:
            with self.translated_failures():
                connection = self._taken(patience_seconds)
                connection.execute(f"PRAGMA busy_timeout = {patience_seconds * 1e3:.0f}")
            yield connection
            self._idle.append(connection)
            connection = None
        finally:
            if connection is not None:
                connection.close()

    @contextmanager
    def translated_failures(self) -> Iterator[None]:
        """Turn what goes wrong with the file into the error of the port that it means."""
        try:
            yield
        except sqlite3.Error as error:
            raise self._failure(error) from error
        except DamagedRowError as error:
            self._is_damaged = True
            raise CatalogRenewedError(f"{self._path.name}: {error}") from error
        except OSError as error:
            raise CatalogUnavailableError(f"{self._path.name}: {error.strerror}") from error

    def _taken(self, patience_seconds: float) -> sqlite3.Connection:
        if self._identity() != self._file or self._is_damaged:
            _close_all(self._idle)
        try:
            return self._idle.pop()
        except IndexError:
            return self._opened(patience_seconds)

    def _identity(self) -> tuple[int, int] | None:
        try:
            status = os.stat(self._path)
        except FileNotFoundError:
            return None
        return status.st_dev, status.st_ino

    def _opened(self, patience_seconds: float) -> sqlite3.Connection:
        """A new connection; while one process looks at the file, and makes it anew, others wait."""
        with self._turn(patience_seconds):
            connection = self._connected(patience_seconds)
            self._file = self._identity()
            self._is_damaged = False
        return connection

    @contextmanager
    def _turn(self, patience_seconds: float) -> Iterator[None]:
        """Hold the lock of those who look at the file."""
        locks = self._path.parent / LOCKS
        locks.mkdir(exist_ok=True)
        handle = os.open(locks / "catalog", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o666)
        try:
            deadline = time.monotonic() + patience_seconds
            while not _took(handle):
                if time.monotonic() >= deadline:
                    raise CatalogUnavailableError(f"{self._path.name}: another process keeps its lock")
                time.sleep(_PAUSE_SECONDS)
            yield
        finally:
            os.close(handle)

    def _connected(self, patience_seconds: float) -> sqlite3.Connection:
        reason = "corrupt"
        if not self._is_damaged:
            try:
                return self._checked("absent", patience_seconds)
            except _UnusableError as error:
                reason = str(error)
            except sqlite3.Error as error:
                if not _tells_damage(error):
                    raise
        for suffix in ("", *_BESIDE):
            Path(f"{self._path}{suffix}").unlink(missing_ok=True)
        return self._checked(reason, patience_seconds)

    def _checked(self, reason: str, patience_seconds: float) -> sqlite3.Connection:
        """A connection to a catalog of this version; an empty file becomes one."""
        is_known = self._identity() == self._file is not None
        connection = sqlite3.connect(
            f"file:{quote(os.fsencode(self._path))}?mode=rwc",
            timeout=patience_seconds,
            isolation_level=None,
            check_same_thread=False,
            uri=True,
        )
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = NORMAL")
            if not is_known:
                _check(connection, reason)
        except BaseException:
            connection.close()
            raise
        return connection

    def _failure(self, error: sqlite3.Error) -> CatalogUnavailableError:
        """What an error means; a bug is raised again as it is."""
        if not hasattr(error, "sqlite_errorcode"):
            raise error
        self._is_damaged = self._is_damaged or _tells_damage(error)
        is_moved = error.sqlite_errorcode == sqlite3.SQLITE_READONLY_DBMOVED
        kind = CatalogRenewedError if self._is_damaged or is_moved else CatalogUnavailableError
        return kind(f"{self._path.name}: {error}")


def _took(handle: int) -> bool:
    """Whether a lock could be taken; it is gone with the handle."""
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _tells_damage(error: sqlite3.Error) -> bool:
    return getattr(error, "sqlite_errorcode", sqlite3.SQLITE_OK) & 0xFF in _DAMAGED


def _check(connection: sqlite3.Connection, reason: str) -> None:
    """Look at a file that this process does not know yet."""
    with closing(connection.execute("PRAGMA user_version")) as version:
        (found,) = version.fetchone()
    with closing(connection.execute("SELECT sql FROM sqlite_master WHERE sql > ''")) as statements:
        schema = {sql for (sql,) in statements}
    if (found, schema) == (0, set()):
        _made(connection, reason)
    elif found != VERSION:
        raise _UnusableError("version")
    elif schema != set(SCHEMA) or connection.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
        raise _UnusableError("corrupt")
