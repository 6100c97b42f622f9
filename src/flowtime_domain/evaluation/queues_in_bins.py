"""What queues put out, hold and share in one bin after the other.

Rule 1: gives the same bits as `flowtime_domain.evaluation.queues_at_once` (engine §2.5).
Rule 2: a gap in what is read counts as 0 (engine §1.4).
"""

from collections.abc import Callable, Mapping
from typing import Any, Final

from flowtime_domain.compilation.steps import (
    Allocation,
    AuthoredService,
    Backlog,
    Demand,
    Gate,
    LimitRow,
    Member,
    Outflow,
    Overflow,
    QueueDepth,
    SharedConstraint,
    WorkConservingService,
)
from flowtime_domain.evaluation.formulas_in_bins import formula_in_bin
from flowtime_domain.evaluation.row_lists import RowLists, SharesInBin, ValueInBin
from flowtime_domain.kernels.allocation import allotted_in_bin
from flowtime_domain.kernels.dispatch import gated_in_bin
from flowtime_domain.kernels.queueing import NO_LIMIT, backlog_after, raw_work


def _queue_depth(step: QueueDepth, lists: RowLists) -> ValueInBin:
    left = _backlog_in_bin(step.backlog, step.gate, lists)
    limit = _limit(step.backlog, lists)
    return lambda t: min(left(t), limit[t])


def _overflow(step: Overflow, lists: RowLists) -> ValueInBin:
    left = _backlog_in_bin(step.backlog, None, lists)
    limit = _limit(step.backlog, lists)
    return lambda t: max(0.0, left(t) - limit[t])


def _backlog_in_bin(backlog: Backlog, gate: Gate | None, lists: RowLists) -> ValueInBin:
    """What is left in a queue before any limit."""
    raw = _raw_in_bin(backlog, lists)
    outflow = _gated(lists.without_gaps(backlog.outflow).__getitem__, gate, lists)
    return lambda t: backlog_after(raw(t), outflow(t))


def _raw_in_bin(backlog: Backlog, lists: RowLists) -> ValueInBin:
    initial, depth = backlog.initial_depth, lists.without_gaps(backlog.depth)
    arrivals = lists.without_gaps(backlog.arrivals)
    overflow_in, loss = (
        lists.constant(0.0) if row is None else lists.without_gaps(row)
        for row in (backlog.overflow_in, backlog.loss)
    )

    def raw_in(t: int) -> float:
        return raw_work(depth[t - 1] if t else initial, arrivals[t], overflow_in[t], loss[t])

    return raw_in


def _limit(backlog: Backlog, lists: RowLists) -> list[float]:
    if isinstance(backlog.limit, LimitRow):
        return lists.without_gaps(backlog.limit.row)
    return lists.constant(NO_LIMIT if backlog.limit is None else backlog.limit)


def _outflow(step: Outflow, lists: RowLists) -> ValueInBin:
    demand = _demand_in_bin(step.demand, lists)
    if not step.allocations:
        return demand
    allocation = lists.without_gaps(step.allocations[-1])
    return lambda t: min(demand(t), allocation[t])


def _demand_in_bin(demand: Demand, lists: RowLists) -> ValueInBin:
    """What a queue would put out without constraints (engine §5.3)."""
    match demand:
        case AuthoredService():
            return _gated(lists.without_gaps(demand.served).__getitem__, demand.gate, lists)
        case WorkConservingService():
            return _gated(_served_in_bin(demand, lists), demand.gate, lists)
        case _:
            return lists.constant(0.0).__getitem__


def _served_in_bin(demand: WorkConservingService, lists: RowLists) -> ValueInBin:
    capacity = formula_in_bin(demand.capacity, lists, lists.without_gaps)
    raw = _raw_in_bin(demand.backlog, lists)
    return lambda t: min(capacity(t), max(0.0, raw(t)))


def _gated(wanted: ValueInBin, gate: Gate | None, lists: RowLists) -> ValueInBin:
    if gate is None:
        return wanted
    period, phase = gate.period, gate.phase
    capacity = lists.constant(NO_LIMIT) if gate.capacity is None else lists.without_gaps(gate.capacity)

    def gated_in(t: int) -> float:
        return gated_in_bin(wanted(t), capacity[t]) if t % period == phase else 0.0

    return gated_in


def _allocation(step: Allocation, lists: RowLists) -> ValueInBin:
    shares_in = lists.shares(step.constraint, _shares_in_bin)
    member = step.member
    return lambda t: shares_in(t)[member]


def _shares_in_bin(shared: SharedConstraint, lists: RowLists) -> SharesInBin:
    """What all members are allotted; whoever asks first in a bin has it computed."""
    demands = [_brought_in_bin(member, lists) for member in shared.members]
    capacity, policy = lists.without_gaps(shared.capacity), shared.policy
    bin_of_shares, shares = -1, [0.0]

    def shares_in(t: int) -> list[float]:
        nonlocal bin_of_shares, shares
        if t != bin_of_shares:
            shares = allotted_in_bin(policy, [demand(t) for demand in demands], capacity[t])
            bin_of_shares = t
        return shares

    return shares_in


def _brought_in_bin(member: Member, lists: RowLists) -> ValueInBin:
    """What a member asks for: its demand, or what the constraint before allotted (engine §8.1)."""
    if member.earlier:
        return lists.without_gaps(member.earlier[-1]).__getitem__
    demand = _demand_in_bin(member.demand, lists)
    return lambda t: max(0.0, demand(t))


QUEUE_VALUE_IN_BIN: Final[Mapping[type, Callable[[Any, RowLists], ValueInBin]]] = {
    Outflow: _outflow,
    Allocation: _allocation,
    QueueDepth: _queue_depth,
    Overflow: _overflow,
}
