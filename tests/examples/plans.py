"""Plans in another form than the compiler gives them, for comparisons."""

from dataclasses import replace

import numpy as np

from flowtime_domain.compilation.plan import Component, Plan
from flowtime_domain.compilation.steps import Constant, Draws
from flowtime_domain.evaluation.evaluator import fill_matrix


def in_one_loop(plan: Plan) -> Plan:
    """The same plan, all rows but sources evaluated bin by bin."""
    sources = [row for row, step in enumerate(plan.steps) if isinstance(step, Constant | Draws)]
    rest = tuple(row for row in plan.evaluation_order if row not in sources)
    singles = tuple(Component((row,), is_bin_by_bin=False) for row in sources)
    loop = (Component(rest, is_bin_by_bin=True),) if rest else ()
    return replace(plan, components=(*singles, *loop))


def filled_matrix(plan: Plan, seed: int | None = None) -> np.ndarray:
    """All rows of a plan, published or not, in a matrix that was full of NaN."""
    matrix = np.full((len(plan.steps), plan.model.grid.bins), np.nan)
    fill_matrix(plan, matrix, seed)
    return matrix
