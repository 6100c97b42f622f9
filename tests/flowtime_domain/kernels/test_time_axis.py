"""Functions of formulas that follow the time axis."""

import math
from datetime import UTC, datetime, timedelta

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from flowtime_domain.kernels import time_axis
from flowtime_domain.kernels.time_axis import TimeAxis

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
STARTS = st.datetimes(min_value=datetime(1, 1, 1), max_value=datetime(9000, 1, 1)).map(
    lambda moment: moment.replace(tzinfo=UTC)
)


@given(STARTS, st.integers(1, 100_000), st.sampled_from([1, 60, 3600, 86_400, 604_800]))
def test_clock_agrees_with_the_calendar(start, size, unit):
    """HOUR and WEEKDAY are those of the calendar, to the microsecond, before 1970 too (engine §3.2)."""
    length = timedelta(seconds=size * unit)
    axis = TimeAxis(2, length // MICROSECOND, (start - EPOCH) // MICROSECOND)
    for t, moment in enumerate([start, start + min(length, datetime.max.replace(tzinfo=UTC) - start)]):
        if moment != start + t * length:
            break
        midnight = moment.replace(hour=0, minute=0, second=0, microsecond=0)
        hour = (moment - midnight) // MICROSECOND / 1e6 / 3600
        assert time_axis.hours(axis)[t] == time_axis.hour_in_bin(axis, t) == hour
        assert time_axis.weekdays(axis)[t] == time_axis.weekday_in_bin(axis, t) == moment.weekday()


def test_long_grid_stays_in_range():
    """The longest bins on the longest grid keep hours and weekdays right (model §4.1)."""
    axis = TimeAxis(100_000, 100_000 * 86_400 * 1_000_000 + 3_600_000_000)
    assert time_axis.hours(axis)[-1] == time_axis.hour_in_bin(axis, 99_999) == 99_999 % 24
    assert time_axis.weekdays(axis)[-1] == time_axis.weekday_in_bin(axis, 99_999)


def test_hours_come_from_seconds():
    """HOUR divides the seconds of the day, as a binary64 number, by 3600 (ruling 4)."""
    axis = TimeAxis(1, start_microseconds=1_000_003)
    assert time_axis.hours(axis)[0] == 1.000003 / 3600


def test_bins_count_from_zero():
    """BIN gives the index of each bin (engine §3.2, E3)."""
    assert time_axis.bin_indices(TimeAxis(3)).tolist() == [0.0, 1.0, 2.0]


def test_pulses_beat_from_the_phase_on():
    """PULSE beats at its phase and every period after it (engine §3.2, E3)."""
    assert time_axis.pulses(TimeAxis(5), 1.0, 2, 0).tolist() == [1, 0, 1, 0, 1]
    assert time_axis.pulses(TimeAxis(5), 1.0, 3, 1).tolist() == [0, 1, 0, 0, 1]
    assert time_axis.pulses(TimeAxis(5), np.arange(5.0), 2, 1).tolist() == [0, 1, 0, 3, 0]
    assert time_axis.pulses(TimeAxis(2), 1.0, 10**40, 1).tolist() == [0, 1]
    assert time_axis.pulses(TimeAxis(2), 1.0, 1, 10**40).tolist() == [0, 0]


@given(st.integers(1, 60), st.integers(1, 80), st.integers(0, 80), st.floats(-1e9, 1e9))
def test_pulses_are_counted(bins, period, phase, amplitude):
    """The beats are those whose distance from the phase is a whole number of periods (engine §3.2)."""
    beats = set(range(phase, bins, period))
    found = time_axis.pulses(TimeAxis(bins), amplitude, period, phase)
    assert found.tolist() == [amplitude if t in beats else 0.0 for t in range(bins)]


def test_gap_in_the_amplitude_shows_between_beats():
    """A NaN amplitude gives NaN in its bin, beat or not; an infinite one only at a beat (ruling 2)."""
    amplitude = np.array([math.inf, math.nan, math.inf, math.inf])
    np.testing.assert_array_equal(
        time_axis.pulses(TimeAxis(4), amplitude, 3, 0), [math.inf, math.nan, 0.0, math.inf]
    )
    assert math.isnan(time_axis.pulse_in_bin(1, math.nan, 3, 0))
    assert time_axis.pulse_in_bin(2, math.inf, 3, 0) == 0.0
    assert time_axis.pulse_in_bin(3, 2.0, 3, 0) == 2.0
