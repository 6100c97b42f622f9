"""How much two blocks of numbers differ."""

import math
from fractions import Fraction

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from flowtime_domain.state.difference_figures import difference_figures

NAN, INF = math.nan, math.inf
NUMBERS = st.one_of(st.floats(-1e6, 1e6), st.just(NAN))
SHAPES = st.tuples(st.integers(1, 4), st.integers(1, 12))
BLOCKS = SHAPES.flatmap(lambda shape: st.tuples(*[arrays(np.float64, shape, elements=NUMBERS)] * 2))


def figures(left, right, absolute=0.0, relative=0.0):
    """The figures of one row, or of a block under one tolerance."""
    left, right = (np.atleast_2d(np.array(values, dtype=np.float64)) for values in (left, right))
    rows = len(left)
    return difference_figures(left, right, np.full(rows, absolute), np.full(rows, relative))


def test_the_worked_example():
    """Served 18, 20, 18 against 18, 24, 14 gives the figures of the example (state §8.4)."""
    found = figures([[18, 20, 18], [0, 6, 0]], [[18, 24, 14], [0, 2, 0]])
    assert found.left.total.tolist() == [56, 6]
    assert found.left.peak.tolist() == [20, 6]
    assert found.right.peak.tolist() == [24, 2]
    assert found.right.peak_bin.tolist() == [1, 1]
    assert found.max_difference.tolist() == [4, -4]
    assert found.max_difference_bin.tolist() == [1, 1]
    assert found.mean_absolute_error.tolist() == [2.6666666666666665, 1.3333333333333333]
    assert found.root_mean_square_error.tolist() == [3.265986323710904, 2.309401076758503]
    assert found.compared_bins.tolist() == [3, 3]
    assert found.is_within.tolist() == [False, False]


def test_missing_bins_count_in_no_figure():
    """A bin without a finite number on either side is left out of peaks, totals and errors (state §8.2)."""
    found = figures([5, NAN, 99, 1, INF], [7, 50, NAN, 1, 0])
    assert found.compared_bins.tolist() == [2]
    assert (found.left.total[0], found.left.peak[0], found.left.peak_bin[0]) == (6, 5, 0)
    assert (found.right.total[0], found.right.peak[0], found.right.peak_bin[0]) == (8, 7, 0)
    assert (found.max_difference[0], found.max_difference_bin[0]) == (2, 0)
    assert (found.mean_absolute_error[0], found.root_mean_square_error[0]) == (1, math.sqrt(2))


def test_no_bin_at_all():
    """Without a bin in common no figure is a number, and nothing is beyond the tolerance (state §8.2)."""
    found = figures([NAN, 1], [2, NAN])
    values = (
        *(found.left.total, found.left.peak, found.right.total, found.right.peak),
        *(found.max_difference, found.mean_absolute_error, found.root_mean_square_error),
    )
    assert all(np.isnan(value).all() for value in values)
    assert found.compared_bins.tolist() == [0]
    assert found.is_within.tolist() == [True]


def test_the_earliest_bin_is_named():
    """Of equal peaks, and of differences of equal size, the earliest bin counts (state §8.2)."""
    found = figures([3, 7, 7, 0], [1, 9, 5, 0])
    assert found.left.peak_bin.tolist() == [1]
    assert (found.max_difference.tolist(), found.max_difference_bin.tolist()) == ([-2], [0])
    below_zero = figures([NAN, -3, -1], [0, -3, -1])
    assert (below_zero.left.peak.tolist(), below_zero.left.peak_bin.tolist()) == ([-1], [2])
    assert (below_zero.max_difference.tolist(), below_zero.max_difference_bin.tolist()) == ([0], [1])


def test_the_tolerance_is_about_the_left_value():
    """A bin is within if its difference is at most absolute + relative * |left| (state §8.3)."""
    assert figures([10, -20], [12, -24], 1, 0.1).is_within.tolist() == [False]
    assert figures([10, -20], [12, -23], 1, 0.1).is_within.tolist() == [True]
    assert figures([0], [0.5], 0, 100).is_within.tolist() == [False]
    assert figures([0.5], [0], 0, 1).is_within.tolist() == [True]


def test_each_row_has_its_tolerance():
    """Rows are held to their own tolerances (state §8.3)."""
    left, right = np.array([[1.0], [1.0]]), np.array([[2.0], [2.0]])
    assert difference_figures(left, right, np.array([1.0, 0.5]), np.zeros(2)).is_within.tolist() == [
        True,
        False,
    ]


def test_sums_add_in_bin_order():
    """A total is the running sum over bins, not a sum in pairs (state §8.2)."""
    values = [0.1] * 1000
    expected = 0.0
    for value in values:
        expected += value
    assert figures(values, values).left.total.tolist() == [expected]


def test_differences_beyond_all_numbers():
    """A difference that no number can hold is beyond every tolerance, and no warning of NumPy (ruling 5)."""
    found = figures([-1.7e308, 1.7e308], [1.7e308, 1.7e308], 1e308, 0)
    assert found.max_difference.tolist() == [INF]
    assert found.is_within.tolist() == [False]
    assert found.right.total.tolist() == [INF]


@given(BLOCKS)
def test_figures_follow_from_their_definitions(blocks):
    """Each figure equals its definition, worked out exactly over the compared bins (state §8.2)."""
    found = figures(*blocks)
    for row, (left, right) in enumerate(zip(*blocks, strict=True)):
        pairs = [
            (t, a, b)
            for t, (a, b) in enumerate(zip(left.tolist(), right.tolist(), strict=True))
            if a == a and b == b
        ]
        assert found.compared_bins[row] == len(pairs)
        if not pairs:
            continue
        assert found.left.peak[row] == max(a for _, a, _ in pairs)
        assert found.left.peak_bin[row] == next(t for t, a, _ in pairs if a == found.left.peak[row])
        largest = max(abs(b - a) for _, a, b in pairs)
        at = next(t for t, a, b in pairs if abs(b - a) == largest)
        assert (abs(found.max_difference[row]), found.max_difference_bin[row]) == (largest, at)
        exact = sum(abs(Fraction(b) - Fraction(a)) for _, a, b in pairs) / len(pairs)
        assert math.isclose(found.mean_absolute_error[row], exact, rel_tol=1e-12, abs_tol=1e-200)
        assert found.mean_absolute_error[row] <= largest * (1 + 1e-12)
        assert found.root_mean_square_error[row] <= largest * (1 + 1e-12)


@given(BLOCKS)
def test_sides_may_be_exchanged(blocks):
    """With sides exchanged differences change their sign, and errors stay (state §8.2)."""
    there, back = figures(*blocks), figures(*reversed(blocks))
    np.testing.assert_array_equal(there.max_difference, -back.max_difference)
    np.testing.assert_array_equal(there.left.total, back.right.total)
    np.testing.assert_array_equal(there.right.peak_bin, back.left.peak_bin)
    for name in ("max_difference_bin", "mean_absolute_error", "root_mean_square_error", "compared_bins"):
        np.testing.assert_array_equal(getattr(there, name), getattr(back, name))


@given(BLOCKS)
def test_equal_numbers_differ_by_nothing(blocks):
    """Numbers beside themselves need no tolerance, and every error is 0 (state §8.2)."""
    found = figures(blocks[0], blocks[0])
    assert found.is_within.all()
    for values in (found.max_difference, found.mean_absolute_error, found.root_mean_square_error):
        assert not np.nan_to_num(values).any()
