"""A capacity that is shared, and known answers."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from examples.models import place_model
from properties.paths import PATHS, rows_of

COUNTS = st.integers(0, 50)
DEMANDS = st.lists(COUNTS, min_size=1, max_size=7)
POLICIES = ("proportional", "priority", "maxMin")
AMPLE = 10**6


def shared(path, policy, arrivals, capacity):
    """Numbers of queues that share a capacity: allocations and depths, shape (queues, bins)."""
    columns = {f"a{index}": column for index, column in enumerate(arrivals)}
    places = [
        {"id": f"P{index}", "kind": "queue", "semantics": {"arrivals": name, "capacity": "ample"}}
        for index, name in enumerate(columns)
    ]
    pool = {
        "id": "pool",
        "policy": policy,
        "nodes": [place["id"] for place in places],
        "semantics": {"served": "cap"},
    }
    series = {**columns, "ample": AMPLE, "cap": capacity}
    rows = rows_of(place_model(len(arrivals[0]), series, *places, constraints=[pool]), path)
    return tuple(
        np.array([rows[f"p{index}_{what}"] for index in range(len(arrivals))])
        for what in ("alloc_pool", "queue")
    )


def allotted(path, policy, demands, capacity):
    """What is allotted to demands in one bin: shape (queues,), items per bin."""
    return shared(path, policy, [[demand] for demand in demands], capacity)[0][:, 0]


@pytest.mark.parametrize("path", PATHS)
@given(demands=DEMANDS, capacity=COUNTS)
def test_max_min_shares_fill_like_water(path, demands, capacity):
    """Everyone gets the same level, or less if no more is asked for; what is left over lifts the level.

    Source: D. Bertsekas, R. Gallager (1992), "Data Networks", max-min flow control: an allocation is
    max-min fair exactly if everyone who is cut has the largest share.
    """
    shares = allotted(path, "maxMin", demands, capacity)
    assert shares.sum() == pytest.approx(min(capacity, sum(demands)), rel=1e-12)
    cut = shares < demands
    assert shares[cut] == pytest.approx(np.full(cut.sum(), shares.max()), rel=1e-12)


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(
    ("demands", "capacity", "shares"),
    [
        ((2, 2.5, 4, 5), 10, (2, 2.5, 2.75, 2.75)),
        ((5, 4, 2.5, 2), 10, (2.75, 2.75, 2.5, 2)),
        ((8, 8, 8), 12, (4, 4, 4)),
        ((1, 9), 0, (0, 0)),
    ],
)
def test_max_min_shares_of_a_textbook(path, demands, capacity, shares):
    """The level of the water is where its volume equals the capacity.

    Source: S. Keshav (1997), "An Engineering Approach to Computer Networking", max-min fair share.
    """
    assert allotted(path, "maxMin", demands, capacity).tolist() == list(shares)


@pytest.mark.parametrize("path", PATHS)
@given(demands=DEMANDS, capacity=COUNTS)
def test_proportional_shares_cut_all_by_one_factor(path, demands, capacity):
    """Everyone gets the same fraction of the demand: capacity / sum of demands, at most 1 (engine §8.2)."""
    factor = min(1.0, capacity / max(1, sum(demands)))
    shares = allotted(path, "proportional", demands, capacity)
    assert shares == pytest.approx(np.array(demands) * factor, rel=1e-12)


@pytest.mark.parametrize("path", PATHS)
@given(demands=DEMANDS, capacity=COUNTS)
def test_priority_shares_are_steps_of_the_running_sum(path, demands, capacity):
    """The first n get min(capacity, what the first n ask for), whoever comes behind them (engine §8.2)."""
    shares = allotted(path, "priority", demands, capacity)
    assert shares.cumsum().tolist() == np.minimum(np.cumsum(demands), capacity).tolist()


@pytest.mark.parametrize("path", PATHS)
@given(columns=st.lists(st.tuples(COUNTS, COUNTS, COUNTS), min_size=1, max_size=15), capacity=COUNTS)
def test_policies_decide_who_waits_and_not_how_much(path, columns, capacity):
    """Under every policy as much work waits in all as in one queue with the whole capacity.

    Source: L. Kleinrock (1965), "A conservation law for a wide class of queueing disciplines".
    """
    arrivals = np.array(columns).T.tolist()
    _, together = shared(path, "priority", [np.sum(arrivals, axis=0).tolist()], capacity)
    for policy in POLICIES:
        _, depths = shared(path, policy, arrivals, capacity)
        assert depths.sum(axis=0) == pytest.approx(together[0], rel=1e-9, abs=1e-9)


@pytest.mark.parametrize("path", PATHS)
@given(columns=st.lists(st.tuples(COUNTS, COUNTS), min_size=1, max_size=15), capacity=COUNTS)
def test_the_first_in_line_does_not_see_the_others(path, columns, capacity):
    """A queue of the highest priority is as long as if it were alone.

    Source: A. Cobham (1954), "Priority assignment in waiting line problems", its preemptive fluid form.
    """
    first, second = np.array(columns).T.tolist()
    _, alone = shared(path, "priority", [first], capacity)
    _, depths = shared(path, "priority", [first, second], capacity)
    assert depths[0].tolist() == alone[0].tolist()
