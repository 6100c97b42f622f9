"""Reading the state of a run over a range of bins."""

from dataclasses import dataclass
from typing import final

from flowtime_domain.ports.artifact_store import ArtifactStore
from flowtime_domain.ports.run_observer import RunObserver, WindowRead
from flowtime_domain.runs.identity import RunId
from flowtime_domain.state.run_views import RunViews
from flowtime_domain.state.state_query import WindowQuery
from flowtime_domain.state.state_slice import StateSlice, window_slice
from flowtime_domain.use_cases.run_subject import subject_of


@final
@dataclass(frozen=True, slots=True)
class FetchWindow:
    """Finds what a run says of a range of bins, and tells the observer when it is read (state §5).

    Attributes
    ----------
    max_points
        How many numbers one window may have.
    """

    store: ArtifactStore
    views: RunViews
    observer: RunObserver
    max_points: int

    def find(self, run_id: RunId, query: WindowQuery) -> StateSlice:
        """What the answer is made from, the question being checked; nothing is read or told yet.

        Raises
        ------
        RunNotFoundError, RunCorruptError
            There is no such run, or it does not verify.
        TopologyMissingError, UnknownNodeError, UnknownMetricError, BinOutOfRangeError, WindowTooLargeError
            The run cannot answer.
        ProvenanceMismatchError, ModeValidationFailedError, MissingNodeDataError
            A run of an earlier version contradicts itself, or its numbers are of no use.
        """
        run = self.store.open_run(run_id)
        return window_slice(run, self.views(run), query, self.max_points)

    def tell(self, found: StateSlice) -> None:
        """Tell that it was read."""
        self.observer.observe(
            WindowRead(
                subject=subject_of(found.run),
                start_bin=found.first_bin,
                end_bin=found.first_bin + found.bin_count - 1,
                requested_bins=found.bin_count,
                total_bins=found.view.grid.bins,
                node_count=len(found.places),
                points=found.points,
            )
        )
