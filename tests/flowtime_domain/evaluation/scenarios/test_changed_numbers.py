import numpy as np
import pytest

from flowtime_domain.evaluation.scenarios.changed_numbers import (
    change_series,
    changed_number,
    write_changed,
)
from flowtime_domain.evaluation.scenarios.changes import (
    change_of,
    faults_over_bins,
    fixed,
    offset,
    scale,
)

BEFORE = np.array([1.0, 2.0, 3.0, 4.0])


def changed(before, change):
    after = before.copy()
    change_series(after, change)
    return after


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
        (scale(10, bins=range(2)), [10, 20, 3, 4]),
        (offset(1, bins=slice(-1, None)), [1, 2, 3, 5]),
        (offset(1, bins=slice(None)), [2, 3, 4, 5]),
    ],
)
def test_a_change_keeps_what_it_does_not_name(written, after):
    """A change puts, multiplies or adds numbers in its bins, and leaves the others alone (design §1)."""
    change = change_of(written)
    assert list(faults_over_bins(change, 4)) == []
    assert changed(BEFORE, change).tolist() == after


def test_a_number_is_changed_like_a_series():
    """A single number is put, multiplied or added to (design §1)."""
    assert [changed_number(4, change) for change in (fixed(3), scale(2), offset(-1))] == [3.0, 8.0, 3.0]


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
    assert write_changed(list(enumerate(changes)), before, after)
    assert (
        after.tobytes() == np.array([changed(*each) for each in zip(before, changes, strict=True)]).tobytes()
    )
    assert not np.signbit(after[3]).any()
    assert before[0].tolist() == BEFORE.tolist()


@pytest.mark.parametrize("others", [1, 9])
@pytest.mark.parametrize("change", [scale(1e308), offset(1.7e308), scale(1e308, bins=(3, 4))])
def test_numbers_that_become_too_large_are_told(change, others):
    """A series that is not finite after its change is told, whatever the others are (engine §13.1)."""
    before = np.array([BEFORE * 1e307] + [BEFORE] * others)
    changes = [change] + [fixed(1)] * others
    assert not write_changed(list(enumerate(changes)), before, np.empty(before.shape))


def test_what_is_left_alone_is_finite():
    """Without changes nothing is written, and nothing is wrong (engine §13.1)."""
    assert write_changed([], np.empty((1, 4)), np.empty((1, 4)))
