"""What holds at every queue of every model, whatever surrounds it."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oracle.bin_by_bin import Oracle
from oracle.random_models import random_model
from properties.paths import PATHS, outcome

SEEDS = st.integers(0, 2**32)


def queues_of(document, path):
    """The queues of a model and all its numbers; no queues if the run fails."""
    result = outcome(document, path)
    return ([], {}) if result.failure else (list(Oracle(document).queues.values()), result.rows)


def row(rows, name):
    """A row, or 0 where there is no such thing at a queue."""
    return 0.0 if name is None else rows[name]


def listed(rows, name):
    """The numbers of a row, none where there is no such thing at a queue."""
    return [] if name is None else rows[name]


@np.errstate(all="ignore")
def raw_of(queue, rows):
    """What is there before anything leaves, as the engine adds it (engine §5.1)."""
    before = np.concatenate([[queue.start], rows[queue.depth_name][:-1]])
    raw = before + rows[queue.arrivals] + row(rows, queue.overflow_in)
    return raw - row(rows, queue.errors)


@pytest.mark.parametrize("path", PATHS)
@settings(max_examples=120)
@given(seed=SEEDS)
def test_work_is_conserved(path, seed):
    """What comes in leaves, is lost, overflows or waits, to 1e-9 relative (engine §5.4)."""
    queues, rows = queues_of(random_model(seed), path)
    for queue in queues:
        outflow = rows[queue.outflow_name]
        comes = [queue.start, *listed(rows, queue.arrivals), *listed(rows, queue.overflow_in)]
        goes = [*outflow, *listed(rows, queue.errors), *listed(rows, queue.overflow_name)]
        waits = rows[queue.depth_name]
        moved = np.abs([*comes, *goes, *waits])
        if moved.max() < 1e300 and (raw_of(queue, rows) - outflow >= 0).all():
            assert abs(sum(comes) - sum(goes) - waits[-1]) <= 1e-9 * max(1.0, moved.sum())


@pytest.mark.parametrize("path", PATHS)
@settings(max_examples=120)
@given(seed=SEEDS)
def test_depths_keep_their_bounds(path, seed):
    """A depth is not negative and not above its limit; overflow is not negative (engine §5.1, §7.1)."""
    queues, rows = queues_of(random_model(seed), path)
    for queue in queues:
        depth = rows[queue.depth_name]
        assert (depth >= 0).all()
        if queue.limit is not None:
            limit = rows[queue.limit] if isinstance(queue.limit, str) else queue.limit
            assert (depth <= limit).all()
            assert (rows[queue.overflow_name] >= 0).all()
            assert (depth[rows[queue.overflow_name] > 0] == np.broadcast_to(limit, depth.shape)[
                rows[queue.overflow_name] > 0]).all()  # fmt: skip


@pytest.mark.parametrize("path", PATHS)
@settings(max_examples=120)
@given(seed=SEEDS)
def test_the_engine_serves_no_more_than_there_is(path, seed):
    """Outflow that the engine decides is not negative and not above what is available (engine §5.4)."""
    queues, rows = queues_of(random_model(seed), path)
    for queue in queues:
        if queue.served is None:
            outflow = rows[queue.outflow_name]
            assert (outflow >= 0).all()
            assert (outflow <= np.maximum(raw_of(queue, rows), 0)).all()


@pytest.mark.parametrize("path", PATHS)
@settings(max_examples=120)
@given(seed=SEEDS)
def test_nothing_leaves_between_dispatches(path, seed):
    """A queue with a schedule puts out nothing in other bins, and then at most the capacity (engine §6)."""
    queues, rows = queues_of(random_model(seed), path)
    for queue in queues:
        if queue.schedule is not None:
            outflow, period = rows[queue.outflow_name], queue.schedule["periodBins"]
            dispatches = (np.arange(len(outflow)) - queue.schedule.get("phaseOffset", 0)) % period == 0
            assert (outflow[~dispatches] <= 0).all()
            if "capacitySeries" in queue.schedule:
                dock = np.maximum(rows[queue.schedule["capacitySeries"]], 0)
                assert (outflow <= dock).all()


def allotted(document, constraint, rows):
    """What a constraint allots: shape (members, bins), items per bin."""
    oracle = Oracle(document)
    return np.array([rows[name] for member in oracle.members(constraint)
                     for name in oracle.queues[member].allocations
                     if name.endswith(f"_alloc_{constraint['id']}")])  # fmt: skip


@pytest.mark.parametrize("path", PATHS)
@settings(max_examples=120)
@given(seed=SEEDS)
def test_constraints_keep_their_capacity(path, seed):
    """No allocation is negative, and all together are not above the capacity (engine §8.2)."""
    document = random_model(seed)
    _, rows = queues_of(document, path)
    for constraint in document["topology"]["constraints"] if rows else []:
        shares = allotted(document, constraint, rows)
        capacity = np.maximum(rows[constraint["semantics"]["served"]], 0)
        assert (shares >= 0).all()
        # Beyond, the product of capacity and demand is no number any more.
        sane = shares.max(axis=0) < 1e150
        given_in_all, most = shares[:, sane].sum(axis=0), capacity[sane]
        assert (given_in_all <= most + 1e-9 * np.maximum(1, most)).all()


@pytest.mark.parametrize("path", PATHS)
@settings(max_examples=120)
@given(seed=SEEDS)
def test_no_member_puts_out_more_than_its_last_allocation(path, seed):
    """Each allocation is at most the one before, and outflow the last one (engine §8.3)."""
    queues, rows = queues_of(random_model(seed), path)
    for queue in queues:
        for earlier, later in pairwise(rows[name] for name in [*queue.allocations, queue.outflow_name]):
            assert (later <= earlier).all()
