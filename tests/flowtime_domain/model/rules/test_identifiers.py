"""Ids: each kind of element has its own, and no two published series share one."""

import pytest

from examples.drafts import findings, found, message
from flowtime_domain.errors import Place
from flowtime_domain.model.rules.identifiers import (
    duplicate_ids,
    router_targets_declared,
    series_id_conflicts,
)

DUPLICATES = """\
nodes:
  - {id: a, values: 1}
  - {id: a, values: 2}
topology:
  nodes: [{id: Desk}, {id: desk}, {id: Desk}]
  edges: [{id: one}, {id: one}, {}]
  constraints: [{id: pool}, {id: pool}]
"""


def test_duplicate_ids():
    """Two elements of one list with one id are found at the id of the later one (model §5.1)."""
    assert found(duplicate_ids, DUPLICATES) == [
        ("duplicate_id", "/nodes/1/id"),
        ("duplicate_id", "/topology/nodes/2/id"),
        ("duplicate_id", "/topology/edges/1/id"),
        ("duplicate_id", "/topology/constraints/1/id"),
    ]


def test_duplicate_id_has_its_place():
    """A duplicate id is shown with line and column of the later id (model §2.5)."""
    assert findings(duplicate_ids, DUPLICATES)[0].place == Place(3, 10)


def test_generated_edge_id_is_found_at_its_edge():
    """A written edge id that equals the id made for an earlier edge is a duplicate (model §7.8)."""
    text = 'topology: {edges: [{id: "A->B", from: A, to: B}, {id: "A->B", from: B, to: A}]}'
    assert found(duplicate_ids, text) == [("duplicate_id", "/topology/edges/1/id")]


def test_different_ids_are_right():
    """A node, a topology node, an edge and a constraint may share one id (model §5.1)."""
    text = "nodes: [{id: a}]\ntopology: {nodes: [{id: a}], edges: [{id: a}], constraints: [{id: a}]}"
    assert found(duplicate_ids, text) == []


def test_router_target_declared():
    """A router's target must not be a node, wherever that node stands (model §5.7)."""
    text = """\
nodes:
  - {id: r, kind: router, inputs: {queue: a}, routes: [{target: a}, {target: b}, {target: late}, 7,
      {weight: 2}]}
  - {id: a, values: 1}
  - {id: late, values: 1}
"""
    expected = ["/nodes/0/routes/0/target", "/nodes/0/routes/2/target"]
    assert found(router_targets_declared, text) == [
        ("router_target_declared", pointer) for pointer in expected
    ]


def test_one_target_on_several_routers():
    """One target may occur on several routes and routers (model §5.7)."""
    text = """\
nodes:
  - {id: r, kind: router, inputs: {queue: a}, routes: [{target: b}, {target: b}]}
  - {id: s, kind: router, inputs: {queue: a}, routes: [{target: b}]}
"""
    assert found(router_targets_declared, text) == []
    assert found(series_id_conflicts, text) == []


CONFLICTS = [
    pytest.param("nodes: [{id: a}, {id: A}]", ["/nodes/1/id"], id="two nodes"),
    pytest.param(
        "nodes: [{id: a}, {id: r, kind: router, routes: [{target: b}, {target: A}]}, {id: B}]",
        ["/nodes/1/routes/1/target", "/nodes/2/id"],
        id="router targets",
    ),
    pytest.param(
        "nodes: [{id: desk_queue}, {id: a}]\n"
        "topology: {nodes: [{id: Desk, kind: queue, semantics: {arrivals: a, served: a}}]}",
        ["/topology/nodes/0"],
        id="a node and a generated series",
    ),
    pytest.param(
        "nodes: [{id: a}]\n"
        "topology: {nodes: [{id: QueueA, kind: queue, semantics: {arrivals: a, served: a}},\n"
        "  {id: queue_a, kind: queue, semantics: {arrivals: a, served: a}}]}",
        ["/topology/nodes/1"],
        id="two places of one stem",
    ),
    pytest.param(
        "nodes: [{id: a}]\n"
        "topology: {nodes: [{id: One, kind: queue, semantics: {arrivals: a, served: a, queueDepth: depth}},\n"
        "  {id: Two, kind: queue, semantics: {arrivals: a, served: a, queueDepth: depth}}]}",
        ["/topology/nodes/1"],
        id="another place's generated series (ruling 12)",
    ),
    pytest.param(
        "nodes: [{id: a}]\n"
        "topology: {nodes: [{id: One, semantics: {arrivals: a, served: a, errors: a, retryKernel: [0, 1]}},\n"
        "  {id: Two, semantics: {arrivals: a, served: a, errors: a, retryEcho: one_retry_echo}}]}",
        ["/topology/nodes/1"],
        id="another place's echo (ruling 12)",
    ),
]


@pytest.mark.parametrize(("text", "pointers"), CONFLICTS)
def test_series_id_conflict(text, pointers):
    """Published ids that are equal but for case are found at the later series (model §5.1)."""
    assert found(series_id_conflicts, text) == [("series_id_conflict", pointer) for pointer in pointers]


def test_conflict_names_both_series():
    """The message says which two series clash and what one of them is generated for (model §5.1)."""
    text = "nodes: [{id: OUT_SERVED}]\ntopology: {nodes: [{id: Out, kind: sink, semantics: {arrivals: a}}]}"
    shown = message(findings(series_id_conflicts, text))
    assert "'out_served' generated for 'Out'" in shown
    assert "'OUT_SERVED' of a node" in shown


def test_elements_of_one_id_are_duplicates_only():
    """Two nodes of one id are no conflict of series besides (ruling 13)."""
    text = """\
nodes: [{id: a}, {id: a}]
topology:
  nodes:
    - {id: D, kind: queue, semantics: {arrivals: a, served: a}}
    - {id: D, kind: queue, semantics: {arrivals: a, served: a}}
"""
    assert found(series_id_conflicts, text) == []


def test_different_series_are_right():
    """Series of different ids do not clash (model §5.1)."""
    text = (
        "nodes: [{id: a}]\ntopology: {nodes: [{id: D, kind: queue, semantics: {arrivals: a, capacity: a}}]}"
    )
    assert found(series_id_conflicts, text) == []
