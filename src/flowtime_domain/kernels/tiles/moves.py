"""Instructions that bring numbers into registers, and from there to their series.

Rule 1: negative zero never reaches the matrix (engine §1.5), and what is not finite is counted there.
"""

from flowtime_domain.kernels.formulas import Column
from flowtime_domain.kernels.tiles.elementwise import LARGEST
from flowtime_domain.kernels.time_axis import (
    MICROSECONDS_PER_DAY,
    MICROSECONDS_PER_SECOND,
    MICROSECONDS_PER_WEEK,
    SECONDS_PER_HOUR,
    WEEKDAY_OF_THE_EPOCH,
)


def fill(y: Column, number: float) -> None:
    """Write one number to all of y, shape (n,), any unit."""
    for i in range(len(y)):
        y[i] = number


def bins(y: Column, t: int) -> None:
    """Write indices of bins to y, shape (n,), in bins; t is the first."""
    for i in range(len(y)):
        y[i] = t + i


def hours(y: Column, t: int, start: int, step: int) -> None:
    """Write the time of day at the start of each bin to y, shape (n,), in hours.

    Parameters
    ----------
    y
        shape (n,); hours; may hold anything.
    t
        Its first bin.
    start, step
        Beginning of bin 0 and length of a bin, microseconds, reduced to a week.
    """
    into_week = (start + t * step) % MICROSECONDS_PER_WEEK
    for i in range(len(y)):
        y[i] = into_week % MICROSECONDS_PER_DAY / MICROSECONDS_PER_SECOND / SECONDS_PER_HOUR
        into_week += step
        if into_week >= MICROSECONDS_PER_WEEK:
            into_week -= MICROSECONDS_PER_WEEK


def weekdays(y: Column, t: int, start: int, step: int) -> None:
    """Write the weekday at the start of each bin to y, shape (n,), weekday from 0 to 6; as `hours`."""
    into_week = (start + t * step) % MICROSECONDS_PER_WEEK
    for i in range(len(y)):
        y[i] = (into_week // MICROSECONDS_PER_DAY + WEEKDAY_OF_THE_EPOCH) % 7
        into_week += step
        if into_week >= MICROSECONDS_PER_WEEK:
            into_week -= MICROSECONDS_PER_WEEK


def load(y: Column, series: Column, t: int, lag: int, initial: float) -> None:
    """Write a series as it was `lag` bins ago to y.

    Parameters
    ----------
    y
        shape (n,); unit of the series; may hold anything.
    series
        shape (bins,); any unit; written up to bin ``t + n - 1 - lag``.
    t
        First bin of y.
    lag
        At least 0.
    initial
        What the series was before bin 0.
    """
    before = min(max(lag - t, 0), len(y))
    for i in range(before):
        y[i] = initial
    if before < len(y):
        source = series[t + before - lag : t + len(y) - lag]
        rest = y[before:]
        for i in range(len(rest)):
            rest[i] = source[i]


def keep(tile: Column, a: Column) -> None:
    """Write a to a tile of a hidden series; both shape (n,), any unit."""
    for i in range(len(tile)):
        tile[i] = a[i]


def store(tile: Column, a: Column) -> int:
    """Write a to a tile of the matrix.

    Parameters
    ----------
    tile, a
        shape (n,); any unit; any value.

    Returns
    -------
    int
        How many numbers are not finite.
    """
    finite = 0
    for i in range(len(tile)):
        number = a[i] + 0.0
        tile[i] = number
        finite += abs(number) <= LARGEST
    return len(tile) - finite
