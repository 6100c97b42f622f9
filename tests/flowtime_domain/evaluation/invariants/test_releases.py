from typing import Any

import pytest

from examples.findings import findings
from flowtime_domain.evaluation.finding import Finding

DESK = {"id": "Desk", "kind": "queue", "semantics": {"arrivals": "a", "served": "s"}}
SHOP = {"id": "Shop", "semantics": {"arrivals": "a", "served": "a"}}


def found_at_edge(desk: dict[str, Any], *edges: dict[str, str]) -> list[tuple[int, ...]]:
    series = {"a": [4, 0, 0, 0], "s": [0, 2, 0, 2]}
    return [
        each.bins
        for each in findings(4, series, desk, SHOP, edges=list(edges))
        if each.code == "queue_latency_unreported"
    ]


def test_waiting_without_service_has_no_latency():
    """A queue with an outgoing edge that holds work and serves nothing is told of (engine §12.1)."""
    assert found_at_edge(DESK, {"from": "Desk", "to": "Shop"}) == [(0, 2)]


def test_latency_rule_needs_a_queue_with_an_outgoing_edge():
    """Without an outgoing edge, or for another kind, latency need not be known (engine §12.1)."""
    assert found_at_edge(DESK) == []
    assert found_at_edge(DESK, {"from": "Shop", "to": "Desk"}) == []
    buffer = {**DESK, "kind": "serviceWithBuffer"}
    assert found_at_edge(buffer, {"from": "Desk", "to": "Shop"}) == []


def test_with_a_schedule_it_is_the_gate_that_is_closed():
    """With a schedule, waiting between dispatches is told of as such, for every kind (engine §12.1)."""
    series = {"a": [4, 0, 0, 0, 0], "s": [0, 2, 0, 2, 0]}
    desk = {**DESK, "kind": "serviceWithBuffer", "dispatchSchedule": {"periodBins": 4}}
    found = {
        each.code: each for each in findings(5, series, desk, SHOP, edges=[{"from": "Desk", "to": "Shop"}])
    }
    assert found["queue_latency_gate_closed"].bins == (1, 2, 3)
    assert found["queue_latency_gate_closed"].severity == "info"
    assert "queue_latency_unreported" not in found


def only(code: str, found: list[Finding]) -> list[tuple[str, tuple[int, ...]]]:
    """Severity and bins of the findings of one code."""
    return [(each.severity, each.bins) for each in found if each.code == code]


@pytest.mark.parametrize(
    ("arrivals", "served", "schedule", "is_found"),
    [
        ([1, 0, 0], [9, 9, 9], {"periodBins": 3, "phaseOffset": 1, "capacitySeries": "none"}, True),
        ([1, 0, 0], [0, 9, 9], {"periodBins": 9}, True),
        ([1, 0, 0], [9, 9, 9], {"periodBins": 9}, False),
        ([0, 0, -5], [0, 0, 0], {"periodBins": 1}, False),
        ([3, 0, -5], [0, 0, 0], {"periodBins": 1}, True),
    ],
)
def test_a_schedule_that_never_lets_anything_out_is_told_of(arrivals, served, schedule, is_found):
    """Work arrives and nothing leaves in the whole run: all bins are told of (engine §12.1)."""
    desk = {**DESK, "dispatchSchedule": schedule}
    found = findings(3, {"a": arrivals, "s": served, "none": 0}, desk)
    assert only("dispatch_never_releases", found) == ([("info", (0, 1, 2))] if is_found else [])


def test_nothing_is_said_of_releases_without_a_schedule():
    """A queue without a schedule may keep all its work without a word about releases (engine §12.1)."""
    assert only("dispatch_never_releases", findings(3, {"a": 1, "s": 0}, DESK)) == []


@pytest.mark.parametrize(("target", "bins"), [({}, (1, 2)), ({"wipOverflow": "Loss"}, (1, 2))])
def test_lost_overflow_is_told_of(target, bins):
    """Overflow that leaves the system is told of where there is any (engine §12.1)."""
    found = findings(3, {"a": 1, "s": 0}, {**DESK, "wipLimit": 1, **target})
    assert only("wip_overflow_lost", found) == [("info", bins)]


def test_overflow_that_goes_on_is_not_lost():
    """Overflow into another queue is no loss (engine §12.1)."""
    desk = {**DESK, "wipLimit": 1, "wipOverflow": "Hall"}
    assert only("wip_overflow_lost", findings(3, {"a": 1, "s": 0}, desk, {**DESK, "id": "Hall"})) == []


def test_a_negative_shared_capacity_is_told_of_once():
    """A shared capacity below 0 is told of once per constraint, by name, at run level (ruling 29)."""
    constraints = [
        {"id": name, "nodes": ["Desk", "Hall"], "semantics": {"served": series}}
        for name, series in (("low", "c"), ("fine", "a"))
    ]
    found = findings(
        3, {"a": 1, "s": 0, "c": [-2, 3, -1e-7]}, DESK, {**DESK, "id": "Hall"}, constraints=constraints
    )
    (finding,) = [each for each in found if each.code == "constraint_capacity_negative"]
    assert found[0] is finding
    assert (finding.severity, finding.node_id, finding.bins, finding.count) == ("warning", None, (0,), 1)
    assert "'low'" in finding.message
    assert "-2" in finding.message
