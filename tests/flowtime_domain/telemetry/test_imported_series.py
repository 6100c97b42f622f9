"""The series of an import."""

import pytest

from examples.imports import SINGLE, request_of
from flowtime_domain.telemetry.imported_series import imported_series, possible_aggregates


@pytest.mark.parametrize(
    ("metric", "aggregate", "unit"),
    [
        ("Arrivals", "sum", "entities/bin"),
        ("QueueDepth", "last", "entities"),
        ("RetryBudgetRemaining", "last", "entities"),
        ("ProcessingTimeMsSum", "sum", "ms"),
    ],
)
def test_metrics_have_defaults(metric, aggregate, unit):
    """What is not said follows from the metric (telemetry §6.8)."""
    series = imported_series(request_of(), "Desk", metric, None, None)
    assert (str(series.aggregate), series.unit) == (aggregate, unit)


def test_aggregates_that_may_be_needed():
    """All aggregates that series may get are known before the first row (telemetry §6.10)."""
    long_form = {"series": None, "nodeColumn": "node"}

    def found(**changes):
        return {str(each) for each in possible_aggregates(request_of(**changes))}

    assert found(series=[{**SINGLE[0], "aggregate": "mean"}], aggregate="max") == {"mean", "count"}
    assert found(aggregate="max") == {"max", "count"}
    assert found(**long_form, metricColumn="metric") == {"sum", "last"}
    assert found(**long_form, metric="QueueDepth") == {"last"}
    assert found(**long_form, metricColumn="metric", aggregate="min") == {"min"}
