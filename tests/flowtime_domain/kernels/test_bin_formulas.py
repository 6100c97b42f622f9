"""Functions of formulas in one bin."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flowtime_domain.kernels import bin_formulas as one_bin

NAN, INFINITY = math.nan, math.inf
FINITE = st.floats(allow_nan=False, allow_infinity=False)


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        (6, 4, 1.5),
        (-3, 0.0, 0),
        (-3, -0.0, 0),
        (INFINITY, 0.0, NAN),
        (NAN, 0.0, NAN),
        (1e308, 1e-308, INFINITY),
    ],
)
def test_division_by_zero_is_zero_times_the_dividend(left, right, expected):
    """Division by zero of either sign gives the dividend times 0 (engine §3.1)."""
    assert one_bin.quotient(float(left), right) == pytest.approx(expected, nan_ok=True)


@pytest.mark.parametrize(
    ("compare", "below", "same", "above"),
    [
        (one_bin.less, 1, 0, 0),
        (one_bin.less_or_equal, 1, 1, 0),
        (one_bin.greater, 0, 0, 1),
        (one_bin.greater_or_equal, 0, 1, 1),
        (one_bin.equal, 0, 1, 0),
        (one_bin.unequal, 1, 0, 1),
    ],
)
def test_comparisons_are_one_or_zero(compare, below, same, above):
    """A comparison gives 1 or 0, and NaN if an operand is NaN (engine §3.1, §1.4)."""
    assert (compare(1.0, 2.0), compare(2.0, 2.0), compare(3.0, 2.0)) == (below, same, above)
    assert math.isnan(compare(NAN, 1.0))
    assert math.isnan(compare(1.0, NAN))


def test_extremes_are_folded_from_left_to_right():
    """MIN and MAX keep the first of equals and let NaN through from any place (engine §3.2)."""
    assert (one_bin.smallest(3.0, 1.0, 2.0), one_bin.largest(1.0, 3.0, 2.0)) == (1.0, 3.0)
    assert math.copysign(1, one_bin.smallest(0.0, -0.0)) == 1
    assert math.copysign(1, one_bin.largest(-0.0, 0.0)) == -1
    for extreme in (one_bin.smallest, one_bin.largest):
        assert math.isnan(extreme(NAN, 1.0, 2.0))
        assert math.isnan(extreme(1.0, NAN, 2.0))
        assert math.isnan(extreme(1.0, 2.0, NAN))


def test_low_bound_wins():
    """CLAMP gives the low bound where it exceeds the high one (engine §3.2, E2)."""
    assert [one_bin.clamped(x, 1.0, 0.0) for x in (-9.0, 0.5, 9.0)] == [1.0, 1.0, 1.0]
    assert [one_bin.clamped(x, -1.0, 1.0) for x in (-9.0, 0.5, 9.0)] == [-1.0, 0.5, 1.0]


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        (2.5, 3, 2.5), (-2.5, 3, 0.5), (2.5, -3, -0.5), (-7, -3, -1), (6, 3, 0), (-7, 0, 0),
        (INFINITY, 3, NAN), (INFINITY, 0, NAN), (5, INFINITY, 5), (-5, INFINITY, INFINITY),
        (NAN, 3, NAN), (3, NAN, NAN),
        (INFINITY, NAN, NAN),
    ],
)  # fmt: skip
def test_remainder_has_the_sign_of_the_divisor(left, right, expected):
    """MOD follows C's fmod, moved to the side of the divisor; by zero it is 0 (engine §3.2, E2)."""
    assert one_bin.remainder(float(left), float(right)) == pytest.approx(expected, nan_ok=True)


@given(st.integers(-(10**6), 10**6), st.integers(-1000, 1000).filter(bool))
def test_remainder_of_integers_is_that_of_python(left, right):
    """On integers MOD is the remainder of floor division, as Python's own (engine §3.2)."""
    assert one_bin.remainder(float(left), float(right)) == left % right


@pytest.mark.parametrize(
    ("x", "down", "up", "nearest"),
    [
        (2.5, 2, 3, 3), (-2.5, -3, -2, -3), (0.49999999999999994, 0, 1, 0), (-7, -7, -7, -7), (0.5, 0, 1, 1),
        (-0.4, -1, 0, 0), (4503599627370497.0, 4503599627370497, 4503599627370497, 4503599627370497),
        (INFINITY, INFINITY, INFINITY, INFINITY), (NAN, NAN, NAN, NAN),
    ],
)  # fmt: skip
def test_rounding_goes_down_up_or_to_the_nearest(x, down, up, nearest):
    """FLOOR, CEIL and ROUND, halves away from zero and without the error of adding a half (engine §3.2)."""
    results = [one_bin.floor(x), one_bin.ceiling(x), one_bin.rounded(x)]
    assert results == pytest.approx([down, up, nearest], nan_ok=True, rel=0)


@given(FINITE)
def test_rounding_stays_within_a_half(x):
    """ROUND is symmetric and never further than a half from its operand (engine §3.2)."""
    assert abs(one_bin.rounded(x) - x) <= 0.5
    assert one_bin.rounded(-x) == -one_bin.rounded(x)


@pytest.mark.parametrize(
    ("x", "root", "power", "logarithm"),
    [
        (9, 3, math.exp(9), math.log(9)), (0, 0, 1, -INFINITY), (-1, NAN, math.exp(-1), NAN),
        (1000, math.sqrt(1000), INFINITY, math.log(1000)), (INFINITY, INFINITY, INFINITY, INFINITY),
        (-INFINITY, NAN, 0, NAN), (NAN, NAN, NAN, NAN), (-0.0, 0, 1, -INFINITY),
    ],
)  # fmt: skip
def test_roots_and_logarithms_leave_their_domain_quietly(x, root, power, logarithm):
    """Out of its domain a function is NaN, at its poles and on overflow infinite (engine §3.2)."""
    results = [one_bin.square_root(x), one_bin.exponential(x), one_bin.logarithm(x)]
    assert results == pytest.approx([root, power, logarithm], nan_ok=True, rel=0)


@pytest.mark.parametrize(
    ("base", "exponent", "expected"),
    [
        (2, 10, 1024), (0, 0, 1), (0, -1, INFINITY), (-0.0, -1, -INFINITY), (-0.0, -2, INFINITY),
        (0, -0.5, INFINITY), (-8, 1 / 3, NAN), (10, 400, INFINITY), (-10, 401, -INFINITY),
        (-10, 400, INFINITY), (10, -400, 0), (NAN, 0, NAN), (1, NAN, NAN), (INFINITY, 2, INFINITY),
        (0, -INFINITY, INFINITY),
        (-0.0, -INFINITY, INFINITY), (1, INFINITY, 1),
    ],
)  # fmt: skip
def test_power_is_that_of_the_c_library(base, exponent, expected):
    """POW follows the C library, poles and overflow included, but NaN stays NaN (engine §3.2, ruling 2)."""
    assert one_bin.power(float(base), float(exponent)) == pytest.approx(expected, nan_ok=True, rel=0)


def test_choice_ignores_the_other_branch():
    """IF takes one branch whatever the other holds; a NaN condition gives NaN (engine §3.2, §1.4)."""
    assert one_bin.choice(1.0, 2.0, NAN) == 2.0
    assert one_bin.choice(-0.0, NAN, 3.0) == 3.0
    assert math.isnan(one_bin.choice(NAN, 2.0, 2.0))
