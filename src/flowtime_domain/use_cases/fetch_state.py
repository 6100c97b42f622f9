"""Reading the state of a run in one bin."""

from dataclasses import dataclass
from typing import final

from flowtime_domain.ports.artifact_store import ArtifactStore
from flowtime_domain.ports.run_observer import RunObserver, SnapshotRead
from flowtime_domain.runs.identity import RunId
from flowtime_domain.state.run_views import RunViews
from flowtime_domain.state.state_query import SnapshotQuery
from flowtime_domain.state.state_slice import StateSlice, snapshot_slice
from flowtime_domain.use_cases.run_subject import subject_of


@final
@dataclass(frozen=True, slots=True)
class FetchState:
    """Finds what a run says of one bin, and tells the observer when it is read (state §4)."""

    store: ArtifactStore
    views: RunViews
    observer: RunObserver

    def find(self, run_id: RunId, query: SnapshotQuery) -> StateSlice:
        """What the answer is made from, the question being checked; nothing is read or told yet.

        Raises
        ------
        RunNotFoundError, RunCorruptError
            There is no such run, or it does not verify.
        TopologyMissingError, UnknownNodeError, UnknownMetricError, BinOutOfRangeError
            The run cannot answer.
        ProvenanceMismatchError, ModeValidationFailedError, MissingNodeDataError
            A run of an earlier version contradicts itself, or its numbers are of no use.
        """
        run = self.store.open_run(run_id)
        return snapshot_slice(run, self.views(run), query)

    def tell(self, found: StateSlice) -> None:
        """Tell that it was read."""
        subject = subject_of(found.run)
        event = SnapshotRead(subject, found.first_bin, found.view.grid.bins, len(found.places))
        self.observer.observe(event)
