"""Functions of formulas that follow the time axis: BIN, HOUR, WEEKDAY and PULSE (engine §3.2).

Rule 1: each has a form over all bins and a form for one bin, named ``..._in_bin``; both give equal bits.
Rule 2: times are whole microseconds of UTC without leap seconds; they become floats only at the end.
"""

import math
from dataclasses import dataclass
from typing import Final, TypeAlias, final

import numpy as np
from numpy.typing import NDArray

Column: TypeAlias = NDArray[np.float64]

MICROSECONDS_PER_SECOND: Final = 1_000_000
SECONDS_PER_HOUR: Final = 3600.0
MICROSECONDS_PER_DAY: Final = 86_400 * MICROSECONDS_PER_SECOND
MICROSECONDS_PER_WEEK: Final = 7 * MICROSECONDS_PER_DAY
WEEKDAY_OF_THE_EPOCH: Final = 3
"""1970-01-01 was a Thursday; Monday is 0."""


@final
@dataclass(frozen=True, slots=True)
class TimeAxis:
    """Equal bins on the clock.

    Attributes
    ----------
    bins
        Number of bins, at least 1.
    bin_microseconds
        Length of one bin.
    start_microseconds
        Beginning of bin 0 after 1970-01-01T00:00:00Z; negative before it; 0 for an axis without times, on
        which nobody may ask for hours or weekdays.
    """

    bins: int
    bin_microseconds: int = 0
    start_microseconds: int = 0

    def microseconds_into_week(self, t: int) -> int:
        """Where in the week, counted from Thursday midnight UTC, bin t begins."""
        return (self.start_microseconds + t * self.bin_microseconds) % MICROSECONDS_PER_WEEK


def bin_indices(axis: TimeAxis) -> Column:
    """The index of each bin, shape (bins,), in bins: 0, 1, 2, ..."""
    return np.arange(axis.bins, dtype=np.float64)


def hours(axis: TimeAxis) -> Column:
    """The time of day at the start of each bin, shape (bins,), hours since midnight UTC, in [0, 24).

    Examples
    --------
    >>> hours(TimeAxis(bins=3, bin_microseconds=5_400_000_000)).tolist()
    [0.0, 1.5, 3.0]
    """
    seconds = _microseconds_into_week(axis) % MICROSECONDS_PER_DAY / MICROSECONDS_PER_SECOND
    return np.asarray(seconds / SECONDS_PER_HOUR)


def hour_in_bin(axis: TimeAxis, t: int) -> float:
    """`hours` in bin t."""
    into_day = axis.microseconds_into_week(t) % MICROSECONDS_PER_DAY
    return into_day / MICROSECONDS_PER_SECOND / SECONDS_PER_HOUR


def weekdays(axis: TimeAxis) -> Column:
    """The day at the start of each bin, shape (bins,), weekday in UTC: Monday 0 to Sunday 6.

    Examples
    --------
    >>> weekdays(TimeAxis(bins=5, bin_microseconds=MICROSECONDS_PER_DAY)).tolist()
    [3.0, 4.0, 5.0, 6.0, 0.0]
    """
    days = _microseconds_into_week(axis) // MICROSECONDS_PER_DAY
    return ((days + WEEKDAY_OF_THE_EPOCH) % 7).astype(np.float64)


def weekday_in_bin(axis: TimeAxis, t: int) -> float:
    """`weekdays` in bin t."""
    days = axis.microseconds_into_week(t) // MICROSECONDS_PER_DAY
    return float((days + WEEKDAY_OF_THE_EPOCH) % 7)


def _microseconds_into_week(axis: TimeAxis) -> NDArray[np.int64]:
    # Reduced to a week first: a long grid of long bins would leave the range of 64 bits.
    step = axis.bin_microseconds % MICROSECONDS_PER_WEEK
    start = axis.start_microseconds % MICROSECONDS_PER_WEEK
    return (start + step * np.arange(axis.bins, dtype=np.int64)) % MICROSECONDS_PER_WEEK


def pulses(axis: TimeAxis, amplitude: Column | float, period: int, phase: int) -> Column:
    """The amplitude in bins phase, phase + period, ..., and 0 between.

    Parameters
    ----------
    axis
        Gives the number of bins.
    amplitude
        Series, shape (bins,), or one number, any unit, any value; NaN gives NaN in every bin (ruling 2).
    period, phase
        Numbers of bins, at least 1 and 0, without upper limit.

    Returns
    -------
    Column
        shape (bins,), unit of the amplitude.

    Examples
    --------
    >>> pulses(TimeAxis(bins=5), 2.0, period=3, phase=1).tolist()
    [0.0, 2.0, 0.0, 0.0, 2.0]
    """
    beats = np.zeros(axis.bins, dtype=np.bool_)
    beats[min(phase, axis.bins) :: min(period, axis.bins)] = True
    return np.where(beats | np.isnan(amplitude), amplitude, 0.0)


def pulse_in_bin(t: int, amplitude: float, period: int, phase: int) -> float:
    """`pulses` in bin t."""
    beat = t >= phase and (t - phase) % period == 0
    return amplitude if beat or math.isnan(amplitude) else 0.0
