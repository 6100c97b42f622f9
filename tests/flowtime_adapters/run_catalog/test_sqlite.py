"""The catalog of runs in SQLite."""

import subprocess
import sys
from pathlib import Path

import pytest

from contracts.run_catalog import RunCatalogContract, everything, filled
from fakes.run_catalog import InMemoryRunCatalog
from flowtime_adapters.run_catalog.sqlite import SqliteRunCatalog
from flowtime_domain.ports.run_catalog import RunCatalog
from flowtime_domain.runs.identity import RunId


class TestSqliteRunCatalog(RunCatalogContract):
    @pytest.fixture(autouse=True)
    def _file(self, tmp_path: Path) -> None:
        self._catalog = SqliteRunCatalog(tmp_path / "catalog.db")

    def catalog(self) -> RunCatalog:
        return self._catalog


class TestSqliteRunCatalogInMemory(RunCatalogContract):
    @pytest.fixture(autouse=True)
    def _rows(self) -> None:
        self._catalog = SqliteRunCatalog(None)

    def catalog(self) -> RunCatalog:
        return self._catalog


class TestInMemoryRunCatalog(RunCatalogContract):
    @pytest.fixture(autouse=True)
    def _rows(self) -> None:
        self._catalog = InMemoryRunCatalog()

    def catalog(self) -> RunCatalog:
        return self._catalog


def test_catalog_is_shared_through_its_file(tmp_path: Path) -> None:
    """What one process writes another reads (runs §10.3)."""
    filled(SqliteRunCatalog(tmp_path / "catalog.db"))
    assert len(everything(SqliteRunCatalog(tmp_path / "catalog.db"))) == 5


def test_verdict_makes_no_catalog(tmp_path: Path) -> None:
    """Verifying a run does not create what only a listing needs (runs §10.3)."""
    SqliteRunCatalog(tmp_path / "catalog.db").judge(RunId("run_a"), is_intact=False)
    assert list(tmp_path.iterdir()) == []


def test_database_is_loaded_when_it_is_needed() -> None:
    """A command that does not list or make runs never loads the database (design §9)."""
    script = (
        "import sys; from pathlib import Path;"
        "from flowtime_adapters.run_catalog.sqlite import SqliteRunCatalog;"
        "SqliteRunCatalog(Path('catalog.db')); sys.exit('sqlite3' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0
