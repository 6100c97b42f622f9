"""What a formula gives over all bins at once.

Rule 1: gives the same bits as `flowtime_domain.evaluation.formulas_in_bins` (engine §2.5).
"""

from collections.abc import Callable
from typing import TypeAlias

from flowtime_domain.evaluation.calculation import Calculation, Column
from flowtime_domain.expressions.functions import FUNCTIONS
from flowtime_domain.expressions.operators import OPERATORS
from flowtime_domain.expressions.syntax import Expression, Negation, Number, Operation, Reference
from flowtime_domain.expressions.walk import fold

Values: TypeAlias = Column | float


def formula_values(
    expression: Expression, calculation: Calculation, read: Callable[[int], Column] | None = None
) -> Values:
    """The values of a formula: shape (bins,), in the unit that the formula gives, or one number for all bins.

    Everything that the formula reads must be there already.

    Parameters
    ----------
    expression
        The formula.
    calculation
        What is there.
    read
        Gives a row as the formula shall see it: shape (bins,), in the unit of its series. As it is if None.
    """
    row_values = calculation.row if read is None else read

    def value(part: Expression, inner: tuple[Values, ...]) -> Values:
        match part:
            case Number():
                return part.value
            case Reference():
                return row_values(calculation.plan.row_of[part.name])
            case Negation():
                return -inner[0]
            case Operation():
                return OPERATORS[part.operator].over_bins(*inner)
            case _:
                return FUNCTIONS[part.function].over_bins(calculation.setting(part), *inner)

    return fold(expression, value)
