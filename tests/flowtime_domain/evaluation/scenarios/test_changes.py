import numpy as np
import pytest

from flowtime_domain.evaluation.scenarios.changes import (
    change_of,
    faults_of_number,
    faults_over_bins,
    fixed,
    scale,
)

BEFORE = np.array([1.0, 2.0, 3.0, 4.0])


@pytest.mark.parametrize(
    ("written", "codes"),
    [
        ([1, 2], ["values_length"]),
        (fixed([1, 2, 3], bins=(0, 2)), ["values_length"]),
        (float("nan"), ["non_finite_number"]),
        ([1, 2, np.inf, 4], ["non_finite_number"]),
        ([np.nan], ["values_length", "non_finite_number"]),
        (scale(np.inf), ["non_finite_number"]),
        (scale([1, 2, 3, 4]), ["invalid_type"]),
        ("7", ["invalid_type"]),
        (True, ["invalid_type"]),
        (None, ["invalid_type"]),
        ([1, 2, True, 4], ["invalid_type"]),
        ((1, 2, 3, np.False_), ["invalid_type"]),
        (10**400, ["invalid_type"]),
        ([[1, 2], [3, 4]], ["invalid_type"]),
        ([[1], [2, 3]], ["invalid_type"]),
        (fixed("7", bins=(3, 3)), ["out_of_range", "invalid_type"]),
        *[
            (scale(2, bins=window), ["out_of_range"])
            for window in [
                (2, 2),
                (0, 5),
                (-5, 2),
                (3, 1),
                slice(0, 4, 2),
                range(0, 4, 2),
                range(3, 1),
                (1,),
                1,
                "ab",
                ("a", "b"),
                (0.5, 2),
            ]
        ],
    ],
)
def test_a_wrong_change_is_found(written, codes):
    """Wrong types, lengths, windows and numbers are found before anything is computed (design §7)."""
    assert [fault.code for fault in faults_over_bins(change_of(written), 4)] == codes


@pytest.mark.parametrize(
    ("written", "codes"),
    [
        (2, []),
        (scale(0.5), []),
        (scale(2, bins=(0, 1)), ["invalid_type"]),
        ([2], ["invalid_type"]),
        (np.nan, ["non_finite_number"]),
    ],
)
def test_a_single_number_has_no_bins(written, codes):
    """A number takes a number, and no window (design §7)."""
    assert [fault.code for fault in faults_of_number(change_of(written))] == codes


def test_a_message_says_what_would_fit():
    """What is wrong with a change is said with what would be right (design §7)."""
    (fault,) = faults_over_bins(fixed([1, 2, 3], bins=(0, 2)), 4)
    assert fault.message == "3 values where there must be 2 or 4, one for each bin."
    (fault,) = faults_over_bins(fixed(1, bins=(3, 9)), 4)
    assert fault.message == "(3, 9) is no window; write bins=(first, end) with 0 <= first < end <= 4."
