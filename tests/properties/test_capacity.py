"""More capacity never makes a queue longer, as long as nothing answers to its depth."""

from random import Random

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from oracle.bin_by_bin import Oracle
from oracle.random_models import random_model
from properties.paths import PATHS, outcome


def with_more_capacity(document, place, extra):
    """The same model, one of its queues with more capacity in every bin."""
    semantics = place["semantics"]
    added = [
        {"id": "more", "values": extra},
        {"id": "raised", "kind": "expr", "expr": f"{semantics['capacity']} + more"},
    ]
    raised = {**place, "semantics": {**semantics, "capacity": "raised"}}
    places = [raised if each is place else each for each in document["topology"]["nodes"]]
    topology = {**document["topology"], "nodes": places}
    return {**document, "nodes": [*document["nodes"], *added], "topology": topology}


def inputs_of(queue, rows):
    """All that decides about a queue apart from its own numbers and what its capacity is raised by."""
    dock = (queue.schedule or {}).get("capacitySeries")
    names = [queue.arrivals, queue.errors, queue.overflow_in, queue.parallelism, queue.limit, dock]
    names.append(queue.capacity)
    return b"".join(rows[name].tobytes() for name in names if isinstance(name, str))


def worked_off_alone(document):
    """Topology nodes whose outflow the engine decides, and no constraint; with their queues."""
    queues = Oracle(document).queues
    for place in document["topology"]["nodes"]:
        queue = queues.get(place["id"])
        if queue and queue.capacity is not None and queue.served is None and not queue.allocations:
            yield place, queue


def comparisons(seed, path):
    """Depths with and without more capacity, where all else stays the same."""
    document, random = random_model(seed), Random(seed)
    before = outcome(document, path)
    for place, queue in worked_off_alone(document) if before.failure is None else ():
        extra = [random.choice((0, 0.1, 1, 7.3)) for _ in range(document["grid"]["bins"])]
        after = outcome(with_more_capacity(document, place, extra), path)
        servers = before.rows.get(queue.parallelism, np.array([queue.parallelism]))
        same = after.failure is None and inputs_of(queue, before.rows) == inputs_of(queue, after.rows)
        if same and (servers >= 0).all():
            yield before.rows[queue.depth_name], after.rows[queue.depth_name]


@pytest.mark.parametrize("path", PATHS)
@settings(max_examples=120)
@example(seed=155)  # its capacity follows its depth, so that less is added than was taken away
@given(seed=st.integers(0, 2**32))
def test_more_capacity_never_makes_a_queue_longer(path, seed):
    """Schedules, limits, overflow and losses included, each bin's depth is no greater (engine §5.1)."""
    for before, after in comparisons(seed, path):
        assert (after <= before).all()


def test_queues_are_compared_often():
    """Most random models have a queue to which nothing answers, and many become shorter."""
    compared = [pair for seed in range(200) for pair in comparisons(seed, "numpy")]
    assert len(compared) > 100
    assert sum((after < before).any() for before, after in compared) > 20
