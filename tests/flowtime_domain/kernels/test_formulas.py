"""Functions of formulas over all bins; equal bits with one bin at a time: see the tests of the tables."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from flowtime_domain.kernels import formulas

FINITE = st.floats(-1e9, 1e9)
COLUMNS = st.integers(1, 20).flatmap(
    lambda bins: st.tuples(*[st.lists(FINITE, min_size=bins, max_size=bins).map(np.array)] * 3)
)
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


@given(COLUMNS)
def test_extremes_are_those_of_python(columns):
    """MIN and MAX of finite operands are the smallest and largest of each bin (engine §3.2)."""
    rows = list(zip(*columns, strict=True))
    assert formulas.smallest(*columns).tolist() == [min(row) for row in rows]
    assert formulas.largest(*columns).tolist() == [max(row) for row in rows]


@given(COLUMNS)
def test_clamped_values_lie_between_their_bounds(columns):
    """CLAMP stays between ordered bounds, rises with its operand and is idempotent (engine §3.2)."""
    x, first, second = columns
    low, high = np.minimum(first, second), np.maximum(first, second)
    clamped = formulas.clamped(x, low, high)
    assert ((low <= clamped) & (clamped <= high)).all()
    assert (formulas.clamped(x + 1.0, low, high) >= clamped).all()
    assert formulas.clamped(clamped, low, high).tolist() == clamped.tolist()


@given(COLUMNS)
def test_comparisons_exclude_each_other(columns):
    """Exactly one of less, equal and greater holds; the others negate them (engine §3.1)."""
    left, right, _ = columns
    less, equal, greater = (f(left, right) for f in (formulas.less, formulas.equal, formulas.greater))
    assert (less + equal + greater == 1).all()
    assert formulas.less_or_equal(left, right).tolist() == (1 - greater).tolist()
    assert formulas.greater_or_equal(left, right).tolist() == (1 - less).tolist()
    assert formulas.unequal(left, right).tolist() == (1 - equal).tolist()


@given(COLUMNS)
def test_remainder_lies_on_the_side_of_the_divisor(columns):
    """MOD lies between 0 and its divisor, and what it leaves out is a whole number of times (engine §3.2)."""
    left, right, _ = columns
    rest = formulas.remainder(left, right)
    divided = right != 0
    assert (np.abs(rest[divided]) <= np.abs(right[divided])).all()
    assert (rest[divided] * np.sign(right[divided]) >= 0).all()
    assert (rest[~divided] == 0).all()


@given(COLUMNS)
def test_integers_next_to_a_number(columns):
    """FLOOR and CEIL enclose a number within 1, and ROUND is one of them (engine §3.2)."""
    x, _, _ = columns
    down, up, nearest = formulas.floor(x), formulas.ceiling(x), formulas.rounded(x)
    assert ((down <= x) & (x <= up) & (up - down <= 1)).all()
    assert ((nearest == down) | (nearest == up)).all()


@given(COLUMNS)
def test_inverse_functions_lead_back(columns):
    """Difference undoes a sum, quotient a product, square a root, LN an EXP, to rounding (engine §3)."""
    x, y, _ = columns
    assert formulas.difference(formulas.total(x, y), y) == pytest.approx(x, abs=1e-6)
    assert formulas.quotient(formulas.product(x, 7.0), 7.0) == pytest.approx(x, rel=1e-15, abs=1e-300)
    size = formulas.magnitude(x)
    assert formulas.power(formulas.square_root(size), 2.0) == pytest.approx(size, rel=1e-12)
    assert formulas.logarithm(formulas.exponential(x / 1e7)) == pytest.approx(x / 1e7, abs=1e-9)
