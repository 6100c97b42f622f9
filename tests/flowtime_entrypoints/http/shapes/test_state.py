"""Shapes of answers about the state of runs."""

from flowtime_domain.state.run_view import METRICS, NUMBERS
from flowtime_entrypoints.http.shapes.state import (
    SNAPSHOT_QUERY,
    WINDOW_QUERY,
    DerivedNumbers,
    NodeSeries,
    ReportedNumbers,
)


def members(shape):
    return list(shape.model_json_schema(mode="serialization")["properties"])


def test_shapes_name_every_metric_in_order():
    """Snapshots and windows document the metrics that there are, in their order (state §2.3)."""
    assert members(ReportedNumbers) + members(DerivedNumbers) == list(METRICS)
    assert members(NodeSeries) == [*NUMBERS, "color"]


def test_a_series_may_be_absent_and_is_never_null():
    """A series of a window is an array or has no key (state §5.2)."""
    schema = NodeSeries.model_json_schema(mode="serialization")
    assert "required" not in schema
    assert {member["type"] for member in schema["properties"].values()} == {"array"}


def test_what_a_query_must_have():
    """Bins are required integers, lists of names may be left out (state §4.1, §5.1)."""
    needed = {each.name: bool(each.required) for each in (*SNAPSHOT_QUERY, *WINDOW_QUERY)}
    assert needed == {
        "binIndex": True,
        "nodeIds": False,
        "startBin": True,
        "endBin": True,
        "metrics": False,
    }
