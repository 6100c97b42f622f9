"""Comparing two runs."""

from dataclasses import dataclass
from typing import final

from flowtime_domain.ports.artifact_store import ArtifactStore
from flowtime_domain.runs.identity import RunId
from flowtime_domain.state.comparison import ComparedRun, RunComparison, compare
from flowtime_domain.state.run_views import RunViews
from flowtime_domain.state.tolerance import Tolerance


@final
@dataclass(frozen=True, slots=True)
class CompareRuns:
    """Puts two runs of one store beside each other (state §8)."""

    store: ArtifactStore
    views: RunViews

    def __call__(self, left: RunId, right: RunId, tolerance: Tolerance) -> RunComparison:
        """How the runs of two ids differ.

        Raises
        ------
        RunNotFoundError, RunCorruptError
            There is no such run, or it does not verify.
        ProvenanceMismatchError, GridsDifferError, ModeValidationFailedError, MissingNodeDataError
            The runs cannot be compared.
        """
        return compare(self.open(left), self.open(right), tolerance)

    def open(self, run_id: RunId) -> ComparedRun:
        """One of the two runs.

        Raises
        ------
        RunNotFoundError, RunCorruptError
            There is no such run, or it does not verify.
        """
        run = self.store.open_run(run_id)
        return ComparedRun(run, self.views(run))
