"""Verifying stored runs in full, whatever is known of them (runs §9)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import final

from flowtime_domain.errors import DocumentError, RunNotFoundError
from flowtime_domain.ports.artifact_store import ArtifactStore
from flowtime_domain.runs.identity import RunId
from flowtime_domain.runs.run_summary import RunStatus
from flowtime_domain.use_cases.catalog_upkeep import CatalogUpkeep


@final
@dataclass(frozen=True, slots=True)
class VerifiedRun:
    """What a verification has found."""

    run_id: str
    findings: tuple[DocumentError, ...]

    @property
    def status(self) -> RunStatus:
        """Whether the run is intact."""
        return "corrupt" if self.findings else "complete"


@final
@dataclass(frozen=True, slots=True)
class VerifyRuns:
    """Verifies runs one by one; what comes out is noted in the catalog.

    So each run has a row before, and what could not be noted at once is noted at the end.
    """

    store: ArtifactStore
    catalog: CatalogUpkeep

    def __call__(self, run_ids: Iterable[str]) -> Iterator[VerifiedRun]:
        """The runs of these ids, in their order.

        Raises
        ------
        RunIdInvalidError, RunNotFoundError
            A text is no run id, or there is no such run.
        """
        self.catalog.synchronise()
        for run_id in run_ids:
            yield VerifiedRun(run_id, self.store.verify(RunId(run_id)))
        self.catalog.synchronise()

    def all(self) -> Iterator[VerifiedRun]:
        """Every run, by id; one that is deleted meanwhile is left out."""
        self.catalog.synchronise()
        for run_id in sorted(map(str, self.store.markers())):
            try:
                yield VerifiedRun(run_id, self.store.verify(RunId(run_id)))
            except RunNotFoundError:
                continue
        self.catalog.synchronise()
