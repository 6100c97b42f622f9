"""Operators and functions of formulas whose value in a bin needs that bin alone, for one bin.

Rule 1: operands and results are Python floats of any value, NaN and infinities included; nothing raises.
Rule 2: a NaN operand gives NaN, except in the branch that `choice` leaves (engine §1.4).
Rule 3: `flowtime_domain.kernels.formulas` holds the same functions over all bins, with equal bits.
"""

import math
from typing import Final

NAN: Final = math.nan
INFINITY: Final = math.inf


def quotient(left: float, right: float) -> float:
    """``left / right``, or ``left * 0`` if right is zero of either sign (engine §3.1).

    Examples
    --------
    >>> quotient(6.0, 4.0), quotient(6.0, 0.0)
    (1.5, 0.0)
    """
    return left * 0.0 if right == 0 else left / right


def less(left: float, right: float) -> float:
    """1 if ``left < right``, else 0."""
    return _truth(left < right, left, right)


def less_or_equal(left: float, right: float) -> float:
    """1 if ``left <= right``, else 0."""
    return _truth(left <= right, left, right)


def greater(left: float, right: float) -> float:
    """1 if ``left > right``, else 0."""
    return _truth(left > right, left, right)


def greater_or_equal(left: float, right: float) -> float:
    """1 if ``left >= right``, else 0; also STEP."""
    return _truth(left >= right, left, right)


def equal(left: float, right: float) -> float:
    """1 if ``left == right``, else 0."""
    return _truth(left == right, left, right)


def unequal(left: float, right: float) -> float:
    """1 if ``left != right``, else 0."""
    return _truth(left != right, left, right)


def _truth(holds: bool, left: float, right: float) -> float:
    if math.isnan(left) or math.isnan(right):
        return NAN
    return 1.0 if holds else 0.0


def smallest(*operands: float) -> float:
    """The smallest operand, folded from left to right; the first of equals."""
    best = operands[0]
    for operand in operands[1:]:
        if operand < best or math.isnan(operand):
            best = operand
    return best


def largest(*operands: float) -> float:
    """The largest operand, folded from left to right; the first of equals."""
    best = operands[0]
    for operand in operands[1:]:
        if operand > best or math.isnan(operand):
            best = operand
    return best


def clamped(x: float, low: float, high: float) -> float:
    """``max(low, min(high, x))``: low wins if it exceeds high (engine §3.2).

    Examples
    --------
    >>> clamped(5.0, 0.0, 1.0), clamped(5.0, 1.0, 0.0)
    (1.0, 1.0)
    """
    return largest(low, smallest(high, x))


def remainder(left: float, right: float) -> float:
    """The remainder with the sign of the divisor; ``left * 0`` if that is 0 (engine §3.2).

    Examples
    --------
    >>> remainder(-2.5, 3.0), remainder(2.5, -3.0)
    (0.5, -0.5)
    """
    if right == 0:
        return left * 0.0
    if math.isinf(left):
        return NAN
    rest = math.fmod(left, right)
    other_side = rest != 0 and math.copysign(1.0, rest) != math.copysign(1.0, right)
    return rest + right if other_side else rest


def floor(x: float) -> float:
    """The largest integer not above x."""
    return math.copysign(float(math.floor(x)), x) if math.isfinite(x) else x


def ceiling(x: float) -> float:
    """The smallest integer not below x; -0.0 between -1 and 0, as IEEE 754 has it."""
    return math.copysign(float(math.ceil(x)), x) if math.isfinite(x) else x


def rounded(x: float) -> float:
    """The nearest integer, halves away from zero (engine §3.2).

    Examples
    --------
    >>> rounded(2.5), rounded(-2.5), rounded(0.49999999999999994)
    (3.0, -3.0, 0.0)
    """
    if not math.isfinite(x):
        return x
    cut = math.copysign(float(math.trunc(x)), x)
    return cut + math.copysign(1.0, x) if abs(x - cut) >= 0.5 else cut


def square_root(x: float) -> float:
    """The correctly rounded square root; NaN below zero."""
    return NAN if x < 0 else math.sqrt(x)


def choice(condition: float, then: float, otherwise: float) -> float:
    """`then` if the condition is not 0, else `otherwise`; NaN if it is NaN."""
    if math.isnan(condition):
        return NAN
    return then if condition != 0 else otherwise


def exponential(x: float) -> float:
    """The number e to the power x; infinite on overflow."""
    try:
        return math.exp(x)
    except OverflowError:
        return INFINITY


def logarithm(x: float) -> float:
    """The natural logarithm; minus infinity at zero, NaN below."""
    if x == 0:
        return -INFINITY
    return NAN if x < 0 else math.log(x)


def power(base: float, exponent: float) -> float:
    """Base to the power exponent, as the C library has it, except that a NaN operand gives NaN (ruling 2).

    Examples
    --------
    >>> power(2.0, 10.0), power(0.0, -1.0), power(-10.0, 309.0)
    (1024.0, inf, -inf)
    """
    if math.isnan(base) or math.isnan(exponent):
        return NAN
    try:
        return math.pow(base, exponent)
    except OverflowError:
        return _infinity(base, exponent)
    except ValueError:
        return _infinity(base, exponent) if base == 0 else NAN


def _infinity(base: float, exponent: float) -> float:
    odd = math.fmod(exponent, 2.0) != 0 and exponent == math.floor(exponent)
    return math.copysign(INFINITY, base) if odd else INFINITY
