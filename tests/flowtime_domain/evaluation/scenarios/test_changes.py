import numpy as np
import pytest

from flowtime_domain.evaluation.scenarios.changes import (
    change_of,
    changed,
    changed_number,
    faults_of_number,
    faults_over_bins,
    fixed,
    offset,
    scale,
    write_changed,
)

BEFORE = np.array([1.0, 2.0, 3.0, 4.0])


@pytest.mark.parametrize(
    ("written", "after"),
    [
        (7, [7, 7, 7, 7]),
        (np.float32(0.5), [0.5, 0.5, 0.5, 0.5]),
        ([4, 3, 2, 1], [4, 3, 2, 1]),
        (np.arange(4), [0, 1, 2, 3]),
        (scale(2), [2, 4, 6, 8]),
        (offset(-1.5), [-0.5, 0.5, 1.5, 2.5]),
        (fixed(9, bins=(1, 3)), [1, 9, 9, 4]),
        (fixed([8, 9], bins=(1, 3)), [1, 8, 9, 4]),
        (fixed([6, 7, 8, 9], bins=(1, 3)), [1, 7, 8, 4]),
        (scale(10, bins=slice(2)), [10, 20, 3, 4]),
        (offset(1, bins=slice(-1, None)), [1, 2, 3, 5]),
        (offset(1, bins=slice(None)), [2, 3, 4, 5]),
    ],
)
def test_a_change_keeps_what_it_does_not_name(written, after):
    """A change puts, multiplies or adds numbers in its bins, and leaves the others alone (design §1)."""
    change = change_of(written)
    assert list(faults_over_bins(change, 4)) == []
    assert changed(BEFORE, change).tolist() == after
    assert BEFORE.tolist() == [1, 2, 3, 4]


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


def test_a_number_is_changed_like_a_series():
    """A single number is put, multiplied or added to (design §1)."""
    assert [changed_number(4, change) for change in (fixed(3), scale(2), offset(-1))] == [3.0, 8.0, 3.0]


def test_a_message_says_what_would_fit():
    """What is wrong with a change is said with what would be right (design §7)."""
    (fault,) = faults_over_bins(fixed([1, 2, 3], bins=(0, 2)), 4)
    assert fault.message == "3 values where there must be 2 or 4, one for each bin."
    (fault,) = faults_over_bins(fixed(1, bins=(3, 9)), 4)
    assert fault.message == "(3, 9) is no window; write bins=(first, end) with 0 <= first < end <= 4."


def test_many_series_are_changed_at_once():
    """Each of many series is changed as it would be alone, and negative zero is not written (engine §1.5)."""
    before = np.array([BEFORE, BEFORE, BEFORE, -BEFORE, BEFORE, BEFORE, BEFORE])
    changes = [
        fixed(7),
        scale(2),
        scale(-0.5),
        scale(-0.0),
        offset(-1),
        fixed([4, 3, 2, 1]),
        scale(3, (0, 2)),
    ]
    after = np.full((7, 4), np.nan)
    assert write_changed(enumerate(changes), before, after)
    assert (
        after.tobytes()
        == np.array([changed(*each) + 0.0 for each in zip(before, changes, strict=True)]).tobytes()
    )
    assert not np.signbit(after[3]).any()
    assert before[0].tolist() == BEFORE.tolist()


@pytest.mark.parametrize("change", [scale(1e308), offset(1.7e308), scale(1e308, bins=(3, 4))])
def test_numbers_that_become_too_large_are_told(change):
    """A series that is not finite after its change is told, whatever the others are (engine §13.1)."""
    before = np.array([BEFORE, BEFORE * 1e307])
    assert not write_changed([(1, change), (0, fixed(1))], before, np.empty((2, 4)))


def test_what_is_left_alone_is_finite():
    """Without changes nothing is written, and nothing is wrong (engine §13.1)."""
    assert write_changed([], np.empty((1, 4)), np.empty((1, 4)))
