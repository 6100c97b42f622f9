"""Fills rows that feed back into themselves: all of them for one bin, then for the next.

Rule 1: gives the same bits as `flowtime_domain.evaluation.whole_run` (engine §2.5).
Rule 2: a formula under a lag is evaluated for the bin it looks back to, so nothing is read before it is
there; each part of a formula is asked for the bins 0, 1, 2, ... in this order, once each.
Rule 3: rows are Python lists while they are filled: reading one number of an array is several times slower.
"""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, TypeAlias, final

import numpy as np

from flowtime_domain.compilation.plan import Component
from flowtime_domain.compilation.steps import Formula, QueueDepth, QueueServed, Step
from flowtime_domain.evaluation.calculation import Calculation
from flowtime_domain.expressions.functions import FUNCTIONS
from flowtime_domain.expressions.operators import OPERATORS
from flowtime_domain.expressions.syntax import Call, Expression, Negation, Number, Operation, Reference
from flowtime_domain.expressions.walk import fold
from flowtime_domain.kernels.queueing import available_work, depth_after

ValueInBin: TypeAlias = Callable[[int], float]


def fill_bin_by_bin(component: Component, calculation: Calculation) -> None:
    """Fill the rows of a component that holds a loop; every lag-0 reference points to an earlier member."""
    bins = calculation.axis.bins
    lists = _Lists(calculation, {row: [math.nan] * bins for row in component.rows})
    steps = calculation.plan.steps
    members = [(lists.of(row), _VALUE_OF_STEP[type(steps[row])](steps[row], lists)) for row in component.rows]
    for t in range(bins):
        for values, value_in in members:
            values[t] = value_in(t) + 0.0
    for row in component.rows:
        calculation.store(row, np.array(lists.of(row)))


@final
@dataclass(frozen=True, slots=True)
class _Lists:
    """Rows as lists of Python floats: those being filled, and those that are there, once asked for."""

    calculation: Calculation
    known: dict[int, list[float]]

    def of(self, row: int) -> list[float]:
        if row not in self.known:
            self.known[row] = self.calculation.row(row).tolist()
        return self.known[row]

    def loss(self, row: int | None) -> list[float]:
        return [0.0] * self.calculation.axis.bins if row is None else self.of(row)


def _queue_depth(step: QueueDepth, lists: _Lists) -> ValueInBin:
    backlog = step.backlog
    initial = backlog.initial_depth
    depth, arrivals, outflow = lists.of(backlog.depth), lists.of(backlog.arrivals), lists.of(backlog.outflow)
    loss = lists.loss(backlog.loss)

    def depth_in(t: int) -> float:
        return depth_after(depth[t - 1] if t else initial, arrivals[t], loss[t], outflow[t])

    return depth_in


def _queue_served(step: QueueServed, lists: _Lists) -> ValueInBin:
    backlog = step.backlog
    initial = backlog.initial_depth
    depth, arrivals, loss = lists.of(backlog.depth), lists.of(backlog.arrivals), lists.loss(backlog.loss)
    limit = _value_in_bin(step.limit, lists)

    def served_in(t: int) -> float:
        return min(limit(t), available_work(depth[t - 1] if t else initial, arrivals[t], loss[t]))

    return served_in


def _formula(step: Formula, lists: _Lists) -> ValueInBin:
    return _value_in_bin(step.expression, lists)


_VALUE_OF_STEP: Final[Mapping[type[Step], Callable[[Any, _Lists], ValueInBin]]] = {
    Formula: _formula,
    QueueDepth: _queue_depth,
    QueueServed: _queue_served,
}


@final
@dataclass(frozen=True, slots=True)
class _Chain:
    """Operations that associate to the left, in a loop: a sum of 2000 terms must not be 2000 calls deep."""

    first: ValueInBin
    rest: list[tuple[Callable[[float, float], float], ValueInBin]] = field(default_factory=list)

    def value_in_bin(self) -> ValueInBin:
        first, rest = self.first, self.rest
        if not rest:
            return first
        if len(rest) == 1:
            ((operate, second),) = rest
            return lambda t: operate(first(t), second(t))

        def value_in(t: int) -> float:
            value = first(t)
            for operate, operand in rest:
                value = operate(value, operand(t))
            return value

        return value_in


def _value_in_bin(expression: Expression, lists: _Lists) -> ValueInBin:
    """A formula as a function of the bin."""

    def chain(part: Expression, inner: tuple[_Chain, ...]) -> _Chain:
        match part:
            case Number():
                return _Chain(_constant(part.value))
            case Reference():
                return _Chain(lists.of(lists.calculation.plan.row_of[part.name]).__getitem__)
            case Negation():
                return _Chain(_negated(inner[0].value_in_bin()))
            case Operation():
                left, right = inner
                left.rest.append((OPERATORS[part.operator].in_bin, right.value_in_bin()))
                return left
            case _:
                arguments = tuple(each.value_in_bin() for each in inner)
                return _Chain(_called(part, arguments, lists))

    return fold(expression, chain).value_in_bin()


def _constant(value: float) -> ValueInBin:
    return lambda t: value


def _negated(operand: ValueInBin) -> ValueInBin:
    return lambda t: -operand(t)


def _called(call: Call, arguments: tuple[ValueInBin, ...], lists: _Lists) -> ValueInBin:
    function = FUNCTIONS[call.function]
    if function.remembers:
        return _remembering(call, arguments[0], lists)
    setting, in_bin = lists.calculation.setting(call), function.in_bin
    return lambda t: in_bin(setting, t, *[argument(t) for argument in arguments])


def _remembering(call: Call, argument: ValueInBin, lists: _Lists) -> ValueInBin:
    """A call that looks back: keeps what its argument was, and its own last result."""
    function = FUNCTIONS[call.function]
    setting, in_bin, lag = lists.calculation.setting(call), function.in_bin, function.lag(call.literals)
    samples = [math.nan] * lists.calculation.axis.bins
    previous = 0.0

    def value_in(t: int) -> float:
        nonlocal previous
        if t >= lag:
            samples[t - lag] = argument(t - lag)
        previous = in_bin(setting, t, samples, previous)
        return previous

    return value_in
