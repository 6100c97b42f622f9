"""Operators and functions of formulas whose value in a bin needs that bin alone, over all bins at once.

Rule 1: an operand is a series, shape (bins,), or one number for all bins; any unit; any binary64 value, NaN
and infinities included. At least one operand is a series; the result is a new series, shape (bins,).
Rule 2: a NaN operand gives NaN, except in the branch that `choice` leaves (engine §1.4).
Rule 3: no step of numpy is used whose result may differ between positions of an array: the extremes are
written as comparisons because of -0.0, and EXP, LN and POW call one scalar routine per bin (engine §1.3).
Rule 4: `flowtime_domain.kernels.bin_formulas` holds the same functions for one bin, with equal bits.
"""

from collections.abc import Callable
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from flowtime_domain.kernels import bin_formulas

Column: TypeAlias = NDArray[np.float64]
Values: TypeAlias = Column | float

quiet = np.errstate(all="ignore")


@quiet
def total(left: Values, right: Values) -> Column:
    """``left + right``, shape (bins,), in the unit of both; any value."""
    return np.add(left, right)


@quiet
def difference(left: Values, right: Values) -> Column:
    """``left - right``, shape (bins,), in the unit of both; any value."""
    return np.subtract(left, right)


@quiet
def product(left: Values, right: Values) -> Column:
    """``left * right``, shape (bins,), in the product of the units; any value."""
    return np.multiply(left, right)


@quiet
def quotient(left: Values, right: Values) -> Column:
    """``left / right``, shape (bins,), in the quotient of the units; any value.

    Where right is zero of either sign it is ``left * 0`` (engine §3.1).

    Examples
    --------
    >>> quotient(np.array([6.0, -3.0, 0.0]), np.array([4.0, 0.0, 2.0])).tolist()
    [1.5, -0.0, 0.0]
    """
    return np.where(np.equal(right, 0.0), np.multiply(left, 0.0), np.divide(left, right))


def less(left: Values, right: Values) -> Column:
    """Whether ``left < right``, shape (bins,), no unit; 1 or 0, NaN beside NaN."""
    return _truth(np.less, left, right)


def less_or_equal(left: Values, right: Values) -> Column:
    """Whether ``left <= right``, shape (bins,), no unit; 1 or 0, NaN beside NaN."""
    return _truth(np.less_equal, left, right)


def greater(left: Values, right: Values) -> Column:
    """Whether ``left > right``, shape (bins,), no unit; 1 or 0, NaN beside NaN."""
    return _truth(np.greater, left, right)


def greater_or_equal(left: Values, right: Values) -> Column:
    """Whether ``left >= right``, shape (bins,), no unit; 1 or 0, NaN beside NaN; also STEP."""
    return _truth(np.greater_equal, left, right)


def equal(left: Values, right: Values) -> Column:
    """Whether ``left == right``, shape (bins,), no unit; 1 or 0, NaN beside NaN."""
    return _truth(np.equal, left, right)


def unequal(left: Values, right: Values) -> Column:
    """Whether ``left != right``, shape (bins,), no unit; 1 or 0, NaN beside NaN."""
    return _truth(np.not_equal, left, right)


@quiet
def _truth(compare: np.ufunc, left: Values, right: Values) -> Column:
    unknown = np.isnan(left) | np.isnan(right)
    return np.where(unknown, np.nan, compare(left, right))


def smallest(*operands: Values) -> Column:
    """The smallest operand in each bin, shape (bins,), in the unit of all; of equals the first."""
    return _folded(np.less, operands)


def largest(*operands: Values) -> Column:
    """The largest operand in each bin, shape (bins,), in the unit of all; of equals the first."""
    return _folded(np.greater, operands)


@quiet
def _folded(better: np.ufunc, operands: tuple[Values, ...]) -> Column:
    best = np.asarray(operands[0])
    for operand in operands[1:]:
        best = np.where(better(operand, best) | np.isnan(operand), operand, best)
    return best


def clamped(x: Values, low: Values, high: Values) -> Column:
    """``max(low, min(high, x))``, shape (bins,), in the unit of x.

    The low bound wins where it exceeds the high one (engine §3.2).

    Examples
    --------
    >>> clamped(np.array([-2.0, 0.5, 9.0]), 0.0, 1.0).tolist()
    [0.0, 0.5, 1.0]
    """
    return largest(low, smallest(high, x))


@quiet
def remainder(left: Values, right: Values) -> Column:
    """The remainder, shape (bins,), in the unit of left; it has the sign of the divisor.

    Where the divisor is 0 it is ``left * 0`` (engine §3.2).

    Examples
    --------
    >>> remainder(np.array([2.5, -2.5, -7.0]), 3.0).tolist()
    [2.5, 0.5, 2.0]
    """
    rest = np.fmod(left, right)
    other_side = (rest != 0) & (np.signbit(rest) != np.signbit(right))
    rest = np.where(other_side, np.add(rest, right), rest)
    return np.where(np.equal(right, 0.0), np.multiply(left, 0.0), rest)


def floor(x: Column) -> Column:
    """The largest integer not above x, shape (bins,), in the unit of x."""
    return np.floor(x)


def ceiling(x: Column) -> Column:
    """The smallest integer not below x, shape (bins,), in the unit of x."""
    return np.ceil(x)


def magnitude(x: Column) -> Column:
    """The value without its sign, shape (bins,), in the unit of x; at least 0, or NaN."""
    return np.abs(x)


@quiet
def rounded(x: Column) -> Column:
    """The nearest integer, halves away from zero, shape (bins,), in the unit of x (engine §3.2).

    Examples
    --------
    >>> rounded(np.array([2.5, -2.5, 0.49999999999999994])).tolist()
    [3.0, -3.0, 0.0]
    """
    cut = np.trunc(x)
    return np.where(np.abs(x - cut) >= 0.5, cut + np.copysign(1.0, x), cut)


@quiet
def square_root(x: Column) -> Column:
    """The correctly rounded square root, shape (bins,), in the root of the unit; NaN below zero."""
    return np.sqrt(x)


def choice(condition: Values, then: Values, otherwise: Values) -> Column:
    """`then` where the condition is not 0, else `otherwise`; NaN where it is NaN.

    The result has shape (bins,) and the unit of the branches; any value.
    """
    chosen = np.where(np.not_equal(condition, 0.0), then, otherwise)
    return np.where(np.isnan(condition), np.nan, chosen)


def exponential(x: Column) -> Column:
    """The number e to the power x, shape (bins,), no unit; at least 0, or NaN."""
    return _per_bin(bin_formulas.exponential, x)


def logarithm(x: Column) -> Column:
    """The natural logarithm, shape (bins,), no unit; minus infinity at zero, NaN below."""
    return _per_bin(bin_formulas.logarithm, x)


def power(base: Values, exponent: Values) -> Column:
    """Base to the power exponent, shape (bins,), in that power of the unit; NaN stays NaN."""
    return _per_bin(bin_formulas.power, *np.broadcast_arrays(base, exponent))


def _per_bin(routine: Callable[..., float], *operands: Column) -> Column:
    columns = (operand.tolist() for operand in operands)
    return np.array([routine(*values) for values in zip(*columns, strict=True)], dtype=np.float64)
