"""What schedules, limits and shared constraints do to the work in a queue."""

from typing import Final

import numpy as np

from flowtime_domain.evaluation.calculation import Column
from flowtime_domain.evaluation.finding import Finding
from flowtime_domain.evaluation.invariants.observation import TOLERANCE, Mask, Observation, finding_in_bins
from flowtime_domain.kernels.dispatch import dispatch_bins
from flowtime_domain.kernels.gaps import nothing_in_gaps
from flowtime_domain.model.identifiers import LOSS
from flowtime_domain.model.nodes import DispatchSchedule
from flowtime_domain.model.topology import Constraint

_LOST: Final = frozenset({None, LOSS})


def constraint_capacity_negative(constraint: Constraint, capacity: Column) -> Finding | None:
    """A shared capacity, shape (bins,), items per bin, falls below zero (ruling 29)."""
    return finding_in_bins(
        "constraint_capacity_negative",
        "warning",
        capacity < -TOLERANCE,
        lambda where: (
            f"The capacity of constraint '{constraint.id}' is negative {where}, which counts as 0; "
            f"lowest: {np.nanmin(capacity):g}."
        ),
    )


def wip_overflow_lost(seen: Observation) -> Finding | None:
    """Work has no room in a queue and leaves the system."""
    overflow = seen.reported.get("overflow")
    if overflow is None or seen.numbers.place.wip_overflow not in _LOST:
        return None
    return seen.in_bins(
        "wip_overflow_lost",
        "info",
        overflow > TOLERANCE,
        lambda where: f"Work overflows from '{seen.node_id}' {where} and is lost: {overflow.sum():g} in all.",
    )


def dispatch_never_releases(seen: Observation) -> Finding | None:
    """Work arrives, and in the whole run the schedule lets nothing out."""
    queue, arrivals = seen.numbers.recurrence, seen.reported.get("arrivals")
    if seen.numbers.place.dispatch_schedule is None or queue is None or arrivals is None:
        return None
    if not (_total(np.maximum(0.0, arrivals)) > TOLERANCE and _total(queue.outflow) <= TOLERANCE):
        return None
    return seen.in_bins(
        "dispatch_never_releases",
        "info",
        np.ones(seen.grid.bins, dtype=np.bool_),
        lambda _: f"Work arrives at '{seen.node_id}', and its schedule lets nothing out in the whole run.",
    )


def _total(values: Column) -> float:
    """The sum from left to right, shape (bins,), where a gap adds nothing."""
    return float(np.add.accumulate(nothing_in_gaps(values))[-1])


def queue_latency_gate_closed(seen: Observation) -> Finding | None:
    """Work waits for the next dispatch, so its waiting time is unknown."""
    schedule = seen.numbers.place.dispatch_schedule
    if schedule is None:
        return None
    return seen.in_bins(
        "queue_latency_gate_closed",
        "info",
        is_stuck(seen) & ~_dispatches(schedule, seen.grid.bins),
        lambda where: f"Work waits in '{seen.node_id}' for a dispatch {where}: its latency is unknown.",
    )


def _dispatches(schedule: DispatchSchedule, bins: int) -> Mask:
    return dispatch_bins(bins, schedule.period_bins, schedule.phase_offset % schedule.period_bins)


def queue_latency_unreported(seen: Observation) -> Finding | None:
    """Work waits in a queue that serves nothing, so its waiting time is unknown."""
    if seen.kind != "queue" or not seen.outgoing or seen.numbers.place.dispatch_schedule is not None:
        return None
    return seen.in_bins(
        "queue_latency_unreported",
        "info",
        is_stuck(seen),
        lambda where: (
            f"Work waits in '{seen.node_id}' and nothing is served {where}: its latency is unknown."
        ),
    )


def is_stuck(seen: Observation) -> Mask:
    """Where work waits and nothing is served, shape (bins,), true or false; nowhere if that is unknown."""
    return (seen.numbers.values_of("queue") > TOLERANCE) & (seen.numbers.values_of("served") <= TOLERANCE)
