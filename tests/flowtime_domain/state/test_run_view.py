"""Where the numbers of the nodes of a run are found."""

import math

import numpy as np
import pytest

from examples import clinic_desk, order_support
from examples.stored_runs import READER, stored_run, view_of
from flowtime_domain.state.run_view import METRIC_INDEX, METRICS, NO_ROW, run_view
from flowtime_domain.state.stored_model import read_stored_model

ORDER = [
    *("arrivals", "served", "errors", "attempts", "failures", "exhaustedFailures", "retryEcho"),
    *("retryBudgetRemaining", "externalDemand", "queue", "overflow", "capacity", "parallelism"),
    *("processingTimeMsSum", "servedCount"),
    *("utilization", "queueTimeMs", "latencyMinutes", "serviceTimeMs", "cycleTimeMs", "flowEfficiency"),
    *("throughputRatio", "errorRate", "retryTax", "kingmanWaitMs", "color"),
]
WORK = {"capacity": "c", "processingTimeMsSum": "w", "servedCount": "n"}
GRID = {"bins": 2, "binSize": 1, "binUnit": "hours"}


def defined(view, place):
    return [metric for metric in METRICS if view.defined[METRIC_INDEX[metric], view.index_of[place]]]


def desk(kind="service", series=None, **semantics):
    """The view of a run with one node."""
    nodes = [{"id": name, "values": values} for name, values in (series or {}).items()]
    nodes += [{"id": name, "values": [1, 2]} for name in "asxtfdcwn" if name not in (series or {})]
    place = {"id": "Desk", "kind": kind, "semantics": {"arrivals": "a", "served": "s", **semantics}}
    return view_of(stored_run({"grid": GRID, "nodes": nodes, "topology": {"nodes": [place]}}))


def test_the_order_of_metrics():
    """Metrics stand in the order of the tables, reported ones first (state §2.3)."""
    assert list(METRICS) == ORDER


def test_the_worked_example():
    """The nodes of the example define the series that a window without filters has (state §6.4)."""
    view = view_of(stored_run(order_support.MODEL))
    for node, series in order_support.SERIES.items():
        assert defined(view, node) == [*series, "color"]


def test_rows_are_those_of_the_matrix():
    """Each reported metric is found in the row of its series, generated ones included (state §2.1)."""
    run = stored_run(clinic_desk.MODEL)
    view = view_of(run)
    rows = {
        metric: int(view.rows[METRIC_INDEX[metric], 0])
        for metric in ("arrivals", "served", "queue", "errors")
    }
    assert rows == {"arrivals": 0, "served": 2, "queue": 3, "errors": NO_ROW}


def test_a_number_of_servers_is_no_series():
    """A parallelism that is a number defines the metric without a row (state §2.1)."""
    view = desk("queue", capacity="c", parallelism=3)
    assert view.parallelism.tolist() == [3]
    assert view.rows[METRIC_INDEX["parallelism"], 0] == NO_ROW
    assert "parallelism" in defined(view, "Desk")


@pytest.mark.parametrize(
    ("kind", "semantics", "expected"),
    [
        ("service", {}, {"throughputRatio"}),
        ("service", {"errors": "x"}, {"throughputRatio", "errorRate", "retryTax"}),
        ("service", {"attempts": "t"}, {"throughputRatio", "retryTax"}),
        ("service", {"failures": "f"}, {"throughputRatio", "retryTax"}),
        ("service", {"capacity": "c"}, {"throughputRatio", "utilization"}),
        ("service", {"queueDepth": "d"}, {"throughputRatio"}),
        ("queue", {"queueDepth": "d"}, {"throughputRatio", "queueTimeMs", "latencyMinutes", "cycleTimeMs"}),
        (
            "service",
            {"processingTimeMsSum": "w", "servedCount": "n"},
            {"throughputRatio", "serviceTimeMs", "cycleTimeMs", "flowEfficiency"},
        ),
    ],
)
def test_what_series_define(kind, semantics, expected):
    """A derived metric is defined where all it is computed from is reported (state §5.2)."""
    derived = METRICS[METRICS.index("utilization") : -1]
    assert {metric for metric in defined(desk(kind, **semantics), "Desk") if metric in derived} == expected


