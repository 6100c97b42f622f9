"""A store of runs and the catalogs that follow it."""

from typing import Final

from contracts.artifact_store import publish
from examples import clinic_desk
from fakes.artifact_store import InMemoryArtifactStore
from fakes.clock import FixedClock
from fakes.run_catalog import InMemoryRunCatalog
from fakes.run_observer import RecordingRunObserver
from flowtime_domain.ports.run_catalog import CatalogQuery, RunCatalog, RunFilter
from flowtime_domain.runs.identity import RunId
from flowtime_domain.use_cases.catalog_upkeep import CatalogUpkeep

A, B, C = RunId("a"), RunId("b"), RunId("c")
ALL: Final = RunFilter(status=None)


class Bench:
    """A store with two runs, a catalog that was never used, and one in reserve."""

    def __init__(self, shared: RunCatalog | None = None, *, has_shared: bool = True) -> None:
        self.rows = InMemoryRunCatalog()
        self.shared = shared or self.rows
        self.store = InMemoryArtifactStore(self.shared)
        self.reserve = InMemoryRunCatalog()
        self.observer = RecordingRunObserver()
        self.upkeep = CatalogUpkeep(
            self.store, self.shared if has_shared else None, self.reserve, self.observer, FixedClock()
        )
        for run_id in (A, B):
            self.publish(run_id)

    def publish(self, run_id: RunId, **changes: object) -> None:
        created = clinic_desk.CLINIC_DESK_CREATED
        publish(self.store, clinic_desk.clinic_desk_bundle(run_id=run_id, created=created, **changes))

    def listed(self, wanted: RunFilter = ALL) -> str:
        """Ids and, of corrupt runs, a mark."""
        page = self.upkeep.page(CatalogQuery(wanted, limit=50))
        assert page.total_count == len(page.items)
        return " ".join(f"{run.run_id}{'!' if run.status == 'corrupt' else ''}" for run in page.items)
