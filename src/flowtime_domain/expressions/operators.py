"""The operators of the language: one row per sign (engine §3.1).

Rule 1: both forms of an operator give equal bits. ``-operand`` needs no row: Python and numpy agree on it.
"""

import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, final

from flowtime_domain.kernels import bin_formulas, formulas
from flowtime_domain.kernels.formulas import Values


@final
@dataclass(frozen=True, slots=True)
class Operator:
    """One operator.

    Attributes
    ----------
    over_bins
        Takes two operands, each a series of shape (bins,), float64, or a Python float; gives a float if both
        are floats, else a new series.
    in_bin
        Takes the operands in one bin, Python floats; gives a Python float; never raises.
    """

    over_bins: Callable[[Values, Values], Values]
    in_bin: Callable[[float, float], float]


def either_form(whole: Callable[..., Values], single: Callable[..., float]) -> Callable[..., Values]:
    """A kernel over bins that leaves numbers numbers: where no operand is a series, the result is none."""

    def over_bins(*operands: Values) -> Values:
        if all(isinstance(operand, float) for operand in operands):
            return single(*operands)
        return whole(*operands)

    return over_bins


def _operator(whole: Callable[..., Values], single: Callable[[float, float], float]) -> Operator:
    return Operator(either_form(whole, single), single)


OPERATORS: Final[Mapping[str, Operator]] = MappingProxyType(
    {
        "+": _operator(formulas.total, operator.add),
        "-": _operator(formulas.difference, operator.sub),
        "*": _operator(formulas.product, operator.mul),
        "/": _operator(formulas.quotient, bin_formulas.quotient),
        "<": _operator(formulas.less, bin_formulas.less),
        "<=": _operator(formulas.less_or_equal, bin_formulas.less_or_equal),
        ">": _operator(formulas.greater, bin_formulas.greater),
        ">=": _operator(formulas.greater_or_equal, bin_formulas.greater_or_equal),
        "==": _operator(formulas.equal, bin_formulas.equal),
        "!=": _operator(formulas.unequal, bin_formulas.unequal),
    }
)
