"""Fills rows that feed back into themselves: all of them for one bin, then for the next.

Rule 1: gives the same bits as `flowtime_domain.evaluation.whole_run` (engine §2.5).
"""

from collections.abc import Callable, Mapping
from typing import Any, Final

from flowtime_domain.compilation.plan import Component
from flowtime_domain.compilation.steps import Formula, Step
from flowtime_domain.evaluation.calculation import Calculation
from flowtime_domain.evaluation.formulas_in_bins import formula_in_bin
from flowtime_domain.evaluation.queues_in_bins import QUEUE_VALUE_IN_BIN
from flowtime_domain.evaluation.row_lists import RowLists, ValueInBin


def fill_bin_by_bin(component: Component, calculation: Calculation) -> None:
    """Fill the rows of a component that holds a loop; every lag-0 reference points to an earlier member."""
    lists = RowLists(calculation, frozenset(component.rows))
    steps = calculation.plan.steps
    lists.fill([(row, _VALUE_OF_STEP[type(steps[row])](steps[row], lists)) for row in component.rows])


def _formula(step: Formula, lists: RowLists) -> ValueInBin:
    return formula_in_bin(step.expression, lists, lists.without_gaps if step.fills_gaps else None)


_VALUE_OF_STEP: Final[Mapping[type[Step], Callable[[Any, RowLists], ValueInBin]]] = {
    Formula: _formula,
    **QUEUE_VALUE_IN_BIN,
}
