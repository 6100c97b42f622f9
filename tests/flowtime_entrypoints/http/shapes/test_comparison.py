"""The shape of the answer about how two runs differ."""

from typing import get_args

from flowtime_domain.evaluation.reported_series import REPORTED_METRICS
from flowtime_entrypoints.http.shapes.comparison import COMPARISON_QUERY, ComparedMetric


def test_metrics_are_those_that_series_report():
    """A row is about a metric that series report, none that follows from others (state §8.1)."""
    assert get_args(ComparedMetric) == REPORTED_METRICS


def test_query_parameters():
    """Both runs are required, numbers of a tolerance are not (api §8.7)."""
    assert {each.name: each.required for each in COMPARISON_QUERY} == {
        "left": True,
        "right": True,
        "absolute": False,
        "relative": False,
    }
