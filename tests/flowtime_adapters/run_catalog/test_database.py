"""The file of a catalog: absent, damaged, locked, of another version, shared."""

import fcntl
import gc
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from threading import Thread

import pytest

from contracts.run_catalog import ROWS, everything, filled
from examples.catalog_rows import row
from flowtime_adapters.run_catalog.database import LOCKS, FileDatabase, MemoryDatabase
from flowtime_adapters.run_catalog.sqlite import SqliteRunCatalog
from flowtime_domain.ports.run_catalog import (
    CatalogChanges,
    CatalogQuery,
    CatalogRenewedError,
    CatalogUnavailableError,
    RunFilter,
)
from flowtime_domain.runs.identity import RunId

WRITER = Path(__file__).with_name("writing_process.py")
EXCLUSIVE = "PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE"
FOREVER = 1e6


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "catalog.db"


def connected(path: Path) -> sqlite3.Connection:
    """A connection of somebody else."""
    return sqlite3.connect(path, isolation_level=None)


def stored(path: Path) -> None:
    """A catalog in a file that no process has open."""
    catalog = filled(SqliteRunCatalog(path))
    del catalog
    gc.collect()


def state_of(catalog: SqliteRunCatalog) -> tuple[str | None, str]:
    with catalog.session() as rows:
        state = rows.state()
    return state.synchronised_with, state.made_because


def garbage(path: Path) -> None:
    path.write_bytes(b"no database " * 1000)


def garbage_behind_the_header(path: Path) -> None:
    content = path.read_bytes()
    path.write_bytes(content[:100] + b"\xa5" * (len(content) - 100))


def garbage_in_the_last_page(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-4096] + b"\xa5" * 4096)


def truncated(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:5000])


