"""Fills what queues put out, hold and share, over all bins at once.

Rule 1: gives the same bits as `flowtime_domain.evaluation.queues_in_bins` (engine §2.5).
Rule 2: a gap in what is read counts as 0 (engine §1.4).
"""

from collections.abc import Callable, Mapping
from typing import Any, Final, TypeAlias

import numpy as np

from flowtime_domain.compilation.steps import (
    Allocation,
    AuthoredService,
    Backlog,
    Demand,
    Gate,
    LimitRow,
    Outflow,
    Overflow,
    QueueDepth,
    SharedConstraint,
    WorkConservingService,
)
from flowtime_domain.evaluation.calculation import Calculation, Column
from flowtime_domain.evaluation.formulas_at_once import formula_values
from flowtime_domain.kernels import allocation, dispatch, queueing

Values: TypeAlias = Column | float


def fill_queue(step: Outflow, calculation: Calculation) -> None:
    """Fill the outflow and the depth of a queue that serves what is available."""
    demand = step.demand
    assert isinstance(demand, WorkConservingService)
    backlog = demand.backlog
    outflow, depth = queueing.outflow_and_depth(
        *_intake(backlog, calculation),
        _gated(_capacity(demand, calculation), demand.gate, calculation),
        _limit(backlog, calculation),
        backlog.initial_depth,
    )
    calculation.store(backlog.outflow, outflow)
    calculation.store(backlog.depth, depth)


def fill_allocations(step: Allocation, calculation: Calculation) -> None:
    """Fill what all members of a constraint are allotted; their demands do not depend on it."""
    shared = step.constraint
    demands = np.array([_brought(shared, member, calculation) for member in range(len(shared.members))])
    shares = allocation.allotted(shared.policy, demands, calculation.without_gaps(shared.capacity))
    for member, share in zip(shared.members, shares, strict=True):
        calculation.store(member.allocation, share)


def _brought(shared: SharedConstraint, index: int, calculation: Calculation) -> Column:
    """What a member asks for: its demand, or what the constraint before allotted (engine §8.1)."""
    member = shared.members[index]
    if member.earlier:
        return calculation.without_gaps(member.earlier[-1])
    return queueing.at_least_zero(demand_values(member.demand, calculation))


def _queue_depth(step: QueueDepth, calculation: Calculation) -> Column:
    """The depth of a queue whose outflow is there."""
    backlog = step.backlog
    outflow = calculation.without_gaps(backlog.outflow)
    return queueing.queue_depth(
        *_intake(backlog, calculation),
        _gated(outflow, step.gate, calculation),
        _limit(backlog, calculation),
        backlog.initial_depth,
    )


def outflow(step: Outflow, calculation: Calculation) -> Column:
    """What leaves a queue whose depth or allocations are there: shape (bins,), items per bin."""
    demand = demand_values(step.demand, calculation)
    if not step.allocations:
        return demand
    return _least(demand, calculation.without_gaps(step.allocations[-1]))


@np.errstate(all="ignore")
def _overflow(step: Overflow, calculation: Calculation) -> Column:
    """What a queue whose depth is there has no room for."""
    backlog = step.backlog
    rest = raw_work(backlog, calculation) - calculation.without_gaps(backlog.outflow)
    return queueing.at_least_zero(queueing.at_least_zero(rest) - _limit(backlog, calculation))


def demand_values(demand: Demand, calculation: Calculation) -> Column:
    """What a queue would put out without constraints, shape (bins,), items per bin (engine §5.3)."""
    match demand:
        case AuthoredService():
            return _gated(calculation.without_gaps(demand.served), demand.gate, calculation)
        case WorkConservingService():
            available = queueing.at_least_zero(raw_work(demand.backlog, calculation))
            return _gated(_least(_capacity(demand, calculation), available), demand.gate, calculation)
        case _:
            return np.zeros(calculation.axis.bins)


def raw_work(backlog: Backlog, calculation: Calculation) -> Column:
    """Backlog and intake of a queue whose depth is there, without what was lost: shape (bins,), items."""
    depth = calculation.row(backlog.depth)
    return queueing.raw_work_over_run(depth, backlog.initial_depth, *_intake(backlog, calculation))


def _intake(backlog: Backlog, calculation: Calculation) -> tuple[Column, Values, Values]:
    """Arrivals, overflow-in and loss."""

    def flow(row: int | None) -> Values:
        return 0.0 if row is None else calculation.without_gaps(row)

    return calculation.without_gaps(backlog.arrivals), flow(backlog.overflow_in), flow(backlog.loss)


def _capacity(demand: WorkConservingService, calculation: Calculation) -> Column:
    values = formula_values(demand.capacity, calculation, calculation.without_gaps)
    return np.broadcast_to(values, (calculation.axis.bins,))


def _gated(wanted: Column, gate: Gate | None, calculation: Calculation) -> Column:
    if gate is None:
        return wanted
    capacity = None if gate.capacity is None else calculation.without_gaps(gate.capacity)
    return dispatch.gated(wanted, gate.period, gate.phase, capacity)


def _limit(backlog: Backlog, calculation: Calculation) -> Values:
    if backlog.limit is None:
        return queueing.NO_LIMIT
    if isinstance(backlog.limit, LimitRow):
        return calculation.without_gaps(backlog.limit.row)
    return backlog.limit


def _least(first: Column, second: Column) -> Column:
    """The lesser of two in each bin, as Python's `min` finds it."""
    return np.where(second < first, second, first)


QUEUE_VALUES: Final[Mapping[type, Callable[[Any, Calculation], Values]]] = {
    Outflow: outflow,
    QueueDepth: _queue_depth,
    Overflow: _overflow,
}
