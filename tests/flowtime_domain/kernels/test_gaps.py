import math

import numpy as np
import pytest

from flowtime_domain.kernels.gaps import nothing_in_gap, nothing_in_gaps


@pytest.mark.parametrize("gap", [math.nan, math.inf, -math.inf])
def test_gaps_hold_nothing(gap):
    """Whatever is not finite counts as 0, in a number and in a series (engine §1.4)."""
    assert nothing_in_gap(gap) == 0
    assert nothing_in_gaps(np.array([1.0, gap, -2.5])).tolist() == [1, 0, -2.5]


def test_numbers_stay_what_they_are():
    """A finite number is left alone, and a finite series is not copied (engine §1.4)."""
    assert [nothing_in_gap(value) for value in (1e308, -5e-324, 0.0)] == [1e308, -5e-324, 0.0]
    values = np.array([1.0, -1e308])
    assert nothing_in_gaps(values) is values
