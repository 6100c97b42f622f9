"""Functions of formulas over all bins; equal bits with one bin at a time: see the tests of the tables."""

import math

import numpy as np
import pytest

from flowtime_domain.kernels import formulas

X = np.array([-4.0, 0.0, 2.5, math.inf, math.nan])


@pytest.mark.parametrize(
    ("function", "expected"),
    [
        (formulas.floor, [-4, 0, 2, math.inf, math.nan]),
        (formulas.ceiling, [-4, 0, 3, math.inf, math.nan]),
        (formulas.rounded, [-4, 0, 3, math.inf, math.nan]),
        (formulas.magnitude, [4, 0, 2.5, math.inf, math.nan]),
        (formulas.square_root, [math.nan, 0, math.sqrt(2.5), math.inf, math.nan]),
        (formulas.exponential, [math.exp(-4), 1, math.exp(2.5), math.inf, math.nan]),
        (formulas.logarithm, [math.nan, -math.inf, math.log(2.5), math.inf, math.nan]),
    ],
)
def test_functions_of_one_series(function, expected):
    """Each function of one series goes through its bins without a warning (engine §3.2)."""
    np.testing.assert_array_equal(function(X), expected)


@pytest.mark.parametrize(
    ("function", "expected"),
    [
        (formulas.total, [-2, 2, 4.5, math.inf, math.nan]),
        (formulas.difference, [-6, -2, 0.5, math.inf, math.nan]),
        (formulas.product, [-8, 0, 5, math.inf, math.nan]),
        (formulas.quotient, [-2, 0, 1.25, math.inf, math.nan]),
        (formulas.less, [1, 1, 0, 0, math.nan]),
        (formulas.less_or_equal, [1, 1, 0, 0, math.nan]),
        (formulas.greater, [0, 0, 1, 1, math.nan]),
        (formulas.greater_or_equal, [0, 0, 1, 1, math.nan]),
        (formulas.equal, [0, 0, 0, 0, math.nan]),
        (formulas.unequal, [1, 1, 1, 1, math.nan]),
        (formulas.smallest, [-4, 0, 2, 2, math.nan]),
        (formulas.largest, [2, 2, 2.5, math.inf, math.nan]),
        (formulas.remainder, [0, 0, 0.5, math.nan, math.nan]),
        (formulas.power, [16, 0, 6.25, math.inf, math.nan]),
    ],
)
def test_functions_of_two_operands(function, expected):
    """Each function of two operands takes a number for all bins as its second (engine §3.1, §3.2)."""
    np.testing.assert_array_equal(function(X, 2.0), expected)


def test_branches_are_chosen_bin_by_bin():
    """IF takes each bin from its branch; NaN in the branch not chosen does no harm (engine §1.4, E5)."""
    condition = np.array([1.0, 0.0, math.nan])
    chosen = formulas.choice(condition, np.array([5.0, math.nan, 5.0]), np.array([math.nan, 6.0, 6.0]))
    np.testing.assert_array_equal(chosen, [5.0, 6.0, math.nan])


def test_bounds_may_be_series():
    """CLAMP takes series as bounds; the low one wins (engine §3.2)."""
    low, high = np.array([0.0, 3.0, 0.0]), np.array([1.0, 2.0, 9.0])
    assert formulas.clamped(5.0, low, high).tolist() == [1.0, 3.0, 5.0]


def test_zero_is_equal_at_every_position():
    """Extremes treat -0.0 alike wherever it stands in the array (engine §1.3)."""
    zeros, negative = np.zeros(67), np.full(67, -0.0)
    assert not np.signbit(formulas.smallest(zeros, negative)).any()
    assert np.signbit(formulas.largest(negative, zeros)).all()
