"""Metrics of captures."""

import pytest

from flowtime_domain.telemetry.metrics import METRICS, metric_named, unknown_metric_text

NAMES = (
    "Arrivals Served Errors Attempts Failures ExhaustedFailures RetryEcho RetryBudgetRemaining "
    "ExternalDemand QueueDepth Capacity ProcessingTimeMsSum ServedCount"
)


def test_the_metrics_are_those_of_the_language_in_its_order():
    """Manifests know thirteen metrics, in this order (telemetry §1.3)."""
    assert " ".join(METRICS) == NAMES


@pytest.mark.parametrize("name", NAMES.split())
def test_a_metric_is_found_in_any_case(name):
    """Requests and flags write a metric in any case (telemetry §1.3)."""
    found = [metric_named(word) for word in (name, name.lower(), name.upper())]
    assert [metric.name for metric in found if metric] == [name] * 3


def test_the_semantic_key_begins_with_a_lower_case_letter():
    """The semantic key of a metric is its name with a lower-case first letter (telemetry §1.3)."""
    assert [METRICS[name].semantic_key for name in ("QueueDepth", "Served")] == ["queueDepth", "served"]


def test_the_depth_is_reported_as_queue_and_all_else_by_its_key():
    """States report the depth of a queue under `queue` (state §2.1)."""
    others = {metric.name for metric in METRICS.values() if metric.reported != metric.semantic_key}
    assert (METRICS["QueueDepth"].reported, others) == ("queue", {"QueueDepth"})


def test_levels_take_the_last_row_of_a_bin_and_all_else_the_sum():
    """QueueDepth and RetryBudgetRemaining default to the last value, all else to the sum (telemetry §6.8)."""
    levels = {metric.name for metric in METRICS.values() if metric.default_aggregate == "last"}
    sums = {metric.name for metric in METRICS.values() if metric.default_aggregate == "sum"}
    assert (levels, levels | sums) == ({"QueueDepth", "RetryBudgetRemaining"}, set(METRICS))


def test_an_unknown_metric_is_told_with_the_nearest_name():
    """Nothing answers to an unknown word, and people are told the nearest metric (telemetry §6.1)."""
    assert metric_named("Wait") is None
    assert unknown_metric_text("Errror") == "There is no metric 'Errror'; did you mean 'Errors'?"


def test_an_unknown_metric_far_from_all_lists_them():
    """Where no name is near, all are listed (telemetry §6.1)."""
    assert unknown_metric_text("xyz").endswith(f"; there are: {', '.join(NAMES.split())}.")
