"""Fills rows that need no loop: each at once, over all bins.

Rule 1: gives the same bits as `flowtime_domain.evaluation.bin_by_bin` (engine §2.5).
"""

from collections.abc import Callable, Mapping
from typing import Any, Final

import numpy as np

from flowtime_domain.compilation.plan import Component
from flowtime_domain.compilation.steps import Allocation, Constant, Draws, Formula, Outflow, Step
from flowtime_domain.evaluation.calculation import Calculation, Column
from flowtime_domain.evaluation.formulas_at_once import Values, formula_values
from flowtime_domain.evaluation.queues_at_once import QUEUE_VALUES, fill_allocations, fill_queue
from flowtime_domain.kernels import random_streams


def fill_at_once(component: Component, calculation: Calculation) -> None:
    """Fill the rows of a component that holds no loop, a queue and its outflow, or a constraint's shares."""
    first = component.rows[0]
    step = calculation.plan.steps[first]
    if isinstance(step, Allocation):
        fill_allocations(step, calculation)
    elif isinstance(step, Outflow) and len(component.rows) > 1:
        fill_queue(step, calculation)
    else:
        calculation.store(first, _VALUES_OF_STEP[type(step)](step, calculation))


def _constant(step: Constant, calculation: Calculation) -> Values:
    if len(step.values) == 1:
        return step.values[0]
    return np.resize(np.array(step.values, dtype=np.float64), calculation.axis.bins)


def _draws(step: Draws, calculation: Calculation) -> Column:
    assert calculation.seed is not None
    seed = random_streams.stream_seed(calculation.seed, step.node_id)
    return random_streams.draws(step.values, step.probabilities, seed, calculation.axis.bins)


def _formula(step: Formula, calculation: Calculation) -> Values:
    read = calculation.without_gaps if step.fills_gaps else None
    return formula_values(step.expression, calculation, read)


_VALUES_OF_STEP: Final[Mapping[type[Step], Callable[[Any, Calculation], Values]]] = {
    Constant: _constant,
    Draws: _draws,
    Formula: _formula,
    **QUEUE_VALUES,
}
