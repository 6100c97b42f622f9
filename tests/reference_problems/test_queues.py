"""Problems with known answers, run against the queue kernels."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from flowtime_domain.kernels.queueing import queue_depth, served_and_depth

STEPS = st.lists(
    st.tuples(st.integers(0, 50), st.integers(0, 50)).map(lambda pair: (float(pair[0]), float(pair[1]))),
    min_size=1,
    max_size=40,
)


def test_constant_overload_grows_linearly():
    """Under constant overload the backlog is (arrival rate - service rate) times the time since the start.

    Source: G. F. Newell (1982), "Applications of Queueing Theory", fluid approximation.
    """
    bins, arrival_rate, service_rate = 50, 13.0, 8.0
    served, depth = served_and_depth(
        np.full(bins, arrival_rate), np.zeros(bins), np.full(bins, service_rate), 0.0
    )
    assert depth.tolist() == [(arrival_rate - service_rate) * t for t in range(1, bins + 1)]
    assert served.tolist() == [service_rate] * bins


@given(steps=STEPS, initial=st.integers(0, 50).map(float))
def test_lindley_recursion_equals_its_unrolled_form(steps, initial):
    """The recursion equals max(W0 + S_t, max over j of (S_t - S_j)), S the running sum of net inflow.

    Source: D. V. Lindley (1952), "The theory of queues with a single server".
    """
    arrivals, service = (np.array(column) for column in zip(*steps, strict=True))
    depth = queue_depth(arrivals, np.zeros(len(steps)), service, initial)
    sums = np.cumsum(arrivals - service)
    unrolled = [max(initial + sums[t], *(sums[t] - sums[: t + 1])) for t in range(len(steps))]
    assert depth.tolist() == unrolled


def test_littles_law_over_an_interval_that_begins_and_ends_empty():
    """The time integral of the backlog is the sum of the waits of all items, served in order of arrival.

    Source: J. D. C. Little (1961), "A proof for the queuing formula L = lambda W"; S. Stidham (1974),
    "A last word on L = lambda W": over an interval that begins and ends empty it holds exactly.
    """
    arrivals = np.array([9.0, 14.0, 3.0, 0.0, 6.0, 1.0, 0.0, 0.0, 0.0, 0.0])
    served, depth = served_and_depth(arrivals, np.zeros(10), np.full(10, 5.0), 0.0)
    assert depth[-1] == 0
    arrived_in = np.repeat(np.arange(10), arrivals.astype(int))
    left_in = np.repeat(np.arange(10), served.astype(int))
    assert depth.sum() == (left_in - arrived_in).sum()


def test_triangular_peak_of_newell():
    """Demand that rises and falls linearly through capacity leaves its area above capacity as peak queue.

    Source: G. F. Newell (1982), "Applications of Queueing Theory", rush hour: the queue is longest when
    demand falls back to capacity, and lasts as long after that as the areas need to balance.
    """
    capacity, top, rise = 100.0, 160.0, 200
    ramp = capacity * 0.5 + (top - capacity * 0.5) * np.linspace(0, 1, rise)
    demand = np.concatenate([ramp, ramp[::-1], np.full(200, capacity * 0.5)])
    served, depth = served_and_depth(demand, np.zeros(600), np.full(600, capacity), 0.0)
    slope = (top - capacity * 0.5) / (rise - 1)
    area_above_capacity = (top - capacity) ** 2 / slope
    assert depth.max() == pytest.approx(area_above_capacity, rel=0.01)
    assert demand[int(depth.argmax())] >= capacity > demand[int(depth.argmax()) + 1]
    assert served[depth > 0].tolist() == [capacity] * int((depth > 0).sum())
    assert depth[-1] == 0