@pytest.mark.parametrize(
    ("series", "is_known"),
    [
        ({"a": [4, 4], "w": [9, 9]}, True),
        ({"a": [4, 5], "w": [9, 9]}, False),
        ({"a": [4, 4], "w": [9, 8]}, False),
    ],
)
def test_waiting_needs_both_variabilities(series, is_known):
    """Kingman's wait is defined where both coefficients of variation are known (state §5.2, engine §11.2)."""
    view = desk(series=series, **WORK)
    assert ("kingmanWaitMs" in defined(view, "Desk")) == is_known
    assert (
        not math.isnan(view.traits.arrival_variation[0, 0] + view.traits.service_variation[0, 0])
    ) == is_known


def test_a_router_target_has_no_variability():
    """A series that no node of its own defines has no coefficient of variation (engine §11.2)."""
    nodes = [
        *({"id": name, "values": [1, 1]} for name in "acwn"),
        {"id": "r", "kind": "router", "inputs": {"queue": "a"}, "routes": [{"target": "b"}]},
    ]
    semantics = {
        "arrivals": "b",
        "served": "a",
        "capacity": "c",
        "processingTimeMsSum": "w",
        "servedCount": "n",
    }
    topology = {"nodes": [{"id": "Desk", "semantics": semantics}]}
    view = view_of(stored_run({"grid": GRID, "nodes": nodes, "topology": topology}))
    assert "kingmanWaitMs" not in defined(view, "Desk")


class Captured:
    """A stored run of which some series came from files, as a run in telemetry mode has them."""

    def __init__(self, run, node_sources):
        self._run = run
        self.metadata = run.metadata.model_copy(update={"node_sources": node_sources})

    def __getattr__(self, name):
        return getattr(self._run, name)


def test_files_behind_the_series():
    """The sources of a node are the distinct files behind its series, by metric (state §3.2)."""
    run = stored_run(order_support.MODEL)
    sources = {
        "order_capacity": "telemetry/b.csv",
        "order_served": "telemetry/z.csv",
        "order_arrivals": "telemetry/b.csv",
    }
    view = run_view(Captured(run, sources), read_stored_model(run, READER))
    assert [place.sources for place in view.places] == [("telemetry/b.csv", "telemetry/z.csv"), ()]


def test_values_of_a_file_are_read_from_the_matrix():
    """Whether a series from a file changes is seen in the matrix, not in its model (engine §11.2)."""
    series = {"a": [4, 4], "w": [9, 9]}
    nodes = [{"id": name, "values": series.get(name, [1, 2])} for name in "ascwn"]
    semantics = {
        "arrivals": "a",
        "served": "s",
        "capacity": "c",
        "processingTimeMsSum": "w",
        "servedCount": "n",
    }
    run = stored_run(
        {"grid": GRID, "nodes": nodes, "topology": {"nodes": [{"id": "Desk", "semantics": semantics}]}}
    )
    captured = Captured(run, {"a": "telemetry/a.csv"})
    captured.values = lambda row: np.array([4.0, 5.0])
    view = run_view(captured, read_stored_model(run, READER))
    assert math.isnan(view.traits.arrival_variation[0, 0])
    assert view.traits.service_variation[0, 0] == 0


def test_what_some_nodes_define():
    """Whether nodes have a metric is one truth, or one for each where they differ (state §5.2)."""
    has = view_of(stored_run(order_support.MODEL)).has
    assert list(has) == ORDER
    assert has["served"] is True
    assert has["overflow"] is False
    assert has["queue"].tolist() == [[False], [True]]


def test_the_view_of_some_nodes():
    """A view of fewer nodes says of each what the whole view says (state §4.1)."""
    whole = view_of(stored_run(order_support.MODEL))
    part = whole.of(np.array([1]))
    assert whole.of(whole.everywhere) is whole
    assert part.places == whole.places[1:]
    assert part.index_of == {"SupportQueue": 0}
    assert part.rows.tolist() == whole.rows[:, 1:].tolist()
    assert part.traits.sla_minutes.tolist() == [[5]]
    assert part.has["queue"] is True
    assert part.has["capacity"] is False


def test_a_model_without_places():
    """The view of a model without topology has no places (state §1.4)."""
    view = view_of(stored_run({"grid": GRID, "nodes": [{"id": "a", "values": 1}]}))
    assert view.places == ()
    assert view.defined.shape == (len(METRICS), 0)
