"""How a backlog behaves over the run."""

import math
from typing import Final

import numpy as np

from flowtime_domain.evaluation.calculation import Column
from flowtime_domain.evaluation.derived_metrics import queueing_time
from flowtime_domain.evaluation.finding import Finding
from flowtime_domain.evaluation.invariants.observation import TOLERANCE, Mask, Observation

SHORTEST_STREAK: Final = 3
FEWEST_BINS_FOR_HALVES: Final = 4
LARGEST_STATIONARY_CHANGE: Final = 0.25


def capacity_all_zero(seen: Observation) -> Finding | None:
    """A node can never do anything."""
    if "capacity" not in seen.reported or not np.all(np.abs(seen.numbers.full_capacity) <= TOLERANCE):
        return None
    return seen.in_bins(
        "capacity_all_zero",
        "info",
        np.ones(seen.grid.bins, dtype=np.bool_),
        lambda where: f"The capacity of '{seen.node_id}' is 0 {where}.",
    )


def non_stationary(seen: Observation) -> Finding | None:
    """Arrivals of the second half of the run differ from those of the first."""
    arrivals = seen.reported.get("arrivals")
    if not seen.is_queue_like or arrivals is None or seen.grid.bins < FEWEST_BINS_FOR_HALVES:
        return None
    half = seen.grid.bins // 2
    first, second = _mean(arrivals[:half]), _mean(arrivals[half:])
    larger = max(first, second)
    if not (larger > 0 and abs(first - second) / larger > LARGEST_STATIONARY_CHANGE):
        return None
    return seen.note(
        "non_stationary",
        "info",
        f"Arrivals of '{seen.node_id}' are {first:g} per bin in the first half and {second:g} in the second; "
        "averages over the run mean little.",
    )


def _mean(values: Column) -> float:
    """The sum from left to right over the number of values, shape (values,), gaps left out; NaN of none."""
    known = values[~np.isnan(values)]
    return float(np.add.accumulate(known)[-1]) / len(known) if len(known) else math.nan


def backlog_growth_streak(seen: Observation) -> Finding | None:
    """A backlog grows for several bins in a row."""
    depth = seen.reported.get("queue")
    if not seen.is_queue_like or depth is None:
        return None
    grows = np.zeros(len(depth), dtype=np.bool_)
    grows[1:] = depth[1:] > depth[:-1] + TOLERANCE
    return _streak(seen, "backlog_growth_streak", grows, f"The backlog of '{seen.node_id}' grows")


def backlog_overload(seen: Observation) -> Finding | None:
    """More arrives at a queue than it can serve, for several bins in a row."""
    arrivals = seen.reported.get("arrivals")
    if not seen.is_queue_like or arrivals is None or "capacity" not in seen.reported:
        return None
    capacity = seen.numbers.full_capacity
    with np.errstate(all="ignore"):
        overloaded = (capacity > 0) & (arrivals / capacity > 1)
    return _streak(
        seen, "backlog_overload", overloaded, f"More arrives at '{seen.node_id}' than it can serve"
    )


def backlog_age_risk(seen: Observation) -> Finding | None:
    """Work waits longer than agreed, for several bins in a row."""
    sla_minutes = seen.numbers.place.semantics.sla_min
    if not seen.is_queue_like or sla_minutes is None:
        return None
    late = queueing_time(seen.numbers, seen.grid.bin_minutes) > sla_minutes
    return _streak(
        seen, "backlog_age_risk", late, f"Work waits in '{seen.node_id}' longer than {sla_minutes:g} minutes"
    )


def _streak(seen: Observation, code: str, holds: Mask, complaint: str) -> Finding | None:
    """A finding about the longest run of bins, shape (bins,), true or false, that is long enough."""
    if np.count_nonzero(holds) < SHORTEST_STREAK:
        return None
    first, length = longest_run(holds)
    if length < SHORTEST_STREAK:
        return None
    offends = np.zeros(len(holds), dtype=np.bool_)
    offends[first : first + length] = True
    return seen.in_bins(
        code, "warning", offends, lambda _: f"{complaint} for {length} bins in a row, from bin {first} on."
    )


def longest_run(holds: Mask) -> tuple[int, int]:
    """First bin and length of the longest run of true, the earliest of equals (engine §12.2).

    Parameters
    ----------
    holds
        shape (bins,); true or false.

    Examples
    --------
    >>> longest_run(np.array([True, False, True, True, False, True, True]))
    (2, 2)
    """
    bordered = np.zeros(len(holds) + 2, dtype=np.bool_)
    bordered[1:-1] = holds
    edges = np.flatnonzero(bordered[1:] != bordered[:-1])
    if edges.size == 0:
        return 0, 0
    lengths = edges[1::2] - edges[::2]
    longest = int(np.argmax(lengths))
    return int(edges[2 * longest]), int(lengths[longest])
