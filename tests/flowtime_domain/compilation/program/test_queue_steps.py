"""Queues as values over tiles."""

import numpy as np
import pytest

from examples.models import place_model
from examples.plans import filled_matrix, in_one_loop
from examples.tile_programs import WAYS
from flowtime_domain.compilation.compiler import compile_model
from flowtime_domain.evaluation.compiled_fill import fill_by_code, program_of

SERIES = {
    "a": [9, 0, 4, 7, 12, 1, 3, 8],
    "b": [1, 5, 0, 6, -2, 9, 2, 4],
    "c": [3, 3, 9, 0, 5, 5, 2, 2],
    "l": [20, 10, 5, 5, 6, 7, 8, 9],
}


def queue(name, **semantics):
    return {"id": name, "kind": "queue", "semantics": {"arrivals": "a", **semantics}}


def gated(node, period, **schedule):
    return {**node, "dispatchSchedule": {"periodBins": period, **schedule}}


def shared(policy, *names):
    return {"id": policy, "policy": policy, "nodes": list(names), "semantics": {"served": "c"}}


NETWORKS = {
    "authored": ([queue("A", served="b")], []),
    "served": ([queue("A", capacity="b", parallelism=2, errors="c")], []),
    "gated": ([gated(queue("A", served="b"), 3), gated(queue("B", capacity="b"), 2, capacitySeries="c")], []),
    "never": ([gated(queue("A", capacity="b"), 10**30, phaseOffset=9)], []),
    "limited": (
        [{**queue("A", served="b"), "wipLimit": 4, "wipOverflow": "B"},
         {**queue("B", capacity="c"), "wipLimitSeries": "l", "wipOverflow": "C"},
         {"id": "C", "kind": "dlq", "semantics": {"arrivals": "b", "queueDepth": "self"}}],
        [],
    ),
    "shared": (
        [queue("A", served="b"), gated(queue("B", capacity="b"), 2), queue("C", capacity="a"),
         {"id": "D", "kind": "dlq", "semantics": {"arrivals": "b", "queueDepth": "self"}}],
        [shared("priority", "A", "B"), shared("maxMin", "B", "C", "D"), shared("proportional", "C", "A")],
    ),
}  # fmt: skip


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("form", [lambda plan: plan, in_one_loop], ids=["at once", "bin by bin"])
@pytest.mark.parametrize("network", NETWORKS)
def test_queues(way, form, network):
    """Demands, schedules, limits and shares have the bits of the other path (engine §5-§8)."""
    places, constraints = NETWORKS[network]
    plan = form(compile_model(place_model(8, SERIES, *places, constraints=constraints)))
    matrix = np.full((len(plan.steps), 8), np.nan)
    assert fill_by_code(WAYS[way](), program_of(plan).whole, matrix, None)
    assert matrix.tolist() == filled_matrix(plan).tolist()
