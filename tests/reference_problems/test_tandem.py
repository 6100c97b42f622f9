"""Two queues in series and known answers."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from examples.models import place_model
from properties.paths import PATHS, rows_of

COUNTS = st.integers(0, 50)


def in_series(path, arrivals, *capacities):
    """All numbers of queues P0, P1, ... that feed each other; each has a capacity per bin."""
    series = {"arrivals": arrivals, **{f"c{stage}": rate for stage, rate in enumerate(capacities)}}
    sources = ["arrivals", *(f"p{stage}_served" for stage in range(len(capacities)))]
    places = [
        {"id": f"P{stage}", "kind": "queue", "semantics": {"arrivals": source, "capacity": f"c{stage}"}}
        for stage, source in enumerate(sources[:-1])
    ]
    return rows_of(place_model(len(arrivals), series, *places), path)


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(
    ("arrival_rate", "first", "second"), [(12, 8, 6), (12, 6, 8), (7, 8, 6), (5, 8, 6), (12, 6, 6)]
)
def test_fluid_tandem_with_a_bottleneck(path, arrival_rate, first, second):
    """Each queue grows by what reaches it beyond its rate: downstream that is what upstream lets through.

    Source: G. F. Newell (1982), "Applications of Queueing Theory", queues in series.
    """
    bins = 30
    rows = in_series(path, [arrival_rate] * bins, first, second)
    upstream = max(0, arrival_rate - first)
    downstream = max(0, min(arrival_rate, first) - second)
    assert rows["p0_queue"].tolist() == [upstream * t for t in range(1, bins + 1)]
    assert rows["p1_queue"].tolist() == [downstream * t for t in range(1, bins + 1)]
    assert rows["p1_served"].tolist() == [min(arrival_rate, first, second)] * bins


@pytest.mark.parametrize("path", PATHS)
def test_fluid_tandem_after_a_rush(path):
    """After a rush of T bins at rate a, stage 1 clears after a T / m1 bins and stage 2 after a T / m2.

    Stage 2, the bottleneck, is longest when stage 1 clears: (m1 - m2) a T / m1.

    Source: G. F. Newell (1982), "Applications of Queueing Theory", queues in series.
    """
    rush, rate, first, second = 8, 12, 8, 6
    rows = in_series(path, [rate] * rush + [0] * 12, first, second)
    work = rate * rush
    assert (rows["p0_queue"] > 0).nonzero()[0].tolist() == list(range(work // first - 1))
    assert (rows["p1_queue"] > 0).nonzero()[0].tolist() == list(range(work // second - 1))
    longest = (first - second) * work / first
    assert rows["p1_queue"].max() == longest == rows["p1_queue"][work // first - 1]
    elapsed = np.arange(1, 21)
    put_out = np.minimum.reduce([rate * np.minimum(elapsed, rush), first * elapsed, second * elapsed])
    assert rows["p1_served"].cumsum().tolist() == put_out.tolist()


@pytest.mark.parametrize("path", PATHS)
@given(arrivals=st.lists(COUNTS, min_size=1, max_size=30), first=COUNTS, second=COUNTS)
def test_servers_in_series_are_the_slowest_alone(path, arrivals, first, second):
    """Two servers put out what the slower one would alone, in either order, so the same work waits in all.

    Source: H. D. Friedman (1965), "Reduction methods for tandem queuing systems"; J.-Y. Le Boudec,
    P. Thiran (2001), "Network Calculus", concatenation of nodes.
    """
    one_way, other_way = in_series(path, arrivals, first, second), in_series(path, arrivals, second, first)
    alone = in_series(path, arrivals, min(first, second))
    assert one_way["p1_served"].tolist() == other_way["p1_served"].tolist() == alone["p0_served"].tolist()
    for rows in (one_way, other_way):
        assert (rows["p0_queue"] + rows["p1_queue"]).tolist() == alone["p0_queue"].tolist()
