"""From what queues put out, hold and share to values over tiles.

Rule 1: a gap in what is read counts as 0 (engine §1.4).
"""

import math
from dataclasses import dataclass
from typing import Final, final

from flowtime_domain.compilation.program.formulas import FormulaLowering
from flowtime_domain.compilation.program.values import Effect, Operand, Place, Read, Value, Values, bits
from flowtime_domain.compilation.steps import (
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
from flowtime_domain.kernels.tiles import opcodes
from flowtime_domain.kernels.tiles.opcodes import PLACES_PER_REGISTER

_POLICIES: Final = {
    "proportional": opcodes.PROPORTIONAL,
    "priority": opcodes.PRIORITY,
    "maxMin": opcodes.MAX_MIN,
}
_OF_ARRIVALS: Final = {
    opcodes.DEPTH: opcodes.DEPTH_OF_ARRIVALS,
    opcodes.SERVE: opcodes.SERVE_ARRIVALS,
}


@final
@dataclass(frozen=True, slots=True)
class QueueLowering:
    """Turns the queues of one component into values.

    Attributes
    ----------
    values
        The values of the component.
    formulas
        Knows the capacities.
    """

    values: Values
    formulas: FormulaLowering

    def outflow(self, step: Outflow) -> Value:
        """What leaves a queue whose depth, one bin before, or allocations are there."""
        demand = self._demand(step.demand)
        if not step.allocations:
            return demand
        return self.values.value(opcodes.MIN, demand, self.values.known_row(step.allocations[-1]))

    def depth(self, step: QueueDepth) -> Value:
        """The depth of a queue whose outflow is there."""
        outflow = self._gated(self.values.known_row(step.backlog.outflow), step.gate)
        return self._of_backlog(opcodes.DEPTH, step.backlog, outflow, self._limit(step.backlog))

    def overflow(self, step: Overflow) -> Value:
        """What a queue whose depth is there has no room for."""
        backlog = step.backlog
        outflow = self.values.known_row(backlog.outflow)
        value = self._of_backlog(opcodes.OVERFLOW, backlog, outflow, self._limit(backlog))
        return self.values.also_reading(Read(Place(backlog.depth), 0), value)

    def served_and_depth(self, demand: WorkConservingService) -> tuple[Value, Value]:
        """Outflow and depth of a queue that nothing else feeds back into."""
        depth = self.values.room()
        capacity = self._gated(self._capacity(demand), demand.gate)
        limit = self._limit(demand.backlog)
        return self._of_backlog(opcodes.SERVE, demand.backlog, capacity, limit, depth), depth

    def limits(self, backlog: Backlog) -> tuple[Effect, ...]:
        """What counts limits that are none."""
        if isinstance(backlog.limit, LimitRow):
            return (Effect(opcodes.LIMITS, (self.values.row(backlog.limit.row),)),)
        return ()

    def shares(self, shared: SharedConstraint) -> tuple[Effect, tuple[Value, ...]]:
        """What all members of a constraint are allotted, by member."""
        shares = tuple(self.values.room() for _ in shared.members)
        # In a loop the order stands at the place of the bin, so that there may be as many places before it.
        order = self.values.room(1 + -(-len(shares) // PLACES_PER_REGISTER))
        pairs: list[Operand] = []
        for member, share in zip(shared.members, shares, strict=True):
            pairs += [self._brought(member), share]
        capacity = self.values.known_row(shared.capacity)
        return Effect(opcodes.SHARE, (_POLICIES[shared.policy], capacity, order, *pairs)), shares

    def _brought(self, member: Member) -> Value:
        """What a member asks for: its demand, or what the constraint before allotted (engine §8.1)."""
        if member.earlier:
            return self.values.known_row(member.earlier[-1])
        return self._demand(member.demand)

    def _demand(self, demand: Demand) -> Value:
        match demand:
            case AuthoredService():
                return self._gated(self.values.known_row(demand.served), demand.gate)
            case WorkConservingService():
                capacity = self._gated(self._capacity(demand), demand.gate)
                value = self._of_backlog(opcodes.DEMAND, demand.backlog, capacity)
                return self.values.also_reading(Read(Place(demand.backlog.depth), 1), value)
            case _:  # nobody serves a dead letter queue
                return self.values.number(0.0)

    def _capacity(self, demand: WorkConservingService) -> Value:
        return self.formulas.value(demand.capacity, self.values.known_row)

    def _gated(self, wanted: Value, gate: Gate | None) -> Value:
        if gate is None:
            return wanted
        if gate.phase >= self.values.bins:
            return self.values.number(0.0)
        capacity = (
            self.values.number(math.inf) if gate.capacity is None else self.values.known_row(gate.capacity)
        )
        # A schedule may be longer than any grid, and longer than a slot can say.
        period = min(gate.period, self.values.bins)
        return self.values.value(opcodes.GATE, wanted, capacity, period, gate.phase)

    def _limit(self, backlog: Backlog) -> Value:
        if isinstance(backlog.limit, LimitRow):
            return self.values.known_row(backlog.limit.row)
        return self.values.number(math.inf if backlog.limit is None else backlog.limit)

    def _of_backlog(self, operation: int, backlog: Backlog, *others: Value) -> Value:
        depth = self.values.first_slot(Place(backlog.depth))
        if operation in _OF_ARRIVALS and backlog.overflow_in is None and backlog.loss is None:
            arrivals = self.values.known_row(backlog.arrivals)
            initial = bits(backlog.initial_depth)
            return self.values.value(_OF_ARRIVALS[operation], depth, initial, arrivals, *others)
        intake = (
            self.values.number(0.0) if row is None else self.values.known_row(row)
            for row in (backlog.arrivals, backlog.overflow_in, backlog.loss)
        )
        return self.values.value(operation, depth, bits(backlog.initial_depth), *intake, *others)
