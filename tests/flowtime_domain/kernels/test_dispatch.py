import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from flowtime_domain.kernels.dispatch import dispatch_bins, gated, gated_in_bin

AMOUNTS = st.lists(st.floats(-100, 100), min_size=8, max_size=8)
PERIODS = st.integers(1, 10)


@pytest.mark.parametrize(
    ("period", "phase", "bins"), [(1, 0, [0, 1, 2, 3, 4]), (3, 0, [0, 3]), (3, 2, [2]), (9, 7, [])]
)
def test_work_leaves_when_the_phase_comes(period, phase, bins):
    """A bin dispatches when t mod period is the phase, perhaps never in a short run (engine §6.1)."""
    assert np.flatnonzero(dispatch_bins(5, period, phase)).tolist() == bins


def test_a_gate_lets_through_what_its_capacity_takes():
    """A dispatch takes at most max(0, capacity); between dispatches nothing passes (engine §6.2)."""
    wanted, capacity = np.array([5.0, 5.0, 5.0, -1.0]), np.array([3.0, 9.0, -2.0, 4.0])
    assert gated(wanted, 1, 0, capacity).tolist() == [3, 5, 0, -1]
    assert gated(wanted, 2, 0, None).tolist() == [5, 0, 5, 0]


@given(wanted=AMOUNTS, capacity=AMOUNTS, period=PERIODS, data=st.data())
def test_both_forms_of_a_gate_agree(wanted, capacity, period, data):
    """A gate gives the same bits over a run and bin by bin (engine §2.5)."""
    phase = data.draw(st.integers(0, period - 1))
    over_run = gated(np.array(wanted), period, phase, np.array(capacity))
    in_bins = [
        gated_in_bin(wanted[t], capacity[t]) if t % period == phase else 0.0 for t in range(len(wanted))
    ]
    assert over_run.tolist() == in_bins
