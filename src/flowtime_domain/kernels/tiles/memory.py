"""Instructions that look at bins before: PULSE, CONV, AVG, CUMSUM and EMA.

Rule 1: the same sums in the same order as in `flowtime_domain.kernels.history`, with equal bits.
"""

import math

import numpy as np
from numpy.typing import NDArray

from flowtime_domain.kernels.formulas import Column


def pulse(y: Column, a: Column, t: int, period: int, phase: int) -> None:
    """Write a to y in bins phase, phase + period, ..., and 0 between; NaN stays NaN (ruling 2).

    Parameters
    ----------
    y, a
        shape (n,); any unit; any value; they share no memory.
    t
        First bin of both.
    period, phase
        Numbers of bins, at least 1 and 0.
    """
    for i in range(len(y)):
        y[i] = a[i] if a[i] != a[i] else 0.0
    first = phase - t if t <= phase else (phase - t) % period
    for i in range(first, len(y), period):
        y[i] = a[i]


def convolve(y: Column, series: Column, t: int, ages: NDArray[np.int64], coefficients: Column) -> None:
    """Write a weighted sum over the bins of a series to y.

    Parameters
    ----------
    y
        shape (n,); unit of the series; may hold anything; shares no memory with the bins that are read.
    series
        shape (bins,); any unit; any value.
    t
        First bin of y.
    ages
        shape (2 k,); bins ago, rising; each followed by a slot that is not looked at.
    coefficients
        shape (2 k,); ratios that are not 0; each after a slot that is not looked at.
    """
    for i in range(len(y)):
        y[i] = 0.0
    for tap in range(0, len(ages), 2):
        _add(y, series, t, ages[tap], coefficients[tap + 1])


def _add(y: Column, series: Column, t: int, age: int, coefficient: float) -> None:
    first = max(age - t, 0)
    if first < len(y):
        source = series[t + first - age : t + len(y) - age]
        rest = y[first:]
        for i in range(len(rest)):
            rest[i] += source[i] * coefficient


def average(y: Column, series: Column, t: int, length: int) -> None:
    """Write the mean of the latest bins of a series to y, or of as many as there are, oldest first.

    Parameters
    ----------
    y
        shape (n,); unit of the series; may hold anything; shares no memory with the series.
    series
        shape (bins,); any unit; any value.
    t
        First bin of y.
    length
        Number of bins, at least 1.
    """
    for i in range(len(y)):
        y[i] = 0.0
    for age in range(min(length, t + len(y)) - 1, -1, -1):
        _add(y, series, t, age, 1.0)
    for i in range(len(y)):
        y[i] /= min(length, t + i + 1)


def cumulate(y: Column, a: Column, sums: Column, t: int) -> None:
    """Write running sums of a to y and to the series of sums.

    Parameters
    ----------
    y, a
        shape (n,); any unit; any value.
    sums
        shape (bins,); unit of a times bins; written up to bin t - 1.
    t
        First bin of y and a.
    """
    previous = sums[t - 1] if t > 0 else 0.0
    for i in range(len(y)):
        previous += a[i]
        y[i] = previous
    sums[t + len(y) - 1] = previous


def smooth(y: Column, a: Column, averages: Column, t: int, alpha: float) -> None:
    """Write the exponential moving average of a to y and, for its last bin, to the series of averages.

    Parameters
    ----------
    y, a
        shape (n,); any unit; any value.
    averages
        shape (bins,); unit of a; bin t - 1 is written.
    t
        First bin of y and a.
    alpha
        Weight of the newest value.
    """
    previous = averages[t - 1] if t > 0 else math.nan
    for i in range(len(y)):
        previous = a[i] if t + i == 0 else alpha * a[i] + (1 - alpha) * previous
        y[i] = previous
    averages[t + len(y) - 1] = previous
