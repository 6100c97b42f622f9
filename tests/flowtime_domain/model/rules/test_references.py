"""References: each names a series that the model publishes."""

import pytest

from examples.drafts import findings, found, message
from flowtime_domain.errors import Place
from flowtime_domain.model.rules.references import unknown_references

ALL_WRONG = """\
nodes:
  - {id: a, values: 1}
  - {id: q, inflow: n1, outflow: n2, loss: n3, dispatchSchedule: {capacitySeries: n4}}
  - {id: r, kind: router, inputs: {queue: n5}, routes: [{target: b}]}
topology:
  nodes:
    - id: Desk
      kind: queue
      wipLimitSeries: n6
      dispatchSchedule: {periodBins: 2, capacitySeries: n7}
      semantics:
        arrivals: s1
        served: s2
        errors: s3
        attempts: s4
        failures: s5
        exhaustedFailures: s6
        retryBudgetRemaining: s7
        externalDemand: s8
        capacity: s9
        processingTimeMsSum: s10
        servedCount: s11
        parallelism: s12
  constraints: [{id: pool, nodes: [Desk], semantics: {served: n8, arrivals: recorded}}]
"""


def test_every_reference_is_checked():
    """Each place of a reference is found: nodes, schedules, semantics, limits, constraints (model §7.4)."""
    desk = "/topology/nodes/0"
    semantics = (
        "arrivals served errors attempts failures exhaustedFailures retryBudgetRemaining externalDemand "
        "capacity processingTimeMsSum servedCount parallelism"
    )
    pointers = {
        *(f"/nodes/1/{key}" for key in ("inflow", "outflow", "loss", "dispatchSchedule/capacitySeries")),
        "/nodes/2/inputs/queue",
        *(f"{desk}/semantics/{key}" for key in semantics.split()),
        f"{desk}/wipLimitSeries",
        f"{desk}/dispatchSchedule/capacitySeries",
        "/topology/constraints/0/semantics/served",
    }
    assert set(found(unknown_references, ALL_WRONG)) == {
        ("unknown_reference", pointer) for pointer in pointers
    }


def test_place_of_an_unknown_reference():
    """An unknown reference is shown with line and column of its value (model §2.5)."""
    places = {error.pointer: error.place for error in findings(unknown_references, ALL_WRONG)}
    assert places["/topology/nodes/0/semantics/arrivals"] == Place(12, 19)


def test_nearest_name():
    """The message about an unknown reference ends in the nearest published name (model §2.7)."""
    text = "nodes: [{id: visits}, {id: visit}]\ntopology: {nodes: [{id: D, semantics: {arrivals: visis}}]}"
    assert message(findings(unknown_references, text)).endswith("did you mean 'visits'?")


def test_generated_series_and_router_targets_are_known():
    """A reference may name any published series, also a generated one or a router's target (model §6.5)."""
    text = """\
nodes: [{id: a}, {id: r, kind: router, inputs: {queue: desk_served}, routes: [{target: b}]}]
topology:
  nodes:
    - {id: Desk, kind: queue, semantics: {arrivals: a, capacity: b}}
    - {id: Next, kind: queue, semantics: {arrivals: desk_served, served: b, errors: desk_queue}}
"""
    assert found(unknown_references, text) == []


def test_case_counts():
    """References are compared exactly (model §6.2)."""
    text = "nodes: [{id: a}]\ntopology: {nodes: [{id: D, semantics: {arrivals: A, served: a}}]}"
    assert found(unknown_references, text) == [("unknown_reference", "/topology/nodes/0/semantics/arrivals")]


def test_empty_reference():
    """An empty text names no series (model §7.4)."""
    text = 'nodes: [{id: a}]\ntopology: {nodes: [{id: D, semantics: {arrivals: "", served: a}}]}'
    assert found(unknown_references, text) == [("unknown_reference", "/topology/nodes/0/semantics/arrivals")]


QUIET = [
    pytest.param("topology: {nodes: [{id: D, semantics: {arrivals: a, served: a}}]}", id="no nodes at all"),
    pytest.param("nodes: [{id: a, values: wrong, unitt: x}, {id: q, inflow: a}]", id="a node of wrong shape"),
    pytest.param(
        "nodes: [{id: q, inflow: desk_served, outflow: desk_retry_echo, loss: depth}]\n"
        "topology: {nodes: [{id: Desk, kind: quue, semantics: {arrivals: q, queueDepth: depth}}]}",
        id="a place of unknown kind",
    ),
    pytest.param(
        "nodes: [{id: q, inflow: desk_alloc_pool}]\n"
        "topology: {nodes: [{id: Desk, semantics: 5}], constraints: [{id: pool, nodes: [Desk]}]}",
        id="a place without semantics",
    ),
    pytest.param(
        "nodes: [{id: q, inflow: depth}]\n"
        "topology: {nodes: [{id: Desk, kind: queue, semantics: {arrivals: q, queueDepth: depth}}]}",
        id="a depth without outflow",
    ),
    pytest.param(
        "nodes: [{id: q, inflow: desk_served}]\ntopology: {nodes: {id: Desk}}", id="no list of places"
    ),
    pytest.param("nodes: [{id: q, inflow: desk_served}]\ntopology: [1]", id="no topology"),
    pytest.param("nodes: [{id: q, inflow: [1], outflow: 7}]", id="references that are no text"),
    pytest.param(
        'nodes: [{id: q, inflow: q}]\ntopology: {nodes: [{id: D, semantics: {arrivals: "file:x.csv"}}]}',
        id="a file",
    ),
    pytest.param(
        "nodes: [{id: q, inflow: q}]\ntopology: {nodes: [{id: D, kind: sink, semantics: {capacity: x}}]}",
        id="a refused semantic",
    ),
]


@pytest.mark.parametrize("text", QUIET)
def test_other_mistakes_bring_no_unknown_references(text):
    """What may exist once another mistake is mended counts as known (model §2.6)."""
    assert found(unknown_references, text) == []
