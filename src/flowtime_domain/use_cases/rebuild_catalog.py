"""Making the catalog of runs anew (operations §4.10)."""

from dataclasses import dataclass
from typing import final

from flowtime_domain.errors import StoreUnavailableError
from flowtime_domain.ports.artifact_store import ArtifactStore
from flowtime_domain.ports.run_catalog import CatalogUnavailableError
from flowtime_domain.use_cases.catalog_comparison import Progress
from flowtime_domain.use_cases.catalog_upkeep import CatalogUpkeep, RebuiltCatalog


@final
@dataclass(frozen=True, slots=True)
class RebuildCatalog:
    """Sweeps what killed processes left behind, then reads every run."""

    store: ArtifactStore
    catalog: CatalogUpkeep

    def __call__(self, progress: Progress) -> RebuiltCatalog:
        """Rebuild the catalog; `progress` is told how many of how many runs are read.

        Raises
        ------
        StoreUnavailableError
            The runs cannot be read, or the catalog cannot be written.
        """
        self.store.sweep()
        try:
            return self.catalog.rebuild(progress)
        except CatalogUnavailableError as error:
            raise StoreUnavailableError("The catalog of runs") from error
