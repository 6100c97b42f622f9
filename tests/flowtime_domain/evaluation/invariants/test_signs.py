import pytest

from examples.findings import desk_findings

SERIES = {"a": [1, 1, 1], "n": [1, -2, -1e-5], "z": [-1e-7, -1e-6, 0]}
SEMANTICS = {
    "arrivals": "arrivals_negative",
    "served": "served_negative",
    "errors": "errors_negative",
    "attempts": "attempts_negative",
    "failures": "failures_negative",
    "exhaustedFailures": "exhausted_failures_negative",
    "retryEcho": "retry_echo_negative",
    "retryBudgetRemaining": "retry_budget_negative",
    "capacity": "capacity_negative",
    "queueDepth": "queue_negative",
}


@pytest.mark.parametrize(("semantic", "code"), SEMANTICS.items())
def test_counts_below_zero_are_found(semantic, code):
    """A reported series below zero by more than the tolerance is told of (engine §12.1)."""
    found = desk_findings(SERIES, **{"arrivals": "a", "served": "a", semantic: "n"})[code]
    assert (found.severity, found.bins) == ("warning", (1, 2))
    assert "lowest in bin 1: -2" in found.message


@pytest.mark.parametrize(("semantic", "code"), SEMANTICS.items())
def test_a_hair_below_zero_is_zero(semantic, code):
    """A series within the tolerance of zero is not negative (engine §12.1)."""
    assert code not in desk_findings(SERIES, **{"arrivals": "a", "served": "a", semantic: "z"})
