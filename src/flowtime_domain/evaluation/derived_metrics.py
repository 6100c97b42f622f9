"""What the reported series of a topology node say about utilization, time and waste (engine §11).

Rule 1: NaN stands for null: an operand is missing or not finite, or the metric is undefined in that bin.
Rule 2: values are neither rounded nor clamped.
"""

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Final, TypeAlias, final

import numpy as np
import numpy.typing as npt

from flowtime_domain.evaluation.calculation import Column
from flowtime_domain.evaluation.place_numbers import PlaceNumbers
from flowtime_domain.model.grid import Grid

Metrics: TypeAlias = Mapping[str, npt.NDArray[np.generic]]
_quiet: Final = np.errstate(all="ignore")


def _finite(values: Column) -> Column:
    """The values, null where they are not finite (ruling 5)."""
    return np.where(np.isfinite(values), values, np.nan)


def _where(condition: npt.NDArray[np.bool_], values: Column) -> Column:
    """The values where the condition holds, elsewhere null."""
    return np.where(condition, values, np.nan)


def _ratio(dividend: Column, divisor: Column) -> Column:
    """Dividend over divisor, null where the divisor is not finite and above 0; may be infinite."""
    return _where((divisor > 0) & (divisor < np.inf), dividend / divisor)


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
    return _finite(_little_time(place, bin_length))


def _little_time(place: PlaceNumbers, bin_length: float) -> Column:
    """`queueing_time`, infinite where it is beyond all numbers."""
    served = place.values_of("served")
    waiting = (served > 0) & place.place.is_queue_like
    return _where(waiting, place.values_of("queue") / served * bin_length)


@_quiet
def kingman_wait(
    utilization: Column, arrival_variation: float, service_variation: float, service_time: Column
) -> Column:
    """The mean wait in a queue with one server in heavy traffic, Kingman's approximation.

    Parameters
    ----------
    utilization
        shape (bins,); ratio.
    arrival_variation, service_variation
        Coefficients of variation, at least 0; NaN if undefined.
    service_time
        shape (bins,); any unit of time.

    Returns
    -------
    Column
        shape (bins,); unit of `service_time`; null unless utilization lies strictly between 0 and 1 and
        the service time above 0.

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


@_quiet
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
    served, arrivals, errors = map(place.values_of, ("served", "arrivals", "errors"))
    utilization = _finite(_ratio(served, place.full_capacity))
    queue_time = _little_time(place, grid.bin_seconds * 1000)
    latency = queueing_time(place, grid.bin_minutes)
    service_time = _ratio(place.values_of("processingTimeMsSum"), place.values_of("servedCount"))
    cycle_time = _cycle_time(queue_time, service_time)
    waits = ~np.isnan(queue_time) | (not place.place.is_queue_like)
    numbers = {
        "utilization": utilization,
        "queueTimeMs": queue_time,
        "latencyMinutes": latency,
        "serviceTimeMs": service_time,
        "cycleTimeMs": cycle_time,
        "flowEfficiency": _where((cycle_time > 0) & waits, service_time / cycle_time),
        "throughputRatio": _ratio(served, arrivals),
        "errorRate": _ratio(errors, arrivals),
        "retryTax": _retry_tax(place),
        "kingmanWaitMs": kingman_wait(
            utilization, place.arrival_variation, place.service_variation, service_time
        ),
    }
    finite = {metric: _finite(values) for metric, values in numbers.items()}
    return {**finite, "color": _color(place, utilization, latency)}


def _cycle_time(queue_time: Column, service_time: Column) -> Column:
    """Both times together, or the one that exists."""
    one = np.where(np.isnan(queue_time), service_time, queue_time)
    both = queue_time + service_time
    return _finite(np.where(np.isnan(both), one, both))


def _retry_tax(place: PlaceNumbers) -> Column:
    """The share of the attempts that did not get through."""
    served = place.values_of("served")
    attempts = place.reported.get("attempts")
    if attempts is None:
        attempts = served + place.values_of("failures" if "failures" in place.reported else "errors")
    return _where(attempts > 0, np.maximum(0.0, (attempts - served) / attempts))


def _color(place: PlaceNumbers, utilization: Column, latency: Column) -> npt.NDArray[np.str_]:
    """Green, yellow or red by the measure that matters for the kind; gray without it (engine §11.3)."""
    if place.place.kind == "queue":
        sla_minutes = place.place.semantics.sla_min or np.nan
        return _graded(latency / sla_minutes, latency <= sla_minutes, latency <= 1.5 * sla_minutes)
    if place.place.kind == "dlq":
        depth = place.values_of("queue")
        return _graded(depth, depth <= 0, depth <= 0)
    return _graded(utilization, utilization < 0.7, utilization < 0.9)


def _graded(
    measure: Column, is_green: npt.NDArray[np.bool_], is_at_most_yellow: npt.NDArray[np.bool_]
) -> npt.NDArray[np.str_]:
    graded = np.where(is_green, "green", np.where(is_at_most_yellow, "yellow", "red"))
    return np.where(np.isnan(measure), "gray", graded)


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
