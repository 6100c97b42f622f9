import math

import pytest

from flowtime_domain.kernels.distributions import coefficient_of_variation, mean


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
