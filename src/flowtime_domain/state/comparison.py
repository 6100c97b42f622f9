"""Two runs beside each other (state §8).

Rule 1: bins are compared by index, and nodes by id; when the runs begin does not matter (state §8.2).
Rule 2: the numbers come from the stored runs, some rows at a time, however long the runs are.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias, final

import numpy as np

from flowtime_domain.errors import GridsDifferError
from flowtime_domain.evaluation.reported_series import REPORTED_METRICS
from flowtime_domain.model.document import Value
from flowtime_domain.runs.encoding import canonical_json
from flowtime_domain.runs.stored_run import StoredRun
from flowtime_domain.state.difference_figures import DifferenceFigures, SideFigures, difference_figures
from flowtime_domain.state.numbers_of_places import NumbersOfPlaces
from flowtime_domain.state.run_view import METRIC_INDEX, Indices, RunView
from flowtime_domain.state.tolerance import Tolerance

STOCKS: Final = frozenset({"queue", "parallelism"})
"""Metrics that are no flows, and so have no total (state §8.2)."""
# As many as stay in a cache of common size together with what is worked out from them.
_VALUES_AT_ONCE: Final = 1 << 16
Row: TypeAlias = tuple[int, int]


@final
@dataclass(frozen=True, slots=True, eq=False)
class ComparedRun:
    """One of the two runs, and where its numbers are."""

    run: StoredRun
    view: RunView


@final
@dataclass(frozen=True, slots=True)
class ParameterDifference:
    """A parameter that the runs give different values; None where a run does not give it."""

    name: str
    left: Value
    right: Value


@final
@dataclass(frozen=True, slots=True)
class MetricOfSide:
    """What one run says of a metric of a node; None where it says nothing."""

    total: float | None
    peak: float | None
    peak_bin: int | None


@final
@dataclass(frozen=True, slots=True)
class MetricComparison:
    """A metric of a node in both runs; figures are None if no bin has a value in both (state §8.1).

    Attributes
    ----------
    max_difference, max_difference_bin
        Right minus left where its size is largest, and the earliest bin where it is.
    compared_bins
        How many bins have a value in both.
    is_within_tolerance
        Whether every compared bin is within its tolerance.
    """

    node_id: str
    metric: str
    left: MetricOfSide
    right: MetricOfSide
    max_difference: float | None
    max_difference_bin: int | None
    mean_absolute_error: float | None
    root_mean_square_error: float | None
    compared_bins: int
    is_within_tolerance: bool


@final
@dataclass(frozen=True, slots=True, eq=False)
class RunComparison:
    """How two runs differ.

    Attributes
    ----------
    left, right
        The runs.
    parameters
        The parameters that differ, by name.
    only_left, only_right
        Ids of topology nodes that one run alone has, in the order of its model.
    metrics
        A row for each metric that both runs report of a node of both, in the order of the left one.
    """

    left: ComparedRun
    right: ComparedRun
    parameters: tuple[ParameterDifference, ...]
    only_left: tuple[str, ...]
    only_right: tuple[str, ...]
    metrics: tuple[MetricComparison, ...]

    @property
    def is_identical(self) -> bool:
        """Whether nothing differs that is compared."""
        has_more = self.parameters or self.only_left or self.only_right
        return not has_more and not any(row.max_difference for row in self.metrics)

    @property
    def is_passed(self) -> bool:
        """Whether both runs have the same nodes, and every row is within tolerance."""
        return not (self.only_left or self.only_right) and all(
            row.is_within_tolerance for row in self.metrics
        )


def compare(left: ComparedRun, right: ComparedRun, tolerance: Tolerance) -> RunComparison:
    """Two runs beside each other.

    Raises
    ------
    ProvenanceMismatchError
        A run of an earlier version contradicts itself.
    GridsDifferError
        The runs have not the same bins.
    ModeValidationFailedError, MissingNodeDataError
        A run is of an earlier version, and its numbers are of no use.
    """
    _check(left, right)
    return RunComparison(
        left=left,
        right=right,
        parameters=tuple(_parameters(left.run, right.run)),
        only_left=_only(left.view, right.view),
        only_right=_only(right.view, left.view),
        metrics=tuple(_rows(left, right, tolerance)),
    )


def _check(left: ComparedRun, right: ComparedRun) -> None:
    older = [side.run.older for side in (left, right) if side.run.older is not None]
    for bundle in older:
        bundle.check_provenance()
    grids = [side.view.grid for side in (left, right)]
    if len({(grid.bins, grid.bin_seconds) for grid in grids}) > 1:
        names = [str(side.run.run_id) for side in (left, right)]
        raise GridsDifferError(names, [grid.bins for grid in grids], [grid.bin_minutes for grid in grids])
    for bundle in older:
        bundle.check_numbers()


def _parameters(left: StoredRun, right: StoredRun) -> Iterator[ParameterDifference]:
    given: list[Mapping[str, Value]] = [side.run.provenance.parameters for side in (left, right)]
    for name in sorted(set().union(*given)):
        values = [parameters.get(name) for parameters in given]
        # As JSON, since 20 equals 20.0 there, and 1 is not true.
        if canonical_json(values[0]) != canonical_json(values[1]):
            yield ParameterDifference(name, *values)


def _only(view: RunView, other: RunView) -> tuple[str, ...]:
    return tuple(place.id for place in view.places if place.id not in other.index_of)


def _rows(left: ComparedRun, right: ComparedRun, tolerance: Tolerance) -> Iterator[MetricComparison]:
    """The rows, worked out for as many nodes at once as are few numbers."""
    shared = [index for index, place in enumerate(left.view.places) if place.id in right.view.index_of]
    at_once = max(1, _VALUES_AT_ONCE // left.view.grid.bins)
    for first in range(0, len(shared), at_once):
        yield from _rows_of(left, right, shared[first : first + at_once], tolerance)


def _rows_of(
    left: ComparedRun, right: ComparedRun, shared: Sequence[int], tolerance: Tolerance
) -> Iterator[MetricComparison]:
    """The rows of some nodes, given by their indices on the left."""
    ids = [left.view.places[index].id for index in shared]
    on_left, on_right = np.array(shared), np.array([right.view.index_of[name] for name in ids])
    numbers_left, numbers_right = _numbers(left, on_left), _numbers(right, on_right)
    rows: dict[Row, MetricComparison] = {}
    for metric in REPORTED_METRICS:
        asked = METRIC_INDEX[metric]
        told = left.view.defined[asked, on_left] & right.view.defined[asked, on_right]
        places = np.flatnonzero(told).tolist()
        allowances = [tolerance.of(ids[place], metric) for place in places]
        figures = difference_figures(
            numbers_left.values_of(metric)[places],
            numbers_right.values_of(metric)[places],
            np.array([allowance.absolute for allowance in allowances]),
            np.array([allowance.relative for allowance in allowances]),
        )
        for row, place in enumerate(places):
            rows[place, asked] = _row(ids[place], metric, figures, row)
    yield from (rows[key] for key in sorted(rows))


def _numbers(side: ComparedRun, places: Indices) -> NumbersOfPlaces:
    return NumbersOfPlaces(side.view, side.run.matrix, places, 0, side.view.grid.bins)


def _row(node_id: str, metric: str, figures: DifferenceFigures, row: int) -> MetricComparison:
    count = int(figures.compared_bins[row])
    return MetricComparison(
        node_id=node_id,
        metric=metric,
        left=_side(metric, figures.left, row, count),
        right=_side(metric, figures.right, row, count),
        max_difference=float(figures.max_difference[row]) if count else None,
        max_difference_bin=int(figures.max_difference_bin[row]) if count else None,
        mean_absolute_error=float(figures.mean_absolute_error[row]) if count else None,
        root_mean_square_error=float(figures.root_mean_square_error[row]) if count else None,
        compared_bins=count,
        is_within_tolerance=bool(figures.is_within[row]),
    )


def _side(metric: str, figures: SideFigures, row: int, count: int) -> MetricOfSide:
    if not count:
        return MetricOfSide(None, None, None)
    total = None if metric in STOCKS else float(figures.total[row])
    return MetricOfSide(total, float(figures.peak[row]), int(figures.peak_bin[row]))
