"""What functions accept."""

import pytest

from flowtime_domain.expressions.signatures import ALPHA, LAG, LENGTH, PERIOD, PHASE, Signature


@pytest.mark.parametrize(
    ("signature", "words"),
    [
        (Signature(0, 0), "no arguments"),
        (Signature(1, 1), "1 argument"),
        (Signature(2, 2), "2 arguments"),
        (Signature(1, 3), "1 to 3 arguments"),
        (Signature(2, None), "2 or more arguments"),
    ],
)
def test_counts_read_well(signature, words):
    """The number of arguments is said in words a person would use."""
    assert signature.count_in_words == words


def test_counts_are_bounded():
    """A count is accepted between the fewest and the most, which may be missing (model §6.4)."""
    assert [Signature(1, 3).accepts_count(count) for count in range(5)] == [False, True, True, True, False]
    assert [Signature(2, None).accepts_count(count) for count in (1, 2, 999)] == [False, True, True]


@pytest.mark.parametrize(
    ("rule", "allowed", "refused"),
    [
        (LAG, [0, -0.0, 1, 1e300], [-1, 0.5]),
        (PERIOD, [1, 1e300], [0, 1.5, -1]),
        (PHASE, [0, 7], [-1, 0.1]),
        (LENGTH, [1, 1000], [0, 1001, 2.5]),
        (ALPHA, [0.001, 1], [0, -0.5, 1.001]),
    ],
)
def test_literals_have_their_range(rule, allowed, refused):
    """Each literal argument has its range; lags, periods and phases have no upper limit (model §6.4)."""
    assert all(rule.allows(float(value)) for value in allowed)
    assert not any(rule.allows(float(value)) for value in refused)
