"""What the reported series of topology nodes say about utilization, time and waste (engine §11).

Rule 1: NaN stands for null: an operand is missing or not finite, or the metric is undefined in that bin.
Rule 2: values are neither rounded nor clamped.
Rule 3: every formula goes element by element, so one place over bins and many places at once give the same
bits.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from types import MappingProxyType
from typing import Final, TypeAlias, final

import numpy as np
import numpy.typing as npt

from flowtime_domain.evaluation.calculation import Column
from flowtime_domain.evaluation.metric_operands import Flags, Operands
from flowtime_domain.evaluation.place_numbers import PlaceNumbers
from flowtime_domain.model.grid import Grid

Metrics: TypeAlias = Mapping[str, npt.NDArray[np.generic]]
Codes: TypeAlias = npt.NDArray[np.int8]
COLORS: Final = ("gray", "green", "yellow", "red")
"""What the codes of `color` mean, from unknown over best to worst."""
_GRAY, _GREEN, _YELLOW, _RED = range(len(COLORS))
_COLOR_TEXTS: Final = np.array(COLORS)
_quiet: Final = np.errstate(all="ignore")


def _finite(values: Column) -> Column:
    """The values, null where they are not finite (ruling 5)."""
    return np.where(np.isfinite(values), values, np.nan)


def _where(condition: Flags, values: Column) -> Column:
    """The values where the condition holds, elsewhere null."""
    return np.where(condition, values, np.nan)


def _ratio(dividend: Column, divisor: Column) -> Column:
    """Dividend over divisor, null where the divisor is not finite and above 0; may be infinite."""
    return _where((divisor > 0) & (divisor < np.inf), dividend / divisor)


def _itself(values: Column) -> Column:
    return values


def _bins_of_backlog(given: Operands) -> Column:
    """`queueing_time` in bins, infinite where it is beyond all numbers."""
    served = given.values_of("served")
    waiting = (served > 0) & given.traits.is_queue_like
    return _where(waiting, given.values_of("queue") / served)


@_quiet
def queueing_time(place: PlaceNumbers, bin_length: float) -> Column:
    """How long the backlog at the end of each bin waits at that bin's pace, by Little's law.

    Parameters
    ----------
    place
        Numbers of a topology node.
    bin_length
        Length of a bin in the unit that the result shall have.

    Returns
    -------
    Column
        shape (bins,); unit of `bin_length`; null where nothing is served, and everywhere if the node is not
        queue-like or has no depth or served.

    References
    ----------
    J. D. C. Little (1961), "A proof for the queuing formula L = lambda W".
    """
    return _finite(_bins_of_backlog(Operands.of(place)) * bin_length)


@_quiet
def kingman_wait(
    utilization: Column,
    arrival_variation: float | Column,
    service_variation: float | Column,
    service_time: Column,
) -> Column:
    """The mean wait in a queue with one server in heavy traffic, Kingman's approximation.

    Parameters
    ----------
    utilization
        shape (bins,) or (places, bins); ratio.
    arrival_variation, service_variation
        shape () or (places, 1); coefficients of variation without unit, at least 0; NaN if undefined.
    service_time
        shape (bins,) or (places, bins); any unit of time.

    Returns
    -------
    Column
        shape (bins,) or (places, bins); unit of `service_time`; null unless utilization lies strictly
        between 0 and 1 and the service time above 0.

    References
    ----------
    J. F. C. Kingman (1961), "The single server queue in heavy traffic".

    Examples
    --------
    >>> kingman_wait(np.array([0.5, 1.0]), 1.0, 1.0, np.array([20.0, 20.0])).tolist()
    [20.0, nan]
    """
    variation = (arrival_variation * arrival_variation + service_variation * service_variation) / 2
    wait = utilization / (1 - utilization) * variation * service_time
    return _finite(_where((utilization > 0) & (utilization < 1) & (service_time > 0), wait))


@final
class DerivedMetrics:
    """The derived metrics of one place or of many, each computed when it is first asked for.

    Parameters
    ----------
    operands
        What they are computed from.
    grid
        Gives the length of a bin.
    """

    def __init__(self, operands: Operands, grid: Grid) -> None:
        self._given = operands
        self._grid = grid
        self._known: dict[str, Column] = {}

    @_quiet
    def values_of(self, metric: str) -> Column:
        """A metric of `DERIVED_NUMBERS`.

        Returns
        -------
        Column
            shape (bins,) or (places, bins); ratio, ms or minutes as the name says, NaN where null.
        """
        return _finite(self._raw(metric))

    @_quiet
    def write(self, metrics: Sequence[str], into: Column) -> None:
        """Write what `values_of` says of each metric: shape (metrics, places, bins), each in its unit."""
        for values, metric in zip(into, metrics, strict=True):
            values[...] = self._raw(metric)
        into[~np.isfinite(into)] = np.nan

    @_quiet
    def color_codes(self) -> Codes:
        """The color of each place in each bin (engine §11.3).

        Returns
        -------
        Codes
            shape (bins,) or (places, bins); no unit, indices of `COLORS`.
        """
        traits = self._given.traits
        most_green, most_yellow = traits.color_limits
        depth = self._given.values_of("queue")
        measure = traits.by_kind(_finite(self._raw("latencyMinutes")), depth, self._raw("utilization"))
        graded = np.where(measure <= most_green, _GREEN, np.where(measure <= most_yellow, _YELLOW, _RED))
        return np.where(np.isnan(measure - most_green), _GRAY, graded).astype(np.int8)

    def _raw(self, metric: str) -> Column:
        """A metric; infinite where it is beyond all numbers and others are still computed from it."""
        if metric not in self._known:
            self._known[metric] = _FORMULAS[metric](self)
        return self._known[metric]

    @cached_property
    def _backlog(self) -> Column:
        return _bins_of_backlog(self._given)

    def _utilization(self) -> Column:
        values_of = self._given.values_of
        capacity = values_of("capacity")
        full = self._if_known("parallelism", lambda servers: capacity * servers, lambda: capacity)
        return _finite(_ratio(values_of("served"), full))

    def _queue_time(self) -> Column:
        return self._backlog * (self._grid.bin_seconds * 1000)

    def _latency(self) -> Column:
        return self._backlog * self._grid.bin_minutes

    def _service_time(self) -> Column:
        return self._quotient("processingTimeMsSum", "servedCount")

    def _cycle_time(self) -> Column:
        """Both times together, or the one that exists."""
        queue_time = self._raw("queueTimeMs")
        if self._given.has("servedCount") is False:
            return queue_time
        service_time = self._raw("serviceTimeMs")
        one = np.where(np.isnan(queue_time), service_time, queue_time)
        both = queue_time + service_time
        return _finite(np.where(np.isnan(both), one, both))

    def _flow_efficiency(self) -> Column:
        cycle_time = self._raw("cycleTimeMs")
        waits = ~np.isnan(self._raw("queueTimeMs")) | ~self._given.traits.is_queue_like
        return _where((cycle_time > 0) & waits, self._raw("serviceTimeMs") / cycle_time)

    def _throughput_ratio(self) -> Column:
        return self._quotient("served", "arrivals")

    def _error_rate(self) -> Column:
        return self._quotient("errors", "arrivals")

    def _retry_tax(self) -> Column:
        """The share of the attempts that did not get through."""
        values_of = self._given.values_of
        served = values_of("served")
        failures = self._if_known("failures", _itself, lambda: values_of("errors"))
        attempts = self._if_known("attempts", _itself, lambda: served + failures)
        return _where(attempts > 0, np.maximum(0.0, (attempts - served) / attempts))

    def _kingman(self) -> Column:
        traits = self._given.traits
        return kingman_wait(
            self._raw("utilization"),
            traits.arrival_variation,
            traits.service_variation,
            self._raw("serviceTimeMs"),
        )

    def _if_known(
        self, metric: str, known: Callable[[Column], Column], unknown: Callable[[], Column]
    ) -> Column:
        """What follows from a metric where some series tells it, else what follows without it."""
        has = self._given.has(metric)
        if has is False:
            return unknown()
        told = known(self._given.values_of(metric))
        return told if has is True else np.where(has, told, unknown())

    def _quotient(self, dividend: str, divisor: str) -> Column:
        return _ratio(self._given.values_of(dividend), self._given.values_of(divisor))


# In the order of every answer (state §2.3).
_FORMULAS: Final[Mapping[str, Callable[[DerivedMetrics], Column]]] = MappingProxyType(
    {
        "utilization": DerivedMetrics._utilization,
        "queueTimeMs": DerivedMetrics._queue_time,
        "latencyMinutes": DerivedMetrics._latency,
        "serviceTimeMs": DerivedMetrics._service_time,
        "cycleTimeMs": DerivedMetrics._cycle_time,
        "flowEfficiency": DerivedMetrics._flow_efficiency,
        "throughputRatio": DerivedMetrics._throughput_ratio,
        "errorRate": DerivedMetrics._error_rate,
        "retryTax": DerivedMetrics._retry_tax,
        "kingmanWaitMs": DerivedMetrics._kingman,
    }
)
DERIVED_NUMBERS: Final = tuple(_FORMULAS)
COLOR: Final = "color"


def derived_metrics(place: PlaceNumbers, grid: Grid) -> dict[str, npt.NDArray[np.generic]]:
    """All derived metrics of a topology node.

    Parameters
    ----------
    place
        Its numbers.
    grid
        Gives the length of a bin.

    Returns
    -------
    dict
        Metric, in the order of engine §11.1 -> shape (bins,); ratios, ms and minutes as the names say, NaN
        where null; `color` holds texts.
    """
    metrics = DerivedMetrics(Operands.of(place), grid)
    numbers = {metric: metrics.values_of(metric) for metric in DERIVED_NUMBERS}
    return {**numbers, COLOR: _COLOR_TEXTS[metrics.color_codes()]}


@final
class MetricsByPlace(Mapping[str, Metrics]):
    """The derived metrics of all topology nodes by id, read-only, a node's computed when first asked for."""

    def __init__(self, places: Sequence[PlaceNumbers], grid: Grid) -> None:
        self._places = {place.place.id: place for place in places}
        self._grid = grid
        self._known: dict[str, Metrics] = {}

    def __getitem__(self, topology_id: str) -> Metrics:
        if topology_id not in self._known:
            metrics = derived_metrics(self._places[topology_id], self._grid)
            for values in metrics.values():
                values.flags.writeable = False
            self._known[topology_id] = MappingProxyType(metrics)
        return self._known[topology_id]

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)
