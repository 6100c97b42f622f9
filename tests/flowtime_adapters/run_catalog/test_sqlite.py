"""The catalog of runs in SQLite."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from contracts.artifact_store import publish
from contracts.run_catalog import RunCatalogContract, everything, filled
from examples.catalog_rows import write_listed_documents
from examples.clinic_desk import other_bundle
from fakes.clock import FixedClock
from fakes.file_system import UnsyncedFileSystem
from fakes.run_catalog import InMemoryRunCatalog
from fakes.run_observer import RecordingRunObserver
from flowtime_adapters.artifact_store.filesystem import FilesystemArtifactStore
from flowtime_adapters.run_catalog.sqlite import SqliteRunCatalog
from flowtime_domain.ports.run_catalog import CatalogQuery, RunCatalog, RunFilter
from flowtime_domain.ports.run_observer import CatalogRebuilt, RunSubject
from flowtime_domain.runs.identity import RunId
from flowtime_domain.use_cases.catalog_upkeep import CatalogUpkeep
from flowtime_domain.use_cases.delete_run import DeleteRun

RACER = Path(__file__).with_name("racing_process.py")


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
        "import sys; from pathlib import Path; before = 'sqlite3' in sys.modules;"
        "from flowtime_adapters.run_catalog.sqlite import SqliteRunCatalog;"
        "SqliteRunCatalog(Path('catalog.db')); sys.exit('sqlite3' in sys.modules and not before)"
    )
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0


def upkeep_over(data: Path, observer: RecordingRunObserver) -> CatalogUpkeep:
    """The catalog of a data root, as one process uses it."""
    store = FilesystemArtifactStore(data / "runs", files=UnsyncedFileSystem())
    catalog = SqliteRunCatalog(data / "catalog.db")
    return CatalogUpkeep(store, catalog, SqliteRunCatalog(None), observer, FixedClock())


@pytest.mark.slow
def test_ten_thousand_runs(tmp_path: Path) -> None:
    """Ten thousand runs are listed in their order, each once, under every way to choose them (runs §10.4)."""
    newest_first = write_listed_documents(tmp_path / "runs", 10_000)
    observer = RecordingRunObserver()
    upkeep = upkeep_over(tmp_path, observer)
    seen: list[str] = []
    query = CatalogQuery(RunFilter(), limit=700)
    while (page := upkeep.page(query)).items:
        assert page.total_count == 10_000
        seen += [str(run.run_id) for run in page.items]
        last = page.items[-1]
        query = CatalogQuery(RunFilter(), limit=700, after=(last.created, str(last.run_id)))
    assert seen == newest_first
    numbered = upkeep.page(CatalogQuery(RunFilter(), limit=200, offset=9_900))
    assert [str(run.run_id) for run in numbered.items] == newest_first[9_900:]
    assert upkeep.page(CatalogQuery(RunFilter(text="ward"), limit=1)).total_count == 3_334
    (middle,) = upkeep.page(CatalogQuery(RunFilter(text=newest_first[5_000]), limit=2)).items
    older = RunFilter(created_before=middle.created, mode="simulation", template_id="clinic-desk")
    assert upkeep.page(CatalogQuery(older, limit=1)).total_count == 4_990
    assert [event.runs for event in observer.events if isinstance(event, CatalogRebuilt)] == [10_000]


def test_threads_make_list_and_delete_runs(tmp_path: Path) -> None:
    """Runs that are there all the time are on every list, whatever comes and goes (runs §10.3)."""
    store = FilesystemArtifactStore(tmp_path / "runs", files=UnsyncedFileSystem())
    observer = RecordingRunObserver()
    upkeep = upkeep_over(tmp_path, observer)
    publish(store, other_bundle(RunId("always")))

    def come_and_go(name: str) -> None:
        for number in range(15):
            run_id = RunId(f"{name}_{number}")
            with store.stage(other_bundle(run_id), lambda: None) as staged:
                staged.publish(overwrite=False)
                upkeep.record(staged.summary, RunSubject(str(run_id), None, None))
            if number % 3:
                DeleteRun(store, upkeep, observer)(str(run_id))

    def look(_name: str) -> set[str]:
        lists = [upkeep.page(CatalogQuery(RunFilter(status=None), limit=100)).items for _ in range(40)]
        assert all("always" in {str(run.run_id) for run in items} for items in lists)
        return {run.status for items in lists for run in items}

    with ThreadPoolExecutor(5) as threads:
        work = [threads.submit(come_and_go, name) for name in "xyz"]
        looks = [threads.submit(look, name) for name in "uv"]
        assert [each.result() for each in work] == [None] * 3
        assert [each.result() for each in looks] == [{"complete"}] * 2
    left = {"always", *(f"{name}_{number}" for name in "xyz" for number in range(0, 15, 3))}
    assert {str(run.run_id) for run in upkeep.page(CatalogQuery(RunFilter(), limit=100)).items} == left
    assert [name for name in observer.names if name == "CatalogUnavailable"] == []


def test_processes_make_list_and_delete_runs(tmp_path: Path) -> None:
    """Processes that share a data root see each other's runs come and go (runs §10.3)."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    racers = [
        subprocess.Popen(
            [sys.executable, RACER, tmp_path, name], env=environment, stdout=subprocess.PIPE, text=True
        )
        for name in ("x", "y")
    ]
    words = [racer.communicate()[0] for racer in racers]
    assert [racer.returncode for racer in racers] == [0, 0], words
    found = upkeep_over(tmp_path, RecordingRunObserver()).page(
        CatalogQuery(RunFilter(status=None), limit=100)
    )
    assert [str(run.run_id) for run in found.items] == [f"{name}_{n}" for name in "xy" for n in (0, 3, 6, 9)]
    assert {run.status for run in found.items} == {"complete"}
