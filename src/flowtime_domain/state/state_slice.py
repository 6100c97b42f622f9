"""What a question about the state of a run is answered from (state §4, §5).

Rule 1: a question is checked in the order of state §1.4, and no value is read before all of it holds.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, final

import numpy as np
import numpy.typing as npt

from flowtime_domain.errors import (
    BinOutOfRangeError,
    DocumentError,
    TopologyMissingError,
    UnknownMetricError,
    UnknownNodeError,
    WindowTooLargeError,
    did_you_mean,
)
from flowtime_domain.runs.stored_run import StoredRun
from flowtime_domain.state.numbers_of_places import NumbersOfPlaces
from flowtime_domain.state.run_view import METRIC_INDEX, METRICS, NUMBERS, Indices, RunView
from flowtime_domain.state.state_query import SnapshotQuery, WindowQuery

_SHOWN: Final = 64


@final
@dataclass(frozen=True, slots=True, eq=False)
class StateSlice:
    """Some nodes of a run in some of its bins.

    Attributes
    ----------
    run, view
        The run, and where its numbers are.
    places
        shape (places,); no unit, indices of the chosen nodes in the view, rising.
    names_places
        Whether the question names nodes.
    metrics
        The metrics asked for, in the order of `METRICS`.
    first_bin, bin_count
        The bins.
    numbers
        The numbers, read when they are asked for.
    """

    run: StoredRun
    view: RunView
    places: Indices
    names_places: bool
    metrics: tuple[str, ...]
    first_bin: int
    bin_count: int
    numbers: NumbersOfPlaces

    @property
    def node_ids(self) -> tuple[str, ...]:
        """Ids of the chosen nodes, in the order of the model."""
        return tuple(self.view.places[place].id for place in self.places.tolist())

    @property
    def bins(self) -> range:
        """The bins."""
        return range(self.first_bin, self.first_bin + self.bin_count)

    @property
    def points(self) -> int:
        """How many values the series of a window have (state §5.4)."""
        return int(np.count_nonzero(self.has_series)) * self.bin_count

    @property
    def has_series(self) -> npt.NDArray[np.bool_]:
        """Whether a node has a series of a metric that is asked for (state §5.2).

        Returns
        -------
        numpy.ndarray
            shape (places, metrics); true or false.
        """
        asked = [METRIC_INDEX[metric] for metric in self.metrics]
        return self.view.defined[asked][:, self.places].T

    def part(self, bins: range) -> "StateSlice":
        """The same in other bins of the run."""
        numbers = NumbersOfPlaces(self.view, self.run.matrix, self.places, bins.start, len(bins))
        return replace(self, first_bin=bins.start, bin_count=len(bins), numbers=numbers)


def snapshot_slice(run: StoredRun, view: RunView, query: SnapshotQuery) -> StateSlice:
    """The metrics and nodes of a question, in its bin; without names all, colors included.

    Raises
    ------
    ProvenanceMismatchError, TopologyMissingError, UnknownNodeError, UnknownMetricError, BinOutOfRangeError
        The run cannot answer, in this order.
    ModeValidationFailedError, MissingNodeDataError
        It is of an earlier version, and its numbers are of no use.
    """
    places = _places(run, view, query.node_ids)
    metrics = METRICS if query.metrics is None else _metrics(query.metrics)
    _check_bins(view.grid.bins, {"binIndex": query.bin_index})
    found = _slice(run, view, places, metrics, query.node_ids, query.bin_index, query.bin_index)
    _check_numbers(run)
    return found


def window_slice(run: StoredRun, view: RunView, query: WindowQuery, max_points: int) -> StateSlice:
    """The metrics and nodes of a question, in its range of bins; without names all, but no colors.

    Raises
    ------
    ProvenanceMismatchError, TopologyMissingError, UnknownNodeError, UnknownMetricError, BinOutOfRangeError
        The run cannot answer, in this order.
    WindowTooLargeError, ModeValidationFailedError, MissingNodeDataError
        Then: there are too many numbers, or those of an earlier version are of no use.
    """
    places = _places(run, view, query.node_ids)
    metrics = NUMBERS if query.metrics is None else _metrics(query.metrics)
    _check_bins(view.grid.bins, {"startBin": query.start_bin, "endBin": query.end_bin})
    found = _slice(run, view, places, metrics, query.node_ids, query.start_bin, query.end_bin)
    if found.points > max_points:
        raise WindowTooLargeError(found.points, max_points)
    _check_numbers(run)
    return found


def _slice(
    run: StoredRun,
    view: RunView,
    places: Indices,
    metrics: tuple[str, ...],
    node_ids: Sequence[str] | None,
    first_bin: int,
    last_bin: int,
) -> StateSlice:
    count = last_bin - first_bin + 1
    numbers = NumbersOfPlaces(view, run.matrix, places, first_bin, count)
    return StateSlice(run, view, places, node_ids is not None, metrics, first_bin, count, numbers)


def _places(run: StoredRun, view: RunView, node_ids: Sequence[str] | None) -> Indices:
    if run.older is not None:
        run.older.check_provenance()
    if not view.places:
        raise TopologyMissingError(str(run.run_id))
    if node_ids is None:
        return view.everywhere
    unknown = tuple(_unknown("node", "nodeIds", node_ids, view.index_of))
    if unknown:
        raise UnknownNodeError(unknown)
    return np.array(sorted(view.index_of[name] for name in node_ids), dtype=np.intp)


def _check_numbers(run: StoredRun) -> None:
    if run.older is not None:
        run.older.check_numbers()


def _metrics(names: Sequence[str]) -> tuple[str, ...]:
    unknown = tuple(_unknown("metric", "metrics", names, METRICS))
    if unknown:
        raise UnknownMetricError(unknown)
    return tuple(metric for metric in METRICS if metric in names)


def _unknown(
    what: str, parameter: str, names: Sequence[str], known: Mapping[str, int] | Sequence[str]
) -> Iterator[DocumentError]:
    where = "topology " if what == "node" else ""
    for name in names:
        if name not in known:
            message = f"There is no {where}{what} '{name[:_SHOWN]}'{did_you_mean(name, known) or '.'}"
            yield DocumentError(code=f"unknown_{what}", message=message, pointer=f"/{parameter}")


def _check_bins(bins: int, asked: Mapping[str, int]) -> None:
    findings = [
        DocumentError(
            code="bin_out_of_range",
            message=f"'{name}' is {index}, but the bins of the run are 0 to {bins - 1}.",
            pointer=f"/{name}",
        )
        for name, index in asked.items()
        if not 0 <= index < bins
    ]
    first, *last = asked.values()
    if not findings and last and last[0] < first:
        message = f"'endBin' is {last[0]}, before 'startBin', which is {first}."
        findings.append(DocumentError(code="bin_out_of_range", message=message, pointer="/endBin"))
    if findings:
        raise BinOutOfRangeError(findings)
