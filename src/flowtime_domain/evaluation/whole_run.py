"""Fills rows that need no loop: each at once, over all bins.

Rule 1: gives the same bits as `flowtime_domain.evaluation.bin_by_bin` (engine §2.5).
"""

from collections.abc import Callable, Mapping
from typing import Any, Final, TypeAlias

import numpy as np

from flowtime_domain.compilation.plan import Component
from flowtime_domain.compilation.steps import (
    Backlog,
    Constant,
    Draws,
    Formula,
    QueueDepth,
    QueueServed,
    Step,
)
from flowtime_domain.evaluation.calculation import Calculation, Column
from flowtime_domain.expressions.functions import FUNCTIONS
from flowtime_domain.expressions.operators import OPERATORS
from flowtime_domain.expressions.syntax import Expression, Negation, Number, Operation, Reference
from flowtime_domain.expressions.walk import fold
from flowtime_domain.kernels import queueing, random_streams

Values: TypeAlias = Column | float


def fill_at_once(component: Component, calculation: Calculation) -> None:
    """Fill the rows of a component that holds no loop, or nothing but a queue and what it serves."""
    first = component.rows[0]
    step = calculation.plan.steps[first]
    if isinstance(step, QueueServed):
        _fill_queue(step, calculation)
    else:
        calculation.store(first, _VALUES_OF_STEP[type(step)](step, calculation))


def _fill_queue(step: QueueServed, calculation: Calculation) -> None:
    backlog = step.backlog
    arrivals, loss = _intake(backlog, calculation)
    limit = np.broadcast_to(formula_values(step.limit, calculation), arrivals.shape)
    served, depth = queueing.served_and_depth(arrivals, loss, limit, backlog.initial_depth)
    calculation.store(step.served, served)
    calculation.store(backlog.depth, depth)


def _intake(backlog: Backlog, calculation: Calculation) -> tuple[Column, Column]:
    arrivals = calculation.row(backlog.arrivals)
    loss = np.zeros_like(arrivals) if backlog.loss is None else calculation.row(backlog.loss)
    return arrivals, loss


def _constant(step: Constant, calculation: Calculation) -> Values:
    if len(step.values) == 1:
        return step.values[0]
    return np.resize(np.array(step.values, dtype=np.float64), calculation.axis.bins)


def _draws(step: Draws, calculation: Calculation) -> Column:
    assert calculation.seed is not None
    seed = random_streams.stream_seed(calculation.seed, step.node_id)
    return random_streams.draws(step.values, step.probabilities, seed, calculation.axis.bins)


def _formula(step: Formula, calculation: Calculation) -> Values:
    return formula_values(step.expression, calculation)


def _queue_depth(step: QueueDepth, calculation: Calculation) -> Column:
    arrivals, loss = _intake(step.backlog, calculation)
    outflow = calculation.row(step.backlog.outflow)
    return queueing.queue_depth(arrivals, loss, outflow, step.backlog.initial_depth)


def formula_values(expression: Expression, calculation: Calculation) -> Values:
    """The values of a formula: shape (bins,), in the unit that the formula gives, or one number for all bins.

    Everything that the formula reads must be there already.
    """

    def value(part: Expression, inner: tuple[Values, ...]) -> Values:
        match part:
            case Number():
                return part.value
            case Reference():
                return calculation.row(calculation.plan.row_of[part.name])
            case Negation():
                return -inner[0]
            case Operation():
                return OPERATORS[part.operator].over_bins(*inner)
            case _:
                return FUNCTIONS[part.function].over_bins(calculation.setting(part), *inner)

    return fold(expression, value)


_VALUES_OF_STEP: Final[Mapping[type[Step], Callable[[Any, Calculation], Values]]] = {
    Constant: _constant,
    Draws: _draws,
    Formula: _formula,
    QueueDepth: _queue_depth,
}
