"""Deleting a run (runs §8)."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import final

from flowtime_domain.errors import RunNotFoundError
from flowtime_domain.ports.artifact_store import ArtifactStore
from flowtime_domain.ports.run_observer import RunDeleted, RunObserver, RunSubject
from flowtime_domain.runs.identity import RunId
from flowtime_domain.runs.run_summary import RunSummary
from flowtime_domain.use_cases.catalog_upkeep import CatalogUpkeep


@final
@dataclass(frozen=True, slots=True)
class DeleteRun:
    """Makes the run of an id disappear at once, corrupt or not."""

    store: ArtifactStore
    catalog: CatalogUpkeep
    observer: RunObserver

    def check(self, run_ids: Iterable[str]) -> None:
        """Find out whether runs can be deleted, before the first one is.

        Raises
        ------
        RunIdInvalidError, RunNotFoundError
            A text is no run id, or there is no such run.
        """
        named = [RunId(run_id) for run_id in run_ids]
        found = self.store.markers(named)
        for run_id in named:
            if run_id not in found:
                raise RunNotFoundError(str(run_id))

    def __call__(self, run_id: str) -> None:
        """Delete a run.

        Raises
        ------
        RunIdInvalidError
            The text is no run id.
        RunNotFoundError
            There is no such run.
        StoreUnavailableError, StorageFullError
            The run is still there.
        """
        checked = RunId(run_id)
        listed = self.store.summary(checked) or RunSummary.unknown(checked)
        subject = RunSubject(run_id, listed.template_id, listed.mode)
        self.store.delete(checked, lambda: self.catalog.forget(listed, subject))
        self.observer.observe(RunDeleted(subject))
