import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from flowtime_domain.kernels.queueing import (
    NO_LIMIT,
    at_least_zero,
    backlog_after,
    outflow_and_depth,
    queue_depth,
    raw_work,
    raw_work_over_run,
)

AMOUNTS = st.floats(0, 1000, allow_subnormal=False)
BINS = st.integers(1, 30)


@st.composite
def flows(draw, count: int):
    """So many columns of one length, with amounts that are not negative."""
    bins = draw(BINS)
    return [np.array(draw(st.lists(AMOUNTS, min_size=bins, max_size=bins))) for _ in range(count)]


def test_depth_takes_loss_before_outflow():
    """A depth takes in arrivals and overflow, gives off loss and outflow, never below 0 (engine §5.1)."""
    assert backlog_after(raw_work(5.0, 10.0, 2.0, 1.0), 3.0) == 13
    assert backlog_after(raw_work(0.0, 1.0, 0.0, 0.0), 3.0) == 0


def test_available_is_never_negative():
    """More loss than backlog and arrivals leaves nothing that could be served (engine §5.1)."""
    assert raw_work(1.0, 1.0, 0.0, 5.0) == -3
    outflow, depth = outflow_and_depth(np.array([1.0]), 0.0, np.array([5.0]), np.array([9.0]), NO_LIMIT, 1.0)
    assert (outflow.tolist(), depth.tolist()) == ([0], [0])


@given(columns=flows(2), initial=AMOUNTS)
def test_depth_is_conserved_while_it_stays_above_zero(columns, initial):
    """While no bin runs dry, arrivals and first backlog equal outflow and last backlog (engine §5.4)."""
    arrivals, share = columns
    outflow = arrivals * (share / 1000)
    depth = queue_depth(arrivals, 0.0, 0.0, outflow, NO_LIMIT, initial)
    assert arrivals.sum() + initial == pytest.approx(outflow.sum() + depth[-1], abs=1e-6)


@given(columns=flows(4), initial=AMOUNTS)
def test_served_work_is_conserved(columns, initial):
    """When the engine serves, what came in was put out, overflowed or is still there (engine §5.4)."""
    arrivals, overflow_in, capacity, limit = columns
    outflow, depth = outflow_and_depth(arrivals, overflow_in, 0.0, capacity, limit, initial)
    raw = raw_work_over_run(depth, initial, arrivals, overflow_in, 0.0)
    overflow = at_least_zero(at_least_zero(raw - outflow) - limit)
    gone = outflow.sum() + overflow.sum() + depth[-1]
    assert arrivals.sum() + overflow_in.sum() + initial == pytest.approx(gone, abs=1e-6)


@given(columns=flows(3), initial=AMOUNTS)
def test_outflow_is_bounded(columns, initial):
    """What leaves is neither negative nor above capacity, nor above what is available (engine §5.3)."""
    arrivals, loss, capacity = columns
    outflow, depth = outflow_and_depth(arrivals, 0.0, loss, capacity, NO_LIMIT, initial)
    assert (outflow >= 0).all()
    assert (outflow <= capacity).all()
    assert (outflow <= at_least_zero(raw_work_over_run(depth, initial, arrivals, 0.0, loss))).all()


@given(columns=flows(3), initial=AMOUNTS)
def test_more_capacity_never_makes_a_queue_longer(columns, initial):
    """A higher capacity gives a depth that is nowhere higher (engine §5.3)."""
    arrivals, capacity, extra = columns
    _, depth = outflow_and_depth(arrivals, 0.0, 0.0, capacity, NO_LIMIT, initial)
    _, shorter = outflow_and_depth(arrivals, 0.0, 0.0, capacity + extra, NO_LIMIT, initial)
    assert (shorter <= depth + 1e-6).all()


@given(columns=flows(3), limit=AMOUNTS, initial=AMOUNTS)
def test_a_limit_is_kept(columns, limit, initial):
    """No more waits than the limit allows, whoever serves (engine §7.1)."""
    arrivals, overflow_in, outflow = columns
    assert (queue_depth(arrivals, overflow_in, 0.0, outflow, limit, initial) <= limit).all()
    _, depth = outflow_and_depth(arrivals, overflow_in, 0.0, outflow, limit, initial)
    assert (depth <= limit).all()


@given(columns=flows(5), initial=AMOUNTS)
def test_depth_of_what_was_put_out_is_the_depth(columns, initial):
    """The two walks over a run agree bit for bit on the depth (engine §5.1)."""
    arrivals, overflow_in, loss, capacity, limit = columns
    outflow, depth = outflow_and_depth(arrivals, overflow_in, loss, capacity, limit, initial)
    again = queue_depth(arrivals, overflow_in, loss, outflow, limit, initial)
    assert again.tolist() == depth.tolist()


@given(columns=flows(5), initial=AMOUNTS)
def test_walks_take_the_same_steps_as_single_bins(columns, initial):
    """A walk over a whole run gives the same bits as one step after the other (engine §2.5)."""
    before, outflow, depths = initial, [], []
    for arrived, flowed_in, lost, capacity, limit in zip(*(each.tolist() for each in columns), strict=True):
        raw = raw_work(before, arrived, flowed_in, lost)
        outflow.append(min(capacity, max(0.0, raw)))
        before = min(backlog_after(raw, outflow[-1]), limit)
        depths.append(before)
    walked = outflow_and_depth(*columns, initial)
    assert [column.tolist() for column in walked] == [outflow, depths]


def test_a_depth_beyond_all_numbers_is_a_gap():
    """After a depth that is not finite the next bin begins with nothing, in every form (engine §1.4)."""
    arrivals, none = np.array([1e308, 1e308, 5.0]), np.zeros(3)
    depth = queue_depth(arrivals, 0.0, 0.0, none, NO_LIMIT, 0.0)
    assert depth.tolist() == [1e308, np.inf, 5]
    assert outflow_and_depth(arrivals, 0.0, 0.0, none, NO_LIMIT, 0.0)[1].tolist() == depth.tolist()
    assert raw_work_over_run(depth, 0.0, arrivals, 0.0, 0.0).tolist() == depth.tolist()
