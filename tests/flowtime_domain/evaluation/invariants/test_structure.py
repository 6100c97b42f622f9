from typing import Any

import pytest

from examples.findings import desk_findings, findings

SERIES = {"a": [4, 4]}
DEAD = {"id": "Dead", "kind": "dlq", "semantics": {"arrivals": "a", "queueDepth": "self"}}
SHOP = {"id": "Shop", "semantics": {"arrivals": "a", "served": "a"}}
BANK = {"id": "Bank", "kind": "dependency", "semantics": {"arrivals": "a", "served": "a"}}


def codes(*places: dict[str, Any], edges: list[dict[str, Any]]) -> list[tuple[str, str | None]]:
    return [(each.code, each.node_id) for each in findings(2, SERIES, *places, edges=edges)]


def test_a_scaled_kernel_is_told_of():
    """A kernel whose sum exceeds 1 + 1e-9 is told of, without bins (engine E19)."""
    found = desk_findings(SERIES, arrivals="a", served="a", errors="a", retryKernel=[0, 1, 1])
    assert (found["retry_kernel_policy"].severity, found["retry_kernel_policy"].bins) == ("warning", ())
    assert "adds up to 2" in found["retry_kernel_policy"].message


@pytest.mark.parametrize("semantics", [{"retryKernel": [0, 1]}, {"retryEcho": "self"}])
def test_a_kernel_that_fits_is_fine(semantics):
    """A kernel within its limit, or the default, gives no warning (engine §9.1)."""
    assert desk_findings(SERIES, arrivals="a", served="a", errors="a", **semantics) == {}


def test_a_kernel_beside_a_declared_echo_is_unused():
    """A kernel has no effect where the echo is a declared series, however large it is (engine §12.1)."""
    found = desk_findings(SERIES, arrivals="a", served="a", errors="a", retryEcho="a", retryKernel=[2])
    assert [(each.code, each.severity) for each in found.values()] == [("retry_kernel_unused", "info")]


def test_a_declared_echo_needs_no_kernel():
    """A declared echo without a kernel is fine (engine §9.1)."""
    assert desk_findings(SERIES, arrivals="a", served="a", errors="a", retryEcho="a") == {}


@pytest.mark.parametrize("kind", ["service", "router", "external"])
def test_missing_served_is_told_of(kind):
    """A node that serves at once and names no served is told of (engine §12.1)."""
    found = desk_findings(SERIES, kind, arrivals="a", capacity="a")["missing_served_series"]
    assert found.severity == "info"


def test_a_dependency_without_served_is_told_of():
    """A dependency that names its depth alone has no served (engine §12.1)."""
    found = desk_findings({"a": [4, 4], "d": [0, 0]}, "external", arrivals="a", queueDepth="d")
    assert "missing_served_series" in found


def test_queues_and_sinks_serve_by_themselves():
    """Where the engine computes served nothing is missing (engine §5.3, §5.7)."""
    assert "missing_served_series" not in desk_findings(SERIES, "sink", arrivals="a")
    assert "missing_served_series" not in desk_findings(SERIES, "queue", arrivals="a", capacity="a")


def test_limited_attempts_want_two_series():
    """Limited attempts without series of exhausted failures and budget are told of (engine §12.1)."""
    found = desk_findings(SERIES, arrivals="a", served="a", maxAttempts=3)
    assert list(found) == ["missing_exhausted_failures_series", "missing_retry_budget_series"]
    full = {"exhaustedFailures": "z", "retryBudgetRemaining": "a", "errors": "z"}
    assert desk_findings({"a": [4], "z": [0]}, arrivals="a", served="a", maxAttempts=3, **full) == {}


def test_edges_at_a_dead_letter_queue_are_terminal():
    """Edges into and out of a dlq that are not terminal give one warning each, however many (ruling 30)."""
    edges = [{"from": "Shop", "to": "Dead"}, {"from": "Shop", "to": "Dead"}, {"from": "Dead", "to": "Shop"}]
    found = codes(DEAD, SHOP, edges=edges)
    assert found[:2] == [("dlq_non_terminal_inbound", "Dead"), ("dlq_non_terminal_outbound", "Dead")]
    terminal = [{**edge, "type": "terminal"} for edge in edges]
    assert not [code for code, _ in codes(DEAD, SHOP, edges=terminal) if code.startswith("dlq")]


def test_a_dependency_is_needed_by_somebody():
    """A dependency wants an incoming effort or dependency edge (engine §12.1)."""
    missing = ("dependency_missing_effort_edges", "Bank")
    assert codes(BANK, SHOP, edges=[]) == [missing]
    assert codes(BANK, SHOP, edges=[{"from": "Shop", "to": "Bank"}]) == [missing]
    for word in ("effort", "dependency"):
        assert codes(BANK, SHOP, edges=[{"from": "Shop:out", "to": "Bank:in", "type": word}]) == []


def test_edges_delay_nothing():
    """An outgoing edge with a lag above 0 is told of at the node where it begins (engine §12.1)."""
    edge = {"from": "Shop", "to": "Bank", "type": "effort"}
    assert codes(BANK, SHOP, edges=[{**edge, "lag": 2}]) == [("edge_behavior_violation_lag", "Shop")]
    assert codes(BANK, SHOP, edges=[{**edge, "lag": 0}]) == []
