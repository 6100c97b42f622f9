import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from flowtime_domain.kernels.queueing import (
    available_work,
    depth_after,
    queue_depth,
    served_and_depth,
)

AMOUNTS = st.floats(0, 1000, allow_subnormal=False)
BINS = st.integers(1, 30)


@st.composite
def flows(draw, count: int):
    """So many columns of one length, with amounts that are not negative."""
    bins = draw(BINS)
    return [np.array(draw(st.lists(AMOUNTS, min_size=bins, max_size=bins))) for _ in range(count)]


def test_depth_takes_loss_before_outflow():
    """A depth takes in arrivals, gives off loss and outflow, and never falls below 0 (engine §5.1)."""
    assert depth_after(5.0, 10.0, 1.0, 3.0) == 11
    assert depth_after(0.0, 1.0, 0.0, 3.0) == 0


def test_available_is_never_negative():
    """More loss than backlog and arrivals leaves nothing available (engine §5.1)."""
    assert available_work(1.0, 1.0, 5.0) == 0


@given(columns=flows(2), initial=AMOUNTS)
def test_depth_is_conserved_while_it_stays_above_zero(columns, initial):
    """While no bin runs dry, arrivals and first backlog equal outflow and last backlog (engine §5.4)."""
    arrivals, share = columns
    outflow = arrivals * (share / 1000)
    depth = queue_depth(arrivals, np.zeros_like(arrivals), outflow, initial)
    assert arrivals.sum() + initial == pytest.approx(outflow.sum() + depth[-1], abs=1e-6)


@given(columns=flows(2), initial=AMOUNTS)
def test_served_work_is_conserved(columns, initial):
    """When the engine serves, nothing is lost or invented (engine §5.4)."""
    arrivals, limit = columns
    served, depth = served_and_depth(arrivals, np.zeros_like(arrivals), limit, initial)
    assert arrivals.sum() + initial == pytest.approx(served.sum() + depth[-1], abs=1e-6)


@given(columns=flows(3), initial=AMOUNTS)
def test_served_is_bounded(columns, initial):
    """What leaves is neither negative nor above the limit, nor above what is available (engine §5.3)."""
    arrivals, loss, limit = columns
    served, depth = served_and_depth(arrivals, loss, limit, initial)
    before = np.concatenate([[initial], depth[:-1]])
    assert (served >= 0).all()
    assert (served <= limit).all()
    assert (served <= np.maximum(0, before + arrivals - loss)).all()


@given(columns=flows(3), initial=AMOUNTS)
def test_more_capacity_never_makes_a_queue_longer(columns, initial):
    """A higher limit gives a depth that is nowhere higher (engine §5.3)."""
    arrivals, limit, extra = columns
    none = np.zeros_like(arrivals)
    _, depth = served_and_depth(arrivals, none, limit, initial)
    _, shorter = served_and_depth(arrivals, none, limit + extra, initial)
    assert (shorter <= depth + 1e-6).all()


@given(columns=flows(3), initial=AMOUNTS)
def test_depth_of_what_was_served_is_the_depth(columns, initial):
    """The two walks over a run agree bit for bit on the depth (engine §5.1)."""
    arrivals, loss, limit = columns
    served, depth = served_and_depth(arrivals, loss, limit, initial)
    assert queue_depth(arrivals, loss, served, initial).tolist() == depth.tolist()


@given(columns=flows(3), initial=AMOUNTS)
def test_walks_take_the_same_steps_as_single_bins(columns, initial):
    """A walk over a whole run gives the same bits as one step after the other (engine §2.5)."""
    arrivals, loss, limit = columns
    before, served, depths = initial, [], []
    for arrived, lost, most in zip(arrivals.tolist(), loss.tolist(), limit.tolist(), strict=True):
        left = min(most, available_work(before, arrived, lost))
        before = depth_after(before, arrived, lost, left)
        served.append(left)
        depths.append(before)
    walked = served_and_depth(arrivals, loss, limit, initial)
    assert [column.tolist() for column in walked] == [served, depths]
