import math
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flowtime_domain.kernels.distributions import coefficient_of_variation, mean

DISTRIBUTIONS = st.lists(st.tuples(st.floats(0.5, 100), st.floats(0.01, 1)), min_size=1, max_size=20).map(
    lambda pairs: tuple(zip(*pairs, strict=True))
)


def exact_moments(values, probabilities):
    """Mean and variance without any rounding."""
    weights = [Fraction(each) / sum(map(Fraction, probabilities)) for each in probabilities]
    middle = sum(Fraction(value) * weight for value, weight in zip(values, weights, strict=True))
    spread = sum(Fraction(v) ** 2 * w for v, w in zip(values, weights, strict=True)) - middle**2
    return middle, spread


def test_mean_divides_by_the_sum_of_probabilities():
    """The mean is weighted by probabilities that need not add up to exactly 1 (engine §4.2)."""
    assert mean((10.0, 20.0), (0.5, 0.25)) == 10 / 0.75


def test_variation_of_a_single_value_is_zero():
    """A distribution of one value does not vary (engine §4.2)."""
    assert coefficient_of_variation((5.0,), (1.0,)) == 0


def test_variation_is_a_share_of_the_size_of_the_mean():
    """The coefficient of variation of a negative mean is positive (engine §4.2)."""
    assert coefficient_of_variation((0.0, -16.0), (0.5, 0.5)) == 1


def test_variation_around_zero_is_undefined():
    """Around a mean of 0 there is no coefficient of variation (engine §4.2)."""
    assert math.isnan(coefficient_of_variation((-1.0, 1.0), (0.5, 0.5)))


def test_variation_of_a_die():
    """The coefficient of variation of a fair die is sqrt(35/12) / 3.5 (engine §4.2)."""
    faces = tuple(float(face) for face in range(1, 7))
    assert coefficient_of_variation(faces, (1 / 6,) * 6) == pytest.approx(math.sqrt(35 / 12) / 3.5)


@given(DISTRIBUTIONS)
def test_moments_equal_exact_ones(distribution):
    """Mean and variation are those of exact fractions, by way of the mean of squares (engine §4.2)."""
    middle, spread = exact_moments(*distribution)
    assert mean(*distribution) == pytest.approx(float(middle), rel=1e-12)
    expected = math.sqrt(spread) / middle
    assert coefficient_of_variation(*distribution) == pytest.approx(expected, rel=1e-9, abs=1e-12)


@given(DISTRIBUTIONS)
def test_mean_lies_among_the_values(distribution):
    """The mean is neither below the smallest nor above the largest value (engine §4.2)."""
    values, _ = distribution
    assert min(values) * (1 - 1e-12) <= mean(*distribution) <= max(values) * (1 + 1e-12)


@given(DISTRIBUTIONS, st.floats(0.1, 10))
def test_variation_has_no_unit_and_no_sign(distribution, factor):
    """Values in another unit, or of the other sign, vary as much, and never less than 0 (engine §4.2)."""
    values, probabilities = distribution
    expected = coefficient_of_variation(values, probabilities)
    assert expected >= 0
    for scaled in ([factor * value for value in values], [-value for value in values]):
        assert coefficient_of_variation(scaled, probabilities) == pytest.approx(expected, abs=1e-9)
