"""One queue and known answers: overload, rush hours, Lindley's recursion, Little's law."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from examples.models import place_model
from properties.paths import PATHS, rows_of

COUNTS = st.integers(0, 50)


def worked_off(path, arrivals, capacity, initial=0, **place):
    """Depth and outflow of a queue that the engine serves: shape (bins,), items and items per bin."""
    semantics = {"arrivals": "arrivals", "capacity": "capacity"}
    start = {"queueDepth": initial}
    line = {"id": "Line", "kind": "queue", "initialCondition": start, "semantics": semantics, **place}
    rows = rows_of(place_model(len(arrivals), {"arrivals": arrivals, "capacity": capacity}, line), path)
    return rows["line_queue"], rows["line_served"]


@pytest.mark.parametrize("path", PATHS)
def test_constant_overload_grows_linearly(path):
    """Under constant overload the backlog is (arrival rate - service rate) times the time since the start.

    Source: G. F. Newell (1982), "Applications of Queueing Theory", fluid approximation.
    """
    bins, arrival_rate, service_rate = 50, 13, 8
    depth, served = worked_off(path, [arrival_rate] * bins, service_rate)
    assert depth.tolist() == [(arrival_rate - service_rate) * t for t in range(1, bins + 1)]
    assert served.tolist() == [service_rate] * bins


@pytest.mark.parametrize("path", PATHS)
@given(steps=st.lists(st.tuples(COUNTS, COUNTS), min_size=1, max_size=40), initial=COUNTS)
def test_lindley_recursion_equals_its_unrolled_form(path, steps, initial):
    """The recursion equals max(W0 + S_t, max over j of (S_t - S_j)), S the running sum of net inflow.

    Source: D. V. Lindley (1952), "The theory of queues with a single server".
    """
    arrivals, capacity = (list(column) for column in zip(*steps, strict=True))
    depth, _ = worked_off(path, arrivals, capacity, initial)
    sums = np.cumsum(np.array(arrivals) - capacity)
    unrolled = [max(initial + sums[t], *(sums[t] - sums[: t + 1])) for t in range(len(steps))]
    assert depth.tolist() == unrolled


@pytest.mark.parametrize("path", PATHS)
@given(arrivals=st.lists(COUNTS, min_size=1, max_size=30), capacity=st.integers(1, 50))
def test_littles_law_over_an_interval_that_begins_and_ends_empty(path, arrivals, capacity):
    """The time integral of the backlog is the sum of the waits of all items, served in order of arrival.

    Source: J. D. C. Little (1961), "A proof for the queuing formula L = lambda W"; S. Stidham (1974),
    "A last word on L = lambda W": over an interval that begins and ends empty it holds exactly.
    """
    arrivals = [*arrivals, *[0] * (sum(arrivals) // capacity + 1)]
    depth, served = worked_off(path, arrivals, capacity)
    assert depth[-1] == 0
    arrived_in = np.repeat(np.arange(len(arrivals)), arrivals)
    left_in = np.repeat(np.arange(len(arrivals)), served.astype(int))
    assert depth.sum() == (left_in - arrived_in).sum()


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(("slope", "rise", "height"), [(1, 40, 28), (2, 25, 15), (0.5, 9, 6), (3, 2, 1)])
def test_triangular_peak_of_newell(path, slope, rise, height):
    """A rush hour: when the queue starts, its maximum, when demand lets it shrink, and when it clears.

    Demand climbs through capacity for `height` bins and falls as fast. The queue starts when demand passes
    capacity, is longest when demand is back at it, then `slope` * `height`**2, the area between them, and
    clears when the area below capacity equals that: sqrt(2) * `height` bins later, in whole bins the least
    j with j * (j + 1) / 2 >= `height`**2.

    Source: G. F. Newell (1982), "Applications of Queueing Theory", the rush hour.
    """
    top = rise + height
    capacity = slope * rise
    demand = [slope * (top - abs(t - top)) for t in range(2 * top + 1)]
    depth, served = worked_off(path, demand, capacity)
    falls_to_capacity = top + height
    longest = slope * height**2
    clears = falls_to_capacity + math.ceil((math.sqrt(1 + 8 * height**2) - 1) / 2)
    assert (depth > 0).nonzero()[0].tolist() == list(range(rise + 1, clears))
    assert depth.max() == longest == depth[falls_to_capacity] == depth[falls_to_capacity - 1]
    assert set(served[rise:clears].tolist()) == {capacity}


@pytest.mark.parametrize("path", PATHS)
@given(arrivals=st.lists(COUNTS, min_size=1, max_size=25), capacity=COUNTS, limit=st.integers(0, 60))
def test_limited_queue_equals_the_double_reflection(path, arrivals, capacity, limit):
    """Between 0 and a limit L the queue is F_t - max over s of min((F_s - L)+, min of F_s..F_t).

    F is the queue without limit. What does not fit is lost.

    Source: L. Kruk, J. Lehoczky, K. Ramanan, S. Shreve (2007), "An explicit formula for the Skorokhod map on
    [0, a]".
    """
    free, _ = worked_off(path, arrivals, capacity)
    depth, served = worked_off(path, arrivals, capacity, wipLimit=limit)
    for t in range(len(arrivals)):
        pushed = [min(max(0, free[s] - limit), free[s : t + 1].min()) for s in range(t + 1)]
        assert depth[t] == free[t] - max(pushed)
    assert (served <= capacity).all()


@pytest.mark.parametrize("path", PATHS)
def test_overloaded_queue_with_a_limit_fills_and_then_loses_the_excess(path):
    """A queue fills at (arrival rate - service rate) until it is full, and loses just that from then on.

    Source: J. M. Harrison (1985), "Brownian Motion and Stochastic Flow Systems", the finite buffer.
    """
    bins, arrival_rate, service_rate, limit = 20, 13, 8, 32
    line = {"id": "Line", "kind": "queue", "wipLimit": limit, "semantics": {"arrivals": "a", "capacity": "c"}}
    rows = rows_of(place_model(bins, {"a": arrival_rate, "c": service_rate}, line), path)
    excess = arrival_rate - service_rate
    assert rows["line_queue"].tolist() == [min(limit, excess * t) for t in range(1, bins + 1)]
    assert rows["line_overflow"].sum() == excess * bins - limit
    assert rows["line_overflow"].tolist() == [0] * 6 + [3] + [excess] * 13


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(("period", "phase"), [(4, 0), (4, 3), (3, -1), (1, 0), (5, 12)])
def test_periodic_dispatch_is_a_sawtooth(path, period, phase):
    """Arrivals at a constant rate wait for the next vehicle, which takes all: a sawtooth of one period.

    Source: G. F. Newell (1971), "Dispatching policies for a transportation route".
    """
    bins, rate = 24, 7
    schedule = {"periodBins": period, "phaseOffset": phase}
    depth, served = worked_off(path, [rate] * bins, 1000, dispatchSchedule=schedule)
    first = phase % period
    teeth = [rate * ((t - first) % period) if t >= first else rate * (t + 1) for t in range(bins)]
    assert depth.tolist() == teeth
    assert served[first::period].tolist() == [
        rate * (first + 1),
        *[rate * period] * (len(range(first, bins, period)) - 1),
    ]


@pytest.mark.parametrize("path", PATHS)
def test_too_small_vehicles_leave_more_behind_each_time(path):
    """Vehicles of a fixed size leave (arrivals of a period - size) more behind at each departure.

    Source: G. F. Newell (1971), "Dispatching policies for a transportation route".
    """
    rate, period, size, departures = 7, 4, 20, 6
    schedule = {"periodBins": period, "phaseOffset": -1, "capacitySeries": "size"}
    line = {
        "id": "Line",
        "kind": "queue",
        "dispatchSchedule": schedule,
        "semantics": {"arrivals": "a", "capacity": "c"},
    }
    model = place_model(period * departures, {"a": rate, "c": 1000, "size": size}, line)
    depth = rows_of(model, path)["line_queue"]
    left = rate * period - size
    assert depth[period - 1 :: period].tolist() == [left * n for n in range(1, departures + 1)]