def other_version(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA user_version = 999")


def another_database(path: Path) -> None:
    path.unlink()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE something (else_)")


def harmed_by(*statements: str) -> Callable[[Path], None]:
    """Lets somebody else change the file of a catalog."""

    def harm(path: Path) -> None:
        with closing(connected(path)) as connection:
            for statement in statements:
                connection.execute(statement)

    return harm


@pytest.mark.parametrize(
    ("harm", "reason"),
    [
        (Path.unlink, "absent"),
        (lambda path: path.write_bytes(b""), "absent"),
        (garbage, "corrupt"),
        (garbage_behind_the_header, "corrupt"),
        (garbage_in_the_last_page, "corrupt"),
        (truncated, "corrupt"),
        (other_version, "version"),
        (another_database, "version"),
        (harmed_by("DROP TABLE catalog"), "corrupt"),
        (harmed_by("DROP TABLE runs"), "corrupt"),
        (harmed_by("DROP INDEX runs_by_creation"), "corrupt"),
        (harmed_by("ALTER TABLE runs ADD COLUMN owner"), "corrupt"),
        (
            harmed_by("ALTER TABLE runs RENAME TO old", "CREATE TABLE runs AS SELECT * FROM old"),
            "corrupt",
        ),
    ],
)
def test_a_file_that_is_no_catalog_is_made_anew(
    path: Path, harm: Callable[[Path], None], reason: str
) -> None:
    """What is absent, damaged or of another version is replaced by an empty catalog (runs §10.3)."""
    stored(path)
    harm(path)
    catalog = SqliteRunCatalog(path)
    assert state_of(catalog) == (None, reason)
    assert len(everything(filled(catalog))) == 5
    assert state_of(SqliteRunCatalog(path)) == ("now", reason)


def every_row(catalog: SqliteRunCatalog) -> object:
    with catalog.session() as rows:
        return rows.markers()


def next_synchronisation(catalog: SqliteRunCatalog) -> object:
    with catalog.session() as rows:
        return rows.apply(CatalogChanges(synchronised_with="later"))


@pytest.mark.parametrize(
    ("statement", "use"),
    [
        ("DROP TABLE catalog", state_of),
        ("DELETE FROM catalog", state_of),
        ("DELETE FROM catalog", next_synchronisation),
        ("INSERT INTO catalog SELECT * FROM catalog", state_of),
        ("INSERT INTO catalog SELECT * FROM catalog", next_synchronisation),
        ("UPDATE catalog SET synchronised_with = 7", state_of),
        ("UPDATE catalog SET made_because = NULL", state_of),
        ("UPDATE runs SET created = 'noon' WHERE run_id = 'run_a'", everything),
        ("UPDATE runs SET marker = NULL WHERE run_id = 'run_a'", every_row),
        ("UPDATE runs SET run_id = NULL WHERE run_id = 'run_a'", every_row),
    ],
)
def test_damage_that_shows_later_is_found_too(
    path: Path, statement: str, use: Callable[[SqliteRunCatalog], object]
) -> None:
    """Rows that are missing, or that nobody has put, make the catalog anew (runs §10.3)."""
    catalog = filled(SqliteRunCatalog(path))
    harmed_by(statement)(path)
    with pytest.raises(CatalogRenewedError):
        use(catalog)
    assert state_of(catalog) == (None, "corrupt")
    assert everything(catalog) == []


def test_file_that_goes_while_it_is_used(path: Path) -> None:
    """A catalog that somebody deletes or replaces is noticed by the next session (runs §10.3)."""
    catalog = filled(SqliteRunCatalog(path))
    for suffix in ("", "-wal", "-shm"):
        Path(f"{path}{suffix}").unlink(missing_ok=True)
    assert state_of(catalog) == (None, "absent")
    filled(catalog)
    with catalog.session() as rows:
        path.unlink()
        assert len(rows.markers()) == 5
    filled(SqliteRunCatalog(path))
    assert len(everything(catalog)) == 5


@pytest.mark.parametrize("mode", ["BEGIN IMMEDIATE", EXCLUSIVE])
def test_locked_file_cannot_be_used_and_is_left_alone(path: Path, mode: str) -> None:
    """While another process holds the lock nothing can be changed, and nothing is lost (runs §10.3)."""
    stored(path)
    catalog = SqliteRunCatalog(path, patience_seconds=0.05)
    with closing(connected(path)) as other:
        other.executescript(mode)
        other.execute("DELETE FROM runs")
        with pytest.raises(CatalogUnavailableError) as caught, catalog.session() as rows:
            rows.apply(CatalogChanges(put=[row("run_z", hour=1)]))
        if mode != EXCLUSIVE:
            with catalog.session() as rows, pytest.raises(CatalogUnavailableError):
                rows.apply(CatalogChanges(put=[row("run_z", hour=1)]))
        assert not isinstance(caught.value, CatalogRenewedError)
        other.execute("ROLLBACK")
    assert len(everything(catalog)) == 5


def test_turn_that_never_comes_is_not_waited_for(path: Path) -> None:
    """A process that stops while it looks at the file keeps others waiting for a while only (runs §7.5)."""
    filled(SqliteRunCatalog(path))
    with (path.parent / LOCKS / "catalog").open() as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        with pytest.raises(CatalogUnavailableError) as caught:
            everything(SqliteRunCatalog(path, patience_seconds=0.05))
        assert not isinstance(caught.value, CatalogRenewedError)
    assert len(everything(SqliteRunCatalog(path))) == 5


def test_turn_is_waited_for(path: Path) -> None:
    """While another process looks at the file, or makes it anew, others wait (runs §10.3)."""
    filled(SqliteRunCatalog(path))
    catalog = SqliteRunCatalog(path, patience_seconds=FOREVER)
    with (path.parent / LOCKS / "catalog").open() as held, ThreadPoolExecutor(1) as threads:
        fcntl.flock(held, fcntl.LOCK_EX)
        found = threads.submit(everything, catalog)
        with pytest.raises(TimeoutError):
            found.result(0.05)
        fcntl.flock(held, fcntl.LOCK_UN)
        assert len(found.result()) == 5


@pytest.mark.parametrize(
    ("lock", "is_known"),
    [("BEGIN IMMEDIATE", False), ("BEGIN IMMEDIATE", True), (EXCLUSIVE, False), ("turn", False)],
)
def test_verdict_is_noted_without_waiting(path: Path, lock: str, is_known: bool) -> None:
    """What cannot be noted at once is read again by the next synchronisation (runs §10.3)."""
    stored(path)
    catalog = SqliteRunCatalog(path, patience_seconds=FOREVER)
    if is_known:
        everything(catalog)
    with (path.parent / LOCKS / "catalog").open() as turn, closing(connected(path)) as other:
        if lock == "turn":
            fcntl.flock(turn, fcntl.LOCK_EX)
        else:
            other.executescript(lock)
        catalog.judge(RunId("run_a"), is_intact=False)
        catalog.judge(RunId("run_d"), is_intact=True)
    with catalog.session() as rows:
        markers = rows.markers()
        assert (markers[RunId("run_a")], markers[RunId("run_d")]) == ("", "")
        assert markers[RunId("run_b")] == "marker of run_b"
        assert rows.state().synchronised_with == ""
    with catalog.session() as rows:
        rows.apply(CatalogChanges(put=ROWS, synchronised_with="now"))
    with catalog.session() as rows:
        assert rows.state().synchronised_with == "now"


def test_verdict_that_changes_nothing_needs_no_lock(path: Path) -> None:
    """While somebody writes, a verdict that the row bears already leaves nothing to do (runs §10.3)."""
    catalog = filled(SqliteRunCatalog(path))
    with closing(connected(path)) as other:
        other.execute("BEGIN IMMEDIATE")
        catalog.judge(RunId("run_a"), is_intact=True)
        catalog.judge(RunId("run_d"), is_intact=False)
        catalog.judge(RunId("nobody"), is_intact=False)
    assert state_of(catalog) == ("now", "absent")


@pytest.mark.parametrize("obstacle", ["directory", "file"])
def test_place_where_no_file_can_be(tmp_path: Path, obstacle: str) -> None:
    """A catalog that cannot lie where it should is unavailable (runs §10.3)."""
    if obstacle == "directory":
        (tmp_path / "catalog.db").mkdir()
        path = tmp_path / "catalog.db"
    else:
        (tmp_path / "data").write_text("a file")
        path = tmp_path / "data" / "catalog.db"
    with pytest.raises(CatalogUnavailableError):
        state_of(SqliteRunCatalog(path))


def test_read_only_file_cannot_be_changed(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a medium that cannot be written the catalog is unavailable, and stays as it is (operations §5.3)."""
    stored(path)
    connect = sqlite3.connect

    def read_only(database: str, **options: object) -> sqlite3.Connection:
        return connect(database.replace("mode=rwc", "mode=ro"), **options)

    monkeypatch.setattr(sqlite3, "connect", read_only)
    with pytest.raises(CatalogUnavailableError) as caught:
        filled(SqliteRunCatalog(path))
    assert not isinstance(caught.value, CatalogRenewedError)


def test_bug_is_no_trouble_of_the_catalog(path: Path) -> None:
    """A wrong use of the database is a bug and stays one (design §7)."""
    with pytest.raises(sqlite3.ProgrammingError), FileDatabase(path, 1).connection() as connection:
        connection.execute("SELECT ?", ())


def test_connections_are_kept_and_closed(path: Path) -> None:
    """Sessions after each other share a connection; none outlives its catalog (runs §10.3)."""
    database = FileDatabase(path, 1)
    with database.connection() as first:
        pass
    with database.connection() as second, database.connection() as third:
        assert second is first
        assert third is not first
    del database
    gc.collect()
    with pytest.raises(sqlite3.ProgrammingError, match="closed"):
        first.execute("SELECT 1")
    memory = MemoryDatabase()
    with memory.connection() as only:
        pass
    del memory
    gc.collect()
    with pytest.raises(sqlite3.ProgrammingError, match="closed"):
        only.execute("SELECT 1")


def test_threads_use_a_catalog_together(path: Path) -> None:
    """Threads of one process change and read rows at once, and each change is whole (runs §10.3)."""
    catalog = SqliteRunCatalog(path)
    counts: list[int] = []

    def work(name: str) -> None:
        for number in range(20):
            pair = [row(f"{name}_{number}_{half}", hour=number) for half in "ab"]
            with catalog.session() as rows:
                rows.apply(CatalogChanges(put=pair))
            with catalog.session() as rows:
                counts.append(rows.page(CatalogQuery(RunFilter(), limit=1)).total_count)

    threads = [Thread(target=work, args=(name,)) for name in "xyz"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [count for count in counts if count % 2] == []
    assert len(counts) == 60
    with catalog.session() as rows:
        assert len(rows.markers()) == 120


def test_processes_use_a_catalog_together(path: Path) -> None:
    """Processes that begin with a damaged file end with one catalog that has the rows of all (runs §10.3)."""
    garbage(path)
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    writers = [
        subprocess.Popen([sys.executable, WRITER, path, name], env=environment) for name in ("x", "y", "z")
    ]
    assert [writer.wait() for writer in writers] == [0, 0, 0]
    catalog = SqliteRunCatalog(path)
    assert state_of(catalog)[1] == "corrupt"
    with catalog.session() as rows:
        assert len(rows.markers()) == 150
