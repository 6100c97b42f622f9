"""Moments of discrete distributions (engine §4.2).

Rule 1: sums start at 0 and run in the order in which the distribution is written.
Rule 2: probabilities are weights: they are divided by their sum, which need not be exactly 1.
"""

import math
from collections.abc import Sequence


def mean(values: Sequence[float], probabilities: Sequence[float]) -> float:
    """The expected value, in the unit of the values.

    Examples
    --------
    >>> mean((0.0, 16.0), (0.5, 0.5))
    8.0
    """
    weighted, total = 0.0, 0.0
    for value, probability in zip(values, probabilities, strict=True):
        weighted += value * probability
        total += probability
    return weighted / total


def coefficient_of_variation(values: Sequence[float], probabilities: Sequence[float]) -> float:
    """The standard deviation over the size of the mean, without unit; NaN if the mean is 0.

    Examples
    --------
    >>> coefficient_of_variation((0.0, 16.0), (0.5, 0.5))
    1.0
    """
    middle = mean(values, probabilities)
    if middle == 0:
        return math.nan
    squares, total = 0.0, 0.0
    for value, probability in zip(values, probabilities, strict=True):
        distance = value - middle
        squares += probability * (distance * distance)
        total += probability
    return math.sqrt(squares / total) / abs(middle)
