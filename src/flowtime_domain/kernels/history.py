"""Functions of formulas that look back: SHIFT, CONV, CUMSUM, EMA and AVG (engine §3.2).

Rule 1: each has a form over all bins and a form for one bin, named ``..._in_bin``; both give equal bits.
Rule 2: sums start at 0 and run in the order in which the engine's contract writes them; no sum is carried
from bin to bin unless the contract says so.
Rule 3: nothing before bin 0 is seen, except the initial value of SHIFT.
"""

from collections.abc import Sequence
from itertools import islice
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Column: TypeAlias = NDArray[np.float64]

quiet = np.errstate(all="ignore")


def shifted(x: Column, lag: int, initial: float) -> Column:
    """The value of `lag` bins ago.

    Parameters
    ----------
    x
        Series, shape (bins,), any unit, any value.
    lag
        Number of bins, at least 0, without upper limit.
    initial
        What x was in every bin before bin 0, in the unit of x.

    Returns
    -------
    Column
        shape (bins,), unit of x: ``x[t - lag]``, or the initial value where t < lag.

    Examples
    --------
    >>> shifted(np.array([10.0, 20.0, 30.0]), 1, initial=7.0).tolist()
    [7.0, 10.0, 20.0]
    """
    reach = min(lag, len(x))
    return np.concatenate([np.full(reach, initial), x[: len(x) - reach]])


def shifted_in_bin(samples: Sequence[float], t: int, lag: int, initial: float) -> float:
    """`shifted` in bin t; `samples` holds x up to bin ``t - lag``."""
    return samples[t - lag] if t >= lag else initial


@quiet
def convolved(x: Column, kernel: Sequence[float]) -> Column:
    """The sum over i of ``x[t - i] * kernel[i]``, rising i, as far as x reaches back.

    Parameters
    ----------
    x
        Series, shape (bins,), any unit, any value.
    kernel
        Finite coefficients; a zero is skipped before the sample is looked at (ruling 2).

    Returns
    -------
    Column
        shape (bins,), unit of x times that of the kernel.

    Examples
    --------
    >>> convolved(np.array([10.0, 20.0, 30.0]), [0.0, 0.5, 0.25]).tolist()
    [0.0, 5.0, 12.5]
    """
    total = np.zeros(len(x))
    for age, coefficient in enumerate(islice(kernel, len(x))):
        if coefficient != 0:
            total[age:] += x[: len(x) - age] * coefficient
    return total


def convolved_in_bin(samples: Sequence[float], t: int, kernel: Sequence[float]) -> float:
    """`convolved` in bin t; `samples` holds x up to bin t, less the number of zeros that lead the kernel."""
    total = 0.0
    for age, coefficient in enumerate(islice(kernel, t + 1)):
        if coefficient != 0:
            total += samples[t - age] * coefficient
    return total


@quiet
def cumulated(x: Column) -> Column:
    """``0 + x[0] + ... + x[t]``, added in bin order.

    Parameters
    ----------
    x
        Series, shape (bins,), any unit, any value.

    Returns
    -------
    Column
        shape (bins,), unit of x times bins.
    """
    return np.add.accumulate(np.concatenate([[0.0], x]))[1:]


def cumulated_in_bin(samples: Sequence[float], t: int, previous: float) -> float:
    """`cumulated` in bin t; `samples` holds x up to bin t, `previous` is the result in bin t - 1."""
    return (previous if t > 0 else 0.0) + samples[t]


def smoothed(x: Column, alpha: float) -> Column:
    """The exponential moving average: ``y[0] = x[0]``, ``y[t] = alpha * x[t] + (1 - alpha) * y[t - 1]``.

    Parameters
    ----------
    x
        Series, shape (bins,), any unit, any value.
    alpha
        Weight of the newest value, in (0, 1].

    Returns
    -------
    Column
        shape (bins,), unit of x.

    Examples
    --------
    >>> smoothed(np.array([10.0, 20.0, 30.0]), 0.5).tolist()
    [10.0, 15.0, 22.5]
    """
    samples = x.tolist()
    averages: list[float] = []
    previous = 0.0
    for t in range(len(samples)):
        previous = smoothed_in_bin(samples, t, alpha, previous)
        averages.append(previous)
    return np.array(averages, dtype=np.float64)


def smoothed_in_bin(samples: Sequence[float], t: int, alpha: float, previous: float) -> float:
    """`smoothed` in bin t; `samples` holds x up to bin t, `previous` is the result in bin t - 1."""
    if t == 0:
        return samples[0]
    return alpha * samples[t] + (1 - alpha) * previous


@quiet
def averaged(x: Column, length: int) -> Column:
    """The mean of the last `length` bins or of as many as there are, summed afresh, oldest first.

    Parameters
    ----------
    x
        Series, shape (bins,), any unit, any value.
    length
        Number of bins, at least 1.

    Returns
    -------
    Column
        shape (bins,), unit of x.

    Examples
    --------
    >>> averaged(np.array([10.0, 20.0, 30.0]), 2).tolist()
    [10.0, 15.0, 25.0]
    """
    total = np.zeros(len(x))
    for age in reversed(range(min(length, len(x)))):
        total[age:] += x[: len(x) - age]
    return total / np.minimum(length, np.arange(1, len(x) + 1))


def averaged_in_bin(samples: Sequence[float], t: int, length: int) -> float:
    """`averaged` in bin t; `samples` holds x up to bin t."""
    total = 0.0
    for age in reversed(range(min(length, t + 1))):
        total += samples[t - age]
    return total / min(length, t + 1)
