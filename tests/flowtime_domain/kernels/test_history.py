"""Functions of formulas that look back."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from flowtime_domain.kernels import history

X = np.array([10.0, 20.0, 30.0, 40.0, 50.0])
SERIES = st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=30)


@pytest.mark.parametrize(
    ("lag", "expected"),
    [(0, [10, 20, 30, 40, 50]), (2, [7, 7, 10, 20, 30]), (9, [7, 7, 7, 7, 7]), (10**40, [7, 7, 7, 7, 7])],
)
def test_shift_looks_back(lag, expected):
    """SHIFT gives the value of some bins ago, and the initial value before bin 0 (engine §3.2, E4)."""
    assert history.shifted(X, lag, 7.0).tolist() == expected
    assert [history.shifted_in_bin(X.tolist(), t, lag, 7.0) for t in range(5)] == expected


def test_convolution_sums_rising_ages():
    """CONV weighs the newest value with the first coefficient (engine §3.2, E4)."""
    assert history.convolved(X, [0.0, 0.6, -0.1]).tolist() == pytest.approx([0, 6, 11, 16, 21])
    assert history.convolved_in_bin(X.tolist(), 2, [0.0, 0.6, -0.1]) == pytest.approx(11)


def test_zero_coefficients_are_skipped():
    """A zero coefficient hides even NaN, and in one bin the sample need not be there yet (ruling 2)."""
    gap = np.array([1.0, math.nan, 2.0])
    np.testing.assert_array_equal(history.convolved(gap, [1.0, -0.0]), gap)
    assert history.convolved_in_bin([1.0], 1, [0.0, 3.0]) == 3.0


@given(SERIES, st.lists(st.floats(-10, 10), min_size=1, max_size=40))
def test_convolution_is_that_of_numpy(x, kernel):
    """CONV is the discrete convolution, cut at the last bin (engine §3.2)."""
    expected = np.convolve(x, kernel)[: len(x)]
    np.testing.assert_allclose(history.convolved(np.array(x), kernel), expected, rtol=1e-9, atol=1e-3)


def test_cumulated_sum_starts_at_zero():
    """CUMSUM adds from 0 in bin order, so that it is never -0.0 (engine §1.2, §3.2)."""
    assert history.cumulated(X).tolist() == [10, 30, 60, 100, 150]
    assert math.copysign(1, history.cumulated(np.array([-0.0]))[0]) == 1
    assert math.copysign(1, history.cumulated_in_bin([-0.0], 0, previous=-5.0)) == 1


def test_moving_average_starts_with_the_first_value():
    """EMA starts with the first value and then weighs old against new (engine §3.2, E4)."""
    assert history.smoothed(X, 0.5).tolist() == [10, 15, 22.5, 31.25, 40.625]
    assert history.smoothed(X, 1.0).tolist() == X.tolist()


@given(SERIES, st.floats(0.01, 1))
def test_moving_average_equals_its_weights(x, alpha):
    """EMA weighs a value by alpha times a power of 1 - alpha, and never leaves the values (engine §3.2)."""
    averages = history.smoothed(np.array(x), alpha)
    for t, average in enumerate(averages):
        weights = [alpha * (1 - alpha) ** (t - i) if i else (1 - alpha) ** t for i in range(t + 1)]
        assert average == pytest.approx(np.dot(weights, x[: t + 1]), rel=1e-9, abs=1e-6)
        assert min(x) - 1e-6 <= average <= max(x) + 1e-6


@given(SERIES, st.integers(1, 40))
def test_average_is_summed_afresh_oldest_first(x, length):
    """AVG adds the bins of its window from the oldest on, whatever came before (engine §3.2)."""
    expected = []
    for t in range(len(x)):
        window, total = x[max(0, t - length + 1) : t + 1], 0.0
        for value in window:
            total += value
        expected.append(total / len(window))
    assert history.averaged(np.array(x), length).tolist() == expected
    assert [history.averaged_in_bin(x, t, length) for t in range(len(x))] == expected


def test_average_forgets_a_gap():
    """AVG carries no sum along, so a NaN is gone once it has left the window (engine §3.2)."""
    average = history.averaged(np.array([1.0, math.nan, 3.0, 5.0]), 2)
    np.testing.assert_array_equal(average, [1.0, math.nan, math.nan, 4.0])


def test_overflow_is_quiet():
    """Sums that leave the range of binary64 become infinite without a warning (engine §1.4)."""
    huge = np.full(3, 1.7e308)
    assert history.cumulated(huge).tolist()[1:] == [math.inf, math.inf]
    assert history.averaged(huge, 2).tolist()[1] == math.inf
    assert history.convolved(huge, [2.0])[0] == math.inf
