"""Reading one run."""

from dataclasses import dataclass
from typing import final

from flowtime_domain.errors import RunIdInvalidError
from flowtime_domain.ports.artifact_store import ArtifactStore
from flowtime_domain.runs.identity import RunId
from flowtime_domain.runs.stored_run import StoredRun


@final
@dataclass(frozen=True, slots=True)
class FetchRun:
    """Opens the run of an id."""

    store: ArtifactStore

    def __call__(self, run_id: str) -> StoredRun:
        """The run of this id.

        Raises
        ------
        RunIdInvalidError
            The text is no run id.
        RunNotFoundError, RunCorruptError
            There is no such run, or it does not verify.
        """
        return self.store.open_run(RunId(run_id))

    def opened(self, run_id: str) -> StoredRun | None:
        """The run if it is open and unchanged, which is found out without reading it; None else."""
        try:
            return self.store.opened_run(RunId(run_id))
        except RunIdInvalidError:
            return None
