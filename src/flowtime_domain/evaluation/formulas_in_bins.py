"""What a formula gives in one bin after the other.

Rule 1: gives the same bits as `flowtime_domain.evaluation.formulas_at_once` (engine §2.5).
Rule 2: a formula under a lag is evaluated for the bin it looks back to, so nothing is read before it is
there; each part of a formula is asked for the bins 0, 1, 2, ... in this order, once each.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import final

from flowtime_domain.evaluation.row_lists import RowLists, ValueInBin
from flowtime_domain.expressions.functions import FUNCTIONS
from flowtime_domain.expressions.operators import OPERATORS
from flowtime_domain.expressions.syntax import Call, Expression, Negation, Number, Operation, Reference
from flowtime_domain.expressions.walk import fold


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


def formula_in_bin(
    expression: Expression, lists: RowLists, read: Callable[[int], list[float]] | None = None
) -> ValueInBin:
    """A formula as a function of the bin; to be asked for the bins 0, 1, 2, ... in this order, once each.

    Parameters
    ----------
    expression
        The formula.
    lists
        Rows that are there, and those that are being filled.
    read
        Gives a row as the formula shall see it; as it is if None.
    """
    row_values = lists.of if read is None else read

    def chain(part: Expression, inner: tuple[_Chain, ...]) -> _Chain:
        match part:
            case Number():
                return _Chain(_constant(part.value))
            case Reference():
                return _Chain(row_values(lists.calculation.plan.row_of[part.name]).__getitem__)
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


def _called(call: Call, arguments: tuple[ValueInBin, ...], lists: RowLists) -> ValueInBin:
    function = FUNCTIONS[call.function]
    if function.remembers:
        return _remembering(call, arguments[0], lists)
    setting, in_bin = lists.calculation.setting(call), function.in_bin
    return lambda t: in_bin(setting, t, *[argument(t) for argument in arguments])


def _remembering(call: Call, argument: ValueInBin, lists: RowLists) -> ValueInBin:
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
