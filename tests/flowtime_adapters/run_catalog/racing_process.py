"""Makes runs in a data root that others use, lists them after each step, and deletes two of three."""

import sys
from pathlib import Path

from examples.clinic_desk import other_bundle
from fakes.clock import FixedClock
from fakes.file_system import UnsyncedFileSystem
from fakes.run_observer import RecordingRunObserver
from flowtime_adapters.artifact_store.filesystem import FilesystemArtifactStore
from flowtime_adapters.run_catalog.sqlite import SqliteRunCatalog
from flowtime_domain.ports.run_catalog import CatalogQuery, RunFilter
from flowtime_domain.ports.run_observer import RunSubject
from flowtime_domain.runs.identity import RunId
from flowtime_domain.use_cases.catalog_upkeep import CatalogUpkeep
from flowtime_domain.use_cases.delete_run import DeleteRun


def main(data: Path, name: str) -> None:
    store = FilesystemArtifactStore(data / "runs", files=UnsyncedFileSystem())
    catalog, observer = SqliteRunCatalog(data / "catalog.db"), RecordingRunObserver()
    upkeep = CatalogUpkeep(store, catalog, SqliteRunCatalog(None), observer, FixedClock())
    expected: set[str] = set()
    for number in range(12):
        run_id = RunId(f"{name}_{number}")
        with store.stage(other_bundle(run_id), lambda: None) as staged:
            staged.publish(overwrite=False)
            upkeep.record(staged.summary, RunSubject(str(run_id), None, None))
        expected.add(str(run_id))
        assert own_runs(upkeep, name) == expected
        if number % 3:
            DeleteRun(store, upkeep, observer)(str(run_id))
            expected.remove(str(run_id))
            assert own_runs(upkeep, name) == expected


def own_runs(upkeep: CatalogUpkeep, name: str) -> set[str]:
    """The runs of this process on the list."""
    page = upkeep.page(CatalogQuery(RunFilter(), limit=100))
    return {str(run.run_id) for run in page.items if str(run.run_id).startswith(name)}


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
